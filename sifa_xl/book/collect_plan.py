"""The sheets a collection of returns leaves: 汇总台账, 汇总明细, and the very hidden 汇总来源."""

from __future__ import annotations

from sifa_xl import headers as h
from sifa_xl.book.plan import SheetPlan
from sifa_xl.book.result_plan import RESULT_HEADER_ROW, put_result_head, result_sheet

COLLECTED_NOTE = (
    "由“汇总上报表”填写。认不出是谁报的，在“认定单位”写上单位名称再汇总；"
    "“退回通知”可以整格复制，发给单位"
)
TRACES_NOTE = "汇总来的每个数：谁报的、在哪个文件的哪一格、汇到哪里；手工改过的不会被盖掉"


def collect_plans() -> list[SheetPlan]:
    """All three, in tab order."""
    return [collected_plan(), traces_plan(), origins_plan()]


def collected_plan() -> SheetPlan:
    """汇总台账: whose returns came in, in what state, and what to tell them."""
    sheet = result_sheet(h.COLLECTED, h.COLLECTED_SHEET, back=8)
    sheet.put(2, 2, COLLECTED_NOTE, "plain")
    widths = (4, 16, 6, 16, 15, 7, 6, 6, 34, 12, 42, 11, 10)
    sheet.widths |= dict(enumerate(widths, 2))
    sheet.hidden_columns.add(1 + len(h.COLLECTED_HEAD))
    styles = dict.fromkeys((h.OFFICE, h.FILE, h.REMARKS, h.SEND_BACK), "result_text")
    styles |= {h.WHERE: "result_link", h.NAMED_BY_HAND: "result_input"}
    put_result_head(sheet, h.COLLECTED, h.COLLECTED_HEAD, styles)
    sheet.filtered = (RESULT_HEADER_ROW, 2, 1 + len(h.COLLECTED_HEAD))
    return sheet


def traces_plan() -> SheetPlan:
    """汇总明细: every merged number down to unit, file and cell."""
    sheet = result_sheet(h.TRACES, h.TRACES_SHEET, back=7)
    sheet.put(2, 2, TRACES_NOTE, "plain")
    sheet.widths |= dict(enumerate((5, 11, 24, 18, 8, 8, 26, 16, 15, 24), 2))
    styles = dict.fromkeys((h.FIGURE, h.OFFICE, h.FILE, h.CELLS, h.REMARKS), "result_text")
    styles |= {h.PUT_AT: "result_link"} | dict.fromkeys((h.GIVEN, h.STANDING), "computed")
    put_result_head(sheet, h.TRACES, h.TRACES_HEAD, styles)
    sheet.filtered = (RESULT_HEADER_ROW, 2, 1 + len(h.TRACES_HEAD))
    return sheet


def origins_plan() -> SheetPlan:
    """汇总来源: what was put where by the last collection; it tells a hand correction."""
    sheet = result_sheet(h.ORIGINS, h.ORIGINS_SHEET, back=6)
    sheet.is_very_hidden = True
    put_result_head(sheet, h.ORIGINS, h.ORIGINS_HEAD, {})
    return sheet
