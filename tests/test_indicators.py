"""indicators.py: adopted values, why there is none, and the cells a value rests on."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.declarations import Choice, Figure, OrZero, Rate, Split, Stock, Total, WorkLine
from sifa_xl.domain import Approx, State
from sifa_xl.indicators import Indicators
from tests.drawn import draw, read


class Toy(WorkLine, title="玩具", code="TOY", theme="主题"):
    """One of each kind."""

    opening = Figure("期初", unit="人", star=True)
    came = Figure("新增", units=("人", "人次"))
    left = Figure("减少", unit="人")
    stock = Stock("期末", opening=opening, plus=(came,), minus=(left,), rule="T-1", unit="人")
    total = Total("合计", came, left, rule="T-2", unit="人")
    money = Figure("金额", unit="万元")
    share = Rate("比重", left, total)
    rate = Rate("比率", left, Choice("比率口径", 期末=stock, 新增=OrZero(came)))
    rooms = Split("各室", by="室名", measures={"人数": "人"})


def filled(*rows, more="", head="| 指标 | 本期 | 概数 | 上年同期 | 单位 |"):
    text = "\n".join([head, *(f"| {row} |" for row in rows)]) + f"\n{more}"
    return Indicators(read(draw(Toy, text), lines=[Toy]))


ROOMS = "\n各室\n| 室名 | 人数 |\n| 甲室 | 3 |\n| 乙室 | |\n| 丙室 | {} |"


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        ("5", 5, State.KNOWN),
        ("0", 0, State.KNOWN),
        ("", None, State.BLANK),
        ("待定", None, State.PENDING),
        ("#REF!", None, State.UNREADABLE),
        ("=?", None, State.UNREADABLE),
    ],
)
def test_zero_blank_pending_and_unreadable_stay_apart(cell, value, state):
    indicators = filled(f"新增 | {cell}")
    assert indicators.value(Toy.came) == value
    assert indicators.state(Toy.came) is state


def test_a_line_switched_off_has_no_value_and_that_is_no_blank():
    indicators = filled("本期有无此工作 | 本期无此工作", "新增 | 5", more=ROOMS.format(4))
    for named in Toy.named():
        assert indicators.value(named) is None
        assert indicators.typed(named) is None
        assert indicators.state(named) is State.NOT_APPLICABLE


def test_a_line_without_a_sheet_is_blank():
    indicators = Indicators(read(lines=[]))
    assert indicators.value(Toy.came) is None
    assert indicators.state(Toy.came) is State.BLANK
    assert indicators.cells(Toy.came) == ()


def test_a_blank_star_of_a_line_in_use_is_pending_and_so_is_what_rests_on_it():
    indicators = filled("新增 | 5")
    assert indicators.state(Toy.opening) is State.PENDING
    assert indicators.state(Toy.stock) is State.PENDING
    assert indicators.state(Toy.rate) is State.PENDING
    assert indicators.state(Toy.left) is State.BLANK
    assert filled().state(Toy.opening) is State.BLANK


# computed figures


def test_a_total_skips_blanks_and_is_blank_when_all_are():
    assert filled("新增 | 5").value(Toy.total) == 5
    assert filled("新增 | 5", "减少 | 0").value(Toy.total) == 5
    assert filled("新增 | 0").value(Toy.total) == 0
    assert filled().value(Toy.total) is None


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        (("期初 | 181", "新增 | 66", "减少 | 77"), 170),
        (("期初 | 181", "新增 | 66", "减少 | 0"), 247),
        (("新增 | 66", "减少 | 77"), None),
        (("期初 | 181", "新增 | 66"), None),
    ],
)
def test_a_stock_needs_its_opening_and_its_movements(rows, value):
    assert filled(*rows).value(Toy.stock) == value


def test_a_typed_value_is_adopted_before_the_computed_one():
    indicators = filled("新增 | 5", "减少 | 2", "合计 | 8")
    assert indicators.value(Toy.total) == 8
    assert indicators.value(Toy.share) == 25
    assert filled("新增 | 5", "减少 | 2", "合计 | ").value(Toy.total) == 7


def test_a_computed_figure_marked_pending_is_pending_where_it_cannot_be_computed():
    assert filled("合计 | 待定").state(Toy.total) is State.PENDING
    assert filled("合计 | 待定", "新增 | 5").state(Toy.total) is State.KNOWN


def test_a_rate_is_exact_and_printed_once_rounded():
    indicators = filled("新增 | 1", "减少 | 2")
    assert indicators.value(Toy.share) == Fraction(200, 3)
    assert str(indicators.printed(Toy.share)) == "66.7"


@pytest.mark.parametrize(
    ("came", "left", "shown"),
    [(4, 719, "99.4"), (0, 5, "100.0"), (1, 2999, "99.9"), (2999, 1, "0.1"), (5, 0, "0.0")],
)
def test_a_printed_rate_is_never_100_below_100_nor_0_above_0(came, left, shown):
    indicators = filled(f"新增 | {came}", f"减少 | {left}")
    assert str(indicators.printed(Toy.share)) == shown


def test_a_share_of_nothing_is_unknown():
    indicators = filled("新增 | 0", "减少 | 0")
    assert indicators.value(Toy.share) is None
    assert indicators.printed(Toy.share) is None


def test_a_rate_follows_the_picked_base_and_rests_on_its_cells_only():
    rows = ("期初 | 10", "新增 | 5", "减少 | 3")
    default = filled(*rows)
    assert default.value(Toy.rate) == 25
    assert default.cells(Toy.rate)[:-1] == ("玩具!C5", "玩具!C3", "玩具!C4")
    picked = filled(*rows, more="\n指标\n| 指标 | 口径 |\n| 比率 | 新增 |")
    assert picked.value(Toy.rate) == 60
    assert picked.cells(Toy.rate) == ("玩具!C5", "玩具!C4", "玩具!C103")


def test_a_measure_is_the_sum_of_its_rows_and_has_no_last_year():
    indicators = filled(more=ROOMS.format(4))
    assert indicators.value(Toy.rooms["人数"]) == 7
    assert indicators.largest(Toy.rooms["人数"]) == 4
    assert indicators.cells(Toy.rooms["人数"]) == ("玩具!C103", "玩具!C105")
    assert indicators.value(Toy.rooms["人数"], previous=True) is None
    assert filled().value(Toy.rooms["人数"]) is None
    assert filled().largest(Toy.rooms["人数"]) is None


def test_a_typed_zero_in_a_split_is_known():
    assert filled(more=ROOMS.format(0).replace("| 3 |", "| |")).value(Toy.rooms["人数"]) == 0


@given(values=st.lists(st.none() | st.integers(0, 99), min_size=2, max_size=2))
def test_a_total_equals_its_filled_parts(values):
    came, left = ("" if value is None else value for value in values)
    known = [value for value in values if value is not None]
    value = filled(f"新增 | {came}", f"减少 | {left}").value(Toy.total)
    assert value == (sum(known) if known else None)


def test_last_year_is_computed_the_same_way_from_its_own_column():
    indicators = filled("期初 | 9 | | 10", "新增 | 9 | | 5", "减少 | 9 | | 3")
    assert indicators.value(Toy.stock, previous=True) == 12
    assert indicators.value(Toy.share, previous=True) == Fraction(300, 8)
    assert indicators.cells(Toy.share, previous=True) == ("玩具!E5", "玩具!E4")


# hedges, units, places


@pytest.mark.parametrize(
    ("came", "left", "hedge"),
    [
        ("70 | 余", "5 |", Approx.ODD),
        ("70 | 余", "50 | 余", Approx.ODD),
        ("70 | 余", "50 | 约", Approx.ABOUT),
        ("70 | 余", "50 | 近", Approx.ABOUT),
        ("70 |", "5 |", Approx.NONE),
    ],
)
def test_a_computed_figure_takes_over_the_hedge_of_its_parts(came, left, hedge):
    assert filled(f"新增 | {came}", f"减少 | {left}").approx(Toy.total) is hedge


def test_a_typed_total_has_its_own_hedge():
    assert filled("新增 | 70 | 余", "合计 | 80").approx(Toy.total) is Approx.NONE


def test_the_unit_is_the_picked_one_else_the_declared_one():
    assert filled("新增 | 5 | | | 人次").unit(Toy.came) == "人次"
    assert filled("新增 | 5").unit(Toy.came) == "人"
    assert filled().unit(Toy.share) == "%"
    assert filled().unit(Toy.rooms["人数"]) == "人"


def test_a_value_knows_the_typed_cells_it_rests_on_each_once():
    indicators = filled("期初 | 9", "新增 | 5", "减少 | 3")
    assert indicators.cells(Toy.came) == ("玩具!C4",)
    assert indicators.cells(Toy.total) == ("玩具!C4", "玩具!C5")
    assert indicators.cells(Toy.share) == ("玩具!C5", "玩具!C4")
    assert filled("新增 | 5", "减少 | 3", "合计 | 9").cells(Toy.total) == ("玩具!C5",)


def test_an_unknown_value_names_the_blank_cells_it_waits_for_and_a_known_one_does_not():
    indicators = filled("新增 | ", "减少 | 3")
    assert indicators.cells(Toy.came) == ("玩具!C3",)
    assert indicators.cells(Toy.total) == ("玩具!C4",)


def test_a_finding_is_shown_at_the_figures_own_cell_else_at_what_it_rests_on():
    indicators = filled("新增 | 5", "减少 | 3", more=ROOMS.format(4))
    assert str(indicators.place(Toy.came)) == "玩具!C3"
    assert str(indicators.place(Toy.share)) == "玩具!C4"
    assert str(indicators.place(Toy.rooms["人数"])) == "玩具!C103"


def test_what_waits_for_an_optional_figure_only_is_blank_and_not_pending():
    indicators = filled("期初 | 9")
    assert indicators.value(Toy.stock) is None
    assert indicators.state(Toy.stock) is State.BLANK
