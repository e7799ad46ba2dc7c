"""LibreOffice for the tests.  Here: the addresses of cells, as ``表!C7`` and as two numbers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Address = tuple[int, int]  # column and row, both from 0


class AddressError(ValueError):
    """A text that names no cell."""


def split_address(cell: str) -> tuple[str, Address]:
    """Sheet and place of ``表!C7`` or ``'表'!$C$7``.  Raises AddressError if it is neither."""
    sheet, mark, place = cell.rpartition("!")
    match = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]*)", place.replace("$", ""))
    if not mark or match is None:
        raise AddressError(f"{cell} is not a cell; write 表!C7")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, (column_index(match[1]), int(match[2]) - 1)


def name_of(place: Address) -> str:
    """``C7`` for the place (2, 6)."""
    column, letters = place[0] + 1, ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{place[1] + 1}"


def column_index(letters: str) -> int:
    """2 for ``C``."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def by_sheet(cells: Mapping[str, Any]) -> dict[str, dict[Address, Any]]:
    """The same values under their sheet and place."""
    sheets: dict[str, dict[Address, Any]] = {}
    for cell, value in cells.items():
        sheet, place = split_address(cell)
        sheets.setdefault(sheet, {})[place] = value
    return sheets


def vertical_runs(values: Mapping[Address, Any]) -> Iterator[tuple[Address, list[Any]]]:
    """Cells that stand under one another: the first place, and the values from there down."""
    start, run = (-1, -1), list[Any]()
    for column, row in sorted(values):
        if (column, row) != (start[0], start[1] + len(run)):
            if run:
                yield start, run
            start, run = (column, row), []
        run.append(values[column, row])
    if run:
        yield start, run
