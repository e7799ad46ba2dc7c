"""Numbers that belong to persons: identity cards, telephones, bank cards, plates, mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from unicodedata import normalize

from sifa_xl.domain import Level

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_REGIONS = ("11—15", "21—23", "31—37", "41—46", "50—54", "61—65", "71", "81—83")  # GB/T 2260
_PROVINCES = frozenset(
    str(code)
    for first, _, last in (region.partition("—") for region in _REGIONS)
    for code in range(int(first), int(last or first) + 1)
)
_RUN = re.compile(r"(?<![0-9A-Za-z.])[0-9](?:[ \-]?[0-9])*[Xx]?(?![0-9A-Za-z])")
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z-])(?:[（(]0[0-9]{2,3}[）)]|0[0-9]{2,3}[- ]?)[2-9][0-9]{6,7}(?![0-9])"
)
_LOCAL = re.compile(r"(?:电话|座机|传真|热线)[^0-9，。；]{0,4}(?P<number>[2-9][0-9]{6,7})(?![0-9])")
_ACCOUNT = re.compile(
    r"(?:账号|帐号|卡号|账户)[^0-9，。；]{0,6}(?P<number>[0-9][0-9 ]{10,28}[0-9])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\- ]?"
    r"(?=[A-Z]{0,3}[0-9])[A-HJ-NP-Z0-9]{4,6}[警学挂港澳领]?(?![A-Za-z0-9])"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_COUNTED = re.compile(r"\s*(?:[万亿]?元|[万亿]|人|件|份|册|次|户|个|%)")  # an amount, no number
_COUNTRY_CODE = re.compile(r"(?:\+|00)?86[ -]?(?=1[3-9])")
_CARD_LABEL = re.compile(r"(?:身份证|身份号码)[^0-9，。；]{0,6}$")
_LABEL_REACH = 12
_OLD_CARD, _CARD, _MOBILE = 15, 18, 11
_CARD_SIZES = range(15, 20)  # a digit may be missing or one too many
_BANK_CARD = range(16, 20)


class PersonalNumber(NamedTuple):
    """One such number at ``start:end``; ``masked`` is what a message may show of it."""

    start: int
    end: int
    kind: str
    masked: str
    level: Level


def find_personal_numbers(text: str) -> list[PersonalNumber]:
    """Every number of a person in ``text``, in order, none inside another.

    必须改 for what is sure (a checksum, a mobile number); 请核实 for what may be an office's.
    """
    folded = "".join(c if len(n := normalize("NFKC", c)) != 1 else n for c in text)
    found: list[PersonalNumber] = []
    for start, end, kind, level in (*_runs(folded), *_patterns(folded)):
        if not any(start < other.end and other.start < end for other in found):
            shown = folded[start : start + _shown(kind)]
            found.append(PersonalNumber(start, end, kind, f"{shown}**", level))
    return sorted(found)


def is_identity_number(digits: str) -> bool:
    """Whether 18 characters are an identity number: province, day of birth and check digit."""
    if not _has_card_shape(digits, _CARD):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return digits[-1].upper() == _CHECK_DIGITS[total % len(_CHECK_DIGITS)]


def passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on bank cards (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


_Found = tuple[int, int, str, Level]


def _runs(text: str) -> Iterator[_Found]:
    for found in _RUN.finditer(text):
        lead = _COUNTRY_CODE.match(found[0])
        start = found.start() + (lead.end() if lead else 0)
        digits = re.sub(r"[ \-]", "", text[start : found.end()])
        kind = "" if _COUNTED.match(text, found.end()) else _kind(digits)
        if len(digits) in _CARD_SIZES and _CARD_LABEL.search(
            text, max(0, start - _LABEL_REACH), start
        ):
            kind = _CARD_NUMBER  # mistyped or not, it is somebody's
        if kind:
            sure = kind != _LIKE_A_CARD
            yield found.start(), found.end(), kind, Level.ERROR if sure else Level.VERIFY


_CARD_NUMBER = "身份证号"
_LIKE_A_CARD = "像身份证号的数字（校验码不对）"


def _kind(digits: str) -> str:
    size = len(digits)
    if size == _CARD and _has_card_shape(digits, _CARD):
        return _CARD_NUMBER if is_identity_number(digits) else _LIKE_A_CARD
    if not digits.isdigit():
        return ""
    if size == _OLD_CARD and _has_card_shape(digits, _OLD_CARD):
        return "身份证号（15位）"
    if size == _MOBILE and re.match(r"1[3-9]", digits):
        return "手机号"
    if size in _BANK_CARD and digits[0] in "3456" and passes_luhn(digits):
        return "银行卡号"
    return ""


def _patterns(text: str) -> Iterator[_Found]:
    for found in _PLATE.finditer(text):
        yield found.start(), found.end(), "车牌号", Level.ERROR
    for found in _MAIL.finditer(text):
        yield found.start(), found.end(), "电子邮箱", Level.VERIFY
    for found in _LANDLINE.finditer(text):
        yield found.start(), found.end(), "固定电话", Level.VERIFY
    for pattern, kind in ((_LOCAL, "固定电话"), (_ACCOUNT, "银行账号")):
        for found in pattern.finditer(text):
            yield found.start("number"), found.end("number"), kind, Level.VERIFY


def _has_card_shape(digits: str, size: int) -> bool:
    if len(digits) != size or digits[:2] not in _PROVINCES:
        return False
    if not re.fullmatch(r"[0-9]+" if size == _OLD_CARD else r"[0-9]{17}[0-9Xx]", digits):
        return False
    year = digits[6:10] if size == _CARD else f"19{digits[6:8]}"
    rest = digits[10:14] if size == _CARD else digits[8:12]
    try:
        born = date(int(year), int(rest[:2]), int(rest[2:]))
    except ValueError:
        return False
    return 1900 <= born.year <= date.today().year


def _shown(kind: str) -> int:
    """How many characters of it a message may show."""
    return {"手机号": 3, "车牌号": 2, "电子邮箱": 1}.get(kind, 4)
