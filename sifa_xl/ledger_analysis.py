"""The cross-table and the months of the ledger picked on the sheet 分析; twin of its formulas.

Only 可聚合 columns are looked at.  Small groups are shown as they are: the sheet is internal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sifa_xl.ledger_columns import FIRST_DAY, LAST_DAY, Analysis, Pick
from sifa_xl.ledger_conditions import LedgerValue, Span
from sifa_xl.ledger_tables import LedgerTable
from sifa_xl.ledgers import Ledger

MOST_PLACES, SEEN_ROWS, LONGEST_PLACE = 30, 5_000, 100
# a place that begins so, or has a wildcard in it, is a number or an operator to COUNTIFS
ODD_STARTS, WILDCARDS, SPACES = "0123456789+-.<>= \u3000", "*?~", " \u3000"
PICK_ONE, NO_PERIOD = "请在黄格里选一本台账", "请先在首页填年份和期别，再看分析"
SWITCHED_OFF = "这条业务线选了“本期无此工作”"
RENAMED = "台账的表头改过，有要数的列找不到。请恢复表头文字"

Key = tuple[str | None, str | None]


def nothing_yet(ledger: Ledger) -> str:
    """The sentence for a ledger without a single day."""
    return f"{ledger.title}还没有记录，登记后这里自动成表成图"


def told_of(ledger: Ledger) -> str:
    """What is counted, in Chinese."""
    view = ledger.analysis
    assert view is not None
    what = f"{view.summed}之和" if view.summed else "行数"
    if view.left:
        return f"{view.day}不晚于截止日、没有{view.left}的{what}；按月的是{view.day}在当月的"
    return f"{view.day}在统计期内的{what}；按月的算到截止日"


def listed(ledger: Ledger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places and the kinds that are declared; places of free text are none."""
    view = ledger.analysis
    assert view is not None
    place, kind = ledger[view.place], ledger[view.kind]
    return (
        place.choices if isinstance(place, Pick) else (),
        kind.choices if isinstance(kind, Pick) else (),
    )


@dataclass
class CrossTable:
    """What the sheet shows: ``message``, and where ``is_ready`` places, kinds and numbers."""

    message: str = PICK_ONE
    ledger: Ledger | None = None
    is_ready: bool = False
    places: Sequence[str] = ()
    kinds: Sequence[str] = ()
    positions: Sequence[int] = ()  # of places that are found: where, the header being 1
    months: Sequence[Decimal] = ()  # from January to the month of the cut-off
    numbers: dict[Key, Decimal] = field(default_factory=dict)  # None stands for all

    def number(self, place: str | None, kind: str | None) -> Decimal:
        """The number of a cell, of a row's or column's sum, or of all."""
        return self.numbers.get((_folded(place), _folded(kind)), Decimal(0))

    def place_at(self, index: int) -> str:
        """The place of a row, from 0; ``""`` below the last."""
        return self.places[index] if index < len(self.places) else ""

    def kind_at(self, index: int) -> str:
        """The kind of a column, as ``place_at``."""
        return self.kinds[index] if index < len(self.kinds) else ""

    def rest_of_places(self, kind: str | None) -> Decimal:
        """What stands in no row: rows without a place, and places beyond the last row."""
        return self.number(None, kind) - sum(self.number(p, kind) for p in self.places)

    def rest_of_kinds(self, place: str | None) -> Decimal:
        """What stands in no column."""
        return self.number(place, None) - sum(self.number(place, k) for k in self.kinds)

    def rest_of_both(self) -> Decimal:
        """What stands in no row and no column."""
        return self.rest_of_places(None) - sum(self.rest_of_places(k) for k in self.kinds)


def cross_table(
    ledger: Ledger | None, table: LedgerTable | None, span: Span | None, *, is_off: bool = False
) -> CrossTable:
    """The picked ledger as a cross-table; a sentence where there is none to show."""
    view = ledger.analysis if ledger else None
    if ledger is None or view is None:
        return CrossTable()
    if span is None:
        return CrossTable(NO_PERIOD, ledger)
    if is_off:
        return CrossTable(SWITCHED_OFF, ledger)
    if table is None or not table.can_count(iter(view.labels)):
        return CrossTable(RENAMED, ledger)
    if not any(_is_day(value) for value in table.values[view.day]):
        return CrossTable(nothing_yet(ledger), ledger)
    shown = CrossTable(told_of(ledger), ledger, True, *listed(ledger))
    if not shown.places:
        found = list(_places(view, table))
        shown.places = [place for place, _ in found]
        shown.positions = [row - table.header_row + 1 for _, row in found]
    _count(shown, view, table, span)
    return shown


def is_plain(place: str) -> bool:
    """True for a place that can have a row of its own."""
    return (
        0 < len(place) <= LONGEST_PLACE
        and place[0] not in ODD_STARTS
        and place[-1] not in SPACES
        and not any(letter in WILDCARDS for letter in place)
    )


def _count(shown: CrossTable, view: Analysis, table: LedgerTable, span: Span) -> None:
    months = [Decimal(0)] * span.end.month
    for place, kind, day, left, worth in _rows(view, table):
        if day.year == span.end.year and day <= span.end:
            months[day.month - 1] += worth
        is_here = day <= span.end and not (left is not None and left <= span.end)
        if is_here if view.left else span.start <= day <= span.end:
            for key in {(place, kind), (place, None), (None, kind), (None, None)}:
                shown.numbers[key] = shown.numbers.get(key, Decimal(0)) + worth
    shown.months = months


def _places(view: Analysis, table: LedgerTable) -> Iterator[tuple[str, int]]:
    """The places and their rows, in their order, as far as there is room."""
    seen = {view.place.casefold()}
    last = table.header_row + SEEN_ROWS
    for row, value in zip(table.rows, table.values[view.place], strict=True):
        if row > last or len(seen) > MOST_PLACES:
            return
        if isinstance(value, str) and is_plain(value) and value.casefold() not in seen:
            seen.add(value.casefold())
            yield value, row


def _rows(
    view: Analysis, table: LedgerTable
) -> Iterator[tuple[str, str, date, date | None, Decimal]]:
    """Place, kind, day, day of leaving and worth of each row that has a day."""
    days = table.values[view.day]
    lefts = table.values[view.left] if view.left else [None] * len(days)
    worths: list[LedgerValue] = list(table.values[view.summed]) if view.summed else []
    columns = zip(table.values[view.place], table.values[view.kind], days, lefts, strict=True)
    for index, (place, kind, day, left) in enumerate(columns):
        if isinstance(day, date):
            number = worths[index] if view.summed else Decimal(1)
            worth = number if isinstance(number, Decimal) else Decimal(0)
            gone = left if isinstance(left, date) else None
            yield _word(place), _word(kind), day, gone, worth


def _word(value: LedgerValue) -> str:
    return value.casefold() if isinstance(value, str) else ""


def _folded(word: str | None) -> str | None:
    return None if word is None else word.casefold()


def _is_day(value: LedgerValue) -> bool:
    return isinstance(value, date) and FIRST_DAY <= value <= LAST_DAY
