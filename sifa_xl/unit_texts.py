"""The texts a clerk pastes into a chat: 填报通知 and 催报, to one unit and to all of them.

The sheet 填报单位 writes the same words with plain formulas; the pieces they share stand here.
"""

from __future__ import annotations

from collections.abc import Sequence

from sifa_xl import headers as h
from sifa_xl.filled import Unit
from sifa_xl.settings import Settings
from sifa_xl.wording import day_text

HOW = "黄格必填，确为零填0，没有统计的空着，一时没有的填“待定”；不改表头，不删行列，填好原样发回。"
SOME_LINES = "有关业务"
FILL, FIGURES, BEFORE, SOON, REPORT, OFFICE = (
    *("：请填报", "的数据，", "前", "请尽快", "报", "办公室"),
)
SENT_BACK, MEND, AGAIN = "的数据已退回", "，请改好后", "重新报"
NOT_YET, LACKS, DUE, HURRY = "的数据还没有收到", "的数据还没有报齐，还缺", "截止", "，请抓紧报"
ALL_HEAD, ALL_FIGURES, ALL_BY, ALL_UNITS = (
    *("各填报单位：请按下发的表填报", "统计数据，在截止日期前报", "办公室。", "单位和截止日期："),
)
TABLE, DUE_FROM, UNITS_HAVE, ALL_IN = "统计数据，应报", "个单位", "，已报", "，都已报齐。"
WAITED_FOR, TO_MEND, ALL_HURRY = "还没有收到：", "退回待改：", "请抓紧报"


def notice(unit: Unit, settings: Settings) -> str:
    """填报通知 to one unit: what to fill, by when, to whom."""
    by = f"{day_text(unit.due)}{BEFORE}" if unit.due else SOON
    return (
        f"{addressed(unit)}{FILL}{period_text(settings)}{unit.lines_text or SOME_LINES}{FIGURES}"
        f"{by}{REPORT}{office(settings)}。{HOW}"
    )


def reminder(unit: Unit, settings: Settings) -> str:
    """催报 to one unit: what is missing; empty once its return is in."""
    if unit.has_returned:
        return ""
    what = f"{addressed(unit)}：{period_text(settings)}{unit.lines_text or SOME_LINES}"
    due = f"（{DUE}{day_text(unit.due)}）" if unit.due else ""
    if unit.state == h.SENT_BACK:
        why = f"：{unit.lacking}" if unit.lacking else ""
        return f"{what}{SENT_BACK}{due}{why}{MEND}{AGAIN}{office(settings)}。"
    lacks = f"{LACKS}{unit.lacking}" if unit.lacking else NOT_YET
    return f"{what}{lacks}{due}{HURRY}{office(settings)}。"


def notice_to_all(units: Sequence[Unit], settings: Settings) -> str:
    """填报通知 to all units, for a group chat."""
    if not units:
        return ""
    named = "、".join(map(with_due, units))
    return (
        f"{ALL_HEAD}{period_text(settings)}{ALL_FIGURES}{office(settings)}。"
        f"{ALL_UNITS}{named}。{HOW}"
    )


def reminder_to_all(units: Sequence[Unit], settings: Settings) -> str:
    """催报 to all units: how many returns are in, and whose are not."""
    if not units:
        return ""
    returned = sum(unit.has_returned for unit in units)
    head = f"{period_text(settings)}{TABLE}{len(units)}{DUE_FROM}"
    if returned == len(units):
        return f"{head}{ALL_IN}"
    waited_for = "、".join(with_due(u) for u in units if is_waited_for(u))
    to_mend = "、".join(with_due(unit) for unit in units if unit.state == h.SENT_BACK)
    return (
        f"{head}{UNITS_HAVE}{returned}个。"
        + (f"{WAITED_FOR}{waited_for}。" if waited_for else "")
        + (f"{TO_MEND}{to_mend}。" if to_mend else "")
        + f"{ALL_HURRY}{office(settings)}。"
    )


def is_waited_for(unit: Unit) -> bool:
    """True while nothing has come from the unit."""
    return not unit.has_returned and unit.state != h.SENT_BACK


def addressed(unit: Unit) -> str:
    """``高村司法所（张三）``."""
    return f"{unit.name}（{unit.contact}）" if unit.contact else unit.name


def with_due(unit: Unit) -> str:
    """``高村司法所（6月28日）``."""
    return f"{unit.name}（{day_text(unit.due)}）" if unit.due else unit.name


def period_text(settings: Settings) -> str:
    """``2022年上半年``; without a year nothing."""
    return "" if settings.year is None else f"{settings.year}年{settings.period_name}"


def office(settings: Settings) -> str:
    """``县司法局办公室``."""
    return f"{settings.unit_short}{OFFICE}"
