"""One planned sheet -> a worksheet of XlsxWriter, with everything around its cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sifa_xl.book.plan import (
    CODE_COLUMN,
    Button,
    Chart,
    Condition,
    Content,
    Formula,
    Link,
    SheetPlan,
    TableSpan,
    Validation,
    ref,
)
from sifa_xl.book.styles import CONDITIONS, FONT, STYLES, TABS, base
from sifa_xl.live import Live

ROW_HEIGHT = 19  # points
HIDDEN_WIDTH = 10  # of a hidden column, should somebody show it
PIXELS_PER_POINT = 4 / 3
LIST_LIMIT = 255  # Excel's limit for a drop-down written out in the cell
WARNINGS = {  # by the validation's kind: title and words of the box Excel shows
    "列表": ("不在选项里", "请从下拉框里选。确实要这样填，点“是”。"),
    "公式": ("请核对", "身份证号应是18位，校验码也要对。确实要这样填，点“是”。"),
    "日期": ("不像日期", "请填日期，如 2022/6/25。确实要这样填，点“是”。"),
    "数字": ("请核对", "一般填不小于0的数字。写“60余万元”“待定”也认得，点“是”即可。"),
}
# what a clerk may do on a sheet protected without password
ALLOWED = {
    "insert_rows": True,
    "delete_rows": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_hyperlinks": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


class Look:
    """Formats by style name, made when first wanted."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[str, Any] = {}

    def style(self, name: str) -> Any:
        """The format of cells in that style."""
        return self._format(name, {**base(), **STYLES[name]})

    def condition(self, name: str) -> Any:
        """The format of a conditional format."""
        return self._format(f"?{name}", CONDITIONS[name])

    def _format(self, key: str, properties: dict[str, Any]) -> Any:
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]


def write_sheet(book: Workbook, look: Look, plan: SheetPlan, live: Live) -> Worksheet:
    """Add the sheet to ``book``; its formulas carry the values ``live`` gives."""
    sheet: Worksheet = book.add_worksheet(plan.name)
    plan.fit_rows(lambda style: bool(STYLES[style].get("text_wrap")))
    _set_frame(sheet, plan, look)
    merged = {(row, column): last for row, column, _, last in plan.merges}
    for (row, column), (content, style) in plan.cells.items():
        if (row, column) in merged:
            last = merged[row, column]
            sheet.merge_range(row - 1, column - 1, row - 1, last - 1, "", look.style(style))
        _write_cell(sheet, row - 1, column - 1, content, look.style(style), live)
    if plan.table is not None:
        _add_table(sheet, look, plan, plan.table)
    for validation in plan.validations:
        _write_validation(sheet, validation)
    for condition in plan.conditions:
        _write_condition(sheet, look, condition)
    _put_objects(book, sheet, plan, live)
    for name, target in plan.names.items():
        book.define_name(name, target)
    return sheet


def _set_frame(sheet: Worksheet, plan: SheetPlan, look: Look) -> None:
    sheet.hide_gridlines(2)
    sheet.set_default_row(ROW_HEIGHT)
    widths = dict.fromkeys(plan.hidden_columns, HIDDEN_WIDTH) | plan.widths
    for column, width in widths.items():
        hidden = {"hidden": 1} if column in plan.hidden_columns else {}
        style = look.style(plan.column_styles.get(column, "plain"))
        sheet.set_column(column - 1, column - 1, width, style, hidden)
    _set_rows(sheet, plan)
    if plan.freeze != (0, 0):
        sheet.freeze_panes(*plan.freeze)
    if plan.filtered is not None:
        row, first, last = plan.filtered
        sheet.autofilter(row - 1, first - 1, row - 1, last - 1)
    sheet.set_tab_color(TABS.get(plan.tab, plan.tab) or TABS["grey"])
    _set_page(sheet, plan)
    if plan.is_protected:
        sheet.protect("", ALLOWED)
    if plan.is_very_hidden:
        sheet.very_hidden()
    elif plan.is_hidden:
        sheet.hide()


def _set_rows(sheet: Worksheet, plan: SheetPlan) -> None:
    heads = _heads_of_folds(plan.folded)
    for row in plan.heights.keys() | plan.folded | heads:
        fold = {"level": 1, "hidden": True} if row in plan.folded else {}
        sheet.set_row(row - 1, plan.heights.get(row), None, fold or {"collapsed": row in heads})
    for row in plan.hidden_rows:
        sheet.set_row(row - 1, plan.heights.get(row), None, {"hidden": True})
    if plan.folded:
        sheet.outline_settings(symbols_below=False)


