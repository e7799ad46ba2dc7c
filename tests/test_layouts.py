"""主题式, 总分式, 总分数字式: the same sections under other signs; a lone sign is never printed."""

from __future__ import annotations

import pytest

from tests.books import job_of, sample_plans, setting_cell, type_in
from tests.soundness import assert_sound
from tests.test_empty_lines import SOME, emptied


def summary(layout: str, gone=()):
    plans = sample_plans()
    type_in(plans, setting_cell(plans, "版式"), layout)
    for line in gone:
        emptied(plans, line.title)
    return job_of(plans).summary()


def openings(layout: str) -> list[str]:
    return [p.text[:9] for p in summary(layout).paragraphs if p.level in (1, 2, 3)]


def test_the_cover_layout_takes_the_themes_as_second_level():
    heads = openings("总分式")
    assert heads[0] == "一、主要工作开展情"
    themes = [head[:3] for head in heads if head.startswith("（")]
    assert themes[:3] == ["（一）", "（二）", "（三）"]
    assert "一是抓好特殊人群服" in heads
    tops = [head for head in heads if head[1:2] == "、"]
    assert tops[1:] == ["二、存在的主要问题", "三、下半年工作打算"]


def test_the_numbered_cover_layout_has_arabic_numbers_inside():
    heads = openings("总分数字式")
    assert "1.抓好特殊人群服" in heads
    assert not [head for head in heads if head.startswith("一是")]


@pytest.mark.parametrize("layout", ["主题式", "总分式", "总分数字式"])
@pytest.mark.parametrize("gone", SOME[::5], ids=lambda lines: "、".join(x.title for x in lines))
def test_every_layout_is_sound_whatever_is_empty(layout, gone):
    assert_sound(summary(layout, gone))


def test_a_lone_theme_gives_its_heading_to_the_cover():
    from sifa_xl.lines import shipped

    gone = [line for line in shipped() if line.theme != "公共法律服务"]
    heads = [p.text for p in summary("总分式", gone).paragraphs if p.level == 1]
    assert heads[0] == "一、提升公共法律服务水平"


@pytest.mark.parametrize("layout", ["总分式", "总分数字式"])
def test_the_figures_are_the_same_in_every_layout(layout):
    def figures(name: str) -> set[tuple[str | None, str]]:
        return {
            (span.fact, p.text[span.start : span.end])
            for p in summary(name).paragraphs
            for span in p.prose.spans
        }

    assert figures(layout) == figures("主题式")
