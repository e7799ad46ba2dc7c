"""Values of ranges, as Excel hands them to a function (Value2), -> cells and grids.

Value2 knows numbers, texts, truths and errors only: a day comes as its serial number, and what a
formula computed looks like what was typed.  Of the columns that are computed only 分所合计 and
台账数 are read, which stand for 本期 where it is blank; days are undone where a day belongs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sifa_xl import headers as h
from sifa_xl.adoption import PRIORITY
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import CellKind, Grid, GridCell
from sifa_xl.errors import SifaError
from sifa_xl.forms import SHEET_MARK, TABLE_MARK, Form, read_form
from sifa_xl.settings import SETTINGS

Row = Sequence[object]

_DAY_ZERO = datetime(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = 36526, 73050  # 2000-01-01, 2099-12-31; other numbers are no days here
_ERROR_BASE = -2146828288  # what COM makes of an error value: this number plus Excel's own
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
}
_DATED = frozenset(setting.code for setting in SETTINGS if setting.kind == "日期")


def cell_of(value: object) -> GridCell | None:
    """The cell that holds ``value``; None for a blank one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return GridCell(value, CellKind.TRUTH)
    if isinstance(value, int) and 2000 <= value - _ERROR_BASE < 2100:
        return GridCell(_ERRORS.get(value - _ERROR_BASE, "#VALUE!"), CellKind.ERROR)
    if isinstance(value, int | float):
        return GridCell(value, CellKind.NUMBER)
    if isinstance(value, datetime):  # a macro may give a day
        return GridCell(value, CellKind.DATE)
    return GridCell(str(value), CellKind.TEXT)


def day_cell_of(value: object) -> GridCell | None:
    """As ``cell_of``, where a day is expected: a serial number is one."""
    cell = cell_of(value)
    return _as_day(cell) if cell is not None else None


def grids_of(line: type[WorkLine], blocks: Sequence[object]) -> list[Grid]:
    """The grid of a line's sheet from ``blocks``, stacked, and that of 首页 where one is given.

    Raises:
        SifaError: the blocks show another sheet, or not the hidden codes of column A.
    """
    rows: list[Row] = []
    front: list[Row] = []
    for block in blocks:
        more = list(_rows(block))
        is_front = any(row and row[0] == f"{TABLE_MARK}{h.HOME}" for row in more)
        (front if is_front else rows).extend(more)
    grids = [_grid(line.title, line.code, rows)]
    if front:
        grids.append(_grid("首页", h.HOME_SHEET, front))
    return grids


def _rows(block: object) -> Iterator[Row]:
    """The rows of a block; one cell and one row are blocks too."""
    if not isinstance(block, list | tuple):
        if block is not None:
            yield (block,)
    elif block and isinstance(block[0], list | tuple):
        yield from block
    else:
        yield block


def _grid(sheet: str, code: str, rows: Sequence[Row]) -> Grid:
    cells = {
        (number, column): cell
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row, 1)
        if (cell := cell_of(value)) is not None
    }
    grid = Grid(sheet, cells)
    form = read_form(grid)
    if form is None:  # the block starts below the sheet's mark: it goes above, moving no row
        cells[0, 1] = GridCell(f"{SHEET_MARK}{code}", CellKind.TEXT)
        form = read_form(grid)
    assert form is not None
    if form.code != code:
        raise SifaError(f"选的区域不是“{sheet}”表的。请把区域选在“{sheet}”表里。")
    if not form.tables:
        raise SifaError(f"选的区域里没有“{sheet}”表的隐藏编码列。请从A列选起，连表头行一起选。")
    for place in _places_of_days(form):
        cells[place] = _as_day(cells[place])
    for place, cell in _counted_beside(form):
        cells[place] = cell
    return grid


def _counted_beside(form: Form) -> Iterator[tuple[tuple[int, int], GridCell]]:
    """Blank cells of 本期 with the first count of the row, for the sheets counted are not seen."""
    table = form.tables.get(h.DATA)
    for record in table.records if table and h.NOW in table.columns else ():
        if h.NOW in record.cells:
            continue
        counts = (record.cells.get(source) for source in PRIORITY)
        for cell in counts:
            if cell is not None and cell.kind is CellKind.NUMBER:
                yield (record.row, record.columns[h.NOW]), cell
                break


def _places_of_days(form: Form) -> Iterator[tuple[int, int]]:
    for table in form.tables.values():
        for record in table.records:
            header = h.CONTENT if record.code in _DATED else h.DAY
            if header in record.cells:
                yield record.row, record.columns[header]


def _as_day(cell: GridCell) -> GridCell:
    number = cell.value
    if cell.kind is not CellKind.NUMBER or not isinstance(number, int | float):
        return cell
    if not _FIRST_DAY <= number <= _LAST_DAY:
        return cell
    return GridCell(_DAY_ZERO + timedelta(days=float(number)), CellKind.DATE)
