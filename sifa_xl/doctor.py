"""自检: what works on this machine, in lines that can be copied."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import pairwise
from pathlib import Path

from sifa_xl import __version__, jobs, macro_library, shipped
from sifa_xl.boundary import log_folder
from sifa_xl.errors import SifaError
from sifa_xl.surroundings import FONTS, has_excel, has_wps, missing_fonts

OLDEST_PYTHON = (3, 11)
FOLDERS = ("templates", "macros", "workbooks")
MASTER, SAMPLE = "空白母版.xlsx", "麻阳县2022年上半年.xlsx"
OUTPUTS = "输出"  # where Word files go, beside the workbook
LEAST_SPACE_MB = 200
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)[^;]*>=(?P<oldest>[\d.]+)[^;]*")


def report(folder: Path | None = None) -> Iterator[str]:
    """One line for each thing looked at: ✓ works, ✗ does not and what to do, · is for notice.

    ``folder`` is that of the clerk's workbook; without one, the current folder.
    """
    yield f"sifa-xl {__version__}"
    yield f"·　系统 {platform.system()} {platform.release()}（{platform.machine()}）"
    python = f"Python {platform.python_version()}"
    oldest = ".".join(map(str, OLDEST_PYTHON))
    mend = f"{python} 太旧，请装 {oldest} 或更新的"
    yield _line(sys.version_info >= OLDEST_PYTHON, python, mend)
    yield from _packages()
    yield from _library()
    yield from _folders(folder or Path.cwd())
    yield _trial()
    yield from _timings()
    yield from _office()
    yield from _fonts()
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


def _library() -> Iterator[str]:
    """The macros load the library of one version of xlwings, by its name, from beside Python."""
    wanted = macro_library.shipped_version()
    if wanted is None:
        return
    try:
        found = version("xlwings")
    except PackageNotFoundError:
        return  # said already
    mend = f"宏要用 xlwings {wanted}，装的是 {found}，请重新安装 sifa-xl"
    yield _line(found == wanted, f"宏用的 xlwings 与装的是同一版（{wanted}）", mend)
    if sys.platform == "win32":
        library, scripts = f"xlwings64-{wanted}.dll", Path(sys.executable).parent
        there = any((each / library).is_file() for each in (scripts, scripts.parent))
        yield _line(there, f"{library} 在位", f"{scripts} 里没有 {library}，请重新安装 sifa-xl")


def _folders(here: Path) -> Iterator[str]:
    for name in FOLDERS:
        folder = shipped.folder(name)
        there = folder.is_dir() and any(folder.iterdir())
        yield _line(there, f"{name}：{folder}", f"随带的文件夹 {folder} 不见了，请重新安装 sifa-xl")
    outputs = here / OUTPUTS if (here / OUTPUTS).is_dir() else here
    yield _line(
        _can_write(outputs), f"“{OUTPUTS}”可写：{outputs}", f"{outputs} 不能写，请换一个文件夹"
    )
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


def _timings() -> Iterator[str]:
    """How long a filled workbook takes here; nothing when it cannot be done, as said above."""
    workbook = shipped.folder("workbooks") / SAMPLE
    if not workbook.is_file():
        return
    moments = [time.perf_counter()]
    try:
        job = jobs.open_workbook(workbook)
        for stage in (lambda: job.filled, lambda: job.findings, job.summary):
            stage()
            moments.append(time.perf_counter())
    except SifaError:
        return
    read, checked, written = (round((end - start) * 1000) for start, end in pairwise(moments))
    yield f"·　样例用时：读表 {read} 毫秒，查错 {checked} 毫秒，成文 {written} 毫秒"


def _office() -> Iterator[str]:
    if has_excel():
        yield "✓　装有 Excel"
    else:
        yield "·　没有找到 Excel；没有它也能查错、生成总结（sifa-xl summarize）"
    yield "✓　装有 WPS" if has_wps() else "·　没有找到 WPS"


def _fonts() -> Iterator[str]:
    missing = missing_fonts()
    if missing is None:
        yield "·　看不到装了哪些字体；Word 要用" + "、".join(font.name for font in FONTS)
    elif not missing:
        yield "✓　Word 要用的字体齐全"
    else:
        told = "；".join(f"{font.name}（{font.use}，换成{font.instead}）" for font in missing)
        yield f"·　打开 Word 时这些字体会被替换，行数、页数可能变：{told}。文件里的字体名不变"


def _line(is_fine: bool, fine: str, mend: str) -> str:
    return f"✓　{fine}" if is_fine else f"✗　{mend}"


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
