"""The 台账 sheets: real Excel tables with drop-downs, hidden until somebody wants them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sifa_xl import headers as h
from sifa_xl.book.fill import Fill, Typed
from sifa_xl.book.ledger_formulas import (
    FIRST_COLUMN,
    HEADER_ROW,
    LAST_ROW,
    all_names,
)
from sifa_xl.book.plan import CODE_COLUMN, Link, SheetPlan, TableSpan, Validation, ref
from sifa_xl.declarations import WorkLine
from sifa_xl.forms import SHEET_MARK, TABLE_MARK
from sifa_xl.ledger_columns import Column, Date, Identity, Pick, Quantity
from sifa_xl.ledgers import Ledger

LISTS = "台账选项"
SPARE_ROWS, MOST_CHOICES = 20, 18
OWN_WIDTH = 12
SCREEN_PIXELS, PIXELS_OF_A_CHARACTER, PIXELS_BESIDE = 1290, 7, 5  # of 1366, frame and bar off
WEIGHTS, PLACES = "身份证权数", "身份证位次"  # names of arrays: a validation may hold none itself
_NOTE = (
    "直接在表格下面接着填，可以排序、筛选、插入列，表头文字不要改。"
    "日期填成日期；姓名、证件等只留在本表，不会进入总结和提示。"
)


def ledger_plans(
    lines: Sequence[type[WorkLine]], home: SheetPlan, fill: Fill, tabs: Mapping[str, str]
) -> list[SheetPlan]:
    """The sheet of every ledger, then the lists of their drop-downs; names go with the lists."""
    owned = [(line, ledger) for line in lines for ledger in line.ledgers]
    if not owned:
        return []
    sheets = [ledger_plan(line, ledger, fill, tabs[line.theme]) for line, ledger in owned]
    ledgers = {ledger.code: ledger for _, ledger in owned}
    return [*sheets, _lists_plan(ledgers, all_names(home, ledgers))]


def ledger_plan(line: type[WorkLine], ledger: Ledger, fill: Fill, tab: str) -> SheetPlan:
    """The sheet of one ledger, with the rows of ``fill``."""
    sheet = SheetPlan(ledger.title, ledger.code, tab=tab, is_hidden=True)
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3}
    sheet.freeze = (HEADER_ROW, FIRST_COLUMN)
    sheet.mark(1, f"{SHEET_MARK}{ledger.code}")
    sheet.put(1, FIRST_COLUMN, ledger.title, "title")
    sheet.heights[1] = 30
    sheet.put(1, FIRST_COLUMN + 4, Link(f"{line.title}!B1", f"返回“{line.title}”"), "link")
    sheet.put(2, FIRST_COLUMN, f"{ledger.hint}{_NOTE}", "hint_plain")
    sheet.mark(HEADER_ROW, f"{TABLE_MARK}{ledger.code}")
    sheet.heights[HEADER_ROW] = 32
    rows = fill.rows(ledger.title, ledger.name)
    widths = _fitted(ledger.columns.values())
    for number, column in enumerate(ledger.columns.values(), FIRST_COLUMN):
        sheet.widths[number] = widths[number - FIRST_COLUMN]
        _put_column(sheet, number, ledger, column, rows)
    last = HEADER_ROW + len(rows) + SPARE_ROWS
    right = FIRST_COLUMN + len(ledger.columns) - 1
    for each in fill.rows(ledger.title, h.OWN_COLUMNS):
        right += 1
        _put_own_column(sheet, right, str(each.get(h.HEADER)), rows)
    sheet.table = TableSpan(f"台账_{ledger.name}", HEADER_ROW, FIRST_COLUMN, last, right)
    return sheet


def _put_column(
    sheet: SheetPlan,
    number: int,
    ledger: Ledger,
    column: Column,
    rows: Sequence[Mapping[str, Typed]],
) -> None:
    style = _style(column)
    sheet.column_styles[number] = style
    sheet.put(HEADER_ROW, number, column.header, "head")
    for row, typed in enumerate(rows, HEADER_ROW + 1):
        value = typed.get(column.label)  # asked for, so that the filling knows it has a place
        if value is not None:
            sheet.put(row, number, value, style)
    validation = _validation(ledger, column, number)
    if validation is not None:
        sheet.validations.append(validation)


def _put_own_column(
    sheet: SheetPlan, number: int, header: str, rows: Sequence[Mapping[str, Typed]]
) -> None:
    """A column that a clerk has added: nothing counts by it."""
    sheet.column_styles[number] = "ledger_text"
    sheet.widths[number] = OWN_WIDTH
    sheet.put(HEADER_ROW, number, header, "head")
    for row, typed in enumerate(rows, HEADER_ROW + 1):
        value = typed.get(header)
        if value is not None:
            style = "ledger_date" if isinstance(value, date) else "ledger_text"
            sheet.put(row, number, value, style)


def _style(column: Column) -> str:
    if isinstance(column, Date):
        return "ledger_date"
    if isinstance(column, Quantity):
        return "ledger_number"
    return "ledger_pick" if isinstance(column, Pick) else "ledger_text"


def _validation(ledger: Ledger, column: Column, number: int) -> Validation | None:
    cells = (HEADER_ROW + 1, number, LAST_ROW, number)
    if isinstance(column, Pick):
        return Validation(*cells, "列表", source=f"={list_name(ledger, column)}")
    if isinstance(column, Date):
        return Validation(*cells, "日期")
    if isinstance(column, Quantity):
        return Validation(*cells, "数字")
    if isinstance(column, Identity):
        return Validation(*cells, "公式", source=f"={_checksum(ref(HEADER_ROW + 1, number))}")
    return None


def _checksum(cell: str) -> str:
    digits = f"SUMPRODUCT(MID({cell},{PLACES},1)*{WEIGHTS})"
    check = f'MID("10X98765432",MOD({digits},11)+1,1)=UPPER(RIGHT({cell},1))'
    return f"IFERROR(AND(LEN({cell})=18,{check}),FALSE)"


def list_name(ledger: Ledger, column: Pick) -> str:
    """The name of a drop-down's list."""
    return f"选项_{ledger.name}_{column.label}"


