"""The one place where anything that escaped becomes a plain sentence; shared by all entrances."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sifa_xl.errors import SifaError

CLEAN, OPEN, CANNOT_RUN = 0, 1, 2


def guarded(action: Callable[[], int], tell: Callable[[str], None]) -> int:
    """Run ``action``; what stops it is told in one Chinese sentence, and the code is 2.

    A fault of ours writes a log without any cell's content and says where it lies.
    """
    try:
        return action()
    except SifaError as problem:
        tell(str(problem))
    except KeyboardInterrupt:
        tell("已停止，没有写任何文件。")
    except Exception as fault:  # noqa: BLE001 - the boundary: everything below relies on it
        tell(f"程序自身出了问题，没有写任何文件。请把日志“{_log(fault)}”发给维护人员。")
    return CANNOT_RUN


def log_folder() -> Path:
    """Where logs go: the user's own folder for such things, else the temporary one."""
    root = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return Path(root) / "sifa-xl" if root else Path(tempfile.gettempdir()) / "sifa-xl"


def _log(fault: BaseException) -> str:
    """Only places in the program: a library's message may quote a cell (privacy)."""
    frames = "".join(traceback.format_tb(fault.__traceback__))
    text = f"{datetime.now().isoformat(timespec='seconds')} {type(fault).__name__}\n{frames}"
    try:
        folder = log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"错误日志-{datetime.now():%Y%m%d-%H%M%S}.txt"
        path.write_text(text, encoding="utf-8")
    except OSError:
        return "（日志也写不进去，请检查磁盘空间和写权限）"
    return str(path)
