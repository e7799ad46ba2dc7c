"""法治统筹, 合法性审查, 行政执法监督, 人民参与司法, 民主法治示范创建, 扫黑除恶: rules and words."""

from __future__ import annotations

import re

import pytest

from sifa_xl.book.fill import Fill
from sifa_xl.book.master import plan_book
from sifa_xl.declarations import DRAFTS, LENGTHS, Figure
from sifa_xl.domain import Level
from sifa_xl.jobs import Job
from tests.books import TEMPLATES, job_of
from tests.drawn import Line, codes, draw, found, line_named, only
from tests.soundness import LOOSE, assert_sound

TITLES = ("法治统筹", "合法性审查", "行政执法监督", "人民参与司法", "民主法治示范创建", "扫黑除恶")
PROSE_ONLY = ("法治统筹", "人民参与司法", "民主法治示范创建", "扫黑除恶")
BLOCKS = [(title, section.block) for title in TITLES for section in line_named(title).outline]
ROW = "按年度计划推进，定期调度。"


# --- rules: each broken once, satisfied once --------------------------------------------------


def sheet(title: str, text: str):
    """``述法 3，应述法 2`` as a drawn sheet."""
    rows = [item.split() for item in text.split("，")]
    return draw(
        title, "\n".join(["| 指标 | 本期 |", *(f"| {name} | {now} |" for name, now in rows)])
    )


REVIEWED = "规范性文件审查 2，重大决策审查 3，合同协议审查 10，其他涉法事务 67"
RULES = [
    # code, line, broken, at, satisfied (on the edge where there is one)
    ("RG-01", "法治统筹", "述法 31，应述法 30", "C3", "述法 30，应述法 30"),
    (
        "RG-02",
        "法治统筹",
        "督察整改问题 9，督察发现问题 8",
        "C3",
        "督察整改问题 8，督察发现问题 8",
    ),
    ("ND-01", "合法性审查", f"审查总件 81，{REVIEWED}", "C3", f"审查总件 82，{REVIEWED}"),
    ("ND-02", "合法性审查", f"审查总件 86，备案 4，{REVIEWED}", "C3", f"备案 4，{REVIEWED}"),
    ("ND-03", "合法性审查", "制发文件 5，统一登记 4", "C3", "制发文件 5，统一登记 5"),
    ("ND-04", "合法性审查", "清理 12，废止 4，失效 3，修改 2，继续有效 4", "C3", "清理 4，废止 4"),
    ("ND-05", "合法性审查", "聘请顾问单位 44，应聘顾问单位 43", "C3", "聘请顾问单位 43"),
    (
        "EN-01",
        "行政执法监督",
        "评查案卷 29，优秀案卷 6，合格案卷 20，不合格案卷 2",
        "C3",
        "评查案卷 29，优秀案卷 6，合格案卷 20，不合格案卷 3",
    ),
    ("EN-02", "行政执法监督", "评查单位 44，执法单位 43", "C3", "评查单位 43，执法单位 43"),
    ("EN-03", "行政执法监督", "参考人数 1501，执法人员 1500", "C3", "参考人数 1500，执法人员 1500"),
    ("EN-04", "行政执法监督", "评查案卷 30，形成案卷 29", "C3", "评查案卷 29，形成案卷 29"),
    ("EN-05", "行政执法监督", "持证人员 1501，执法人员 1500", "C3", "持证人员 1500，执法人员 1500"),
    ("EN-06", "行政执法监督", "交办办结 6，巡查交办 5", "C3", "交办办结 5，巡查交办 5"),
    (
        "EN-07",
        "行政执法监督",
        "评查整改问题 6，评查发现问题 5",
        "C3",
        "评查整改问题 5，评查发现问题 5",
    ),
    (
        "PM-01",
        "人民参与司法",
        "新选任陪审员 61，人民陪审员 60",
        "C3",
        "新选任陪审员 60，人民陪审员 60",
    ),
    ("PM-02", "人民参与司法", "新选任监督员 9，人民监督员 8", "C3", "新选任监督员 8，人民监督员 8"),
    (
        "DS-01",
        "民主法治示范创建",
        "新命名 5，全国级示范村 1，省级示范村 3",
        "C3",
        "新命名 4，全国级示范村 1，省级示范村 3",
    ),
    ("DS-02", "民主法治示范创建", "新建阵地 3，法治文化阵地 2", "C3", "新建阵地 2，法治文化阵地 2"),
    ("SH-01", "扫黑除恶", "移送线索 2，摸排线索 1", "C3", "移送线索 1，摸排线索 1"),
]


@pytest.mark.parametrize(("code", "title", "broken", "at", "satisfied"), RULES)
def test_a_rule_is_found_at_its_cell_when_broken_and_silent_when_kept(
    code, title, broken, at, satisfied
):
    finding = only(code, found(sheet(title, broken)))
    assert (finding.sheet, finding.cell) == (title, at)
    assert finding.level is (Level.VERIFY if code.startswith("PM") else Level.ERROR)
    assert re.fullmatch(r"[^A-Za-z]+。处理：[^A-Za-z]+", finding.message), finding.message
    assert code not in codes(found(sheet(title, satisfied)))


