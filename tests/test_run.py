"""The buttons' job by file: ``sifa-xl run`` and the launcher, for WPS, Linux and blocked macros."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sifa_xl import headers as h
from sifa_xl import opening
from sifa_xl.book.locking import held
from sifa_xl.excel import launcher
from sifa_xl.file_names import OUTPUT
from tests.written import edit, table

WRONG = 201
TOO_MANY = "【必须改】人民调解!C8 调解成功数不能多于受理数"


def words(folder: Path) -> list[str]:
    return sorted(each.name for each in (folder / OUTPUT).iterdir())


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program that notes which file it was given, in place of the system's opener."""
    note, program = tmp_path / "打开了", tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{note}"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    return note


def wait_for(path: Path) -> str:
    for _ in range(200):
        if path.exists() and (text := path.read_text(encoding="utf-8")):
            return text
        time.sleep(0.05)
    raise AssertionError(path)


def test_run_writes_results_and_word_and_says_so(book, run):
    path = book()
    done = run("run", path)
    (name,) = words(path.parent)
    assert re.fullmatch(r"青山县司法局2022年上半年工作总结（市局稿）\d{8}-\d{4}\.docx", name)
    assert done == (
        0,
        f"已生成市局稿，Word 在“输出”文件夹：{name}\n因为没有填数，省去了3处。\n",
        "",
    )
    assert table(path, "总结")[0][h.GENERATED] == "青山县司法局2022年上半年工作总结"


def test_run_of_a_book_with_faults_gives_a_draft_and_1(book, run):
    path = book(调解成功=WRONG)
    done = run("run", path)
    assert done.code == 1
    assert TOO_MANY in done.out
    assert "（草稿）" in words(path.parent)[0]
    assert [row[h.WHERE] for row in table(path, "校验结果")] == ["人民调解!C8"]


def test_a_check_by_file_writes_the_findings_and_no_word(book, run):
    path = book(调解成功=WRONG)
    done = run("run", path, "--action", "检查")
    assert (done.code, done.out.splitlines()[0]) == (
        1,
        "必须改1项没有处理，都列在“校验结果”。",
    )
    assert not (path.parent / OUTPUT).exists()
    assert not table(path, "总结")
    assert len(table(path, "校验结果")) == 1


def test_an_unknown_action_is_2(book, run):
    path = book()
    assert run("run", path, "--action", "fly").complaint == (
        "没有“fly”这个动作。请写检查、生成总结、汇总上报表、送审稿、更新Word数字、公开检查、"
        "出下发表、转入下期、导入素材、定稿归档中的一个。"
    )


def test_a_revision_is_kept_and_earlier_words_stay(book, run):
    path = book()
    run("run", path)
    first = words(path.parent)
    edit(path, {"总结!D6": "我改过的话"})
    run("run", path)
    assert len(words(path.parent)) == 2
    assert first[0] in words(path.parent)
    assert [row[h.REVISED] for row in table(path, "总结") if row[h.REVISED]] == ["我改过的话"]


def test_a_file_that_is_open_elsewhere_is_2_and_leaves_no_word(book, run):
    path = book()
    old = path.read_bytes()
    (path.parent / f"~${path.name}").write_bytes(b"")
    assert run("run", path).complaint.startswith("“青山县.xlsx”正在 Excel、WPS 或 Word 中打开")
    assert path.read_bytes() == old
    assert not (path.parent / OUTPUT).exists()


def test_one_run_at_a_time(book, run, monkeypatch):
    path = book()
    monkeypatch.setattr("sifa_xl.book.locking.held.__wrapped__.__defaults__", (0.1,))
    with held(path):
        assert "另一个 sifa-xl 正在写“青山县.xlsx”" in run("run", path).complaint


def test_the_folder_for_word_files_must_be_a_folder(book, run):
    path = book()
    (path.parent / OUTPUT).write_bytes(b"")
    assert run("run", path).complaint.startswith(f"“{path.parent}”里建不了文件夹“输出”，没有写")


def test_the_copy_that_wps_leaves_in_the_output_folder_puts_word_beside_itself(book, run):
    path = book()
    (path.parent / OUTPUT).mkdir()
    copy = Path(shutil.copy(path, path.parent / OUTPUT / "副本.xlsx"))
    assert run("run", copy).code == 0
    names = words(path.parent)
    assert [Path(name).suffix for name in names if name != "备份"] == [".xlsx", ".docx"]
    assert not (copy.parent / OUTPUT).exists()


# --------------------------------------------------------------- opening, launcher


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens by itself")
def test_the_word_file_is_opened_when_asked_for(book, run, opened):
    path = book()
    run("run", path, "--open")
    assert Path(wait_for(opened)).name == words(path.parent)[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens by itself")
def test_where_nothing_opens_files_it_is_said(book, run, monkeypatch, tmp_path):
    path = book()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not opening.open_file(path)
    done = run("run", path, "--open")
    assert done.code == 0
    assert done.err.startswith("没有能打开它的程序，请自己打开：")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shows a box")
def test_the_launcher_does_the_job_for_every_file_and_tells(book, opened, capsys):
    path = book(调解成功=WRONG)
    other = path.with_name("不是.xlsx")
    other.write_bytes(b"PK")
    assert launcher.main([str(path)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("青山县.xlsx：\n已生成市局稿，Word 在“输出”文件夹：")
    assert TOO_MANY in told
    assert Path(wait_for(opened)).name == words(path.parent)[0]
    assert launcher.main([str(path), str(other), "--action", "check"]) == 2
    told = capsys.readouterr().err
    assert "青山县.xlsx：\n必须改1项没有处理" in told
    assert "不是.xlsx：\n“不是.xlsx”" in told


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shows a box")
def test_the_launcher_without_a_file_says_what_to_do(capsys):
    assert launcher.main([]) == 2
    assert capsys.readouterr().err == "没有给工作簿。请把填好的工作簿拖到这个图标上。\n"


def test_the_launcher_starts_as_a_module(book):
    path = book()
    done = subprocess.run(
        [sys.executable, "-m", "sifa_xl.excel.launcher", str(path), "--action", "check"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "青山县.xlsx：\n没有发现问题。\n")
