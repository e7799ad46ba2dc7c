"""Typed values -> single cells of a sheet's XML; style, rules and every other cell stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from sifa_xl.book.port import CellValue
from sifa_xl.book.sheet_xml import column_number
from sifa_xl.book.styles_xml import Shape, Style, Styles
from sifa_xl.book.writing import (
    Value,
    cell_xml,
    escaped_text,
    number_xml,
    numbered_rows,
    text_height,
    visible_widths,
)
from sifa_xl.book.xml_places import Edit, Element, edited, find_elements
from sifa_xl.domain import column_letters
from sifa_xl.errors import FileProblem

Cell = tuple[int, int]

_WANTED = ("dimension", "sheetFormatPr", "col", "sheetData", "row", "c", "f")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OF_VALUE = re.compile(rb"\s+(?:t|cm|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SPANS = re.compile(rb"\s+spans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_HEIGHTS = re.compile(rb"\s+(?:ht|customHeight)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_STANDARD_HEIGHT = 15.0
_FIRST_SURE_DAY = date(1904, 1, 1)  # earlier ones depend on the calendar of the workbook
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True)
class Days:
    """How cells of a workbook hold a day."""

    styles: Styles
    is_1904: bool

    def plain(self, style: str | None, day: date) -> Value:
        """A number where the style shows days, else a text, which reads as the same day."""
        shape = (self.styles.find(style) or Style()).shape
        if shape is not Shape.DATE or day < _FIRST_SURE_DAY:
            return f"{day:%Y-%m-%d}"
        return (day - (_EPOCH_1904 if self.is_1904 else _EPOCH_1900)).days


@dataclass
class _Row:
    """A row that is there: its element, and its cells by column in their order."""

    element: Element
    cells: dict[int, Element] = field(default_factory=dict)


class _Sheet:
    """A sheet's elements as rows and cells."""

    def __init__(self, data: bytes) -> None:
        found = find_elements(data, "worksheet", _WANTED)
        self.data = data
        self.rows = {number: _Row(element) for number, element in numbered_rows(found)}
        self.body = next(e for e in found if e.name == "sheetData" and e.depth == 2)
        self.dimension = next((e for e in found if e.name == "dimension" and e.depth == 2), None)
        self.formulas = [e for e in found if e.name == "f" and e.depth == 5]
        self.widths = visible_widths(found)
        self.default_height = _default_height(found)
        self._columns = [e for e in found if e.name == "col"]
        by_start = {row.element.start: row for row in self.rows.values()}
        row, column = _Row(self.body), 0
        for element in found:
            if element.name == "row":
                row, column = by_start.get(element.start, row), 0
            elif element.name == "c" and element.depth == 4:
                column = _column(element) or column + 1
                row.cells[column] = element

    def style(self, row: _Row | None, column: int) -> str | None:
        """The style that a cell gets which is not there yet: its row's, else its column's."""
        if row is not None and row.element.attributes.get("customFormat") in ("1", "true"):
            return row.element.attributes.get("s")
        for element in self._columns:
            first, last = (int(element.attributes[key]) for key in ("min", "max"))
            if first <= column <= last:
                return element.attributes.get("style")
        return None


def with_cells(data: bytes, values: Mapping[Cell, CellValue], days: Days) -> bytes:
    """The sheet part with ``values`` in its cells; None and "" leave a cell blank.

    A row grows where a text needs it.

    Raises:
        FileProblem: broken XML, or a cell that belongs to an array formula.
    """
    sheet = _Sheet(data)
    _refuse_arrays(sheet, values)
    by_row: dict[int, dict[int, CellValue]] = {}
    for (row, column), value in sorted(values.items()):
        if value not in (None, "") or column in sheet.rows.get(row, _Row(sheet.body)).cells:
            by_row.setdefault(row, {})[column] = value
    edits: list[Edit] = []
    new: dict[int, list[str]] = {}
    for number, cells in by_row.items():
        if number in sheet.rows:
            edits += _row_edits(sheet, number, cells, days)
        else:
            new.setdefault(_place_of_row(sheet, number), []).append(
                _new_row(sheet, number, cells, days)
            )
    edits += _new_row_edits(sheet, new)
    edits += _dimension_edits(sheet, by_row)
    return edited(data, edits)


def _refuse_arrays(sheet: _Sheet, values: Mapping[Cell, CellValue]) -> None:
    for formula in sheet.formulas:
        if formula.attributes.get("t") not in ("array", "dataTable"):
            continue
        corners = [
            (int(match[2]), column_number(match[1]))
            for match in _ADDRESS.finditer(formula.attributes.get("ref", ""))
        ]
        for row, column in values if corners else ():
            (top, left), (bottom, right) = corners[0], corners[-1]
            if top <= row <= bottom and left <= column <= right:
                raise FileProblem(
                    f"的{column_letters(column)}{row}属于一个数组公式，写进去会毁掉它，"
                    "没有写任何文件。请把公式移到别处后再试。"
                )


