"""trees.py: values are exact, unknown is not zero, and a tree is never taken for true or false."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.declarations import Figure
from sifa_xl.trees import Comparison, Constant, all_known, node

MANY = 10**6
numbers = st.integers(-MANY, MANY) | st.fractions(-MANY, MANY, max_denominator=10_000)
maybe = st.none() | numbers


class Typed:
    """What was typed, by name of the figure; what is not there is unknown."""

    def __init__(self, **values):
        self.values = values

    def value(self, figure, previous):
        value = self.values.get(f"上年{figure.name}" if previous else figure.name)
        return None if value is None else Fraction(value)


class Cells:
    """Cells named like their figures."""

    def value(self, figure, previous):
        return f"上年{figure.name}" if previous else figure.name


A, B, C = Figure("甲"), Figure("乙"), Figure("丙")
MONEY = Figure("金额", unit="万元")


def test_sums_differences_and_products_are_exact():
    sight = Typed(甲=Fraction("0.1"), 乙=Fraction("0.2"), 丙=3)
    assert (A + B).value(sight) == Fraction("0.3")
    assert (A - B).value(sight) == Fraction("-0.1")
    assert (A * 10 + C).value(sight) == 4


@pytest.mark.parametrize("tree", [A + B, A - B, A * B, B + A, B - A])
def test_a_sum_with_an_unknown_side_is_unknown_and_not_the_other_side(tree):
    assert tree.value(Typed(甲=5)) is None


@given(left=numbers, right=numbers)
def test_comparisons_agree_with_arithmetic(left, right):
    sight = Typed(甲=left, 乙=right)
    assert (A <= B).truth(sight) is (left <= right)
    assert (A < B).truth(sight) is (left < right)
    assert (A >= B).truth(sight) is (left >= right)
    assert (A > B).truth(sight) is (left > right)
    assert A.equals(B).truth(sight) is (left == right)


@given(left=maybe, right=maybe)
def test_a_comparison_is_unknown_exactly_where_a_side_is(left, right):
    truth = (A <= B).truth(Typed(甲=left, 乙=right))
    assert (truth is None) is (left is None or right is None)


def test_zero_is_known_and_blank_is_not():
    assert A.equals(0).truth(Typed(甲=0)) is True
    assert A.equals(0).truth(Typed()) is None


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [("2.004", "2.0049", True), ("2.005", "2.01", True), ("2.004", "2.005", False)],
)
def test_money_is_compared_as_it_is_printed_half_up_on_both_sides(left, right, is_same):
    relation = MONEY.equals(A)
    sight = Typed(金额=Fraction(left), 甲=Fraction(right))
    assert relation.truth(sight) is is_same
    assert relation.formula(Cells()) == "ROUND(金额,2)=ROUND(甲,2)"


def test_money_on_either_side_makes_both_round():
    assert (A <= MONEY).formula(Cells()) == "ROUND(甲,2)<=ROUND(金额,2)"


def test_counts_are_compared_exactly():
    assert A.equals(B).truth(Typed(甲=Fraction("2.004"), 乙=2)) is False
    assert A.equals(B).formula(Cells()) == "甲=乙"


@given(left=maybe, right=maybe)
def test_and_and_or_are_unknown_where_a_part_is_as_in_excel(left, right):
    sight = Typed(甲=left, 乙=right)
    both, either = (A > 0) & (B > 0), (A > 0) | (B > 0)
    if left is None or right is None:
        assert both.truth(sight) is None
        assert either.truth(sight) is None
    else:
        assert both.truth(sight) is (left > 0 and right > 0)
        assert either.truth(sight) is (left > 0 or right > 0)


@pytest.mark.parametrize("tree", [A, A + B, A <= B, A.equals(B), (A > 0) & (B > 0)])
def test_a_tree_refuses_to_be_true_or_false(tree):
    with pytest.raises(TypeError, match=r"\.equals\(\)"):
        bool(tree)


def test_a_chained_comparison_is_noticed():
    with pytest.raises(TypeError):
        A < B < C  # noqa: B015 - the slip itself


def test_the_same_tree_reads_this_period_and_last_year():
    sight = Typed(甲=3, 上年甲=2, 乙=1, 上年乙=1)
    assert (A + B).value(sight) == 4
    assert (A + B).value(sight, previous=True) == 3
    assert (A <= 2).truth(sight) is False
    assert (A <= 2).truth(sight, previous=True) is True


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        (A + B - C, "甲＋乙－丙"),
        (A - (B + C), "甲－（乙＋丙）"),
        (A - (B - C), "甲－（乙－丙）"),
        ((A + B) * 10, "（甲＋乙）×10"),
        ((A - B) * 10, "（甲－乙）×10"),
        (A * (B + C), "甲×（乙＋丙）"),
        (A * 2 >= B, "甲×2不小于乙"),
        (A.equals(B + C), "甲等于乙＋丙"),
        ((A > 0) & (B < 5), "甲大于0且乙小于5"),
        ((A > 0) | (B < 5), "甲大于0或乙小于5"),
    ],
)
def test_a_tree_says_itself_in_chinese_without_changing_the_sum(tree, sentence):
    assert tree.sentence() == sentence


@pytest.mark.parametrize(
    ("tree", "formula", "known"),
    [
        (A + B, "(甲+乙)", "AND(ISNUMBER(甲),ISNUMBER(乙))"),
        (A - (B - C), "((甲)-(((乙)-(丙))))", "AND(ISNUMBER(甲),ISNUMBER(乙),ISNUMBER(丙))"),
        (A >= 200, "甲>=200", "ISNUMBER(甲)"),
        ((A > 0) & (A < 9), "AND(甲>0,甲<9)", "ISNUMBER(甲)"),
    ],
)
def test_a_formula_names_cells_and_says_when_it_is_known(tree, formula, known):
    assert tree.formula(Cells()) == formula
    assert _parts(tree.known(Cells())) == _parts(known)


def test_leaves_come_from_left_to_right():
    assert [leaf.name for leaf in (A - (B + C) <= A).leaves()] == ["甲", "乙", "丙", "甲"]


@pytest.mark.parametrize(
    ("number", "text"), [(200, "200"), (Fraction(5, 2), "2.5"), (Fraction(4, 2), "2")]
)
def test_a_constant_is_written_plain(number, text):
    constant = node(number)
    assert isinstance(constant, Constant)
    assert constant.sentence() == constant.formula(Cells()) == text
    assert constant.known(Cells()) == "TRUE"
    assert list(constant.leaves()) == []


def test_both_sides_of_a_relation_can_be_told():
    relation = A <= B
    assert isinstance(relation, Comparison)
    assert relation.sides(Typed(甲=730, 乙=723)) == (730, 723)


@pytest.mark.parametrize(
    ("parts", "formula"),
    [((), "TRUE"), (("TRUE", "a"), "a"), (("a", "b", "a"), "AND(a,b)"), (("TRUE",), "TRUE")],
)
def test_what_is_always_known_drops_out(parts, formula):
    assert all_known(*parts) == formula


def _parts(known):
    return set(known.replace("AND(", "").replace("(", "").replace(")", "").split(","))
