"""Rows of 台账 in 转入下期: what is not over goes along, as it was typed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from sifa_xl import headers as h
from sifa_xl.adoption import Source
from sifa_xl.book.fill import Fill
from sifa_xl.book.master import plan_book
from sifa_xl.carried_ledgers import carried_ledgers
from sifa_xl.jobs import Job
from sifa_xl.lines import shipped
from sifa_xl.next_period import make_file
from sifa_xl.period_steps import asked_period
from tests.books import TEMPLATES
from tests.drawn import line_named
from tests.next_books import content, saved, visible_cells

LINES = tuple(line for line in shipped() if line.ledgers)
CC, RA, NT, AR = (line_named(title) for title in ("社区矫正", "安置帮教", "公证", "行政复议"))
Rows = list[dict[str, Any]]


def _job(period: str, ledgers: dict[str, Any], **home: Any) -> Job:
    """A workbook of that period, on paper, with these rows by the ledger's name."""
    what = content(period)
    what["首页"] |= home
    for name, rows in ledgers.items():
        what[f"{name}台账"] = {name: rows}
    return Job([plan.grid() for plan in plan_book(LINES, Fill(what), TEMPLATES, [])], LINES)


def _kept(ledger: str, rows: Rows, period: str = "2023年上半年", **home: Any) -> list[Any]:
    """The first cell of each row that goes along from 2022年全年."""
    job = _job("2022年全年", {ledger: rows}, **home)
    (carried,) = carried_ledgers(job.filled, job.grids, asked_period(period))
    assert carried.left == len(rows) - len(carried.rows)
    return [next(iter(row.values())) for row in carried.rows]


def _persons() -> dict[str, Rows]:
    """Sixty invented persons of each register; some came before the year, some have left."""
    chance = Random(7)

    def day(first: date, last: date) -> date:
        return first + timedelta(days=chance.randint(0, (last - first).days))

    corrected, released = [], []
    for number in range(60):
        came = day(date(2020, 5, 1), date(2022, 12, 31))
        left = day(came, date(2022, 12, 31)) if chance.random() < 0.5 else None
        corrected.append(
            {
                "对象编号": f"假{number}",
                "报到日期": came,
                "增加方式": "新接收",
                "矫正类别": chance.choice(("管制", "缓刑", "假释")),
            }
            | ({"减少方式": "期满解除", "减少日期": left} if left else {})
        )
        released.append(
            {"编号": f"假{number}", "释放日期": came, "衔接日期": came, "来源": "监狱"}
            | ({"解除日期": left} if left else {})
        )
    return {"社区矫正": corrected, "安置帮教": released}


@cache
def _whole_year() -> Job:
    return _job("2022年全年", _persons())


def _next(job: Job, period: str) -> Job:
    """The workbook of that period with the rows that go along and nothing else."""
    found = carried_ledgers(job.filled, job.grids, asked_period(period))
    return _job(period, {each.ledger.name: each.rows for each in found})


def _counts(job: Job, line: Any) -> dict[str, Any]:
    sources = {f.name: job.indicators.from_source(f, Source.LEDGER) for f in line.figures}
    return {name: value for name, value in sources.items() if value is not None}


# --- counts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "opening", "closing"),
    [(CC, "期初在册", "在册"), (RA, "期初帮教对象", "在册帮教对象")],
    ids=["矫正", "帮教"],
)
def test_those_on_the_register_at_the_end_are_the_opening_of_the_period_after(
    line, opening, closing
):
    old = _counts(_whole_year(), line)
    new = _counts(_next(_whole_year(), "2023年上半年"), line)
    assert new[opening] == new[closing] == old[closing] > 0
    others = {name for name, value in new.items() if value} - {opening, closing}
    assert all(new[name] == old[name] for name in others)  # 缓刑 and the like: who is there
    assert not any(new[name] for name in ("新接收", "期满解除") if name in new)


@pytest.mark.parametrize("line", [CC, RA], ids=["矫正", "帮教"])
def test_the_whole_year_counts_as_if_its_first_half_had_never_been_a_book(line):
    persons = _persons()
    half = _job("2022年上半年", persons)
    assert _counts(_next(half, "2022年全年"), line) == _counts(_whole_year(), line)


def test_from_year_to_year_rows_do_not_pile_up():
    after = _next(_whole_year(), "2023年上半年")
    whole = _next(after, "2023年全年")
    table = after.filled.ledgers["CC.ledger"]
    assert len(table.rows) == _counts(_whole_year(), CC)["在册"]
    assert len(whole.filled.ledgers["CC.ledger"].rows) == len(table.rows)


