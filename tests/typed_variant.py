"""The sample with everything typed: totals, parts, splits by place and by kind, 上年同期."""

from __future__ import annotations

from sifa_xl.book.addresses import BASIS, BEFORE, FIGURE, NOW
from sifa_xl.book.plan import SheetPlan, column_letters
from sifa_xl.declarations import Computed, WorkLine
from sifa_xl.lines.mediation import Mediation
from tests.books import (
    addresses,
    job_of,
    measure_cells,
    sample_plans,
    setting_cell,
    type_in,
)
from tests.drawn import line_named

STEADY = 50  # last year's number is the same below it and a tenth more from there on
PARTS = {
    "合法性审查": {"重大决策审查": 0, "合同协议审查": 0, "制发文件": 2, "统一登记": 2},
    "行政复议": {
        "上期结转": 0,
        "上期审查中": 0,
        "受理申请": 8,
        "不予受理": 0,
        "其他处理": 0,
        "审查中": 0,
        "维持": 3,
        "驳回": 1,
        "撤销": 1,
        "变更": 0,
        "确认违法": 0,
        "责令履行": 0,
        "终止": 1,
    },
    "行政应诉": {
        "上期结转": 0,
        "一审": 8,
        "二审": 3,
        "再审": 0,
        "审结": 6,
        "胜诉": 4,
        "败诉": 1,
        "撤诉": 1,
        "调解": 0,
        "其他": 0,
        "判决撤销": 1,
        "判决确认违法": 0,
        "判决责令履行": 0,
        "判决变更": 0,
        "判决赔偿": 0,
        "应出庭": 6,
        "负责人出庭": 5,
    },
    "行政执法监督": {
        "执法单位": 43,
        "优秀案卷": 6,
        "合格案卷": 21,
        "不合格案卷": 2,
        "形成案卷": 60,
    },
    "法律援助": {"行政案件": 0, "劳动仲裁案件": 0},
    "公证": {
        "上期未结": 5,
        "受理公证": 118,
        "国内公证": 110,
        "涉外公证": 4,
        "涉港澳台公证": 2,
        "终止办理": 1,
        "未办结": 3,
    },
    "律师工作": {"非诉讼法律事务": 0},
    "社区矫正": {
        "迁入": 0,
        "赦免": 0,
        "撤销缓刑": 0,
        "撤销假释": 0,
        "死亡": 0,
        "管制": 0,
        "缓刑": 158,
        "假释": 5,
        "暂予监外执行": 7,
        "严管": 20,
        "普管": 103,
        "宽管": 47,
    },
    "安置帮教": {
        "其他减少": 0,
        "刑满释放人员": 1200,
        "解除矫正人员": 56,
        "监所送回": 5,
        "司法所接回": 4,
        "重新犯罪": 0,
    },
    "人民调解": {"书面协议": 500, "口头协议": 219, "调结纠纷": 723},
    "党的建设": {"获得表彰": 3},
}
SPLITS = {
    "行政复议": {"复议事项": {"行政处罚": 5, "信息公开": 3}},
    "律师工作": {"各所业务": {"天平律师事务所": 150, "锦江律师事务所": 89}},
    "法治宣传": {"活动形式": {"法律进校园": 62, "法治讲座": 21, "集中宣传": 37}},
    "社区矫正": {"各司法所在册": {"高村": 81, "锦和": 52, "吕家坪": 37}},
    "人民调解": {"纠纷类型": {"邻里": 321, "婚姻家庭": 254, "山林土地": 148}},
    "党的建设": {"表彰级别": {"市级": 1, "县级": 2}},
}


def typed_plans() -> list[SheetPlan]:
    """The variant on paper: nothing is left to be computed, and every identity holds."""
    plans = sample_plans()
    type_in(plans, setting_cell(plans, "写同比"), "是")
    for title, parts in PARTS.items():
        line = line_named(title)
        rows = {figure.name: addresses(line).figures[figure.code] for figure in line.figures}
        for name, value in parts.items():
            type_in(plans, f"{title}!{column_letters(NOW)}{rows[name]}", value)
    for title, splits in SPLITS.items():
        for name, parts in splits.items():
            _type_split(plans, line_named(title), name, parts)
    rate = addresses(Mediation).rates[Mediation.success_rate.code]
    type_in(plans, f"人民调解!{column_letters(BASIS)}{rate}", "已调结")  # else 调结纠纷 is unused
    _type_totals(plans)
    _type_last_year(plans)
    return plans


def _type_split(
    plans: list[SheetPlan], line: type[WorkLine], name: str, parts: dict[str, int]
) -> None:
    split = next(split for split in line.splits if split.name == name)
    (measure,) = split.measures.values()
    for cell, (part, value) in zip(measure_cells(line, measure), parts.items(), strict=False):
        row = cell.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        type_in(plans, f"{line.title}!{column_letters(FIGURE)}{row}", part)
        type_in(plans, cell, value)


def _type_totals(plans: list[SheetPlan]) -> None:
    job = job_of(plans)
    for data in job.filled.lines.values():
        for figure in data.line.figures:
            value = job.indicators.value(figure)
            is_total = isinstance(figure, Computed) or figure.name == "驻所调解案件"
            if value is None and figure.name == "驻所调解案件":
                value = job.indicators.value(data.line.splits[0]["件数"])
            if is_total and value is not None and data.entries[figure.code].now.value is None:
                type_in(plans, str(data.entries[figure.code].now.place), int(value))


def _type_last_year(plans: list[SheetPlan]) -> None:
    job = job_of(plans)
    for data in job.filled.lines.values():
        for entry in data.entries.values():
            value = entry.now.value
            if value is not None:
                last_year = value if value < STEADY else value + value // 10
                place = f"{data.sheet}!{column_letters(BEFORE)}{entry.now.place.row}"
                type_in(plans, place, last_year if last_year % 1 else int(last_year))
