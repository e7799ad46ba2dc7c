"""explanations.py, settling.py: what a 说明 settles, for how long, and what it says in the text."""

import pytest

from sifa_xl import headers as h
from sifa_xl.book.addresses import BEFORE, EXPLANATION, NOW
from sifa_xl.explanations import as_reason, is_explanation, referred_name
from sifa_xl.lines.mediation import Mediation
from tests.books import addresses, column_letters, job_of, sample_plans, setting_cell, type_in
from tests.drawn import draw, found
from tests.rechecked import answer, finding, rechecked

WHY = "年初开展专项排查集中受理"


def cell(figure, column=NOW):
    return f"人民调解!{column_letters(column)}{addresses(Mediation).figures[figure.code]}"


def swung(explanation=WHY):
    """The sample with 受理纠纷 up by half on last year, and a 说明 in its row."""
    plans = sample_plans()
    type_in(plans, cell(Mediation.accepted, BEFORE), 400)
    type_in(plans, cell(Mediation.accepted, EXPLANATION), explanation)
    return plans


@pytest.mark.parametrize(
    ("text", "explains"),
    [
        *((text, False) for text in ("属实", "情况属实", "已核实", "无", "同上", "经核实属实。")),
        *((text, False) for text in ("已核实，情况属实。", "经核对，数据确实无误", "属实属实属实")),
        *((text, False) for text in ("受理后撤回。", "受 理 后 撤 回", "。。。。。。")),
        *((text, True) for text in ("受理后撤回两件", "经核实，上年有两件漏报", WHY)),
    ],
)
def test_what_explains_has_six_characters_and_says_more_than_that_it_is_so(text, explains):
    assert is_explanation(text) is explains


def test_a_reference_names_a_figure_with_or_without_quotation_marks():
    assert referred_name("同“受理纠纷”") == referred_name("见受理纠纷。") == "受理纠纷"
    assert referred_name("专项排查") == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("主要原因是专项排查集中受理。", "专项排查集中受理"),
        ("因专项排查集中受理；另有上年结转两件。", "专项排查集中受理，另有上年结转两件"),
        ("主要是由于机构改革", "机构改革"),
        ("因公出差", "因公出差"),
    ],
)
def test_a_reason_stands_behind_its_words_without_saying_them_twice(text, reason):
    assert as_reason(text) == reason


def test_an_explained_change_is_settled_until_its_numbers_change():
    plans = swung()
    rechecked(plans)
    assert finding(plans, "X-07", cell(Mediation.accepted)).explained
    type_in(plans, cell(Mediation.accepted, BEFORE), 410)
    doubt = finding(plans, "X-07", cell(Mediation.accepted))
    assert doubt.is_open
    assert (
        "说明是针对“本期723，上年同期400”写的，现在是“本期723，上年同期410”，已经失效，请重新写说明"
        in doubt.message
    )


def test_a_lapsed_explanation_stays_lapsed_however_often_it_is_checked():
    plans = swung()
    rechecked(plans)
    type_in(plans, cell(Mediation.accepted, BEFORE), 410)
    rechecked(plans)
    rechecked(plans)
    assert finding(plans, "X-07", cell(Mediation.accepted)).is_open


def test_a_lapsed_explanation_is_accepted_anew_once_it_is_rewritten_or_the_numbers_return():
    plans = swung()
    rechecked(plans)
    type_in(plans, cell(Mediation.accepted, BEFORE), 410)
    rechecked(plans)
    type_in(plans, cell(Mediation.accepted, EXPLANATION), "去年漏报十件，其余为专项排查")
    assert finding(plans, "X-07", cell(Mediation.accepted)).explained
    type_in(plans, cell(Mediation.accepted, EXPLANATION), WHY)
    type_in(plans, cell(Mediation.accepted, BEFORE), 400)
    assert finding(plans, "X-07", cell(Mediation.accepted)).explained


def test_a_lapsed_explanation_may_be_mended_in_either_place_and_lapses_again():
    plans = swung()
    rechecked(plans)
    type_in(plans, cell(Mediation.accepted, BEFORE), 410)
    answer(plans, "X-07", cell(Mediation.accepted), 说明="去年的数已按台账改正")
    assert finding(plans, "X-07", cell(Mediation.accepted)).explained
    rechecked(plans)
    type_in(plans, cell(Mediation.accepted, BEFORE), 420)
    rechecked(plans)
    assert finding(plans, "X-07", cell(Mediation.accepted)).is_open
    type_in(plans, cell(Mediation.accepted, EXPLANATION), "去年的数再次改正，余为专项排查")
    assert finding(plans, "X-07", cell(Mediation.accepted)).explained


