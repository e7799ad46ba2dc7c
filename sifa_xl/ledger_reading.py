"""The 台账 sheets among all sheets -> the ledgers of a filled workbook."""

from __future__ import annotations

from collections.abc import Sequence

from sifa_xl import headers as h
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Level, Place
from sifa_xl.filled import Filled
from sifa_xl.forms import Form, is_ledger, pick_form
from sifa_xl.ledger_sheets import LedgerReader
from sifa_xl.ledgers import Ledger
from sifa_xl.rows import Rows


def read_ledgers(filled: Filled, forms: Sequence[Form], rows: Rows) -> None:
    """Put the rows of every ledger of a line in use into ``filled``.

    A workbook without ledger sheets is an older one, or a clerk who keeps none: nothing is missing.
    """
    reader = LedgerReader()
    by_code: dict[str, list[Form]] = {}
    for each in forms:
        if is_ledger(each.code):
            by_code.setdefault(each.code, []).append(each)
    for data in filled.lines.values():
        for ledger in data.line.ledgers:
            form = _choose(by_code.get(ledger.code, []), ledger, data.line, rows)
            table = reader.read(ledger, form) if form else None
            if table is not None and not data.is_off:
                filled.ledgers[ledger.code] = table
    filled.analysed = _picked(pick_form(forms, h.ANALYSIS_SHEET, h.ANALYSIS))
    rows.findings += reader.findings


def mark_counted(filled: Filled) -> None:
    """Tell each line whether units or a ledger give it figures: then it is not empty."""
    for data in filled.lines.values():
        has_units = any(figure.code in filled.unit_values for figure in data.line.figures)
        tables = (filled.ledgers.get(ledger.code) for ledger in data.line.ledgers)
        data.has_counts = has_units or any(table and table.rows for table in tables)


def _picked(form: Form | None) -> str:
    """The ledger picked on 分析; a sheet that was changed picks none."""
    table = form.tables.get(h.ANALYSIS) if form else None
    for record in table.records if table else ():
        if record.code == h.PICKED and h.PICKED in record.cells:
            return str(record.cells[h.PICKED].value).strip()
    return ""


def _choose(
    candidates: list[Form], ledger: Ledger, line: type[WorkLine], rows: Rows
) -> Form | None:
    """The sheet to read; of copies the one with the proper name, and if none has it, none."""
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    exact = [form for form in candidates if form.sheet == ledger.title]
    names = "、".join(f"“{form.sheet}”" for form in candidates)
    used = f"按“{ledger.title}”读取" if exact else "都没有读取"
    level = Level.VERIFY if exact else Level.ERROR
    message = f"{names}都像是“{ledger.title}”表，{used}。处理：只留一张，多余的删除"
    rows.report("B-03", level, Place(candidates[0].sheet, 1, 1), line.title, message)
    return exact[0] if exact else None
