"""Lines left empty or switched off: their part is gone, everything else still reads well."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from sifa_xl.book.addresses import NOW, OFF_ROW
from sifa_xl.book.plan import SheetPlan
from sifa_xl.errors import NothingToSay
from sifa_xl.lines import shipped as shipped_lines
from tests.books import blank_plans, job_of, sample_plans, sheet
from tests.soundness import assert_sound

LINES = shipped_lines()
WORDS = {  # words that only this line's part uses
    "行政复议": "复议申请",
    "行政应诉": "应诉案件",
    "法律援助": "法律帮助",
    "社区矫正": "社区矫正对象",
    "人民调解": "受理矛盾纠纷",
}
SOME = list(chain.from_iterable(combinations(LINES, n) for n in range(1, len(LINES))))


def emptied(plans: list[SheetPlan], title: str) -> None:
    """Clear what a clerk typed on the sheet."""
    for (row, column), (content, style) in list(sheet(plans, title).cells.items()):
        is_typed = style.startswith("input") and not (row == OFF_ROW and column == NOW)
        if content is not None and is_typed:
            sheet(plans, title).put(row, column, None, style)


def switched_off(plans: list[SheetPlan], title: str) -> None:
    plan = sheet(plans, title)
    plan.put(OFF_ROW, NOW, "本期无此工作", plan.cells[OFF_ROW, NOW][1])


@pytest.mark.parametrize("draft", ["市局稿", "政法委稿", "简报"])
@pytest.mark.parametrize("gone", SOME, ids=lambda lines: "、".join(line.title for line in lines))
def test_empty_lines_leave_no_trace(gone, draft):
    plans = sample_plans()
    for line in gone:
        emptied(plans, line.title)
    job = job_of(plans)
    summary = job.summary(draft)
    assert_sound(summary)
    body = "".join(p.text for p in summary.paragraphs if "打算" not in p.id and p.level > 1)
    for line in LINES:
        assert (WORDS[line.title] in body) is (line not in gone), line.title
    told = {omission.where for omission in summary.omissions}
    assert {line.title for line in gone} <= told
    asked = {f.figure for f in job.findings if f.code == "X-06"}
    assert {line.title for line in gone} <= asked


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.title)
def test_a_line_switched_off_is_neither_written_nor_asked_for(line):
    plans = sample_plans()
    switched_off(plans, line.title)
    job = job_of(plans)
    summary = job.summary()
    assert_sound(summary)
    assert WORDS[line.title] not in "".join(
        p.text for p in summary.paragraphs if "打算" not in p.id
    )
    assert line.title not in {omission.where for omission in summary.omissions}
    found = [f for f in job.findings if f.sheet == line.title]
    assert [f.code for f in found] == ["B-10"]  # it is switched off and still filled


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.title)
def test_a_single_filled_line_still_makes_a_summary(line):
    plans = sample_plans()
    for other in LINES:
        if other is not line:
            emptied(plans, other.title)
    for name in ("存在问题", "下步打算"):
        emptied(plans, name)
    summary = job_of(plans).summary()
    assert_sound(summary)
    assert [p.kind for p in summary.paragraphs].count("一级") == 1
    assert WORDS[line.title] in summary.text


def test_an_all_empty_workbook_says_so_and_what_to_do():
    with pytest.raises(NothingToSay, match="还没有可写的内容"):
        job_of(blank_plans()).summary()


def test_an_all_empty_workbook_ends_with_code_two_and_one_line(run, tmp_path):
    assert run("new", "空.xlsx").code == 0
    outcome = run("summarize", "空.xlsx", "--text", "总结.txt")
    assert "还没有可写的内容" in outcome.complaint
    assert not (tmp_path / "总结.txt").exists()
