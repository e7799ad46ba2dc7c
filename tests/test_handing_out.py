"""A workbook for each unit: its own lines, its name and period filled, locked, and read back."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.book.file_book import FileBook
from sifa_xl.book.return_plan import plan_return
from sifa_xl.domain import Level
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.handing_out import HANDED_OUT, NOTICE_FILE, hand_out, order_from
from sifa_xl.indicators import Indicators
from sifa_xl.lines import shipped
from sifa_xl.lines.mediation import Mediation
from sifa_xl.live import Live
from sifa_xl.sheets import read_sheets
from tests.books import TEMPLATES, formula_cells, saved, type_in
from tests.office.server import poison
from tests.test_live_formulas import same
from tests.test_units import town_plans

OPTIONS = ("--county", "青山县司法局", "--period", "2022年上半年")


def silent(words: str) -> None:
    """A progress nobody looks at."""


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A county's workbook with four units, one of them without lines."""
    return saved(town_plans(), tmp_path / "汇总.xlsx")


def return_of(run, master: Path, unit: str = "高村司法所") -> Path:
    out = master.parent / "上报.xlsx"
    done = run("new", "--unit", unit, out, "--from", master)
    assert (done.code, done.err) == (0, ""), done
    return out


def test_a_return_has_the_sheets_of_the_units_own_lines_and_no_others(run, master):
    book = openpyxl.load_workbook(return_of(run, master))
    states = {page.title: page.sheet_state for page in book}
    assert [title for title, state in states.items() if state == "visible"] == [
        "首页",
        "社区矫正",
        "人民调解",
        "社区矫正台账",
        "人民调解台账",
        "填表说明",
    ]
    hidden = {title: state for title, state in states.items() if state != "visible"}
    assert hidden == {
        "台账选项": "hidden",
        "校验结果": "hidden",
        "分所表": "veryHidden",
        "定义": "veryHidden",
    }


def test_every_name_and_sheet_a_formula_of_a_return_asks_for_is_there(run, master):
    book = openpyxl.load_workbook(return_of(run, master))
    known = {*book.defined_names, *book.sheetnames}
    asked: set[str] = set()
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    bare = re.sub('"[^"]*"', "", cell.value)
                    asked |= set(re.findall(r"[\u4e00-\u9fff][\w\u4e00-\u9fff]*", bare))
    assert asked
    assert asked <= known


def test_a_blank_figure_of_a_return_takes_the_count_of_its_own_ledger(run, master):
    path = return_of(run, master)
    book = FileBook(path)
    heads = {cell.value: place for place, cell in book.grid("人民调解台账").cells.items()}
    row, dates = heads["受理日期"]
    book.put_cells("人民调解台账", {(row + 1, dates): date(2022, 3, 1)})
    book.save()
    job = jobs.open_workbook(path)
    assert job.indicators.value(Mediation.accepted) == 1


def test_a_return_knows_its_unit_its_bureau_and_its_period(run, master):
    settings = jobs.open_workbook(return_of(run, master)).filled.settings
    assert settings.is_return
    assert (settings.reporter, settings.unit_full, settings.unit_short) == (
        "高村司法所",
        "青山县司法局",
        "县司法局",
    )
    assert settings.period is not None
    assert settings.period.title == "2022年上半年"


def test_nothing_can_be_moved_or_overwritten_but_what_is_to_be_filled(run, master):
    path = return_of(run, master)
    with zipfile.ZipFile(path) as package:
        assert b'lockStructure="1"' in package.read("xl/workbook.xml")
        assert not [name for name in package.namelist() if "vba" in name]
    book = openpyxl.load_workbook(path)
    for title in ("首页", "社区矫正", "人民调解"):
        assert book[title].protection.sheet
        assert not book[title].protection.password
    unlocked = [c for row in book["首页"].iter_rows() for c in row if not c.protection.locked]
    assert unlocked == []
    assert not book["人民调解"]["C5"].protection.locked


def test_a_blank_return_is_sent_back_and_nothing_else_is_asked_of_it(run, master):
    found = jobs.open_workbook(return_of(run, master)).findings
    assert [(f.code, f.level, f.sheet) for f in found] == [
        ("X-06", Level.ERROR, "社区矫正"),
        ("X-06", Level.ERROR, "人民调解"),
    ]
    assert "这份表会被退回" in found[0].message


def test_a_blank_star_figure_of_a_return_must_be_filled_and_a_filled_one_is_fine(run, master):
    path = return_of(run, master)
    book = FileBook(path)
    book.put_cells("人民调解", {(5, 3): 30, (6, 3): 12, (7, 3): 9})
    book.put_cells("社区矫正", {(4, 3): h.OFF})
    book.save()
    found = jobs.open_workbook(path).findings
    assert [(f.code, f.level, f.figure) for f in found] == [("X-06", Level.ERROR, "调解成功")]


