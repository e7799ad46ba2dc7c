"""Numbering: 一、 （一） 1. 一是, put on last, so that what is empty leaves no gap.

A lone （一） or 一是 is never printed.  Levels and signs: GB/T 9704-2012, 7.3.3.
"""

from __future__ import annotations

from collections.abc import Sequence

from sifa_xl.punctuation import Edit
from sifa_xl.spans import EMPTY, Prose

_DIGITS = "零一二三四五六七八九"
_STOPS = "。！？；，、：:"


def chinese_number(number: int) -> str:
    """1 -> 一, 12 -> 十二, 20 -> 二十, 105 -> 一百零五; from 1 to 9999."""
    spelt = ""
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            spelt += _DIGITS[digit] + sign
        elif spelt and number % scale and not spelt.endswith("零"):
            spelt += "零"
    return spelt.removeprefix("一") if 10 <= number < 20 else spelt


def level_one(number: int, count: int) -> str:
    """``一、``; nothing for the only one."""
    return f"{chinese_number(number)}、" if count > 1 else ""


def bracketed(number: int, count: int) -> str:
    """``（一）``; nothing for the only one."""
    return f"（{chinese_number(number)}）" if count > 1 else ""


def arabic(number: int, count: int) -> str:
    """``1.``; nothing for the only one."""
    return f"{number}." if count > 1 else ""


def item(number: int, count: int) -> str:
    """``一是``; nothing for the only one."""
    return f"{chinese_number(number)}是" if count > 1 else ""


def itemized(items: Sequence[Prose]) -> Prose:
    """``一是…；二是…。``; a single item stands without 一是."""
    prose = EMPTY
    for number, words in enumerate(items, 1):
        end = "。" if number == len(items) else "；"
        prose += Prose.plain(item(number, len(items))) + bare(words) + Prose.plain(end)
    return prose


def bare(prose: Prose) -> Prose:
    """The prose without the stops at its end."""
    kept = prose.text.rstrip(_STOPS)
    if len(kept) == len(prose.text):
        return prose
    return prose.edit([Edit(len(kept), len(prose.text), "")])
