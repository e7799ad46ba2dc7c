"""What every test may ask for: LibreOffice, golden files, the sample workbook, the command."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from sifa_xl import cli, jobs, shipped
from tests.office.server import office  # noqa: F401

GOLDEN = Path(__file__).parent / "golden"
SAMPLE_NAME = "麻阳县2022年上半年"


@dataclass(frozen=True)
class Outcome:
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
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command ``sifa-xl`` in an empty folder; see ``Run``.  Logs go there too."""
    for name in ("LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "状态"))

    def call(*arguments: str | Path, inside: Path | None = None, apart: bool = False) -> Outcome:
        monkeypatch.chdir(inside or tmp_path)
        return (_apart if apart else _here)([str(argument) for argument in arguments])

    return call


def _apart(arguments: list[str]) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "sifa_xl.cli", *arguments],
        capture_output=True,
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def _here(arguments: list[str]) -> Outcome:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(arguments)
    return Outcome(code, out.getvalue(), err.getvalue())