# --- which rows ----------------------------------------------------------------------------


def test_the_closing_day_is_known_from_the_declarations():
    closing = {ledger.name: ledger.closing for line in LINES for ledger in line.ledgers}
    assert closing == {
        "合法性审查": "出具日期",
        "行政复议": "结案日期",
        "行政应诉": "结案日期",
        "案卷评查": "评查日期",
        "法律援助": "结案日期",
        "法援咨询": "日期",
        "公证": "出证日期",
        "律所业务": "月份",
        "法治宣传": "日期",
        "社区矫正": "减少日期",
        "安置帮教": "解除日期",
        "人民调解": "结案日期",
    }


def test_cases_not_closed_go_along_and_closed_ones_stay():
    day = date(2022, 11, 3)
    rows = [
        {"案号": "未结", "受理日期": day},
        {"案号": "已结", "受理日期": day, "结案日期": date(2022, 12, 1)},
        {"案号": "读不懂", "受理日期": day, "结案日期": "去年底"},
        {"案号": "没有日期"},
        {"案号": "次年", "受理日期": date(2023, 1, 3), "结案日期": date(2023, 1, 5)},
    ]
    assert _kept("人民调解", rows) == ["未结", "读不懂", "没有日期", "次年"]


def test_an_event_is_over_on_its_day():
    rows = [{"乡镇": "甲镇", "日期": date(2022, 12, 4)}, {"乡镇": "没写日期"}]
    assert _kept("法治宣传", rows) == ["没写日期"]
    assert _kept("法治宣传", rows[:1]) == []


def test_what_was_turned_down_has_no_closing_day_and_is_over():
    day = date(2022, 11, 3)
    rows = [
        {"受理号": "不办", "受理日期": day, "结果": "不予办理"},
        {"受理号": "在办", "受理日期": day},
        {"受理号": "已出", "受理日期": day, "结果": "出证", "出证日期": day},
    ]
    assert _kept("公证", rows) == ["在办"]
    cases = [
        {"案号": "不予", "收到日期": day, "受理情况": "不予受理"},
        {"案号": "审查", "收到日期": day, "受理情况": "审查中"},
        {"案号": "受理", "收到日期": day, "受理情况": "受理", "受理日期": day},
    ]
    assert _kept("行政复议", cases) == ["审查", "受理"]


def test_what_came_after_the_cut_off_day_was_not_counted_and_goes_along():
    rows = [
        {"案号": "截止前", "受理日期": date(2022, 12, 1), "结案日期": date(2022, 12, 20)},
        {"案号": "截止后", "受理日期": date(2022, 12, 1), "结案日期": date(2022, 12, 28)},
    ]
    assert _kept("人民调解", rows, 统计截止日=date(2022, 12, 25)) == ["截止后"]
    assert _kept("人民调解", rows) == []


# --- the workbook --------------------------------------------------------------------------


def test_rows_and_the_clerks_own_columns_stand_in_the_new_book_as_typed(tmp_path):
    rows = [
        {"对象编号": "A1", "姓名": "假甲", "报到日期": date(2022, 3, 1), "备注": "每月走访"},
        {"对象编号": "A2", "姓名": "假乙", "报到日期": date(2021, 3, 1), "罪名": "假罪"}
        | {"减少方式": "死亡", "减少日期": date(2022, 6, 1)},
    ]
    sheet = {"社区矫正": rows, h.OWN_COLUMNS: [{h.HEADER: "备注"}]}
    old = saved(tmp_path, "上期.xlsx", content("2022年全年") | {"社区矫正台账": sheet})
    new = tmp_path / "下期.xlsx"
    made = make_file(old, "2023年上半年", new)
    new.write_bytes(made.data)
    cells = {str(value)[:10] for name, value in visible_cells(new) if name == "社区矫正台账"}
    assert {"A1", "假甲", "备注", "每月走访", "2022-03-01"} <= cells
    assert not {"A2", "假乙", "假罪"} & cells
    told = "\n".join(made.told)
    assert "没办完的、在册的和本期还要计数的台账带过来了，请核对：社区矫正台账1行。" in told
    assert "已经办完、不再计数的台账留在原工作簿里：社区矫正台账1行。" in told
    handover = [value for name, value in visible_cells(new) if name == h.HANDOVER]
    assert any("社区矫正台账1行" in str(value) for value in handover)
    assert "假甲" not in "".join(map(str, handover)) + told
