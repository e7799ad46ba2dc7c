"""relations.py: the general rules, the same for every line."""

import pytest

from sifa_xl.declarations import Figure, Split, Stock, Total, WorkLine
from sifa_xl.domain import Level
from tests.drawn import HOME, codes, draw, found, only

HEAD = "| 指标 | 本期 | 概数 | 上年同期 | 单位 | 口径 | 说明 |"


class Toy(WorkLine, title="玩具", code="TOY", theme="主题"):
    """One of each kind."""

    opening = Figure("期初", unit="人")
    came = Figure("新增", units=("人", "人次"), star=True)
    left = Figure("减少", unit="人")
    stock = Stock("期末", opening=opening, plus=(came,), minus=(left,), rule="T-1", unit="人")
    total = Total("合计", came, left, rule="T-2", unit="人")
    money = Figure("金额", unit="万元")
    rooms = Split("各室", by="室名", measures={"人数": "人", "钱": "万元"})


class Other(WorkLine, title="别的", code="OTH", theme="主题"):
    """A line with a ★ figure of the same name as one of 玩具."""

    came = Figure("新增", unit="人", star=True)


def toy(*rows, more=""):
    return draw(Toy, "\n".join([HEAD, *(f"| {row} |" for row in rows)]) + f"\n{more}")


def check(*rows, more="", other=(), lines=(Toy,)):
    return found(toy(*rows, more=more), *other, lines=list(lines))


def home(**rows):
    lines = [x for x in HOME.splitlines() if not any(f"| {label}" in x for label in rows)]
    return draw("首页", "\n".join([*lines, *(f"| {label} | {x} |" for label, x in rows.items())]))


def at_home(code, **rows):
    """The findings of that code for a workbook with these settings."""
    sheets = (home(**rows), toy("新增 | 5"))
    return [f for f in found(*sheets, lines=[Toy]) if f.code == code]


# 首页 and its dates


def test_x00_the_front_page_must_name_the_bureau_and_the_year():
    missing = at_home("X-00", 单位全称="", 单位简称="", 年份="")
    assert [(f.figure, f.cell) for f in missing] == [
        ("单位全称", "C4"),
        ("单位简称", "C5"),
        ("年份", "C6"),
    ]
    assert {f.level for f in missing} == {Level.ERROR}
    assert at_home("X-00") == []


@pytest.mark.parametrize(
    ("cutoff", "level"),
    [
        ("2022-06-30", None),
        ("2022-06-29", Level.VERIFY),
        ("2022-01-01", Level.VERIFY),
        ("2021-12-31", Level.ERROR),
        ("2022-07-01", Level.ERROR),
        ("", None),
    ],
)
def test_x01_the_cutoff_lies_in_the_period_and_at_its_end(cutoff, level):
    findings = at_home("X-01", 统计截止日=cutoff)
    assert [f.level for f in findings] == ([level] if level else [])
    assert all(f.cell == "C7" for f in findings)


def test_a_unit_is_not_asked_why_its_bureau_set_an_early_cutoff():
    assert at_home("X-01", 统计截止日="2022-06-25", 填报单位="城关镇司法所") == []


def test_a_unit_may_write_that_a_number_is_not_out_yet_and_is_only_asked_for_it_again():
    of_a_unit = home(填报单位="城关镇司法所")
    (told,) = [f for f in found(of_a_unit, toy("新增 | 待定"), lines=[Toy]) if f.code == "X-06"]
    assert (told.level, "再报一次" in told.message) == (Level.VERIFY, True)


@pytest.mark.parametrize(
    ("signed", "cutoff", "level"),
    [
        ("2022-06-30", "", None),
        ("2022-07-05", "2022-06-30", None),
        ("2022-06-29", "", Level.VERIFY),
        ("2021-12-31", "", Level.ERROR),
        ("2021-06-29", "2022-06-30", Level.ERROR),
        ("", "", None),
    ],
)
def test_x01_the_signature_stands_behind_the_period(signed, cutoff, level):
    findings = at_home("X-01", 成文日期=signed, 统计截止日=cutoff)
    assert [f.level for f in findings] == ([level] if level else [])


