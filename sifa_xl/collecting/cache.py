"""What files said when they were read before, by their hash: a run goes on where one stopped.

It lies in the user's own folder for such things.  A cache that cannot be used is done without.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sifa_xl import __version__
from sifa_xl.collecting.returns import FORMAT, Reading, from_json, to_json

FILE = "汇总缓存.sqlite"
MOST_READINGS = 20_000
_TABLE = "CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, reading TEXT NOT NULL)"


class Cache:
    """Readings by the hash of the file; kept at once, so that a killed run loses one at most."""

    def __init__(self, folder: Path) -> None:
        self._edition = _edition()
        self._base = _opened(folder / FILE)

    def find(self, sha256s: Sequence[str]) -> dict[str, Reading]:
        """The readings kept of files with these hashes, made by this very program."""
        found: dict[str, Reading] = {}
        for sha256 in dict.fromkeys(sha256s):
            with suppress(sqlite3.Error, ValueError):
                rows = self._base.execute(
                    "SELECT reading FROM readings WHERE key = ?", (self._key(sha256),)
                )
                if (row := rows.fetchone()) is not None:
                    found[sha256] = from_json(row[0])
        return found

    def keep(self, reading: Reading) -> None:
        """Keep a reading that will hold."""
        if not reading.sha256 or not getattr(reading, "is_lasting", True):
            return
        with suppress(sqlite3.Error):
            self._base.execute(
                "INSERT OR REPLACE INTO readings VALUES (?, ?)",
                (self._key(reading.sha256), to_json(reading)),
            )

    def close(self) -> None:
        """Drop the oldest readings beyond those to be kept, and close."""
        with suppress(sqlite3.Error):
            self._base.execute(
                "DELETE FROM readings WHERE rowid <= (SELECT max(rowid) FROM readings) - ?",
                (MOST_READINGS,),
            )
        with suppress(sqlite3.Error):
            self._base.close()

    def _key(self, sha256: str) -> str:
        return f"{self._edition}-{sha256}"


def _opened(path: Path) -> sqlite3.Connection:
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(path, timeout=5, isolation_level=None)
            base.execute("PRAGMA journal_mode = WAL")  # a kill leaves it whole
            base.execute("PRAGMA synchronous = OFF")  # a power cut may cost it: it is made anew
            base.execute(_TABLE)
            with suppress(OSError):
                path.chmod(0o600)
            return base
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink()
        except OSError:
            break
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.execute(_TABLE)
    return base


def _edition() -> str:
    """Changes with the program: what an older one read may not be what this one would."""
    root = Path(__file__).parents[1]
    stamps = [f"{FORMAT} {__version__}"]
    for path in sorted(root.rglob("*.py")):
        status = path.stat()
        stamps.append(f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:16]
