"""numbering.py: 一、 1. and 一是 are put on last; a lone one is never printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.numbering import arabic, bare, bracketed, chinese_number, item, itemized, level_one
from sifa_xl.spans import EMPTY, Prose
from sifa_xl.written_numbers import chinese_number as read_chinese

SOURCED = Prose.plain("受理纠纷") + Prose.sourced("723件", "人民调解.受理纠纷", ("人民调解!C7",))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (2, "二"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (105, "一百零五"),
        (1001, "一千零一"),
        (2010, "二千零一十"),
    ],
)
def test_numbers_are_written_as_headings_want_them(number, text):
    assert chinese_number(number) == text


@given(st.integers(1, 9_999))
def test_what_is_written_reads_as_the_same_number(number):
    assert read_chinese(chinese_number(number)) == number


def test_numbers_close_up_and_a_lone_one_is_left_out():
    assert [level_one(number, 3) for number in (1, 2, 3)] == ["一、", "二、", "三、"]
    assert [arabic(number, 2) for number in (1, 2)] == ["1.", "2."]
    assert {sign(1, 1) for sign in (level_one, bracketed, arabic, item)} == {""}


def test_items_are_counted_joined_and_closed():
    items = [Prose.plain(text) for text in ("人手紧张。", "配合不够", "能力不足；")]
    assert itemized(items).text == "一是人手紧张；二是配合不够；三是能力不足。"
    assert itemized(items[:1]).text == "人手紧张。"
    assert itemized([]) == EMPTY


def test_numbers_inside_items_keep_their_cells():
    prose = itemized([SOURCED, SOURCED])
    assert prose.text == "一是受理纠纷723件；二是受理纠纷723件。"
    assert [prose.text[span.start : span.end] for span in prose.spans] == ["723件", "723件"]
    assert {span.cells for span in prose.spans} == {("人民调解!C7",)}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("推进调解。", "推进调解"),
        ("推进调解：", "推进调解"),
        ("好。！；", "好"),
        ("好", "好"),
        ("", ""),
    ],
)
def test_stops_at_the_end_are_taken_off(text, kept):
    assert bare(Prose.plain(text)).text == kept
