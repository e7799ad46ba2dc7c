"""A number as people write it: clean-up, numerals, hedge, scale and unit.  Nothing is guessed."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

_DIGITS = "零一二三四五六七八九"
_PLACES = {"十": 10, "百": 100, "千": 1000}
_TOO_GREAT = 10**12
_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # variation selectors, invisible too
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(
    r"(?P<before>[约近]*)\s*"
    r"(?:(?P<digits>-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    r"|(?P<chinese>[零一二两三四五六七八九十百千万亿]+))\s*"
    r"(?P<inner>[余多]*)\s*(?P<scale>[万亿]?)\s*(?P<after>[余多]*)\s*"
    r"(?P<unit>\D*?)\s*(?P<least>(?:以上)*)"
)


class WrittenNumber(NamedTuple):
    """A number in ones of ``unit`` (``""`` where none is written), with its hedges in order.

    ``scale`` is 万 or 亿 where it stands behind figures; ``is_scaled`` also where 万 is spelt.
    """

    value: Decimal
    hedges: tuple[str, ...]
    unit: str
    scale: str
    is_scaled: bool
    notes: tuple[str, ...]


class Measured(NamedTuple):
    """A number in a declared unit; ``unit`` is ``""`` where the cell names none."""

    value: Decimal
    unit: str
    notes: tuple[str, ...]


@lru_cache(maxsize=512)  # the same units and choices, a thousand times a workbook
def normalised(raw: str) -> tuple[str, tuple[str, ...]]:
    """``raw`` in half-width characters, without invisible ones, and a phrase for each repair.

    ②, ² and ½ are no full-width digits and stay as they are, so that they are refused.
    """
    visible = without_invisible(raw)
    text = "".join(c if category(c) == "No" else normalize("NFKC", c) for c in visible)
    notes = {
        "看不见的字符已去掉": visible != raw,
        "多余的空格已去掉": visible != visible.strip(),
        "全角数字已按半角读取": any("０" <= c <= "９" for c in visible),
    }
    return text.strip(), tuple(note for note, holds in notes.items() if holds)


def without_invisible(raw: str) -> str:
    """``raw`` without zero-width and control characters; spaces and line breaks stay."""
    if raw.isprintable() and _VARIATIONS.isdisjoint(raw):
        return raw
    return "".join(
        c for c in raw if c.isspace() or (category(c) not in {"Cf", "Cc"} and c not in _VARIATIONS)
    )


def plain(number: Decimal) -> Decimal:
    """``number`` without trailing zeros, exponent or the sign of -0; never rounded."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Decimal("0" if text == "-0" else text)


def parse_number(text: str) -> WrittenNumber | None:
    """The one number that normalised ``text`` is, or None."""
    found = _NUMBER.fullmatch(text)
    if not found or text == "一":  # 一 alone may be a dash
        return None
    digits, chinese = found["digits"] or "", found["chinese"] or ""
    number = Decimal(digits.replace(",", "")) if digits else chinese_number(chinese)
    if number is None:
        return None
    value = plain(number * _SCALES[found["scale"]])
    hedges = [*found["before"], *found["inner"], *found["after"]]
    hedges += re.findall("以上", found["least"])
    notes = {
        "千分位逗号已去掉": "," in digits,
        "数字前面多余的0已去掉": bool(re.match(r"-?0[0-9]", digits)),
        f"汉字数字已按{value:f}读取": bool(chinese),
    }
    return WrittenNumber(
        value=value,
        hedges=tuple(hedges),
        unit=found["unit"],
        scale=found["scale"],
        is_scaled=bool(found["scale"]) or "万" in chinese or "亿" in chinese,
        notes=tuple(note for note, holds in notes.items() if holds),
    )


def in_declared_unit(number: WrittenNumber, units: Sequence[str]) -> Measured | None:
    """``number`` in one of ``units``, 元 and 万元 converted exactly, or None: a strange unit.

    60万 in a column of 万元 is 60: nobody writes 万万元.
    """
    declared = {normalised(name)[0]: name for name in units}
    ten_thousands = {folded[1:]: folded for folded in declared if folded.startswith("万")}
    unit = number.unit
    if not unit and number.is_scaled:
        unit = next(iter(ten_thousands), "")
    shown = f"{number.value:f}{number.unit}"
    if unit in ten_thousands and (number.is_scaled or unit not in declared):
        name = declared[ten_thousands[unit]]
        value = plain(number.value.scaleb(-4))
        if not number.unit:
            return Measured(value, name, (f"没有写单位，已按{value:f}{name}读取",))
        converted = (f"{shown}已换算为{value:f}{name}",)
        return Measured(value, name, () if number.scale == "万" else converted)
    if unit and unit not in declared:
        return None
    return Measured(
        number.value,
        declared.get(unit, ""),
        (f"带“{number.scale}”的数已换算为{shown}",) if number.scale else (),
    )


def chinese_number(text: str) -> Decimal | None:
    """The whole number that ``text`` spells, or None where another reading is possible.

    What is read is spelt again and must give the same characters, so 一百五 (150 or 105?),
    十几, 三四百 and digit strings such as 二〇二 are never read.
    """
    spelt = "二" if text == "两" else text
    for place in "百千万亿":
        spelt = spelt.replace("两" + place, "二" + place)
    value = _sum_of_places(spelt)
    if value >= _TOO_GREAT:  # 九千千亿: no section of four places holds it
        return None
    full = chinese_text(value)
    short = full[1:] if full.startswith("一十") else full
    return Decimal(value) if spelt in {full, short} else None


def chinese_text(value: int) -> str:
    """1050 -> ``一千零五十``, 120000 -> ``一十二万``; for 0 up to 9999 亿."""
    words = "" if value else "零"
    for scale, name in ((100_000_000, "亿"), (10_000, "万"), (1, "")):
        section, value = divmod(value, scale)
        if section:
            words += ("零" if words and section < 1000 else "") + _section_text(section) + name
    return words


def _sum_of_places(text: str) -> int:
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in _PLACES:
            section, digit = section + _PLACES[character] * (digit or 1), 0
        else:
            section, digit = section + digit, 0
            total, section = total + section * _SCALES.get(character, 1), 0
    return total + section + digit


def _section_text(section: int) -> str:
    words, has_gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, place)
        if digit:
            words += ("零" if has_gap else "") + _DIGITS[digit] + name
        has_gap = bool(words) and not digit
    return words
