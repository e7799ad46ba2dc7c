"""Draws a sheet inside a test: small Markdown tables in, the grid a file would give out.

    sheet = draw("人民调解", '''
        | 指标     | 本期 | 概数 |
        | 受理纠纷 | 723  |      |

        纠纷类型
        | 类型 | 件数 |
        | 邻里 | 300  |
    ''')
    found(sheet)                    # the findings of a workbook with this sheet

Column A gets the hidden codes of the declared line; headers and figures that are not drawn are
there too, and blank.  The first table's first row is row 3 (``人民调解!C3`` above), the second
table's is row 103, the third's 203.  A cell reads ``723`` a number, ``'723`` a number typed as
text, ``2022-06-01`` a day, ``=723`` a formula with its result, ``=?`` one never calculated,
``#REF!`` an error value, ``~~5~~`` struck through.  A column 编码 writes the hidden code itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count

from sifa_xl import headers as h
from sifa_xl.checking import check
from sifa_xl.declarations import DRAFTS, WorkLine
from sifa_xl.domain import CellKind, Finding, Grid, GridCell
from sifa_xl.filled import Filled
from sifa_xl.forms import END_MARK, SHEET_MARK, TABLE_MARK
from sifa_xl.indicators import Indicators
from sifa_xl.line_sheets import OFF_ROW
from sifa_xl.lines import shipped
from sifa_xl.settings import SETTINGS
from sifa_xl.sheets import read_sheets

Line = type[WorkLine]
Row = list[str]

GAP = 100  # rows from one table's header to the next one's
OFF_LABEL = "本期有无此工作"
CODES = "编码"
FRONT = {  # sheets that are no work line: their code and their first table
    "首页": (h.HOME_SHEET, h.HOME),
    h.OUTLINE: (h.OUTLINE_SHEET, h.OUTLINE),
    h.TOPICS: (h.TOPICS_SHEET, h.TOPICS),
    h.PROBLEMS: (h.PROBLEMS_SHEET, h.PROBLEMS),
    h.PLANS: (h.PLANS_SHEET, h.PLANS),
    h.PHRASES: (h.PHRASES_SHEET, h.PHRASES),
    h.UNITS: (h.UNITS_SHEET, h.UNITS),
    h.UNIT_TABLE: (h.UNIT_TABLE_SHEET, h.UNIT_TABLE),
}
HOME = """
    | 项目     | 内容         |
    | 单位全称 | 某某县司法局 |
    | 单位简称 | 县司法局     |
    | 年份     | 2022         |
    | 期别     | 上半年       |
