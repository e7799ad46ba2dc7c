"""comparison.py: 同比 for counts, 百分点 for rates, and silence where neither says anything."""

from decimal import Decimal

import pytest

from sifa_xl.comparison import change_fact, change_in_points
from sifa_xl.declarations import Figure, Good, Rate, Split, Total, WorkLine
from sifa_xl.domain import State
from sifa_xl.facts import gather
from sifa_xl.indicators import Indicators
from tests.drawn import HOME, draw, read


class Toy(WorkLine, title="玩具", code="TOY", theme="主题"):
    """A good and a bad figure, their total and a rate."""

    cases = Figure("案件", good=Good.UP)
    lost = Figure("败诉", good=Good.DOWN)
    both = Total("合计", cases, lost, rule="T-1")
    rate = Rate("败诉率", lost, cases, good=Good.DOWN)
    rooms = Split("各室", by="室名", measures={"件数": "件"})


def facts(*rows, compares="是"):
    head = "| 指标 | 本期 | 概数 | 上年同期 |"
    sheet = draw(Toy, "\n".join([head, *(f"| {row} |" for row in rows)]))
    filled = read(draw("首页", f"{HOME}\n| 写同比 | {compares} |"), sheet, lines=[Toy])
    return gather(filled, Indicators(filled)).facts


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("案件 | 110 | | 100", "同比增长10%"),
        ("案件 | 90 | | 100", "同比下降10%"),
        ("案件 | 100 | | 100", "与上年同期持平"),
        ("案件 | 30 | | 20", "同比增加10件，增长50%"),
        ("案件 | 8 | | 5", "同比增加3件"),
        ("案件 | 0 | | 5", "同比减少5件"),
        ("败诉 | 110 | | 100", "同比上升10%"),
    ],
)
def test_a_change_is_worded_by_the_size_of_last_years_number(row, words):
    fact = facts(row)[f"玩具.{row.split()[0]}.同比"]
    assert (fact.text, fact.state, fact.value) == (words, State.KNOWN, None)
    assert fact.cells == ("玩具!C3", "玩具!E3")


@pytest.mark.parametrize(
    "row",
    [
        "案件 | 110 | |",
        "案件 | | | 100",
        "案件 | 110 | | 0",
        "案件 | 110 | 余 | 100",
        "案件 | 110 | | '100余",
        "案件 | 待定 | | 100",
    ],
)
def test_no_change_is_told_where_a_side_is_unknown_zero_or_hedged(row):
    fact = facts(row)["玩具.案件.同比"]
    assert (fact.text, fact.state) == ("", State.NOT_APPLICABLE)


def test_no_change_is_told_unless_the_front_page_asks_for_it():
    assert facts("案件 | 110 | | 100", compares="否")["玩具.案件.同比"].text == ""


def test_rates_change_in_points_of_the_printed_rates():
    both = facts("案件 | 723 | | 700", "败诉 | 719 | | 690")
    assert both["玩具.败诉率.同比"].text == "同比提高0.8个百分点"  # 99.4 and 98.6, as printed
    assert both["玩具.败诉率.同比"].cells == ("玩具!C4", "玩具!C3", "玩具!E4", "玩具!E3")


def test_points_are_the_difference_of_the_printed_rates():
    sheet = draw(Toy, "| 指标 | 本期 | 上年同期 |\n| 案件 | 723 | 700 |\n| 败诉 | 719 | |")
    indicators = Indicators(read(sheet, lines=[Toy]))
    assert change_in_points(Toy.rate, indicators) is None
    sheet = draw(Toy, "| 指标 | 本期 | 上年同期 |\n| 案件 | 723 | 700 |\n| 败诉 | 719 | 690 |")
    indicators = Indicators(read(sheet, lines=[Toy]))
    assert change_in_points(Toy.rate, indicators) == Decimal("0.8")


def test_computed_figures_are_compared_with_computed_ones():
    assert facts("案件 | 60 | | 50", "败诉 | 60 | | 50")["玩具.合计.同比"].text == "同比增长20%"


def test_the_rows_of_a_split_have_no_last_year():
    rooms = "\n各室\n| 室名 | 件数 |\n| 甲室 | 3 |"
    filled = read(draw(Toy, f"| 指标 | 本期 |\n{rooms}"), lines=[Toy])
    indicators = Indicators(filled)
    fact = gather(filled, indicators).facts["玩具.各室.件数"]
    assert change_fact(fact, Toy.rooms["件数"], indicators, is_wanted=True).text == ""
