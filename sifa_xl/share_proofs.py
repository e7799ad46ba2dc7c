"""Shares: 占24.8% of a number said before, and 即有83.3% beside 16.7%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sifa_xl.percentages import WHOLE, Pair, failing, judged, pairs_of, places_of, proof, tied
from sifa_xl.proofs import Outcome, Proof, shown
from sifa_xl.stated_numbers import Sentence, Stated

_REACHES = r"(?:达到|高达|达|约|为|近)*$"
_SHARE = re.compile(rf"占(?:比|[\u4e00-\u9fff]{{0,16}}的|[\u4e00-\u9fff]{{0,8}})?{_REACHES}")
_SHARE_FAR = re.compile(r"占[^，。；]{0,14}(?:比例|比重)[^，。；]{0,4}，(?:高)?达到?$")
_OF_WHAT = re.compile(r"占([\u4e00-\u9fff]{2,16}?)(?:总数)?的(?:比例|比重)?(?:达到?|约|为)?$")
_BASES = ("已结|办结|审结|结案", "受理", "收到|收案")
_REST = re.compile(r"(?:即有?|其余|剩余)[\u4e00-\u9fff]{0,4}$")
_AND_SO = re.compile(r"，即(?:有|其余)?")
_BARE = re.compile(r"占(?:比|总数的)?(?:为|达|约)?")
_NOT = re.compile(r"[未不没无]")
_FEW = 3  # numbers said before that a share without decimals may speak of


def share_proofs(sentence: Sentence, before: Sequence[Stated] = ()) -> Iterator[Proof]:
    """Every share of the sentence; ``before`` are the numbers of the paragraph said before."""
    untied: list[tuple[Stated, Stated]] = []
    wholes: set[Fraction] = set()
    for place, each in enumerate(sentence.stated):
        if each.unit != "%" or each.is_past or each.is_change:
            continue
        counts = [s for s in sentence.stated[:place] if s.is_plain]
        if counts and (_SHARE.search(each.said) or _SHARE_FAR.search(each.gap)):
            found = list(_of_share(sentence, each, counts, before))
            yield from (proof for proof, _ in found)
            wholes |= {base for proof, base in found if proof.outcome is Outcome.HOLDS}
            if not found and _BARE.fullmatch(each.said):
                untied.append((each, counts[-1]))
        elif _REST.search(each.said):
            yield from _of_rest(sentence, each, sentence.stated[:place])
    if len(wholes) == 1:  # the other shares of the list are of this number, so this one is too
        yield from _of_whole(sentence, untied, wholes.pop())


def _of_share(
    sentence: Sentence, each: Stated, counts: Sequence[Stated], before: Sequence[Stated]
) -> Iterator[tuple[Proof, Fraction]]:
    """``其中民事27件，占24.8%``: of a number said before; which one is not always sure."""
    part = counts[-1]
    far = before if places_of(each) else before[-_FEW:]
    others = [s for s in (*far, *counts[:-1]) if s.is_plain]
    pairs = sorted(pairs_of(part, others), key=lambda pair: -pair.base)  # the whole first
    found = list(tied(sentence, each, pairs))
    if found and (found[0][0].outcome is not Outcome.FAILS or pairs_of(part, counts)):
        yield from found
    elif base := _base_named(each, part, others):
        yield failing(sentence, each, Pair.of(part, base)), base.value


def _of_whole(
    sentence: Sentence, untied: Sequence[tuple[Stated, Stated]], whole: Fraction
) -> Iterator[Proof]:
    for each, part in untied:
        is_inside = any(s.value == whole and s.is_like(part) for s in sentence.stated)
        if is_inside and part.value <= whole:
            words = f"{shown(part.value)}÷{shown(whole)}"
            pair = Pair(part.value, whole, words, part.slack)
            if judged(each, sentence, pair) is Outcome.FAILS:
                yield failing(sentence, each, pair)


def _base_named(each: Stated, part: Stated, others: Sequence[Stated]) -> Stated | None:
    """The one number the text calls so: ``占已结复议案件的`` is 办结6件."""
    found = _OF_WHAT.search(each.gap)
    words = next((words for words in _BASES if found and re.search(words, found[1])), None)
    if words is None:
        return None
    bases = [s for s in others if re.search(words, s.said) and s.is_like(part)]
    is_one = len({s.value for s in bases}) == 1 and bases[0].value >= part.value
    return bases[0] if is_one and not _NOT.search(bases[0].said) else None


def _of_rest(sentence: Sentence, each: Stated, stated: Sequence[Stated]) -> Iterator[Proof]:
    """``16.7%，即有83.3%``: the two make 100%."""
    for other in reversed(stated):
        if other.unit == "%" and other.value + each.value == WHOLE:
            relation = f"100%－{shown(other.value, '%')}＝{shown(each.value, '%')}"
            yield proof(sentence, each, Outcome.HOLDS, relation, each.value)
            return
    last = stated[-1] if stated else each
    if _AND_SO.fullmatch(each.gap) and last.unit == "%" and last.value != each.value:
        right = WHOLE - last.value
        relation = f"100%－{shown(last.value, '%')}＝{shown(right, '%')}"
        message = f"{relation}，写的是{shown(each.value, '%')}。处理：核对这两个率"
        yield proof(sentence, each, Outcome.FAILS, relation, right, message)
