"""What a machine has besides the program: fonts for Word, Excel, WPS."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_WPS_FOLDERS = ("/opt/kingsoft/wps-office", "/opt/apps/cn.wps.wps-office-pro")
_PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Font:
    """A font of the Word file: what for, its other names, what Word shows where it is missing."""

    name: str
    use: str
    also: tuple[str, ...]
    instead: str


FONTS = (
    Font("方正小标宋简体", "标题", ("fzxiaobiaosong-b05s", "fzxbsjw--gb1-0"), "宋体"),
    Font("仿宋_GB2312", "正文", ("fangsong_gb2312",), "仿宋，没有仿宋时用宋体"),
    Font("楷体_GB2312", "二级标题", ("kaiti_gb2312",), "楷体，没有楷体时用宋体"),
    Font("黑体", "一级标题", ("simhei",), "宋体"),
)


def missing_fonts() -> list[Font] | None:
    """The fonts that Word would replace; None when it cannot be found out."""
    installed = set(_font_names())
    if not installed:
        return None
    return [font for font in FONTS if not installed & {font.name.lower(), *font.also}]


def has_excel() -> bool:
    """Whether Excel is installed; WPS too may answer to its name."""
    if sys.platform == "darwin":
        return Path("/Applications/Microsoft Excel.app").exists()
    return _is_registered("Excel.Application")


def has_wps() -> bool:
    """Whether WPS's own sheet program is installed."""
    if sys.platform == "win32":
        return _is_registered("Ket.Application") or _is_registered("ET.Application")
    return shutil.which("wps") is not None or any(Path(name).is_dir() for name in _WPS_FOLDERS)


def split_title(title: str) -> list[str]:
    """``FangSong & KaiTi (TrueType)``, as Windows lists a file of fonts -> fangsong, kaiti."""
    names = re.sub(r"\([^()]*\)\s*$", "", title).split("&")
    return [name.strip().lower() for name in names]


def _is_registered(program: str) -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, program))
    except OSError:
        return False
    return True


def _font_names() -> Iterator[str]:
    """Names of the installed fonts in lower case, Chinese and English ones alike."""
    if sys.platform == "win32":
        for title in _registered_fonts():
            yield from split_title(title)
        return
    program = shutil.which("fc-list")
    if program is None:
        return
    try:
        done = subprocess.run(
            [program, "--format=%{family}\\n"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    for line in done.stdout.splitlines():
        yield from (name.strip().lower() for name in line.split(","))


def _registered_fonts() -> list[str]:
    titles: list[str] = []
    if sys.platform == "win32":
        import winreg

        key = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):  # for all; one's own
            with suppress(OSError), winreg.OpenKey(root, key) as fonts:
                count = winreg.QueryInfoKey(fonts)[1]
                titles += [winreg.EnumValue(fonts, number)[0] for number in range(count)]
    return titles
