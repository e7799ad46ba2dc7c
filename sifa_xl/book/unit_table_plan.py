"""分所表 on paper: what each unit gave for each figure, for figures that come by voice or photo.

A unit's column is known by its name in the header, a figure's row by its hidden code.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sifa_xl import headers as h
from sifa_xl.book import units_plan as units
from sifa_xl.book.fill import Fill, Typed
from sifa_xl.book.plan import (
    CODE_COLUMN,
    Condition,
    Content,
    Formula,
    Link,
    SheetPlan,
    Validation,
    quoted,
    ref,
)
from sifa_xl.declarations import Count, WorkLine
from sifa_xl.domain import Approx, State, column_letters
from sifa_xl.forms import END_MARK, NOTE_MARK, SHEET_MARK, TABLE_MARK
from sifa_xl.live import ASK_CHECK, PENDING, Live, Shown
from sifa_xl.unit_sheets import OWN_HEADERS

UNIT_COLUMNS = 40
HEADER_ROW = 4
LINE, FIGURE, UNIT, APPROX, TOTAL, FIRST_UNIT = 2, 3, 4, 5, 6, 7
LAST_UNIT = FIRST_UNIT + UNIT_COLUMNS - 1
NAMES = "单位名单"  # the defined name of the names on 填报单位
NOTE = (
    "电话、照片报来的数填在这里：表头从下拉框选单位名称，一列一个单位；空着表示还没有报，"
    "确为零填0。分所合计会进各业务表。"
)
FOLD_NOTE = (
    "选填的指标和没有单位填的业务线折叠着：点左边的“＋”展开；点不动时选中上下两行，右键“取消隐藏”。"
)


def unit_table_plan(lines: Sequence[type[WorkLine]], fill: Fill) -> SheetPlan:
    """The sheet with every figure of ``lines``; units of ``fill`` have their columns already."""
    sheet = SheetPlan(h.UNIT_TABLE, h.UNIT_TABLE_SHEET, tab="grey", is_protected=True)
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3, LINE: 14, FIGURE: 25, UNIT: 6, APPROX: 6, TOTAL: 10}
    sheet.widths |= dict.fromkeys(range(FIRST_UNIT, LAST_UNIT + 1), 9)
    sheet.freeze = (HEADER_ROW, TOTAL)
    sheet.mark(1, f"{SHEET_MARK}{h.UNIT_TABLE_SHEET}")
    sheet.put(1, LINE, h.UNIT_TABLE, "title")
    sheet.put(1, FIGURE, Link(f"{quoted(h.UNITS)}!B1", h.UNITS), "link")
    sheet.put(1, TOTAL, Link("首页!B1", "返回首页"), "link")
    sheet.heights[1] = 30
    sheet.put(2, LINE, NOTE, "plain")
    sheet.put(3, LINE, FOLD_NOTE, "plain")
    names = _put_head(sheet, lines, fill)
    row = HEADER_ROW
    for line in lines:
        row = _put_line(sheet, row + 1, line, names, fill)
    sheet.mark(row + 1, f"{END_MARK}{h.UNIT_TABLE}")
    _put_rules(sheet, row)
    sheet.names[NAMES] = f"={quoted(h.UNITS)}!{_names_on_units()}"
    return sheet


def unit_table_stub() -> SheetPlan:
    """The sheet without rows, never seen: a unit's return has formulas that look it up."""
    sheet = SheetPlan(h.UNIT_TABLE, h.UNIT_TABLE_SHEET, is_hidden=True, is_very_hidden=True)
    sheet.mark(1, f"{SHEET_MARK}{h.UNIT_TABLE_SHEET}")
    sheet.mark(HEADER_ROW, f"{TABLE_MARK}{h.UNIT_TABLE}")
    sheet.put_row(HEADER_ROW, LINE, list(OWN_HEADERS), "code")
    sheet.mark(HEADER_ROW + 1, f"{END_MARK}{h.UNIT_TABLE}")
    return sheet


def total_of(row: int) -> str:
    """The 分所合计 of the figure whose code stands in ``row`` of this very sheet, ``""`` if none.

    Looked up by code in whole columns: inserted rows, moved rows and other lines do not matter.
    """
    table, totals = quoted(h.UNIT_TABLE), column_letters(TOTAL)
    found = f"MATCH({ref(row, CODE_COLUMN, fixed=True)},{table}!$A:$A,0)"
    return f'IFERROR(INDEX({table}!${totals}:${totals},{found}),"")'


def shown_total(live: Live, code: str) -> Shown:
    """What the cell 分所合计 of a figure shows: the sum, 待定, 请点检查 or nothing."""
    total = live.indicators.filled.unit_total(code)
    if total is None:
        return ""
    if total.state is State.PENDING:
        return PENDING
    if total.value is None or total.is_text:
        return ASK_CHECK
    return int(total.value) if total.value == int(total.value) else total.value


