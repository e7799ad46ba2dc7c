"""General rules, the same for every line: X-03 to X-10, hedges and units.

Source: the project's audit relations (X-03 … X-10, N-04, U-01), after the practice of 统计报表审核.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sifa_xl.adoption import Source
from sifa_xl.comparison import doubt_level, missing_this_year, repeats, swings, told_change
from sifa_xl.declarations import Count
from sifa_xl.domain import Finding, Level, Place, State
from sifa_xl.filled import Amount, Entry, Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.period_checks import period_findings
from sifa_xl.settings import Settings
from sifa_xl.trees import MONEY_PLACES
from sifa_xl.wording import hedge_problem, number_text


def general_findings(filled: Filled, indicators: Indicators) -> Iterator[Finding]:
    """Every general finding of the workbook, in no particular order."""
    yield from period_findings(filled)
    yield from _one_name_two_bases(filled)
    for data in filled.lines.values():
        if data.is_off:
            yield from _filled_though_off(data)
        elif data.is_empty:
            yield _empty_line(data, filled.settings)
        else:
            yield from _line_findings(data, indicators, filled.settings)


def _line_findings(data: LineData, indicators: Indicators, settings: Settings) -> Iterator[Finding]:
    for figure in data.line.figures:
        entry = data.entries.get(figure.code)
        if entry is not None:
            yield from _blank_or_negative(figure, entry, indicators)
            yield from _unit(figure, entry, indicators)
            yield from _hedge_of_the_units(figure, entry, indicators)
            yield from _against_last_year(figure, entry, indicators)
    for label, amount, places in _amounts(data):
        if amount.state is not State.BLANK:
            yield from _pending(label, amount, settings)
            yield from _amount_findings(label, amount, has_fractions=places > 0)


def _amounts(data: LineData) -> Iterator[tuple[str, Amount, int]]:
    """Every typed amount of the sheet with its name and the decimals it may have."""
    for figure in data.line.figures:
        entry = data.entries.get(figure.code)
        if entry is not None:
            yield from ((figure.label, x, figure.places) for x in (entry.now, entry.before))
    for split in data.line.splits:
        for row in data.splits.get(split.code, []):
            for key, measure in split.measures.items():
                yield f"{row.name}{key}", row.amounts[key], measure.places
    for extra in data.extras:
        yield from ((extra.name, x, MONEY_PLACES) for x in (extra.now, extra.before))


def _pending(label: str, amount: Amount, settings: Settings) -> Iterator[Finding]:
    """X-06 for 待定: a unit was told to write it, a bureau's text cannot be final with it."""
    if amount.state is not State.PENDING:
        return
    if settings.is_return:
        message = f"{label}还是“待定”。处理：数字出来后填上，再报一次"
        yield Finding.at("X-06", Level.VERIFY, amount.place, label, message)
    else:
        message = f"{label}还是“待定”，草稿里印作“××”。处理：数字出来后填上，再生成定稿"
        yield Finding.at("X-06", Level.ERROR, amount.place, label, message)


def _amount_findings(label: str, amount: Amount, has_fractions: bool) -> Iterator[Finding]:
    """X-10 for what no count can be, N-04 for a hedge that does not fit."""
    if amount.value is None:
        return
    shown = number_text(amount.value)
    if amount.value < 0:
        message = f"{label}是负数（{shown}）。处理：核对后填不小于0的数"
        yield Finding.at("X-10", Level.ERROR, amount.place, label, message)
    elif not has_fractions and amount.value % 1:
        message = f"{label}应是整数，现在是{shown}。处理：填整数"
        yield Finding.at("X-10", Level.ERROR, amount.place, label, message)
    problem = hedge_problem(amount.value, amount.approx, amount.unit)
    if problem:
        yield Finding.at("N-04", Level.VERIFY, amount.place, label, f"{label}：{problem}")


def _blank_or_negative(figure: Count, entry: Entry, indicators: Indicators) -> Iterator[Finding]:
    value, place = indicators.value(figure), entry.now.place
    if figure.star and entry.now.state is State.BLANK and value is None:
        settings = indicators.filled.settings
        lacks = settings.told_of_blank("草稿里印作“××”")
        message = f"{figure.label}没有填，{lacks}。处理：填上数字；确为零填0，一时没有的填“待定”"
        yield Finding.at("X-06", settings.level_of_blank, place, figure.label, message)
    elif missing_this_year(figure, indicators) and entry.now.state is State.BLANK:
        message = (
            f"{figure.label}上年同期有数，本期空着，正文不会写。处理：有这项工作就填数；确为零填0"
        )
        yield Finding.at("X-06", Level.HINT, place, figure.label, message)
    if entry.now.value is None and value is not None and value < 0:
        message = (
            f"{figure.label}算出来是负数（{number_text(_decimal(value))}）。"
            "处理：核对参与计算的各格，必有一处填错或漏填"
        )
        yield Finding.at("X-10", Level.ERROR, place, figure.label, message)


