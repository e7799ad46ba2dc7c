"""自检: what it says about the machine around the program."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sifa_xl import doctor, shipped, surroundings
from sifa_xl.page_style import PageStyle
from sifa_xl.surroundings import FONTS


def told(lines: list[str], start: str) -> str:
    (line,) = [each for each in lines if each[2:].startswith(start)]
    return line


def test_the_fonts_looked_for_are_those_of_the_word_file():
    fonts = PageStyle().fonts
    assert {font.name for font in FONTS} == {fonts.title, fonts.first, fonts.second, fonts.body}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("SimHei (TrueType)", ["simhei"]),
        ("仿宋_GB2312 (TrueType)", ["仿宋_gb2312"]),
        ("SimSun & NSimSun (TrueType)", ["simsun", "nsimsun"]),
        ("FZXiaoBiaoSong-B05S", ["fzxiaobiaosong-b05s"]),
    ],
)
def test_a_title_of_windows_is_one_name_or_more(title, names):
    assert surroundings.split_title(title) == names


def fonts_listed(monkeypatch: pytest.MonkeyPatch, folder: Path, listed: str) -> list[str]:
    """The report where ``fc-list`` lists these."""
    program = folder / "fc-list"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{listed}\nEND\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return list(doctor.report())


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_a_missing_font_is_told_with_what_word_shows_instead(monkeypatch, tmp_path):
    listed = "FZXiaoBiaoSong-B05S,方正小标宋简体\nSimHei,黑体\nKaiTi_GB2312"
    lines = fonts_listed(monkeypatch, tmp_path, listed)
    assert told(lines, "打开 Word 时") == (
        "·　打开 Word 时这些字体会被替换，行数、页数可能变："
        "仿宋_GB2312（正文，换成仿宋，没有仿宋时用宋体）。文件里的字体名不变"
    )
    lines = fonts_listed(monkeypatch, tmp_path, f"{listed}\nFangSong_GB2312")
    assert "✓　Word 要用的字体齐全" in lines


def test_a_machine_that_lists_no_fonts_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    line = told(list(doctor.report()), "看不到装了哪些字体")
    assert line == "·　看不到装了哪些字体；Word 要用方正小标宋简体、仿宋_GB2312、楷体_GB2312、黑体"


def test_the_sample_is_timed():
    line = told(list(doctor.report()), "样例用时")
    times = re.fullmatch(r"·　样例用时：读表 (\d+) 毫秒，查错 (\d+) 毫秒，成文 (\d+) 毫秒", line)
    assert times
    assert all(0 < int(each) < 5000 for each in times.groups())


def test_the_folder_of_the_word_files_is_that_beside_the_workbook(tmp_path):
    assert f"✓　“输出”可写：{tmp_path}" in list(doctor.report(tmp_path))
    (tmp_path / "输出").mkdir()
    assert f"✓　“输出”可写：{tmp_path / '输出'}" in list(doctor.report(tmp_path))


def test_macros_that_load_another_xlwings_are_told(monkeypatch):
    installed = doctor.version("xlwings")
    monkeypatch.setattr("sifa_xl.macro_library.shipped_version", lambda: installed)
    assert f"✓　宏用的 xlwings 与装的是同一版（{installed}）" in list(doctor.report())
    monkeypatch.setattr("sifa_xl.macro_library.shipped_version", lambda: "0.1.2")
    line = told(list(doctor.report()), "宏要用")
    assert line == f"✗　宏要用 xlwings 0.1.2，装的是 {installed}，请重新安装 sifa-xl"


def test_wps_is_found_where_it_is_installed(monkeypatch, tmp_path):
    wps = tmp_path / "wps"
    wps.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "✓　装有 WPS" in list(doctor.report())


def test_without_the_sample_nothing_is_timed_and_the_rest_is_told(monkeypatch, tmp_path):
    real = shipped.folder
    shutil.copytree(real("workbooks"), tmp_path / "workbooks")
    (tmp_path / "workbooks" / doctor.SAMPLE).unlink()
    folders = {"workbooks": tmp_path / "workbooks"}
    monkeypatch.setattr(shipped, "folder", lambda name: folders.get(name) or real(name))
    lines = list(doctor.report())
    assert not [line for line in lines if "样例用时" in line]
    assert lines[-1].startswith("·　出错时的日志写在 ")
