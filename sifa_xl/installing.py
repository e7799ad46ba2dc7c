"""The installer of the bundle: puts the program on a machine, or takes it away again.

Copied into every bundle, so it uses Python's own library and ``machine`` only.  No network, no
administrator; an old installation stays until the new one has shown that it works.
"""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
import traceback
from pathlib import Path

from sifa_xl.machine import (
    DESK_FOLDER,
    IS_WINDOWS,
    LOG,
    Refusal,
    desktop,
    hand_out,
    log,
    private,
    program_folder,
    remember,
    remove,
    run,
    settle,
    sha256,
    swap,
    tell,
    uninstall,
)

OLDEST = (3, 11)
LEAST_SPACE_MB = 600
COMPILING = ("-q", "-j", "0", "-x", r"[/\\]tests[/\\]")  # nobody runs the tests of packages here
SUMS = "校验和.txt"
RUN_FROM = ("installer", "python", "wheels")  # nothing that was not packed may lie there
START_HOOK = "import sifa_xl.excel.startup\n"


def main(arguments: list[str], bundle: Path) -> int:
    """Install from ``bundle``, or with ``--uninstall`` take away; 0, or 2 when it cannot be done.

    ``--fits`` only answers whether this Python will do; ``--to FOLDER`` is where the workbooks go.
    """
    if "--fits" in arguments:
        return 0 if _fits(bundle) else 2
    try:
        if "--uninstall" in arguments:
            uninstall()
        else:
            given = arguments[arguments.index("--to") + 1 :] if "--to" in arguments else []
            install(bundle, Path(given[0]) if given else desktop() / DESK_FOLDER)
    except Refusal as problem:
        tell(f"没有做完：{problem}")
        return 2
    except OSError as fault:
        place = private(str(fault.filename or "未知位置"))
        tell(f"没有做完：文件写不进去或读不出来：{place}（{type(fault).__name__}）。")
        tell("请清理磁盘空间，关闭 Excel、WPS 和杀毒软件的拦截窗口后再试；原来装好的还在。")
        return 2
    except KeyboardInterrupt:
        tell("已停止；原来装好的还在。")
        return 2
    except Exception as fault:  # noqa: BLE001 - the boundary of a program of its own
        log("".join(traceback.format_tb(fault.__traceback__)) + type(fault).__name__)
        tell(f"没有做完：安装程序自身出了问题。请把日志“{program_folder() / LOG}”发给维护人员。")
        return 2
    return 0


def install(bundle: Path, desk: Path) -> None:
    """Put Python, packages, workbooks and launcher in their places.

    Raises:
        Refusal: this machine, this Python or the bundle is not fit, or a step failed.
    """
    tell("正在检查安装包 ……")
    refuse_python(bundle)
    refuse_damage(bundle)
    root = program_folder()
    root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < LEAST_SPACE_MB * 2**20:
        raise Refusal(f"磁盘空间不到 {LEAST_SPACE_MB} MB。请清理磁盘后再装。")
    place, new = root / "python", root / "python.new"
    settle(place)
    remove(new)
    tell("正在安装，大约一到三分钟，请不要关窗口 ……")
    try:
        python = make_python(bundle, new)
        _install_packages(bundle, python)
        finish(new)
        run([python, "-m", "compileall", *COMPILING, new], "预编译", may_fail=True)
        swap(new, place, lambda: _try_out(place / python.relative_to(new)))
    finally:
        remove(new)
    handed_out = hand_out(bundle, desk, root)
    remember(root, desk, handed_out)
    tell(f"完成。表格和“{handed_out[0].name}”放在：{desk}")


def refuse_python(bundle: Path) -> None:
    """Raises ``Refusal`` unless this Python can run the wheels and Excel can find what it makes."""
    found = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info < OLDEST:
        raise Refusal(f"这台电脑的 Python 是 {found}，太旧。请装 3.11 或更新的 64 位 Python。")
    if IS_WINDOWS and sysconfig.get_platform() != "win-amd64":
        raise Refusal("这台电脑的 Python 不是 64 位 x86 的。请装 64 位（amd64）的 Python。")
    if IS_WINDOWS and "windowsapps" in sys.base_prefix.lower():
        # it writes into a folder of its own where %LOCALAPPDATA% shows nothing to Excel
        raise Refusal("应用商店里的 Python 不能用。请用 python.org 的安装程序装 64 位 Python。")
    tags = {
        match[1]
        for path in (bundle / "wheels").glob("*.whl")
        if (match := re.search(r"-cp(\d+)-cp\d+-", path.name))
    }
    if tags and found.replace(".", "") not in tags:
        fit = "、".join(f"3.{tag[1:]}" for tag in sorted(tags))
        raise Refusal(f"这台电脑的 Python 是 {found}，安装包是给 {fit} 用的。请换对应的安装包。")


