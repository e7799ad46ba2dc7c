"""Bytes -> files: all of them or none, each whole, and what stood there before is backed up."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from sifa_xl.errors import FileProblem

BACKUPS = "备份"
_TROUBLES = {
    errno.ENOSPC: "磁盘满了。请清理磁盘，或换一个位置。",
    errno.ENAMETOOLONG: "文件名太长。请取短一些。",
    errno.EEXIST: f"旁边的“{BACKUPS}”不是文件夹，无处备份。请给它改名，或换一个位置。",
}
_OTHER_TROUBLE = "没有写权限，或文件正被别的程序占用。请关闭占用它的程序，或换一个位置。"


def save(path: Path, data: bytes) -> Path | None:
    """Write ``data`` to ``path``; returns where the file that stood there is backed up, if any.

    Raises:
        FileProblem: as ``save_all``.
    """
    return save_all({path: data})[path]


def save_all(outputs: Mapping[Path, bytes]) -> dict[Path, Path | None]:
    """Write every output, or none; a file that stands there goes into the folder 备份 first.

    Returns the path of each output's backup, None where nothing stood there.

    Raises:
        FileProblem: a folder is missing, a place is taken by something that is no file, a file is
            open in another program, or writing is not allowed; all old files are as they were.
    """
    backups: dict[Path, Path | None] = {}
    with ExitStack() as temporary_files, ExitStack() as undo:
        written = {}
        for path, data in outputs.items():
            with _explaining(path):
                _refuse(path)
                written[path] = _temporary(path)
                temporary_files.callback(written[path].unlink, missing_ok=True)
                _write(written[path], data)
        for path, temporary in written.items():
            with _explaining(path):
                backups[path] = _swap(temporary, path)
                undo.callback(_put_back, path, backups[path])
        undo.pop_all()  # from here on nothing is taken back
    return backups


@contextmanager
def _explaining(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        trouble = _TROUBLES.get(problem.errno or 0, _OTHER_TROUBLE)
        raise FileProblem(f"写不进“{path}”，没有写任何文件：{trouble}") from None


def _refuse(path: Path) -> None:
    if path.is_dir():
        raise FileProblem(f"“{path}”是文件夹，不能写成文件。请换一个文件名。")
    if not path.parent.is_dir():
        raise FileProblem(f"文件夹“{path.parent}”不存在，没有写。请先建好文件夹，或换一个位置。")
    if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        # replacing a link or a device would remove it and leave what it leads to as it was
        raise FileProblem(f"“{path}”不是普通文件（是链接或设备）。请换一个文件名。")
    for name in _owner_files(path):
        if path.with_name(name).exists():
            raise FileProblem(
                f"“{path.name}”正在 Excel、WPS 或 Word 中打开，没有写。"
                f"请先关闭它；确实没有打开的，删去旁边的“{name}”再试。"
            )


def _owner_files(path: Path) -> Iterator[str]:
    """The names under which programs note beside a file that they have it open."""
    yield f"~${path.name}"  # Excel
    cut = min(max(len(path.stem) - 6, 0), 2)
    yield f"~${path.name[cut:]}"  # Word, which writes over the start of a longer name
    yield f".~{path.name}"  # WPS
    yield f".~lock.{path.name}#"  # LibreOffice


def _temporary(path: Path) -> Path:
    return path.with_name(f".sifa-{os.getpid()}-{os.urandom(4).hex()}.tmp")


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())  # without it a power cut loses a file that was said to be saved


def _swap(temporary: Path, path: Path) -> Path | None:
    backup = _back_up(path) if path.exists() else None
    try:
        temporary.replace(path)
    except OSError:
        if backup is not None:
            backup.unlink()  # the file itself still stands
        raise
    _sync_folder(path.parent)
    return backup


def _back_up(path: Path) -> Path:
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
    names = (f"{stamp}{f'-{n}' if n else ''}-{path.name}" for n in count())
    backup = next(folder / name for name in names if not (folder / name).exists())
    with ExitStack() as undo:
        undo.callback(backup.unlink, missing_ok=True)
        _write(backup, path.read_bytes())
        undo.pop_all()
    return backup


def _put_back(path: Path, backup: Path | None) -> None:
    if backup is None:
        path.unlink(missing_ok=True)
    else:
        backup.replace(path)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder
    with suppress(OSError):  # nor can some network drives
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
