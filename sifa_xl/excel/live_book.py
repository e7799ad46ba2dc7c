"""The workbook that is open in Excel as a book that takes results: the port's live adapter.

A live book tells the same as its file, but for a few things: a time of day is a number; whether a
formula was calculated is not asked; what is merged on a protected sheet is not looked for, for
Excel merges nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sifa_xl.book.placing import place_table, refuse_cells
from sifa_xl.book.port import CellValue, Value
from sifa_xl.book.reader import load
from sifa_xl.book.writing import PlacedTable
from sifa_xl.cell_texts import cell_text
from sifa_xl.domain import CellKind, Grid, GridCell, Place
from sifa_xl.errors import FileProblem
from sifa_xl.excel import live_looks
from sifa_xl.excel.light_xlwings import refusals
from sifa_xl.excel.live_cells import grid_cells, matrix
from sifa_xl.excel.live_looks import Area
from sifa_xl.excel.live_putting import locked_cell, put_cells_back, write_cells
from sifa_xl.excel.live_writing import VERY_HIDDEN, put_back, write_table
from sifa_xl.forms import read_form

MOST_CELLS = 2_000_000  # of one sheet; more is a column that was formatted to its very end
VISIBLE = (True, -1)


class LiveBook:
    """An xlwings book; nothing on its sheets changes before ``save``."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._grids: dict[str, Grid] = {}
        self._values: dict[str, tuple[Area, list[list[Any]]]] = {}
        self._staged: dict[str, PlacedTable] = {}
        self._cells: dict[str, dict[tuple[int, int], CellValue]] = {}

    def sheets(self) -> list[str]:
        """The names on the tabs, in order."""
        return [sheet.name for sheet in self._book.sheets]

    def grid(self, sheet: str) -> Grid:
        """The sheet as it was when it was first asked for.

        Raises:
            FileProblem: too many cells of the sheet are in use.
        """
        if sheet not in self._grids:
            self._grids[sheet] = self._read(sheet)
        return self._grids[sheet]

    def put_table(
        self,
        sheet: str,
        rows: Sequence[Mapping[str, Value]],
        links: Mapping[tuple[int, str], str],
    ) -> None:
        """Stage the rows of a result sheet; see ``ResultBook``.

        Raises:
            FileProblem: a header is gone, a merge or a formula of the clerk's stands there, or
                the sheet, or the order of the sheets, is protected.
        """
        placed = place_table(self.grid(sheet), rows, links)
        target = self._book.sheets[sheet]
        if target.api.ProtectContents:
            raise FileProblem(
                f"“{sheet}”表加了保护，写不进去，没有写任何文件。"
                "请在“审阅”里点“撤消工作表保护”后再试。"
            )
        is_shown = target.visible in (*VISIBLE, VERY_HIDDEN)  # the last stays as it is
        if rows and not is_shown and self._book.api.ProtectStructure:
            raise FileProblem(
                f"工作簿的结构加了保护，隐藏的“{sheet}”表显示不出来，没有写任何文件。"
                "请在“审阅”里点“保护工作簿”取消保护后再试。"
            )
        self._staged[sheet] = placed

    def put_cells(self, sheet: str, values: Mapping[tuple[int, int], CellValue]) -> None:
        """Stage values for single cells; see ``ResultBook``.

        Raises:
            FileProblem: a cell holds a formula, is covered by a merge or locked by protection.
        """
        refuse_cells(self.grid(sheet), values)
        locked = locked_cell(self._book.sheets[sheet], values)
        if locked is not None:
            raise FileProblem(
                f"“{Place(sheet, *locked)}”在受保护的工作表里锁定着，写不进去，没有写任何文件。"
                "请在“审阅”里点“撤消工作表保护”后再试。"
            )
        self._cells.setdefault(sheet, {}).update(values)

    def staged(self) -> list[Grid]:
        """All sheets with the values put into their cells by now."""
        return [_with_cells(self.grid(name), self._cells.get(name, {})) for name in self.sheets()]

    def stored(self) -> tuple[str, bytes]:
        """Name and bytes of the file on the disk.

        Raises:
            FileProblem: Excel has changes that are not saved, or the file cannot be read.
        """
        name = str(self._book.name)
        if not self._book.api.Saved:
            raise FileProblem(f"“{name}”有改动还没有保存，没有归档。请先保存（Ctrl+S），再点一次。")
        return name, load(Path(self._book.fullname))

    def save(self) -> Path | None:
        """Write what was staged on the sheets of the open book; the clerk saves it in Excel.

        Raises:
            FileProblem: Excel refuses; every cell is as it was.
        """
        with ExitStack() as undo:
            for name, table in self._staged.items():
                sheet = self._book.sheets[name]
                area, values = self._values[name]
                with _explaining(name):
                    undo.callback(put_back, sheet, table, area, values, sheet.visible)
                    write_table(sheet, table, area)
            for name, cells in self._cells.items():
                sheet = self._book.sheets[name]
                with _explaining(name):
                    undo.callback(put_cells_back, sheet, list(cells), *self._values[name])
                    write_cells(sheet, cells)
            undo.pop_all()  # from here on nothing is taken back
        self._staged.clear()
        self._cells.clear()
        return None

    def _read(self, name: str) -> Grid:
        sheet = self._book.sheets[name]
        used = sheet.used_range
        height, width = used.shape
        if height * width > MOST_CELLS:
            raise FileProblem(
                f"“{name}”表用到了{height}行{width}列，太大了，没有读取。"
                "请选中数据下面的空行，整行删除，保存后再试。"
            )
        top, left = used.row, used.column
        area = top, left, top + height - 1, left + width - 1
        values, formulas = matrix(used.raw_value), matrix(used.formula)
        cells = dict(grid_cells(values, formulas, top, left))
        self._values[name] = area, values
        grid = Grid(name, cells, is_hidden=sheet.visible not in VISIBLE)
        if read_form(grid) is not None:
            _look_closer(sheet, grid, area)
        return grid


@contextmanager
def _explaining(name: str) -> Iterator[None]:
    try:
        yield
    except refusals():
        raise FileProblem(
            f"Excel 没有让写“{name}”表，各表已恢复原样，没有写任何文件。"
            "请先结束正在编辑的单元格，关掉别的对话框，再点一次。"
        ) from None


def _with_cells(grid: Grid, values: Mapping[tuple[int, int], CellValue]) -> Grid:
    cells = dict(grid.cells)
    for place, value in values.items():
        cell = _grid_cell(value)
        if cell is None:
            cells.pop(place, None)
        else:
            is_struck = place in grid.cells and grid.cells[place].is_struck
            cells[place] = cell._replace(is_struck=is_struck)
    return replace(grid, cells=cells)


def _grid_cell(value: CellValue) -> GridCell | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return GridCell(cell_text(value), CellKind.TEXT)
    if isinstance(value, int | Decimal):
        is_whole = value == int(value)
        return GridCell(int(value) if is_whole else float(value), CellKind.NUMBER)
    return GridCell(datetime(value.year, value.month, value.day), CellKind.DATE)


def _look_closer(sheet: Any, grid: Grid, area: Area) -> None:
    """What the checks of our sheets want to know besides the values."""
    grid.hidden_rows = live_looks.hidden_rows(sheet, area)
    if not sheet.api.ProtectContents:
        grid.merges = live_looks.merges(sheet, area)
    for place in live_looks.struck_cells(sheet, area):
        cell = grid.cells.get(place)
        if cell is not None and cell.kind is not CellKind.ERROR:
            grid.cells[place] = cell._replace(is_struck=True)
