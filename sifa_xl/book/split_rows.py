"""How many rows the tables of a line's sheet have, and how many of them are in sight."""

from __future__ import annotations

from sifa_xl import headers as h
from sifa_xl.book import addresses as a
from sifa_xl.book.fill import Fill
from sifa_xl.declarations import Split, WorkLine

SPARE = 5  # rows kept free below what is typed at once


def needed_rows(line: type[WorkLine], fill: Fill, *, has_room: bool = False) -> dict[str, int]:
    """The rows that what is to be typed takes, and some to spare, where it is more than usual.

    With ``has_room`` a split holds what all units of a bureau send.
    """
    room = {split.code: _room(split) for split in line.splits} if has_room else {}
    tables = {split.code: split.name for split in line.splits} | {h.EXTRAS: h.EXTRAS}
    counts = {code: len(fill.rows(line.title, name)) for code, name in tables.items()}
    return room | {
        code: max(count + SPARE, room.get(code, 0))
        for code, count in counts.items()
        if count > a.SPLIT_ROWS
    }


def open_rows(split: Split, fill: Fill, typed: int) -> int:
    """How many rows of a split are in sight: the usual ones, or enough for what is to come."""
    units = [row for row in fill.rows(h.UNITS, h.UNITS) if row.get(h.KIND) in h.PLACE_KINDS]
    return max(
        a.SPLIT_ROWS,
        typed + SPARE if typed > a.SPLIT_ROWS else 0,
        len(units) if split.is_by_place else 0,
    )


def _room(split: Split) -> int:
    return a.PLACE_ROWS if split.is_by_place else a.NAME_ROWS
