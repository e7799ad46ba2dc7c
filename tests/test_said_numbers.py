"""said_numbers.py: exact, rounded and hedged statements against the value they speak of."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sifa_xl.domain import Approx, Fact
from sifa_xl.phrases import Phrases
from sifa_xl.prose_numbers import Kind, find_numbers
from sifa_xl.said_numbers import Verdict, compare
from sifa_xl.wording import approx_down, figure_text, number_text, percent_shown, round_half_up

AGREES, COARSER, WRONG = Verdict.AGREES, Verdict.COARSER, Verdict.WRONG


def verdict(said, value, unit="件", approx="", exact=None):
    """The verdict on the one number of ``said`` against a figure."""
    (number,) = (n for n in find_numbers(said, Phrases(), 2022, "") if n.kind is Kind.NUMBER)
    fact = Fact(name="甲.乙", line="甲", value=Decimal(value), unit=unit, approx=Approx(approx))
    return compare(number, said, fact, exact)


SETTLED = Fraction(71900, 723)  # 99.447 %


@pytest.mark.parametrize(
    ("said", "value", "unit", "approx", "exact", "expected"),
    [
        ("99.4%", "99.4", "%", "", SETTLED, AGREES),
        ("99.45%", "99.4", "%", "", SETTLED, AGREES),
        ("99%", "99.4", "%", "", SETTLED, COARSER),
        ("99%", "99.4", "%", "", None, COARSER),
        ("百分之九十九", "99.4", "%", "", SETTLED, COARSER),
        ("99.5%", "99.4", "%", "", SETTLED, WRONG),
        ("98%", "99.4", "%", "", SETTLED, WRONG),
        ("100%", "99.9", "%", "", Fraction(9996, 100), WRONG),
        ("99.4%", "99.5", "%", "", Fraction(9947, 100), WRONG),  # cut off, not rounded
        ("98%", "98.5", "%", "", Fraction(9846, 100), COARSER),  # 98.46, not 98.5, is rounded
        ("98%", "98.5", "%", "", None, COARSER),
        ("三成", "30.4", "%", "", None, COARSER),
        ("约三成", "30.4", "%", "", None, COARSER),
        ("三成多", "30.4", "%", "", None, COARSER),
        ("三成以上", "30.4", "%", "", None, COARSER),
        ("近三成", "30.4", "%", "", None, WRONG),
        ("近三成", "28.9", "%", "", None, COARSER),
        ("四成", "30.4", "%", "", None, WRONG),
        ("三分之一", "33.3", "%", "", None, COARSER),
        ("三分之二", "33.3", "%", "", None, WRONG),
        ("723件", "723", "件", "", None, AGREES),
        ("723起", "723", "件", "", None, AGREES),
        ("722件", "723", "件", "", None, WRONG),
        ("700件", "723", "件", "", None, WRONG),
        ("近700件", "684", "件", "", None, COARSER),
        ("近700件", "723", "件", "", None, WRONG),
        ("将近700件", "684", "件", "", None, COARSER),
        ("不足700件", "684", "件", "", None, COARSER),
        ("不到700件", "700", "件", "", None, WRONG),
        ("700余件", "723", "件", "", None, COARSER),
        ("700多件", "723", "件", "", None, COARSER),
        ("七百余件", "723", "件", "", None, COARSER),
        ("720余件", "723", "件", "", None, COARSER),
        ("800余件", "723", "件", "", None, WRONG),
        ("600余件", "723", "件", "", None, WRONG),
        ("700件以上", "723", "件", "", None, COARSER),
        ("超700件", "723", "件", "", None, COARSER),
        ("超723件", "723", "件", "", None, WRONG),
        ("700件以内", "684", "件", "", None, COARSER),
        ("约720件", "723", "件", "", None, COARSER),
        ("约900件", "723", "件", "", None, WRONG),
        ("1.2万件", "12345", "件", "", None, COARSER),
        ("1.2万件", "12980", "件", "", None, WRONG),
        ("1.2万余件", "12980", "件", "", None, COARSER),
        ("3万份", "30412", "份", "", None, COARSER),
        ("60余万元", "60", "万元", "余", None, AGREES),
        ("60万元", "60", "万元", "余", None, COARSER),
        ("近70万元", "60", "万元", "余", None, COARSER),
        ("50余万元", "60", "万元", "余", None, WRONG),
        ("600000元", "60", "万元", "", None, AGREES),
        ("2万元", "2.05", "万元", "", None, COARSER),
        ("2.1万元", "2.05", "万元", "", None, COARSER),
        ("2.2万元", "2.05", "万元", "", None, WRONG),
        ("99件", "99", "%", "", None, None),
        ("两三件", "3", "件", "", None, None),
    ],
)
def test_a_statement_is_held_against_its_value(said, value, unit, approx, exact, expected):
    assert verdict(said, value, unit, approx, exact) is expected


@given(st.integers(10, 10**7))
def test_a_count_rounded_down_by_the_rule_always_agrees(count):
    rounded, hedge = approx_down(Decimal(count))
    said = figure_text(Decimal(rounded), "件", hedge)
    assert verdict(said, count) in (AGREES, COARSER)


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_another_plain_count_never_agrees(count, other):
    assume(count != other)
    assert verdict(f"{other}件", count) is WRONG


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 3))
def test_a_share_rounded_once_is_never_wrong_and_any_other_is(part, whole, places):
    assume(part < whole)
    exact = Fraction(100 * part, whole)
    printed, rounded = percent_shown(exact), round_half_up(exact, places)
    assume(0 < rounded < 100)
    assert verdict(f"{rounded}%", printed, "%", exact=exact) in (AGREES, COARSER)
    step = Decimal(1).scaleb(-places)
    for other in (rounded - step, rounded + step):
        if 0 < other < 100 and other != printed:
            assert verdict(f"{number_text(other)}%" if not places else f"{other}%", printed, "%",
                           exact=exact) is WRONG  # fmt: skip
