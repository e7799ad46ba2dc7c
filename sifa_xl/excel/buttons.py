"""The buttons: each opens the book it stands in, does its job and says in one box what came of it.

``press`` is what a macro calls through RunPython.  Everything that escapes ends at the boundary
that the command has too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sifa_xl.boundary import CANNOT_RUN, CLEAN, OPEN, guarded
from sifa_xl.clicking import LONGEST_MESSAGE, Outcome, Progress, shortened
from sifa_xl.clicks import BOOK_CLICKS, SHEET_CLICKS
from sifa_xl.errors import SifaError
from sifa_xl.excel.light_xlwings import load, refusals
from sifa_xl.excel.live_book import VISIBLE, LiveBook
from sifa_xl.excel.self_test import self_test

TITLE = "司法行政工作总结"


def press(key: str) -> None:
    """Run the action of that key on the calling book, and tell the clerk what came of it."""
    book = load().Book.caller()
    told: list[str] = []

    def act() -> int:
        with _busy(book.app) as progress:
            outcome = _run(key, book, progress)
        told.append(outcome.message)
        _jump(book, outcome)
        return OPEN if outcome.is_open else CLEAN

    code = guarded(act, told.append, key)
    mode = "critical" if code == CANNOT_RUN else "info"
    book.app.alert(shortened(told[-1], LONGEST_MESSAGE), title=TITLE, mode=mode)


def _run(key: str, book: Any, progress: Progress) -> Outcome:
    live, folder = LiveBook(book), _folder(book)
    if key == "self_test":
        return self_test(book, folder, progress)
    if key in BOOK_CLICKS:
        return BOOK_CLICKS[key](live, folder, progress)
    if key in SHEET_CLICKS:
        return SHEET_CLICKS[key](live, folder, progress, book.sheets.active.name)
    raise SifaError(f"本机的程序里没有“{key}”这个按钮，可能程序比工作簿旧。请更新程序后再试。")


def _folder(book: Any) -> Path | None:
    """Where the book lies; None for one that was never saved or lies on a server."""
    with suppress(*refusals()):  # a place in the cloud that is not mirrored on this machine
        path = Path(book.fullname)
        return path.parent if path.is_absolute() else None
    return None


@contextmanager
def _busy(app: Any) -> Iterator[Progress]:
    """While inside, the screen stands still and the status bar tells how far it is."""

    def progress(words: str) -> None:
        app.status_bar = words

    app.screen_updating = False
    try:
        yield progress
    finally:  # a box over a frozen screen would look like a crash
        app.screen_updating = True
        app.status_bar = False


def _jump(book: Any, outcome: Outcome) -> None:
    """Show the cell to look at; on a hidden sheet there is nothing to show."""
    if outcome.place is None:
        return
    name, cell = outcome.place
    with suppress(*refusals()):  # the job is done; a look is a courtesy
        sheet = book.sheets[name]
        if sheet.visible in VISIBLE:
            sheet.activate()
            sheet.range(cell).select()
