"""The installer, run as a clerk runs it: a bundle for this machine, an empty home, no network."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sifa_xl import bundling, installing, machine, shipped
from sifa_xl.installing import SUMS
from tests.bundles import fetched

DESK = Path("Desktop", "司法行政工作总结")
PROGRAM = Path(".local", "share", "sifa-xl")
PYTHON = PROGRAM / "python" / "bin" / "python"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the bundle is for Linux")


class Done(NamedTuple):
    code: int
    out: str


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fetched(tmp_path_factory.mktemp("包") / "安装包", bundling.Order(for_linux=True))


@pytest.fixture
def copied(bundle: Path, tmp_path: Path) -> Path:
    """The bundle again, to be spoiled."""
    return Path(shutil.copytree(bundle, tmp_path / "安装包"))


def install(bundle: Path, home: Path, *options: str) -> Done:
    (home / "Desktop").mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    search = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    script = [bundle / "卸载.sh"] if "--uninstall" in options else [bundle / "安装.sh", *options]
    starter = [sys.executable, "-W", "error", bundle / "installer" / "install.py", *options]
    done = subprocess.run(
        starter if "--fits" in options else ["/bin/sh", *script],
        env=kept | {"HOME": str(home), "PIP_NO_INDEX": "1", "PYTHONUTF8": "1", "PATH": search},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return Done(done.returncode, done.stdout)


def ask(home: Path, *arguments: str | Path, expected: int = 0) -> str:
    """What the installed program prints."""
    done = subprocess.run(
        [home / PYTHON, *arguments],
        cwd=home,
        env={"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_install_use_reinstall_and_uninstall(bundle, copied, sample, tmp_path):
    home = tmp_path / "张 三"
    before = sorted(bundle.rglob("*"))
    first = install(bundle, home)
    assert first.code == 0, first.out
    assert first.out.endswith(f"完成。表格和“生成总结.desktop”放在：{home / DESK}\n")
    assert sorted(bundle.rglob("*")) == before
    handed_out = [*names(bundle / "表格"), "安装说明.txt", "生成总结.desktop"]
    assert names(home / DESK) == sorted(handed_out)
    shell = home / PROGRAM / "run.sh"
    assert f'Exec="{shell}" %F\n' in (home / DESK / "生成总结.desktop").read_text(encoding="utf-8")
    assert os.access(shell, os.X_OK)
    assert str(home) not in (home / PROGRAM / "安装日志.txt").read_text(encoding="utf-8")

    packages = next((home / PROGRAM).rglob("sifa_xl/cli.py")).parents[1]
    assert list((packages / "sifa_xl" / "__pycache__").glob("cli.*.pyc"))
    assert (packages / "sifa_xl_start.pth").is_file()
    where = ask(home, "-c", "import sifa_xl; print(sifa_xl.__file__)")
    assert Path(where.strip()).is_relative_to(home / PROGRAM / "python" / "lib")
    ask(home, "-m", "sifa_xl.cli", "summarize", sample, "--word", "总结.docx", expected=1)
    assert (home / "总结.docx").is_file()

    typed = home / DESK / "空白母版.xlsx"
    typed.write_bytes(b"what the clerk typed")
    next((copied / "wheels").glob("openpyxl-*.whl")).unlink()
    resum(copied)
    spoiled = install(copied, home)
    assert spoiled.code == 2
    assert "“安装组件”这一步没有成功。" in spoiled.out
    assert "原来装好的还在。\n" in spoiled.out
    assert names(home / PROGRAM) == ["python", "run.sh", "安装日志.txt", "安装记录.json"]
    ask(home, "-m", "sifa_xl.cli", "--version")

    assert install(bundle, home).code == 0
    assert names(home / PROGRAM) == ["python", "run.sh", "安装日志.txt", "安装记录.json"]
    assert typed.read_bytes() == b"what the clerk typed"
    assert (home / DESK / "空白母版-2.xlsx").is_file()

    gone = install(bundle, home, "--uninstall")
    assert gone == (0, f"已卸载。您的表格、“输出”和“备份”没有动，在：{home / DESK}。\n")
    assert not (home / PROGRAM).exists()
    assert not (home / ".cache" / "sifa-xl").exists()
    assert names(home / ".local" / "share" / "applications") == []
    assert "空白母版.xlsx" in names(home / DESK)
    assert "生成总结.desktop" not in names(home / DESK)
    assert install(bundle, home, "--uninstall").out == "这台电脑上没有安装，什么也没有做。\n"


def resum(bundle: Path) -> None:
    """Write the checksums anew, as if the bundle had been made like this."""
    lines = (bundle / SUMS).read_text(encoding="utf-8").splitlines()
    there = [line for line in lines if (bundle / line.split("  ", 1)[1]).is_file()]
    (bundle / SUMS).write_text("\n".join(there) + "\n", encoding="utf-8")


# ------------------------------------------------------------------ before anything is touched


def spoil(bundle: Path) -> None:
    next((bundle / "wheels").glob("rich-*.whl")).write_bytes(b"")
    (bundle / "表格" / "空白母版.xlsx").unlink()
    (bundle / "wheels" / "evil-1.0-py3-none-any.whl").touch()


def lose_sums(bundle: Path) -> None:
    (bundle / SUMS).unlink()


def garble_sums(bundle: Path) -> None:
    (bundle / SUMS).write_bytes(b"\xff\xfe\nabc\n")


def for_another_python(bundle: Path) -> None:
    for wheel in (bundle / "wheels").glob("*-cp3*.whl"):
        tag = f"cp3{sys.version_info[1]}"
        wheel.rename(wheel.with_name(wheel.name.replace(tag, "cp399")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (spoil, ("安装包不完整或被改动：", "wheels/rich-", "表格/空白母版.xlsx", "wheels/evil-")),
        (lose_sums, ("安装包里没有“校验和.txt”。请把压缩包全部解压后再装",)),
        (garble_sums, ("安装包不完整或被改动：",)),
        (for_another_python, ("没有找到合用的 Python（",)),
    ],
)
def test_a_bundle_that_is_not_fit_is_refused_and_touches_nothing(copied, tmp_path, change, words):
    change(copied)
    home = tmp_path / "家"
    done = install(copied, home)
    assert done.code == 2
    assert all(word in done.out for word in words), done.out
    assert [path.name for path in home.rglob("*")] == ["Desktop"]


def test_a_python_is_told_to_fit_by_its_exit_code_alone(copied, tmp_path):
    assert install(copied, tmp_path / "家", "--fits") == (0, "")
    for_another_python(copied)
    assert install(copied, tmp_path / "家", "--fits") == (2, "")
    with pytest.raises(machine.Refusal, match=r"安装包是给 3\.99 用的。请换对应的安装包。"):
        installing.refuse_python(copied)


@pytest.mark.parametrize(
    ("system", "prefix", "words"),
    [
        ("win32", "C:/Python311", "不是 64 位 x86 的。请装 64 位（amd64）的 Python。"),
        ("win-arm64", "C:/Python311", "不是 64 位 x86 的。"),
        ("win-amd64", "C:/Program Files/WindowsApps/Python.3.11", "应用商店里的 Python 不能用。"),
    ],
)
def test_a_python_of_windows_that_excel_could_not_use_is_refused(
    tmp_path, monkeypatch, system, prefix, words
):
    monkeypatch.setattr(installing, "IS_WINDOWS", True)
    monkeypatch.setattr("sysconfig.get_platform", lambda: system)
    monkeypatch.setattr(sys, "base_prefix", prefix)
    with pytest.raises(machine.Refusal, match=words):
        installing.refuse_python(tmp_path)


def test_workbooks_go_where_they_are_wanted(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "IS_WINDOWS", True)
    bundle, desk = tmp_path / "包", tmp_path / "我的" / "表"
    (bundle / "表格").mkdir(parents=True)
    for name in ("表格/总结.xlsm", "表格/空白母版.xlsx", "安装说明.txt", "生成总结.bat"):
        (bundle / name).write_text(name, encoding="utf-8")
    handed_out = machine.hand_out(bundle, desk, tmp_path)
    assert handed_out == [desk / "生成总结.bat", desk / "安装说明.txt"]
    machine.remember(tmp_path, desk, handed_out)
    (bundle / "生成总结.bat").write_text("a newer one", encoding="utf-8")
    (desk / "总结.xlsm").write_text("已填", encoding="utf-8")
    machine.hand_out(bundle, desk, tmp_path)
    machine.hand_out(bundle, desk, tmp_path)
    expected = ["安装说明.txt", "总结-2.xlsm", "总结.xlsm", "生成总结.bat", "空白母版.xlsx"]
    assert names(desk) == sorted(expected)
    assert (desk / "生成总结.bat").read_text(encoding="utf-8") == "a newer one"


def test_the_launcher_hands_every_workbook_to_the_installed_program(tmp_path):
    python = tmp_path / "张 三" / PYTHON
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s|" "$@"; echo\n', encoding="utf-8")
    python.chmod(0o755)
    shell = shipped.folder("macros") / "安装包" / "run.sh"
    done = subprocess.run(
        ["/bin/sh", shell, "上半年 （一）.xlsx", "$HOME.xlsm"],
        env={"HOME": str(tmp_path / "张 三")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines() == [
        "-m|sifa_xl.cli|run|上半年 （一）.xlsx|--open|",
        "-m|sifa_xl.cli|run|$HOME.xlsm|--open|",
    ]


# ------------------------------------------------------------------ the swap


@pytest.fixture
def place(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, *, proved: bool) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "made").write_text(name, encoding="utf-8")
        if proved:
            (folder / machine.PROVED).touch()
        return folder

    return make


def made(folder: Path) -> str:
    return (folder / "made").read_text(encoding="utf-8")


def test_an_installation_that_does_not_work_in_its_place_gives_way_to_the_old_one(place, tmp_path):
    old, new = place("python", proved=True), place("python.new", proved=False)

    def fail() -> None:
        assert made(old) == "python.new"
        raise machine.Refusal("不行。")

    with pytest.raises(machine.Refusal):
        machine.swap(new, old, fail)
    assert made(old) == "python"
    assert names(tmp_path) == ["python"]


@pytest.mark.parametrize(("proved", "kept"), [(True, "python"), (False, "python.old")])
def test_after_a_power_cut_the_installation_that_worked_is_kept(place, tmp_path, proved, kept):
    current, _ = place("python", proved=proved), place("python.old", proved=True)
    machine.settle(current)
    assert (made(current), names(tmp_path)) == (kept, ["python"])


def test_after_a_power_cut_between_two_names_the_old_one_is_back(place, tmp_path):
    place("python.old", proved=True)
    machine.settle(tmp_path / "python")
    assert names(tmp_path) == ["python"]


# ------------------------------------------------------------------ what only Windows has


@pytest.mark.parametrize(
    "written", ["python311.zip\n.\n\n# comment\n#import site\n", "python311.zip\n.\nimport site\n"]
)
def test_an_embeddable_python_is_opened_for_packages_and_start_up_files(tmp_path, written):
    bundle, new = tmp_path / "包", tmp_path / "python.new"
    (bundle / "python").mkdir(parents=True)
    (bundle / "python" / "pythonw.exe").write_bytes(b"MZ")
    (bundle / "python" / "python311._pth").write_text(written, encoding="utf-8")
    assert installing.make_python(bundle, new) == new / "Scripts" / "python.exe"
    assert (new / "Scripts" / "pythonw.exe").is_file()
    search = (new / "Scripts" / "python311._pth").read_text(encoding="utf-8").splitlines()
    assert search[:2] == ["python311.zip", "."]
    assert search[-2:] == ["Lib\\site-packages", "import site"]
    assert not [line for line in search if line.startswith("#import")]
    assert (new / "Scripts" / "Lib" / "site-packages").is_dir()


def windows_tree(new: Path, library: str, *, embedded: bool) -> Path:
    inner = "Scripts/Lib/site-packages" if embedded else "Lib/site-packages"
    files = ["Scripts/python.exe", "Scripts/pythonw.exe", f"{inner}/sifa_xl/cli.py"]
    files += ["Scripts/python311._pth", "Scripts/Scripts/sifa-xl.exe"] if embedded else []
    files += [] if embedded else ["Scripts/sifa-xl.exe", "Scripts/activate.bat"]
    for name in [*files, *([library] if library else [])]:
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_bytes(name.encode())
    return new / inner


@pytest.mark.parametrize("embedded", [True, False])
@pytest.mark.parametrize("inner", ["", "Scripts/", "Lib/data/"])
def test_the_library_of_the_macros_lies_beside_pythonw_or_one_above(tmp_path, embedded, inner):
    packages = windows_tree(tmp_path, f"{inner}xlwings64-0.37.8.dll", embedded=embedded)
    installing.finish(tmp_path)
    library = "xlwings64-0.37.8.dll"
    assert (tmp_path / library).is_file() or (tmp_path / "Scripts" / library).is_file()
    assert (packages / "sifa_xl_start.pth").read_text(encoding="ascii") == installing.START_HOOK
    programs = [path.name for path in tmp_path.rglob("*.exe")] + names(tmp_path / "Scripts")
    assert "pythonw.exe" in programs
    assert not {"sifa-xl.exe", "activate.bat"} & set(programs)


def test_an_xlwings_without_its_library_is_refused(tmp_path):
    windows_tree(tmp_path, "", embedded=False)
    with pytest.raises(machine.Refusal, match="缺少 xlwings64 动态库"):
        installing.finish(tmp_path)


def test_the_start_hook_withholds_pandas_and_numpy_from_xlwings_and_from_nobody_else():
    program = (
        f"{installing.START_HOOK}import sys, xlwings\n"
        "print([name for name in ('pandas', 'numpy') if name in sys.modules])\n"
        "import pandas\nprint(pandas.DataFrame({'甲': [1]}).shape)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "[]\n(1, 1)\n"


def test_the_sums_are_those_of_any_other_program(bundle):
    for line in (bundle / SUMS).read_text(encoding="utf-8").splitlines():
        sha256, name = line.split("  ", 1)
        assert hashlib.sha256((bundle / name).read_bytes()).hexdigest() == sha256
