"""checking.py: all findings at once, in order, and what an explanation settles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.checking import check, holds, sort_findings
from sifa_xl.declarations import Figure, WorkLine, error, hint, verify
from sifa_xl.domain import Finding, Level
from sifa_xl.explanations import is_explanation
from sifa_xl.indicators import Indicators
from tests.drawn import codes, draw, found, only, read


class Toy(WorkLine, title="玩具", code="TOY", theme="主题"):
    """Three levels over the same two figures."""

    one, two, three = Figure("甲"), Figure("乙"), Figure("丙")
    rules = [
        hint("T-3", "甲宜不多于乙", expect=one <= two),
        verify("T-2", "甲一般不多于乙", expect=one <= two, mend="核对甲和乙"),
        error("T-1", "乙不能少于甲", expect=two >= one),
        error("T-4", "丙不能少于甲", when=one > 100, expect=three >= one, missing="fail"),
    ]


def toy(*rows, head="| 指标 | 本期 | 说明 |"):
    return draw(Toy, "\n".join([head, *(f"| {row} |" for row in rows)]))


def results(*rows):
    """Whether each rule holds, by code."""
    indicators = Indicators(read(toy(*rows), lines=[Toy]))
    return {rule.code: holds(rule, indicators) for rule in Toy.all_rules}


@pytest.mark.parametrize(
    ("rows", "t1", "t4"),
    [
        (("甲 | 5", "乙 | 5"), True, True),
        (("甲 | 5", "乙 | 4"), False, True),
        (("甲 | 5",), None, True),
        (("乙 | 5",), None, None),
        (("甲 | 101", "乙 | 101"), True, False),
        (("甲 | 101", "乙 | 101", "丙 | 101"), True, True),
        (("甲 | 101", "乙 | 101", "丙 | 100"), True, False),
    ],
)
def test_a_rule_holds_or_not_or_is_skipped_where_a_side_is_unknown(rows, t1, t4):
    holding = results(*rows)
    assert (holding["T-1"], holding["T-4"]) == (t1, t4)


def test_a_finding_tells_both_sides_and_the_difference_at_the_anchor():
    finding = only("T-2", found(toy("甲 | 730", "乙 | 723"), lines=[Toy]))
    assert (finding.sheet, finding.cell, finding.figure) == ("玩具", "C3", "甲")
    assert (finding.left, finding.right, finding.difference) == (730, 723, 7)
    assert str(finding) == (
        "【请核实】玩具!C3 甲一般不多于乙：甲为730，乙为723，相差7。处理：核对甲和乙（T-2）"
    )


def test_a_rule_without_a_mend_says_at_least_where_to_look():
    finding = only("T-1", found(toy("甲 | 2", "乙 | 1"), lines=[Toy]))
    assert finding.message.endswith("处理：核对原始登记，改正填错的一处")
    assert (finding.left, finding.right, finding.difference) == (1, 2, -1)
    assert "相差1" in finding.message


def test_an_unknown_side_that_fails_is_told_without_numbers():
    finding = only("T-4", found(toy("甲 | 101", "乙 | 101"), lines=[Toy]))
    assert (finding.left, finding.right, finding.difference) == (None, 101, None)
    assert finding.message.startswith("丙不能少于甲。处理：")


def test_the_gravest_stand_first_then_sheets_then_rows():
    findings = found(toy("甲 | 730", "乙 | 723", "丙 | -1"), lines=[Toy])
    assert codes(findings) == ["T-1", "T-4", "X-10", "T-2", "T-3"]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Level)), st.integers(1, 40), st.sampled_from("ABC")),
        max_size=12,
    )
)
def test_the_order_does_not_depend_on_the_order_of_finding(marks):
    filled = read(toy("甲 | 1"), lines=[Toy])
    findings = [
        Finding(code=code, level=level, sheet="玩具", cell=f"C{row}", figure="", message="")
        for level, row, code in marks
    ]
    ordered = sort_findings(findings, filled)
    assert ordered == sort_findings(findings[::-1], filled)
    keys = [(list(Level).index(f.level), int(f.cell[1:]), f.code) for f in ordered]
    assert keys == sorted(keys)


# explanations


@pytest.mark.parametrize(
    ("text", "explains"),
    [
        ("", False),
        ("属实", False),
        ("情况属实", False),
        ("经核实属实。", False),
        ("同上", False),
        ("　　　　　　", False),
        ("受理后撤回", False),
        ("受理后撤回。", False),
        ("受理后撤回两件", True),
        ("上半年专项排查集中受理", True),
    ],
)
def test_an_explanation_explains_with_six_characters_or_more(text, explains):
    assert is_explanation(text) is explains


def test_an_explained_doubt_is_settled_and_an_explained_error_is_not():
    findings = found(toy("甲 | 730 | 含上年结转案件7件", "乙 | 723"), lines=[Toy])
    assert {f.code: (f.explained, f.is_open) for f in findings} == {
        "T-1": (False, True),
        "T-2": (True, False),
        "T-3": (False, False),
        "T-4": (False, True),
    }


def test_an_explanation_in_another_row_settles_nothing():
    findings = found(toy("甲 | 730", "乙 | 723 | 含上年结转案件7件"), lines=[Toy])
    assert only("T-2", findings).is_open


def test_a_hint_is_never_open():
    assert not only("T-3", found(toy("甲 | 2", "乙 | 1"), lines=[Toy])).is_open


def test_findings_of_the_reading_and_of_the_rules_come_together():
    findings = found(toy("甲 | 不清楚", "乙 | 1", "丙 | -1"), lines=[Toy])
    assert codes(findings) == ["V-01", "X-10"]


def test_a_line_switched_off_is_not_judged():
    assert codes(found(toy("本期有无此工作 | 本期无此工作", "甲 | 2", "乙 | 1"), lines=[Toy])) == [
        "B-10"
    ]


def test_checking_changes_nothing_and_says_the_same_twice():
    filled = read(toy("甲 | 730", "乙 | 723"), lines=[Toy])
    assert check(filled, Indicators(filled)) == check(filled, Indicators(filled))


def test_a_threshold_is_told_once():
    class Limit(WorkLine, title="限额", code="LIM", theme="主题"):
        one = Figure("甲")
        rules = [error("L-1", "甲不能多于五", expect=one <= 5)]

    (finding,) = found(draw(Limit, "| 指标 | 本期 |\n| 甲 | 7 |"), lines=[Limit])
    assert finding.message.startswith("甲不能多于五：甲为7。处理：")
    assert finding.difference == 2


def test_an_explanation_in_the_same_row_of_another_sheet_settles_nothing():
    class Twin(WorkLine, title="双胞胎", code="TW", theme="主题"):
        one = Figure("甲")

    twin = draw(Twin, "| 指标 | 本期 | 说明 |\n| 甲 | 1 | 含上年结转案件7件 |")
    assert only("T-2", found(toy("甲 | 730", "乙 | 723"), twin, lines=[Toy, Twin])).is_open


# blanks, as the rule declares


class Blanks(WorkLine, title="空格", code="BLK", theme="主题"):
    """One relation under each of the three ways to treat a blank."""

    one, two = Figure("甲"), Figure("乙")
    rules = [
        error("K-1", "甲应等于乙", expect=one.equals(two)),
        error("K-2", "甲应等于乙", expect=one.equals(two), missing="fail"),
        error("K-3", "甲应等于乙", expect=one.equals(two), missing="zero"),
    ]


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        (("甲 | 5",), ["K-2", "K-3"]),
        (("甲 | 0",), ["K-2"]),
        (("甲 | 5", "乙 | 5"), []),
        (("甲 | 5", "乙 | 4"), ["K-1", "K-2", "K-3"]),
    ],
)
def test_a_blank_skips_fails_or_counts_as_zero_as_the_rule_says(rows, broken):
    sheet = draw(Blanks, "\n".join(["| 指标 | 本期 |", *(f"| {row} |" for row in rows)]))
    assert [f.code for f in found(sheet, lines=[Blanks]) if f.code.startswith("K")] == broken


# the worst swings


def test_the_ten_worst_open_swings_stand_first_among_the_doubts():
    names = [f"指标{n}" for n in range(1, 13)]
    figures = {f"figure{n}": Figure(name, star=True) for n, name in enumerate(names)}
    many = type("Many", (WorkLine,), figures, title="很多", code="MANY", theme="主题")
    rows = [f"| {name} | {200 + 10 * n} | 100 |" for n, name in enumerate(names)]
    sheet = draw(many, "\n".join(["| 指标 | 本期 | 上年同期 |", *rows]))
    order = [f.figure for f in found(sheet, lines=[many]) if f.code == "X-07"]
    assert order == [*names[:1:-1], *names[:2]]


def test_an_explained_swing_is_not_among_the_worst():
    rows = ["| 指标 | 本期 | 上年同期 | 说明 |", "| 受理纠纷 | 900 | 100 | 年初开展专项排查 |"]
    sheet = draw("人民调解", "\n".join([*rows, "| 调解成功 | 200 | 100 | |"]))
    swings = [f.figure for f in found(sheet) if f.code == "X-07"]
    assert swings == ["调解成功", "受理纠纷"]
