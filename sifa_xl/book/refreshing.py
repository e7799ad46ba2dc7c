"""Cached values: every formula of ours shows what Python computes; its text is not touched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from xml.sax.saxutils import escape

from sifa_xl.book.formula_keys import Cell, Key, is_same_formula, keys_of, texts_of_shared
from sifa_xl.book.plan import Formula
from sifa_xl.book.sheet_xml import column_number
from sifa_xl.book.writing import escaped_text, number_xml
from sifa_xl.book.xml_places import Edit, Element, edited, find_elements
from sifa_xl.forms import Form
from sifa_xl.live import Live, Shown

_TYPE = re.compile(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SAME = 1e-12  # relative; LibreOffice and Excel write sixteen or seventeen digits


@dataclass
class Refreshed:
    """A sheet part with current values, and how many formulas in it are unknown to us."""

    data: bytes
    unknown: int


@dataclass
class _FormulaCell:
    """A cell with a formula, as its elements."""

    cell: Element
    formula: Element
    value: Element | None = None


def refresh(
    data: bytes, form: Form | None, formulas: Mapping[Key, Formula], live: Live
) -> Refreshed:
    """The sheet part with the value of each formula of ours; bytes as they were if none changed.

    ``form`` is None for a sheet that is not ours: its formulas are only counted.

    Raises:
        FileProblem: broken XML.
    """
    cells = _formula_cells(data)
    keys = keys_of(form, cells) if form is not None else {}
    texts = texts_of_shared(
        {place: (c.formula.text, c.formula.attributes.get("si")) for place, c in cells.items()}
    )
    edits: list[Edit] = []
    unknown = 0
    for place, cell in cells.items():
        ours = formulas.get(keys[place]) if place in keys else None
        if ours is None or not is_same_formula(texts[place], ours.text):
            unknown += 1
            continue
        shown = ours.twin(live)
        if not _shows(cell, shown):
            edits += _edits(data, cell, shown)
    return Refreshed(edited(data, edits), unknown)


def _formula_cells(data: bytes) -> dict[Cell, _FormulaCell]:
    """The cells with a formula by row and column."""
    found: dict[Cell, _FormulaCell] = {}
    row = column = 0
    cell: Element | None = None
    place = (0, 0)
    for element in find_elements(data, "worksheet", ("row", "c", "f", "v"), ("f", "v")):
        if element.name == "row" and element.depth == 3:
            row, column = int(element.attributes.get("r", row + 1)), 0
        elif element.name == "c" and element.depth == 4:
            cell = element
            address = _ADDRESS.fullmatch(element.attributes.get("r", ""))
            column = column_number(address[1]) if address else column + 1
            place = (row, column)
        elif cell is not None and element.depth == 5:
            if element.name == "f":
                found[place] = _FormulaCell(cell, element)
            elif place in found:
                found[place].value = element
    return found


def _shows(cell: _FormulaCell, shown: Shown) -> bool:
    """Whether the file already holds the value; a cell never calculated does not."""
    kind = cell.cell.attributes.get("t", "n")
    if cell.value is None:
        return False
    if isinstance(shown, str):
        return kind == "str" and cell.value.text == escaped_text(shown)
    try:
        number = float(cell.value.text)
    except ValueError:
        return False
    return kind == "n" and isclose(number, float(shown), rel_tol=_SAME)


def _edits(data: bytes, cell: _FormulaCell, shown: Shown) -> list[Edit]:
    """A new type in the cell's tag, and a new value behind its formula."""
    whole, prefix = cell.cell, cell.cell.prefix
    tag = _TYPE.sub(b"", data[whole.start : whole.inside])
    if isinstance(shown, str):
        tag = tag.removesuffix(b">") + b' t="str">'
        keep = ' xml:space="preserve"' if shown != shown.strip() or "\n" in shown else ""
        value = f"<{prefix}v{keep}>{escape(escaped_text(shown))}</{prefix}v>"
    else:
        value = f"<{prefix}v>{number_xml(Decimal(shown))}</{prefix}v>"
    old = cell.value
    start, end = (old.start, old.end) if old else (cell.formula.end, cell.formula.end)
    return [(whole.start, whole.inside, tag), (start, end, value.encode("utf-8"))]