def test_every_rule_of_these_lines_is_tried():
    declared = [rule.code for title in TITLES for rule in line_named(title).all_rules]
    assert sorted(declared) == sorted(code for code, *_ in RULES)


@pytest.mark.parametrize("code", ["RG-01", "ND-03", "EN-01", "PM-01", "DS-02", "SH-01"])
def test_a_rule_with_an_unknown_side_is_skipped(code):
    _, title, broken, _, _ = next(rule for rule in RULES if rule[0] == code)
    assert code not in codes(found(sheet(title, broken.partition("，")[0])))


def test_a_total_that_holds_the_filings_breaks_the_sum_too():
    findings = found(sheet("合法性审查", f"审查总件 86，备案 4，{REVIEWED}"))
    assert {"ND-01", "ND-02"} <= set(codes(findings))
    assert only("ND-01", findings).difference == 4


def test_case_files_are_counted_in_one_unit():
    drawn = draw("行政执法监督", "| 指标 | 本期 | 单位 |\n| 评查案卷 | 29 | 份 |")
    assert "一般用“卷”，现在用的是“份”" in only("U-01", found(drawn)).message


# --- what a clerk must fill -------------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES)
def test_a_line_asks_for_a_handful_and_a_line_of_prose_for_nothing(title):
    stars = [figure.name for figure in line_named(title).figures if figure.star]
    assert len(stars) <= 4
    assert bool(stars) is (title not in PROSE_ONLY)


@pytest.mark.parametrize("title", PROSE_ONLY)
def test_a_line_of_rows_alone_is_in_order(title):
    section = line_named(title).outline[0].block
    job = book(title, {}, section)
    assert [f.code for f in job.findings if f.sheet == title] == []
    assert job.summary().text.count(ROW) == 1


# --- blocks: everything filled, only what must be, nothing, one figure, all but one -----------


def book(title: str, figures: dict[str, int | str], block: str = "") -> Job:
    """A workbook with this one line; ``block`` also gets a row of 举措."""
    line = line_named(title)
    fill = {
        "首页": {
            "单位全称": "某某区司法局",
            "单位简称": "区司法局",
            "区划称谓": "区",
            "年份": 2022,
            "期别": "上半年",
        },
        title: {
            "数据": {name: {"本期": value} for name, value in figures.items()},
            "举措": [{"正文": ROW, "归入提纲段": block}] if block else [],
        },
    }
    return job_of(plan_book((line,), Fill(fill), TEMPLATES, []), (line,))


def typed(line: Line) -> list[Figure]:
    return [figure for figure in line.figures if isinstance(figure, Figure)]


BASES = {"行政执法监督": {"评查案卷": 135, "形成案卷": 200}}  # else shares above 100 %


def everything(title: str) -> dict[str, int]:
    """Every figure filled, each with another number: 60, 59, 58 …"""
    numbers = {figure.name: 60 - n for n, figure in enumerate(typed(line_named(title)))}
    return numbers | BASES.get(title, {})


def words(job: Job, title: str, block: str, length: str) -> str:
    return job.templates.render(title, block, length, job.facts).prose.text


FULL = {
    "规划": "制定法治建设规划和实施方案60件，召开法治建设议事协调会议59次。",
    "责任": "听取法治建设专题报告58次。应述法的负责人57人，已述法56人，述法率98.2%。"
    "开展法治督察55次，覆盖单位54个，发现问题53个，已整改52个，整改率98.1%。"
    "列入法治建设考核的单位51个。",
    "学法": "政府常务会议安排学法50次。举办法治专题培训49期，参训48人次。"
    "组织领导干部旁听庭审47人次。",
    "文件审查": "共办理合法性审查234件，"
    "其中规范性文件60件、重大行政决策59件、合同协议58件、其他涉法事务57件。"
    "提出合法性审查意见56条。规范性文件制发55件，统一登记编号54件，报送备案53件。"
    "清理规范性文件202件，其中废止52件、宣布失效51件、修改50件、继续有效49件。"
    "办理征求意见的文稿48件，列席政府常务会议等会议47次。",
    "法律顾问": "截至目前，聘请法律顾问的单位45个，占应聘请单位的97.8%。现有政府法律顾问44人。"
    "法律顾问参与涉法事项43件，提出意见42条。",
    "人员管理": "组织开展行政执法资格考试有关工作，涉及行政执法人员58名。"
    "举办行政执法培训57期，参训56人次。截至目前，全区行政执法人员60名，其中持证59名。",
    "综合巡查": "抽调55名工作人员参加综合巡查。"
    "综合巡查共检查54次，发现问题53个，交办督办事项52件，已办结51件。",
    "案卷评查": "共评查49个单位的行政执法案卷135卷，评查面67.5%，"
    "参评单位占行政执法单位的98%。"
    "评查结果为优秀46卷、合格45卷、不合格44卷，案卷合格率（含优秀）67.4%。"
    "评查发现问题43个，已整改42个，下发行政执法监督通知书41份。",
    "选任管理": "新选任人民陪审员58人、人民监督员57人。现有人民陪审员60人、人民监督员59人。"
    "人民陪审员参与审理案件56件，人民监督员参与监督案件55件。举办“两员”履职培训54期，参训53人次。",
    "示范创建": "民主法治示范村（社区）创建中，推荐参评56个，新命名57个。"
    "民主法治示范村（社区）现有全国级60个、省级59个、市级58个。法治文化阵地现有55个，新建54个。"
    "“法律明白人”现有53人，培训52人次。建有学法用法示范户51户。",
    "常态化工作": "组织涉黑涉恶线索排查60次，摸排线索59条，向有关部门移送线索58条。"
    "对社区矫正对象、安置帮教对象等重点人群排查57人次。"
    "开展扫黑除恶宣传56场次。",
}


