"""Every workbook at hand read by three programs: where the other two agree, so do we."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font
from python_calamine import CalamineWorkbook

from sifa_xl.book.reader import read
from sifa_xl.domain import CellKind, Grid, GridCell, Place
from sifa_xl.shipped import folder

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Views:
    """What the three programs say of one cell, each in the same terms; "" is nothing."""

    ours: Any
    openpyxl: Any
    calamine: Any
    cell: GridCell | None
    format_code: str


# Cases judged by hand: our reading is the right one though the two others agree.
JUDGED: dict[str, Callable[[Views], bool]] = {
    "1900-02-29 is no day: both others give the day before or after": lambda views: (
        views.cell is not None
        and views.cell.kind is CellKind.UNREADABLE
        and isinstance(views.openpyxl, datetime)
        and views.openpyxl < datetime(1900, 3, 2)
    ),
    "a moment that is none is kept as it is written, not as a number": lambda views: (
        views.cell is not None
        and views.cell.kind is CellKind.UNREADABLE
        and isinstance(views.openpyxl, float)
    ),
    "weekdays (aaaa) and years (e) are dates too": lambda views: (
        views.cell is not None
        and views.cell.kind in (CellKind.DATE, CellKind.TIME)
        and re.match("(?!General).*(?:aaa|e)", views.format_code) is not None
    ),
}


def compare_with_oracles(path: Path) -> list[str]:
    """Read ``path`` three ways, cell by cell.

    Returns the cells where openpyxl and calamine disagree with each other, for a reader's eye.

    Raises:
        AssertionError: the two agree and we differ, or formulas are found elsewhere than by
            openpyxl, or sheets, hidden sheets or hidden rows differ.
    """
    ours = {grid.sheet: grid for grid in read(path).grids}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions it drops
        values = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path, data_only=False)
    calamine = CalamineWorkbook.from_path(str(path))
    assert [sheet.title for sheet in values.worksheets] == list(ours)
    unsettled: list[str] = []
    for sheet in values.worksheets:
        grid = ours[sheet.title]
        assert grid.is_hidden == (sheet.sheet_state != "visible"), sheet.title
        _compare_formulas(grid, formulas[sheet.title])
        unsettled += _compare_values(grid, sheet, _read_calamine(calamine, sheet.title))
    return unsettled


def _compare_formulas(grid: Grid, sheet: Any) -> None:
    theirs = {
        (cell.row, cell.column)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert {place for place, cell in grid.cells.items() if cell.is_formula} == theirs, grid.sheet
    hidden = {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}
    assert grid.hidden_rows == hidden, grid.sheet
    merges = {(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges}
    assert set(grid.merges) == merges, grid.sheet


def _compare_values(grid: Grid, sheet: Any, calamine: dict[tuple[int, int], Any]) -> list[str]:
    theirs = {
        (cell.row, cell.column): cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    unsettled, wrong = [], []
    for place in sorted(grid.cells.keys() | theirs.keys() | calamine.keys()):
        cell = grid.cells.get(place)
        views = Views(
            _plain("" if cell is None or cell.value is None else cell.value),
            _plain(theirs.get(place, "")),
            _plain(calamine.get(place, "")),
            cell,
            sheet.cell(*place).number_format,
        )
        where = f"{Place(grid.sheet, *place)}: {views}"
        if not _same(views.openpyxl, views.calamine):
            unsettled.append(where)
        elif not (_is_agreed(views) or _is_judged(views)):
            wrong.append(where)
    assert not wrong, "\n".join(wrong)
    return unsettled


def _read_calamine(book: Any, name: str) -> dict[tuple[int, int], Any]:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return {}
    top, left = sheet.start
    return {
        (top + row + 1, left + column + 1): value
        for row, values in enumerate(sheet.to_python(skip_empty_area=True))
        for column, value in enumerate(values)
        if value != ""
    }


def _plain(value: Any) -> Any:
    """Numbers as floats, days as moments, durations as days; texts as they are."""
    if isinstance(value, bool | str | time):
        return value
    if isinstance(value, timedelta):
        return value / DAY
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return float(value)


def _same(left: Any, right: Any) -> bool:
    left, right = _timed(left, right), _timed(right, left)
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        return math.isclose(left, right, rel_tol=1e-12, abs_tol=1e-8)
    if isinstance(left, datetime):
        return abs(left - right) <= timedelta(milliseconds=1)
    return bool(left == right)


def _timed(value: Any, other: Any) -> Any:
    # a time of day and a duration under a day are one thing to us
    if isinstance(value, time) and isinstance(other, time | float):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return seconds / 86400
    return value


def _is_agreed(views: Views) -> bool:
    is_false_blank = views.ours == "" and views.cell is not None and not views.cell.is_formula
    return _same(views.ours, views.openpyxl) and not is_false_blank


def _is_judged(views: Views) -> bool:
    return any(applies(views) for applies in JUDGED.values())


# ---- workbooks made here


def make_form(path: Path) -> None:
    """A form as the master workbook is built: formulas, inputs, drop-downs, hidden helpers."""
    with xlsxwriter.Workbook(path) as book:
        number = book.add_format({"num_format": "0.00", "border": 1})
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        for name in ("首页", "人民调解", "法律援助"):
            sheet = book.add_worksheet(name)
            sheet.merge_range("A1:P1", f"{name} & <填报表>")
            for row in range(1, 61):
                sheet.write_row(row, 0, [f"指标{row}", row, row / 7, "件", " 前后有空格 ", "a\nb"])
                sheet.write_blank(row, 6, None, number)
                sheet.write_formula(row, 7, f'=IF(B{row}>1,"有","")', number, "")
                sheet.write_formula(row, 8, f"=B{row}*2", number, row * 2)
                sheet.write_formula(row, 9, f"=1/(B{row}-1)", number, "#DIV/0!")
                sheet.write_datetime(row, 10, datetime(2022, 1, 1) + row * DAY, day)
                sheet.write_boolean(row, 11, row % 2 == 0)
            sheet.set_row(5, None, None, {"hidden": True})
            sheet.data_validation("B2:B61", {"validate": "decimal", "criteria": ">=", "value": 0})
            sheet.conditional_format(
                "B2:B61", {"type": "cell", "criteria": ">", "value": 9, "format": number}
            )
        book.get_worksheet_by_name("法律援助").very_hidden()
        book.define_name("合计", "=人民调解!$B$2")


def make_texts(path: Path) -> None:
    """Rich texts, escapes, long and odd strings."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("文字")
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "人民", bold, "调解", "工作")
        for row, text in enumerate(
            ["😀", "a&b<c>", "'109", "１０９", "=1+1", "#REF!", "汉" * 9000]
        ):
            sheet.write_string(row + 1, 0, text)
        sheet.write_string("C9", "x_005F_y", bold)


