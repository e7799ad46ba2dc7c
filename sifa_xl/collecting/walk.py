"""The files of a folder and its subfolders that may be returns, and those passed over."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from sifa_xl.errors import FileProblem

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".csv")
OWN_FOLDERS = ("备份", "输出", "归档", "下发", "模板", "素材")  # ours, beside or below a workbook
MOST_FILES = 20_000
_REMAINS = ("~$", ".")  # owner files of Office and WPS, hidden and half-written files


@dataclass(frozen=True)
class FoundFile:
    """A file to be read; ``name`` is its path below the folder, with forward slashes."""

    path: Path
    name: str


@dataclass
class Walk:
    """What lies in a folder: ``files`` to be read, ``others`` of kinds that hold no return."""

    files: list[FoundFile] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def walk(folder: Path, master: Path) -> Walk:
    """The files below ``folder`` in the order of their names; ``master`` itself is left out.

    Raises:
        FileProblem: there is no such folder, it cannot be read, or it holds too many files.
    """
    if not folder.is_dir():
        raise FileProblem(f"找不到文件夹“{folder}”。请核对文件夹名，把各单位报来的表放进去再汇总。")
    found = Walk()
    for root, folders, names in os.walk(folder, onerror=_refuse):
        below = Path(root)
        is_top = below == folder
        folders[:] = sorted(f for f in folders if not _is_passed(f, is_top=is_top))
        for name in sorted(names):
            if not name.startswith(_REMAINS):
                _add(found, below / name, folder, master)
    found.files.sort(key=lambda file: file.name)
    return found


def _is_passed(name: str, *, is_top: bool) -> bool:
    return name.startswith(".") or (name in OWN_FOLDERS and (is_top or name in OWN_FOLDERS[:3]))


def _add(found: Walk, path: Path, folder: Path, master: Path) -> None:
    name = path.relative_to(folder).as_posix()
    if path.suffix.lower() not in SUFFIXES:
        found.others.append(name)
    elif not _is_same(path, master):
        found.files.append(FoundFile(path, name))
    if len(found.files) + len(found.others) > MOST_FILES:
        raise FileProblem(
            f"“{folder}”里的文件超过{MOST_FILES:,}个，没有汇总。"
            "请核对选的是不是放上报表的文件夹，或分成几个文件夹。"
        )


def _is_same(path: Path, master: Path) -> bool:
    try:
        return path.samefile(master)
    except OSError:
        return False


def _refuse(problem: OSError) -> None:
    raise FileProblem(
        f"文件夹“{problem.filename}”读不了，没有汇总。请检查有没有权限、网络盘或U盘是否连着。"
    )
