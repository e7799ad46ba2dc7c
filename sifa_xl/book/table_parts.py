"""Excel tables grow over rows that are put below them, as they do while somebody types."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from sifa_xl.book.package import Package
from sifa_xl.book.sheet_xml import column_number
from sifa_xl.book.workbook_xml import read_relationships
from sifa_xl.book.xml_places import Edit, edited, find_elements

_ROOT = re.compile(rb"<(?:[^\s/>:]+:)?table\s[^>]*>")
_REF = re.compile(
    rb"(\sref\s*=\s*[\"']\$?([A-Z]{1,3})\$?[0-9]+:\$?([A-Z]{1,3})\$?)([0-9]+)(?=[\"'])"
)
_TOTALS = re.compile(rb"\stotalsRowCount\s*=\s*[\"'][1-9]")  # its sum stands below: it stays


def grown_tables(
    package: Package,
    sheet_part: str,
    read: Callable[[str], bytes],
    cells: Collection[tuple[int, int]],
) -> dict[str, bytes]:
    """The table parts of a sheet that have to reach further down for ``cells``, by part.

    Raises:
        FileProblem: broken XML.
    """
    grown: dict[str, bytes] = {}
    for relationship in read_relationships(package, sheet_part).values():
        if relationship.kind == "table" and relationship.part:
            data = read(relationship.part)
            new = edited(data, _edits(data, cells))
            if new != data:
                grown[relationship.part] = new
    return grown


def _edits(data: bytes, cells: Collection[tuple[int, int]]) -> Iterator[Edit]:
    root = _ROOT.search(data)
    span = _REF.search(root[0]) if root else None
    if root is None or span is None or _TOTALS.search(root[0]):
        return
    left, right = (column_number(span[group].decode()) for group in (2, 3))
    last = max((row for row, column in cells if left <= column <= right), default=0)
    if last <= int(span[4]):
        return
    filters = find_elements(data, "table", ("autoFilter",))
    for start, end in [root.span(), *((each.start, each.inside) for each in filters)]:
        yield start, end, _REF.sub(rb"\g<1>" + str(last).encode(), data[start:end], count=1)
