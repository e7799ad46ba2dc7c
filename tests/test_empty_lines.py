"""Lines left empty or switched off: their part is gone, everything else still reads well."""

from __future__ import annotations

import random

import pytest

from sifa_xl.book.addresses import NOW, OFF_ROW
from sifa_xl.book.plan import SheetPlan
from sifa_xl.errors import NothingToSay
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.narrative import Summary
from tests.books import Lines, blank_plans, job_of, sample_plans, sheet
from tests.soundness import assert_sound

LINES = shipped_lines()
SINGLES = [(line,) for line in LINES]
ALL_BUT_ONE = [tuple(other for other in LINES if other is not line) for line in LINES]
THEMES = [
    tuple(x for x in LINES if x.theme == theme) for theme in dict.fromkeys(x.theme for x in LINES)
]
_draw = random.Random(20220629)
MIXED = [tuple(_draw.sample(LINES, _draw.randint(2, len(LINES) - 1))) for _ in range(12)]
SOME: list[Lines] = [*SINGLES, *ALL_BUT_ONE, *THEMES, *MIXED]


def named(lines: Lines) -> str:
    titles = [line.title for line in lines]
    return "、".join(titles) if len(titles) < 4 else f"{len(titles)}张，含{titles[0]}"


def emptied(plans: list[SheetPlan], title: str) -> None:
    """Clear what a clerk typed on the sheet."""
    for (row, column), (content, style) in list(sheet(plans, title).cells.items()):
        is_typed = style.startswith("input") and not (row == OFF_ROW and column == NOW)
        if content is not None and is_typed:
            sheet(plans, title).put(row, column, None, style)


def switched_off(plans: list[SheetPlan], title: str) -> None:
    plan = sheet(plans, title)
    plan.put(OFF_ROW, NOW, "本期无此工作", plan.cells[OFF_ROW, NOW][1])


def traces(plans: list[SheetPlan], title: str) -> list[str]:
    """The beginnings of the line's own sentences in the sample."""
    data = next(d for d in job_of(plans).filled.lines.values() if d.line.title == title)
    return [row.body[:8] for row in data.measures if "【" not in row.body[:8]]


def written(summary: Summary, title: str, sentences: list[str]) -> bool:
    """True when a number or a sentence of the line's sheet stands in the text."""
    cells = {cell for p in summary.paragraphs for span in p.prose.spans for cell in span.cells}
    return any(cell.startswith(f"{title}!") for cell in cells) or any(
        words in summary.text for words in sentences
    )


@pytest.fixture(scope="module")
def sentences() -> dict[str, list[str]]:
    return {line.title: traces(sample_plans(), line.title) for line in LINES}


@pytest.mark.parametrize("draft", ["市局稿", "政法委稿", "简报"])
@pytest.mark.parametrize("gone", SOME, ids=named)
def test_empty_lines_leave_no_trace(gone, draft, sentences):
    plans = sample_plans()
    for line in gone:
        emptied(plans, line.title)
    job = job_of(plans)
    try:
        summary = job.summary(draft)
    except NothingToSay:
        if draft != "简报":  # which has nothing to say where only sentences are left
            raise
        return
    assert_sound(summary)
    for line in LINES:
        if line in gone or draft == "市局稿":
            is_there = written(summary, line.title, sentences[line.title])
            assert is_there is (line not in gone), line.title
    if draft == "市局稿":
        assert {line.title for line in gone} <= {omission.where for omission in summary.omissions}
        asked = {f.figure for f in job.findings if f.code == "X-06"}
        assert {line.title for line in gone} <= asked


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.title)
def test_a_line_switched_off_is_neither_written_nor_asked_for(line, sentences):
    plans = sample_plans()
    switched_off(plans, line.title)
    job = job_of(plans)
    summary = job.summary()
    assert_sound(summary)
    assert not written(summary, line.title, sentences[line.title])
    assert line.title not in {omission.where for omission in summary.omissions}
    found = [f.code for f in job.findings if f.sheet == line.title]
    assert found in (["B-10"], [])  # B-10: switched off and still filled with numbers


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.title)
def test_a_single_filled_line_still_makes_a_summary(line, sentences):
    plans = sample_plans()
    for other in LINES:
        if other is not line:
            emptied(plans, other.title)
    for name in ("其他工作", "存在问题", "下步打算"):
        emptied(plans, name)
    summary = job_of(plans).summary()
    assert_sound(summary)
    assert [p.kind for p in summary.paragraphs].count("一级") == 1
    assert written(summary, line.title, sentences[line.title])


def test_an_all_empty_workbook_says_so_and_what_to_do():
    with pytest.raises(NothingToSay, match="还没有可写的内容"):
        job_of(blank_plans()).summary()


def test_an_all_empty_workbook_ends_with_code_two_and_one_line(run, tmp_path):
    assert run("new", "空.xlsx").code == 0
    outcome = run("summarize", "空.xlsx", "--text", "总结.txt")
    assert "还没有可写的内容" in outcome.complaint
    assert not (tmp_path / "总结.txt").exists()
