"""What the 台账 count: the only room with pandas, which is loaded for long ledgers only.

The three ways to one number are the formula in the sheet, plain Python over few rows, and pandas
over many; the tests hold them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sifa_xl.ledger_conditions import (
    Before,
    HasDay,
    Is,
    IsFilled,
    LedgerValue,
    Span,
    Terms,
    Test,
    UpTo,
    Within,
)
from sifa_xl.ledger_gaps import Gap
from sifa_xl.ledger_tables import LedgerTable
from sifa_xl.ledgers import CountRows

_Row = Mapping[str, LedgerValue]
FEW_ROWS = 2_000  # below, Python is done before pandas is loaded


class Counter:
    """Counts the ledgers of one workbook; every test of a column is made once."""

    def __init__(self, tables: Mapping[str, LedgerTable], span: Span | None) -> None:
        self._tables = tables
        self._span = span
        self._frames: dict[str, _Frame] = {}

    def count(self, counted: CountRows) -> Fraction | None:
        """The number of rows, or their sum; None where the ledger leaves it open."""
        table = self._tables.get(counted.ledger.code)
        if table is None or self._span is None or not table.can_count(counted.labels()):
            return None
        if len(table.rows) < FEW_ROWS:
            return count_plainly(counted, table, self._span)
        frame = self._frames.get(counted.ledger.code)
        if frame is None:
            frame = self._frames[counted.ledger.code] = _Frame(table, self._span)
        return frame.count(counted)


def count_plainly(counted: CountRows, table: LedgerTable, span: Span) -> Fraction | None:
    """The count in plain Python, row by row."""
    if not any(isinstance(value, date) for value in table.values[counted.ledger.anchor]):
        return None
    labels = list(dict.fromkeys(counted.labels()))
    columns = [table.values[label] for label in labels]
    rows = [dict(zip(labels, values, strict=True)) for values in zip(*columns, strict=True)]
    if any(_is_open(gap, rows, span) for gap in counted.gaps):
        return None
    total = Fraction(0)
    for row in rows:
        if counted.condition.holds(row, span):
            total += _summand(row[counted.summed]) if counted.summed else 1
    return total


def _is_open(gap: Gap, rows: Sequence[_Row], span: Span) -> bool:
    """True where the columns are blank in every row they decide on, and there is one."""
    silent = [row for row in rows if all(row[label] is None for label in gap.labels)]
    if not any(gap.rows.holds(row, span) for row in silent):
        return False
    filled = (row for row in rows if any(row[label] is not None for label in gap.labels))
    return not any(gap.rows.holds(row, span) for row in filled)


def count_with_pandas(counted: CountRows, table: LedgerTable, span: Span) -> Fraction | None:
    """The count over columns of pandas, however few the rows are."""
    return _Frame(table, span).count(counted)


class _Frame:
    """One ledger as a DataFrame, with the rows that pass each test."""

    def __init__(self, table: LedgerTable, span: Span) -> None:
        import pandas as pd

        self._span = span
        self._frame: Any = pd.DataFrame(
            {label: pd.Series(values, dtype=object) for label, values in table.values.items()}
        )
        self._days: dict[str, Any] = {}
        self._passing: dict[Test, Any] = {}

    def count(self, counted: CountRows) -> Fraction | None:
        """As ``count_plainly``."""
        if not self._passes(HasDay(counted.ledger.anchor)).any():
            return None
        if any(not self._number(g.filled) and self._number(g.selected) for g in counted.gaps):
            return None
        return self._number(counted.terms, counted.summed)

    def _number(self, terms: Terms, summed: str = "") -> Fraction:
        """The rows of the terms, or their sum."""
        total = Fraction(0)
        for tests, factor in terms.items():
            mask = None
            for test in tests:
                passing = self._passes(test)
                mask = passing if mask is None else mask & passing
            total += factor * self._worth(mask, summed)
        return total

    def _worth(self, mask: Any, summed: str) -> Fraction:
        if not summed:
            return Fraction(int(mask.sum()))
        numbers = self._frame[summed][mask]
        return sum((_summand(value) for value in numbers), Fraction(0))

    def _passes(self, test: Test) -> Any:
        if test not in self._passing:
            self._passing[test] = self._test(test)
        return self._passing[test]

    def _test(self, test: Test) -> Any:
        column = self._frame[test.label]
        if isinstance(test, Is):
            return column == test.word
        if isinstance(test, IsFilled):
            return column.notna()
        days = self._ordinals(test.label)
        if isinstance(test, Within):
            first, last = self._span.start.toordinal(), self._span.end.toordinal()
            return (days >= first) & (days <= last)
        if isinstance(test, UpTo):
            return (days > 0) & (days <= self._span.end.toordinal())
        if isinstance(test, Before):
            return (days > 0) & (days < self._span.start.toordinal())
        assert isinstance(test, HasDay)
        return days > 0

    def _ordinals(self, label: str) -> Any:
        """The days of a column as numbers, 0 where there is none."""
        if label not in self._days:
            import pandas as pd

            numbers = [v.toordinal() if isinstance(v, date) else 0 for v in self._frame[label]]
            self._days[label] = pd.Series(numbers, dtype="int64")
        return self._days[label]


def _summand(value: object) -> Fraction:
    return Fraction(value) if isinstance(value, Decimal) else Fraction(0)
