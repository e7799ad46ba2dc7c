"""Functions in cells say what the job says, in Chinese, and never an error."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl import boundary, wording
from sifa_xl import headers as h
from sifa_xl.book.plan import SheetPlan
from sifa_xl.domain import Approx, column_letters
from sifa_xl.excel import udfs
from sifa_xl.excel.sheet_job import job_over
from sifa_xl.jobs import Job, open_findings
from sifa_xl.lines import shipped as shipped_lines
from tests.books import job_of, now_cell, sheet, type_in
from tests.drawn import line_named
from tests.value2 import ERROR_VALUES, Block, blocks_of, macro_plans, serial

LINES = shipped_lines()
MEDIATION = line_named("人民调解")
DIV = ERROR_VALUES["#DIV/0!"]
WHAT_A_CELL_HOLDS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(list(ERROR_VALUES.values())),
    st.just(((1.0, "甲"), (None, 2.0))),
)


# --- one value ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (719.0, 723.0, 99.4),
        (1999.0, 2000.0, 99.9),  # never 100 below 100
        (1.0, 2001.0, 0.1),  # never 0 above 0
        (723.0, 723.0, 100.0),
        (0.0, 723.0, 0.0),
        ("7", "8", 87.5),
        (None, 723.0, ""),
        (719.0, None, ""),
        (719.0, "", ""),
        (719.0, 0.0, ""),
        ("待定", 723.0, ""),
    ],
)
def test_a_rate_has_one_decimal_and_needs_a_base(part, whole, shown):
    assert udfs.rate(part, whole) == shown


@given(part=st.integers(0, 10**6), whole=st.integers(1, 10**6))
def test_a_rate_is_what_the_sheet_prints(part, whole):
    shown = udfs.rate(float(part), float(whole))
    assert shown == float(wording.percent_shown(Fraction(100 * part, whole)))
    assert (shown == 100) == (part == whole) or part > whole


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((112.0, 100.0, "件"), "同比增长12%"),
        ((42.0, 30.0, "件"), "同比增加12件，增长40%"),
        ((12.0, 9.0, "件"), "同比增加3件"),
        ((5.0, 60.0, "件", "负向"), "同比下降91.7%"),
        ((70.0, 60.0, "件", "负向"), "同比上升16.7%"),
        ((60.0, 60.0, "件"), "与上年同期持平"),
        ((99.4, 98.6, "%"), "同比提高0.8个百分点"),
        ((5.0, 0.0, "件"), ""),
        ((None, 9.0, "件"), ""),
        ((12.0, None), ""),
    ],
)
def test_a_change_is_worded_by_the_size_of_its_base(arguments, shown):
    assert udfs.change(*arguments) == shown


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((723.0, "件"), "723件"),
        ((60.0, "万元", "余"), "60余万元"),
        (("60余万元", "万元"), "60余万元"),
        ((100.0, "人", "以上"), "100人以上"),
        ((0.5, "万元"), "5000元"),
        ((99.96, "%"), "99.9%"),
        ((75.0, "%"), "75%"),
        ((12.0,), "12"),
        ((None, "件"), ""),
        ((723.0, "件", "余"), "“余”前面应是整十、整百的数，723后面不能加“余”。"),
        ((723.0, "件", "大概"), "概数“大概”"),
    ],
)
def test_a_number_stands_in_official_wording(arguments, shown):
    answer = udfs.number(*arguments)
    assert answer == shown or (shown and answer.startswith(shown) and answer.endswith("。"))


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (723.0, "件", "720余件"),
        (127.0, "件", "120余件"),
        (720.0, "件", "720件"),
        (34567.0, "人", "3万余人"),
        (60.35, "万元", "60余万元"),
        (6.5, "万元", "6万余元"),
        (6.0, "万元", "6万元"),
        (7.0, "件", "7件"),
        (None, "件", ""),
    ],
)
def test_an_exact_number_becomes_a_hedged_one_by_rounding_down(value, unit, shown):
    assert udfs.rounded(value, unit) == shown


@given(value=st.integers(1, 99_999_999), unit=st.sampled_from(["件", "人次", "万元"]))
def test_a_rounded_number_never_exceeds_the_exact_one_and_its_hedge_fits(value, unit):
    floor, approx = wording.approx_down(Decimal(value), unit)
    assert floor <= value
    assert wording.hedge_problem(Decimal(floor), approx, unit) is None
    assert udfs.rounded(float(value), unit) == wording.figure_text(Decimal(floor), unit, approx)
    assert (approx is Approx.NONE) == (floor == value)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (serial(date(2022, 6, 25)), "2022年6月25日"),
        (serial(date(2022, 6, 25)) + 0.5, "2022年6月25日"),
        ("2022/6/25", "2022年6月25日"),
        ("2022年6月25日", "2022年6月25日"),
        (20220625.0, "2022年6月25日"),
        (None, ""),
    ],
)
def test_a_day_is_written_out_whether_it_is_a_serial_number_or_a_text(day, shown):
    assert udfs.date(day) == shown


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((2022.0, "上半年"), "2022年上半年"),
        ((2022.0, "全年"), "2022年"),
        ((2022.0, "1-9月"), "2022年1至9月"),
        ((None, "2022年上半年"), "2022年上半年"),
        ((2022.0, "上半年", "起止"), "2022年1月1日至6月30日"),
        (("2022年", "第一季度", "起止"), "2022年1月1日至3月31日"),
        ((None, None), ""),
    ],
)
def test_a_period_is_named_or_told_from_its_first_to_its_last_day(arguments, shown):
    assert udfs.period(*arguments) == shown


# --- wrong arguments ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda: udfs.rate("甲", 3.0), "部分数“甲”"),
        (lambda: udfs.rate(DIV, 3.0), "部分数是错误值 #DIV/0!"),
        (lambda: udfs.rate(True, 3.0), "部分数是“是/否”值"),
        (lambda: udfs.rate(-1.0, 3.0), "部分数是负数（-1）。"),
        (lambda: udfs.rate(((1.0,), (2.0,)), 3.0), "部分数只能是一个单元格，不能是一片区域。"),
        (lambda: udfs.rate("60余", 80.0), "部分数"),
        (lambda: udfs.change(1.0, 2.0, "件", "坏"), "方向只能空着，或填正向、负向、中性"),
        (lambda: udfs.number(-5.0, "件"), "数字是负数（-5）。"),
        (lambda: udfs.rounded(2.5, "件"), "2.5不能转为概数。请写准确数。"),
        (lambda: udfs.date("昨天"), "日期“昨天”不是日期。"),
        (lambda: udfs.date(5.0), "日期“5”不是日期。"),
        (lambda: udfs.period(2022.0, "半年"), "“半年”分不清是上半年还是下半年。"),
        (lambda: udfs.period(2022.5, "上半年"), "年份不是整数。"),
        (lambda: udfs.period(2022.0, "上半年", "什么"), "第三格只能空着或填“起止”"),
        (lambda: udfs.check("人民调节", ((1.0,),)), "没有“人民调节”这条业务线。是不是“人民调解”？"),
        (lambda: udfs.check("人民调解", ((1.0,),)), "选的区域里没有“人民调解”表的隐藏编码列。"),
        (lambda: udfs.check("人民调解"), "选的区域里没有“人民调解”表的隐藏编码列。"),
        (lambda: udfs.preview("人民调解", (("#sifa-xl:GZ",),)), "选的区域不是“人民调解”表的。"),
    ],
)
def test_what_is_wrong_with_an_argument_is_said_in_one_chinese_sentence(answer, words):
    said = answer()
    assert said.startswith(words)
    assert said.endswith(("。", "？"))
    assert "\n" not in said


@given(st.data())
def test_no_function_ever_raises_or_speaks_english(data):
    function = data.draw(st.sampled_from([udfs.rate, udfs.change, udfs.number, udfs.rounded]))
    arguments = [data.draw(WHAT_A_CELL_HOLDS) for _ in range(2)]
    answer = function(*arguments)
    assert isinstance(answer, str | float)
    assert "函数出错" not in str(answer)


@given(day=WHAT_A_CELL_HOLDS, year=WHAT_A_CELL_HOLDS, term=WHAT_A_CELL_HOLDS)
def test_no_value_breaks_the_days_and_periods(day, year, term):
    assert "函数出错" not in udfs.date(day) + udfs.period(year, term)


def test_a_fault_of_ours_is_a_sentence_in_the_cell_and_one_log(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(boundary, "_logged", {})
    monkeypatch.setattr(udfs, "job_over", lambda line, blocks: 1 / 0)
    answers = {udfs.check("人民调解", ()) for _ in range(3)}
    (answer,) = answers
    assert answer.startswith("函数出错。请把日志")
    assert len(list(tmp_path.rglob("*.txt"))) == 1


# --- a sheet ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> list[SheetPlan]:
    return macro_plans(is_sample=True)


@pytest.fixture(scope="module")
def job(sample) -> Job:
    return job_of(sample)


def seen_alone(job: Job, title: str) -> list[tuple[str, str]]:
    """The findings of a sheet that can be told from it and 首页 alone."""
    found = (each for each in job.findings if each.sheet == title)
    return [(each.code, each.message) for each in found if each.code != "P-04"]


@pytest.mark.parametrize("line", LINES, ids=[line.title for line in LINES])
def test_a_sheets_findings_are_those_of_the_job(line, sample, job):
    blocks = blocks_of(sample, line)
    assert seen_alone(job_over(line, blocks), line.title) == seen_alone(job, line.title)
    said = udfs.check(line.title, *blocks)
    wanted = [each for each in open_findings(job.findings) if each.sheet == line.title]
    assert said.count("\n") == min(len(wanted), 6) - 1 if wanted else said == "没有问题"
    for finding, told in zip(wanted[:5], said.split("\n"), strict=False):
        assert told.startswith(f"【{finding.level.on_screen}】")
        assert told.endswith(f"{finding.message}。")


@pytest.mark.parametrize("line", LINES, ids=[line.title for line in LINES])
def test_a_sheets_paragraphs_stand_in_the_summary(line, sample, job):
    paragraphs = udfs.preview(line.title, *blocks_of(sample, line)).split("\n")
    assert paragraphs == [*filter(None, job.preview(line.title))] or paragraphs == [""]
    text = job.summary().text
    for paragraph in paragraphs:
        assert paragraph in text or paragraph.replace("截至6月29日，", "") in text


def changed(*cells: tuple[str, Any]) -> list[Block]:
    """The blocks of 人民调解 in the sample with other values typed."""
    plans = macro_plans(is_sample=True)
    for cell, value in cells:
        type_in(plans, cell, value)
    return blocks_of(plans, MEDIATION)


def cell(name: str) -> str:
    """The cell of 本期 of a figure."""
    return now_cell(MEDIATION, next(each for each in MEDIATION.figures if each.name == name))


def test_a_wrong_number_is_told_first_while_it_stands_and_then_no_more():
    said = udfs.check("人民调解", *changed((cell("调解成功"), 730)))
    assert said.startswith("【必须改】")
    assert "调解成功为730，受理纠纷为723，相差7" in said
    assert "调解成功为730" not in udfs.check("人民调解", *changed())


def test_more_than_five_findings_are_counted():
    wrong = [(cell(each.name), -1) for each in MEDIATION.figures[:7]]
    lines = udfs.check("人民调解", *changed(*wrong)).split("\n")
    assert len(lines) == 6
    assert lines[5].startswith("另有")
    assert lines[5].endswith("项，请点“检查本页”。")


def test_an_error_value_in_a_cell_is_a_finding_and_not_a_blank():
    said = udfs.check("人民调解", *changed((cell("受理纠纷"), "#REF!")))
    assert "错误值 #REF!" in said


@pytest.mark.parametrize("column", ["分所合计", "台账数"])
def test_a_count_beside_a_blank_cell_is_what_the_sheet_speaks_of(column):
    typed = changed()
    heads = next(row for row in typed[0] if "本期" in row)
    counted = heads.index(column)
    blocks = [[list(row) for row in block] for block in typed]
    (own,) = [row for row in blocks[0] if row and row[0] == "MD.settled"]
    own[heads.index("本期")], own[counted] = None, 719
    assert udfs.preview("人民调解", *blocks) == udfs.preview("人民调解", *typed)
    own[counted] = ""
    assert "××" in udfs.preview("人民调解", *blocks)


def test_a_line_that_is_switched_off_has_nothing_to_say():
    blocks = changed(("人民调解!C4", "本期无此工作"))
    assert udfs.check("人民调解", *blocks) == udfs.preview("人民调解", *blocks) == ""


def test_a_blank_sheet_says_that_nothing_is_filled():
    blocks = blocks_of(macro_plans(is_sample=False), MEDIATION)
    assert "整张表" in udfs.check("人民调解", *blocks)
    assert udfs.preview("人民调解", *blocks) == ""


def test_the_settings_are_not_needed():
    *own, settings = blocks_of(macro_plans(is_sample=True), MEDIATION)
    assert udfs.preview("人民调解", *own) == udfs.preview("人民调解", *own, settings)
    assert udfs.check("人民调解", *own) == udfs.check("人民调解", *own, settings)


def test_a_block_may_start_below_the_sheets_mark_and_columns_may_lack():
    above, below, settings = blocks_of(macro_plans(is_sample=True), MEDIATION)
    whole = udfs.check("人民调解", above, below, settings)
    assert udfs.check("人民调解", above[2:], below, settings) == whole


def with_measure(header: str, value: Any) -> list[Block]:
    """The blocks of 人民调解 in the sample, something else typed in its first 举措."""
    plans = macro_plans(is_sample=True)
    cells = sheet(plans, "人民调解").cells
    top = next(row for row, column in cells if column == 1 and cells[row, 1][0] == "#表:举措")
    column = next(c for c in range(2, 13) if cells[top, c][0] == header)
    type_in(plans, f"人民调解!{column_letters(column)}{top + 1}", value)
    return blocks_of(plans, MEDIATION)


def test_days_of_measures_are_read_from_serial_numbers():
    said = udfs.check("人民调解", *with_measure(h.DAY, date(2022, 8, 1)))
    assert "8月1日" in said
    assert "不是日期" not in said


def test_prose_may_name_the_figures_of_another_sheet_and_no_others():
    known = with_measure(h.BODY, "与公证衔接，办理【公证.受理公证】。")
    assert "P-01" not in [each.code for each in job_over(MEDIATION, known).findings]
    unknown = with_measure(h.BODY, "与公证衔接，办理【公证.受理公正】。")
    assert "P-01" in [each.code for each in job_over(MEDIATION, unknown).findings]
