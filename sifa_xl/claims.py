"""Claims in a text that no figure supports: 率先, 第一, 100% and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sifa_xl.layouts import Paragraph
from sifa_xl.phrases import Phrases

_CLAIM = re.compile(
    r"率先|首创|首家|首个|唯一|领先|前列|名列|排名|走在|历史最|零失误|零差错|零事故|全覆盖"
    # 第一季度 and 第一时间 rank nothing
    r"|第一(?![章条届批次期轮线季步种类项个]|季度|时间|书记|议题|责任人|阶段|人民|中学|小学)"
    r"|(?<![0-9.])100[%％]|百分之百"
)
_STOPS = "，。；：！？\n"
_MOST_WORDS = 16  # around a claim, enough to find it by


@dataclass(frozen=True)
class Claim:
    """A claim and the words it stands in; ``where`` is the paragraph."""

    text: str
    words: str
    where: str
    kind = "没有数字支持"

    def __str__(self) -> str:
        return f"{self.kind}的提法“{self.text}”：{self.words}"


def unsupported(paragraphs: Sequence[Paragraph], phrases: Phrases) -> Iterator[Claim]:
    """Claims outside every span of a figure; one inside a fixed phrase claims nothing."""
    for paragraph in paragraphs:
        spans = [span for span in paragraph.prose.spans if span.fact is not None]
        for claim, start, end in _claims(paragraph.text, paragraph.id, phrases):
            if not any(span.start < end and start < span.end for span in spans):
                yield claim


def claims_of(text: str, where: str, phrases: Phrases) -> Iterator[Claim]:
    """Claims in words that carry no figures, as the clerk's own."""
    return (claim for claim, _, _ in _claims(text, where, phrases))


def _claims(text: str, where: str, phrases: Phrases) -> Iterator[tuple[Claim, int, int]]:
    for found in _CLAIM.finditer(text):
        start, end = found.span()
        if not phrases.covers(text, start, end):
            yield Claim(found[0], _around(text, start, end), where), start, end


def _around(text: str, start: int, end: int) -> str:
    """The clause the claim stands in, cut to a length that fits a line."""
    first = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    stops = [place for stop in _STOPS if (place := text.find(stop, end)) >= 0]
    last = min(stops, default=len(text))
    first, last = max(first, start - _MOST_WORDS // 2), min(last, end + _MOST_WORDS // 2)
    return text[first:last]
