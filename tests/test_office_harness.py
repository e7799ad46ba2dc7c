"""The harness itself: what LibreOffice is told, what it answers, what is left behind."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from docx import Document

from tests.office import server
from tests.office.render import render
from tests.office.server import Book, Office, OfficeError, find_office, poison, skip_or_fail

pytestmark = pytest.mark.office
ROOT = Path(__file__).parents[1]
FENCED = "<!-- ci: test -->\n```bash\n{}\n```\n"


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., Path]:
    """``draw(A1=3, A2="=A1*2")``: a workbook with these cells in a protected sheet 表."""

    def write(**cells: Any) -> Path:
        path = tmp_path / "一 本.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("表")
            sheet.protect()
            for cell, value in cells.items():
                sheet.write(cell, *(value if isinstance(value, tuple) else (value,)))
            book.add_worksheet("第二 表").write_formula("A1", "=表!A1+1")
            book.add_worksheet("藏").hide()
        return path

    return write


@pytest.fixture
def book(office: Office, draw: Callable[..., Path]) -> Iterator[Book]:
    with office.open(draw(A1=3, A2="=A1*2", A3='=IF(A1>5,"多","")', B1="字")) as opened:
        opened.recalculate()
        yield opened


@pytest.fixture
def own_office(office: Office) -> Iterator[Office]:
    """An office of the test's own, to be ill-treated."""
    with Office() as started:
        yield started


def read(book: Book, *cells: str) -> list[Any]:
    return list(book.read(f"表!{cell}" for cell in cells).values())


def test_the_sheets_are_listed_in_order(book: Book):
    assert book.sheets() == [
        {"name": "表", "visible": True, "protected": True},
        {"name": "第二 表", "visible": True, "protected": False},
        {"name": "藏", "visible": False, "protected": False},
    ]


def test_a_number_set_in_a_protected_sheet_reaches_the_formulas(book: Book):
    book.set({"表!A1": 7})
    assert read(book, "A1", "A2", "A3") == [7, 14, "多"]
    assert book.read(["'第二 表'!$A$1"]) == {"'第二 表'!$A$1": 8}


@pytest.mark.parametrize("text", ["=1+1", "001", "2024-03-05", "'x", "TRUE", "1.5", "=", "#N/A"])
def test_a_string_stays_a_string(book: Book, text: str):
    book.set({"表!C1": text, "表!C2": 1})
    assert read(book, "C1", "C2") == [text, 1]
    assert [cell["cell"] for cell in book.formula_cells("表")] == ["A2", "A3"]


def test_none_clears_a_cell_and_its_neighbours_stay(book: Book):
    book.set({"表!C1": 1, "表!C2": 2, "表!C3": 3})
    book.set({"表!C2": None})
    assert read(book, "C1", "C2", "C3") == [1, None, 3]


def test_a_decimal_and_a_day_are_written_as_numbers(book: Book):
    book.set({"表!C1": Decimal("2.045"), "表!C2": date(2024, 3, 5)})
    assert read(book, "C1", "C2") == [2.045, 45356]


@pytest.mark.parametrize("value", [True, float("nan"), b"x"])
def test_a_value_that_no_cell_holds_is_refused(book: Book, value: Any):
    with pytest.raises((TypeError, ValueError)):
        book.set({"表!C1": value})


def test_an_empty_cell_is_not_an_empty_text(book: Book):
    assert read(book, "A3", "C1", "XFD1048576") == ["", None, None]


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=1/0", "#DIV/0!"),
        ("=NA()", "#N/A"),
        ("=NOSUCHNAME(1)", "#NAME?"),
        ('="x"+1', "#VALUE!"),
        ("=INDEX(B1:B2,9)", "Err:502"),  # #REF! in Excel
    ],
)
def test_an_error_is_reported_by_its_name(
    office: Office, draw: Callable[..., Path], formula: str, error: str
):
    with office.open(draw(A1=formula, A2="=IFERROR(A1,5)")) as book:
        book.recalculate()
        assert read(book, "A1", "A2") == [{"error": error}, 5]
        assert book.formula_cells("表")[0]["value"] == {"error": error}


