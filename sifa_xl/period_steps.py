"""From one period to the next: which may follow, what carries over, which is a year ago."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from sifa_xl.errors import SifaError
from sifa_xl.settings import PERIOD_CHOICES
from sifa_xl.wording import Period, date_text, parse_period

_FOLLOWING = {  # what a click makes of a period; all of them are in PERIOD_CHOICES
    "第一季度": (0, "上半年"),
    "上半年": (0, "全年"),
    "第二季度": (0, "第三季度"),
    "第三季度": (0, "第四季度"),
    "1至9月": (0, "全年"),
    "第四季度": (1, "第一季度"),
    "下半年": (1, "上半年"),
    "全年": (1, "上半年"),
}


class Step(Enum):
    """How the new period lies to the old one."""

    GROWING = "同年累计"  # both begin on one day: the opening figures stay
    FOLLOWING = "紧接"  # it begins the day after: what was left is the opening
    APART = "不相接"  # nobody knows what there was on its first day


def step_of(old: Period, new: Period) -> Step:
    """How ``new`` lies to ``old``.

    Raises:
        SifaError: it does not come later.
    """
    if (old.year, old.name) == (new.year, new.name):
        raise SifaError(f"工作簿本来就是{full_name(old)}的，不用转。请写以后的一期。")
    if new.end <= old.end:
        raise SifaError(
            f"{full_name(new)}不在{full_name(old)}之后（{date_text(new.end)}为止），不能往回转。"
            "请写以后的一期。"
        )
    if new.start == old.start:
        return Step.GROWING
    return Step.FOLLOWING if new.start == old.end + timedelta(days=1) else Step.APART


def following(period: Period) -> Period:
    """The period a bureau comes to next: 全年 after 上半年, 上半年 after 全年."""
    years, name = _FOLLOWING[period.name]
    return Period(period.year + years, name)


def a_year_before(period: Period) -> Period:
    """The same period of the year before."""
    return Period(period.year - 1, period.name)


def asked_period(words: str) -> Period:
    """The period in ``2022年全年``, ``2023年上半年``.

    Raises:
        SifaError: there is none in it, or the workbook has no such 期别.
    """
    try:
        period = parse_period(words)
    except ValueError as problem:
        raise SifaError(str(problem)) from None
    if period.name not in PERIOD_CHOICES or not period.year >= 2000:
        names = "、".join(PERIOD_CHOICES)
        raise SifaError(f"工作簿的期别里没有“{period.name}”。请从{names}里选，前面写四位年份。")
    return period


def full_name(period: Period) -> str:
    """``2022年全年``: a file's or a row's period, never shortened to the year."""
    return f"{period.year}年{period.name}"
