"""Where the installed program lies, and how it gets there and away; goes with install.py.

Nothing but Python's own library: this module is copied into every bundle.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

WORKBOOKS, GUIDE, LOG, RECORD = "表格", "安装说明.txt", "安装日志.txt", "安装记录.json"
DESK_FOLDER = "司法行政工作总结"
WINDOWS_LAUNCHER, LINUX_LAUNCHER = "生成总结.bat", "生成总结.desktop"
PROVED = "proved"  # in the folder of a Python that has worked in its place
IS_WINDOWS = sys.platform == "win32"
BUSY = "旧的程序正在使用，动不了。请关闭 Excel、WPS 和正在运行的“生成总结”，再双击一次。"


class Refusal(Exception):
    """Why it cannot be done and how to mend it: one whole sentence."""


def program_folder() -> Path:
    """Where the program lies; on Windows the workbook names this very place."""
    if IS_WINDOWS:
        local = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
        return Path(local) / "sifa-xl"
    return Path.home() / ".local" / "share" / "sifa-xl"


def desktop() -> Path:
    """The user's desktop, also one that was moved; without one, the home folder."""
    if sys.platform == "win32":
        import winreg

        key = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as folders:
            moved = Path(os.path.expandvars(str(winreg.QueryValueEx(folders, "Desktop")[0])))
            if moved.is_dir():
                return moved
    home = Path.home()
    return next((home / name for name in ("Desktop", "桌面") if (home / name).is_dir()), home)


def hand_out(bundle: Path, desk: Path, root: Path) -> list[Path]:
    """Copy workbooks, launcher and guide to where the clerk sees them.

    Nothing of the clerk's is overwritten.  Returns what is to go again with the program: the
    launchers, then the guide.
    """
    _forget_handed_out(root)
    desk.mkdir(parents=True, exist_ok=True)
    for source in sorted((bundle / WORKBOOKS).glob("*.xls[xm]")):
        _copy_beside(source, desk)
    guide = _copy_beside(bundle / GUIDE, desk)
    if IS_WINDOWS:
        return [_copy_beside(bundle / WINDOWS_LAUNCHER, desk), guide]
    shell = root / "run.sh"
    shutil.copyfile(bundle / "run.sh", shell)
    shell.chmod(0o755)
    text = (bundle / LINUX_LAUNCHER).read_text(encoding="utf-8").replace("{shell}", str(shell))
    menu = Path.home() / ".local" / "share" / "applications"
    launchers = [desk / LINUX_LAUNCHER, menu / "sifa-xl.desktop"]
    for launcher in launchers:
        launcher.parent.mkdir(parents=True, exist_ok=True)
        launcher.write_text(text, encoding="utf-8")
        launcher.chmod(0o755)
    return [*launchers, guide]


def remember(root: Path, desk: Path, handed_out: Sequence[Path]) -> None:
    """Write down what lies outside the program's own folder."""
    sums = {str(path): sha256(path) for path in handed_out}
    record = json.dumps({"desk": str(desk), "files": sums}, ensure_ascii=False)
    (root / RECORD).write_text(record, encoding="utf-8")


def uninstall() -> None:
    """Take away the program, its logs and launchers; no workbook and no text of the clerk's."""
    root = program_folder()
    if not root.is_dir():
        tell("这台电脑上没有安装，什么也没有做。")
        return
    settle(root / "python")
    desk = _forget_handed_out(root)
    states = [Path.home() / folder / "sifa-xl" for folder in (".cache", ".local/state")]
    for folder in (root / "python", root / "templates", *([] if IS_WINDOWS else states)):
        remove(folder)
    for path in (root / RECORD, root / LOG, root / "run.sh", *root.glob("错误日志-*.txt")):
        path.unlink(missing_ok=True)
    with suppress(OSError):
        root.rmdir()  # kept when something in it is not ours
    tell(f"已卸载。您的表格、“输出”和“备份”没有动{f'，在：{desk}' if desk else ''}。")


