"""A workbook dropped on the launcher: the same job as the button, by file, told in a box.

    python -m sifa_xl.excel.launcher 工作簿.xlsx [更多工作簿] [--action 动作]

The actions are those of ``sifa-xl run``.

For WPS, Linux and machines where macros are blocked.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from sifa_xl.boundary import CANNOT_RUN, CLEAN, OPEN, guarded
from sifa_xl.clicks import run_file
from sifa_xl.opening import open_file

TITLE = "司法行政工作总结"
_INFORMATION, _WARNING, _TO_THE_FRONT = 0x40, 0x30, 0x10000


def main(arguments: Sequence[str]) -> int:
    """Do the job for every workbook named; the worst of their exit codes comes back."""
    paths, action = _parsed(arguments)
    if not paths:
        show("没有给工作簿。请把填好的工作簿拖到这个图标上。", is_problem=True)
        return CANNOT_RUN
    return max(_run(Path(path), action) for path in paths)


def show(words: str, *, is_problem: bool) -> None:
    """A message box on Windows, where nobody sees what a window-less program prints."""
    if sys.platform == "win32":
        import ctypes

        kind = _WARNING if is_problem else _INFORMATION
        ctypes.windll.user32.MessageBoxW(None, words, TITLE, kind | _TO_THE_FRONT)
    else:
        sys.stderr.write(f"{words}\n")


def _run(path: Path, action: str) -> int:
    told: list[str] = []

    def act() -> int:
        outcome = run_file(path, action)
        told.append(outcome.message)
        if outcome.word is not None and not open_file(outcome.word):
            told.append(f"没有能打开它的程序，请自己打开：{outcome.word}")
        return OPEN if outcome.is_open else CLEAN

    code = guarded(act, told.append)
    show("\n".join([f"{path.name}：", *told]), is_problem=code == CANNOT_RUN)
    return code


def _parsed(arguments: Sequence[str]) -> tuple[list[str], str]:
    """The workbooks and the action; so little needs no parser."""
    rest = list(arguments)
    action = "summarize"
    if "--action" in rest:
        at = rest.index("--action")
        action = "".join(rest[at + 1 : at + 2])
        del rest[at : at + 2]
    return rest, action


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
