"""A title -> balanced lines that break where words end (GB/T 9704-2012, 7.3.1); no dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import ceil

MOST = 20  # characters of 2号 on a line of 156 mm
# the price of a break: nothing where a word surely ends, more the less sure that is
_SURE, _LIKELY, _UNSURE, _INSIDE, _LONELY, _NEVER = 0, 6, 40, 400, 2_000, 100_000
_ONE_MORE = 30  # what a line costs beyond those it takes
_SHORT = 3  # a line of fewer characters looks lost
_WHOLE = (  # what a line never cuts in two
    r"《[^》]{,16}》|“[^”]{,16}”|（[^）]{,16}）|〔[^〕]*〕",
    r"[0-9]+年(?:度|全年|[上下]半年|第[一二三四]季度|[0-9]+至[0-9]+月|[0-9]+月(?:[0-9]+日)?)?",
    r"[0-9A-Za-z.%—～-]+",
    r"关于|报送|印发|工作|总结|报告|情况|要点|计划|方案|通知|建设|上半年|下半年|以来|全面|依法",
    r"[^省州市县区旗盟]{1,8}?(?:自治县|自治州|自治旗|自治区|省|州|市|县|区|旗|盟)",
    r"司法局|司法厅|司法所|人民政府|办公室|委员会|政法委|党组|党委|街道|乡镇",
)
_OFFICE = re.compile(r"(?:司法局|司法厅|司法所|政府|办公室|委员会|政法委|党组|党委)$")
_PERIOD = re.compile(r"(?:年|半年|季度|月|以来|年度)$")
_LIKELY_ENDS = ("的", "》", "”", "）", "报送", "印发", "推进", "开展", "加强", "、")
_LIKELY_STARTS = ("关于", "和", "及", "与", "工作", "情况", "总结", "报告", "《", "“")
_LEADING = ("关于", "和", "及", "与", "对", "为", "在")  # belong to what follows them
_NO_START = "的、，。；：？！》”）〕〉"
_NO_END = "《“（〔〈"


def title_lines(text: str, names: Sequence[str] = ()) -> list[str]:
    """``text`` in as few lines of at most twenty characters as it takes, of about one length.

    ``names`` (of offices) are never cut; breaks the clerk made himself are kept.
    """
    own = [line for line in text.replace("\v", "\n").split("\n") if line]
    if len(own) > 1:
        return own
    if len(text) <= MOST:
        return [text]
    prices = [_price(text, place, names) for place in range(len(text) + 1)]
    count = ceil(len(text) / MOST)
    plans = [_best(text, prices, count), _best(text, prices, count + 1)]
    costs = [(plan[0] + _ONE_MORE * more, plan[1]) for more, plan in enumerate(plans) if plan]
    _, ends = min(costs)
    starts = [0, *ends[:-1]]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _price(text: str, place: int, names: Sequence[str]) -> int:
    """What a break before ``text[place]`` costs."""
    if place in (0, len(text)):
        return _SURE
    before, after = text[:place], text[place:]
    if after[0] in _NO_START or before[-1] in _NO_END:
        return _NEVER
    if _is_inside(text, place, names) or before.endswith(_LEADING):
        return _INSIDE
    if _OFFICE.search(before) or _PERIOD.search(before) or before.endswith(tuple(names) or "\0"):
        return _SURE
    if before.endswith("的") or after.startswith("关于"):
        return _SURE
    if before.endswith(_LIKELY_ENDS) or after.startswith(_LIKELY_STARTS) or after[0].isdigit():
        return _LIKELY
    return _UNSURE


def _is_inside(text: str, place: int, names: Sequence[str]) -> bool:
    patterns = (*_WHOLE, *(re.escape(name) for name in names if name))
    return any(
        found.start() < place < found.end()
        for pattern in patterns
        for found in re.finditer(pattern, text)
    )


def _best(text: str, prices: Sequence[int], count: int) -> tuple[float, list[int]] | None:
    """The cheapest ends of ``count`` lines: uneven lines cost, and so do doubtful breaks."""
    wanted = len(text) / count
    known: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _ in range(count):
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in known.items():
            for end in _ends(text, start):
                size = end - start
                total = cost + (size - wanted) ** 2 + prices[end]
                total += _LONELY if size < _SHORT else 0
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, [*ends, end])
        known = reached
    return known.get(len(text))


def _ends(text: str, start: int) -> Iterator[int]:
    yield from range(start + 1, min(start + MOST, len(text)) + 1)
