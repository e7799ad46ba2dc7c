"""Declarations -> workbook: plans every sheet, reads its own plan, writes it with cached values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sifa_xl import __version__
from sifa_xl.book import prose_plan as prose
from sifa_xl.book import result_plan as results
from sifa_xl.book.fill import Fill
from sifa_xl.book.front_plan import home_plan, outline_plan
from sifa_xl.book.line_plan import line_plan
from sifa_xl.book.plan import CODE_COLUMN, Content, Formula, Link, SheetPlan, Validation
from sifa_xl.book.rulebook_plan import rulebook_plan
from sifa_xl.book.styles import CONDITIONS, STYLES, TABS, THEME_TABS, base
from sifa_xl.declarations import WorkLine
from sifa_xl.indicators import Indicators
from sifa_xl.live import Live
from sifa_xl.outline import all_blocks, default_rows
from sifa_xl.sheets import read_sheets

BUILT_ON = datetime(2024, 1, 1)  # fixed, so that two builds give the same bytes
ROW_HEIGHT = 19
LIST_LIMIT = 255  # Excel's limit for a drop-down written out in the cell
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


def plan_book(
    lines: Sequence[type[WorkLine]],
    fill: Fill,
    templates: Path,
    phrases: Sequence[tuple[str, str, str]],
    *,
    has_macros: bool = False,
) -> list[SheetPlan]:
    """Every sheet of the workbook, in tab order; ``has_macros`` puts buttons on them."""
    themes = list(dict.fromkeys(line.theme for line in lines))
    tabs = {theme: THEME_TABS[number % len(THEME_TABS)] for number, theme in enumerate(themes)}
    planned = [
        (line, *line_plan(line, fill, tabs[line.theme], has_macros=has_macros)) for line in lines
    ]
    placed = [(line, at) for line, _, at in planned]
    rows = default_rows(lines, templates)
    return [
        home_plan(placed, fill, has_macros=has_macros),
        outline_plan(rows, fill),
        *(sheet for _, sheet, _ in planned),
        prose.topics_plan(fill),
        prose.problems_plan(fill),
        prose.plans_plan(fill),
        prose.units_plan(fill),
        prose.phrases_plan(phrases, fill),
        results.summary_plan(),
        results.findings_plan(),
        results.sources_plan(),
        *([results.self_test_plan()] if has_macros else []),
        results.catalogue_plan(placed),
        rulebook_plan(lines),
        results.guide_plan(templates),
        results.definition_plan(placed, __version__, all_blocks(lines, rows)),
    ]


def build(
    lines: Sequence[type[WorkLine]],
    fill: Fill,
    templates: Path,
    phrases: Sequence[tuple[str, str, str]],
) -> bytes:
    """A whole .xlsx; every formula carries the value Python computes from the typed cells.

    Raises:
        TemplateProblem: 提纲.toml or 填表说明.txt cannot be read.
    """
    plans = plan_book(lines, fill, templates, phrases)
    filled = read_sheets([plan.grid() for plan in plans], lines)
    return write_book(plans, Live(Indicators(filled)))


def write_book(plans: Sequence[SheetPlan], live: Live) -> bytes:
    """The planned sheets as an .xlsx file."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "default_date_format": "yyyy/m/d"})
    book.set_properties({"title": "司法行政工作总结", "author": "", "created": BUILT_ON})
    book.set_calc_mode("auto")
    look = _Look(book)
    for plan in plans:
        _write_sheet(book, look, plan, live)
    book.worksheets()[0].activate()
    book.close()
    return target.getvalue()


class _Look:
    """Formats by style name, made when first wanted."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[str, Any] = {}

    def style(self, name: str) -> Any:
        return self._format(name, {**base(), **STYLES[name]})

    def condition(self, name: str) -> Any:
        return self._format(f"?{name}", CONDITIONS[name])

    def _format(self, key: str, properties: dict[str, Any]) -> Any:
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]


def _write_sheet(book: Workbook, look: _Look, plan: SheetPlan, live: Live) -> None:
    sheet: Worksheet = book.add_worksheet(plan.name)
    plan.fit_rows(lambda style: bool(STYLES[style].get("text_wrap")))
    _set_frame(sheet, plan, look)
    merged = {(row, column): last for row, column, _, last in plan.merges}
    for (row, column), (content, style) in plan.cells.items():
        if (row, column) in merged:
            last = merged[row, column]
            sheet.merge_range(row - 1, column - 1, row - 1, last - 1, "", look.style(style))
        _write_cell(sheet, row - 1, column - 1, content, look.style(style), live)
    for validation in plan.validations:
        _write_validation(sheet, validation)
    for condition in plan.conditions:
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
    for name, target in plan.names.items():
        book.define_name(name, target)


def _set_frame(sheet: Worksheet, plan: SheetPlan, look: _Look) -> None:
    sheet.hide_gridlines(2)
    sheet.set_default_row(ROW_HEIGHT)
    for column, width in plan.widths.items():
        hidden = {"hidden": 1} if column in plan.hidden_columns else {}
        sheet.set_column(column - 1, column - 1, width, look.style("plain"), hidden)
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
        sheet.set_row(row - 1, None, None, {"hidden": True})
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


def _write_validation(sheet: Worksheet, validation: Validation) -> None:
    options: dict[str, Any] = {"error_type": "warning", "ignore_blank": True}
    if validation.title:
        options |= {"input_title": validation.title, "input_message": validation.message}
    if validation.kind == "列表":
        written_out = ",".join(validation.choices)
        assert len(written_out) <= LIST_LIMIT, written_out
        options |= {"validate": "list", "source": validation.source or list(validation.choices)}
        options |= {
            "error_title": "不在选项里",
            "error_message": "请从下拉框里选。确实要这样填，点“是”。",
        }
    elif validation.kind == "日期":
        options |= {
            "validate": "date",
            "criteria": ">=",
            "value": date(2000, 1, 1),
            "error_title": "不像日期",
            "error_message": "请填日期，如 2022/6/25。确实要这样填，点“是”。",
        }
    else:
        options |= {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "请核对",
            "error_message": "一般填不小于0的数字。写“60余万元”“待定”也认得，点“是”即可。",
        }
    sheet.data_validation(
        validation.first_row - 1,
        validation.first_column - 1,
        validation.last_row - 1,
        validation.last_column - 1,
        options,
    )
