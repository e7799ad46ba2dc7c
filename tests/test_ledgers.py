"""台账: what is declared stands in the sheet, is read by its header, counted and compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from sifa_xl.book.file_book import FileBook
from sifa_xl.book.fill import Fill
from sifa_xl.book.master import build
from sifa_xl.book.reader import read
from sifa_xl.domain import CellKind, Grid, GridCell, Level
from sifa_xl.errors import DefinitionProblem
from sifa_xl.jobs import Job
from sifa_xl.ledgers import CountRows
from sifa_xl.lines.legal_aid import LegalAid
from sifa_xl.lines.mediation import Mediation
from tests.books import TEMPLATES, job_of, saved
from tests.drawn import only
from tests.ledger_books import cell_of, plans_with

CASES = Mediation.ledger
DAY = date(2022, 3, 1)
SETTLED = {"受理日期": DAY, "调解结果": "成功", "协议形式": "书面", "结案日期": date(2022, 3, 9)}


def job(*rows: dict[str, object], **cells: object) -> Job:
    """A workbook with 人民调解 alone and these rows in its ledger."""
    lines = (Mediation,)
    return job_of(plans_with({"人民调解": list(rows)}, lines, **cells), lines)


def value(found: Job, name: str) -> int | None:
    figure = next(f for f in Mediation.figures if f.name == name)
    exact = found.indicators.value(figure)
    return None if exact is None else int(exact)


def test_an_empty_figure_takes_the_count_of_its_ledger():
    found = job(SETTLED, SETTLED | {"调解结果": "不成", "协议形式": None}, {"受理日期": DAY})
    names = ("受理纠纷", "调解成功", "调结纠纷", "书面协议", "口头协议", "排查发现纠纷")
    assert [value(found, name) for name in names] == [3, 1, 2, 1, 0, None]
    assert found.facts.facts["人民调解.受理纠纷"].cells == ("人民调解!K7",)


def test_a_typed_number_wins_and_the_disagreement_is_found_at_its_cell():
    found = job(SETTLED, 受理纠纷=5)
    assert value(found, "受理纠纷") == 5
    finding = only("X-11", found.findings)
    assert (finding.sheet, finding.cell, finding.level) == ("人民调解", "C7", Level.ERROR)
    assert "本期5，台账数1，相差4" in finding.message


def test_a_ledger_without_rows_counts_nothing_and_is_not_zero():
    assert value(job(), "受理纠纷") is None


def test_only_rows_of_the_period_up_to_the_cutoff_count():
    days = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 6, 30), date(2022, 7, 1)]
    assert value(job(*({"受理日期": day} for day in days)), "受理纠纷") == 2


def with_ledger(plans, change) -> Job:
    """The workbook with its ledger's grid changed."""
    grids = [change(plan.grid()) if plan.name == CASES.title else plan.grid() for plan in plans]
    return Job(grids, (Mediation,))


def moved(grid: Grid) -> Grid:
    """Every column two to the right of where it was, the first one last, one of the clerk's own."""
    last = 2 + len(CASES.columns)
    cells = {}
    for (row, column), cell in grid.cells.items():
        to = column if column < 2 else last + 5 if column == 2 else column + 2
        cells[row, to] = cell
    cells[3, 3] = GridCell("备注", CellKind.TEXT)
    return replace(grid, cells=cells)


def test_moved_and_inserted_columns_and_sorted_rows_do_not_matter():
    rows = [SETTLED, SETTLED | {"调解结果": "不成", "协议形式": None}, {"受理日期": DAY}]
    plans = plans_with({"人民调解": rows}, (Mediation,))
    found = with_ledger(plans, moved)
    assert [value(found, n) for n in ("受理纠纷", "调解成功", "调结纠纷")] == [3, 1, 2]
    turned = plans_with({"人民调解": rows[::-1]}, (Mediation,))
    assert [value(job_of(turned, (Mediation,)), "调结纠纷")] == [2]


