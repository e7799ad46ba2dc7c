"""分析 on paper: one 台账 at a time, as charts, months and a cross-table; internal."""

from __future__ import annotations

from collections.abc import Sequence

from sifa_xl.book import analysis_counts as counts
from sifa_xl.book import analysis_formulas as said
from sifa_xl.book import analysis_names as a
from sifa_xl.book.fill import Fill
from sifa_xl.book.plan import CODE_COLUMN, Chart, Condition, Link, SheetPlan, Validation, ref
from sifa_xl.declarations import WorkLine
from sifa_xl.forms import END_MARK, SHEET_MARK, TABLE_MARK
from sifa_xl.headers import ANALYSIS, ANALYSIS_SHEET, PICKED
from sifa_xl.ledger_analysis import MOST_PLACES
from sifa_xl.ledgers import MOST_KINDS

HEADER_ROW = 2
CHART_ROW, CHART_HEIGHT, CHART_WIDTH = 5, 300, 365
_NOTE = (
    "内部使用：不满5的小数不得写进公开稿。格中的数随台账自动变；"
    "“其余”是没有填的、写法不在表里的和排不下的"
)


def analysis_plans(lines: Sequence[type[WorkLine]], fill: Fill) -> list[SheetPlan]:
    """The sheet, hidden until somebody wants it; none where no ledger can be analysed."""
    views = a.views_of(lines)
    if not views:
        return []
    sheet = SheetPlan(ANALYSIS, ANALYSIS_SHEET, tab="grey", is_hidden=True, is_protected=True)
    sheet.hidden_columns = {CODE_COLUMN, a.POSITION}
    sheet.hidden_rows = {HEADER_ROW}
    sheet.widths = {CODE_COLUMN: 3, a.PLACE: 20, a.SUM: 8, a.REST: 8, a.POSITION: 8}
    sheet.widths |= dict.fromkeys(range(a.FIRST_KIND, a.LAST_KIND + 1), 8)
    sheet.mark(1, f"{SHEET_MARK}{ANALYSIS_SHEET}")
    sheet.put(1, a.PLACE, ANALYSIS, "title")
    sheet.put(1, a.FIRST_KIND, Link("首页!B1", "返回首页"), "link")
    sheet.heights |= {1: 30, a.KIND_ROW: 46}
    sheet.names = a.names_of(views) | {name: text for name, (text, _) in a.chart_names().items()}
    _put_head(sheet)
    _put_picker(sheet, views, fill)
    _put_months(sheet)
    _put_cross_table(sheet, views)
    _put_charts(sheet, views)
    return [sheet]


def _put_head(sheet: SheetPlan) -> None:
    """The hidden header words by which the program finds its formulas."""
    sheet.mark(HEADER_ROW, f"{TABLE_MARK}{ANALYSIS}")
    words = ["地点", PICKED, "其余", *(f"类型{n}" for n in range(1, MOST_KINDS + 1)), "位置"]
    sheet.put_row(HEADER_ROW, a.PLACE, list(words), "code")
    sheet.mark(a.LAST_PLACE + 1, f"{END_MARK}{ANALYSIS}")


def _put_picker(sheet: SheetPlan, views: a.Views, fill: Fill) -> None:
    row = a.PICK_ROW
    sheet.mark(row, PICKED)
    sheet.put(row, a.PLACE, "看哪本台账", "label_star")
    sheet.merge(
        row, a.SUM, a.REST, fill.row(ANALYSIS, ANALYSIS, PICKED).get("内容"), "input_star_text"
    )
    names = tuple(ledger.name for _, ledger, _ in views)
    sheet.validations.append(Validation(row, a.SUM, row, a.SUM, "列表", names))
    sheet.put(row, a.FIRST_KIND, said.message(views), "plain")
    sheet.put(row + 1, a.PLACE, _NOTE, "hint_plain")
    helpers = (
        said.number_of(views),
        said.is_ready(views),
        said.listed_places(views),
        said.flag(views, lambda view: bool(view.left)),
        said.flag(views, lambda view: bool(view.summed)),
    )
    for number, helper in enumerate(helpers):
        if number:
            sheet.mark(row + number, f"@{number}")
        sheet.put(row + number, a.POSITION, helper, "code")


