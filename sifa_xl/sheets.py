"""Grids -> one filled workbook: recognises the sheets and reads 首页, 提纲 and the prose sheets.

A sheet is recognised by its hidden code, so it may be renamed, moved or hidden.  What cannot be
read is a finding at its cell; nothing is guessed and nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sifa_xl import __version__
from sifa_xl import headers as h
from sifa_xl.answers import read_answers
from sifa_xl.cells import Reading, read_choice, read_date, read_number, read_text
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Grid, Level, Place, State
from sifa_xl.editions import read_edition
from sifa_xl.filled import DraftRow, Filled, OutlineRow
from sifa_xl.forms import Form, Record, Table, pick_form, read_form
from sifa_xl.ledger_reading import mark_counted, read_ledgers
from sifa_xl.line_sheets import read_line
from sifa_xl.rows import Rows
from sifa_xl.settings import (
    BOLD_NONE,
    FONT_SCHEMES,
    LATIN_FONTS,
    LINE_PITCHES,
    SETTINGS,
    Setting,
    Settings,
)
from sifa_xl.unit_sheets import read_unit_table, read_units
from sifa_xl.wanted_sheets import OPTIONAL, wanted_sheets


def read_sheets(grids: Sequence[Grid], lines: Sequence[type[WorkLine]]) -> Filled:
    """Everything typed in the workbook, with the findings of the reading itself.

    A missing 首页 gives default settings and a finding; a missing line's sheet is a finding.
    """
    rows = Rows()
    known = [form for grid in grids if (form := read_form(grid)) is not None]
    rows.edition = read_edition(grids)
    _report_newer(rows)
    forms = _recognise(known, grids, lines, rows)
    settings = _read_settings(forms.get(h.HOME_SHEET), rows)
    rows.year = settings.year
    filled = Filled(settings)
    for line in lines:
        form = forms.get(line.code)
        if form is not None:
            filled.lines[line.code] = read_line(line, form, rows)

    def table(sheet: str, key: str, *more: str) -> Table | None:
        return rows.table(forms.get(sheet), key, (*h.COLUMNS[key], *more))

    read_ledgers(filled, known, rows)
    for code in (h.OUTLINE_SHEET, h.TOPICS_SHEET, h.PROBLEMS_SHEET, h.PLANS_SHEET):
        rows.report_hidden(forms.get(code))
    filled.outline = _read_outline(table(h.OUTLINE_SHEET, h.OUTLINE, *h.DRAFTS), rows)
    filled.drafts = _read_drafts(table(h.OUTLINE_SHEET, h.DRAFTS_TABLE), rows)
    filled.topics = rows.measures(table(h.TOPICS_SHEET, h.TOPICS))
    filled.problems = rows.measures(table(h.PROBLEMS_SHEET, h.PROBLEMS))
    filled.plans = rows.measures(table(h.PLANS_SHEET, h.PLANS))
    filled.phrases = _read_phrases(table(h.PHRASES_SHEET, h.PHRASES), rows)
    filled.units = read_units(table(h.UNITS_SHEET, h.UNITS), rows, lines)
    read_unit_table(forms.get(h.UNIT_TABLE_SHEET), rows, lines, filled)
    mark_counted(filled)
    found = pick_form(known, h.FINDINGS_SHEET, h.FINDINGS)
    filled.answers = read_answers(found.tables.get(h.FINDINGS) if found else None)
    _report_notes(grids, rows)
    filled.findings = rows.findings
    return filled


def _recognise(
    known: Sequence[Form], grids: Sequence[Grid], lines: Sequence[type[WorkLine]], rows: Rows
) -> dict[str, Form]:
    """The forms by sheet code; of two with one code the one with the proper name wins."""
    wanted = wanted_sheets(known, rows.edition, lines)
    found: dict[str, list[Form]] = {}
    for form in known:
        found.setdefault(form.code, []).append(form)
    forms = {}
    for code, title in {**wanted, **OPTIONAL}.items():
        chosen = _choose(found.get(code, []), title, rows)
        if chosen is not None:
            forms[code] = chosen
        elif code not in found and code in wanted:
            is_line = any(line.code == code for line in lines)
            _report_missing(title, grids, rows, is_new=is_line and rows.is_new(code))
    return forms


def _choose(candidates: list[Form], title: str, rows: Rows) -> Form | None:
    """The one form to use; a copy that cannot be told from its original is a finding."""
    if len(candidates) > 1:
        exact = [form for form in candidates if form.sheet == title]
        names = "、".join(f"“{form.sheet}”" for form in candidates)
        used = f"按“{title}”读取" if exact else "都没有读取"
        level = Level.VERIFY if exact else Level.ERROR
        message = (
            f"{names}都像是“{title}”表，{used}。处理：只留一张，多余的删除（先核对哪张是最新的）"
        )
        rows.report("B-03", level, Place(candidates[0].sheet, 1, 1), title, message)
        candidates = exact[:1]
    if not candidates:
        return None
    form = candidates[0]
    if form.grid.is_hidden and form.code not in OPTIONAL:
        message = f"“{form.sheet}”表是隐藏的，仍按有效数据读取。处理：不需要它时选“{h.OFF}”"
        rows.report("B-08", Level.HINT, Place(form.sheet, 1, 1), title, message)
    rows.report_hiding(form)
    return form


def _report_newer(rows: Rows) -> None:
    if rows.edition is not None and rows.edition.is_newer_than(__version__):
        message = (
            f"这本工作簿由更新的程序（{rows.edition.version}）生成，本机的程序是{__version__}，"
            "新增的内容读不到。处理：更新本机的程序后再检查"
        )
        rows.report("B-13", Level.ERROR, Place("首页", 1, 1), "程序版本", message)


def _report_notes(grids: Sequence[Grid], rows: Rows) -> None:
    """What the reader saw and passed over: comments, pictures, links to other workbooks."""
    for grid in grids:
        form = read_form(grid) if grid.notes else None
        if form is None or form.code != h.GUIDE_SHEET:
            for note in grid.notes:
                rows.report("B-15", Level.HINT, Place(grid.sheet, 1, 1), grid.sheet, note)


def _report_missing(title: str, grids: Sequence[Grid], rows: Rows, *, is_new: bool) -> None:
    same_name = [grid.sheet for grid in grids if grid.sheet.strip() == title]
    if same_name:
        message = (
            f"“{title}”表的隐藏编码列（A列）被删掉了，认不出各行，整张表没有读取。"
            "处理：撤销删除，或从备份、空白母版里把A列整列复制回来"
        )
        rows.report("B-02", Level.ERROR, Place(title, 1, 1), title, message)
        return
    if is_new:
        message = (
            f"这本工作簿是早先的母版，没有这一版新增的“{title}”表。"
            f"处理：有这项工作的写在“{h.TOPICS}”表，或换用新母版"
        )
        rows.report("B-12", Level.HINT, Place("首页", 1, 1), title, message)
        return
    message = f"缺少“{title}”表。处理：从备份或空白母版里把这张表移回来"
    rows.report("B-01", Level.ERROR, Place(title, 1, 1), title, message)


def _read_settings(form: Form | None, rows: Rows) -> Settings:
    table = rows.table(form, h.HOME, h.COLUMNS[h.HOME])
    if table is None:
        return Settings()
    by_code = {record.code: record for record in table.records}
    values: dict[str, object] = {}
    places: dict[str, Place] = {}
    for setting in SETTINGS:
        record = by_code.get(setting.code)
        if record is None or h.CONTENT not in record.columns:
            continue
        places[setting.code] = record.place(h.CONTENT)
        value = _setting_value(setting, record, values, rows)
        if value is not None:
            values[setting.code.removeprefix("@")] = value
    if "unit_short" not in values and "unit_full" in values:
        places["@unit_short"] = places["@unit_full"]  # the full name stands in for the short one
    return _settings(values, places)


def _setting_value(
    setting: Setting, record: Record, earlier: dict[str, object], rows: Rows
) -> object | None:
    cell = record.cells.get(h.CONTENT)
    if setting.kind in ("选项", "期别"):
        reading = read_choice(cell, setting.choices)
    elif setting.kind == "日期":
        year = earlier.get("year")
        reading = read_date(cell, int(year) if isinstance(year, Decimal) else None)
    elif setting.kind == "年份":
        reading = _read_year(read_number(cell, ("年",), hedged=False))
    else:
        reading = read_text(cell)
    if reading.state is State.UNREADABLE:
        message = f"{setting.label}{reading.problem}"
        rows.report("V-01", Level.ERROR, record.place(h.CONTENT), setting.label, message)
    return reading.value if reading.state is State.KNOWN else None


def _read_year(reading: Reading) -> Reading:
    value = reading.value
    if not isinstance(value, Decimal):
        return reading
    if value != int(value) or not 2000 <= value <= 2099:
        return Reading(state=State.UNREADABLE, problem="不是四位年份。处理：填四位数字，如 2022")
    return reading


def _settings(values: dict[str, object], places: dict[str, Place]) -> Settings:
    year = values.get("year")
    cutoff, signed = values.get("cutoff"), values.get("signed")

    def words(name: str, default: str = "") -> str:
        return str(values.get(name, default))

    return Settings(
        unit_full=words("unit_full"),
        unit_short=words("unit_short") or words("unit_full"),
        region_word=words("region_word", "县"),
        year=int(year) if isinstance(year, Decimal) else None,
        period_name=words("period", "上半年"),
        cutoff=cutoff if isinstance(cutoff, date) else None,
        signed=signed if isinstance(signed, date) else None,
        leaders=words("leaders"),
        guides=words("guides"),
        focus=words("focus"),
        dates_note=words("dates_note"),
        layout=words("layout", "主题式"),
        compares=words("compare") == "是",
        draft=words("draft", h.DRAFTS[0]),
        fonts=words("fonts", FONT_SCHEMES[0]),
        digits=words("digits", LATIN_FONTS[0]),
        pitch=words("pitch", LINE_PITCHES[0]),
        bold=words("bold", BOLD_NONE),
        has_seal=words("seal") == "是",
        attachments=words("attachments"),
        reporter=words("reporter"),
        places=places,
    )


def _read_outline(table: Table | None, rows: Rows) -> list[OutlineRow]:
    found = []
    for record in table.filled() if table else ():
        row = OutlineRow(
            level=rows.choice(record, h.LEVEL, (h.LEVEL_ONE, h.LEVEL_TWO)),
            heading=rows.text(record, h.HEADING),
            content=rows.text(record, h.BLOCK),
            own_text=rows.text(record, h.OWN_TEXT),
            lengths={draft: rows.choice(record, draft, h.LENGTHS) for draft in h.DRAFTS},
            place=Place(record.sheet, record.row, min(record.columns.values())),
            heading_place=rows.place(record, h.HEADING),
            text_place=rows.place(record, h.OWN_TEXT),
            numbers_checked=rows.choice(record, h.NUMBERS_CHECKED, ("是", "否")) == "是",
        )
        if row.heading or row.content or row.own_text:
            found.append(row)
    return found


def _read_drafts(table: Table | None, rows: Rows) -> dict[str, DraftRow]:
    drafts = {}
    for record in table.filled() if table else ():
        name = rows.text(record, h.DRAFT)
        drafts[name] = DraftRow(
            draft=name,
            title=rows.text(record, h.TITLE),
            addressee=rows.text(record, h.ADDRESSEE),
            opening=rows.text(record, h.OPENING),
            places={key: rows.place(record, key) for key in (h.TITLE, h.ADDRESSEE, h.OPENING)},
        )
    return drafts


def _read_phrases(table: Table | None, rows: Rows) -> list[tuple[str, int | None, int | None]]:
    found = []
    for record in table.filled() if table else ():
        text = rows.text(record, h.PHRASE)
        years = [rows.whole(record, key) for key in (h.YEAR_FROM, h.YEAR_TO)]
        if text:
            found.append((text, years[0], years[1]))
    return found
