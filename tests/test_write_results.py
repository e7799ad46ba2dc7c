"""Findings, paragraphs and sources become rows; no word of the clerk's is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sifa_xl import headers as h
from sifa_xl.cell_texts import LONGEST, cell_text
from sifa_xl.domain import Fact, Finding, Level, Span
from sifa_xl.forms import read_form
from sifa_xl.lengths import Length
from sifa_xl.narrative import Paragraph, Summary
from sifa_xl.results import (
    EDITED,
    GONE,
    findings_table,
    sources_table,
    summary_table,
)
from sifa_xl.revisions import KEPT, OUTDATED, OldParagraph
from sifa_xl.spans import Prose
from tests.books import job_of, sample_plans, type_in


def draft(*texts: str, name: str = "市局稿") -> Summary:
    """A summary of paragraphs 甲, 乙, 丙 …"""
    paragraphs = tuple(
        Paragraph(identity, "正文", Prose.plain(text))
        for identity, text in zip("甲乙丙丁", texts, strict=False)
    )
    return Summary(name, paragraphs, (), (), (), Length(1, 5, "页"))


def again(summary: Summary, rows: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """Write ``summary`` over ``rows``, which it changes: 段落, 修订, 状态 of each row."""
    table = summary_table(summary, [old(row) for row in rows])
    rows[:] = table.rows
    shown = (h.PARAGRAPH, h.REVISED, h.REVISION_STATE)
    return [tuple(str(row[header] or "") for header in shown) for row in rows]


def old(row: dict[str, object]) -> OldParagraph:
    def text(header: str) -> str:
        return str(row[header] or "")

    return OldParagraph(
        text(h.PARAGRAPH),
        text(h.DRAFT),
        text(h.GENERATED),
        text(h.LAST_GENERATED),
        text(h.REVISED),
        text(h.REVISED_FROM),
        text(h.LAST_REVISED),
        text(h.REVISION_STATE),
    )


def rows_of(summary: Summary) -> list[dict[str, object]]:
    return [dict(row) for row in summary_table(summary, []).rows]


def test_a_first_summary_has_no_revisions():
    assert again(draft("一", "二"), []) == [("甲", "", ""), ("乙", "", "")]


def test_a_revision_stays_with_its_paragraph_wherever_that_moves():
    rows = rows_of(draft("一", "二"))
    rows[1][h.REVISED] = "二，改过"
    assert again(draft("一", "二"), rows) == [("甲", "", ""), ("乙", "二，改过", KEPT)]
    moved = draft("一", "二")
    moved = replace(moved, paragraphs=moved.paragraphs[::-1])
    assert again(moved, rows) == [("乙", "二，改过", KEPT), ("甲", "", "")]


def test_changed_data_are_told_until_the_clerk_revises_or_confirms():
    rows = rows_of(draft("收8件"))
    rows[0][h.REVISED] = "共收8件"
    assert again(draft("收9件"), rows) == [("甲", "共收8件", OUTDATED)]
    assert again(draft("收9件"), rows) == [("甲", "共收8件", OUTDATED)]  # not forgotten
    rows[0][h.REVISED] = "共收9件"
    assert again(draft("收9件"), rows) == [("甲", "共收9件", KEPT)]
    assert again(draft("收10件"), rows) == [("甲", "共收9件", OUTDATED)]
    rows[0][h.REVISION_STATE] = KEPT
    assert again(draft("收10件"), rows) == [("甲", "共收9件", KEPT)]


def test_data_that_change_back_make_the_revision_good_again():
    rows = rows_of(draft("收8件"))
    rows[0][h.REVISED] = "共收8件"
    assert again(draft("收9件"), rows) == [("甲", "共收8件", OUTDATED)]
    assert again(draft("收8件"), rows) == [("甲", "共收8件", KEPT)]


def test_a_revision_whose_paragraph_is_gone_stands_at_the_end_and_comes_back():
    rows = rows_of(draft("一", "二"))
    rows[1][h.REVISED] = "我的话"
    assert again(draft("一"), rows) == [("甲", "", ""), ("乙", "我的话", GONE)]
    assert again(draft("一"), rows) == [("甲", "", ""), ("乙", "我的话", GONE)]
    assert again(draft("一", "二"), rows) == [("甲", "", ""), ("乙", "我的话", KEPT)]


def test_a_revision_that_was_cleared_is_gone():
    rows = rows_of(draft("一", "二"))
    rows[1][h.REVISED] = "我的话"
    again(draft("一"), rows)
    rows[1][h.REVISED] = None
    assert again(draft("一"), rows) == [("甲", "", "")]


def test_each_draft_keeps_its_own_revisions():
    rows = rows_of(draft("长文"))
    rows[0][h.REVISED] = "长文的修订"
    brief = draft("短文", name="简报")
    assert again(brief, rows) == [("甲", "", ""), ("甲", "长文的修订", "属市局稿")]
    assert again(draft("长文"), rows) == [("甲", "长文的修订", KEPT)]


def test_words_written_over_the_generated_text_become_the_revision():
    rows = rows_of(draft("一"))
    rows[0][h.GENERATED] = "一，直接改的"
    assert again(draft("一"), rows) == [("甲", "一，直接改的", KEPT)]
    assert rows[0][h.GENERATED] == "一"


def test_words_in_both_columns_are_both_kept():
    rows = rows_of(draft("一"))
    rows[0] |= {h.GENERATED: "这里也改", h.REVISED: "修订"}
    assert again(draft("一"), rows) == [("甲", "修订", KEPT), ("甲", "这里也改", EDITED)]


def test_a_row_the_clerk_added_is_kept():
    rows = rows_of(draft("一"))
    rows.append(dict.fromkeys(rows[0], None) | {h.REVISED: "局长意见"})
    assert again(draft("一"), rows) == [("甲", "", ""), ("", "局长意见", GONE)]


def test_two_paragraphs_of_one_id_keep_their_own_revisions():
    twice = draft("一", "二")
    twice = replace(twice, paragraphs=tuple(replace(p, id="同") for p in twice.paragraphs))
    rows = rows_of(twice)
    rows[1][h.REVISED] = "第二段的"
    assert again(twice, rows) == [("同", "", ""), ("同", "第二段的", KEPT)]


def test_findings_carry_the_code_of_their_row_and_a_link():
    plans = sample_plans()
    type_in(plans, "人民调解!C8", 800)
    job = job_of(plans)
    forms = {grid.sheet: form for grid in job.grids if (form := read_form(grid))}
    table = findings_table(job.findings, job.filled, forms)
    first = table.rows[0]
    assert (first[h.LEVEL], first[h.LINE], first[h.WHERE], first[h.ROW_CODE]) == (
        *("必须改", "人民调解", "人民调解!C8"),
        "MD.settled",
    )
    assert (first[h.LEFT], first[h.RIGHT], first[h.DIFFERENCE]) == (800, 723, 77)
    assert table.links[0, h.WHERE] == "人民调解!C8"
    levels = [str(row[h.LEVEL]) for row in table.rows]
    assert levels == sorted(levels, key=["必须改", "请核实", "可不改"].index)
    assert [row[h.NUMBER] for row in table.rows] == list(range(1, len(levels) + 1))


def test_an_explained_finding_says_so():
    job = job_of(sample_plans())
    finding = Finding(
        code="X", level=Level.VERIFY, sheet="首页", cell="C9", figure="", message="", explained=True
    )
    row = findings_table([finding], job.filled, {}).rows[0]
    assert (row[h.EXPLAINED], row[h.LINE], row[h.ROW_CODE]) == ("是", "首页", None)


@pytest.mark.parametrize(
    ("words", "fact", "is_listed"),
    [
        ("8件", "行政复议.收到申请", True),
        ("未发生", "社区矫正.再犯罪", True),
        ("××件", "行政复议.受理", True),
        ("高村镇", "人民调解.驻派出所调解室.高村镇", False),
        ("两类", None, True),
        ("若干", None, True),
    ],
)
def test_what_states_a_number_is_listed_with_its_cells(words, fact, is_listed):
    zero = Fact(name="社区矫正.再犯罪", line="社区矫正", value=Decimal(0))
    spans = (Span(start=1, end=1 + len(words), fact=fact, cells=("甲!C7", "甲!C8"), checked=False),)
    summary = draft("")
    summary = replace(summary, paragraphs=(Paragraph("段", "正文", Prose(f"有{words}。", spans)),))
    table = sources_table(summary, {zero.name: zero})
    assert [row[h.PRINTED] for row in table.rows] == [words] * is_listed
    if is_listed:
        row = table.rows[0]
        assert (row[h.CELLS], row[h.IN_PARAGRAPH]) == ("甲!C7、甲!C8", "段")
        assert table.links[0, h.CELLS] == "甲!C7"
        assert (row[h.FIGURE], row[h.TALLY]) == (fact or "文字", "自动" if fact else "未核")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x0bc\ud800d\ufffe", "abcd"),
        ("一\r\n二\r三\t四", "一\n二\n三\t四"),
        ("=1+1", "=1+1"),
        ("_x0041_", "_x0041_"),
    ],
)
def test_a_text_loses_only_what_no_cell_can_hold(text, kept):
    assert cell_text(text) == kept


def test_a_text_too_long_for_a_cell_ends_with_dots():
    assert cell_text("字" * LONGEST) == "字" * LONGEST
    assert cell_text("字" * (LONGEST + 1)) == "字" * (LONGEST - 1) + "…"
    wide = cell_text("𠀀" * LONGEST)  # two units each
    assert len(wide.encode("utf-16-le")) // 2 <= LONGEST
    assert wide.endswith("𠀀…")