def test_x01_a_signature_before_the_cutoff_cannot_be():
    findings = at_home("X-01", 成文日期="2022-06-28", 统计截止日="2022-06-30")
    assert [f.level for f in findings] == [Level.ERROR, Level.VERIFY]
    assert "早于统计截止日2022年6月30日" in findings[0].message


@pytest.mark.parametrize(("day", "is_told"), [("2022-06-25", False), ("2022-06-26", True)])
def test_x01_a_day_behind_the_cutoff_is_asked_at_its_row(day, is_told):
    sheet = toy("新增 | 5", more=f"\n举措\n| 正文 | 日期 |\n| 开会。 | {day} |")
    findings = found(home(统计截止日="2022-06-25"), sheet, lines=[Toy])
    asked = [f for f in findings if f.code == "X-01" and f.sheet == Toy.title]
    assert [f.level for f in asked] == [Level.VERIFY] * is_told


@pytest.mark.parametrize(
    ("day", "used", "is_told"),
    [("2022-06-30", "", False), ("2022-07-01", "", True), ("2022-07-01", "否", False)],
)
def test_x01_a_day_outside_the_period_is_told_at_its_row(day, used, is_told):
    more = f"\n举措\n| 正文 | 日期 | 采用 |\n| 开会。 | {day} | {used} |"
    findings = [f for f in check("新增 | 5", more=more) if f.code == "X-01"]
    assert [(f.cell, f.level) for f in findings] == ([("C103", Level.ERROR)] if is_told else [])


# words


@pytest.mark.parametrize("word", ["截止目前", "截止到目前", "近半年来", "年初以来"])
def test_x02_the_period_is_named_in_one_way(word):
    more = f"\n举措\n| 正文 |\n| {word}，开展排查。 |"
    hint = only("X-02", check("新增 | 5", more=more))
    assert (hint.level, hint.cell) == (Level.HINT, "B103")
    assert "X-02" not in codes(check("新增 | 5", more=more.replace(word, "上半年")))


OTHER = "| 指标 | 本期 | 口径 |\n| 新增 | 800 | {} |"


@pytest.mark.parametrize(
    ("basis", "other", "is_told"),
    [
        ("", "", True),
        ("窗口", "", True),
        ("窗口", "窗口", True),
        ("窗口", "普法现场", False),
    ],
)
def test_x03_one_name_on_two_lines_needs_two_bases(basis, other, is_told):
    sheet = draw(Other, OTHER.format(other))
    findings = check(f"新增 | 78 | | | | {basis}", other=[sheet], lines=[Toy, Other])
    found_here = [f for f in findings if f.code == "X-03"]
    assert [(f.sheet, f.cell, f.level) for f in found_here] == (
        [("玩具", "C3", Level.VERIFY)] if is_told else []
    )


def test_x03_is_silent_where_only_one_line_is_filled_or_the_other_is_off():
    off = draw(Other, "| 指标 | 本期 |\n| 本期有无此工作 | 本期无此工作 |\n| 新增 | 800 |")
    for sheet in (off, draw(Other, OTHER.format("").replace("800", ""))):
        assert "X-03" not in codes(check("新增 | 5", other=[sheet], lines=[Toy, Other]))


def test_x03_hears_the_clerks_own_figures_too():
    more = "\n补充数据\n| 指标 | 本期 | 单位 |\n| 电话咨询 | 30 | 人次 |"
    other = draw(Other, "| 指标 | 本期 |\n| 新增 | 8 |\n" + more.replace("30", "40"))
    findings = check("新增 | 5 | | | | 甲", more=more, other=[other], lines=[Toy, Other])
    assert "电话咨询" in [f.figure for f in findings if f.code == "X-03"]


# blank and 待定


def test_x06_a_blank_star_is_asked_for_and_a_blank_option_is_not():
    blank = only("X-06", check("减少 | 5"))
    assert (blank.level, blank.figure) == (Level.VERIFY, "新增")
    assert "X-06" not in codes(check("新增 | 0"))


