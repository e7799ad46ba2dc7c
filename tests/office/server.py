"""LibreOffice for the tests: starts the worker, asks it, and never leaves an office behind."""

import functools
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, Self

import pytest
from lxml import etree

ROOT = Path(__file__).parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
START_SECONDS = 90.0
ANSWER_SECONDS = 60.0
END_SECONDS = 8.0
MISSING = "LibreOffice is missing: soffice, or /usr/bin/python3 with the module uno"
WRONG_NUMBER = "987654321"
WRONG_TEXT = "毒"

CellValue = float | str | dict[str, str] | None
NewValue = float | Decimal | date | str | None


class OfficeError(Exception):
    """LibreOffice refused a command, ended by itself or was stopped because it hung."""


class Office:
    """One LibreOffice; starts when entered, and again with the next ``open`` after it hung."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[str] | None = None
        self._folder = Path()
        self._answers: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread()

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def process_group(self) -> int:
        """The process group of the worker and the office.  Raises OfficeError if none runs."""
        if self._worker is None:
            raise OfficeError("LibreOffice is not running")
        return self._worker.pid

    def open(self, path: Path, macros: bool = False) -> "Book":
        """Open a workbook or a document, its macros alive or not.

        Raises:
            OfficeError: LibreOffice cannot read it.
        """
        if self._worker is None:
            self._start()
        number = self.ask("open", path=str(path.resolve()), macros=macros)
        return Book(self, self.process_group, number)

    def ask(self, command: str, seconds: float = ANSWER_SECONDS, **arguments: Any) -> Any:
        """The worker's result of one command.

        Raises:
            OfficeError: the command was refused; or no answer came within ``seconds``, or the
                worker ended, and then the office has been killed.
        """
        pipe = self._worker.stdin if self._worker else None
        if pipe is None:
            raise OfficeError("LibreOffice is not running")
        line = json.dumps({"command": command, **arguments}, allow_nan=False, default=_plain)
        with suppress(BrokenPipeError):  # a worker that has ended answers with the end of file
            pipe.write(line + "\n")
            pipe.flush()
        return self._answer(command, seconds)

    def stop(self) -> None:
        """End the office, by force if it does not end by itself.  May be called twice."""
        if self._worker is not None:
            assert self._worker.stdin is not None
            self._worker.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._worker.wait(END_SECONDS)
            self._kill()

    def _start(self) -> None:
        if not find_office():
            raise OfficeError(MISSING)
        self._folder = Path(tempfile.mkdtemp(prefix="sifa_office_"))
        with (self._folder / "log").open("w", encoding="utf-8") as log:
            self._worker = subprocess.Popen(
                [SYSTEM_PYTHON, "-m", "tests.office.worker", str(self._folder / "profile")],
                cwd=ROOT,
                env=_clean_environment(self._folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
                start_new_session=True,  # its own process group, so that nothing can stay behind
            )
        self._answers = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._answer("start", START_SECONDS)

    def _listen(self) -> None:
        assert self._worker is not None
        assert self._worker.stdout is not None
        for line in self._worker.stdout:
            self._answers.put(line)
        self._answers.put("")

    def _answer(self, command: str, seconds: float) -> Any:
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            self._kill()
            raise OfficeError(
                f"LibreOffice did not answer “{command}” within {seconds:g} s and was killed"
            ) from None
        if not line:
            log = (self._folder / "log").read_text(encoding="utf-8", errors="replace")
            self._kill()
            raise OfficeError(f"LibreOffice ended during “{command}”: {log[-2000:]}")
        answer = json.loads(line)
        if "problem" in answer:
            raise OfficeError(f"{command}: {answer['problem']}")
        return answer["result"]

    def _kill(self) -> None:
        worker, self._worker = self._worker, None
        assert worker is not None
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        self._listener.join()
        with suppress(BrokenPipeError), worker:
            pass  # closes its pipes and waits for it
        shutil.rmtree(self._folder, ignore_errors=True)


class Book:
    """An open workbook; use it with ``with``.  Sheets by name, rows from 1, columns by letter."""

    def __init__(self, office: Office, group: int, number: int) -> None:
        self._office = office
        self._group = group
        self._number = number

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OfficeError):  # must not hide what the test found
            self.close()

    def sheets(self) -> list[dict[str, Any]]:
        """``name``, ``visible`` and ``protected`` of every sheet, in their order."""
        return list(self.ask("sheets"))

    def set(self, cells: Mapping[str, NewValue]) -> None:
        """Write constants; a string stays one, None clears.  The sheet loses its protection."""
        if any(isinstance(value, bool) for value in cells.values()):
            raise TypeError("LibreOffice takes no truth value; write 1 or 0")
        self.ask("set", cells=dict(cells))

    def read(self, cells: Iterable[str]) -> dict[str, CellValue]:
        """The values: number, text, ``{"error": "#DIV/0!"}``, or None for an empty cell.

        TRUE is 1.  A formula whose result is an empty text gives "".
        """
        return dict(self.ask("read", cells=list(cells)))

    def formula_cells(self, sheet: str) -> list[dict[str, Any]]:
        """``cell``, ``formula`` (as LibreOffice writes it) and ``value`` of every formula."""
        return list(self.ask("formula_cells", sheet=sheet))

    def recalculate(self) -> None:
        """Compute every formula anew, whatever the file says its value is."""
        self.ask("recalculate")

    def insert_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """Insert ``count`` empty rows above ``row``."""
        self.ask("insert_rows", sheet=sheet, row=row, count=count)

    def delete_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """Delete ``count`` rows from ``row`` on."""
        self.ask("delete_rows", sheet=sheet, row=row, count=count)

    def insert_columns(self, sheet: str, column: str, count: int = 1) -> None:
        """Insert ``count`` empty columns left of ``column``."""
        self.ask("insert_columns", sheet=sheet, column=column, count=count)

    def delete_columns(self, sheet: str, column: str, count: int = 1) -> None:
        """Delete ``count`` columns from ``column`` on."""
        self.ask("delete_columns", sheet=sheet, column=column, count=count)

    def rename_sheet(self, sheet: str, name: str) -> None:
        """Rename a sheet; formulas follow."""
        self.ask("rename_sheet", sheet=sheet, name=name)

    def move_sheet(self, sheet: str, position: int) -> None:
        """Move a sheet so that it stands at ``position``, from 0."""
        self.ask("move_sheet", sheet=sheet, position=position)

    def hide_sheet(self, sheet: str, hidden: bool = True) -> None:
        """Hide a sheet, or show it."""
        self.ask("hide_sheet", sheet=sheet, hidden=hidden)

    def modules(self) -> dict[str, str]:
        """The source of every Basic module by its name."""
        return dict(self.ask("modules"))

    def replace_module(self, module: str, source: str) -> None:
        """Give a Basic module another source, in the open workbook only."""
        self.ask("replace_module", module=module, source=source)

    def controls(self) -> list[dict[str, str]]:
        """``sheet``, ``label`` and ``script`` of every button that is bound to a macro."""
        return list(self.ask("controls"))

    def run(self, script: str, from_ribbon: bool = False) -> Any:
        """Run a script by its full address; gives what a function returns.

        A script with an error in it silently does nothing, so look at what it should have done.

        Raises:
            OfficeError: it does not exist, or takes another number of arguments.
        """
        return self.ask("run", script=script, from_ribbon=from_ribbon)

    def save_as(self, path: Path, filter_name: str = "Calc MS Excel 2007 XML") -> None:
        """Write a copy; the open workbook keeps its own path."""
        self.ask("save_as", path=str(path.resolve()), filter=filter_name)

    def close(self) -> None:
        """Close without saving."""
        self.ask("close")

    def ask(self, command: str, **arguments: Any) -> Any:
        """The result of any command of the worker about this workbook."""
        if self._office.process_group != self._group:
            raise OfficeError("this workbook was open in a LibreOffice that has been killed")
        return self._office.ask(command, doc=self._number, **arguments)


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One LibreOffice for the whole session; see ``skip_or_fail`` for where there is none."""
    if not find_office():
        skip_or_fail()
    with Office() as running:
        yield running


