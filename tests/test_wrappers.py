"""The macros behind the functions: generated from the signatures, ASCII, callable by xlwings."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Optional

import pytest
from pydantic import BaseModel
from xlwings import conversion

from sifa_xl import shipped
from sifa_xl.cell_functions import CELL_FUNCTIONS, LONGEST_HELP, help_rows
from sifa_xl.errors import DefinitionProblem
from sifa_xl.excel import udfs
from sifa_xl.excel.wrappers import FILE, PLAIN_HINTS, check_hints, wrapper_source, write
from sifa_xl.settings import LIVE_NAME, YES
from tests.books import sheet
from tests.value2 import macro_plans

MACROS = shipped.folder("macros")
OURS = ("Udfs.bas", "FunctionHelp.bas", "LiveRows.bas")


class Model(BaseModel):
    """A hint that xlwings has no converter for."""


def source(name: str) -> str:
    return (MACROS / name).read_text(encoding="ascii")


# --- generated ----------------------------------------------------------------------------------


def test_the_committed_wrappers_are_those_of_the_signatures():
    assert source(FILE) == wrapper_source(), "python -m sifa_xl.excel.wrappers"


def test_writing_them_twice_gives_the_same_bytes(tmp_path):
    assert write(tmp_path).read_bytes() == (MACROS / FILE).read_bytes()


@pytest.mark.parametrize("name", OURS)
def test_the_macros_are_ascii_and_their_lines_fit_the_editor(name):
    lines = source(name).splitlines()
    assert lines[0] == f'Attribute VB_Name = "{name.removesuffix(".bas")}"'
    assert "Option Explicit" in lines
    assert max(map(len, lines)) < 1000


@pytest.mark.parametrize("name", OURS)
def test_no_public_name_of_a_macro_reads_as_a_cell_or_a_module(name):
    names = re.findall(r"^Public (?:Sub|Function) (\w+)", source(name), re.MULTILINE)
    assert names
    assert not [each for each in names if re.fullmatch(r"[A-Za-z]{1,3}\d+", each)]
    assert not {f"{each}.bas" for each in names} & set(OURS)


def test_every_function_has_its_wrapper_and_its_optional_arguments():
    text = source(FILE)
    for each in CELL_FUNCTIONS:
        assert text.count(f"Public Function {each.name}(") == 1
    assert "SifaChange(current As Variant, previous As Variant, Optional unit As Variant" in text
    assert text.count('    If IsMissing(unit) Then unit = ""\n') == 3
    assert "SifaCheck(sheet As Variant, ParamArray blocks() As Variant) As Variant" in text


def test_values_go_to_python_and_no_range_does():
    calls = re.findall(r"Array\((.*)\)\)", source(FILE))
    assert calls
    for call in calls:
        assert re.fullmatch(r"ValueOf\(\w+\)(, ValueOf\(\w+\))*", call)


# --- type hints ---------------------------------------------------------------------------------


def hinted(hint: Any, *, is_answer: bool) -> Callable[..., Any]:
    def function(value):  # type: ignore[no-untyped-def]
        return value

    function.__annotations__ = {"return" if is_answer else "value": hint}
    return function


@pytest.mark.parametrize("is_answer", [False, True])
@pytest.mark.parametrize("hint", [*PLAIN_HINTS, list[list[Any]]], ids=str)
def test_plain_hints_are_let_pass_and_xlwings_knows_them(hint, is_answer):
    check_hints({"rate": hinted(hint, is_answer=is_answer)})
    top = getattr(hint, "__origin__", hint)
    assert hasattr(conversion.accessors.get(top, top), "router")


@pytest.mark.parametrize("is_answer", [False, True])
@pytest.mark.parametrize(
    "hint",
    [float | None, Optional[float], str | float, object, Decimal, Model, Callable],  # noqa: UP045
    ids=str,
)
def test_hints_that_break_every_call_are_refused(hint, is_answer):
    top = getattr(hint, "__origin__", None) or hint
    converter = conversion.accessors.get(top, top)
    assert not hasattr(converter, "router"), "xlwings would take it"
    with pytest.raises(DefinitionProblem, match=r"rate的(返回值|参数value)的类型标注"):
        check_hints({"rate": hinted(hint, is_answer=is_answer)})


@pytest.mark.parametrize("hint", [date, dict, tuple, Sequence[Any]], ids=str)
def test_hints_that_convert_something_else_than_plain_values_are_refused(hint):
    with pytest.raises(DefinitionProblem):
        check_hints({"rate": hinted(hint, is_answer=False)})


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda *, value: value, "只能按位置写"),
        (lambda value=None, *rest: value, "不能既有可不填的，又有个数不定的"),
        (lambda value, caller: value, "参数名caller"),
        (lambda date: date, "参数名date"),
        (lambda prüfung: prüfung, "参数名prüfung"),
        (lambda value, unit="件": value, "默认值只能是None"),
    ],
)
def test_signatures_that_a_macro_cannot_call_are_refused(function, words):
    with pytest.raises(DefinitionProblem, match=words):
        check_hints({"rate": function})


def test_all_problems_are_told_at_once():
    functions = {name: hinted(object, is_answer=True) for name in ("rate", "change")}
    with pytest.raises(DefinitionProblem, match=r"rate的.*；change的"):
        check_hints(functions)


# --- help ---------------------------------------------------------------------------------------


def test_every_function_and_argument_has_a_help_excel_takes():
    for name, category, text, *arguments in help_rows():
        assert name.isascii()
        assert 0 < len(category) <= LONGEST_HELP
        assert 0 < len(text) <= LONGEST_HELP
        assert all(len(each) <= LONGEST_HELP for each in arguments)
    assert len({len(row) for row in help_rows()}) == 1


def test_the_help_stands_behind_its_name_on_the_hidden_sheet():
    definition = sheet(macro_plans(is_sample=False), "定义")
    assert definition.is_very_hidden
    assert definition.names["sifa_help"] == f"=定义!$E$5:$K${4 + len(CELL_FUNCTIONS)}"
    shown = [[definition.cells[row, column][0] for column in range(5, 12)] for row in range(5, 13)]
    assert shown == help_rows()
    assert 'Names("sifa_help")' in source("FunctionHelp.bas")


def test_the_rows_are_shown_by_the_switch_of_the_front_page():
    text = source("LiveRows.bas")
    assert f'Names("{LIVE_NAME}")' in text
    assert f"ChrW(&H{ord(YES):04X})" in text


# --- the way a call goes on Windows --------------------------------------------------------------

# xlwings' own call_udf, on this machine: only what comes from pywin32 is stood in for
CALL = """
import json, sys, types, xlwings
for name in ("pythoncom", "pywintypes", "win32com", "win32com.client", "xlwings._xlwindows"):
    sys.modules[name] = types.ModuleType(name)
