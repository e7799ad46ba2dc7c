"""What one run has read, found and written so far, noted where it happens, told by the boundary.

Nothing personal is kept: of a file its hash and kind, never its name; of a finding its code.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Run:
    """One run: hashes of the files it read, counts of findings by code, and what it wrote."""

    started: datetime = field(default_factory=datetime.now)
    sources: list[str] = field(default_factory=list)
    findings: Counter[str] | None = None
    outputs: list[dict[str, str | int]] = field(default_factory=list)

    @property
    def has_done_something(self) -> bool:
        """True once a file was read or written, or an open book checked."""
        return bool(self.sources or self.outputs) or self.findings is not None


_RUN: ContextVar[Run | None] = ContextVar("run", default=None)
_MOST = 50  # files of one kind told of one run


@contextmanager
def following() -> Iterator[Run]:
    """A run to which all notes go that are made inside."""
    run = Run()
    token = _RUN.set(run)
    try:
        yield run
    finally:
        _RUN.reset(token)


def wants_sources() -> bool:
    """True where a run is followed that has not been told of enough files."""
    run = _RUN.get()
    return run is not None and len(run.sources) < _MOST


def note_source(sha256: str) -> None:
    """A file with that hash was read."""
    run = _RUN.get()
    if run is not None and sha256 not in run.sources and len(run.sources) < _MOST:
        run.sources.append(sha256)


def note_findings(codes: Iterable[str]) -> None:
    """The findings of the run have these codes; a later account replaces an earlier one."""
    run = _RUN.get()
    if run is not None:
        run.findings = Counter(codes)


def note_output(kind: str, data: bytes) -> None:
    """``data`` was written to a file of ``kind`` (``.docx``)."""
    run = _RUN.get()
    if run is not None and len(run.outputs) < _MOST:
        sha256 = hashlib.sha256(data).hexdigest()
        run.outputs.append({"kind": kind, "bytes": len(data), "sha256": sha256})
