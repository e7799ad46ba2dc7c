"""``summarize --write`` killed, or its disk full or gone, at any moment: old or new, never half.

``--kills 200`` tries as many moments of the whole command; an ordinary run tries fifty.
"""

from __future__ import annotations

import errno
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sifa_xl.book import file_book, locking, reader, saving, swapping, verifying
from sifa_xl.book.reader import read_bytes
from sifa_xl.book.saving import BACKUPS, save, save_all
from sifa_xl.errors import AWAY, FileProblem
from tests.killing import killed, small_book

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork, SIGKILL and mount")


def test_a_command_killed_at_any_moment_leaves_the_old_file_or_the_new(request, tmp_path, state):
    """A moment is a line of the rooms that hold the lock and write, or a call of those besides."""
    path, text = tmp_path / "表" / "县.xlsx", tmp_path / "表" / "总结.txt"
    path.parent.mkdir()
    filled = {"扫黑除恶": {"数据": {"摸排线索": {"本期": 5}, "移送线索": {"本期": 3}}}}
    path.write_bytes(small_book(filled))
    kills = request.config.getoption("--kills")
    done = killed(
        path,
        ["summarize", str(path), "--write", "--text", str(text)],
        kills,
        by_line=(locking, saving),
        by_call=(file_book, swapping, verifying),
        outputs=(text,),
    )
    assert done.moments > 200
    assert done.died == done.old + done.new == kills
    assert min(done.old, done.new) > 0
    assert done.states > 2


# --- disks -----------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path, sample_bytes: bytes) -> Iterator[Path]:
    """A disk with room for the sample and little more."""
    disk = tmp_path / "U盘"
    disk.mkdir()
    size = f"size={(len(sample_bytes) + 80_000) // 1024}k"
    command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=False)


def test_a_disk_that_is_full_is_told_and_harms_nothing(small_disk, sample_bytes, run):
    path = small_disk / "样例.xlsx"
    path.write_bytes(sample_bytes)
    complaint = run("summarize", path, "--write", "--text", small_disk / "总结.txt").complaint
    assert "磁盘满了。请清理磁盘，或换一个位置。" in complaint
    assert path.read_bytes() == sample_bytes
    assert [each.name for each in small_disk.iterdir() if each.name != BACKUPS] == ["样例.xlsx"]
    assert not list((small_disk / BACKUPS).glob("*"))


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EDQUOT, "分给您的磁盘空间用完了"),
        (errno.EROFS, "这个磁盘是只读的"),
        (errno.EFBIG, "文件超过这个磁盘允许的大小"),
        *((number, "网络盘或U盘连不上，或中途断开了") for number in sorted(AWAY)),
        (errno.EPERM, "没有写权限，或文件正被别的程序占用"),
    ],
    ids=lambda value: errno.errorcode.get(value, "") if isinstance(value, int) else "",
)
@pytest.mark.parametrize("time_asked", [1, 2])
def test_what_a_disk_complains_of_is_told_in_a_sentence(
    tmp_path, monkeypatch, number, told, time_asked
):
    path = tmp_path / "总结.txt"
    path.write_bytes(b"old")
    real, asked = os.fsync, []

    def refuse(handle: int) -> None:
        asked.append(handle)
        if len(asked) == time_asked:  # the new file, or the backup
            raise OSError(number, "")
        real(handle)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(FileProblem, match=told) as problem:
        save(path, b"new")
    assert str(problem.value).endswith("。")
    assert path.read_bytes() == b"old"
    assert not [each for each in tmp_path.rglob("*") if each.is_file() and each != path]


def test_a_drive_that_is_gone_is_told_where_a_workbook_is_read(tmp_path, monkeypatch):
    def gone(_: Path) -> None:
        raise OSError(errno.ESTALE, "Stale file handle")

    monkeypatch.setattr(Path, "lstat", gone)
    with pytest.raises(FileProblem, match=r"^“样例.xlsx”读不了：网络盘或U盘连不上"):
        reader.load(tmp_path / "样例.xlsx")


# --- what is left behind ---------------------------------------------------------------------


def test_what_killed_runs_left_is_cleared_after_a_day_and_not_before(tmp_path):
    (tmp_path / BACKUPS).mkdir()
    folders = (tmp_path, tmp_path / BACKUPS)
    old, young = (
        [folder / f".sifa-{number}-0badcafe.tmp" for folder in folders] for number in (1, 2)
    )
    mine = tmp_path / "sifa-1.tmp"
    for each in (*old, *young, mine):
        each.write_bytes(b"half")
    long_ago = time.time() - saving.REMAINS_SECONDS - 60
    for each in (*old, mine):
        os.utime(each, (long_ago, long_ago))
    save_all({tmp_path / "总结.txt": b"new"})
    assert not any(each.exists() for each in old)
    assert all(each.exists() for each in (*young, mine))


def test_a_backup_can_be_read_like_the_file_it_was(sample_bytes, tmp_path, run):
    path = tmp_path / "样例.xlsx"
    path.write_bytes(sample_bytes)
    run("summarize", path, "--write")
    (backup,) = (tmp_path / BACKUPS).iterdir()
    assert backup.read_bytes() == sample_bytes
    assert read_bytes(backup.read_bytes(), backup.name).sha256
