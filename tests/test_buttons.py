"""Every button as a clerk presses it: what the box says, what becomes of book and folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document

from sifa_xl import headers as h
from sifa_xl import shipped
from sifa_xl.actions import ACTIONS
from sifa_xl.book.fill import Fill
from sifa_xl.book.master import plan_book, write_book
from sifa_xl.excel.buttons import TITLE, press
from sifa_xl.excel.live_book import LiveBook
from sifa_xl.excel.self_test import SCRATCH
from sifa_xl.file_names import OUTPUT
from sifa_xl.forms import read_form
from sifa_xl.indicators import Indicators
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.live import Live
from sifa_xl.sheets import read_sheets
from tests.books import type_in
from tests.engine import Excel, start
from tests.written import loaded

WRONG = 201  # 成功多于受理 is 必须改
DOUBTFUL = '{ "本期" = 300, "单位" = "人次" }'
LINE = "人民调解"
KEYS = [action.key for action in ACTIONS]
WORD = re.compile(r"青山县司法局2022年上半年工作总结（市局稿）(（草稿）)?\d{8}-\d{4}(-\d+)?\.docx")


class Pressed(NamedTuple):
    """What a button left behind."""

    excel: Excel
    book: Any
    path: Path

    @property
    def words(self) -> str:
        """The one box; fails when there was none or another."""
        ((title, words, _),) = self.excel.alerts
        assert title == TITLE
        return words

    @property
    def mode(self) -> str:
        return self.excel.alerts[0][2]

    @property
    def outputs(self) -> list[str]:
        folder = self.path.parent / OUTPUT
        return sorted(each.name for each in folder.iterdir()) if folder.exists() else []

    @property
    def selected(self) -> str:
        sheet = self.book.impl.file.active
        return f"{sheet.title}!{sheet.views.sheetView[0].selection[0].activeCell}"

    def column(self, sheet: str, header: str) -> list[Any]:
        """The values under a header of a result sheet."""
        form = next(f for f in [read_form(cells_of(self.book)[sheet])] if f)
        records = next(iter(form.tables.values())).records
        return [record.cells[header].value for record in records if header in record.cells]


def cells_of(book: Any) -> dict[str, Any]:
    live = LiveBook(book)
    return {sheet: live.grid(sheet) for sheet in live.sheets()}


def click(key: str, path: Path, sheet: str = LINE) -> Pressed:
    excel = start()
    book = excel.open(path)
    book.sheets[sheet].activate()
    press(key)
    return Pressed(excel, book, path)


def change(path: Path, act: Callable[[Any], None]) -> Path:
    file = loaded(path)
    act(file)
    file.save(path)
    return path


@pytest.fixture(autouse=True)
def logs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "状态"))
    return tmp_path / "状态"


@pytest.fixture
def macro_book(tmp_path: Path) -> Path:
    """The sample with everything that only the macro workbook has."""
    fill = Fill.load(shipped.folder("workbooks") / "麻阳县2022年上半年.toml")
    plans = plan_book(shipped_lines(), fill, shipped.folder("templates"), [], has_macros=True)
    row = next(r for (r, _), (text, _) in plans[0].cells.items() if text == "生成稿种")
    type_in(plans, f"首页!C{row}", "简报")
    filled = read_sheets([plan.grid() for plan in plans], shipped_lines())
    path = tmp_path / "样例.xlsx"
    path.write_bytes(write_book(plans, Live(Indicators(filled))))
    return path


TOO_MANY = (
    "【必须改】人民调解!C8 调解成功数不能多于受理数：调解成功为201，受理纠纷为200，相差1。"
    "处理：核对调解登记簿，改正受理数或成功数；含上期结转的，请并入受理数（MD-01）"
)
WRONG_UNIT = (
    "【请核实】人民调解!C5 矛盾纠纷排查一般用“次”，现在用的是“人次”。"
    "处理：核对统计的是次还是人次，改正单位；确实如此的写说明（U-01）"
)
FAULTS = (
    ({"调解成功": WRONG}, "必须改1项", TOO_MANY, "人民调解!C8"),
    ({"矛盾纠纷排查": DOUBTFUL}, "请核实1项", WRONG_UNIT, "人民调解!C5"),
)
faults = pytest.mark.parametrize(
    ("figures", "count", "words", "cell"), FAULTS, ids=["必须改", "请核实"]
)


# ----------------------------------------------------------------- a clean book


def test_a_check_of_a_clean_book_says_so(book):
    pressed = click("check", book())
    assert (pressed.words, pressed.mode) == ("没有发现问题。", "info")
    assert pressed.outputs == []
    assert pressed.selected.startswith(LINE)  # the clerk stays where he was


def test_a_summary_of_a_clean_book_is_final_and_stands_in_sheet_and_word(book):
    pressed = click("summarize", book())
    (name,) = pressed.outputs
    match = WORD.fullmatch(name)
    assert match
    assert not match[1]
    assert pressed.words == (
        f"已生成市局稿，Word 在“输出”文件夹：{name}\n因为没有填数，省去了3处。"
    )
    assert pressed.selected == "总结!B1"
    paragraphs = Document(str(pressed.path.parent / OUTPUT / name)).paragraphs
    assert [p.text for p in paragraphs] == pressed.column("总结", h.GENERATED)
    assert "200件" in pressed.column("数字出处", h.PRINTED)
    for sheet in ("总结", "数字出处"):
        assert pressed.book.sheets[sheet].visible == -1


def test_the_same_sheet_is_clean_too_and_shows_its_words(book):
    path = book()
    assert click("check_sheet", path).words == "“人民调解”表没有发现问题。"
    assert click("preview_sheet", path).words == (
        "加强人民调解工作。全县各类人民调解组织开展矛盾纠纷排查300次，排查发现矛盾纠纷210件。"
        "共受理矛盾纠纷200件，调解成功199件，成功率99.5%。"
    )


def test_a_second_summary_in_the_same_minute_gets_a_name_of_its_own(book):
    path = book()
    first = click("summarize", path).outputs
    assert len(click("summarize", path).outputs) == 2
    assert first[0] in click("summarize", path).outputs


def test_a_revision_in_the_open_book_is_kept(book):
    path = book()
    excel = start()
    opened = excel.open(path)
    press("summarize")
    opened.sheets["总结"].range("D6").value = "我改过的话"
    press("summarize")
    live = Pressed(excel, opened, path)
    assert live.column("总结", h.REVISED) == ["我改过的话"]


# ----------------------------------------------------------------- open findings


@faults
def test_a_check_lists_them_and_jumps_to_the_first(book, figures, count, words, cell):
    pressed = click("check", book(**figures), sheet="首页")
    assert pressed.words == f"{count}没有处理，都列在“校验结果”。\n{words}"
    assert pressed.mode == "info"
    assert pressed.selected == cell
    assert pressed.column("校验结果", h.WHERE) == [cell]
    assert pressed.book.sheets["校验结果"].visible == -1
    assert pressed.book.sheets["总结"].visible == 0
    assert pressed.outputs == []


@faults
def test_a_summary_is_then_a_draft(book, figures, count, words, cell):
    pressed = click("summarize", book(**figures))
    (name,) = pressed.outputs
    match = WORD.fullmatch(name)
    assert match
    assert match[1] == "（草稿）"
    assert pressed.words == (
        f"已生成市局稿，Word 在“输出”文件夹：{name}\n因为没有填数，省去了3处。\n"
        f"{count}没有处理，所以标为草稿：\n{words}"
    )
    assert pressed.selected == cell
    assert pressed.column("校验结果", h.WHERE) == [cell]


def test_a_figure_to_come_makes_a_draft_too(book):
    pressed = click("summarize", book(受理纠纷='{ "本期" = "待定" }'))
    assert pressed.words.splitlines()[2:] == [
        "必须改1项没有处理，所以标为草稿：",
        "【必须改】人民调解!C7 受理纠纷还是“待定”，草稿里印作“××”。"
        "处理：数字出来后填上，再生成定稿（X-06）",
    ]
    assert "（草稿）" in pressed.outputs[0]


@faults
def test_the_check_of_a_sheet_tells_its_own_and_writes_nothing(book, figures, count, words, cell):
    path = book(**figures)
    pressed = click("check_sheet", path)
    assert pressed.words == f"“人民调解”表：{count}没有处理。\n{words}"
    assert pressed.selected == cell
    assert not pressed.excel.counts("writes")
    elsewhere = click("check_sheet", path, sheet="公证")
    assert elsewhere.words == "“公证”表没有发现问题。"


@faults
def test_a_preview_is_shown_whatever_is_open(book, figures, count, words, cell):
    pressed = click("preview_sheet", book(**figures))
    assert pressed.words.startswith("加强人民调解工作。")
    assert not pressed.excel.counts("writes")


def test_of_many_findings_the_first_are_shown_and_the_rest_counted(macro_book):
    pressed = click("check", macro_book)
    first, *lines, last = pressed.words.splitlines()
    assert first == "请核实9项没有处理，都列在“校验结果”。"
    assert len(lines) == 5
    assert last == "另有4项，见“校验结果”。"
    assert len(pressed.column("校验结果", h.WHERE)) == 9


def test_the_draft_chosen_on_the_front_sheet_is_written(macro_book):
    pressed = click("summarize", macro_book)
    assert pressed.words.startswith("已生成简报，Word 在“输出”文件夹：麻阳苗族自治县司法局")
    assert set(pressed.column("总结", h.DRAFT)) == {"简报"}
    assert "加强人民调解工作。" in click("preview_sheet", macro_book).words


# ------------------------------------------------------------- what is in the way


@pytest.mark.parametrize("key", ["check_sheet", "preview_sheet"])
def test_a_sheet_that_is_no_work_line_is_said_to_be_none(book, key):
    pressed = click(key, book(), sheet="首页")
    assert pressed.words == (
        "“首页”不是业务表，这个按钮用不上。请先点开一张业务表（如“人民调解”）再点。"
    )
    assert pressed.mode == "critical"


def test_a_line_that_has_nothing_to_say_says_so(book):
    assert click("preview_sheet", book(), sheet="公证").words == (
        "“公证”表现在写不出话来：没有填数，或者“提纲”里没有采用它的段落。"
        "请先填黄格，并在“提纲”里核对。"
    )


def test_a_button_that_the_program_does_not_know_is_named(book):
    pressed = click("fly", book())
    assert pressed.words == (
        "本机的程序里没有“fly”这个按钮，可能程序比工作簿旧。请更新程序后再试。"
    )
    assert pressed.mode == "critical"


def test_a_book_that_was_never_saved_gets_no_summary_but_a_check(book):
    excel = start()
    opened = excel.open(book())
    opened.impl.is_saved_once = False
    before = cells_of(opened)
    press("summarize")
    press("check")
    assert [words for _, words, _ in excel.alerts] == [
        "这个工作簿还没有保存到本机的文件夹，不知道把 Word 放到哪里，没有写任何文件。"
        "请先另存到本机，再点“生成总结”。",
        "没有发现问题。",
    ]
    assert cells_of(opened) == before


DAMAGES: dict[str, tuple[Callable[[Any], None], str]] = {
    "result sheet missing": (
        lambda file: file.remove(file["校验结果"]),
        "找不到“校验结果”表，或有几张分不清，没有写任何文件。"
        "请只留一张，或从空白母版里把这张表移回来。",
    ),
    "header gone": (
        lambda file: file["校验结果"].__setitem__("H4", "改了"),
        "“校验结果”表的表头“问题与处理”找不到了，没有写任何文件。"
        "请恢复表头文字，或从空白母版里把这张表移回来。",
    ),
    "protected": (
        lambda file: file["校验结果"].protection.enable(),
        "“校验结果”表加了保护，写不进去，没有写任何文件。请在“审阅”里点“撤消工作表保护”后再试。",
    ),
    "no sheet of ours": (
        lambda file: (
            [file.remove(each) for each in file.worksheets if each.title != LINE]
            and file[LINE].delete_cols(1)
        ),
        "这个文件里没有一张业务表，不是司法行政工作总结的工作簿。"
        "请选用由 sifa-xl new 生成的工作簿，或从空白母版重新填写。",
    ),
}


@pytest.mark.parametrize("key", ["check", "summarize"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_in_the_way_is_said_and_the_book_is_as_it_was(book, key, damage):
    act, words = DAMAGES[damage]
    path = change(book(调解成功=WRONG), act)
    before = cells_of(start().open(path))
    pressed = click(key, path)
    assert (pressed.words, pressed.mode) == (words, "critical")
    assert cells_of(pressed.book) == before
    assert not (path.parent / OUTPUT).exists()
    assert pressed.excel.status_bars[-1] is False


@pytest.mark.parametrize("key", ["check", "summarize"])
def test_a_missing_sheet_of_a_work_line_is_a_finding(book, key):
    pressed = click(key, change(book(), lambda file: file.remove(file["公证"])))
    assert "【必须改】公证!A1 缺少“公证”表。处理：从备份或空白母版里把这张表移回来（B-01）" in (
        pressed.words
    )
    assert pressed.mode == "info"


@pytest.mark.parametrize("fault", ["refusal", "program fault"])
@pytest.mark.parametrize("broken", ["校验结果", "总结", "数字出处"])
def test_when_writing_fails_midway_nothing_is_left_behind(book, monkeypatch, logs, broken, fault):
    from tests.engine import impl

    path = book(调解成功=WRONG)
    before = cells_of(start().open(path))
    autofit = impl.Range.autofit

    def fail(self: Any, axis: str | None = None) -> None:
        if self.sheet.name == broken:
            raise impl.ExcelRefuses("busy") if fault == "refusal" else ZeroDivisionError
        autofit(self, axis)

    monkeypatch.setattr(impl.Range, "autofit", fail)
    pressed = click("summarize", path)
    if fault == "refusal":
        assert pressed.words == (
            f"Excel 没有让写“{broken}”表，各表已恢复原样，没有写任何文件。"
            "请先结束正在编辑的单元格，关掉别的对话框，再点一次。"
        )
    else:
        (log,) = (logs / "sifa-xl").glob("错误日志-*")
        assert pressed.words == (
            f"程序自身出了问题，没有做完。请把日志“{log}”发给维护人员，日志里没有表格内容。"
        )
    assert pressed.mode == "critical"
    assert cells_of(pressed.book) == before
    assert not (path.parent / OUTPUT).exists()


def test_earlier_word_files_stay_when_a_later_summary_fails(book, monkeypatch):
    from tests.engine import impl

    path = book()
    (first,) = click("summarize", path).outputs

    def fail(self: Any, axis: str | None = None) -> None:
        raise impl.ExcelRefuses("busy")

    monkeypatch.setattr(impl.Range, "autofit", fail)
    assert click("summarize", path).outputs == [first]


@pytest.mark.parametrize("key", ["check", "summarize"])
def test_the_book_of_the_button_is_used_and_no_other(book, macro_book, key):
    path = book(调解成功=WRONG)
    excel = start()
    mine = excel.open(path)
    other = excel.open(macro_book)
    mine.set_mock_caller()
    before = cells_of(other)
    press(key)
    assert "调解成功为201" in excel.alerts[0][1]
    assert cells_of(other) == before
    assert Pressed(excel, mine, path).column("校验结果", h.WHERE) == ["人民调解!C8"]


# ---------------------------------------------------------------------- what it costs


@pytest.mark.parametrize("key", [key for key in KEYS if key != "self_test"])
def test_two_reads_a_sheet_and_one_write_a_result_sheet_at_most(macro_book, key):
    excel = click(key, macro_book).excel
    assert set(excel.counts("reads").values()) <= {1, 2}
    written = {"check": ["校验结果"], "summarize": ["总结", "数字出处", "校验结果"]}.get(key, [])
    assert sorted(excel.counts("writes")) == sorted(written)
    assert set(excel.counts("writes").values()) <= {1}
    assert excel.counts("looks").total() < 1_000  # three hundred for the rows of 分所表


def test_the_status_bar_says_what_goes_on_and_is_given_back(book):
    assert click("summarize", book()).excel.status_bars == [
        *("正在读表…", "正在检查…", "正在成文…", "正在写入…", False),
    ]


# ------------------------------------------------------------------- 送审稿, 公开检查


def test_a_review_copy_is_a_new_word_file_and_the_book_stays_as_it_was(book):
    pressed = click("review", book())
    (name,) = pressed.outputs
    assert re.fullmatch(
        r"青山县司法局2022年上半年工作总结（市局稿）（送审稿）\d{8}-\d{4}\.docx", name
    )
    assert pressed.words == (
        f"已生成市局稿的送审稿，Word 在“输出”文件夹：{name}\n"
        "里面有审签页、数字出处的批注和数据审核说明，是内部材料，不能公开。"
    )
    assert (
        Document(str(pressed.path.parent / OUTPUT / name)).paragraphs[0].text.startswith("领导审")
    )
    assert not pressed.excel.counts("writes")


@faults
def test_a_review_copy_tells_what_is_open(book, figures, count, words, cell):
    pressed = click("review", book(**figures))
    assert pressed.words.endswith(f"{count}没有处理，审签页上写着暂不能签发：\n{words}")
    assert "（送审稿）（草稿）" in pressed.outputs[0]
    assert pressed.selected == cell


def test_the_public_check_looks_at_the_newest_word_file_of_the_draft(book):
    path = book()
    folder = path.parent / OUTPUT
    assert "现在会写成的正文" in click("public", path).words
    (name,) = click("summarize", path).outputs
    click("review", path)
    assert click("public", path).words == (
        f"公开前检查的是“输出”文件夹里最新的“{name}”。\n公开前检查：没有发现问题。"
    )
    edited = Document(str(folder / name))
    edited.paragraphs[3].add_run("联系电话13812345678。")
    later = "青山县司法局2022年上半年工作总结（市局稿）李局改.docx"
    edited.save(folder / later)
    (folder / f"~${later[2:]}").touch()
    pressed = click("public", path)
    first, second, third, fault = pressed.words.splitlines()
    assert later in first
    assert second == "它正在 Word 里打开着，没有保存的改动查不到。"
    assert third == "公开前检查：必须改1项，改好之前不能公开。"
    assert "有手机号138**" in fault
    assert not pressed.excel.counts("writes")
    assert pressed.mode == "info"


def test_the_public_check_of_a_draft_says_that_it_is_one(book):
    pressed = click("public", book(调解成功=WRONG))
    assert pressed.words.splitlines() == [
        "“输出”文件夹里还没有Word，公开前检查的是现在会写成的正文。",
        "公开前检查：必须改2项，改好之前不能公开。",
        "【必须改】第4段“…201件，成功率××%。” 还有没填的数。处理：填上数字，或删去这句话（D-09）",
        "【必须改】页眉“草稿·未经审核” 有“草稿·未经审核”字样。"
        "处理：处理完问题，定稿后再公开（D-09）",
    ]


def test_of_many_public_findings_the_first_are_shown(book):
    path = book()
    (name,) = click("summarize", path).outputs
    word = Document(str(path.parent / OUTPUT / name))
    for number in range(7):
        word.add_paragraph(f"联系电话1381234567{number}。")
    word.save(path.parent / OUTPUT / name)
    lines = click("public", path).words.splitlines()
    assert len(lines) == 8
    assert lines[-1] == "另有2项，改好上面的再点一次。"


# ------------------------------------------------------------------------------ 自检


def test_the_self_test_lists_what_works_and_leaves_no_scratch_sheet(macro_book):
    pressed = click("self_test", macro_book)
    assert pressed.words.endswith("结果都在“自检”表，可以复制。")
    items = pressed.column("自检", h.ITEM)
    assert items[0].startswith("sifa-xl ")
    results = dict(zip(items, pressed.column("自检", h.RESULT), strict=True))
    for text in ("001", "=1+1", "110101199001011234", "2024-1-2", "两行↵文字"):
        assert results[f"文字“{text}”写进去，读出来一样"] == "正常"
    for item in ("数写进去，读出来一样", "空格仍是空格", "日期读出来一样"):
        assert results[item] == "正常"
    assert any(item.startswith("试写、读回用了") for item in items)
    assert SCRATCH not in [sheet.name for sheet in pressed.book.sheets]
    assert pressed.selected == "自检!B1"
    assert pressed.mode == "info"


def test_a_self_test_tells_when_excel_changes_what_is_written(macro_book, monkeypatch):
    from tests.engine import cells, impl

    def forget_format(cell: Any, value: Any) -> None:
        cell.number_format = "General"
        cells.write_value(cell, value)

    monkeypatch.setattr(impl, "write_value", forget_format)
    pressed = click("self_test", macro_book)
    lines = pressed.words.splitlines()
    assert "✗　文字“001”写进去变了样，请把这张表发给维护人员" in lines
    assert "✗　文字“两行↵文字”写进去变了样，请把这张表发给维护人员" not in lines
    assert SCRATCH not in [sheet.name for sheet in pressed.book.sheets]


def test_a_self_test_of_an_older_book_only_speaks(book):
    path = book()
    before = cells_of(start().open(path))
    pressed = click("self_test", path)
    assert pressed.words.endswith(
        "结果没有写进表里：找不到“自检”表，或有几张分不清，没有写任何文件。"
        "请只留一张，或从空白母版里把这张表移回来。"
    )
    assert cells_of(pressed.book) == before


def test_a_self_test_removes_its_scratch_sheet_when_it_fails(macro_book, monkeypatch):
    from tests.engine import impl

    def fail(self: Any, axis: str | None = None) -> None:
        raise impl.ExcelRefuses("busy")

    monkeypatch.setattr(impl.Range, "autofit", fail)
    pressed = click("self_test", macro_book)
    assert "✗　试写没有做成：Excel 没有让写“自检试写”表" in pressed.words
    assert SCRATCH not in [sheet.name for sheet in pressed.book.sheets]
    assert pressed.selected.startswith(LINE)
