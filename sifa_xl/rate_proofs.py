"""Percentages beside the counts they are made of: 719 of 723 is 99.4%, and 99% is less precise."""

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
_WHOLE = 100
_REACHES = (
    r"(?:分别)?(?:达到了|达到|达|均为|为|是|高达|保持在|稳定在|维持在|提升至|提高到|上升到)?"
    r"(?:约|近)?$"
)
_RATE = re.compile(rf"([\u4e00-\u9fff]{{2,14}})率{_REACHES}")
_RATES = re.compile(
    r"((?:[\u4e00-\u9fff]{2,12}率[、和])+[\u4e00-\u9fff]{2,12}率)分别(?:达到|达|为|是)?$"
)
_SHARE_FAR = re.compile(r"占[^，。；]{0,14}(?:比例|比重)[^，。；]{0,4}，(?:高)?达到?$")
_SHARE = re.compile(rf"占(?:比|[\u4e00-\u9fff]{{0,16}}的|[\u4e00-\u9fff]{{0,8}})?{_REACHES}")
_REST = re.compile(r"(?:即有?|其余|剩余)[\u4e00-\u9fff]{0,4}$")
_NEUTRAL = (
    r"(?:矛盾|纠纷|案件|人民|行政|复议|应诉|调解|调处|化解|机关|负责人|案卷|问题|线索|法律援助|考试|评查"
    r"|的|总|平均|综合|和|且)*"
)
# the end of a rate's name: what its part is called, what its base is called
_STEMS = {
    "成功": ("成功|化解", "受理|调解|调处|接|纠纷"),
    "化解": ("化解", "受理|调解|调处|排查|纠纷"),
    "办结": ("办结|审结|结案", "受理|收到|收案|新收|接|登记|申请|办理|案件"),
    "审结": ("办结|审结|结案", "受理|收到|收案|新收|接|登记|申请|办理|案件"),
    "结案": ("办结|审结|结案", "受理|收到|收案|新收|接|登记|申请|办理|案件"),
    "出庭": ("出庭", "开庭|应出庭|应诉|案件"),
    "出庭应诉": ("出庭", "开庭|应出庭|应诉|案件"),
    "合格": ("(?<!不)合格", "评查|抽查|检查|参加|参考|考试"),
    "优秀": ("优秀", "评查|抽查|检查|参加|参考|考试"),
    "整改": ("整改", "发现|反馈|问题|交办|移交"),
    "纠错": ("纠错|纠正", "审结|办结|结案"),
    "败诉": ("败诉", "审结|判决|应诉"),
    "胜诉": ("胜诉", "审结|判决|应诉"),
    "衔接": ("衔接", "应衔接"),
    "安置": ("安置", "应安置"),
    "履行": ("履行", "协议|调解成功"),
    "调解": ("调解|调处", ""),
    "调处": ("调解|调处", ""),
}
_CARRIED = re.compile(r"结转|结存|旧存|遗留|上年|去年|上期")
_MAY_EXCEED = re.compile(r"增|长|完成|利用|涨|超|产出|回报|达标|执行|进度|倍|复合")
_OF_WHAT = re.compile(r"占([\u4e00-\u9fff]{2,16}?)(?:总数)?的(?:比例|比重)?(?:达到?|约|为)?$")
_BASES = ("已结|办结|审结|结案", "受理", "收到|收案")
_AND_SO = re.compile(r"，即(?:有|其余)?")
_FEW = 3  # numbers said before that a share without decimals may speak of
_NOT = re.compile(r"[未不没无]")


@dataclass(frozen=True)
class _Pair:
    """A part and a base; ``base`` may be the sum of two numbers."""

    part: Fraction
    base: Fraction
    words: str

    @property
    def ratio(self) -> Fraction:
        return percent(self.part, self.base)


def rate_proofs(sentence: Sentence, before: Sequence[Stated] = ()) -> Iterator[Proof]:
    """Every percentage of the sentence whose counts stand beside it.

    ``before`` are the numbers of the paragraph said before: 占已结案件的16.7% may speak of them.
    """
    names = dict(_rate_names(sentence))
    for place, each in enumerate(sentence.stated):
        if each.unit != "%" or each.is_past or each.is_change:
            continue
        counts = [s for s in sentence.stated[:place] if s.is_plain]
        clause = _clause(each.gap)
        if place in names:
            yield from _beyond_whole(sentence, each, names[place])
            yield from _of_stem(sentence, each, names[place], counts)
        elif _SHARE.search(clause) or _SHARE_FAR.search(each.gap):
            yield from _of_share(sentence, each, counts, before)
        elif _REST.search(clause):
            yield from _of_rest(sentence, each, sentence.stated[:place])


