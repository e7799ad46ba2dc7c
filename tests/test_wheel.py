"""The wheel: built, installed in a folder of its own, used far from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from sifa_xl import __version__, shipped
from sifa_xl.wheels import pack_own

ROOT = Path(__file__).parents[1]
SHIPPED = ("templates", "macros", "workbooks")


def call(*command: str | Path, inside: Path, expected: int = 0, **environment: str) -> str:
    """What the program prints; fails with all it said when it ends with another code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=inside,
        env=kept | {"PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    here = find_spec("hatchling") is not None  # else pip fetches it into an environment of its own
    offline = ("--no-build-isolation", "--no-index") if here else ()
    call(
        *(sys.executable, "-m", "pip", "wheel", *offline, "--no-deps", "--wheel-dir", folder, ROOT),
        inside=folder,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a fresh environment; the packages needed are borrowed."""
    folder = tmp_path_factory.mktemp("环境")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scheme = "nt_venv" if os.name == "nt" else "posix_venv"
    paths = sysconfig.get_paths(scheme, {"base": str(folder), "platbase": str(folder)})
    python = Path(paths["scripts"]) / Path(sys.executable).name
    options = ("--no-deps", "--no-index", "--no-warn-script-location")
    call(
        *(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel),
        inside=folder,
    )
    # a path added this way brings no .pth files, so not the editable checkout either
    borrowed = Path(paths["purelib"]) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Path(paths["scripts"])


def test_the_wheel_holds_the_package_and_what_is_shipped_with_it(wheel):
    assert wheel.name == f"sifa_xl-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as package:
        names = set(package.namelist())
    expected = {
        f"sifa_xl/_shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in SHIPPED
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert all(any(name.split("/")[2] == folder for name in expected) for folder in SHIPPED)
    assert expected <= names
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sifa_xl").rglob("*.py")}
    assert modules <= names
    assert not [name for name in names if name.startswith("tests") or "__pycache__" in name]
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_the_wheel_of_a_bundle_is_the_wheel_that_is_built(wheel, tmp_path):
    packed = pack_own(tmp_path)
    assert packed.name == wheel.name
    assert contents(packed) == contents(wheel)


def test_what_running_leaves_behind_is_not_packed(tmp_path, monkeypatch):
    real = shipped.folder
    shutil.copytree(real("workbooks"), tmp_path / "workbooks")
    for name in ("备份/旧.xlsx", "输出/总结.docx", "~$空白母版.xlsx", ".~lock"):
        (tmp_path / "workbooks" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "workbooks" / name).touch()
    folders = {"workbooks": tmp_path / "workbooks"}
    monkeypatch.setattr(shipped, "folder", lambda name: folders.get(name) or real(name))
    names = {name.rpartition("/")[2] for name in contents(pack_own(tmp_path))}
    assert "空白母版.xlsx" in names
    assert not {"旧.xlsx", "总结.docx", "~$空白母版.xlsx", ".~lock"} & names


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as package:
        names = [name for name in package.namelist() if ".dist-info/" not in name]
        return {name: package.read(name) for name in names}


def test_the_installed_command_works_far_from_the_checkout(installed, sample, tmp_path):
    command = installed / "sifa-xl"
    python = installed / Path(sys.executable).name
    where = "import sifa_xl, sys; print(sifa_xl.__file__); print(*sys.path, sep='\\n')"
    package, *search = call(python, "-c", where, inside=tmp_path).splitlines()
    assert Path(package).is_relative_to(installed.parent)
    assert str(ROOT) not in search
    call(
        *(command, "summarize", sample, "--text", "总结.txt", "--word", "总结.docx"),
        inside=tmp_path,
        expected=1,
    )
    text = (tmp_path / "总结.txt").read_text(encoding="utf-8")
    assert "共受理矛盾纠纷723件，调解成功719起，成功率99.4%" in text
    assert zipfile.is_zipfile(tmp_path / "总结.docx")


def test_the_installed_command_makes_a_workbook_and_finds_itself_in_order(installed, tmp_path):
    command = installed / "sifa-xl"
    call(command, "new", "空白.xlsx", inside=tmp_path)
    assert zipfile.is_zipfile(tmp_path / "空白.xlsx")
    report = call(command, "doctor", inside=tmp_path)
    assert "✗" not in report
    assert f"templates：{installed.parent}" in report
