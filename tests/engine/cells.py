"""One cell as Excel holds it, kept by openpyxl: what is read, and what becomes of what is typed."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell

ERROR_CODES = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
GENERAL, TEXT, DAY, CURRENCY = "General", "@", "yyyy/m/d", '"¥"#,##0.00'
LONGEST, LONGEST_IN_BLOCK = 32_767, 8_203
_EPOCH = datetime(1899, 12, 30)
_NUMBER = re.compile(r"[+-]?(\d[\d,]*\.?\d*|\.\d+)(e[+-]?\d+)?(%?)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[-/年](\d{1,2})(?:[-/月](\d{1,2})日?)?")
_HOUR = re.compile(r"(\d{1,2}):(\d\d)")


def read_value(cell: Any, result: Any) -> Any:
    """What ``Range.Value`` gives; ``result`` is the cached result of a formula."""
    if isinstance(cell, MergedCell):
        return None
    value = result if cell.data_type == "f" else cell.value
    if isinstance(value, str):
        is_error = value in ERROR_CODES and cell.data_type in ("e", "f")
        return ERROR_CODES[value] if is_error else value
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, date):
        return value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
    if re.search("[¥￥$]", cell.number_format) and "[$-" not in cell.number_format:
        return Decimal(value).quantize(Decimal("0.0001"))
    return float(value)


def read_formula(cell: Any) -> str:
    """What ``Range.Formula`` gives: of a constant, what would be typed for it."""
    value = cell.value
    if value is None or isinstance(cell, MergedCell):
        return ""
    if cell.data_type == "f":
        return value if isinstance(value, str) else str(value.text)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return _general((value - _EPOCH) / timedelta(days=1))
    return value if isinstance(value, str) else _general(value)


def write_value(cell: Any, value: Any) -> None:
    """What assigning to ``Range.Value`` does; a cell under a merge takes nothing."""
    if isinstance(cell, MergedCell):
        return
    if value is None or value == "":
        cell.value = None
    elif isinstance(value, str):
        _write_text(cell, value)
    elif isinstance(value, bool):
        cell.value = value
    elif isinstance(value, datetime):
        _write_day(cell, value)
    elif cell.number_format == TEXT:
        _put_text(cell, _general(value))
    else:
        cell.value = float(value)
        if isinstance(value, Decimal) and cell.number_format == GENERAL:
            cell.number_format = CURRENCY


def _write_text(cell: Any, text: str) -> None:
    if cell.number_format == TEXT:
        _put_text(cell, text)
    elif text.startswith("="):
        cell.value = text
    elif text.startswith("'"):
        _put_text(cell, text[1:])
    else:
        _parse(cell, text)


def _parse(cell: Any, text: str) -> None:
    """As if it were typed: 001 is one, an 18-digit number loses its last digits."""
    plain = text.strip()
    if plain.upper() in ("TRUE", "FALSE"):
        cell.value = plain.upper() == "TRUE"
    elif plain in ERROR_CODES:
        cell.value = plain
    elif match := _NUMBER.fullmatch(plain):
        number = float(plain.rstrip("%").replace(",", "")) / (100 if match[3] else 1)
        cell.value = float(f"{number:.15g}")
    elif match := _DAY.fullmatch(plain):
        _write_day(cell, datetime(int(match[1]), int(match[2]), int(match[3] or 1)))
    elif match := _HOUR.fullmatch(plain):
        cell.value = (int(match[1]) * 60 + int(match[2])) / 1440
        cell.number_format = "h:mm"
    else:
        _put_text(cell, text)


def _put_text(cell: Cell, text: str) -> None:
    cell.value = "x"
    cell._value = text  # past openpyxl's own guess at formulas and errors
    cell.data_type = "s"


def _write_day(cell: Any, day: datetime) -> None:
    if cell.number_format == TEXT:
        _put_text(cell, _general((day - _EPOCH) / timedelta(days=1)))
        return
    before = cell.number_format
    cell.value = day
    cell.number_format = DAY if before == GENERAL else before


def _general(number: Any) -> str:
    return f"{float(number):.15g}"
