"""Where the rows of a result stand in their sheet; what must not be overwritten is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sifa_xl.book.port import CellValue, Value
from sifa_xl.book.writing import PlacedTable
from sifa_xl.domain import Grid, Place, column_letters
from sifa_xl.errors import FileProblem
from sifa_xl.forms import SAMPLE_MARK, Table, read_form


def place_table(
    grid: Grid, rows: Sequence[Mapping[str, Value]], links: Mapping[tuple[int, str], str]
) -> PlacedTable:
    """The rows by column instead of header, for the one table of the result sheet ``grid``.

    Raises:
        FileProblem: a header is gone, or a merge or a formula of the clerk's stands there.
    """
    form = read_form(grid)
    table = next(iter(form.tables.values()), None) if form else None
    if form is None or table is None:
        raise FileProblem(
            f"“{grid.sheet}”表的表头行被删掉了，没有写任何文件。请从备份或空白母版里把这张表移回来。"
        )
    headers = {header for row in rows for header in row}
    _refuse_headers(table, headers)
    _refuse_obstacles(grid, table.header_row)
    columns = table.columns
    return PlacedTable(
        table.header_row,
        sorted(columns[header] for header in headers or columns),
        next((row for row, code in form.codes.items() if code == SAMPLE_MARK), None),
        [{columns[header]: value for header, value in row.items()} for row in rows],
        {(index, columns[header]): target for (index, header), target in links.items()},
    )


def refuse_cells(grid: Grid, values: Mapping[tuple[int, int], CellValue]) -> None:
    """Pass when every cell of ``values`` may take one.

    Raises:
        FileProblem: it holds a formula, or a merge covers it.
    """
    for row, column in values:
        place = Place(grid.sheet, row, column)
        cell = grid.cells.get((row, column))
        if cell is not None and cell.is_formula:
            raise FileProblem(
                f"“{place}”是公式，写进去会盖掉它，没有写任何文件。"
                "请把公式移到别的格，或改成数字后再试。"
            )
        for top, left, bottom, right in grid.merges:
            is_first = (row, column) == (top, left)
            if top <= row <= bottom and left <= column <= right and not is_first:
                raise FileProblem(
                    f"“{place}”被合并的单元格盖住了，写不进去，没有写任何文件。请取消合并后再试。"
                )


def _refuse_headers(table: Table, wanted: set[str]) -> None:
    missing = sorted(wanted - table.columns.keys())
    if missing:
        raise FileProblem(
            f"“{table.sheet}”表的表头“{'”“'.join(missing)}”找不到了，没有写任何文件。"
            "请恢复表头文字，或从空白母版里把这张表移回来。"
        )


def _refuse_obstacles(grid: Grid, header_row: int) -> None:
    """What would swallow the rows or be lost under them: merges and formulas of the clerk's."""
    for top, left, bottom, right in grid.merges:
        if bottom > header_row:
            cells = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
            raise FileProblem(
                f"“{grid.sheet}”表的{cells}合并了单元格，写不进去，没有写任何文件。请取消合并后再试。"
            )
    for (row, column), cell in grid.cells.items():
        if row > header_row and cell.is_formula:
            raise FileProblem(
                f"“{Place(grid.sheet, row, column)}”是公式，写结果会盖掉它，没有写任何文件。"
                "请把它移到别的表，或改成文字后再试。"
            )
