"""A unit's return on paper: 首页 reduced to what the unit needs, and the sheets of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sifa_xl import __version__
from sifa_xl import headers as h
from sifa_xl.book.addresses import UNIT_TOTAL, LineAddresses
from sifa_xl.book.fill import Fill
from sifa_xl.book.front_plan import put_status
from sifa_xl.book.ledger_plan import ledger_plans
from sifa_xl.book.line_plan import line_plan
from sifa_xl.book.plan import CODE_COLUMN, Content, SheetPlan
from sifa_xl.book.result_plan import definition_plan, findings_plan, guide_plan
from sifa_xl.book.styles import THEME_TABS
from sifa_xl.book.unit_table_plan import unit_table_stub
from sifa_xl.declarations import WorkLine
from sifa_xl.filled import Unit
from sifa_xl.forms import END_MARK, SHEET_MARK, TABLE_MARK
from sifa_xl.settings import REPORTER, SETTINGS, Settings
from sifa_xl.unit_texts import notice, period_text

GUIDE_FILE = "填报说明.txt"
STEPS = "①　核对单位和时间　　　②　到各表填黄格　　　③　存盘，原样发回"
# what stands on 首页, in this order, and is filled already
SHOWN = (REPORTER, "@unit_full", "@unit_short", "@region_word", "@year", "@period", "@cutoff")
LAST_CHECK = (9, 10)  # of the table of lines: the unit has no button to check with
HINTS = {
    REPORTER: "填这份表的单位",
    "@unit_full": "这份表报到哪里",
    "@year": "与实际不符的，先联系司法局办公室",
    "@cutoff": "数字算到这一天；空着的算到期末",
}


def plan_return(
    lines: Sequence[type[WorkLine]], unit: Unit, settings: Settings, templates: Path
) -> list[SheetPlan]:
    """Every sheet of the workbook that ``unit`` fills for ``lines``, in tab order.

    Raises:
        TemplateProblem: 填报说明.txt is missing.
    """
    blank = Fill()
    tabs = {line.theme: THEME_TABS[n % len(THEME_TABS)] for n, line in enumerate(lines)}
    planned = [(line, *line_plan(line, blank, tabs[line.theme], is_return=True)) for line in lines]
    for _, sheet, _ in planned:
        sheet.hidden_columns.add(UNIT_TOTAL)  # nobody reports to this unit
    placed = [(line, at) for line, _, at in planned]
    blocks = [f"{line.title}·{section.block}" for line in lines for section in line.outline]
    home = _home(placed, unit, settings)
    return [
        home,
        *(sheet for _, sheet, _ in planned),
        *_shown(ledger_plans(lines, home, blank, tabs)),
        guide_plan(templates, GUIDE_FILE),
        findings_plan(),
        unit_table_stub(),
        definition_plan(placed, __version__, blocks or [""]),
    ]


def _shown(ledgers: Sequence[SheetPlan]) -> Sequence[SheetPlan]:
    """The 台账 sheets stand open, for nobody looks for a hidden one; their lists stay away."""
    for sheet in ledgers:
        sheet.is_hidden = sheet.code == h.LEDGER_LISTS_SHEET
    return ledgers


def _home(
    lines: Sequence[tuple[type[WorkLine], LineAddresses]], unit: Unit, settings: Settings
) -> SheetPlan:
    sheet = SheetPlan("首页", h.HOME_SHEET, tab="blue", is_protected=True)
    sheet.hidden_columns = {CODE_COLUMN, *LAST_CHECK}
    sheet.widths = {CODE_COLUMN: 3, 2: 18, 3: 40, 4: 12, 5: 12, 6: 12, 7: 12, 8: 12, 9: 16, 10: 16}
    sheet.mark(1, f"{SHEET_MARK}{h.HOME_SHEET}")
    sheet.merge(1, 2, 10, f"{unit.name}{period_text(settings)}上报表", "title_big")
    sheet.heights[1] = 42
    sheet.merge(2, 2, 10, STEPS, "steps")
    sheet.heights[2] = 30
    sheet.merge(3, 2, 10, notice(unit, settings), "note_text")
    sheet.heights[3] = 38
    sheet.mark(5, f"{TABLE_MARK}{h.HOME}")
    sheet.put_row(5, 2, [h.ITEM, h.CONTENT], "head")
    sheet.merge(5, 4, 10, h.HINT, "head")
    row = 5
    for code in SHOWN:
        row += 1
        _put_setting(sheet, row, code, unit, settings)
    sheet.mark(row + 1, f"{END_MARK}{h.HOME}")
    put_status(sheet, row + 3, lines)
    return sheet


def _put_setting(sheet: SheetPlan, row: int, code: str, unit: Unit, settings: Settings) -> None:
    """Locked: a return is made for one unit and one period."""
    contents: dict[str, Content] = {
        REPORTER: unit.name,
        "@unit_full": settings.unit_full,
        "@unit_short": settings.unit_short,
        "@region_word": settings.region_word,
        "@year": settings.year,
        "@period": settings.period_name,
        "@cutoff": settings.cutoff,
    }
    content = contents[code]
    label = next(setting.label for setting in SETTINGS if setting.code == code)
    sheet.mark(row, code)
    sheet.put(row, 2, label, "label")
    sheet.put(row, 3, content, "fixed_date" if isinstance(content, date) else "fixed_left")
    sheet.merge(row, 4, 10, HINTS.get(code), "hint")
