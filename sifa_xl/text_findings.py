"""A finding in a running text: what, at which words of which paragraph, how grave, how to mend."""

from __future__ import annotations

from typing import NamedTuple

from sifa_xl.domain import Level

_AROUND = 8  # characters shown on either side


class TextFinding(NamedTuple):
    """Something wrong or doubtful in a text that is no workbook.

    ``place`` is 第3段, 页眉 …; ``words`` are those at fault with a few around them, personal data
    masked; ``message`` says what and how to mend it.
    """

    code: str
    level: Level
    place: str
    words: str
    message: str

    @property
    def blocks(self) -> bool:
        """True for what stops a public version."""
        return self.level is Level.ERROR

    def __str__(self) -> str:
        at = f"{self.place}“{self.words}”" if self.words else self.place
        return f"【{self.level.on_screen}】{at} {self.message}（{self.code}）"


class Spot(NamedTuple):
    """What a check finds in one paragraph, at ``start:end``; the place is put on later."""

    start: int
    end: int
    code: str
    level: Level
    message: str


def words_around(text: str, start: int, end: int) -> str:
    """``text[start:end]`` with a few characters on either side, … where more was cut off."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    words = text[first:last].replace("\n", " ").strip()
    return f"{'…' if first else ''}{words}{'…' if last < len(text) else ''}"