def settle(place: Path) -> None:
    """Undo what a power cut left, and see that nobody uses what is to be replaced.

    Raises:
        Refusal: somebody does.
    """
    old = place.with_name("python.old")
    if old.is_dir() and (place / PROVED).is_file():
        remove(old)
    elif old.is_dir():
        remove(place)
        _move(old, place)
    if place.is_dir():
        _move(place, old)
        _move(old, place)


def swap(new: Path, place: Path, prove: Callable[[], None]) -> None:
    """Put ``new`` in its place and prove it there; if that fails, the old one is back.

    Raises:
        Refusal: somebody uses the old one, or the proof failed.
    """
    old = place.with_name("python.old")
    if place.is_dir():
        _move(place, old)
    try:
        _move(new, place)
        prove()
        (place / PROVED).touch()
    except BaseException:
        remove(place)
        if old.is_dir():
            _move(old, place)
        raise
    remove(old)


def remove(folder: Path) -> None:
    """Delete a folder that may be missing; on Windows what is in use stays."""
    if folder.is_dir():
        shutil.rmtree(folder, ignore_errors=IS_WINDOWS)


def run(command: Sequence[str | Path], step: str, *, may_fail: bool = False) -> str:
    """What a program prints; everything it says goes into the log.

    Raises:
        Refusal: it failed and may not.
    """
    foreign = ("PYTHON", "PIP_")  # settings meant for another Python
    kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=program_folder(),
        env=kept | {"PYTHONUTF8": "1", "PIP_CONFIG_FILE": os.devnull},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    log(f"{step}：{done.returncode}\n{done.stdout}{done.stderr}")
    if done.returncode and not may_fail:
        kept_log = program_folder() / LOG
        raise Refusal(f"“{step}”这一步没有成功。请把日志“{kept_log}”发给维护人员；原来装好的还在。")
    return done.stdout


def sha256(path: Path) -> str:
    """The fingerprint of a file; empty when there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def log(words: str) -> None:
    """Keep it in the log; there is none before the program has its folder."""
    root = program_folder()
    if root.is_dir():
        with (root / LOG).open("a", encoding="utf-8") as file:
            now = f"{datetime.now():%Y-%m-%d %H:%M:%S} Python {platform.python_version()}"
            file.write(f"{now} {private(words.strip())}\n")


def tell(words: str) -> None:
    """Say it to the clerk, and keep it in the log."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
    with suppress(OSError):
        log(words)


def _forget_handed_out(root: Path) -> str:
    """Delete what is still as it was handed out; returns the folder of the workbooks."""
    if not (root / RECORD).is_file():
        return ""
    record = json.loads((root / RECORD).read_text(encoding="utf-8"))
    for name, fingerprint in record["files"].items():
        if sha256(Path(name)) == fingerprint:
            Path(name).unlink()
    return str(record["desk"])


def _move(source: Path, target: Path) -> None:
    for wait in (0.2, 1, 3, 0):  # a virus scanner holds new files for a moment
        with suppress(OSError):
            source.rename(target)
            return
        time.sleep(wait)
    raise Refusal(BUSY)


def _copy_beside(source: Path, folder: Path) -> Path:
    """Copy under a name that is free; what is there already, byte for byte, is not copied again."""
    names = [source.name, *(f"{source.stem}-{number}{source.suffix}" for number in range(2, 1000))]
    for target in (folder / name for name in names):
        if not target.exists():
            shutil.copyfile(source, target)
            with suppress(OSError):  # the mark of the web, for which macros would be blocked
                os.remove(f"{target}:Zone.Identifier")  # noqa: PTH107 - a stream, not a path
            return target
        if sha256(target) == sha256(source):
            return target
    raise Refusal(f"“{folder}”里同名的文件太多。请清理后再装。")


def private(words: str) -> str:
    """The words without the home folder, which often bears the user's name."""
    return words.replace(str(Path.home()), "~")
