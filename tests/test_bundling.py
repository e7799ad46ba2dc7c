"""The bundle for Windows, really fetched once: what is in it fits together and fits Windows."""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from sifa_xl import bundling, macro_library, shipped
from sifa_xl.installing import SUMS
from tests.bundles import fetched

WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": "3.11",
    "python_full_version": "3.11.9",
    "extra": "",
}
INTERPRETER = r"%LOCALAPPDATA%\sifa-xl\python\Scripts\pythonw.exe"  # the workbook names it too


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, made by the command's own function, and unpacked again."""
    folder = tmp_path_factory.mktemp("包")
    with zipfile.ZipFile(fetched(folder / "司法总结.zip", bundling.Order())) as package:
        package.extractall(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["司法总结", "司法总结.zip"]
    return folder / "司法总结"


@pytest.fixture
def embeddable(tmp_path: Path) -> Callable[..., Path]:
    """``embeddable("311")``: a zip that looks like Python's own; ``machine`` is its processor."""

    def make(version: str, machine: int = 0x8664) -> Path:
        path = tmp_path / f"python-{version}-embed.zip"
        program = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
        program += b"PE\0\0" + struct.pack("<H", machine)
        with zipfile.ZipFile(path, "w") as package:
            for name in ("python.exe", "pythonw.exe"):
                package.writestr(name, program)
            package.writestr(f"python{version}._pth", f"python{version}.zip\n.\n#import site\n")
        return path

    return make


# ------------------------------------------------------------------ what is in it


def test_every_file_has_its_sum_and_nothing_else_is_there(bundle):
    lines = (bundle / SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}
    found = {
        path.relative_to(bundle).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in bundle.rglob("*")
        if path.is_file() and path.name != SUMS
    }
    assert sums == found


def test_every_wheel_runs_on_64_bit_windows_with_python_3_11(bundle):
    for path in (bundle / "wheels").iterdir():
        tags = parse_wheel_filename(path.name)[3]
        assert {tag.platform for tag in tags} <= {"win_amd64", "any"}, path.name
        assert {tag.interpreter for tag in tags} & {"py3", "cp311"}, path.name


def test_the_wheels_satisfy_one_another_on_windows(bundle):
    paths = {}
    for path in (bundle / "wheels").iterdir():
        name, version, *_ = parse_wheel_filename(path.name)
        paths[name] = (version, path)
    wanted, seen = [Requirement("sifa-xl"), Requirement("pip")], set()
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        version, path = paths[name]
        assert requirement.specifier.contains(version), (str(requirement), str(version))
        if name not in seen:
            seen.add(name)
            wanted += [each for each in map(Requirement, requires(path)) if holds(each)]
    assert seen == set(paths)
    assert {"pywin32", "colorama", "xlwings"} <= seen


def requires(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as package:
        (name,) = [each for each in package.namelist() if each.endswith(".dist-info/METADATA")]
        return message_from_bytes(package.read(name)).get_all("Requires-Dist", [])


def holds(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(WINDOWS)


def test_xlwings_brings_the_library_that_the_macros_load(bundle):
    (path,) = (bundle / "wheels").glob("xlwings-*.whl")
    version = str(parse_wheel_filename(path.name)[1])
    with zipfile.ZipFile(path) as package:
        libraries = [name for name in package.namelist() if name.endswith(".dll")]
    assert f"xlwings-{version}.data/data/xlwings64-{version}.dll" in libraries
    assert macro_library.shipped_version() in (None, version)


def test_the_library_that_macros_load_is_read_from_the_workbook(tmp_path):
    source = b'Attribute VB_Name = "xlwings"\nConst XLPyDLLName As String = "xlwings64-1.2.33.dll"'
    groups = [b"\0" + source[start : start + 8] for start in range(0, len(source), 8)]
    chunk = b"".join(groups)
    container = b"\x01" + struct.pack("<H", 0xB000 | len(chunk) - 1) + chunk
    book = tmp_path / "宏.xlsm"
    for project, version in ((b"\x01\x02\xb0junk" + container + b"\0" * 9, "1.2.33"), (b"", None)):
        with zipfile.ZipFile(book, "w") as package:
            package.writestr("xl/vbaProject.bin", project)
        assert macro_library.version_in(book) == version


def test_the_workbooks_are_those_that_ship(bundle):
    shipped_books = [path.name for path in shipped.folder("workbooks").glob("*.xlsm")]
    found = {path.name: path.read_bytes() for path in (bundle / "表格").iterdir()}
    assert sorted(found) == sorted([*shipped_books, "空白母版.xlsx"])
    for name, data in found.items():
        assert data == (shipped.folder("workbooks") / name).read_bytes()


def test_batch_files_are_gbk_with_windows_line_ends(bundle):
    assert sorted(path.name for path in bundle.glob("*.bat")) == sorted(
        name for name in bundling.WINDOWS_TEXTS if name.endswith(".bat")
    )
    for path in bundle.glob("*.bat"):
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n")
        text = data.decode("gbk")
        assert text.startswith("@echo off\r\nchcp 936 >nul\r\n")
        assert not re.search(r"\{\w+\}", text)
        # a shell that reads bytes would take the second one of such a character for its own sign
        assert not [sign for sign in text if ord(sign) > 127 and sign.encode("gbk")[1] in b"^|"]
    assert INTERPRETER in (bundle / "生成总结.bat").read_bytes().decode("gbk")
    assert '("py -3.11" python python3)' in (bundle / "安装.bat").read_bytes().decode("gbk")


def test_the_guide_opens_in_any_editor_and_is_one_page(bundle):
    data = (bundle / "安装说明.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    text = data.decode("utf-8-sig")
    for word in ("信任中心", "解除锁定", "白名单", "WPS", "UOS", "卸载", "3.11"):
        assert word in text
    lines = text.splitlines()
    assert sum(1 + max(len(line) - 1, 0) // 48 for line in lines) <= 45
    assert not re.search(r"\{\w+\}", text)


def test_the_installer_is_the_one_of_the_package(bundle):
    package = Path(bundling.__file__).parent
    for name in bundling.INSTALLER:
        copied = bundle / "installer" / "sifa_xl" / f"{name}.py"
        assert copied.read_bytes() == (package / f"{name}.py").read_bytes()


# ------------------------------------------------------------------ a given Python


@pytest.mark.parametrize(("name", "version"), [("311", "3.11"), ("313", "3.13")])
def test_the_version_of_an_embeddable_python_is_read_from_its_files(embeddable, name, version):
    assert bundling.embedded_version(embeddable(name)) == version


def test_a_32_bit_python_is_refused(run, embeddable):
    complaint = run("bundle", "包", "--python", embeddable("311", machine=0x14C)).complaint
    assert complaint == "“python-311-embed.zip”不是 64 位 x86 的 Python。请换 amd64 的。"


@pytest.mark.parametrize(
    ("embedded", "versions", "expected"),
    [
        (None, (), ["3.11"]),
        (None, ("3.12", "3.13", "3.12"), ["3.12", "3.13"]),
        ("313", (), ["3.13"]),
        ("313", ("3.11",), ["3.13", "3.11"]),
    ],
)
def test_there_are_wheels_for_every_python_asked_for(embeddable, embedded, versions, expected):
    given = embeddable(embedded) if embedded else None
    targets = bundling.targets(bundling.Order(versions, given))
    assert [target.python for target in targets] == expected


def test_an_embeddable_python_lies_unpacked_in_the_bundle_with_wheels_for_it(embeddable, tmp_path):
    out = fetched(tmp_path / "包", bundling.Order(embedded=embeddable("311")))
    assert (out / "python" / "pythonw.exe").is_file()
    assert list((out / "wheels").glob("pywin32-*-cp311-cp311-win_amd64.whl"))
    sums = (out / SUMS).read_text(encoding="utf-8")
    assert "  python/python311._pth\n" in sums


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("bundle 没有/包", "没有文件夹“"),
        ("bundle 在", "”已经有了。请换一个名称，或先把它移走。"),
        ("bundle 包 --python-version 3.9", "Python 3.9 太旧。请用 3.11 或更新的。"),
        ("bundle 包 --python-version 三点一一", "Python 版本“三点一一”的写法不对。"),
        ("bundle 包 --python 在/文", "“文”不是嵌入式 Python。"),
        ("bundle 包 --python 没有.zip", "“没有.zip”不是嵌入式 Python。"),
        ("bundle 包 --wheel 在/文", "不是 sifa-xl 的 wheel 文件。"),
        ("bundle 包 --linux --python-version 3.12", "做 Linux 版时不能另指定 Python。"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence_and_nothing_is_written(run, tmp_path, typed, words):
    (tmp_path / "在").mkdir()
    (tmp_path / "在" / "文").touch()
    assert words in run(*typed.split()).complaint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["在"]


def test_without_network_nothing_is_written(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    complaint = run("bundle", "包.zip").complaint
    assert "没有取到 Python 3.11 的组件，什么也没有写。请检查网络和 pip 的设置。" in complaint
    assert list(tmp_path.iterdir()) == []
