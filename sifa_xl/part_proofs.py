"""A whole and its parts: 其中, brackets behind a number, lists that end in 共."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sifa_xl.part_families import family_of, is_complete
from sifa_xl.proofs import Outcome, Proof, shown
from sifa_xl.stated_numbers import Sentence, Stated

CODE, KIND = "K-01", "分项与总数"
# kinds a person, or an event, may belong to at once: together they may exceed the whole
_MAY_REPEAT = re.compile(
    r"农民工|未成年|青少年|妇女|女性|老年|残疾|少数民族|军人|党员|职工|学生|困难|低保|涉|场|次|活动|参与|各类|重点|进|[国家省市县]级|以上|以下|学历"
)
_STARTS_A_STATEMENT = re.compile(
    r"办结|审结|结案|调解成功|化解|挽回|接待|发放|开展|指派|解答|提供|收到|受理|共|累计|同时|并|另|此外|占|率|培训|现有|目前"
)
_TOTAL_BEHIND = re.compile(r"^[，、；]?(?:一共|总共|共计|合计|总计|共)(?:有|为|约)?$")
_OF_THE_LAST = re.compile(r"\s*(?:其中|((?:办|审)结的?(?:行政复议)?案件中))")
_CLOSED = re.compile(r"(?:办|审)结(?:行政复议|应诉)?(?:案件)?$")
_LONGEST_NAME = 14
_LONGEST_PLACE = 4
_BEHIND = 6  # characters in which 等 may follow the list
_NEAR = Fraction(1, 20)


def part_proofs(sentence: Sentence, before: Sequence[Stated] = ()) -> Iterator[Proof]:
    """Every whole of the sentence that can be held against its parts.

    ``before`` are the numbers of the sentence before: one that begins with 其中 speaks of them,
    one that begins with 办结案件中 of what it says was closed.
    """
    begins = _OF_THE_LAST.match(sentence.text)
    if begins and sentence.stated:
        wholes = [each for each in before if not begins[1] or _CLOSED.search(each.said)]
        yield from _of_sentence_before(sentence, wholes)
    for stretch in sentence.stretches():
        for place, first in enumerate(stretch):
            if "其中" in first.gap and first.is_count and place:
                yield from _of_which(sentence, stretch, place)
            elif _opens_a_bracket(sentence, stretch, place):
                yield from _in_bracket(sentence, stretch, place)
            elif _TOTAL_BEHIND.match(first.gap.strip()) and first.is_plain:
                yield from _listed_before(sentence, stretch, place)


def _of_which(sentence: Sentence, stretch: Sequence[Stated], place: int) -> Iterator[Proof]:
    """``办理109件，其中民事27件、刑事56件``; any whole before it that fits will do."""
    first = stretch[place]
    wholes = _wholes(stretch[:place], first)
    if not wholes:
        return
    parts = _run(stretch, place)
    listed = _listed(parts)
    fewest = max(2, len(listed)) if family_of(_names(listed)) else 2  # a family is not cut to fit
    tied = [
        (whole, parts[:count])
        for whole in wholes
        for count in range(len(parts), fewest - 1, -1)
        if _ties(whole, parts[:count]) and all(part.is_exact for part in parts[:count])
    ]
    if tied:
        yield _holding(sentence, *tied[0])
    elif all(part.is_exact for part in parts):
        yield from _doubts(sentence, wholes, parts)


def _of_sentence_before(sentence: Sentence, before: Sequence[Stated]) -> Iterator[Proof]:
    """``办理109件。其中，民事27件；刑事56件；行政26件。``"""
    wholes = _wholes(before, sentence.stated[0])
    parts = _run(sentence.stated, 0)
    if len(parts) < 2 or not all(part.is_exact for part in parts):
        return
    tied = [whole for whole in wholes if _ties(whole, parts)]
    if tied:
        yield _holding(sentence, tied[0], parts)
    elif len({whole.value for whole in wholes}) == 1 and family_of(_names(parts)):
        yield from _doubts(sentence, wholes, parts)


def _in_bracket(sentence: Sentence, stretch: Sequence[Stated], place: int) -> Iterator[Proof]:
    """``办理109件（民事27件、刑事56件、行政26件）``."""
    whole, parts = stretch[place - 1], _run(stretch, place)
    if len(parts) < 2 or not all(part.is_plain for part in (whole, *parts)):
        return
    if _ties(whole, parts):
        yield _holding(sentence, whole, parts)
    elif family_of([part.name for part in parts]):
        yield from _doubts(sentence, [whole], parts)


def _listed_before(sentence: Sentence, stretch: Sequence[Stated], place: int) -> Iterator[Proof]:
    """``民事27件、刑事56件，共83件``; the list may begin anywhere before."""
    whole = stretch[place]
    parts = _before(stretch, place)
    if len(parts) < 2 or not all(part.is_plain for part in parts):
        return
    for begin in range(len(parts) - 1):
        if _ties(whole, parts[begin:]):
            yield _holding(sentence, whole, parts[begin:])
            return
    separate = all("、" in part.gap or "和" in part.gap for part in parts[1:])
    if separate and not any(_MAY_REPEAT.search(part.name) for part in parts):
        yield _failing(sentence, whole, parts)


def _wholes(before: Sequence[Stated], first: Stated) -> list[Stated]:
    """What 其中 may refer to, the nearest first; inside a bracket only what stands before it."""
    found = [
        each
        for each in reversed(before)
        if each.is_like(first) and each.is_count and not each.is_past and not each.is_change
    ]
    return [each for each in found if len(each.bracket) <= len(first.bracket)]


def _run(stretch: Sequence[Stated], place: int) -> list[Stated]:
    """The parts from ``place`` on: same kind of unit, in the same bracket, no new statement."""
    first, parts = stretch[place], [stretch[place]]
    for each in stretch[place + 1 :]:
        if each.bracket[: len(first.bracket)] != first.bracket:
            break  # the bracket was closed
        if len(each.bracket) > len(first.bracket) or not each.is_count or each.is_change:
            continue  # （占24.8%）
        if not each.is_like(first) or "其中" in each.gap:
            break
        parts.append(each)
    return parts


def _before(stretch: Sequence[Stated], place: int) -> list[Stated]:
    whole, parts = stretch[place], list[Stated]()
    for each in reversed(stretch[:place]):
        if not each.is_like(whole) or each.bracket != whole.bracket or each.is_change:
            break
        parts.append(each)
    return parts[::-1]


def _doubts(
    sentence: Sentence, wholes: Sequence[Stated], parts: Sequence[Stated]
) -> Iterator[Proof]:
    """What fails for every whole the parts may belong to."""
    whole, greatest = wholes[0], max(each.value + each.slack for each in wholes)
    if not whole.is_plain or any(part.unit != whole.unit for part in parts):
        return
    if parts[0].value - parts[0].slack > greatest:
        if all(each.is_exact for each in wholes):
            yield _failing(sentence, whole, parts[:1])
        return
    listed = _listed(parts)
    kinds = family_of(_names(listed))
    is_one = len({each.value for each in wholes}) == 1
    if len(listed) < 2 or not (kinds or is_one):
        return
    total = sum((part.value for part in listed), Fraction(0))
    if total < whole.value:
        yield from _short(sentence, whole, listed, kinds[1] if kinds else [])
    elif total > greatest and (kinds or not _may_repeat(listed)):
        yield _failing(sentence, whole, listed)


def _short(
    sentence: Sentence, whole: Stated, listed: Sequence[Stated], kinds: Sequence[str]
) -> Iterator[Proof]:
    """其中 may leave kinds out, unless these are all there are; a near miss is worth a look."""
    missing = whole.value - sum(part.value for part in listed)
    if is_complete(kinds):
        yield _failing(sentence, whole, listed)
        return
    is_near = missing < min(part.value for part in listed) and missing <= whole.value * _NEAR
    if is_near and not re.search("等|主要", sentence.text[: listed[-1].number.end + _BEHIND]):
        yield _failing(sentence, whole, listed, Outcome.DOUBTFUL)


def _listed(parts: Sequence[Stated]) -> list[Stated]:
    """The parts that are surely members of one list: short names, no verb that begins anew."""
    listed = [parts[0]]
    family = None
    for part in parts[1:]:
        family = family_of([*_names(listed), part.name])
        if not family and (_STARTS_A_STATEMENT.search(part.gap) or not _goes_on(part)):
            break
        listed.append(part)
    return listed


def _goes_on(part: Stated) -> bool:
    """A list goes on behind 、, and behind a comma with the mere name of a place."""
    return len(part.name) <= (_LONGEST_NAME if "、" in part.gap else _LONGEST_PLACE)


def _names(parts: Sequence[Stated]) -> list[str]:
    return [part.name for part in parts]


def _may_repeat(parts: Sequence[Stated]) -> bool:
    names = [*_names(parts), *(part.unit for part in parts)]
    return any(_MAY_REPEAT.search(name) for name in names)


def _opens_a_bracket(sentence: Sentence, stretch: Sequence[Stated], place: int) -> bool:
    """Whether the number begins a bracket that stands right behind another one."""
    if place == 0:
        return False
    before, each = stretch[place - 1], stretch[place]
    between = sentence.text[before.number.end : each.number.start]
    is_first = len(each.bracket) == len(before.bracket) + 1 and between.startswith("（")
    return is_first and each.is_like(before) and "其中" not in between


def _ties(whole: Stated, parts: Sequence[Stated]) -> bool:
    """Whether the parts add up, as nearly as rounded numbers can."""
    off = abs(sum((part.value for part in parts), Fraction(0)) - whole.value)
    return off <= sum((each.slack for each in (whole, *parts)), Fraction(0))


def _sum(parts: Sequence[Stated]) -> str:
    return "＋".join(shown(part.value) for part in parts)


def _holding(sentence: Sentence, whole: Stated, parts: Sequence[Stated]) -> Proof:
    total = sum((part.value for part in parts), Fraction(0))
    sign = "＝" if total == whole.value else "≈"
    relation = f"{_sum(parts)}{sign}{shown(whole.value, whole.unit)}"
    said = shown(whole.value, whole.unit)
    return Proof(
        CODE, KIND, Outcome.HOLDS, sentence.place, sentence.start + parts[0].number.start,
        sentence.text.strip(), relation, said, said, "0",
    )  # fmt: skip


def _failing(
    sentence: Sentence,
    whole: Stated,
    parts: Sequence[Stated],
    outcome: Outcome = Outcome.FAILS,
) -> Proof:
    total, unit = sum((part.value for part in parts), Fraction(0)), whole.unit
    off = total - whole.value
    how = f"{'多' if off > 0 else '少'}{shown(abs(off), unit)}"
    relation = f"{_sum(parts)}＝{shown(total, unit)}，总数写的是{shown(whole.value, unit)}"
    if len(parts) == 1:
        relation = f"其中一项{shown(total, unit)}，总数写的是{shown(whole.value, unit)}"
    mend = "核对总数与各分项，改正填错的一处"
    if outcome is Outcome.DOUBTFUL:
        mend += "；确实没有列全的，加上“其他”或写明“主要”"
    message = f"{relation}，分项{how}。处理：{mend}"
    return Proof(
        CODE, KIND, outcome, sentence.place, sentence.start + parts[0].number.start,
        sentence.text.strip(), relation, shown(whole.value, unit), shown(total, unit),
        shown(off, unit), message,
    )  # fmt: skip
