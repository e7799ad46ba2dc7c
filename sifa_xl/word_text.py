"""Paragraphs of a Word file: styles, run-in heads, line breaks, a bookmark around each number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from sifa_xl.imprints import Base, imprint_names, imprint_of
from sifa_xl.layouts import Paragraph
from sifa_xl.marks import Marks, marked_spans
from sifa_xl.title_lines import title_lines
from sifa_xl.word_styles import SECOND_HEAD, THIRD_HEAD, style_id

STYLES = {
    "标题": "Title",
    "主送": "Salutation",
    "一级": "Heading 1",
    "二级标题": "Heading 2",
    "二级": "Body Text",  # runs into its text
    "三级": "Body Text",
    "正文": "Body Text",
    "署名": "Signature",
    "日期": "Date",
}
_BREAKS = re.compile("([\n\v])")  # a vertical tab is what Shift+Enter in Word becomes
_UNWRITABLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class TextWriter:
    """Writes paragraphs at the end of ``doc``, lines ``pitch`` twips apart.

    ``names`` of offices are never cut in a title; ``base`` remembers what was written.
    """

    doc: DocumentType
    pitch: int
    names: Sequence[str] = ()
    base: Base = field(default_factory=Base)
    _marks: Marks = field(default_factory=Marks)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, paragraph: Paragraph) -> WordParagraph:
        """One paragraph of the summary: a bookmark at its start, one around each number."""
        written = self.line("", STYLES[paragraph.kind])
        element: Any = written._p
        # around the paragraph it would end behind a hanging stop, and bring an empty line there
        for name in self._paragraph_names(paragraph):
            own = next(self._numbers)
            element.extend([_start(own, name), _end(own)])
        breaks = _title_breaks(paragraph, self.names)
        opened: dict[int, int] = {}
        for span, start, end in _pieces(paragraph, breaks):
            if start in breaks:
                _append_run(element, "\n")
            if span is not None and start == span.start:
                opened[span.start] = next(self._numbers)
                element.append(_start(opened[span.start], self._marks.of_span(span)))
            head = _head_style(paragraph) if end <= paragraph.head else ""
            _append_run(element, paragraph.text[start:end], head)
            if span is not None and end == span.end:
                element.append(_end(opened[span.start]))
        return written

    def _paragraph_names(self, paragraph: Paragraph) -> list[str]:
        name, imprint = self._marks.of_paragraph(paragraph), imprint_of(paragraph)
        self.base.imprints[name] = imprint
        return [name, *imprint_names(imprint, self.base.draft, len(self.base.imprints))]

    def line(self, text: str, style: str) -> WordParagraph:
        """A paragraph of plain words."""
        written = self.doc.add_paragraph()
        fill(written, text, style)
        return written


def fill(paragraph: WordParagraph, text: str, style: str) -> None:
    """Give an empty paragraph its style and words."""
    element: Any = paragraph._p
    element.style = style_id(style)
    if text:
        _append_run(element, text)


def writable(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return _UNWRITABLE.sub("", text)


def figure_runs(paragraph: WordParagraph) -> list[Run]:
    """The runs of the paragraph's first and last figure; all runs where it has none.

    A comment that ended behind a full stop would push its sign, and an empty line, below it.
    """
    element: Any = paragraph._p
    children = list(element)
    runs = [n for n, child in enumerate(children) if child.tag == qn("w:r")]
    starts = [n for n in runs if children[n - 1].tag == qn("w:bookmarkStart")]
    ends = [n for n in runs if children[n + 1 : n + 2] and _is_end(children[n + 1])]
    if not starts:
        return [paragraph.runs[0], paragraph.runs[-1]]
    return [Run(children[place], paragraph) for place in (starts[0], ends[-1])]


def _is_end(element: Any) -> bool:
    return bool(element.tag == qn("w:bookmarkEnd"))


def _pieces(paragraph: Paragraph, breaks: set[int]) -> Iterator[tuple[Any, int, int]]:
    """The text cut at spans, heads and line breaks: the marked span around a piece, its ends."""
    spans = list(marked_spans(paragraph))
    cuts = {0, paragraph.head, len(paragraph.text), *breaks}
    cuts |= {edge for span in spans for edge in (span.start, span.end)}
    ordered = sorted(cuts)
    position = 0
    for start, end in pairwise(ordered):
        while position < len(spans) and spans[position].end <= start:
            position += 1
        around = spans[position] if position < len(spans) else None
        yield around if around is not None and around.start <= start else None, start, end


def _title_breaks(paragraph: Paragraph, names: Sequence[str]) -> set[int]:
    if paragraph.kind != "标题" or _BREAKS.search(paragraph.text):
        return set()
    places, place = set(), 0
    for line in title_lines(paragraph.text, names)[:-1]:
        place += len(line)
        places.add(place)
    return places


def _head_style(paragraph: Paragraph) -> str:
    return SECOND_HEAD if paragraph.text.startswith("（") else THIRD_HEAD


def _append_run(element: Any, text: str, style: str = "") -> None:
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    run.append(properties)
    if style:
        named = OxmlElement("w:rStyle")
        named.set(qn("w:val"), style)
        properties.append(named)
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:hint"), "eastAsia")  # “”—… take the Chinese font
    properties.append(fonts)
    for part in _BREAKS.split(writable(text)):
        if _BREAKS.fullmatch(part):
            run.append(OxmlElement("w:br"))
        elif part:
            words = OxmlElement("w:t")
            words.text = part
            if part != part.strip():
                words.set(qn("xml:space"), "preserve")
            run.append(words)
    element.append(run)


def _start(number: int, name: str) -> Any:
    mark = OxmlElement("w:bookmarkStart")
    mark.set(qn("w:id"), str(number))
    mark.set(qn("w:name"), name)
    return mark


def _end(number: int) -> Any:
    mark = OxmlElement("w:bookmarkEnd")
    mark.set(qn("w:id"), str(number))
    return mark