def test_a_sheet_of_its_own_that_the_unit_took_out_is_missed(run, master):
    path = return_of(run, master)
    grids = [grid for grid in FileBook(path).grids if grid.sheet != "社区矫正"]
    told = [f for f in jobs.Job(grids).findings if f.code == "B-01"]
    assert [f.figure for f in told] == ["社区矫正"]


def test_check_writes_its_findings_into_the_return(run, master):
    path = return_of(run, master)
    done = run("run", path, "--action", "check")
    assert (done.code, done.err) == (1, "")
    assert openpyxl.load_workbook(path)["校验结果"].sheet_state == "visible"


def test_no_summary_is_written_of_a_return(run, master):
    told = run("summarize", return_of(run, master), "--text", "总结.txt").complaint
    assert told.startswith("这是“高村司法所”的上报表，里面没有提纲")


def test_every_unit_of_the_list_gets_a_file_and_a_second_run_leaves_them(run, master):
    folder = master.parent / "出表"
    done = run("new", "--list", master, folder)
    assert done.code == 0
    assert "没有写业务线，没有出表：江口墟司法所" in done.out
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "公证处2022年上半年上报表.xlsx",
        "锦和司法所2022年上半年上报表.xlsx",
        "高村司法所2022年上半年上报表.xlsx",
    ]
    (folder / names[0]).write_bytes(b"filled already")
    again = run("new", "--list", master, folder)
    assert "已出0个单位" in again.out
    assert "已有的3个没有动" in again.out
    assert (folder / names[0]).read_bytes() == b"filled already"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("separator", [",", "\t", "，"])
