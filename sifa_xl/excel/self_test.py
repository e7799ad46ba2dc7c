"""自检 in the clerk's own Excel: what the machine can do, and the port tried on a scratch sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sifa_xl import headers as h
from sifa_xl.clicking import LONGEST_MESSAGE, Outcome, Progress, shortened
from sifa_xl.doctor import report
from sifa_xl.domain import CellKind, Grid
from sifa_xl.errors import FileProblem
from sifa_xl.excel.light_xlwings import refusals
from sifa_xl.excel.live_book import LiveBook
from sifa_xl.forms import SHEET_MARK, TABLE_MARK
from sifa_xl.result_sheets import forms_of, put
from sifa_xl.results import ResultTable

SCRATCH = "自检试写"
TEXTS = ("001", "=1+1", "110101199001011234", "2024-1-2", "1/2", "TRUE", "50%", "两行\n文字")
TEXT, COUNT, BLANK = "文字", "数", "空"
DAY = datetime(2022, 6, 30)
MARKS = {"✓": "正常", "✗": "不行", "·": "供参考"}
_HEADER_ROW = 3


def self_test(book: Any, folder: Path | None, progress: Progress) -> Outcome:
    """Look at machine and Excel; the lines go into the sheet 自检 to be copied."""
    progress("正在自检…")
    lines = [*report(folder), *excel_lines(book)]
    broken = [line for line in lines if line.startswith("✗")]
    verdict = f"自检做完，有{len(broken)}项不行：" if broken else "自检做完，没有发现不行的地方。"
    live = LiveBook(book)
    try:
        place = (put(_table(lines), forms_of(live), live), "B1")
        live.save()
        where = f"结果都在“{h.SELF_TEST}”表，可以复制。"
    except FileProblem as problem:  # an older workbook has no such sheet
        place, where = None, f"结果没有写进表里：{problem}"
    message = "\n".join([verdict, *broken, where])
    return Outcome(shortened(message, LONGEST_MESSAGE), bool(broken), place)


def excel_lines(book: Any) -> Iterator[str]:
    """What the clerk's own Excel does with what is written to it, and how long it takes."""
    yield f"·　Excel {getattr(book.app, 'version', '')}"
    started = perf_counter()
    live = LiveBook(book)
    cells = sum(len(live.grid(sheet).cells) for sheet in live.sheets())
    yield f"·　读完{len(live.sheets())}张表（{cells}格）用了{perf_counter() - started:.1f}秒"
    try:
        with _scratch(book) as name:
            yield from _trial(book, name)
    except refusals():
        yield "✗　Excel 没有让试写。请取消“保护工作簿”，结束正在编辑的单元格，再试一次"
    except FileProblem as problem:
        yield f"✗　试写没有做成：{problem}"


@contextmanager
def _scratch(book: Any) -> Iterator[str]:
    """A result sheet that is gone afterwards, whatever happens."""
    before = book.sheets.active
    if SCRATCH in [sheet.name for sheet in book.sheets]:
        book.sheets[SCRATCH].delete()  # left by an Excel that was killed
    sheet = book.sheets.add(SCRATCH, after=book.sheets[len(book.sheets) - 1])
    try:
        sheet.range("A1").value = f"{SHEET_MARK}SCRATCH"
        head = [f"{TABLE_MARK}{SCRATCH}", TEXT, COUNT, BLANK]
        sheet.range(f"A{_HEADER_ROW}").value = [head]
        sheet.range("F1").value = DAY
        yield sheet.name
    finally:
        sheet.delete()
        before.activate()


def _trial(book: Any, name: str) -> Iterator[str]:
    started = perf_counter()
    live = LiveBook(book)
    rows = [{TEXT: text, COUNT: number, BLANK: None} for number, text in enumerate(TEXTS, 1)]
    live.put_table(name, rows, {(0, TEXT): f"{name}!A1"})
    live.save()
    grid = LiveBook(book).grid(name)
    yield from _compared(grid)
    yield f"·　试写、读回用了{perf_counter() - started:.2f}秒"


def _compared(grid: Grid) -> Iterator[str]:
    for number, text in enumerate(TEXTS, 1):
        row = _HEADER_ROW + number
        there = grid.cells.get((row, 2))
        shown = text.replace("\n", "↵")
        is_same = there is not None and (there.kind, there.value) == (CellKind.TEXT, text)
        yield _line(is_same, f"文字“{shown}”写进去，读出来一样", f"文字“{shown}”写进去变了样")
    numbers = [grid.cells.get((_HEADER_ROW + n, 3)) for n in range(1, len(TEXTS) + 1)]
    are_same = [cell.value if cell else None for cell in numbers] == [*range(1, len(TEXTS) + 1)]
    yield _line(are_same, "数写进去，读出来一样", "数写进去变了样")
    blanks = [place for place in grid.cells if place[0] > _HEADER_ROW and place[1] == 4]
    yield _line(not blanks, "空格仍是空格", "空格写进去变了样")
    day = grid.cells.get((1, 6))
    is_day = day is not None and (day.kind, day.value) == (CellKind.DATE, DAY)
    yield _line(is_day, "日期读出来一样", "日期读出来变了样")


def _line(is_fine: bool, fine: str, broken: str) -> str:
    return f"✓　{fine}" if is_fine else f"✗　{broken}，请把这张表发给维护人员"


def _table(lines: list[str]) -> ResultTable:
    table = ResultTable(h.SELF_TEST_SHEET, h.SELF_TEST)
    for number, line in enumerate(lines, 1):
        result = MARKS.get(line[:1])
        item = line[1:].strip() if result else line
        table.rows.append({h.NUMBER: number, h.ITEM: item, h.RESULT: result or MARKS["·"]})
    return table
