"""Blank is not zero: a count whose deciding column nobody fills is not known, and the rest told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sifa_xl.declarations import WorkLine
from sifa_xl.indicators import counting_span
from sifa_xl.jobs import Job
from sifa_xl.ledger_gaps import gaps_of
from sifa_xl.lines.community_corrections import CommunityCorrections
from sifa_xl.lines.legal_aid import LegalAid
from sifa_xl.lines.mediation import Mediation
from sifa_xl.lines.resettlement import Resettlement
from sifa_xl.tables import count_plainly, count_with_pandas
from tests.books import job_of
from tests.drawn import only
from tests.ledger_books import plans_with

DAY = date(2022, 3, 1)
CASE = {"受理日期": DAY, "结案日期": DAY, "调解结果": "成功"}
FAILED = CASE | {"调解结果": "不成"}
WRITTEN, ORAL = CASE | {"协议形式": "书面"}, CASE | {"协议形式": "口头"}
PERSON = {"报到日期": date(2021, 3, 1), "增加方式": "新接收"}
HELPED = {"释放日期": DAY, "衔接日期": DAY}
AIDED = {"申请日期": DAY, "结案日期": DAY}


def _job(line: type[WorkLine], *rows: dict[str, Any]) -> Job:
    return job_of(plans_with({line.ledgers[0].name: list(rows)}, (line,)), (line,))


def _count(found: Job, name: str) -> int | None:
    """What the ledger gives, the same in plain Python and in pandas."""
    (line,) = (data.line for data in found.filled.lines.values())
    counted = next(figure for figure in line.figures if figure.name == name).ledger
    table, span = found.filled.ledgers[counted.ledger.code], counting_span(found.filled.settings)
    plain = count_plainly(counted, table, span)
    assert count_with_pandas(counted, table, span) == plain
    return None if plain is None else int(plain)


@pytest.mark.parametrize(
    ("line", "rows", "name", "number"),
    [
        (Mediation, [CASE, CASE], "书面协议", None),
        (Mediation, [CASE, CASE], "调解成功", 2),
        (Mediation, [WRITTEN, CASE], "书面协议", 1),
        (Mediation, [WRITTEN, CASE], "口头协议", 0),
        (Mediation, [CASE | {"协议形式": "书 面"}], "书面协议", 0),  # a finding tells it
        (Mediation, [FAILED], "书面协议", 0),  # nothing settled, so nothing to write down
        (Mediation, [{"受理日期": DAY, "结案日期": DAY}], "书面协议", None),
        (Mediation, [{"受理日期": DAY}], "调解成功", 0),
        (Mediation, [WRITTEN], "涉及金额", None),
        (Mediation, [WRITTEN | {"涉及金额": 3}, CASE], "涉及金额", 3),
        (Mediation, [FAILED | {"涉及金额": 3}], "涉及金额", 0),
        (CommunityCorrections, [PERSON], "期满解除", 0),
        (CommunityCorrections, [PERSON | {"减少日期": DAY}], "期满解除", None),
        (CommunityCorrections, [PERSON], "缓刑", None),
        (CommunityCorrections, [PERSON | {"矫正类别": "管制"}, PERSON], "缓刑", 0),
        (Resettlement, [HELPED], "监所送回", None),
        (Resettlement, [HELPED | {"帮教类别": "重点"}], "监所送回", None),
        (Resettlement, [HELPED | {"衔接方式": "监所送回"}], "监所送回", None),
        (Resettlement, [HELPED | {"帮教类别": "一般"}], "监所送回", 0),
        (Resettlement, [{"释放日期": DAY}], "在册帮教对象", None),  # the day is kept nowhere
        (Resettlement, [{"释放日期": DAY}, HELPED], "在册帮教对象", 1),
        (Resettlement, [{"释放日期": DAY}, HELPED], "期初帮教对象", 0),
        (LegalAid, [AIDED], "办结案件", None),  # a blank must not count as 不是法律帮助 either
        (LegalAid, [AIDED | {"案件类别": "民事"}, AIDED], "办结案件", 2),
    ],
)
def test_a_count_is_known_where_its_deciding_columns_are_filled_or_decide_on_no_row(
    line, rows, name, number
):
    assert _count(_job(line, *rows), name) == number


def test_a_ledger_without_forms_of_agreement_does_not_contradict_what_was_settled():
    codes = [finding.code for finding in _job(Mediation, CASE, CASE).findings]
    assert "MD-04" not in codes
    assert "T-09" not in codes  # a column that nobody keeps is no slip
    assert "MD-04" in [finding.code for finding in _job(Mediation, WRITTEN, CASE).findings]


def test_a_row_no_figure_counts_for_want_of_a_word_is_told_at_its_cell():
    found = only("T-09", _job(Mediation, WRITTEN, CASE, FAILED).findings)
    assert (found.sheet, found.cell) == ("人民调解台账", "M5")
    assert found.message == (
        "这一行没有填协议形式，书面协议、口头协议都没有计入。处理：补填协议形式"
    )


@pytest.mark.parametrize(
    "row",
    [
        WRITTEN | {"司法确认": "是"},  # only 是 counts: whoever leaves 否 out has said it
        WRITTEN | {"受理日期": date(2021, 3, 1), "结案日期": date(2021, 3, 9)},
    ],
)
def test_a_column_that_may_stay_blank_and_rows_of_other_periods_are_left_in_peace(row):
    findings = _job(Mediation, WRITTEN, row | {"协议形式": None}, row).findings
    told = [f.figure for f in findings if f.code == "T-09"]
    assert told == (["协议形式"] if row["受理日期"] == DAY else [])


def test_an_outcome_that_is_missing_is_told_once():
    person = PERSON | {"减少日期": DAY, "矫正类别": "缓刑"}
    findings = _job(CommunityCorrections, person | {"减少方式": "赦免"}, person).findings
    assert [f.code for f in findings if f.figure == "减少方式"] == ["T-03"]


def test_a_word_asked_for_under_not_or_beside_another_keeps_its_rows():
    ledger = Mediation.ledger
    written, settled = ledger.where("协议形式", "书面"), ledger.where("调解结果", "成功")
    closed, span = ledger.within("结案日期"), counting_span(_job(Mediation).filled.settings)

    def rows(condition, *labels):
        (gap,) = (gap for gap in gaps_of(condition, ledger.anchor) if gap.labels == labels)
        blank = CASE | dict.fromkeys(labels)
        return gap.rows.holds(blank, span), gap.rows.holds(blank | {"结案日期": None}, span)

    assert rows(closed & ~written, "协议形式") == (True, False)
    assert rows(closed & ~(settled & written), "协议形式") == (True, False)
    assert rows(closed & ~(closed & written), "协议形式") == (True, False)
    assert rows(closed & ~(closed | written), "协议形式") == (False, False)
    assert rows(closed | written, "协议形式") == (True, True)  # every row of the ledger
    assert rows(written & ~settled, "协议形式", "调解结果") == (True, True)
