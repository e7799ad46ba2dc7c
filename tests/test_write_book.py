"""``summarize --write``: the results stand in the file's own sheets, and nothing else changes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from sifa_xl.book.addresses import ADOPTED, EXPLANATION, LAST_CHECK, NOW
from sifa_xl.domain import column_letters
from sifa_xl.indicators import Indicators
from sifa_xl.lines.mediation import Mediation
from sifa_xl.live import Live
from sifa_xl.results import checked_rows
from tests.books import (
    addresses,
    formula_cells,
    job_of,
    now_cell,
    opened,
    sample_plans,
    saved,
    type_in,
)
from tests.written import (
    FINDINGS,
    SOURCES,
    SUMMARY,
    changed_parts,
    edit,
    loaded,
    masked,
    members,
    part_of,
    table,
    write_back,
)

RESULTS = (SUMMARY, FINDINGS, SOURCES)
SETTLED = now_cell(Mediation, Mediation.settled)


@pytest.fixture
def sample_copy(tmp_path: Path) -> Path:
    """A sample where more was settled than accepted."""
    plans = sample_plans()
    type_in(plans, SETTLED, 800)
    return saved(plans, tmp_path / "样例.xlsx")


@pytest.fixture
def before(sample_copy: Path, tmp_path: Path) -> Path:
    """The same file, never written."""
    path = tmp_path / "原样" / sample_copy.name
    path.parent.mkdir()
    path.write_bytes(sample_copy.read_bytes())
    return path


def test_only_the_result_sheets_and_cached_values_differ(sample_copy, before):
    write_back(sample_copy)
    allowed = {part_of(before, name) for name in RESULTS} | {"xl/workbook.xml"}
    for part in changed_parts(before, sample_copy) - allowed:
        old, new = members(before)[part], members(sample_copy)[part]
        assert old != new
        assert masked(old) == masked(new), part
    workbook = members(sample_copy)["xl/workbook.xml"].decode()
    tags = re.findall(r"<sheet [^>]*>", workbook)
    hidden = [tag for tag in tags if 'state="hidden"' in tag]
    assert not [tag for tag in hidden if any(f'"{name}"' in tag for name in RESULTS)]
    moved = r' state="hidden"|\$[MV]\$\d+'
    old = members(before)["xl/workbook.xml"].decode()
    assert re.sub(moved, "", workbook) == re.sub(moved, "", old)


def test_untouched_members_keep_their_compressed_bytes(sample_copy, before):
    write_back(sample_copy)
    changed = changed_parts(before, sample_copy)
    old, new = before.read_bytes(), sample_copy.read_bytes()
    for name, (first, second) in raw_members(old, new).items():
        assert (first == second) == (name not in changed), name


def raw_members(*files: bytes) -> dict[str, list[bytes]]:
    """The bytes of each member with its header, in every file."""
    found: dict[str, list[bytes]] = {}
    for data in files:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            ends = [info.header_offset for info in infos[1:]] + [archive.start_dir]
            for info, end in zip(infos, ends, strict=True):
                found.setdefault(info.filename, []).append(data[info.header_offset : end])
    return found


def test_a_second_run_on_the_same_data_changes_no_byte(sample_copy):
    write_back(sample_copy)
    once = sample_copy.read_bytes()
    write_back(sample_copy)
    assert sample_copy.read_bytes() == once


def test_every_formula_shows_the_value_of_python(sample_copy):
    write_back(sample_copy)
    plans = sample_plans()
    type_in(plans, SETTLED, 800)
    job = opened(sample_copy)
    forms = {form.sheet: form for form in _forms(job)}
    live = Live(Indicators(job.filled), checked_rows(job.findings, job.filled, forms))
    book = loaded(sample_copy, values=True)
    for cell, formula in formula_cells(plans).items():
        name, _, address = cell.partition("!")
        there, here = book[name][address].value, formula.twin(live)
        same = (
            (there or "") == here if isinstance(here, str) else there == pytest.approx(float(here))
        )
        assert same, (cell, there, here)


def _forms(job):
    from sifa_xl.forms import read_form

    return [form for grid in job.grids if (form := read_form(grid))]


def test_the_last_check_is_seen_on_the_front_page_and_at_the_figure(sample_copy):
    write_back(sample_copy)
    book = loaded(sample_copy, values=True)
    row = next(r for r in book["首页"].iter_rows() if r[0].value == "MD")
    errors = [
        f
        for f in table(sample_copy, FINDINGS)
        if (f["级别"], f["业务线"]) == ("必须改", "人民调解")
    ]
    doubts = [
        f
        for f in table(sample_copy, FINDINGS)
        if (f["级别"], f["业务线"]) == ("请核实", "人民调解")
    ]
    assert (row[8].value, row[9].value) == (len(errors), len(doubts))
    assert (
        book["人民调解"].cell(addresses(Mediation).figures["MD.settled"], LAST_CHECK).value
        == "必须改"
    )


def test_an_explained_finding_is_counted_no_more(sample_copy, run):
    row = addresses(Mediation).figures["MD.screenings"]
    plans = sample_plans()
    type_in(plans, f"人民调解!{column_letters(EXPLANATION)}{row}", "排查登记簿按人次登记")
    saved(plans, sample_copy)
    assert run("summarize", sample_copy, "--write").code == 1
    found = [f for f in table(sample_copy, FINDINGS) if f["行编码"] == "MD.screenings"]
    assert [f["已说明"] for f in found] == ["是"]
    book = loaded(sample_copy, values=True)
    assert book["人民调解"].cell(row, LAST_CHECK).value == "已说明"


def test_the_findings_lead_to_their_cells(sample_copy):
    write_back(sample_copy)
    book, rows = loaded(sample_copy), table(sample_copy, FINDINGS)
    assert rows[0]["级别"] == "必须改"
    for row in rows:
        location = row["@位置"].hyperlink.location
        name, _, address = location.rpartition("!")
        assert f"{name.strip(chr(39))}!{address}" == row["位置"]
        assert book[name.strip("'")][address].value is not None
    assert book[FINDINGS].auto_filter.ref == f"B4:V{4 + len(rows)}"
    assert book[FINDINGS]["F1"].hyperlink.location == "首页!B1"  # 返回首页 is still there


def test_the_sources_list_every_number_of_the_summary_in_order(sample_copy, run, tmp_path):
    write_back(sample_copy)
    target = tmp_path / "总结.json"
    run("summarize", sample_copy, "--json", target)
    spans = [
        (p["text"][s["start"] : s["end"]], s["fact"] or "文字", "、".join(s["cells"]), p["id"])
        for p in json.loads(target.read_text(encoding="utf-8"))["paragraphs"]
        for s in p["spans"]
    ]
    rows = table(sample_copy, SOURCES)
    listed = [tuple(row[k] for k in ("数字", "指标", "单元格", "所在段落")) for row in rows]
    assert [span for span in spans if span in set(listed)] == listed
    assert not [span for span in spans if any(c.isdigit() for c in span[0]) and span not in listed]
    assert [row["序"] for row in rows] == list(range(1, len(rows) + 1))


def test_the_written_rows_look_as_the_sample_row_says(sample_copy):
    write_back(sample_copy)
    book = loaded(sample_copy)
    for name in RESULTS:
        grid = book[name]
        for column in range(2, grid.max_column + 1):
            assert grid.cell(5, column)._style == grid.cell(3, column)._style, (name, column)
        assert grid.row_dimensions[3].hidden


# ------------------------------------------------------------------ 修订


def test_a_revision_survives_the_next_run_and_a_changed_figure_is_told(sample_copy):
    write_back(sample_copy)
    row = next(r for r in table(sample_copy, SUMMARY) if r["段落"] == "MD.排查化解")
    grid = loaded(sample_copy)
    grid[SUMMARY][row["@修订"].coordinate] = "=我的话"
    grid[SUMMARY][row["@修订"].coordinate].data_type = "s"  # typed with an apostrophe before it
    grid.save(sample_copy)
    write_back(sample_copy)
    row = next(r for r in table(sample_copy, SUMMARY) if r["段落"] == "MD.排查化解")
    assert (row["修订"], row["状态"]) == ("=我的话", "已修订")
    assert row["@修订"].data_type == "s"
    edit(sample_copy, {SETTLED: 700, f"{SUMMARY}!{row['@修订'].coordinate}": "我的话"})
    write_back(sample_copy)
    edit(sample_copy, {SETTLED: 701})
    write_back(sample_copy)
    row = next(r for r in table(sample_copy, SUMMARY) if r["段落"] == "MD.排查化解")
    assert (row["修订"], row["状态"]) == ("我的话", "数据已变")
    assert "701" in row["生成"]


def test_a_revision_of_a_paragraph_that_is_no_more_stands_at_the_end(sample_copy):
    write_back(sample_copy)
    row = next(r for r in table(sample_copy, SUMMARY) if r["段落"] == "CC.监督管理")
    off = f"社区矫正!{column_letters(NOW)}4"
    edit(sample_copy, {f"{SUMMARY}!{row['@修订'].coordinate}": "我的话", off: "本期无此工作"})
    write_back(sample_copy)
    last = table(sample_copy, SUMMARY)[-1]
    assert (last["段落"], last["修订"], last["状态"]) == ("CC.监督管理", "我的话", "段落已不存在")


# ------------------------------------------------------------------ files of other programs


def test_a_file_edited_with_openpyxl_is_written_alike(sample_copy, tmp_path):
    edit(sample_copy, {SETTLED: 719})  # openpyxl drops every cached value
    before = tmp_path / "编辑后.xlsx"
    before.write_bytes(sample_copy.read_bytes())
    write_back(sample_copy)
    results = {part_of(before, name) for name in RESULTS} | {"xl/workbook.xml"}
    for part in changed_parts(before, sample_copy) - results:
        assert masked(members(before)[part]) == masked(members(sample_copy)[part]), part
    row = addresses(Mediation).figures["MD.settled"]
    book = loaded(sample_copy, values=True)
    assert book["人民调解"].cell(row, ADOPTED).value == 719
    assert {r["行编码"] for r in table(sample_copy, FINDINGS)} >= {"MD.screenings"}


def test_a_formula_of_the_clerks_keeps_its_value_and_makes_excel_calculate(sample_copy):
    row = addresses(Mediation).figures["MD.settled"]
    edit(sample_copy, {"人民调解!T1": "=1+1", f"人民调解!{column_letters(ADOPTED)}{row}": "=C7*2"})
    data = sample_copy.read_bytes()
    sample_copy.write_bytes(_without_full_calculation(data))
    write_back(sample_copy)
    book = loaded(sample_copy, values=True)
    assert book["人民调解"]["T1"].value is None
    assert book["人民调解"].cell(row, ADOPTED).value is None
    assert loaded(sample_copy)["人民调解"].cell(row, ADOPTED).value == "=C7*2"
    assert b'fullCalcOnLoad="1"' in members(sample_copy)["xl/workbook.xml"]


def test_excel_need_not_calculate_what_is_all_known(sample_copy):
    sample_copy.write_bytes(_without_full_calculation(sample_copy.read_bytes()))
    write_back(sample_copy)
    assert b"fullCalcOnLoad" not in members(sample_copy)["xl/workbook.xml"]


def _without_full_calculation(data: bytes) -> bytes:
    from sifa_xl.book.swapping import swap

    part = "xl/workbook.xml"
    return swap(data, {part: members(io.BytesIO(data))[part].replace(b' fullCalcOnLoad="1"', b"")})


def test_macros_and_unknown_parts_are_carried_along(sample_copy):
    with zipfile.ZipFile(sample_copy, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00" * 5000, zipfile.ZIP_STORED)
        archive.writestr("customXml/备注.xml", "<a/>")
        archive.comment = b"WPS"
    before = members(sample_copy)
    write_back(sample_copy)
    after = members(sample_copy)
    assert list(before) == list(after)
    assert after["xl/vbaProject.bin"] == b"\x00" * 5000
    with zipfile.ZipFile(sample_copy) as archive:
        assert archive.comment == b"WPS"


@pytest.mark.parametrize("draft", ["政法委稿", "简报"])
def test_every_draft_can_be_written(sample_copy, run, draft):
    assert run("summarize", sample_copy, "--write", "--draft", draft).code == 1
    shown = [row["生成"] for row in table(sample_copy, SUMMARY)]
    assert "\n".join(shown) + "\n" == opened(sample_copy).summary(draft).text


def test_no_findings_leave_an_empty_list_that_stays_hidden(book, run):
    path = book()
    assert run("summarize", path, "--write").code == 0
    assert table(path, FINDINGS) == []
    states = {grid.title: grid.sheet_state for grid in loaded(path)}
    assert [states[name] for name in RESULTS] == ["visible", "hidden", "visible"]


def test_fewer_findings_than_last_time_leave_none_of_the_old_rows(sample_copy):
    write_back(sample_copy)
    many = len(table(sample_copy, FINDINGS))
    edit(sample_copy, {SETTLED: 719})
    write_back(sample_copy)
    rows = table(sample_copy, FINDINGS)
    assert len(rows) == many - 1
    assert loaded(sample_copy)[FINDINGS].max_row == 4 + len(rows)


def test_words_that_look_like_formulas_or_escapes_stay_words(tmp_path):
    plans = sample_plans()
    at = addresses(Mediation)
    evil = '=HYPERLINK("x") _x000D_ <&>\'" +1 @SUM ]]>'
    cell = f"人民调解!G{at.measures_title + 2}"
    type_in(plans, cell, evil)
    path = saved(plans, tmp_path / "坏话.xlsx")
    write_back(path)
    grid = loaded(path)[SUMMARY]
    texts = [c for row in grid.iter_rows(min_row=5) for c in row if "HYPERLINK" in str(c.value)]
    assert texts
    assert {c.data_type for c in texts} == {"s"}
    assert evil.replace("_x000D_", "_x005F_x000D_") in texts[0].value
    assert evil in opened(path).summary().text
    assert job_of(plans).summary().text == opened(path).summary().text


def test_the_command_tells_what_it_wrote_and_writes_the_text_besides(sample_copy, run, tmp_path):
    outcome = run("summarize", sample_copy, "--write", "--text", tmp_path / "总结.txt")
    assert outcome.code == 1
    assert outcome.out == ""
    told = outcome.err.splitlines()
    assert f"已写“{sample_copy}”（草稿）。" in told
    assert any(line.startswith("原来的文件备份为“") for line in told)
    assert (tmp_path / "总结.txt").is_file()
    assert [p.name for p in sample_copy.parent.glob(".*")] == []  # no lock, no temporary file
