"""The command as a clerk meets it: what it says, what it writes, how it ends."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from sifa_xl import cli, jobs, shipped, usage
from sifa_xl.book.fill import Fill
from sifa_xl.errors import FileProblem
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.outputs import DRAFT_MARK
from tests.books import addresses, sample_plans, saved, type_in
from tests.drawn import line_named

COMMANDS = (
    *("new", "check", "indicators", "facts"),
    *("summarize", "collect", "run", "refresh", "material", "archive", "public", "proofread"),
    *("units", "next", "redact", "doctor", "bundle"),
)
READERS = ("check", "indicators", "facts", "summarize")
SECRET = "张三 431226199001010011"
PENDING = '{ "本期" = "待定" }'
# 成功多于受理 is 必须改; 1092 人次 where 次 is usual is 请核实 until it is explained
WRONG, DOUBTFUL = 201, '{ "本期" = 300, "单位" = "人次" }'
EXPLAINED = '{ "本期" = 300, "单位" = "人次", "说明" = "排查登记簿按人次登记" }'


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def outputs(tmp_path: Path) -> list[str | Path]:
    return [
        *("--text", tmp_path / "总结.txt"),
        *("--word", tmp_path / "总结.docx"),
        *("--json", tmp_path / "总结.json"),
    ]


# ------------------------------------------------------------------ exit codes


def test_a_clean_workbook_is_0_for_every_command(book, run):
    path = book()
    assert run("check", path) == (0, "没有发现问题。\n", "")
    assert [run(command, path).code for command in READERS] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("figures", "count"),
    [
        ({"调解成功": WRONG}, "必须改1项、请核实0项"),
        ({"矛盾纠纷排查": DOUBTFUL}, "必须改0项、请核实1项"),
        ({"受理纠纷": PENDING}, "必须改1项、请核实0项"),
    ],
    ids=["必须改", "请核实", "待定"],
)
def test_what_is_open_is_1_and_final_writes_nothing(book, run, outputs, tmp_path, figures, count):
    path = book(**figures)
    assert run("check", path).code == 1
    assert run("check", path).out.splitlines()[-1] == f"{count}未处理。"
    refused = run("summarize", path, "--final", *outputs)
    assert refused.complaint == (
        f"还不能定稿：{count}没有处理，没有写任何文件。"
        "请先用 sifa-xl check 查看并逐项处理，待定的补上数字。"
    )
    assert files(tmp_path) == ["青山县.xlsx"]
    assert run("summarize", path, *outputs).code == 1
    assert files(tmp_path) == ["总结.docx", "总结.json", "总结.txt", "青山县.xlsx"]


def test_an_explained_doubt_is_not_open(book, run, outputs, tmp_path):
    path = book(矛盾纠纷排查=EXPLAINED)
    checked = run("check", path)
    assert checked.code == 0
    assert "（已说明）\n" in checked.out
    assert run("summarize", path, "--final", *outputs).code == 0
    assert "草稿" not in (tmp_path / "总结.txt").read_text(encoding="utf-8")


def test_facts_and_indicators_are_0_even_where_something_is_wrong(book, run):
    path = book(调解成功=WRONG)
    assert [run(command, path).code for command in ("facts", "indicators")] == [0, 0]


def test_an_empty_workbook_has_nothing_to_say(run, tmp_path):
    assert run("new", "空白.xlsx").code == 0
    assert run("check", "空白.xlsx").code == 1
    assert run("summarize", "空白.xlsx", "--text", "总结.txt").complaint.startswith(
        "表里还没有可写的内容"
    )
    assert files(tmp_path) == ["空白.xlsx"]


# ------------------------------------------------------------------ outputs


def test_a_draft_says_so_in_every_output(sample, run, outputs, tmp_path):
    done = run("summarize", sample, *outputs)
    assert (done.code, done.out) == (1, "")
    for name in ("总结.txt", "总结.docx", "总结.json"):
        assert f"已写“{tmp_path / name}”（草稿）。\n" in done.err
    text = (tmp_path / "总结.txt").read_text(encoding="utf-8")
    assert text.startswith("【草稿·未经审核】\n麻阳苗族自治县司法局2022年上半年工作总结\n")
    word = Document(str(tmp_path / "总结.docx"))
    assert f"【{word.sections[0].header.paragraphs[0].text}】" == DRAFT_MARK
    shape = json.loads((tmp_path / "总结.json").read_text(encoding="utf-8"))
    assert shape["is_draft"] is True


def test_text_word_and_json_hold_the_same_words(book, run, outputs, tmp_path):
    assert run("summarize", book(), *outputs).code == 0
    text = (tmp_path / "总结.txt").read_text(encoding="utf-8")
    word = Document(str(tmp_path / "总结.docx"))
    shape = json.loads((tmp_path / "总结.json").read_text(encoding="utf-8"))
    assert text.splitlines() == [paragraph.text for paragraph in word.paragraphs]
    assert text.splitlines() == [paragraph["text"] for paragraph in shape["paragraphs"]]
    assert "草稿" not in text + word.sections[0].header.paragraphs[0].text
    assert shape["is_draft"] is False


def test_without_an_output_the_text_is_printed_and_the_lists_stand_apart(book, run, golden):
    path = book(矛盾纠纷排查=DOUBTFUL, 驻所调解案件=3)
    done = run("summarize", path)
    golden("命令-summarize.txt", f"{done.out}\n======== 另行提示\n{done.err}")
    assert run("summarize", path, "--draft", "市局稿") == done
    assert "简报" not in done.out


def test_each_draft_is_another_text(sample, run):
    texts = [run("summarize", sample, "--draft", d).out for d in ("市局稿", "政法委稿", "简报")]
    assert sorted(texts, key=len, reverse=True) == texts
    assert len(set(texts)) == 3


def test_what_check_prints(book, run, golden):
    path = book(矛盾纠纷排查=EXPLAINED, 调解成功=WRONG, 驻所调解案件='{ "本期" = "3件" }')
    golden("命令-check.txt", run("check", path).out)


def test_what_indicators_and_facts_print(book, run):
    path = book(涉及金额='{ "本期" = 60.5, "概数" = "约" }')
    rate = "人民调解.调解成功率：99.5%（调解成功÷受理纠纷〔可改按调结纠纷〕×100%）"
    assert rate in run("indicators", path).out.splitlines()
    assert "行政应诉.败诉率：—（败诉÷审结应诉案件×100%）" in run("indicators", path).out
    facts = run("facts", path).out.splitlines()
    assert "人民调解.受理纠纷：200件　人民调解!C7" in facts
    assert "人民调解.涉及金额：约60.5万元　人民调解!C15" in facts
    assert "人民调解.书面协议：（空）　人民调解!C11" in facts


def test_an_extension_may_be_written_large(book, run, tmp_path):
    assert run("new", "新.XLSX").code == 0
    assert run("summarize", book(), "--word", "总结.DOCX").code == 0
    assert files(tmp_path) == ["总结.DOCX", "新.XLSX", "青山县.xlsx"]


def test_an_old_output_is_backed_up_and_told(book, run, outputs, tmp_path):
    path = book()
    for name in ("总结.txt", "总结.docx", "总结.json"):
        (tmp_path / name).write_bytes(b"mine")
    done = run("summarize", path, *outputs)
    assert done.code == 0
    assert done.err.count("原来的文件备份为“") == 3
    assert [old.read_bytes() for old in (tmp_path / "备份").iterdir()] == [b"mine"] * 3


def test_an_old_workbook_is_backed_up_and_told(run, tmp_path):
    (tmp_path / "新.xlsx").write_bytes(b"mine")
    done = run("new", "新.xlsx")
    (backup,) = (tmp_path / "备份").iterdir()
    assert (done.code, backup.read_bytes()) == (0, b"mine")
    assert done.err == f"原来的文件备份为“备份/{backup.name}”。\n"


def test_no_output_is_written_when_one_of_them_cannot_be(book, run, outputs, tmp_path):
    path = book()
    (tmp_path / "总结.txt").write_bytes(b"mine")
    (tmp_path / ".~lock.总结.json#").write_bytes(b"")
    assert run("summarize", path, *outputs).complaint.startswith("“总结.json”正在")
    assert files(tmp_path) == [".~lock.总结.json#", "总结.txt", "青山县.xlsx"]
    assert (tmp_path / "总结.txt").read_bytes() == b"mine"


def test_the_workbook_itself_is_never_changed(sample, sample_bytes, run, outputs):
    for command in READERS:
        run(command, sample)
    run("summarize", sample, *outputs)
    assert sample.read_bytes() == sample_bytes
    assert files(sample.parent) == [sample.name]


@pytest.fixture
def odd(run, tmp_path: Path) -> Path:
    """A workbook with a line break as pasted from Word, and with half a character, in 举措."""
    fill = tmp_path / "填表.toml"
    fill.write_text(
        '["首页"]\n"单位全称" = "青山县司法局"\n"单位简称" = "县司法局"\n"年份" = 2022\n'
        '[["人民调解"."举措"]]\n"正文" = "上门断行调解坏字送法。"\n',
        encoding="utf-8",
    )
    assert run("new", "整.xlsx", "--fill", fill).code == 0
    path = tmp_path / "怪.xlsx"
    with zipfile.ZipFile(tmp_path / "整.xlsx") as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            text = text.replace("断行".encode(), b"_x000B_").replace("坏字".encode(), b"_xD800_")
            target.writestr(name, text)
    return path


def test_odd_characters_stop_nothing(run, odd, tmp_path):
    done = run("summarize", odd, "--text", "一.txt", "--word", "一.docx", "--json", "一.json")
    assert done.code == 1, done.err
    text = (tmp_path / "一.txt").read_text(encoding="utf-8")
    assert re.search(r"上门\s调解_xD800_送法。", text)
    assert json.loads((tmp_path / "一.json").read_text(encoding="utf-8"))
    printed = run("summarize", odd, apart=True)
    assert printed.out.splitlines() == text.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_no_text_is_written_and_told(run, tmp_path):
    name = os.fsdecode(b"\xff.xlsx")
    assert run("new", name, apart=True) == (0, "已生成“?.xlsx”。\n", "")
    assert (tmp_path / name).is_file()


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("sumarize x", "没有“sumarize”这个命令，是不是“summarize”。请用 sifa-xl --help"),
        ("查错 x", "没有“查错”这个命令。请用 sifa-xl --help"),
        ("--chek", "没有“--chek”这个选项，是不是“--help”。请用 sifa-xl --help"),
        ("--version=3", "“--version”后面不用写内容。请用 sifa-xl --help"),
        ("check", "缺少“工作簿”。请用 sifa-xl check --help"),
        ("new", "缺少“新工作簿”。请用 sifa-xl new --help"),
        ("check x --jsn", "没有“--jsn”这个选项，是不是“--json”。请用 sifa-xl check --help"),
        ("check x -z", "没有“-z”这个选项。请用 sifa-xl check --help"),
        ("check x y", "多出了“y”。请用 sifa-xl check --help"),
        ("check --json=3 x", "“--json”后面不用写内容。请用 sifa-xl check --help"),
        ("doctor x", "多出了“x”。请用 sifa-xl doctor --help"),
        ("summarize x --text", "“--text”后面缺少内容。请用 sifa-xl summarize --help"),
    ],
)
def test_a_command_written_wrongly_is_told_in_one_line(run, typed, told):
    assert run(*typed.split()).complaint == f"命令写法不对：{told} 查看写法。"


def test_a_usage_problem_of_another_kind_is_told_too(monkeypatch, run):
    def refuse(*_: object) -> None:
        raise usage._USAGE_PROBLEM("Invalid value")

    monkeypatch.setattr(usage.typer.core.TyperCommand, "parse_args", refuse)
    assert run("check", "x").complaint == (
        "命令写法不对：有一项内容不合要求。请用 sifa-xl check --help 查看写法。"
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("没有.xlsx", None, "找不到文件“没有.xlsx”"),
        ("空的.xlsx", b"", "空的.xlsx"),
        ("表.xlsx", "单位,数\n甲,1\n".encode("gbk"), "表.xlsx"),
        ("表.csv", b"a,b\n1,2\n", "表.csv"),
        ("坏.xlsx", b"PK\x03\x04" + bytes(300), "坏.xlsx"),
    ],
)
@pytest.mark.parametrize("command", READERS)
def test_a_bad_file_is_told_in_one_line(run, tmp_path, command, name, content, told):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert told in run(command, name).complaint


@pytest.mark.parametrize("command", READERS)
def test_a_workbook_that_is_not_ours_and_a_folder_are_told(run, tmp_path, command):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "别的.xlsx") as other:
        other.add_worksheet("工资").write("A1", 1)
    assert "不是司法行政工作总结的工作簿" in run(command, "别的.xlsx").complaint
    (tmp_path / "文件夹.xlsx").mkdir()
    assert "“文件夹.xlsx”不是普通文件" in run(command, "文件夹.xlsx").complaint


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["new", "表.xls"], "“表.xls”的扩展名不对。请写成 .xlsm（带按钮）或 .xlsx。"),
        (["new", "表"], "“表”的扩展名不对。请写成 .xlsm（带按钮）或 .xlsx。"),
        (["new", "没有/表.xlsx"], "文件夹“没有”不存在"),
        (["new", "夹.xlsx"], "“夹.xlsx”是文件夹"),
        (["new", "表.xlsx", "--fill", "没有.toml"], "找不到填表内容文件“没有.toml”"),
        (["summarize", "表", "--text", "没有/总结.txt"], "文件夹“没有”不存在"),
        (["summarize", "表", "--text", "夹.xlsx"], "“夹.xlsx”是文件夹"),
        (["summarize", "表", "--text", ""], "“.”是文件夹"),
        (["summarize", "表", "--word", "总结.doc"], "“总结.doc”的扩展名不对。请写成 .docx。"),
        (["summarize", "表", "--text", "表"], "不能把总结写到工作簿“青山县.xlsx”自己身上"),
        (["summarize", "表", "--json", "./夹.xlsx/../青山县.xlsx"], "自己身上"),
        (["summarize", "表", "--json", "硬链接.xlsx"], "自己身上"),
        (["summarize", "表", "--text", "一", "--json", "./一"], "有两个输出都叫“一”"),
        (["summarize", "表", "--text", "一", "--json", "夹.xlsx/../一"], "有两个输出都叫“一”"),
        (["summarize", "表", "--draft", "省厅稿"], "没有“省厅稿”这种稿。请从市局稿、"),
        (["summarize", "表", "--templates", "没有"], "找不到模板文件夹“没有”"),
        (["check", "表", "--templates", "没有"], "找不到模板文件夹“没有”"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line_and_nothing_is_written(
    book, run, tmp_path, typed, told
):
    path = book()
    (tmp_path / "夹.xlsx").mkdir()
    os.link(path, tmp_path / "硬链接.xlsx")
    arguments = [
        str(path) if argument == "表" and typed[0] != "new" else argument for argument in typed
    ]
    assert told in run(*arguments).complaint
    assert files(tmp_path) == ["硬链接.xlsx", "青山县.xlsx"]


def test_a_link_that_leads_to_itself_is_told(book, run, tmp_path):
    (tmp_path / "圈").symlink_to(tmp_path / "圈")
    assert "不是普通文件" in run("summarize", book(), "--text", "圈").complaint


def test_a_place_where_nothing_may_be_written_is_told(book, run, tmp_path, monkeypatch):
    path, real = book(), Path.open

    def refuse(self: Path, mode: str = "r", *more: object, **named: object) -> object:
        if "x" in mode:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self, mode, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    complaint = run("summarize", path, "--text", "总结.txt").complaint
    assert complaint == (
        "写不进“总结.txt”，没有写任何文件：没有写权限，或文件正被别的程序占用。"
        "请关闭占用它的程序，或换一个位置。"
    )


def test_a_template_of_the_bureau_that_is_wrong_is_told(book, run, tmp_path):
    own = tmp_path / "模板"
    own.mkdir()
    (own / "人民调解.jinja").write_text("{{ 没有的数 }}", encoding="utf-8")
    assert "人民调解.jinja" in run("summarize", book(), "--templates", own).complaint


def test_a_fault_of_ours_writes_a_log_and_no_output(book, run, state, tmp_path, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ValueError(SECRET)

    path = book()
    monkeypatch.setattr("sifa_xl.outputs.summary_shape", fail)
    complaint = run("summarize", path, "--text", "总结.txt", "--json", "总结.json").complaint
    (log,) = state.glob("错误日志-*")
    assert f"请把日志“{log}”发给维护人员" in complaint
    assert SECRET not in complaint + log.read_text(encoding="utf-8")
    assert not (tmp_path / "总结.txt").exists()


@pytest.mark.parametrize("option", ["--text", "--json"])
def test_a_plain_text_is_not_written_over_an_office_file(book, run, tmp_path, option):
    other = tmp_path / "别的.xlsx"
    other.write_bytes(b"filled")
    assert run("summarize", book(), option, other).complaint == (
        "“别的.xlsx”要写的是文本，扩展名不对。请写成 .txt 或 .json。"
    )
    assert other.read_bytes() == b"filled"


def test_a_number_in_prose_that_nobody_ticked_keeps_the_final_from_being_written(run, tmp_path):
    plans = sample_plans()
    cell = f"人民调解!G{addresses(line_named('人民调解')).measures_title + 2}"
    type_in(plans, cell, "组织培训37场。")
    path = saved(plans, tmp_path / "样例.xlsx")
    complaint = run("summarize", path, "--final", "--text", "总结.txt").complaint
    assert "请核实9项没有处理，文字里的" in complaint
    assert cell in complaint
    assert not (tmp_path / "总结.txt").exists()


@pytest.mark.parametrize(
    ("fill", "named"),
    [
        ("a = 1", "a"),
        ("['公证']\n'数据' = 3", "公证·数据"),
        ("['公证'.'数据']\n'办理公证' = { '本期' = [1, 2] }", "公证·数据"),
        ("['首页']\n'年份' = [2022]", "首页·年份"),
    ],
)
def test_a_filling_of_another_shape_is_refused_by_its_place(run, tmp_path, fill, named):
    (tmp_path / "填.toml").write_text(fill, encoding="utf-8")
    complaint = run("new", "新.xlsx", "--fill", "填.toml").complaint
    assert complaint == f"填表内容文件“填.toml”里的“{named}”写法不对。请按样例的写法改正。"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('["首页"]\n"单位全程" = "某局"', "首页“单位全程”（是不是“单位全称”？）"),
        ('["人民条解"."数据"]\n"受理纠纷" = { "本期" = 1 }', "“人民条解”（是不是“人民调解”？）"),
        (
            '["人民调解"."数据"]\n"受理纠分" = { "本期" = 1 }',
            "人民调解·数据“受理纠分”（是不是“受理纠纷”？）",
        ),
        (
            '["人民调解"."数据"]\n"受理纠纷" = { "本其" = 1 }',
            "人民调解·数据·受理纠纷“本其”（是不是“本期”？）",
        ),
        ('[["人民调解"."举措"]]\n"正问" = "话"', "人民调解·举措“正问”（是不是“正文”？）"),
    ],
)
def test_a_filling_with_names_that_the_workbook_lacks_is_refused(run, tmp_path, content, named):
    (tmp_path / "填.toml").write_text(content, encoding="utf-8")
    assert run("new", "表.xlsx", "--fill", "填.toml").complaint == (
        f"填表内容文件里有工作簿放不下的内容：{named}。没有写任何文件。请改正或删去它们。"
    )
    assert not (tmp_path / "表.xlsx").exists()


def test_a_table_grows_with_its_filling(run, tmp_path):
    rows = "".join(
        f'[["人民调解"."补充数据"]]\n"指标" = "甲{n}"\n"本期" = {n}\n' for n in range(1, 22)
    )
    (tmp_path / "填.toml").write_text(rows, encoding="utf-8")
    assert run("new", "表.xlsx", "--fill", "填.toml").code == 0
    extras = jobs.open_workbook(tmp_path / "表.xlsx").filled.lines["MD"].extras
    assert [extra.now.value for extra in extras] == list(range(1, 22))


def test_a_row_that_no_table_takes_is_named():
    fill = Fill({"人民调解": {"举措": [{"正文": "甲"}, {"正文": "乙"}]}})
    fill.rows("人民调解", "举措")[0].get("正文")
    with pytest.raises(FileProblem, match="人民调解·举措的第2行"):
        fill.refuse_unknown()


def test_one_filling_serves_the_workbook_with_macros_and_the_one_without(run, tmp_path):
    (tmp_path / "填.toml").write_text('["首页"]\n"生成稿种" = "简报"', encoding="utf-8")
    for name in ("表.xlsx", "表.xlsm"):
        assert run("new", name, "--fill", "填.toml").code == 0
    assert not (tmp_path / "新.xlsx").exists()


def test_ctrl_c_ends_with_a_sentence(book, run, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    path = book()
    monkeypatch.setattr(jobs, "open_workbook", interrupt)
    assert run("check", path).complaint == "已停止，没有写任何文件。"


# ------------------------------------------------------------------ help


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS)])
def test_help_is_chinese(run, command):
    done = run(*command, "--help")
    assert (done.code, done.err) == (0, "")
    words = set(re.findall(r"(?<![-\w.])[A-Za-z]{3,}", done.out))
    names = {"JSON", "Word", "TOML", "Python", "Windows", "Linux", "ZIP", "zip", "wheel", "CSV"}
    assert words <= {"sifa", *COMMANDS, *names}
    assert done.out.startswith("用法：sifa-xl ")
    assert "显示这份说明\n" in done.out


def test_help_pages_as_they_are(run, golden):
    pages = [run(*command, "--help").out for command in ([], *([name] for name in COMMANDS))]
    golden("命令说明.txt", "\n".join(pages))


def test_every_command_and_option_says_what_it_is_for(run):
    for command in ([], *([name] for name in COMMANDS)):
        rows = re.findall(r"^  (.*)$", run(*command, "--help").out, re.MULTILINE)
        assert rows
        assert all(re.search(r" {2,}\S*[\u4e00-\u9fff]", row) for row in rows), command


def test_no_command_shows_the_help_and_says_that_nothing_was_done(run):
    done = run()
    assert (done.code, done.out) == (2, run("--help").out)
    assert done.err == "没有写命令，什么也没有做。请从上面的命令里选一个。\n"


def test_the_version(run):
    assert run("--version") == (0, "sifa-xl 0.1.0\n", "")


# ------------------------------------------------------------------ doctor


def test_doctor_finds_this_machine_in_order(run):
    done = run("doctor")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "sifa-xl 0.1.0"
    assert [line for line in lines[1:] if line[:2] not in ("✓　", "·　")] == []
    assert "hypothesis" not in done.out  # only developers need it
    for name in ("python-docx", "python-calamine", "typer"):
        assert re.search(rf"^✓　{name} \d", done.out, re.MULTILINE)
    assert f"✓　能读工作簿和模板（{len(shipped_lines())}条业务线）" in lines


def test_doctor_says_what_is_missing_and_what_to_do(run, tmp_path, monkeypatch):
    versions = {"typer": "0.2", "pydantic": "2.10.1rc1"}
    monkeypatch.setattr("sifa_xl.doctor.version", lambda name: versions.get(name) or missing(name))
    monkeypatch.setattr(shipped, "folder", lambda name: tmp_path / name)
    monkeypatch.setattr("sifa_xl.doctor.LEAST_SPACE_MB", 10**9)
    out = run("doctor").out
    assert "✗　typer 0.2 太旧，请装 0.12.4 或更新的\n" in out
    assert "✓　pydantic 2.10.1rc1\n" in out
    assert "✗　缺少 pandas，请重新安装 sifa-xl\n" in out
    assert f"✗　随带的文件夹 {tmp_path / 'templates'} 不见了，请重新安装 sifa-xl\n" in out
    assert "✗　试读空白母版和模板不成：找不到文件" in out
    assert "✗　磁盘只剩 " in out


def missing(name: str) -> str:
    from importlib.metadata import PackageNotFoundError

    raise PackageNotFoundError(name)


def test_doctor_tells_a_template_that_is_wrong_and_a_folder_that_is_empty(
    run, tmp_path, monkeypatch
):
    real = shipped.folder
    shutil.copytree(real("templates"), tmp_path / "templates")
    shutil.copytree(real("workbooks"), tmp_path / "workbooks")
    (tmp_path / "macros").mkdir()
    (tmp_path / "templates" / "人民调解.jinja").write_text("{{ 没有的数 }}", encoding="utf-8")
    monkeypatch.setattr(shipped, "folder", lambda name: tmp_path / name)
    wrong = [line for line in run("doctor").out.splitlines() if line.startswith("✗")]
    assert wrong[0] == f"✗　随带的文件夹 {tmp_path / 'macros'} 不见了，请重新安装 sifa-xl"
    assert wrong[1].startswith("✗　试读空白母版和模板不成：模板“人民调解.jinja”")
    assert len(wrong) == 2


def test_doctor_tells_a_program_that_is_not_installed(run, monkeypatch):
    monkeypatch.setattr("sifa_xl.doctor.requires", missing)
    assert "✗　sifa-xl 没有安装好，请重新安装\n" in run("doctor").out


def test_doctor_tells_a_folder_that_takes_no_file(run, monkeypatch):
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert run("doctor").out.count(" 不能写，请") == 2


def test_doctor_imports_nothing_heavy():
    heavy = ("pandas", "numpy", "xlwings", "docx", "xlsxwriter", "openpyxl", "python_calamine")
    script = (
        "import sys; from sifa_xl.cli import run; code = run(['doctor']);"
        f"print('heavy:', [name for name in {heavy} if name in sys.modules], code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "heavy: [] 0"


# ------------------------------------------------------------------ as a process of its own


def test_the_command_on_its_own_speaks_utf_8_whatever_the_console(sample, run, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "gbk")
    here, apart = run("check", sample, "--json"), run("check", sample, "--json", apart=True)
    assert here == apart
    assert here.code == 1


def test_a_refusal_of_the_command_on_its_own_is_one_line(run):
    assert run("check", "没有.xlsx", apart=True).complaint.startswith("找不到文件“没有.xlsx”")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("typed", ["--version", "--help", "doctor", "facts 样例"])
def test_a_screen_that_takes_no_more_is_told_in_one_line(sample, typed):
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    arguments = [str(sample) if word == "样例" else word for word in typed.split()]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sifa_xl.cli", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=kept,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode() == f"{usage.UNPRINTED}\n"


def test_the_entry_point_hands_over_the_code(monkeypatch, sample):
    monkeypatch.setattr(sys, "argv", ["sifa-xl", "check", str(sample)])
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 1


def test_the_command_is_installed_under_its_name():
    from importlib.metadata import entry_points

    (point,) = entry_points(group="console_scripts", name="sifa-xl")
    entry: Callable[[], None] = point.load()
    assert entry is cli.main
