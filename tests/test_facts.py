"""facts.py: everything the text may print, by name, with state, words and cells."""

from decimal import Decimal

import pytest

from sifa_xl.declarations import Figure, Rate, Split, Total, WorkLine
from sifa_xl.domain import Approx, State
from sifa_xl.facts import gather
from sifa_xl.indicators import Indicators
from tests.drawn import HOME, draw, read


class Toy(WorkLine, title="玩具", code="TOY", theme="主题"):
    """One of each kind."""

    came = Figure("新增", units=("人", "人次"), star=True)
    left = Figure("减少", unit="人")
    total = Total("合计", came, left, rule="T-1", unit="人")
    money = Figure("金额", unit="万元")
    rate = Rate("比重", left, came)
    rooms = Split("各室", by="室名", measures={"人数": "人", "钱": "万元"})


def book(*rows, more="", home=HOME):
    head = "| 指标 | 本期 | 概数 | 上年同期 | 单位 |"
    sheet = draw(Toy, "\n".join([head, *(f"| {row} |" for row in rows)]) + f"\n{more}")
    filled = read(draw("首页", home), sheet, lines=[Toy])
    return gather(filled, Indicators(filled))


ROOMS = """
    各室
    | 室名 | 人数 | 钱    |
    | 甲室 | 3    | 2.045 |
    | 乙室 |      | 1     |
    |      | 4    |       |
    | 丙室 |      |       |
"""


@pytest.mark.parametrize(
    ("rows", "name", "text"),
    [
        (("新增 | 5",), "新增", "5人"),
        (("新增 | 0",), "新增", "0人"),
        (("新增 | 5 | | | 人次",), "新增", "5人次"),
        (("新增 | 70 | 余",), "新增", "70余人"),
        (("新增 | '700余",), "新增", "700余人"),
        (("金额 | 2.045",), "金额", "2.05万元"),  # half up, where round() would give 2.04
        (("新增 | 3", "减少 | 2"), "合计", "5人"),
        (("新增 | 3", "减少 | 2"), "比重", "66.7%"),
        (("新增 | 723", "减少 | 719"), "比重", "99.4%"),
        (("新增 | 4", "减少 | 3"), "比重", "75%"),
    ],
)
def test_a_known_figure_is_printed_with_unit_and_hedge(rows, name, text):
    fact = book(*rows).facts[f"玩具.{name}"]
    assert (fact.text, fact.state, fact.line) == (text, State.KNOWN, "玩具")
    assert fact.value is not None
    assert fact.cells


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        (("新增 | 5", "减少 |"), State.BLANK),
        (("减少 | 待定",), State.PENDING),
        (("减少 | #REF!",), State.UNREADABLE),
        (("本期有无此工作 | 本期无此工作", "减少 | 5"), State.NOT_APPLICABLE),
    ],
)
def test_an_unknown_figure_is_there_by_name_and_prints_nothing(rows, state):
    fact = book(*rows).facts["玩具.减少"]
    assert (fact.text, fact.value, fact.state) == ("", None, state)
    assert not fact.is_filled


def test_zero_is_zero_and_blank_is_not():
    facts = book("新增 | 0").facts
    assert facts["玩具.新增"].is_zero
    assert not facts["玩具.减少"].is_zero


def test_every_declared_name_is_a_fact_filled_or_not():
    names = {"新增", "减少", "合计", "金额", "比重", "各室.人数", "各室.钱"}
    assert {f"玩具.{name}" for name in names} <= set(book().facts)


def test_the_rows_of_a_split_are_facts_with_their_own_cells():
    facts = book(more=ROOMS)
    first, second = facts.rows["玩具.各室"]  # 丙室 is a name and nothing to say
    assert (first["室名"].text, first["室名"].cells) == ("甲室", ("玩具!B103",))
    assert (first["人数"].text, first["人数"].cells) == ("3人", ("玩具!C103",))
    assert first["钱"].text == "2.05万元"
    assert (second["室名"].text, second["人数"].state) == (
        "乙室",
        State.BLANK,
    )
    assert facts.facts["玩具.各室.人数"].value == 7  # the row without a name is counted, and told
    assert facts.split_columns["玩具.各室"] == ("室名", "人数", "钱")
    assert book("本期有无此工作 | 本期无此工作", more=ROOMS).rows["玩具.各室"] == []


EXTRA = "\n补充数据\n| 指标 | 本期 | 概数 | 单位 |\n| {} | 30 | 余 | 次 |"


def test_own_figures_are_found_under_the_normal_form_of_their_name():
    facts = book(more=EXTRA.format("１２３４８ 来电"))
    fact = facts.find("12348来电", "玩具")
    assert (fact.text, fact.approx, fact.cells) == ("30余次", Approx.ODD, ("玩具!C103",))


def test_an_own_figure_never_takes_the_place_of_a_declared_one():
    fact = book("新增 | 5", more=EXTRA.format("新增")).facts["玩具.新增"]
    assert (fact.value, fact.cells) == (5, ("玩具!C3",))


def test_the_front_page_gives_words_with_their_cells():
    facts = book(home=f"{HOME}\n| 区划称谓 | 区 |\n| 统计截止日 | 2022-06-25 |").facts
    words = {name: facts[f"首页.{name}"].text for name in ("本局", "全域", "期间", "截至", "以来")}
    assert words == {
        "本局": "县司法局",
        "全域": "全区",
        "期间": "上半年",
        "截至": "截至6月25日",
        "以来": "今年以来",
    }
    assert facts["首页.期间全称"].text == "2022年上半年"
    assert facts["首页.期间全称"].cells == ("首页!C5", "首页!C6")
    assert facts["首页.截至"].cells == ("首页!C8",)
    assert facts["首页.成文日期"].state is State.BLANK


def test_without_a_cutoff_the_stocks_stand_as_of_now():
    assert book().facts["首页.截至"].text == "截至目前"


def test_a_missing_year_leaves_the_period_blank_and_stops_nothing():
    facts = book(home=HOME.replace("2022", "")).facts
    assert facts["首页.期间"].state is State.BLANK


def test_values_are_exact_decimals():
    fact = book("金额 | 0.1").facts["玩具.金额"]
    assert fact.value == Decimal("0.1")