@functools.cache
def find_office() -> bool:
    """Whether soffice and a system Python with the module uno are there."""
    if shutil.which("soffice") is None or not Path(SYSTEM_PYTHON).exists():
        return False
    probe = [SYSTEM_PYTHON, "-c", "import uno"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def skip_or_fail() -> NoReturn:
    """Skip a test that needs LibreOffice; in CI, or if SIFA_REQUIRE_OFFICE is 1, fail it."""
    if os.environ.get("CI") or os.environ.get("SIFA_REQUIRE_OFFICE") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def poison(path_in: Path, path_out: Path) -> int:
    """Copy a workbook with a wrong cached value in every formula cell; returns how many.

    A number becomes 987654321, a text 毒, a truth its opposite, an error #NULL!.  A formula without
    a cached value is left so.
    """
    poisoned = 0
    with zipfile.ZipFile(path_in) as source, zipfile.ZipFile(path_out, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                sheet = etree.fromstring(content)
                poisoned += sum(map(_poison_cell, sheet.iter("{*}c")))
                content = etree.tostring(sheet, encoding="UTF-8", standalone=True)
            target.writestr(part, content)
    return poisoned


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    raise TypeError(f"{value!r} is not a value for a cell")


def _clean_environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    # without a UTF-8 locale LibreOffice cannot open a path with Chinese in it
    return kept | {"LC_ALL": "C.UTF-8", "TMPDIR": str(folder)}


def _poison_cell(cell: Any) -> bool:
    value = cell.find("{*}v")
    if cell.find("{*}f") is None or value is None:
        return False
    kind = cell.get("t", "n")
    if kind == "s":  # an index of a shared text, which only a constant may have
        cell.set("t", "str")
    opposite = "0" if value.text == "1" else "1"
    value.text = {"n": WRONG_NUMBER, "b": opposite, "e": "#NULL!"}.get(kind, WRONG_TEXT)
    return True