windows = sys.modules["pythoncom"]
windows.CoInitialize = windows.IID_IDispatch = None
sys.modules["win32com.client"].Dispatch = lambda book: book

class Engine:
    name, type = "excel", "desktop"
    prepare_xl_data_element = staticmethod(lambda value, options: "" if value is None else value)

xlwindows = xlwings._xlwindows = sys.modules["xlwings._xlwindows"]
xlwindows.Range = lambda xl: types.SimpleNamespace()
xlwindows.is_range_instance = lambda value: False
xlwings.engines.add(xlwings.Engine(impl=Engine()))
server = sys.modules["xlwings.com_server"] = types.ModuleType("xlwings.com_server")
server.loop = None

from xlwings import udfs
xlwings.func, xlwings.arg = udfs.xlfunc, udfs.xlarg
for name, arguments in json.load(sys.stdin):
    given = tuple(tuple(map(tuple, x)) if isinstance(x, list) else x for x in arguments)
    [[answer]] = udfs.call_udf("sifa_xl.excel.udfs", name, given)
    sys.stdout.write(json.dumps(answer) + "\\n")
"""
MISSING = -2147352572  # what COM makes of an argument that was not given
NOTHING_TYPED = [["#sifa-xl:MD", "人民调解"], ["#表:数据", "指标"]]


def test_xlwings_own_call_reaches_every_function_with_the_values_as_they_are():
    calls: list[tuple[str, list[Any], Any]] = [
        ("rate", [719.0, 723.0], 99.4),
        ("rate", [None, 723.0], ""),
        ("rate", [-2146826281, 723.0], "部分数是错误值 #DIV/0!"),
        ("change", [12.0, 9.0, "件", MISSING], "同比增加3件"),
        ("number", [60.0, "万元", "余"], "60余万元"),
        ("rounded", [723.0, MISSING], "720余"),
        ("date", [44737.0], "2022年6月25日"),
        ("period", [2022.0, "上半年", None], "2022年上半年"),
        ("check", ["人民调解", NOTHING_TYPED, NOTHING_TYPED], "【必须改】"),
        ("preview", ["人民调解", NOTHING_TYPED], ""),
    ]
    done = subprocess.run(
        [sys.executable, "-c", CALL],
        input=json.dumps([(name, arguments) for name, arguments, _ in calls]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(calls)
    for (name, _, wanted), answer in zip(calls, answers, strict=True):
        is_start = isinstance(wanted, str) and wanted and str(answer).startswith(wanted)
        assert answer == wanted or is_start, name
    assert {name for name, _, _ in calls} == {each.key for each in CELL_FUNCTIONS}


def test_the_functions_load_xlwings_without_pandas():
    program = (
        "import sys, sifa_xl.excel.udfs\n"
        "assert 'xlwings' in sys.modules\n"
        "assert not {'pandas', 'numpy', 'xlsxwriter', 'docx'} & set(sys.modules)\n"
        "import pandas\n"
    )
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_every_public_function_of_the_module_is_declared():
    tree = ast.parse((shipped.folder("macros").parent / "sifa_xl/excel/udfs.py").read_text("utf-8"))
    public = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    assert public == [each.key for each in CELL_FUNCTIONS]
    assert all(callable(getattr(udfs, name)) for name in public)
