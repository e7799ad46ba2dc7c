"""分析: whichever 台账 is picked, its places, kinds and months; formulas and Python alike."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sifa_xl.book.file_book import FileBook
from sifa_xl.book.plan import Formula, SheetPlan
from sifa_xl.book.reader import read
from sifa_xl.errors import DefinitionProblem
from sifa_xl.indicators import Indicators
from sifa_xl.ledgers import Analysis, Ledger, Tag
from sifa_xl.lines.mediation import MediationCase
from sifa_xl.live import Live
from tests.books import formula_cells, job_of, saved, sheet, type_in
from tests.ledger_books import all_ledgers, plans_with, random_rows
from tests.office.server import Office, poison
from tests.test_live_formulas import differences

DAY = date(2022, 3, 1)
PICKED = "分析!C3"
ANALYSED = [ledger for ledger in all_ledgers() if ledger.analysis is not None]
ODD_PLACES = [" 城关镇", "城关镇 ", "abc", "ABC", "甲*", "<5", "１2", "-", "镇" * 120]


def case(place: str | None, kind: str | None = "邻里", day: date = DAY) -> dict[str, Any]:
    return {"调委会": place, "纠纷类型": kind, "受理日期": day}


def shown(plans: list[SheetPlan]) -> dict[str, Any]:
    """What every formula of the sheet shows, by cell, where it shows something."""
    live = Live(Indicators(job_of(plans).filled))
    cells = {
        cell.partition("!")[2]: formula.twin(live)
        for cell, formula in formula_cells(plans).items()
        if cell.startswith("分析!")
    }
    return {cell: value for cell, value in cells.items() if value != ""}


def picking(name: str, *rows: dict[str, Any]) -> list[SheetPlan]:
    plans = plans_with({name: list(rows)})
    type_in(plans, PICKED, name)
    return plans


def test_places_and_kinds_cross_and_what_fits_nowhere_is_the_rest():
    rows = [
        case("城关镇"),
        case("城关镇", "医疗"),
        case("高村镇"),
        case(None),
        case("高村镇", None),
    ]
    cells = shown(picking("人民调解", *rows))
    assert [cells[cell] for cell in ("B24", "B25", "E21", "F21")] == [
        *("城关镇", "高村镇", "婚姻家庭", "邻里")
    ]
    assert "B26" not in cells
    assert [cells[cell] for cell in ("C22", "C23", "C24", "C25")] == [5, 1, 2, 2]
    assert [cells[cell] for cell in ("F22", "F23", "F24", "F25")] == [3, 1, 1, 1]
    assert [cells[cell] for cell in ("D22", "D24", "D25")] == [1, 0, 1]


def test_the_months_run_to_the_cutoff():
    rows = [case("城关镇", day=date(2022, month, 5)) for month in (1, 3, 3, 7)]
    cells = shown(picking("人民调解", *rows))
    assert [cells.get(f"{letter}19") for letter in "EFGHIJK"] == [1, 0, 2, 0, 0, 0, None]
    assert cells["C22"] == 3


def test_of_a_register_those_who_are_still_on_it_count():
    person = {"司法所": "城关所", "矫正类别": "缓刑", "报到日期": date(2019, 5, 1)}
    gone = person | {"减少日期": date(2022, 2, 1)}
    later = person | {"减少日期": date(2022, 8, 1)}
    cells = shown(picking("社区矫正", person, gone, later))
    assert (cells["C22"], cells["F24"]) == (2, 2)


def test_a_column_that_is_declared_so_is_added_up():
    rows = [{"单位": "甲局", "案卷类别": "处罚", "评查日期": DAY, "卷数": n} for n in (3, 4)]
    assert shown(picking("案卷评查", *rows))["C24"] == 7


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [
        ("", [case("城关镇")], "请在黄格里选一本台账"),
        ("人民调解", [], "人民调解台账还没有记录"),
        ("人民调解", [{"调委会": "城关镇"}], "人民调解台账还没有记录"),
    ],
)
def test_where_there_is_nothing_to_show_a_sentence_says_so(name, rows, told):
    plans = plans_with({"人民调解": rows})
    type_in(plans, PICKED, name)
    cells = shown(plans)
    assert str(cells["E3"]).startswith(told)
    assert str(cells["S8"]) == cells["E3"], "the first chart says it, too"
    assert "C22" not in cells


def test_the_sheet_is_hidden_light_and_sees_no_column_that_is_not_open():
    plan = sheet(plans_with({}), "分析")
    formulas = [content for content, _ in plan.cells.values() if isinstance(content, Formula)]
    assert plan.is_hidden
    assert len(formulas) <= 1_500
    text = " ".join([*plan.names.values(), *(formula.text for formula in formulas)])
    for ledger in ANALYSED:
        for column in ledger.columns.values():
            if column.tag is not Tag.OPEN:
                assert f"台账_{ledger.name}_{column.label}" not in text


@pytest.mark.parametrize("label", ["当事人", "案号"])
def test_a_column_that_is_not_open_cannot_be_analysed(label):
    view = Analysis(place=label, kind="纠纷类型", day="受理日期")
    with pytest.raises(DefinitionProblem, match="不能用来分析"):
        Ledger("人民调解", MediationCase, anchor="受理日期", analysis=view)


def test_the_file_has_native_charts_with_what_they_show_now(tmp_path):
    path = saved(picking("人民调解", case("城关镇"), case("高村镇")), tmp_path / "book.xlsx")
    with zipfile.ZipFile(path) as package:
        charts = [package.read(n).decode() for n in package.namelist() if "charts/chart" in n]
    assert len(charts) == 3
    assert "分析!分析图_地点" in charts[0]
    assert "<c:v>高村镇</c:v>" in charts[0]


def test_a_ledger_picked_later_is_shown_after_the_results_are_written(run, tmp_path):
    path = saved(plans_with({"人民调解": [case("城关镇"), case("高村镇")]}), tmp_path / "book.xlsx")
    book = FileBook(path)
    book.put_cells("分析", {(3, 3): "人民调解"})
    book.save()
    assert run("summarize", path, "--write").code == 1
    cells = next(grid for grid in read(path).grids if grid.sheet == "分析").cells
    assert [cells[place].value for place in ((22, 3), (24, 2), (25, 2))] == [2, "城关镇", "高村镇"]


@pytest.mark.office
def test_every_formula_equals_python_whichever_ledger_is_picked(office: Office, tmp_path: Path):
    chance = Random(7)
    rows = {ledger.name: _rows(ledger, chance) for ledger in ANALYSED}
    plans = plans_with(rows)
    poison(saved(plans, tmp_path / "book.xlsx"), tmp_path / "毒.xlsx")
    cells = [cell for cell in formula_cells(plans) if cell.startswith("分析!")]
    with office.open(tmp_path / "毒.xlsx") as book:
        for name in ["", *(ledger.name for ledger in ANALYSED)]:
            type_in(plans, PICKED, name)
            book.set({PICKED: name})
            book.recalculate()
            found = book.read(list(formula_cells(plans)))
            assert differences(found, plans) == [], name
            assert len([cell for cell in cells if found[cell]]) > 30 or not name
        type_in(plans, "人民调解!C4", "本期无此工作")
        book.set({"人民调解!C4": "本期无此工作"})
        book.recalculate()
        assert book.read(["分析!E3"])["分析!E3"] == shown(plans)["E3"]


def _rows(ledger: Ledger, chance: Random) -> list[dict[str, Any]]:
    """Rows of all sorts, with a few places of free text that come again and again."""
    rows = random_rows(ledger, chance.choice([3, 60, 120]), chance)
    place = ledger.analysis.place if ledger.analysis else ""
    is_free = not hasattr(ledger[place], "choices")
    towns = [f"{letter}司法所" for letter in "甲乙丙丁戊己庚"]
    for row in rows:
        if is_free and chance.random() < 0.9:
            row[place] = chance.choice([*towns, *ODD_PLACES])
    return rows
