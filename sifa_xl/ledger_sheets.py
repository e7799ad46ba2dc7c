"""A 台账 sheet -> its rows; found by the header's words, wherever columns and rows went."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sifa_xl.bounds import LEDGER_ROWS, refuse_over
from sifa_xl.cells import read_choice, read_date, read_number, read_text
from sifa_xl.domain import CellKind, Finding, Grid, GridCell, Level, Place, State
from sifa_xl.forms import Form, Table
from sifa_xl.ledger_columns import Column, Date, Identity, Pick, Quantity, Tag
from sifa_xl.ledger_conditions import UNREAD, LedgerValue, day_of, serial
from sifa_xl.ledger_tables import LedgerTable
from sifa_xl.ledgers import Ledger
from sifa_xl.many_findings import Many

Cells = dict[int, GridCell]

_NO_DAY = "不是日期，没有计入。处理：填日期，如 2022/6/25"


class LedgerReader:
    """Reads the ledgers of one workbook; what cannot be read goes into ``findings``."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._row_count = 0

    def read(self, ledger: Ledger, form: Form) -> LedgerTable | None:
        """The rows, or None where the header row is gone."""
        many = Many(ledger.title)
        head = form.tables.get(ledger.code)
        if head is None:
            message = (
                f"“{form.sheet}”表的表头行（A列有编码的那一行）找不到了，没有读取。"
                "处理：撤销删除，或从备份、空白母版里把表头行复制回来"
            )
            many.report("B-02", Level.ERROR, Place(form.sheet, 1, 1), ledger.title, message)
            self.findings += many.findings()
            return None
        words = head.columns
        columns = {c.label: words[c.header] for c in ledger.columns.values() if c.header in words}
        table = LedgerTable(ledger, form.sheet, head.header_row, columns)
        cells = _below(form.grid, table)
        table.rows = _filled_rows(table, cells)
        self._row_count += len(table.rows)
        refuse_over("各台账的行数", self._row_count, LEDGER_ROWS, "请把往年的行移到别的工作簿")
        _report_columns(table, head, many)
        for label in columns:
            table.values[label] = _read_column(table, ledger[label], cells[label], many)
        self.findings += many.findings()
        return table


def _below(grid: Grid, table: LedgerTable) -> dict[str, Cells]:
    """The cells below the header, by label and row."""
    found: dict[str, Cells] = {label: {} for label in table.columns}
    by_number = {number: found[label] for label, number in table.columns.items()}
    header_row = table.header_row
    for (row, column), cell in grid.cells.items():
        target = by_number.get(column)
        if target is not None and row > header_row:
            target[row] = cell
    return found


def _filled_rows(table: LedgerTable, cells: dict[str, Cells]) -> list[int]:
    """The rows that hold anything; blank texts, such as formulas leave, are nothing."""
    dated = set(cells.get(table.ledger.anchor, ()))
    others = {row for column in cells.values() for row in column if row not in dated}
    blank = {
        row
        for row in others | {row for row in dated if _is_blank(cells[table.ledger.anchor][row])}
        if not any(row in column and not _is_blank(column[row]) for column in cells.values())
    }
    return sorted((dated | others) - blank)


def _is_blank(cell: GridCell) -> bool:
    return cell.kind is CellKind.TEXT and not str(cell.value).strip()


def _report_columns(table: LedgerTable, head: Table, many: Many) -> None:
    place = table.header_place("")
    for column in table.ledger.columns.values():
        if column.label not in table.columns and table.rows:
            message = f"台账的表头“{column.header}”找不到了，这一列没有读取。处理：恢复表头文字"
            many.report("B-02", Level.ERROR, place, column.label, message)
        if column.header in head.doubled_headers:
            message = (
                f"台账的表头“{column.header}”出现了两次，只读左边一列。处理：删去或改名多余的一列"
            )
            many.report("B-07", Level.ERROR, place, column.label, message)


def _read_column(table: LedgerTable, column: Column, cells: Cells, many: Many) -> list[LedgerValue]:
    """The column's values, one for each row; equal cells are read once."""
    texts: dict[object, tuple[LedgerValue, str]] = {}
    others: dict[object, tuple[LedgerValue, str]] = {}
    values: list[LedgerValue] = []
    for index, row in enumerate(table.rows):  # a hundred thousand times: no call that can be saved
        cell = cells.get(row)
        if cell is None:
            values.append(None)
            continue
        is_text = cell[1] is CellKind.TEXT
        known, key = (texts, cell[0]) if is_text else (others, (cell[1]._value_, cell[0]))
        found = known.get(key)
        if found is None:
            found = known[key] = _read_cell(column, cell)
        values.append(found[0])
        if found[1]:
            _report(table, column, index, found, many)
    return values


