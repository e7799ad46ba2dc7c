"""自检: what works on this machine, in lines that can be copied."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from sifa_xl import __version__, shipped
from sifa_xl.boundary import log_folder

PACKAGES = ("pydantic", "jinja2", "openpyxl", "pandas", "xlwings", "XlsxWriter", "python-docx")
OLDEST_PYTHON = (3, 11)


def report() -> Iterator[str]:
    """One line for each thing looked at; ✓ works, ✗ does not and what to do."""
    yield f"sifa-xl {__version__}"
    yield _line(
        sys.version_info >= OLDEST_PYTHON,
        f"Python {platform.python_version()}",
        "请装 3.11 或更新的 Python",
    )
    yield f"　 系统 {platform.system()} {platform.release()}（{platform.machine()}）"
    for name in PACKAGES:
        found = _version(name)
        yield _line(bool(found), f"{name} {found}", f"缺少 {name}，请重新安装 sifa-xl")
    for name in ("templates", "macros", "workbooks"):
        folder = shipped.folder(name)
        yield _line(folder.is_dir(), f"{name}：{folder}", "文件夹不见了，请重新安装 sifa-xl")
    yield _line(
        _can_write(Path.cwd()), f"当前文件夹可写：{Path.cwd()}", "当前文件夹不能写，请换一个文件夹"
    )
    yield _line(
        _can_write(Path(tempfile.gettempdir())), "临时文件夹可写", "临时文件夹不能写，请清理磁盘"
    )
    yield f"　 日志：{log_folder()}"
    excel = platform.system() in ("Windows", "Darwin") and find_spec("xlwings") is not None
    yield _line(
        excel, "可以从 Excel 里调用（xlwings）", "这台机器上不能从 Excel 里调用，请用命令生成总结"
    )


def _line(is_fine: bool, fine: str, mend: str) -> str:
    return f"✓　{fine}" if is_fine else f"✗　{mend}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
