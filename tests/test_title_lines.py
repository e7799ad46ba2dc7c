"""Titles broken into balanced lines at word ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.title_lines import MOST, title_lines

NAME = "麻阳苗族自治县司法局"


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("青山县司法局2022年上半年工作总结", []),
        ("麻阳苗族自治县司法局|2022年上半年工作总结", [NAME]),
        ("江州市临浦区司法局2024年全年|工作总结和2025年工作打算", []),
        ("积石山保安族东乡族撒拉族自治县司法局|2022年上半年工作总结", []),
        ("关于贯彻落实《中共中央关于全面推进|依法治国若干重大问题的决定》情况的报告", []),
        ("青山县司法局关于报送|《2022年法治政府建设报告》的请示", []),
    ],
)
def test_a_title_breaks_where_a_word_ends(lines, names):
    assert "|".join(title_lines(lines.replace("|", ""), names)) == lines


def test_a_title_of_three_lines_keeps_names_years_and_quotations_whole():
    text = f"{NAME}关于2022年上半年法治政府建设和“八五”普法工作开展情况的报告"
    lines = title_lines(text, [NAME])
    assert len(lines) == 3
    assert lines[0].startswith(NAME)
    for whole in ("2022年上半年", "“八五”"):
        assert any(whole in line for line in lines)


def test_lines_the_clerk_broke_stay_as_they_are():
    assert title_lines("青山县司法局\n工作\v总结") == ["青山县司法局", "工作", "总结"]


@given(st.text("县市司法局政府办公室的关于和2023年上半季度工作总结《》“”、，（）第一", max_size=90))
def test_no_character_is_lost_and_no_line_is_too_long_or_a_single_character(text):
    lines = title_lines(text)
    assert "".join(lines) == text
    assert max(map(len, lines)) <= MOST
    if len(text) > MOST:
        assert min(map(len, lines)) > 1