def test_one_explanation_covers_the_rows_that_refer_to_it():
    sheet = """
        | 指标     | 本期 | 上年同期 | 说明             |
        | 受理纠纷 | 723  | 400      | {}               |
        | 调解成功 | 700  | 390      | 同“受理纠纷”     |
        | 排查发现纠纷 | 900 | 500   | 见“没有的指标”   |
    """
    findings = found(draw("人民调解", sheet.format(WHY)))
    settled = {f.figure: f.explained for f in findings if f.code == "X-07"}
    assert settled == {"受理纠纷": True, "调解成功": True, "排查发现纠纷": False}
    findings = found(draw("人民调解", sheet.format("属实")))
    assert not any(f.explained for f in findings if f.code == "X-07")


def test_rows_that_refer_to_each_other_explain_nothing():
    sheet = """
        | 指标     | 本期 | 上年同期 | 说明                 |
        | 受理纠纷 | 723  | 400      | 同“调解成功”         |
        | 调解成功 | 700  | 390      | 同“受理纠纷”         |
    """
    findings = found(draw("人民调解", sheet))
    assert not any(f.explained for f in findings if f.code == "X-07")


def test_a_doubt_without_a_row_of_its_own_is_explained_beside_the_finding():
    plans = sample_plans()
    row = addresses(Mediation).measures_title + 2
    place = f"人民调解!{column_letters(7)}{row}"
    type_in(plans, place, "共受理纠纷745件。")
    answer(plans, "X-12", place, 说明="两处口径不同，表里只计本期")
    assert finding(plans, "X-12", place).explained
    rechecked(plans)
    assert finding(plans, "X-12", place).explained
    type_in(plans, place, "共受理纠纷750件。")
    assert finding(plans, "X-12", place).is_open


def test_what_was_written_beside_a_finding_that_is_gone_is_kept_and_comes_back():
    plans = swung("")
    place = cell(Mediation.accepted)
    answer(plans, "X-07", place, 说明=WHY)
    type_in(plans, cell(Mediation.accepted, BEFORE), None)
    (row,) = [row for row in rechecked(plans) if row[h.EXPLANATION] == WHY]
    assert (row[h.LEVEL], row[h.WHERE]) == ("已无", place)
    rechecked(plans)
    type_in(plans, cell(Mediation.accepted, BEFORE), 400)
    assert finding(plans, "X-07", place).explained


def compared(explanation=WHY):
    plans = swung(explanation)
    type_in(plans, setting_cell(plans, "写同比"), "是")
    return plans


def test_the_main_reason_stands_behind_the_change_and_knows_its_cell():
    summary = job_of(compared()).summary()
    assert f"受理矛盾纠纷723件（同比增长80.8%，主要原因是{WHY}）" in summary.text
    (span,) = [
        s for p in summary.paragraphs for s in p.prose.spans if s.fact == "人民调解.受理纠纷.原因"
    ]
    assert span.cells == (cell(Mediation.accepted, EXPLANATION),)


@pytest.mark.parametrize("explanation", ["", "情况属实", None])
def test_without_a_reason_only_the_change_is_told(explanation):
    text = job_of(compared(explanation)).summary().text
    assert "（同比增长80.8%）" in text
    assert "主要原因" not in text


def test_a_lapsed_reason_is_not_printed():
    plans = compared()
    rechecked(plans)
    type_in(plans, cell(Mediation.accepted, BEFORE), 410)
    assert "主要原因" not in job_of(plans).summary().text


def test_no_reason_is_printed_while_changes_are_not_written():
    assert "主要原因" not in job_of(swung()).summary().text


def test_a_reason_as_long_as_an_essay_is_left_out_and_listed():
    summary = job_of(compared("专项排查" * 40)).summary()
    assert "主要原因" not in summary.text
    assert "人民调解.受理纠纷.原因" in {name for o in summary.omissions for name in o.facts}
