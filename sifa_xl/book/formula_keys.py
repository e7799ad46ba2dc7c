"""Which formula a cell holds, told by table, hidden row code and header, never by its address."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sifa_xl.book.plan import Formula, SheetPlan
from sifa_xl.declarations import WorkLine
from sifa_xl.forms import END_MARK, TABLE_MARK, Form, read_form

Cell = tuple[int, int]

_PIECE = re.compile(r'("(?:[^"]|"")*")')
_SHEET = r"(?:'(?:[^']|'')+'!|[^\s'\"!=<>&+*/^(),;:-]+!)?"
_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_COLUMN = r"\$?[A-Z]{1,3}"
_REFERENCE = re.compile(
    rf"{_SHEET}(?:{_CELL}(?::{_CELL})?|{_COLUMN}:{_COLUMN})(?![A-Z0-9_.(])", re.IGNORECASE
)


class Key(NamedTuple):
    """What stands around a formula: its table, its row's code and the header of its column."""

    table: str
    row: str
    header: str


Book = dict[str, dict[Key, Formula]]  # our formulas by the sheet's code


def formula_book(plans: Iterable[SheetPlan], lines: Sequence[type[WorkLine]]) -> Book:
    """Every formula of the sheets on paper; codes a figure had in older versions lead there too."""
    book: Book = {}
    for plan in plans:
        form = read_form(plan.grid())
        formulas = {place: c for place, (c, _) in plan.cells.items() if isinstance(c, Formula)}
        if form is not None and formulas:
            keys = keys_of(form, formulas)
            book[form.code] = {key: formulas[place] for place, key in keys.items()}
    for line in lines:
        _add_older_codes(book.get(line.code, {}), line)
    return book


def keys_of(form: Form, cells: Collection[Cell]) -> dict[Cell, Key]:
    """The keys of those ``cells`` that stand in one of the form's own tables and rows.

    A copied block or row has the codes of its original; only the original counts.
    """
    by_row: dict[int, list[int]] = {}
    for row, column in cells:
        by_row.setdefault(row, []).append(column)
    headers = _headers(form)
    first = next(iter(form.tables.values()), None)
    outside = headers[first.key] if first else {}
    found: dict[Cell, Key] = {}
    seen: set[tuple[str, str]] = set()
    table, header_row, columns = "", 0, outside
    for row in sorted(form.codes.keys() | by_row.keys()):
        code = form.codes.get(row, "")
        if code.startswith(TABLE_MARK):
            table, header_row = code.removeprefix(TABLE_MARK), row
            is_original = form.tables[table].header_row == row
            columns = headers[table] if is_original else {}
        row_key = code or f"+{row - header_row}"
        if (table, row_key) not in seen:
            seen.add((table, row_key))
            for column in by_row.get(row, ()):
                if column in columns:
                    found[row, column] = Key(table, row_key, columns[column])
        if code.startswith(END_MARK):
            table, header_row, columns = "", row, outside
    return found


def is_same_formula(one: str, other: str) -> bool:
    """True when both differ only in where their cells lie: rows and columns may be inserted.

    One whose cell was deleted (#REF!), or that somebody changed, is another formula.
    """
    return _skeleton(one) == _skeleton(other)


def _headers(form: Form) -> dict[str, dict[int, str]]:
    """The header words by column, for each table."""
    return {
        key: {column: header for header, column in table.columns.items()}
        for key, table in form.tables.items()
    }


def _add_older_codes(formulas: dict[Key, Formula], line: type[WorkLine]) -> None:
    older = {figure.code: figure.was for figure in line.figures if figure.was}
    for key, formula in list(formulas.items()):
        for name in older.get(key.row, ()):
            formulas.setdefault(key._replace(row=f"{line.code}.{name}"), formula)


def _skeleton(formula: str) -> str:
    """The formula with @ for every reference, without spaces; texts in quotes as they are."""
    pieces = _PIECE.split(formula.removeprefix("="))
    for number in range(0, len(pieces), 2):  # the odd ones are the texts
        piece = _REFERENCE.sub("@", pieces[number])
        piece = "".join(piece.split()).upper()
        pieces[number] = piece.replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    return "".join(pieces)


def texts_of_shared(formulas: Mapping[Cell, tuple[str, str | None]]) -> dict[Cell, str]:
    """The text of every formula; ``None`` or an index says which shared one a blank text means."""
    shared = {index: text for text, index in formulas.values() if text and index is not None}
    return {
        place: text or (shared.get(index, "") if index is not None else "")
        for place, (text, index) in formulas.items()
    }