def refuse_damage(bundle: Path) -> None:
    """Raises ``Refusal`` that names every file which is not as it was packed."""
    sums = bundle / SUMS
    if not sums.is_file():
        raise Refusal(f"安装包里没有“{SUMS}”。请把压缩包全部解压后再装，或重新拷贝。")
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    packed = {
        name: fingerprint for fingerprint, _, name in (line.partition("  ") for line in lines)
    }
    wrong = [name for name in packed if sha256(bundle / name) != packed[name]]
    there = {
        path.relative_to(bundle).as_posix()
        for folder in RUN_FROM
        for path in (bundle / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    wrong += sorted(there - set(packed))
    if wrong:
        shown = "、".join(wrong[:5]) + (f" 等{len(wrong)}个文件" if len(wrong) > 5 else "")
        raise Refusal(f"安装包不完整或被改动：{shown}。请重新拷贝安装包；杀毒软件隔离的请恢复。")


def make_python(bundle: Path, new: Path) -> Path:
    """A Python of its own in ``new``, from the one in the bundle or the one that runs this.

    Either way ``Scripts/pythonw.exe`` is in it, which is where the workbook looks on Windows.
    """
    if (bundle / "python").is_dir():
        scripts = new / "Scripts"
        shutil.copytree(bundle / "python", scripts)
        for search_path in scripts.glob("python*._pth"):
            open_search_path(search_path)
        return scripts / "python.exe"
    run([sys.executable, "-m", "venv", "--without-pip", new], "建立运行环境")
    return new / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")


def open_search_path(path: Path) -> None:
    """Let an embeddable Python see ``Lib/site-packages`` and the start-up files in it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.lstrip("# ").strip() != "import site"]
    folder = [] if "Lib\\site-packages" in kept else ["Lib\\site-packages"]
    path.write_text("\n".join([*kept, *folder, "import site", ""]), encoding="utf-8")
    (path.parent / "Lib" / "site-packages").mkdir(parents=True, exist_ok=True)


def finish(new: Path) -> None:
    """What pip leaves to do: the library of Excel's macros, the start-up hook, no stray programs.

    Raises:
        Refusal: the package of xlwings came without the library its macros load.
    """
    package = next(new.rglob("sifa_xl/cli.py")).parents[1]
    (package / "sifa_xl_start.pth").write_text(START_HOOK, encoding="ascii")
    scripts = new / "Scripts"
    if scripts.is_dir():
        libraries = list(new.rglob("xlwings*-*.dll"))  # for 64 bits, and for 32
        for library in libraries:
            if library.parent not in (scripts, new):
                shutil.copyfile(library, scripts / library.name)
        if not any(library.name.startswith("xlwings64-") for library in libraries):
            raise Refusal("安装包里的 xlwings 缺少 xlwings64 动态库。请重新制作安装包。")
    remove(scripts / "Scripts")  # programs that remember the folder they were made in
    for folder in (new / "bin", *([] if list(scripts.glob("*._pth")) else [scripts])):
        for path in folder.glob("*"):
            if not path.name.startswith("python") and path.suffix not in (".dll", ".pyd"):
                path.unlink()


def _fits(bundle: Path) -> bool:
    try:
        refuse_python(bundle)
    except Refusal:
        return False
    return True


def _install_packages(bundle: Path, python: Path) -> None:
    wheels = bundle / "wheels"
    pip = next(wheels.glob("pip-*.whl"), None)
    if pip is None:
        raise Refusal("安装包里没有 pip。请重新制作安装包。")
    source = ("--isolated", "--no-index", "--find-links", str(wheels), "--only-binary=:all:")
    quiet = ("--quiet", "--no-cache-dir", "--no-compile", "--no-warn-script-location")
    run([python, pip / "pip", "install", *source, *quiet, "sifa-xl"], "安装组件")


def _try_out(python: Path) -> None:
    if IS_WINDOWS:
        run([python, "-c", "import pythoncom, win32com.client, xlwings"], "试用 Excel 接口")
    report = run([python, "-m", "sifa_xl.cli", "doctor"], "自检")
    for line in report.splitlines():
        if line.startswith("✗"):
            tell(f"自检：{line.lstrip('✗　')}")
