"""xlwings comes without what it does not need, and leaves the rest of the program alone."""

from __future__ import annotations

import subprocess
import sys

import pytest


def child(program: str) -> str:
    run = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(run, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_neither_the_big_packages_nor_the_licensed_part_is_loaded():
    assert child(
        "import sys\n"
        "from sifa_xl.excel.light_xlwings import WITHHELD, load\n"
        "xlwings = load()\n"
        "print(xlwings.Book.__name__, [name for name in WITHHELD if name in sys.modules])"
    ) == ("Book []")


def test_the_big_packages_can_be_loaded_afterwards():
    assert child(
        "from sifa_xl.excel.light_xlwings import load\n"
        "load()\nimport pandas, numpy\nprint(pandas.DataFrame([1]).shape)"
    ) == ("(1, 1)")


def test_what_is_loaded_already_stays_loaded():
    assert child(
        "import sys, pandas\n"
        "from sifa_xl.excel.light_xlwings import load\n"
        "xlwings = load()\nassert sys.modules['pandas'] is pandas\n"
        "assert load() is xlwings\nprint('ok')"
    ) == ("ok")


@pytest.mark.parametrize("room", ["buttons", "live_book", "self_test", "launcher"])
def test_a_room_of_excel_is_imported_without_xlwings(room):
    assert child(f"import sys, sifa_xl.excel.{room}\nprint('xlwings' in sys.modules)") == ("False")


def test_a_failing_import_leaves_no_gap_behind():
    assert child(
        "import sys\nfrom sifa_xl.excel import light_xlwings\n"
        "sys.modules['xlwings.main'] = None\n"
        "try:\n    light_xlwings.load()\n"
        "except ImportError:\n    print([n for n in light_xlwings.WITHHELD if n in sys.modules])"
    ) == ("[]")
