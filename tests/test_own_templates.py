"""A bureau's own templates replace the shipped ones file by file; faults name file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sifa_xl import shipped

SHIPPED = shipped.folder("templates")


@pytest.fixture
def own(sample, tmp_path) -> Path:
    """A folder with the sample and a folder 模板 beside it."""
    (tmp_path / "样例.xlsx").write_bytes(sample.read_bytes())
    (tmp_path / "模板").mkdir()
    return tmp_path


def changed(name: str, old: str, new: str) -> str:
    text = (SHIPPED / name).read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new)


def test_a_folder_beside_the_workbook_replaces_one_file_and_leaves_the_others(own, run):
    text = changed("法律援助.jinja", "共办理法律援助和法律帮助案件", "合计办理法援和帮助案件")
    (own / "模板" / "法律援助.jinja").write_text(text, encoding="utf-8")
    outcome = run("summarize", "样例.xlsx", inside=own)
    assert "合计办理法援和帮助案件109件" in outcome.out
    assert "受理矛盾纠纷723件" in outcome.out


def test_another_folder_may_be_named(own, run):
    (own / "乙").mkdir()
    text = changed("人民调解.jinja", "共受理矛盾纠纷", "合计受理矛盾纠纷")
    (own / "乙" / "人民调解.jinja").write_text(text, encoding="utf-8")
    assert "合计受理矛盾纠纷723件" in run("summarize", "样例.xlsx", "--templates", "乙").out


@pytest.mark.parametrize("typed", ["723件", "三百二十件", "７２３件", "十余场"])
def test_a_number_typed_into_a_template_is_refused_with_file_and_line(own, run, typed):
    text = changed("人民调解.jinja", "共受理矛盾纠纷", f"去年{typed}，共受理矛盾纠纷")
    line = text.splitlines().index(next(row for row in text.splitlines() if typed in row)) + 1
    (own / "模板" / "人民调解.jinja").write_text(text, encoding="utf-8")
    complaint = run("summarize", "样例.xlsx", "--text", "总结.txt").complaint
    assert "人民调解.jinja" in complaint
    assert f"第{line}行" in complaint
    assert not (own / "总结.txt").exists()


def test_a_phrase_of_the_workbooks_own_list_may_hold_a_number(own, run, sample):
    import openpyxl

    text = changed("人民调解.jinja", "共受理矛盾纠纷", "推行三三制，共受理矛盾纠纷")
    text = text.replace("推行三三制", "推行五家联调")
    (own / "模板" / "人民调解.jinja").write_text(text, encoding="utf-8")
    assert "五家" in run("summarize", "样例.xlsx").complaint
    book = openpyxl.load_workbook(own / "样例.xlsx")
    page = book["固定用语"]
    row = next(r for r in range(5, page.max_row) if not page.cell(r, 2).value)
    page.cell(row, 2).value = "五家联调"
    book.save(own / "样例.xlsx")
    assert "推行五家联调" in run("summarize", "样例.xlsx").out


def test_a_misspelt_name_is_told_with_file_line_and_the_nearest_one(own, run):
    text = changed("人民调解.jinja", "{{ 受理纠纷 }}", "{{ 受理纠份 }}")
    (own / "模板" / "人民调解.jinja").write_text(text, encoding="utf-8")
    outcome = run("summarize", "样例.xlsx")
    assert outcome.code == 2
    assert "人民调解.jinja" in outcome.err
    assert "受理纠份" in outcome.err
    assert "受理纠纷" in outcome.err
    assert "第" in outcome.err


def test_code_in_a_template_is_refused(own, run):
    text = changed("人民调解.jinja", "共受理矛盾纠纷", "{{ ''.__class__ }}共受理矛盾纠纷")
    (own / "模板" / "人民调解.jinja").write_text(text, encoding="utf-8")
    assert "人民调解.jinja" in run("summarize", "样例.xlsx").err
