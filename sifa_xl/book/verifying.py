"""The new workbook, before it replaces the old one, read by other eyes than those that wrote it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from math import isclose

from sifa_xl.book.limits import Budget
from sifa_xl.book.package import Package
from sifa_xl.book.reader import Book, read_bytes
from sifa_xl.book.writing import PlacedTable, Value, escaped_text
from sifa_xl.domain import Grid, column_letters
from sifa_xl.errors import FileProblem

_NOT_WRITTEN = (
    "写出的新文件与要写的内容不符（{}），没有替换，原文件不变。请把这个文件发给维护人员。"
)


def verify(
    old: bytes, new: bytes, tables: Mapping[str, PlacedTable], touched: Sequence[str]
) -> None:
    """Pass when ``new`` opens, holds ``tables`` and differs from ``old`` in nothing else.

    ``touched`` are the lower-case names of the parts that may differ.

    Raises:
        FileProblem: it is not so; the text names the place.
    """
    _compare_parts(Package(old, Budget()), Package(new, Budget()), touched)
    _compare_grids(read_bytes(old, "原文件"), read_bytes(new, "新文件"), tables)
    _compare_tables(new, tables)


def _compare_parts(old: Package, new: Package, touched: Sequence[str]) -> None:
    if old.names != new.names:
        raise FileProblem(_NOT_WRITTEN.format("部件清单"))
    for name in old.names:
        if name not in touched and old.packed(name) != new.packed(name):
            raise FileProblem(_NOT_WRITTEN.format(name))


def _compare_grids(old: Book, new: Book, tables: Mapping[str, PlacedTable]) -> None:
    """No cell that somebody typed has changed, on any sheet."""
    for before, after in zip(old.grids, new.grids, strict=True):
        table = tables.get(before.sheet)
        below = table.header_row if table else None
        if _typed(before, below) != _typed(after, below):
            raise FileProblem(_NOT_WRITTEN.format(before.sheet))


def _typed(grid: Grid, last_row: int | None) -> dict[tuple[int, int], object]:
    return {
        place: cell
        for place, cell in grid.cells.items()
        if not cell.is_formula and (last_row is None or place[0] <= last_row)
    }


def _compare_tables(data: bytes, tables: Mapping[str, PlacedTable]) -> None:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl names what it would lose; nothing is saved here
        book = load_workbook(BytesIO(data), read_only=True)
        for sheet, table in tables.items():
            first, last = table.header_row + 1, max(table.last_row, table.header_row + 1)
            found = book[sheet].iter_rows(min_row=first, max_row=last, values_only=True)
            rows = [dict(enumerate(row, 1)) for row in found]
            rows += [{}] * (len(table.rows) - len(rows))
            for number, (wanted, there) in enumerate(zip(table.rows, rows, strict=False), first):
                for column, value in wanted.items():
                    if not _is_same(value, there.get(column)):
                        place = f"{sheet}!{column_letters(column)}{number}"
                        raise FileProblem(_NOT_WRITTEN.format(place))
        book.close()


def _is_same(wanted: Value, there: object) -> bool:
    if wanted is None or wanted == "":
        return there is None or there == ""
    if isinstance(wanted, str):
        return there == escaped_text(wanted)
    if isinstance(wanted, int | Decimal) and isinstance(there, int | float):
        return isclose(float(wanted), there, rel_tol=1e-12)
    return False