@pytest.mark.parametrize(("title", "block"), BLOCKS)
def test_a_full_block_prints_every_figure(title, block):
    assert words(book(title, everything(title)), title, block, "详") == FULL[block]


@pytest.mark.parametrize("title", TITLES)
def test_a_full_sheet_leaves_no_figure_unused_and_nothing_out(title):
    summary = book(title, everything(title)).summary()
    assert_sound(summary)
    assert summary.unused == ()
    assert summary.omissions == ()


USED = [
    (line.title, draft)
    for line in map(line_named, TITLES)
    for number, draft in enumerate(DRAFTS)
    if any(section.lengths[number] != "不用" for section in line.outline)
]


@pytest.mark.parametrize(("title", "draft"), USED)
def test_a_full_sheet_is_sound_in_every_draft_that_takes_it(title, draft):
    assert_sound(book(title, everything(title), line_named(title).outline[0].block).summary(draft))


STARS_ONLY = {
    "合法性审查": "共办理合法性审查69件，其中规范性文件2件、其他涉法事务67件。",
    "行政执法监督": "共评查8个单位的行政执法案卷29卷。",
}


@pytest.mark.parametrize(
    ("title", "figures"),
    [
        ("合法性审查", {"规范性文件审查": 2, "其他涉法事务": 67}),
        ("行政执法监督", {"评查单位": 8, "评查案卷": 29}),
    ],
)
def test_with_all_optional_figures_blank_the_rest_still_reads_well(title, figures):
    job = book(title, figures)
    block = next(block for line, block in BLOCKS if line == title and words(job, line, block, "详"))
    assert words(job, title, block, "详") == STARS_ONLY[title]
    for draft in DRAFTS:
        assert_sound(job.summary(draft))


@pytest.mark.parametrize(("title", "block"), BLOCKS)
def test_with_everything_blank_a_block_prints_nothing(title, block):
    job = book(title, {})
    assert [words(job, title, block, length) for length in LENGTHS[:3]] == ["", "", ""]


@pytest.mark.parametrize(("title", "block"), BLOCKS)
def test_with_everything_blank_only_the_rows_are_printed(title, block):
    summary = book(title, {}, block).summary()
    assert_sound(summary)
    (body,) = [p.text for p in summary.paragraphs if ROW in p.text]
    assert body.endswith(ROW)


@pytest.mark.parametrize("value", [0, 1, "待定"])
@pytest.mark.parametrize("title", TITLES)
def test_any_one_figure_alone_reads_well_and_a_zero_is_silent(title, value):
    for figure in typed(line_named(title)):
        assert_reads_well(title, book(title, {figure.name: value}))


@pytest.mark.parametrize("title", TITLES)
def test_any_one_figure_missing_reads_well(title):
    full = everything(title)
    for name in full:
        rest = {other: value for other, value in full.items() if other != name}
        assert_reads_well(title, book(title, rest))


def assert_reads_well(title: str, job: Job) -> None:
    for line, block in BLOCKS:
        if line != title:
            continue
        for length in LENGTHS[:3]:
            text = words(job, title, block, length)
            assert not LOOSE.search(text), text
            assert not re.search(r"(?<![0-9.])0", text), text
            assert text.endswith("。") or not text
            assert length != "一句" or text.count("。") <= 1


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES)
def test_no_county_and_no_praise_is_fixed_in_heading_label_or_template(title):
    line = line_named(title)
    labels = [figure.label for figure in (*line.figures, *line.rates)]
    headings = [section.heading for section in line.outline]
    template = (TEMPLATES / f"{title}.jinja").read_text(encoding="utf-8")
    for words_ in (title, *labels, *headings, template):
        assert not re.search(r"县|成效|显著|高质|高效|扎实|有力|全面提升|圆满", words_), words_
