"""This year against last: 同比 beside both numbers, or beside one and how much it grew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sifa_xl.percentages import cut_off, places_of
from sifa_xl.proofs import Outcome, Proof, percent, shown
from sifa_xl.stated_numbers import Sentence, Stated
from sifa_xl.wording import round_half_up

CODE, KIND = "K-03", "同比"
_UP, _DOWN = "增长|增加|上升|提高|提升|增幅|升幅|涨幅|上涨|净增|多", "下降|减少|降低|降幅|回落|少"
_AGAINST = r"(?:同比|环比|(?:比|较|与)?(?:去年|上年)(?:同期)?(?:相比)?|相比)?"
_MOVE = re.compile(
    rf"[，、（：]?{_AGAINST}[，]?(?P<word>{_UP}|{_DOWN})(?:率|幅度|了|幅)?(?:达到|达|为|约|近)?"
)
_TO = re.compile(
    r"(?:增加|增长|上升|提高|提升|下降|减少|降低|增|升|降|减)(?:到|至|为)(?:了)?(?:今年|本年|今年同期)?(?:的)?$"
)
_FROM = re.compile(r"(?:由|从)")
_ONLY_TIME = re.compile(
    r"去年|上年|同期|[的为是有只仅（，、数]|比|较|与|同|共|[0-9]{4}年|上半年|全年"
)


@dataclass(frozen=True)
class _Move:
    """What was, what is, and what is said of the change."""

    now: Fraction
    before: Fraction
    said: Stated
    word: str
    slack: Fraction = Fraction(0)

    @property
    def is_up(self) -> bool:
        return bool(re.fullmatch(_UP, self.word))

    @property
    def actual(self) -> Fraction:
        """In the unit of what is said; negative where it fell."""
        off = self.now - self.before
        return percent(off, self.before) if self.said.unit == "%" else off


def change_proofs(sentence: Sentence) -> Iterator[Proof]:
    """Every change of the sentence that its own numbers can prove."""
    if "分别" in sentence.text and sentence.text.count("同比") and "、" in sentence.text:
        stated = [s for s in sentence.stated if "分别" not in s.gap]
    else:
        stated = list(sentence.stated)
    for place, said in enumerate(stated):
        if _MOVE.fullmatch(said.gap.strip()) and said.is_exact:
            before = [s for s in stated[:place] if len(s.bracket) <= len(said.bracket)]
            move = _move(before, said)
            if move is not None and move.before > 0:
                yield _proof(sentence, move)


def _move(before: Sequence[Stated], said: Stated) -> _Move | None:
    """The two numbers right before the change, if they are this year's and last year's."""
    pair = before[-2:]
    if len(before) > 2 and pair[0].is_past and pair[1].is_change:
        pair = before[-3:-1]  # 812件，比去年同期的756件增加56件，增长7.4%
    found = _MOVE.fullmatch(said.gap.strip())
    if len(pair) < 2 or not found or not all(s.is_exact and s.value for s in pair):
        return None
    one, other = pair
    if not one.is_like(other) or not _is_measured(said, one, one.unit == "%"):
        return None
    word = found["word"]
    if other.is_past and _is_same_thing(one, other) and not one.is_past and not one.is_change:
        return _Move(one.value, other.value, said, word, one.slack + other.slack)
    if _TO.search(other.gap.strip()) and _FROM.search(one.gap):
        return _Move(other.value, one.value, said, word, one.slack + other.slack)
    if _is_a_year_later(one, other):
        return _Move(other.value, one.value, said, word, one.slack + other.slack)
    return _by_difference(one, other, said, word)


def _is_a_year_later(one: Stated, other: Stated) -> bool:
    """``2023年办理66件，2024年办理151件``."""
    years = [re.findall("20[0-9]{2}", each.gap) for each in (one, other)]
    if not all(len(found) == 1 for found in years) or int(years[1][0]) != int(years[0][0]) + 1:
        return False
    bare = [re.sub(r"20[0-9]{2}年?度?|[，（]|全年|上半年", "", each.said) for each in (one, other)]
    return bare[0] == bare[1]


def _by_difference(one: Stated, other: Stated, said: Stated, word: str) -> _Move | None:
    """``受理120件，同比增加20件，增长20%``."""
    moved = _MOVE.fullmatch(other.gap.strip())
    if not moved or said.unit != "%" or not one.is_count or one.is_past or one.is_change:
        return None
    is_up = bool(re.fullmatch(_UP, moved["word"]))
    before = one.value - other.value if is_up else one.value + other.value
    return _Move(one.value, before, said, word, one.slack + other.slack)


def _is_measured(said: Stated, one: Stated, is_share: bool) -> bool:
    """A share moves by 百分点, a count by its own unit or by a percentage."""
    if is_share:
        return said.unit == "个百分点"
    return said.unit == "%" or said.is_like(one)


def _is_same_thing(now: Stated, before: Stated) -> bool:
    """Whether last year's number names nothing else than this year's."""
    rest = _ONLY_TIME.sub("", before.name)
    return not rest or rest in now.name or rest in now.gap


def _proof(sentence: Sentence, move: _Move) -> Proof:
    said, actual = move.said, move.actual
    places = places_of(said)
    is_direction_right = (actual > 0) == move.is_up or actual == 0
    is_equal = Fraction(round_half_up(abs(actual), places)) == said.value
    unit = said.unit
    outcome = Outcome.HOLDS
    if not is_equal and is_direction_right and _may_be(move, places):
        outcome = Outcome.COARSER
    elif not (is_equal and is_direction_right):
        outcome = Outcome.FAILS
    elif unit == "%" and not places and abs(actual) != said.value:
        outcome = Outcome.COARSER
    right = Fraction(round_half_up(actual, max(1, places))) if unit == "%" else actual
    relation = _spelt(move, right)
    message = ""
    if outcome is Outcome.FAILS:
        message = _told(move, right, relation, is_direction_right)
    left = said.value if move.is_up else -said.value
    return Proof(
        CODE, KIND, outcome, sentence.place, sentence.start + said.number.start,
        sentence.text.strip(), relation, shown(left, unit), shown(right, unit),
        shown(left - right, "个百分点" if unit == "%" else unit), message,
    )  # fmt: skip


def _may_be(move: _Move, places: int) -> bool:
    """Whether numbers that were rounded themselves can give what is said."""
    bounds = [
        Fraction(round_half_up(abs(_Move(now, before, move.said, move.word).actual), places))
        for now in (move.now - move.slack, move.now + move.slack)
        for before in (move.before - move.slack, move.before + move.slack)
        if before > 0
    ]
    return bool(move.slack) and min(bounds) <= move.said.value <= max(bounds)


def _spelt(move: _Move, right: Fraction) -> str:
    now, before, unit = shown(move.now), shown(move.before), move.said.unit
    if unit == "%":
        return f"（{now}－{before}）÷{before}＝{shown(right, unit)}"
    return f"{now}－{before}＝{shown(right, unit)}"


def _told(move: _Move, right: Fraction, relation: str, is_direction_right: bool) -> str:
    said = f"{move.word}{shown(move.said.value, move.said.unit)}"
    if not is_direction_right:
        how = "方向写反了"
    elif move.said.unit == "%" and cut_off(move.said, abs(move.actual)):
        how = "像是截掉了尾数，应四舍五入"
    else:
        off = abs(abs(right) - move.said.value)
        how = f"相差{shown(off, '个百分点' if move.said.unit == '%' else move.said.unit)}"
    return f"{relation}，写的是{said}，{how}。处理：核对本期数、上年同期数和增减数，改正填错的一处"
