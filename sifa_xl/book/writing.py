"""Rows of results -> the XML of their sheet: rows, links, size and filter; nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from xml.sax.saxutils import escape, quoteattr

from sifa_xl.book.plan import LINE_HEIGHT, display_width, quoted
from sifa_xl.book.sheet_xml import column_number
from sifa_xl.book.xml_places import Edit, Element, edited, find_elements
from sifa_xl.cell_texts import cell_text
from sifa_xl.domain import column_letters

Value = str | int | Decimal | None

_HIGHEST = 409.0  # points; Excel's limit for a row
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FILTER_MODE = re.compile(rb"\s+filterMode\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_BEHIND_LINKS = (
    *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
    *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
    *("legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
_WANTED = (
    *("sheetPr", "dimension", "col", "sheetData", "row", "c", "autoFilter", "sortState"),
    *("hyperlinks", "hyperlink", *_BEHIND_LINKS),
)


@dataclass(frozen=True)
class PlacedTable:
    """Rows by column, below ``header_row``; a link leads from (index of the row, column)."""

    header_row: int
    columns: Sequence[int]
    sample_row: int | None
    rows: Sequence[Mapping[int, Value]]
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def last_row(self) -> int:
        """The last row written, the header where there is none."""
        return self.header_row + len(self.rows)

    @property
    def filter_range(self) -> tuple[int, int, int, int]:
        """First row and column, last row and column of header and rows."""
        return self.header_row, min(self.columns), self.last_row, max(self.columns)


def with_table(data: bytes, table: PlacedTable) -> bytes:
    """The sheet part with ``table`` for everything below its header; styles from the sample row.

    Raises:
        FileProblem: broken XML.
    """
    found = find_elements(data, "worksheet", _WANTED)
    edits = [
        *_sheet_data_edits(found, table),
        *_dimension_edits(found, table),
        *_filter_edits(data, found, table),
        *_link_edits(data, found, table),
    ]
    return edited(data, edits)


def escaped_text(text: str) -> str:
    """A text as it stands in the file: ``_x0041_`` typed by somebody stays what it is."""
    return _ESCAPED.sub("_x005F_", cell_text(text))


def numbered_rows(found: list[Element]) -> Iterator[tuple[int, Element]]:
    """The rows of a sheet with their numbers, those left out counted."""
    number = 0
    for element in found:
        if element.name == "row" and element.depth == 3:
            number = int(element.attributes.get("r", number + 1))
            yield number, element


def visible_widths(found: list[Element]) -> dict[int, float]:
    """The width of each column that is seen, in characters."""
    widths: dict[int, float] = {}
    for element in found:
        if element.name == "col" and element.attributes.get("hidden") not in ("1", "true"):
            first, last = (int(element.attributes[key]) for key in ("min", "max"))
            width = float(element.attributes.get("width", 9))
            widths |= dict.fromkeys(range(first, min(last, first + 255) + 1), width)
    return widths


def text_height(values: Mapping[int, Value], widths: Mapping[int, float]) -> float:
    """The height that the longest visible text needs; 0 for the sheet's own."""
    lines = 1
    for column, value in values.items():
        if isinstance(value, str) and column in widths:
            room = max(widths[column] - 1, 1)
            lines = max(lines, sum(ceil(display_width(p) / room) or 1 for p in value.split("\n")))
    return min(4.0 + LINE_HEIGHT * lines, _HIGHEST) if lines > 1 else 0.0


def cell_xml(prefix: str, address: str, style: str, value: Value) -> str:
    """A cell; ``style`` is its attribute, with the blank before it."""
    head = f'<{prefix}c r="{address}"{style}'
    if value is None or value == "":
        return f"{head}/>"
    if isinstance(value, str):
        text = escape(escaped_text(value))
        inside = f'<{prefix}t xml:space="preserve">{text}</{prefix}t>'
        return f'{head} t="inlineStr"><{prefix}is>{inside}</{prefix}is></{prefix}c>'
    return f"{head}><{prefix}v>{number_xml(value)}</{prefix}v></{prefix}c>"


def _sheet_data_edits(found: list[Element], table: PlacedTable) -> Iterator[Edit]:
    sheet_data = next(e for e in found if e.name == "sheetData" and e.depth == 2)
    rows = list(numbered_rows(found))
    header_end = max(row.end for number, row in rows if number <= table.header_row)
    last_end = max(row.end for _, row in rows)
    new = "".join(_rows_xml(found, table, sheet_data.prefix))
    yield header_end, last_end, new.encode("utf-8")


