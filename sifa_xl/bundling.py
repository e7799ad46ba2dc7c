"""The bundle: one folder or zip that puts the program on a machine without network.

All of it is made in a temporary folder beside its place, then moved there: whole or not at all.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import stat
import struct
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sifa_xl import shipped
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.installing import OLDEST, SUMS
from sifa_xl.machine import GUIDE, LINUX_LAUNCHER, WINDOWS_LAUNCHER, WORKBOOKS
from sifa_xl.wheels import Target, fetch, pack_own

OLDEST_TEXT = ".".join(map(str, OLDEST))
MASTER, BLANK = "司法行政工作总结.xlsm", "空白母版.xlsx"
WINDOWS_TEXTS = ("安装.bat", "卸载.bat", WINDOWS_LAUNCHER, GUIDE)
LINUX_TEXTS = ("安装.sh", "卸载.sh", "run.sh", LINUX_LAUNCHER, GUIDE)
INSTALLER = ("__init__", "installing", "machine")
_PARTS = shipped.folder("macros") / "安装包"  # what is copied in: starters, guide
_AMD64 = 0x8664
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Order:
    """What the bundle is to hold; ``embedded`` is Python's own embeddable zip for Windows."""

    python_versions: Sequence[str] = ()
    embedded: Path | None = None
    wheel: Path | None = None
    for_linux: bool = False


def bundle(out: Path, order: Order) -> None:
    """Write the bundle to ``out``, a new folder, or a zip when it is called so.

    Raises:
        FileProblem: ``out`` is there already, or a given file is not what it should be.
        SifaError: the wheels cannot be fetched.  Nothing is written then.
    """
    wanted = targets(order)
    with _staging(out) as staging:
        folder = staging / out.stem
        folder.mkdir()
        if order.embedded is not None:
            _unpack(order.embedded, folder / "python")
        _put_installer(folder, wanted)
        _put_workbooks(folder / WORKBOOKS)
        _put_wheels(folder / "wheels", wanted, order.wheel)
        _put_sums(folder)
        (_zipped(folder) if _is_zip(out) else folder).rename(out)


def targets(order: Order) -> list[Target]:
    """The machines that the wheels are for: one for every version of Python.

    Raises:
        SifaError: the order contradicts itself, or names a Python that will not do.
    """
    if order.for_linux:
        if not sys.platform.startswith("linux"):
            raise SifaError("Linux 版要在 Linux 电脑上做。请换到同样处理器的 Linux 电脑上运行。")
        if order.embedded or order.python_versions:
            raise SifaError("做 Linux 版时不能另指定 Python。请去掉 --python 和 --python-version。")
        return [Target(".".join(map(str, sys.version_info[:2])), is_windows=False)]
    own = [embedded_version(order.embedded)] if order.embedded else []
    versions = [*own, *map(_checked_version, order.python_versions)] or [OLDEST_TEXT]
    return [Target(version) for version in dict.fromkeys(versions)]


def embedded_version(path: Path) -> str:
    """The version, such as 3.11, of Python's embeddable zip for Windows.

    Raises:
        FileProblem: it is something else, is too old, or is not for 64 bits.
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            program = package.read("python.exe") if "pythonw.exe" in names else b""
    except (OSError, KeyError, zipfile.BadZipFile):
        names, program = [], b""
    found = [match[1] for name in names if (match := re.fullmatch(r"python3(\d+)\._pth", name))]
    if not found or not program:
        raise FileProblem(
            f"“{path.name}”不是嵌入式 Python。"
            "请用 python.org 的 Windows embeddable package (64-bit)。"
        )
    if _machine(program) != _AMD64:
        raise FileProblem(f"“{path.name}”不是 64 位 x86 的 Python。请换 amd64 的。")
    return _checked_version(f"3.{found[0]}")


def _checked_version(text: str) -> str:
    if not re.fullmatch(r"3\.\d{1,2}", text):
        raise SifaError(f"Python 版本“{text}”的写法不对。请写成 {OLDEST_TEXT} 这样。")
    if tuple(map(int, text.split("."))) < OLDEST:
        raise SifaError(f"Python {text} 太旧。请用 {OLDEST_TEXT} 或更新的。")
    return text


def _machine(program: bytes) -> int:
    """What processor a Windows program is for: two bytes after the mark PE."""
    if len(program) < 0x40:
        return 0
    (start,) = struct.unpack_from("<I", program, 0x3C)
    if program[start : start + 4] != b"PE\0\0" or len(program) < start + 6:
        return 0
    return int.from_bytes(program[start + 4 : start + 6], "little")


@contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` for the making; gone afterwards, whatever happens."""
    if out.exists() or out.is_symlink():
        raise FileProblem(f"“{out}”已经有了。请换一个名称，或先把它移走。")
    if not out.absolute().parent.is_dir():
        raise FileProblem(f"没有文件夹“{out.absolute().parent}”。请先建好它，或换一个位置。")
    try:
        with tempfile.TemporaryDirectory(prefix=".sifa-xl-", dir=out.absolute().parent) as folder:
            yield Path(folder)
    except OSError as fault:
        raise FileProblem(
            f"“{out}”写不进去（{type(fault).__name__}）。请检查磁盘空间和写权限，或换一个位置。"
        ) from None


