"""Declarations -> workbook: plans every sheet, reads its own plan, writes it with cached values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from sifa_xl import __version__
from sifa_xl.book import prose_plan as prose
from sifa_xl.book import result_plan as results
from sifa_xl.book.analysis_plan import analysis_plans
from sifa_xl.book.carried_plan import carried_plans
from sifa_xl.book.collect_plan import collect_plans
from sifa_xl.book.fill import Fill
from sifa_xl.book.front_plan import home_plan, outline_plan
from sifa_xl.book.ledger_plan import ledger_plans
from sifa_xl.book.line_plan import line_plan
from sifa_xl.book.macro_plan import macro_texts_plan, xlwings_plan
from sifa_xl.book.macros import WORKBOOK, macro_project
from sifa_xl.book.plan import SheetPlan
from sifa_xl.book.ribbon import add_ribbon
from sifa_xl.book.rulebook_plan import rulebook_plan
from sifa_xl.book.sheet_maker import Look, write_sheet
from sifa_xl.book.styles import THEME_TABS
from sifa_xl.book.unit_table_plan import unit_table_plan
from sifa_xl.book.units_plan import units_plan
from sifa_xl.declarations import WorkLine
from sifa_xl.indicators import Indicators
from sifa_xl.live import Live
from sifa_xl.outline import all_blocks, default_rows
from sifa_xl.sheets import read_sheets

BUILT_ON = datetime(2024, 1, 1)  # fixed, so that two builds give the same bytes


def plan_book(
    lines: Sequence[type[WorkLine]],
    fill: Fill,
    templates: Path,
    phrases: Sequence[tuple[str, str, str]],
    *,
    has_macros: bool = False,
) -> list[SheetPlan]:
    """Every sheet of the workbook, in tab order; ``has_macros`` puts buttons on them."""
    tabs = _tabs_of_themes(lines)
    planned = [
        (line, *line_plan(line, fill, tabs[line.theme], has_macros=has_macros)) for line in lines
    ]
    placed = [(line, at) for line, _, at in planned]
    rows = default_rows(lines, templates)
    home = home_plan(placed, fill, has_macros=has_macros)
    return [
        home,
        outline_plan(rows, fill),
        *(sheet for _, sheet, _ in planned),
        prose.topics_plan(fill),
        prose.problems_plan(fill),
        prose.plans_plan(fill),
        units_plan(fill, home),
        unit_table_plan(lines, fill),
        prose.phrases_plan(phrases, fill),
        *ledger_plans(lines, home, fill, tabs),
        *analysis_plans(lines, fill),
        *carried_plans(fill),
        *_result_plans(),
        *([results.self_test_plan()] if has_macros else []),
        results.catalogue_plan(placed),
        rulebook_plan(lines),
        results.guide_plan(templates),
        results.definition_plan(
            placed, __version__, all_blocks(lines, rows), has_macros=has_macros
        ),
        *([macro_texts_plan(), xlwings_plan()] if has_macros else []),
    ]


def _result_plans() -> list[SheetPlan]:
    written = [results.summary_plan(), results.findings_plan(), results.sources_plan()]
    return [*written, results.changes_plan(), *collect_plans()]


def build(
    lines: Sequence[type[WorkLine]],
    fill: Fill,
    templates: Path,
    phrases: Sequence[tuple[str, str, str]],
    *,
    has_macros: bool = False,
) -> bytes:
    """A whole .xlsx or .xlsm; every formula carries the value Python computes from typed cells.

    Raises:
        TemplateProblem: 提纲.toml or 填表说明.txt cannot be read.
        DefinitionProblem: the macros do not fit the workbook.
        FileProblem: the filling names what the workbook does not have.
    """
    plans = plan_book(lines, fill, templates, phrases, has_macros=has_macros)
    fill.refuse_unknown()
    filled = read_sheets([plan.grid() for plan in plans], lines)
    project = macro_project(plans) if has_macros else None
    return write_book(plans, Live(Indicators(filled)), project)


def write_book(plans: Sequence[SheetPlan], live: Live, macros: bytes | None = None) -> bytes:
    """The planned sheets as an .xlsx file, or with a ``vbaProject.bin`` as an .xlsm."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "default_date_format": "yyyy/m/d"})
    book.set_properties({"title": "司法行政工作总结", "author": "", "created": BUILT_ON})
    book.set_calc_mode("auto")
    look = Look(book)
    for plan in plans:
        sheet = write_sheet(book, look, plan, live)
        if macros is not None:
            sheet.set_vba_name(plan.code_name)
    if macros is not None:
        project: Any = BytesIO(macros)  # XlsxWriter takes a stream and declares a path
        book.add_vba_project(project, is_stream=True)
        book.set_vba_name(WORKBOOK)
    book.worksheets()[0].activate()
    book.close()
    return target.getvalue() if macros is None else add_ribbon(target.getvalue())


def _tabs_of_themes(lines: Sequence[type[WorkLine]]) -> dict[str, str]:
    themes = list(dict.fromkeys(line.theme for line in lines))
    return {theme: THEME_TABS[number % len(THEME_TABS)] for number, theme in enumerate(themes)}
