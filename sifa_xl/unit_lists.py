"""A list of units from outside, as CSV in UTF-8 or GBK, with the headers of 填报单位."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import CellKind, Grid, GridCell, Level
from sifa_xl.errors import FileProblem
from sifa_xl.filled import Unit
from sifa_xl.forms import SHEET_MARK, TABLE_MARK, read_form
from sifa_xl.rows import Rows
from sifa_xl.unit_sheets import read_units

LONGEST_LIST = 1_000_000  # bytes
MOST_UNITS = 2_000
_SEPARATORS = (",", "\t", ";", "，", "；")


def read_list(path: Path, lines: Sequence[type[WorkLine]]) -> list[Unit]:
    """The units of the list, in its order.

    Raises:
        FileProblem: it cannot be read, has no column 单位名称, or says what nobody understands.
    """
    rows = _rows(path)
    head = next((n for n, row in enumerate(rows) if h.OFFICE in row), None)
    if head is None:
        raise FileProblem(
            f"“{path.name}”里没有“{h.OFFICE}”这一列，没有写任何文件。"
            f"请在第一行写表头：{h.OFFICE}、{h.LINE}、{h.CONTACT}、{h.DUE}。"
        )
    marks = {(1, 1): f"{SHEET_MARK}{h.UNITS_SHEET}", (head + 2, 1): f"{TABLE_MARK}{h.UNITS}"}
    texts = {
        (row, column): text
        for row, cells in enumerate(rows[head:], head + 2)
        for column, text in enumerate(cells, 2)
        if text
    }
    cells = {place: GridCell(text, CellKind.TEXT) for place, text in (marks | texts).items()}
    form = read_form(Grid(path.name, cells))
    reader = Rows()
    units = read_units(form.tables[h.UNITS] if form else None, reader, lines)
    for finding in reader.findings:
        if finding.level is not Level.HINT:
            row = int(finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1
            message = finding.message.replace("处理：", "请")
            raise FileProblem(f"“{path.name}”第{row}行：{message}。没有写任何文件。请改好再试。")
    return units


def _rows(path: Path) -> list[list[str]]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem(f"找不到单位清单“{path}”。请核对文件名与所在文件夹。") from None
    except OSError:
        raise FileProblem(f"读不了单位清单“{path}”。请核对它是文件，能打开。") from None
    if len(data) > LONGEST_LIST:
        raise FileProblem(
            f"单位清单“{path.name}”太大（超过1 MB），没有读取。请核对是不是选错了文件。"
        )
    text = _decoded(data, path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=separator))
    except csv.Error:
        raise FileProblem(
            f"单位清单“{path.name}”里有一格太长或引号不成对，没有读取。请核对它是不是单位清单。"
        ) from None
    if len(rows) > MOST_UNITS:
        raise FileProblem(f"单位清单“{path.name}”有{len(rows)}行，太多了。请核对是不是选错了文件。")
    return [[cell.strip() for cell in row] for row in rows]


def _decoded(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileProblem(
        f"单位清单“{path.name}”不是文本，读不了。请在 Excel 里另存为 CSV，或给出汇总工作簿。"
    )
