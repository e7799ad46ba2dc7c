"""The rows of a 台账 as they were typed, column by column, each value with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sifa_xl.domain import Place
from sifa_xl.ledger_columns import LedgerRow, Tag
from sifa_xl.ledger_conditions import UNREAD, LedgerValue
from sifa_xl.ledgers import Ledger


@dataclass
class LedgerTable:
    """One ledger's rows: ``rows`` are their numbers in the sheet, ``values`` by label.

    ``columns`` has the columns that are there; one whose header was renamed is missing, and
    nothing can be counted by it.
    """

    ledger: Ledger
    sheet: str
    header_row: int
    columns: dict[str, int]
    rows: list[int] = field(default_factory=list)
    values: dict[str, list[LedgerValue]] = field(default_factory=dict)

    def place(self, index: int, label: str) -> Place:
        """The cell of the row ``index`` (from 0) under ``label``."""
        column = self.columns.get(label, min(self.columns.values(), default=2))
        return Place(self.sheet, self.rows[index], column)

    def header_place(self, label: str) -> Place:
        """The header's cell."""
        column = self.columns.get(label, min(self.columns.values(), default=2))
        return Place(self.sheet, self.header_row, column)

    def shown(self, index: int, label: str) -> str:
        """The value in words where its column may be shown (可聚合), else ``""``."""
        value = self.values[label][index]
        if self.ledger[label].tag is not Tag.OPEN or value is None or value is UNREAD:
            return ""
        if isinstance(value, date):
            return f"{value.year}年{value.month}月{value.day}日"
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def by_label(self) -> Iterator[Mapping[str, LedgerValue]]:
        """Every row as its values by label."""
        labels = list(self.values)
        for values in zip(*self.values.values(), strict=True):
            yield dict(zip(labels, values, strict=True))

    def models(self) -> Iterator[LedgerRow]:
        """Every row as its pydantic model; a cell that cannot be read is blank there."""
        names = {column.label: name for name, column in self.ledger.fields.items()}
        for row in self.by_label():
            known = {names[label]: v for label, v in row.items() if v is not UNREAD}
            yield self.ledger.row(**known)

    def can_count(self, labels: Iterator[str]) -> bool:
        """True where every column wanted is there."""
        return all(label in self.columns for label in labels)
