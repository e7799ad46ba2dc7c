"""The second sample: an invented district, a whole year, last year beside it, nothing open."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from sifa_xl import shipped
from sifa_xl.book.reader import read
from sifa_xl.declarations import DRAFTS
from sifa_xl.domain import Level
from sifa_xl.jobs import Job, blocks_final, build_workbook
from sifa_xl.narrative import Summary
from tests.books import opened
from tests.soundness import assert_sound

NAME = "江州市临浦区2024年全年"
FOLDER = shipped.folder("workbooks")
FILL = FOLDER / f"{NAME}.toml"
LAYOUTS = ("总分式", "总分数字式", "主题式")
OFF = ("公证", "民主法治示范创建", "扫黑除恶")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

# comparison, and the cells of both years: bases of 3, 27 and 480, 140, equal years, a rate
COMPARED = {
    "法治统筹.法治督察.同比": ("同比增加2次", ["法治统筹!C5", "法治统筹!E5"]),
    "行政应诉.应诉案件.同比": ("同比增加3件，增长11.1%", ["行政应诉!C5", "行政应诉!E5"]),
    "法律援助.办理总数.同比": ("同比增长9.6%", ["法律援助!C6", "法律援助!E6"]),
    "社区矫正.新接收.同比": ("与上年同期持平", ["社区矫正!C6", "社区矫正!E6"]),
    "人民调解.调解成功率.同比": ("同比提高0.6个百分点", ["人民调解!C7", "人民调解!E8"]),
    "行政复议.收到申请.同比": ("同比增长20%", ["行政复议!C5", "行政复议!E5"]),
}

# what only this sample fills: splits, hedges, a named figure, own paragraph, topics, targets
IN_CONTEXT = [
    "从纠纷类型看，邻里纠纷652件、婚姻家庭纠纷486件、物业纠纷398件、劳动争议207件、"
    "房屋宅基地纠纷131件、其他纠纷282件。",
    "受援人418人，按人群统计（人群之间有交叉），农民工186人、妇女172人、老年人61人、未成年人33人。",
    "从受理事项看，行政处罚62件、政府信息公开34件、工伤认定19件、行政强制11件、其他事项25件。",
    "连同上期结转6件，办结143件，正在办理14件，办结率91.1%",
    "行政执法人员260余名",
    "发放宣传资料和宣传品5万余份，受众8万余人次",
    "挽回经济损失812.37万元",
    "考试合格4090人，合格率99.9%",
    "12348热线区级坐席接听群众来电2740人次",
    "走访企业128家",
    "全区12个司法所",
    "期内帮教对象重新犯罪2人，重新犯罪率0.2%。未发生刑满释放人员重大恶性重新犯罪案件。",
    "力争简易程序案件平均办理期限缩短5天",
    "每个单位抽取案卷至少8卷",
    "年底达120人",
]


@pytest.fixture(scope="module")
def job() -> Job:
    return opened(FOLDER / f"{NAME}.xlsx")


@pytest.fixture(scope="module")
def by_layout(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Job]:
    """The same filling with each 版式 picked on 首页."""
    folder = tmp_path_factory.mktemp("版式")
    return {layout: opened(_with_layout(folder, layout)) for layout in LAYOUTS}


def _with_layout(folder: Path, layout: str) -> Path:
    text = FILL.read_text(encoding="utf-8")
    assert text.count('"版式" = "总分式"') == 1
    fill, book = folder / f"{layout}.toml", folder / f"{layout}.xlsx"
    fill.write_text(text.replace('"版式" = "总分式"', f'"版式" = "{layout}"'), encoding="utf-8")
    book.write_bytes(build_workbook(fill))
    return book


@pytest.fixture(scope="module")
def every_text(job: Job, by_layout: dict[str, Job]) -> dict[str, str]:
    """Each draft in each layout, by name."""
    jobs = {"": job, **by_layout}
    return {f"{draft}{name}": j.summary(draft).text for name, j in jobs.items() for draft in DRAFTS}


# --- the texts --------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_full_draft_reads_as_the_golden_one_in_each_layout(by_layout, golden, layout):
    summary = by_layout[layout].summary()
    assert_sound(summary)
    golden(f"{NAME}-市局稿-{layout}.txt", summary.text)


@pytest.mark.parametrize("draft", ["政法委稿", "简报"])
def test_the_shorter_drafts_read_as_the_golden_ones(job, golden, draft):
    summary = job.summary(draft)
    assert_sound(summary)
    golden(f"{NAME}-{draft}.txt", summary.text)


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_draft_is_sound_in_every_layout(by_layout, layout, draft):
    assert_sound(by_layout[layout].summary(draft))


def test_the_brief_keeps_within_three_hundred_characters(job):
    body = [p.text for p in job.summary("简报").paragraphs if p.kind == "正文"]
    assert 0 < len("".join(body)) <= 300


@pytest.mark.parametrize("words", IN_CONTEXT)
def test_what_only_this_sample_fills_stands_in_its_context(job, words):
    assert words in job.summary().text


def test_a_district_and_a_whole_year_leave_no_county_and_no_half_year(every_text):
    wrong = re.compile("县|半年|季度|今年|下一步|下一期|【|】|××")
    assert [name for name, text in every_text.items() if wrong.search(text)] == []


def test_the_plans_are_for_the_next_year_and_the_signature_is_its_january(every_text):
    for name, text in every_text.items():
        if not name.startswith("简报"):
            assert "三、2025年工作打算" in text or "八、2025年工作打算" in text, name
            assert text.endswith("江州市临浦区司法局\n2025年1月6日\n"), name


def test_one_draft_has_its_own_title_addressee_and_opening(job):
    kinds = ("标题", "主送", "正文")
    first = {d: [(p.kind, p.text) for p in job.summary(d).paragraphs][:3] for d in DRAFTS}
    assert first["政法委稿"] == list(
        zip(
            kinds,
            (
                "临浦区司法局关于2024年工作情况的报告",
                "区委政法委：",
                "现将区司法局2024年工作情况报告如下。",
            ),
            strict=True,
        )
    )
    for draft in ("市局稿", "简报"):
        assert first[draft][0] == ("标题", "江州市临浦区司法局2024年工作总结")
        assert first[draft][1][0] == "正文"


def test_party_building_comes_first(by_layout):
    heading = "坚持党建引领，建强干部队伍"
    for layout in LAYOUTS:
        for draft in ("市局稿", "政法委稿"):
            texts = [p.text for p in by_layout[layout].summary(draft).paragraphs if p.level < 3]
            themes = [t for t in texts[1:] if not t.endswith("主要工作开展情况")]
            assert themes[0].endswith(heading), (layout, draft)


# --- every number has its source ---------------------------------------------------------------


@pytest.mark.parametrize("draft", DRAFTS)
def test_every_number_has_cells(job, draft):
    summary = job.summary(draft)
    assert all(span.cells for p in summary.paragraphs for span in p.prose.spans)
    assert _numbers_without_cells(summary) == []
    assert summary.unsourced == ()


def _numbers_without_cells(summary: Summary) -> list[str]:
    loose = []
    for paragraph in summary.paragraphs:
        covered = {i for s in paragraph.prose.spans if s.cells for i in range(s.start, s.end)}
        sign = re.match(r"[0-9]+\.", paragraph.text) if paragraph.level in (2, 3) else None
        start = sign.end() if sign else 0
        loose += [
            found[0]
            for found in NUMBER.finditer(paragraph.text, start)
            if not set(range(*found.span())) <= covered
        ]
    return loose


def test_comparisons_are_facts_with_the_cells_of_both_years(job):
    spans = {
        span.fact: (p.text[span.start : span.end], span.cells)
        for p in job.summary().paragraphs
        for span in p.prose.spans
    }
    for fact, (words, cells) in COMPARED.items():
        printed, sources = spans[fact]
        assert printed == words
        assert set(cells) <= set(sources), (fact, sources)
    loose = re.compile(r"同比|持平|增加[0-9]|提高[0-9]")
    for paragraph in job.summary().paragraphs:
        owned = {
            i
            for span in paragraph.prose.spans
            if (span.fact or "").endswith(".同比")
            for i in range(span.start, span.end)
        }
        assert all(found.start() in owned for found in loose.finditer(paragraph.text))


def test_over_nothing_and_over_a_rounded_number_no_comparison_is_made(job):
    facts = job.facts.facts
    assert facts["行政执法监督.评查案卷"].value == 120  # last year 0
    assert facts["法治宣传.法律咨询"].approx == "余"  # last year 3800, this year 4200余
    for name in ("行政执法监督.评查案卷", "法治宣传.法律咨询"):
        assert facts[f"{name}.同比"].text == ""
    text = job.summary().text
    assert "行政执法案卷120卷，" in text
    assert "现场解答法律咨询4200余人次，" in text


# --- nothing open, nothing of what there was not -------------------------------------------------


def test_nothing_is_open_and_what_stands_is_explained(job):
    asked = [(f.code, f.figure, f.explained) for f in job.findings if f.level is Level.VERIFY]
    assert asked == [
        ("X-08", "新接收社区矫正对象", True),
        ("X-07", "排查发现纠纷", True),
    ]
    assert [f for f in job.findings if f.level is Level.ERROR] == []
    assert not blocks_final(job.findings)


def test_a_signature_after_the_year_is_no_finding(job):
    assert [f for f in job.findings if f.code == "X-01"] == []


def test_the_command_finds_it_clean_and_writes_a_final(run, tmp_path):
    book = FOLDER / f"{NAME}.xlsx"
    assert run("check", book).code == 0
    for draft in DRAFTS:
        out = tmp_path / f"{draft}.txt"
        assert run("summarize", book, "--draft", draft, "--final", "--text", out).code == 0
        assert "草稿" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_line_switched_off_leaves_no_trace(job, draft):
    summary = job.summary(draft)
    titles = {data.line.title for data in job.filled.lines.values() if data.is_off}
    assert titles == set(OFF)
    for word in ("公证", "示范", "扫黑", "涉黑", "黑恶"):
        assert word not in summary.text
    assert not [o for o in summary.omissions if o.where.partition("·")[0] in OFF]
    assert not [place for _, place in summary.unused if place.sheet in OFF]
    cells = {c for p in summary.paragraphs for s in p.prose.spans for c in s.cells}
    assert not [cell for cell in cells if cell.partition("!")[0] in OFF]


def test_the_shipped_workbook_is_what_the_command_builds(tmp_path):
    again = tmp_path / f"{NAME}.xlsx"
    again.write_bytes(build_workbook(FILL))
    for values in (True, False):
        old = openpyxl.load_workbook(FOLDER / again.name, data_only=values)
        new = openpyxl.load_workbook(again, data_only=values)
        assert old.sheetnames == new.sheetnames
        for title in old.sheetnames:
            was = {c.coordinate: c.value for row in old[title].iter_rows() for c in row}
            now = {c.coordinate: c.value for row in new[title].iter_rows() for c in row}
            assert was == now, title
    ours, theirs = read(FOLDER / again.name).grids, read(again).grids
    assert [grid.cells for grid in ours] == [grid.cells for grid in theirs]