"""
_KINDS = (
    (r"-?\d+", CellKind.NUMBER, int),
    (r"-?\d+\.\d+", CellKind.NUMBER, float),
    (r"\d{4}-\d\d-\d\d", CellKind.DATE, date.fromisoformat),
    (r"#[A-Z/0]+[!?]?", CellKind.ERROR, str),
    (r"TRUE", CellKind.TRUTH, bool),
)


def line_named(title: str) -> Line:
    """The shipped line of that title."""
    return next(line for line in shipped() if line.title == title)


def draw(sheet: str | Line, text: str = "", *, without: Sequence[str] = ()) -> Grid:
    """The sheet of a work line, or 首页, 提纲 …; rows ``without`` are deleted ones."""
    line = line_named(sheet) if isinstance(sheet, str) and sheet not in FRONT else sheet
    title = line if isinstance(line, str) else line.title
    code, first = FRONT[line] if isinstance(line, str) else (line.code, h.DATA)
    cells = {(1, 1): read_cell(f"{SHEET_MARK}{code}"), (1, 2): read_cell(title)}
    drawn = {first: [], **dict(_tables(text, first))}
    blank = [name for name in _table_names(line) if name not in drawn]
    for name, top in zip(drawn, count(2, GAP), strict=False):
        _put(cells, top, line, name, drawn[name], without)
    for name, top in zip(blank, count(5002, GAP), strict=False):
        _put(cells, top, line, name, [], without)
    return Grid(title, {place: cell for place, cell in cells.items() if cell is not None})


def read(*sheets: Grid, lines: Sequence[Line] | None = None) -> Filled:
    """A workbook with these sheets, read; 首页, 提纲 and the rest are there and in order."""
    drawn = {grid.sheet for grid in sheets}
    front = [draw(name, HOME if name == "首页" else "") for name in FRONT if name not in drawn]
    known = lines if lines is not None else [x for x in shipped() if x.title in drawn]
    return read_sheets([*front, *sheets], known)


def found(*sheets: Grid, lines: Sequence[Line] | None = None) -> list[Finding]:
    """All findings of a workbook with these sheets."""
    filled = read(*sheets, lines=lines)
    return check(filled, Indicators(filled))


def only(code: str, findings: Sequence[Finding]) -> Finding:
    """The one finding with that code; fails when there is none or another."""
    (finding,) = [finding for finding in findings if finding.code == code]
    return finding


def codes(findings: Sequence[Finding]) -> list[str]:
    """Their codes, as listed."""
    return [finding.code for finding in findings]


def read_cell(text: str) -> GridCell | None:
    """What a drawn cell holds; None for a blank one."""
    if not text:
        return None
    if text == "=?":
        return GridCell(None, CellKind.UNCALCULATED, is_formula=True)
    struck = re.fullmatch(r"~~(.+)~~", text)
    if struck or text.startswith("="):
        inner = read_cell(struck[1] if struck else text[1:])
        assert inner is not None
        return inner._replace(is_formula=not struck, is_struck=bool(struck))
    for shape, kind, make in _KINDS:
        if re.fullmatch(shape, text):
            return GridCell(make(text), kind)
    return GridCell(text.removeprefix("'"), CellKind.TEXT)


def _tables(text: str, first: str) -> Iterator[tuple[str, list[Row]]]:
    name, rows = first, []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif line:
            if rows:
                yield name, rows
            name, rows = line, []
    if rows:
        yield name, rows


def _table_names(line: str | Line) -> list[str]:
    if isinstance(line, str):
        return [h.DRAFTS_TABLE] if line == h.OUTLINE else []
    return [h.RATES, *(split.name for split in line.splits), h.MEASURES, h.EXTRAS]


def _put(
    cells: dict[tuple[int, int], GridCell | None],
    top: int,
    line: str | Line,
    name: str,
    drawn: list[Row],
    without: Sequence[str],
) -> None:
    """One table: its header row ``top``, the drawn rows, the other declared ones, its end."""
    head, *rows = drawn or [[]]
    wanted, declared = _declared(line, name)
    shown = [header for header in head if header != CODES]
    headers = [*shown, *(header for header in wanted if header not in shown)]
    key = next((s.code for s in getattr(line, "splits", ()) if s.name == name), name)
    cells[top, 1] = read_cell(f"{TABLE_MARK}{key}")
    for column, header in enumerate(headers, 2):
        cells[top, column] = read_cell(header)
    labels = [row[0] for row in rows]
    known = {code for label, code in declared.items() if label in (*labels, *without)}
    left = {code: label for label, code in declared.items() if code not in known}
    rows += [[label] for label in left.values()]
    for row, texts in enumerate(rows, top + 1):
        typed = dict(zip(head or headers, texts, strict=False))
        cells[row, 1] = read_cell(typed.pop(CODES, declared.get(texts[0], "")))
        for header, text in typed.items():
            cells[row, 2 + headers.index(header)] = read_cell(text)
    cells[top + len(rows) + 1, 1] = read_cell(f"{END_MARK}{key}")


def _declared(line: str | Line, name: str) -> tuple[Sequence[str], dict[str, str]]:
    """The headers a table has in the workbook, and the codes of its rows by name and label."""
    if isinstance(line, str):
        settings = {s.label: s.code for s in SETTINGS} if name == h.HOME else {}
        return (*h.COLUMNS[name], *(DRAFTS if name == h.OUTLINE else ())), settings
    split = next((split for split in line.splits if split.name == name), None)
    if split is not None:
        return (split.by, *split.measures), {}
    rows = {h.DATA: line.figures, h.RATES: line.rates}.get(name, ())
    named = {words: row.code for row in rows for words in (row.name, row.label)}
    off = {OFF_LABEL: f"{line.code}.@{OFF_ROW}"} if name == h.DATA else {}
    return h.COLUMNS[name], off | named
