"""The port's contract: a closed file and the book that is open in Excel say and do the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.workbook.protection import WorkbookProtection

from sifa_xl import jobs
from sifa_xl.book.file_book import FileBook
from sifa_xl.book.port import ResultBook
from sifa_xl.cells import read_date
from sifa_xl.domain import CellKind, Grid, GridCell
from sifa_xl.errors import FileProblem
from sifa_xl.excel.live_book import LiveBook
from sifa_xl.forms import read_form
from sifa_xl.write_back import refresh_formulas
from tests.engine import start
from tests.written import edit, loaded, members, part_of

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


# ---------------------------------------------------------------- single cells

LINE = "人民调解"
ODD_TEXTS = ("001", "=1+1", "3月5日", "TRUE", "50%", "'x", "2024-03-05", "两行\n字", "@a", "-5")


def grid_values(book: ResultBook, sheet: str) -> dict[tuple[int, int], Any]:
    return {place: cell.value for place, cell in book.grid(sheet).cells.items()}


def free_place(book: ResultBook) -> int:
    """The first row under the 举措 of 人民调解 that holds nothing yet."""
    form = read_form(book.grid(LINE))
    table = form.tables["举措"]
    taken = {record.row for record in table.records}
    return next(row for row in range(table.header_row + 1, 200) if row not in taken)


def test_a_value_put_into_a_cell_is_there_after_saving_and_no_other_has_changed(open_book, path):
    book = open_book(path)
    before, row = all_told(book), free_place(book)
    book.put_cells(LINE, {(7, 3): Decimal("730"), (row, 7): "新的举措。", (row, 2): "小标题"})
    book.put_cells("存在问题", {(30, 2): "人手不足。"})
    assert all_told(read_again(book, path)) == before
    book.save()
    after = read_again(book, path)
    assert [after.grid(LINE).cells[place].value for place in ((7, 3), (row, 7), (row, 2))] == [
        730,
        "新的举措。",
        "小标题",
    ]
    assert after.grid("存在问题").cells[30, 2].value == "人手不足。"
    changed = {
        (sheet, place)
        for sheet, cells in all_told(after).items()
        for place in cells.keys() | before[sheet].keys()
        if cells.get(place) != before[sheet].get(place)
    }
    wanted = {(LINE, (7, 3)), (LINE, (row, 7)), (LINE, (row, 2)), ("存在问题", (30, 2))}
    assert changed == wanted


def test_texts_stay_the_texts_they_are(open_book, path):
    book = open_book(path)
    row = free_place(book)
    places = [(row + at, 7) for at in range(len(ODD_TEXTS))]
    book.put_cells(LINE, dict(zip(places, ODD_TEXTS, strict=True)))
    book.save()
    cells = read_again(book, path).grid(LINE).cells
    assert [cells[place].value for place in places] == list(ODD_TEXTS)
    assert all(
        cells[place].kind is CellKind.TEXT and not cells[place].is_formula for place in places
    )


def test_a_day_reads_back_as_the_day(open_book, path):
    book, row = open_book(path), free_place(open_book(path))
    book.put_cells(LINE, {(row, 5): date(2022, 6, 30)})
    book.save()
    again = read_again(book, path)
    assert read_date(again.grid(LINE).cells[row, 5], 2022).value == date(2022, 6, 30)


def test_none_takes_a_value_away_and_leaves_the_style(open_book, path):
    book = open_book(path)
    before = loaded(path)[LINE].cell(7, 3)
    book.put_cells(LINE, {(7, 3): None, (8, 3): ""})
    book.save()
    again = read_again(book, path)
    assert (7, 3) not in again.grid(LINE).cells
    assert (8, 3) not in again.grid(LINE).cells
    if isinstance(book, FileBook):
        after = loaded(path)[LINE].cell(7, 3)
        assert after.style_id == before.style_id


def test_the_staged_sheets_show_what_was_put_and_a_job_over_them_reckons_anew(open_book, path):
    book = open_book(path)
    job = jobs.Job([book.grid(sheet) for sheet in book.sheets()])
    assert job.facts.facts["人民调解.受理纠纷"].value == 723
    book.put_cells(LINE, {(7, 3): 730})
    assert jobs.reckoned_anew(job, book).facts.facts["人民调解.受理纠纷"].value == 730
    assert book.grid(LINE).cells[7, 3].value == 723
    assert [grid.sheet for grid in book.staged()] == book.sheets()


def test_a_formula_is_not_written_over(open_book, path):
    book = open_book(path)
    row, column = next(p for p, cell in book.grid(LINE).cells.items() if cell.is_formula)
    with pytest.raises(FileProblem, match="是公式，写进去会盖掉它，没有写任何文件"):
        book.put_cells(LINE, {(row, column): 5})
    assert [grid.cells for grid in book.staged()] == [
        book.grid(sheet).cells for sheet in book.sheets()
    ]


def test_a_cell_under_a_merge_is_refused(open_book, path):
    def merge(file: Any) -> None:
        file["存在问题"].merge_cells("B30:B31")

    book = open_book(change(path, merge))
    book.put_cells("存在问题", {(30, 2): "第一格可以"})
    with pytest.raises(FileProblem, match=r"“存在问题!B31”被合并的单元格盖住了"):
        book.put_cells("存在问题", {(31, 2): "看不见"})


def test_in_excel_a_locked_cell_is_refused_and_an_open_one_taken(path):
    book = live(path)
    assert book._book.sheets[LINE].api.ProtectContents
    book.put_cells(LINE, {(7, 3): 5})
    with pytest.raises(FileProblem) as refused:
        book.put_cells(LINE, {(7, 3): 5, (7, 2): "改名"})
    assert str(refused.value) == (
        "“人民调解!B7”在受保护的工作表里锁定着，写不进去，没有写任何文件。"
        "请在“审阅”里点“撤消工作表保护”后再试。"
    )
    book.save()
    assert read_again(book, path).grid(LINE).cells[7, 3].value == 5


def test_when_excel_refuses_midway_single_cells_are_as_they_were(path, monkeypatch):
    book = live(path)
    before = all_told(book)
    book.put_cells(LINE, {(7, 3): 5, (7, 7): None})
    book.put_cells("存在问题", {(5, 2): "改了"})
    from tests.engine import impl

    write = impl.Range.raw_value.fset

    def refuse(self: Any, data: Any) -> None:
        if self.sheet.name == "存在问题" and "改了" in str(data):
            raise impl.ExcelRefuses("busy")
        write(self, data)

    monkeypatch.setattr(impl.Range, "raw_value", impl.Range.raw_value.setter(refuse))
    with pytest.raises(FileProblem, match="没有让写“存在问题”表，各表已恢复原样"):
        book.save()
    assert all_told(LiveBook(book._book)) == before


def test_many_cells_go_over_in_few_writes(path):
    book = live(path)
    app = book._book.app.impl
    row = free_place(book)
    values = {(row + at, column): f"字{at}" for at in range(8) for column in (7, 8)}
    book.put_cells(LINE, {**values, **{(row + at, 2): f"题{at}" for at in range(8)}})
    app.counts.clear()
    book.save()
    assert app.counts["writes", LINE] <= 4


def test_values_put_refresh_the_results_of_formulas(path):
    job, book = jobs.open_for_writing(path)
    book.put_cells(LINE, {(7, 3): 1446})
    refresh_formulas(jobs.reckoned_anew(job, book), book)
    book.save()
    shown = [cell.value for cell in FileBook(path).grid(LINE).cells.values() if cell.is_formula]
    assert 1446 in shown
    assert 723 not in shown


def test_a_file_keeps_every_byte_around_the_cells(path):
    before, part = members(path), part_of(path, LINE)
    book = FileBook(path)
    book.put_cells(LINE, {(7, 3): 730, (8, 3): "待定"})
    book.save()
    after = members(path)
    assert [name for name in before if before[name] != after[name]] == [part]
    old, new = (
        re.sub(rb'<c r="C[78]".*?</c>', b"", files[part], flags=re.DOTALL)
        for files in (before, after)
    )
    assert new == old
