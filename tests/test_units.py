"""填报单位 and 分所表: what is read, what is told, what the formulas say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sifa_xl import headers as h
from sifa_xl.book.fill import Fill
from sifa_xl.book.master import plan_book
from sifa_xl.book.unit_table_plan import FIRST_UNIT, HEADER_ROW, shown_total, total_of
from sifa_xl.book.units_plan import ALL_NOTICE_ROW, ALL_REMINDER_ROW
from sifa_xl.domain import Approx, Level, State
from sifa_xl.indicators import Indicators
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.lines.mediation import Mediation
from sifa_xl.live import Live
from sifa_xl.sheets import read_sheets
from tests.books import TEMPLATES, formula_cells, job_of, saved, sheet, type_in
from tests.drawn import draw, found, only, read
from tests.office.server import poison
from tests.test_live_formulas import same

TOWNS = {
    h.UNITS: {
        h.UNITS: [
            {
                "单位名称": "高村司法所",
                "类别": "司法所",
                "业务线": "人民调解、社区矫正",
                "联系人": "张三",
                "还缺什么": "社区矫正",
            },
            {"单位名称": "锦和司法所", "类别": "司法所", "业务线": "人民调解", "状态": "已报"},
            {"单位名称": "江口墟司法所", "类别": "司法所", "状态": "退回", "还缺什么": "数不符"},
            {"单位名称": "公证处", "类别": "股室", "业务线": "公证", "状态": "未报"},
        ]
    },
    "首页": {"单位全称": "青山县司法局", "单位简称": "县司法局", "年份": 2022, "期别": "上半年"},
    h.UNIT_TABLE: {
        "人民调解": {
            "受理纠纷": {"高村司法所": 12, "锦和司法所": 7},
            "调解成功": {"高村司法所": 12, "锦和司法所": 6, "江口墟司法所": "待定"},
            "涉及金额": {"高村司法所": Decimal("2.5")},
        }
    },
}
UNITS = """
    | 单位名称   | 业务线             | 类别   | 截止日期   | 状态 |
    | 高村司法所 | 人民调解、社区矫正 | 司法所 | 2022-06-28 | 未报 |
    | 锦和司法所 | 人民调解           | 司法所 |            | 迟报 |
