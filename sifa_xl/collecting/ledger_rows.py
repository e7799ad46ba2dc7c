"""The rows of a return's 台账 as raw cells.  They go from the worker into the master, nowhere else.

They hold names and numbers of persons: no cache, log or message ever sees them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from sifa_xl.book.reader import load
from sifa_xl.collecting.taking import own_lines, read_grids
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import CellKind, Grid, GridCell, Noun
from sifa_xl.jobs import Job
from sifa_xl.ledger_tables import LedgerTable

Value = str | Decimal | date
NUMBER, DAY, WORDS = "数", "日期", "文字"


class LedgerCell(Noun):
    """One cell of a row: the column's label, what kind of value, and the value in words."""

    label: str
    kind: str
    words: str

    @property
    def value(self) -> Value:
        """The value as it is put into a cell."""
        if self.kind == NUMBER:
            return Decimal(self.words)
        return date.fromisoformat(self.words) if self.kind == DAY else self.words


class SentRow(Noun):
    """A row of a ledger with its place in the unit's file."""

    cells: tuple[LedgerCell, ...]
    place: str


class SentLedgers(Noun):
    """All rows of all ledgers of a return, by the code of the ledger."""

    kind: Literal["ledgers"] = "ledgers"
    sha256: str
    rows: dict[str, tuple[SentRow, ...]]


def take_rows(path: Path, lines: Sequence[type[WorkLine]]) -> SentLedgers:
    """The rows of the ledgers in the file at ``path``.

    Raises:
        SifaError: the file cannot be read.
    """
    data = load(path)
    grids, _ = read_grids(data, path.suffix.lower())
    filled = Job(grids, own_lines(grids, lines)).filled
    by_sheet = {grid.sheet: grid for grid in grids}
    rows = {
        code: tuple(rows_of(table, by_sheet[table.sheet])) for code, table in filled.ledgers.items()
    }
    return SentLedgers(sha256=hashlib.sha256(data).hexdigest(), rows=rows)


def rows_of(table: LedgerTable, grid: Grid) -> Iterator[SentRow]:
    """The rows of a ledger as they stand in its sheet."""
    for index, row in enumerate(table.rows):
        cells = tuple(
            _cell(label, cell)
            for label, column in table.columns.items()
            if (cell := grid.cells.get((row, column))) is not None and cell.value is not None
        )
        yield SentRow(cells=cells, place=str(table.place(index, next(iter(table.columns)))))


def fingerprint(cells: Mapping[str, LedgerCell]) -> str:
    """Equal for two rows in which the same stands."""
    words = "\n".join(f"{label}={cell.words.strip()}" for label, cell in sorted(cells.items()))
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def _cell(label: str, cell: GridCell) -> LedgerCell:
    value = cell.value
    if cell.kind is CellKind.NUMBER and isinstance(value, int | float):
        number = Decimal(f"{value:.15g}")
        return LedgerCell(label=label, kind=NUMBER, words=f"{number:f}")
    if cell.kind is CellKind.DATE and isinstance(value, date):
        return LedgerCell(label=label, kind=DAY, words=value.isoformat()[:10])
    return LedgerCell(label=label, kind=WORDS, words=str(value))