def _rate_names(sentence: Sentence) -> Iterator[tuple[int, str]]:
    """The rates' names by place: 办结率75%, and 调解率和成功率分别为99.8%和97%."""
    for place, each in enumerate(sentence.stated):
        found = _RATES.search(each.gap) if "分别" in each.gap else None
        if found and each.unit == "%":
            names = [name.removesuffix("率") for name in re.split("[、和]", found[1])]
            yield from enumerate(names, place)
        elif each.unit == "%" and (one := _RATE.search(_clause(each.gap))):
            yield place, one[1]


def judged(each: Stated, sentence: Sentence, ratio: Fraction) -> Outcome:
    """How a percentage as said stands to the exact one; 100% is never said of less."""
    number = each.number
    if number.hedge:
        interval = stated_interval(number, sentence.text)
        return Outcome.HOLDS if interval and interval.holds(ratio) else Outcome.FAILS
    places = places_of(each)
    if (each.value == _WHOLE) != (ratio == _WHOLE):
        return Outcome.FAILS
    if Fraction(round_half_up(ratio, places)) != each.value:
        return Outcome.FAILS
    return Outcome.HOLDS if places or ratio == each.value else Outcome.COARSER


def places_of(each: Stated) -> int:
    """How many decimals were written."""
    found = re.search(r"\.([0-9]+)", each.number.text)
    return len(found[1]) if found else 0


def cut_off(each: Stated, ratio: Fraction) -> bool:
    """Whether digits were dropped where they should have been rounded."""
    scale = 10 ** places_of(each)
    return Fraction(int(ratio * scale), scale) == each.value


def _of_stem(
    sentence: Sentence, each: Stated, name: str, counts: Sequence[Stated]
) -> Iterator[Proof]:
    """``办结6件，办结率75%``: the part bears the name of the rate."""
    found = next(
        (
            (words, base)
            for stem, (words, base) in sorted(_STEMS.items(), key=lambda item: -len(item[0]))
            if re.fullmatch(_lead_of(sentence) + _NEUTRAL + stem, name)
        ),
        None,
    )
    if found is None:
        return
    part_words, base_words = found
    parts = [s for s in counts if re.search(part_words, s.said) and not _NOT.search(s.name)]
    pairs = [pair for part in parts for pair in _pairs(part, counts)]
    if any(_ties(each, sentence, pair) for pair in pairs):
        yield from _first_that_ties(sentence, each, pairs)
    elif cut := _cut(each, pairs):
        yield _failing(sentence, each, cut)
    elif parts and base_words:
        yield from _sure_to_fail(sentence, each, parts[-1], counts, base_words)


def _sure_to_fail(
    sentence: Sentence, each: Stated, part: Stated, counts: Sequence[Stated], base_words: str
) -> Iterator[Proof]:
    """Where there is one number the rate can be of, and it bears such a name."""
    bases = [s for s in counts if s is not part and s.is_like(part) and s.value >= part.value]
    natural = [s for s in bases if re.search(base_words, s.said)]
    if natural and len({s.value for s in bases}) == 1:
        base = natural[-1]
        if len(base.bracket) <= len(part.bracket):
            yield _failing(sentence, each, _Pair(part.value, base.value, _divided(part, base)))


def _cut(each: Stated, pairs: Sequence[_Pair]) -> _Pair | None:
    """A pair whose digits were dropped; to hit it by chance is unlikely enough."""
    if not places_of(each) or each.number.hedge:
        return None
    return next((pair for pair in pairs if cut_off(each, pair.ratio)), None)


