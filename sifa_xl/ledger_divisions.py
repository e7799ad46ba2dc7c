"""Rows of a 台账 that a division leaves out, because the word that sorts them is blank.

Where figures count the same rows by every choice of a column, such as 书面协议 and 口头协议, each
row belongs to one of them.  A column of which only some words count may stay blank: no 司法确认.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sifa_xl.declarations import Count
from sifa_xl.domain import Level
from sifa_xl.ledger_columns import Pick
from sifa_xl.ledger_conditions import Condition, Is, LedgerValue, Span
from sifa_xl.ledger_tables import LedgerTable
from sifa_xl.ledgers import Ledger, NeedsOutcome
from sifa_xl.many_findings import Many

_Row = dict[str, LedgerValue]


class _Division:
    """The figures that share out ``rows`` by the words under ``label``."""

    def __init__(self, label: str, rows: Condition) -> None:
        self.label = label
        self.rows = rows
        self.figures: list[Count] = []

    def is_whole(self, ledger: Ledger) -> bool:
        """True where every choice of the column is counted."""
        column, conditions = ledger[self.label], [_condition(figure) for figure in self.figures]
        tests = [test for condition in conditions for test in condition.tests()]
        words = {test.word for test in tests if isinstance(test, Is) and test.label == self.label}
        return isinstance(column, Pick) and words.issuperset(column.choices)


def report_left_out(
    table: LedgerTable, figures: Iterable[Count], span: Span | None, many: Many
) -> None:
    """Tell of every row that none of the figures dividing the ledger counts (T-09).

    A column blank in every row is none that the bureau keeps; its counts are not known.
    """
    if span is None:
        return
    for division in _divisions(table, figures):
        label = division.label
        for index in _blank_rows(table, division):
            row = {name: values[index] for name, values in table.values.items()}
            left = [f.label for f in division.figures if not _condition(f).holds(row, span)]
            if left and division.rows.holds(row, span) and not _is_told(table.ledger, label, row):
                names = "、".join(left) + ("都" if len(left) > 1 else "")
                message = f"这一行没有填{label}，{names}没有计入。处理：补填{label}"
                many.report("T-09", Level.VERIFY, table.place(index, label), label, message)


def _divisions(table: LedgerTable, figures: Iterable[Count]) -> Iterator[_Division]:
    found: dict[object, _Division] = {}
    for figure in figures:
        counted = figure.ledger
        if counted is None or counted.ledger.code != table.ledger.code:
            continue
        if not counted.summed and table.can_count(counted.labels()):
            for gap in counted.gaps:
                key = gap.labels, frozenset(gap.selected.items())
                if len(gap.labels) == 1:
                    division = found.setdefault(key, _Division(gap.labels[0], gap.rows))
                    division.figures.append(figure)
    return (division for division in found.values() if division.is_whole(table.ledger))


def _blank_rows(table: LedgerTable, division: _Division) -> list[int]:
    """The rows with nothing under the column; none where nobody fills it."""
    values = table.values[division.label]
    blank = [index for index, value in enumerate(values) if value is None]
    return blank if len(blank) < len(values) else []


def _is_told(ledger: Ledger, label: str, row: _Row) -> bool:
    """True where T-03 already says that the outcome is missing."""
    days = [rule.labels[1] for rule in ledger.rules if _asks_for(rule, label)]
    return any(isinstance(row.get(day), date) for day in days)


def _asks_for(rule: object, label: str) -> bool:
    return isinstance(rule, NeedsOutcome) and rule.labels[0] == label


def _condition(figure: Count) -> Condition:
    assert figure.ledger is not None
    return figure.ledger.condition
