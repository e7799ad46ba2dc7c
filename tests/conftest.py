"""What every test may ask for: LibreOffice, golden files, the sample workbook, the command."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from sifa_xl import cli, jobs, shipped
from sifa_xl import headers as h
from sifa_xl.lines import shipped as shipped_lines
from tests.office.server import office  # noqa: F401

GOLDEN = Path(__file__).parent / "golden"
SAMPLE_NAME = "麻阳县2022年上半年"
BUREAU = """
["首页"]
"单位全称" = "青山县司法局"
"单位简称" = "县司法局"
"区划称谓" = "县"
"年份" = 2022
"期别" = "上半年"
"统计截止日" = 2022-06-30
"成文日期" = 2022-07-05
"领导机关" = "县委、县政府"
"""


class Outcome(NamedTuple):
    """What a command left behind on the screen."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line a command that cannot run says; fails if there is more or other."""
        assert self.code == 2, self
        assert self.out == "", self
        line, end, rest = self.err.partition("\n")
        assert (end, rest) == ("\n", ""), self
        assert line.endswith("。"), self
        return line


class Run(Protocol):
    """``run("check", path, inside=folder)``: the command, here or, if ``apart``, on its own."""

    def __call__(
        self, *arguments: str | Path, inside: Path | None = None, apart: bool = False
    ) -> Outcome: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regold", action="store_true", help="write the golden files anew; then read git diff"
    )
    parser.addoption(
        "--fuzz", type=int, default=140, help="how many damaged workbooks are read in process"
    )
    parser.addoption(
        "--kills", type=int, default=50, help="at how many moments a command that writes is killed"
    )
    parser.addoption(
        "--fuzz-apart", type=int, default=14, help="how many are checked as whole processes"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden("人民调解.txt", text)`` compares with tests/golden, or with --regold writes it."""
    regold: bool = request.config.getoption("--regold")

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if regold:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"tests/golden/{name} is missing: pytest --regold, then read it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def sample_bytes() -> bytes:
    """The sample workbook, built once."""
    return jobs.build_workbook(shipped.folder("workbooks") / f"{SAMPLE_NAME}.toml")


@pytest.fixture(scope="session")
def sample(sample_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workbook as a file, alone in its folder.  Not to be changed by a test."""
    path = tmp_path_factory.mktemp("样例") / f"{SAMPLE_NAME}.xlsx"
    path.write_bytes(sample_bytes)
    return path


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """``book(受理纠纷=200)``: a workbook of one bureau where only 人民调解 has work to report.

    What is not given is clean; a string is a line of TOML, such as ``{ "本期" = "待定" }``.
    """

    def write(**figures: int | str) -> Path:
        typed = {"矛盾纠纷排查": 300, "排查发现纠纷": 210, "受理纠纷": 200, "调解成功": 199}
        rows = typed | figures
        text = [BUREAU, '["人民调解"."数据"]']
        for name, value in rows.items():
            cells = value if isinstance(value, str) else f'{{ "本期" = {value} }}'
            text.append(f'"{name}" = {cells}')
        for line in shipped_lines():
            if line.title != "人民调解":
                text.append(f'["{line.title}"."数据"]\n"{h.OFF}" = {{ "本期" = "本期无此工作" }}')
        path = tmp_path / "青山县.xlsx"
        path.write_bytes(_built("\n".join(text)))
        return path

    return write


@lru_cache(maxsize=64)
def _built(content: str) -> bytes:
    """The workbook of one filling; tests by the hundred want the same few."""
    with tempfile.TemporaryDirectory() as folder:
        fill = Path(folder) / "填表.toml"
        fill.write_text(content, encoding="utf-8")
        return jobs.build_workbook(fill)


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the logs of a test lie."""
    folder = tmp_path_factory.mktemp("状态")
    for name in ("LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder / "sifa-xl"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: Path) -> Run:
    """Run the command ``sifa-xl`` in an empty folder; see ``Run``."""

    def call(*arguments: str | Path, inside: Path | None = None, apart: bool = False) -> Outcome:
        monkeypatch.chdir(inside or tmp_path)
        return (_apart if apart else run_here)([str(argument) for argument in arguments])

    return call


def _apart(arguments: list[str]) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "sifa_xl.cli", *arguments],
        capture_output=True,
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def run_here(arguments: list[str]) -> Outcome:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(arguments)
    return Outcome(code, out.getvalue(), err.getvalue())
