"""Every button and every command of the ribbon, clicked in LibreOffice through its own binding."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sifa_xl.actions import ACTIONS, Spot
from sifa_xl.book.front_plan import MACROS_ROW, NO_MACROS
from sifa_xl.book.macro_plan import MACRO_TEXTS
from sifa_xl.file_names import OUTPUT
from sifa_xl.lines import shipped as shipped_lines
from tests.books import sheet
from tests.macro_books import NAME, plans, saved
from tests.office.clicks import TOLD, Clicks
from tests.office.server import Book, Office

pytestmark = pytest.mark.office
PYTHON = Path(sys.executable)
WPS = '"WPS Spreadsheets"'


def call_of(key: str) -> str:
    """What a click asks Python to do."""
    return f"from sifa_xl.excel.buttons import press; press('{key}')"


def told(key: str) -> str:
    return TOLD + MACRO_TEXTS[key]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("宏")


@pytest.fixture(scope="module")
def book(office: Office, folder: Path) -> Iterator[Book]:
    with office.open(saved(folder), macros=True) as opened:
        yield opened


@pytest.fixture
def clicks(book: Book) -> Clicks:
    """The workbook on a machine where the program is installed."""
    fresh = Clicks(book)
    fresh.install(PYTHON)
    return fresh


def test_every_button_asks_python_for_its_action(book: Book, clicks: Clicks):
    by_caption = {action.caption: action for action in ACTIONS}
    controls = book.controls()
    lines = [line.title for line in shipped_lines()]
    wanted = sum(len(lines) if action.spot is Spot.LINE else 1 for action in ACTIONS)
    assert len(controls) == wanted
    for control in controls:
        action = by_caption[control["label"]]
        assert control["sheet"] in (lines if action.spot is Spot.LINE else ["首页"])
        assert clicks.press(control["script"]) == [call_of(action.key)], control


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
def test_every_command_of_the_ribbon_asks_python_for_its_action(clicks: Clicks, action):
    assert clicks.choose(action.ribbon_macro) == [call_of(action.key)]


def test_where_the_program_is_missing_a_click_says_so_and_calls_nothing(clicks: Clicks):
    clicks.install(Path("/没有/pythonw.exe"))
    assert clicks.call("Actions.PressSummarize") == [told("no_program")]


def test_the_place_of_python_may_name_folders_of_the_machine(clicks: Clicks, book: Book):
    book.set({"xlwings.conf!B1": "%HOME%/%HOME%"})
    assert clicks.call("Actions.PressSummarize") == [told("no_program")]
    book.set({"xlwings.conf!B1": f"%NO_SUCH_NAME%{PYTHON}"})
    assert clicks.call("Actions.PressSummarize") == [call_of("summarize")]


def test_without_a_place_of_python_a_click_says_so(clicks: Clicks, book: Book):
    book.set({"xlwings.conf!B1": None})
    assert clicks.call("Actions.PressSummarize") == [told("no_program")]


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("check", "check"),
        ("check_sheet", "check"),
        ("summarize", "summarize"),
        ("preview_sheet", "summarize"),
        ("review", "review"),
        ("public", "public"),
    ],
)
def test_in_wps_a_copy_is_given_to_the_launcher(clicks: Clicks, folder: Path, key, action):
    clicks.pretend(Application_Name=WPS)
    before = set(folder.glob(f"{OUTPUT}/*"))
    call, message = clicks.call(next(f"Actions.{a.macro}" for a in ACTIONS if a.key == key))
    assert message == told("by_file")
    (copy,) = set(folder.glob(f"{OUTPUT}/*")) - before
    assert copy.match(f"{Path(NAME).stem}_????????_??????.xlsm")
    assert call == f'Shell: "{PYTHON}" -m sifa_xl.excel.launcher "{copy}" --action {action}'
    copy.unlink()


@pytest.mark.parametrize(
    "home", [r"C:\Program Files\Kingsoft\office6", r"D:\WPS Office\12.1\office6"]
)
def test_wps_is_known_by_its_folder_where_it_calls_itself_excel(clicks: Clicks, home: str):
    clicks.pretend(Application_Path=f'"{home}"')
    assert clicks.call("Actions.PressSelfTest") == [told("not_by_file")]
    clicks.pretend(Application_Path=r'"C:\Program Files\Microsoft Office\root\Office16"')
    assert clicks.call("Actions.PressSelfTest") == [call_of("self_test")]


@pytest.mark.parametrize("place", ["", "https://d.docs.live.net/1/表"])
def test_in_wps_a_workbook_that_lies_in_no_folder_is_to_be_saved_first(clicks: Clicks, place: str):
    clicks.pretend(Application_Name=WPS, ThisWorkbook_Path=f'"{place}"')
    assert clicks.call("Actions.PressSummarize") == [told("save_first")]


def test_in_wps_the_self_test_says_what_to_do_instead(clicks: Clicks):
    clicks.pretend(Application_Name=WPS)
    assert clicks.call("Actions.PressSelfTest") == [told("not_by_file")]


def test_a_fault_in_a_macro_ends_as_one_message_in_chinese(clicks: Clicks):
    clicks.pretend(RunPython="Err.Raise 5 '")
    (message,) = clicks.call("Actions.PressCheck")
    assert message.startswith(f"{told('failed')}\n\n")


def test_the_front_page_warns_only_while_macros_are_blocked(office: Office, folder: Path):
    rows = sheet(plans(), "首页").cells
    row = next(r for (r, c), (content, _) in rows.items() if c == 1 and content == MACROS_ROW)
    for alive, shown in ((True, ""), (False, NO_MACROS)):
        with office.open(folder / NAME, macros=alive) as opened:
            opened.recalculate()
            assert opened.read([f"首页!B{row}"]) == {f"首页!B{row}": shown}


def test_what_is_done_on_opening_leaves_every_sheet_protected(book: Book, clicks: Clicks):
    before = {page["name"] for page in book.sheets() if page["protected"]}
    done = clicks.call_watched("ThisWorkbook", "Workbook_Open", "sheet.EnableOutlining")
    assert len(done) == len(before)
    assert {page["name"] for page in book.sheets() if page["protected"]} == before
    assert {line.title for line in shipped_lines()} <= before