def test_the_formulas_are_listed_with_their_values_and_texts_are_not(book: Book):
    book.set({"表!B2": "=A1"})
    assert book.formula_cells("表") == [
        {"cell": "A2", "formula": "=A1*2", "value": 6},
        {"cell": "A3", "formula": '=IF(A1>5;"多";"")', "value": ""},
    ]
    assert book.formula_cells("藏") == []


def test_formulas_move_with_inserted_and_deleted_rows(book: Book):
    book.insert_rows("表", 2, 3)
    assert [cell["cell"] for cell in book.formula_cells("表")] == ["A5", "A6"]
    book.insert_rows("表", 1)
    assert book.formula_cells("表")[0] == {"cell": "A6", "formula": "=A2*2", "value": 6}
    book.delete_rows("表", 3, 2)
    assert read(book, "A2", "A4") == [3, 6]


def test_formulas_move_with_inserted_and_deleted_columns(book: Book):
    book.insert_columns("表", "A", 27)
    assert book.formula_cells("表")[0] == {"cell": "AB2", "formula": "=AB1*2", "value": 6}
    book.delete_columns("表", "B", 26)
    assert read(book, "B1", "C1") == [3, "字"]


def test_a_renamed_sheet_takes_its_formulas_along(book: Book):
    book.rename_sheet("表", "新")
    assert book.read(["新!A2", "第二 表!A1"]) == {"新!A2": 6, "第二 表!A1": 4}


@pytest.mark.parametrize(
    ("sheet", "position", "order"),
    [("表", 1, ["第二 表", "表", "藏"]), ("表", 2, ["第二 表", "藏", "表"]), ("藏", 0, None)],
)
def test_a_moved_sheet_stands_at_its_position(
    book: Book, sheet: str, position: int, order: list[str] | None
):
    book.move_sheet(sheet, position)
    assert [page["name"] for page in book.sheets()] == (order or ["藏", "表", "第二 表"])
    assert book.read(["第二 表!A1"]) == {"第二 表!A1": 4}


def test_a_sheet_is_hidden_and_shown(book: Book):
    book.hide_sheet("表")
    book.hide_sheet("藏", hidden=False)
    assert [page["visible"] for page in book.sheets()] == [False, True, True]


def test_a_copy_is_saved_with_formulas_and_values(book: Book, tmp_path: Path):
    book.set({"表!A1": 7})
    book.save_as(tmp_path / "另存.xlsx")
    formulas = openpyxl.load_workbook(tmp_path / "另存.xlsx")["表"]
    values = openpyxl.load_workbook(tmp_path / "另存.xlsx", data_only=True)["表"]
    assert (formulas["A2"].value, values["A2"].value) == ("=A1*2", 14)


def test_poisoned_values_are_wrong_until_recalculated(
    office: Office, draw: Callable[..., Path], tmp_path: Path
):
    path = draw(A1=3, A2=("=A1*2", None, 6), A3=('=A1&"件"', None, "3件"), B1="字")
    assert poison(path, tmp_path / "毒.xlsx") == 3  # one is in the second sheet
    with office.open(tmp_path / "毒.xlsx") as book:
        assert read(book, "A1", "A2", "A3", "B1") == [3, 987654321, "毒", "字"]
        book.recalculate()
        assert read(book, "A1", "A2", "A3", "B1") == [3, 6, "3件", "字"]


def test_truths_and_errors_are_poisoned_though_libreoffice_never_trusts_them(
    office: Office, draw: Callable[..., Path], tmp_path: Path
):
    path = draw(A1=3, A2=("=A1=3", None, True), A3=("=1/0", None, "#DIV/0!"))
    poison(path, tmp_path / "毒.xlsx")
    cached = openpyxl.load_workbook(tmp_path / "毒.xlsx", data_only=True)["表"]
    assert (cached["A2"].value, cached["A3"].value) == (False, "#NULL!")
    with office.open(tmp_path / "毒.xlsx") as book:  # computed on opening, without recalculate
        assert read(book, "A2", "A3") == [1, {"error": "#DIV/0!"}]


