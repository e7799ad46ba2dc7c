"""A worksheet part as office programs write it -> its cells, by regular expressions.

Accepts only what it can account for byte by byte; everything else is left to ``sheet_xml``, which
also reads all that stands around the cells.  What both accept, both read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sifa_xl.book.canonical_xml import (
    NotCanonicalError,
    decode_plain_text,
    find_root,
    replace_entities,
)
from sifa_xl.book.cell_values import TEXT_TYPES, CellPlan, CellValues
from sifa_xl.book.limits import Budget
from sifa_xl.book.sheet_xml import (
    LAST_COLUMN,
    LAST_ROW,
    SheetContent,
    SheetReader,
    column_number,
)
from sifa_xl.book.xml_stream import is_on
from sifa_xl.domain import GridCell

MOST_BYTES = 128 << 20

_OPENING = b"<sheetData>"
_CLOSING = b"</sheetData>"
_ROW_END = b"</row>"
_STEP_BYTES = 1 << 18
_MOST_STEP_BYTES = 1 << 22

# One token: a cell or the turn of a row, behind blanks with nothing but a style: these are half
# the cells of a form, stand at a place Excel has, and say nothing but which styles there must be.
# A run of attributes is taken as a whole here; _parse_attributes looks at each different one once.
# What is repeated never gives back (``*+``): what follows could not use it, and it saves a sixth.
_TOKEN = re.compile(
    r"""
    ((?: <c[ ]r="[A-Z]{1,2}+[1-9][0-9]{0,5}+"[ ]s="[0-9]{1,5}+"/> )*)
    (?: <c[ ]r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"([^<>/]*+)
          (?: /> | > (?: <f([^<>/]*+) (?: /> | >[^<]*+</f> ) )?
                     (?: <v (?: [ ]?/> | (?:[ ]xml:space="preserve")?>([^<]*+)</v> )
                       | <is><t (?:[ ]xml:space="preserve")?>([^<]*+)</t></is> )?
                 </c> )
      | (</row>)? <row[ ]r="([1-9][0-9]{0,6}+)"([^<>/]*+)(/?)>
      | </row> )
    """,
    re.VERBOSE,
)
_WIDTH = _TOKEN.groups + 1
_BLANK_STYLE = re.compile(' s="([0-9]+)"')
_PREFIXED = "x14ac:dyDescent"
_ATTRIBUTE = rf' (?:[A-Za-z0-9]+|{_PREFIXED}|xml:space)="[^"<>&\t\r\n/]*"'
_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE})*[ ]?")
_NAME_AND_VALUE = re.compile(r' ([^ =]+)="([^"]*)"')
_CELL_ATTRIBUTES = {"s", "t", "cm", "vm", "ph"}
_FORMULA_ATTRIBUTES = {"t", "ref", "si", "aca", "ca", "dt2D", "dtr", "del1", "del2", "r1", "r2"}
_FORMULA_ATTRIBUTES |= {"bx", "xml:space"}
_ROW_ATTRIBUTES = {"spans", "s", "ht", "hidden", "outlineLevel", "collapsed", "ph", _PREFIXED}
_ROW_ATTRIBUTES |= {"customFormat", "customHeight", "thickTop", "thickBot"}


class CanonicalReader:
    """Reads the sheets of one workbook; what is alike in them is looked at once for all.

    Tiles the inside of sheetData with tokens; a byte left over is a NotCanonicalError.
    """

    def __init__(self, values: CellValues, budget: Budget) -> None:
        self._values = values
        self._budget = budget
        self._plain = _Plans(values, is_formula=False)
        self._computed = _Plans(values, is_formula=True)
        self._blank_styles: set[str] = set()
        self._rows: dict[str, tuple[bool, bool]] = {}
        self._content = SheetContent()
        self._has_prefix = False
        self._open_row = ""

    def read(self, data: bytes, sheet: str) -> SheetContent | None:
        """The content of the whole worksheet part ``data``, or None: ask ``sheet_xml``.

        Raises:
            FileProblem: what ``sheet_xml`` would refuse too.
        """
        start = data.find(_OPENING) + len(_OPENING)
        end = data.find(_CLOSING, start)
        if start < len(_OPENING) or end < 0 or find_root(data) is None:
            return None
        self._content, self._has_prefix, self._open_row = SheetContent(), False, ""
        try:
            self._read_rows(data, start, end)
        except NotCanonicalError:
            return None
        # a prefix is only right where it is declared: expat sees it at its place
        hollow = b'<sheetData x14ac:dyDescent="0">' if self._has_prefix else _OPENING
        shell = SheetReader(sheet, self._values, self._budget)
        shell.feed([data[: start - len(_OPENING)] + hollow + data[end:]])
        if shell.data_start != start - len(_OPENING):
            return None  # it stood in a comment, or at another depth
        self._content.merges = shell.content.merges
        return self._content

    def _read_rows(self, data: bytes, start: int, end: int) -> None:
        cells = self._content.cells
        for step in _cut(data, start, end):
            pieces = _TOKEN.split(decode_plain_text(step))
            if any(pieces[::_WIDTH]):  # text between two tokens
                raise NotCanonicalError
            self._look_up_styles("".join(pieces[1::_WIDTH]))
            before = len(cells)
            filled = self._read_tokens(pieces)
            if self._open_row or before + filled != len(cells):  # else a cell came twice
                raise NotCanonicalError
            self._budget.spend_cells(filled)

    def _look_up_styles(self, blanks: str) -> None:
        for style in set(_BLANK_STYLE.findall(blanks)) - self._blank_styles:
            self._values.plan(style, "n", is_formula=False)  # notes one that is lost
            self._blank_styles.add(style)

    def _read_tokens(self, pieces: list[Any]) -> int:
        # every cell goes through this loop: what can be looked up is not computed
        cells, plain, computed, columns = self._content.cells, self._plain, self._computed, _COLUMNS
        row = filled = 0
        row_digits = ""
        tokens = zip(*[iter(pieces)] * _WIDTH, strict=False)  # drops the gap behind the last
        for token in tokens:
            _, blanks, letters, digits, attributes, formula, value, inline, _, _, _, _ = token
            if letters is None:
                if blanks and not row_digits:
                    raise NotCanonicalError
                row_digits = self._turn_row(row_digits, *token[-4:])
                row = int(row_digits or 0)
                continue
            if digits != row_digits:
                raise NotCanonicalError
            column = columns[letters]  # of a blank, too, it must be one that Excel has
            if value is None or formula or "&" in value:
                cell = self._read_unusual(attributes, formula, value, inline)
            elif formula is None:
                cell = plain[attributes][value]
            else:
                cell = computed[attributes][value]
            if cell is not None:
                cells[row, column] = cell
                filled += 1
        self._open_row = row_digits
        return filled

    def _turn_row(
        self, open_row: str, closing: str | None, number: str | None, rest: str, slash: str
    ) -> str:
        if bool(open_row) != (closing is not None or number is None):
            raise NotCanonicalError
        if number is None:
            return ""
        if int(number) > LAST_ROW:
            raise NotCanonicalError
        is_hidden, has_prefix = self._rows.get(rest) or self._look_up_row(rest)
        self._has_prefix |= has_prefix
        if is_hidden:
            self._content.hidden_rows.add(int(number))
        return "" if slash else number

    def _look_up_row(self, rest: str) -> tuple[bool, bool]:
        attributes = _parse_attributes(rest, _ROW_ATTRIBUTES)
        seen = is_on(attributes.get("hidden")), _PREFIXED in attributes
        self._rows[rest] = seen
        return seen

    def _read_unusual(
        self, attributes: str, formula: str | None, value: str | None, inline: str | None
    ) -> GridCell | None:
        if inline is not None:
            if formula is not None:
                raise NotCanonicalError
            return self._plain.inline(attributes)[replace_entities(inline)]
        plan = self._plain[attributes]  # also sees that the attributes are sound
        raw = value and replace_entities(value)
        if formula is None:
            return plan[raw] if raw else None
        if formula:
            _parse_attributes(formula, _FORMULA_ATTRIBUTES)
        if value is None and self._computed.may_hold_text(attributes):
            raise NotCanonicalError  # <v/> is an empty text, no <v> is no result: alike here
        return self._computed[attributes][raw]


class _Plans(dict[str, CellPlan]):
    """The plan for a value by its cell's run of attributes: `` s="1" t="s"``."""

    def __init__(self, values: CellValues, *, is_formula: bool) -> None:
        super().__init__()
        self._values = values
        self._is_formula = is_formula
        self._with_text: dict[str, bool] = {}

    def __missing__(self, attributes: str) -> CellPlan:
        style, kind = self._parse(attributes)
        is_inline = kind == "inlineStr"  # its text stands in <is>, whatever <v> says
        plan = _NO_VALUE if is_inline else self._values.plan(style, kind, self._is_formula)
        self[attributes] = plan
        return plan

    def inline(self, attributes: str) -> CellPlan:
        """The plan for a text in ``<is>``."""
        style, kind = self._parse(attributes)
        if kind != "inlineStr":
            raise NotCanonicalError
        return self._values.plan(style, kind, self._is_formula)

    def may_hold_text(self, attributes: str) -> bool:
        """True where an empty value is an empty text."""
        if attributes not in self._with_text:
            self._with_text[attributes] = self._parse(attributes)[1] in TEXT_TYPES
        return self._with_text[attributes]

    def _parse(self, attributes: str) -> tuple[str | None, str]:
        found = _parse_attributes(attributes, _CELL_ATTRIBUTES)
        return found.get("s"), found.get("t", "n")


