"""An Excel for tests: the unchanged xlwings on an engine of ours that openpyxl backs.

It does what the buttons need and does it as Excel would: numbers are floating ones, blanks None,
error values integers; a text is parsed anew unless its cell is formatted as text; locked cells of
a protected sheet, hidden sheets and merged cells behave.  It counts what is asked of it.

    excel = start()
    book = excel.open(path)          # an xlwings book, and the one a pressed button belongs to
    press("check")
    excel.alerts                     # [(title, words, "info")]
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from sifa_xl.excel.light_xlwings import load


class Excel:
    """One running Excel."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def open(self, path: Path) -> Any:
        """The workbook as an xlwings book; a button pressed from now on is one of its own."""
        book = load().Book(impl=self._app.books.open(str(path)))
        book.set_mock_caller()
        return book

    @property
    def alerts(self) -> list[tuple[str, str, str]]:
        """Title, words and kind of each box the clerk has seen."""
        return list(self._app.alerts)

    @property
    def status_bars(self) -> list[Any]:
        """Everything the status bar has said; False gives it back to Excel."""
        return list(self._app.status_bars)

    @property
    def app(self) -> Any:
        """The implementation, to look at or to tamper with."""
        return self._app

    def counts(self, what: str) -> Counter[str]:
        """How often each sheet saw ``reads``, ``writes``, ``hyperlinks``, ``looks`` …"""
        found: Counter[str] = Counter()
        for (kind, sheet), times in self._app.counts.items():
            if kind == what:
                found[sheet] += times
        return found


def start() -> Excel:
    """A new Excel without books, known to xlwings."""
    xlwings = load()
    from tests.engine.impl import ENGINE

    if ENGINE.name not in [engine.name for engine in xlwings.engines]:
        xlwings.engines.add(xlwings.Engine(impl=ENGINE))
    xlwings.engines[ENGINE.name].activate()
    return Excel(ENGINE.apps.start())
