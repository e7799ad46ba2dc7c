"""sheets.py, line_sheets.py, rows.py: what clerks do to a workbook, and what is read of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sifa_xl import headers as h
from sifa_xl.declarations import Figure, WorkLine
from sifa_xl.domain import Approx, CellKind, Level, State
from sifa_xl.forms import read_form
from sifa_xl.settings import PERIOD_CHOICES
from tests.drawn import HOME, codes, draw, found, line_named, only, read, read_cell

LINE = "人民调解"
FILLED = """
    | 指标         | 本期 | 概数 | 上年同期 | 单位 | 口径 | 责任股室 | 填报人 | 说明 |
    | 矛盾纠纷排查 | 528  |      |          |      |      |          |        |      |
    | 排查发现纠纷 | 130  |      | 120      | 件   | 登记 | 基层股   | 张三   | 无   |
    | 受理纠纷     | 723  |      |          |      |      |          |        |      |
    | 调解成功     | 719  |      |          |      |      |          |        |      |
"""


def sheet(text=FILLED, **options):
    return draw(LINE, text, **options)


def drawn_figure(cell, name="受理纠纷", **columns):
    """人民调解 with one figure, the cell of 本期 as drawn."""
    columns = {"本期": cell, **columns}
    head, row = " | ".join(["指标", *columns]), " | ".join([name, *columns.values()])
    return draw(LINE, f"| {head} |\n| {row} |")


def amount(grid, code="MD.accepted"):
    return read(grid).lines["MD"].entries[code].now


def without(grid, *, rows=(), columns=(), values=()):
    """The grid after a clerk cleared rows, columns, or cells with these words."""
    kept = {
        (row, column): cell
        for (row, column), cell in grid.cells.items()
        if row not in rows and column not in columns and cell.value not in values
    }
    return replace(grid, cells=kept)


def test_a_filled_sheet_is_read_with_every_column_and_without_a_finding():
    entry = read(sheet()).lines["MD"].entries["MD.found"]
    assert (entry.now.value, entry.now.unit, str(entry.now.place)) == (130, "件", "人民调解!C4")
    assert (entry.before.value, str(entry.before.place)) == (120, "人民调解!E4")
    assert (entry.basis, entry.section, entry.filled_by) == ("登记", "基层股", "张三")
    assert entry.explanation == "无"
    assert found(sheet()) == []


# what the clerk does to sheets


def test_a_renamed_sheet_is_found_by_its_code_and_named_as_the_tab_is():
    filled = read(replace(sheet(), sheet="调解（改）"), lines=[line_named(LINE)])
    assert filled.lines["MD"].sheet == "调解（改）"
    assert str(filled.lines["MD"].entries["MD.accepted"].now.place) == "调解（改）!C5"
    assert filled.findings == []


def test_a_hidden_sheet_counts_and_that_is_said():
    hint = only("B-08", found(replace(sheet(), is_hidden=True)))
    assert (hint.level, hint.sheet) == (Level.HINT, LINE)
    assert "隐藏" in hint.message


def test_a_copy_beside_the_original_is_told_and_the_exact_name_wins():
    copy = replace(drawn_figure("1"), sheet="人民调解 (2)")
    for sheets in ([copy, sheet()], [sheet(), copy]):
        assert only("B-03", found(*sheets)).level is Level.VERIFY
        assert read(*sheets).lines["MD"].entries["MD.accepted"].now.value == 723


def test_two_copies_without_the_original_are_both_refused_by_name():
    copies = [replace(sheet(), sheet=name) for name in ("人民调解 (2)", "人民调解旧")]
    problem = only("B-03", found(*copies, lines=[line_named(LINE)]))
    assert problem.level is Level.ERROR
    assert "“人民调解 (2)”、“人民调解旧”" in problem.message


def test_a_missing_sheet_is_told_with_its_name():
    missing = only("B-01", found(sheet(), lines=[line_named(LINE), line_named("法律援助")]))
    assert (missing.level, missing.figure) == (Level.ERROR, "法律援助")


def test_a_sheet_without_its_code_column_is_told_apart_from_a_missing_one():
    damaged = only("B-02", found(without(sheet(), columns=[1])))
    assert (damaged.level, damaged.sheet) == (Level.ERROR, LINE)
    assert "A列" in damaged.message


@pytest.mark.parametrize("name", ["首页", *[h.OUTLINE, h.TOPICS, h.PROBLEMS, h.PLANS, h.PHRASES]])
def test_every_sheet_of_the_front_is_missed(name):
    grids = [draw(other, HOME if other == "首页" else "") for other in ("首页", h.OUTLINE)]
    everything = [*grids, *(draw(x) for x in (h.TOPICS, h.PROBLEMS, h.PLANS, h.PHRASES))]
    from sifa_xl.sheets import read_sheets

    filled = read_sheets([g for g in everything if g.sheet != name], [])
    assert only("B-01", filled.findings).figure == name


# what the clerk does to rows and columns


def test_inserted_rows_and_columns_do_not_matter():
    cells = {(row + 7, column + 2): cell for (row, column), cell in sheet().cells.items()}
    moved = replace(sheet(), cells=cells)
    assert str(amount(moved).place) == "人民调解!E12"
    assert found(moved) == []


def test_cells_that_come_in_another_order_make_the_same_rows():
    def rows(grid):
        return [(row, list(cells.items())) for row, cells in grid.rows()]

    backwards = dict(reversed(sheet().cells.items()))
    by_column = dict(sorted(sheet().cells.items(), key=lambda item: item[0][::-1]))
    assert list(by_column) != list(sheet().cells)
    for cells in (backwards, by_column):
        assert rows(replace(sheet(), cells=cells)) == rows(sheet())


def test_a_row_put_in_without_a_code_is_told_and_never_dropped_in_silence():
    stray = only("B-06", found(sheet(FILLED + "| 我们的指标 | 5 |")))
    assert (stray.level, stray.cell, stray.figure) == (Level.ERROR, "C7", "我们的指标")
    assert "补充数据" in stray.message


def test_a_row_of_an_older_master_is_told():
    text = "| 指标 | 本期 | 编码 |\n| 旧指标 | 5 | MD.gone |"
    grid = draw(LINE, text)
    assert only("B-04", found(grid)).level is Level.HINT
    assert [extra.name for extra in read(grid).lines["MD"].extras] == ["旧指标"]


def test_a_renamed_figure_is_still_read_from_an_older_workbook():
    class Renamed(WorkLine, title="改名", code="RN", theme="主题"):
        accepted = Figure("受理", was=("taken",))

    text = "| 指标 | 本期 | 编码 |\n| 收到 | 5 | RN.taken |"
    grid = draw(Renamed, text, without=["受理"])
    assert read(grid, lines=[Renamed]).lines["RN"].entries["RN.accepted"].now.value == 5


def test_of_two_rows_with_one_code_the_upper_counts_and_the_other_is_told():
    grid = sheet(FILLED + "| 受理纠纷 | 999 |")
    assert (only("B-07", found(grid)).cell, amount(grid).value) == ("C7", 723)


def test_a_deleted_star_row_is_told_and_a_deleted_optional_row_is_not():
    missing = found(draw(LINE, "| 指标 | 本期 |", without=["受理纠纷", "书面协议"]))
    assert [f.figure for f in missing if f.code == "B-05"] == ["受理纠纷"]


def test_a_deleted_header_row_is_told_for_every_table():
    for table in ("MD.kinds", "举措", "补充数据", "指标", "数据"):
        lost = only("B-02", found(without(sheet(), values=[f"#表:{table}"])))
        assert (lost.level, "表头行被删掉了" in lost.message) == (Level.ERROR, True)


@pytest.mark.parametrize("header", ["上年同期", "概数", "单位", "口径", "说明", "本期"])
def test_a_renamed_header_is_told_because_its_column_is_not_read(header):
    lost = [f for f in found(without(sheet(), rows=[2])) if f.code == "B-02"]
    assert len(lost) == 1  # the whole header row: one finding
    cells = dict(sheet().cells)
    place = next(p for p, c in cells.items() if p[0] == 2 and c.value == header)
    cells[place] = read_cell("改了名")
    lost = only("B-02", found(replace(sheet(), cells=cells)))
    assert (lost.figure, lost.level, lost.cell) == (header, Level.ERROR, "B2")


def test_a_doubled_header_is_told_in_every_table():
    grid = sheet("| 指标 | 本期 |\n| 受理纠纷 | 5 |\n\n纠纷类型\n| 类型 | 件数 |\n| 邻里 | 5 |")
    for place, header in (((2, 30), "本期"), ((102, 30), "件数")):
        doubled = replace(grid, cells={**grid.cells, place: read_cell(header)})
        assert only("B-07", found(doubled)).figure == header


def test_a_block_copied_whole_is_told_and_the_upper_one_counts():
    grid = sheet()
    copy = {(r + 900, c): cell for (r, c), cell in grid.cells.items() if 2 <= r <= 6}
    doubled = replace(grid, cells=grid.cells | copy | {(905, 3): read_cell("1")})
    assert only("B-07", found(doubled)).cell == "B902"
    assert amount(doubled).value == 723


def test_rows_merged_into_one_are_told_with_their_range():
    merged = only("B-11", found(replace(sheet(), merges=((4, 3, 6, 3),))))
    assert (merged.level, merged.cell) == (Level.ERROR, "C4")
    assert "C4:C6" in merged.message
    assert found(replace(sheet(), merges=((4, 3, 4, 9), (800, 1, 900, 2)))) == []


def test_hidden_rows_count_and_are_counted():
    hint = only("B-09", found(replace(sheet(), hidden_rows=frozenset({4, 5, 30}))))
    assert (hint.level, hint.cell) == (Level.HINT, "C4")
    assert "2行" in hint.message


# what the clerk types: every kind of cell


@pytest.mark.parametrize(
    ("cell", "value", "approx", "state"),
    [
        ("723", 723, Approx.NONE, State.KNOWN),
        ("0", 0, Approx.NONE, State.KNOWN),
        ("", None, Approx.NONE, State.BLANK),
        ("-", None, Approx.NONE, State.BLANK),
        ("无", None, Approx.NONE, State.BLANK),
        ("待定", None, Approx.NONE, State.PENDING),
        ("'７２３", 723, Approx.NONE, State.KNOWN),
        ("723件", 723, Approx.NONE, State.KNOWN),
        ("'700余件", 700, Approx.ODD, State.KNOWN),
        ("=723", 723, Approx.NONE, State.KNOWN),
        ("~~723~~", 723, Approx.NONE, State.KNOWN),
        ("#REF!", None, Approx.NONE, State.UNREADABLE),
        ("=#DIV/0!", None, Approx.NONE, State.UNREADABLE),
        ("=?", None, Approx.NONE, State.UNREADABLE),
        ("TRUE", None, Approx.NONE, State.UNREADABLE),
        ("2022-05-16", None, Approx.NONE, State.UNREADABLE),
        ("'100+9", None, Approx.NONE, State.UNREADABLE),
        ("'不清楚", None, Approx.NONE, State.UNREADABLE),
    ],
)
def test_every_kind_of_cell_in_this_periods_column(cell, value, approx, state):
    got = amount(drawn_figure(cell))
    assert (got.value, got.approx, got.state) == (value, approx, state)


@pytest.mark.parametrize("cell", ["#REF!", "=?", "TRUE", "'不清楚"])
@pytest.mark.parametrize("column", ["本期", "上年同期", "概数", "单位"])
def test_what_cannot_be_read_is_a_finding_at_its_own_cell(column, cell):
    grid = drawn_figure("5", **{column: cell})
    problem = only("V-01", found(grid))
    assert problem.level is Level.ERROR
    record = next(r for r in read_form(grid).tables["数据"].records if r.code == "MD.accepted")
    assert problem.cell == record.place(column).address


@pytest.mark.parametrize("column", ["口径", "责任股室", "填报人", "说明"])
@pytest.mark.parametrize("cell", ["#REF!", "=?"])
def test_an_error_in_a_column_of_words_is_a_finding_too(column, cell):
    assert only("V-01", found(drawn_figure("5", **{column: cell}))).level is Level.ERROR


def test_a_number_typed_as_text_is_told_because_excel_overlooks_it():
    repaired = only("V-02", found(drawn_figure("'７２３")))
    assert (repaired.level, repaired.cell) == (Level.HINT, "C3")
    assert "Excel 求和会漏掉它" in repaired.message


def test_a_struck_number_is_asked_about():
    assert only("V-04", found(drawn_figure("~~723~~"))).level is Level.VERIFY


def test_two_different_hedges_are_one_too_many():
    assert only("V-05", found(drawn_figure("'700余", 概数="约"))).level is Level.ERROR
    assert "V-05" not in codes(found(drawn_figure("'700余", 概数="余")))


def test_a_strange_unit_is_refused_and_a_second_unit_is_read():
    assert only("V-01", found(drawn_figure("5", 单位="个"))).cell == "D3"
    assert only("V-01", found(drawn_figure("'5个"))).cell == "C3"
    assert amount(drawn_figure("5", 单位="起")).unit == "起"
    assert amount(drawn_figure("5")).unit == "件"


# splits, drop-downs, 补充数据


SPLIT = """
    | 指标         | 本期 |
    | 驻所调解案件 | 21   |

    驻派出所调解室
    | 所在乡镇 | 个数 | 件数 |
    | 高村镇   | 3    | 14   |
    |          |      |      |
    | 锦和镇   | 1    | 7    |
