"""How a run takes a workbook: alone where it writes into it, side by side where it only reads."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from sifa_xl import jobs
from sifa_xl.result_sheets import ClosedBook


def held_while(workbook: Path, write: bool) -> AbstractContextManager[None]:
    """Keeps other runs from the workbook while it is read, reckoned and written."""
    if not write:
        return nullcontext()
    from sifa_xl.book.locking import held

    return held(workbook)


def opened(
    workbook: Path, templates: Path | None, write: bool
) -> tuple[jobs.Job, ClosedBook | None]:
    """The job, and the book that takes its results where it is to ``write``.

    Raises:
        FileProblem: the file cannot be read, or is none of ours.
    """
    if write:
        return jobs.open_for_writing(workbook, templates)
    return jobs.open_workbook(workbook, templates), None
