"""What a paragraph of a returned Word file may be, and which of them it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sifa_xl.imprints import Imprint
from sifa_xl.layouts import Paragraph
from sifa_xl.marks import NUMBER, PARAGRAPH, PROSE
from sifa_xl.written_lines import Line, Mark


class Fit(StrEnum):
    """How a paragraph of the file stands to the summary."""

    WHOLE = "没有改"
    SIGN = "只改了序号"
    EDITED = "改过"
    ADDED = "新写"
    UNSURE = "认不准"
    OUTSIDE = "不在正文"


@dataclass(frozen=True)
class Target:
    """A paragraph that may stand in the file: as it is generated now, None where it is no more.

    ``texts`` are what else it may read as: the words last written into the workbook.
    """

    mark: str
    paragraph: Paragraph | None = None
    texts: tuple[str, ...] = ()


@dataclass
class Match:
    """A paragraph of the file, what it is, and what is known of it as it was printed."""

    line: Line
    number: int  # 第几段, those of the file that hold something counted
    fit: Fit = Fit.ADDED
    target: Target | None = None
    imprint: Imprint | None = None


@dataclass
class Returned:
    """All paragraphs of a file, and the targets that none of them is."""

    matches: list[Match]
    merged: set[str] = field(default_factory=set)  # joined to the paragraph before by the clerk
    open: set[str] = field(default_factory=set)  # two paragraphs of the file may be it

    @property
    def found(self) -> dict[str, Match]:
        """The matches by their target's mark."""
        return {each.target.mark: each for each in self.matches if each.target is not None}


def line_marks(line: Line) -> list[Mark]:
    """The bookmarks at the start of paragraphs, in order."""
    found = [mark for mark in line.marks if mark.name.startswith(f"{PARAGRAPH}_")]
    return sorted(found, key=lambda mark: mark.start)


def number_marks(line: Line) -> list[Mark]:
    """The bookmarks around numbers that still hold something, in order."""
    kinds = (f"{NUMBER}_", f"{PROSE}_")
    found = [m for m in line.marks if m.name.startswith(kinds) and m.start < m.end]
    return sorted(found, key=lambda mark: mark.start)


def mark_stem(mark: Mark) -> str:
    """The name without its ordinal."""
    return mark.name.rpartition("_")[0]
