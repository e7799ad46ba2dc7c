"""styles.xml and number formats: which cells are dates, which are struck through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from sifa_xl.book.limits import Budget, refuse_over
from sifa_xl.book.xml_stream import Attributes, EndHandler, PartReader, StartHandler

# 27-36 and 50-58 are dates and times in the Chinese Excel and in WPS, without any format code
_DATE_IDS = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_ELAPSED_IDS = {46}
_QUOTED = re.compile(r'"[^"]*"?')
_LITERAL = re.compile(r"\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]?", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_DATE_LETTER = re.compile(r"[ymdhs]|aaa|e(?![+-])|上午")
_SECOND_FRACTION = re.compile(r"(?<=s)\.0+|(?<=s\])\.0+")


class Shape(Enum):
    """How a number format shows a number."""

    NUMBER = auto()
    DATE = auto()
    ELAPSED = auto()


class Style(NamedTuple):
    """What one cell style says about the value in it."""

    shape: Shape = Shape.NUMBER
    is_struck: bool = False


@dataclass(frozen=True)
class Styles:
    """The cell styles by index."""

    by_index: tuple[Style, ...] = ()

    def find(self, index: str | None) -> Style | None:
        """The style of attribute ``s``; None where the workbook has no such style."""
        position = 0 if index is None else _index(index)
        if position == 0 and not self.by_index:
            return Style()
        return self.by_index[position] if 0 <= position < len(self.by_index) else None


class StylesReader(PartReader):
    """Reads styles.xml; ``styles()`` gives the result."""

    root = "styleSheet"
    label = "样式"

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self._section = ""
        self._codes: dict[str, str] = {}
        self._struck_fonts: list[bool] = []
        self._formats: list[tuple[str, str]] = []

    def starts(self) -> dict[str, StartHandler]:
        """Sections, and in them the formats, fonts and cell styles."""
        sections: dict[str, StartHandler] = {
            name: lambda _, name=name: self._enter(name)  # type: ignore[misc]
            for name in ("numFmts", "fonts", "cellXfs")
        }
        entries: dict[str, StartHandler] = {
            "numFmt": self._format,
            "font": self._font,
            "strike": self._strike,
            "xf": self._style,
        }
        return sections | entries

    def ends(self) -> dict[str, EndHandler]:
        """The ends of the sections."""
        return dict.fromkeys(("numFmts", "fonts", "cellXfs"), self._leave)

    def styles(self) -> Styles:
        """The cell styles read."""
        known: dict[tuple[str, str], Style] = {}
        for pair in set(self._formats):
            format_id, font_id = pair
            known[pair] = Style(self._shape(format_id), self._is_struck(font_id))
        return Styles(tuple(known[pair] for pair in self._formats))

    def _enter(self, section: str) -> None:
        if self.depth == 2:
            self._section = section

    def _leave(self) -> None:
        if self.depth == 2:
            self._section = ""

    def _format(self, attributes: Attributes) -> None:
        if self._section == "numFmts":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            self._check_count(len(self._codes))

    def _font(self, _: Attributes) -> None:
        if self._section == "fonts" and self.depth == 3:
            self._struck_fonts.append(False)
            self._check_count(len(self._struck_fonts))

    def _strike(self, attributes: Attributes) -> None:
        if self._section == "fonts" and self._struck_fonts:
            self._struck_fonts[-1] = attributes.get("val", "1") not in ("0", "false")

    def _style(self, attributes: Attributes) -> None:
        if self._section == "cellXfs" and self.depth == 3:
            pair = (attributes.get("numFmtId", "0"), attributes.get("fontId", "0"))
            self._formats.append(pair)
            self._check_count(len(self._formats))

    def _check_count(self, count: int) -> None:
        refuse_over("样式", count, self.budget.limits.styles, "种")

    def _shape(self, format_id: str) -> Shape:
        code = self._codes.get(format_id)
        if code is not None:
            return shape_of(code)
        number = _index(format_id)
        if number in _ELAPSED_IDS:
            return Shape.ELAPSED
        return Shape.DATE if number in _DATE_IDS else Shape.NUMBER

    def _is_struck(self, font_id: str) -> bool:
        index = _index(font_id)
        return 0 <= index < len(self._struck_fonts) and self._struck_fonts[index]


def shape_of(code: str) -> Shape:
    """How format ``code`` shows a number: ``yyyy"年"`` is a date, ``0"日"`` is not."""
    plain = _LITERAL.sub("", _QUOTED.sub("", code).lower())
    # a section that holds only quoted words ([=0]"无";yyyy-mm-dd) decides nothing
    section = next((part for part in plain.split(";") if part.strip(" @")), "")
    section = section.replace("general", "")
    if not _DATE_LETTER.search(section):
        return Shape.NUMBER
    if any(mark in _SECOND_FRACTION.sub("", section) for mark in "0#?"):
        return Shape.NUMBER
    return Shape.ELAPSED if _ELAPSED.search(section) else Shape.DATE


def _index(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1
