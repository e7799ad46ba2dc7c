"""What hangs on a sheet and is no data: comments and pictures, told lest somebody count on them."""

from __future__ import annotations

import re

from sifa_xl.book.limits import Budget
from sifa_xl.book.package import Package
from sifa_xl.book.workbook_xml import read_relationships
from sifa_xl.book.xml_stream import Attributes, PartReader, StartHandler

_MOST_SHOWN = 10
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_INTO_CELLS = "处理：要用的请填进格子"


class _CommentsReader(PartReader):
    root = "comments"
    label = "批注"

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.cells: list[str] = []

    def starts(self) -> dict[str, StartHandler]:
        """Every comment; its words may be personal and are not kept."""
        return {"comment": self._comment}

    def _comment(self, attributes: Attributes) -> None:
        address = attributes.get("ref", "")
        self.cells.append(address if _ADDRESS.fullmatch(address) else "？")
        self.budget.spend_cells(1)


def sheet_notes(package: Package, part: str) -> list[str]:
    """A sentence, with what to do, for the comments and one for the pictures of a sheet.

    Raises:
        FileProblem: broken XML.
    """
    notes = []
    related = read_relationships(package, part).values()
    parts = {each.kind: each.part for each in related if each.part and each.part in package}
    if "comments" in parts:
        reader = _CommentsReader(package.budget)
        reader.feed(package.steps(parts["comments"]))
        if reader.cells:
            shown = "、".join(reader.cells[:_MOST_SHOWN])
            rest = "等" if len(reader.cells) > _MOST_SHOWN else ""
            where = f"{shown}{rest}有批注（共{len(reader.cells)}处）"
            notes.append(f"{where}，批注不算数据，没有读取。{_INTO_CELLS}")
    if "drawing" in parts:
        drawn = read_relationships(package, parts["drawing"]).values()
        pictures = sum(each.kind == "image" for each in drawn)
        if pictures:
            notes.append(f"有{pictures}张图片，图片里的内容没有读取。{_INTO_CELLS}")
    return notes
