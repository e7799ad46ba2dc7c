"""The same fact told twice in one text: two different numbers for it cannot both be right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sifa_xl.proofs import Outcome, Proof, shown
from sifa_xl.said_numbers import stated_interval
from sifa_xl.stated_numbers import Passage, Sentence, Stated, kin

CODE, KIND = "K-05", "同一事实"
_SCOPE = re.compile(
    r"^(?:截至目前|截止目前|截至|目前|今年以来|年初以来|上半年|今年|全年|本年|20[0-9]{2}年(?:度|上半年|以来)?|[，、共已先后])*"
    r"(?P<whole>[全我][县区市旗州省])?"
    r"(?:共有|现有|共|累计|目前|现|已|各级|各类|有|[，])*"
)
# words that narrow the number to something less than the whole
_NARROW = re.compile(
    r"专项|行动|活动期间|期间|[0-9]|其中|[镇乡村街]|分别|每|各司法所|试点|首|新增|以上|第[一二三四]季|[一二三四五六七八九十]月"
    r"|新|近|历|累计|以来|该|对|组织|为|涉|参加|培训|在"
)
_ONLY_TIME = re.compile(
    r"(?:今年以来|年初以来|今年上半年|上半年|全年|截[至止]目前|20[0-9]{2}年(?:上半年|以来)?)，?"
)
_STOCK = re.compile(r"在册|现有|共有|在矫|目前")
_RATE = re.compile(r"[成化办结审案出庭衔接安置覆盖知晓合格满意]{2,8}率$")
_SHORTEST = 5


@dataclass(frozen=True)
class _Fact:
    subject: str
    stated: Stated
    sentence: Sentence


def repeat_proofs(passages: Sequence[Passage]) -> Iterator[Proof]:
    """Every fact stated more than once, as ``全县共受理纠纷`` or ``现有律师事务所``."""
    said: dict[tuple[str, str], _Fact] = {}
    for passage in passages:
        if passage.is_plan:
            continue
        for sentence in passage.sentences:
            for fact in _facts(sentence):
                key = (fact.subject, kin(fact.stated.unit))
                first = said.setdefault(key, fact)
                if first is not fact:
                    yield _proof(first, fact)


def _facts(sentence: Sentence) -> Iterator[_Fact]:
    for stated in sentence.stated:
        if stated.is_past or stated.is_change or stated.bracket:
            continue
        subject = _subject(sentence, stated)
        if subject:
            yield _Fact(subject, stated, sentence)


def _subject(sentence: Sentence, stated: Stated) -> str:
    """What the number counts, where the words say that it is the whole of the county."""
    clause = re.split("[，；：（）]", stated.gap)[-1]
    found = _SCOPE.match(clause)
    rest = clause[found.end() :] if found else clause
    rest = re.sub(r"(?:达到|高达|达|为|是|共|有|约|近|了)+$", "", rest).strip()
    lead = sentence.text[: stated.number.start - len(clause)]
    is_whole = bool(
        (found and found["whole"])
        or _STOCK.match(clause.lstrip("，"))
        or (_ONLY_TIME.fullmatch(lead) and re.match("，?(?:共|累计)", clause))
    )
    if not is_whole or len(rest) < _SHORTEST or _NARROW.search(rest):
        return ""
    if _ONLY_TIME.fullmatch(lead):
        period = re.match(r"20[0-9]{2}年(?:上半年)?|全年", lead)
        return f"{period[0] if period else ''}{rest}"  # another year is another fact
    return "" if re.search(r"其中|专项|行动|期间|[镇乡村]|去年|上年|20[0-9]{2}年", lead) else rest


def _proof(first: _Fact, again: _Fact) -> Proof:
    one, other = first.stated, again.stated
    agree = _agree(first, again)
    said = f"{first.sentence.place}写{one.number.text}，{again.sentence.place}写{other.number.text}"
    relation = f"{again.subject}：{said}"
    off = shown(abs(one.value - other.value), one.unit)
    message = ""
    outcome = Outcome.HOLDS if one.value == other.value else Outcome.COARSER
    if not agree:
        outcome = Outcome.FAILS
        message = (
            f"{relation}，相差{off}。处理：核对哪一个对，改正另一个；范围不同的，写明各是什么范围"
        )
    return Proof(
        CODE, KIND, outcome, again.sentence.place, again.sentence.start + other.number.start,
        again.sentence.text.strip(), relation, shown(other.value, other.unit),
        shown(one.value, one.unit), shown(other.value - one.value, one.unit), message,
    )  # fmt: skip


def _agree(first: _Fact, again: _Fact) -> bool:
    """A rounded number is an interval: 700余件 and 723件 agree."""
    one = stated_interval(first.stated.number, first.sentence.text)
    other = stated_interval(again.stated.number, again.sentence.text)
    return one is None or other is None or one.meets(other)
