"""A sheet on paper: which cell holds what in which style, before anything is written.

The plan is data, so that one pass gives the grids Python reads and a second one the file Excel
opens, each formula with the value Python computes for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import ceil

from sifa_xl.domain import CellKind, Grid, GridCell, column_letters
from sifa_xl.live import Live, Shown

CODE_COLUMN = 1  # column A, hidden
LINE_HEIGHT = 15  # points for a line of 10-point text


@dataclass(frozen=True)
class Formula:
    """A native formula and its twin in Python, which gives the cached value."""

    text: str
    twin: Callable[[Live], Shown]


@dataclass(frozen=True)
class Link:
    """Words that jump to a cell of this workbook."""

    target: str
    words: str


Content = str | int | Decimal | date | Formula | Link | None


@dataclass(frozen=True)
class Validation:
    """A drop-down or a warning on a range; it never refuses what is typed (警告, not 停止)."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    kind: str  # 列表, 数字, 日期, 公式 (``source``) or 文字 (any: only the hint)
    choices: tuple[str, ...] = ()
    source: str = ""
    title: str = ""
    message: str = ""


@dataclass(frozen=True)
class Condition:
    """A conditional format: where the formula is true the range takes the style."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    formula: str
    style: str


@dataclass(frozen=True)
class Button:
    """A form button over a cell; sizes and offsets in pixels.  ``macro`` is a Sub."""

    row: int
    column: int
    caption: str
    macro: str
    width: int
    height: int
    offset: int = 0


@dataclass(frozen=True)
class TableSpan:
    """A real Excel table: its name, its header row and columns, its last row."""

    name: str
    header_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Chart:
    """A column chart of one row of numbers; sizes and offsets in pixels.

    ``title`` is the cell with its words.  Words and numbers are names of ranges in the workbook,
    each with what it shows now.
    """

    row: int
    column: int
    offset: int
    width: int
    height: int
    title: tuple[int, int]
    categories: tuple[str, Callable[[Live], list[Shown]]]
    values: tuple[str, Callable[[Live], list[Shown]]]


@dataclass
class SheetPlan:
    """One sheet: cells with styles, and everything around them."""

    name: str
    code: str
    cells: dict[tuple[int, int], tuple[Content, str]] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    folded: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    column_styles: dict[int, str] = field(default_factory=dict)  # of cells nothing is put into
    table: TableSpan | None = None
    freeze: tuple[int, int] = (0, 0)
    filtered: tuple[int, int, int] | None = None  # header row, first and last column
    tab: str = ""
    is_hidden: bool = False
    is_very_hidden: bool = False
    is_protected: bool = False
    is_landscape: bool = True

    @property
    def code_name(self) -> str:
        """The name the macros know the sheet by, whatever stands on its tab."""
        return f"Sheet{self.code.replace('.', '_')}"

    def put(self, row: int, column: int, content: Content, style: str) -> None:
        """Place content in a cell."""
        self.cells[row, column] = (content, style)

    def put_row(self, row: int, first_column: int, contents: list[Content], style: str) -> None:
        """Place contents side by side in one style."""
        for column, content in enumerate(contents, first_column):
            self.put(row, column, content, style)

    def mark(self, row: int, code: str) -> None:
        """Write a hidden code."""
        self.put(row, CODE_COLUMN, code, "code")

    def merge(self, row: int, first: int, last: int, content: Content, style: str) -> None:
        """One content over several columns of a row."""
        self.merges.append((row, first, row, last))
        self.put(row, first, content, style)
        for column in range(first + 1, last + 1):
            self.put(row, column, None, style)

    def fit_rows(self, wraps: Callable[[str], bool]) -> None:
        """Give rows with long words the height they need; ``wraps`` tells it by style."""
        merged = {(row, first): last for row, first, _, last in self.merges}
        lines: dict[int, int] = {}
        for (row, column), (content, style) in self.cells.items():
            if isinstance(content, str) and wraps(style):
                last = merged.get((row, column), column)
                width = sum(self.widths.get(each, 10.0) for each in range(column, last + 1))
                lines[row] = max(lines.get(row, 1), ceil(display_width(content) / (width - 1)))
        for row, count in lines.items():
            if count > 1 and row not in self.heights:
                self.heights[row] = 4 + LINE_HEIGHT * count

    def grid(self) -> Grid:
        """The typed cells as a grid; formulas count as not yet calculated and are left out."""
        cells = {
            position: cell
            for position, (content, _) in self.cells.items()
            if (cell := _grid_cell(content)) is not None
        }
        return Grid(self.name, cells, is_hidden=self.is_hidden or self.is_very_hidden)


def ref(row: int, column: int, *, fixed: bool = False) -> str:
    """``C7`` or ``$C$7``."""
    letters = column_letters(column)
    return f"${letters}${row}" if fixed else f"{letters}{row}"


def quoted(sheet: str) -> str:
    """The sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def display_width(text: str) -> int:
    """The width in characters of the standard font; a Chinese one counts two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _grid_cell(content: Content) -> GridCell | None:
    if content is None or content == "" or isinstance(content, Formula):
        return None
    if isinstance(content, Link):
        return GridCell(content.words, CellKind.TEXT)
    if isinstance(content, str):
        return GridCell(content, CellKind.TEXT)
    if isinstance(content, date):
        return GridCell(datetime(content.year, content.month, content.day), CellKind.DATE)
    number = int(content) if content == int(content) else float(content)
    return GridCell(number, CellKind.NUMBER)