def test_poison_changes_nothing_but_the_values_of_formulas(
    draw: Callable[..., Path], tmp_path: Path
):
    path = draw(A1=3, A2=("=A1*2", None, 6), B1="字")
    poison(path, tmp_path / "毒.xlsx")
    with zipfile.ZipFile(path) as clean, zipfile.ZipFile(tmp_path / "毒.xlsx") as poisoned:
        assert clean.namelist() == poisoned.namelist()
        changed = [part for part in clean.namelist() if clean.read(part) != poisoned.read(part)]
        assert [Path(part).name for part in changed if "worksheets" not in part] == []
        sheet = poisoned.read("xl/worksheets/sheet1.xml").decode()
        before = clean.read("xl/worksheets/sheet1.xml").decode()
    assert _content(sheet.replace("<v>987654321</v>", "<v>6</v>")) == _content(before)


def test_a_refused_command_says_why_and_the_office_goes_on(book: Book):
    with pytest.raises(OfficeError, match="read: there is no sheet 没有"):
        book.read(["没有!A1"])
    with pytest.raises(OfficeError, match="A1 is not a cell"):
        book.read(["A1"])
    assert read(book, "A2") == [6]


def test_a_closed_workbook_is_refused(office: Office, draw: Callable[..., Path]):
    book = office.open(draw(A1=1))
    book.close()
    with pytest.raises(OfficeError, match="is not open"):
        book.sheets()


def test_a_file_that_is_missing_is_refused(office: Office, tmp_path: Path):
    with pytest.raises(OfficeError, match="open"):
        office.open(tmp_path / "没有.xlsx")


def test_nothing_is_left_after_the_end(own_office: Office):
    group, folder = own_office.process_group, own_office._folder
    assert "soffice.bin" in _members(group).values()
    own_office.stop()
    assert _left_after_a_while(group) == {}
    assert not folder.exists()


def test_an_office_that_hangs_is_killed_and_started_anew(
    own_office: Office, draw: Callable[..., Path]
):
    path = draw(A1=3)
    lost = own_office.open(path)
    group = own_office.process_group
    for process, name in _members(group).items():
        if name == "soffice.bin":
            os.kill(process, signal.SIGSTOP)
    with pytest.raises(OfficeError, match="did not answer “sheets” within 1 s and was killed"):
        lost.ask("sheets", seconds=1)
    assert _left_after_a_while(group) == {}
    with pytest.raises(OfficeError, match="not running"):
        lost.sheets()
    with own_office.open(path) as book:
        assert read(book, "A1") == [3]
        with pytest.raises(OfficeError, match="has been killed"):
            lost.sheets()


def test_an_office_that_dies_is_one_clear_error(own_office: Office, draw: Callable[..., Path]):
    book = own_office.open(draw(A1=3))
    group = own_office.process_group
    os.kill(group, signal.SIGKILL)  # the worker leads the group; soffice outlives it
    with pytest.raises(OfficeError, match="LibreOffice ended during “sheets”"):
        book.sheets()
    assert _left_after_a_while(group) == {}


