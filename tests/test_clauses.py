"""clauses.py and spans.py: what is blank drops out with its punctuation, and is listed."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.clauses import CLAUSE_END, CLAUSE_MARK, LOOP_MARK, Printed, fact_mark, settle
from sifa_xl.domain import Span
from sifa_xl.punctuation import Edit
from sifa_xl.spans import EMPTY, Omission, Prose, without_private_use


def settled(drawing):
    """``甲{1件}[[，乙{空}]]。``: a figure, a blank; {无} does not apply, < > is a loop."""
    printed = []

    def fact(found):
        text = found[1]
        is_shown = text not in ("空", "无")
        name = f"{text}{len(printed)}" if is_shown else text
        shown = text if is_shown else "××件"
        printed.append(Printed(name, shown, (f"表!C{len(printed)}",), is_shown, text == "空"))
        return fact_mark(len(printed) - 1)

    marked = re.sub(r"\{(.*?)\}", fact, drawing)
    for drawn, mark in {
        "[[": CLAUSE_MARK,
        "]]": CLAUSE_END,
        "<": LOOP_MARK,
        ">": CLAUSE_END,
    }.items():
        marked = marked.replace(drawn, mark)
    return settle(marked, printed, "块")


def text(drawing):
    return settled(drawing).prose.text


def left_out(drawing):
    return [omission.text for omission in settled(drawing).omissions]


def printed_spans(prose):
    return [prose.text[span.start : span.end] for span in prose.spans]


@pytest.mark.parametrize(
    ("drawing", "left"),
    [
        ("受理{9件}[[，办结{8件}]]。", "受理9件，办结8件。"),
        ("受理{9件}[[，办结{空}]]。", "受理9件。"),
        ("受理{9件}[[，办结{空}]]，正在办理{1件}。", "受理9件，正在办理1件。"),
        ("[[受理{空}，]]办结{8件}。", "办结8件。"),
        ("共{9件}，其中[[民事{空}、]][[刑事{2件}、]][[行政{空}]]。", "共9件，其中刑事2件。"),
        ("共{9件}[[，其中[[民事{空}、]][[刑事{空}]]]]。", "共9件。"),
        ("共{9件}[[，其中[[民事{1件}、]][[刑事{空}]]]]。", "共9件，其中民事1件。"),
        ("共{9件}，其中[[民事{空}、]][[刑事{空}]]。", "共9件。"),
        ("共{9件}[[（[[民事{空}]]）]]。", "共9件。"),
        ("共{9件}[[，其中[[民事{空}、]]刑事{2件}]]。", "共9件，其中刑事2件。"),
        ("共{9件}[[，其中民事{空}[[、刑事{2件}]]]]。", "共9件。"),
        ("共{9件}[[，[[不含法律帮助]][[、民事{空}]]]]。", "共9件，不含法律帮助。"),
        ("共{9件}[[，按规定公开]]。", "共9件，按规定公开。"),
        ("共{9件}[[，其中[[]]]]。", "共9件。"),
    ],
)
def test_a_clause_drops_with_its_punctuation(drawing, left):
    assert text(drawing) == left


@pytest.mark.parametrize(
    ("drawing", "left"),
    [
        ("受理{空}，办结{8件}。收费{2元}。", "收费2元。"),
        ("收费{2元}。受理{空}，办结{8件}。", "收费2元。"),
        ("收费{2元}；受理{空}。", "收费2元。"),
        ("收费{2元}；受理{空}；办结{3件}。", "收费2元；办结3件。"),
        ("受理{空}；收费{2元}。", "收费2元。"),
        ("收费{2元}；受理{空}。办结{3件}。", "收费2元。办结3件。"),
        ("收费{2元}！受理{空}？办结{3件}。", "收费2元！办结3件。"),
        ("受理{空}。", ""),
        ("收费{2元}；[[受理{空}]]。", "收费2元。"),
        ("收费{2元}，[[受理{空}。]]办结{3件}。", "收费2元。办结3件。"),
        ("收费{2元}[[，受理{空}。]]办结{3件}。", "收费2元。办结3件。"),
        ("收费{2元}。[[受理{空}。]]办结{3件}。", "收费2元。办结3件。"),
        ("收费{2元}[[，受理{空}。]]。", "收费2元。"),
        ("收费{2元}，[[受理{空}[[，办结{空}。]]]]办结{3件}。", "收费2元。办结3件。"),
        ("收费{2元}（含{空}；另计）。办结{3件}。", "办结3件。"),
        ("以“公正。廉洁”为题，办班{空}。办结{3件}。", "办结3件。"),
        ("落实责任[[，走访{空}]]。", "落实责任。"),
        ("；收费{2元}；", "收费2元。"),
    ],
)
def test_a_blank_outside_a_clause_drops_its_sentence(drawing, left):
    assert text(drawing) == left


@pytest.mark.parametrize(
    ("drawing", "left"),
    [
        ("共{9件}，其中<[[甲镇{5件}、]][[乙镇{4件}、]]>。", "共9件，其中甲镇5件、乙镇4件。"),
        ("共{9件}，其中<[[甲镇{5件}、]][[乙镇{空}、]]>。", "共9件，其中甲镇5件。"),
        ("共{9件}[[，分别是<>]]。", "共9件。"),
        ("共{9件}[[，分别是<[[甲镇{空}、]]>]]。", "共9件。"),
        ("分别是<[[甲镇{空}、]]>。办结{3件}。", "办结3件。"),
        ("分别是<>。办结{3件}。", "办结3件。"),
    ],
)
def test_a_turn_of_a_loop_drops_like_a_clause(drawing, left):
    assert text(drawing) == left


def test_what_is_left_out_is_listed_with_crosses_for_the_blanks():
    assert settled("共{9件}[[，其中[[民事{空}、]][[刑事{2件}]]]]。").omissions == (
        Omission("块", "民事××件", ("空",)),
    )


def test_a_dropped_outer_clause_is_listed_once_with_the_blanks_inside():
    assert left_out("共{9件}[[，其中[[民事{空}、]][[刑事{空}]]]]。") == ["其中民事××件、刑事××件"]


def test_a_dropped_sentence_is_listed_with_its_known_figures_too():
    found = settled("受理{空}[[，办结{8件}]][[，调撤{空}]]。")
    assert found.omissions == (Omission("块", "受理××件，办结8件，调撤××件。", ("空",)),)


def test_what_is_listed_has_no_joints_of_clauses_that_do_not_apply():
    (listed,) = settled("[[代写文书{空}，[[挽回损失{无}]]。]]").omissions
    assert listed.text == "代写文书××件。"


@pytest.mark.parametrize(
    "drawing",
    [
        "受理{无}。",
        "共{9件}[[，办结{无}]]。",
        "受理{无}，办结{空}。",
        "共{9件}[[，甲{无}[[乙{空}]]]]。",
    ],
)
def test_what_does_not_apply_drops_silently(drawing):
    assert left_out(drawing) == []


def test_a_silent_clause_is_not_told_in_the_list_of_its_sentence():
    assert left_out("受理{空}[[，办结{无}]]。") == ["受理××件。"]


def test_only_facts_that_stand_in_the_text_count_as_shown():
    assert settled("共{9件}[[，办结{8件}、{空}]]。").shown == {"9件0"}


def test_spans_know_fact_and_cells():
    prose = settled("[[甲{空}，]]共{9件}[[，乙{空}]]，办结{8件}。").prose
    assert prose.spans == (
        Span(start=1, end=3, fact="9件1", cells=("表!C1",)),
        Span(start=6, end=8, fact="8件3", cells=("表!C3",)),
    )


WORDS = st.sampled_from(
    ["甲", "乙，", "，丙", "、丁", "戊；", "，其中", "己。", "（庚", "辛）", ""]
)
FACTS = st.sampled_from(["{3件}", "{4人}", "{空}", "{无}"])
BODIES = st.recursive(
    st.lists(WORDS | FACTS, max_size=4).map("".join),
    lambda inner: st.lists(
        WORDS | FACTS | inner.map("[[{}]]".format) | inner.map("<[[{0}、]][[{0}]]>".format),
        max_size=5,
    ).map("".join),
    max_leaves=12,
)


@given(BODIES)
def test_nothing_dangles_whatever_is_blank(drawing):
    prose = settled(drawing + "。").prose
    assert not re.search(r"[、，；][。，；、]|其中。|（）|。。|^[，、；。]", prose.text)
    assert not re.search(r"\[\[|\]\]|××|[\ue000-\ue004]", prose.text)
    assert set(printed_spans(prose)) <= {"3件", "4人"}
    assert all(one.end <= two.start for one, two in pairwise(prose.spans))
    assert len(prose.spans) == len(re.findall("3件|4人", prose.text))


@given(BODIES)
def test_every_blank_is_listed_or_its_sentence_does_not_apply(drawing):
    found = settled(drawing + "。")
    listed = "".join(omission.text for omission in found.omissions)
    expected = 0 if "{无}" in drawing else drawing.count("{空}")
    assert listed.count("××件") >= expected


def test_two_proses_in_a_row_keep_their_spans():
    prose = Prose.plain("共") + Prose.sourced("9件", "a", ("表!C1",)) + Prose.plain("。")
    prose = prose + EMPTY + prose
    assert prose.text == "共9件。共9件。"
    assert [(span.start, span.end) for span in prose.spans] == [(1, 3), (5, 7)]


def test_an_empty_text_has_no_span():
    assert Prose.sourced("", "a", ("表!C1",)) == EMPTY


def test_an_edit_moves_the_spans_behind_it_and_cuts_none():
    prose = Prose.plain("共, ") + Prose.sourced("9,000件", "a", ("表!C1",))
    edited = prose.edit([Edit(1, 3, "，"), Edit(4, 5, "")])
    assert edited.text == "共，9,000件"
    assert printed_spans(edited) == ["9,000件"]


def test_joints_inside_a_fact_are_not_mended():
    prose = Prose.plain("，称") + Prose.sourced("其中、。", "a", ()) + Prose.plain("，。")
    assert prose.mended().text == "称其中、。。"


def test_a_text_is_stripped_with_its_spans():
    prose = (Prose.plain(" \n") + Prose.sourced("9件", "a", ()) + Prose.plain("。\u3000")).strip()
    assert (prose.text, printed_spans(prose)) == ("9件。", ["9件"])
    assert Prose.plain(" \n ").strip().text == ""


def test_private_use_characters_are_taken_out():
    assert without_private_use("9\ue000件\U000f0001") == "9件"