"""


def test_rows_of_a_split_are_read_with_gaps_between_them():
    rows = read(sheet(SPLIT)).lines["MD"].splits["MD.stations"]
    assert [(row.name, row.amounts["件数"].value) for row in rows] == [
        ("高村镇", 14),
        ("锦和镇", 7),
    ]
    assert str(rows[1].amounts["件数"].place) == "人民调解!D105"


def test_a_row_of_a_split_made_of_formulas_is_not_lost():
    grid = sheet(SPLIT.replace("| 锦和镇   | 1    | 7 ", "| =锦和镇 | =1 | =7 "))
    assert len(read(grid).lines["MD"].splits["MD.stations"]) == 2


def test_a_number_without_a_name_and_a_name_that_comes_twice_are_told():
    nameless = found(sheet(SPLIT.replace("锦和镇", "")))
    assert (only("V-06", nameless).cell, only("V-06", nameless).level) == ("B105", Level.ERROR)
    twice = found(sheet(SPLIT.replace("锦和镇", "高村镇")))
    assert (only("V-07", twice).cell, only("V-07", twice).level) == ("B105", Level.VERIFY)


def test_the_base_of_a_rate_is_picked_in_its_row():
    text = "| 指标 | 本期 |\n\n指标\n| 指标 | 口径 |\n| 调解成功率 | 已调结 |"
    data = read(sheet(text)).lines["MD"]
    assert data.picked == {"成功率口径": "已调结"}
    assert str(data.picked_places["成功率口径"]) == "人民调解!C103"
    assert read(sheet()).lines["MD"].picked == {"成功率口径": "受理"}
    assert only("V-01", found(sheet(text.replace("已调结", "全部")))).cell == "C103"


EXTRA = """
    | 指标     | 本期 |
    | 受理纠纷 | 5    |

    补充数据
    | 指标         | 本期   | 概数 | 单位 | 口径   |
    | １２３４８来电 | 30     | 余   | 次   | 热线台 |
    | 挽回损失     | '6万余 |      | 万元 |        |