def _put_head(sheet: SheetPlan, lines: Sequence[type[WorkLine]], fill: Fill) -> list[str]:
    """The header row; returns the names of the units that have a column from the start."""
    sheet.mark(HEADER_ROW, f"{TABLE_MARK}{h.UNIT_TABLE}")
    heads: list[Content] = list(OWN_HEADERS)
    sheet.put_row(HEADER_ROW, LINE, heads, "head")
    sheet.heights[HEADER_ROW] = 46
    names = [
        str(row.get(h.OFFICE, ""))
        for row in fill.rows(h.UNITS, h.UNITS)
        if row.get(h.KIND) in h.PLACE_KINDS
    ]
    for line in lines:
        for figure in line.figures:
            names += fill.row(h.UNIT_TABLE, line.title, figure.name)
    names = [name for name in dict.fromkeys(names) if name and name not in OWN_HEADERS]
    for number in range(UNIT_COLUMNS):
        name = names[number] if number < len(names) else None
        sheet.put(HEADER_ROW, FIRST_UNIT + number, name, "head_input")
    return names


def _put_line(
    sheet: SheetPlan, row: int, line: type[WorkLine], names: list[str], fill: Fill
) -> int:
    """A line's title and its figures; returns the last row."""
    sheet.mark(row, NOTE_MARK)
    sheet.put(row, LINE, Link(f"{quoted(line.title)}!B1", line.title), "link_section")
    for column in range(FIGURE, LAST_UNIT + 1):
        sheet.put(row, column, None, "section")
    typed = {f.code: fill.row(h.UNIT_TABLE, line.title, f.name) for f in line.figures}
    is_open = any(typed.values()) or _is_reported(line, fill)
    for figure in line.figures:
        row += 1
        _put_figure(sheet, row, line, figure, names, typed[figure.code])
        if not is_open or not (figure.shown or typed[figure.code]):
            sheet.folded.add(row)
    return row


def _is_reported(line: type[WorkLine], fill: Fill) -> bool:
    """True when a unit of the list has the line, or there is no list yet."""
    rows = [r for r in fill.rows(h.UNITS, h.UNITS) if r.get(h.KIND) in h.PLACE_KINDS]
    return not rows or any(line.title in str(row.get(h.LINE, "")) for row in rows)


def _put_figure(
    sheet: SheetPlan,
    row: int,
    line: type[WorkLine],
    figure: Count,
    names: list[str],
    typed: dict[str, Typed],
) -> None:
    sheet.mark(row, figure.code)
    sheet.put(row, LINE, line.title, "fixed_text")
    star = "★" if figure.star else ""
    sheet.put(row, FIGURE, f"{star}{figure.label}", "label_star" if star else "label")
    sheet.put(row, UNIT, figure.unit, "fixed_center")
    sheet.put(row, APPROX, typed.get(h.APPROX), "input_center")
    sheet.put(row, TOTAL, _total(row, figure), "computed_money" if figure.places else "computed")
    for number in range(UNIT_COLUMNS):
        value = typed.get(names[number]) if number < len(names) else None
        style = "input_money" if figure.places else "input"
        sheet.put(row, FIRST_UNIT + number, value, style)


def _total(row: int, figure: Count) -> Formula:
    cells = f"{ref(row, FIRST_UNIT)}:{ref(row, LAST_UNIT)}"
    text = (
        f'IF(COUNTIF({cells},"{PENDING}")>0,"{PENDING}",'
        f'IF(COUNTA({cells})>COUNT({cells}),"{ASK_CHECK}",'
        f'IF(COUNT({cells})>0,SUM({cells}),"")))'
    )
    return Formula(text, partial(shown_total, code=figure.code))


def _put_rules(sheet: SheetPlan, last: int) -> None:
    """Drop-downs and warnings; a name that 填报单位 does not have turns red."""
    first = HEADER_ROW + 1
    hedges = tuple(str(approx) for approx in Approx if approx)
    sheet.validations += [
        Validation(HEADER_ROW, FIRST_UNIT, HEADER_ROW, LAST_UNIT, "列表", source=f"={NAMES}"),
        Validation(first, APPROX, last, APPROX, "列表", hedges),
        Validation(first, FIRST_UNIT, last, LAST_UNIT, "数字"),
    ]
    name = ref(HEADER_ROW, FIRST_UNIT)
    is_unknown = f"AND(LEN({name})>0,COUNTIF({NAMES},{name})=0)"
    sheet.conditions += [
        Condition(HEADER_ROW, FIRST_UNIT, HEADER_ROW, LAST_UNIT, is_unknown, "bad"),
        Condition(first, TOTAL, last, TOTAL, f'{ref(first, TOTAL)}="{PENDING}"', "pending"),
        Condition(first, TOTAL, last, TOTAL, f'{ref(first, TOTAL)}="{ASK_CHECK}"', "ask"),
    ]


def _names_on_units() -> str:
    first, last = (
        ref(units.FIRST, units.OFFICE, fixed=True),
        ref(units.LAST, units.OFFICE, fixed=True),
    )
    return f"{first}:{last}"
