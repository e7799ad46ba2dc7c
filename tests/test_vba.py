"""The project of macros: what olevba and olefile read back, and what the guards refuse."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO

import olefile
import pytest
from oletools.olevba import VBA_Parser, decompress_stream

from sifa_xl import shipped
from sifa_xl.actions import ACTIONS
from sifa_xl.book.compound_file import compound_file
from sifa_xl.book.macro_guards import guard_calls, guard_modules, guard_sheets
from sifa_xl.book.macros import (
    ACTIONS_FILE,
    actions_module,
    macro_modules,
    macro_project,
    xlwings_source,
)
from sifa_xl.book.plan import Button, SheetPlan
from sifa_xl.book.vba_compression import compress
from sifa_xl.book.vba_project import Module, ModuleKind, vba_project
from sifa_xl.book.vba_source import parse_module, procedures
from sifa_xl.errors import DefinitionProblem

MACROS = shipped.folder("macros")
HIDDEN = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}  # free, no password, visible
PLANS = [SheetPlan("首页", "HOME"), SheetPlan("人民调解", "MD")]


def module(source: str, name: str = "Some") -> Module:
    return Module(name, source)


def read_back(project: bytes) -> dict[str, str]:
    parser = VBA_Parser("vbaProject.bin", data=project)
    return {name.rpartition(".")[0]: text for _, _, name, text in parser.extract_macros()}


def uncovered(digits: str, project_id: str) -> bytes:
    """What a value of the stream PROJECT hides ([MS-OVBA] 2.4.3.3)."""
    hidden = bytes.fromhex(digits)
    seed, version, key = hidden[0], hidden[0] ^ hidden[1], hidden[0] ^ hidden[2]
    assert (version, key) == (2, sum(project_id.encode()) % 256)
    before, shown = key, bytearray()
    for number in range(3, len(hidden)):
        before = hidden[number] ^ ((hidden[number - 2] + before) % 256)
        shown.append(before)
    ignored = (seed & 6) // 2
    length = int.from_bytes(shown[ignored : ignored + 4], "little")
    content = bytes(shown[ignored + 4 :])
    assert len(content) == length
    return content


def test_olevba_reads_every_module_as_its_source_says():
    modules = macro_modules(PLANS)
    found = read_back(macro_project(PLANS))
    assert found == {each.name: each.text for each in modules}
    assert {"ThisWorkbook", "SheetHOME", "SheetMD", "Actions", "Launcher", "xlwings"} <= set(found)


@pytest.mark.parametrize(
    "path", [*sorted(MACROS.glob("*.bas")), xlwings_source()], ids=lambda path: path.stem
)
def test_a_module_in_the_project_is_its_file(path):
    text = read_back(macro_project(PLANS))[path.stem]
    assert text.replace("\r\n", "\n") == path.read_text(encoding="ascii").rstrip("\n") + "\n"


def test_the_code_of_the_workbook_is_that_of_its_file():
    text = read_back(macro_project(PLANS))["ThisWorkbook"].replace("\r\n", "\n")
    exported = (MACROS / "ThisWorkbook.cls").read_text(encoding="ascii")
    assert exported.endswith(text)


def test_the_actions_module_is_what_the_actions_say():
    assert (MACROS / ACTIONS_FILE).read_text(encoding="ascii") == actions_module()


def test_the_same_modules_give_the_same_bytes():
    assert macro_project(PLANS) == macro_project(PLANS)


def test_no_compiled_code_stands_in_the_project():
    with olefile.OleFileIO(BytesIO(macro_project(PLANS))) as file:
        assert file.openstream("VBA/_VBA_PROJECT").read() == b"\xcc\x61\xff\xff\x00\x00\x00"
        listed = {"/".join(path) for path in file.listdir()}
    assert not [name for name in listed if "SRP" in name]


def test_the_project_says_what_each_module_belongs_to():
    with olefile.OleFileIO(BytesIO(macro_project(PLANS))) as file:
        lines = file.openstream("PROJECT").read().decode("ascii").split("\r\n")
    assert "Document=ThisWorkbook/&H00000000" in lines
    assert "Document=SheetMD/&H00000000" in lines
    assert "Module=Launcher" in lines


def test_sheets_are_documents_for_the_compiler_too():
    with olefile.OleFileIO(BytesIO(macro_project(PLANS))) as file:
        listed = bytes(decompress_stream(bytearray(file.openstream("VBA/dir").read())))
    ends = [listed.count(bytes([kind, *bytes(5), 0x2B, *bytes(5)])) for kind in (0x21, 0x22)]
    modules = macro_modules(PLANS)
    assert ends == [len(modules) - 1 - len(PLANS), 1 + len(PLANS)]


def test_a_build_asks_every_guard():
    button = Button(1, 2, "点我", "PressNothing", 90, 28)
    for plan in (SheetPlan("草稿", ""), SheetPlan("甲", "MD", buttons=[button])):
        with pytest.raises(DefinitionProblem):
            macro_project([plan])


def test_the_project_is_neither_locked_nor_hidden():
    with olefile.OleFileIO(BytesIO(macro_project(PLANS))) as file:
        text = file.openstream("PROJECT").read().decode("ascii")
    said = dict(line.split("=", 1) for line in text.split("\r\n") if line.count("=") == 1)
    shown = {key: uncovered(said[key].strip('"'), said["ID"].strip('"')) for key in HIDDEN}
    assert shown == HIDDEN


@pytest.mark.parametrize(
    "size", [0, 1, 2, 63, 64, 65, 4095, 4096, 4097, 9000, *range(31_000, 34_000, 256), 70_000]
)
def test_a_stream_of_any_length_is_read_back(size):
    content = random.Random(size).randbytes(size)
    file = compound_file({"inner": {"a": content, "bb": b"x"}, "outer": content[::-1]})
    assert len(file) % 512 == 0
    with olefile.OleFileIO(BytesIO(file), raise_defects=olefile.DEFECT_UNSURE) as read:
        assert read.openstream("inner/a").read() == content
        assert read.openstream("outer").read() == content[::-1]
        assert read.parsing_issues == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 40, 300])
def test_every_stream_of_many_is_found(count):
    streams = {f"{number}x" * 2: str(number).encode() for number in range(count)}
    with olefile.OleFileIO(BytesIO(compound_file(dict(streams)))) as read:
        assert {path[0]: read.openstream(path).read() for path in read.listdir()} == streams


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 8, 40, 300])
def test_the_names_stand_in_a_red_black_tree_in_their_order(count):
    streams = {f"{'sS'[number % 2]}{number}" + "x" * (number % 7): b"" for number in range(count)}
    with olefile.OleFileIO(BytesIO(compound_file(dict(streams)))) as read:
        rows = read.direntries
        names, _ = walk(rows, read.root.sid_child)
    assert names == sorted(streams, key=lambda name: (len(name), name.upper()))


def walk(rows, number):
    """The names below a row of the directory in order, and how many black ones a way down has."""
    if number == olefile.NOSTREAM:
        return [], 1
    row = rows[number]
    below = [rows[each] for each in (row.sid_left, row.sid_right) if each != olefile.NOSTREAM]
    assert row.color == 1 or all(each.color == 1 for each in below)  # no red below red
    (left, blacks), (right, others) = walk(rows, row.sid_left), walk(rows, row.sid_right)
    assert blacks == others
    return [*left, row.name, *right], blacks + row.color


@pytest.mark.parametrize("name", ["", "x" * 32])
def test_a_name_that_no_stream_may_have_is_refused(name):
    with pytest.raises(ValueError, match="not a name"):
        compound_file({name: b""})


@pytest.mark.parametrize("seed", range(12))
def test_compressed_text_is_what_it_was(seed):
    chance = random.Random(seed)
    letters = "ab\r\n" if seed % 2 else "abcdefghijklmnop =()\r\n"
    text = "".join(chance.choices(letters, k=chance.choice([1, 15, 17, 4096, 4097, 12_000])))
    assert decompress_stream(bytearray(compress(text.encode()))) == text.encode()


def test_a_whole_chunk_that_cannot_be_compressed_is_kept_as_it_is():
    content = random.Random(1).randbytes(4096)
    assert decompress_stream(bytearray(compress(content))) == content


def test_a_short_chunk_that_cannot_be_compressed_is_refused():
    with pytest.raises(ValueError, match="no source text"):
        compress(random.Random(1).randbytes(4000))


def test_procedures_are_found_with_their_arguments():
    source = (
        "Public Sub One()\nEnd Sub\nPrivate Function Two(a, _\n  ByVal b As Long) As Long\n"
        "End Function\nSub Three(control As IRibbonControl)\nEnd Sub\n' Sub Four()\n"
    )
    found = [(p.name, p.arguments, p.is_public, p.is_sub) for p in procedures(module(source))]
    assert found == [("One", 0, True, True), ("Two", 2, False, False), ("Three", 1, True, True)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('Sub Go()\nMsgBox "好"\nEnd Sub', "Some第3行有中文或全角字符：MsgBox"),
        (f"' {'x' * 1022}", "Some第2行有1024个字符，最多1023个"),
        ("Sub Btn1()\nEnd Sub", "“Btn1”的名字像单元格地址"),
        ("Sub SUM2024()\nEnd Sub", "“SUM2024”的名字像单元格地址"),
        ("Private Function R1C1()\nEnd Function", "“R1C1”的名字像单元格地址"),
        ("Sub rc()\nEnd Sub", "“rc”的名字像单元格地址"),
        ("Sub C()\nEnd Sub", "“C”的名字像单元格地址"),
        ("Sub some()\nEnd Sub", "“some”与一个模块同名"),
        ("Sub other()\nEnd Sub", "“other”与一个模块同名"),
        ("Sub Same()\nEnd Sub", "“same”在Some和Other里都有"),
    ],
)
def test_a_source_that_excel_would_not_take_is_refused(source, words):
    with pytest.raises(DefinitionProblem, match=words):
        guard_modules([module(source), module("Sub Same()\nEnd Sub", "Other")])


@pytest.mark.parametrize(
    "source", [f"' {'x' * 1021}", "Sub Check()\nEnd Sub", "Private Sub Same()\nEnd Sub"]
)
def test_a_source_that_excel_takes_is_not_refused(source):
    guard_modules([module(source), module("Sub Same()\nEnd Sub", "Other")])


def test_two_modules_of_one_name_are_refused():
    with pytest.raises(DefinitionProblem, match="两个宏模块都叫“some”"):
        guard_modules([module(""), module("", "SOME")])


def test_a_source_in_another_encoding_is_refused(tmp_path, monkeypatch):
    for path in MACROS.glob("*.*s"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "Gbk.bas").write_bytes("' 好".encode("gbk"))
    monkeypatch.setattr("sifa_xl.book.macros.shipped.folder", lambda name: tmp_path)
    with pytest.raises(DefinitionProblem, match="Gbk第2行有中文或全角字符"):
        macro_project(PLANS)


@pytest.mark.parametrize(
    ("plans", "words"),
    [
        ([SheetPlan("草稿", "")], "“草稿”表没有代码名"),
        ([SheetPlan("草稿", "草")], "“草稿”表的代码名“Sheet草”宏里不能用"),
        ([SheetPlan("草稿", "X" * 27)], "宏里不能用"),
        ([SheetPlan("甲", "MD"), SheetPlan("乙", "md")], "代码名都是“sheetmd”：甲、乙"),
    ],
)
def test_a_sheet_without_a_code_name_of_its_own_is_refused(plans, words):
    with pytest.raises(DefinitionProblem, match=words):
        guard_sheets(plans)


@pytest.mark.parametrize(
    ("macro", "words"),
    [
        ("PressNothing", "“甲”表的按钮“点我”要运行的宏“PressNothing”不存在"),
        ("RibbonCheck", "“RibbonCheck”应有0个参数，现在有1个"),
        ("SifaMacros", "“SifaMacros”不存在"),  # a function is no macro
        ("Quoted", "“Quoted”不存在"),  # and a private Sub is none either
    ],
)
def test_a_button_without_its_macro_is_refused(macro, words):
    plan = SheetPlan("甲", "MD", buttons=[Button(1, 2, "点我", macro, 90, 28)])
    with pytest.raises(DefinitionProblem, match=words):
        guard_calls([plan], macro_modules([plan]))


def test_an_action_without_its_ribbon_macro_is_refused():
    strange = replace(ACTIONS[0], key="fly", caption="飞")
    with pytest.raises(DefinitionProblem, match="功能区的“飞”要运行的宏“RibbonFly”不存在"):
        guard_calls(PLANS, macro_modules(PLANS), [strange])


def test_a_ribbon_macro_without_the_control_is_refused():
    modules = [module("Public Sub RibbonCheck()\nEnd Sub")]
    with pytest.raises(DefinitionProblem, match="“RibbonCheck”应有1个参数，现在有0个"):
        guard_calls([], modules, ACTIONS[:1])


def test_the_heading_of_an_exported_class_is_dropped_and_its_name_kept():
    text = 'VERSION 1.0 CLASS\r\nBEGIN\r\nEND\r\nAttribute VB_Name = "Me1"\r\nOption Explicit\r\n'
    found = parse_module(text, ModuleKind.WORKBOOK)
    assert (found.name, found.source.strip()) == ("Me1", "Option Explicit")
    assert "Attribute VB_PredeclaredId = True\r\n" in found.text
    assert read_back(vba_project([found])) == {"Me1": found.text}