def _lists_plan(ledgers: Mapping[str, Ledger], names: dict[str, str]) -> SheetPlan:
    """台账选项: one row a list; words added behind an open list appear in its drop-down."""
    sheet = SheetPlan(LISTS, h.LEDGER_LISTS_SHEET, tab="grey", is_hidden=True)
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3}
    sheet.mark(1, f"{SHEET_MARK}{h.LEDGER_LISTS_SHEET}")
    sheet.put(1, 2, "台账的下拉选项", "title")
    sheet.put(2, 2, "标“可加”的可以在右边接着添；其余各栏关系到计数，不要改", "hint_plain")
    sheet.names = names
    sheet.names |= {
        WEIGHTS: "={7;9;10;5;8;4;2;1;6;3;7;9;10;5;8;4;2}",
        PLACES: f"={{{';'.join(str(place) for place in range(1, 18))}}}",
    }
    row = HEADER_ROW - 1
    sheet.widths |= {2: 24, **dict.fromkeys(range(3, 3 + MOST_CHOICES), 8)}
    for ledger in ledgers.values():
        for column in ledger.columns.values():
            if isinstance(column, Pick):
                row += 1
                _put_list(sheet, row, ledger, column)
    return sheet


def _put_list(sheet: SheetPlan, row: int, ledger: Ledger, column: Pick) -> None:
    may_grow = "（可加）" if column.is_open else ""
    sheet.put(row, 2, f"{ledger.name}·{column.label}{may_grow}", "head")
    sheet.put_row(row, 3, list(column.choices), "plain")
    last = MOST_CHOICES if column.is_open else len(column.choices)
    first = ref(row, 3, fixed=True)
    target = f"{LISTS}!{first}:{ref(row, 2 + last, fixed=True)}"
    if column.is_open:
        target = f"{LISTS}!{first}:INDEX({target},MAX(1,COUNTA({target})))"
    sheet.names[list_name(ledger, column)] = f"={target}"


def _fitted(columns: Collection[Column]) -> list[float]:
    """The widths that show all columns on a screen, each narrowed alike where need be."""
    wanted = [column.width for column in columns]
    room = (SCREEN_PIXELS - PIXELS_BESIDE * len(wanted)) / PIXELS_OF_A_CHARACTER
    share = min(1.0, room / sum(wanted))
    return [round(width * share - 0.05, 1) for width in wanted]
