"""The workbook with macros: its parts, its buttons, its ribbon, and that the jobs work on it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from itertools import pairwise

import openpyxl
import pytest
from lxml import etree

from sifa_xl import shipped
from sifa_xl.actions import ACTIONS, Spot
from sifa_xl.book.macro_plan import MACRO_TEXTS, MACRO_TEXTS_SHEET, XLWINGS_SHEET
from sifa_xl.book.macros import macro_project
from sifa_xl.book.plan import display_width
from sifa_xl.book.ribbon import PARTS, ribbon_xml
from sifa_xl.book.sheet_maker import ALLOWED, PIXELS_PER_POINT
from sifa_xl.jobs import build_workbook, open_workbook
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.settings import LIVE
from tests.macro_books import NAME, built, plans, saved

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MACRO_PARTS = ("vbaProject", "vmlDrawing", "customUI", "ctrlProp", "[Content_Types]", "_rels/")


def parts_of(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(book)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_project_in_the_file_is_that_of_its_sheets():
    assert parts_of(built())["xl/vbaProject.bin"] == macro_project(plans())


def test_the_workbook_and_every_sheet_have_their_code_names():
    parts = parts_of(built())
    workbook = etree.fromstring(parts["xl/workbook.xml"])
    assert workbook.find(f"{MAIN}workbookPr").get("codeName") == "ThisWorkbook"
    names = [
        etree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"]).find(f"{MAIN}sheetPr")
        for number in range(1, len(plans()) + 1)
    ]
    assert [each.get("codeName") for each in names] == [plan.code_name for plan in plans()]


def test_every_action_has_its_buttons():
    found = {(plan.name, button.macro) for plan in plans() for button in plan.buttons}
    titles = [line.title for line in shipped_lines()]
    wanted = {
        (name, action.macro)
        for action in ACTIONS
        for name in (titles if action.spot is Spot.LINE else ["首页"])
    }
    assert found == wanted


def test_the_buttons_in_the_file_say_and_run_what_is_planned():
    text = b"".join(body for name, body in parts_of(built()).items() if "vmlDrawing" in name)
    drawn = re.findall(r">([^<>]+)</font>.*?<x:FmlaMacro>\[0\]!(\w+)<", text.decode(), re.DOTALL)
    planned = [(b.caption, b.macro) for plan in plans() for b in plan.buttons]
    assert sorted(drawn) == sorted(planned)


def test_no_button_lies_over_another():
    for name, body in parts_of(built()).items():
        if "vmlDrawing" in name:
            shapes = re.findall(
                r"margin-left:([\d.]+)pt;margin-top:([\d.]+)pt;width:([\d.]+)pt", body.decode()
            )
            drawn = sorted((float(top), float(left), float(width)) for left, top, width in shapes)
            for (top, left, width), (other_top, other_left, _) in pairwise(drawn):
                assert top != other_top or left + width < other_left


def test_captions_fit_their_buttons_and_buttons_their_rows():
    for plan in plans():
        for button in plan.buttons:
            assert display_width(button.caption) * 8 + 12 <= button.width, button
            assert button.height <= plan.heights[button.row] * PIXELS_PER_POINT, button


def test_the_buttons_of_a_row_stand_apart():
    for plan in plans():
        for one, other in pairwise(plan.buttons):
            if one.row == other.row:
                assert one.offset + one.width < other.offset


@pytest.mark.parametrize("part", PARTS)
def test_the_ribbon_holds_every_action(part):
    parts = parts_of(built())
    root = etree.fromstring(parts[part])
    assert root.tag == f"{{{PARTS[part][0]}}}customUI"
    buttons = [node for node in root.iter() if node.tag.endswith("}button")]
    said = {each.get("onAction"): (each.get("label"), each.get("supertip")) for each in buttons}
    assert said == {each.ribbon_macro: (each.caption, each.tip) for each in ACTIONS}
    groups = [node.get("label") for node in root.iter() if node.tag.endswith("}group")]
    assert groups == ["总结", "当前业务表", "工具"]
    identifiers = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(set(identifiers)) == len(identifiers)


def test_the_package_points_to_both_parts_of_the_ribbon():
    links = etree.fromstring(parts_of(built())["_rels/.rels"])
    kinds = {link.get("Target"): link.get("Type") for link in links}
    assert {name: kinds.get(name) for name in PARTS} == {n: kind for n, (_, kind) in PARTS.items()}
    assert len({link.get("Id") for link in links}) == len(links)


def test_a_group_without_actions_is_left_out_and_quotes_are_kept():
    (action,) = [each for each in ACTIONS if each.key == "self_test"]
    xml = ribbon_xml("urn:x", [action])
    groups = [node for node in etree.fromstring(xml.encode()).iter() if "group" in str(node.tag)]
    assert [group.get("label") for group in groups] == ["工具"]


def test_the_texts_of_the_macros_stand_in_a_very_hidden_sheet_and_each_is_asked_for():
    book = openpyxl.load_workbook(BytesIO(built()), keep_vba=True)
    page = book["宏用语"]
    assert page.sheet_state == book["xlwings.conf"].sheet_state == "veryHidden"
    texts = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(2, page.max_row + 1)}
    assert texts == MACRO_TEXTS
    source = (shipped.folder("macros") / "Launcher.bas").read_text(encoding="ascii")
    assert set(re.findall(r'(?:TextOf\(|Tell )"(\w+)"', source)) == set(MACRO_TEXTS)
    for code in (MACRO_TEXTS_SHEET, XLWINGS_SHEET):
        assert f'"Sheet{code}"' in source


def test_xlwings_finds_its_settings():
    page = openpyxl.load_workbook(BytesIO(built()))["xlwings.conf"]
    rows = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(1, page.max_row + 1)}
    assert rows["Interpreter_Win"] == r"%LOCALAPPDATA%\sifa-xl\python\Scripts\pythonw.exe"
    assert (rows["Use UDF Server"], rows["Show Console"]) == ("True", "False")
    assert rows["UDF Modules"] == "sifa_xl.excel.udfs"
    assert rows["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_a_sheet_protected_anew_on_opening_allows_what_it_allowed():
    source = (shipped.folder("macros") / "ThisWorkbook.cls").read_text(encoding="ascii")
    names = {
        "insert_rows": "InsertingRows",
        "delete_rows": "DeletingRows",
        "format_cells": "FormattingCells",
        "format_columns": "FormattingColumns",
        "format_rows": "FormattingRows",
        "insert_hyperlinks": "InsertingHyperlinks",
        "sort": "Sorting",
        "autofilter": "Filtering",
    }
    typed = {key for key in ALLOWED if not key.startswith("select")}  # selecting needs no leave
    assert set(re.findall(r"Allow(\w+):=True", source)) == {names[key] for key in typed}
    assert "UserInterfaceOnly:=True" in source
    assert "sheet.EnableOutlining = True" in source
    assert "Password" not in source
    assert f'"{LIVE}"' in source


def test_two_builds_give_the_same_bytes():
    assert build_workbook(has_macros=True) == built()


def test_the_command_builds_it(run, tmp_path):
    assert run("new", NAME).code == 0
    assert (tmp_path / NAME).read_bytes() == built()


def test_the_workbook_without_macros_says_nothing_of_them():
    parts = parts_of(build_workbook())
    assert not [name for name in parts if any(word in name for word in MACRO_PARTS[:3])]
    assert b"SifaMacros" not in b"".join(parts.values())


def test_the_jobs_read_it_as_they_read_the_plain_one(run, sample, tmp_path):
    path = saved(tmp_path, is_filled=True)
    assert open_workbook(path).summary().text == open_workbook(sample).summary().text
    with_macros, plain = run("check", path, "--json"), run("check", sample, "--json")
    assert with_macros.code == plain.code
    assert _without_rows(with_macros.out) == _without_rows(plain.out)


def test_writing_results_back_leaves_macros_buttons_and_ribbon_as_they_were(run, tmp_path):
    path = saved(tmp_path, is_filled=True)
    before = parts_of(path.read_bytes())
    assert run("summarize", path.name, "--write").code == 1
    after = parts_of(path.read_bytes())
    assert list(after) == list(before)
    changed = {name for name in before if after[name] != before[name]}
    assert changed
    assert not [name for name in changed if any(word in name for word in MACRO_PARTS)]
    code_names = [re.search(rb'codeName="\w+"', body) for body in (before, after)[1].values()]
    assert len([found for found in code_names if found]) == len(plans()) + 1


def test_a_filled_workbook_shows_its_results_after_writing_back(run, tmp_path):
    path = saved(tmp_path, is_filled=True)
    run("summarize", path.name, "--write")
    page = openpyxl.load_workbook(path, keep_vba=True)["校验结果"]
    assert page.cell(5, 3).value in ("必须改", "请核实", "可不改")


def _without_rows(findings: str) -> str:
    """首页 has more rows where there are macros."""
    return re.sub(r"首页!C\d+", "首页", re.sub(r'"cell": "C\d+"', "", findings))
