"""One cell -> one value.  The only room that forgives, and it never guesses.

What is normalised is listed in ``repairs``; what is not sure is refused with the reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from sifa_xl import refusals
from sifa_xl.bounds import CELL_CHARACTERS
from sifa_xl.domain import Approx, CellKind, GridCell, State
from sifa_xl.written_numbers import (
    in_declared_unit,
    normalised,
    parse_number,
    plain,
    without_invisible,
)

_TOO_LONG = 10**10  # eleven digits are a telephone number
_LONGEST = 60  # characters of a number with everything that may stand beside it
_DIGITS_LOST = 10**15  # Excel keeps fifteen digits
_BLANK_MARK = re.compile(r"[-‐‑‒–—―−─]{1,3}|/|无")
_PENDING = re.compile(r"待定|(?:××|XX|xx)(?P<unit>\D*)")
_YEAR = r"((?:19|20)[0-9]{2})"
_DATES = (
    re.compile(_YEAR + r"\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,2})"),
    re.compile(_YEAR + r"\s*(年)\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?"),
    re.compile(_YEAR + r"()([0-9]{2})([0-9]{2})"),
)
_DAY_OF_YEAR = re.compile(r"([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]")
_TIME_OF_DAY = re.compile(
    r"(?:(?<!\s)\s+|(?<=[0-9])T)[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.0+)?)?$"
)
_NO_VALUE = {
    CellKind.TRUTH: "是“是/否”值（TRUE 或 FALSE），不是{wanted}。请重新填写",
    CellKind.TIME: "是时间，不是{wanted}。请先把单元格格式改为“常规”，再重新填写",
    CellKind.DATE: "的单元格格式成了日期。请先把格式改为“常规”，再重新填写{wanted}",
    CellKind.ERROR: "是错误值{error}，不能当作空或零。请改正这一格的公式，或直接填写{wanted}",
    CellKind.UNCALCULATED: "的公式未计算，请在 Excel 中打开并保存后再用",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says.

    ``unit`` is the unit written in the cell, after conversion to a declared one (6万余元 in a
    column of 万元: 6, 余, 万元), else ``""``.  ``repairs`` are Chinese phrases, one for each thing
    normalised.  ``problem`` is filled for UNREADABLE only: the end of a Chinese sentence, without
    its full stop, that says what is wrong and how to mend it.
    """

    value: Decimal | date | str | None = None
    approx: Approx = Approx.NONE
    unit: str = ""
    state: State = State.KNOWN
    repairs: tuple[str, ...] = ()
    problem: str = ""


_BLANK = Reading(state=State.BLANK)


def read_number(cell: GridCell | None, units: Sequence[str], hedged: bool = True) -> Reading:
    """The number in a figure's cell, in a unit of ``units``.

    ``hedged`` False refuses 约, 近, 余, 多 and 以上.  Negative numbers and fractions are read:
    the range is judged elsewhere.
    """
    if cell is None:
        return _BLANK
    number = _exact_number(cell)
    if number is not None:
        too_long = abs(number) >= _TOO_LONG
        return _refused(refusals.TOO_MANY_DIGITS) if too_long else Reading(number)
    if cell.kind is not CellKind.TEXT or not isinstance(cell.value, str):
        return _refused_kind(cell, "数字")
    text, repairs = normalised(cell.value)
    if text.startswith(("'", "‘", "’")):
        text, repairs = text[1:].lstrip(), (*repairs, "前面的撇号已去掉")
    nothing = _nothing_known(text, repairs, units, "；确为零请填0")
    return nothing or _number_from_text(text, repairs, units, hedged)


def read_date(cell: GridCell | None, year: int | None) -> Reading:
    """The day in a date cell; ``5月16日`` only where ``year`` is given."""
    if cell is None:
        return _BLANK
    if cell.kind is CellKind.DATE and isinstance(cell.value, date):
        return _date_from_date(cell.value)
    number = _exact_number(cell)
    if number is not None:
        return _date_from_text(f"{number:f}", (), None)
    if cell.kind is not CellKind.TEXT or not isinstance(cell.value, str):
        return _refused_kind(cell, "日期")
    text, repairs = normalised(cell.value)
    return _nothing_known(text, repairs, (), "") or _date_from_text(text, repairs, year)


def read_text(cell: GridCell | None) -> Reading:
    """The words in a cell, stripped; inner line breaks stay.  12.0 is ``12``."""
    if cell is None:
        return _BLANK
    if cell.kind is CellKind.TEXT and isinstance(cell.value, str):
        return _text_from_text(cell.value)
    if cell.kind is CellKind.DATE and isinstance(cell.value, date):
        text = _in_words(cell.value)
        note = f"单元格是日期格式，已写成“{text}”；如果原来填的不是日期，请设为文本后重填"
        return Reading(text, repairs=(note,))
    number = _exact_number(cell)
    if number is None:
        return _refused_kind(cell, "文字")
    lost = abs(number) >= _DIGITS_LOST
    return _refused(refusals.DIGITS_LOST) if lost else Reading(f"{number:f}")


