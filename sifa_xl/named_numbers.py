"""The numbers of a foreign text that speak of declared figures, by name, label or alias."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sifa_xl.declarations import Count, WorkLine
from sifa_xl.domain import Level
from sifa_xl.lines import shipped
from sifa_xl.stated_numbers import Passage, Sentence, Stated, kin
from sifa_xl.text_findings import Spot

_NOISE = re.compile(
    r"社区矫正对象|社区矫正|矫正对象|矫正人员|矛盾纠纷|人民调解|刑满释放|安置帮教|行政复议|法律援助"
    r"|对象|人员|案件|纠纷|事项|总数|人数|件数|[各类的共（）]|矫正"
)
_LEAD = re.compile(
    r"^(?:高质高效|高质量|高效|有效|成功|及时|依法|妥善|就地|共|新时期|目前|现|现有|组织|全部|免费|各级|各类|为当事人)+"
)
_OPENING = re.compile(r"(?:今年)?年初|(?:上年|去年)(?:年)?[末底]|上期(?:期)?末")
_SAME = {"在矫": "在册", "在管": "在册", "列册": "在册"}


@dataclass(frozen=True)
class Named:
    """A stated number and the figure it is one of."""

    figure: Count
    stated: Stated
    sentence: Sentence


def line_words(line: type[WorkLine]) -> tuple[str, ...]:
    """Words that say a sentence is about the line."""
    return _SUBJECTS.get(line.code, (line.title,))


def named_in(sentences: Sequence[Sentence], line: type[WorkLine]) -> Iterator[Named]:
    """The counts of the sentences whose whole name is that of one figure of the line."""
    words = _words_of(line)
    for sentence in sentences:
        if sentence.is_plan:
            continue
        for stated in sentence.stated:
            if stated.is_past or stated.is_change or not stated.is_count:
                continue
            name = core(stated.name)
            figure = words.get(name, words.get(name.removeprefix("累计")))
            if figure is not None and kin(stated.unit) in {kin(unit) for unit in figure.units}:
                yield Named(figure, stated, sentence)


def odd_units(passage: Passage) -> Iterator[Spot]:
    """``排查1092人次``: a unit that some use, but not the right one."""
    for line in lines_of(passage.text):
        for named in named_in(passage.sentences, line):
            figure, number = named.figure, named.stated.number
            if kin(named.stated.unit) != kin(figure.unit):
                start = named.sentence.start + number.start
                message = (
                    f"{figure.label}一般按“{figure.unit}”统计，这里写的是“{named.stated.unit}”。"
                    "处理：核对单位"
                )
                end = named.sentence.start + number.end
                yield Spot(start, end, "U-02", Level.HINT, message)


def core(name: str) -> str:
    """What is left of a name without the words that every figure of its line has."""
    opened = _OPENING.sub("期初", name)
    for word, usual in _SAME.items():
        opened = opened.replace(word, usual)
    bare = _LEAD.sub("", _NOISE.sub("", opened))
    return bare or opened


_SUBJECTS = {
    "CC": ("社区矫正", "矫正对象", "社矫"),
    "RA": ("安置帮教", "帮教", "刑满释放"),
    "MD": ("调解", "纠纷"),
    "LA": ("法律援助", "法援"),
    "LW": ("律师", "律所"),
    "AR": ("复议",),
    "AL": ("应诉", "出庭"),
    "NT": ("公证",),
    "EN": ("执法", "案卷"),
    "ND": ("合法性", "规范性文件"),
}


def _words_of(line: type[WorkLine]) -> dict[str, Count]:
    return _words()[line.code]


@cache
def _words() -> dict[str, dict[str, Count]]:
    return {line.code: _cores(line) for line in shipped()}


def _cores(line: type[WorkLine]) -> dict[str, Count]:
    """Cores of names that mean one figure only."""
    found: dict[str, list[Count]] = {}
    for figure in line.figures:
        for word in {core(word) for word in (figure.name, figure.label, *figure.aliases)}:
            found.setdefault(word, []).append(figure)
    return {word: figures[0] for word, figures in found.items() if len(figures) == 1 and word}


def lines_of(text: str) -> list[type[WorkLine]]:
    """The lines a text speaks of."""
    return [line for line in shipped() if any(word in text for word in line_words(line))]
