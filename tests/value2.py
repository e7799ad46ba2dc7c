"""Ranges as Excel hands them to a function: rows of Value2, formulas as what they show."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sifa_xl.book.fill import Fill
from sifa_xl.book.master import plan_book
from sifa_xl.book.plan import Formula, Link, SheetPlan
from sifa_xl.declarations import WorkLine
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.live import Live
from tests.books import SAMPLE_FILL, TEMPLATES, addresses, job_of, position_of, sheet

Block = tuple[tuple[Any, ...], ...]
ERROR_VALUES = {"#DIV/0!": -2146826281, "#N/A": -2146826246, "#REF!": -2146826265}


def macro_plans(*, is_sample: bool) -> list[SheetPlan]:
    """Every sheet of the macro workbook on paper, with the sample's filling or blank."""
    fill = Fill.load(SAMPLE_FILL) if is_sample else Fill()
    return plan_book(shipped_lines(), fill, TEMPLATES, [], has_macros=True)


def blocks_of(plans: list[SheetPlan], line: type[WorkLine]) -> list[Block]:
    """The ranges that the live formulas of the line's sheet hand to the functions."""
    at, plan = addresses(line), sheet(plans, line.title)
    live = Live(job_of(plans).indicators)
    formula, _ = plan.cells[at.sentence - 1, 3]
    assert isinstance(formula, Formula)
    above, below = (part.partition(":") for part in formula.text.split(",")[2:4])
    settings = sheet(plans, "首页").names["sifa_settings"].removeprefix("=首页!").partition(":")
    return [
        *(range_of(plan, first, last, live) for first, _, last in (above, below)),
        range_of(sheet(plans, "首页"), settings[0], settings[2], live),
    ]


def range_of(plan: SheetPlan, first: str, last: str, live: Live) -> Block:
    """The values of ``$A$1`` to ``$L$9``."""
    (top, left), (bottom, right) = (position_of(cell.replace("$", "")) for cell in (first, last))
    return tuple(
        tuple(_value2(plan, row, column, live) for column in range(left, right + 1))
        for row in range(top, bottom + 1)
    )


@cache
def serial(day: date) -> float:
    """The number by which Excel knows the day."""
    return float((datetime(day.year, day.month, day.day) - datetime(1899, 12, 30)).days)


def _value2(plan: SheetPlan, row: int, column: int, live: Live) -> Any:
    content, _ = plan.cells.get((row, column), (None, ""))
    shown = content.twin(live) if isinstance(content, Formula) else content
    if isinstance(shown, Link):
        return shown.words
    if isinstance(shown, date):
        return serial(shown)
    if isinstance(shown, str):
        return ERROR_VALUES.get(shown, shown)
    return float(shown) if isinstance(shown, int | Decimal) else shown
