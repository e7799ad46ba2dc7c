"""The body of a .docx as paragraphs with the bookmarks in them; tracked changes accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sifa_xl.book.limits import Budget
from sifa_xl.book.package import Package
from sifa_xl.book.xml_stream import Attributes, attribute
from sifa_xl.document_parts import AnyPart

_MAIN = "word/document.xml"


@dataclass(frozen=True)
class Mark:
    """A bookmark around ``text[start:end]``; a bare place has both alike."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class MarkedParagraph:
    """A paragraph outside tables that holds something; line breaks are left out."""

    text: str
    marks: tuple[Mark, ...]


@dataclass
class _Open:
    text: str = ""
    marks: list[Mark] = field(default_factory=list)


class MarkReader(AnyPart):
    """Reads word/document.xml; ``paragraphs`` fills while it is fed."""

    root = "document"

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.paragraphs: list[MarkedParagraph] = []
        self._open: list[_Open] = []
        self._marks: dict[str, tuple[str, int]] = {}
        self._tables = self._deleted = self._properties = 0

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        """Paragraphs, texts, bookmarks, and what deletes."""
        return {
            "tbl": lambda _: self._step("_tables", 1),
            "p": lambda _: self._open.append(_Open()),
            "pPr": lambda _: self._step("_properties", 1),
            "t": lambda _: self.listen(),
            "del": lambda _: self._delete(1),
            "moveFrom": lambda _: self._delete(1),
            "bookmarkStart": self._start_mark,
            "bookmarkEnd": self._end_mark,
        }

    def ends(self) -> dict[str, Callable[[], None]]:
        """The same."""
        return {
            "tbl": lambda: self._step("_tables", -1),
            "p": self._close,
            "pPr": lambda: self._step("_properties", -1),
            "t": lambda: self._put(self.hear()),
            "del": lambda: self._delete(-1),
            "moveFrom": lambda: self._delete(-1),
        }

    def _step(self, name: str, by: int) -> None:
        setattr(self, name, getattr(self, name) + by)

    def _delete(self, by: int) -> None:
        self._deleted += 0 if self._properties else by

    def _put(self, text: str) -> None:
        if self._open and not self._deleted:
            self.budget.spend_text(len(text))
            self._open[-1].text += text

    def _start_mark(self, attributes: Attributes) -> None:
        identity, name = attribute(attributes, "id"), attribute(attributes, "name")
        if self._open and identity is not None and name:
            self._marks[identity] = (name, len(self._open[-1].text))

    def _end_mark(self, attributes: Attributes) -> None:
        started = self._marks.pop(attribute(attributes, "id") or "", None)
        if self._open and started is not None:
            name, start = started
            self._open[-1].marks.append(Mark(name, start, len(self._open[-1].text)))

    def _close(self) -> None:
        if not self._open:
            return
        paragraph = self._open.pop()
        self._marks.clear()  # a mark that goes on into the next paragraph marks no number
        if paragraph.text.strip() and not self._tables:
            self.paragraphs.append(MarkedParagraph(paragraph.text, tuple(paragraph.marks)))


def marked_paragraphs(package: Package) -> list[MarkedParagraph]:
    """The paragraphs of a .docx.

    Raises:
        FileProblem: broken XML, or a limit.
    """
    if _MAIN not in package:
        return []
    reader = MarkReader(package.budget)
    reader.feed(package.steps(_MAIN))
    return reader.paragraphs
