"""How our sheets speak: hidden codes that mark sheets, tables and rows; grid -> coded tables.

A sheet carries ``#sifa-xl:MD`` in its hidden code column, a table starts at its header row
(``#表:数据``) and ends at ``#末:数据``.  Rows and columns are found by these codes and by header
text, never by a fixed address: inserted rows, moved columns and renamed sheets do not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sifa_xl.domain import CellKind, Grid, GridCell, Place

SHEET_MARK = "#sifa-xl:"
TABLE_MARK = "#表:"
END_MARK = "#末:"
NOTE_MARK = "#注"  # a row of explanation inside a table
SAMPLE_MARK = "#样"  # the hidden row whose cells lend their styles to what programs write
COLUMN_LIMIT = 500  # of a ledger's header row
ROW_LIMIT = 40  # the sheet's mark stands at the top; this allows for inserted rows


@dataclass
class Record:
    """One row of a table: its hidden code (may be blank) and its cells by header text."""

    sheet: str
    row: int
    code: str
    cells: dict[str, GridCell]
    columns: dict[str, int]

    def place(self, header: str) -> Place:
        """The address of the row's cell under ``header``."""
        return Place(self.sheet, self.row, self.columns[header])

    @property
    def is_blank(self) -> bool:
        """True when no cell but formulas holds anything."""
        return not any(_holds(cell) for cell in self.cells.values() if not cell.is_formula)

    @property
    def holds_anything(self) -> bool:
        """True when a cell holds something, a formula's result counted."""
        return any(_holds(cell) for cell in self.cells.values())


@dataclass
class Table:
    """A coded table of a sheet."""

    key: str
    sheet: str
    header_row: int
    columns: dict[str, int]
    records: list[Record] = field(default_factory=list)
    doubled_headers: tuple[str, ...] = ()

    def filled(self) -> Iterator[Record]:
        """The rows that hold anything, be it the result of a formula."""
        return (record for record in self.records if record.holds_anything)


@dataclass
class Form:
    """A sheet of ours as coded tables."""

    code: str
    grid: Grid
    tables: dict[str, Table] = field(default_factory=dict)
    copies: list[Table] = field(default_factory=list)  # tables whose key stands further up too
    codes: dict[int, str] = field(default_factory=dict)  # the hidden codes by row

    @property
    def sheet(self) -> str:
        """The name on the tab."""
        return self.grid.sheet


def read_form(grid: Grid) -> Form | None:
    """The grid as a form, or None when no code of ours stands in it."""
    mark = _find_mark(grid)
    if mark is None:
        return None
    code_column, code = mark
    form = Form(code, grid)
    if is_ledger(code):
        _read_heads(form, code_column)
    else:
        _read_rows(form, code_column)
    return form


def is_ledger(code: str) -> bool:
    """True for the code of a 台账 sheet, ``MD.cases``; its rows are read by column elsewhere."""
    return "." in code


def pick_form(forms: Iterable[Form], code: str, title: str) -> Form | None:
    """The sheet with that code; of several the one named ``title``, else none."""
    found = [form for form in forms if form.code == code]
    if len(found) > 1:
        found = [form for form in found if form.sheet == title]
    return found[0] if found else None


def _read_rows(form: Form, code_column: int) -> None:
    grid = form.grid
    table: Table | None = None
    for row, cells in grid.rows():
        row_code = _text(cells.get(code_column))
        if row_code:
            form.codes[row] = row_code
        if row_code.startswith(TABLE_MARK):
            table = _open_table(row_code.removeprefix(TABLE_MARK), grid.sheet, row, cells)
            if form.tables.setdefault(table.key, table) is not table:
                form.copies.append(table)
        elif row_code.startswith(END_MARK):
            table = None
        elif table is not None and not row_code.startswith(NOTE_MARK):
            table.records.append(_record(table, row, row_code, cells))


def _read_heads(form: Form, code_column: int) -> None:
    """The codes and header rows only: a ledger may have a hundred thousand rows."""
    cells = form.grid.cells
    for (row, column), cell in cells.items():
        if column == code_column and (code := _text(cell)):
            form.codes[row] = code
    for row, code in sorted(form.codes.items()):
        if code.startswith(TABLE_MARK):
            key = code.removeprefix(TABLE_MARK)
            places = ((row, column) for column in range(1, COLUMN_LIMIT + 1))
            head = {place[1]: cells[place] for place in places if place in cells}
            form.tables.setdefault(key, _open_table(key, form.sheet, row, head))


def sheet_code(grid: Grid) -> str:
    """The code of the sheet, or ``""`` when it is none of ours."""
    mark = _find_mark(grid)
    return mark[1] if mark else ""


def _find_mark(grid: Grid) -> tuple[int, str] | None:
    first = _text(grid.cells.get((1, 1)))
    if first.startswith(SHEET_MARK):  # where we put it: no need to look at every cell
        return 1, first.removeprefix(SHEET_MARK).strip()
    found = [
        (row, column, str(cell.value).removeprefix(SHEET_MARK))
        for (row, column), cell in grid.cells.items()
        if row <= ROW_LIMIT and _text(cell).startswith(SHEET_MARK)
    ]
    if not found:
        return None
    _, column, code = min(found)
    return column, code.strip()


def _open_table(key: str, sheet: str, row: int, cells: dict[int, GridCell]) -> Table:
    columns: dict[str, int] = {}
    doubled: list[str] = []
    for column, cell in cells.items():
        header = _text(cell)
        if not header or header.startswith("#"):
            continue
        if header in columns:
            doubled.append(header)
        columns.setdefault(header, column)
    return Table(key, sheet, row, columns, doubled_headers=tuple(doubled))


def _record(table: Table, row: int, code: str, cells: dict[int, GridCell]) -> Record:
    by_header = {
        header: cells[column] for header, column in table.columns.items() if column in cells
    }
    return Record(table.sheet, row, code, by_header, table.columns)


def _holds(cell: GridCell) -> bool:
    return cell.kind is not CellKind.TEXT or bool(str(cell.value).strip())


def _text(cell: GridCell | None) -> str:
    if cell is None or cell.kind is not CellKind.TEXT:
        return ""
    return str(cell.value).strip()
