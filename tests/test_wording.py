"""wording.py: numbers, comparisons, dates and periods as GB/T 15835 and the house want them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.domain import Approx, Good
from sifa_xl.wording import (
    Period,
    approx_down,
    change_text,
    date_text,
    day_text,
    figure_text,
    hedge_problem,
    join_items,
    number_text,
    parse_period,
    percent_shown,
    points_text,
    rate_text,
    round_half_up,
    signature_text,
)

D = Decimal
percents = st.fractions(0, 250, max_denominator=5000)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1092", "1092"), ("75.0", "75"), ("16.70", "16.7"), ("1E+3", "1000"), ("-0.0", "0")],
)
def test_a_number_is_printed_plain(value, text):
    assert number_text(D(value)) == text


@pytest.mark.parametrize(
    ("value", "unit", "approx", "text"),
    [
        ("723", "件", "", "723件"),
        ("60", "万元", "余", "60余万元"),
        ("6", "万元", "余", "6万余元"),
        ("60", "万元", "", "60万元"),
        ("1500", "名", "约", "约1500名"),
        ("6", "人次", "近", "近6人次"),
        ("120", "场次", "余", "120余场次"),
        ("500", "种", "多", "500多种"),
        ("100", "人", "以上", "100人以上"),
        ("60", "万元", "以上", "60万元以上"),
        ("78", "人次", "余", "78余人次"),
        ("0", "件", "余", "0余件"),
        ("0", "万元", "约", "约0万元"),
        ("10000", "份", "余", "1万余份"),
        ("20000", "万份", "余", "20000余万份"),
        ("30000", "份", "余", "3万余份"),
        ("30000", "份", "多", "3万多份"),
        ("300000", "份", "余", "30余万份"),
        ("30000", "份", "", "30000份"),
        ("30000", "份", "约", "约30000份"),
        ("32000", "份", "余", "32000余份"),
        ("125000", "份", "", "125000份"),
        ("2.045", "万元", "", "2.05万元"),
        ("0.5", "万元", "", "5000元"),
        ("0.12345", "万元", "", "0.12万元"),
        ("0.8", "万元", "约", "约0.8万元"),
        ("0.004", "万元", "约", "约40元"),
        ("0", "万元", "", "0元"),
        ("1", "万元", "", "1万元"),
        ("-0.5", "万元", "", "-5000元"),
        ("0.99999", "万元", "", "1万元"),
    ],
)
def test_a_figure_is_printed_with_unit_and_hedge(value, unit, approx, text):
    assert figure_text(D(value), unit, Approx(approx)) == text


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (D("2.045"), 2, "2.05"),
        (D("-2.045"), 2, "-2.05"),
        (D("99.447"), 1, "99.4"),
        (Fraction(1, 3), 1, "0.3"),
        (Fraction(5, 2), 0, "3"),
        (D("-0.04"), 1, "0.0"),
        (D("75"), 1, "75.0"),
    ],
)
def test_rounding_is_half_up_and_done_once(value, places, rounded):
    assert str(round_half_up(value, places)) == rounded


@given(st.decimals(-(10**12), 10**12, places=4), st.integers(0, 3))
def test_rounding_agrees_with_the_decimal_module(value, places):
    expected = value.quantize(D(1).scaleb(-places), ROUND_HALF_UP)
    assert round_half_up(value, places) == expected == round_half_up(Fraction(value), places)


@given(st.integers(10**40, 10**45))
def test_rounding_is_exact_beyond_the_decimal_context(value):
    assert int(round_half_up(Fraction(value), 0)) == value


@pytest.mark.parametrize(
    ("exact", "shown", "text"),
    [
        (Fraction(71900, 723), "99.4", "99.4%"),
        (Fraction(9996, 100), "99.9", "99.9%"),
        (Fraction(9995, 100), "99.9", "99.9%"),
        (Fraction(4, 100), "0.1", "0.1%"),
        (Fraction(0), "0.0", "0%"),
        (Fraction(100), "100.0", "100%"),
        (Fraction(75), "75.0", "75%"),
        (Fraction(10004, 100), "100.0", "100%"),
        (Fraction(100, 6), "16.7", "16.7%"),
    ],
)
def test_a_rate_has_one_decimal_and_is_never_100_below_100(exact, shown, text):
    assert str(percent_shown(exact)) == shown
    assert rate_text(exact) == text


@given(percents)
def test_a_rate_differs_from_plain_rounding_only_at_the_two_edges(exact):
    shown = percent_shown(exact)
    assert (shown == 100) <= (exact >= 100)
    assert (shown == 0) == (exact == 0)
    is_edge = 0 < exact < Fraction(5, 100) or Fraction(9995, 100) <= exact < 100
    plain = (D(exact.numerator) / D(exact.denominator)).quantize(D("0.1"), ROUND_HALF_UP)
    assert is_edge or shown == plain


@given(percents, percents)
def test_a_higher_rate_is_never_shown_lower(one, other):
    low, high = sorted((one, other))
    assert percent_shown(low) <= percent_shown(high)


def test_a_hedge_wants_a_round_number_and_the_reason_says_how_to_mend_it():
    assert hedge_problem(D(78), Approx.ODD, "人次") == (
        "“余”前面应是整十、整百的数，78后面不能加“余”。"
        "处理：有准确数就去掉概数写78人次，没有就改为70余人次"
    )
    assert hedge_problem(D(78), Approx.NEARLY, "件") == (
        "“近”后面应是整十、整百的数，78前面不能加“近”。"
        "处理：有准确数就去掉概数写78件，没有就改为近80件"
    )
    assert hedge_problem(D("6.5"), Approx.MORE, "万元") == (
        "“多”前面应是整数，6.5后面不能加“多”。处理：有准确数就去掉概数写6.5万元，没有就改为6万多元"
    )
    assert "没有就改为1万余元" in (hedge_problem(D("1.5"), Approx.ODD, "万元") or "")
    assert hedge_problem(D(6), Approx.NEARLY, "人次") == (
        "6太小，不宜加“近”。处理：清点后去掉概数，写准确数，如6人次"
    )
    assert hedge_problem(D(0), Approx.AT_LEAST, "件") == (
        "“以上”只用于大于0的数，现在是0。处理：去掉概数，写0件"
    )


@pytest.mark.parametrize(
    ("value", "approx", "unit"),
    [
        ("7", "余", "件"),
        ("105", "余", "件"),
        ("12.5", "多", "件"),
        ("0.8", "余", "万元"),
        ("6", "近", "人次"),
        ("6", "约", "人次"),
        ("9", "约", "人次"),
        ("0", "近", "件"),
        ("0", "约", "万元"),
        ("-10", "余", "件"),
    ],
)
def test_a_doubtful_hedge_is_found(value, approx, unit):
    assert hedge_problem(D(value), Approx(approx), unit)


@pytest.mark.parametrize(
    ("value", "approx", "unit"),
    [
        ("120", "余", "场次"),
        ("10", "多", "件"),
        ("6", "余", "万元"),
        ("60", "余", "万元"),
        ("30000", "余", "份"),
        ("7", "", "件"),
        ("1500", "约", "名"),
        ("109", "约", "件"),
        ("10", "约", "件"),
        ("1", "余", "万元"),
        ("1", "以上", "人"),
        ("0.8", "约", "万元"),
        ("300", "近", "人"),
        ("6", "近", "万元"),
        ("5", "以上", "人"),
    ],
)
def test_a_sound_hedge_is_left_alone(value, approx, unit):
    assert hedge_problem(D(value), Approx(approx), unit) is None


@pytest.mark.parametrize(
    ("value", "hedged"),
    [
        ("127", (120, "余")),
        ("10000", (10000, "")),
        ("120", (120, "")),
        ("78", (70, "余")),
        ("1092", (1000, "余")),
        ("34567", (30000, "余")),
        ("345678", (340000, "余")),
        ("7", (7, "")),
        ("0", (0, "")),
        ("120.5", (120, "余")),
        ("10.5", (10, "余")),
    ],
)
def test_an_exact_count_becomes_a_hedged_one_downwards(value, hedged):
    assert approx_down(D(value)) == hedged


@pytest.mark.parametrize(
    ("value", "hedged"),
    [("6.5", (6, Approx.ODD)), ("1.2", (1, Approx.ODD)), ("6", (6, Approx.NONE))],
)
def test_beside_wan_a_single_digit_takes_a_hedge(value, hedged):
    assert approx_down(D(value), "万元") == hedged


def test_less_than_one_wan_has_no_hedged_form():
    with pytest.raises(ValueError, match="不能转为概数"):
        approx_down(D("0.5"), "万元")


@pytest.mark.parametrize("value", ["-1", "7.5", "-0.5"])
def test_what_has_no_hedged_form_is_refused(value):
    with pytest.raises(ValueError, match="不能转为概数。请写准确数。"):
        approx_down(D(value))


@given(st.integers(0, 10**9))
def test_a_hedged_count_is_sound_and_never_above_the_exact_one(value):
    floor, approx = approx_down(D(value))
    assert hedge_problem(D(floor), approx, "件") is None
    assert (floor < value) == (approx is Approx.ODD)
    assert floor * 3 > value or floor == value


@pytest.mark.parametrize(
    ("now", "before", "good", "text"),
    [
        ("5", "0", Good.UP, ""),
        ("4", "1", Good.UP, "增加3件"),
        ("12", "9", Good.UP, "增加3件"),
        ("6", "9", Good.UP, "减少3件"),
        ("52", "40", Good.UP, "增加12件，增长30%"),
        ("28", "40", Good.UP, "减少12件，下降30%"),
        ("13", "10", Good.NEUTRAL, "增加3件，增长30%"),
        ("52", "40", Good.DOWN, "增加12件，上升30%"),
        ("64", "49", Good.UP, "增加15件，增长30.6%"),
        ("56", "50", Good.UP, "同比增长12%"),
        ("723", "644", Good.UP, "同比增长12.3%"),
        ("723", "644", Good.DOWN, "同比上升12.3%"),
        ("0", "50", Good.DOWN, "同比下降100%"),
        ("200", "50", Good.UP, "同比增长300%"),
        ("719", "719", Good.UP, "与上年同期持平"),
        ("3", "3", Good.DOWN, "与上年同期持平"),
        ("100001", "100000", Good.UP, "与上年同期基本持平"),
    ],
)
def test_a_comparison_is_worded_by_the_size_of_its_base(now, before, good, text):
    assert change_text(D(now), D(before), "件", good) == text


@given(st.integers(0, 999), st.integers(0, 999))
def test_what_should_go_down_never_grows(now, before):
    assert "增长" not in change_text(D(now), D(before), "件", Good.DOWN)


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        ("99.4", "98.8", "提高0.6个百分点"),
        ("98.0", "99.0", "下降1个百分点"),
        ("75.0", "75", "与上年同期持平"),
    ],
)
def test_rates_are_compared_in_points(now, before, text):
    assert points_text(D(now), D(before)) == text


def test_days_are_written_without_leading_zeros():
    assert date_text(date(2022, 6, 9)) == "2022年6月9日"
    assert day_text(date(2022, 6, 9)) == "6月9日"
    assert signature_text(date(2022, 6, 29), 2022, 7) == "2022年6月29日"
    assert signature_text(None, 2022, 6) == "2022年6月\u3000日"


def test_items_are_joined_and_empty_ones_left_out():
    assert join_items(["甲", "", "乙", "丙"]) == "甲、乙、丙"


@pytest.mark.parametrize(
    ("name", "title", "end", "since", "next_words"),
    [
        ("上半年", "2022年上半年", (6, 30), "今年以来", "下半年"),
        ("下半年", "2022年下半年", (12, 31), "下半年以来", "2023年"),
        ("全年", "2022年", (12, 31), "全年", "2023年"),
        ("第一季度", "2022年第一季度", (3, 31), "今年以来", "下一步"),
        ("第三季度", "2022年第三季度", (9, 30), "第三季度以来", "下一步"),
        ("1至2月", "2022年1至2月", (2, 28), "今年以来", "下一步"),
        ("1至9月", "2022年1至9月", (9, 30), "今年以来", "下一步"),
        ("1至12月", "2022年1至12月", (12, 31), "全年", "2023年"),
    ],
)
def test_a_period_knows_its_days_and_its_words(name, title, end, since, next_words):
    period = Period(2022, name)
    assert (period.short, period.title, period.since) == (name, title, since)
    assert (period.end, period.next_words) == (date(2022, *end), next_words)
    assert period.is_whole_year == (name in {"全年", "1至12月"})


def test_a_period_begins_with_its_first_month():
    assert Period(2022, "下半年").start == date(2022, 7, 1)
    assert Period(2022, "第四季度").start == date(2022, 10, 1)
    assert Period(1950, "全年").start == date(1950, 1, 1)
    assert Period(2099, "全年").start == date(2099, 1, 1)
    assert Period(2024, "1至2月").end == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2022年上半年", "上半年"),
        ("２０２２年１－９月", "1至9月"),
        ("2022年1-9月", "1至9月"),
        ("2022年1—9月", "1至9月"),
        ("2022年1～9月份", "1至9月"),
        ("2022 年 1月至9月", "1至9月"),
        ("2022年前三季度", "1至9月"),
        ("2022年一季度", "第一季度"),
        ("2022年第4季度", "第四季度"),
        ("2022年度", "全年"),
        ("2022年", "全年"),
    ],
)
def test_a_period_is_read_in_the_spellings_people_use(text, name):
    assert parse_period(text) == Period(2022, name)
    assert parse_period(text, 2022) == Period(2022, name)


def test_a_period_without_a_year_takes_the_one_given():
    assert parse_period("全年", 2022) == Period(2022, "全年")
    assert parse_period("1-9月", 2022) == Period(2022, "1至9月")


@pytest.mark.parametrize(
    ("text", "year", "words"),
    [
        ("半年", 2022, "“半年”分不清是上半年还是下半年"),
        ("2022年半年", None, "“半年”分不清是上半年还是下半年"),
        ("", 2022, "没有填期别"),
        ("上半年", None, "没有写年份"),
        ("2021年上半年", 2022, "期别里写的是2021年，年份填的是2022年"),
        ("1-13月", 2022, "期别“1至13月”读不懂"),
        ("3-9月", 2022, "读不懂"),
        ("1至1月", 2022, "读不懂"),
        ("全年", 1949, "年份1949不对"),
        ("全年", 2100, "年份2100不对"),
        ("第五季度", 2022, "读不懂"),
        ("上半年", 22, "年份22不对。请写四位年份"),
    ],
)
def test_a_doubtful_period_is_refused_in_a_whole_sentence(text, year, words):
    with pytest.raises(ValueError, match=words) as caught:
        parse_period(text, year)
    assert str(caught.value).endswith("。")


@given(st.integers(1950, 2099), st.sampled_from(["上半年", "下半年", "全年", "第二季度", "1至7月"]))
def test_a_title_is_read_back_as_its_period(year, name):
    assert parse_period(Period(year, name).title) == Period(year, name)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("上半年", "2022年1月1日至6月30日"),
        ("1至2月", "2022年1月1日至2月28日"),
        ("第四季度", "2022年10月1日至12月31日"),
    ],
)
def test_a_period_is_told_from_its_first_to_its_last_day(name, days):
    assert Period(2022, name).days == days
