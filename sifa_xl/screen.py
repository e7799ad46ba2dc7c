"""What a command says: results on the screen, all else beside them; files that were written."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from sifa_xl import usage
from sifa_xl.book.saving import Revision
from sifa_xl.errors import SifaError

Outputs = dict[Path, bytes | Revision]


def say(words: str, end: str = "\n") -> None:
    """Print a result; what else a clerk is told goes through ``tell``.

    Raises:
        SifaError: whoever reads it has gone, or the disk is full.
    """
    try:
        print(words, end=end, flush=True)  # else it fails at the very end, in English
    except OSError:
        raise SifaError(usage.UNPRINTED) from None


def tell(*lines: str) -> None:
    """Print what goes beside the result, a line each."""
    for words in lines:
        print(words, file=sys.stderr)


def tell_backup(backup: Path | None) -> None:
    """Where the file that stood there before lies now."""
    if backup is not None:
        tell(f"原来的文件备份为“{backup}”。")


def write_all(outputs: Mapping[Path, bytes | Revision], is_draft: bool) -> None:
    """Write all the files, or none, and tell each.

    Raises:
        FileProblem: one of them cannot be written; all are as they were.
    """
    from sifa_xl.book.saving import save_all

    for path, backup in save_all(dict(outputs)).items():
        tell(f"已写“{path}”{'（草稿）' if is_draft else ''}。")
        tell_backup(backup)


def forget_unprinted() -> None:
    """Else the interpreter tries once more at its end, in English and with a code of its own."""
    try:
        print(end="", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
