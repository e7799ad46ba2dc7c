"""prose_checks.py: names and numbers in the clerk's own words, wherever these stand."""

import pytest

from sifa_xl import headers as h
from sifa_xl.domain import Level
from sifa_xl.jobs import Job
from tests.drawn import FRONT, HOME, draw, line_named, only

LINE = "人民调解"
OUTLINE = "| 级别 | 标题 | 内容 | 自写正文 |\n| 一级 | 调解 | 人民调解·排查化解 | |"


def findings(*sheets):
    """The findings of a workbook with these sheets."""
    drawn = {sheet.sheet for sheet in sheets}
    texts = {"首页": HOME, h.OUTLINE: OUTLINE}
    front = [draw(name, texts.get(name, "")) for name in FRONT if name not in drawn]
    return Job([*front, *sheets], [line_named(LINE)]).findings


def line(body="", subheading=""):
    return draw(
        LINE,
        f"""
        | 指标     | 本期 |
        | 受理纠纷 | 723  |

        举措
        | 小标题       | 正文   |
        | {subheading} | {body} |
    """,
    )


def plan(body, target="", belongs=""):
    text = f"| 归入提纲段 | 正文 | 目标数 | 目标单位 |\n| {belongs} | {body} | {target} | 期 |"
    return draw(h.PLANS, text)


SLIP = "{{人民调解.受理纠分}}"


@pytest.mark.parametrize(
    ("sheets", "place"),
    [
        ([line(f"受理{SLIP}。")], "人民调解!C103"),
        ([line("排查。", subheading=SLIP)], "人民调解!C103"),
        ([draw(h.TOPICS, f"| 正文 |\n| 受理{SLIP}。 |")], "其他工作!B3"),
        ([draw(h.PROBLEMS, f"| 正文 |\n| 受理{SLIP}。 |")], "存在问题!B3"),
        ([plan(f"受理{SLIP}。")], "下步打算!C3"),
        ([plan("排查。", belongs=SLIP)], "下步打算!C3"),
        ([draw(h.OUTLINE, f"{OUTLINE}\n| 二级 | {SLIP} | 自写段 | |")], "提纲!C4"),
        ([draw(h.OUTLINE, f"{OUTLINE}\n| 二级 | 好 | 自写段 | {SLIP} |")], "提纲!E4"),
        ([draw(h.OUTLINE, f"{OUTLINE}\n\n稿种\n| 稿种 | 标题 |\n| 简报 | {SLIP} |")], "提纲!C103"),
        ([draw(h.OUTLINE, f"{OUTLINE}\n\n稿种\n| 稿种 | 开头 |\n| 简报 | {SLIP} |")], "提纲!C103"),
    ],
)
def test_a_slip_in_a_name_is_found_wherever_the_clerk_wrote_it(sheets, place):
    if not any(sheet.sheet == LINE for sheet in sheets):
        sheets = [*sheets, line()]
    slip = only("P-01", findings(*sheets))
    assert (f"{slip.sheet}!{slip.cell}", slip.level) == (place, Level.ERROR)
    assert "受理纠分" in slip.message


def test_a_name_that_is_right_is_no_finding():
    codes = [
        f.code for f in findings(line("受理【受理纠纷】。"), plan("再调解【人民调解.受理纠纷】。"))
    ]
    assert not {"P-01", "P-03", "X-12", "X-13"} & set(codes)


def test_a_number_that_contradicts_its_figure_and_one_that_agrees():
    wrong = only("X-12", findings(line("全县受理纠纷720件。")))
    assert (wrong.cell, wrong.level, wrong.figure) == ("C103", Level.VERIFY, "受理纠纷")
    assert "723件（人民调解!C3）" in wrong.message
    assert only("X-13", findings(line("全县受理纠纷723件。"))).level is Level.HINT


@pytest.mark.parametrize(
    ("body", "target", "level", "cell"),
    [
        ("办培训【目标】。", "", Level.ERROR, "C3"),
        ("办好培训。", "2", Level.HINT, "D3"),
        ("办培训【目标】。", "2", None, ""),
        ("办好培训。", "", None, ""),
    ],
)
def test_a_target_and_its_place_in_the_sentence_belong_together(body, target, level, cell):
    told = [(f.level, f.cell) for f in findings(line(), plan(body, target)) if f.code == "P-03"]
    assert told == ([(level, cell)] if level else [])


def test_a_content_of_the_outline_that_does_not_exist_is_told():
    sheet = draw(h.OUTLINE, f"{OUTLINE}\n| 二级 | 好 | 人民调解·没有的 | |")
    told = only("P-02", findings(line(), sheet))
    assert (told.sheet, told.cell, told.level) == (h.OUTLINE, "B4", Level.ERROR)


def test_an_empty_outline_is_told():
    assert only("P-02", findings(line(), draw(h.OUTLINE))).level is Level.ERROR


def test_words_of_a_line_switched_off_and_rows_not_in_use_are_not_read():
    off = f"| 指标 | 本期 |\n| 本期有无此工作 | 本期无此工作 |\n\n举措\n| 正文 |\n| {SLIP} |"
    assert "P-01" not in [f.code for f in findings(draw(LINE, off))]
    unused = f"| 指标 | 本期 |\n| 受理纠纷 | 1 |\n\n举措\n| 正文 | 采用 |\n| {SLIP} | 否 |"
    assert "P-01" not in [f.code for f in findings(draw(LINE, unused))]


@pytest.mark.parametrize("body", ["高村镇受理纠纷14件。", "锦和司法所受理纠纷7件。"])
def test_the_number_of_one_place_is_not_asked_against_the_county(body):
    assert not [f for f in findings(line(body)) if f.code == "X-12"]


@pytest.mark.parametrize("body", ["化解积案5件。", "受理信访事项5件。", "化解信访积案3件。"])
def test_a_number_of_another_thing_is_not_asked_against_a_figure(body):
    assert not [f for f in findings(settled(body)) if f.code == "X-12"]


@pytest.mark.parametrize("body", ["化解矛盾纠纷710件。", "成功化解纠纷共710件。", "化解了710件。"])
def test_words_of_no_weight_do_not_part_a_number_from_its_figure(body):
    assert only("X-12", findings(settled(body))).figure == "调解成功"


def settled(body):
    figures = "| 指标 | 本期 |\n| 受理纠纷 | 723 |\n| 调解成功 | 719 |"
    return draw(LINE, f"{figures}\n\n举措\n| 正文 |\n| {body} |")


def test_a_word_in_brackets_that_only_looks_like_a_name_blocks_nothing():
    doubt = only("P-01", findings(line("开展【受理纠分】专题培训。")))
    assert doubt.level is Level.VERIFY
