"""Which function stands behind the key of an action, and its run by file instead of by button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sifa_xl import (
    archiving,
    handing_out,
    jobs,
    material_imports,
    next_period,
    one_click,
    paper_clicks,
    word_clicks,
)
from sifa_xl.actions import ACTIONS
from sifa_xl.book.port import ResultBook
from sifa_xl.clicking import Outcome, Progress, home_of
from sifa_xl.collecting import runs as collecting
from sifa_xl.errors import SifaError

BookClick = Callable[[ResultBook, Path | None, Progress], Outcome]
SheetClick = Callable[[ResultBook, Path | None, Progress, str], Outcome]

# What is done to the whole workbook works on a closed file as well.
BOOK_CLICKS: Mapping[str, BookClick] = {
    "check": one_click.check,
    "summarize": one_click.summarize,
    "collect": collecting.collect,
    "review": paper_clicks.review,
    "public": paper_clicks.public,
    "refresh_words": word_clicks.refresh_words,
    "hand_out": handing_out.hand_out,
    "next_period": next_period.next_period,
    "material": material_imports.material,
    "archive": archiving.archive,
}
SHEET_CLICKS: Mapping[str, SheetClick] = {
    "check_sheet": one_click.check_sheet,
    "preview_sheet": one_click.preview_sheet,
}


def run_file(path: Path, action: str = "summarize") -> Outcome:
    """The action of that key or caption by file, for WPS, Linux and where macros are blocked.

    Raises:
        SifaError: as the action; or the file cannot be read or replaced.
    """
    from sifa_xl.book.locking import held

    keys = {each.caption: each.key for each in ACTIONS if each.key in BOOK_CLICKS}
    key = keys.get(action, action)
    if key not in BOOK_CLICKS:
        raise SifaError(f"没有“{action}”这个动作。请写{'、'.join(keys)}中的一个。")
    path = path.absolute()
    with held(path):
        _, book = jobs.open_for_writing(path)
        return BOOK_CLICKS[key](book, home_of(path), lambda words: None)
