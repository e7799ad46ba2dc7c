"""The port's contract: a closed file and the book that is open in Excel say and do the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.workbook.protection import WorkbookProtection

from sifa_xl.book.file_book import FileBook
from sifa_xl.book.port import ResultBook
from sifa_xl.domain import CellKind, Grid, GridCell
from sifa_xl.errors import FileProblem
from sifa_xl.excel.live_book import LiveBook
from tests.engine import start
from tests.written import edit, loaded

Open = Callable[[Path], ResultBook]
SHEET = "校验结果"
HEADERS = ("序", "级别", "位置", "问题与处理", "左边")
ROWS = [
    {"序": 1, "级别": "001", "位置": "人民调解!C8", "问题与处理": "=1+1", "左边": Decimal("2.045")},
    {"序": 2, "级别": "2024-1-2", "位置": None, "问题与处理": "110101199001011234", "左边": None},
    {"序": 3, "级别": "TRUE", "位置": "'x", "问题与处理": "两行\n文字", "左边": Decimal(800)},
]
LINKS = {(0, "位置"): "人民调解!C8"}


def live(path: Path) -> LiveBook:
    return LiveBook(start().open(path))


@pytest.fixture(params=[FileBook, live], ids=["file", "live"])
def open_book(request: pytest.FixtureRequest) -> Open:
    return request.param


@pytest.fixture
def path(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample, tmp_path / "样例.xlsx"))


def read_again(book: ResultBook, path: Path) -> ResultBook:
    """What stands there now, read by the same way."""
    if isinstance(book, LiveBook):
        return LiveBook(book._book)
    return FileBook(path)


def told(grid: Grid, from_row: int = 1) -> dict[tuple[int, int], tuple[Any, str, bool]]:
    """Values, kinds and formulas by place."""
    return {
        place: (cell.value, cell.kind.value, cell.is_formula)
        for place, cell in grid.cells.items()
        if place[0] >= from_row
    }


def all_told(book: ResultBook) -> dict[str, Any]:
    return {sheet: told(book.grid(sheet)) for sheet in book.sheets()}


def change(path: Path, act: Callable[[Any], None]) -> Path:
    file = loaded(path)
    act(file)
    file.save(path)
    return path


def as_excel_gives(cell: GridCell) -> GridCell:
    """Excel calculates what it opens; in the sample only empty results are left to it."""
    is_left = cell.kind is CellKind.UNCALCULATED
    return cell._replace(value="", kind=CellKind.TEXT) if is_left else cell


# --------------------------------------------------------------------- reading


def test_both_read_the_sample_alike(path):
    file, book = FileBook(path), live(path)
    assert book.sheets() == file.sheets()
    for sheet in file.sheets():
        one, other = file.grid(sheet), book.grid(sheet)
        assert other.cells == {p: as_excel_gives(cell) for p, cell in one.cells.items()}, sheet
        assert (other.is_hidden, other.hidden_rows) == (one.is_hidden, one.hidden_rows), sheet


def test_both_read_odd_cells_alike(tmp_path):
    def fill(sheet: Any) -> None:
        values = (
            *(1, 2.5, 1e20, -0.25, True, datetime(2022, 6, 30), datetime(2022, 6, 30, 8, 30)),
            *("字", "001", "#N/A", "#DIV/0!", None, " ", "两行\n字"),
        )
        for row, value in enumerate(values, 3):
            sheet.cell(row, 2).value = value
        sheet["D5"].number_format, sheet["D5"] = '"¥"#,##0.00', 12.5
        for address, text in (("C3", "=1+1"), ("C4", "#N/A"), ("C5", "123")):
            sheet[address].data_type, sheet[address]._value = "s", text
        sheet["C9"] = 5
        sheet["C9"].font = Font(strike=True)
        sheet.row_dimensions[4].hidden = True
        sheet.merge_cells("F3:G5")
        sheet.merge_cells("H9:I9")
        sheet["A1"] = "#sifa-xl:MD"

    file = Workbook()
    fill(file.active)
    fill(file.create_sheet("隐藏"))
    file.worksheets[1].sheet_state = "veryHidden"
    offset = file.create_sheet("不从头起")
    offset["D7"] = 7
    file.create_sheet("空")
    file.save(tmp_path / "怪.xlsx")
    closed, book = FileBook(tmp_path / "怪.xlsx"), live(tmp_path / "怪.xlsx")
    for sheet in closed.sheets():
        one = closed.grid(sheet)
        assert book.grid(sheet) == replace(one, merges=tuple(sorted(one.merges))), sheet
    assert closed.grid("Sheet").cells[9, 3].is_struck
    assert book.grid("Sheet").cells[12, 2].kind is CellKind.ERROR


def test_a_live_formula_with_an_empty_result_is_a_formula(path):
    book = live(path)
    cells = book.grid("人民调解").cells.values()
    assert any(cell.is_formula and cell.value == "" for cell in cells)


# --------------------------------------------------------------------- writing


def test_what_is_put_is_read_back_and_nothing_changes_before_it_is_saved(open_book, path):
    book = open_book(path)
    before = all_told(book)
    book.put_table(SHEET, ROWS, LINKS)
    assert all_told(read_again(book, path)) == before
    book.save()
    after = read_again(book, path)
    head = {str(cell.value): place for place, cell in after.grid(SHEET).cells.items()}
    for index, row in enumerate(ROWS):
        for header, value in row.items():
            top, column = head[header]
            cell = after.grid(SHEET).cells.get((top + 1 + index, column))
            wanted = float(value) if isinstance(value, Decimal) else value
            assert (cell.value if cell else None) == wanted, (index, header)
    assert not after.grid(SHEET).is_hidden
    others = all_told(after)
    last_typed = {name: cells for name, cells in others.items() if name != SHEET}
    assert last_typed.keys() == before.keys() - {SHEET}
    assert last_typed["人民调解"].keys() == before["人民调解"].keys()


def test_fewer_rows_leave_nothing_of_the_old_ones(open_book, path):
    book = open_book(path)
    book.put_table(SHEET, ROWS, LINKS)
    book.save()
    again = read_again(book, path)
    again.put_table(SHEET, ROWS[1:2], {})
    again.save()
    cells = read_again(book, path).grid(SHEET).cells
    bottom = max(row for row, _ in cells)
    assert [cells[bottom, column].value for column in (2, 3)] == [2, "2024-1-2"]
    assert bottom == min(row for (row, column), cell in cells.items() if cell.value == 2)
    again = read_again(book, path)
    again.put_table(SHEET, [], {})
    again.save()
    assert max(row for row, _ in read_again(book, path).grid(SHEET).cells) == bottom - 1


def test_both_leave_the_same_cells(path, tmp_path):
    twin = Path(shutil.copy(path, tmp_path / "双.xlsx"))
    file, book = FileBook(path), live(twin)
    for each in (file, book):
        each.put_table(SHEET, ROWS, LINKS)
        each.save()
    assert told(read_again(book, twin).grid(SHEET)) == told(FileBook(path).grid(SHEET))


def test_a_live_link_leads_to_its_cell_and_keeps_its_words(path):
    book = live(path)
    book.put_table(SHEET, ROWS, LINKS)
    book.save()
    cells = book._book.sheets[SHEET]
    assert cells.range("E5").hyperlink == "#'人民调解'!C8"
    assert cells.range("E5").value == "人民调解!C8"


def test_a_very_long_text_goes_over_whole(path):
    words = "字" * 20_000
    book = live(path)
    book.put_table(SHEET, [{"问题与处理": words}], {})
    book.save()
    assert words in [cell.value for cell in LiveBook(book._book).grid(SHEET).cells.values()]


def test_a_filter_is_cleared_so_that_all_rows_are_seen(path):
    book = live(path)
    impl = book._book.impl
    impl.filtered[SHEET] = [5]
    impl.file[SHEET].row_dimensions[5].hidden = True
    book.put_table(SHEET, ROWS, {})
    book.save()
    assert not book._book.sheets[SHEET].api.FilterMode
    assert not impl.file[SHEET].row_dimensions[5].hidden


# -------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (
            lambda file: file[SHEET].__setitem__("H4", "改了"),
            "“校验结果”表的表头“问题与处理”找不到了，没有写任何文件。"
            "请恢复表头文字，或从空白母版里把这张表移回来。",
        ),
        (
            lambda file: file[SHEET].delete_rows(4),
            "“校验结果”表的表头行被删掉了，没有写任何文件。请从备份或空白母版里把这张表移回来。",
        ),
        (
            lambda file: file[SHEET].merge_cells("C9:D9"),
            "“校验结果”表的C9:D9合并了单元格，写不进去，没有写任何文件。请取消合并后再试。",
        ),
        (
            lambda file: file[SHEET].__setitem__("C20", "=1+1"),
            "“校验结果!C20”是公式，写结果会盖掉它，没有写任何文件。"
            "请把它移到别的表，或改成文字后再试。",
        ),
    ],
    ids=["header", "header row", "merge", "formula"],
)
def test_what_stands_in_the_way_is_refused_alike(open_book, path, act, words):
    book = open_book(change(path, act))
    before = all_told(book)
    with pytest.raises(FileProblem) as refused:
        book.put_table(SHEET, ROWS, LINKS)
    assert str(refused.value) == words
    assert all_told(read_again(book, path)) == before


def test_a_protected_result_sheet_is_refused_in_excel(path):
    book = live(change(path, lambda file: file[SHEET].protection.enable()))
    with pytest.raises(FileProblem) as refused:
        book.put_table(SHEET, ROWS, LINKS)
    assert str(refused.value) == (
        "“校验结果”表加了保护，写不进去，没有写任何文件。请在“审阅”里点“撤消工作表保护”后再试。"
    )


def test_a_hidden_sheet_of_a_protected_workbook_is_refused_in_excel(path):
    def protect(file: Any) -> None:
        file.security = WorkbookProtection(lockStructure=True)

    book = live(change(path, protect))
    with pytest.raises(FileProblem) as refused:
        book.put_table(SHEET, ROWS, LINKS)
    assert str(refused.value) == (
        "工作簿的结构加了保护，隐藏的“校验结果”表显示不出来，没有写任何文件。"
        "请在“审阅”里点“保护工作簿”取消保护后再试。"
    )
    book.put_table(SHEET, [], {})  # nothing to show, nothing in the way


@pytest.mark.parametrize("broken", ["数字出处", "总结"])
def test_when_excel_refuses_midway_every_cell_is_as_it_was(path, broken, monkeypatch):
    edit(path, {"校验结果!C5": "旧的", "校验结果!B5": 7, "总结!C5": "我的话", "总结!D5": "001"})
    book = live(path)
    before = all_told(book)
    for sheet in (SHEET, "总结", "数字出处"):
        book.grid(sheet)
    book.put_table(SHEET, ROWS, LINKS)
    book.put_table("总结", [{"段落": "甲", "生成": "新的"}], {})
    book.put_table("数字出处", [{"序": 1, "数字": "8件"}], {(0, "数字"): "人民调解!C8"})
    from tests.engine import impl

    autofit = impl.Range.autofit

    def refuse(self: Any, axis: str | None = None) -> None:
        if self.sheet.name == broken:
            raise impl.ExcelRefuses("busy")
        autofit(self, axis)

    monkeypatch.setattr(impl.Range, "autofit", refuse)
    with pytest.raises(FileProblem) as refused:
        book.save()
    assert str(refused.value) == (
        f"Excel 没有让写“{broken}”表，各表已恢复原样，没有写任何文件。"
        "请先结束正在编辑的单元格，关掉别的对话框，再点一次。"
    )
    after = LiveBook(book._book)
    assert all_told(after) == before
    assert [after.grid(name).is_hidden for name in (SHEET, "总结", "数字出处")] == [True] * 3


def test_a_sheet_formatted_to_its_very_end_is_refused_before_it_is_read(path, monkeypatch):
    monkeypatch.setattr("sifa_xl.excel.live_book.MOST_CELLS", 100)
    with pytest.raises(FileProblem) as refused:
        live(path).grid("首页")
    assert str(refused.value).startswith("“首页”表用到了")
    assert str(refused.value).endswith("请选中数据下面的空行，整行删除，保存后再试。")
