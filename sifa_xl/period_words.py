"""The period in words of the clerk's: renewed where it stands whole, told where it is left over."""

from __future__ import annotations

import re

from sifa_xl.wording import Period

_DIGITS = "〇一二三四五六七八九"
_WHOLE_YEAR = r"(?:全年|年度|度)?(?!上半年|下半年|第|[0-9]|[一二三四]季度|前三季度)"


def renewed(text: str, old: Period, new: Period) -> str:
    """``text`` with ``new`` for the ``old`` period, wherever that stands there with its year.

    ``2022年上半年工作总结`` becomes ``2022年工作总结``; a year or a 上半年 by itself stays.
    """
    name = _WHOLE_YEAR if old.name == "全年" else re.escape(old.name)
    return re.sub(rf"(?<![0-9—至-]){old.year}年{name}", new.title, text)


def holds_old(text: str, old: Period, new: Period) -> bool:
    """True where words of the old period are left: its year, or 上半年 in a book of another."""
    words = {f"{old.year}年", f"{_in_characters(old.year)}年"} if old.year != new.year else set()
    if old.name != new.name and old.name != "全年":
        words.add(old.name)
    return any(word in text for word in words)


def _in_characters(year: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(year))
