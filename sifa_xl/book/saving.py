"""Bytes -> file: whole or not at all, and what stood there before is kept as a backup."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from sifa_xl.errors import FileProblem

BACKUPS = "备份"


def save(path: Path, data: bytes) -> Path | None:
    """Write ``data`` to ``path`` atomically; an existing file goes into the folder 备份 first.

    Returns the backup's path, if there was one.

    Raises:
        FileProblem: the folder is missing, the place is a folder, or writing is not allowed.
    """
    if path.is_dir():
        raise FileProblem(f"“{path}”是文件夹，不能写成文件。请换一个文件名。")
    if not path.parent.is_dir():
        raise FileProblem(f"文件夹“{path.parent}”不存在，没有写。请先建好文件夹，或换一个位置。")
    _refuse_open(path)
    temporary = path.with_name(f".sifa-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        _write(temporary, data)
        backup = _back_up(path)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as problem:
        reason = "磁盘满了" if problem.errno == 28 else "没有写权限，或文件正被别的程序占用"
        raise FileProblem(
            f"写不进“{path}”：{reason}，原文件没有动。请关闭占用它的程序，或换一个位置。"
        ) from None
    finally:
        temporary.unlink(missing_ok=True)
    return backup


def _refuse_open(path: Path) -> None:
    """Excel, WPS and LibreOffice leave an owner file beside a file that is open."""
    for name in (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#", f".~{path.name}"):
        if len(name) > 3 and path.with_name(name).exists():
            raise FileProblem(f"“{path.name}”正在 Excel、WPS 或 Word 中打开，没有写。请先关闭它。")


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())  # without it a power cut loses a file that was said to be saved


def _back_up(path: Path) -> Path | None:
    if not path.exists():
        return None
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    backup = folder / f"{datetime.now():%Y%m%d-%H%M%S}-{os.urandom(2).hex()}-{path.name}"
    _write(backup, path.read_bytes())
    return backup


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