"""


def town_plans():
    plans = plan_book(shipped_lines(), Fill(TOWNS), TEMPLATES, [])
    type_in(plans, f"{h.UNITS}!G5", date(2022, 6, 28))
    return plans


def table(*rows: str, names: str = "高村司法所 | 锦和司法所") -> object:
    body = "\n".join(f"| {row} |" for row in rows)
    return draw(h.UNIT_TABLE, f"| 指标 | 编码 | 概数 | {names} |\n{body}")


def values(*rows: str):
    """What is read of 分所表: unit, state, value and hedge of each amount."""
    filled = read(draw("人民调解"), draw(h.UNITS, UNITS), table(*rows))
    return [
        (v.unit, v.amount.state, v.amount.value, v.amount.approx)
        for v in filled.unit_values.get("MD.accepted", ())
    ]


def test_the_units_are_read_with_lines_due_date_and_state():
    filled = read(draw("人民调解"), draw("社区矫正"), draw(h.UNITS, UNITS))
    high, brocade = filled.units
    assert (high.name, high.kind, high.lines) == (
        "高村司法所",
        "司法所",
        ("人民调解", "社区矫正"),
    )
    assert str(high.due) == "2022-06-28"
    assert not high.has_returned
    assert brocade.has_returned
    assert (str(high.place), high.number) == ("填报单位!B3", 1)


def test_the_due_date_of_an_older_master_stands_under_its_older_header():
    old = draw(h.UNITS, UNITS.replace("截止日期", "期限    "))
    assert str(read(draw("人民调解"), old).units[0].due) == "2022-06-28"


def test_a_blank_cell_a_zero_and_a_hedge_typed_as_text_are_three_things():
    assert values("受理纠纷 | MD.accepted | | 60余 | 0") == [
        ("高村司法所", State.KNOWN, 60, Approx.ODD),
        ("锦和司法所", State.KNOWN, 0, Approx.NONE),
    ]
    assert values("受理纠纷 | MD.accepted | 约 | １２ | ") == [
        ("高村司法所", State.KNOWN, 12, Approx.ABOUT)
    ]


def test_the_total_of_the_units_keeps_one_hedge_and_calls_several_about():
    def total(row: str):
        grids = draw("人民调解"), draw(h.UNITS, UNITS), table(row)
        return read(*grids).unit_total("MD.accepted")

    assert total("受理纠纷 | MD.accepted | | 5 | 6").value == 11
    assert total("受理纠纷 | MD.accepted | 余 | 50 | 60").approx is Approx.ODD
    assert total("受理纠纷 | MD.accepted | | 60余 | 6").approx is Approx.ABOUT
    assert total("受理纠纷 | MD.accepted | | 待定 | 6").state is State.PENDING
    assert total("受理纠纷 | MD.accepted | | 很多 | 6").state is State.UNREADABLE
    assert total("受理纠纷 | MD.accepted | | | ") is None


@pytest.mark.parametrize(
    ("row", "code", "where"),
    [
        ("受理纠纷 | MD.accepted | | 很多 | 6", "V-01", "分所表!D3"),
        ("受理纠纷 | MD.accepted | | -5 | 6", "X-10", "分所表!D3"),
        ("受理纠纷 | MD.accepted | | 5 | 2.5", "X-10", "分所表!E3"),
        ("受理纠纷 | MD.accepted | | 5 | 待定", "X-06", "分所表!E3"),
        ("受理纠纷 | | | 5 | 6", "B-06", "分所表!D3"),
        ("旧指标 | MD.gone | | 5 | 6", "B-06", "分所表!D3"),
    ],
)
def test_a_fault_in_the_table_of_units_is_told_at_its_cell(row, code, where):
    findings = found(draw("人民调解"), draw(h.UNITS, UNITS), table(row))
    told = [f for f in findings if f.code == code and f.level is Level.ERROR]
    assert [f"{f.sheet}!{f.cell}" for f in told] == [where]


def test_an_unknown_unit_is_told_with_the_nearest_one():
    strange = table("受理纠纷 | MD.accepted | | 5 | 6", names="高村司法所 | 锦禾司法所")
    finding = only("R-03", found(draw("人民调解"), draw(h.UNITS, UNITS), strange))
    assert "最接近的是“锦和司法所”" in finding.message
    assert finding.cell == "E2"


def test_two_columns_of_one_unit_are_told_however_they_are_spaced():
    double = table("受理纠纷 | MD.accepted | | 5 | 6", names="高村司法所 | 高村 司法所")
    assert "有两列" in only("B-07", found(draw("人民调解"), draw(h.UNITS, UNITS), double)).message


def test_a_master_without_the_sheets_of_units_is_read_as_before():
    grids = [plan.grid() for plan in town_plans() if plan.code not in ("UNITS", "UNITTABLE")]
    filled = read_sheets(grids, shipped_lines())
    assert filled.units == []
    assert not [f for f in filled.findings if f.code.startswith("B-")]


def test_the_texts_say_who_what_by_when_and_what_is_missing():
    live = Live(Indicators(job_of(town_plans()).filled))
    page = sheet(town_plans(), h.UNITS)

    def shown(row: int, column: int) -> str:
        return str(page.cells[row, column][0].twin(live))

    assert shown(5, 10) == (
        "高村司法所（张三）：请填报2022年上半年人民调解、社区矫正的数据，6月28日前报县司法局办公室。"
        "黄格必填，确为零填0，没有统计的空着，一时没有的填“待定”；不改表头，不删行列，填好原样发回。"
    )
    assert shown(5, 11) == (
        "高村司法所（张三）：2022年上半年人民调解、社区矫正的数据还没有报齐，还缺社区矫正"
        "（截止6月28日），请抓紧报县司法局办公室。"
    )
    assert shown(6, 11) == ""
    assert shown(7, 11) == (
        "江口墟司法所：2022年上半年有关业务的数据已退回：数不符，请改好后重新报县司法局办公室。"
    )
    assert shown(ALL_REMINDER_ROW, 3) == (
        "2022年上半年统计数据，应报4个单位，已报1个。还没有收到：高村司法所（6月28日）、公证处。"
        "退回待改：江口墟司法所。请抓紧报县司法局办公室。"
    )
    assert "高村司法所（6月28日）、锦和司法所、江口墟司法所、公证处。" in shown(ALL_NOTICE_ROW, 3)


def test_the_address_of_a_total_is_looked_up_by_code():
    assert total_of(7) == "IFERROR(INDEX('分所表'!$F:$F,MATCH($A$7,'分所表'!$A:$A,0)),\"\")"
    live = Live(Indicators(job_of(town_plans()).filled))
    assert shown_total(live, Mediation.accepted.code) == 19
    assert shown_total(live, Mediation.settled.code) == "待定"
    assert shown_total(live, Mediation.amount.code) == Decimal("2.5")
    assert shown_total(live, Mediation.found.code) == ""


def test_the_columns_of_the_listed_offices_stand_in_the_header_those_of_sections_do_not():
    cells = sheet(town_plans(), h.UNIT_TABLE).cells
    heads = [cells[HEADER_ROW, FIRST_UNIT + number][0] for number in range(4)]
    assert heads == ["高村司法所", "锦和司法所", "江口墟司法所", None]


def test_lines_nobody_reports_are_folded_and_typed_figures_never_are():
    page = sheet(town_plans(), h.UNIT_TABLE)
    rows = {content: row for (row, column), (content, _) in page.cells.items() if column == 1}
    assert rows["NT.accepted"] in page.folded
    assert rows["MD.accepted"] not in page.folded
    assert rows["MD.amount"] not in page.folded
    assert rows["MD.oral"] in page.folded


@pytest.mark.office
@pytest.mark.parametrize("state", ["未报", "已报"])
def test_the_formulas_of_both_sheets_equal_python(office, tmp_path, state):
    plans = town_plans()
    for row in (5, 7, 8):
        type_in(plans, f"{h.UNITS}!H{row}", state)
    live = Live(Indicators(job_of(plans).filled))
    formulas = {
        cell: formula
        for cell, formula in formula_cells(plans).items()
        if cell.startswith((h.UNITS, h.UNIT_TABLE))
    }
    poison(saved(plans, tmp_path / "book.xlsx"), tmp_path / "毒.xlsx")
    with office.open(tmp_path / "毒.xlsx") as book:
        book.recalculate()
        shown = book.read(list(formulas))
        assert [
            (cell, shown[cell], formula.twin(live))
            for cell, formula in formulas.items()
            if not same(shown[cell], formula.twin(live))
        ] == []


def test_no_line_is_without_its_figures_in_the_table():
    page = sheet(town_plans(), h.UNIT_TABLE)
    codes = {content for (_, column), (content, _) in page.cells.items() if column == 1}
    assert {f.code for line in shipped_lines() for f in line.figures} <= codes


def test_of_hidden_rows_the_first_is_shown_and_folded_ones_are_not_told():
    rows = ("调解成功 | MD.settled | | 5 | 6", "受理纠纷 | MD.accepted | | 7 | 8")
    folded = "涉及金额 | MD.amount | | 2 | 3"
    grid = replace(table(*rows, folded), hidden_rows=frozenset({3, 4, 5}))
    problem = only("B-09", found(draw("人民调解"), draw(h.UNITS, UNITS), grid))
    assert problem.cell == "D3"
    assert "有2行" in problem.message


def test_a_unit_that_sent_none_of_a_line_is_missed_once():
    names = ("矛盾纠纷排查 | MD.screenings", "受理纠纷 | MD.accepted", "调解成功 | MD.settled")
    rows = table(*(f"{name} | | 5 | " for name in names))
    missed = only("R-05", found(draw("人民调解"), draw(h.UNITS, UNITS), rows))
    assert missed.message.startswith(
        "人民调解的矛盾纠纷排查、受理纠纷、调解成功，别的单位填了，还缺1个单位：锦和司法所。"
    )
