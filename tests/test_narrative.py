"""提纲 decides what stands where; blanks, zeros and 待定 are three different things."""

from __future__ import annotations

import pytest

from sifa_xl.book.plan import SheetPlan
from sifa_xl.lines.community_corrections import CommunityCorrections
from sifa_xl.lines.legal_aid import LegalAid
from sifa_xl.lines.mediation import Mediation
from sifa_xl.lines.reconsideration import Reconsideration
from tests.books import job_of, now_cell, sample_plans, setting_cell, sheet, type_in
from tests.soundness import assert_sound

ROWS = 75  # as many as 提纲 has, spare ones included
COLUMNS = {"级别": 3, "标题": 4, "内容": 5, "自写正文": 6, "市局稿": 7, "政法委稿": 8, "简报": 9}


def outline(plans: list[SheetPlan]) -> list[dict[str, object]]:
    """The rows of 提纲 as they stand."""
    plan, first = sheet(plans, "提纲"), _first(plans)
    rows = []
    for row in range(first, first + ROWS):
        values = {key: plan.cells.get((row, c), (None, ""))[0] for key, c in COLUMNS.items()}
        if any(values.values()):
            rows.append(values)
    return rows


def write_outline(plans: list[SheetPlan], rows: list[dict[str, object]]) -> None:
    """Put these rows in place of the old ones."""
    plan, first = sheet(plans, "提纲"), _first(plans)
    for number in range(ROWS):
        values = rows[number] if number < len(rows) else {}
        for key, column in COLUMNS.items():
            plan.put(first + number, column, values.get(key), "input_text")


def _first(plans: list[SheetPlan]) -> int:
    cells = sheet(plans, "提纲").cells
    return next(row for (row, column), (content, _) in cells.items() if content == "#表:提纲") + 1


def kinds(summary) -> list[str]:
    return [p.text for p in summary.paragraphs if p.kind == "一级"]


def themes(rows: list[dict[str, object]]) -> dict[str, int]:
    """Where each level-one heading stands."""
    return {str(row["标题"]): i for i, row in enumerate(rows) if row["级别"] == "一级"}


def test_moved_rows_move_the_text():
    plans = sample_plans()
    rows = outline(plans)
    at = themes(rows)
    first, last = at["维护社会和谐稳定"], at["加强党的建设"]
    write_outline(plans, rows[first:last] + rows[:first] + rows[last:])
    summary = job_of(plans).summary()
    assert_sound(summary)
    assert kinds(summary)[:2] == ["一、维护社会和谐稳定", "二、统筹推进全面依法治县"]
    assert summary.text.index("新接收社区矫正对象") < summary.text.index("收到行政复议申请")


def test_a_renamed_heading_is_printed_as_the_clerk_wrote_it():
    plans = sample_plans()
    rows = outline(plans)
    rows[0]["标题"] = "法治政府建设取得新进展"
    write_outline(plans, rows)
    assert kinds(job_of(plans).summary())[0] == "一、法治政府建设取得新进展"


@pytest.mark.parametrize("number", range(0, len(outline(sample_plans())), 3))
def test_any_row_switched_off_leaves_a_sound_text(number):
    plans = sample_plans()
    rows = outline(plans)
    before = job_of(sample_plans()).summary()
    rows[number]["市局稿"] = "不用"
    write_outline(plans, rows)
    summary = job_of(plans).summary()
    assert_sound(summary)
    assert len(summary.text) <= len(before.text)  # a topic nobody filled was not there before


def test_a_switched_off_theme_takes_its_children_along():
    plans = sample_plans()
    rows = outline(plans)
    rows[themes(rows)["推进法治政府建设"]]["市局稿"] = "不用"
    write_outline(plans, rows)
    text = job_of(plans).summary().text
    assert "行政复议申请" not in text
    assert "二、提升公共法律服务水平" in text


def test_an_added_own_paragraph_stands_where_it_was_put_with_its_number_as_prose():
    plans = sample_plans()
    rows = outline(plans)
    own = {"级别": "二级", "标题": "其他", "内容": "自写段", "自写正文": "选派2名干部驻村帮扶"}
    after = themes(rows)["推进法治政府建设"]
    write_outline(plans, [*rows[:after], own, *rows[after:]])
    job = job_of(plans)
    summary = job.summary()
    assert_sound(summary)
    assert "4.其他。选派2名干部驻村帮扶" in summary.text
    cell = f"提纲!F{_first(plans) + after}"
    assert [(n.text, n.cell) for n in summary.unsourced] == [("2名", cell)]
    span = next(s for p in summary.paragraphs for s in p.prose.spans if s.cells == (cell,))
    assert (span.fact, span.checked) == (None, False)


