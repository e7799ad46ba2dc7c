"""From a click in an office to the finished text: the recorded calls of Python, really executed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from docx import Document

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.actions import ACTIONS
from sifa_xl.excel.live_book import LiveBook
from sifa_xl.file_names import OUTPUT
from sifa_xl.forms import read_form
from tests.engine import start
from tests.macro_books import saved
from tests.office.clicks import Clicks
from tests.office.server import Office

pytestmark = pytest.mark.office
LINE = "人民调解"
SAID = {  # how the box begins, by the action of the sample
    "check": "请核实9项没有处理",
    "summarize": "已生成市局稿，Word 在“输出”文件夹：麻阳苗族自治县司法局2022年上半年工作总结",
    "collect": "工作簿旁边没有“上报”文件夹",
    "hand_out": "“填报单位”表里没有单位",
    "next_period": "已生成“麻阳苗族自治县司法局2022年全年工作总结.xlsm”",
    "review": "已生成市局稿的送审稿，Word 在“输出”文件夹：麻阳苗族自治县司法局2022年上半年",
    "public": "公开前检查的是“输出”文件夹里最新的“麻阳苗族自治县司法局2022年上半年工作总结",
    "refresh_words": "“麻阳苗族自治县司法局2022年上半年工作总结",
    "material": "“素材”文件夹里没有 Word 文件",
    "archive": "“输出”文件夹里只有草稿或送审稿，没有归档",
    "self_test": "自检做完",
    "check_sheet": "“人民调解”表：",
    "preview_sheet": "",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return saved(tmp_path, is_filled=True)


@pytest.fixture
def calls(office: Office, path: Path) -> dict[str, str]:
    """The call of Python behind each action: its button and its command of the ribbon agree."""
    found = {}
    with office.open(path, macros=True) as opened:
        clicks = Clicks(opened)
        clicks.install(Path(sys.executable))
        scripts = {control["label"]: control["script"] for control in opened.controls()}
        for action in ACTIONS:
            (call,) = clicks.press(scripts[action.caption])
            assert clicks.choose(action.ribbon_macro) == [call]
            found[action.key] = call
    return found


def test_every_click_ends_in_its_message_and_generating_in_text_and_word(
    calls: dict[str, str], path: Path
):
    excel = start()
    book = excel.open(path)
    for key, call in calls.items():
        book.sheets[LINE].activate()
        exec(call, {})  # what RunPython does with it
        assert excel.alerts[-1][1].startswith(SAID[key]), key
    assert len(excel.alerts) == len(ACTIONS)
    assert "723件" in excel.alerts[-1][1]  # 预览本段

    text = jobs.open_workbook(path).summary().text
    form = read_form(LiveBook(book).grid(h.SUMMARY))
    assert form is not None
    rows = form.tables[h.SUMMARY].records
    written = [str(row.cells[h.GENERATED].value) for row in rows if h.GENERATED in row.cells]
    assert written == text.splitlines()
    words = sorted((path.parent / OUTPUT).iterdir())
    (word,) = [each for each in words if "送审稿" not in each.name]
    assert len(words) == 2
    printed = [one.text.replace("\n", "") for one in Document(str(word)).paragraphs]
    assert [line for line in printed if line.strip()] == text.splitlines()
