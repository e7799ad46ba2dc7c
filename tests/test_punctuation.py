"""punctuation.py: prose is mended by edits, and positions can follow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.punctuation import Edit, apply_edits, mend_joints, shift_offset, to_full_width

PROSE = st.text("，；：、。！？,;:!?().（）其中受理12%a \u3000\n", max_size=25)


def full(text):
    return apply_edits(text, to_full_width(text))


def mended(text):
    return apply_edits(text, mend_joints(text))


@pytest.mark.parametrize(
    ("text", "put_right"),
    [
        ("受理109件,办结100件;其余在办", "受理109件，办结100件；其余在办"),
        ("成功率99.4%,同比提高", "成功率99.4%，同比提高"),
        ("如下:好!吗?", "如下：好！吗？"),
        ("好!!", "好！！"),
        ("(一)加强", "（一）加强"),
        ("见附件(3)", "见附件（3）"),
        ("见（附件3)。", "见（附件3）。"),
        ("(加强", "（加强"),
        ("WPS(x版y)Office", "WPS（x版y）Office"),
        ("加强)", "加强）"),
        ("x(a）y", "x（a）y"),
        ("好a,b", "好a,b"),
        ("a,b好", "a,b好"),
        ("好a b", "好a b"),
        ("甲\n  WPS好", "甲\nWPS好"),
        ("上午9:30开会", "上午9:30开会"),
        ("共1,234.5元", "共1,234.5元"),
        ("1.加强", "1.加强"),
        ("1. 加强", "1.加强"),
        ("用 Excel, Word 写", "用Excel, Word写"),
        ("f(x, y)", "f(x, y)"),
        ("共 1092 次", "共1092次"),
        ("工作 , 其中", "工作，其中"),
        ("\u3000\u3000上半年\u2002好", "上半年好"),
        ("Excel\u30002010", "Excel 2010"),
        ("Excel  2010", "Excel 2010"),
        ("一是好\n  二是好 ", "一是好\n二是好"),
        ("网址http://a.cn/x?b=(1):2,请看", "网址http://a.cn/x?b=(1):2，请看"),
    ],
)
def test_prose_gets_full_width_marks_and_loses_needless_spaces(text, put_right):
    assert full(text) == put_right


@pytest.mark.parametrize(
    ("text", "put_right"),
    [
        ("受理10件，。", "受理10件。"),
        ("受理10件；。", "受理10件。"),
        ("受理10件、。办结", "受理10件。办结"),
        ("受理10件，，办结8件", "受理10件，办结8件"),
        ("甲、，乙", "甲，乙"),
        ("甲；，乙", "甲；乙"),
        ("甲。。乙", "甲。乙"),
        ("甲。，乙", "甲。乙"),
        ("如下：，甲", "如下：甲"),
        ("（其中甲，）好。", "（其中甲）好。"),
        ("（，甲）好。", "（甲）好。"),
        ("受理（，）8件。", "受理8件。"),
        ("甲，（），乙。", "甲，乙。"),
        ("，受理", "受理"),
        ("。受理", "受理"),
        ("甲。\n，乙。", "甲。\n乙。"),
        ("受理10件。其中。办结", "受理10件。办结"),
        ("受理10件，其中。", "受理10件。"),
        ("受理10件，其中：，。", "受理10件。"),
        ("受理10件，其中；办结", "受理10件；办结"),
        ("受理10件（其中）。", "受理10件。"),
        ("受理10件，其中，成功8件。", "受理10件，其中，成功8件。"),
        ("乐在其中。", "乐在其中。"),
        ("受理10件；", "受理10件。"),
        ("受理10件，其中", "受理10件。"),
        ("真的？，好", "真的？好"),
        ("好，！啊", "好！啊"),
        ("（甲。）好。", "（甲。）好。"),
        ("甲；\n乙。", "甲；\n乙。"),
        ("；", ""),
        ("", ""),
    ],
)
def test_joints_left_by_a_dropped_clause_are_mended(text, put_right):
    assert mended(text) == put_right


def test_edits_take_away_as_little_as_can_be():
    assert mend_joints("甲，。乙") == [Edit(1, 2, "")]
    assert to_full_width("甲,乙 1") == [Edit(1, 2, "，"), Edit(3, 4, "")]


def test_offsets_follow_the_edits():
    edits = [Edit(1, 3, ""), Edit(5, 6, "，"), Edit(8, 9, "……")]
    assert apply_edits("0123456789", edits) == "034，67……9"
    assert [shift_offset(edits, i) for i in range(11)] == [0, 1, 1, 1, 2, 3, 4, 5, 6, 8, 9]
    assert [shift_offset([Edit(1, 4, "ab")], i) for i in range(6)] == [0, 1, 2, 3, 3, 4]


@given(PROSE)
def test_mending_twice_changes_nothing_more(text):
    assert mended(mended(text)) == mended(text)
    assert full(full(text)) == full(text)


@given(PROSE)
def test_no_digit_and_no_word_is_lost(text):
    for put_right in (mended(text), full(text)):
        assert [c for c in put_right if c in "受理12%a.\n"] == [
            c for c in text if c in "受理12%a.\n"
        ]


@given(PROSE)
def test_what_no_edit_touches_is_found_at_its_shifted_offsets(text):
    for edits in (mend_joints(text), to_full_width(text)):
        new, done = apply_edits(text, edits), 0
        for edit in [*edits, Edit(len(text), len(text), "")]:
            assert edit.start >= done
            start, end = shift_offset(edits, done), shift_offset(edits, edit.start)
            assert new[start:end] == text[done : edit.start]
            done = edit.end


@given(PROSE)
def test_nothing_dangling_is_left(text):
    put_right = mended(text)
    for left in ("，。", "；。", "、。", "，，", "。。", "（）", "，）", "（，", "\n，"):
        assert left not in put_right
    assert not put_right.endswith(("，", "；", "、"))
