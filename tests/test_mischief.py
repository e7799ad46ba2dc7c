"""What clerks and other programs do to a workbook: same summary, or a finding, or one sentence."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName

from sifa_xl.errors import FileProblem
from sifa_xl.jobs import Job
from tests.books import addresses, opened, text_of
from tests.drawn import line_named
from tests.office.server import Office
from tests.test_reader_oracles import compare_with_oracles


@pytest.fixture
def copy(sample, tmp_path) -> Path:
    path = tmp_path / "副本.xlsx"
    path.write_bytes(sample.read_bytes())
    return path


def without_addresses(messages: list[str]) -> list[str]:
    return [re.sub(r"[A-Z]+[0-9]+", "#", message) for message in messages]


def outcome(path: Path) -> tuple[str, list[str]]:
    """The text, and the findings without their addresses."""
    job = opened(path)
    return text_of(job), without_addresses([str(finding) for finding in job.findings])


# --- other programs --------------------------------------------------------------------------


def test_saved_by_openpyxl_without_cached_values_it_gives_the_same(sample, copy):
    book = openpyxl.load_workbook(copy)
    book.save(copy)
    assert openpyxl.load_workbook(copy, data_only=True)["人民调解"]["L7"].value is None
    assert outcome(copy) == outcome(sample)
    compare_with_oracles(copy)


@pytest.mark.office
def test_saved_by_libreoffice_it_gives_the_same(sample, copy, tmp_path, office: Office):
    target = tmp_path / "另存.xlsx"
    with office.open(copy) as book:
        book.save_as(target)
    assert outcome(target) == outcome(sample)
    compare_with_oracles(target)


@pytest.mark.office
def test_rows_and_columns_inserted_through_libreoffice_do_not_matter(
    sample, copy, tmp_path, office: Office
):
    target = tmp_path / "插行插列.xlsx"
    with office.open(copy) as book:
        for name in ("人民调解", "社区矫正", "法律援助", "行政复议", "提纲", "首页"):
            book.insert_rows(name, 2, 3)
            book.insert_columns(name, "C", 2)
        book.insert_rows("人民调解", 36, 1)  # inside 驻派出所调解室
        book.insert_rows("下步打算", 6, 2)
        book.recalculate()
        book.save_as(target)
    assert outcome(target) == outcome(sample)


@pytest.mark.office
def test_sums_of_a_split_still_span_rows_inserted_at_its_edges(copy, office: Office):
    at = addresses(line_named("人民调解"))
    first, last = at.split_headers["MD.stations"] + 1, at.split_totals["MD.stations"] - 2
    with office.open(copy) as book:
        book.insert_rows("人民调解", first, 1)  # above the first row
        book.insert_rows("人民调解", last + 2, 1)  # below the last one, above the thin edge
        for row, town, number in ((first, "甲镇", 5), (last + 2, "乙镇", 7)):
            book.set({f"人民调解!B{row}": town, f"人民调解!C{row}": number})
        book.recalculate()
        total = next(c for c in book.formula_cells("人民调解") if c["cell"] == f"C{last + 4}")
    assert total["value"] == 3 + 1 + 5 + 7


@pytest.mark.office
def test_sheets_reordered_renamed_and_hidden_do_not_matter(sample, copy, tmp_path, office: Office):
    target = tmp_path / "改名.xlsx"
    with office.open(copy) as book:
        book.rename_sheet("人民调解", "调解 (基层股)")
        book.move_sheet("社区矫正", 0)
        book.move_sheet("首页", 9)
        book.hide_sheet("法律援助", hidden=True)
        book.save_as(target)
    job = opened(target)
    assert text_of(job) == text_of(opened(sample))
    assert [f.code for f in job.findings if f.sheet == "法律援助" and f.code.startswith("B")] == [
        "B-08"
    ]
    assert "调解 (基层股)!C7" in job.facts.facts["人民调解.受理纠纷"].cells


# --- what a clerk breaks ---------------------------------------------------------------------


def test_an_error_value_is_a_finding_at_its_cell_and_never_a_zero(copy):
    book = openpyxl.load_workbook(copy)
    book["人民调解"]["C7"] = "=1/0"
    book.save(copy)
    finding = next(f for f in opened(copy).findings if f.cell == "C7")
    assert (finding.code, finding.sheet) == ("V-01", "人民调解")
    assert "公式" in finding.message  # openpyxl leaves no result: uncalculated
    patch(copy, "人民调解", "C7", b'<c r="C7" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    job = opened(copy)
    finding = next(f for f in job.findings if f.cell == "C7")
    assert "#DIV/0!" in finding.message
    assert finding.code == "V-01"
    assert "受理矛盾纠纷××件" in text_of(job)  # a ★ figure that is not known, and not 0件


def test_a_deleted_code_column_is_one_clear_finding(copy):
    book = openpyxl.load_workbook(copy)
    book["人民调解"].delete_cols(1)
    book.save(copy)
    job = opened(copy)
    (finding,) = [f for f in job.findings if f.sheet == "人民调解"]
    assert (finding.code, finding.level.on_screen) == ("B-02", "必须改")
    assert "编码列" in finding.message
    assert "新接收社区矫正对象66人" in text_of(job)


def test_a_missing_sheet_is_one_clear_finding(copy):
    book = openpyxl.load_workbook(copy)
    del book["人民调解"]
    book.save(copy)
    job = opened(copy)
    assert [(f.code, f.sheet) for f in job.findings if f.code == "B-01"] == [("B-01", "人民调解")]
    assert "新接收社区矫正对象66人" in text_of(job)


def test_a_copied_sheet_does_not_take_the_originals_place(copy, sample):
    book = openpyxl.load_workbook(copy)
    twin = book.copy_worksheet(book["人民调解"])
    twin.title = "人民调解 (2)"
    twin["C7"] = 999
    book.move_sheet(twin, -12)
    book.save(copy)
    job = opened(copy)
    assert text_of(job) == text_of(opened(sample))
    assert [f.code for f in job.findings if f.code == "B-03"] == ["B-03"]


def test_numbers_typed_in_every_way_a_clerk_has_are_read_or_refused(copy):
    book = openpyxl.load_workbook(copy)
    page = book["人民调解"]
    page["C5"], page["C6"], page["C7"], page["C8"] = "１，０９２", " 26件", "723起", "719"
    book.save(copy)
    job = opened(copy)
    assert job.facts.facts["人民调解.矛盾纠纷排查"].value == 1092
    assert job.facts.facts["人民调解.排查发现纠纷"].value == 26
    assert job.facts.facts["人民调解.受理纠纷"].unit == "起"
    hints = [f.cell for f in job.findings if f.code == "V-02"]
    assert set(hints) >= {"C5", "C6", "C7", "C8"}
    book["人民调解"]["C7"] = "100+9"
    book.save(copy)
    (finding,) = [f for f in opened(copy).findings if f.cell == "C7" and f.code == "V-01"]
    assert "100+9" in finding.message


def test_a_hedge_typed_into_the_number_is_understood_with_a_note(copy, sample):
    book = openpyxl.load_workbook(copy)
    book["法律援助"]["C5"], book["法律援助"]["D5"] = "78余人次", None
    book.save(copy)
    job = opened(copy)
    assert text_of(job) == text_of(opened(sample))
    assert "V-02" in [f.code for f in job.findings if f.cell == "C5"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.xlsx", b"", "空"),
        ("表.xlsx", "乡镇,件数\n甲,1\n".encode("gbk"), "处理|请|另存"),
        ("页.xls", b"<html><table></table></html>", "网页"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
    ],
)
def test_a_wrong_kind_of_file_is_told_in_one_sentence(run, tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    for command in (["check"], ["facts"], ["indicators"], ["summarize"]):
        assert re.search(words, run(*command, name).complaint)


def changed(copy: Path, change: Callable[[Any], object]) -> Job:
    book = openpyxl.load_workbook(copy)
    change(book)
    book.save(copy)
    return opened(copy)


def notes(job: Job) -> dict[str, str]:
    return {f.sheet: f.message for f in job.findings if f.code == "B-15"}


def test_comments_are_listed_by_cell_and_are_no_data(sample, copy):
    def comment(book: Any) -> None:
        book["人民调解"]["C7"].comment = Comment("应为 999 件，张三说的", "张三")
        book["人民调解"]["C8"].comment = Comment("719", "李四")

    job = changed(copy, comment)
    assert notes(job) == {
        "人民调解": "C7、C8有批注（共2处），批注不算数据，没有读取。处理：要用的请填进格子"
    }
    assert text_of(job) == text_of(opened(sample))


def test_names_deleted_or_broken_do_not_matter_and_broken_ones_are_told(sample, copy):
    def spoil(book: Any) -> None:
        for name in list(book.defined_names):
            del book.defined_names[name]
        book.defined_names["乡镇"] = DefinedName("乡镇", attr_text="#REF!")

    job = changed(copy, spoil)
    assert "有1个名称已失效（#REF!）" in notes(job)["首页"]
    assert text_of(job) == text_of(opened(sample))


def test_the_1904_system_gives_the_same_days(sample, copy):
    def switch(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    assert text_of(changed(copy, switch)) == text_of(opened(sample))


def test_a_filter_that_hides_rows_is_told_and_hides_nothing(sample, copy):
    def hide(book: Any) -> None:
        for row in (7, 8):
            book["人民调解"].row_dimensions[row].hidden = True

    job = changed(copy, hide)
    (finding,) = [f for f in job.findings if f.code == "B-09"]
    assert (finding.sheet, finding.message[:9]) == ("人民调解", "有2行填了内容却被")
    assert text_of(job) == text_of(opened(sample))


def test_a_link_to_another_workbook_is_told_and_the_saved_value_is_read(sample, copy):
    patch(copy, "人民调解", "C7", b'<c r="C7"><f>[1]Sheet1!A1</f><v>723</v></c>')
    with zipfile.ZipFile(copy) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    rels = "xl/_rels/workbook.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    link = b'<Relationship Id="rX" Type="' + kind + b'" Target="externalLinks/externalLink1.xml"/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link + b"</Relationships>")
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    job = opened(copy)
    assert "外部链接" in notes(job)["首页"]
    assert "V-08" in [f.code for f in job.findings if f.cell == "C7"]
    assert text_of(job) == text_of(opened(sample))


def test_backslashes_and_folders_in_the_zip_as_wps_writes_them_do_not_matter(sample, copy):
    with zipfile.ZipFile(copy) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/", b"")
        for name, data in parts.items():
            new.writestr(name.replace("/", "\\"), data)
    assert outcome(copy) == outcome(sample)


def test_somebody_elses_workbook_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "别人的.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(FileProblem, match="不是司法行政工作总结的工作簿"):
        text_of(opened(path))


def patch(path: Path, sheet: str, cell: str, xml: bytes) -> None:
    """Replace one cell's XML, as no polite program would."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    names = re.findall(rb'<sheet [^>]*name="([^"]+)"', parts["xl/workbook.xml"])
    number = [name.decode() for name in names].index(sheet) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    parts[part], count = re.subn(
        rb'<c r="' + cell.encode() + rb'"[^>]*?(/>|>.*?</c>)', lambda _: xml, parts[part]
    )
    assert count == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
