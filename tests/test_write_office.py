"""LibreOffice as the second opinion on a written file: values, links, and files it saved itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.books import sample_plans, saved
from tests.office.server import Office, poison
from tests.written import (
    FINDINGS,
    SOURCES,
    SUMMARY,
    changed_parts,
    loaded,
    masked,
    members,
    part_of,
    table,
    write_back,
)

pytestmark = pytest.mark.office
RESULTS = (SUMMARY, FINDINGS, SOURCES)
RENAMED = "调解 '工作'"


def untouched(path: Path, office: Office) -> Path:
    return path


def saved_by_office(path: Path, office: Office) -> Path:
    """The file as LibreOffice writes it: other styles, other part names, other XML."""
    target = path.with_name("另存.xlsx")
    with office.open(path) as book:
        book.save_as(target)
    return target


def rearranged(path: Path, office: Office) -> Path:
    """Rows and columns inserted, sheets renamed and moved, then saved by LibreOffice."""
    target = path.with_name("挪动.xlsx")
    with office.open(path) as book:
        for name, row in (("首页", 3), ("提纲", 3), ("人民调解", 5), ("人民调解", 60)):
            book.insert_rows(name, row, 2)
        for name in RESULTS:
            book.insert_rows(name, 2, 1)
            book.insert_columns(name, "C", 1)
        book.insert_columns("人民调解", "E", 1)
        book.insert_columns("首页", "D", 1)
        book.rename_sheet("人民调解", RENAMED)
        book.rename_sheet(FINDINGS, "问题清单")
        book.move_sheet(SUMMARY, 0)
        book.save_as(target)
    return target


@pytest.fixture(params=[untouched, saved_by_office, rearranged])
def path(request: pytest.FixtureRequest, tmp_path: Path, office: Office) -> Path:
    return request.param(saved(sample_plans(), tmp_path / "样例.xlsx"), office)


def result_names(path: Path) -> list[str]:
    names = loaded(path).sheetnames
    return [name for name in (*RESULTS, "问题清单") if name in names]


def test_only_result_sheets_and_cached_values_differ(path, tmp_path):
    before = tmp_path / "原样.xlsx"
    before.write_bytes(path.read_bytes())
    write_back(path)
    results = {part_of(before, name) for name in result_names(path)} | {"xl/workbook.xml"}
    for part in changed_parts(before, path) - results:
        assert masked(members(before)[part]) == masked(members(path)[part]), part


def test_a_recalculation_gives_the_cached_values(path, tmp_path, office):
    write_back(path)
    cached, formulas = loaded(path, values=True), 0
    poison(path, tmp_path / "毒.xlsx")
    differences = []
    with office.open(tmp_path / "毒.xlsx") as book:
        book.recalculate()
        for name in cached.sheetnames:
            for cell in book.formula_cells(name):
                there, here = cell["value"], cached[name][cell["cell"].rpartition("!")[2]].value
                formulas += 1
                same = there == pytest.approx(here) if isinstance(here, float) else there == here
                if not (same or (not there and here is None)):
                    differences.append((name, cell["cell"], here, there))
    assert formulas > 1000
    assert differences == []


def test_no_formula_of_ours_was_unknown(path):
    was = members(path)["xl/workbook.xml"].count(b"fullCalcOnLoad")
    write_back(path)
    assert members(path)["xl/workbook.xml"].count(b"fullCalcOnLoad") == was


def test_the_links_lead_to_the_cells_after_libreoffice_read_them(path, tmp_path, office):
    write_back(path)
    again = tmp_path / "再存.xlsx"
    with office.open(path) as book:
        visible = {sheet["name"] for sheet in book.sheets() if sheet["visible"]}
        book.save_as(again)
    assert visible >= set(result_names(path))
    book = loaded(again)
    findings = next(name for name in (FINDINGS, "问题清单") if name in book.sheetnames)
    for sheet, header in ((findings, "位置"), (SOURCES, "单元格")):
        rows = table(again, sheet)
        assert rows
        for row in rows:
            place = row[f"@{header}"].hyperlink.location.lstrip("#")
            name, _, address = place.replace("$", "").rpartition("!")
            name = name.removeprefix("'").removesuffix("'").replace("''", "'")
            assert f"{name}!{address}" == row[header].split("、")[0]
            assert book[name][address].value is not None


def test_the_rows_lie_under_their_headers_in_the_style_of_the_sample_row(path):
    write_back(path)
    book = loaded(path)
    for name in result_names(path):
        grid = book[name]
        sample = next(row for row in grid.iter_rows() if row[0].value == "#样")
        for row in table(path, name):
            for header, cell in row.items():
                if header.startswith("@"):
                    assert cell._style == sample[cell.column - 1]._style, cell.coordinate


def test_a_revision_survives_libreoffice(tmp_path, office):
    path = saved(sample_plans(), tmp_path / "样例.xlsx")
    write_back(path)
    row = next(r for r in table(path, SUMMARY) if r["段落"] == "MD.排查化解")
    again = tmp_path / "再存.xlsx"
    with office.open(path) as book:
        book.set({f"{SUMMARY}!{row['@修订'].coordinate}": "  我的话\n第二行 ", "人民调解!C8": 700})
        book.save_as(again)
    write_back(again)
    row = next(r for r in table(again, SUMMARY) if r["段落"] == "MD.排查化解")
    assert (row["修订"], row["状态"]) == ("  我的话\n第二行 ", "数据已变")