def _row_edits(
    sheet: _Sheet, number: int, cells: Mapping[int, CellValue], days: Days
) -> Iterator[Edit]:
    """Cells replaced or put between others, and the row's own tag where they need it."""
    row = sheet.rows[number]
    inserted: dict[int, list[str]] = {}
    for column, value in cells.items():
        old = row.cells.get(column)
        if old is not None:
            yield old.start, old.end, _replaced(sheet.data, old, value, days)
            continue
        later = (cell.start for other, cell in row.cells.items() if other > column)
        place = next(later, _inside_end(sheet.data, row.element))
        inserted.setdefault(place, []).append(_new_cell(sheet, row, number, column, value, days))
    tag = _row_tag(sheet, row, cells, bool(inserted))
    whole, prefix = row.element, row.element.prefix
    if whole.is_empty:
        inside = "".join(text for texts in inserted.values() for text in texts)
        tag = tag.removesuffix(b">").removesuffix(b"/").rstrip() + b">"
        yield whole.start, whole.end, tag + f"{inside}</{prefix}row>".encode()
        return
    if tag != sheet.data[whole.start : whole.inside]:
        yield whole.start, whole.inside, tag
    for place, texts in inserted.items():
        yield place, place, "".join(texts).encode("utf-8")


def _replaced(data: bytes, old: Element, value: CellValue, days: Days) -> bytes:
    """The cell with its own tag, but for the kind of value, and the new value inside."""
    tag = _OF_VALUE.sub(b"", data[old.start : old.inside])
    tag = tag.removesuffix(b">").removesuffix(b"/").rstrip()
    plain = _plain(value, old.attributes.get("s"), days)
    prefix = old.prefix
    if plain is None or plain == "":
        return tag + b"/>"
    if isinstance(plain, str):
        text = escape(escaped_text(plain))
        inside = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
        return tag + f' t="inlineStr">{inside}</{prefix}c>'.encode()
    return tag + f"><{prefix}v>{number_xml(plain)}</{prefix}v></{prefix}c>".encode()


def _new_cell(
    sheet: _Sheet, row: _Row | None, number: int, column: int, value: CellValue, days: Days
) -> str:
    style = sheet.style(row, column)
    attribute = f" s={quoteattr(style)}" if style is not None else ""
    address = f"{column_letters(column)}{number}"
    return cell_xml(sheet.body.prefix, address, attribute, _plain(value, style, days))


def _new_row(sheet: _Sheet, number: int, cells: Mapping[int, CellValue], days: Days) -> str:
    prefix = sheet.body.prefix
    inside = "".join(
        _new_cell(sheet, None, number, column, value, days) for column, value in cells.items()
    )
    height = text_height(_texts(cells), sheet.widths)
    tall = f' ht="{height:g}" customHeight="1"' if height > sheet.default_height else ""
    return f'<{prefix}row r="{number}"{tall}>{inside}</{prefix}row>'


def _plain(value: CellValue, style: str | None, days: Days) -> Value:
    return days.plain(style, value) if isinstance(value, date) else value


def _texts(cells: Mapping[int, CellValue]) -> dict[int, Value]:
    return {column: value for column, value in cells.items() if isinstance(value, str)}


def _row_tag(sheet: _Sheet, row: _Row, cells: Mapping[int, CellValue], has_more: bool) -> bytes:
    """The row's tag: no statement of its span once cells are added, and tall enough."""
    whole = row.element
    tag = sheet.data[whole.start : whole.inside]
    if has_more:
        tag = _SPANS.sub(b"", tag)
    needed = text_height(_texts(cells), sheet.widths)
    if needed > float(whole.attributes.get("ht", sheet.default_height)):
        tall = f' ht="{needed:g}" customHeight="1"'.encode()
        head = len(f"<{whole.prefix}row")
        tag = _HEIGHTS.sub(b"", tag)
        tag = tag[:head] + tall + tag[head:]
    return tag


def _place_of_row(sheet: _Sheet, number: int) -> int:
    later = (row.element.start for other, row in sheet.rows.items() if other > number)
    return next(later, _inside_end(sheet.data, sheet.body))


def _new_row_edits(sheet: _Sheet, new: Mapping[int, list[str]]) -> Iterator[Edit]:
    body = sheet.body
    for place, rows in new.items():
        inside = "".join(rows)
        if body.is_empty:
            whole = f"<{body.prefix}sheetData>{inside}</{body.prefix}sheetData>"
            yield body.start, body.end, whole.encode("utf-8")
        else:
            yield place, place, inside.encode("utf-8")


def _dimension_edits(
    sheet: _Sheet, by_row: Mapping[int, Mapping[int, CellValue]]
) -> Iterator[Edit]:
    element = sheet.dimension
    if element is None or not by_row:
        return
    places = [(row, column) for row, cells in by_row.items() for column in cells]
    for match in _ADDRESS.finditer(element.attributes.get("ref", "")):
        places.append((int(match[2]), column_number(match[1])))
    rows, columns = [row for row, _ in places], [column for _, column in places]
    first = f"{column_letters(min(columns))}{min(rows)}"
    ref = f"{first}:{column_letters(max(columns))}{max(rows)}"
    yield element.start, element.end, f'<{element.prefix}dimension ref="{ref}"/>'.encode()


def _inside_end(data: bytes, element: Element) -> int:
    """Where the closing tag begins."""
    return element.end if element.is_empty else data.rindex(b"</", element.inside, element.end)


def _column(cell: Element) -> int:
    address = _ADDRESS.fullmatch(cell.attributes.get("r", ""))
    return column_number(address[1]) if address else 0


def _default_height(found: list[Element]) -> float:
    element = next((e for e in found if e.name == "sheetFormatPr"), None)
    text = element.attributes.get("defaultRowHeight", "") if element else ""
    return float(text) if text else _STANDARD_HEIGHT
