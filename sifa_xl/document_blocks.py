"""The body of a .docx as paragraphs and tables in their order, tracked changes accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sifa_xl.book.limits import Budget
from sifa_xl.book.xml_stream import Attributes, attribute
from sifa_xl.document_parts import AnyPart

_TOLD = {
    "drawing": "图片或图形",
    "pict": "图片或图形",
    "object": "嵌入的文件",
    "sym": "特殊符号",
    "commentReference": "批注",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "ins": "修订",
    "del": "修订",
    "moveTo": "修订",
    "moveFrom": "修订",
}


@dataclass(frozen=True)
class Line:
    """A paragraph that holds something; ``is_listed`` where Word numbers it by itself."""

    text: str
    is_listed: bool = False


@dataclass
class TableCell:
    """A cell: its paragraphs, and the first column it stands in, from 0."""

    column: int
    lines: list[Line] = field(default_factory=list)
    has_table: bool = False

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(line.text for line in self.lines)


@dataclass
class TableBlock:
    """A table as rows of cells; merged ones stand where they begin."""

    rows: list[list[TableCell]] = field(default_factory=list)


@dataclass
class _OpenParagraph:
    pieces: list[str] = field(default_factory=list)
    is_listed: bool = False
    goes_on: bool = False  # its mark was deleted: the next paragraph belongs to it


class BlockReader(AnyPart):
    """Reads word/document.xml; ``blocks`` fills while it is fed, ``told`` counts what is no text.

    A table within a cell gives its words to that cell; a text box stands before its paragraph.
    """

    root = "document"

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.blocks: list[Line | TableBlock] = []
        self.told: dict[str, int] = {}
        self._open: list[_OpenParagraph] = []
        self._carried = ""
        self._carries_list = False
        self._tables = self._deleted = 0
        self._row: list[TableCell] | None = None
        self._column = 0
        self._is_row_deleted = False
        self._around: list[str] = []  # pPr and trPr: a deletion there is one of a mark or a row
        self._deletions: list[bool] = []

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        """Tables, paragraphs, texts, and what revises them."""
        return {
            **{name: self._teller(name) for name in _TOLD},
            "tbl": lambda _: self._open_table(),
            "tr": lambda _: self._open_row(),
            "tc": lambda _: self._open_cell(),
            "gridSpan": self._widen,
            "p": lambda _: self._open.append(_OpenParagraph()),
            "numId": self._list,
            "pPr": lambda _: self._around.append("pPr"),
            "trPr": lambda _: self._around.append("trPr"),
            "t": lambda _: self.listen(),
            "tab": lambda _: self._put("\u3000") if not self._around else None,
            "br": lambda _: self._put("\n"),
            "cr": lambda _: self._put("\n"),
            "noBreakHyphen": lambda _: self._put("-"),
        }

    def ends(self) -> dict[str, Callable[[], None]]:
        """Where tables, paragraphs, texts and deletions are over."""
        return {
            "tbl": self._close_table,
            "tr": self._close_row,
            "p": self._close_paragraph,
            "pPr": self._leave,
            "trPr": self._leave,
            "t": lambda: self._put(self.hear()),
            "del": self._end_deletion,
            "moveFrom": self._end_deletion,
        }

    def _teller(self, name: str) -> Callable[[Attributes], None]:
        def tell(_: Attributes) -> None:
            self.told[_TOLD[name]] = self.told.get(_TOLD[name], 0) + 1
            if name in ("del", "moveFrom"):
                self._begin_deletion()

        return tell

    def _begin_deletion(self) -> None:
        around = self._around[-1] if self._around else ""
        if around == "pPr" and self._open:
            self._open[-1].goes_on = True
        elif around == "trPr":
            self._is_row_deleted = True
        self._deletions.append(not around)
        self._deleted += not around

    def _end_deletion(self) -> None:
        self._deleted -= self._deletions.pop()

    def _leave(self) -> None:
        self._around.pop()

    def _list(self, attributes: Attributes) -> None:
        if self._open and attribute(attributes, "val") != "0":
            self._open[-1].is_listed = True

    def _put(self, text: str) -> None:
        if self._open and text and not self._deleted:
            self.budget.spend_text(len(text))
            self._open[-1].pieces.append(text)

    def _open_table(self) -> None:
        self._tables += 1
        if self._tables == 1:
            self._flush()
            self.blocks.append(TableBlock())
        elif self._row:
            self._row[-1].has_table = True

    def _close_table(self) -> None:
        self._tables -= 1

    def _open_row(self) -> None:
        if self._tables == 1:
            self._row, self._column, self._is_row_deleted = [], 0, False

    def _close_row(self) -> None:
        if self._tables != 1 or self._row is None:
            return
        table = self.blocks[-1]
        if not self._is_row_deleted and isinstance(table, TableBlock):
            table.rows.append(self._row)
        self._row = None

    def _open_cell(self) -> None:
        if self._tables == 1 and self._row is not None:
            self._row.append(TableCell(self._column))
            self._column += 1

    def _widen(self, attributes: Attributes) -> None:
        span = attribute(attributes, "val") or "1"
        if self._tables == 1 and span.isdigit() and len(span) < 4:
            self._column += int(span) - 1

    def _close_paragraph(self) -> None:
        if not self._open:
            return
        paragraph = self._open.pop()
        text = self._carried + "".join(paragraph.pieces)
        is_listed = self._carries_list if self._carried else paragraph.is_listed
        self._carried, self._carries_list = "", False
        if paragraph.goes_on:
            self._carried, self._carries_list = text, is_listed
        else:
            self._add(text, is_listed)

    def _flush(self) -> None:
        text, self._carried = self._carried, ""
        self._add(text, self._carries_list)

    def _add(self, text: str, is_listed: bool) -> None:
        target = self._row[-1].lines if self._tables and self._row else self.blocks
        for part in text.split("\n"):
            if part.strip():
                target.append(Line(part.strip(), is_listed))
                is_listed = False
