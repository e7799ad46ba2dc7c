"""Who took what out of the 台账, and when: a line each beside the workbook, nothing personal."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sifa_xl import __version__
from sifa_xl.errors import FileProblem

FILE = "导出记录.jsonl"


def record(
    folder: Path,
    what: str,
    source: bytes,
    output: bytes,
    rows: Mapping[str, int],
    left_out: Mapping[str, list[str]],
) -> Path:
    """Add a line to the record in ``folder``; returns its path.

    ``rows``: how many of each ledger; ``left_out``: the columns that are not in the output.

    Raises:
        FileProblem: it cannot be written, so nothing may be exported.
    """
    line = {
        "when": datetime.now().isoformat(timespec="seconds"),
        "who": _user(),
        "what": what,
        "version": __version__,
        "source": hashlib.sha256(source).hexdigest(),
        "output": hashlib.sha256(output).hexdigest(),
        "rows": dict(rows),
        "left_out": dict(left_out),
    }
    path = folder / FILE
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError:
        raise FileProblem(
            f"“{path}”写不进去，台账导出要有记录，没有写任何文件。请检查文件夹的写权限和磁盘空间。"
        ) from None
    return path


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account, as in some containers
        return ""
