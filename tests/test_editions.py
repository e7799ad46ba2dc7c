"""A workbook built by another edition of the definitions is read, and says what is new."""

from __future__ import annotations

import pytest

from sifa_xl.book.file_book import FileBook
from sifa_xl.declarations import Figure, Section, Split, WorkLine
from sifa_xl.domain import Level
from sifa_xl.jobs import Job
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.lines.mediation import Mediation
from sifa_xl.write_back import write_back
from tests.books import blank_plans, now_cell, opened, saved, setting_cell, sheet, type_in

TEMPLATE = """
{% block 接访·详 %}
收到来信{{ 来信 }}[[，接待来访{{ 来访 }}]][[，办结{{ 办结信访 }}]][[，网上信访{{ 网上信访 }}]]。
{% endblock %}
"""


def edition(number: int) -> type[WorkLine]:
    """信访接待 as the first or the second edition declares it."""
    if number == 1:

        class Petitions(WorkLine, title="信访接待", code="XF", theme="信访工作", order=160):
            mail = Figure("来信", unit="件", star=True)
            visits = Figure("来访", unit="批次", star=True)
            telegrams = Figure("电报", unit="件", shown=True)
            outline = [Section("做好信访接待工作", "接访", place=10)]

        return Petitions

    class Renewed(WorkLine, title="信访接待", code="XF", theme="信访工作", order=160):
        letters = Figure("来信", unit="件", star=True, was=("mail",))
        visits = Figure("来访", unit="批次", star=True)
        handled = Figure("办结信访", unit="件", shown=True)
        online = Figure("网上信访", unit="件", star=True)
        towns = Split("来访分布", by="乡镇", measures={"批次": "批次"})
        outline = [Section("做好信访接待工作", "接访", place=10)]

    return Renewed


OLD, NEW = edition(1), edition(2)


@pytest.fixture
def templates(tmp_path):
    folder = tmp_path / "模板"
    folder.mkdir()
    (folder / "信访接待.jinja").write_text(TEMPLATE, encoding="utf-8")
    return folder


@pytest.fixture
def plans():
    plans = blank_plans((Mediation, OLD))
    for cell, value in {
        setting_cell(plans, "★单位全称"): "某某县司法局",
        setting_cell(plans, "★单位简称"): "县司法局",
        setting_cell(plans, "★年份"): 2024,
        now_cell(OLD, OLD.mail): 40,
        now_cell(OLD, OLD.visits): 12,
        now_cell(OLD, OLD.telegrams): 3,
    }.items():
        type_in(plans, cell, value)
    return plans


def job(plans, tmp_path, lines=(Mediation, NEW)):
    """The old workbook, saved, and read by the new program."""
    path = saved(plans, tmp_path / "旧.xlsx", (Mediation, OLD))
    return Job(opened(path).grids, lines, (tmp_path / "模板",))


def told(job, code):
    return [finding for finding in job.findings if finding.code == code]


def type_extra(plans, name, number):
    """Add a row to 补充数据 of 信访接待."""
    cells = sheet(plans, "信访接待").cells
    header = next(
        row for (row, column), (c, _) in cells.items() if column == 1 and c == "#表:补充数据"
    )
    type_in(plans, f"信访接待!B{header + 1}", name)
    type_in(plans, f"信访接待!C{header + 1}", number)


def test_a_renamed_figure_keeps_what_was_typed_and_one_that_is_gone_goes_on_as_an_extra(
    plans, tmp_path, templates
):
    data = job(plans, tmp_path).filled.lines["XF"]
    assert {code: entry.now.value for code, entry in data.entries.items()} == {
        "XF.letters": 40,
        "XF.visits": 12,
    }
    assert [(extra.name, extra.now.value, extra.now.unit) for extra in data.extras] == [
        ("电报", 3, "件")
    ]
    kept = told(job(plans, tmp_path), "B-04")
    assert [(f.level, f.figure) for f in kept] == [(Level.HINT, "电报")]
    assert "【电报】" in kept[0].message


def test_what_is_new_is_said_once_and_never_as_a_deleted_row(plans, tmp_path, templates):
    found = job(plans, tmp_path)
    (new,) = [finding for finding in told(found, "B-12") if finding.sheet == "信访接待"]
    assert new.level is Level.VERIFY
    assert "“办结信访”、“★网上信访”、“来访分布”" in new.message
    assert told(found, "B-05") == []
    assert told(found, "B-02") == []


def test_a_new_figure_can_be_filled_in_the_old_workbook(plans, tmp_path, templates):
    type_extra(plans, "★网上信访", 9)
    found = job(plans, tmp_path)
    (new,) = told(found, "B-12")
    assert (new.level, "网上信访" in new.message) == (Level.HINT, False)
    text = found.summary().text
    assert "收到来信40件，接待来访12批次，网上信访9件。" in text


def test_a_line_that_came_later_is_a_hint_not_a_missing_sheet(plans, tmp_path, templates):
    found = job(plans, tmp_path, (*shipped_lines(), NEW))
    new = [finding.figure for finding in told(found, "B-12") if finding.sheet == "首页"]
    assert "公证" in new
    assert len(new) == len(shipped_lines()) - 1
    assert told(found, "B-01") == []


def test_a_workbook_of_this_edition_has_nothing_new(tmp_path):
    plans = blank_plans((Mediation,))
    path = saved(plans, tmp_path / "新.xlsx", (Mediation,))
    found = Job(opened(path).grids, (Mediation,))
    assert not [f for f in found.findings if f.code in ("B-04", "B-12", "B-13")]


def test_a_workbook_of_a_later_program_asks_for_an_update(plans, tmp_path, templates):
    cells = sheet(plans, "定义").cells
    place = next(place for place, (content, _) in cells.items() if content == "程序版本")
    cells[place[0], place[1] + 1] = ("9.1.0", "code")
    (newer,) = told(job(plans, tmp_path), "B-13")
    assert newer.level is Level.ERROR
    assert "9.1.0" in newer.message


def test_results_are_written_into_an_old_workbook_and_nothing_typed_changes(
    plans, tmp_path, templates
):
    path = saved(plans, tmp_path / "旧.xlsx", (Mediation, OLD))
    before = {grid.sheet: grid for grid in opened(path).grids}["信访接待"]
    book = FileBook(path)
    found = Job(book.grids, (Mediation, NEW), (templates,))
    write_back(found, found.summary(), book)
    book.save()
    after = {grid.sheet: grid for grid in opened(path).grids}
    typed = [place for place, cell in before.cells.items() if not cell.is_formula]
    assert {place: after["信访接待"].cells[place] for place in typed} == {
        place: before.cells[place] for place in typed
    }
    assert any(cell.value == "B-12" for cell in after["校验结果"].cells.values())