def _report(
    table: LedgerTable, column: Column, index: int, found: tuple[LedgerValue, str], many: Many
) -> None:
    value, problem = found
    place = table.place(index, column.label)
    if value is UNREAD:
        many.report("V-01", Level.ERROR, place, column.label, problem)
    else:
        many.report("V-02", Level.HINT, place, column.label, problem)


def _read_cell(column: Column, cell: GridCell) -> tuple[LedgerValue, str]:
    """The value and, where there is something to say, the sentence about it.

    What Excel's formulas would not count is not counted here either, and told.
    """
    if isinstance(column, Date):
        return _read_day(column, cell)
    if isinstance(column, Quantity):
        return _read_quantity(column, cell)
    if isinstance(column, Pick):
        return _read_pick(column, cell)
    return _read_words(column, cell)


def _read_day(column: Column, cell: GridCell) -> tuple[LedgerValue, str]:
    value = cell.value
    if cell.kind is CellKind.DATE and isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if day_of(serial(day)) is not None:
            return day, ""
    elif cell.kind is CellKind.NUMBER and isinstance(value, int | float):
        found = day_of(value)
        if found is not None:
            return found, f"{column.label}是日期，单元格格式却不是。处理：把这一列设为日期格式"
    reading = read_date(cell, None)
    if isinstance(reading.value, date):
        return UNREAD, (
            f"{column.label}写成了文字或数字，不是日期，公式和程序都没有计入。"
            "处理：把这一格设为日期格式后重新填写"
        )
    if reading.state is State.BLANK:
        return UNREAD, f"{column.label}不是日期，没有计入。处理：没有日期的清空这一格"
    return UNREAD, _told(
        column, reading.problem or "不是日期，没有计入。处理：填日期，如 2022/6/25"
    )


def _read_quantity(column: Quantity, cell: GridCell) -> tuple[LedgerValue, str]:
    reading = read_number(cell, (column.unit,), hedged=False)
    if cell.kind is CellKind.NUMBER and isinstance(reading.value, Decimal):
        return reading.value, ""
    if isinstance(reading.value, Decimal):
        return UNREAD, (
            f"{column.label}的数字写成了文字，公式和程序都没有计入。处理：只填数字，不写单位"
        )
    if reading.state is State.BLANK:
        return UNREAD, f"{column.label}不是数字，没有计入。处理：没有数的清空这一格"
    return UNREAD, _told(column, reading.problem or "不是数字，没有计入。处理：只填数字")


def _read_pick(column: Pick, cell: GridCell) -> tuple[LedgerValue, str]:
    if cell.kind is CellKind.TEXT and cell.value in column.choices:
        return str(cell.value), ""
    if cell.kind is CellKind.TEXT and not str(cell.value).strip():
        return UNREAD, f"{column.label}只有空格。处理：清空这一格"
    reading = read_choice(cell, column.choices)
    if reading.value in column.choices:
        meant = str(reading.value) if column.tag is Tag.OPEN else ""
        told = f"应写成“{meant}”" if meant else "写法与选项不同"
        return UNREAD, (
            f"{column.label}{told}（多了空格或用了全角），公式和程序都没有计入。处理：从下拉框里选"
        )
    words = read_text(cell)
    if column.is_open and isinstance(words.value, str):
        return words.value, ""
    listed = "、".join(column.choices)
    return UNREAD, f"{column.label}不在选项里，没有计入。处理：从下拉框里选（{listed}）"


def _read_words(column: Column, cell: GridCell) -> tuple[LedgerValue, str]:
    if isinstance(column, Identity) and cell.kind is CellKind.NUMBER:
        return UNREAD, f"{column.label}存成了数字，后几位已经丢失。处理：设为文本格式后重新填写"
    if cell.kind is CellKind.TEXT and isinstance(cell.value, str) and len(cell.value) < 200:
        words = cell.value.strip()
        if words and words != cell.value and column.tag is Tag.OPEN:
            # COUNTIFS sees the spaces, too
            return cell.value, f"{column.label}前后有空格，“分析”表不能归到一起。处理：删去空格"
        return (words, "") if words else (UNREAD, f"{column.label}只有空格。处理：清空这一格")
    reading = read_text(cell)
    if isinstance(reading.value, str):
        return reading.value, ""
    if reading.state is State.BLANK:
        return UNREAD, f"{column.label}只有空格。处理：清空这一格"
    return UNREAD, _told(column, reading.problem)


def _told(column: Column, problem: str) -> str:
    """The problem of the cell; a column that is not 可聚合 does not show what stands there."""
    if column.tag is Tag.OPEN:
        return f"{column.label}{problem}"
    return f"{column.label}的内容读不懂。处理：清空这一格，再重新填写"
