"""The clerk's file is whole at every moment: refused, locked, backed up, verified, replaced."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sifa_xl import jobs, shipped
from sifa_xl.book import file_book, saving
from sifa_xl.book.locking import held, lock_file
from sifa_xl.book.saving import BACKUPS, Revision, save_all
from sifa_xl.book.swapping import swap
from sifa_xl.errors import FileProblem
from sifa_xl.write_back import write_back as written_back
from tests.written import SUMMARY, edit, loaded, members, table, write_back

ROOT = Path(__file__).parents[1]


@pytest.fixture
def path(sample_bytes: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "样例.xlsx"
    path.write_bytes(sample_bytes)
    return path


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("owner", ["~$样例.xlsx", ".~样例.xlsx", ".~lock.样例.xlsx#"])
def test_an_open_file_is_refused(path, run, owner):
    (path.parent / owner).write_bytes(b"")
    old = path.read_bytes()
    complaint = run("summarize", path, "--write").complaint
    assert complaint.startswith("“样例.xlsx”正在 Excel、WPS 或 Word 中打开，没有写。")
    assert path.read_bytes() == old
    assert names(path.parent) == sorted([owner, path.name])


def test_a_read_only_file_is_refused(path, run):
    path.chmod(0o444)
    old = path.read_bytes()
    assert run("summarize", path, "--write").complaint == (
        "“样例.xlsx”是只读文件，没有写。请在文件属性里去掉“只读”，或另存一份再用。"
    )
    assert path.read_bytes() == old
    assert names(path.parent) == [path.name]


def test_a_file_changed_since_it_was_read_is_refused(path):
    job, book = jobs.open_for_writing(path)
    edit(path, {"人民调解!C8": 700})
    theirs = path.read_bytes()
    with pytest.raises(FileProblem) as problem:
        save_all({path: written_back(job, job.summary(), book)})
    assert str(problem.value) == "“样例.xlsx”在读取之后被改过，没有写。请重新运行一次。"
    assert path.read_bytes() == theirs
    assert names(path.parent) == [path.name]


def test_a_file_changed_while_it_is_verified_is_refused(path):
    old = path.read_bytes()

    def meddle(new: bytes) -> None:
        path.write_bytes(old + b" ")

    revision = Revision(b"new", hashlib.sha256(old).hexdigest(), meddle)
    with pytest.raises(FileProblem, match="在读取之后被改过"):
        save_all({path: revision})
    assert path.read_bytes() == old + b" "


def test_a_file_that_was_moved_away_is_refused(path):
    job, book = jobs.open_for_writing(path)
    revision = written_back(job, job.summary(), book)
    path.unlink()
    with pytest.raises(FileProblem, match="在读取之后被移走或删除，没有写"):
        save_all({path: revision})
    assert names(path.parent) == []


def test_a_file_that_is_none_of_ours_is_refused(tmp_path, run):
    from openpyxl import Workbook

    path = tmp_path / "别的.xlsx"
    Workbook().save(path)
    old = path.read_bytes()
    complaint = run("summarize", path, "--write").complaint
    assert complaint.startswith("这个文件里没有一张业务表")
    assert path.read_bytes() == old
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda book: book.remove(book[SUMMARY]), "找不到“总结”表"),
        (lambda book: book[SUMMARY].delete_rows(4), "“总结”表的表头行被删掉了"),
        (lambda book: book[SUMMARY].delete_cols(4), "“总结”表的表头“修订”找不到了"),
        (lambda book: book[SUMMARY].merge_cells("C6:D6"), "“总结”表的C6:D6合并了单元格"),
        (lambda book: book[SUMMARY].cell(6, 4, "=1+1"), "“总结!D6”是公式，写结果会盖掉它"),
    ],
    ids=["no sheet", "no header row", "no header", "merged", "formula"],
)
def test_what_cannot_be_written_is_told_in_one_sentence(path, run, change, told):
    write_back(path)
    book = loaded(path)
    change(book)
    book.save(path)
    old = path.read_bytes()
    assert run("summarize", path, "--write").complaint.startswith(told)
    assert path.read_bytes() == old


def test_a_new_file_that_is_not_what_was_meant_never_replaces_the_old(path, monkeypatch):
    def spoil(data: bytes, parts: dict[str, bytes]) -> bytes:
        parts = {n: d.replace("件".encode(), "仵".encode()) for n, d in parts.items()}
        return swap(data, parts)

    old = path.read_bytes()
    monkeypatch.setattr(file_book, "swap", spoil)
    with pytest.raises(FileProblem, match="与要写的内容不符"):
        write_back(path)
    assert path.read_bytes() == old
    assert names(path.parent) == [path.name]


def test_a_part_that_should_not_differ_is_noticed(path, monkeypatch):
    def spoil(data: bytes, parts: dict[str, bytes]) -> bytes:
        return swap(data, {**parts, "xl/styles.xml": members(path)["xl/styles.xml"] + b" "})

    old = path.read_bytes()
    monkeypatch.setattr(file_book, "swap", spoil)
    with pytest.raises(FileProblem, match=r"xl/styles\.xml"):
        write_back(path)
    assert path.read_bytes() == old


def test_a_typed_cell_that_changed_is_noticed(path, monkeypatch):
    def spoil(data: bytes, parts: dict[str, bytes]) -> bytes:
        typed = re.compile(rb'(<c r="C7" s="[0-9]+"><v>)723(?=</v>)')  # a number, not a string
        parts = {name: typed.sub(rb"\g<1>724", part) for name, part in parts.items()}
        return swap(data, parts)

    old = path.read_bytes()
    monkeypatch.setattr(file_book, "swap", spoil)
    with pytest.raises(FileProblem, match="人民调解"):
        write_back(path)
    assert path.read_bytes() == old


def test_every_write_is_backed_up_and_twenty_are_kept(path):
    folder = path.parent / BACKUPS
    folder.mkdir()
    for number in range(25):
        (folder / f"20220101-0000{number:02}-样例.xlsx").write_bytes(b"%d" % number)
    others = ["20220101-000000-别的样例.xlsx", "20220101-000000-样例.docx", "样例.xlsx", "说明.txt"]
    for name in others:
        (folder / name).write_bytes(b"mine")
    old = path.read_bytes()
    write_back(path)
    ours = sorted(p for p in folder.iterdir() if re.fullmatch(r"[-\d]+-样例\.xlsx", p.name))
    assert len(ours) == 20
    assert ours[-1].read_bytes() == old
    assert ours[0].read_bytes() == b"6"
    assert {p.name for p in folder.iterdir()} >= set(others)


def test_the_rights_of_the_file_stay(path):
    path.chmod(0o640)
    write_back(path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_workbook_that_cannot_be_written_leaves_the_other_outputs_unwritten(path, run):
    (path.parent / "~$样例.xlsx").write_bytes(b"")
    assert run("summarize", path, "--write", "--text", path.parent / "总结.txt").code == 2
    assert names(path.parent) == ["~$样例.xlsx", "样例.xlsx"]


def test_a_second_run_waits_and_gives_up_with_a_sentence(path):
    told = []

    def other() -> None:
        try:
            with held(path, seconds=0.2):
                told.append("held")
        except FileProblem as problem:
            told.append(str(problem))

    with held(path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert told == ["另一个 sifa-xl 正在写“样例.xlsx”，没有写任何文件。请等它做完再试。"]
    with held(path, seconds=0.2):
        pass
    assert names(path.parent) == [path.name]


def test_a_folder_that_takes_no_lock_is_told(path, run):
    lock_file(path).mkdir()
    assert "里不能建文件，没有写“样例.xlsx”" in run("summarize", path, "--write").complaint


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path, run):
    path = tmp_path / "没有" / "样例.xlsx"
    assert run("summarize", path, "--write").complaint.startswith("找不到文件“样例.xlsx”。")
    assert names(tmp_path) == []


def test_many_runs_at_once_leave_a_whole_file_and_lose_no_revision(path):
    write_back(path)
    row = table(path, SUMMARY)[1]
    edit(path, {f"{SUMMARY}!{row['@修订'].coordinate}": "我的话"})
    command = [sys.executable, "-m", "sifa_xl.cli", "summarize", str(path), "--write"]
    runs = [
        subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, env=_environment()
        )
        for _ in range(4)
    ]
    ends = [(each.communicate()[1].decode(), each.returncode) for each in runs]
    assert [code for _, code in ends] == [1] * 4, ends
    assert table(path, SUMMARY)[1]["修订"] == "我的话"
    assert len(names(path.parent / BACKUPS)) == 5


# every line of the saving room is a moment at which the power may fail
KILLER = """
import hashlib, os, shutil, signal, sys
from pathlib import Path
from sifa_xl.book import saving
path, out = Path(sys.argv[1]), Path(sys.argv[2])
old, new = b"old" * 40000, b"new" * 40000
revision = saving.Revision(new, hashlib.sha256(old).hexdigest(), lambda data: None)
moment, seen = 0, set()
while True:
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    path.write_bytes(old)
    moment += 1
    child = os.fork()
    if not child:
        left = moment
        def trace(frame, event, argument):
            global left
            if frame.f_code.co_filename != saving.__file__:
                return None
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace
        sys.settrace(trace)
        saving.save_all({path: revision})
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    data = path.read_bytes()
    assert data in (old, new), moment
    backups = [b for b in (path.parent / saving.BACKUPS).glob("*") if b.name[0] != "."]
    assert all(backup.read_bytes() == old for backup in backups), moment
    assert data == old or backups, moment
    seen.add(data == new)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        break
    assert os.WIFSIGNALED(status), status
out.write_text(f"{moment} {sorted(seen)}")
"""


@pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
def test_killed_at_any_moment_the_file_is_the_old_or_the_new_one(tmp_path):
    out = tmp_path / "结果"
    (tmp_path / "表").mkdir()
    arguments = [sys.executable, "-c", KILLER, str(tmp_path / "表" / "样例.xlsx"), str(out)]
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env=_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    moments, _, seen = out.read_text().partition(" ")
    assert int(moments) > 80
    assert seen == "[False, True]"


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def test_the_shipped_sample_itself_can_be_written(tmp_path):
    path = tmp_path / "麻阳县2022年上半年.xlsx"
    path.write_bytes((shipped.folder("workbooks") / path.name).read_bytes())
    write_back(path)
    assert len(table(path, SUMMARY)) > 10
    assert saving.KEPT_BACKUPS == 20
