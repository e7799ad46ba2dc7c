"""Rates beside the counts they are made of: 719 of 723 is 99.4%, and 99% is less precise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from sifa_xl.percentages import WHOLE, Pair, failing, pairs_of, proof, tied
from sifa_xl.proofs import Outcome, Proof, shown
from sifa_xl.stated_numbers import Sentence, Stated

_REACHES = (
    r"(?:分别)?(?:达到了|达到|达|均为|为|是|高达|保持在|稳定在|维持在|提升至|提高到|上升到)?"
    r"(?:约|近)?$"
)
_RATE = re.compile(rf"([\u4e00-\u9fff]{{2,14}})率{_REACHES}")
_RATES = re.compile(
    r"((?:[\u4e00-\u9fff]{2,12}率[、和])+[\u4e00-\u9fff]{2,12}率)分别(?:达到|达|为|是)?$"
)
_LEAD = (
    r"(?:[全我][县区市旗州省]|其|使|确保|今年|上半年|全年"
    r"|矛盾|纠纷|案件|人民|行政|复议|应诉|调解|调处|化解|机关|负责人|案卷|问题|线索|法律援助"
    r"|考试|评查|的|总|平均|综合|和|且)*"
)
_MAY_EXCEED = re.compile(r"增|长|完成|利用|涨|超|产出|回报|达标|执行|进度|倍|复合")
_NOT = re.compile(r"[未不没无]")
_OF_WHICH = re.compile(r"其中(?!.*[，；])")


@dataclass(frozen=True)
class _Kind:
    """A kind of rate: words of its part, of a base that is sure, of one that may be another.

    办结率 may count what was carried over, or only what was accepted; neither need be printed.
    """

    part: str
    sure: str = ""
    unsure: str = ""


_TAKEN_ON = "受理|收到|收案|新收|接|登记|申请"
_REVIEWED = "评查|抽查|检查|参加|参考|考试"
_KINDS = {
    "成功": _Kind("成功|化解", "受理|调解|调处|接|纠纷"),
    "化解": _Kind("化解", "受理|调解|调处|排查|纠纷"),
    "办结": _Kind("办结|审结|结案", "交办|移交", _TAKEN_ON),
    "审结": _Kind("办结|审结|结案", "", _TAKEN_ON),
    "结案": _Kind("办结|审结|结案", "", _TAKEN_ON),
    "出庭": _Kind("出庭", "开庭|应出庭"),
    "出庭应诉": _Kind("出庭", "开庭|应出庭"),
    "合格": _Kind("(?<!不)合格", _REVIEWED),
    "优秀": _Kind("优秀", _REVIEWED),
    "整改": _Kind("整改", "发现|反馈|问题|交办|移交"),
    "纠错": _Kind("纠错|纠正", "审结|办结|结案"),
    "败诉": _Kind("败诉", "审结|判决"),
    "胜诉": _Kind("胜诉", "审结|判决"),
    "衔接": _Kind("衔接", "应衔接"),
    "安置": _Kind("安置", "应安置"),
    "履行": _Kind("履行"),
    "调解": _Kind("调解|调处"),
    "调处": _Kind("调解|调处"),
}
_STEM = 2  # characters: 采纳 in 采纳率
_PASSED = re.compile("优秀|良好|(?<!不)合格")


def rate_proofs(sentence: Sentence) -> Iterator[Proof]:
    """Every rate of the sentence whose counts stand before it."""
    names = dict(_names(sentence))
    for place, name in names.items():
        each = sentence.stated[place] if place < len(sentence.stated) else None
        if each is not None and each.unit == "%" and not each.is_past and not each.is_change:
            yield from _beyond_whole(sentence, each, name)
            counts = [s for s in sentence.stated[:place] if s.is_plain]
            yield from _of_kind(sentence, each, _kind_of(name), counts)


def _names(sentence: Sentence) -> Iterator[tuple[int, str]]:
    """The rates' names by place: 办结率75%, and 调解率和成功率分别为99.8%和97%."""
    for place, each in enumerate(sentence.stated):
        found = _RATES.search(each.gap) if "分别" in each.gap else None
        if found and each.unit == "%":
            names = [name.removesuffix("率") for name in re.split("[、和]", found[1])]
            yield from enumerate(names, place)
        elif each.unit == "%" and (one := _RATE.search(each.said)):
            yield place, one[1]


def _kind_of(name: str) -> _Kind:
    """The longest kind the name ends with; of any other, as 按期办结率, only the part is known."""
    stems = sorted(_KINDS, key=len, reverse=True)
    found = next((_KINDS[stem] for stem in stems if re.fullmatch(_LEAD + stem, name)), None)
    return found or _Kind(re.escape(name[-_STEM:]))


def _of_kind(
    sentence: Sentence, each: Stated, kind: _Kind, counts: Sequence[Stated]
) -> Iterator[Proof]:
    """``办结6件，办结率75%``: the part bears the name of the rate."""
    parts = [s for s in counts if re.search(kind.part, s.said) and not _NOT.search(s.name)]
    pairs = [pair for part in reversed(parts) for pair in pairs_of(part, counts)]
    passed = [s for s in counts if _PASSED.search(s.said)] if kind.sure == _REVIEWED else []
    pairs += _together(passed, counts)
    found = [proof for proof, _ in tied(sentence, each, pairs)]
    yield from found
    if not found and parts and len(passed) < 2:
        yield from _untied(sentence, each, parts[-1], counts, kind)


def _together(passed: Sequence[Stated], counts: Sequence[Stated]) -> Iterator[Pair]:
    """合格率 may count 优秀 and 良好 as well."""
    for size in range(2, len(passed) + 1):
        for some in combinations(passed, size):
            part = sum((s.value for s in some), Fraction(0))
            words = "＋".join(shown(s.value) for s in some)
            for base in counts:
                if base not in some and base.is_like(some[0]) and base.value >= part > 0:
                    yield Pair(part, base.value, f"（{words}）÷{shown(base.value)}")


def _untied(
    sentence: Sentence, each: Stated, part: Stated, counts: Sequence[Stated], kind: _Kind
) -> Iterator[Proof]:
    """Where there is one number the rate can be of, and it bears such a name."""
    bases = [s for s in counts if s is not part and s.is_like(part) and s.value >= part.value]
    if len({s.value for s in bases}) != 1 or len(bases[-1].bracket) > len(part.bracket):
        return
    base = bases[-1]
    pair = Pair.of(part, base)
    is_part_of_it = bool(_OF_WHICH.search(part.gap))
    if (kind.sure and re.search(kind.sure, base.said)) or (kind.unsure and is_part_of_it):
        yield failing(sentence, each, pair)
    elif kind.unsure and re.search(kind.unsure, base.said):
        is_wrong = "受理" in base.said and each.value > pair.ratio and each.is_exact
        outcome = Outcome.FAILS if is_wrong else Outcome.DOUBTFUL
        yield failing(sentence, each, pair, outcome)


def _beyond_whole(sentence: Sentence, each: Stated, name: str) -> Iterator[Proof]:
    """A share of more than everything."""
    if each.value > WHOLE and each.is_exact and not _MAY_EXCEED.search(name):
        said = shown(each.value, "%")
        message = f"{name}率写的是{said}，超过100%。处理：核对这个率和算它的两个数"
        yield proof(sentence, each, Outcome.FAILS, f"{said}＞100%", Fraction(WHOLE), message)
