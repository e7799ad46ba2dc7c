"""What Excel says of its cells -> grid cells, the same that the file would give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sifa_xl.domain import CellKind, GridCell, RawValue

# as COM hands them over; a code that is missing here is an error value all the same
ERROR_VALUES = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826238: "#CALC!",
}
UNKNOWN_ERROR = "#ERROR!"
WHOLE_BELOW = 2**53  # from here on a floating number is not exact to the unit
_NO_DAY = date(1899, 12, 30)  # the day of a moment that is a time only


def matrix(read: Any) -> list[list[Any]]:
    """What a range gave as rows; a single cell comes alone, a single row may come flat."""
    if not isinstance(read, list | tuple):
        return [[read]]
    if read and not isinstance(read[0], list | tuple):
        return [list(read)]
    return [list(row) for row in read]


def grid_cells(
    values: list[list[Any]], formulas: list[list[Any]], top: int, left: int
) -> Iterator[tuple[tuple[int, int], GridCell]]:
    """The filled cells by place; the first value stands at row ``top`` and column ``left``."""
    for row, (row_values, row_formulas) in enumerate(zip(values, formulas, strict=True), top):
        for column, pair in enumerate(zip(row_values, row_formulas, strict=True), left):
            cell = grid_cell(*pair)
            if cell is not None:
                yield (row, column), cell


def grid_cell(value: Any, formula: Any) -> GridCell | None:
    """One cell from its value and its formula, or None for a blank one.

    Excel calculates as it goes, so there is no formula without a result.  A time of day comes as
    the part of a day it is, and an amount in a currency format with four decimals at most.
    """
    # a text that begins with = is its own formula; no formula shows itself
    is_formula = isinstance(formula, str) and formula.startswith("=") and formula != value
    if value is None or value == "":
        return GridCell("", CellKind.TEXT, True) if is_formula else None
    return GridCell(*_read(value), is_formula)


def _read(value: Any) -> tuple[RawValue, CellKind]:
    if isinstance(value, bool):
        return value, CellKind.TRUTH
    if isinstance(value, float | Decimal):
        number = float(value)
        is_whole = number.is_integer() and abs(number) < WHOLE_BELOW
        return int(number) if is_whole else number, CellKind.NUMBER
    if isinstance(value, int):  # Excel's numbers are floating ones
        return ERROR_VALUES.get(value, UNKNOWN_ERROR), CellKind.ERROR
    if isinstance(value, datetime):
        return _moment(value)
    return str(value), CellKind.TEXT


def _moment(value: datetime) -> tuple[RawValue, CellKind]:
    """To the millisecond, as the file is read; COM's own kind of datetime is left behind."""
    whole = datetime(value.year, value.month, value.day, value.hour, value.minute, value.second)
    moment = whole + timedelta(milliseconds=round(value.microsecond / 1000))
    if moment.date() == _NO_DAY:
        return moment.time(), CellKind.TIME
    return moment, CellKind.DATE
