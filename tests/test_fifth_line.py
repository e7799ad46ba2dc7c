"""A work line written inside a test: sheet, checks, facts, 提纲 and text follow by themselves."""

from __future__ import annotations

import pytest

from sifa_xl.book.plan import Formula
from sifa_xl.declarations import Figure, Rate, Section, Split, Total, WorkLine, error
from sifa_xl.jobs import all_facts
from sifa_xl.lines import shipped as shipped_lines
from tests.books import (
    blank_plans,
    formula_cells,
    job_of,
    measure_cells,
    now_cell,
    opened,
    saved,
    sheet,
    type_in,
)
from tests.office.server import Office, poison
from tests.soundness import assert_sound


class Petitions(WorkLine, title="信访接待", code="XF", theme="信访工作", order=160):
    """信访接待, a line that does not ship."""

    letters = Figure("来信", unit="件", star=True)
    visits = Figure("来访", unit="批次", star=True)
    handled = Figure("办结信访", unit="件", shown=True)
    total = Total("信访总量", letters, visits, rule="XF-01")
    handled_rate = Rate("信访办结率", handled, letters)
    towns = Split(
        "来访分布", by="乡镇", measures={"批次": "批次"}, of={"批次": visits}, rule="XF-02"
    )

    rules = [
        error("XF-03", "办结数不能多于来信数", expect=handled <= letters, mend="核对登记簿"),
    ]
    outline = [Section("做好信访接待工作", "接访", place=10)]


TEMPLATE = """
{% block 接访·详 %}
收到群众来信{{ 来信 }}[[，接待来访{{ 来访 }}]][[，办结{{ 办结信访 }}，办结率{{ 信访办结率 }}]]。
[[来访较多的有{% for 行 in 来访分布 %}{{ 行.乡镇 }}{{ 行.批次 }}、{% endfor %}。]]
{% endblock %}
"""
LINES = (*shipped_lines(), Petitions)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "模板"
    folder.mkdir()
    (folder / "信访接待.jinja").write_text(TEMPLATE, encoding="utf-8")
    return folder


@pytest.fixture
def plans():
    plans = blank_plans(LINES)
    for cell, value in {
        "首页!C5": "某某县司法局",
        "首页!C6": "县司法局",
        "首页!C8": 2024,
        now_cell(Petitions, Petitions.letters): 40,
        now_cell(Petitions, Petitions.visits): 12,
        now_cell(Petitions, Petitions.handled): 38,
        measure_cells(Petitions, Petitions.towns["批次"])[0]: 9,
        measure_cells(Petitions, Petitions.towns["批次"])[0].replace("!C", "!B"): "城关镇",
    }.items():
        type_in(plans, cell, value)
    return plans


def test_it_has_a_sheet_with_formulas_and_a_row_on_the_front_page(plans):
    plan = sheet(plans, "信访接待")
    contents = [content for content, _ in plan.cells.values()]
    assert {"★来信", "★来访", "信访总量", "信访办结率", "XF-03"} <= {
        c for c in contents if isinstance(c, str)
    }
    assert sum(isinstance(content, Formula) for content in contents) > 20
    assert any(
        getattr(c, "words", "") == "信访接待" for c, _ in sheet(plans, "首页").cells.values()
    )


def test_it_stands_in_the_outline_the_catalogue_and_the_list_of_contents(plans):
    assert "信访接待·接访" in [c for c, _ in sheet(plans, "提纲").cells.values()]
    assert "信访工作" in [c for c, _ in sheet(plans, "提纲").cells.values()]  # its new theme
    assert any(
        getattr(c, "words", "") == "信访办结率" for c, _ in sheet(plans, "指标").cells.values()
    )
    assert "信访接待·接访" in [c for c, _ in sheet(plans, "定义").cells.values()]


def test_it_is_checked(plans, folder):
    type_in(plans, now_cell(Petitions, Petitions.handled), 41)
    found = {(f.code, f"{f.sheet}!{f.cell}") for f in job_of(plans, LINES, folder).findings}
    assert ("XF-03", "信访接待!C7") in found
    assert ("XF-02", "信访接待!C6") in found  # 9 of 12 visits have a town


def test_its_facts_know_their_cells(plans, folder):
    facts = {fact.name: fact for fact in all_facts(job_of(plans, LINES, folder))}
    assert facts["信访接待.信访总量"].text == "52件"
    assert facts["信访接待.信访总量"].cells == ("信访接待!C5", "信访接待!C6")
    assert facts["信访接待.信访办结率"].text == "95%"


def test_it_is_written(plans, folder):
    summary = job_of(plans, LINES, folder).summary()
    assert_sound(summary)
    assert (
        "收到群众来信40件，接待来访12批次，办结38件，办结率95%。来访较多的有城关镇9批次。"
        in summary.text
    )


def test_it_survives_a_file(plans, folder, tmp_path):
    path = saved(plans, tmp_path / "五条线.xlsx", LINES)
    from sifa_xl.book.reader import read
    from sifa_xl.jobs import Job

    job = Job(read(path).grids, LINES, (folder,))
    assert job.summary().text == job_of(plans, LINES, folder).summary().text


def test_a_workbook_with_an_unknown_line_is_still_read(plans, folder, tmp_path):
    path = saved(plans, tmp_path / "五条线.xlsx", LINES)
    job = opened(path)  # only the shipped lines are known here
    assert set(job.filled.lines) == {line.code for line in shipped_lines()}
    assert [f.code for f in job.findings if "信访" in f.message] == ["P-02"]


@pytest.mark.office
def test_its_formulas_agree_with_python(plans, tmp_path, office: Office):
    from sifa_xl.indicators import Indicators
    from sifa_xl.live import Live
    from tests.test_live_formulas import same

    path = saved(plans, tmp_path / "五条线.xlsx", LINES)
    poison(path, tmp_path / "毒.xlsx")
    formulas = formula_cells(plans)
    live = Live(Indicators(job_of(plans, LINES).filled))
    with office.open(tmp_path / "毒.xlsx") as book:
        book.recalculate()
        shown = book.read(list(formulas))
    wrong = [
        cell for cell, formula in formulas.items() if not same(shown[cell], formula.twin(live))
    ]
    assert wrong == []