def _unit(figure: Count, entry: Entry, indicators: Indicators) -> Iterator[Finding]:
    now = entry.now
    if indicators.value(figure) is not None and now.unit and now.unit != figure.unit:
        message = (
            f"{figure.label}一般用“{figure.unit}”，现在用的是“{now.unit}”。"
            f"处理：核对统计的是{figure.unit}还是{now.unit}，改正单位；确实如此的写说明"
        )
        yield Finding.at("U-01", Level.VERIFY, now.place, figure.label, message)


def _hedge_of_the_units(figure: Count, entry: Entry, indicators: Indicators) -> Iterator[Finding]:
    """N-04 for a sum of units that is printed with the hedge of its parts."""
    if indicators.adopted_from(figure) is Source.UNITS:
        total = indicators.filled.unit_total(figure.code)
        assert total is not None
        assert total.value is not None
        problem = hedge_problem(total.value, total.approx, indicators.unit(figure))
        if problem:
            message = f"{figure.label}（分所合计）：{problem}"
            yield Finding.at("N-04", Level.VERIFY, entry.now.place, figure.label, message)


def _against_last_year(figure: Count, entry: Entry, indicators: Indicators) -> Iterator[Finding]:
    now, before = indicators.value(figure), indicators.value(figure, previous=True)
    if now is None or before is None:
        return
    level = doubt_level(figure, before)
    told = told_change(now, before)
    sides, place = (_decimal(now), _decimal(before)), entry.now.place
    if swings(now, before):
        message = f"{figure.label}变动超过三成：{told}。处理：核对两个数；属实的在说明里写主要原因"
        yield Finding.at("X-07", level, place, figure.label, message, sides=sides, basis=told)
    if repeats(now, before):
        message = (
            f"{figure.label}与上年同期完全相同：{told}。"
            "处理：看看是不是照抄了去年的数；属实的写说明"
        )
        yield Finding.at("X-08", level, place, figure.label, message, sides=sides, basis=told)


def _one_name_two_bases(filled: Filled) -> Iterator[Finding]:
    """X-03: figures of one name on several lines must each say what they count."""
    named: dict[str, list[tuple[str, Place, str]]] = {}
    for data in filled.lines.values():
        for name, amount, basis in [] if data.is_off else _shareable(data):
            if amount.value is not None:
                named.setdefault(name, []).append((data.line.title, amount.place, basis.strip()))
    for name, found in named.items():
        titles = list(dict.fromkeys(title for title, _, _ in found))
        bases = {basis for _, _, basis in found}
        if len(titles) > 1 and ("" in bases or len(bases) < len(found)):
            sheets = "、".join(f"“{title}”" for title in titles)
            message = f"{sheets}都有“{name}”，口径没有写清。处理：在口径栏分别写明统计的是哪一块"
            yield Finding.at("X-03", Level.VERIFY, found[0][1], name, message)


def _shareable(data: LineData) -> Iterator[tuple[str, Amount, str]]:
    """What a reader takes for the same thing on several lines: ★ figures and 补充数据.

    Optional figures of one name (上期结转, 其他) belong to their line and say so in the label.
    """
    for figure in data.line.figures:
        entry = data.entries.get(figure.code)
        if figure.star and entry is not None:
            yield figure.name, entry.now, entry.basis
    yield from ((extra.name, extra.now, extra.basis) for extra in data.extras)


def _empty_line(data: LineData, settings: Settings) -> Finding:
    """X-06 once for the whole sheet, instead of once for each of its ★ figures."""
    level, lacks = settings.level_of_blank, settings.told_of_blank("正文不会写这一块")
    message = (
        f"{data.line.title}整张表都没有填，{lacks}。处理：有这项工作就填数，没有就选“本期无此工作”"
    )
    place = data.off_place or Place(data.sheet, 1, 1)
    return Finding.at("X-06", level, place, data.line.title, message)


def _filled_though_off(data: LineData) -> Iterator[Finding]:
    typed = [amount.place for amount in data.amounts() if amount.state is not State.BLANK]
    typed += [row.place for row in data.measures if row.is_used and row.body]
    if typed:
        message = (
            f"{data.line.title}选了“本期无此工作”，表里却填有内容，正文不会写。"
            "处理：有这项工作就改回“有”，没有就清空"
        )
        yield Finding.at("B-10", Level.VERIFY, typed[0], data.line.title, message)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
