"""What every row of a 台账 has to keep, as its declaration says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sifa_xl.domain import Level


@dataclass(frozen=True)
class RowRule:
    """Something every row of a ledger has to keep; ``labels`` are the columns it looks at."""

    labels: tuple[str, ...]
    level: Level = Level.ERROR
    code: ClassVar[str] = ""
    title: ClassVar[str] = ""

    @property
    def sentence(self) -> str:
        """The rule in Chinese, for the rule book."""
        raise NotImplementedError


@dataclass(frozen=True)
class Unique(RowRule):
    """No two rows have the same value here."""

    code = "X-09"
    title = "台账里登记重复"

    @property
    def sentence(self) -> str:
        return f"{'、'.join(self.labels)}不重复"


@dataclass(frozen=True)
class InOrder(RowRule):
    """The days of these columns do not run backwards."""

    code = "T-01"
    title = "台账里日期先后颠倒"

    @property
    def sentence(self) -> str:
        return "不晚于".join(self.labels)


@dataclass(frozen=True)
class NeedsDay(RowRule):
    """A row with one of these outcomes has a day.  ``labels``: the outcome, the day."""

    code = "T-02"
    title = "台账里有结果没有日期"
    outcomes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        outcome, day = self.labels
        return f"{outcome}为{'、'.join(self.outcomes) or '任一项'}的，要填{day}"


@dataclass(frozen=True)
class NeedsOutcome(RowRule):
    """A row with a day has an outcome, and none ``unfinished``.  ``labels``: as ``NeedsDay``."""

    code = "T-03"
    title = "台账里有日期没有结果"
    unfinished: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        outcome, day = self.labels
        return f"填了{day}的，要填{outcome}"


@dataclass(frozen=True)
class Overdue(RowRule):
    """Not more than ``days`` from the first day to the second, or to the cut-off."""

    code = "T-04"
    title = "台账里没有办完的已超过期限"
    level: Level = Level.VERIFY
    days: int = 0
    why: str = ""

    @property
    def sentence(self) -> str:
        first, last = self.labels
        return f"{first}到{last}不超过{self.days}天（{self.why}）"


@dataclass(frozen=True)
class HasNumber(RowRule):
    """A row with a day has a number.  ``labels``: the day, the number."""

    code = "T-08"
    title = "台账里要相加的数空着"
    level: Level = Level.VERIFY

    @property
    def sentence(self) -> str:
        day, number = self.labels
        return f"填了{day}的，要填{number}"