def make_dates(path: Path) -> None:
    """Every built-in and some custom date format over whole and broken days."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("日期")
        formats: list[int | str] = [*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)]
        formats += ["yyyy/m/d;@", "[$-804]aaaa", "h:mm"]
        formats += ['[DBNum1]yyyy"年"', "0.0%", "# ?/?", '0"日"', "[h]:mm", 'e"年"m"月"']
        serials = [44697, 44697.354166666664, 0.25, 59, 60, 61, 2958465, 2958466, -5]
        for row, code in enumerate(formats):
            style = book.add_format({"num_format": code})
            for column, serial in enumerate(serials):
                sheet.write_number(row, column, serial, style)


def make_1904(path: Path) -> None:
    """The date system of old Macintosh files."""
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("日期")
        sheet.write_datetime(0, 0, datetime(2022, 5, 16), book.add_format({"num_format": 14}))


def make_by_openpyxl(path: Path) -> None:
    """What openpyxl writes: formulas never calculated, dates, merges, struck text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "人民调解"
    sheet.append(["乡镇 & 街道", 109, 1.5, True, datetime(2022, 5, 16, 8, 30), date(2022, 5, 16)])
    sheet.append(["=SUM(B1:C1)", time(8, 30), timedelta(hours=30), None, "a\r\nb", "=B1"])
    sheet["A3"] = "撤回"
    sheet["A3"].font = Font(strike=True)
    sheet.merge_cells("B3:D4")
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.save(path)


MADE = [make_form, make_texts, make_dates, make_1904, make_by_openpyxl]
SHIPPED = sorted(folder("workbooks").rglob("*.xls[xm]"))


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_a_workbook_made_here_is_read_as_the_oracles_read_it(tmp_path, make):
    path = tmp_path / "季报.xlsx"
    make(path)
    compare_with_oracles(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_workbook_is_read_as_the_oracles_read_it(path):
    compare_with_oracles(path)


def test_what_the_oracles_dispute_is_only_what_we_know_of(tmp_path):
    path = tmp_path / "季报.xlsx"
    make_form(path)
    disputed = compare_with_oracles(path)
    assert {re.sub(r"\d+:.*", "", line) for line in disputed} == {
        f"{name}!J" for name in ("首页", "人民调解", "法律援助")
    }
    assert all("#DIV/0!" in line for line in disputed)  # a blank to calamine


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        ((2, 2), None),
        ((2, 2), GridCell(2, CellKind.NUMBER)),
        ((2, 2), GridCell("1", CellKind.TEXT)),
        ((2, 8), GridCell("", CellKind.TEXT)),
        ((99, 1), GridCell(1, CellKind.NUMBER)),
        ((2, 7), GridCell("", CellKind.TEXT)),
    ],
)
def test_the_comparison_itself_finds_a_wrong_cell(tmp_path, monkeypatch, place, cell):
    path = tmp_path / "季报.xlsx"
    make_form(path)
    book = read(path)
    book.grids[1].cells.pop(place, None)
    if cell is not None:
        book.grids[1].cells[place] = cell
    monkeypatch.setitem(globals(), "read", lambda _: book)
    with pytest.raises(AssertionError):
        compare_with_oracles(path)
