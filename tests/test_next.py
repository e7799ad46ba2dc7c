"""转入下期: what stays, what goes, and where the numbers that come along come from."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.book.file_book import FileBook
from sifa_xl.book.master import plan_book
from sifa_xl.book.reader import read
from sifa_xl.domain import Approx, Finding, Level
from sifa_xl.errors import SifaError
from sifa_xl.filled import Filled
from sifa_xl.handover import Places, handover_rows
from sifa_xl.lines import shipped
from sifa_xl.next_period import make_file, next_period
from sifa_xl.settings import Settings
from sifa_xl.write_back import put_findings, refresh_formulas
from tests.books import SAMPLE_FILL, TEMPLATES, job_of, now_cell, type_in
from tests.next_books import (
    before_of,
    content,
    earlier_of,
    now_of,
    rows_of,
    saved,
    typed,
    visible_cells,
)
from tests.office.server import WRONG_NUMBER, WRONG_TEXT, poison

SECOND = SAMPLE_FILL.with_name("江州市临浦区2024年全年.toml")


def rolled(folder: Path, what, period: str, *, last: Path | None = None, name: str = "下期.xlsx"):
    """The next workbook as a file, its job, and what was told."""
    old = saved(folder, "上期.xlsx", what)
    made = make_file(old, period, folder / name, last)
    (folder / name).write_bytes(made.data)
    return jobs.open_workbook(folder / name), "\n".join(made.told)


# ------------------------------------------------------------------ the samples, there and back


@pytest.fixture(scope="module")
def round_trip(tmp_path_factory):
    """The first sample, its whole year, and the first half of the year after."""
    folder = tmp_path_factory.mktemp("转")
    half, whole, after = (folder / f"{name}.xlsx" for name in ("半年", "全年", "次年"))
    half.write_bytes(jobs.build_workbook(SAMPLE_FILL))
    whole.write_bytes(make_file(half, "2022年全年", whole).data)
    after.write_bytes(make_file(whole, "2023年上半年", after).data)
    return [jobs.open_workbook(path) for path in (half, whole, after)]


def test_the_period_moves_on_and_its_dates_are_blank(round_trip):
    settings = [job.filled.settings for job in round_trip]
    assert [(s.year, s.period_name) for s in settings] == [
        (2022, "上半年"),
        (2022, "全年"),
        (2023, "上半年"),
    ]
    assert [s.cutoff for s in settings[1:]] == [None, None]
    assert [s.signed for s in settings[1:]] == [None, None]
    kept = {"places", "year", "period_name", "cutoff", "signed"}
    for later in settings[1:]:
        assert later.model_dump(exclude=kept) == settings[0].model_dump(exclude=kept)


def test_the_outline_stays_row_by_row(round_trip):
    rows = [
        [(r.level, r.heading, r.content, r.own_text, r.lengths) for r in job.filled.outline]
        for job in round_trip
    ]
    assert rows[0] == rows[1] == rows[2]


def test_the_half_year_stands_beside_the_whole_year_and_nowhere_else(round_trip):
    half, whole, after = round_trip
    assert earlier_of(whole, "人民调解.受理纠纷") == now_of(half, "人民调解.受理纠纷") == 723
    assert earlier_of(after, "人民调解.受理纠纷") is None
    for line in shipped():
        for figure in line.figures:
            value = half.indicators.value(figure)
            earlier = whole.filled.lines[line.code].entries[figure.code].earlier
            assert earlier.value == value
            assert earlier.approx is half.indicators.approx(figure)


def test_of_typed_numbers_only_the_opening_ones_are_left(round_trip):
    for job in round_trip[1:]:
        for data in job.filled.lines.values():
            left = {code for code, entry in data.entries.items() if entry.now.value is not None}
            assert left <= set(data.line.openings())
            assert all(row.is_blank for rows in data.splits.values() for row in rows)
            assert not any(extra.now.value for extra in data.extras)
            assert not data.measures
            assert not any(entry.explanation for entry in data.entries.values())
        filled = job.filled
        assert [*filled.topics, *filled.problems, *filled.plans, *filled.answers] == []


def test_names_of_splits_and_own_figures_stay(round_trip):
    names = [
        [
            *(
                row.name
                for data in job.filled.lines.values()
                for rows in data.splits.values()
                for row in rows
            ),
            *(extra.name for data in job.filled.lines.values() for extra in data.extras),
        ]
        for job in round_trip
    ]
    assert names[0] == names[1] == names[2] != []


def test_a_year_later_the_first_half_is_known_by_what_stands_in_it(round_trip):
    half, _, after = round_trip
    assert before_of(after, "人民调解.受理纠纷") == 723
    for line in shipped():
        for figure in line.figures:
            assert after.indicators.value(figure, previous=True) == half.indicators.value(figure)
            assert after.indicators.approx(figure, previous=True) is half.indicators.approx(figure)


def test_an_untouched_next_workbook_has_nothing_to_say(round_trip):
    for job in round_trip[1:]:
        assert not [f for f in job.findings if f.code.startswith(("B-", "V-", "P-"))]
        with pytest.raises(SifaError, match="没有可写的内容"):
            job.summary()


def test_the_second_sample_goes_on_too(tmp_path):
    old = tmp_path / "上期.xlsx"
    old.write_bytes(jobs.build_workbook(SECOND))
    new = tmp_path / "下期.xlsx"
    new.write_bytes(make_file(old, "2025年上半年", new).data)
    before, after = jobs.open_workbook(old), jobs.open_workbook(new)
    for data in after.filled.lines.values():
        for code, closing in data.line.openings().items():
            entry = data.entries[code]
            wanted = None if closing is None else before.indicators.value(closing)
            assert entry.now.value == wanted
    assert [row.heading for row in after.filled.outline] == [
        row.heading for row in before.filled.outline
    ]


# ------------------------------------------------------------------ nothing typed is left


def everything_unlike() -> dict:
    """A workbook where every number and every text occurs once."""
    what, number = content("2022年上半年"), 70_001
    for line in shipped():
        rows = {}
        for figure in line.figures:
            rows[figure.name] = {
                h.NOW: number,
                h.BEFORE: number + 1,
                h.EXPLANATION: f"说明{number}",
            }
            number += 2
        tables = {h.DATA: rows, h.MEASURES: [{h.BODY: f"举措{number}号。"}]}
        for split in line.splits:
            amounts = {name: number + n for n, name in enumerate(split.measures)}
            tables[split.name] = [{split.by: f"名称{line.code}", **amounts}]
            number += 9
        tables[h.EXTRAS] = [{h.FIGURE: "自设指标", h.UNIT: "件", h.NOW: number}]
        number += 1
        what[line.title] = tables
    for sheet in (h.TOPICS, h.PROBLEMS, h.PLANS):
        what[sheet] = {sheet: [{h.BODY: f"{sheet}{number}字。"}]}
        number += 1
    return what


def test_no_number_and_no_sentence_of_the_old_period_is_left_in_any_cell(tmp_path):
    rolled(tmp_path, everything_unlike(), "2023年下半年")  # with a gap: not even opening figures
    left = [
        (sheet, value)
        for sheet, value in visible_cells(tmp_path / "下期.xlsx", h.HANDOVER, h.REFERENCE)
        if (isinstance(value, int | float) and 70_001 <= value < 80_000)
        or any(str(number) in str(value) for number in range(70_001, 73_000))
    ]
    assert left == []


@pytest.mark.parametrize(
    ("old", "new", "beside"),
    [
        ("2022年第一季度", "2022年上半年", "第一季度"),
        ("2022年1至9月", "2022年全年", "1至9月"),
        ("2022年上半年", "2022年1至9月", "上半年"),
        ("2022年上半年", "2022年下半年", ""),
        ("2022年第三季度", "2022年第四季度", ""),
    ],
)
def test_what_the_year_had_so_far_stands_beside_periods_that_grow(tmp_path, old, new, beside):
    job, _ = rolled(tmp_path, content(old, 人民调解=typed(受理纠纷=5)), new)
    assert {data.earlier for data in job.filled.lines.values()} == {beside}
    assert earlier_of(job, "人民调解.受理纠纷") == (5 if beside else None)


def test_a_sum_below_that_of_the_first_half_must_be_put_right(tmp_path):
    half = typed(
        受理纠纷=500,
        矛盾纠纷排查={h.NOW: 90, h.UNIT: "人次"},
        书面协议={h.NOW: 60, h.APPROX: "余"},
        口头协议={h.NOW: 60, h.APPROX: "近"},
        人民调解员=70,
    )
    old = saved(tmp_path, "上期.xlsx", content(人民调解=half))
    made = make_file(old, "2022年全年", tmp_path / "下期.xlsx")
    plans = plan_book(shipped(), made.content, TEMPLATES, [])
    line = next(line for line in shipped() if line.title == "人民调解")
    fewer = {"受理纠纷": 499, "矛盾纠纷排查": 89, "书面协议": 59, "口头协议": 50, "人民调解员": 1}
    for figure in line.figures:
        if figure.name in fewer:
            type_in(plans, now_cell(line, figure), fewer[figure.name])
    found = [f for f in job_of(plans).findings if f.code == "X-15"]
    assert {f.figure for f in found} == {"受理纠纷", "矛盾纠纷排查", "书面协议"}
    assert {f.level.on_screen for f in found} == {"必须改"}
    (told,) = (f for f in found if f.figure == "受理纠纷")
    assert (told.left, told.right, told.difference) == (499, 500, -1)
    assert told.message.startswith("受理纠纷全年的数比上半年还少：全年499，上半年500，少1。处理：")


# ------------------------------------------------------------------ opening figures


OPENING = typed(期初在册=100, 新接收=30, 期满解除=20, 脱管=0, 漏管=0, 再犯罪=0)


def test_the_opening_figure_of_the_whole_year_is_that_of_the_half_year(tmp_path):
    job, told = rolled(tmp_path, content(社区矫正=OPENING), "2022年全年")
    assert now_of(job, "社区矫正.期初在册") == 100  # never the 110 of the end of June
    assert now_of(job, "社区矫正.新接收") is None
    assert "期初数（上年末）与上半年相同，照抄了1个。" in told


@pytest.mark.parametrize(
    ("old", "new"), [("2022年全年", "2023年上半年"), ("2022年上半年", "2022年下半年")]
)
def test_what_was_left_at_the_end_is_the_opening_of_what_follows(tmp_path, old, new):
    job, told = rolled(tmp_path, content(old, 社区矫正=OPENING), new)
    assert now_of(job, "社区矫正.期初在册") == 110
    assert "上期的期末数转为期初数，填了1个。" in told


@pytest.mark.parametrize(
    ("old", "new", "column", "was"),
    [
        ("2022年全年", "2023年上半年", "上期期末", 110),
        ("2022年上半年", "2022年全年", "上半年", 100),
    ],
)
def test_an_opening_figure_that_was_changed_must_be_put_right(tmp_path, old, new, column, was):
    made = make_file(
        saved(tmp_path, "上期.xlsx", content(old, 社区矫正=OPENING)), new, tmp_path / "下期.xlsx"
    )
    plans = plan_book(shipped(), made.content, TEMPLATES, [])
    assert "X-04" not in {found.code for found in job_of(plans).findings}
    line = next(line for line in shipped() if line.title == "社区矫正")
    opening = next(figure for figure in line.figures if figure.name == "期初在册")
    type_in(plans, now_cell(line, opening), was - 1)
    assert "X-04" in {found.code for found in job_of(plans).findings}
    type_in(plans, now_cell(line, opening), was + 1)
    (found,) = (each for each in job_of(plans).findings if each.code == "X-04")
    assert (found.left, found.right, found.difference) == (was + 1, was, 1)
    assert found.message.startswith(
        f"期初在册社区矫正对象与“{column}”一栏不同：现在{was + 1}，{column}{was}，相差1。"
    )


def test_cases_not_closed_are_carried_over(tmp_path):
    cases = typed(上期结转=4, 收到申请=20, 受理申请=20, 办结=18, 复议后起诉=0)
    job, _ = rolled(tmp_path, content("2022年全年", 行政复议=cases), "2023年上半年")
    assert now_of(job, "行政复议.上期结转") == 6


def test_where_no_figure_is_carried_over_none_is_spoken_of(tmp_path):
    _, told = rolled(tmp_path, content("2022年全年", 人民调解=typed(受理纠纷=5)), "2023年上半年")
    assert "期初" not in told


def test_an_opening_nobody_counts_at_the_end_is_asked_for(tmp_path):
    aid = typed(上期结存=3, 民事案件=5)
    job, told = rolled(tmp_path, content("2022年全年", 法律援助=aid), "2023年上半年")
    assert now_of(job, "法律援助.上期结存") is None
    assert "期初要自己填：法律援助·上期结存案件。" in told


def test_after_a_gap_the_opening_figures_are_left_blank_and_told(tmp_path):
    job, told = rolled(tmp_path, content(社区矫正=OPENING), "2023年上半年")
    assert now_of(job, "社区矫正.期初在册") is None
    assert "2022年上半年不接着2023年上半年，期初数空着，请自己填。" in told


# ------------------------------------------------------------------ a year ago


def test_the_same_period_a_year_ago_may_be_named(tmp_path):
    last = saved(tmp_path, "去年.xlsx", content("2021年全年", 人民调解=typed(受理纠纷=900)))
    what = content("2022年上半年", 人民调解=typed(受理纠纷=500))
    job, told = rolled(tmp_path, what, "2022年全年", last=last)
    assert before_of(job, "人民调解.受理纠纷") == 900
    assert "上年同期取自“去年.xlsx”（2021年全年），填了1个数。" in told


def test_one_beside_is_taken_by_its_content_whatever_its_name(tmp_path):
    saved(tmp_path, "随便叫.xlsx", content("2021年全年", 人民调解=typed(受理纠纷=900)))
    saved(tmp_path, "2021年全年.xlsx", content("2020年全年", 人民调解=typed(受理纠纷=1)))
    (tmp_path / "坏的.xlsx").write_bytes(b"PK no zip")
    job, told = rolled(tmp_path, content(人民调解=typed(受理纠纷=5)), "2022年全年")
    assert before_of(job, "人民调解.受理纠纷") == 900
    assert "取自旁边的“随便叫.xlsx”" in told


def test_two_that_disagree_are_told_and_none_is_taken(tmp_path):
    for name, number in (("甲.xlsx", 900), ("乙.xlsx", 901)):
        saved(tmp_path, name, content("2021年全年", 人民调解=typed(受理纠纷=number)))
    job, told = rolled(tmp_path, content(人民调解=typed(受理纠纷=5)), "2022年全年")
    assert before_of(job, "人民调解.受理纠纷") is None
    assert "数却不同，没有用" in told
    assert "“甲.xlsx”" in told
    assert "“乙.xlsx”" in told


def test_another_bureaus_workbook_beside_is_none_of_ours(tmp_path):
    other = content("2021年全年", 人民调解=typed(受理纠纷=900))
    other["首页"]["单位全称"] = "绿水县司法局"
    saved(tmp_path, "去年.xlsx", other)
    job, told = rolled(tmp_path, content(人民调解=typed(受理纠纷=5)), "2022年全年")
    assert before_of(job, "人民调解.受理纠纷") is None
    assert "上年同期空着" in told


def test_a_units_return_beside_is_not_the_whole_bureaus_year(tmp_path):
    what = content("2021年全年", 人民调解=typed(受理纠纷=9))
    what["首页"]["填报单位"] = "城关司法所"
    last = saved(tmp_path, "去年.xlsx", what)
    job, told = rolled(tmp_path, content(人民调解=typed(受理纠纷=5)), "2022年全年")
    assert before_of(job, "人民调解.受理纠纷") is None
    assert "上年同期空着" in told
    with pytest.raises(SifaError, match="是城关司法所的上报表"):
        rolled(tmp_path, content(), "2022年全年", last=last)


def test_from_one_first_half_to_the_next_the_workbook_itself_is_a_year_ago(tmp_path):
    job, told = rolled(tmp_path, content(人民调解=typed(受理纠纷=5)), "2023年上半年")
    assert before_of(job, "人民调解.受理纠纷") == 5
    assert "上年同期就取自本工作簿" in told


def test_a_number_of_last_year_keeps_its_hedge_and_nothing_is_reckoned_from_it(tmp_path):
    hedged = content(人民调解=typed(涉及金额={h.NOW: 60, h.APPROX: "余"}, 受理纠纷=5))
    job, _ = rolled(tmp_path, hedged, "2023年上半年")
    line = next(line for line in shipped() if line.title == "人民调解")
    before = job.filled.lines[line.code].entries[line.amount.code].before
    assert (before.value, before.approx, before.is_text) == (60, Approx.ODD, False)


def test_a_year_ago_in_another_unit_is_told_and_left_blank(tmp_path):
    last = saved(
        tmp_path,
        "去年.xlsx",
        content("2021年全年", 人民调解=typed(矛盾纠纷排查={h.NOW: 9, h.UNIT: "人次"})),
    )
    what = content("2022年上半年", 人民调解=typed(矛盾纠纷排查=5))
    job, told = rolled(tmp_path, what, "2022年全年", last=last)
    assert before_of(job, "人民调解.矛盾纠纷排查") is None
    assert "上年同期的单位不同，没有填：人民调解·矛盾纠纷排查。" in told


# ------------------------------------------------------------------ names and wording


def test_units_stay_and_wait_for_new_dates(tmp_path):
    what = content()
    what[h.UNITS] = {
        h.UNITS: [
            {
                "单位名称": "城关司法所",
                "类别": "司法所",
                "电话": 13800000000,
                "截止日期": "6月25日",
                "状态": "已报",
                "还缺什么": "表三",
            },
            {"单位名称": "高村司法所", "联系人": "张三", "状态": "未报"},
        ]
    }
    rolled(tmp_path, what, "2022年全年")
    units = jobs.open_workbook(tmp_path / "下期.xlsx").filled.units
    assert [(u.name, u.kind, u.contact, u.phone, u.due, u.state, u.lacking) for u in units] == [
        ("城关司法所", "司法所", "", "13800000000", None, "未报", ""),
        ("高村司法所", "", "张三", "", None, "未报", ""),
    ]
    handed = rows_of(tmp_path / "下期.xlsx", h.HANDOVER)
    assert ["2022年上半年", "日程", "填报期限", "6月25日：1个单位"] in handed
    assert ["2022年上半年", "未了事项", "没有报的单位", "高村司法所"] in handed


def test_wording_bases_and_switches_stay(tmp_path):
    what = content(
        公证={h.DATA: {h.OFF: {h.NOW: h.OFF}}},
        行政复议={h.RATES: {"办结率": {h.BASIS: "受理"}}},
        人民调解=typed(
            受理纠纷={h.NOW: 5, h.BASIS: "含主动调解", h.SECTION: "基层股", h.FILLED_BY: "李四"}
        ),
    )
    what[h.PHRASES] = {h.PHRASES: [{h.PHRASE: "两山三江", h.YEAR_FROM: 2020}]}
    what["首页"] |= {"版式": "总分式", "写同比": "是", "日期说明": "按市局要求提前"}
    job, _ = rolled(tmp_path, what, "2022年全年")
    filled = job.filled
    lines = {data.line.title: data for data in filled.lines.values()}
    assert lines["公证"].is_off
    assert lines["行政复议"].picked["办结率口径"] == "受理"
    entry = lines["人民调解"].entries["MD.accepted"]
    assert (entry.basis, entry.section, entry.filled_by) == ("含主动调解", "基层股", "李四")
    assert [phrase for phrase in filled.phrases if phrase[0] == "两山三江"] == [
        ("两山三江", 2020, None)
    ]
    assert (filled.settings.layout, filled.settings.compares) == ("总分式", True)
    assert filled.settings.dates_note == ""


def test_titles_get_the_new_period_and_what_is_left_of_the_old_one_is_told(tmp_path):
    what = content("2022年全年")
    what[h.OUTLINE] = {
        h.DRAFTS_TABLE: {
            "市局稿": {h.TITLE: "青山县司法局2022年工作总结", h.ADDRESSEE: "市司法局"},
            "政法委稿": {h.TITLE: "二〇二二年工作总结"},
            "简报": {h.OPENING: "2022年，全局共同努力。"},
        }
    }
    job, told = rolled(tmp_path, what, "2023年上半年")
    drafts = job.filled.drafts
    assert drafts["市局稿"].title == "青山县司法局2023年上半年工作总结"
    assert drafts["市局稿"].addressee == "市司法局"
    assert drafts["政法委稿"].title == "二〇二二年工作总结"
    assert drafts["简报"].opening == "2022年，全局共同努力。"
    assert "市局稿的标题已改为“青山县司法局2023年上半年工作总结”。" in told
    assert "还写着上一期的年份或期别，请改：政法委稿的标题、简报的开头。" in told


def test_own_paragraphs_stay_and_their_numbers_are_to_be_ticked_again(tmp_path):
    what = content()
    what[h.OUTLINE] = {
        h.OUTLINE: [
            {h.LEVEL: "一级", h.HEADING: "特色工作"},
            {h.BLOCK: h.OWN_PARAGRAPH, h.OWN_TEXT: "走访12户。", h.NUMBERS_CHECKED: "是"},
        ]
    }
    job, _ = rolled(tmp_path, what, "2022年全年")
    row = job.filled.outline[1]
    assert (row.own_text, row.numbers_checked) == ("走访12户。", False)


def test_more_names_than_a_split_has_rows_for_all_go_along(tmp_path):
    kinds = [{"类型": f"类型{number}", "件数": 1} for number in range(22)]
    extras = [{h.FIGURE: f"指标{number}", h.UNIT: "件"} for number in range(30)]
    what = content(人民调解={"纠纷类型": kinds, h.EXTRAS: extras})
    job, _ = rolled(tmp_path, what, "2022年全年")
    data = next(d for d in job.filled.lines.values() if d.line.title == "人民调解")
    (split,) = (s for s in data.line.splits if s.name == "纠纷类型")
    assert [row.name for row in data.splits[split.code]] == [row["类型"] for row in kinds]
    assert [extra.name for extra in data.extras] == [row[h.FIGURE] for row in extras]
    assert not [f for f in job.findings if f.code.startswith("B-")]


def test_a_name_without_a_number_is_not_written_and_told_once(tmp_path):
    kinds = [{"类型": "邻里", "件数": 3}, {"类型": "婚姻"}, {"类型": "宅基地"}]
    figures = typed(矛盾纠纷排查=50, 排查发现纠纷=40, 受理纠纷=3, 调解成功=3)
    job = jobs.open_workbook(
        saved(tmp_path, "本期.xlsx", content(人民调解=figures | {"纠纷类型": kinds}))
    )
    (told,) = (f for f in job.findings if f.code == "X-06" and "只有名称" in f.message)
    assert "“婚姻”、“宅基地”只有名称没有数" in told.message
    text = job.summary().text
    assert "邻里3件" in text
    assert "婚姻" not in text


# ------------------------------------------------------------------ 上年参考 and 交接


RARE = "〖龘靐齉〗"


def test_what_was_written_before_is_kept_to_be_looked_up_and_never_printed(tmp_path):
    measure = {h.BODY: f"开展{RARE}行动。", h.SUBHEADING: RARE, h.SUPPLIED_BY: RARE}
    what = content(人民调解=typed(受理纠纷=5) | {h.MEASURES: [measure]})
    for sheet in (h.TOPICS, h.PROBLEMS, h.PLANS):
        what[sheet] = {sheet: [{h.BODY: f"{sheet}{RARE}。"}]}
    rolled(tmp_path, what, "2022年全年")
    again = jobs.open_workbook(tmp_path / "下期.xlsx")
    shown = [row[-1] for row in rows_of(tmp_path / "下期.xlsx", h.REFERENCE)]
    assert len(shown) == 4
    figures = typed(矛盾纠纷排查=50, 排查发现纠纷=40, 受理纠纷=40, 调解成功=39)
    now = content("2022年全年", 人民调解=figures | {h.MEASURES: [{h.BODY: "继续走访。"}]})
    now[h.REFERENCE] = {h.REFERENCE: [{h.LINE: "人民调解", h.BODY: f"开展{RARE}行动。"}]}
    job = jobs.open_workbook(saved(tmp_path, "填好.xlsx", now))
    assert any(RARE in str(cell) for _, cell in visible_cells(tmp_path / "填好.xlsx"))
    printed = [job.summary(draft).text for draft in h.DRAFTS]
    printed += [fact.text + fact.name for fact in jobs.all_facts(job)]
    printed += [str(finding) for each in (job, again) for finding in each.findings]
    assert not [text for text in printed if set(RARE) & set(text)]


def test_the_sheet_to_look_up_is_hidden_and_keeps_a_year(tmp_path):
    first = content(人民调解={h.MEASURES: [{h.BODY: "上半年的举措。"}]})
    rolled(tmp_path, first, "2022年全年")
    whole = tmp_path / "下期.xlsx"
    made = make_file(whole, "2023年上半年", tmp_path / "次年.xlsx")
    (tmp_path / "次年.xlsx").write_bytes(made.data)
    (grid,) = (g for g in read(tmp_path / "次年.xlsx").grids if g.sheet == h.REFERENCE)
    assert grid.is_hidden
    assert rows_of(tmp_path / "次年.xlsx", h.REFERENCE) == [
        ["2022年上半年", "人民调解", "上半年的举措。"]
    ]


def test_a_successor_finds_dates_bases_reasons_and_what_is_still_open(tmp_path):
    figures = typed(
        矛盾纠纷排查={h.NOW: 300, h.UNIT: "人次", h.EXPLANATION: "排查登记簿按人次登记"},
        排查发现纠纷=210,
        受理纠纷={h.NOW: 200, h.BASIS: "含主动调解"},
        调解成功=201,
    )
    what = content(人民调解=figures)
    what["首页"]["领导机关"] = "县委"
    rolled(tmp_path, what, "2022年全年")
    rows = rows_of(tmp_path / "下期.xlsx", h.HANDOVER)
    found = {(kind, matter): words for _, kind, matter, words in rows}
    assert found["日程", "统计截止日"] == "没有填"
    assert found["报送", "领导机关"] == "县委"
    assert found["文件", "工作簿"] == "上期.xlsx"
    assert found["文件", "所在文件夹"] == str(tmp_path)
    assert found["口径", "人民调解·受理纠纷"] == "口径：含主动调解"
    assert "排查登记簿按人次登记" in found["说明", "人民调解·矛盾纠纷排查（U-01）"]
    assert found["未了事项", "人民调解!C8（MD-01）"].startswith("必须改：")


def test_the_same_left_open_in_many_cells_of_a_ledger_is_one_matter():
    open_ones = [
        Finding(
            code="V-01", level=Level.ERROR, sheet="台账", cell=f"C{row}", figure="", message="不对"
        )
        for row in range(4, 22)
    ]
    filled = Filled(settings=Settings(year=2022, period_name="上半年"))
    rows = handover_rows(filled, open_ones, Places("", ""), (), ())
    told = [(r[h.MATTER], r[h.CONTENT]) for r in rows if r[h.KIND] == "未了事项"]
    assert told == [("台账!C4等18格（V-01）", "必须改：不对")]


def test_what_was_written_into_the_handover_is_kept_by_the_next_one(tmp_path):
    what = content("2022年全年")
    own = {h.OF_PERIOD: "2022年上半年", h.KIND: "报送", h.MATTER: "市局联系人", h.REMARK: "王科长"}
    what[h.HANDOVER] = {h.HANDOVER: [own]}
    rolled(tmp_path, what, "2023年上半年")
    rows = rows_of(tmp_path / "下期.xlsx", h.HANDOVER)
    assert rows[0][0] == "2022年全年"
    assert rows[-1] == ["2022年上半年", "报送", "市局联系人", "王科长"]


def test_what_was_archived_in_the_period_stands_in_the_handover(tmp_path):
    last_year = {"fact": "首页.期间全称", "cells": [], "text": "2021年", "paragraph": 1}
    for name, when, numbers in (
        ("旧", "2021-12-30T09:00:00", []),
        ("上年", "2022-01-10T09:00:00", [last_year]),
        ("新", "2022-07-01T09:00:00", []),
    ):
        folder = tmp_path / "归档" / name
        folder.mkdir(parents=True)
        record = {"draft": "市局稿", "when": when, "title": "半年总结"}
        record |= {"numbers": numbers, "files": []}
        (folder / "归档.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "归档" / "坏").mkdir()
    (tmp_path / "归档" / "坏" / "归档.json").write_text("[", encoding="utf-8")
    rolled(tmp_path, content(), "2022年全年")
    rows = rows_of(tmp_path / "下期.xlsx", h.HANDOVER)
    sent = [row[2:] for row in rows if row[2].endswith("送出")]
    assert sent == [["市局稿送出", "2022年7月1日，半年总结，在“新”"]]
    assert ["2022年上半年", "文件", "“归档”文件夹"] in [row[:3] for row in rows]


# ------------------------------------------------------------------ the file


def test_a_workbook_with_buttons_is_followed_by_one_with_buttons(tmp_path):
    old = saved(tmp_path, "上期.xlsm", content(), has_macros=True)
    made = make_file(old, "2022年全年", tmp_path / "下期.xlsm")
    (tmp_path / "下期.xlsm").write_bytes(made.data)
    with zipfile.ZipFile(tmp_path / "下期.xlsm") as parts:
        assert "xl/vbaProject.bin" in parts.namelist()
    assert not jobs.open_workbook(tmp_path / "下期.xlsm").filled.findings


def test_every_formula_of_it_is_known_when_results_go_in(tmp_path):
    figures = typed(受理纠纷=5, 调解成功={h.NOW: 4, h.APPROX: "余"})
    rolled(tmp_path, content(人民调解=figures), "2022年全年", name="新.xlsx")
    poison(tmp_path / "新.xlsx", tmp_path / "毒.xlsx")
    job, book = jobs.open_for_writing(tmp_path / "毒.xlsx")
    put_findings(job, book)
    refresh_formulas(job, book)
    book.save()
    assert not [
        (sheet.sheet, place, cell.value)
        for sheet in read(tmp_path / "毒.xlsx").grids
        for place, cell in sheet.cells.items()
        if cell.is_formula and str(cell.value) in (WRONG_NUMBER, WRONG_TEXT)
    ]


def test_a_workbook_of_an_older_program_goes_on_as_one_of_this(tmp_path):
    figures = typed(受理纠纷=5, 书面协议=3, 口头协议=2, 司法确认=1)
    path = saved(tmp_path, "上期.xlsx", content(人民调解=figures))
    book = load_workbook(path)
    cells = {cell.value: cell for row in book["人民调解"]["A1:A40"] for cell in row if cell.value}
    cells["MD.written"].value = "MD.gone"  # a figure that this program does not know
    book["人民调解"].cell(cells["MD.written"].row, 2).value = "旧指标"
    book["人民调解"].delete_rows(cells["MD.oral"].row)  # one that the older one did not have
    for row in book["定义"].iter_rows():
        for cell in row:
            if cell.value in ("MD.written", "MD.oral"):
                cell.value = None
    book.save(path)
    made = make_file(path, "2022年全年", tmp_path / "下期.xlsx")
    (tmp_path / "下期.xlsx").write_bytes(made.data)
    job = jobs.open_workbook(tmp_path / "下期.xlsx")
    data = next(data for data in job.filled.lines.values() if data.line.title == "人民调解")
    assert {figure.code for figure in data.line.figures} == set(data.entries)
    assert [extra.name for extra in data.extras] == ["旧指标"]
    assert earlier_of(job, "人民调解.司法确认") == 1
    assert not [finding for finding in job.findings if finding.code.startswith("B-")]


def test_what_the_ledger_counted_stands_beside_and_its_rows_count_on(tmp_path):
    rows = [{"受理日期": date(2022, 3, day), "当事人": f"某甲{day}"} for day in (1, 2, 3)]
    what = content(人民调解=typed(排查发现纠纷=5)) | {"人民调解台账": {"人民调解": rows}}
    job, told = rolled(tmp_path, what, "2022年全年")
    assert earlier_of(job, "人民调解.受理纠纷") == 3
    assert now_of(job, "人民调解.受理纠纷") is None
    (accepted,) = (f for f in job.filled.lines["MD"].line.figures if f.name == "受理纠纷")
    assert job.indicators.value(accepted) == 3
    assert "台账带过来了，请核对：人民调解台账3行。" in told
    cells = [v for sheet, v in visible_cells(tmp_path / "下期.xlsx", "人民调解台账")]
    assert not [value for value in cells if "某甲" in str(value)]


def test_columns_of_the_clerks_own_stop_nothing(tmp_path):
    path = saved(tmp_path, "上期.xlsx", content() | {h.UNITS: {h.UNITS: [{"单位名称": "甲所"}]}})
    book = load_workbook(path)
    book[h.UNITS].cell(4, 20).value, book[h.UNITS].cell(5, 20).value = "微信", "甲甲"
    book.save(path)
    made = make_file(path, "2022年全年", tmp_path / "全年.xlsx")
    assert f"“{h.UNITS}”里自己加的列没有带过来：微信。" in made.told
    (tmp_path / "全年.xlsx").write_bytes(made.data)
    book = load_workbook(tmp_path / "全年.xlsx")
    sheet = book[h.HANDOVER]
    sheet.cell(4, 9).value, sheet.cell(5, 9).value = "办结日期", date(2022, 7, 5)
    sheet.cell(5, 6).value = "已办"
    book.save(tmp_path / "全年.xlsx")
    made = make_file(tmp_path / "全年.xlsx", "2023年上半年", tmp_path / "次年.xlsx")
    (tmp_path / "次年.xlsx").write_bytes(made.data)
    kept = [row[-1] for row in rows_of(tmp_path / "次年.xlsx", h.HANDOVER)]
    assert "已办；办结日期：2022年7月5日" in kept


def test_a_workbook_with_buttons_may_be_followed_by_one_without(tmp_path):
    old = saved(tmp_path, "上期.xlsm", content(), has_macros=True)
    made = make_file(old, "2022年全年", tmp_path / "下期.xlsx")
    assert made.data.startswith(b"PK")


def test_own_sheets_are_not_taken_along_and_told(tmp_path):
    path = saved(tmp_path, "上期.xlsx", content())
    book = load_workbook(path)
    book.create_sheet("我的草稿")["A1"] = "记一笔"
    book.save(path)
    made = make_file(path, "2022年全年", tmp_path / "下期.xlsx")
    assert any(
        "自己加的、认不出的表没有带过来" in line and "我的草稿" in line for line in made.told
    )


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2022年上半年", "本来就是2022年上半年的"),
        ("2021年全年", "不能往回转"),
        ("2022年第一季度", "不能往回转"),
        ("2022年第二季度", "不能往回转"),
        ("2022年1至8月", "期别里没有“1至8月”"),
        ("全年", "没有写年份"),
        ("2022年半年", "分不清"),
    ],
)
def test_a_period_that_cannot_follow_is_refused(tmp_path, period, words):
    old = saved(tmp_path, "上期.xlsx", content())
    with pytest.raises(SifaError, match=words):
        make_file(old, period, tmp_path / "下期.xlsx")


def test_last_year_of_another_period_is_refused(tmp_path):
    old = saved(tmp_path, "上期.xlsx", content())
    with pytest.raises(SifaError, match=r"“上期.xlsx”是2022年上半年的，上年同期要2021年全年的"):
        make_file(old, "2022年全年", tmp_path / "下期.xlsx", old)


def test_neither_the_old_workbook_nor_last_years_is_written_over(tmp_path):
    old = saved(tmp_path, "上期.xlsx", content())
    with pytest.raises(SifaError, match="不能写在它上面"):
        make_file(old, "2022年全年", old)


def test_a_workbook_that_is_not_wholly_read_is_refused(tmp_path):
    path = saved(tmp_path, "上期.xlsx", content())
    book = load_workbook(path)
    book["人民调解"]["C3"] = "数"  # the header 本期
    book.save(path)
    with pytest.raises(SifaError, match=r"转过去会丢.*表头“本期”"):
        make_file(path, "2022年全年", tmp_path / "下期.xlsx")


def test_a_units_return_is_refused(tmp_path):
    what = content()
    what["首页"]["填报单位"] = "城关司法所"
    with pytest.raises(SifaError, match="城关司法所的上报表"):
        make_file(saved(tmp_path, "上期.xlsx", what), "2022年全年", tmp_path / "下期.xlsx")


def test_a_workbook_without_a_year_is_refused(tmp_path):
    what = content()
    del what["首页"]["年份"]
    with pytest.raises(SifaError, match="首页没有填年份"):
        make_file(saved(tmp_path, "上期.xlsx", what), "2022年全年", tmp_path / "下期.xlsx")


# ------------------------------------------------------------------ command and button


def test_the_command_tells_what_came_along_and_backs_up_what_stood_there(tmp_path, run):
    old = saved(tmp_path, "上期.xlsx", content(社区矫正=OPENING))
    out = tmp_path / "下期.xlsx"
    out.write_bytes(b"something of the clerk's")
    before = old.read_bytes()
    done = run("next", old, "--period", "2022年全年", out)
    assert done.code == 0
    assert done.out.startswith(f"已生成“{out}”。\n旁边没有找到2021年全年的工作簿")
    assert [path.read_bytes() for path in (tmp_path / "备份").iterdir()] == [
        b"something of the clerk's"
    ]
    assert old.read_bytes() == before
    assert run("next", old, "--period", "2021年全年", out).complaint.startswith("2021年全年不在")


@pytest.mark.parametrize(
    ("old", "name"),
    [
        ("2022年上半年", "青山县司法局2022年全年工作总结.xlsx"),
        ("2022年全年", "青山县司法局2023年上半年工作总结.xlsx"),
        ("2022年第四季度", "青山县司法局2023年第一季度工作总结.xlsx"),
    ],
)
def test_a_click_makes_the_period_that_follows_beside_the_workbook(tmp_path, old, name):
    path = saved(tmp_path, "上期.xlsx", content(old))
    before, said = path.read_bytes(), []
    outcome = next_period(FileBook(path), tmp_path, said.append)
    assert outcome.message.startswith(f"已生成“{name}”，在同一个文件夹，本工作簿没有改动。")
    assert path.read_bytes() == before
    shutil.copy(tmp_path / name, tmp_path / "照抄.xlsx")
    next_period(FileBook(path), tmp_path, said.append)
    assert (tmp_path / f"{name[:-5]}-2.xlsx").exists()
    assert (tmp_path / name).read_bytes() == (tmp_path / "照抄.xlsx").read_bytes()
    assert said[:2] == ["正在读表…", "正在转入下期…"]


def test_a_click_in_a_workbook_never_saved_says_so(tmp_path):
    path = saved(tmp_path, "上期.xlsx", content())
    with pytest.raises(SifaError, match="还没有保存到本机"):
        next_period(FileBook(path), None, lambda words: None)