def test_a_csv_in_either_encoding_is_a_list_of_units(run, tmp_path, encoding, separator):
    rows = [
        ["单位名称", "业务线", "截止日期"],
        ["高村司法所", "人民调解、社区矫正", "2022-06-28"],
        ["../锦和司法所", "", ""],
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    (tmp_path / "清单.csv").write_bytes(text.encode(encoding))
    done = run("new", "--list", "清单.csv", "出表", *OPTIONS, "--lines", "人民调解")
    assert done.code == 0, done
    names = sorted(path.name for path in (tmp_path / "出表").iterdir())
    assert names == [
        "锦和司法所2022年上半年上报表.xlsx",
        "高村司法所2022年上半年上报表.xlsx",
    ]
    lines = jobs.open_workbook(tmp_path / "出表" / names[1]).filled.lines
    assert list(lines) == ["CC", "MD"]
    assert list(jobs.open_workbook(tmp_path / "出表" / names[0]).filled.lines) == ["MD"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("名称\n高村司法所", "没有“单位名称”这一列"),
        ("单位名称,业务线\n高村司法所,人民调节", "第2行：没有“人民调节”这条业务线"),
        ("单位名称,业务线\n甲所,人民调解\n甲所,公证", "第3行：“甲所”列了两次"),
        ("单位名称,业务线,截止日期\n甲所,人民调解,下周", "第2行：截止日期"),
        ("单位名称,业务线\n", "表里没有单位"),
        ("单位名称,业务线\n" + "长" * 200_000, "有一格太长"),
        ("单位名称\n" + "甲\n" * 3_000, "太多了"),
        ("单位名称\n\x00\n", "不是文本"),
    ],
)
def test_a_list_that_is_not_understood_writes_nothing(run, tmp_path, text, told):
    (tmp_path / "清单.csv").write_text(text, encoding="utf-8")
    assert told in run("new", "--list", "清单.csv", "出表", *OPTIONS).complaint
    assert not (tmp_path / "出表").exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--unit", "高村所", "表.xlsx", "--from", "汇总.xlsx"], "最接近的是“高村司法所”"),
        (["--unit", "江口墟司法所", "表.xlsx", "--from", "汇总.xlsx"], "没有写报哪几条业务线"),
        (["--unit", "甲所", "表.xlsx", *OPTIONS, "--lines", "人民调节"], "最接近的是“人民调解”"),
        (["--unit", "甲所", "表.xlsx"], "不知道是哪个县、哪一期"),
        (["--unit", "甲所", "表.xlsm", *OPTIONS, "--lines", "公证"], "请写成 .xlsx"),
        (["表.xlsx", "--lines", "公证"], "没有写给谁"),
        (["表.xlsx", "--unit", "甲所", "--list", "汇总.xlsx"], "只能写一个"),
        (["表.xlsx", "--unit", "甲所", "--fill", "填.toml"], "请去掉 --fill"),
        (["表.docx", "--unit", "甲所", "--material", "公证处"], "不能一起写"),
        (
            ["表.xlsx", "--unit", "甲所", "--county", "青山县", "--period", "2022年上半年"],
            "不是司法局的全称",
        ),
        (
            ["表.xlsx", "--unit", "甲所", "--county", "青山县司法局", "--period", "2022年半年"],
            "“半年”分不清",
        ),
        (
            ["表.xlsx", "--unit", "甲所", "--from", "汇总.xlsx", "--county", "青山县司法局"],
            "请去掉其中一种",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_in_a_sentence(run, master, typed, told):
    assert told in run("new", *typed).complaint
    assert [path.name for path in master.parent.iterdir()] == ["汇总.xlsx"]


def test_the_button_writes_the_returns_and_the_notice_beside_the_workbook(master):
    told = hand_out(FileBook(master), master.parent, silent)
    folder = master.parent / HANDED_OUT / "2022年上半年"
    assert "已出3个单位的填报表" in told.message
    assert told.is_open  # one unit has no lines
    notice = (folder / NOTICE_FILE).read_text(encoding="utf-8-sig")
    assert notice.startswith("各填报单位：请按下发的表填报2022年上半年统计数据")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    hand_out(FileBook(master), master.parent, silent)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_notice_that_says_something_else_now_is_a_new_file(master, tmp_path):
    hand_out(FileBook(master), master.parent, silent)
    plans = town_plans()
    type_in(plans, f"{h.UNITS}!G6", date(2022, 6, 30))
    hand_out(FileBook(saved(plans, tmp_path / "汇总.xlsx")), master.parent, silent)
    texts = sorted(p.name for p in (master.parent / HANDED_OUT).rglob("*.txt"))
    assert texts == ["填报通知-2.txt", "填报通知.txt"]


def test_without_a_folder_a_period_or_a_unit_nothing_is_handed_out(master, tmp_path):
    with pytest.raises(FileProblem, match="还没有保存到本机"):
        hand_out(FileBook(master), None, silent)
    for cell, told in (("首页!C8", "首页的单位全称、年份、期别"), (None, "没有单位")):
        plans = town_plans()
        for row in range(5, 9) if cell is None else ():
            for column in "BCDEFGHI":
                type_in(plans, f"{h.UNITS}!{column}{row}", None)
        if cell is not None:
            type_in(plans, cell, None)
        with pytest.raises(SifaError, match=told):
            hand_out(FileBook(saved(plans, tmp_path / "空.xlsx")), tmp_path, silent)
    assert not (tmp_path / HANDED_OUT).exists()


def test_units_with_one_harmless_name_get_a_file_each(run, tmp_path):
    (tmp_path / "清单.csv").write_text(
        "单位名称,业务线\n甲/所,公证\n甲:所,公证\n", encoding="utf-8"
    )
    assert run("new", "--list", "清单.csv", "出表", *OPTIONS).code == 0
    names = sorted(path.name for path in (tmp_path / "出表").iterdir())
    assert names == ["甲_所2022年上半年上报表-2.xlsx", "甲_所2022年上半年上报表.xlsx"]


def test_units_prints_the_texts_to_paste(run, master):
    done = run("units", master)
    assert done.code == 0
    assert re.findall("【(.+)】", done.out) == ["填报通知", "催报"]
    assert "江口墟司法所：2022年上半年有关业务的数据已退回：数不符，请改好后" in done.out
    assert "“填报单位”表里没有单位" in run("units", _blank(run)).complaint


def _blank(run) -> str:
    assert run("new", "空.xlsx").code == 0
    return "空.xlsx"


@pytest.mark.office
def test_the_formulas_of_a_return_equal_python(office, run, master, tmp_path):
    order = order_from(master)
    unit = order.find("高村司法所")
    settings = order.settings.model_copy(update={"reporter": unit.name})
    plans = plan_return(order.lines_of(unit), unit, settings, TEMPLATES)
    live = Live(Indicators(read_sheets([plan.grid() for plan in plans], shipped())))
    formulas = formula_cells(plans)
    poison(return_of(run, master), tmp_path / "毒.xlsx")
    with office.open(tmp_path / "毒.xlsx") as book:
        book.recalculate()
        shown = book.read(list(formulas))
    assert [cell for cell, f in formulas.items() if not same(shown[cell], f.twin(live))] == []


def test_a_return_is_the_same_every_time(run, master):
    first = return_of(run, master).rename(master.parent / "先.xlsx")
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(return_of(run, master)) as two:
        assert one.namelist() == two.namelist()
        assert [one.read(name) for name in one.namelist()] == [two.read(n) for n in two.namelist()]
