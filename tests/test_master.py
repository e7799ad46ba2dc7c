"""The workbook a clerk opens: what is there, what is locked, and that it fits the screen."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest

from sifa_xl.book.addresses import EXPLANATION, NOW
from sifa_xl.book.plan import SheetPlan
from sifa_xl.jobs import build_workbook
from sifa_xl.lines import shipped as shipped_lines
from tests.books import addresses, blank_plans, sample_plans, sheet

SCREEN = 1366
FRAME = 30 + 20 + 20  # row numbers, outline gutter, scroll bar
VISIBLE = [
    "首页",
    "提纲",
    *(line.title for line in shipped_lines()),
    "其他工作",
    "存在问题",
    "下步打算",
    "填报单位",
    "分所表",
    "固定用语",
    "填表说明",
]
LEDGERS = [ledger.title for line in shipped_lines() for ledger in line.ledgers]
WAITING = [
    *(*LEDGERS, "台账选项", "分析", "总结", "校验结果", "数字出处", "改数清单"),
    *("汇总台账", "汇总明细", "指标", "规则目录"),
]


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(BytesIO(build_workbook()))


def test_the_tabs_stand_in_the_clerks_order_and_result_sheets_wait_hidden(book):
    states = {page.title: page.sheet_state for page in book}
    assert [title for title, state in states.items() if state == "visible"] == VISIBLE
    assert [title for title, state in states.items() if state == "hidden"] == WAITING
    assert states["定义"] == "veryHidden"


def test_what_is_planned_hidden_is_hidden_in_the_file(book):
    for plan in blank_plans():
        columns = book[plan.name].column_dimensions
        shown = [
            column
            for column in plan.hidden_columns
            if not any(d.hidden and d.min <= column <= d.max for d in columns.values())
        ]
        assert shown == [], plan.name


@pytest.mark.parametrize("plan", blank_plans(), ids=lambda plan: plan.name)
def test_no_sheet_needs_sideways_scrolling(plan: SheetPlan):
    shown = {c: width for c, width in plan.widths.items() if c not in plan.hidden_columns}
    most = SCREEN
    if plan.name == "分所表":  # a column a unit: what names the row stands still, the units move
        shown = {column: width for column, width in shown.items() if column <= plan.freeze[1]}
        most = SCREEN // 2
    pixels = sum(int(width * 7) + 5 for width in shown.values())  # Calibri 11: seven a character
    assert pixels + FRAME <= most


def test_formulas_are_locked_and_what_the_clerk_fills_is_not(book):
    for line in shipped_lines():
        page = book[line.title]
        assert page.protection.sheet
        assert not page.protection.password
        assert page.protection.insertRows is False  # False: allowed
        assert page.protection.formatColumns is False
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    assert cell.protection.locked, (line.title, cell.coordinate)
        for row in addresses(line).figures.values():
            assert not page.cell(row, NOW).protection.locked
            assert not page.cell(row, EXPLANATION).protection.locked


def test_only_functions_that_excel_2010_and_wps_have(book):
    allowed = {
        *(
            "IF",
            "AND",
            "OR",
            "NOT",
            "ISNUMBER",
            "ISTEXT",
            "MID",
            "SUBSTITUTE",
            "COUNT",
            "SUM",
            "MAX",
            "ROUND",
            "INT",
            "N",
        ),
        *("LEN", "TRIM", "LEFT", "COUNTIF", "COUNTIFS", "SUMPRODUCT", "INDEX", "MATCH", "IFERROR"),
        *("ROW", "ABS", "MONTH", "DAY", "MID", "NOT", "COUNTA", "SUMIFS"),
        *("CHOOSE", "ROWS", "DATE", "YEAR", "MIN", "FIND", "RIGHT"),
    }
    import re

    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    bare = re.sub('"[^"]*"', "", cell.value)
                    assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)) <= allowed, cell.value
                    assert len(cell.value) <= 8192
                    assert "[" not in bare


def test_validations_warn_and_never_stop(book):
    for page in book:
        for validation in page.data_validations.dataValidation:
            assert validation.errorStyle == "warning", (page.title, validation.sqref)


def test_optional_rows_are_folded_unless_something_is_typed_in_them(book):
    blank = sheet(blank_plans(), "人民调解")
    sample = sheet(sample_plans(), "人民调解")
    assert blank.folded == sample.folded != set()
    page = book["人民调解"]
    assert all(page.row_dimensions[row].hidden for row in blank.folded)
    assert not page.row_dimensions[5].hidden


def test_every_line_is_linked_from_the_front_page_and_back(book):
    front = {
        cell.hyperlink.location
        for row in book["首页"].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    titles = [*(line.title for line in shipped_lines()), "填报单位", "分所表"]
    assert front == {f"'{title}'!B1" for title in titles}
    for line in shipped_lines():
        links = [
            c.hyperlink.location for row in book[line.title].iter_rows() for c in row if c.hyperlink
        ]
        ledgers = [f"{ledger.title}!B1" for ledger in line.ledgers]
        assert links == [*ledgers, "首页!B1"]


def test_the_file_carries_no_external_link_no_macro_and_no_name_of_a_person():
    with zipfile.ZipFile(BytesIO(build_workbook())) as package:
        names = package.namelist()
        assert not [n for n in names if "externalLink" in n or "vba" in n or "activeX" in n]
        core = package.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core


def test_the_rule_book_holds_every_rule_with_its_sentence(book):
    page = book["规则目录"]
    codes = {page.cell(row, 3).value for row in range(4, page.max_row + 1)}
    assert {rule.code for line in shipped_lines() for rule in line.all_rules} <= codes
    assert {"X-01", "X-06", "X-07", "X-10", "N-04", "U-01"} <= codes
    assert all(page.cell(row, 6).value for row in range(4, page.max_row + 1))


def test_cached_values_are_python_values():
    shown = openpyxl.load_workbook(BytesIO(_sample()), data_only=True)
    assert shown["人民调解"]["L8"].value == 719
    assert shown["人民调解"]["C27"].value == 99.4
    assert shown["社区矫正"]["L12"].value == 170
    assert shown["人民调解"]["M6"].value == "请核实 MD-05"
    total = next(r for r in range(20, 60) if shown["首页"].cell(r, 2).value == "合计")
    assert shown["首页"].cell(total, 7).value >= 5  # 请核实, as far as formulas can tell
    assert shown["人民调解"]["C29"].value.endswith("调解成功率99.4%。")


def _sample() -> bytes:
    from tests.books import SAMPLE_FILL

    return build_workbook(SAMPLE_FILL)
