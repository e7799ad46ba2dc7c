"""Pasted words -> words as the summary wants them: no numbering, full-width stops."""

from __future__ import annotations

import re

from sifa_xl.numbering import chinese_number
from sifa_xl.punctuation import apply_edits, to_full_width

_NUMERALS = "一二三四五六七八九十"
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_WIDE = {ord("０") + n: str(n) for n in range(10)} | {ord("％"): "%"}
_WIDE_POINT = re.compile("(?<=[0-9])．(?=[0-9])")
_STOP = re.compile(r"(?<=[\u3400-\u9fff）”》%])\.(?=\s*$|\s*[\u3400-\u9fff“《（])")
_STRAIGHT = re.compile('"([^"]*)"')
_HALF_CLOSED, _HALF_OPENED = re.compile('“([^“”"]*)"'), re.compile('"([^“”"]*)”')
# a day or a year behind ``1.`` is no decimal; ``1.5万元`` and ``一、二审`` are no numbering
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[（(](?P<chinese>[{_NUMERALS}]{{1,3}})[）)][、.．]?",
        rf"(?P<chinese>[{_NUMERALS}]{{1,3}})是(?:要)?[，,：:]?(?=\S)",
        rf"(?P<chinese>[{_NUMERALS}]{{1,3}})、(?![{_NUMERALS}])",
        rf"第(?P<chinese>[{_NUMERALS}]{{1,3}})[，,、：:]",
        r"[（(](?P<arabic>[0-9]{1,2})[）)][、.．]?",
        r"(?P<arabic>[0-9]{1,2})[)）]",
        r"(?P<arabic>[0-9]{1,2})、(?![0-9])",
        r"(?P<arabic>[0-9]{1,2})[.．](?![0-9])",
        r"(?P<arabic>[0-9]{1,2})[.．](?=[0-9]{1,2}月[0-9]{1,2}日|(?:19|20)[0-9]{2}年)",
        r"[\u2460-\u249b\u24f5-\u24fe\u2776-\u2793]",
        r"[•●■◆▪◇□○\uf06c\uf0b7\uf0a7\uf0d8\uf075][、.]?",
    )
)
_INLINE = re.compile(rf"(?:^|(?<=[；。;]))\s*([{_NUMERALS}]{{1,3}})是")
_OPEN_ENDS = "；，、;,"


def clean(text: str) -> str:
    """One pasted paragraph: signs of numbering off, stops full-width, spaces out.

    Digits, decimals, times and English stay; a sign stays whose successor follows in the same
    paragraph (一是…；二是…).
    """
    plain = without_numbering(_INVISIBLE.sub("", text).strip())
    plain = _WIDE_POINT.sub(".", plain.translate(_WIDE))
    plain = _STOP.sub("。", plain)
    plain = _HALF_CLOSED.sub(r"“\1”", _HALF_OPENED.sub(r"“\1”", plain))
    if plain.count('"') % 2 == 0:
        plain = _STRAIGHT.sub(r"“\1”", plain)
    return apply_edits(plain, to_full_width(plain)).strip()


def is_numbered(text: str) -> bool:
    """Whether the paragraph begins with a sign of numbering."""
    return any(sign.match(text.strip()) for sign in _SIGNS)


def without_numbering(text: str) -> str:
    """The paragraph without the sign it begins with."""
    for sign in _SIGNS:
        found = sign.match(text)
        if found is None:
            continue
        rest = text[found.end() :].lstrip(" \t\u3000")
        return text if not rest or _successor_follows(found, rest) else rest
    return text


def closed(text: str) -> str:
    """The last paragraph of several: ended by a full stop where a list went on."""
    return f"{text.rstrip(_OPEN_ENDS)}。" if text.endswith(tuple(_OPEN_ENDS)) else text


def items_of(text: str) -> list[str]:
    """``一是…；二是…`` as its items; any other paragraph alone."""
    found = list(_INLINE.finditer(text))
    wanted = [chinese_number(number) for number in range(1, len(found) + 1)]
    if len(found) < 2 or found[0].start() or [each[1] for each in found] != wanted:
        return [text]
    ends = [each.start() for each in found[1:]] + [len(text)]
    return [text[each.end() : end].strip() for each, end in zip(found, ends, strict=True)]


def gist(text: str) -> str:
    """The words alone, to tell whether two paragraphs say the same."""
    return "".join(letter for letter in text if letter.isalnum())


def _successor_follows(found: re.Match[str], rest: str) -> bool:
    """``（二）`` behind ``（一）``: then the paragraph lists, and its first sign belongs to it."""
    for kind in ("chinese", "arabic"):
        number = found.groupdict().get(kind)
        if number is None:
            continue
        following = _next_number(number, kind)
        return bool(following) and found[0].replace(number, following, 1).rstrip("，,：:") in rest
    return False


def _next_number(number: str, kind: str) -> str:
    if kind == "arabic":
        return str(int(number) + 1)
    numbers = [chinese_number(each) for each in range(1, 101)]
    return numbers[numbers.index(number) + 1] if number in numbers[:-1] else ""
