"""What a workbook carried on from an earlier period asks: sums that grow, names with numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.comparison import falls_short, opens_otherwise
from sifa_xl.declarations import Count, Split
from sifa_xl.domain import Finding, Level, Place
from sifa_xl.filled import Filled, LineData, SplitRow
from sifa_xl.indicators import Indicators
from sifa_xl.wording import Period, number_text

MOST_NAMES = 5


def carried_findings(filled: Filled, indicators: Indicators) -> Iterator[Finding]:
    """X-04 and X-15 for numbers unlike those carried on; X-06 for names without a number.

    X-04: 上期期末=本期期初; X-15: a flow is not below what a part of the period had.
    """
    for data in filled.lines.values():
        if data.is_off:
            continue
        openings, is_part = data.line.openings(), _is_part(data.earlier, filled)
        for figure in data.line.figures:
            if figure.code in openings:
                yield from _opening(data, figure, indicators)
            elif is_part:
                yield from _shortfall(data, figure, filled, indicators)
        if data.has_figures:  # else the whole sheet is told to be blank
            for split in data.line.splits:
                yield from _names_alone(data, split)


def _is_part(earlier: str, filled: Filled) -> bool:
    """True where the column's period is the beginning of the workbook's own."""
    period = filled.settings.period
    if earlier in ("", h.CLOSING) or period is None:
        return False
    part = Period(period.year, earlier)
    return part.start == period.start and part.end < period.end


def _opening(data: LineData, figure: Count, indicators: Indicators) -> Iterator[Finding]:
    entry, now = data.entries.get(figure.code), indicators.value(figure)
    if entry is None or now is None or not opens_otherwise(figure, entry, now):
        return
    assert entry.earlier is not None
    assert entry.earlier.value is not None
    opened, before = Decimal(now.numerator) / now.denominator, entry.earlier.value
    values = f"现在{number_text(opened)}，{data.earlier}{number_text(before)}"
    gap = number_text(abs(opened - before))
    message = (
        f"{figure.label}与“{data.earlier}”一栏不同：{values}，相差{gap}。"
        "处理：期初抄上期期末的数，一年之内不变；抄错的改正，"
        f"上期报错了的，改正“{data.earlier}”一栏，并在“交接”写明"
    )
    place, sides = entry.now.place, (opened, before)
    yield Finding.at("X-04", Level.ERROR, place, figure.label, message, sides=sides, basis=values)


def _shortfall(
    data: LineData, figure: Count, filled: Filled, indicators: Indicators
) -> Iterator[Finding]:
    entry, now = data.entries.get(figure.code), indicators.value(figure)
    if entry is None or now is None or indicators.approx(figure):
        return
    if falls_short(figure, entry, now) and entry.earlier and entry.earlier.value is not None:
        sides = Decimal(now.numerator) / now.denominator, entry.earlier.value
        yield _told(data, figure, entry.now.place, sides, filled.settings.period_name)


def _told(
    data: LineData, figure: Count, place: Place, sides: tuple[Decimal, Decimal], name: str
) -> Finding:
    now, earlier = sides
    values = f"{name}{number_text(now)}，{data.earlier}{number_text(earlier)}"
    message = (
        f"{figure.label}{name}的数比{data.earlier}还少：{values}，少{number_text(earlier - now)}。"
        f"处理：{name}是从1月1日算起的累计数，把{data.earlier}的也加进去；"
        f"{data.earlier}报错了的，改正“{data.earlier}”一栏，并在“交接”写明"
    )
    return Finding.at("X-15", Level.ERROR, place, figure.label, message, sides=sides, basis=values)


def _names_alone(data: LineData, split: Split) -> Iterator[Finding]:
    rows = data.splits.get(split.code, [])
    alone = [row for row in rows if row.is_blank and row.name]
    if alone and len(alone) < len(rows):  # a split nobody has begun is optional
        yield _asked(split, alone)


def _asked(split: Split, alone: list[SplitRow]) -> Finding:
    names = "、".join(f"“{row.name}”" for row in alone[:MOST_NAMES])
    more = f"等{len(alone)}行" if len(alone) > MOST_NAMES else ""
    message = (
        f"{split.label}里{names}{more}只有名称没有数，正文不写。"
        "处理：有这一项就填数，没有的把名称清空"
    )
    place = alone[0].place
    return Finding.at("X-06", Level.HINT, place, split.label, message)
