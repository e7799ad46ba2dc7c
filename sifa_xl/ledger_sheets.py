"""A 台账 sheet -> its rows; found by the header's words, wherever columns and rows went."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sifa_xl.bounds import LEDGER_ROWS, refuse_over
from sifa_xl.cells import read_choice, read_date, read_number, read_text
from sifa_xl.domain import CellKind, Finding, Grid, GridCell, Level, Place, State
from sifa_xl.forms import TABLE_MARK, Form
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
        header_row = next(
            (row for row, code in form.codes.items() if code == f"{TABLE_MARK}{ledger.code}"), None
        )
        many = Many(ledger.title)
        if header_row is None:
            message = (
                f"“{form.sheet}”表的表头行（A列有编码的那一行）找不到了，没有读取。"
                "处理：撤销删除，或从备份、空白母版里把表头行复制回来"
            )
            many.report("B-02", Level.ERROR, Place(form.sheet, 1, 1), ledger.title, message)
            self.findings += many.findings()
            return None
        table = LedgerTable(ledger, form.sheet, header_row, {})
        by_column, rows = _below(form.grid, header_row)
        _find_columns(table, form.grid, many, has_rows=bool(rows))
        own = set(table.columns.values())
        filled = {
            row
            for column in own
            for row, cell in by_column.get(column, {}).items()
            if cell.kind is not CellKind.TEXT or str(cell.value).strip()
        }
        table.rows = sorted(filled)
        self._row_count += len(table.rows)
        refuse_over("各台账的行数", self._row_count, LEDGER_ROWS, "请把往年的行移到别的工作簿")
        for label, number in table.columns.items():
            cells = by_column.get(number, {})
            table.values[label] = _read_column(table, ledger[label], cells, many)
        self.findings += many.findings()
        return table


def _below(grid: Grid, header_row: int) -> tuple[dict[int, Cells], set[int]]:
    """The filled cells below the header by column, and the rows they stand in."""
    by_column: dict[int, Cells] = {}
    for (row, column), cell in grid.cells.items():
        if row > header_row:
            by_column.setdefault(column, {})[row] = cell
    return by_column, {row for cells in by_column.values() for row in cells}


def _find_columns(table: LedgerTable, grid: Grid, many: Many, *, has_rows: bool) -> None:
    words: dict[str, int] = {}
    doubled: list[tuple[str, int]] = []
    header = table.header_row
    for (_, column), cell in sorted((k, c) for k, c in grid.cells.items() if k[0] == header):
        word = str(cell.value).strip() if cell.kind is CellKind.TEXT else ""
        if word in words:
            doubled.append((word, column))
        words.setdefault(word, column)
    for own in table.ledger.columns.values():
        if own.header in words:
            table.columns[own.label] = words[own.header]
        elif has_rows:
            message = f"台账的表头“{own.header}”找不到了，这一列没有读取。处理：恢复表头文字"
            many.report("B-02", Level.ERROR, Place(grid.sheet, header, 2), own.label, message)
    for word, number in doubled:
        if any(word == column.header for column in table.ledger.columns.values()):
            message = f"台账的表头“{word}”出现了两次，只读左边一列。处理：删去或改名多余的一列"
            many.report("B-07", Level.ERROR, Place(grid.sheet, header, number), word, message)


def _read_column(table: LedgerTable, column: Column, cells: Cells, many: Many) -> list[LedgerValue]:
    """The column's values, one for each row; equal cells are read once."""
    known: dict[tuple[object, ...], tuple[LedgerValue, str]] = {}
    values: list[LedgerValue] = []
    for index, row in enumerate(table.rows):
        cell = cells.get(row)
        if cell is None:
            values.append(None)
            continue
        key = (cell.value, cell.kind.value, type(cell.value))
        if key not in known:
            known[key] = _read_cell(column, cell)
        value, problem = known[key]
        values.append(value)
        if problem:
            level = Level.ERROR if value is UNREAD else Level.HINT
            code = "V-01" if value is UNREAD else "V-02"
            many.report(code, level, table.place(index, column.label), column.label, problem)
    return values


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