class _Columns(dict[str, int]):
    """Column numbers by letters, within Excel's sheet."""

    def __missing__(self, letters: str) -> int:
        number = column_number(letters)
        if number > LAST_COLUMN:
            raise NotCanonicalError
        self[letters] = number
        return number


class _NoValue(CellPlan):
    """Stands for the plan where a value element has nothing to say."""

    def __init__(self) -> None:
        dict.__init__(self)

    def __missing__(self, raw: str | None) -> GridCell | None:
        if raw is None:
            return None
        raise NotCanonicalError


_COLUMNS = _Columns()
_NO_VALUE = _NoValue()


def _cut(data: bytes, start: int, end: int) -> Iterator[bytes]:
    # in steps of whole rows, so that the pieces of a big sheet never exist all at once
    while start < end:
        row_end = data.find(_ROW_END, start + _STEP_BYTES, end)
        stop = end if row_end < 0 else row_end + len(_ROW_END)
        if stop - start > _MOST_STEP_BYTES:
            raise NotCanonicalError
        yield data[start:stop]
        start = stop


def _parse_attributes(run: str, known: set[str]) -> dict[str, str]:
    if not _ATTRIBUTES.fullmatch(run):
        raise NotCanonicalError
    pairs = _NAME_AND_VALUE.findall(run)
    attributes: dict[str, str] = dict(pairs)
    if len(attributes) != len(pairs) or not attributes.keys() <= known:
        raise NotCanonicalError
    return attributes
