"""The small port to an open workbook: a closed file and the live Excel book are its adapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from sifa_xl.domain import Grid

Value = str | int | Decimal | None
CellValue = Value | date  # what a single cell takes


class ResultBook(Protocol):
    """A workbook of ours that takes results."""

    def sheets(self) -> list[str]:
        """The names on the tabs, in order."""

    def grid(self, sheet: str) -> Grid:
        """The sheet as it was when the book was opened."""

    def put_table(
        self,
        sheet: str,
        rows: Sequence[Mapping[str, Value]],
        links: Mapping[tuple[int, str], str],
    ) -> None:
        """Stage ``rows``, keyed by header, for everything below the header of a result sheet.

        Everything that could stand in the way is looked at here; nothing changes before ``save``.
        A link leads from (index of the row, header) to ``人民调解!C7``.  A sheet that gets rows
        becomes visible, unless it is very hidden.

        Raises:
            FileProblem: a header is gone, what stands there cannot be replaced, or the sheet is
                protected.
        """

    def put_cells(self, sheet: str, values: Mapping[tuple[int, int], CellValue]) -> None:
        """Stage values for single cells, by row and column, of a sheet that the clerk fills.

        A text stays the text it is, a number or a day is one; None and "" leave the cell blank.
        Style, drop-downs and colours of the cells stay, and rows below the last take values too.
        What was put before into other cells, of this sheet or another, stays staged.

        Raises:
            FileProblem: a cell holds a formula or is covered by a merge, or Excel's protection
                locks it.
        """

    def staged(self) -> list[Grid]:
        """All sheets as ``grid`` gives them, with the values put into their cells by now.

        The results of formulas are those of before; a job over these grids reckons anew.
        """

    def stored(self) -> tuple[str, bytes]:
        """Name and bytes of the workbook's file, which holds what the sheets show.

        Raises:
            FileProblem: something was typed and not saved yet, or the file cannot be read.
        """

    def save(self) -> Path | None:
        """Write all that was staged, or nothing.

        A closed file is replaced; returns where the file that stood there is backed up, if any.
        A live book gets the rows on its sheets and returns None: the clerk saves them in Excel
        with all else that was typed.

        Raises:
            FileProblem: the file is open elsewhere, read-only or has changed, or Excel refuses;
                the book is as it was.
        """
