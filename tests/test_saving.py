"""Files are written whole or not at all, all of them or none, and nothing old is lost."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sifa_xl.book.saving import BACKUPS, save, save_all
from sifa_xl.errors import FileProblem

DISK_FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``fail("replace", 2, problem)``: the second time the system is asked, it refuses."""

    def arrange(name: str, time: int, problem: BaseException) -> None:
        real = getattr(os, name)
        calls = []

        def refuse(*arguments: object) -> object:
            calls.append(arguments)
            if len(calls) == time:
                raise problem
            return real(*arguments)

        monkeypatch.setattr(os, name, refuse)

    return arrange


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def backups(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / BACKUPS).glob("*"))]


def test_a_new_file_is_written_and_nothing_else(tmp_path):
    assert save(tmp_path / "总结.txt", b"new") is None
    assert (tmp_path / "总结.txt").read_bytes() == b"new"
    assert names(tmp_path) == ["总结.txt"]


def test_a_file_that_stands_there_is_backed_up_under_its_name(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_bytes(b"old")
    backup = save(path, b"new")
    assert path.read_bytes() == b"new"
    assert backup is not None
    assert backup.read_bytes() == b"old"
    assert (backup.parent, backup.name[-7:]) == (tmp_path / BACKUPS, "-总结.txt")
    assert names(tmp_path) == [BACKUPS, "总结.txt"]


def test_many_backups_in_one_second_are_all_kept(tmp_path):
    path = tmp_path / "总结.txt"
    for number in range(6):
        save(path, b"%d" % number)
    assert sorted(backups(tmp_path)) == [b"0", b"1", b"2", b"3", b"4"]


def test_all_outputs_are_written_and_their_backups_told(tmp_path):
    first, second = tmp_path / "一.txt", tmp_path / "二.txt"
    second.write_bytes(b"old")
    found = save_all({first: b"1", second: b"2"})
    assert list(found) == [first, second]
    assert found[first] is None
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert backups(tmp_path) == [b"old"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("没有/总结.txt", "不存在，没有写"),
        ("文件夹", "是文件夹，不能写成文件"),
        ("链接", "不是普通文件（是链接或设备）"),
        ("断了的链接", "不是普通文件（是链接或设备）"),
        ("文件/总结.txt", "不存在，没有写"),
        ("长" * 300, "文件名太长"),
    ],
)
def test_a_place_that_takes_no_file_is_told_and_nothing_is_written(tmp_path, name, told):
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "文件").write_bytes(b"old")
    (tmp_path / "链接").symlink_to(tmp_path / "文件")
    (tmp_path / "断了的链接").symlink_to(tmp_path / "哪里")
    before = names(tmp_path)
    with pytest.raises(FileProblem, match=told):
        save_all({tmp_path / "好的.txt": b"1", tmp_path / name: b"2"})
    assert names(tmp_path) == before
    assert (tmp_path / "文件").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such devices")
def test_a_device_is_not_replaced_by_a_file():
    with pytest.raises(FileProblem, match="不是普通文件"):
        save(Path(os.devnull), b"new")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("总结.xlsx", "~$总结.xlsx"),
        ("半年度工作总结表.xlsx", "~$半年度工作总结表.xlsx"),
        ("半年工作总结.docx", "~$半年工作总结.docx"),
        ("半年度工作总结.docx", "~$年度工作总结.docx"),
        ("上半年度工作总结.docx", "~$年度工作总结.docx"),
        ("总结.docx", ".~总结.docx"),
        ("总结.docx", ".~lock.总结.docx#"),
    ],
)
def test_a_file_open_in_another_program_is_left_alone(tmp_path, name, owner):
    path = tmp_path / name
    path.write_bytes(b"old")
    (tmp_path / owner).write_bytes(b"")
    with pytest.raises(FileProblem) as problem:
        save(path, b"new")
    assert str(problem.value) == (
        f"“{name}”正在 Excel、WPS 或 Word 中打开，没有写。"
        f"请先关闭它；确实没有打开的，删去旁边的“{owner}”再试。"
    )
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == sorted([name, owner])


