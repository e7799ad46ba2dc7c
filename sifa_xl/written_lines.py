"""The paragraphs of somebody's Word file as they read with all tracked changes accepted.

What was deleted or moved away is not read; what is inserted is.  Each character knows the element
it stands in, so that it can be changed where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from docx.oxml.ns import qn

_PARAGRAPH, _RUN, _TEXT, _TABLE = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:tbl")
_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
_GONE = frozenset({qn("w:del"), qn("w:moveFrom")})
_BESIDE = frozenset(  # what holds words that are no part of the text
    {
        *(qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), qn("w:sdtEndPr"), qn("w:drawing")),
        *(qn("w:pict"), qn("w:object"), qn("w:instrText"), qn("w:delText"), qn("w:rt")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    }
)
_SIGNS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): "\t",
    qn("w:noBreakHyphen"): "-",
    qn("w:ptab"): "\t",
}


class Letter(NamedTuple):
    """One character: the element that holds it, and its place there; line breaks are letters."""

    sign: str
    holder: Any
    place: int


@dataclass
class Mark:
    """A bookmark of the paragraph; ``start:end`` are places among its letters."""

    name: str
    start: int
    end: int


@dataclass
class Line:
    """A paragraph as it reads: several ``elements`` where the marks between them are deleted.

    ``letters`` leaves line breaks out; ``words`` has them.
    """

    elements: list[Any]
    is_in_table: bool = False
    is_group: bool = False  # paragraphs the clerk split, with their marks as they are
    letters: list[Letter] = field(default_factory=list)
    words: str = ""
    marks: list[Mark] = field(default_factory=list)

    def read(self) -> None:
        """Look at the elements anew, after they were changed."""
        reader = _Reader()
        for number, element in enumerate(self.elements):
            if number and self.is_group:
                reader.words.append("\n")
            reader.read(element)
        self.letters, self.words = reader.letters, "".join(reader.words)
        self.marks = list(reader.marks.values())

    @property
    def text(self) -> str:
        """The characters without line breaks."""
        return "".join(letter.sign for letter in self.letters)

    def joined(self, other: Line) -> Line:
        """This paragraph and a later one as one."""
        both = Line([*self.elements, *other.elements], is_group=True)
        both.read()
        return both


def read_lines(body: Any) -> list[Line]:
    """All paragraphs of ``w:body`` that hold something, in order."""
    lines: list[Line] = []
    waiting: list[Any] = []
    for element, is_in_table in _paragraphs(body, is_in_table=False):
        waiting.append(element)
        if _runs_on(element):
            continue
        line = Line(waiting, is_in_table)
        waiting = []
        line.read()
        if line.text.strip() or line.marks:
            lines.append(line)
    if waiting:
        line = Line(waiting)
        line.read()
        lines.append(line)
    return lines


class _Reader:
    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.words: list[str] = []
        self.marks: dict[str, Mark] = {}
        self._fields: list[bool] = []  # of the open fields, whether the result has begun

    def read(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag in _GONE or tag in _BESIDE or not isinstance(tag, str):
                self._read_marks(child)
            elif tag in (_START, _END):
                self._read_mark(child)
            elif tag == qn("w:fldChar"):
                self._step_field(child.get(qn("w:fldCharType")))
            elif tag == _TEXT:
                self._put(child)
            elif tag in _SIGNS:
                self._put_sign(child, _SIGNS[tag])
            elif tag != _PARAGRAPH:
                self.read(child)

    def _read_mark(self, element: Any) -> None:
        identity, place = element.get(qn("w:id")), len(self.letters)
        if element.tag == _START:
            self.marks[identity] = Mark(element.get(qn("w:name")) or "", place, place)
        elif identity in self.marks:
            self.marks[identity].end = place

    def _read_marks(self, element: Any) -> None:
        """A bookmark inside deleted words stays one, around nothing."""
        if not isinstance(element.tag, str):
            return
        for child in element.iter(_START, _END):
            self._read_mark(child)

    def _step_field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _put(self, holder: Any) -> None:
        if all(self._fields):
            text = holder.text or ""
            self.letters += [Letter(sign, holder, place) for place, sign in enumerate(text)]
            self.words.append(text)

    def _put_sign(self, holder: Any, sign: str) -> None:
        if sign != "\n":
            self.letters.append(Letter(sign, holder, 0))
        self.words.append(sign)


def _paragraphs(parent: Any, *, is_in_table: bool) -> Iterator[tuple[Any, bool]]:
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield child, is_in_table
        elif isinstance(child.tag, str) and child.tag not in _BESIDE and child.tag not in _GONE:
            yield from _paragraphs(child, is_in_table=is_in_table or child.tag == _TABLE)


def _runs_on(paragraph: Any) -> bool:
    """Whether the mark at its end is deleted or moved away, so that the next one joins it."""
    look = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return look is not None and any(look.find(tag) is not None for tag in _GONE)
