"""Small workbooks of one bureau for the tests of 转入下期, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.book.fill import Fill
from sifa_xl.book.reader import read
from sifa_xl.domain import Grid
from sifa_xl.forms import SHEET_MARK
from sifa_xl.jobs import Job
from sifa_xl.lines import shipped

UNIT = "青山县司法局"
HOME = {
    "单位全称": UNIT,
    "单位简称": "县司法局",
    "区划称谓": "县",
    "年份": 2022,
    "期别": "上半年",
}
Content = dict[str, Any]


def content(period: str = "2022年上半年", **sheets: Any) -> Content:
    """What is typed: 首页 of that period, and ``sheets`` by title."""
    home = HOME | {"年份": int(period[:4]), "期别": period[5:]}
    return {"首页": home, **deepcopy(sheets)}


def typed(**figures: int | Decimal | dict[str, Any]) -> Content:
    """The table 数据 of a line: ``typed(受理纠纷=5)``."""
    rows = {
        name: value if isinstance(value, dict) else {h.NOW: value}
        for name, value in figures.items()
    }
    return {h.DATA: rows}


def saved(folder: Path, name: str, what: Content, *, has_macros: bool = False) -> Path:
    """The workbook as a file."""
    path = folder / name
    path.write_bytes(jobs.build_filled(Fill(what), has_macros=has_macros))
    return path


def now_of(job: Job, name: str) -> Any:
    """本期 of ``人民调解.受理纠纷`` as it was typed."""
    return _entry(job, name).now.value


def before_of(job: Job, name: str) -> Any:
    """上年同期 of a figure as it was typed."""
    return _entry(job, name).before.value


def earlier_of(job: Job, name: str) -> Any:
    """上半年 of a figure, where there is the column."""
    earlier = _entry(job, name).earlier
    return None if earlier is None else earlier.value


def visible_cells(path: Path, *without: str) -> Iterator[tuple[str, Any]]:
    """Every cell that holds something typed, but for the sheets ``without``."""
    for grid in read(path).grids:
        if grid.sheet not in without:
            yield from _cells(grid)


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    """The rows of a sheet below its header, without the hidden codes."""
    grid = next(grid for grid in read(path).grids if grid.sheet == sheet)
    rows = [
        [cell.value for column, cell in cells.items() if column > 1] for _, cells in grid.rows()
    ]
    return rows[4:-1]


def _cells(grid: Grid) -> Iterator[tuple[str, Any]]:
    for (_, column), cell in grid.cells.items():
        if not cell.is_formula and not str(cell.value).startswith(SHEET_MARK) and column > 1:
            yield grid.sheet, cell.value


def _entry(job: Job, name: str) -> Any:
    title, _, figure = name.partition(".")
    line = next(line for line in shipped() if line.title == title)
    code = next(each.code for each in line.figures if each.name == figure)
    return job.filled.lines[line.code].entries[code]
