"""A number as it is said against the value it speaks of: exact, rounded, hedged or in tenths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from sifa_xl.domain import Approx, Fact
from sifa_xl.prose_numbers import ProseNumber
from sifa_xl.wording import round_half_up
from sifa_xl.written_numbers import chinese_number

_FREE = Fraction(1, 10)  # how far 约, 近 and 不足 may lie from the value
_FIGURES = re.compile(r"[0-9][0-9,]*(?:\.([0-9]+))?")
_TENTHS = re.compile(r"([一二两三四五六七八九])成")
_PARTS = re.compile(r"([二三四五六七八九十百]+)分之([一二两三四五六七八九十]+)")
_SCALES = {"万": 10_000, "亿": 100_000_000}
_ODD = frozenset("余多")
_AT_LEAST = frozenset({"以上", "逾", "超", "超过"})
_AT_MOST = frozenset({"以内", "以下"})
_BELOW_BEFORE = re.compile(r"(?:不足|不到|未达|将近|接近)$")
_PERCENT = "%"
_TENTH, _HALF_A_TENTH, _PART_SLACK = 10, 5, Fraction(5, 2)  # percentage points
_WHOLE = 100


class Verdict(StrEnum):
    """How a stated number stands to the workbook; 较粗 agrees, with fewer digits."""

    AGREES = "一致"
    COARSER = "较粗"
    WRONG = "不符"
    UNSOURCED = "无来源"


@dataclass(frozen=True)
class Interval:
    """The values for which a statement is true; an open bound is left out."""

    low: Fraction | None
    high: Fraction | None
    has_low: bool = True
    has_high: bool = True

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` lies inside."""
        above = self.low is None or value > self.low or (self.has_low and value == self.low)
        below = self.high is None or value < self.high or (self.has_high and value == self.high)
        return above and below

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return not (self._is_below(other) or other._is_below(self))

    def _is_below(self, other: Interval) -> bool:
        if self.high is None or other.low is None or self.high > other.low:
            return False
        return self.high < other.low or not (self.has_high and other.has_low)


def in_base_unit(value: Decimal | Fraction, unit: str) -> tuple[Fraction, str]:
    """元 as 万元, anything else as it is, so that 600000元 and 60万元 can be compared."""
    return (Fraction(value) / 10_000, "万元") if unit == "元" else (Fraction(value), unit)


def worth(number: ProseNumber) -> tuple[Fraction, str] | None:
    """Value and unit of what is said; 三成 is 30%.  None where one reading is not sure."""
    if number.value is not None:
        return in_base_unit(number.value, number.unit)
    if found := _TENTHS.search(number.text):
        return Fraction(_count(found[1]) * _TENTH), _PERCENT
    if found := _PARTS.search(number.text):
        return Fraction(_count(found[2]) * _WHOLE, _count(found[1]) or 1), _PERCENT
    return None


def compare(
    number: ProseNumber, text: str, fact: Fact, exact: Fraction | None = None
) -> Verdict | None:
    """一致, 较粗 or 不符; None where the two cannot be compared.

    ``text`` is the one in which the number stands (不足 before it and 多 behind it count).
    ``exact`` is a rate before rounding: without it what was printed is taken as an interval.
    """
    said = worth(number)
    if said is None or fact.value is None:
        return None
    value, unit = said
    printed, printed_unit = in_base_unit(fact.value, fact.unit)
    if (unit == _PERCENT) != (printed_unit == _PERCENT):
        return None
    hedge = _hedge(number, text)
    if value == printed and number.value is not None:
        return Verdict.AGREES if hedge == fact.approx.value else _close(fact, hedge)
    stated = _stated(number, value, hedge)
    if fact.approx is not Approx.NONE:
        known = _hedged(printed, fact.approx.value)
    elif unit == _PERCENT and not hedge and number.value is not None:
        return _rate(number, value, printed, exact)
    else:
        actual = exact if exact is not None else printed
        return Verdict.COARSER if stated.holds(actual) else Verdict.WRONG
    return Verdict.COARSER if stated.meets(known) else Verdict.WRONG


