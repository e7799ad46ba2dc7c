"""A foreign text -> sentences with the numbers they state: of what, in which unit, of when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sifa_xl.documents import DocumentParagraph
from sifa_xl.phrases import Phrases
from sifa_xl.prose_numbers import Kind, ProseNumber, find_numbers
from sifa_xl.said_numbers import in_base_unit

_HALF = str.maketrans(
    "０１２３４５６７８９％．／＋－", "0123456789%./+-"
)  # one character for one: a place in the folded text is a place in the text
_FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
# the comma of 1,500 and the colon of 9:30 stay
_HALF_STOP = re.compile(r"(?!(?<=[0-9])(?:,[0-9]{3}(?![0-9])|:[0-9]))[,;:?!()]")
_SENTENCE_END = re.compile(r"[。！？\n]")
_CLAUSE_MARKS = "，。；：！？、（）“”《》\n　"
_WEAK_END = re.compile(
    r"(?:分别|[共约近达为是有了已计到至的各]|达到|高达|完成|实现|总数|合计|总计|累计)+$"
)
_WEAK_START = re.compile(
    r"^(?:其中|[全我][县区市旗州省]|我局|局|上半年|下半年|全年|本年度|年度|今年以来|年初以来"
    r"|今年|本年|本期|截至目前|截止目前|截至|截止|目前|现|现有|已|共计|总计|先后|一共|总共|依法|并|[，、：]"
    r"|共(?![同建享产治商识青和谋促育创抓推]))+"
)
_SCALES = {"万": 10_000, "亿": 100_000_000}
_LIKE_UNITS = (
    ("件", "起", "宗", "件次", "例", "案"),
    ("人", "名", "位"),
    ("次", "场", "场次"),
    ("个", "家", "所"),
    ("份", "册", "本"),
)
_KIN = {unit: units[0] for units in _LIKE_UNITS for unit in units}
_CARRIED = r"(?!.{0,3}(?:结转|结存|遗留|未结|转入|末|底))"
_LAST_YEAR = re.compile(rf"(?:去年|上年|前年|往年|上一年|上季|上月){_CARRIED}|同期")
_ASIDE = re.compile(r"（[^（）]*）")
_BARE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_INLINE = re.compile(r"（([^（）0-9，。；]{1,6})）")
_AGAINST = re.compile(r"同比|环比|相比|比(?:去年|上年|前|上)|较(?:去年|上年|前|上)|比增|比降")
_THAN_YEAR = re.compile(r"[较比与同]20[0-9]{2}年.{0,6}[的为]?$")
_MOVED = re.compile(
    r"同比|环比|(?<!新)增加(?!值)|增长|上升|下降|(?<!期内)减少|提高|提升|降低|升幅|降幅|增幅|涨幅|比增|多了|少了|净增|回落"
)
_STOPS_A_LEAD = "，。；：（）"


@dataclass(frozen=True)
class Stated:
    """A number that counts or measures something.

    ``gap`` are all words since the number before it, ``name`` those of its own clause without
    共, 达 and their like.  ``depth`` is how many brackets it stands in, ``bracket`` which one.
    ``is_past`` for last year's, ``is_change`` for 增加20件.
    """

    number: ProseNumber
    value: Fraction
    unit: str
    gap: str
    name: str
    bracket: tuple[int, ...]
    is_past: bool
    is_change: bool

    @property
    def said(self) -> str:
        """The words of its own clause, as they stand."""
        words = _ASIDE.sub("", self.gap)
        return words[max(words.rfind(stop) for stop in "，。；：（）、") + 1 :].strip()

    @property
    def slack(self) -> Fraction:
        """How far the true number may lie off: 3.21万件 may be 32,050, and 1.5万元 1.46."""
        text = self.number.text
        scale = next((_SCALES[sign] for sign in _SCALES if sign in text), 0)
        if not scale or not self.is_count:
            return Fraction(0)
        decimals = re.search(r"\.([0-9]+)", text)
        step = Fraction(scale, 10 ** (len(decimals[1]) if decimals else 0))
        return (step / _SCALES["万"] if self.unit == "万元" else step) / 2

    @property
    def is_exact(self) -> bool:
        """True without 余, 约, 近 …"""
        return not self.number.hedge

    @property
    def is_count(self) -> bool:
        """True for what is counted or paid, no percentage."""
        return self.unit not in ("%", "个百分点")

    @property
    def is_plain(self) -> bool:
        """A count of the period itself: exact, neither last year's nor a change."""
        return self.is_count and self.is_exact and not self.is_past and not self.is_change

    def is_like(self, other: Stated) -> bool:
        """Whether the two can be added or compared: 件 and 起, 人 and 名."""
        return kin(self.unit) == kin(other.unit)


@dataclass(frozen=True)
class Sentence:
    """One sentence: ``text`` begins at ``start`` of the paragraph ``place``."""

    text: str
    place: str
    start: int
    stated: tuple[Stated, ...]
    is_plan: bool = False

    def stretches(self) -> Iterator[tuple[Stated, ...]]:
        """The numbers between two semicolons that stand in no bracket."""
        cuts = [at for at, sign in enumerate(self.text) if sign == "；"]
        begin = 0
        for cut in [*cuts, len(self.text)]:
            found = tuple(s for s in self.stated if begin <= s.number.start < cut)
            if found:
                yield found
            begin = cut


