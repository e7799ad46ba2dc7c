"""Workbooks with macros for tests, each built once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sifa_xl.book.fill import Fill
from sifa_xl.book.master import plan_book
from sifa_xl.book.plan import SheetPlan
from sifa_xl.jobs import build_workbook
from sifa_xl.lines import shipped as shipped_lines
from tests.books import SAMPLE_FILL, TEMPLATES

NAME = "司法行政工作总结.xlsm"


@cache
def built(is_filled: bool = False) -> bytes:
    """The master, or the sample."""
    return build_workbook(SAMPLE_FILL if is_filled else None, has_macros=True)


def saved(folder: Path, is_filled: bool = False) -> Path:
    """The workbook as a file in ``folder``."""
    path = folder / NAME
    path.write_bytes(built(is_filled))
    return path


def plans() -> list[SheetPlan]:
    """The master on paper."""
    return plan_book(shipped_lines(), Fill(), TEMPLATES, [], has_macros=True)
