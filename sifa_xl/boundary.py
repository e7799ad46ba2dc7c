"""The one place where anything that escaped becomes a plain sentence; shared by all entrances."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sifa_xl import __version__
from sifa_xl.errors import SifaError

CLEAN, OPEN, CANNOT_RUN = 0, 1, 2

Answer = TypeVar("Answer")
_logged: dict[str, Path | None] = {}


def guarded(action: Callable[[], int], tell: Callable[[str], None]) -> int:
    """The code of ``action``; what stops it is told in one Chinese line, and the code is 2.

    A fault of ours writes a log without any cell's content and says where it lies.
    """
    try:
        return action()
    except SifaError as problem:
        tell(" ".join(str(problem).splitlines()))  # a file's name may hold a line break
    except KeyboardInterrupt:
        tell("已停止，没有写任何文件。")
    except Exception as fault:  # noqa: BLE001 - the boundary: everything below relies on it
        tell(f"程序自身出了问题，没有做完。{_advice(_log(fault))}")
    return CANNOT_RUN


def answered(action: Callable[[], Answer]) -> Answer | str:
    """What ``action`` gives, else the one Chinese line that tells why not, to stand in a cell.

    Cells are computed again and again: the same fault of ours is logged once.
    """
    try:
        return action()
    except SifaError as problem:
        return " ".join(str(problem).splitlines())
    except Exception as fault:  # noqa: BLE001 - as in guarded
        places = "".join(_places(fault))
        if places not in _logged:
            _logged[places] = _log(fault)
        return f"函数出错。{_advice(_logged[places])}"


def log_folder() -> Path:
    """Where logs go: the user's own folder for such things, else the temporary one."""
    if root := os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME"):
        return Path(root) / "sifa-xl"
    with suppress(RuntimeError):  # there is no home
        return Path.home() / ".local" / "state" / "sifa-xl"
    return Path(tempfile.gettempdir()) / "sifa-xl"


def _advice(log: Path | None) -> str:
    if log is None:
        return "日志也写不进去，请检查磁盘空间和写权限后再试。"
    return f"请把日志“{log}”发给维护人员，日志里没有表格内容。"


def _log(fault: BaseException) -> Path | None:
    """Write kinds and places of the fault only: a library's message may quote a cell (privacy)."""
    now = datetime.now()
    path = log_folder() / f"错误日志-{now:%Y%m%d-%H%M%S-%f}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(f"{now.isoformat(timespec='seconds')} sifa-xl {__version__} ")
            file.write(f"Python {platform.python_version()} {platform.platform()}\n")
            file.writelines(_places(fault))
    except OSError:
        return None
    return path


def _places(fault: BaseException | None) -> list[str]:
    """Kind and frames of the fault and of those it came from, the first cause first."""
    if fault is None:
        return []
    kind = f"{type(fault).__module__}.{type(fault).__qualname__}\n"
    return [*_places(fault.__context__), kind, *traceback.format_tb(fault.__traceback__)]
