"""Where outputs may go: none over the workbook it came from, no two to one place."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sifa_xl.errors import FileProblem

_OFFICE = {".docx", ".doc", ".wps", ".xlsx", ".xlsm", ".xls", ".et"}


def refuse_targets(targets: Sequence[Path], workbook: Path) -> None:
    """Let pass only outputs that are not the workbook and not each other.

    Raises:
        FileProblem: they are.
    """
    if any(_is_same(target, workbook) for target in targets):
        raise FileProblem(f"不能把总结写到工作簿“{workbook.name}”自己身上。请换一个文件名。")
    for number, target in enumerate(targets):
        if any(_is_same(target, other) for other in targets[:number]):
            raise FileProblem(f"有两个输出都叫“{target.name}”。请分别取名。")


def refuse_sources(out: Path, sources: Sequence[Path]) -> None:
    """Let pass only a new workbook that is none of those it is made from.

    Raises:
        FileProblem: it is one of them.
    """
    if any(_is_same(out, source) for source in sources):
        raise FileProblem(f"“{out.name}”就是要读的工作簿，不能写在它上面。请换一个文件名。")


def refuse_endings(papers: Sequence[Path], plain: Sequence[Path]) -> None:
    """Let pass Word files that are called so, and plain texts that are not called an office file.

    Raises:
        FileProblem: one is called otherwise.
    """
    for paper in papers:
        if paper.suffix.lower() != ".docx":
            raise FileProblem(f"“{paper.name}”的扩展名不对。请写成 .docx。")
    for text in plain:
        if text.suffix.lower() in _OFFICE and not text.is_dir():  # a folder is refused as such
            raise FileProblem(f"“{text.name}”要写的是文本，扩展名不对。请写成 .txt 或 .json。")


def _is_same(one: Path, other: Path) -> bool:
    """Whether both are one file, by name or through a link."""
    if os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other)):
        return True
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return False
