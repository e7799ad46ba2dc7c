"""The raw text of one cell -> a grid cell, by type, style and formula."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from sifa_xl.book.limits import Budget
from sifa_xl.book.recognition import BROKEN
from sifa_xl.book.styles_xml import Shape, Style, Styles
from sifa_xl.domain import CellKind, GridCell, RawValue
from sifa_xl.errors import FileProblem

TEXT_TYPES = ("s", "str", "inlineStr")

_Read = tuple[RawValue, CellKind]
Convert = Callable[[str], _Read]
_XML_BLANKS = " \t\r\n"
_LONGEST_NUMBER = 400
_NUMBER, _TEXT = CellKind.NUMBER, CellKind.TEXT  # an enum's member costs a look-up by name
_is_integer = re.compile(r"[+-]?[0-9]+").fullmatch
_is_number = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?").fullmatch
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INFINITY = float("inf")
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_DAY_MILLISECONDS = 86_400_000
_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_DAYS_1900 = 2_958_466
_DAYS_1904 = 2_957_004
_DAY_THAT_NEVER_WAS = 60  # 1900-02-29: the 1900 system counts it, the calendar has none
_REMEMBERED = 4096


class CellPlan(dict[str | None, GridCell | None]):
    """Reads cells of one type and style: raw text -> cell, None for a blank.

    It is a dictionary so that a text met before costs one look-up.  The key None is a cell
    without value element, ``""`` one with an empty value.
    """

    def __init__(
        self, kind: str, convert: Convert, budget: Budget, *, is_formula: bool, is_struck: bool
    ) -> None:
        super().__init__()
        self._kind = kind
        self._convert = convert
        self._budget = budget
        self._is_formula = is_formula
        self._is_struck = is_struck
        # numbers are short and, where they are not, no numbers; shared texts are counted already
        self._longest_uncounted = _LONGEST_NUMBER if kind in ("n", "s") else 0

    def __missing__(self, raw: str | None) -> GridCell | None:
        if not raw:
            blank = self[raw] = self._read_blank(raw)
            return blank
        if len(raw) > self._longest_uncounted:
            self._budget.spend_text(len(raw))
        value, kind = self._convert(raw)
        if value == "" and not self._is_formula:
            return None
        cell = GridCell(value, kind, self._is_formula, self._is_struck)
        if len(self) < _REMEMBERED:
            self[raw] = cell
        return cell

    def _read_blank(self, raw: str | None) -> GridCell | None:
        if not self._is_formula:
            return None
        if raw is not None and self._kind in TEXT_TYPES:
            return GridCell("", CellKind.TEXT, True, self._is_struck)
        return GridCell(None, CellKind.UNCALCULATED, True, self._is_struck)


class CellValues:
    """Turns raw cell texts of one workbook into grid cells.

    ``has_lost_styles`` tells that a cell named a style the workbook does not have.
    """

    def __init__(
        self, strings: Sequence[str], styles: Styles, is_1904: bool, budget: Budget
    ) -> None:
        self.has_lost_styles = False
        self._strings = strings
        self._styles = styles
        self._is_1904 = is_1904
        self._budget = budget
        self._plans: dict[tuple[str | None, str, bool], CellPlan] = {}

    def plan(self, style: str | None, kind: str, is_formula: bool) -> CellPlan:
        """The plan for cells with attributes ``s`` and ``t`` (``n`` where absent)."""
        key = (style, kind, is_formula)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._make_plan(*key)
            if len(self._plans) < self._budget.limits.styles:
                self._plans[key] = plan
        return plan

    def _make_plan(self, style_index: str | None, kind: str, is_formula: bool) -> CellPlan:
        style = self._styles.find(style_index)
        if style is None:
            self.has_lost_styles = True
            style = Style()
        convert = self._converter(kind, style)
        return CellPlan(
            kind, convert, self._budget, is_formula=is_formula, is_struck=style.is_struck
        )

    def _converter(self, kind: str, style: Style) -> Convert:
        if kind == "n" and style.shape is not Shape.NUMBER:
            return partial(_read_moment, style.shape, self._is_1904)
        converters: dict[str, Convert] = {
            "n": _read_number,
            "s": partial(_read_shared, self._strings),
            "str": _read_text,
            "inlineStr": _read_text,
            "b": _read_truth,
            "e": _read_error,
            "d": _read_iso_date,
        }
        return converters.get(kind, _read_unknown)


def unescape(text: str) -> str:
    """``_x000D_`` -> the character it stands for; ``_x005F_`` keeps a real underscore."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def to_moment(serial: float, is_1904: bool) -> datetime | time | None:
    """The moment an Excel serial stands for, to the millisecond; a time below one day.

    None for a serial that is no moment: negative, after the year 9999, or 1900-02-29.
    """
    last = _DAYS_1904 if is_1904 else _DAYS_1900
    if not 0 <= serial < last:
        return None
    milliseconds = round(serial * _DAY_MILLISECONDS)
    if serial < 1:
        within_day = min(milliseconds, _DAY_MILLISECONDS - 1)
        return (datetime.min + timedelta(milliseconds=within_day)).time()
    days, rest = divmod(min(milliseconds, last * _DAY_MILLISECONDS - 1), _DAY_MILLISECONDS)
    if is_1904:
        return _EPOCH_1904 + timedelta(days=days, milliseconds=rest)
    if days == _DAY_THAT_NEVER_WAS:
        return None
    days += days < _DAY_THAT_NEVER_WAS
    return _EPOCH_1900 + timedelta(days=days, milliseconds=rest)


def _read_number(raw: str) -> _Read:
    text = raw.strip(_XML_BLANKS)
    if len(text) > _LONGEST_NUMBER or not _is_number(text):
        return _read_unknown(raw)
    number = float(text)
    if abs(number) == _INFINITY:
        return _read_unknown(raw)
    is_written_whole = number.is_integer() and _is_integer(text)
    return int(text) if is_written_whole else number, _NUMBER


def _read_shared(strings: Sequence[str], raw: str) -> _Read:
    digits = raw.strip(_XML_BLANKS)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise FileProblem(BROKEN)
    index = int(digits)
    if index >= len(strings):
        raise FileProblem(BROKEN)
    return strings[index], _TEXT


def _read_moment(shape: Shape, is_1904: bool, raw: str) -> _Read:
    number, kind = _read_number(raw)
    if not isinstance(number, int | float):
        return number, kind
    if shape is Shape.ELAPSED and not 0 <= number < 1:
        return number, kind  # 36 hours are no time of day
    moment = to_moment(number, is_1904)
    if moment is None:
        return _read_unknown(raw)
    return moment, CellKind.TIME if isinstance(moment, time) else CellKind.DATE


def _read_text(raw: str) -> _Read:
    return unescape(raw), CellKind.TEXT


def _read_truth(raw: str) -> _Read:
    truth = _TRUTHS.get(raw.strip(_XML_BLANKS).lower())
    return _read_unknown(raw) if truth is None else (truth, CellKind.TRUTH)


def _read_error(raw: str) -> _Read:
    return raw.strip(_XML_BLANKS), CellKind.ERROR


def _read_iso_date(raw: str) -> _Read:
    text = raw.strip(_XML_BLANKS)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None), CellKind.DATE
    except ValueError:
        pass
    try:
        return time.fromisoformat(text).replace(tzinfo=None), CellKind.TIME
    except ValueError:
        return _read_unknown(raw)


def _read_unknown(raw: str) -> _Read:
    return raw, CellKind.UNREADABLE


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    is_half_a_pair = 0xD800 <= number <= 0xDFFF
    return match[0] if is_half_a_pair else chr(number)
