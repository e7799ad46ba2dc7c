"""expressions.py: sums skip blanks, ratios have a base, choices follow the drop-down."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.declarations import (
    AsTyped,
    AYearAgo,
    Choice,
    Figure,
    HasBasis,
    OrZero,
    Ratio,
    Split,
    Sum,
)
from sifa_xl.errors import DefinitionProblem
from sifa_xl.expressions import LargestPart

A, B, C = Figure("甲"), Figure("乙"), Figure("丙")
BASE = Choice("口径", 受理=A, 调结=B)
ROOMS = Split("各室", by="乡镇", measures={"件数": "件"})
maybe = st.none() | st.integers(0, 10**6)


class Typed:
    """What was typed, by name; ``chosen`` is the option in every drop-down."""

    def __init__(self, chosen="受理", basis=(), parts=(), **values):
        self.option, self.with_basis, self.parts = chosen, basis, parts
        self.values = values

    def value(self, figure, previous):
        value = self.values.get(f"上年{figure.name}" if previous else figure.name)
        return None if value is None else Fraction(value)

    def typed(self, figure, previous):
        return self.value(figure, previous)

    def chosen(self, choice):
        return self.option

    def has_basis(self, figure):
        return figure.name in self.with_basis

    def largest(self, figure):
        return max((Fraction(part) for part in self.parts), default=None)


class Cells:
    """Cells named like their figures."""

    def value(self, figure, previous):
        return f"上年{figure.name}" if previous else figure.name

    def typed(self, figure, previous):
        return f"填{figure.name}"

    def chosen(self, choice):
        return "框"

    def basis(self, figure):
        return f"口径{figure.name}"

    def parts(self, figure):
        return "行"


@given(values=st.lists(maybe, min_size=3, max_size=3))
def test_a_sum_skips_blanks_and_is_blank_when_all_are(values):
    typed = Typed(**dict(zip("甲乙丙", values, strict=True)))
    known = [value for value in values if value is not None]
    assert Sum((A, B, C)).value(typed) == (sum(known) if known else None)


def test_last_years_sum_is_known_only_with_all_the_parts_of_this_years():
    both = Sum((A, B))
    assert both.value(Typed(甲=3, 乙=2, 上年甲=1, 上年乙=1), previous=True) == 2
    assert both.value(Typed(甲=3, 乙=2, 上年甲=1), previous=True) is None
    assert both.value(Typed(甲=3, 上年甲=1), previous=True) == 1
    assert OrZero(A).value(Typed(甲=3), previous=True) is None
    assert OrZero(A).value(Typed(), previous=True) == 0


def test_a_sum_of_zeros_is_zero_and_not_blank():
    assert Sum((A, B)).value(Typed(甲=0)) == 0


@given(part=maybe, base=maybe)
def test_a_ratio_is_exact_and_unknown_over_nothing(part, base):
    value = Ratio(A, B).value(Typed(甲=part, 乙=base))
    if part is None or not base:
        assert value is None
    else:
        assert value == Fraction(part * 100, base)


def test_a_ratio_follows_the_picked_base():
    rate = Ratio(C, BASE)
    figures = {"甲": 723, "乙": 720, "丙": 719}
    assert rate.value(Typed("受理", **figures)) == Fraction(71900, 723)
    assert rate.value(Typed("调结", **figures)) == Fraction(71900, 720)
    assert rate.value(Typed("调结", 甲=723, 丙=719)) is None


def test_a_choice_needs_two_options():
    with pytest.raises(DefinitionProblem, match="至少要有两个选项"):
        Choice("口径", 受理=A)


def test_or_zero_counts_a_blank_as_zero_and_nothing_else_does():
    assert OrZero(A).value(Typed()) == 0
    assert OrZero(A).value(Typed(甲=3)) == 3
    assert (OrZero(A) + B).value(Typed(甲=3)) is None


def test_a_year_ago_asks_for_last_year():
    assert AYearAgo(A).value(Typed(甲=3, 上年甲=2)) == 2
    assert AYearAgo(A).value(Typed(甲=3)) is None


def test_as_typed_and_the_largest_part_ask_for_what_they_say():
    assert AsTyped(A).value(Typed(甲=3)) == 3
    assert LargestPart(ROOMS["件数"]).value(Typed(parts=(14, 7))) == 14
    assert LargestPart(ROOMS["件数"]).value(Typed()) is None


def test_a_written_basis_is_known_to_be_there_or_not():
    assert HasBasis(A).truth(Typed(basis=("甲",))) is True
    assert HasBasis(A).truth(Typed()) is False


@pytest.mark.parametrize(
    ("tree", "formula", "known"),
    [
        (Sum((A, B)), "SUM(甲,乙)", "COUNT(甲,乙)>0"),
        (Ratio(A, B), "甲*100/(乙)", "IF(AND(ISNUMBER(甲),ISNUMBER(乙)),(乙)<>0,FALSE)"),
        (BASE, 'IF(框="调结",乙,甲)', 'IF(框="调结",ISNUMBER(乙),ISNUMBER(甲))'),
        (OrZero(A), "N(甲)", "TRUE"),
        (AYearAgo(A), "上年甲", "ISNUMBER(上年甲)"),
        (AsTyped(A), "填甲", "ISNUMBER(填甲)"),
        (LargestPart(ROOMS["件数"]), "MAX(行)", "COUNT(行)>0"),
        (HasBasis(A), "LEN(TRIM(口径甲))>0", "TRUE"),
    ],
)
def test_every_kind_of_node_has_a_formula_and_says_when_it_is_known(tree, formula, known):
    assert tree.formula(Cells()) == formula
    assert tree.known(Cells()) == known


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        (Sum((A, B, C)), "甲＋乙＋丙"),
        (Ratio(A, B), "甲÷乙×100%"),
        (Ratio(A - B, C), "（甲－乙）÷丙×100%"),
        (Ratio(Sum((A, B)), C), "（甲＋乙）÷丙×100%"),
        (Ratio(C, BASE), "丙÷甲〔可改按乙〕×100%"),
        (OrZero(A), "甲"),
        (AYearAgo(A), "上年同期甲"),
        (LargestPart(ROOMS["件数"]), "各室件数中最大的一项"),
        (HasBasis(A), "甲写明口径"),
        (Sum((A, B)) - Sum((B, C)), "甲＋乙－（乙＋丙）"),
    ],
)
def test_every_kind_of_node_says_itself_in_chinese(tree, sentence):
    assert tree.sentence() == sentence


def test_leaves_are_all_that_a_node_may_rest_on():
    assert [leaf.name for leaf in Ratio(C, BASE).leaves()] == ["丙", "甲", "乙"]
    assert [leaf.name for leaf in AYearAgo(A).leaves()] == ["甲"]
