"""The 台账 of the sample's townships: rows that give just the figures a township has typed.

Everybody in them is invented and looks it: names such as 示例甲一, a district (431299) that does
not exist, no telephone.  What the published summary does not tell (协议形式, 矫正类别, 来源 …) is
left blank, and so not known; those who came were released the year before, for of releases in the
period it tells nothing either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from tests.ledger_books import Row, with_check_digit

FIRST, LAST = date(2022, 1, 4), date(2022, 6, 24)
KINDS = ("邻里", "婚姻家庭", "房屋宅基地", "山林土地", "损害赔偿", "道路交通", "其他")
LEAVING = ("期满解除", "收监执行", "迁出")
YEAR = timedelta(days=365)
ROOM = 400  # persons of a township: their numbers do not meet those of the next
STEMS, DIGITS = "甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十"
RELEASED = 100  # the first of 安置帮教 among them


def ledgers(number: int, figures: Mapping[str, Any]) -> dict[str, dict[str, list[Row]]]:
    """The filling of the three 台账 of the township of that number, for what it has typed."""
    rows = {"人民调解": _cases, "社区矫正": _corrected, "安置帮教": _released}
    return {
        f"{name}台账": {name: list(make(number, _typed(figures[name])))}
        for name, make in rows.items()
    }


def _typed(tables: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(cells["本期"]) for name, cells in tables["数据"].items()}


def _cases(number: int, typed: Mapping[str, int]) -> Iterator[Row]:
    """Settled within a fortnight, the others still open and not overdue."""
    settled = typed["调解成功"]
    for index, accepted_on in enumerate(_days(settled, FIRST, date(2022, 6, 8))):
        closed_on = accepted_on + timedelta(days=2 + index % 13)
        yield _case(number, index, accepted_on) | {"调解结果": "成功", "结案日期": closed_on}
    left = typed["受理纠纷"] - settled
    for index, accepted_on in enumerate(_days(left, date(2022, 6, 9), LAST), settled):
        yield _case(number, index, accepted_on) | {"调解结果": "调解中"}


def _case(number: int, index: int, accepted_on: date) -> Row:
    return {
        "案号": f"示例调〔2022〕{number + 1:02}-{index + 1:03}号",
        "受理日期": accepted_on,
        "纠纷类型": KINDS[index % len(KINDS)],
        "当事人": _name(index),
    }


def _corrected(number: int, typed: Mapping[str, int]) -> Iterator[Row]:
    """Of those on the register at first some leave, in one way after the other."""
    ways = [way for way in LEAVING for _ in range(typed[way])]
    staying = typed["期初在册"] - len(ways)
    ends = [*_days(len(ways), FIRST, LAST), *_days(staying, date(2022, 9, 1), date(2023, 8, 1))]
    begins = [end - 2 * YEAR for end in ends]
    begins += _days(typed["新接收"], FIRST, LAST)
    for index, begins_on in enumerate(begins):
        ends_on = begins_on + 2 * YEAR
        row = _person(number, index, "对象编号", "示例矫")
        row |= {"矫正起": begins_on, "矫正止": ends_on, "报到日期": begins_on + timedelta(days=3)}
        row["增加方式"] = "新接收"
        if index < len(ways):
            row |= {"减少方式": ways[index], "减少日期": ends_on}
        yield row


def _released(number: int, typed: Mapping[str, int]) -> Iterator[Row]:
    """Three years of help for everybody; those whose three years are over leave."""
    leaving, staying = typed["解除帮教"], typed["期初帮教对象"] - typed["解除帮教"]
    came = typed["新接收帮教对象"]
    ends = [*_days(leaving, FIRST, LAST), *_days(staying, date(2022, 8, 1), date(2024, 10, 1))]
    released = [end - 3 * YEAR for end in ends]
    released += _days(came, date(2021, 12, 6), date(2021, 12, 30))
    for index, released_on in enumerate(released):
        is_new = index >= leaving + staying
        row = _person(number, RELEASED + index, "编号", "示例帮")
        row["释放日期"] = released_on
        row["衔接日期"] = released_on + timedelta(days=29 if is_new else 7)
        if index < leaving:
            row["解除日期"] = released_on + 3 * YEAR
        yield row


def _person(number: int, index: int, label: str, words: str) -> Row:
    serial = number * ROOM + index
    born = f"{1955 + serial % 45}{serial // 45 % 12 + 1:02}{serial // 540 + 1:02}"
    return {
        label: f"{words}{serial + 1:04}",
        "姓名": _name(serial),
        "身份证号": with_check_digit(f"431299{born}001"),
    }


def _name(index: int) -> str:
    """示例甲一, 示例乙一 and on, again and again."""
    return f"示例{STEMS[index % 10]}{DIGITS[index // 10 % 10]}"


def _days(count: int, first: date, last: date) -> list[date]:
    """So many days, spread evenly."""
    return [first + timedelta(days=(last - first).days * n // max(1, count)) for n in range(count)]