def test_one_line_may_feed_several_headings_and_several_lines_one():
    plans = sample_plans()
    rows = [
        {"级别": "一级", "标题": "调解与援助"},
        {"级别": "二级", "标题": "合写", "内容": "人民调解·排查化解", "市局稿": "一句"},
        {"内容": "法律援助·咨询与办案", "市局稿": "一句"},
        {"级别": "二级", "标题": "驻所", "内容": "人民调解·驻所调解室", "市局稿": "一句"},
    ]
    write_outline(plans, rows)
    summary = job_of(plans).summary()
    assert_sound(summary)
    assert (
        "1.合写。受理矛盾纠纷723件，调解成功率99.4%。办理法律援助和法律帮助案件109件。"
        in summary.text
    )
    assert "2.驻所。驻派出所调解工作室调解案件21件。" in summary.text
    assert "一、" not in summary.text  # a lone heading is not numbered


def test_a_content_that_does_not_exist_is_a_finding_and_the_rest_is_written():
    plans = sample_plans()
    rows = outline(plans)
    rows[1]["内容"] = "行政复议·办里情况"
    write_outline(plans, rows)
    job = job_of(plans)
    assert [f.code for f in job.findings if f.sheet == "提纲"] == ["P-02"]
    assert_sound(job.summary())


def test_pending_and_blank_star_figures_print_crosses_and_stop_the_final():
    for value in ("待定", None):
        plans = sample_plans()
        type_in(plans, now_cell(Mediation, Mediation.accepted), value)
        job = job_of(plans)
        text = job.summary().text
        assert "受理矛盾纠纷××件" in text
        assert "成功率××%" in text
        finding = next(f for f in job.findings if f.code == "X-06")
        assert (finding.sheet, finding.cell, finding.is_open) == ("人民调解", "C7", True)


def test_an_optional_blank_drops_its_clause_and_is_listed():
    plans = sample_plans()
    type_in(plans, now_cell(CommunityCorrections, CommunityCorrections.moved_out), None)
    type_in(plans, now_cell(CommunityCorrections, CommunityCorrections.imprisoned), None)
    summary = job_of(plans).summary()
    assert_sound(summary)
    assert "期内减少71人，其中矫正期满解除71人。" in summary.text
    dropped = {fact for omission in summary.omissions for fact in omission.facts}
    assert {"社区矫正.迁出", "社区矫正.收监执行"} <= dropped


def test_not_happened_is_said_only_of_a_typed_zero():
    plans = sample_plans()
    type_in(plans, now_cell(CommunityCorrections, CommunityCorrections.missed), None)
    summary = job_of(plans).summary()
    assert_sound(summary)
    assert "未发生因监督管理不到位" not in summary.text


def test_a_filled_figure_that_stands_nowhere_is_listed():
    plans = sample_plans()
    type_in(plans, now_cell(Mediation, Mediation.fulfilled), 600)
    summary = job_of(plans).summary()
    assert [label for label, _ in summary.unused] == ["协议已履行"]


def test_comparison_is_written_only_when_switched_on():
    plans = sample_plans()
    row, column = (7, 5)  # 上年同期 of 受理纠纷
    sheet(plans, "人民调解").put(row, column, 600, "input")
    assert "同比" not in job_of(plans).summary().text
    type_in(plans, setting_cell(plans, "写同比"), "是")
    summary = job_of(plans).summary()
    assert "受理矛盾纠纷723件（同比增长20.5%）" in summary.text
    span = next(
        s
        for p in summary.paragraphs
        for s in p.prose.spans
        if (s.fact or "").endswith("受理纠纷.同比")
    )
    assert span.cells == ("人民调解!C7", "人民调解!E7")


def test_last_years_figure_changes_only_the_comparison():
    plans = sample_plans()
    type_in(plans, setting_cell(plans, "写同比"), "是")
    sheet(plans, "人民调解").put(7, 5, 600, "input")
    before = job_of(plans).summary()
    sheet(plans, "人民调解").put(7, 5, 700, "input")
    after = job_of(plans).summary()
    assert after.text == before.text.replace("同比增长20.5%", "同比增长3.3%")


def test_up_to_the_cutoff_is_printed_once_at_the_first_stock():
    plans = sample_plans()
    rows = outline(plans)
    twin = {"级别": "二级", "标题": "再说一遍", "内容": "社区矫正·监督管理", "市局稿": "详"}
    write_outline(plans, [*rows, twin])
    text = job_of(plans).summary().text
    assert text.count("截至6月29日") == 1
    assert text.count("在册社区矫正对象170人") == 2
    assert "。在册社区矫正对象170人" in text
    assert "目前，" not in text


