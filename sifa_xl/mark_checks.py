"""Marks of a running text: pairs that do not close, half-width and doubled stops, odd digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sifa_xl.domain import Level
from sifa_xl.punctuation import to_full_width
from sifa_xl.text_findings import Spot

_PAIRS = dict(zip("（(“‘《〈【〔[「『｛{", "）)”’》〉】〕]」』｝}", strict=True))
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_WIDTHS = str.maketrans("()[]", "（）【】")  # a bracket may be opened full and closed half-width
_ITEM = re.compile(
    r"(?:^|(?<=[。；：，\n ]))[0-9一二三四五六七八九十①-⑳a-zA-Z]{1,3}[）)]", re.MULTILINE
)
_DOUBLED = re.compile(
    r"([，；：、,;:])[，。；：、,;:]+|。[，。；：、,;:]+|([！？])\2{2,}|[,，]{2,}"
)
_FULL_WIDTH_SIGNS = re.compile(r"[０-９Ａ-Ｚａ-ｚ．％－＋]+")
_STRAIGHT = '"'


def mark_spots(text: str) -> Iterator[Spot]:
    """What is wrong with the marks of one paragraph, in no particular order."""
    yield from _unpaired(text)
    yield from _half_width(text)
    for found in _DOUBLED.finditer(text):
        message = f"标点“{found[0]}”重叠。处理：只留一个"
        yield Spot(found.start(), found.end(), "P-03", Level.VERIFY, message)
    for found in _FULL_WIDTH_SIGNS.finditer(text):
        message = f"“{found[0]}”是全角字符。处理：数字、字母和%改为半角"
        yield Spot(found.start(), found.end(), "P-04", Level.HINT, message)


def _unpaired(text: str) -> Iterator[Spot]:
    """Every mark without its other half; a list's 1） and a） need none."""
    items = {found.end() - 1 for found in _ITEM.finditer(text)}
    opened: list[tuple[str, int]] = []
    folded = text.translate(_WIDTHS)
    for place, sign in enumerate(folded):
        if sign in _PAIRS:
            opened.append((sign, place))
        elif sign in _CLOSING and place not in items:
            depth = _depth(opened, _CLOSING[sign])
            if depth is None:
                yield _lone(text[place], place, f"前面没有与它成对的“{_CLOSING[sign]}”")
                continue
            for other, start in opened[depth + 1 :]:
                yield _lone(text[start], start, f"没有与它成对的“{_PAIRS[other]}”")
            del opened[depth:]
    for sign, start in opened:
        yield _lone(text[start], start, f"没有与它成对的“{_PAIRS[sign]}”")
    straight = [place for place, sign in enumerate(text) if sign == _STRAIGHT]
    if len(straight) % 2:
        yield _lone(_STRAIGHT, straight[-1], "引号不成对")


def _depth(opened: list[tuple[str, int]], sign: str) -> int | None:
    """Where in ``opened`` the last ``sign`` lies."""
    for depth in range(len(opened) - 1, -1, -1):
        if opened[depth][0] == sign:
            return depth
    return None


def _lone(sign: str, place: int, what: str) -> Spot:
    message = f"“{sign}”{what}。处理：补上漏掉的一半，或删去多出的一半"
    return Spot(place, place + 1, "P-01", Level.VERIFY, message)


def _half_width(text: str) -> Iterator[Spot]:
    """One spot for all half-width marks of the paragraph, one for all needless spaces."""
    edits = to_full_width(text)
    marks = [edit for edit in edits if edit.replacement.strip()]
    blanks = [
        edit
        for edit in edits
        if not edit.replacement and text[edit.start : edit.end].strip("\u3000")
        and edit.start > 0 and edit.end < len(text)
    ]  # fmt: skip
    if marks:
        signs = "".join(dict.fromkeys(text[edit.start : edit.end] for edit in marks))
        message = f"汉字之间用了半角标点“{signs}”，本段共{len(marks)}处。处理：改为全角"
        yield Spot(marks[0].start, marks[0].end, "P-02", Level.HINT, message)
    if blanks:
        message = f"文字中间有多余的空格，本段共{len(blanks)}处。处理：删去"
        yield Spot(blanks[0].start, blanks[0].end, "P-05", Level.HINT, message)