def stated_interval(number: ProseNumber, text: str) -> Interval | None:
    """The values for which what is said would be true; None where one reading is not sure."""
    said = worth(number)
    return None if said is None else _stated(number, said[0], _hedge(number, text))


def _close(fact: Fact, hedge: str) -> Verdict:
    """The same digits with another hedge: 60万元 for 60余万元; 近60 for an exact 60 is coarser."""
    if hedge and fact.approx is Approx.NONE and hedge in {"逾", "超", "超过", "不足"}:
        return Verdict.WRONG
    return Verdict.COARSER


def _rate(
    number: ProseNumber, value: Fraction, printed: Fraction, exact: Fraction | None
) -> Verdict:
    """A share: 99% and 99.4% for 719/723, but never 100% below 100, nor a cut-off digit."""
    places = _places(number)
    actual = exact if exact is not None else printed
    if (value == _WHOLE) != (actual == _WHOLE) or (value == 0) != (actual == 0):
        return Verdict.WRONG
    if exact is not None:
        if Fraction(round_half_up(exact, places)) != value:
            return Verdict.WRONG
        return Verdict.AGREES if places > 1 else Verdict.COARSER
    half = Fraction(1, 2 * 10**places)
    slack = Fraction(1, 20)  # printed with one decimal
    stated = Interval(value - half, value + half, has_high=False)
    known = Interval(printed - slack, printed + slack, has_high=False)
    return Verdict.COARSER if stated.meets(known) else Verdict.WRONG


def _stated(number: ProseNumber, value: Fraction, hedge: str) -> Interval:
    if number.value is None:
        return _stated_part(number, value, hedge)
    if hedge:
        return _hedged(value, hedge)
    step = _step(number)
    if step == 1 and number.unit != "万元":
        return Interval(value, value)  # a count is exact
    half = step / 2
    return Interval(value - half, value + half, has_high=False)


def _stated_part(number: ProseNumber, value: Fraction, hedge: str) -> Interval:
    is_tenth = "成" in number.text
    if is_tenth and (hedge in _ODD or hedge in _AT_LEAST):
        return Interval(value, value + _TENTH, has_high=False)
    if is_tenth and hedge in {"近", "不足"}:
        return Interval(value - _HALF_A_TENTH, value, has_high=hedge == "近")
    slack = Fraction(_HALF_A_TENTH) if is_tenth else _PART_SLACK
    return Interval(value - slack, value + slack, has_high=not is_tenth)


def _hedged(value: Fraction, hedge: str) -> Interval:
    if hedge in _ODD:
        return Interval(value, value + 10 ** _trailing_zeros(value), has_high=False)
    if hedge in _AT_LEAST:
        return Interval(value, None, has_low=hedge == "以上")
    if hedge in _AT_MOST:
        return Interval(None, value)
    if hedge in {"近", "不足"}:
        return Interval(value - _FREE * value, value, has_high=hedge == "近")
    return Interval(value - _FREE * value, value + _FREE * value)


def _hedge(number: ProseNumber, text: str) -> str:
    """The hedge of the number, those told by the words around it included."""
    if number.hedge:
        return number.hedge
    if _BELOW_BEFORE.search(text, 0, number.start):
        return "近" if text[number.start - 1] == "近" else "不足"
    if number.text.endswith("成"):
        return next((odd for odd in ("以上", "多", "余") if text.startswith(odd, number.end)), "")
    return ""


def _step(number: ProseNumber) -> Fraction:
    """What the last digit counts: 1 in 723件, 1000 in 1.2万件, 1/10 in 2.3万元."""
    scale = 1
    if number.unit != "万元":
        scale = next((_SCALES[sign] for sign in _SCALES if sign in number.text), 1)
    return Fraction(scale, 10 ** _places(number))


def _places(number: ProseNumber) -> int:
    found = _FIGURES.search(number.text)
    return len(found[1]) if found and found[1] else 0


def _trailing_zeros(value: Fraction) -> int:
    digits = str(int(value))
    return len(digits) - len(digits.rstrip("0"))


def _count(words: str) -> int:
    value = chinese_number(words)
    return 0 if value is None else int(value)
