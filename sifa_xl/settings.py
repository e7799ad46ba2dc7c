"""首页: the bureau, the period and the switches; declared once for sheet, reader and text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sifa_xl.domain import Level, Noun, Place
from sifa_xl.headers import DRAFTS
from sifa_xl.wording import Period

PERIOD_CHOICES = (
    "上半年",
    "全年",
    "下半年",
    "第一季度",
    "第二季度",
    "第三季度",
    "第四季度",
    "1至9月",
)
YES, NO = "是", "否"
FONT_SCHEMES = ("机关通用", "系统自带", "方正字库")
LINE_PITCHES = ("28.95磅", "28磅", "30磅")
BOLD_NONE, BOLD_SECOND, BOLD_THIRD, BOLD_BOTH = "不加粗", "二级", "三级", "二级和三级"
LATIN_FONTS = ("Times New Roman", "同正文")
REPORTER = "@reporter"  # the unit that fills this workbook, in a return made by us
LIVE = "@live"  # the switch of the functions that ask Python; read by formulas only
LIVE_NAME, SETTINGS_NAME = "sifa_live", "sifa_settings"  # names of its cell, of the whole table


@dataclass(frozen=True)
class Setting:
    """One row of 首页: hidden code, label, kind (文字, 年份, 期别, 日期, 选项) and a hint.

    Those with ``needs_macros`` stand in the macro workbook only.
    """

    code: str
    label: str
    kind: str = "文字"
    choices: tuple[str, ...] = ()
    default: str = ""
    hint: str = ""
    is_advanced: bool = False
    is_needed: bool = False
    needs_macros: bool = False


SETTINGS = (
    Setting("@unit_full", "单位全称", hint="用于标题和署名，如 某某县司法局", is_needed=True),
    Setting("@unit_short", "单位简称", hint="用于正文，如 县司法局", is_needed=True),
    Setting(
        "@region_word",
        "区划称谓",
        "选项",
        ("县", "市", "区", "旗", "州", "省"),
        "县",
        "正文里写“全县”“全区”时用",
        is_needed=True,
    ),
    Setting("@year", "年份", "年份", hint="四位数字，如 2022", is_needed=True),
    Setting("@period", "期别", "期别", PERIOD_CHOICES, "上半年", "从下拉框选", is_needed=True),
    Setting(
        "@cutoff", "统计截止日", "日期", hint="数字算到哪一天，如 2022/6/25；写进“截至6月25日”"
    ),
    Setting("@signed", "成文日期", "日期", hint="不急着填；空着时落款印成“2022年6月　日”"),
    Setting(
        "@dates_note",
        "日期说明",
        hint="截止日或成文日期早于期末时写原因（六个字以上），如 按市局要求统计到6月25日",
    ),
    Setting("@leaders", "领导机关", hint="如 县委、县政府以及县委政法委", is_advanced=True),
    Setting("@guides", "业务指导机关", hint="如 市司法局", is_advanced=True),
    Setting("@focus", "中心工作", hint="如 创文创卫、乡村振兴；空着就不写", is_advanced=True),
    Setting(
        "@layout",
        "版式",
        "选项",
        ("主题式", "总分式", "总分数字式"),
        "主题式",
        "主题式：一、下排1.；总分式：（一）下排一是；总分数字式：（一）下排1.",
        is_advanced=True,
    ),
    Setting(
        "@compare",
        "写同比",
        "选项",
        (NO, YES),
        NO,
        "填了上年同期、又要在正文写增减时选“是”",
        is_advanced=True,
    ),
    Setting(
        "@fonts",
        "字体方案",
        "选项",
        FONT_SCHEMES,
        FONT_SCHEMES[0],
        "机关通用：方正小标宋简体、仿宋_GB2312；系统自带：华文中宋、仿宋；方正字库：方正GBK",
        is_advanced=True,
    ),
    Setting(
        "@digits",
        "数字字体",
        "选项",
        LATIN_FONTS,
        LATIN_FONTS[0],
        "正文里的数字和字母；标题里的数字总跟标题的字体",
        is_advanced=True,
    ),
    Setting(
        "@pitch",
        "行距",
        "选项",
        LINE_PITCHES,
        LINE_PITCHES[0],
        "固定值；28.95磅每面正好22行，30磅每面21行",
        is_advanced=True,
    ),
    Setting(
        "@bold",
        "标题加粗",
        "选项",
        (BOLD_NONE, BOLD_SECOND, BOLD_THIRD, BOLD_BOTH),
        BOLD_NONE,
        "二级是（一），三级是1.；国家标准不加粗",
        is_advanced=True,
    ),
    Setting(
        "@seal",
        "用印",
        "选项",
        (NO, YES),
        NO,
        "盖章的选“是”：成文日期右空四字，署名对着日期居中",
        is_advanced=True,
    ),
    Setting(
        "@attachments",
        "附件名称",
        hint="几项用分号隔开；名称里有“指标”的一项由程序填表，其余留出附件页；空着就没有附件",
        is_advanced=True,
    ),
    Setting(
        REPORTER,
        "填报单位",
        hint="下发给股室、司法所填的表由程序写；汇总用的这一本空着",
        is_advanced=True,
    ),
    Setting(
        "@draft",
        "生成稿种",
        "选项",
        DRAFTS,
        DRAFTS[0],
        "点“生成总结”时写哪一种稿",
        is_advanced=True,
        needs_macros=True,
    ),
    Setting(
        LIVE,
        "实时校验",
        "选项",
        (NO, YES),
        NO,
        "选“是”时，业务表边填边显示问题和正文（本机要装好程序）",
        is_advanced=True,
        needs_macros=True,
    ),
)


class Settings(Noun):
    """The typed settings; ``places`` gives the cell of each by code."""

    unit_full: str = ""
    unit_short: str = ""
    region_word: str = "县"
    year: int | None = None
    period_name: str = "上半年"
    cutoff: date | None = None
    signed: date | None = None
    leaders: str = ""
    guides: str = ""
    focus: str = ""
    dates_note: str = ""
    layout: str = "主题式"
    compares: bool = False
    draft: str = DRAFTS[0]
    fonts: str = FONT_SCHEMES[0]
    digits: str = LATIN_FONTS[0]
    pitch: str = LINE_PITCHES[0]
    bold: str = BOLD_NONE
    has_seal: bool = False
    attachments: str = ""
    reporter: str = ""
    places: dict[str, Place] = {}

    @property
    def is_return(self) -> bool:
        """True in the workbook of one unit, made to be filled and sent back."""
        return bool(self.reporter)

    @property
    def level_of_blank(self) -> Level:
        """How grave a blank is: a bureau may write without a figure, a return has to give it."""
        return Level.ERROR if self.is_return else Level.VERIFY

    def told_of_blank(self, in_the_text: str) -> str:
        """What a blank leads to: ``in_the_text`` at the bureau, a return that is sent back."""
        return "这份表会被退回" if self.is_return else in_the_text

    @property
    def period(self) -> Period | None:
        """The statistical period, or None while the year is missing."""
        return None if self.year is None else Period(self.year, self.period_name)