def test_nothing_is_left_when_the_session_is_killed(office: Office):
    program = (
        "import os; from tests.office.server import Office; "
        "office = Office().__enter__(); print(office.process_group, office._folder, flush=True); "
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    group, folder = done.stdout.split()
    assert _left_after_a_while(int(group)) == {}
    shutil.rmtree(folder)


def test_without_an_office_a_test_is_skipped_but_in_ci_it_fails(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("SIFA_REQUIRE_OFFICE", raising=False)
    with pytest.raises(pytest.skip.Exception):
        skip_or_fail()
    monkeypatch.setenv("SIFA_REQUIRE_OFFICE", "1")
    with pytest.raises(pytest.fail.Exception):
        skip_or_fail()
    monkeypatch.delenv("SIFA_REQUIRE_OFFICE")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        skip_or_fail()


def test_an_office_without_soffice_is_not_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not find_office.__wrapped__()
    monkeypatch.setattr(server, "find_office", find_office.__wrapped__)
    with pytest.raises(OfficeError, match="is missing"):
        Office().__enter__()


def test_every_visible_sheet_becomes_one_picture(
    office: Office, draw: Callable[..., Path], tmp_path: Path
):
    path = draw(A1=3, A300=1)
    shown = [picture.name for picture in render(office, path, tmp_path / "图")]
    assert shown == ["01-表.png", "02-第二 表.png"]
    everything = render(office, path, tmp_path / "图", hidden=True)
    assert [picture.name for picture in everything] == [*shown, "03-藏.png"]
    widths, heights = zip(*map(_size, everything), strict=True)
    assert set(widths) == {1366}
    assert heights[0] > 5000 > heights[1]


def test_a_long_sheet_goes_on_in_a_second_picture(
    office: Office, draw: Callable[..., Path], tmp_path: Path
):
    pictures = render(office, draw(A1=3, A300=1), tmp_path, height=4000)
    assert [picture.name for picture in pictures][:2] == ["01-表-1.png", "01-表-2.png"]


def test_conditional_formats_and_rows_made_for_filling_in_are_seen(office: Office, tmp_path: Path):
    pictures = {}
    for name, fill in (("one", "#FF0000"), ("two", "#00FF00")):
        with xlsxwriter.Workbook(tmp_path / f"{name}.xlsx") as book:
            sheet = book.add_worksheet("表")
            sheet.write("A1", -1)
            sheet.write_blank("A100", None, book.add_format({"border": 1, "locked": False}))
            red = {"type": "cell", "criteria": "<", "value": 0}
            sheet.conditional_format("A1", red | {"format": book.add_format({"bg_color": fill})})
            sheet.protect()
        (pictures[name],) = render(office, tmp_path / f"{name}.xlsx", tmp_path / name)
    assert _size(pictures["one"])[1] > 1900
    assert pictures["one"].read_bytes() != pictures["two"].read_bytes()


def test_a_document_becomes_one_picture_a_page(office: Office, tmp_path: Path):
    document = Document()
    document.add_paragraph("一")
    document.add_page_break()
    document.add_paragraph("二")
    document.save(str(tmp_path / "总结.docx"))
    pictures = render(office, tmp_path / "总结.docx", tmp_path)
    assert [picture.name for picture in pictures] == ["01-总结-1.png", "01-总结-2.png"]


def test_ci_runs_the_command_of_the_readme_in_a_fresh_environment(tmp_path: Path):
    show = "import os, sys; print(os.getcwd(), os.environ['CI'], sys.prefix != sys.base_prefix)"
    done = _run_ci(tmp_path, "# 说明\n\n" + FENCED.format(f'true && python -c "{show}"'))
    assert done.stdout.splitlines()[-1] == f"{tmp_path} 1 True"
    installed = (tmp_path / "apt").read_text(encoding="utf-8")
    assert "update\ninstall -y --no-install-recommends libreoffice-calc" in installed


def test_ci_fails_with_the_command_of_the_readme(tmp_path: Path):
    assert _run_ci(tmp_path, FENCED.format("(exit 7) && true")).returncode == 7


@pytest.mark.parametrize(
    "readme",
    [
        "```bash\ntrue\n```\n",
        "<!-- ci: test -->\n\n```bash\ntrue\n```\n",
        FENCED.format("true\ntrue"),
        FENCED.format(""),
    ],
)
def test_ci_fails_without_the_mark_and_its_one_command(tmp_path: Path, readme: str):
    done = _run_ci(tmp_path, readme)
    assert done.returncode == 1
    assert "ci: test" in done.stderr
    assert not (tmp_path / "apt").exists()


def _content(xml: str) -> str:
    """The XML without its declaration, which lxml writes with other quotes."""
    return re.sub(r"^<\?xml[^>]*\?>\s*", "", xml)


def _members(group: int) -> dict[int, str]:
    """The living processes of a process group, with their names."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it may end meanwhile
            before, _, rest = stat.read_text(encoding="utf-8").rpartition(") ")
            process, _, name = before.partition(" (")
            state, _, process_group = rest.split()[:3]
            if int(process_group) == group and state != "Z":
                found[int(process)] = name
    return found


def _left_after_a_while(group: int) -> dict[int, str]:
    deadline = time.monotonic() + 15
    while (left := _members(group)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _size(picture: Path) -> tuple[int, int]:
    head = picture.read_bytes()[16:24]
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")


def _run_ci(folder: Path, readme: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of ``.ci/run`` beside ``readme``, with an apt-get that only notes its words."""
    (folder / "README.md").write_text(readme, encoding="utf-8")
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
    for name, text in {"apt-get": f'echo "$@" >> "{folder}/apt"', "sudo": '"$@"'}.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(
        [folder / ".ci" / "run"],
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
