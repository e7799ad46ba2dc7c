"""Whatever a unit is called, its file lies in the folder it should lie in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.file_names import LONGEST_BYTES, harmless_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("麻阳苗族自治县司法局", "麻阳苗族自治县司法局"),
        ("麻阳县 2022年上半年（市局稿）", "麻阳县 2022年上半年（市局稿）"),
        ("../../x", "x"),
        ("..\\..\\x", "x"),
        ("/etc/passwd", "etc_passwd"),
        ("C:\\Windows\\x", "C_Windows_x"),
        ("\\\\server\\share", "server_share"),
        ("甲/乙:丙*丁?", "甲_乙_丙_丁"),
        ("..", "未命名"),
        (".", "未命名"),
        ("", "未命名"),
        (" \u3000 ", "未命名"),
        ("CON", "CON_"),
        ("nul.txt", "nul_.txt"),
        ("COM1", "COM1_"),
        ("CONTROL", "CONTROL"),
        ("甲\n乙\t丙", "甲 乙 丙"),
        ("甲\u202excod", "甲xcod"),
        ("甲\x00乙\u200b丙", "甲乙丙"),
        ("~$司法局", "司法局"),
        (".隐藏", "隐藏"),
        ("甲. . ", "甲"),
        ("=cmd|'/c calc'!A0", "=cmd_'_c calc'!A0"),
        ("甲\r\ud7a4 乙", "甲 乙"),
        ("{{7*7}}", "{{7_7}}"),
        ("%TEMP%", "%TEMP%"),
    ],
)
def test_words_become_a_name_that_stays_in_its_folder(words, name):
    assert harmless_name(words) == name


@given(st.text(max_size=200))
def test_no_words_lead_anywhere_else(words):
    name = harmless_name(words)
    folder = Path("/甲/乙")
    assert (folder / f"{name}.docx").resolve().parent == folder
    assert len(name.encode("utf-8")) <= LONGEST_BYTES
    assert name == name.strip()
    assert name not in ("", ".", "..")
    assert harmless_name(name) == name
