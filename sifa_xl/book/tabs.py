"""workbook.xml anew: which tabs are seen, what a filter spans, whether Excel recalculates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from xml.sax.saxutils import escape

from sifa_xl.book.plan import quoted
from sifa_xl.book.writing import range_ref
from sifa_xl.book.xml_places import Edit, Element, edited, find_elements

_FILTER_NAME = "_xlnm._FilterDatabase"
_STATE = re.compile(rb"\s+state\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_FULL = re.compile(rb"\s+fullCalcOnLoad\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_BEHIND_CALCULATION = (
    *("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"),
    *("webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
)
_WANTED = ("sheet", "definedName", "calcPr", *_BEHIND_CALCULATION)

FilterRange = tuple[int, int, int, int]


def with_tabs(
    data: bytes,
    shown: Collection[str],
    filters: Mapping[str, FilterRange],
    *,
    must_calculate: bool,
) -> bytes:
    """workbook.xml with the sheets ``shown`` visible and the hidden names of ``filters`` in step.

    Raises:
        FileProblem: broken XML.
    """
    found = find_elements(data, "workbook", _WANTED, ("definedName",))
    sheets = [e for e in found if e.name == "sheet" and e.depth == 3]
    names = [e.attributes.get("name", "") for e in sheets]
    spans = {names.index(sheet): (sheet, cells) for sheet, cells in filters.items()}
    edits = [
        *_state_edits(data, sheets, shown),
        *_name_edits(found, spans),
    ]
    if must_calculate:
        edits += _calculation_edits(data, found)
    return edited(data, edits)


def _state_edits(data: bytes, sheets: list[Element], shown: Collection[str]) -> Iterator[Edit]:
    for sheet in sheets:
        is_hidden = sheet.attributes.get("state") == "hidden"  # a very hidden one stays so
        if sheet.attributes.get("name") in shown and is_hidden:
            yield sheet.start, sheet.inside, _STATE.sub(b"", data[sheet.start : sheet.inside])


def _name_edits(
    found: list[Element], filters: Mapping[int, tuple[str, FilterRange]]
) -> Iterator[Edit]:
    for element in found:
        if element.name != "definedName" or element.attributes.get("name") != _FILTER_NAME:
            continue
        number = element.attributes.get("localSheetId", "")
        if number.isdecimal() and int(number) in filters:
            sheet, cells = filters[int(number)]
            target = f"{_as_written(sheet, element.text)}!{range_ref(cells, fixed=True)}"
            close = f"</{element.prefix}definedName>".encode()
            yield element.inside, element.end, escape(target).encode("utf-8") + close


def _as_written(sheet: str, old_target: str) -> str:
    return sheet if old_target.startswith(f"{sheet}!") else quoted(sheet)


def _calculation_edits(data: bytes, found: list[Element]) -> Iterator[Edit]:
    old = next((e for e in found if e.name == "calcPr" and e.depth == 2), None)
    if old is None:
        prefix = found[0].prefix
        later = [e.start for e in found if e.depth == 2 and e.name in _BEHIND_CALCULATION]
        at = min(later, default=data.rindex(b"</"))
        yield at, at, f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode()
    elif old.attributes.get("fullCalcOnLoad") not in ("1", "true"):
        head = len(f"<{old.prefix}calcPr")
        tag = _FULL.sub(b"", data[old.start : old.inside])
        yield old.start, old.inside, tag[:head] + b' fullCalcOnLoad="1"' + tag[head:]