def _put_months(sheet: SheetPlan) -> None:
    sheet.mark(a.MONTH_ROW, "月份")
    sheet.mark(a.COUNT_ROW, "每月")
    sheet.put(a.MONTH_ROW, a.PLACE, "月份", "head")
    sheet.put(a.COUNT_ROW, a.PLACE, "每月", "cross_label")
    for number in range(12):
        column = a.FIRST_KIND + number
        sheet.put(a.MONTH_ROW, column, counts.month(number), "cross_head")
        sheet.put(a.COUNT_ROW, column, counts.month_count(number), "cross")


def _put_cross_table(sheet: SheetPlan, views: a.Views) -> None:
    kinds = range(a.FIRST_KIND, a.LAST_KIND + 1)
    sheet.mark(a.KIND_ROW, "类型")
    sheet.put(a.KIND_ROW, a.PLACE, said.place_label(views), "head")
    sheet.put_row(a.KIND_ROW, a.SUM, ["合计", "其余"], "head")
    for number, column in enumerate(kinds):
        sheet.put(a.KIND_ROW, column, said.kind(views, number), "cross_head")
    rows = {a.SUM_ROW: "合计", a.REST_ROW: "其余"}
    rows |= {a.FIRST_PLACE + number: f"地点{number + 1}" for number in range(MOST_PLACES)}
    for row, code in rows.items():
        sheet.mark(row, code)
        if row < a.FIRST_PLACE:
            sheet.put(row, a.PLACE, code, "cross_label")
        else:
            number = row - a.FIRST_PLACE
            sheet.put(row, a.PLACE, said.place(views, number), "cross_label")
            sheet.put(row, a.POSITION, said.position(number), "code")
        for column in (a.SUM, *kinds):
            is_rest = row == a.REST_ROW
            number_of = counts.rest_of_places(column) if is_rest else counts.count(row, column)
            sheet.put(row, column, number_of, "cross")
        sheet.put(row, a.REST, counts.rest_of_kinds(row), "cross")
    _put_looks(sheet)


def _put_looks(sheet: SheetPlan) -> None:
    """Heads are blue and cells have a frame only where something stands."""
    for row, first in ((a.MONTH_ROW, a.FIRST_KIND), (a.KIND_ROW, a.FIRST_KIND)):
        is_used = f'{ref(row, first)}<>""'
        sheet.conditions.append(Condition(row, first, row, a.LAST_KIND, is_used, "used_head"))
    cells = (a.COUNT_ROW, a.FIRST_KIND, a.COUNT_ROW, a.LAST_KIND)
    sheet.conditions.append(Condition(*cells, f'{ref(*cells[:2])}<>""', "used"))
    cells = (a.SUM_ROW, a.PLACE, a.LAST_PLACE, a.LAST_KIND)
    sheet.conditions.append(Condition(*cells, f'{ref(*cells[:2])}<>""', "used"))


def _put_charts(sheet: SheetPlan, views: a.Views) -> None:
    names = a.chart_names()
    order = ("地点", "类型", "月份")
    numbers_of = ("地点数", "类型数", "每月")
    for number, (words, numbers) in enumerate(zip(order, numbers_of, strict=True)):
        categories, values = f"分析图_{words}", f"分析图_{numbers}"
        title = said.chart_title(views, words)
        sheet.mark(a.CHART_TITLE_ROW + number, f"图{number + 1}")
        sheet.put(a.CHART_TITLE_ROW + number, a.POSITION, title, "code")
        sheet.charts.append(
            Chart(
                row=CHART_ROW,
                column=a.PLACE,
                offset=number * (CHART_WIDTH + 12),
                width=CHART_WIDTH,
                height=CHART_HEIGHT,
                title=(a.CHART_TITLE_ROW + number, a.POSITION),
                categories=(categories, names[categories][1]),
                values=(values, names[values][1]),
            )
        )
