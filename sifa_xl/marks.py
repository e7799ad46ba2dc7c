"""The names of bookmarks: around each number, at each paragraph; stable over runs.

A name is read back by comparing stems: ``stem(fact.name)`` of every known fact.  Word allows forty
characters, letters (Chinese ones too), digits and underscores.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from sifa_xl.domain import Span
from sifa_xl.layouts import Paragraph
from sifa_xl.spans import UNKNOWN

NUMBER, PROSE, PARAGRAPH = "数", "文", "段"
_HOME = "首页."
_LONGEST = 24  # leaves room for the kind, the fingerprint and the ordinal
_STRANGE = re.compile(r"[^0-9A-Za-z_\u4e00-\u9fff]")


class Marks:
    """Gives out names for one document, none twice."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of_span(self, span: Span) -> str:
        """``数_人民调解_受理纠纷_1``; a number in the clerk's prose goes by its cell."""
        return self._next(span_stem(span))

    def of_paragraph(self, paragraph: Paragraph) -> str:
        """``段_MD_排查化解_1``."""
        return self._next(stem(PARAGRAPH, paragraph.id))

    def _next(self, name: str) -> str:
        self._given[name] += 1
        return f"{name}_{self._given[name]}"


def span_stem(span: Span) -> str:
    """The name without its ordinal."""
    if span.fact is None:
        return stem(PROSE, "、".join(span.cells))
    return stem(NUMBER, span.fact)


def stem(kind: str, source: str) -> str:
    """``source`` as a bookmark may be called; what had to be bent gets a fingerprint."""
    plain = re.sub(r"[.!·]", "_", source)
    name = _STRANGE.sub("", plain)
    if name == plain and len(name) <= _LONGEST:
        return f"{kind}_{name}"
    return f"{kind}_{name[:_LONGEST]}_{sha256(source.encode()).hexdigest()[:6]}"


def marked_spans(paragraph: Paragraph) -> Iterable[Span]:
    """The spans that want a bookmark: numbers, and words chosen by a figure (未发生, 增长)."""
    for span in paragraph.prose.spans:
        words = paragraph.text[span.start : span.end]
        is_number = UNKNOWN in words or any(sign.isnumeric() for sign in words)
        if is_number or (span.fact is not None and not span.fact.startswith(_HOME)):
            yield span
