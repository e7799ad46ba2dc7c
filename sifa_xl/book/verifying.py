"""The new workbook, before it replaces the old one, read by other eyes than those that wrote it."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from math import isclose

from sifa_xl.book.limits import Budget
from sifa_xl.book.package import Package
from sifa_xl.book.port import CellValue
from sifa_xl.book.reader import Book, read_bytes
from sifa_xl.book.writing import PlacedTable, escaped_text
from sifa_xl.domain import Grid, column_letters
from sifa_xl.errors import FileProblem

_NOT_WRITTEN = (
    "写出的新文件与要写的内容不符（{}），没有替换，原文件不变。请把这个文件发给维护人员。"
)


@dataclass(frozen=True)
class Put:
    """What was put into the sheets: result tables, and single cells by row and column."""

    tables: Mapping[str, PlacedTable]
    cells: Mapping[str, Mapping[tuple[int, int], CellValue]] = field(default_factory=dict)


def verify(old: bytes, new: bytes, put: Put, touched: Sequence[str]) -> None:
    """Pass when ``new`` opens, holds what was ``put`` and differs from ``old`` in nothing else.

    ``touched`` are the lower-case names of the parts that may differ.

    Raises:
        FileProblem: it is not so; the text names the place.
    """
    _compare_parts(Package(old, Budget()), Package(new, Budget()), touched)
    _compare_grids(read_bytes(old, "原文件"), read_bytes(new, "新文件"), put)
    _compare_put(new, put)


def _compare_parts(old: Package, new: Package, touched: Sequence[str]) -> None:
    if old.names != new.names:
        raise FileProblem(_NOT_WRITTEN.format("部件清单"))
    for name in old.names:
        if name not in touched and old.packed(name) != new.packed(name):
            raise FileProblem(_NOT_WRITTEN.format(name))


def _compare_grids(old: Book, new: Book, put: Put) -> None:
    """No cell that somebody typed has changed, on any sheet."""
    for before, after in zip(old.grids, new.grids, strict=True):
        table = put.tables.get(before.sheet)
        below = table.header_row if table else None
        cells = put.cells.get(before.sheet, {})
        if _typed(before, below, cells) != _typed(after, below, cells):
            raise FileProblem(_NOT_WRITTEN.format(before.sheet))


def _typed(
    grid: Grid, last_row: int | None, put: Collection[tuple[int, int]]
) -> dict[tuple[int, int], object]:
    return {
        place: cell
        for place, cell in grid.cells.items()
        if not cell.is_formula and place not in put and (last_row is None or place[0] <= last_row)
    }


def _compare_put(data: bytes, put: Put) -> None:
    from openpyxl import load_workbook

    wanted = {sheet: dict(_cells_of(table)) for sheet, table in put.tables.items()}
    for sheet, cells in put.cells.items():
        wanted.setdefault(sheet, {}).update(cells)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl names what it would lose; nothing is saved here
        book = load_workbook(BytesIO(data), read_only=True)
        for sheet, values in wanted.items():
            rows = {row for row, _ in values}
            first, last = min(rows, default=1), max(rows, default=1)
            found = book[sheet].iter_rows(min_row=first, max_row=last, values_only=True)
            there = {
                (number, column): value
                for number, row in enumerate(found, first)
                for column, value in enumerate(row, 1)
            }
            for (row, column), value in values.items():
                if not _is_same(value, there.get((row, column))):
                    place = f"{sheet}!{column_letters(column)}{row}"
                    raise FileProblem(_NOT_WRITTEN.format(place))
        book.close()


def _cells_of(table: PlacedTable) -> Iterator[tuple[tuple[int, int], CellValue]]:
    for number, row in enumerate(table.rows, table.header_row + 1):
        for column, value in row.items():
            yield (number, column), value


def _is_same(wanted: CellValue, there: object) -> bool:
    if wanted is None or wanted == "":
        return there is None or there == ""
    if isinstance(wanted, date):  # as a day, or as its text where the cell shows no days
        return str(there).startswith(f"{wanted:%Y-%m-%d}")
    if isinstance(wanted, str):
        return there == escaped_text(wanted)
    if isinstance(wanted, int | Decimal) and isinstance(there, int | float):
        return isclose(float(wanted), there, rel_tol=1e-12)
    return False