def test_x06_an_empty_sheet_is_asked_about_once_and_one_switched_off_never():
    (empty,) = check()
    assert (empty.code, empty.level, empty.figure) == ("X-06", Level.VERIFY, "玩具")
    assert "本期无此工作" in empty.message
    assert check("本期有无此工作 | 本期无此工作") == []


@pytest.mark.parametrize("name", ["新增", "减少", "合计"])
def test_x06_pending_must_be_settled_before_the_final(name):
    findings = [f for f in check("新增 | 5", f"{name} | 待定") if f.code == "X-06"]
    assert [f.level for f in findings] == ([Level.ERROR] if name != "新增" else [])
    assert [f.level for f in check(f"{name} | 待定") if f.figure == name] == [Level.ERROR]


def test_x06_pending_in_a_split_or_an_own_figure_blocks_the_final_too():
    rooms = "\n各室\n| 室名 | 人数 |\n| 甲室 | 待定 |"
    assert only("X-06", check("新增 | 5", more=rooms)).figure == "甲室人数"
    extras = "\n补充数据\n| 指标 | 本期 |\n| 来电 | 待定 |"
    assert only("X-06", check("新增 | 5", more=extras)).level is Level.ERROR


# against last year


@pytest.mark.parametrize(
    ("now", "before", "is_told"),
    [
        (130, 100, False),  # exactly three tenths
        (131, 100, True),
        (70, 100, False),
        (69, 100, True),
        (14, 10, False),  # four
        (15, 10, True),  # five
        (5, 10, True),
        (0, 10, True),
        (500, 0, False),  # nothing to compare with
        (500, "", False),
        ("", 500, False),
    ],
)
def test_x07_a_swing_of_more_than_three_tenths_and_at_least_five(now, before, is_told):
    findings = [f for f in check(f"新增 | {now} | | {before}") if f.code == "X-07"]
    told = [f for f in findings if f.figure == "新增"]
    level = Level.VERIFY if before and before >= 50 else Level.HINT  # a small base says little
    assert [(f.cell, f.level) for f in told] == ([("C3", level)] if is_told else [])


def test_x07_is_asked_of_a_star_figure_and_only_noted_of_others():
    findings = [f for f in check("新增 | 200 | | 100") if f.code == "X-07"]
    assert {f.figure: f.level for f in findings} == {"新增": Level.VERIFY, "合计": Level.HINT}


@pytest.mark.parametrize(
    ("now", "before", "is_told"), [(50, 50, True), (49, 49, False), (51, 50, False), (0, 0, False)]
)
def test_x08_last_years_number_again_is_asked_about_from_fifty(now, before, is_told):
    findings = [f for f in check(f"新增 | {now} | | {before}") if f.code == "X-08"]
    told = [(f.cell, f.level) for f in findings if f.figure == "新增"]
    assert told == ([("C3", Level.VERIFY)] if is_told else [])


# X-10, N-04, U-01: what a number can be


@pytest.mark.parametrize(
    ("cells", "cell"),
    [("-5", "C3"), ("2.5", "C3"), ("5 | | -5", "E3"), ("5 | | 2.5", "E3")],
)
def test_x10_a_count_is_a_whole_number_and_not_negative(cells, cell):
    findings = [f for f in check(f"新增 | {cells}") if f.figure == "新增"]
    assert (only("X-10", findings).cell, only("X-10", findings).level) == (cell, Level.ERROR)


def test_x10_money_may_have_decimals_but_not_be_negative():
    assert "X-10" not in codes(check("新增 | 5", "金额 | 2.5"))
    assert only("X-10", check("新增 | 5", "金额 | -2.5")).figure == "金额"


def test_x10_a_computed_figure_below_zero_is_found_at_its_own_cell():
    findings = check("期初 | 1", "新增 | 2", "减少 | 9", "期末 | ")
    assert (only("X-10", findings).figure, only("X-10", findings).cell) == ("期末", "C6")


def test_x10_holds_in_splits_too_money_apart():
    rooms = "\n各室\n| 室名 | 人数 | 钱 |\n| 甲室 | 2.5 | 2.5 |\n| 乙室 | 1 | -1 |"
    findings = [f for f in check("新增 | 5", more=rooms) if f.code == "X-10"]
    assert [(f.figure, f.cell) for f in findings] == [("甲室人数", "C103"), ("乙室钱", "D104")]