def _of_share(
    sentence: Sentence, each: Stated, counts: Sequence[Stated], before: Sequence[Stated]
) -> Iterator[Proof]:
    """``其中民事27件，占24.8%``: of a number said before; which one is not always sure."""
    if not counts:
        return
    part = counts[-1]
    far = before if places_of(each) else before[-_FEW:]
    others = [s for s in (*far, *counts[:-1]) if s.is_plain]
    pairs = _pairs(part, [*others, part])
    if any(_ties(each, sentence, pair) for pair in pairs):
        yield from _first_that_ties(sentence, each, pairs)
    elif cut := _cut(each, _pairs(part, counts)):
        yield _failing(sentence, each, cut)
    elif base := _base_named(each, part, others):
        yield _failing(sentence, each, _Pair(part.value, base.value, _divided(part, base)))


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
        if other.unit == "%" and other.value + each.value == _WHOLE:
            relation = f"100%－{shown(other.value, '%')}＝{shown(each.value, '%')}"
            yield _proof(sentence, each, Outcome.HOLDS, relation, each.value)
            return
    last = stated[-1] if stated else each
    if _AND_SO.fullmatch(each.gap) and last.unit == "%" and last.value != each.value:
        right = _WHOLE - last.value
        relation = f"100%－{shown(last.value, '%')}＝{shown(right, '%')}"
        message = f"{relation}，写的是{shown(each.value, '%')}。处理：核对这两个率"
        yield _proof(sentence, each, Outcome.FAILS, relation, right, message)


def _beyond_whole(sentence: Sentence, each: Stated, name: str) -> Iterator[Proof]:
    """A share of more than everything."""
    if each.value > _WHOLE and each.is_exact and not _MAY_EXCEED.search(name):
        said = shown(each.value, "%")
        message = f"{name}率写的是{said}，超过100%。处理：核对这个率和算它的两个数"
        yield _proof(sentence, each, Outcome.FAILS, f"{said}＞100%", Fraction(_WHOLE), message)


def _pairs(part: Stated, counts: Sequence[Stated]) -> list[_Pair]:
    """The part over every count it may be of; a count carried over adds to another."""
    near_first = reversed(counts)
    bases = [s for s in near_first if s is not part and s.is_like(part) and s.value]
    pairs = [_Pair(part.value, s.value, _divided(part, s)) for s in bases]
    for one in bases:
        for other in bases:
            if _CARRIED.search(one.gap) and other is not one:
                base = one.value + other.value
                words = f"{shown(part.value)}÷（{shown(one.value)}＋{shown(other.value)}）"
                pairs.append(_Pair(part.value, base, words))
    return [pair for pair in pairs if pair.base >= pair.part]


def _first_that_ties(sentence: Sentence, each: Stated, pairs: Sequence[_Pair]) -> Iterator[Proof]:
    found = next((pair for pair in pairs if _ties(each, sentence, pair)), None)
    if found is not None:
        outcome = judged(each, sentence, found.ratio)
        exact = shown(Fraction(round_half_up(found.ratio, 1)), "%")
        relation = f"{found.words}＝{exact}"
        message = ""
        if outcome is Outcome.COARSER:
            said = shown(each.value, "%")
            message = f"{relation}，写的是{said}，取整的，不算错。处理：全文的率统一保留一位小数"
        yield _proof(sentence, each, outcome, relation, found.ratio, message)


def _ties(each: Stated, sentence: Sentence, pair: _Pair) -> bool:
    return judged(each, sentence, pair.ratio) is not Outcome.FAILS


def _failing(sentence: Sentence, each: Stated, pair: _Pair) -> Proof:
    places = max(1, places_of(each))
    right = Fraction(round_half_up(pair.ratio, places))
    off = shown(abs(each.value - right), "个百分点")
    how = "像是截掉了尾数，应四舍五入" if cut_off(each, pair.ratio) else f"相差{off}"
    if each.value == _WHOLE:
        how = f"没有到100%，相差{off}"
    relation = f"{pair.words}＝{shown(right, '%')}，写的是{shown(each.value, '%')}"
    message = f"{relation}，{how}。处理：核对两个数，改正其中一个，或把率改为{shown(right, '%')}"
    return _proof(sentence, each, Outcome.FAILS, relation, right, message)


def _proof(
    sentence: Sentence,
    each: Stated,
    outcome: Outcome,
    relation: str,
    right: Fraction,
    message: str = "",
) -> Proof:
    return Proof(
        CODE, KIND, outcome, sentence.place, sentence.start + each.number.start,
        sentence.text.strip(), relation, shown(each.value, "%"), shown(right, "%"),
        shown(each.value - right, "个百分点"), message,
    )  # fmt: skip


def _divided(part: Stated, base: Stated) -> str:
    return f"{shown(part.value)}÷{shown(base.value)}"


def _clause(gap: str) -> str:
    return re.split("[，。；：（）、]", gap)[-1].strip()


def _lead_of(sentence: Sentence) -> str:
    """Words a rate's name may begin with."""
    return r"(?:全县|全区|全市|我县|我区|我市|其|使|确保|今年|上半年|全年)*"
