"""Files that are no .xlsx: what they hold as grids, if it is a form of ours.

Old .xls and WPS's .et are read by python-calamine, in the worker only: a library in C that a
hostile file may bring down.  A .csv is one sheet's values.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from sifa_xl.book.limits import LIMITS, refuse_over
from sifa_xl.domain import CellKind, Grid, GridCell
from sifa_xl.errors import FileProblem
from sifa_xl.forms import SHEET_MARK

_COMPOUND_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("Workbook", "Book")
_NOT_TABLES = ("EncryptedPackage", "WordDocument", "PowerPoint Document")
_ERROR = re.compile(r"#(NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA)")
_MOST_TEXT_BYTES = 4 << 20
_SAVE_AS = "请在 Excel 或 WPS 中打开原来的填报表，另存为 .xlsx 再报。"


def is_old_workbook(data: bytes) -> bool:
    """True for the compound file of an .xls or .et that is neither encrypted nor a text."""
    if not data.startswith(_COMPOUND_START):
        return False
    holds = [name for name in (*_STREAMS, *_NOT_TABLES) if name.encode("utf-16-le") in data]
    return bool(holds) and not set(holds) & set(_NOT_TABLES)


def read_old_workbook(data: bytes) -> list[Grid]:
    """The sheets of an .xls or .et.

    Raises:
        FileProblem: it cannot be read, has a password, or is over a limit.
    """
    import python_calamine

    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        return [_grid(book, name) for name in book.sheet_names]
    except python_calamine.PasswordError:
        raise FileProblem("有打开密码。请去掉密码，保存后再报。") from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise FileProblem(f"是旧版 .xls 或 .et，读不了，可能有打开密码。{_SAVE_AS}") from None


def read_text_table(data: bytes, name: str) -> list[Grid]:
    """The values of a .csv that was saved from a sheet of ours, all as text.

    Raises:
        FileProblem: it is none.
    """
    text = _decoded(data[:_MOST_TEXT_BYTES])
    if SHEET_MARK not in text:
        raise FileProblem(f"是 CSV 文本，里面没有填报表的编码，认不出是哪张表的哪一行。{_SAVE_AS}")
    cells: dict[tuple[int, int], GridCell] = {}
    try:
        for row, values in enumerate(csv.reader(io.StringIO(text)), 1):
            for column, value in enumerate(values, 1):
                if value.strip():
                    cells[row, column] = GridCell(value, CellKind.TEXT)
    except csv.Error:
        raise FileProblem(f"是 CSV 文本，内容已损坏。{_SAVE_AS}") from None
    return [Grid(name, cells)]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _grid(book: Any, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    refuse_over("有内容的单元格", sheet.total_height * sheet.total_width, LIMITS.cells, "个")
    cells: dict[tuple[int, int], GridCell] = {}
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(values, 1):
            cell = _cell(value)
            if cell is not None:
                cells[row, column] = cell
    return Grid(name, cells)


def _cell(value: object) -> GridCell | None:
    if isinstance(value, bool):
        return GridCell(value, CellKind.TRUTH)
    if isinstance(value, int | float):
        whole = int(value) if value == int(value) else value
        return GridCell(whole, CellKind.NUMBER)
    if isinstance(value, datetime | date):
        return GridCell(value, CellKind.DATE)
    if isinstance(value, time | timedelta):
        return GridCell(str(value), CellKind.TIME)
    if not isinstance(value, str) or not value:
        return None
    kind = CellKind.ERROR if _ERROR.fullmatch(value) else CellKind.TEXT
    return GridCell(value, kind)