@pytest.mark.parametrize(
    ("cells", "is_told"),
    [
        ("78 | 余", True),
        ("70 | 余", False),
        ("6 | 近", True),
        ("100 | 以上", False),
        ("0 | 约", True),
    ],
)
def test_n04_a_hedge_stands_beside_a_round_number(cells, is_told):
    findings = [f for f in check(f"新增 | {cells}") if f.code == "N-04"]
    assert [(f.cell, f.level) for f in findings] == ([("C3", Level.VERIFY)] if is_told else [])


def test_n04_holds_in_splits_and_own_figures_too():
    more = (
        "\n各室\n| 室名 | 人数 |\n| 甲室 | '78余 |\n\n补充数据\n| 指标 | 本期 |\n| 来电 | '78余 |"
    )
    findings = [f for f in check("新增 | 5", more=more) if f.code == "N-04"]
    assert [f.cell for f in findings] == ["C103", "C203"]


@pytest.mark.parametrize(("cells", "is_told"), [("5 | | | 人次", True), ("5 | | | 人", False)])
def test_u01_a_second_unit_is_asked_about(cells, is_told):
    findings = [f for f in check(f"新增 | {cells}") if f.code == "U-01"]
    assert [(f.cell, f.level) for f in findings] == ([("C3", Level.VERIFY)] if is_told else [])


def test_u01_a_unit_beside_a_blank_is_no_matter():
    assert "U-01" not in codes(check("新增 | | | | 人次", "减少 | 5"))


# B-10 and the tone


@pytest.mark.parametrize(
    "more",
    [
        "\n各室\n| 室名 | 人数 |\n| 甲室 | 3 |",
        "\n补充数据\n| 指标 | 本期 |\n| 来电 | 3 |",
        "\n举措\n| 正文 |\n| 开展排查。 |",
    ],
)
def test_b10_what_was_filled_on_a_line_switched_off_is_not_dropped_in_silence(more):
    off = "本期有无此工作 | 本期无此工作"
    assert codes(check(off, more=more)) == ["B-10"]
    assert only("B-10", check(off, "新增 | 5")).cell == "C4"


def test_a_line_switched_off_is_asked_nothing_else():
    rows = ("本期有无此工作 | 本期无此工作", "新增 | -5 | 余 | 500 | 人次")
    more = "\n举措\n| 正文 | 日期 |\n| 截止目前。 | 2023-01-01 |"
    assert codes(check(*rows, more=more)) == ["B-10"]


def test_every_general_finding_says_how_to_mend_it_in_chinese():
    rows = ("新增 | -5.5 | 余 | 500 | 人次", "减少 | 待定", "金额 | 60 | | 60")
    sheets = [home(单位全称="", 单位简称="", 统计截止日="2021-01-01", 成文日期="2020-01-01")]
    sheets.append(toy(*rows, more="\n举措\n| 正文 | 日期 |\n| 截止目前。 | 2023-01-01 |"))
    findings = found(*sheets, lines=[Toy])
    assert {"X-00", "X-01", "X-02", "X-06", "X-07", "X-08", "X-10", "N-04", "U-01"} <= set(
        codes(findings)
    )
    for finding in findings:
        assert "处理：" in finding.message
        assert not finding.message.isascii()
        assert not {"None", "Error", "State", "Decimal"} & set(finding.message.split())


def test_x03_lets_optional_figures_of_one_name_belong_to_their_lines():
    class Third(WorkLine, title="再别的", code="TH", theme="主题"):
        left = Figure("减少", unit="人")

    sheet = draw(Third, "| 指标 | 本期 |\n| 减少 | 8 |")
    assert "X-03" not in codes(check("减少 | 5", other=[sheet], lines=[Toy, Third]))


def test_x10_a_balance_of_zero_is_in_order():
    assert "X-10" not in codes(check("期初 | 1", "新增 | 2", "减少 | 3", "期末 | "))