@dataclass(frozen=True)
class Passage:
    """One paragraph: ``text`` is folded (half-width digits, full-width stops), its length kept."""

    place: str
    text: str
    source: str
    sentences: tuple[Sentence, ...]
    numbers: tuple[ProseNumber, ...]
    is_plan: bool


def kin(unit: str) -> str:
    """The unit that stands for all that count the same kind of thing."""
    return _KIN.get(unit, unit)


def read_passages(
    paragraphs: Sequence[DocumentParagraph], phrases: Phrases, year: int | None
) -> list[Passage]:
    """Every paragraph with its sentences; those below a heading of plans are plans."""
    passages, is_plan = [], False
    for paragraph in paragraphs:
        text = folded(paragraph.text)
        is_plan = _is_plan_below(text, is_plan)
        numbers = tuple(find_numbers(text, phrases, year, paragraph.place))
        sentences = tuple(_sentences(text, paragraph.place, numbers, is_plan))
        passages.append(Passage(paragraph.place, text, paragraph.text, sentences, numbers, is_plan))
    return passages


def folded(text: str) -> str:
    """``text`` with half-width digits and full-width stops, sign for sign."""
    return _HALF_STOP.sub(lambda found: _FULL[found[0]], text.translate(_HALF))


_PLAN_HEADING = re.compile(
    r"^[（(]?[一二三四五六七八九十]*[、）.．]?.{0,24}?(?:下一?步|下半年|明年|来年|下阶段|今后|20[0-9]{2}年).{0,14}"
    r"(?:打算|计划|安排|思路|重点|举措|谋划|目标)"
)
_LONGEST_HEADING = 48


def _is_plan_below(text: str, is_plan: bool) -> bool:
    """Whether what follows is planned: after 下步打算, and after 工作计划: at a paragraph's end."""
    first = text.strip()
    if len(first) <= _LONGEST_HEADING:
        return is_plan or (
            bool(_PLAN_HEADING.match(first))
            and not re.search(r"总结.{0,12}(?:打算|计划|安排|思路)", first)
        )
    last = re.split(r"[。！；]", first.rstrip("：。"))[-1]
    is_opened = first.endswith("：") and bool(_PLAN_HEADING.match(last))
    opening = re.split("[。，]", first, maxsplit=1)[0]
    return is_plan or is_opened or bool(_PLAN_HEADING.match(opening))


def _sentences(
    text: str, place: str, numbers: Sequence[ProseNumber], is_plan: bool
) -> Iterator[Sentence]:
    begin = 0
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    for end in [*ends, len(text)]:
        words = text[begin:end]
        if words.strip():
            inside = [n for n in numbers if begin <= n.start < end]
            stated = tuple(_stated(text, begin, inside))
            yield Sentence(words, place, begin, _shifted(stated, begin), is_plan)
        begin = end


def _shifted(stated: Sequence[Stated], begin: int) -> tuple[Stated, ...]:
    return tuple(
        replace(
            each,
            number=replace(
                each.number, start=each.number.start - begin, end=each.number.end - begin
            ),
        )
        for each in stated
    )


def _stated(text: str, begin: int, numbers: Sequence[ProseNumber]) -> Iterator[Stated]:
    done = begin
    for place, number in enumerate(numbers):
        if number.kind is not Kind.NUMBER or _BARE_YEAR.fullmatch(number.text):
            continue
        gap = text[done : number.start]
        done = number.end
        if number.value is None:
            continue
        value, unit = in_base_unit(number.value, number.unit or _later_unit(numbers[place:]))
        name = _name(gap)
        is_change = bool(_MOVED.search(_tail(gap))) or _says_more(text, number)
        is_past = not is_change and _is_past(gap)
        yield Stated(
            number, value, unit, gap, name, _brackets(text, begin, number.start), is_past, is_change
        )


def _is_past(gap: str) -> bool:
    """``去年同期为``, ``较2018年的``."""
    return bool(_LAST_YEAR.search(_AGAINST.sub("", gap)) or _THAN_YEAR.search(_tail(gap)))


def _says_more(text: str, number: ProseNumber) -> bool:
    """``比上年多20件``."""
    before = text[max(0, number.start - 8) : number.start]
    return bool(re.search(r"[比较].{0,6}[多少增减降升]$", before))


def _later_unit(numbers: Sequence[ProseNumber]) -> str:
    """The unit of 27、56和26件 for the first two as well."""
    return next((number.unit for number in numbers if number.unit), "")


def _tail(gap: str) -> str:
    """The last clause of the words before a number."""
    return re.split(f"[{_STOPS_A_LEAD}]", gap)[-1]


def _name(gap: str) -> str:
    joined = _INLINE.sub(r"和\1", gap.strip())  # 解除（终止）矫正
    last = re.split(f"[{_CLAUSE_MARKS}]", joined)[-1]
    name = _WEAK_END.sub("", last.strip())
    return _WEAK_START.sub("", name) or name


def _brackets(text: str, begin: int, end: int) -> tuple[int, ...]:
    """Where the brackets open at ``end`` were opened."""
    opened: list[int] = []
    for at in range(begin, end):
        if text[at] == "（":
            opened.append(at)
        elif text[at] == "）" and opened:
            opened.pop()
    return tuple(opened)