def read_choice(cell: GridCell | None, choices: Sequence[str]) -> Reading:
    """One of ``choices``, spelt as declared, or UNREADABLE naming them."""
    reading = read_text(cell)
    if not isinstance(reading.value, str):
        return reading
    text, repairs = normalised(reading.value)
    for choice in choices:
        if normalised(choice)[0] == text:
            return Reading(choice, repairs=(*reading.repairs, *repairs))
    return _refused(refusals.choice_refusal(text, choices))


def read_approx(cell: GridCell | None) -> Approx | Reading:
    """The hedge in a 概数 cell; blank, 空, 无 and dashes are none.  A Reading is UNREADABLE."""
    reading = read_text(cell)
    if reading.state is State.UNREADABLE:
        return reading
    text = normalised(str(reading.value or ""))[0]
    if text in {"", "空"} or _BLANK_MARK.fullmatch(text):
        return Approx.NONE
    hedges = [hedge.value for hedge in Approx if hedge.value]
    return Approx(text) if text in hedges else _refused(refusals.choice_refusal(text, hedges))


def _exact_number(cell: GridCell) -> Decimal | None:
    value = cell.value
    if cell.kind is not CellKind.NUMBER or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if not isinstance(value, float) or not isfinite(value):
        return None
    return plain(Decimal(f"{value:.15g}"))  # as Excel shows it: 0.1+0.2 is 0.3


def _refused(problem: str) -> Reading:
    return Reading(state=State.UNREADABLE, problem=problem)


def _refused_kind(cell: GridCell, wanted: str) -> Reading:
    shown = str(cell.value)
    error = f" {shown} " if re.fullmatch(r"#[A-Z/_]{2,12}0?[!?]?", shown) else ""
    sentence = _NO_VALUE.get(cell.kind, "的内容读不懂。请清除这一格，再重新填写{wanted}")
    return _refused(sentence.format(wanted=wanted, error=error))


def _nothing_known(
    text: str, repairs: tuple[str, ...], units: Sequence[str], advice: str
) -> Reading | None:
    """A Reading for blank, marks of blank, and 待定; None where there is something to read."""
    if not text:
        return _BLANK
    if _BLANK_MARK.fullmatch(text):
        note = f"“{text}”按未填处理{advice}"
        return Reading(state=State.BLANK, repairs=(*repairs, note))
    pending = _PENDING.fullmatch(text)
    unit = (pending["unit"] or "") if pending else ""
    declared = {"": "", **{normalised(name)[0]: name for name in units}}
    if pending and unit in declared:
        return Reading(unit=declared[unit], state=State.PENDING, repairs=repairs)
    return None


def _number_from_text(
    text: str, repairs: tuple[str, ...], units: Sequence[str], hedged: bool
) -> Reading:
    number = parse_number(text.replace("−", "-")) if len(text) <= _LONGEST else None
    if number is None:
        return _refused(refusals.number_refusal(text))
    measured = in_declared_unit(number, units)
    if measured is None:
        return _refused(refusals.unit_refusal(text, number.unit, units))
    if abs(measured.value) >= _TOO_LONG or len(re.findall("[0-9]", text.split(".")[0])) > 10:
        return _refused(refusals.TOO_MANY_DIGITS)
    if len(number.hedges) > 1:
        return _refused(refusals.stacked_refusal(number.hedges))
    approx = Approx("".join(number.hedges))
    if approx and not hedged:
        return _refused(refusals.hedge_refusal(approx))
    stored_as_text = "文字型数字，Excel 求和会漏掉它"
    notes = (*repairs, *number.notes, *measured.notes, stored_as_text)
    return Reading(measured.value, approx, measured.unit, repairs=notes)


def _date_from_date(day: date) -> Reading:
    if not isinstance(day, datetime):
        return Reading(day)
    return Reading(day.date(), repairs=() if day.time() == time() else ("时间部分已去掉",))


def _date_from_text(text: str, repairs: tuple[str, ...], year: int | None) -> Reading:
    day_text = _TIME_OF_DAY.sub("", text)
    for shape in _DATES:
        found = shape.fullmatch(day_text)
        if found:
            return _calendar_day(int(found[1]), int(found[3]), int(found[4]), repairs)
    found = _DAY_OF_YEAR.fullmatch(day_text)
    if found and year is not None:
        return _calendar_day(year, int(found[1]), int(found[2]), repairs)
    return _refused(refusals.date_refusal(text))


def _calendar_day(year: int, month: int, day: int, repairs: tuple[str, ...]) -> Reading:
    try:
        read = date(year, month, day)
    except ValueError:
        return _refused(refusals.NOT_IN_CALENDAR)
    return Reading(read, repairs=(*repairs, f"已按日期{_in_words(read)}读取，单元格里存的不是日期"))


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=1024)  # labels, offices and phrases come again in every sheet and file
def _text_from_text(raw: str) -> Reading:
    text = without_invisible(raw.replace("\r\n", "\n")).strip()
    if not text:
        return _BLANK
    if len(text) > CELL_CHARACTERS:
        return _refused(refusals.too_long(len(text), CELL_CHARACTERS))
    return Reading(text, repairs=("看不见的字符已去掉",) if without_invisible(raw) != raw else ())