def _rows_xml(found: list[Element], table: PlacedTable, prefix: str) -> Iterator[str]:
    styles = _sample_styles(found, table.sample_row)
    widths = visible_widths(found)
    for number, values in enumerate(table.rows, table.header_row + 1):
        height = text_height(values, widths)
        tall = f' ht="{height:g}" customHeight="1"' if height else ""
        cells = "".join(
            cell_xml(prefix, f"{column_letters(column)}{number}", styles.get(column, ""), value)
            for column in sorted(table.columns)
            for value in (values.get(column),)
        )
        yield f'<{prefix}row r="{number}"{tall}>{cells}</{prefix}row>'


def _sample_styles(found: list[Element], sample_row: int | None) -> dict[int, str]:
    """The style attribute by column, as the sample row has it; none where it was deleted."""
    row = next((e for number, e in numbered_rows(found) if number == sample_row), None)
    if row is None:
        return {}
    cells = (e for e in found if e.name == "c" and row.start < e.start < row.end)
    styles, column = {}, 0
    for cell in cells:
        address = _ADDRESS.fullmatch(cell.attributes.get("r", ""))
        column = column_number(address[1]) if address else column + 1
        if "s" in cell.attributes:
            styles[column] = f" s={quoteattr(cell.attributes['s'])}"
    return styles


def number_xml(value: int | Decimal) -> str:
    """A number as Excel writes it: whole, or the shortest that gives the same double."""
    return str(int(value)) if value == int(value) else repr(float(value))


def _dimension_edits(found: list[Element], table: PlacedTable) -> Iterator[Edit]:
    element = next((e for e in found if e.name == "dimension" and e.depth == 2), None)
    if element is None:
        return
    columns = {column_number(m[1]) for m in _ADDRESS.finditer(element.attributes.get("ref", ""))}
    ref = f"A1:{column_letters(max(columns | set(table.columns)))}{table.last_row}"
    yield element.start, element.end, f'<{element.prefix}dimension ref="{ref}"/>'.encode()


def _filter_edits(data: bytes, found: list[Element], table: PlacedTable) -> Iterator[Edit]:
    """The filter spans the new rows and shows them all: old choices fit other rows."""
    element = next((e for e in found if e.name == "autoFilter" and e.depth == 2), None)
    if element is None:
        return
    ref = range_ref(table.filter_range)
    yield element.start, element.end, f'<{element.prefix}autoFilter ref="{ref}"/>'.encode()
    for other in found:
        if other.depth == 2 and other.name == "sortState":
            yield other.start, other.end, b""
        if other.depth == 2 and other.name == "sheetPr":
            tag = data[other.start : other.inside]
            yield other.start, other.inside, _FILTER_MODE.sub(b"", tag)


def range_ref(cells: tuple[int, int, int, int], *, fixed: bool = False) -> str:
    """``B4:M20`` or ``$B$4:$M$20``."""
    sign = "$" if fixed else ""
    top, left, bottom, right = cells
    first = f"{sign}{column_letters(left)}{sign}{top}"
    return f"{first}:{sign}{column_letters(right)}{sign}{bottom}"


def _link_edits(data: bytes, found: list[Element], table: PlacedTable) -> Iterator[Edit]:
    """New links below the header; those above it, such as 返回首页, stay as they were."""
    box = next((e for e in found if e.name == "hyperlinks" and e.depth == 2), None)
    prefix = next(e for e in found if e.name == "sheetData").prefix
    kept = [
        data[link.start : link.end]
        for link in found
        if link.name == "hyperlink" and not _is_below(link, table.header_row)
    ]
    new = [
        _link_xml(prefix, f"{column_letters(column)}{table.header_row + 1 + index}", target)
        for (index, column), target in sorted(table.links.items())
    ]
    inside = b"".join([*kept, *(link.encode("utf-8") for link in new)])
    tag = f"{prefix}hyperlinks".encode()
    whole = b"<" + tag + b">" + inside + b"</" + tag + b">" if inside else b""
    start, end = (box.start, box.end) if box else _place_of_links(data, found)
    yield start, end, whole


def _is_below(link: Element, row: int) -> bool:
    address = _ADDRESS.match(link.attributes.get("ref", ""))
    return address is not None and int(address[2]) > row


def _link_xml(prefix: str, address: str, target: str) -> str:
    sheet, _, cell = target.rpartition("!")
    location = quoteattr(f"{quoted(sheet)}!{cell}")
    return f'<{prefix}hyperlink ref="{address}" location={location} display={quoteattr(target)}/>'


def _place_of_links(data: bytes, found: list[Element]) -> tuple[int, int]:
    """Before the first element that must stand behind hyperlinks."""
    later = [e.start for e in found if e.depth == 2 and e.name in _BEHIND_LINKS]
    at = min(later, default=data.rindex(b"</"))
    return at, at
