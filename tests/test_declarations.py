"""declarations.py, figures.py, rules.py: what may be declared, what follows, what is refused."""

import pytest

from sifa_xl.declarations import (
    Choice,
    Computed,
    Figure,
    Rate,
    Split,
    SplitKind,
    Stock,
    Total,
    WorkLine,
    error,
    hint,
    verify,
)
from sifa_xl.domain import Level
from sifa_xl.errors import DefinitionProblem
from sifa_xl.trees import Truth


class Toy(WorkLine, title="玩具", code="TOY", theme="主题"):
    """One of each kind."""

    opening = Figure("期初", unit="人", was=("start",))
    came = Figure("新增", units=("人", "人次"), star=True)
    left = Figure("减少", unit="人", label="减少（迁出）", shown=True)
    now = Stock("期末", opening=opening, plus=(came,), minus=(left,), rule="TOY-01", unit="人")
    both = Total("合计", came, left, rule="TOY-02")
    money = Figure("金额", unit="万元")
    rate = Rate("比率", left, Choice("比率口径", 期末=now, 新增=came))
    rooms = Split("各室", by="室名", measures={"人数": "人", "钱": "万元"})

    rules = [verify("TOY-03", "减少数不能多于新增数", expect=left <= came)]


def test_codes_come_from_the_line_and_the_attribute():
    assert [figure.code for figure in Toy.figures[:2]] == ["TOY.opening", "TOY.came"]
    assert Toy.rate.code == "TOY.rate"
    assert [measure.code for measure in Toy.rooms.measures.values()] == [
        "TOY.rooms.1",
        "TOY.rooms.2",
    ]


def test_a_line_lists_what_it_declares_in_order():
    names = ["期初", "新增", "减少", "期末", "合计", "金额", "比率", "人数", "钱"]
    assert [named.name for named in Toy.named()] == names
    assert list(Toy.choices()) == [Toy.rate.choice]


def test_the_first_unit_is_the_right_one_and_money_has_decimals():
    assert (Toy.came.unit, Toy.came.units) == ("人", ("人", "人次"))
    assert (Toy.money.places, Toy.came.places) == (2, 0)
    assert (Toy.rooms["钱"].places, Toy.rooms["人数"].places) == (2, 0)


def test_what_must_be_filled_or_is_computed_is_always_shown():
    shown = [figure.name for figure in Toy.figures if figure.shown]
    assert shown == ["新增", "减少", "期末", "合计"]
    assert Toy.now.is_stock


def test_a_computed_figure_brings_the_rule_that_a_typed_one_agrees():
    rule = next(rule for rule in Toy.all_rules if rule.code == "TOY-01")
    assert rule.level is Level.ERROR
    assert rule.title == "期末应等于期初＋新增－减少（迁出）"
    assert rule.anchor is Toy.now
    assert [rule.code for rule in Toy.all_rules] == ["TOY-01", "TOY-02", "TOY-03"]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (SplitKind.SUMS, "各室人数等于新增"),
        (SplitKind.PARTIAL, "各室人数不大于新增"),
        (SplitKind.OVERLAP, "各室人数中最大的一项不大于新增"),
    ],
)
def test_a_tied_split_brings_the_rule_of_its_kind(kind, sentence):
    class Tied(WorkLine, title="分项", code="T", theme="主题"):
        total = Figure("新增")
        rooms = Split(
            "各室", by="室名", measures={"人数": "人"}, kind=kind, of={"人数": total}, rule="T-1"
        )

    (rule,) = Tied.all_rules
    assert (rule.code, rule.level, rule.sentence()) == ("T-1", Level.ERROR, sentence)
    assert rule.anchor is Tied.total
    assert rule.mend


def test_names_are_identifiers_after_normalising_and_labels_are_free():
    assert Figure("ＡＢ类", label="A、B类（合计）").name == "AB类"
    for name in ("新增（人）", "1季度", "新 增", "", "新增、减少"):
        with pytest.raises(DefinitionProblem, match="不能作名称"):
            Figure(name)
    with pytest.raises(DefinitionProblem, match="不能作名称"):
        Split("各室", by="室 名", measures={"人数": "人"})


def test_names_that_differ_in_width_only_are_one_name():
    with pytest.raises(DefinitionProblem, match="指标名重复：AB类"):

        class _Twice(WorkLine, title="重名", code="T", theme="主题"):
            one = Figure("AB类")
            two = Figure("ＡＢ类")


def test_a_rate_or_a_split_may_not_take_a_figures_name():
    with pytest.raises(DefinitionProblem, match="指标名重复：新增"):

        class _Twice(WorkLine, title="重名", code="T", theme="主题"):
            one = Figure("新增")
            rooms = Split("新增", by="室名", measures={"人数": "人"})


def test_one_rule_code_stands_for_one_rule():
    with pytest.raises(DefinitionProblem, match="规则编号重复：T-1"):

        class _Twice(WorkLine, title="重号", code="T", theme="主题"):
            one, two = Figure("甲"), Figure("乙")
            both = Total("合计", one, two, rule="T-1")
            rules = [error("T-1", "甲不能多于乙", expect=one <= two)]


def test_two_drop_downs_of_one_name_would_overwrite_each_other():
    with pytest.raises(DefinitionProblem, match="口径选择重复：口径"):

        class _Twice(WorkLine, title="重名", code="T", theme="主题"):
            one, two = Figure("甲"), Figure("乙")
            base = Choice("口径", 甲=one, 乙=two)
            first, second = Rate("率一", one, base), Rate("率二", two, base)


@pytest.mark.parametrize("make", [error, verify, hint])
@pytest.mark.parametrize("slip", ["expect", "when"])
def test_an_equals_sign_instead_of_equals_is_refused_at_once(make, slip):
    one, two = Figure("甲"), Figure("乙")
    trees = {"expect": one <= two, slip: one == two}
    with pytest.raises(DefinitionProblem, match=rf"T-1 的 {slip} 不是关系式"):
        make("T-1", "甲等于乙", **trees)


def test_a_strategy_for_blanks_that_does_not_exist_is_refused():
    with pytest.raises(DefinitionProblem, match="missing"):
        error("T-1", "甲不能多于乙", expect=Figure("甲") <= 5, missing="guess")


def test_a_split_is_tied_with_a_rule_or_not_at_all():
    total = Figure("甲")
    with pytest.raises(DefinitionProblem, match="of 与 rule"):
        Split("各室", by="室名", measures={"人数": "人"}, of={"人数": total})
    with pytest.raises(DefinitionProblem, match="of 与 rule"):
        Split("各室", by="室名", measures={"人数": "人"}, rule="T-1")


@pytest.mark.parametrize(
    ("make", "level"), [(error, Level.ERROR), (verify, Level.VERIFY), (hint, Level.HINT)]
)
def test_the_three_levels_have_three_words(make, level):
    rule = make("T-1", "甲不能多于乙", expect=Figure("甲") <= Figure("乙"))
    assert rule.level is level


def test_a_rule_with_a_condition_says_both():
    one, two = Figure("甲"), Figure("乙")
    rule = verify("T-1", "甲应大于乙", when=one >= 200, expect=one > two)
    assert rule.sentence() == "当甲不小于200时，甲大于乙"
    assert rule.anchor is one
    assert isinstance(rule.expect, Truth)


def test_computed_figures_take_any_tree():
    one = Figure("甲")
    twice = Computed("两倍", one * 2, rule="T-1")
    assert twice.definition.sentence() == "甲×2"
