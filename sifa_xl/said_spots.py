"""How numbers are worded: hedges that do not fit, 百分点, changing units, 共 with no number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sifa_xl.domain import Level
from sifa_xl.stated_numbers import Passage, Sentence, Stated
from sifa_xl.text_findings import Spot

_STACKED = re.compile(
    r"(?:约|近|超过|超)\s*[0-9][0-9.,]*\s*[万亿]?\s*[余多]|[0-9][万亿]?[余多][^，。；、0-9]{0,3}(?:以上|左右)"
    r"|(?:约|近)\s*[0-9][0-9.,]*[^，。；、0-9]{0,3}(?:左右|以上)"
)
_COUNTED = frozenset("件起宗人名户份家个") | {"人次", "场次", "户次"}
_DISPUTES = re.compile(r"纠纷|化解|调解|调处")
_SMALL = 10
_MINUS = re.compile(
    r"(?:增长|增加|上升|提高|增幅为?|下降|减少)(?:了|为|约)?\s*[-－−]\s*[0-9.]+\s*[%％]?"
)
_SHARES = (
    "成功|办结|结案|审结|出庭|败诉|胜诉|纠错|合格|覆盖|知晓|满意|化解|整改|履行|衔接|安置|帮教"
)
_SHARE_MOVED = re.compile(
    rf"(?P<rate>[\u4e00-\u9fff]{{0,8}}(?:(?:{_SHARES})率|占比|比重))"
    r"(?:(?:达到?|为)?[0-9.]+%，?)?(?:同比|环比|(?:比|较)(?:去年|上年)(?:同期)?)?"
    r"(?:提高|上升|增长|提升|下降|降低|增加|减少)了?(?:约)?[0-9.]+%"
)
_COUNT_IN_POINTS = re.compile(
    r"[0-9]\s*(?:件|人|人次|场|场次|起|份|万元)，?(?:同比|环比|(?:比|较)(?:去年|上年)(?:同期)?)(?:增长|增加|上升|下降|减少)了?[0-9.]+个?百分点"
)
_TOTAL_ADVERB = re.compile(
    r"(?:^|[，。；：])共(?:接回|受理|办理|开展|调解|化解|排查|发放|解答|接待|举办|组织|审查|收到|新接收|接收|解除|走访|培训|落实|评查|出具|调处|挽回)"
    r"(?P<rest>[^，。；0-9“”《》、（]{4,})，(?P<next>[^，。；]*)"
)
_NUMERALS = re.compile(r"[0-9一二两三四五六七八九十百千万几多]")
_HYPHEN = re.compile(
    r"(?<![0-9-])(?:19|20)[0-9]{2}\s*[-－]\s*(?:19|20)[0-9]{2}(?![0-9-])|[0-9]{1,2}[-－][0-9]{1,2}(?=月|期|次|日)"
)
_LAW_IN_QUOTES = re.compile(r"“([\u4e00-\u9fff]{2,20}(?:法|条例|规定|办法))”")


def said_spots(passage: Passage, titles: frozenset[str]) -> Iterator[Spot]:
    """Everything of one paragraph; ``titles`` are the laws that stand in 《》 in the text."""
    for sentence in passage.sentences:
        for stated in sentence.stated:
            yield from _hedged(sentence, stated)
        yield from _mixed_units(sentence)
    text = passage.text
    yield from _patterns(text)
    for found in _LAW_IN_QUOTES.finditer(text):
        if found[1] in titles:
            message = f"“{found[1]}”在别处用书名号，这里用引号。处理：统一用《{found[1]}》"
            yield Spot(found.start(), found.end(), "P-06", Level.HINT, message)


def laws_in_titles(text: str) -> frozenset[str]:
    """The laws that stand in 《》 somewhere."""
    return frozenset(re.findall(r"《([^《》]{2,30})》", text))


def _patterns(text: str) -> Iterator[Spot]:
    for found in _STACKED.finditer(text):
        message = f"“{found[0]}”两个约数词叠用。处理：只留一个"
        yield Spot(found.start(), found.end(), "N-04", Level.VERIFY, message)
    for found in _MINUS.finditer(text):
        message = f"“{found[0]}”正负号与文字重复。处理：写成“下降”加正数"
        yield Spot(found.start(), found.end(), "N-10", Level.VERIFY, message)
    for found in _SHARE_MOVED.finditer(text):
        message = f"{found['rate']}的变化写成了百分比。处理：两个率相减，单位用“个百分点”"
        yield Spot(found.start(), found.end(), "N-11", Level.VERIFY, message)
    for found in _COUNT_IN_POINTS.finditer(text):
        message = "数量的增减写成了百分点。处理：数量用百分比，率才用“个百分点”"
        yield Spot(found.start(), found.end(), "N-11", Level.VERIFY, message)
    for found in _TOTAL_ADVERB.finditer(text):
        if not _NUMERALS.search(found["rest"]):
            message = "“共”后面没有数，这句话可能漏写了数或断错了。处理：补上数，或改写这句话"
            yield Spot(found.start() + 1, found.start("next") - 1, "W-05", Level.VERIFY, message)
    hyphens = list(_HYPHEN.finditer(text))
    if hyphens:
        first = hyphens[0]
        message = f"起止年份、月份之间用了短横线，本段共{len(hyphens)}处。处理：改为“—”或“至”"
        yield Spot(first.start(), first.end(), "N-07", Level.HINT, message)


def _hedged(sentence: Sentence, stated: Stated) -> Iterator[Spot]:
    """余 wants a round number before it, 近 a number that is not small and exact."""
    number = stated.number
    start, end = sentence.start + number.start, sentence.start + number.end
    written = "".join(sign for sign in number.text if sign.isdigit() or sign in ".万亿")
    is_round = any(sign in "万亿" for sign in written) or written.endswith("0")
    if stated.unit in ("%", "万元") or not written or "." in written:
        return
    if number.hedge in ("余", "多") and not is_round:
        message = (
            f"“{number.text}”里“{number.hedge}”前面不是整十的数。"
            f"处理：有准确数的写准确数；或者核对是否漏了一位数"
        )
        yield Spot(start, end, "N-04", Level.VERIFY, message)
    if number.hedge == "近" and stated.value < _SMALL and stated.unit in _COUNTED:
        message = f"“{number.text}”是很小的数，不用“近”。处理：写准确数"
        yield Spot(start, end, "N-04", Level.VERIFY, message)


def _mixed_units(sentence: Sentence) -> Iterator[Spot]:
    """件 and 起 for disputes in one sentence."""
    disputes = [s for s in sentence.stated if s.is_plain and _DISPUTES.search(s.said)]
    found = {s.unit: s for s in disputes if s.unit in ("件", "起")}
    if len(found) > 1:
        number = max(found.values(), key=lambda s: s.number.start).number
        message = "同一句话里纠纷的单位“件”和“起”混用。处理：统一用“件”"
        start, end = sentence.start + number.start, sentence.start + number.end
        yield Spot(start, end, "U-01", Level.HINT, message)
