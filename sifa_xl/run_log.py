"""What was run, when, over which file, with what outcome: a line each, bounded in size."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sifa_xl import __version__
from sifa_xl.run_notes import Run

FILE = "运行记录.jsonl"
MOST_BYTES = 256 * 1024  # then the older half goes


def write(folder: Path, name: str, code: int, run: Run) -> None:
    """Add a line to the log in ``folder``; one that cannot be written stops nobody's work."""
    line = {
        "started": run.started.isoformat(timespec="seconds"),
        "seconds": round((datetime.now() - run.started).total_seconds(), 1),
        "version": __version__,
        "run": name,
        "code": code,
        "sources": run.sources,
        "findings": dict(sorted((run.findings or {}).items())),
        "outputs": run.outputs,
    }
    with suppress(OSError):
        _append(folder / FILE, json.dumps(line, ensure_ascii=False) + "\n")


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size + len(line) > MOST_BYTES:
        _halve(path)
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


def _halve(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(b"".join(lines[len(lines) // 2 + 1 :]))
    temporary.replace(path)
