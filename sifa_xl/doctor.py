"""自检: what works on this machine, in lines that can be copied."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from sifa_xl import __version__, jobs, shipped
from sifa_xl.boundary import log_folder
from sifa_xl.errors import SifaError

OLDEST_PYTHON = (3, 11)
FOLDERS = ("templates", "macros", "workbooks")
MASTER = "空白母版.xlsx"
LEAST_SPACE_MB = 200
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)[^;]*>=(?P<oldest>[\d.]+)[^;]*")


def report() -> Iterator[str]:
    """One line for each thing looked at: ✓ works, ✗ does not and what to do, · is for notice."""
    yield f"sifa-xl {__version__}"
    yield f"·　系统 {platform.system()} {platform.release()}（{platform.machine()}）"
    python = f"Python {platform.python_version()}"
    oldest = ".".join(map(str, OLDEST_PYTHON))
    mend = f"{python} 太旧，请装 {oldest} 或更新的"
    yield _line(sys.version_info >= OLDEST_PYTHON, python, mend)
    yield from _packages()
    yield from _folders()
    yield _trial()
    yield _excel()
    yield f"·　出错时的日志写在 {log_folder()}"


def _packages() -> Iterator[str]:
    try:
        requirements = requires("sifa-xl") or []
    except PackageNotFoundError:
        yield "✗　sifa-xl 没有安装好，请重新安装"
        return
    for requirement in requirements:
        if match := _REQUIREMENT.fullmatch(requirement):
            yield _package(match["name"], match["oldest"])


def _package(name: str, oldest: str) -> str:
    try:
        found = version(name)
    except PackageNotFoundError:
        return f"✗　缺少 {name}，请重新安装 sifa-xl"
    mend = f"{name} {found} 太旧，请装 {oldest} 或更新的"
    return _line(_numbers(found) >= _numbers(oldest), f"{name} {found}", mend)


def _numbers(text: str) -> tuple[int, ...]:
    """``2.10.0rc1`` -> 2, 10, 0."""
    parts = (re.match(r"\d+", part) for part in text.split("."))
    return tuple(int(part[0]) for part in parts if part)


def _folders() -> Iterator[str]:
    for name in FOLDERS:
        folder = shipped.folder(name)
        there = folder.is_dir() and any(folder.iterdir())
        yield _line(there, f"{name}：{folder}", f"随带的文件夹 {folder} 不见了，请重新安装 sifa-xl")
    here = Path.cwd()
    yield _line(_can_write(here), f"当前文件夹可写：{here}", f"{here} 不能写，请换一个文件夹")
    temporary = Path(tempfile.gettempdir())
    yield _line(
        _can_write(temporary), f"临时文件夹可写：{temporary}", f"{temporary} 不能写，请清理磁盘"
    )
    space = shutil.disk_usage(here).free // 2**20
    yield _line(space >= LEAST_SPACE_MB, f"磁盘还有 {space} MB", f"磁盘只剩 {space} MB，请清理磁盘")


def _trial() -> str:
    """Reads the blank master and every template: the way of each summary but for its words."""
    try:
        job = jobs.open_workbook(shipped.folder("workbooks") / MASTER)
        job.check_templates()
    except SifaError as problem:
        return f"✗　试读空白母版和模板不成：{problem}"
    return f"✓　能读工作簿和模板（{len(job.filled.lines)}条业务线）"


def _excel() -> str:
    if _has_excel():
        return "✓　装有 Excel"
    return "·　没有找到 Excel；没有它也能查错、生成总结（sifa-xl summarize）"


def _has_excel() -> bool:
    if sys.platform == "darwin":
        return Path("/Applications/Microsoft Excel.app").exists()
    if sys.platform == "win32":
        import winreg

        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Excel.Application"))
        except OSError:
            return False
        return True
    return False


def _line(is_fine: bool, fine: str, mend: str) -> str:
    return f"✓　{fine}" if is_fine else f"✗　{mend}"


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
