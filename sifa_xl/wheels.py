"""The wheels of a bundle: those of others fetched with pip, our own packed from what is installed.

pip asks its own machine which requirements hold: fetching for Windows on Linux it leaves out what
only Windows needs (pywin32!).  So the requirements of every wheel are read again, for the target.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

from sifa_xl import __version__, macro_library, shipped
from sifa_xl.errors import FileProblem, SifaError

NAME = "sifa-xl"
SHIPPED = ("templates", "macros", "workbooks")
_DATE = (1980, 1, 1, 0, 0, 0)  # the same wheel from the same files
_NOT_OURS = {"__pycache__", "备份", "输出"}  # what running leaves behind in a checkout
_MOST_ROUNDS = 10


@dataclass(frozen=True)
class Target:
    """The machine a wheel is for: ``python`` such as 3.11; not Windows means one like this."""

    python: str
    is_windows: bool = True

    @property
    def options(self) -> tuple[str, ...]:
        """How pip is told."""
        if not self.is_windows:
            return ()
        system = ("--platform", "win_amd64", "--implementation", "cp")
        return (*system, "--python-version", self.python)

    @property
    def markers(self) -> dict[str, str]:
        """What the target would answer when a requirement asks where it is."""
        if not self.is_windows:
            return {}
        return {
            "os_name": "nt",
            "sys_platform": "win32",
            "platform_system": "Windows",
            "platform_machine": "AMD64",
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


def fetch(target: Target, folder: Path) -> None:
    """Download pip and everything the program needs on ``target`` into ``folder``.

    Raises:
        SifaError: pip or ``packaging`` is missing, or a wheel cannot be had.
    """
    wanted = ["pip", *_own_requirements(target), *_binding()]
    for _ in range(_MOST_ROUNDS):
        _download(wanted, target, folder)
        missing = _missing(wanted, target, folder)
        if not missing:
            return
        wanted += missing
    raise SifaError(f"组件的依赖理不清（{'、'.join(missing)}）。请升级 pip 后再试。")


def pack_own(folder: Path) -> Path:
    """Write the program's own wheel, checkout or installed, into ``folder``; returns its path.

    Raises:
        SifaError: the program is not installed, so that nothing is known about it.
    """
    files = dict(sorted(_own_files()))
    information = f"sifa_xl-{__version__}.dist-info"
    tag = "Wheel-Version: 1.0\nGenerator: sifa-xl\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{information}/WHEEL"] = tag.encode()
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        if text := _distribution().read_text(name):
            files[f"{information}/{name}"] = text.encode()
    files[f"{information}/RECORD"] = _record(files, f"{information}/RECORD")
    path = folder / f"sifa_xl-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return path


def _binding() -> list[str]:
    """The macros in the workbooks find one version of the library of xlwings and no other."""
    version = macro_library.shipped_version()
    return [f"xlwings=={version}"] if version else []


def _distribution() -> importlib.metadata.Distribution:
    try:
        return importlib.metadata.distribution(NAME)
    except importlib.metadata.PackageNotFoundError:
        raise SifaError("sifa-xl 没有安装好，不知道要带哪些组件。请先重新安装 sifa-xl。") from None


def _own_requirements(target: Target) -> list[str]:
    return _holding(_distribution().requires or [], target.markers, {""})


def _download(requirements: Sequence[str], target: Target, folder: Path) -> None:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input", "--only-binary=:all:")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", *quiet, *target.options),
            *("--dest", str(folder), *requirements),
        ],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
        if "No module named pip" in done.stderr:
            raise SifaError("这个 Python 没有 pip，取不到组件。请换一个带 pip 的 Python 再试。")
        reason = f"pip 说：{said[-1].removeprefix('ERROR: ')}。" if said else ""
        raise SifaError(
            f"没有取到 Python {target.python} 的组件，什么也没有写。"
            f"请检查网络和 pip 的设置。{reason}"
        )


def _missing(wanted: Sequence[str], target: Target, folder: Path) -> list[str]:
    """What the wheels in ``folder`` require on the target and is not among them."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name, parse_wheel_filename

    wheels = {parse_wheel_filename(path.name)[0]: path for path in folder.glob("*.whl")}
    extras = {
        canonicalize_name(Requirement(text).name): Requirement(text).extras for text in wanted
    }
    found: set[str] = set()
    for name, path in wheels.items():
        found |= set(_holding(_requires(path), target.markers, {"", *extras.get(name, ())}))
    return sorted(text for text in found if canonicalize_name(Requirement(text).name) not in wheels)


def _requires(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as package:
        (name,) = (each for each in package.namelist() if each.endswith(".dist-info/METADATA"))
        return list(message_from_bytes(package.read(name)).get_all("Requires-Dist", []))


def _holding(
    requirements: Sequence[str], markers: Mapping[str, str], extras: set[str]
) -> list[str]:
    """Those that hold on the target, without their conditions."""
    try:
        from packaging.requirements import Requirement
    except ImportError:
        raise SifaError("缺少 packaging。请先运行 pip install packaging。") from None
    held = []
    for requirement in map(Requirement, requirements):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**markers, "extra": each}) for each in extras):
            requirement.marker = None
            held.append(str(requirement))
    return held


def _own_files() -> Iterator[tuple[str, bytes]]:
    package = Path(__file__).parent
    for name in SHIPPED:
        if not shipped.folder(name).is_dir():
            raise FileProblem(f"随带的文件夹 {shipped.folder(name)} 不见了。请重新安装 sifa-xl。")
        yield from _files(shipped.folder(name), f"sifa_xl/_shipped/{name}")
    for name, data in _files(package, "sifa_xl"):
        if not name.startswith("sifa_xl/_shipped/"):
            yield name, data


def _files(folder: Path, place: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        is_left_behind = _NOT_OURS & set(parts) or path.name.startswith(("~$", "."))
        if path.is_file() and not is_left_behind:
            yield "/".join((place, *parts)), path.read_bytes()


def _record(files: Mapping[str, bytes], own_name: str) -> bytes:
    rows = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    return "\n".join([*rows, f"{own_name},,", ""]).encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
