"""How long a draft is against its target, and which 可略 rows to drop first.

A page of GB/T 9704-2012 has 22 lines of 28 characters; a paragraph starts two characters in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from sifa_xl.domain import Place
from sifa_xl.filled import MeasureRow
from sifa_xl.layouts import Paragraph

LINES_A_PAGE, CHARACTERS_A_LINE = 22, 28
PAGES = {"市局稿": 5, "政法委稿": 2}
BRIEF_CHARACTERS = 300


@dataclass(frozen=True)
class Length:
    """A draft's size in ``unit`` (页 or 字), its target, and rows to drop, the longest first."""

    size: float
    target: int
    unit: str
    drop_first: tuple[tuple[Place, str], ...] = ()

    @property
    def is_over(self) -> bool:
        """True beyond the target by more than a tenth."""
        return self.size > self.target * 1.1


def measure(draft: str, paragraphs: Sequence[Paragraph], droppable: Sequence[MeasureRow]) -> Length:
    """The length of a draft; rows are listed until dropping them would reach the target."""
    if draft not in PAGES:
        body = sum(len(p.text) for p in paragraphs if p.kind == "正文")
        return Length(body, BRIEF_CHARACTERS, "字")
    lines = _lines(paragraphs)
    surplus = lines - PAGES[draft] * LINES_A_PAGE
    first: list[tuple[Place, str]] = []
    for row in sorted(droppable, key=lambda row: -len(row.body)):
        if surplus <= 0:
            break
        first.append((row.place, row.body))
        surplus -= round(len(row.body) / CHARACTERS_A_LINE)
    return Length(round(lines / LINES_A_PAGE, 1), PAGES[draft], "页", tuple(first))


def resized(length: Length, draft: str, paragraphs: Sequence[Paragraph]) -> Length:
    """``length`` with the size of ``paragraphs``, which the clerk has reworded since."""
    return replace(length, size=measure(draft, paragraphs, ()).size)


def _lines(paragraphs: Sequence[Paragraph]) -> int:
    return sum(ceil((len(p.text) + 2) / CHARACTERS_A_LINE) for p in paragraphs)