def test_another_file_with_a_like_name_that_is_open_does_not_matter(tmp_path):
    (tmp_path / "~$总结.docx").write_bytes(b"")
    save(tmp_path / "年度总结.docx", b"new")
    assert (tmp_path / "年度总结.docx").read_bytes() == b"new"


@pytest.mark.parametrize("problem", [DISK_FULL, KeyboardInterrupt()], ids=["disk full", "Ctrl-C"])
@pytest.mark.parametrize(
    ("call", "time"), [("fsync", 1), ("fsync", 2), ("fsync", 3), ("replace", 1), ("replace", 2)]
)
def test_an_interrupted_write_leaves_every_old_file_and_no_temporary_one(
    tmp_path, fail, call, time, problem
):
    first, second, new = tmp_path / "一.txt", tmp_path / "二.txt", tmp_path / "三.txt"
    first.write_bytes(b"old 1")
    second.write_bytes(b"old 2")
    fail(call, time, problem)
    with pytest.raises((FileProblem, KeyboardInterrupt)):
        save_all({new: b"3", first: b"1", second: b"2"})
    assert (first.read_bytes(), second.read_bytes()) == (b"old 1", b"old 2")
    assert [name for name in names(tmp_path) if name != BACKUPS] == ["一.txt", "二.txt"]


def test_the_last_replacement_failing_puts_the_first_ones_back(tmp_path, fail):
    paths = [tmp_path / f"{name}.txt" for name in "甲乙丙"]
    for path in paths[1:]:
        path.write_bytes(b"old " + path.name.encode())
    fail("replace", 3, PermissionError(errno.EACCES, "in use"))
    with pytest.raises(FileProblem, match="没有写任何文件：没有写权限，或文件正被别的程序占用"):
        save_all(dict.fromkeys(paths, b"new"))
    assert not paths[0].exists()
    assert [path.read_bytes() for path in paths[1:]] == [
        "old 乙.txt".encode(),
        "old 丙.txt".encode(),
    ]
    assert backups(tmp_path) == []


def test_a_full_disk_is_named(tmp_path, fail):
    fail("fsync", 1, DISK_FULL)
    with pytest.raises(FileProblem) as problem:
        save(tmp_path / "总结.txt", b"new")
    assert str(problem.value) == (
        f"写不进“{tmp_path / '总结.txt'}”，没有写任何文件：磁盘满了。请清理磁盘，或换一个位置。"
    )


def test_a_backup_that_cannot_be_finished_is_not_left_half(tmp_path, fail):
    path = tmp_path / "总结.txt"
    path.write_bytes(b"old")
    fail("fsync", 2, DISK_FULL)  # the first one is that of the new file
    with pytest.raises(FileProblem):
        save(path, b"new")
    assert (path.read_bytes(), backups(tmp_path)) == (b"old", [])


def test_a_file_where_the_backups_should_go_is_told(tmp_path):
    (tmp_path / BACKUPS).write_bytes(b"mine")
    (tmp_path / "总结.txt").write_bytes(b"old")
    with pytest.raises(FileProblem, match="旁边的“备份”不是文件夹"):
        save(tmp_path / "总结.txt", b"new")
    assert (tmp_path / "总结.txt").read_bytes() == b"old"
    assert (tmp_path / BACKUPS).read_bytes() == b"mine"


def test_a_network_drive_that_cannot_sync_a_folder_is_no_fault(tmp_path, fail):
    fail("fsync", 2, OSError(errno.EINVAL, "Invalid argument"))
    save(tmp_path / "总结.txt", b"new")
    assert names(tmp_path) == ["总结.txt"]


def test_a_reader_never_sees_half_a_file(tmp_path):
    path = tmp_path / "总结.txt"
    old, new = b"a" * 300_000, b"b" * 300_000
    path.write_bytes(old)
    seen: set[bytes] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=look)
    reader.start()
    for data in (new, old, new):
        save(path, data)
    done.set()
    reader.join()
    assert seen <= {old, new}
