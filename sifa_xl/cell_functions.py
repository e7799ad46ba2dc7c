"""The functions a clerk may write in a cell, with their help; declared once.

``excel.udfs`` holds what they do, ``excel.wrappers`` makes their VBA from it, and the hidden sheet
定义 carries these texts to Excel's 插入函数, because VBA source is ASCII.
"""

from __future__ import annotations

from dataclasses import dataclass

CATEGORY = "司法总结"
HELP_NAME = "sifa_help"  # the defined name of the rows below, which the macro RegisterHelp reads
LONGEST_HELP = 255  # Excel takes no more


@dataclass(frozen=True)
class CellFunction:
    """``key`` is the function in ``excel.udfs``; ``arguments`` is a help text for each."""

    key: str
    help: str
    arguments: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name in a cell: ``SifaRate``."""
        return f"Sifa{self.key.capitalize()}"


CELL_FUNCTIONS = (
    CellFunction(
        "rate",
        "百分率，保留一位小数，四舍五入；不满100的不进成100。基数空着或为0时什么也不显示。",
        ("部分数，如调解成功", "基数，如受理纠纷"),
    ),
    CellFunction(
        "change",
        "与上年同期相比的写法，如“同比增长12.3%”；基数小的写增加几件，单位填%的写百分点。",
        ("本期数", "上年同期数", "单位，如件；率填%", "填“负向”时写“上升”，不写“增长”；可不填"),
    ),
    CellFunction(
        "number",
        "公文里的数字写法，如“60余万元”“近6人次”“99.4%”。",
        ("数字", "单位，如件、万元、%", "概数：约、近、余、多、以上；可不填"),
    ),
    CellFunction(
        "rounded",
        "把准确数写成概数，只往下取，如723写成“720余件”。有准确数时正文应写准确数。",
        ("准确数", "单位"),
    ),
    CellFunction("date", "日期的写法，如“2022年6月25日”。", ("日期",)),
    CellFunction(
        "period",
        "统计期的写法，如“2022年上半年”；第三格填“起止”，写成“2022年1月1日至6月30日”。",
        ("年份，如2022", "期别，如上半年、1至9月", "填“起止”写起止日期；可不填"),
    ),
    CellFunction(
        "check",
        "这张业务表还有哪些问题，最多写五项；没有就写“没有问题”。几张表之间的问题请点“检查”。",
        ("业务表的名称，如人民调解", "业务表的区域，从A列选起，可选几块；最后一块可选首页的设置"),
    ),
    CellFunction(
        "preview",
        "这张业务表会写成什么样的话。",
        ("业务表的名称，如人民调解", "业务表的区域，从A列选起，可选几块；最后一块可选首页的设置"),
    ),
)


def help_rows() -> list[list[str]]:
    """Name, category, help and a text for each argument, all rows equally long."""
    most = max(len(each.arguments) for each in CELL_FUNCTIONS)
    return [
        [each.name, CATEGORY, each.help, *each.arguments, *[""] * (most - len(each.arguments))]
        for each in CELL_FUNCTIONS
    ]
