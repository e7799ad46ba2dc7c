"""LibreOffice as the second opinion on workbooks made from an earlier one."""

from __future__ import annotations

import pytest

from sifa_xl.book.master import plan_book
from sifa_xl.lines import shipped
from sifa_xl.next_period import make_file
from tests.books import SAMPLE_FILL, TEMPLATES, formula_cells, job_of, saved, type_in
from tests.office.server import poison
from tests.test_live_formulas import differences

pytestmark = pytest.mark.office
SECOND = SAMPLE_FILL.with_name("江州市临浦区2024年全年.toml")
# below the first half (723, 60余万元, 1092人次, 5), above it, hedged, in another unit, blank
SECOND_HALF = {
    "人民调解!C5": 900,
    "人民调解!C6": 25,
    "人民调解!C7": 722,
    "人民调解!C8": 718,
    "人民调解!F8": "件",
    "法律援助!C5": 40,
    "法律援助!C6": 1,
    "法律援助!C7": 500,
    "法治宣传!C5": 3,
    "法治宣传!D5": "约",
    "社区矫正!C6": 1,
}


def recalculated(office, tmp_path, plans) -> list[str]:
    """Where LibreOffice and Python do not agree."""
    path, poisoned = saved(plans, tmp_path / "book.xlsx"), tmp_path / "毒.xlsx"
    poison(path, poisoned)
    with office.open(poisoned) as book:
        book.recalculate()
        shown = book.read(list(formula_cells(plans)))
    return differences(shown, plans)


def next_plans(tmp_path, fill, *periods):
    """The sheets of the last of these periods, carried on from ``fill``."""
    from sifa_xl import jobs

    path = tmp_path / "0.xlsx"
    path.write_bytes(jobs.build_workbook(fill))
    for number, period in enumerate(periods, 1):
        made = make_file(path, period, path := tmp_path / f"{number}.xlsx")
        path.write_bytes(made.data)
    return plan_book(shipped(), made.content, TEMPLATES, [])


def test_a_whole_year_beside_its_first_half_equals_python(office, tmp_path):
    plans = next_plans(tmp_path, SAMPLE_FILL, "2022年全年")
    assert recalculated(office, tmp_path, plans) == []


def test_numbers_below_the_first_half_are_told_alike(office, tmp_path):
    plans = next_plans(tmp_path, SAMPLE_FILL, "2022年全年")
    for cell, value in SECOND_HALF.items():
        type_in(plans, cell, value)
    assert recalculated(office, tmp_path, plans) == []
    found = {f"{f.sheet}!{f.cell}" for f in job_of(plans).findings if f.code == "X-15"}
    assert {"人民调解!C6", "人民调解!C7", "法律援助!C6"} <= found


@pytest.mark.parametrize("periods", [("2022年全年",), ("2022年下半年",)])
def test_an_opening_figure_that_was_changed_is_told_alike(office, tmp_path, periods):
    plans = next_plans(tmp_path, SAMPLE_FILL, *periods)
    type_in(plans, "社区矫正!C5", 5)
    type_in(plans, "安置帮教!C5", 6)
    type_in(plans, "安置帮教!D5", "余")  # leaves it open
    assert recalculated(office, tmp_path, plans) == []
    found = {f"{f.sheet}!{f.cell}" for f in job_of(plans).findings if f.code == "X-04"}
    assert found == {"社区矫正!C5"}


@pytest.mark.parametrize(
    ("fill", "periods"),
    [(SAMPLE_FILL, ("2022年全年", "2023年上半年")), (SECOND, ("2025年全年",))],
    ids=["first", "second"],
)
def test_a_year_ago_with_its_hedges_equals_python(office, tmp_path, fill, periods):
    plans = next_plans(tmp_path, fill, *periods)
    assert recalculated(office, tmp_path, plans) == []
