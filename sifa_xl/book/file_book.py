"""A closed file as a book that takes results: the port's file adapter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from sifa_xl.book.formula_keys import formula_book
from sifa_xl.book.limits import Budget
from sifa_xl.book.package import Package
from sifa_xl.book.placing import place_table
from sifa_xl.book.plan import SheetPlan
from sifa_xl.book.port import Value
from sifa_xl.book.reader import load, read_bytes
from sifa_xl.book.refreshing import refresh
from sifa_xl.book.saving import Revision, save_all
from sifa_xl.book.swapping import swap
from sifa_xl.book.tabs import with_tabs
from sifa_xl.book.verifying import verify
from sifa_xl.book.workbook_xml import find_sheets, find_workbook
from sifa_xl.book.writing import PlacedTable, with_table
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Grid
from sifa_xl.forms import Form
from sifa_xl.live import Live


class FileBook:
    """A workbook read into memory; nothing is written before ``save``.

    Raises:
        FileProblem: the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._data = load(path)
        self.grids = read_bytes(self._data, path.name).grids
        self._grids = {grid.sheet: grid for grid in self.grids}
        self._package = Package(self._data, Budget())
        self._workbook = find_workbook(self._package)
        self._parts = find_sheets(self._package, self._workbook)
        self._tables: dict[str, PlacedTable] = {}
        self._swapped: dict[str, bytes] = {}
        self._must_calculate = False

    def sheets(self) -> list[str]:
        """The names on the tabs, in order."""
        return list(self._grids)

    def grid(self, sheet: str) -> Grid:
        """The sheet as it was when the file was read."""
        return self._grids[sheet]

    def put_table(
        self,
        sheet: str,
        rows: Sequence[Mapping[str, Value]],
        links: Mapping[tuple[int, str], str],
    ) -> None:
        """Replace everything below the header of a result sheet; see ``ResultBook``.

        Raises:
            FileProblem: a header is gone, or a merge or a formula of the clerk's stands there.
        """
        placed = place_table(self._grids[sheet], rows, links)
        self._tables[sheet] = placed
        part = self._parts[sheet]
        self._swapped[part] = with_table(self._package.read(part), placed)

    def refresh(
        self,
        plans: Iterable[SheetPlan],
        lines: Sequence[type[WorkLine]],
        forms: Mapping[str, Form],
        live: Live,
    ) -> None:
        """Give every formula of ours its current value; ``forms`` are our sheets by their tabs.

        A live book needs no such thing: Excel computes its formulas itself.
        """
        book = formula_book(plans, lines)
        unknown = 0
        for sheet, part in self._parts.items():
            form = forms.get(sheet)
            data = self._swapped.get(part) or self._package.read(part)
            if b"<f" not in data and b":f" not in data:
                continue
            done = refresh(data, form, book.get(form.code, {}) if form else {}, live)
            unknown += done.unknown
            if done.data != data:
                self._swapped[part] = done.data
        # a formula we do not know (the clerk's own, or one of ours that lost a cell) may rest on
        # a cell that has changed: Excel has to compute it, we cannot
        self._must_calculate = unknown > 0

    def revision(self) -> Revision:
        """The new file, to be saved together with others."""
        parts = {part.lower(): data for part, data in self._swapped.items()}
        workbook = self._package.read(self._workbook)
        tabs = with_tabs(
            workbook,
            [sheet for sheet, table in self._tables.items() if table.rows],
            {sheet: table.filter_range for sheet, table in self._tables.items()},
            must_calculate=self._must_calculate,
        )
        if tabs != workbook:
            parts[self._workbook.lower()] = tabs
        check = partial(verify, self._data, tables=self._tables, touched=list(parts))
        return Revision(swap(self._data, parts), hashlib.sha256(self._data).hexdigest(), check)

    def save(self) -> Path | None:
        """Replace the file by the new one; returns where the old one is backed up.

        Raises:
            FileProblem: as ``save_all``; the file is as it was.
        """
        return save_all({self._path: self.revision()})[self._path]
