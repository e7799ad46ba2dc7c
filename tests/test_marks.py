"""Names of bookmarks: what Word takes, the same in every run."""

from __future__ import annotations

import re

import pytest

from sifa_xl.domain import Span
from sifa_xl.layouts import Paragraph
from sifa_xl.marks import NUMBER, Marks, span_stem, stem
from sifa_xl.spans import Prose


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("人民调解.受理纠纷", "数_人民调解_受理纠纷"),
        ("人民调解.调解成功率.同比", "数_人民调解_调解成功率_同比"),
    ],
)
def test_a_bookmark_is_called_like_its_figure(fact, name):
    assert stem(NUMBER, fact) == name


@pytest.mark.parametrize(
    "source", ["法治宣传.普法 活动（一）", "甲" * 90, "𬬭县.件数", "a!b c", "12348.件"]
)
def test_a_name_is_one_that_word_takes_and_no_two_figures_share_it(source):
    names = [stem(NUMBER, source), stem(NUMBER, f"{source}x")]
    assert len(set(names)) == 2
    for name in names:
        assert re.fullmatch(r"[\u4e00-\u9fff][\w]{0,36}", name)


def test_the_second_time_a_figure_is_printed_it_has_a_second_bookmark():
    marks, span = Marks(), Span(0, 3, "人民调解.受理纠纷", ("人民调解!C7",))
    assert [marks.of_span(span) for _ in range(2)] == [f"{span_stem(span)}_{n}" for n in (1, 2)]
    paragraph = Paragraph("MD.排查化解", "二级", Prose.plain("一"))
    assert marks.of_paragraph(paragraph) == "段_MD_排查化解_1"


def test_a_number_in_prose_goes_by_its_cell():
    assert span_stem(Span(0, 2, None, ("提纲!F14",), checked=False)) == "文_提纲_F14"
