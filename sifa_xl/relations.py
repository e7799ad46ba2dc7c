"""General rules, the same for every line: X-01 to X-10, hedges and units.

Source: the project's audit relations (X-01 … X-10, N-04, U-01), after the practice of 统计报表审核.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sifa_xl.declarations import Computed, Count
from sifa_xl.domain import Approx, Finding, Level, Place, State
from sifa_xl.filled import Entry, Filled, LineData, MeasureRow
from sifa_xl.indicators import Indicators
from sifa_xl.settings import SETTINGS
from sifa_xl.wording import date_text, hedge_problem, number_text

BIG_BASE = 50  # below this a percentage says little
SWING = Fraction(30, 100)
SWING_LEAST = 5
PERIOD_WORDS = {
    "截止目前": "截至目前",
    "截止到目前": "截至目前",
    "近半年来": "上半年",
    "年初以来": "今年以来",
}


def general_findings(filled: Filled, indicators: Indicators) -> Iterator[Finding]:
    """Every general finding of the workbook, in no particular order."""
    yield from _home_findings(filled)
    yield from _date_findings(filled)
    yield from _period_words(filled)
    yield from _one_name_two_bases(filled)
    for data in filled.lines.values():
        if data.is_off:
            yield from _filled_though_off(data)
            continue
        if data.is_empty:
            yield _empty_line(data)
            continue
        for figure in data.line.figures:
            entry = data.entries.get(figure.code)
            if entry is not None:
                yield from _figure_findings(figure, entry, indicators)


def finding(code: str, level: Level, place: Place, figure: str, message: str) -> Finding:
    """A finding without two sides."""
    return Finding(
        code=code,
        level=level,
        sheet=place.sheet,
        cell=place.address,
        figure=figure,
        message=message,
    )


def _figure_findings(figure: Count, entry: Entry, indicators: Indicators) -> Iterator[Finding]:
    yield from _blank_or_pending(figure, entry, indicators)
    yield from _range(figure, entry, indicators)
    yield from _hedge_and_unit(figure, entry)
    yield from _against_last_year(figure, entry, indicators)


def _blank_or_pending(figure: Count, entry: Entry, indicators: Indicators) -> Iterator[Finding]:
    place = entry.now.place
    if entry.now.state is State.PENDING:
        message = f"{figure.label}还是“待定”，草稿里印作“××”。处理：数字出来后填上，再生成定稿"
        yield finding("X-06", Level.ERROR, place, figure.label, message)
    elif figure.star and entry.now.state is State.BLANK and indicators.value(figure) is None:
        message = (
            f"{figure.label}没有填，草稿里印作“××”。处理：填上数字；确为零填0，"
            "一时没有的填“待定”"
        )
        yield finding("X-06", Level.VERIFY, place, figure.label, message)


def _range(figure: Count, entry: Entry, indicators: Indicators) -> Iterator[Finding]:
    for amount in (entry.now, entry.before):
        if amount.value is None:
            continue
        if amount.value < 0:
            message = f"{figure.label}是负数（{number_text(amount.value)}）。处理：核对后填不小于0的数"
            yield finding("X-10", Level.ERROR, amount.place, figure.label, message)
        elif not figure.places and amount.value != int(amount.value):
            message = f"{figure.label}应是整数，现在是{number_text(amount.value)}。处理：填整数"
            yield finding("X-10", Level.ERROR, amount.place, figure.label, message)
    computed = indicators.value(figure)
    if isinstance(figure, Computed) and entry.now.value is None and computed and computed < 0:
        message = (
            f"{figure.label}算出来是负数（{number_text(_decimal(computed))}）。"
            "处理：核对参与计算的各格，必有一处填错或漏填"
        )
        yield finding("X-10", Level.ERROR, entry.now.place, figure.label, message)


def _hedge_and_unit(figure: Count, entry: Entry) -> Iterator[Finding]:
    now = entry.now
    if now.value is None:
        return
    if now.approx is not Approx.NONE:
        problem = hedge_problem(now.value, now.approx, now.unit)
        if problem:
            place = entry.approx_place or now.place
            message = f"{figure.label}：{problem}"
            yield finding("N-04", Level.VERIFY, now.place or place, figure.label, message)
    if now.unit and now.unit != figure.unit:
        message = (
            f"{figure.label}一般用“{figure.unit}”，现在用的是“{now.unit}”。"
            f"处理：核对统计的是{figure.unit}还是{now.unit}，改正单位；确实如此的写说明"
        )
        yield finding("U-01", Level.VERIFY, now.place, figure.label, message)


def _against_last_year(figure: Count, entry: Entry, indicators: Indicators) -> Iterator[Finding]:
    now, before = indicators.value(figure), indicators.value(figure, previous=True)
    if now is None or not before or before < 0:
        return
    level = Level.VERIFY if figure.star and before >= BIG_BASE else Level.HINT
    change = abs(now - before)
    told = f"本期{number_text(_decimal(now))}，上年同期{number_text(_decimal(before))}"
    if change >= SWING_LEAST and change > before * SWING:
        message = f"{figure.label}变动超过三成：{told}。处理：核对两个数；属实的在说明里写主要原因"
        yield finding("X-07", level, entry.now.place, figure.label, message)
    if now == before and before >= BIG_BASE:
        message = f"{figure.label}与上年同期完全相同：{told}。处理：看看是不是照抄了去年的数；属实的写说明"
        yield finding("X-08", level, entry.now.place, figure.label, message)


def _home_findings(filled: Filled) -> Iterator[Finding]:
    settings = filled.settings
    values = {
        "@unit_full": settings.unit_full,
        "@unit_short": settings.unit_short,
        "@year": settings.year,
    }
    for setting in SETTINGS:
        if setting.code in values and not values[setting.code]:
            place = settings.places.get(setting.code, Place("首页", 1, 1))
            message = f"首页的“{setting.label}”没有填。处理：填写{setting.label}（{setting.hint}）"
            yield finding("X-00", Level.ERROR, place, setting.label, message)


def _date_findings(filled: Filled) -> Iterator[Finding]:
    settings, period = filled.settings, filled.settings.period
    if period is None:
        return
    yield from _outside_period("统计截止日", settings.cutoff, "@cutoff", filled)
    if settings.cutoff and period.start <= settings.cutoff < period.end:
        message = (
            f"统计截止日{date_text(settings.cutoff)}早于{period.short}期末{date_text(period.end)}，"
            "正文会写明截至日期。处理：核对数字确实只算到这一天；能补齐的补到期末"
        )
        place = settings.places["@cutoff"]
        yield finding("X-01", Level.VERIFY, place, "统计截止日", message)
    signed = settings.signed
    if signed and signed < period.end:
        message = (
            f"成文日期{date_text(signed)}早于{period.short}期末{date_text(period.end)}。"
            "处理：核对日期；提前成文的，确认统计截止日已写明"
        )
        yield finding("X-01", Level.VERIFY, settings.places["@signed"], "成文日期", message)
    if signed and settings.cutoff and signed < settings.cutoff:
        message = (
            f"成文日期{date_text(signed)}早于统计截止日{date_text(settings.cutoff)}。处理：改正其中一个"
        )
        yield finding("X-01", Level.ERROR, settings.places["@signed"], "成文日期", message)
    for row in _prose(filled):
        if row.day is not None and not period.start <= row.day <= period.end:
            message = (
                f"日期{date_text(row.day)}不在{period.title}之内。处理：改正日期，或把这一行的采用改为“否”"
            )
            place = row.day_place or row.place
            yield finding("X-01", Level.ERROR, place, "日期", message)


def _outside_period(label: str, day: date | None, code: str, filled: Filled) -> Iterator[Finding]:
    period = filled.settings.period
    if day is None or period is None or period.start <= day <= period.end:
        return
    message = (
        f"{label}{date_text(day)}不在{period.title}"
        f"（{date_text(period.start)}至{date_text(period.end)}）之内。处理：改正{label}或期别"
    )
    yield finding("X-01", Level.ERROR, filled.settings.places[code], label, message)


def _period_words(filled: Filled) -> Iterator[Finding]:
    """X-02: one way to name the period throughout; 截止目前 is no Chinese at all."""
    for row in _prose(filled):
        for word, better in PERIOD_WORDS.items():
            if word in row.body:
                message = f"“{word}”与全文的统计期说法不一致。处理：改为“{better}”"
                yield finding("X-02", Level.HINT, row.place, "统计期", message)


def _one_name_two_bases(filled: Filled) -> Iterator[Finding]:
    """X-03: figures of one name on several lines must each say what they count."""
    named: dict[str, list[tuple[LineData, Entry, str]]] = {}
    for data in filled.lines.values():
        if data.is_off:
            continue
        for figure in data.line.figures:
            entry = data.entries.get(figure.code)
            is_typed = entry is not None and entry.now.value is not None
            if entry is not None and is_typed and figure.name in _shared_names(filled):
                named.setdefault(figure.name, []).append((data, entry, figure.label))
    for name, found in named.items():
        bases = [entry.basis.strip() for _, entry, _ in found]
        if len(found) < 2 or (all(bases) and len(set(bases)) == len(bases)):
            continue
        sheets = "、".join(f"“{data.line.title}”" for data, _, _ in found)
        message = f"{sheets}都有“{name}”，口径没有写清。处理：在口径栏分别写明统计的是哪一块"
        yield finding("X-03", Level.VERIFY, found[0][1].now.place, name, message)


def _shared_names(filled: Filled) -> set[str]:
    """Names that mean the same thing on several lines and are told apart only by 口径."""
    names = [f.name for d in filled.lines.values() for f in d.line.figures if f.star]
    return {name for name in names if names.count(name) > 1}


def _empty_line(data: LineData) -> Finding:
    """X-06 once for the whole sheet, instead of once for each of its ★ figures."""
    message = f"{data.line.title}整张表都没有填，正文不会写这一块。处理：有这项工作就填数，没有就选“本期无此工作”"
    place = data.off_place or Place(data.sheet, 1, 1)
    return finding("X-06", Level.VERIFY, place, data.line.title, message)


def _filled_though_off(data: LineData) -> Iterator[Finding]:
    for entry in data.entries.values():
        if entry.now.state is not State.BLANK:
            message = (
                f"{data.line.title}选了“本期无此工作”，表里却填有数字，正文不会写。"
                "处理：有这项工作就改回“有”，没有就清空"
            )
            yield finding("B-10", Level.VERIFY, entry.now.place, data.line.title, message)
            return


def _prose(filled: Filled) -> Iterator[MeasureRow]:
    for data in filled.lines.values():
        yield from (row for row in data.measures if row.is_used)
    for rows in (filled.topics, filled.problems, filled.plans):
        yield from (row for row in rows if row.is_used)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
