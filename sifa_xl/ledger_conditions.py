"""Which rows of a 台账 count: conditions that Python, Excel and the rule book read alike.

A condition is resolved into terms: sets of plain tests that hold together, each with a factor.
Every term is one COUNTIFS; ``or`` and ``not`` become sums and differences of such counts, so that
the sheet needs no array formula.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from sifa_xl.errors import DefinitionProblem
from sifa_xl.ledger_columns import FIRST_DAY, LAST_DAY

PERIOD_START, PERIOD_END = "统计期初", "统计截止"  # names of formulas in the workbook
_EPOCH = date(1899, 12, 30)


class Unread(Enum):
    """Stands for a filled cell that cannot be used: neither blank nor equal to anything."""

    UNREAD = "读不懂"


UNREAD = Unread.UNREAD
LedgerValue = str | date | Decimal | Unread | None
Terms = dict[frozenset["Test"], int]


class Span(NamedTuple):
    """The days that count: from the period's first day to the cut-off day."""

    start: date
    end: date


class Condition(ABC):
    """True or false of one row; combine with ``&``, ``|`` and ``~``."""

    @abstractmethod
    def holds(self, row: Mapping[str, LedgerValue], span: Span) -> bool:
        """Whether the row, its values by label, counts."""

    @abstractmethod
    def terms(self) -> Terms:
        """The condition as a sum of sets of tests that hold together."""

    @abstractmethod
    def sentence(self) -> str:
        """The condition in Chinese."""

    @abstractmethod
    def tests(self) -> Iterator[Test]:
        """The plain tests in it, left to right."""

    def __and__(self, other: Condition) -> Condition:
        return Both(self, other)

    def __or__(self, other: Condition) -> Condition:
        return Either(self, other)

    def __invert__(self) -> Condition:
        return Not(self)

    def __bool__(self) -> bool:
        raise TypeError("a condition is neither true nor false; use &, | and ~")


@dataclass(frozen=True)
class Test(Condition):
    """A plain test of one column."""

    label: str

    def holds(self, row: Mapping[str, LedgerValue], span: Span) -> bool:
        return self.passes(row.get(self.label), span)

    @abstractmethod
    def passes(self, value: LedgerValue, span: Span) -> bool:
        """Whether the column's value passes."""

    @abstractmethod
    def criteria(self) -> tuple[str, ...]:
        """The criteria of COUNTIFS on the column, as formula text."""

    def terms(self) -> Terms:
        return {frozenset([self]): 1}

    def tests(self) -> Iterator[Test]:
        yield self


@dataclass(frozen=True)
class Is(Test):
    """The column holds exactly this word."""

    word: str

    def passes(self, value: LedgerValue, span: Span) -> bool:
        return value == self.word

    def criteria(self) -> tuple[str, ...]:
        return (f'"{self.word}"',)

    def sentence(self) -> str:
        return f"{self.label}为“{self.word}”"


@dataclass(frozen=True)
class IsFilled(Test):
    """Anything stands in the column's cell, be it unreadable."""

    def passes(self, value: LedgerValue, span: Span) -> bool:
        return value is not None

    def criteria(self) -> tuple[str, ...]:
        return ('"<>"',)

    def sentence(self) -> str:
        return f"填了{self.label}"


@dataclass(frozen=True)
class HasDay(Test):
    """The column holds a day."""

    def passes(self, value: LedgerValue, span: Span) -> bool:
        return isinstance(value, date)

    def criteria(self) -> tuple[str, ...]:
        return (f'">={serial(FIRST_DAY)}"', f'"<{serial(LAST_DAY) + 1}"')

    def sentence(self) -> str:
        return f"填了{self.label}"


@dataclass(frozen=True)
class Within(Test):
    """The column's day lies in the period, up to the cut-off day."""

    def passes(self, value: LedgerValue, span: Span) -> bool:
        return isinstance(value, date) and span.start <= value <= span.end

    def criteria(self) -> tuple[str, ...]:
        return (f'">="&{PERIOD_START}', f'"<"&({PERIOD_END}+1)')

    def sentence(self) -> str:
        return f"{self.label}在统计期内"


