"""Rows of 台账 on their way into the next period: what is not over, and what counts there too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sifa_xl.declarations import WorkLine
from sifa_xl.domain import CellKind, Grid
from sifa_xl.filled import Filled
from sifa_xl.kept_tables import Row, value_of
from sifa_xl.ledger_columns import Date
from sifa_xl.ledger_conditions import UNREAD, LedgerValue
from sifa_xl.ledger_tables import LedgerTable
from sifa_xl.ledgers import Ledger
from sifa_xl.settings import Settings
from sifa_xl.wording import Period


@dataclass(frozen=True)
class CarriedLedger:
    """The rows that go along, cell by cell as typed; ``left`` is how many stay behind.

    ``own_columns`` are the headers that the clerk has added.
    """

    ledger: Ledger
    rows: list[Row]
    own_columns: list[str]
    left: int


def carried_ledgers(filled: Filled, grids: Sequence[Grid], new: Period) -> Iterator[CarriedLedger]:
    """Every ledger that has rows, in the order of the workbook."""
    by_sheet = {grid.sheet: grid for grid in grids}
    first = _first_day(filled.settings, new)
    for line in (data.line for data in filled.lines.values()):
        for ledger in line.ledgers:
            table = filled.ledgers.get(ledger.code)
            if table is not None and table.rows:
                yield _carried(line, table, by_sheet[table.sheet], first)


def _first_day(settings: Settings, new: Period) -> date:
    """What happened from this day on was not counted yet, or is counted once more.

    The first half of a year counts in the whole year too, and what came after the cut-off day
    stands in no period's figures.
    """
    old, cutoff = settings.period, settings.cutoff
    if old is None or cutoff is None or not old.start <= cutoff <= old.end:
        return new.start
    return min(new.start, cutoff + timedelta(days=1))


def _carried(line: type[WorkLine], table: LedgerTable, grid: Grid, first: date) -> CarriedLedger:
    days = _counted_days(line, table.ledger)
    heads = {column: label for label, column in table.columns.items()}
    own = _own_columns(table, grid)
    heads |= own
    rows: list[Row] = []
    for number, values in zip(table.rows, table.by_label(), strict=True):
        if _goes_on(values, table.ledger, days, first):
            cells = ((head, grid.cells.get((number, column))) for column, head in heads.items())
            rows.append({head: value_of(cell) for head, cell in cells if cell is not None})
    return CarriedLedger(table.ledger, rows, list(own.values()), len(table.rows) - len(rows))


def _counted_days(line: type[WorkLine], ledger: Ledger) -> set[str]:
    """The columns with a day by which some figure counts."""
    counts = [f.ledger for f in line.figures if f.ledger is not None and f.ledger.ledger is ledger]
    labels = {test.label for count in counts for test in count.condition.tests()}
    days = {label for label in labels if isinstance(ledger[label], Date)}
    return days | {ledger.anchor, ledger.closing}


def _goes_on(row: Mapping[str, LedgerValue], ledger: Ledger, days: set[str], first: date) -> bool:
    """True while the row is not closed, counts by a day from ``first`` on, or cannot be read."""
    values = [row.get(label) for label in days]
    if any(value is UNREAD or (isinstance(value, date) and value >= first) for value in values):
        return True
    is_over = any(row.get(label) in words for label, words in ledger.over.items())
    return row.get(ledger.closing) is None and not is_over


def _own_columns(table: LedgerTable, grid: Grid) -> dict[int, str]:
    """Headers behind the ledger's first column that are none of its own."""
    first, known = min(table.columns.values(), default=1), set(table.columns.values())
    return {
        column: str(cell.value).strip()
        for (row, column), cell in sorted(grid.cells.items())
        if row == table.header_row and column > first and column not in known
        if cell.kind is CellKind.TEXT and str(cell.value).strip()
    }
