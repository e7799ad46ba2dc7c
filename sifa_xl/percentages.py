"""A percentage as said against two counts: exact, less precise, cut off, or another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sifa_xl.proofs import Outcome, Proof, percent, shown
from sifa_xl.said_numbers import stated_interval
from sifa_xl.stated_numbers import Sentence, Stated
from sifa_xl.wording import round_half_up

CODE, KIND = "K-02", "率与两个数"
WHOLE = 100
_CARRIED = re.compile(r"结转|结存|旧存|遗留|上年|去年|上期")


@dataclass(frozen=True)
class Pair:
    """A part and its base, spelt in ``words``; ``base`` may be the sum of two numbers."""

    part: Fraction
    base: Fraction
    words: str
    part_slack: Fraction = Fraction(0)
    base_slack: Fraction = Fraction(0)

    @property
    def ratio(self) -> Fraction:
        """Exact, in percent."""
        return percent(self.part, self.base)

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """Between which the ratio lies where its numbers were rounded: 4.55万 of 4.62万."""
        low = percent(self.part - self.part_slack, self.base + self.base_slack)
        return low, percent(self.part + self.part_slack, self.base - self.base_slack)

    @classmethod
    def of(cls, part: Stated, base: Stated) -> Pair:
        """``part`` over ``base``."""
        words = f"{shown(part.value)}÷{shown(base.value)}"
        return cls(part.value, base.value, words, part.slack, base.slack)


def judged(each: Stated, sentence: Sentence, pair: Pair) -> Outcome:
    """How a percentage as said stands to that of two counts, which may be rounded themselves."""
    outcome = _judged(each, sentence, pair.ratio)
    if outcome is Outcome.FAILS and (pair.part_slack or pair.base_slack):
        low, high = (Fraction(round_half_up(bound, places_of(each))) for bound in pair.bounds)
        return Outcome.COARSER if low <= each.value <= high else outcome
    return outcome


def _judged(each: Stated, sentence: Sentence, ratio: Fraction) -> Outcome:
    """100% is never said of less."""
    number = each.number
    if number.hedge:
        interval = stated_interval(number, sentence.text)
        return Outcome.HOLDS if interval and interval.holds(ratio) else Outcome.FAILS
    if (each.value == WHOLE) != (ratio == WHOLE):
        return Outcome.FAILS
    places = places_of(each)
    if Fraction(round_half_up(ratio, places)) != each.value:
        return Outcome.FAILS
    is_precise = places or Fraction(round_half_up(ratio, 1)) == each.value
    return Outcome.HOLDS if is_precise else Outcome.COARSER


def places_of(each: Stated) -> int:
    """How many decimals were written."""
    found = re.search(r"\.([0-9]+)", each.number.text)
    return len(found[1]) if found else 0


def cut_off(each: Stated, ratio: Fraction) -> bool:
    """Whether digits were dropped where they should have been rounded."""
    scale = 10 ** places_of(each)
    return Fraction(int(ratio * scale), scale) == each.value


def pairs_of(part: Stated, counts: Sequence[Stated]) -> list[Pair]:
    """The part over every count it may be of, the last one first; one carried over is added."""
    bases = [s for s in reversed(counts) if s is not part and s.is_like(part) and s.value]
    pairs = [Pair.of(part, base) for base in bases]
    for one in bases:
        for other in bases:
            if other is not one and _CARRIED.search(one.gap):
                words = f"{shown(part.value)}÷（{shown(one.value)}＋{shown(other.value)}）"
                pairs.append(Pair(part.value, one.value + other.value, words))
    return [pair for pair in pairs if pair.base >= pair.part]


def tied(
    sentence: Sentence, each: Stated, pairs: Sequence[Pair]
) -> Iterator[tuple[Proof, Fraction]]:
    """What comes of the first pair that gives what is said, and its base.

    Else of one that gives it with its digits cut off, if there is one.
    """
    outcomes = [(judged(each, sentence, pair), pair) for pair in pairs]
    for wanted in (Outcome.HOLDS, Outcome.COARSER):
        for outcome, pair in outcomes:
            if outcome is wanted:
                yield _agreeing(sentence, each, pair, outcome), pair.base
                return
    if places_of(each) and not each.number.hedge:  # to hit it by chance is unlikely enough
        for pair in pairs:
            if cut_off(each, pair.ratio):
                yield failing(sentence, each, pair), pair.base
                return


def failing(
    sentence: Sentence, each: Stated, pair: Pair, outcome: Outcome = Outcome.FAILS
) -> Proof:
    """The percentage is not what the pair gives, and by how much."""
    places = max(1, places_of(each))
    right = Fraction(round_half_up(pair.ratio, places))
    off = shown(abs(each.value - right), "个百分点")
    how = "像是截掉了尾数，应四舍五入" if cut_off(each, pair.ratio) else f"相差{off}"
    relation = f"{pair.words}＝{shown(right, '%')}，写的是{shown(each.value, '%')}"
    mend = f"核对两个数，改正其中一个，或把率改为{shown(right, '%')}"
    if outcome is Outcome.DOUBTFUL:
        mend = "核对这个率的分母；不是按文中这个数算的，写明按什么算"
    message = f"{relation}，{how}。处理：{mend}"
    return proof(sentence, each, outcome, relation, right, message)


def proof(
    sentence: Sentence,
    each: Stated,
    outcome: Outcome,
    relation: str,
    right: Fraction,
    message: str = "",
) -> Proof:
    """What comes of a percentage whose right value is ``right``."""
    return Proof(
        CODE, KIND, outcome, sentence.place, sentence.start + each.number.start,
        sentence.text.strip(), relation, shown(each.value, "%"), shown(right, "%"),
        shown(each.value - right, "个百分点"), message,
    )  # fmt: skip


def _agreeing(sentence: Sentence, each: Stated, pair: Pair, outcome: Outcome) -> Proof:
    exact = shown(Fraction(round_half_up(pair.ratio, 1)), "%")
    relation, message = f"{pair.words}＝{exact}", ""
    if outcome is Outcome.COARSER:
        said = shown(each.value, "%")
        message = f"{relation}，写的是{said}，取整的，不算错。处理：全文的率统一保留一位小数"
    return proof(sentence, each, outcome, relation, pair.ratio, message)
