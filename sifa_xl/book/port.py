"""The small port to an open workbook: a closed file and the live Excel book are its adapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from sifa_xl.domain import Grid

Value = str | int | Decimal | None


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
        """Replace everything below the header of a result sheet by ``rows``, keyed by header.

        A link leads from (index of the row, header) to ``人民调解!C7``.  A sheet that gets rows
        becomes visible.

        Raises:
            FileProblem: a header is gone, or what stands there cannot be replaced.
        """

    def save(self) -> Path | None:
        """Make it last; returns where the file that stood there is backed up, if any.

        Raises:
            FileProblem: the file is open elsewhere, read-only or has changed; it is as it was.
        """
