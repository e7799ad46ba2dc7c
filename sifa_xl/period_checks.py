"""首页 and the period: what must be named there, dates outside it, words that name it otherwise.

Source: the project's audit relations X-00 to X-02.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sifa_xl.domain import Finding, Level, Place
from sifa_xl.filled import Filled, MeasureRow
from sifa_xl.settings import SETTINGS
from sifa_xl.wording import Period, date_text

PERIOD_WORDS = {
    "截止目前": "截至目前",
    "截止到目前": "截至目前",
    "近半年来": "上半年",
    "年初以来": "今年以来",
}


def period_findings(filled: Filled) -> Iterator[Finding]:
    """X-00 to X-02, in no particular order."""
    yield from _home_findings(filled)
    yield from _date_findings(filled)
    yield from _period_words(filled)


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
            yield Finding.at("X-00", Level.ERROR, place, setting.label, message)


def _date_findings(filled: Filled) -> Iterator[Finding]:
    settings, period = filled.settings, filled.settings.period
    if period is None:
        return
    yield from _outside_period("统计截止日", settings.cutoff, "@cutoff", filled)
    # a unit's form has the day its bureau set, in a locked cell
    is_own = not settings.is_return
    if is_own and settings.cutoff and period.start <= settings.cutoff < period.end:
        message = (
            f"统计截止日{date_text(settings.cutoff)}早于{period.short}期末{date_text(period.end)}，"
            "正文会写明截至日期。处理：核对数字确实只算到这一天；能补齐的补到期末"
        )
        place = settings.places["@cutoff"]
        yield Finding.at("X-01", Level.VERIFY, place, "统计截止日", message)
    signed = settings.signed
    if signed and signed < period.start:
        message = (
            f"成文日期{date_text(signed)}早于{period.title}的第一天。"
            "处理：改正成文日期，或改正年份、期别"
        )
        yield Finding.at("X-01", Level.ERROR, settings.places["@signed"], "成文日期", message)
    elif signed and signed < period.end:
        message = (
            f"成文日期{date_text(signed)}早于{period.short}期末{date_text(period.end)}。"
            "处理：核对日期；提前成文的，确认统计截止日已写明"
        )
        yield Finding.at("X-01", Level.VERIFY, settings.places["@signed"], "成文日期", message)
    if signed and settings.cutoff and period.start <= signed < settings.cutoff:
        message = (
            f"成文日期{date_text(signed)}早于统计截止日{date_text(settings.cutoff)}。"
            "处理：改正其中一个"
        )
        yield Finding.at("X-01", Level.ERROR, settings.places["@signed"], "成文日期", message)
    yield from _dates_in_rows(filled, period)


def _dates_in_rows(filled: Filled, period: Period) -> Iterator[Finding]:
    cutoff = filled.settings.cutoff
    for row in _prose(filled):
        if row.day is not None and not period.start <= row.day <= period.end:
            message = (
                f"日期{date_text(row.day)}不在{period.title}之内。"
                "处理：改正日期，或把这一行的采用改为“否”"
            )
            place = row.day_place or row.place
            yield Finding.at("X-01", Level.ERROR, place, "日期", message)
        elif row.day is not None and cutoff and row.day > cutoff:
            message = (
                f"日期{date_text(row.day)}晚于统计截止日{date_text(cutoff)}。"
                "处理：核对日期；截止以后的事一般不写进这一期，确要写的写说明"
            )
            yield Finding.at("X-01", Level.VERIFY, row.day_place or row.place, "日期", message)


def _outside_period(label: str, day: date | None, code: str, filled: Filled) -> Iterator[Finding]:
    period = filled.settings.period
    if day is None or period is None or period.start <= day <= period.end:
        return
    message = (
        f"{label}{date_text(day)}不在{period.title}"
        f"（{date_text(period.start)}至{date_text(period.end)}）之内。处理：改正{label}或期别"
    )
    yield Finding.at("X-01", Level.ERROR, filled.settings.places[code], label, message)


def _period_words(filled: Filled) -> Iterator[Finding]:
    """X-02: one way to name the period throughout; 截止目前 is no Chinese at all."""
    for row in _prose(filled):
        for word, better in PERIOD_WORDS.items():
            if word in row.body:
                message = f"“{word}”与全文的统计期说法不一致。处理：改为“{better}”"
                yield Finding.at("X-02", Level.HINT, row.place, "统计期", message)


def _prose(filled: Filled) -> Iterator[MeasureRow]:
    for data in filled.lines.values():
        yield from (row for row in data.measures if row.is_used and not data.is_off)
    for rows in (filled.topics, filled.problems, filled.plans):
        yield from (row for row in rows if row.is_used)
