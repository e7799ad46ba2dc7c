"""This period against 上年同期: 同比 in words for counts, 百分点 for rates.

Source: rules N-10 and the base-size rule of the project's number conventions (GB/T 15835-2011).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from sifa_xl.declarations import Count, Rate
from sifa_xl.domain import Approx, Fact, Level, State
from sifa_xl.filled import Entry
from sifa_xl.indicators import Indicators
from sifa_xl.trees import Named
from sifa_xl.wording import change_text, number_text, points_text

CHANGE = "同比"
BIG_BASE = 50  # below this a percentage says little, and two equal numbers are no surprise
SWING_TENTHS, SWING_LEAST = 3, 5


def change_fact(fact: Fact, named: Named, indicators: Indicators, is_wanted: bool) -> Fact:
    """The fact ``….同比``: a phrase such as 同比增长12.3%, known only where both years are.

    With 写同比 off, or a hedged figure (约 against 约 says nothing), it does not apply.
    """
    text = ""
    is_exact = fact.approx is Approx.NONE and not indicators.approx(named, previous=True)
    if is_wanted and fact.value is not None and is_exact:
        text = against_last_year(_change_words(fact.value, named, indicators))
    cells = (*fact.cells, *indicators.cells(named, previous=True))
    return Fact(
        name=f"{fact.name}.{CHANGE}",
        line=fact.line,
        value=None,
        text=text,
        cells=tuple(dict.fromkeys(cells)),
        state=State.KNOWN if text else State.NOT_APPLICABLE,
    )


def against_last_year(change: str) -> str:
    """``change`` in words that say against what: ``增加3件`` becomes ``同比增加3件``."""
    return change if not change or change.startswith(("同比", "与")) else f"同比{change}"


def swings(now: Fraction, before: Fraction) -> bool:
    """X-07: changed by more than three tenths of last year's number, and by five or more."""
    change = abs(now - before)
    return before > 0 and change >= SWING_LEAST and change * 10 > before * SWING_TENTHS


def repeats(now: Fraction, before: Fraction) -> bool:
    """X-08: the very same number again, over a base of fifty or more."""
    return now == before >= BIG_BASE


def falls_short(figure: Count, entry: Entry, now: Fraction | None) -> bool:
    """X-15: fewer than a part of the same period had already, in the same unit.

    A hedge beside this period's number leaves it open; beside the part's, 余, 多 and 以上 do not.
    """
    earlier = entry.earlier
    if figure.is_stock or now is None or earlier is None or earlier.value is None:
        return False
    units = (entry.now.unit or figure.unit, earlier.unit or figure.unit)
    is_sure = not entry.now.approx and earlier.approx not in (Approx.ABOUT, Approx.NEARLY)
    return is_sure and units[0] == units[1] and now < earlier.value


def opens_otherwise(figure: Count, entry: Entry, now: Fraction | None) -> bool:
    """X-04: an opening figure that is not what stands beside it; a hedge leaves it open."""
    before = entry.earlier
    if now is None or before is None or before.value is None:
        return False
    units = (entry.now.unit or figure.unit, before.unit or figure.unit)
    is_sure = not entry.now.approx and not before.approx
    return is_sure and units[0] == units[1] and now != before.value


def missing_this_year(figure: Count, indicators: Indicators) -> bool:
    """X-06: an optional figure that was filled a year ago and has no value now."""
    if figure.star or figure.definition is not None or indicators.value(figure) is not None:
        return False
    return indicators.value(figure, previous=True) is not None


def doubt_level(figure: Count, before: Fraction) -> Level:
    """核实 only for ★ figures over a big base; anything else is advice."""
    return Level.VERIFY if figure.star and before >= BIG_BASE else Level.HINT


def told_change(now: Fraction, before: Fraction) -> str:
    """Both years in words; what a 说明 of the change is bound to."""
    return f"本期{number_text(_decimal(now))}，上年同期{number_text(_decimal(before))}"


def change_in_points(rate: Rate, indicators: Indicators) -> Decimal | None:
    """The difference of the two printed rates, in percentage points."""
    now, before = indicators.printed(rate), indicators.printed(rate, previous=True)
    return None if now is None or before is None else now - before


def _change_words(value: Decimal, named: Named, indicators: Indicators) -> str:
    if isinstance(named, Rate):
        before_rate = indicators.printed(named, previous=True)
        return "" if before_rate is None else points_text(value, before_rate)
    before = indicators.value(named, previous=True)
    if before is None or not isinstance(named, Count):
        return ""
    return change_text(value, _decimal(before), indicators.unit(named), named.good)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
