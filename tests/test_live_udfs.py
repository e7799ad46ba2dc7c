"""The live rows: functions behind a switch, silent where there is no Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from sifa_xl.book.addresses import LAST_VISIBLE
from sifa_xl.book.file_book import FileBook
from sifa_xl.book.plan import Formula, SheetPlan
from sifa_xl.domain import column_letters
from sifa_xl.forms import read_form
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.write_back import write_back as written_back
from tests.books import (
    addresses,
    formula_cells,
    opened,
    sample_plans,
    saved,
    setting_cell,
    sheet,
    type_in,
)
from tests.office.server import Office, poison
from tests.test_live_formulas import differences
from tests.value2 import macro_plans

LINES = shipped_lines()


def live_cells() -> list[str]:
    """The cells of the live formulas on every line's sheet."""
    rows = [(line.title, addresses(line).sentence + step) for line in LINES for step in (-1, 1)]
    return [f"{title}!C{row}" for title, row in rows]


def plans_with_switch(*, is_on: bool, is_sample: bool) -> list[SheetPlan]:
    plans = macro_plans(is_sample=is_sample)
    type_in(plans, setting_cell(plans, "实时校验"), "是" if is_on else "否")
    return plans


@pytest.mark.office
@pytest.mark.parametrize("is_sample", [True, False], ids=["sample", "blank"])
@pytest.mark.parametrize("is_on", [True, False], ids=["on", "off"])
def test_no_cell_shows_an_error_where_the_functions_are_unknown(
    office: Office, tmp_path: Path, is_on: bool, is_sample: bool
):
    plans = plans_with_switch(is_on=is_on, is_sample=is_sample)
    path, poisoned = saved(plans, tmp_path / "book.xlsx"), tmp_path / "毒.xlsx"
    formulas = formula_cells(plans)
    assert set(live_cells()) <= set(formulas)
    assert poison(path, poisoned) >= len(formulas) * 0.9
    with office.open(poisoned) as book:
        book.recalculate()
        shown = book.read(list(formulas))
    assert differences(shown, plans) == []
    assert {shown[cell] or "" for cell in live_cells()} == {""}


def test_the_rows_stand_around_the_sentence_and_are_hidden_at_first():
    plans = macro_plans(is_sample=True)
    for line in LINES:
        plan, row = sheet(plans, line.title), addresses(line).sentence
        codes = [str(plan.cells[each, 1][0]).split()[-1] for each in (row - 1, row, row + 1)]
        assert codes == [f"{line.code}.@{name}" for name in ("live", "sentence", "preview")]
        assert {row - 1, row + 1} <= plan.hidden_rows
        assert all((each, 3, each, LAST_VISIBLE) in plan.merges for each in (row - 1, row + 1))


def test_a_workbook_without_macros_has_no_such_rows():
    for line in LINES:
        plan = sheet(sample_plans(), line.title)
        row = addresses(line).sentence
        assert (row - 1, 3) not in plan.cells
        assert (row + 1, 3) not in plan.cells


def test_the_ranges_of_a_live_formula_leave_its_own_rows_out_and_hold_what_is_read():
    plans = macro_plans(is_sample=True)
    for line in LINES:
        at, plan = addresses(line), sheet(plans, line.title)
        formula = plan.cells[at.sentence - 1, 3][0]
        assert isinstance(formula, Formula)
        above, below = formula.text.split(",")[2:4]
        last = column_letters(LAST_VISIBLE)
        assert above == f"$A$1:${last}${at.sentence - 2}"
        assert below == f"$A${at.sentence + 2}:${last}${at.relations_title - 1}"
        ends = [r for (r, c), (code, _) in plan.cells.items() if c == 1 and "#末:" in str(code)]
        read = [row for row in ends if row < at.relations_title]
        assert max(read) == at.relations_title - 1


def test_the_tables_of_a_sheet_hold_the_same_rows_as_without_macros():
    plain, macro = sample_plans(), macro_plans(is_sample=True)
    for line in LINES:
        forms = [read_form(sheet(plans, line.title).grid()) for plans in (plain, macro)]
        rows = [
            {key: [record.row for record in table.records] for key, table in form.tables.items()}
            for form in forms
            if form is not None
        ]
        assert rows[0] == rows[1]


def test_writing_results_back_knows_the_live_formulas(tmp_path: Path):
    path = saved(macro_plans(is_sample=True), tmp_path / "book.xlsx")
    job = opened(path)
    book = FileBook(path)
    revision = written_back(job, job.summary(), book)
    assert not book._must_calculate, "a formula of ours was taken for a clerk's"
    revision.verify(revision.data)