@dataclass(frozen=True)
class UpTo(Test):
    """The column's day is not later than the cut-off day: for those on a register."""

    def passes(self, value: LedgerValue, span: Span) -> bool:
        return isinstance(value, date) and value <= span.end

    def criteria(self) -> tuple[str, ...]:
        return (f'">={serial(FIRST_DAY)}"', f'"<"&({PERIOD_END}+1)')

    def sentence(self) -> str:
        return f"{self.label}不晚于截止日"


@dataclass(frozen=True)
class Before(Test):
    """The column's day lies before the period: for those on a register when it began."""

    def passes(self, value: LedgerValue, span: Span) -> bool:
        return isinstance(value, date) and value < span.start

    def criteria(self) -> tuple[str, ...]:
        return (f'">={serial(FIRST_DAY)}"', f'"<"&{PERIOD_START}')

    def sentence(self) -> str:
        return f"{self.label}早于统计期"


@dataclass(frozen=True, eq=False)
class Pair(Condition):
    """Two conditions joined."""

    left: Condition
    right: Condition

    def tests(self) -> Iterator[Test]:
        yield from self.left.tests()
        yield from self.right.tests()


class Both(Pair):
    """Both hold."""

    def holds(self, row: Mapping[str, LedgerValue], span: Span) -> bool:
        return self.left.holds(row, span) and self.right.holds(row, span)

    def terms(self) -> Terms:
        return _product(self.left.terms(), self.right.terms())

    def sentence(self) -> str:
        return f"{_bracketed(self.left)}，{_bracketed(self.right)}"


class Either(Pair):
    """One of them holds, or both."""

    def holds(self, row: Mapping[str, LedgerValue], span: Span) -> bool:
        return self.left.holds(row, span) or self.right.holds(row, span)

    def terms(self) -> Terms:
        left, right = self.left.terms(), self.right.terms()
        return _sum(_sum(left, right), _product(left, right), -1)

    def sentence(self) -> str:
        return f"{self.left.sentence()}或{self.right.sentence()}"


@dataclass(frozen=True, eq=False)
class Not(Condition):
    """The other rows."""

    inner: Condition

    def holds(self, row: Mapping[str, LedgerValue], span: Span) -> bool:
        return not self.inner.holds(row, span)

    def terms(self) -> Terms:
        return _sum({frozenset(): 1}, self.inner.terms(), -1)

    def sentence(self) -> str:
        return f"不是{self.inner.sentence()}的"

    def tests(self) -> Iterator[Test]:
        yield from self.inner.tests()


def serial(day: date) -> int:
    """The day as Excel stores it."""
    return (day - _EPOCH).days


def day_of(number: float) -> date | None:
    """The day a number in a date column stands for, or None outside the years it may lie in."""
    if not serial(FIRST_DAY) <= number < serial(LAST_DAY) + 1:
        return None
    return date.fromordinal(_EPOCH.toordinal() + int(number))


def counting_terms(condition: Condition) -> Terms:
    """The terms a count is made of.

    Raises:
        DefinitionProblem: the condition says of no column what must hold; it counts blank rows.
    """
    terms = condition.terms()
    if frozenset() in terms:
        raise DefinitionProblem(f"台账的条件“{condition.sentence()}”没有说哪一列必须有内容。")
    return terms


def _sum(left: Terms, right: Terms, factor: int = 1) -> Terms:
    found = dict(left)
    for tests, count in right.items():
        found[tests] = found.get(tests, 0) + factor * count
    return {tests: count for tests, count in found.items() if count}


def _product(left: Terms, right: Terms) -> Terms:
    found: Terms = {}
    for one, first in left.items():
        for other, second in right.items():
            tests = one | other
            if not _contradict(tests):
                found[tests] = found.get(tests, 0) + first * second
    return {tests: count for tests, count in found.items() if count}


def _contradict(tests: frozenset[Test]) -> bool:
    """True where one column would have to hold two words."""
    words: dict[str, str] = {}
    return any(
        isinstance(test, Is) and words.setdefault(test.label, test.word) != test.word
        for test in tests
    )


def _bracketed(condition: Condition) -> str:
    text = condition.sentence()
    return f"（{text}）" if isinstance(condition, Either) else text
