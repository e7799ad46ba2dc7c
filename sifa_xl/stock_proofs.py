"""Stocks in any words: 年初, what came, what went, and what there is now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from sifa_xl.proofs import Outcome, Proof, shown
from sifa_xl.stated_numbers import Sentence, Stated

CODE, KIND = "K-04", "期初、增减与期末"
_OPENING = re.compile(
    r"(?:年初|期初|(?:上年|去年)年?[末底]).{0,6}(?:在册|在矫|有|结存|列管)|(?:上年|上期|去年)?(?:结转|结存|旧存)"
)
_CAME = re.compile(r"新接收|新增|接收|新收|收到|受理|新入矫|迁入|纳管|入矫|登记")
_ASTRAY = re.compile(r"不予受理|转送|告知|撤回|其他处理|作其他")  # received, never taken on
_WENT = re.compile(r"解除|终止|期满|迁出|收监|死亡|注销|解矫|办结|审结|结案|转出|减少")
_NOW = re.compile(
    r"(?:现有|目前|现|期末|年末|截至).{0,8}(?:在册|在矫|列管|实有)|^在册|^在矫|未结|在办|正在办理|尚未办结|结转下"
)
_MOST_FLOWS = 8
_SINCE = re.compile(r"累计(?:接收|接受|纳管|列管)"), re.compile(r"累计(?:解除|解矫|期满)"), _NOW


def stock_proofs(sentence: Sentence) -> Iterator[Proof]:
    """Every stock of the sentence whose opening and closing are both stated."""
    for stretch in () if sentence.is_plan else sentence.stretches():
        found = [s for s in stretch if _is_flow(s)]
        yield from _since_the_beginning(sentence, found)
        yield from _of_period(sentence, found)


def _of_period(sentence: Sentence, found: Sequence[Stated]) -> Iterator[Proof]:
    opening = [s for s in found if _OPENING.search(s.said)]
    closing = [s for s in found if _NOW.search(s.said) and s not in opening]
    rest = [s for s in found if s not in opening and s not in closing and "累计" not in s.said]
    came = [s for s in rest if _CAME.search(s.said)]
    went = [s for s in rest if _WENT.search(s.said) and s not in came]
    is_whole = len(opening) == len(closing) == 1 and came and went
    if is_whole and len({s.unit for s in (*opening, *closing, *came, *went)}) == 1:
        yield from _balance(sentence, opening[0], came, went, closing[0])


def _is_flow(stated: Stated) -> bool:
    """Parts inside brackets and behind 其中 have been counted with their whole."""
    is_plain = stated.is_count and stated.is_exact and not stated.is_change and not stated.is_past
    return is_plain and not stated.slack and not stated.bracket and "其中" not in stated.gap


def _since_the_beginning(sentence: Sentence, found: Sequence[Stated]) -> Iterator[Proof]:
    """``累计接收764人，累计解除454人，在册310人``; others may have left, so it only may hold."""
    came, went, now = ([s for s in found if words.search(s.said)] for words in _SINCE)
    if len(came) == len(went) == 1 and now and came[0].value - went[0].value == now[-1].value:
        relation = f"{shown(came[0].value)}－{shown(went[0].value)}＝{_said(now[-1])}"
        yield _told(sentence, now[-1], relation, now[-1].value, Outcome.HOLDS)


def _balance(
    sentence: Sentence,
    opening: Stated,
    came: Sequence[Stated],
    went: Sequence[Stated],
    closing: Stated,
) -> Iterator[Proof]:
    """What came may be told twice, as 收到 and as 受理, and what went with its parts behind it.

    So any of them that tie will do.
    """
    if len(came) + len(went) > _MOST_FLOWS:
        return
    for some in _choices(came):
        for others in _choices(went):
            proof = _proof(sentence, opening, some, others, closing)
            if proof.outcome is Outcome.HOLDS:
                yield proof
                return
    if not _ASTRAY.search(sentence.text):
        yield _proof(sentence, opening, came, went, closing)


def _choices(flows: Sequence[Stated]) -> Iterator[tuple[Stated, ...]]:
    """All of them first, then ever fewer."""
    for size in range(len(flows), 0, -1):
        yield from combinations(flows, size)


def _proof(
    sentence: Sentence,
    opening: Stated,
    came: Sequence[Stated],
    went: Sequence[Stated],
    closing: Stated,
) -> Proof:
    right = opening.value + _sum(came) - _sum(went)
    words = shown(opening.value) + "".join(f"＋{shown(s.value)}" for s in came)
    words += "".join(f"－{shown(s.value)}" for s in went)
    relation = f"{words}＝{shown(right, closing.unit)}"
    outcome = Outcome.HOLDS if right == closing.value else Outcome.FAILS
    return _told(sentence, closing, relation, right, outcome)


def _told(
    sentence: Sentence, closing: Stated, relation: str, right: Fraction, outcome: Outcome
) -> Proof:
    off, message = closing.value - right, ""
    if outcome is Outcome.FAILS:
        how = f"{'多' if off > 0 else '少'}{shown(abs(off), closing.unit)}"
        message = (
            f"{relation}，期末写的是{_said(closing)}，{how}。处理：核对期初、本期增减和期末，"
            "改正填错的一处；还有别的增减的，写出来"
        )
    return Proof(
        CODE, KIND, outcome, sentence.place, sentence.start + closing.number.start,
        sentence.text.strip(), relation, _said(closing), shown(right, closing.unit),
        shown(off, closing.unit), message,
    )  # fmt: skip


def _said(stated: Stated) -> str:
    return shown(stated.value, stated.unit)


def _sum(stated: Sequence[Stated]) -> Fraction:
    return sum((each.value for each in stated), Fraction(0))
