"""The very hidden sheets the macros need: what they say to people, and where Python is.

The macros themselves are ASCII, so every Chinese word they show stands here, behind its key.
"""

from __future__ import annotations

from sifa_xl.book.plan import SheetPlan
from sifa_xl.file_names import OUTPUT
from sifa_xl.forms import SHEET_MARK

MACRO_TEXTS_SHEET, XLWINGS_SHEET = "MACROTEXTS", "XLWINGS"
MACRO_TEXTS = {
    "folder": OUTPUT,
    "working": "正在处理，请稍候……",
    "no_program": (
        "本机还没有装好程序，按钮暂时用不了。请先运行安装包里的“安装”，装好后再点一次；"
        "表可以照常填写，数据句可以直接复制。"
    ),
    "save_first": (
        "工作簿还没有存到本机，不知道“输出”文件夹该放在哪里。请先另存到本机的文件夹，再点一次按钮。"
    ),
    "by_file": (
        "已把工作簿另存一份到“输出”文件夹，交给程序处理，做完会显示结果、打开Word文件。"
        "手上这个工作簿没有改动。"
    ),
    "not_by_file": (
        "这个按钮要改手上这个工作簿，在WPS里运行不了。请用Excel来点；没有Excel的，"
        "保存并关闭工作簿，用命令 sifa-xl run 来做。想知道程序能不能用，请点“检查”："
        "看得到结果，就说明能用。"
    ),
    "failed": "没有做成。请先保存工作簿，再点一次；还是不行，请把下面这句话告诉负责安装的人：",
}
# what xlwings.bas looks up; it expands %NAME%, so that one workbook fits every machine
XLWINGS_CONFIGURATION = {
    "Interpreter_Win": r"%LOCALAPPDATA%\sifa-xl\python\Scripts\pythonw.exe",
    "Use UDF Server": "True",
    "UDF Modules": "sifa_xl.excel.udfs",
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",  # no Python file beside a workbook is ever run
    "Show Console": "False",
}


def macro_texts_plan() -> SheetPlan:
    """Every text of the macros beside its key."""
    sheet = SheetPlan("宏用语", MACRO_TEXTS_SHEET, is_hidden=True, is_very_hidden=True)
    sheet.mark(1, f"{SHEET_MARK}{MACRO_TEXTS_SHEET}")
    for row, (key, text) in enumerate(MACRO_TEXTS.items(), 2):
        sheet.mark(row, key)
        sheet.put(row, 2, text, "code")
    return sheet


def xlwings_plan() -> SheetPlan:
    """The sheet xlwings.bas reads its settings from; its name and its shape are xlwings' own."""
    sheet = SheetPlan("xlwings.conf", XLWINGS_SHEET, is_hidden=True, is_very_hidden=True)
    for row, (key, value) in enumerate(XLWINGS_CONFIGURATION.items(), 1):
        sheet.put_row(row, 1, [key, value], "code")
    return sheet
