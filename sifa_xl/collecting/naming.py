"""Which unit of 填报单位 a file means by the name it gives: the same, a near one, or a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

NEAR = 74  # of 100: one character in four may differ
SAME_PLACE = 90  # the place is spelt alike, only the kind of place or office is not
CLEARLY = 12  # by so much the nearest has to be nearer than the next
_KIND = re.compile(r"(人民政府|办事处|司法所|司法局|司法厅|股室)+$")
_PLACE = re.compile(r"(自治县|自治旗|自治州|自治区|民族乡|街道|管理处|县|市|区|旗|州|盟|省|镇|乡)$")
_BUREAU = re.compile(r"司法[局厅]$")
_LEAST_SHORT = 2  # characters; a shorter name would fit too many


@dataclass(frozen=True)
class Guess:
    """``name`` is the unit as 填报单位 spells it, or ``""``; ``fitting`` are those that may be.

    ``is_same_place`` is False where a character of the place itself is another: 江南 and 江北.
    """

    name: str = ""
    is_near: bool = False
    is_same_place: bool = True
    fitting: tuple[str, ...] = ()


def find_unit(named: str, units: Sequence[str]) -> Guess:
    """The unit meant by ``named``.  Where two fit, none is chosen and both are told."""
    wanted = plain_name(named)
    if not wanted:
        return Guess()
    for name in units:
        if plain_name(name) == wanted:
            return Guess(name)
    scored = sorted(((_nearness(wanted, plain_name(n)), n) for n in units), reverse=True)
    near = [(score, name) for score, name in scored if score >= NEAR]
    if not near:
        return Guess()
    best = near[0][0]
    fitting = tuple(name for score, name in near if best - score < CLEARLY)
    if len(fitting) > 1:
        return Guess(fitting=fitting)
    return Guess(fitting[0], True, best >= SAME_PLACE, fitting)


def named_in(text: str, units: Sequence[str]) -> str:
    """The one unit whose name stands in ``text``, a file's name; ``""`` for none or several."""
    plain = plain_name(text)
    found = [name for name in units if _short(plain_name(name)) in plain]
    return found[0] if len(found) == 1 else ""


def place_name(bureau: str) -> str:
    """The area a bureau stands for: 麻阳苗族自治县司法局 -> 麻阳苗族自治县."""
    return _BUREAU.sub("", bureau) or bureau


def plain_name(name: str) -> str:
    """What two spellings share: width of letters, spaces and quotes do not matter."""
    return re.sub(r"[\s“”\"'‘’]+", "", normalize("NFKC", name))


def _nearness(one: str, other: str) -> float:
    """0 to 100.  Names that differ only in what kind of office it is are the same place."""
    from rapidfuzz.fuzz import ratio

    short, short_other = _short(one), _short(other)
    if short == short_other:
        return 99.0
    if short in other or short_other in one:
        return 90.0
    return float(ratio(one, other))


def _short(name: str) -> str:
    """The name of the place alone: 高村镇司法所 -> 高村."""
    office = _KIND.sub("", name)
    place = _PLACE.sub("", office)
    return next((text for text in (place, office) if len(text) >= _LEAST_SHORT), name)