def _set_page(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.set_paper(9)  # A4
    if plan.is_landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _heads_of_folds(rows: set[int]) -> set[int]:
    """The row above each run of folded rows, where the ＋ stands."""
    return {row - 1 for row in rows if row - 1 not in rows}


def _write_cell(
    sheet: Worksheet, row: int, column: int, content: Content, style: Any, live: Live
) -> None:
    if isinstance(content, Formula):
        shown = content.twin(live)
        value = float(shown) if isinstance(shown, Decimal) else shown
        sheet.write_formula(row, column, f"={content.text}", style, value)
    elif isinstance(content, Link):
        sheet.write_url(row, column, f"internal:{content.target}", style, content.words)
    elif content is None or content == "":
        if column + 1 != CODE_COLUMN:
            sheet.write_blank(row, column, None, style)
    elif isinstance(content, str):
        sheet.write_string(row, column, content, style)
    elif isinstance(content, date):
        sheet.write_datetime(row, column, datetime(content.year, content.month, content.day), style)
    else:
        sheet.write_number(row, column, float(content), style)


def _add_table(sheet: Worksheet, look: Look, plan: SheetPlan, span: TableSpan) -> None:
    """After its cells: the headers are written once more, as the table's own."""
    columns = range(span.first_column, span.last_column + 1)
    heads = [plan.cells[span.header_row, column] for column in columns]
    options = {"name": span.name, "style": "Table Style Light 9"}
    sheet.add_table(
        *(span.header_row - 1, span.first_column - 1, span.last_row - 1, span.last_column - 1),
        options
        | {
            "columns": [
                {"header": words, "header_format": look.style(style)} for words, style in heads
            ]
        },
    )


def _write_validation(sheet: Worksheet, validation: Validation) -> None:
    options: dict[str, Any] = {"error_type": "warning", "ignore_blank": True}
    if validation.title:
        options |= {"input_title": validation.title, "input_message": validation.message}
    options |= _criterion(validation)
    if validation.kind in WARNINGS:
        title, message = WARNINGS[validation.kind]
        options |= {"error_title": title, "error_message": message}
    sheet.data_validation(
        validation.first_row - 1,
        validation.first_column - 1,
        validation.last_row - 1,
        validation.last_column - 1,
        options,
    )


def _criterion(validation: Validation) -> dict[str, Any]:
    if validation.kind == "列表":
        written_out = ",".join(validation.choices)
        assert len(written_out) <= LIST_LIMIT, written_out
        return {"validate": "list", "source": validation.source or list(validation.choices)}
    if validation.kind == "文字":
        return {"validate": "any"}
    if validation.kind == "公式":
        return {"validate": "custom", "value": validation.source}
    if validation.kind == "日期":
        return {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    return {"validate": "decimal", "criteria": ">=", "value": 0}


def _write_condition(sheet: Worksheet, look: Look, condition: Condition) -> None:
    sheet.conditional_format(
        condition.first_row - 1,
        condition.first_column - 1,
        condition.last_row - 1,
        condition.last_column - 1,
        {
            "type": "formula",
            "criteria": f"={condition.formula}",
            "format": look.condition(condition.style),
        },
    )


def _put_objects(book: Workbook, sheet: Worksheet, plan: SheetPlan, live: Live) -> None:
    for button in plan.buttons:
        _put_button(sheet, plan, button)
    for chart in plan.charts:
        _put_chart(book, sheet, plan, chart, live)


def _put_button(sheet: Worksheet, plan: SheetPlan, button: Button) -> None:
    """In the middle of its row's height."""
    height = plan.heights.get(button.row, ROW_HEIGHT) * PIXELS_PER_POINT
    sheet.insert_button(
        button.row - 1,
        button.column - 1,
        {
            "macro": button.macro,
            "caption": button.caption,
            "width": button.width,
            "height": button.height,
            "x_offset": button.offset,
            "y_offset": max(0, int((height - button.height) / 2)),
        },
    )


def _put_chart(
    book: Workbook, sheet: Worksheet, plan: SheetPlan, planned: Chart, live: Live
) -> None:
    """No frame, grid or scale: what has no numbers shows its title and nothing else."""
    chart: Any = book.add_chart({"type": "column"})
    font = {"name": FONT, "size": 9, "color": "#404040"}
    (words, words_now), (numbers, numbers_now) = planned.categories, planned.values
    chart.add_series(
        {
            "categories": f"={plan.name}!{words}",
            "values": f"={plan.name}!{numbers}",
            "categories_data": words_now(live) or [" "],
            "values_data": [float(number) for number in numbers_now(live)] or [0],
            "fill": {"color": "#2F75B5"},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "#,##0;-#,##0;;", "font": font},
        }
    )
    title = plan.cells[planned.title][0]
    assert isinstance(title, Formula)
    chart.set_title(
        {
            "name": f"={plan.name}!{ref(*planned.title, fixed=True)}",
            "data": [title.twin(live)],
            "name_font": font | {"size": 11, "bold": True},
        }
    )
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_x_axis({"num_font": font, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": planned.width, "height": planned.height})
    at = {"x_offset": planned.offset, "y_offset": 4, "object_position": 2}
    sheet.insert_chart(planned.row - 1, planned.column - 1, chart, at)