"""


def test_figures_of_the_clerks_own_are_read_with_normal_names():
    first, second = read(sheet(EXTRA)).lines["MD"].extras
    assert (first.name, first.now.value, first.now.approx) == ("12348来电", 30, Approx.ODD)
    assert (first.now.unit, first.basis) == ("次", "热线台")
    assert (second.now.value, second.now.approx, second.now.unit) == (6, Approx.ODD, "万元")


@pytest.mark.parametrize(
    ("name", "code"),
    [("受理纠纷", "V-07"), ("调解成功率", "V-07"), ("12348来电", "V-07"), ("", "V-06")],
)
def test_a_name_that_is_taken_or_missing_is_told_because_the_number_would_be_lost(name, code):
    problem = only(code, found(sheet(EXTRA.replace("挽回损失", name))))
    assert (problem.level, problem.cell) == (Level.ERROR, "C104")


# 本期无此工作 and 首页


def test_a_line_switched_off_is_off_and_blank_is_on():
    off = "| 指标 | 本期 |\n| 本期有无此工作 | 本期无此工作 |"
    data = read(sheet(off)).lines["MD"]
    assert (data.is_off, str(data.off_place)) == (True, "人民调解!C3")
    assert found(sheet(off)) == []
    assert read(sheet(off.replace("| 本期无此工作 |", "| 有 |"))).lines["MD"].is_off is False
    assert read(sheet()).lines["MD"].is_off is False
    assert only("V-01", found(sheet(off.replace("| 本期无此工作 |", "| 没有 |")))).cell == "C3"


def home(**rows):
    text = "\n".join(f"| {label} | {content} |" for label, content in rows.items())
    return draw("首页", HOME + text)


def test_settings_are_read_with_their_cells():
    rows = {
        "区划称谓": "区",
        "统计截止日": "2022-06-25",
        "成文日期": "2022年7月1日",
        "写同比": "是",
    }
    settings = read(home(**rows)).settings
    assert (settings.unit_full, settings.unit_short) == ("某某县司法局", "县司法局")
    assert (settings.year, settings.period_name, settings.region_word) == (2022, "上半年", "区")
    assert (settings.cutoff, settings.signed) == (date(2022, 6, 25), date(2022, 7, 1))
    assert settings.compares
    assert str(settings.places["@cutoff"]) == "首页!C8"


def test_a_day_without_a_year_takes_the_year_of_the_front_page():
    assert read(home(统计截止日="6月25日")).settings.cutoff == date(2022, 6, 25)


@pytest.mark.parametrize("period", PERIOD_CHOICES)
def test_every_period_that_can_be_picked_is_understood(period):
    grid = draw("首页", HOME.replace("上半年", period))
    assert read(grid).settings.period.name == period


@pytest.mark.parametrize(
    ("label", "content"),
    [
        ("年份", "22"),
        ("年份", "2022.5"),
        ("期别", "半年"),
        ("区划称谓", "乡"),
        ("统计截止日", "2022.6"),
        ("单位全称", "#REF!"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told_at_its_cell(label, content):
    lines = [line for line in HOME.splitlines() if not line.strip().startswith(f"| {label}")]
    grid = draw("首页", "\n".join(lines) + f"\n| {label} | {content} |")
    problem = only("V-01", found(grid))
    row = next(
        r.row
        for r in read_form(grid).tables["设置"].records
        if r.cells["内容"].value == read_cell(content).value
    )
    assert (problem.level, problem.cell, problem.figure) == (Level.ERROR, f"C{row}", label)


def test_the_full_name_stands_in_for_the_short_one_with_its_own_cell():
    lines = [line for line in HOME.splitlines() if "简称" not in line]
    settings = read(draw("首页", "\n".join(lines))).settings
    assert settings.unit_short == "某某县司法局"
    assert str(settings.places["@unit_short"]) == "首页!C3"


# rows of prose and 提纲


def test_rows_of_prose_are_read_with_all_their_columns():
    text = """
        | 指标 | 本期 |

        举措
        | 小标题 | 归入提纲段 | 采用 | 日期       | 详略 | 正文   | 提供股室 | 数字已核 |
        | 专项   | 排查化解   |      | 2022-03-01 | 可略 | 排查。 | 基层股   | 是       |
        |        |            | 否   |            |      | 不写。 |          |          |
    """
    first, second = read(sheet(text)).lines["MD"].measures
    assert (first.subheading, first.belongs_to, first.body) == ("专项", "排查化解", "排查。")
    assert (first.day, first.may_drop, first.is_used) == (date(2022, 3, 1), True, True)
    assert (first.section, first.numbers_checked) == ("基层股", True)
    assert (second.is_used, second.may_drop, second.numbers_checked) == (False, False, False)
    assert str(second.place) == "人民调解!G104"


def test_targets_of_plans_keep_number_unit_and_word_apart():
    grid = draw(
        h.PLANS,
        """
        | 归入提纲段 | 正文             | 限定词 | 目标数 | 目标单位 |
        | 加强调解   | 办培训【目标】。 | 至少   | 2      | 期       |
    """,
    )
    (plan,) = read(grid).plans
    assert (plan.target, plan.target_word, str(plan.target_place)) == ("2期", "至少", "下步打算!E3")


def test_rows_and_drafts_of_the_outline_are_read():
    grid = draw(
        h.OUTLINE,
        """
        | 级别 | 标题     | 内容              | 自写正文 | 市局稿 | 简报 |
        | 一级 | 推进法治 |                   |          |        |      |
        | 二级 | 人民调解 | 人民调解·排查化解 |          | 详     | 不用 |

        稿种
        | 稿种   | 标题     | 主送 | 开头 |
        | 市局稿 | 我的标题 | 市局 |      |
    """,
    )
    filled = read(grid)
    assert [(row.level, row.heading) for row in filled.outline] == [
        ("一级", "推进法治"),
        ("二级", "人民调解"),
    ]
    assert filled.outline[1].lengths == {"市局稿": "详", "政法委稿": "", "简报": "不用"}
    draft = filled.drafts["市局稿"]
    assert (draft.title, draft.addressee, str(draft.places["标题"])) == (
        "我的标题",
        "市局",
        "提纲!C103",
    )


def test_phrases_of_the_bureau_are_read_with_their_years():
    grid = draw(h.PHRASES, "| 用语 | 起始年 | 截止年 |\n| 二十大 | 2022 | |\n| 十百千工程 | | |")
    assert read(grid).phrases == [("二十大", 2022, None), ("十百千工程", None, None)]


def test_text_is_kept_as_decimal_and_never_as_float():
    got = amount(drawn_figure("2.045", name="涉及金额"), "MD.amount")
    assert got.value == Decimal("2.045")
    assert read_cell("2.045").kind is CellKind.NUMBER


def test_the_unit_in_the_cell_counts_before_the_column():
    assert amount(drawn_figure("'5起", 单位="件")).unit == "起"


def test_two_nameless_rows_are_not_one_name_twice():
    grid = sheet(SPLIT.replace("锦和镇", "").replace("高村镇", ""))
    assert codes(f for f in found(grid) if f.code.startswith("V-")) == ["V-06", "V-06"]
