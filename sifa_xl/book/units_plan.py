"""填报单位 on paper: who delivers what by when, and the texts of 填报通知 and 催报 as formulas.

The words are those of ``unit_texts``, which is the formulas' twin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from sifa_xl import headers as h
from sifa_xl import unit_texts as t
from sifa_xl.book.fill import Fill
from sifa_xl.book.plan import CODE_COLUMN, Formula, Link, SheetPlan, Validation, quoted, ref
from sifa_xl.book.prose_plan import put_prose_table
from sifa_xl.filled import Unit
from sifa_xl.forms import SHEET_MARK
from sifa_xl.live import Live
from sifa_xl.wording import day_text

UNIT_ROWS = 60
HEADER_ROW, FIRST, LAST = 4, 5, 4 + UNIT_ROWS
ALL_NOTICE_ROW, ALL_REMINDER_ROW = 2, 3
OFFICE, KIND, LINES, CONTACT, PHONE, DUE, STATE, LACKING = 2, 3, 4, 5, 6, 7, 8, 9
NOTICE, REMINDER, DUE_TEXT, ALL, WAITED_FOR, SENT_BACK = 10, 11, 12, 13, 14, 15
PERIOD_CELL, OFFICE_CELL = ref(2, DUE_TEXT, fixed=True), ref(3, DUE_TEXT, fixed=True)
HIDDEN_HEADS = {DUE_TEXT: "截止文字", ALL: "名单", WAITED_FOR: "未报名单", SENT_BACK: "退回名单"}
WIDTHS = {2: 20, 3: 8, 4: 36, 5: 9, 6: 13, 7: 11, 8: 7, 9: 18, 10: 26, 11: 26}
NOTE = "业务线用顿号隔开，照业务表的名称写；通知和催报的话自动写好，点住一格复制，就能发到群里"
INSERTED = "表里插入了行，这几栏没有公式，名单不全：请把这一行的内容移到下面预留的空行"
_WANTED = ("@year", "@period", "@unit_short", "@unit_full")


class _Twin(Protocol):
    def __call__(self, live: Live, number: int) -> str: ...


def units_plan(fill: Fill, home: SheetPlan) -> SheetPlan:
    """The sheet; its texts take period and office from ``home``."""
    sheet = SheetPlan(h.UNITS, h.UNITS_SHEET, tab="grey", freeze=(HEADER_ROW, 2))
    sheet.is_protected = True
    sheet.hidden_columns = {CODE_COLUMN, *HIDDEN_HEADS}
    sheet.widths = {CODE_COLUMN: 3, **WIDTHS}
    sheet.mark(1, f"{SHEET_MARK}{h.UNITS_SHEET}")
    sheet.put(1, OFFICE, h.UNITS, "title")
    sheet.put(1, LINES, NOTE, "plain")
    sheet.put(1, NOTICE, Link(f"{quoted(h.UNIT_TABLE)}!B1", "分所表"), "link")
    sheet.put(1, REMINDER, Link("首页!B1", "返回首页"), "link")
    sheet.heights[1] = 30
    columns = {
        h.OFFICE: OFFICE,
        h.KIND: KIND,
        h.LINE: LINES,
        h.CONTACT: CONTACT,
        h.PHONE: PHONE,
        h.DUE: DUE,
        h.RETURN_STATE: STATE,
        h.LACKING: LACKING,
    }
    rows = fill.rows(h.UNITS, h.UNITS)
    put_prose_table(sheet, h.UNITS, HEADER_ROW, columns, rows, UNIT_ROWS)
    _put_validations(sheet)
    _put_head_texts(sheet, _cells_of(home))
    for row in range(FIRST, LAST + 1):
        _put_row_texts(sheet, row)
    return sheet


def _cells_of(home: SheetPlan) -> dict[str, str]:
    """The cells of 首页 that the texts refer to, by the code of the setting."""
    rows = {content: row for (row, column), (content, _) in home.cells.items() if column == 1}
    return {code: f"{quoted(home.name)}!{ref(rows[code], 3, fixed=True)}" for code in _WANTED}


def _put_validations(sheet: SheetPlan) -> None:
    for column, choices in ((KIND, h.UNIT_KINDS), (STATE, h.RETURN_STATES)):
        sheet.validations.append(Validation(FIRST, column, LAST, column, "列表", choices))
    sheet.validations.append(Validation(FIRST, DUE, LAST, DUE, "日期"))


def _put_head_texts(sheet: SheetPlan, home: Mapping[str, str]) -> None:
    """The texts to all, above the table, and the two words every text needs."""
    year, full, short = home["@year"], home["@unit_full"], home["@unit_short"]
    period = f'IF(LEN({year})=0,"",{year}&"年"&{home["@period"]})'
    bureau = f'IF(LEN({short})=0,{full},{short})&"{t.OFFICE}"'
    sheet.put(2, DUE_TEXT, Formula(period, _period), "computed")
    sheet.put(3, DUE_TEXT, Formula(bureau, _office), "computed")
    for row, code, words, formula, twin in (
        (ALL_NOTICE_ROW, "@notice", h.NOTICE, _notice_to_all(), _to_all(t.notice_to_all)),
        (ALL_REMINDER_ROW, "@reminder", h.REMINDER, _reminder_to_all(), _to_all(t.reminder_to_all)),
    ):
        sheet.mark(row, code)
        sheet.put(row, OFFICE, f"{words}（发全体）", "label")
        sheet.merge(row, KIND, REMINDER, Formula(formula, twin), "computed_text")
        sheet.heights[row] = 66


def _put_row_texts(sheet: SheetPlan, row: int) -> None:
    if row == FIRST:
        for column, words in ((NOTICE, h.NOTICE), (REMINDER, h.REMINDER), *HIDDEN_HEADS.items()):
            style = "code" if column in HIDDEN_HEADS else "head"
            sheet.put(HEADER_ROW, column, words, style)
    number = row - HEADER_ROW
    due = f'IF(ISNUMBER({ref(row, DUE)}),MONTH({ref(row, DUE)})&"月"&DAY({ref(row, DUE)})&"日",'
    texts: dict[int, tuple[str, _Twin]] = {
        NOTICE: (_notice(row), _notice_of),
        REMINDER: (_reminder(row), _reminder_of),
        DUE_TEXT: (f"{due}TRIM({ref(row, DUE)}))", _due_of),
        ALL: (_chain(row, ALL, _named(row)), _all_of),
        WAITED_FOR: (_chain(row, WAITED_FOR, _is_waited_for(row)), _waited_for_of),
        SENT_BACK: (_chain(row, SENT_BACK, _is_sent_back(row)), _sent_back_of),
    }
    for column, (text, twin) in texts.items():
        style = "computed" if column in HIDDEN_HEADS else "computed_line"
        sheet.put(row, column, Formula(text, partial(twin, number=number)), style)


# ------------------------------------------------------------------------ formulas


def _trim(row: int, column: int) -> str:
    return f"TRIM({ref(row, column)})"


def _named(row: int) -> str:
    return f"LEN({_trim(row, OFFICE)})>0"


def _has_returned(row: int) -> str:
    state = ref(row, STATE)
    return f'OR({state}="{h.RETURNED}",{state}="{h.RETURNED_LATE}")'


def _is_sent_back(row: int) -> str:
    return f'AND({_named(row)},{ref(row, STATE)}="{h.SENT_BACK}")'


def _is_waited_for(row: int) -> str:
    back = f'{ref(row, STATE)}="{h.SENT_BACK}"'
    return f"AND({_named(row)},NOT({_has_returned(row)}),NOT({back}))"


def _chain(row: int, column: int, condition: str) -> str:
    """All units down to this row that fulfil it: Excel 2010 has no TEXTJOIN."""
    above = "" if row == FIRST else f"{ref(row - 1, column)}&"
    due = ref(row, DUE_TEXT)
    named = f'"、"&{_trim(row, OFFICE)}&IF(LEN({due})>0,"（"&{due}&"）","")'
    return f'{above}IF({condition},{named},"")'


def _head(row: int) -> tuple[str, str]:
    """``高村司法所（张三）`` and what follows it: the period and the lines."""
    contact, lines = _trim(row, CONTACT), _trim(row, LINES)
    return f'{_trim(row, OFFICE)}&IF(LEN({contact})>0,"（"&{contact}&"）","")', (
        f'{PERIOD_CELL}&IF(LEN({lines})>0,{lines},"{t.SOME_LINES}")'
    )


def _notice(row: int) -> str:
    addressed, what = _head(row)
    due = ref(row, DUE_TEXT)
    by = f'IF(LEN({due})>0,{due}&"{t.BEFORE}","{t.SOON}")'
    text = (
        f'{addressed}&"{t.FILL}"&{what}&"{t.FIGURES}"&{by}&"{t.REPORT}"&{OFFICE_CELL}&"。{t.HOW}"'
    )
    return f'IF({_named(row)},{text},"")'


def _reminder(row: int) -> str:
    addressed, what = _head(row)
    lacking, due = _trim(row, LACKING), ref(row, DUE_TEXT)
    until = f'IF(LEN({due})>0,"（{t.DUE}"&{due}&"）","")'
    why = f'IF(LEN({lacking})>0,"："&{lacking},"")'
    back = f'"{t.SENT_BACK}"&{until}&{why}&"{t.MEND}{t.AGAIN}"'
    missing = f'IF(LEN({lacking})>0,"{t.LACKS}"&{lacking},"{t.NOT_YET}")&{until}&"{t.HURRY}"'
    told = f'IF({ref(row, STATE)}="{h.SENT_BACK}",{back},{missing})'
    text = f'{addressed}&"："&{what}&{told}&{OFFICE_CELL}&"。"'
    return f'IF(AND({_named(row)},NOT({_has_returned(row)})),{text},"")'


def _column(column: int) -> str:
    return f"{ref(FIRST, column, fixed=True)}:{ref(LAST, column, fixed=True)}"


def _complete(text: str) -> str:
    """``text``, unless a row was inserted that has no formulas: its unit would be left out."""
    units, told = f"LEN(TRIM({_column(OFFICE)}))>0", f"LEN({_column(NOTICE)})>0"
    nobody = f'IF(SUMPRODUCT(--({units}))=0,"",'
    return f'{nobody}IF(SUMPRODUCT(--({units}))>SUMPRODUCT(--({told})),"{INSERTED}",{text}))'


def _notice_to_all() -> str:
    units = f"MID({ref(LAST, ALL)},2,9999)"
    return _complete(
        f'"{t.ALL_HEAD}"&{PERIOD_CELL}&"{t.ALL_FIGURES}"&{OFFICE_CELL}&"。{t.ALL_UNITS}"'
        f'&{units}&"。{t.HOW}"'
    )


def _reminder_to_all() -> str:
    names, states = _column(OFFICE), _column(STATE)
    due = f"SUMPRODUCT(--(LEN(TRIM({names}))>0))"
    late = f'({states}="{h.RETURNED}")+({states}="{h.RETURNED_LATE}")'
    returned = f"SUMPRODUCT((LEN(TRIM({names}))>0)*({late}))"
    waited_for, back = ref(LAST, WAITED_FOR), ref(LAST, SENT_BACK)
    lists = "&".join(
        f'IF(LEN({cell})>0,"{words}"&MID({cell},2,9999)&"。","")'
        for cell, words in ((waited_for, t.WAITED_FOR), (back, t.TO_MEND))
    )
    some = f'"{t.UNITS_HAVE}"&{returned}&"个。"&{lists}&"{t.ALL_HURRY}"&{OFFICE_CELL}&"。"'
    head = f'{PERIOD_CELL}&"{t.TABLE}"&{due}&"{t.DUE_FROM}"'
    return _complete(f'{head}&IF({returned}={due},"{t.ALL_IN}",{some})')


# --------------------------------------------------------------------------- twins


def _period(live: Live) -> str:
    return t.period_text(live.indicators.filled.settings)


def _office(live: Live) -> str:
    return t.office(live.indicators.filled.settings)


def _to_all(write: Callable[..., str]) -> Callable[[Live], str]:
    return partial(_all_text, write=write)


def _all_text(live: Live, write: Callable[..., str]) -> str:
    filled = live.indicators.filled
    return write(filled.units, filled.settings)


def _unit(live: Live, number: int) -> Unit | None:
    return next((u for u in live.indicators.filled.units if u.number == number), None)


def _notice_of(live: Live, number: int) -> str:
    unit = _unit(live, number)
    return t.notice(unit, live.indicators.filled.settings) if unit else ""


def _reminder_of(live: Live, number: int) -> str:
    unit = _unit(live, number)
    return t.reminder(unit, live.indicators.filled.settings) if unit else ""


def _due_of(live: Live, number: int) -> str:
    unit = _unit(live, number)
    return day_text(unit.due) if unit and unit.due else ""


def _chained(live: Live, number: int, wanted: Callable[[Unit], bool]) -> str:
    units = live.indicators.filled.units
    return "".join(f"、{t.with_due(u)}" for u in units if u.number <= number and wanted(u))


def _all_of(live: Live, number: int) -> str:
    return _chained(live, number, lambda unit: True)


def _waited_for_of(live: Live, number: int) -> str:
    return _chained(live, number, t.is_waited_for)


def _sent_back_of(live: Live, number: int) -> str:
    return _chained(live, number, lambda unit: unit.state == h.SENT_BACK)