def test_names_of_figures_in_prose_are_filled_in():
    plans = sample_plans()
    body = next(
        (
            key
            for key, (content, _) in sheet(plans, "法律援助").cells.items()
            if isinstance(content, str) and "农民工讨薪" in content
        )
    )
    for name in ("{{ 办理总数 }}", "｛｛办理总数｝｝", "【办理总数】", "{{ 法律援助.办理总数 }}"):
        sheet(plans, "法律援助").put(*body, f"办案{name}，帮助困难群众", "input_text")
        job = job_of(plans)
        assert "办案109件，帮助困难群众" in job.summary().text
        assert "P-01" not in [f.code for f in job.findings]
    sheet(plans, "法律援助").put(*body, "办案{{ 办理总數 }}", "input_text")
    assert "P-01" in [f.code for f in job_of(plans).findings]


def test_a_number_in_prose_that_contradicts_its_figure_is_found_at_the_row():
    plans = sample_plans()
    body = next(
        (
            key
            for key, (content, _) in sheet(plans, "人民调解").cells.items()
            if isinstance(content, str) and content.startswith("部署")
        )
    )
    sheet(plans, "人民调解").put(*body, "全县受理纠纷732件，化解及时", "input_text")
    job = job_of(plans)
    finding = next(f for f in job.findings if f.code == "X-12")
    assert "732件" in finding.message
    assert "723件（人民调解!C7）" in finding.message
    assert f"{finding.sheet}!{finding.cell}" == f"人民调解!G{body[0]}"
    assert ("732件", f"人民调解!G{body[0]}") in [(n.text, n.cell) for n in job.summary().unsourced]
    sheet(plans, "人民调解").put(*body, "全县受理纠纷723件，化解及时", "input_text")
    assert "X-13" in [f.code for f in job_of(plans).findings]


def test_a_number_ticked_as_checked_no_longer_stops_the_final():
    plans = sample_plans()
    cells = sheet(plans, "人民调解").cells
    row = next(r for (r, _), (c, _) in cells.items() if isinstance(c, str) and c.startswith("部署"))
    sheet(plans, "人民调解").put(row, 7, "全县受理纠纷732件，化解及时", "input_text")
    sheet(plans, "人民调解").put(row, 9, "是", "input_center")
    job = job_of(plans)
    assert next(f for f in job.findings if f.code == "X-12").explained
    assert job.summary().unsourced == ()


def test_an_early_cutoff_is_explained_on_the_front_page():
    plans = sample_plans()
    early = [f for f in job_of(plans).findings if f.code == "X-01"]
    assert early
    assert all(f.is_open for f in early)
    type_in(plans, setting_cell(plans, "日期说明"), "按市局要求统计到6月29日")
    assert not any(f.is_open for f in job_of(plans).findings if f.code == "X-01")


def test_the_opening_typed_in_the_outline_opens_every_draft():
    for draft, row in (("市局稿", 5), ("政法委稿", 6), ("简报", 7)):
        plans = sample_plans()
        sheet(plans, "提纲").put(row, 6, "半年来，我局", "input_text")
        assert "半年来，我局" in job_of(plans).summary(draft).text


def test_a_short_draft_takes_the_rows_that_must_be_written_only():
    job = job_of(sample_plans())
    assert "庭审旁听" in job.summary("市局稿").text
    assert "庭审旁听" not in job.summary("政法委稿").text


def test_an_unfilled_date_of_signature_prints_a_gap():
    plans = sample_plans()
    type_in(plans, setting_cell(plans, "成文日期"), None)
    assert job_of(plans).summary().text.endswith("2022年6月　日\n")


def test_several_units_of_a_rate_base_follow_the_picked_one():
    plans = sample_plans()
    type_in(plans, now_cell(Reconsideration, Reconsideration.accepted), 7)
    from tests.books import addresses

    row = addresses(Reconsideration).rates[Reconsideration.closure_rate.code]
    sheet(plans, "行政复议").put(row, 7, "受理", "input_text")
    assert "办结率85.7%" in job_of(plans).summary().text


def test_a_typed_total_must_agree_with_its_parts():
    plans = sample_plans()
    type_in(plans, now_cell(LegalAid, LegalAid.handled), 110)
    job = job_of(plans)
    finding = next(f for f in job.findings if f.code == "LA-07")
    assert (finding.left, finding.right, finding.difference) == (110, 109, 1)
    assert "110件" in job.summary().text
