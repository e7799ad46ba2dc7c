"""Tables that go from book to book as they stand: 首页, 填报单位, 交接, 上年参考."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.cells import read_choice, read_text
from sifa_xl.domain import CellKind, Grid, GridCell, State
from sifa_xl.forms import Form, pick_form, read_form
from sifa_xl.settings import SETTINGS
from sifa_xl.wording import Period, date_text

Typed = str | int | Decimal | date | None
Row = dict[str, Typed]
PERIODS_OWN = ("@year", "@period", "@cutoff", "@signed", "@dates_note")
OF_UNITS = (h.OFFICE, h.KIND, h.LINE, h.CONTACT, h.PHONE)
DUE_DATES = (h.DUE, h.DUE_BEFORE)


class KeptTables:
    """The tables of one workbook, found by the hidden codes of their sheets.

    ``foreign`` are the sheets in it that are none of the program's.
    """

    def __init__(self, grids: Sequence[Grid]) -> None:
        forms = {grid.sheet: read_form(grid) for grid in grids}
        self._forms = [form for form in forms.values() if form is not None]
        self.foreign = [
            grid.sheet for grid in grids if forms[grid.sheet] is None and not grid.is_hidden
        ]
        handover = self._form(h.HANDOVER_SHEET, h.HANDOVER)
        if handover is not None and h.HANDOVER not in handover.tables:
            self.foreign.append(handover.sheet)  # its header is gone: nobody can read it

    def settings(self, period: Period, *, has_macros: bool) -> Row:
        """首页 for the next period, by label; its dates are blank."""
        found: Row = {}
        form = self._form(h.HOME_SHEET, "首页")
        records = form.tables[h.HOME].records if form and h.HOME in form.tables else []
        cells = {record.code: record.cells.get(h.CONTENT) for record in records}
        for setting in [each for each in SETTINGS if has_macros or not each.needs_macros]:
            cell = cells.get(setting.code)
            reading = read_choice(cell, setting.choices) if setting.choices else read_text(cell)
            if setting.code not in PERIODS_OWN and reading.state is State.KNOWN:
                found[setting.label] = reading.value
        labels = {setting.code: setting.label for setting in SETTINGS}
        return found | {labels["@year"]: period.year, labels["@period"]: period.name}

    def units(self) -> list[Row]:
        """填报单位: nobody has sent anything yet, and nobody has set a date."""
        rows: list[Row] = []
        for row in self._rows(h.UNITS_SHEET, h.UNITS):
            kept: Row = {head: row[head] for head in OF_UNITS if head in row}
            if kept:
                rows.append(kept | ({h.RETURN_STATE: h.DUE_IN} if kept.get(h.OFFICE) else {}))
        return rows

    def own_columns(self) -> list[str]:
        """The columns that the clerk has added to 填报单位."""
        known = {*OF_UNITS, *DUE_DATES, h.RETURN_STATE, h.LACKING, h.NOTICE, h.REMINDER}
        rows = self._rows(h.UNITS_SHEET, h.UNITS)
        return list(dict.fromkeys(head for row in rows for head in row if head not in known))

    def missing_units(self) -> list[str]:
        """The units that had not sent their figures."""
        return [
            str(row[h.OFFICE])
            for row in self._rows(h.UNITS_SHEET, h.UNITS)
            if row.get(h.OFFICE) and row.get(h.RETURN_STATE) not in (h.RETURNED, h.RETURNED_LATE)
        ]

    def due_dates(self) -> dict[str, int]:
        """The dates by which figures were due, each with the number of units."""
        rows = self._rows(h.UNITS_SHEET, h.UNITS)
        dates = [row[header] for row in rows for header in DUE_DATES if row.get(header)]
        return Counter(date_text(day) if isinstance(day, date) else str(day) for day in dates)

    def handover(self) -> list[Row]:
        """交接 as it stands; what stands in columns of the clerk's own joins the remarks."""
        return [_of_handover(row) for row in self._rows(h.HANDOVER_SHEET, h.HANDOVER)]

    def reference(self) -> list[Row]:
        """上年参考 as it stands."""
        rows = self._rows(h.REFERENCE_SHEET, h.REFERENCE)
        return [{head: row[head] for head in h.REFERENCE_HEAD if head in row} for row in rows]

    def _form(self, code: str, title: str) -> Form | None:
        return pick_form(self._forms, code, title)

    def _rows(self, code: str, title: str) -> list[Row]:
        form = self._form(code, title)
        table = form.tables.get(title) if form else None
        found = [
            {head: value_of(cell) for head, cell in record.cells.items() if not cell.is_formula}
            for record in (table.records if table else ())
        ]
        return [row for row in found if any(value not in (None, "") for value in row.values())]


def value_of(cell: GridCell) -> Typed:
    """What stands in a cell, to be typed again."""
    value = cell.value
    if cell.kind is CellKind.DATE and isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if cell.kind is CellKind.NUMBER and isinstance(value, int | float):
        return int(value) if value == int(value) else Decimal(str(value))
    return None if value is None else str(value).strip()


def _of_handover(row: Row) -> Row:
    words = {
        head: date_text(value) if isinstance(value, date) else str(value)
        for head, value in row.items()
        if value not in (None, "")
    }
    kept: Row = {head: words[head] for head in h.HANDOVER_HEAD if head in words}
    own = [f"{head}：{text}" for head, text in words.items() if head not in h.HANDOVER_HEAD]
    if own:
        kept[h.REMARK] = "；".join([*([words[h.REMARK]] if h.REMARK in words else []), *own])
    return kept
