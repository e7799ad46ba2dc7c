"""A closed file as a book that takes results: the port's file adapter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from sifa_xl.book.cell_writing import Days, with_cells
from sifa_xl.book.formula_keys import formula_book
from sifa_xl.book.limits import Budget
from sifa_xl.book.package import Package
from sifa_xl.book.placing import place_table, refuse_cells
from sifa_xl.book.plan import SheetPlan
from sifa_xl.book.port import CellValue, Value
from sifa_xl.book.reader import load, read_bytes
from sifa_xl.book.refreshing import refresh
from sifa_xl.book.saving import Revision, save_all
from sifa_xl.book.swapping import swap
from sifa_xl.book.table_parts import grown_tables
from sifa_xl.book.tabs import with_tabs
from sifa_xl.book.verifying import Put, verify
from sifa_xl.book.workbook_xml import find_sheets, find_workbook
from sifa_xl.book.writing import PlacedTable, with_table
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Grid
from sifa_xl.errors import FileProblem
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
        content = read_bytes(self._data, path.name)
        self._days = Days(content.styles, content.date_1904)
        self.grids = content.grids
        self._grids = {grid.sheet: grid for grid in self.grids}
        self._package = Package(self._data, Budget())
        self._workbook = find_workbook(self._package)
        self._parts = find_sheets(self._package, self._workbook)
        self._tables: dict[str, PlacedTable] = {}
        self._cells: dict[str, dict[tuple[int, int], CellValue]] = {}
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
        self._swapped[part] = with_table(self._part(part), placed)

    def put_cells(self, sheet: str, values: Mapping[tuple[int, int], CellValue]) -> None:
        """Stage values for single cells; see ``ResultBook``.  Protection locks no closed file.

        Raises:
            FileProblem: a cell holds a formula, or a merge covers it.
        """
        refuse_cells(self._grids[sheet], values)
        part = self._parts[sheet]
        try:
            self._swapped[part] = with_cells(self._part(part), values, self._days)
            self._swapped |= grown_tables(self._package, part, self._part, values)
        except FileProblem as problem:
            raise FileProblem(f"“{sheet}”表{problem}") from None
        self._cells.setdefault(sheet, {}).update(values)

    def staged(self) -> list[Grid]:
        """All sheets as they will be read from the new file."""
        if not self._cells:
            return self.grids
        return read_bytes(swap(self._data, self._swapped_parts()), self._path.name).grids

    def stored(self) -> tuple[str, bytes]:
        """Name and bytes of the file that was read."""
        return self._path.name, self._data

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
            data = self._part(part)
            if b"<f" not in data and b":f" not in data:
                continue
            done = refresh(data, form, book.get(form.code, {}) if form else {}, live)
            unknown += done.unknown
            if done.data != data:
                self._swapped[part] = done.data
        # a formula we do not know (the clerk's own, or one of ours that lost a cell) may rest on
        # a cell that has changed: Excel has to compute it, we cannot
        self._must_calculate = unknown > 0

    def has_changed(self) -> bool:
        """True where a part is staged that differs from what the file holds."""
        return any(data != self._package.read(part) for part, data in self._swapped.items())

    def revision(self) -> Revision:
        """The new file, to be saved together with others."""
        parts = self._swapped_parts()
        workbook = self._package.read(self._workbook)
        tabs = with_tabs(
            workbook,
            [sheet for sheet, table in self._tables.items() if table.rows],
            {sheet: table.filter_range for sheet, table in self._tables.items()},
            must_calculate=self._must_calculate,
        )
        if tabs != workbook:
            parts[self._workbook.lower()] = tabs
        put = Put(self._tables, self._cells)
        check = partial(verify, self._data, put=put, touched=list(parts))
        return Revision(swap(self._data, parts), hashlib.sha256(self._data).hexdigest(), check)

    def save(self) -> Path | None:
        """Replace the file by the new one; returns where the old one is backed up.

        Raises:
            FileProblem: as ``save_all``; the file is as it was.
        """
        return save_all({self._path: self.revision()})[self._path]

    def _part(self, part: str) -> bytes:
        """The part as it will be saved."""
        return self._swapped.get(part) or self._package.read(part)

    def _swapped_parts(self) -> dict[str, bytes]:
        return {part.lower(): data for part, data in self._swapped.items()}
