"""Rows of a result into a sheet that is open in Excel, and back out again when Excel refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sifa_xl.book.plan import quoted
from sifa_xl.book.writing import PlacedTable, Value
from sifa_xl.cell_texts import cell_text
from sifa_xl.excel.live_cells import ERROR_VALUES, UNKNOWN_ERROR
from sifa_xl.excel.live_looks import Area, range_of

LONGEST_IN_BLOCK = 8_000  # a longer text makes Excel refuse the whole block
LONGEST_IN_LINK = 255  # a link shows no longer words by itself; the cell may
TEXT, GENERAL = "@", "General"
VERY_HIDDEN = 2  # no menu shows such a sheet, and nor do we


def write_table(sheet: Any, table: PlacedTable, used: Area) -> None:
    """``table`` in place of everything below its header; ``used`` is what the sheet held before.

    The rows, and blanks for what stood there, go over in one write.
    """
    if sheet.api.FilterMode:
        sheet.api.ShowAllData()
    area = _area(table, used)
    if area is not None:
        whole = range_of(sheet, area)
        whole.api.Hyperlinks.Delete()
        _lend_formats(sheet, table, area)
        rows = _rows(table, area)
        _write(sheet, area, rows)
        for (index, column), target in sorted(table.links.items()):
            _link(sheet, table.header_row + 1 + index, column, target, table.rows[index])
        if table.rows:
            whole.rows.autofit()
    if table.rows and sheet.visible != VERY_HIDDEN:
        sheet.visible = True


def put_back(
    sheet: Any, table: PlacedTable, used: Area, values: list[list[Any]], visible: Any
) -> None:
    """The cells below the header as they were; ``values`` are those of ``used``."""
    area = _area(table, used)
    if area is not None:
        _write(sheet, area, _old_rows(area, used, values))
    if sheet.visible != visible:
        sheet.visible = visible


def _area(table: PlacedTable, used: Area) -> Area | None:
    """All that stands, or will stand, below the header; None where there is nothing."""
    top, bottom = table.header_row + 1, max(used[2], table.last_row)
    if bottom < top:
        return None
    return top, min(used[1], *table.columns), bottom, max(used[3], *table.columns)


def _lend_formats(sheet: Any, table: PlacedTable, area: Area) -> None:
    """Each row written looks like the sample row; what lies below loses its lines."""
    _, left, bottom, right = area
    first, last, sample = table.header_row + 1, table.last_row, table.sample_row
    if last < bottom:
        range_of(sheet, (last + 1, left, bottom, right)).clear_formats()
    if table.rows and sample is not None:
        lender = range_of(sheet, (sample, left, sample, right))
        lender.copy(range_of(sheet, (first, left, last, right)))
        # the sample row's own code is no content to be copied
        range_of(sheet, (first, left, last, right)).clear_contents()


def _rows(table: PlacedTable, area: Area) -> list[list[Any]]:
    top, left, bottom, right = area
    blank: Mapping[int, Value] = {}
    rows = [*table.rows, *[blank] * (bottom - top + 1 - len(table.rows))]
    return [[_sent(row.get(column)) for column in range(left, right + 1)] for row in rows]


def _sent(value: Value) -> Any:
    """A number goes as a floating one: COM makes currency of decimals, and refuses long ones."""
    if value is None or value == "":
        return None
    return cell_text(value) if isinstance(value, str) else float(value)


def _old_rows(area: Area, used: Area, values: list[list[Any]]) -> list[list[Any]]:
    def old(row: int, column: int) -> Any:
        is_inside = used[0] <= row <= used[2] and used[1] <= column <= used[3]
        return values[row - used[0]][column - used[1]] if is_inside else None

    top, left, bottom, right = area
    return [
        [old(row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)
    ]


def _write(sheet: Any, area: Area, rows: list[list[Any]]) -> None:
    """One write; texts go where Excel takes texts as they are, else 001 would become 1."""
    top, left, bottom, _ = area
    for x, column in enumerate(zip(*rows, strict=True)):
        _set_format(range_of(sheet, (top, left + x, bottom, left + x)), column)
    apart = {
        (top + y, left + x): value
        for y, row in enumerate(rows)
        for x, value in enumerate(row)
        if _goes_alone(value, [each[x] for each in rows])
    }
    block = [
        [None if (y, x) in apart else value for x, value in enumerate(row, left)]
        for y, row in enumerate(rows, top)
    ]
    range_of(sheet, area).value = block
    for place, value in apart.items():
        cell = sheet.range(place)
        cell.number_format = TEXT if isinstance(value, str) else GENERAL
        cell.value = _typed(value)


def _set_format(cells: Any, values: Sequence[Any]) -> None:
    if any(isinstance(value, str) and value for value in values):
        cells.number_format = TEXT
    elif any(value is not None for value in values) and cells.number_format in (TEXT, None):
        cells.number_format = GENERAL


def _goes_alone(value: Any, column: Sequence[Any]) -> bool:
    """What the block cannot carry: a long text, a number among texts, an error value."""
    if isinstance(value, str):
        return len(value) > LONGEST_IN_BLOCK
    is_error = type(value) is int
    return value is not None and (is_error or any(isinstance(each, str) for each in column))


def _typed(value: Any) -> Any:
    """An error value comes as a number and goes as what one would type."""
    return ERROR_VALUES.get(value, UNKNOWN_ERROR) if type(value) is int else value


def _link(sheet: Any, row: int, column: int, target: str, values: Mapping[int, Value]) -> None:
    name, _, cell = target.rpartition("!")
    words = cell_text(str(values.get(column) or target))
    linked = sheet.range((row, column))
    shown = words if len(words) <= LONGEST_IN_LINK else target
    linked.add_hyperlink(f"#{quoted(name)}!{cell}", shown, f"到{target}"[:LONGEST_IN_LINK])
    if shown != words:
        linked.value = words
