"""What clerks do to cells, rows and sheets: for each a declared behaviour, from sheets on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from sifa_xl.domain import CellKind, Finding, Grid, GridCell, Level
from sifa_xl.jobs import Job
from tests.books import job_of, position_of, sample_plans, text_of, type_in

SHEET = "人民调解"
NOW, ADOPTED, RATE, TOTAL = "C7", "L7", "C27", "C74"  # 受理纠纷 is 723, three stations and one more


def sample_grids() -> list[Grid]:
    return [plan.grid() for plan in sample_plans()]


def typed(cell: str, value: Any) -> Job:
    plans = sample_plans()
    type_in(plans, f"{SHEET}!{cell}", value)
    return job_of(plans)


def typed_over(cell: str, value: Any) -> Job:
    """As ``typed``, on a sheet whose other formulas are there: on paper they are left out."""
    plans = sample_plans()
    type_in(plans, f"{SHEET}!{cell}", value)
    grids = [plan.grid() for plan in plans]
    for grid in grids:
        grid.cells[5, 11] = GridCell("", CellKind.TEXT, is_formula=True)
    return Job(grids)


def put(cell: str, content: GridCell, sheet: str = SHEET) -> Job:
    grids = sample_grids()
    next(grid for grid in grids if grid.sheet == sheet).cells[position_of(cell)] = content
    return Job(grids)


def at(job: Job, cell: str, sheet: str = SHEET) -> list[Finding]:
    return [finding for finding in job.findings if (finding.sheet, finding.cell) == (sheet, cell)]


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.fixture(scope="module")
def sample_text() -> str:
    return text_of(job_of(sample_plans()))


# --- numbers typed in every way: value, unit, what is said -----------------------------------


@pytest.mark.parametrize(
    ("value", "read", "code"),
    [
        (723, 723, None),
        (723.0, 723, None),
        ("723", 723, "V-02"),
        ("'723", 723, "V-02"),
        ("７２３", 723, "V-02"),
        (" 723 ", 723, "V-02"),
        ("\u3000723\u200b", 723, "V-02"),
        ("723件", 723, "V-02"),
        ("723起", 723, "V-02"),
        ("1,723", 1723, "V-02"),
        ("１，７２３", 1723, "V-02"),
        ("七百二十三", 723, "V-02"),
        ("七百二十三件", 723, "V-02"),
        ("七二三", None, "V-01"),
        ("七〇三", None, "V-01"),
        ("7〇3", None, "V-01"),
        ("7O3", None, "V-01"),
        ("72l", None, "V-01"),
        ("1e3", None, "V-01"),
        ("100+9", None, "V-01"),
        ("=100+9", None, "V-01"),
        ("109/120", None, "V-01"),
        ("100-120", None, "V-01"),
        ("12.5%", None, "V-01"),
        ("75%", None, "V-01"),
        ("723人", None, "V-01"),
        ("723，其中12", None, "V-01"),
        ("5月16日", None, "V-01"),
        ("2022.5.16", None, "V-01"),
        ("532128199001011234", None, "V-01"),
        (532128199001011200, None, "V-01"),
        ("-", None, "V-02"),
        ("—", None, "V-02"),
        ("/", None, "V-02"),
        ("无", None, "V-02"),
        ("#REF!", None, "V-01"),
        ("-5", None, "X-10"),
        (-5, None, "X-10"),
        (0.75, None, "X-10"),
        (7.5, None, "X-10"),
    ],
    ids=repr,
)
def test_a_number_typed_so_is_read_refused_or_asked_about(value, read, code):
    job = typed(NOW, value)
    fact = job.facts.facts["人民调解.受理纠纷"]
    found = codes(at(job, NOW))
    if code is None:
        assert not [c for c in found if c.startswith("V") or c == "X-10"]
    else:
        assert code in found
    if read is not None:
        assert fact.value == read
    elif code == "V-01":
        assert fact.value is None
        assert "受理矛盾纠纷××件" in text_of(job)


@pytest.mark.parametrize("value", ["-", "—", "/", "无", None, " "])
def test_blank_and_marks_for_nothing_are_never_zero(value):
    job = typed(NOW, value)
    assert job.facts.facts["人民调解.受理纠纷"].value is None
    assert "受理矛盾纠纷0件" not in text_of(job)


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#SPILL!"])
def test_an_error_value_is_named_and_is_neither_blank_nor_zero(error):
    job = put(NOW, GridCell(error, CellKind.ERROR, is_formula=True))
    (finding,) = [f for f in at(job, NOW) if f.code == "V-01"]
    assert error in finding.message
    assert finding.level is Level.ERROR
    assert job.facts.facts["人民调解.受理纠纷"].value is None


def test_a_formula_never_calculated_asks_for_saving_in_excel():
    job = put(NOW, GridCell(None, CellKind.UNCALCULATED, is_formula=True))
    assert "请在 Excel 中打开并保存" in at(job, NOW)[0].message


def test_a_true_or_false_is_no_number():
    assert codes(at(put(NOW, GridCell(True, CellKind.TRUTH)), NOW))[0] == "V-01"


def test_a_number_that_became_a_date_is_refused():
    job = put(NOW, GridCell(dt.datetime(2022, 5, 16), CellKind.DATE))
    assert codes(at(job, NOW))[0] == "V-01"
    assert "单元格格式成了日期" in at(job, NOW)[0].message


# --- formulas and values in each other's place -----------------------------------------------


def test_a_formula_typed_into_this_period_counts_and_is_told():
    job = put(NOW, GridCell(723, CellKind.NUMBER, is_formula=True))
    assert job.facts.facts["人民调解.受理纠纷"].value == 723
    (finding,) = [f for f in at(job, NOW) if f.code == "V-08"]
    assert finding.level is Level.HINT
    assert "按上次算出的723读取" in finding.message


@pytest.mark.parametrize(
    ("cell", "value", "both", "level"),
    [
        (ADOPTED, 700, ("700", "723"), Level.ERROR),
        (ADOPTED, "700件", ("700", "723"), Level.ERROR),
        (ADOPTED, "不详", ("不详", "723"), Level.ERROR),
        (ADOPTED, 723, ("723", "723"), Level.HINT),
        ("O7", 5, ("5", "没有数"), Level.ERROR),
        ("J7", 5, ("5", "没有数"), Level.ERROR),
        ("K7", 5, ("5", "没有数"), Level.ERROR),
        (RATE, 0.994, ("0.994", "99.4"), Level.ERROR),
        (RATE, 99, ("99", "99.4"), Level.ERROR),
        (RATE, "99%", ("99", "99.4"), Level.ERROR),
        (RATE, 99.4, ("99.4", "99.4"), Level.HINT),
        (TOTAL, 5, ("5", "4"), Level.ERROR),
        (TOTAL, 4, ("4", "4"), Level.HINT),
    ],
)
def test_a_formula_typed_over_is_told_with_both_numbers_and_the_computed_one_is_used(
    sample_text, cell, value, both, level
):
    job = typed_over(cell, value)
    (finding,) = at(job, cell)
    assert (finding.code, finding.level) == ("B-14", level)
    assert f"改成了{both[0]}" in finding.message.replace("“", "").replace("”", "")
    assert f"算出来是{both[1]}，" in finding.message
    assert text_of(job) == sample_text


def test_a_formula_typed_over_in_a_line_that_is_off_is_nobodys_concern():
    grids = list(typed_over(ADOPTED, 700).grids)
    grid = next(grid for grid in grids if grid.sheet == SHEET)
    assert "B-14" in codes(Job(grids).findings)
    grid.cells[4, 3] = GridCell("本期无此工作", CellKind.TEXT)
    assert "B-14" not in codes(Job(grids).findings)


def test_a_sheet_seen_as_values_only_has_no_formula_typed_over():
    grids = list(typed_over(ADOPTED, 700).grids)
    for grid in grids:
        grid.cells.update({p: c._replace(is_formula=False) for p, c in grid.cells.items()})
    assert "B-14" not in codes(Job(grids).findings)


@pytest.mark.parametrize(
    ("value", "read", "asked"),
    [(75, 75, False), ("75%", 75, False), (0.75, 0.75, True), ("0.75", 0.75, True), (1, 1, False)],
)
def test_a_percentage_of_the_clerks_own_is_asked_about_where_it_may_be_a_hundred_times_more(
    value, read, asked
):
    grids = sample_grids()
    grid = next(grid for grid in grids if grid.sheet == SHEET)
    head = next(row for (row, _), cell in grid.cells.items() if cell.value == "#表:补充数据")
    columns = {cell.value: column for (row, column), cell in grid.cells.items() if row == head}
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
    grid.cells[head + 1, columns["指标"]] = GridCell("满意率", CellKind.TEXT)
    grid.cells[head + 1, columns["单位"]] = GridCell("%", CellKind.TEXT)
    grid.cells[head + 1, columns["本期"]] = GridCell(value, kind)
    job = Job(grids)
    assert float(job.facts.facts["人民调解.满意率"].value) == read
    found = [finding for finding in job.findings if finding.code == "V-09"]
    assert bool(found) is asked
    if asked:
        assert "0.75%还是75%" in found[0].message
        assert found[0].level is Level.VERIFY


# --- dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "is_read"),
    [
        (dt.date(2022, 6, 29), True),
        ("2022.6.29", True),
        ("2022/6/29", True),
        ("2022年6月29日", True),
        ("20220629", True),
        (20220629, True),
        ("6月29日", True),
        ("２０２２－６－２９", True),
        ("2022.6", False),
        (2022.6, False),
        ("22.6.29", False),
        (44741, False),
        ("6月底", False),
        ("2022/6/31", False),
    ],
    ids=repr,
)
def test_a_date_is_read_in_the_ways_people_write_it_and_never_guessed(sample_text, value, is_read):
    plans = sample_plans()
    type_in(plans, "首页!C10", value)
    job = job_of(plans)
    found = [finding for finding in at(job, "C10", "首页") if finding.code == "V-01"]
    assert bool(found) is not is_read
    if is_read:
        assert "截至6月29日" in text_of(job)
        assert text_of(job) == sample_text


# --- rows, columns, sheets -------------------------------------------------------------------


def moved(
    grid: Grid, rows: dict[int, int] | None = None, columns: dict[int, int] | None = None
) -> Grid:
    """The grid with rows and columns in other places."""
    cells = {
        ((rows or {}).get(row, row), (columns or {}).get(column, column)): cell
        for (row, column), cell in grid.cells.items()
    }
    return replace(grid, cells=cells)


def changed(change: Any) -> Job:
    return Job([change(grid) if grid.sheet == SHEET else grid for grid in sample_grids()])


@pytest.mark.parametrize(
    "change",
    [
        lambda grid: moved(grid, rows={row: row + 3 for row in range(5, 400)}),
        lambda grid: moved(grid, columns={column: column + 2 for column in range(3, 40)}),
        lambda grid: moved(grid, rows={7: 8, 8: 7, 5: 23, 23: 5}),
        lambda grid: moved(grid, columns={3: 5, 5: 3, 6: 7, 7: 6}),
        lambda grid: moved(grid, columns={column: column + 5 for column in range(1, 40)}),
        lambda grid: replace(grid, sheet="人民调解（二稿）"),
    ],
    ids=[
        "rows inserted",
        "columns inserted",
        "rows sorted",
        "columns swapped",
        "before A",
        "renamed",
    ],
)
def test_what_is_moved_is_found_by_what_the_sheet_says(sample_text, change):
    assert text_of(changed(change)) == sample_text


def test_sheets_in_another_order_give_the_same(sample_text):
    assert text_of(Job(sample_grids()[::-1])) == sample_text


def test_a_copy_of_a_sheet_is_told_and_the_exact_name_wins(sample_text):
    grids = sample_grids()
    original = next(grid for grid in grids if grid.sheet == SHEET)
    copy = replace(original, sheet="人民调解 (2)", cells=dict(original.cells))
    copy.cells[7, 3] = GridCell(999, CellKind.NUMBER)
    job = Job([copy, *grids])
    assert text_of(job) == sample_text
    (finding,) = [f for f in job.findings if f.code == "B-03"]
    assert "“人民调解 (2)”、“人民调解”" in finding.message


def test_two_copies_that_nothing_tells_apart_are_both_left_unread():
    grids = [
        copy
        for grid in sample_grids()
        for copy in (
            [replace(grid, sheet="调解 (2)"), replace(grid, sheet="调解 (3)")]
            if grid.sheet == SHEET
            else [grid]
        )
    ]
    job = Job(grids)
    (finding,) = [f for f in job.findings if f.code == "B-03"]
    assert (finding.level, "都没有读取" in finding.message) == (Level.ERROR, True)
    assert "人民调解.受理纠纷" not in job.facts.facts


@pytest.mark.parametrize(
    ("rows", "code"),
    [({7}, "B-05"), ({3}, "B-02"), ({32}, "B-02"), ({26}, "B-02")],
    ids=["a figure", "the header", "a split's header", "the header of rates"],
)
def test_a_deleted_row_is_told(rows, code):
    def drop(grid: Grid) -> Grid:
        return replace(grid, cells={p: c for p, c in grid.cells.items() if p[0] not in rows})

    assert code in codes([f for f in changed(drop).findings if f.sheet == SHEET])


def test_a_deleted_column_is_told():
    def drop(grid: Grid) -> Grid:
        return replace(grid, cells={p: c for p, c in grid.cells.items() if p[1] != 3})

    found = [f for f in changed(drop).findings if f.code == "B-02"]
    assert any("“本期”" in finding.message for finding in found)


def test_a_row_inserted_without_a_code_is_told_and_not_read():
    def insert(grid: Grid) -> Grid:
        grid = moved(grid, rows={row: row + 1 for row in range(7, 400)})
        grid.cells[7, 2] = GridCell("新增的一行", CellKind.TEXT)
        grid.cells[7, 3] = GridCell(5, CellKind.NUMBER)
        return grid

    assert codes(at(changed(insert), "C7")) == ["B-06"]


def test_a_code_deleted_from_a_row_is_told_twice():
    """Its row is missing, and a row stands there that nobody knows."""

    def drop(grid: Grid) -> Grid:
        del grid.cells[7, 1]
        return grid

    found = codes([f for f in changed(drop).findings if f.sheet == SHEET])
    assert {"B-05", "B-06"} <= set(found)


def test_a_merge_over_rows_is_told_with_its_range():
    job = changed(lambda grid: replace(grid, merges=((7, 3, 8, 3),)))
    (finding,) = [f for f in job.findings if f.code == "B-11"]
    assert "C7:C8" in finding.message


def test_hidden_rows_are_counted_on_every_kind_of_sheet(sample_text):
    grids = [replace(g, hidden_rows=frozenset(range(4, 60))) for g in sample_grids()]
    job = Job(grids)
    assert text_of(job) == sample_text
    told = {f.sheet: f.message for f in job.findings if f.code == "B-09"}
    assert {"人民调解", "提纲", "其他工作", "存在问题", "下步打算"} <= set(told)
    assert all("仍按有效数据读取" in message for message in told.values())
    assert not [f for f in Job(sample_grids()).findings if f.code == "B-09"]


def test_what_is_struck_through_is_asked_about_be_it_number_or_words():
    grids = sample_grids()
    grid = next(grid for grid in grids if grid.sheet == SHEET)
    body = next(
        place for place, cell in grid.cells.items() if cell.value == "正文" and place[0] > 50
    )
    words = min(p for p in grid.cells if p[0] > body[0] and p[1] == body[1])
    for place in ((7, 3), words):
        grid.cells[place] = grid.cells[place]._replace(is_struck=True)
    found = [f for f in Job(grids).findings if f.code == "V-04"]
    assert len(found) == 2
    assert {f.level for f in found} == {Level.VERIFY}


def test_notes_of_the_reader_become_hints_at_their_sheet(sample_text):
    grids = [
        replace(g, notes=["C7有批注（共1处），批注不算数据，没有读取。处理：填进格子"])
        if g.sheet in (SHEET, "填表说明")
        else g
        for g in sample_grids()
    ]
    job = Job(grids)
    (finding,) = [f for f in job.findings if f.code == "B-15"]
    assert (finding.sheet, finding.cell, finding.level) == (SHEET, "A1", Level.HINT)
    assert text_of(job) == sample_text


# --- too much --------------------------------------------------------------------------------


def test_a_text_longer_than_a_cell_may_hold_is_told_at_its_cell_and_not_read():
    job = typed("G7", "长" * 5_001)
    (finding,) = [f for f in at(job, "G7") if f.code == "V-01"]
    assert "有5,001个字，超过一格的上限5,000个字" in finding.message
    assert not [f for f in at(typed("G7", "长" * 5_000), "G7") if f.code == "V-01"]