def _unpack(embedded: Path, folder: Path) -> None:
    with zipfile.ZipFile(embedded) as package:
        for name in package.namelist():
            if ".." in Path(name).parts or Path(name).is_absolute() or "\\" in name:
                raise FileProblem(f"“{embedded.name}”里有可疑的路径“{name}”。请重新下载。")
        package.extractall(folder)


def _put_installer(folder: Path, targets: Sequence[Target]) -> None:
    package = folder / "installer" / "sifa_xl"
    package.mkdir(parents=True)
    for module in INSTALLER:
        shutil.copyfile(Path(__file__).parent / f"{module}.py", package / f"{module}.py")
    shutil.copyfile(_PARTS / "install.py", package.parent / "install.py")
    is_windows = targets[0].is_windows
    versions = [target.python for target in targets]
    commands = [f'"py -{version}"' for version in versions] + ["python", "python3"]
    words = {
        "{versions}": "、".join(versions),
        "{interpreters}": " ".join(commands if is_windows else [f"python{versions[0]}"]),
    }
    for name in WINDOWS_TEXTS if is_windows else LINUX_TEXTS:
        _put_text(folder / name, words)


def _put_text(path: Path, words: dict[str, str]) -> None:
    text = (_PARTS / path.name).read_text(encoding="utf-8")
    for mark, word in words.items():
        text = text.replace(mark, word)
    if path.suffix == ".bat":
        path.write_bytes(text.replace("\n", "\r\n").encode("gbk"))
    elif path.suffix == ".txt":
        path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))  # any editor opens it
    else:
        path.write_text(text, encoding="utf-8", newline="\n")
        path.chmod(0o755)


def _put_workbooks(folder: Path) -> None:
    folder.mkdir()
    workbooks = shipped.folder("workbooks")
    for source in (workbooks / MASTER, workbooks / BLANK):
        if not source.is_file():
            raise FileProblem(f"随带的“{source}”不见了。请重新安装 sifa-xl。")
        shutil.copyfile(source, folder / source.name)


def _put_wheels(folder: Path, targets: Sequence[Target], own: Path | None) -> None:
    folder.mkdir()
    if own is None:
        pack_own(folder)
    else:
        _refuse_foreign(own)
        shutil.copyfile(own, folder / own.name)
    for target in targets:
        with tempfile.TemporaryDirectory(dir=folder.parent.parent) as fetched:
            fetch(target, Path(fetched))
            for wheel in Path(fetched).glob("*.whl"):
                wheel.replace(folder / wheel.name)


def _refuse_foreign(wheel: Path) -> None:
    is_ours = re.fullmatch(r"sifa_xl-[^-]+-py3-none-any\.whl", wheel.name) is not None
    if not is_ours or not zipfile.is_zipfile(wheel):
        raise FileProblem(f"“{wheel}”不是 sifa-xl 的 wheel 文件。请核对，或去掉 --wheel。")


def _put_sums(folder: Path) -> None:
    rows = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / SUMS).write_text("".join(rows), encoding="utf-8", newline="\n")


def _is_zip(out: Path) -> bool:
    return out.suffix.lower() == ".zip"


def _zipped(folder: Path) -> Path:
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for source in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = source.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = (stat.S_IFREG | source.stat().st_mode & 0o777) << 16
            kind = zipfile.ZIP_STORED if source.suffix == ".whl" else zipfile.ZIP_DEFLATED
            package.writestr(entry, source.read_bytes(), kind)
    return path
