"""Single values into cells of a sheet that is open in Excel, and back out again.

Cells that touch and hold one kind of thing go over in one write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sifa_xl.book.port import CellValue
from sifa_xl.cell_texts import cell_text
from sifa_xl.excel.live_cells import ERROR_VALUES, UNKNOWN_ERROR
from sifa_xl.excel.live_looks import Area, range_of
from sifa_xl.excel.live_writing import GENERAL, LONGEST_IN_BLOCK, TEXT

Cell = tuple[int, int]

_LONGEST_TYPED = 40  # characters; what is longer Excel takes for nothing but a text
_AS_TYPED = ("=", "+", "-", "@", "'")


def locked_cell(sheet: Any, cells: Iterable[Cell]) -> Cell | None:
    """The first of the cells that protection keeps from being changed, if any."""
    if not sheet.api.ProtectContents:
        return None
    wanted = dict.fromkeys(cells)
    for area in blocks(wanted, lambda _: None):
        if range_of(sheet, area).api.Locked is not False:
            for place in _places(area):
                if sheet.range(place).api.Locked is not False:
                    return place
    return None


def write_cells(sheet: Any, values: Mapping[Cell, CellValue]) -> None:
    """``values`` into their cells as if somebody had typed them, texts as the texts they are."""
    _write(sheet, {place: _sent(value) for place, value in values.items()})


def put_cells_back(sheet: Any, cells: Iterable[Cell], used: Area, old: list[list[Any]]) -> None:
    """The cells as they were; ``old`` are the values Excel gave for ``used``."""

    def value(row: int, column: int) -> Any:
        is_inside = used[0] <= row <= used[2] and used[1] <= column <= used[3]
        return old[row - used[0]][column - used[1]] if is_inside else None

    _write(sheet, {place: value(*place) for place in cells})


def blocks(values: Mapping[Cell, Any], kind: Callable[[Any], Any]) -> Iterator[Area]:
    """Rectangles that cover the cells of ``values``, each of one ``kind``."""
    open_runs: dict[tuple[int, int, Any], Area] = {}  # by left, right and kind
    last_row = 0
    for row, left, right, of_kind in _runs(values, kind):
        if row > last_row:
            ended = [key for key, area in open_runs.items() if area[2] < row - 1]
            yield from (open_runs.pop(key) for key in ended)
            last_row = row
        key = (left, right, of_kind)
        above = open_runs.get(key)
        open_runs[key] = (above[0] if above else row, left, row, right)
    yield from open_runs.values()


def _runs(
    values: Mapping[Cell, Any], kind: Callable[[Any], Any]
) -> Iterator[tuple[int, int, int, Any]]:
    """Row, first and last column and kind of cells that stand side by side."""
    run: tuple[int, int, int, Any] | None = None
    for row, column in sorted(values):
        of_kind = kind(values[row, column])
        if run is not None and run[0] == row and run[2] == column - 1 and run[3] == of_kind:
            run = (row, run[1], column, of_kind)
            continue
        if run is not None:
            yield run
        run = (row, column, column, of_kind)
    if run is not None:
        yield run


def _write(sheet: Any, values: Mapping[Cell, Any]) -> None:
    for area in blocks(values, _kind):
        cells = range_of(sheet, area)
        is_uniform = cells.number_format is not None
        whole = all(len(str(values[place])) <= LONGEST_IN_BLOCK for place in _places(area))
        if is_uniform and whole:
            _write_block(cells, area, values)
            continue
        for place in _places(area):
            _write_block(sheet.range(place), (*place, *place), values)


def _write_block(cells: Any, area: Area, values: Mapping[Cell, Any]) -> None:
    top, left, bottom, right = area
    is_text = cells.number_format == TEXT
    if is_text and _kind(values[top, left]) == "number":
        cells.number_format = GENERAL  # else Excel makes a text of it
        is_text = False
    cells.value = [
        [_typed(values[row, column], is_text) for column in range(left, right + 1)]
        for row in range(top, bottom + 1)
    ]


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "text"
    return "number" if value is not None else "blank"


def _sent(value: CellValue) -> Any:
    """A number goes as a floating one, for COM makes currency of decimals; a day as a moment."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return cell_text(value)
    if isinstance(value, int | Decimal):
        return float(value)
    return datetime(value.year, value.month, value.day)


def _typed(value: Any, is_text: bool) -> Any:
    """What to hand over so that the cell holds ``value``; an error value comes as its code."""
    if type(value) is int and not isinstance(value, bool):
        return ERROR_VALUES.get(value, UNKNOWN_ERROR)
    if isinstance(value, str) and not is_text and _would_change(value):
        return f"'{value}"
    return value


def _would_change(text: str) -> bool:
    """Whether Excel might take the text for a formula, a number, a day or a truth."""
    if text.startswith(_AS_TYPED):
        return True
    return len(text) <= _LONGEST_TYPED and any(c.isascii() or c.isnumeric() for c in text)


def _places(area: Area) -> Iterator[Cell]:
    top, left, bottom, right = area
    for row in range(top, bottom + 1):
        yield from ((row, column) for column in range(left, right + 1))
