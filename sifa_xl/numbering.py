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
    """1 -> 一, 12 -> 十二, 20 -> 二十; from 1 to 99."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


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
