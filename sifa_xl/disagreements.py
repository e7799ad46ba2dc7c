"""Sources that tell different numbers for one figure: 本期, 分所合计, 台账数, and what follows.

X-05 and X-11 of the audit relations (Σ乡镇=全县, 台账计数=汇总表填数); X-14 is a computed figure
that the units or the ledger give otherwise than its parts do.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sifa_xl.adoption import PRIORITY, Source
from sifa_xl.declarations import Count
from sifa_xl.domain import Approx, Finding, Level
from sifa_xl.filled import Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.trees import MONEY_PLACES
from sifa_xl.wording import number_text, round_half_up


class Compared(NamedTuple):
    """What is said where a source differs from the adopted value."""

    code: str
    mend: str


COMPARED = {
    Source.UNITS: Compared(
        code="X-05",
        mend="核对分所表各单位的数，补齐漏报的，改正填错的一处；本级另有数的，在分所表给本级列一栏",
    ),
    Source.LEDGER: Compared(
        code="X-11",
        mend="核对台账有无漏登、重登和日期，改正填错的一处；以台账为准的，清空本期",
    ),
    Source.COMPUTED: Compared(code="X-14", mend="核对各分项、各单位报的数和台账，改正填错的一处"),
}


class Disagreement(NamedTuple):
    """Two sources of one figure that do not agree; ``adopted`` is the one that counts."""

    level: Level
    adopted: tuple[Source, Fraction]
    other: tuple[Source, Fraction]


def disagreements(figure: Count, hedge: Approx, indicators: Indicators) -> Iterator[Disagreement]:
    """The sources that differ from the adopted value, ``hedge`` allowed, in the order of trust."""
    found = [(s, v) for s in PRIORITY if (v := indicators.from_source(figure, s)) is not None]
    if len(found) < 2:
        return
    adopted = found[0]
    for other in found[1:]:
        if adopted[0] is Source.TYPED and other[0] is Source.COMPUTED:
            continue  # the figure's own rule tells it
        if not _agree(adopted[1], other[1], hedge):
            level = Level.VERIFY if hedge else Level.ERROR
            yield Disagreement(level, adopted, other)


def disagreement_findings(filled: Filled, indicators: Indicators) -> Iterator[Finding]:
    """A finding for every pair of sources that differ, at the figure's cell."""
    for data in filled.lines.values():
        if not data.is_off and data.has_counts:
            yield from _of_line(data, indicators)


def _of_line(data: LineData, indicators: Indicators) -> Iterator[Finding]:
    for figure in data.line.figures:
        entry = data.entries.get(figure.code)
        if entry is None:
            continue
        for each in disagreements(figure, indicators.approx(figure), indicators):
            (source, value), (other, second) = each.adopted, each.other
            told = f"{source}{_text(value)}，{other}{_text(second)}"
            gap = value - second
            message = (
                f"{figure.label}：{told}，相差{_text(abs(gap))}，成文用{source}。"
                f"处理：{COMPARED[other].mend}"
            )
            yield Finding(
                code=COMPARED[other].code,
                level=each.level,
                sheet=entry.now.place.sheet,
                cell=entry.now.place.address,
                figure=figure.label,
                message=message,
                left=_decimal(value),
                right=_decimal(second),
                difference=_decimal(gap),
                basis=told,
            )


def _agree(value: Fraction, other: Fraction, hedge: Approx) -> bool:
    """Whether both are the same number, or the other one lies where the hedge allows."""
    one, two = (round_half_up(each, MONEY_PLACES) for each in (value, other))
    if not hedge or one == two:
        return one == two
    step = _step(value)
    if hedge in (Approx.ODD, Approx.MORE):
        return value <= other < value + step
    if hedge is Approx.AT_LEAST:
        return other >= value
    return value - step < other < (value + step if hedge is Approx.ABOUT else value)


def _step(value: Fraction) -> Fraction:
    """The place the number is rounded to: 120 to tens, 30000 to ten thousands."""
    if value.denominator != 1 or value == 0:
        return Fraction(1)
    digits = str(abs(value.numerator))
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _text(value: Fraction) -> str:
    return number_text(round(_decimal(value), 4))
