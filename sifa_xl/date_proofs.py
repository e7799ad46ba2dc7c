"""Dates and years of a text: days that do not exist, years and months the title does not cover."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sifa_xl.proofs import Outcome, Proof
from sifa_xl.stated_numbers import Passage

CODE, KIND = "K-06", "日期与年份"
_LEAP_YEAR = 2024  # 2月29日 without a year may be right
_DAY = re.compile(r"(?:((?:19|20)[0-9]{2})年)?(?<![0-9])([0-9]{1,2})月([0-9]{1,2})[日号]")
_TITLE = re.compile(
    r"(20[0-9]{2})年?(?:度)?(?P<period>上半年|下半年|年度|全年|半年|第?[一二三四]季度|1[至—\-~～]?[0-9]{1,2}月)?"
)
_HEADS = re.compile(r"总结|报告|汇报|小结|情况|要点")
_OPENING = re.compile(r"^[　\s]*(20[0-9]{2})年(?:度)?(上半年|全年|以来|度)?(?:以来)?[，,]")
_SIGNED = re.compile(r"^[　\s]*(20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日[　\s]*$")
_CUT_OFF = re.compile(
    r"截[至止](?:到)?(?:(20[0-9]{2})年|今年)?([0-9]{1,2})月(?:([0-9]{1,2})日|底|末)?"
)
_PLANS_TITLE = re.compile(r"计划|打算|安排|思路")
_LONGEST_TITLE = 60
_HALF = 6
_TAIL = 3


@dataclass(frozen=True)
class Subject:
    """The year and period a text is about, and the paragraph that says so."""

    year: int
    period: str
    words: str
    place: str
    has_plans: bool

    @property
    def is_first_half(self) -> bool:
        """True for 上半年."""
        return self.period in ("上半年", "半年")


def subject_of_text(passages: Sequence[Passage]) -> Subject | None:
    """What the title says, else the opening words; None where neither names a year."""
    for passage in passages[:3]:
        words = passage.text.strip()
        found = _TITLE.search(words)
        if found and len(words) <= _LONGEST_TITLE and _HEADS.search(words):
            years = set(re.findall(r"(20[0-9]{2})年", words))
            has_plans = bool(_PLANS_TITLE.search(words)) or len(years) > 1
            return Subject(int(found[1]), found["period"] or "", words, passage.place, has_plans)
    for passage in passages[:2]:
        if opening := _OPENING.match(passage.text):
            period = opening[2] if opening[2] in ("上半年", "全年") else ""
            words = opening[0].strip("，　 ")
            return Subject(int(opening[1]), period, words, passage.place, True)
    return None


def date_proofs(passages: Sequence[Passage], subject: Subject | None) -> Iterator[Proof]:
    """What is wrong with the dates; what is right with the years is told once."""
    for passage in passages:
        yield from _impossible(passage)
    if subject is not None:
        yield from _openings(passages, subject)
        yield from _signatures(passages, subject)
        if subject.is_first_half:
            yield from _beyond_half(passages, subject)


def _impossible(passage: Passage) -> Iterator[Proof]:
    for found in _DAY.finditer(passage.text):
        year, month, day = int(found[1] or _LEAP_YEAR), int(found[2]), int(found[3])
        if not 1 <= month <= 12:
            why = f"没有{month}月"
        elif not 1 <= day <= monthrange(year, month)[1]:
            why = (
                f"{found[1] + '年' if found[1] else ''}{month}月只有{monthrange(year, month)[1]}天"
            )
        else:
            continue
        message = f"“{found[0]}”不存在，{why}。处理：核对日期"
        yield _proof(passage, found.start(), found[0], Outcome.FAILS, why, message)


def _openings(passages: Sequence[Passage], subject: Subject) -> Iterator[Proof]:
    """A paragraph that opens with another year than the title: last year's text left standing.

    Behind the opening one it may speak of last year, and is doubtful only with a period.
    """
    is_first = True
    for passage in passages:
        found = _OPENING.match(passage.text)
        is_about_now = found and not passage.is_plan and passage.place != subject.place
        if not found or not is_about_now or subject.has_plans:
            continue
        year = int(found[1])
        if year == subject.year:
            relation = f"{found[1]}年与标题一致"
            yield _proof(passage, 0, found[0], Outcome.HOLDS, relation, "")
        elif year < subject.year and (is_first or found[2]):
            message = (
                f"标题写的是{subject.year}年，这一段开头写的是{year}年。"
                "处理：核对年份，像是沿用了旧稿"
            )
            outcome = Outcome.FAILS if is_first else Outcome.DOUBTFUL
            relation = f"标题{subject.year}年"
            yield _proof(passage, found.start(1), found[0], outcome, relation, message)
        is_first = False


def _signatures(passages: Sequence[Passage], subject: Subject) -> Iterator[Proof]:
    """The date below the text: in the year, or soon after it."""
    for passage in passages[-_TAIL:]:
        found = _SIGNED.match(passage.text)
        if not found:
            continue
        year = int(found[1])
        relation = f"成文日期{found[0].strip()}，全文写的是{subject.year}年"
        if year in (subject.year, subject.year + 1) or subject.has_plans:
            yield _proof(passage, 0, found[0], Outcome.HOLDS, relation, "")
        else:
            message = f"{relation}，对不上。处理：核对成文日期和全文的年份"
            yield _proof(passage, 0, found[0], Outcome.FAILS, relation, message)


def _beyond_half(passages: Sequence[Passage], subject: Subject) -> Iterator[Proof]:
    """``截至9月底`` in a text about the first half; a day in July is when it was written."""
    for passage in passages:
        if passage.is_plan:
            continue
        for found in _CUT_OFF.finditer(passage.text):
            year, month = int(found[1] or subject.year), int(found[2])
            if year == subject.year and month > _HALF + 1:
                relation = f"统计期是{subject.words}"
                message = (
                    f"写的是上半年，这里“{found[0]}”已经超出。处理：核对统计期，像是沿用了旧稿"
                )
                yield _proof(passage, found.start(), found[0], Outcome.FAILS, relation, message)


def _proof(
    passage: Passage, start: int, words: str, outcome: Outcome, relation: str, message: str
) -> Proof:
    sentence = next(
        (s.text.strip() for s in reversed(passage.sentences) if s.start <= start), passage.text
    )
    return Proof(
        CODE, KIND, outcome, passage.place, start, sentence, relation, words.strip("，　 "),
        message=message,
    )  # fmt: skip
