"""Bytes -> files: all of them or none, each whole, and what stood there before is backed up.

A revision of a file that was read replaces it only if it still is what was read.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from sifa_xl.errors import AWAY, AWAY_SENTENCE, FileProblem
from sifa_xl.run_notes import note_output

BACKUPS = "备份"
KEPT_BACKUPS = 20  # of one workbook, when it is revised
REMAINS_SECONDS = 24 * 3600
_STAMP = re.compile(r"[0-9]{8}-[0-9]{6}(-[0-9]+)?-")
_TROUBLES = {
    errno.ENOSPC: "磁盘满了。请清理磁盘，或换一个位置。",
    errno.EDQUOT: "分给您的磁盘空间用完了。请清理磁盘，或换一个位置。",
    errno.EROFS: "这个磁盘是只读的。请把工作簿复制到本机硬盘再用。",
    errno.EFBIG: "文件超过这个磁盘允许的大小。请换一个位置。",
    **dict.fromkeys(AWAY, AWAY_SENTENCE),
    errno.ENAMETOOLONG: "文件名太长。请取短一些。",
    errno.EEXIST: f"旁边的“{BACKUPS}”不是文件夹，无处备份。请给它改名，或换一个位置。",
}
_OTHER_TROUBLE = "没有写权限，或文件正被别的程序占用。请关闭占用它的程序，或换一个位置。"


@dataclass(frozen=True)
class Revision:
    """New bytes for a file that was read: ``sha256`` is that of the bytes read.

    ``verify`` raises when the bytes, read back from the disk, are not what they should be.
    """

    data: bytes
    sha256: str
    verify: Callable[[bytes], None]


def save(path: Path, data: bytes) -> Path | None:
    """Write ``data`` to ``path``; returns where the file that stood there is backed up, if any.

    Raises:
        FileProblem: as ``save_all``.
    """
    return save_all({path: data})[path]


def save_all(outputs: Mapping[Path, bytes | Revision]) -> dict[Path, Path | None]:
    """Write every output, or none; a file that stands there goes into the folder 备份 first.

    Returns the path of each output's backup, None where nothing stood there.

    Raises:
        FileProblem: a folder is missing, a place is taken by something that is no file, a file is
            open in another program, or writing is not allowed, or a file to be revised has
            changed since it was read; all old files are as they were.
    """
    backups: dict[Path, Path | None] = {}
    with ExitStack() as temporary_files, ExitStack() as undo:
        written = {}
        for path, output in outputs.items():
            with _explaining(path):
                _refuse(path)
                written[path] = _temporary(path)
                temporary_files.callback(written[path].unlink, missing_ok=True)
                _prepare(written[path], path, output)
        for path, temporary in written.items():
            with _explaining(path):
                output = outputs[path]
                if isinstance(output, Revision):
                    _refuse(path)  # checking took a while: it may have been opened meanwhile
                    _refuse_changed(path, output)
                backups[path] = _swap(temporary, path)
                undo.callback(_put_back, path, backups[path])
        undo.pop_all()  # from here on nothing is taken back
    for path, output in outputs.items():
        note_output(path.suffix, output if isinstance(output, bytes) else output.data)
        if isinstance(output, Revision):
            _prune(path)
    for folder in {path.parent for path in outputs}:
        _clear_remains(folder)
        _clear_remains(folder / BACKUPS)
    return backups


def owner_file(path: Path) -> Path | None:
    """The note beside a file by which a program says that it has it open, if any."""
    notes = (path.with_name(name) for name in _owner_files(path))
    return next((note for note in notes if note.exists()), None)


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
    if lock := owner_file(path):
        raise FileProblem(
            f"“{path.name}”正在 Excel、WPS 或 Word 中打开，没有写。"
            f"请先关闭它；确实没有打开的，删去旁边的“{lock.name}”再试。"
        )


def _prepare(temporary: Path, path: Path, output: bytes | Revision) -> None:
    """The new bytes on the disk; those of a revision read back and verified."""
    if isinstance(output, bytes):
        _write(temporary, output)
        return
    _refuse_read_only(path)
    _refuse_changed(path, output)
    _write(temporary, output.data)
    shutil.copymode(path, temporary)
    output.verify(temporary.read_bytes())


def _refuse_read_only(path: Path) -> None:
    if path.exists() and not (path.stat().st_mode & stat.S_IWUSR and os.access(path, os.W_OK)):
        raise FileProblem(
            f"“{path.name}”是只读文件，没有写。请在文件属性里去掉“只读”，或另存一份再用。"
        )


def _refuse_changed(path: Path, revision: Revision) -> None:
    if not path.exists():
        raise FileProblem(f"“{path.name}”在读取之后被移走或删除，没有写。请核对后重新运行。")
    if hashlib.sha256(path.read_bytes()).hexdigest() != revision.sha256:
        raise FileProblem(f"“{path.name}”在读取之后被改过，没有写。请重新运行一次。")


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
    temporary = _temporary(backup)
    with ExitStack() as undo:
        undo.callback(temporary.unlink, missing_ok=True)
        _write(temporary, path.read_bytes())
        temporary.replace(backup)  # a run that is killed leaves no half backup under its name
        undo.pop_all()
    _sync_folder(folder)
    return backup


def _clear_remains(folder: Path) -> None:
    """Drop what killed runs left half written, once no run can still be at it."""
    for remains in folder.glob(".sifa-*.tmp"):
        with suppress(OSError):
            if time.time() - remains.stat().st_mtime > REMAINS_SECONDS:
                remains.unlink()


def _prune(path: Path) -> None:
    """Drop the oldest backups of the file beyond those to be kept; never anything else."""
    ours = [
        backup
        for backup in (path.parent / BACKUPS).glob("*")
        if (stamp := _STAMP.match(backup.name)) and backup.name[stamp.end() :] == path.name
    ]
    ours.sort(key=_age)
    for backup in ours[:-KEPT_BACKUPS]:
        with suppress(OSError):  # one more backup does no harm
            backup.unlink()


def _age(backup: Path) -> tuple[str, int]:
    """Sorts backups by their stamp, those of one second by their number."""
    number = re.match(r"[0-9]{8}-[0-9]{6}-([0-9]+)-", backup.name)
    return backup.name[:15], int(number[1]) if number else 0


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
