"""Which sheets a workbook is to have: a master all of them, a unit's return its own lines only."""

from __future__ import annotations

from collections.abc import Sequence

from sifa_xl import headers as h
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import CellKind
from sifa_xl.editions import Edition
from sifa_xl.forms import Form, pick_form
from sifa_xl.settings import REPORTER

_PROSE = {
    h.OUTLINE_SHEET: h.OUTLINE,
    h.TOPICS_SHEET: h.TOPICS,
    h.PROBLEMS_SHEET: h.PROBLEMS,
    h.PLANS_SHEET: h.PLANS,
    h.PHRASES_SHEET: h.PHRASES,
}
# a workbook may do without them: older masters have no 分所表, and returns have neither
OPTIONAL = {h.UNITS_SHEET: h.UNITS, h.UNIT_TABLE_SHEET: h.UNIT_TABLE}


def wanted_sheets(
    known: Sequence[Form], edition: Edition | None, lines: Sequence[type[WorkLine]]
) -> dict[str, str]:
    """The names on the tabs by sheet code, those of ``OPTIONAL`` left out."""
    wanted = {line.code: line.title for line in lines}
    home = {h.HOME_SHEET: "首页"}
    if not is_return(known):
        return wanted | home | _PROSE
    there = {form.code for form in known}
    own = {
        code: title
        for code, title in wanted.items()
        if code in there or (edition is not None and not edition.lacks([code]))
    }
    return own | home


def is_return(known: Sequence[Form]) -> bool:
    """True where 首页 names the unit that fills the workbook and sends it back."""
    home = pick_form(known, h.HOME_SHEET, "首页")
    table = home.tables.get(h.HOME) if home else None
    for record in table.records if table else ():
        cell = record.cells.get(h.CONTENT)
        if record.code == REPORTER and cell is not None and cell.kind is CellKind.TEXT:
            return bool(str(cell.value).strip())
    return False
