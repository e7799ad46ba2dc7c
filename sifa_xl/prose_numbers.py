"""Numbers in the clerk's own sentences: where they stand, what they are worth, what kind."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from sifa_xl.counts import NUMERALS, UNIT, chinese_counts
from sifa_xl.phrases import Phrases
from sifa_xl.written_numbers import chinese_number, parse_number

_TO = r"\s*(?:至|到|—+|–|-|－|～|~)\s*"
_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_MONTH_DAY = rf"{_MONTH}\s*月(?:\s*{_DAY}\s*[日号])?"
_DATE = (
    rf"(?:{_YEAR}\s*年\s*)?(?:{_MONTH}(?:{_TO}|、))*{_MONTH_DAY}"
    rf"(?:{_TO}(?:(?:{_YEAR}年)?{_MONTH_DAY}|{_DAY}[日号]))?"
    rf"|{_YEAR}(?P<slash>[-/.]){_MONTH}(?P=slash){_DAY}"
    rf"|{_DAY}(?:{_TO}{_DAY})?日|[0-2]?[0-9][:：][0-5][0-9]|[0-2]?[0-9]时(?:[0-5]?[0-9]分)?"
)
_YEARS = rf"{_YEAR}年?{_TO}{_YEAR}(?:年度?)?|{_YEAR}年度?|(?<=[〔（]){_YEAR}(?=[〕）])"
_ORDINAL = (
    rf"第\s*(?:[0-9]+(?:{_TO}第?[0-9]+)?(?:{UNIT})?|[{NUMERALS}]+(?:{_TO}第?[{NUMERALS}]+)?(?:{UNIT}))"
    r"|[0-9]+号|(?:^|(?<=[。；\n]))[0-9]{1,2}[.．、](?![0-9])|（[0-9]{1,2}）"
)
_LATIN = (
    r"(?<![A-Za-z0-9])(?:https?://[!-~]+|[A-Za-z][A-Za-z./:-]*[0-9][A-Za-z0-9./:_-]*|[0-9]+[GD])"
)
_FIGURES = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_PERCENT = r"%|％|个百分点"
_NUMBER = (
    r"(?P<before>约|近|逾|超过|超)?\s*"
    rf"(?P<core>(?:{_FIGURES})(?P<range>[%％万亿]?{_TO}(?:{_FIGURES}))?"
    rf"\s*[余多]?\s*[万亿]?\s*[余多]?\s*(?P<unit>{_PERCENT}|{UNIT})?)(?P<least>以上|左右|以内|以下)?"
)
_TOKEN = re.compile(
    rf"(?P<latin>{_LATIN})|(?P<date>{_DATE})|(?P<year>{_YEARS})|(?P<ordinal>{_ORDINAL})|{_NUMBER}"
)
_SPELT_BEFORE = re.compile(r"(?:约|近|逾|超过|超)$")
_SPELT_LEAST = re.compile(r"以上|左右|以内|以下")
_TEN_THOUSAND = 10_000


class Kind(StrEnum):
    """What a number in prose is; only a 数 has to be ticked 已核."""

    NUMBER = "数"
    DATE = "日期"
    YEAR = "年份"
    ORDINAL = "序数"
    PHRASE = "固定用语"


@dataclass(frozen=True)
class ProseNumber:
    """A number in prose with unit and hedge, at ``start:end`` of the text.

    ``value`` is in ``unit`` (6万余元: 6, 万元) and None where one reading is not sure (两三家,
    a range).  ``hedge`` is the 约, 近, 余, 多, 以上 … beside it.
    """

    text: str
    value: Decimal | None
    unit: str
    start: int
    end: int
    kind: Kind
    place: str
    hedge: str = ""


def find_numbers(text: str, phrases: Phrases, year: int | None, place: str) -> list[ProseNumber]:
    """The numbers of ``text`` in order; its figures are half-width already."""
    figures = [_from_figures(found, place) for found in _TOKEN.finditer(text)]
    taken = [(number.start, number.end) for number in figures]
    spelt = [
        number
        for number in (_from_numerals(found, place) for found in chinese_counts(text))
        if not any(start < number.end and number.start < end for start, end in taken)
    ]
    fixed = phrases.places(text, year)
    numbers = sorted([*figures, *spelt], key=lambda number: number.start)
    return [_fixed(number) if _is_inside(number, fixed) else number for number in numbers]


def _from_figures(found: re.Match[str], place: str) -> ProseNumber:
    kinds = {"latin": Kind.PHRASE, "date": Kind.DATE, "year": Kind.YEAR, "ordinal": Kind.ORDINAL}
    kind = next((kinds[name] for name in kinds if found[name]), Kind.NUMBER)
    value, unit, hedge = None, "", ""
    if kind is Kind.NUMBER and not found["range"]:
        value, unit, hedge = _worth(re.sub(r"\s", "", found["core"]))
        hedge = hedge or found["before"] or found["least"] or ""
    elif kind is Kind.NUMBER:
        unit = (found["unit"] or "").replace("％", "%")
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    words = found[0].strip()
    return ProseNumber(words, value, unit, start, start + len(words), kind, place, hedge)


def _from_numerals(found: re.Match[str], place: str) -> ProseNumber:
    text = found.string
    before = _SPELT_BEFORE.search(text, 0, found.start())
    least = _SPELT_LEAST.match(text, found.end())
    start = before.start() if before else found.start()
    end = least.end() if least else found.end()
    value, unit, hedge = _worth(found[0])
    if found["run"] is None:
        value, unit = _percent(found[0])
    hedge = hedge or (before[0] if before else "") or (least[0] if least else "")
    return ProseNumber(text[start:end], value, unit, start, end, Kind.NUMBER, place, hedge)


def _worth(words: str) -> tuple[Decimal | None, str, str]:
    """Value, unit and hedge of a number without 以上; 元 counted in 万 is 万元."""
    number = parse_number(words.replace("％", "%"))
    if number is None:
        return None, "", ""
    hedge = next(iter(number.hedges), "")
    if number.unit == "元" and number.is_scaled:
        return number.value / _TEN_THOUSAND, "万元", hedge
    return number.value, number.unit, hedge


def _percent(words: str) -> tuple[Decimal | None, str]:
    if not words.startswith("百分之"):
        return None, ""
    return chinese_number(words.removeprefix("百分之")), "%"


def _fixed(number: ProseNumber) -> ProseNumber:
    return replace(number, value=None, unit="", kind=Kind.PHRASE)


def _is_inside(number: ProseNumber, places: list[tuple[int, int]]) -> bool:
    return any(start <= number.start and number.end <= end for start, end in places)