def test_a_renamed_header_is_told_and_nothing_is_counted_by_its_column():
    row, column = 3, cell_of(CASES, "调解结果")[1]
    plans = plans_with({"人民调解": [SETTLED]}, (Mediation,))

    def renamed(grid: Grid) -> Grid:
        return replace(grid, cells=grid.cells | {(row, column): GridCell("结果", CellKind.TEXT)})

    found = with_ledger(plans, renamed)
    assert "调解结果" in only("B-02", found.findings).message
    assert (value(found, "受理纠纷"), value(found, "调解成功")) == (1, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"受理日期": "2022-03-05"}, "V-01"),
        ({"受理日期": 20220305}, "V-01"),
        ({"受理日期": DAY, "调解结果": "成功 "}, "V-01"),
        ({"受理日期": DAY, "调解结果": "圆满"}, "V-01"),
        ({"受理日期": DAY, "涉及金额": "2000万"}, "V-01"),
        ({"受理日期": 44621}, "V-02"),
        ({"案号": "甲1"}, "T-06"),
        ({"受理日期": date(2022, 7, 1)}, "T-07"),
        ({**SETTLED, "结案日期": date(2022, 2, 1)}, "T-01"),
        ({**SETTLED, "结案日期": None}, "T-02"),
        ({**SETTLED, "调解结果": None}, "T-03"),
        ({**SETTLED, "调解结果": "调解中"}, "T-03"),
        ({"受理日期": DAY}, "T-04"),
        ({**SETTLED, "结案日期": date(2022, 5, 1)}, "T-04"),
    ],
)
def test_what_is_wrong_with_a_row_is_found_at_its_cell(typed, code):
    findings = [f for f in job(typed).findings if f.sheet == "人民调解台账"]
    assert code in [finding.code for finding in findings]
    assert all("处理：" in finding.message for finding in findings)


def test_a_case_number_used_twice_is_found_at_the_later_row_without_saying_it():
    found = job({"案号": "甲１", "受理日期": DAY}, {"案号": "甲1 ", "受理日期": DAY})
    finding = only("X-09", found.findings)
    assert finding.cell == "B5"
    assert "第4行" in finding.message
    assert "甲" not in finding.message


def test_what_is_wrong_in_two_ledgers_is_told_ledger_by_ledger():
    lines = (LegalAid, Mediation)
    wrong = {
        "人民调解": [{"案号": str(n), "受理日期": "2022-03-05"} for n in range(3)],
        "法律援助": [{"案号": str(n), "申请日期": "2022-03-05"} for n in range(3)],
    }
    found = job_of(plans_with(wrong, lines), lines)
    sheets = [f.sheet for f in found.findings if f.code == "V-01"]
    assert sheets == ["法律援助台账"] * 3 + ["人民调解台账"] * 3


def test_beyond_fifty_of_a_kind_the_rest_is_told_as_one():
    found = job(*({"案号": str(n), "受理日期": "2022-03-05"} for n in range(80)))
    told = [f for f in found.findings if f.code == "V-01"]
    assert len(told) == 51
    assert "还有30行" in told[-1].message


def test_a_condition_that_would_count_blank_rows_is_refused():
    with pytest.raises(DefinitionProblem, match="必须有内容"):
        CountRows(CASES, ~CASES.where("调解结果", "成功"))


def test_a_private_column_cannot_be_counted_by():
    with pytest.raises(DefinitionProblem, match="不能用来计数"):
        CountRows(CASES, CASES.within("受理日期") & ~CASES.blank("当事人"))


def test_rows_put_below_the_table_are_read_and_the_table_grows_over_them(tmp_path):
    path = saved(plans_with({"人民调解": [SETTLED]}, (Mediation,)), tmp_path / "book.xlsx")
    book = FileBook(path)
    first = cell_of(CASES, "受理日期", 60)
    book.put_cells(
        CASES.title, {first: DAY, cell_of(CASES, "案号", 61): "甲62", (first[0] + 1, first[1]): DAY}
    )
    book.save()
    table = openpyxl.load_workbook(path)[CASES.title].tables["台账_人民调解"]
    assert table.ref == table.autoFilter.ref == f"B3:O{first[0] + 1}"
    found = Job(read(path).grids, (Mediation,))
    assert value(found, "受理纠纷") == 3


def test_a_master_from_before_the_ledgers_is_read_as_ever():
    plans = [p for p in plans_with({}, (Mediation,), 受理纠纷=5) if "台账" not in p.name]
    found = job_of(plans, (Mediation,))
    assert value(found, "受理纠纷") == 5
    assert not [f for f in found.findings if "台账" in f.message or f.code.startswith("B-")]


def test_the_header_of_a_table_looks_like_a_header_and_wraps():
    data = build((Mediation,), Fill(), TEMPLATES, [])
    head = openpyxl.load_workbook(BytesIO(data))[CASES.title]["J3"]
    assert (head.value, head.font.bold, head.alignment.wrap_text) == (
        "涉及金额（万元）",
        True,
        True,
    )
