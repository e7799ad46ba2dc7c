"""公证, 律师工作, 法治宣传, 安置帮教, 党的建设: every rule, every block, the sample's figures."""

from __future__ import annotations

import random
from functools import cache

import pytest

from sifa_xl.declarations import LENGTHS, Split
from sifa_xl.domain import Grid, Level
from sifa_xl.facts import gather
from sifa_xl.indicators import Indicators
from sifa_xl.spans import Prose
from sifa_xl.templating import Templates
from sifa_xl.wordlists import load_phrases
from tests.books import TEMPLATES, job_of, now_cell, sample_plans, type_in
from tests.drawn import Line, codes, draw, found, line_named, only, read
from tests.soundness import LOOSE, NUMBER, assert_sound

TITLES = ("公证", "律师工作", "法治宣传", "安置帮教", "党的建设")
LINES = [line_named(title) for title in TITLES]
BLOCKS = [
    pytest.param(line, section.block, length, id=f"{line.title}·{section.block}·{length}")
    for line in LINES
    for section in line.outline
    for length in LENGTHS[:3]
]

# rule, line, a sheet that keeps it, and what to type over it to break it.
# 名称=数 is a figure, 名称/口径=话 its 口径, 分项.行=数 a row of a split
RULES = [
    ("NT-01", "公证", "办理公证=116 国内公证=110 涉外公证=5 涉港澳台公证=1", "涉外公证=6"),
    ("NT-02", "公证", "办理公证=116 法律援助公证=116", "法律援助公证=117"),
    ("NT-03", "公证", "受理公证=120 办理公证=116 不予办理=3 未办结=1", "不予办理=4"),
    ("NT-03", "公证", "上期未结=2 受理公证=118 办理公证=116 终止办理=4", "上期未结=3"),
    ("NT-04", "公证", "办理公证=116 公证类型.继承=100 公证类型.委托=16", "公证类型.委托=17"),
    ("NT-05", "公证", "办理公证=116 减免公证=116", "减免公证=117"),
    (
        "LW-01",
        "律师工作",
        "办理法律事务=239 民事代理=129 行政代理=42 刑事辩护与代理=68",
        "民事代理=130",
    ),
    ("LW-02", "律师工作", "民事代理=129 各所业务.甲所=100 各所业务.乙所=29", "各所业务.乙所=30"),
    ("LW-03", "律师工作", "刑事辩护与代理=68 涉黑涉恶备案=68", "涉黑涉恶备案=69"),
    ("LW-04", "律师工作", "民事代理=9 律师法援案件=9", "律师法援案件=10"),
    ("LW-05", "律师工作", "律师事务所=2 执业律师=2", "执业律师=1"),
    (
        "PL-01",
        "法治宣传",
        "法治宣传活动=120 活动形式.进校园=20 活动形式.讲座=107",
        "活动形式.讲座=99",
    ),
    ("PL-02", "法治宣传", "宣传资料=10000 宣传资料/口径=发放登记簿", "宣传资料/口径="),
    ("PL-02", "法治宣传", "宣传资料=9999", "宣传资料=10000"),
    (
        "PL-03",
        "法治宣传",
        "共同举办活动=1 法治宣传活动/口径=共同举办的只计一次",
        "法治宣传活动/口径=",
    ),
    ("PL-04", "法治宣传", "法治宣传活动=120 活动形式.进校园=120", "活动形式.进校园=127"),
    ("PL-05", "法治宣传", "受众=10000 受众/口径=签到册", "受众/口径="),
    ("PL-06", "法治宣传", "参加学法考试=30 学法考试合格=30", "学法考试合格=31"),
    ("PL-07", "法治宣传", "应参加学法考试=30 参加学法考试=30", "参加学法考试=31"),
    (
        "RA-01",
        "安置帮教",
        "期初帮教对象=1179 新接收帮教对象=157 解除帮教=80 在册帮教对象=1256",
        "期初帮教对象=1180",
    ),
    (
        "RA-01",
        "安置帮教",
        "期初帮教对象=9 新接收帮教对象=2 解除帮教=1 其他减少=3 在册帮教对象=7",
        "其他减少=",
    ),
    ("RA-02", "安置帮教", "在册帮教对象=9 刑满释放人员=7 解除矫正人员=2", "解除矫正人员=0"),
    ("RA-03", "安置帮教", "在册帮教对象=9 重点帮教对象=9", "重点帮教对象=10"),
    ("RA-04", "安置帮教", "接回重点帮教对象=9 监所送回=4 司法所接回=5", "司法所接回=4"),
    ("RA-07", "安置帮教", "应衔接=9 已衔接=9", "已衔接=10"),
    ("RA-08", "安置帮教", "在册帮教对象=9 落实帮教=9", "落实帮教=10"),
    ("RA-09", "安置帮教", "在册帮教对象=9 落实安置=9", "落实安置=10"),
    ("RA-10", "安置帮教", "重新犯罪=0 恶性重新犯罪=0", "恶性重新犯罪=1"),
    ("RA-11", "安置帮教", "重新犯罪=1 恶性重新犯罪=0", "恶性重新犯罪=1"),
    ("PB-01", "党的建设", "获得表彰=3 表彰级别.省级=1 表彰级别.市级=2", "获得表彰=4"),
    ("PB-02", "党的建设", "党员=30 发展党员=30", "发展党员=31"),
]

IN_CONTEXT = [
    "办理公证事项116件，其中法律援助公证7件",
    "免费代写、修改法律文书56件",
    "3件公证申请不予办理",
    "挽回经济损失60余万元",
    "全县2家律师事务所共办理法律事务239件，其中民事代理129件、行政代理42件、刑事辩护与代理68件",
    "会同、芷江、溆浦等6个县区",
    "法治宣传活动120余场次，现场解答法律咨询800余人次，发放宣传资料和宣传品3万余份",
    "参加集中宣传的单位有10家",
    "新接收刑满释放安置帮教对象157人，期满解除安置帮教80人",
    "在册安置帮教对象1256人",
    "接回重点帮教对象9人，落实过渡性基地安置2人次",
    "走访服刑人员未成年子女8人次，开展临时救助和慰问近6人次",
    "远程探视服务266人次",
    "未发生刑满释放人员重大恶性重新犯罪案件",
    "廉政家书1封，开展廉政家访1次",
    "选派驻村人员2名，落实帮扶和驻村工作经费6万余元",
    "力争年内24个主要执法单位聘请法律顾问",
    "力争聘请法律顾问的乡镇（铜矿管理处）达到19个",
    "组织24个县级行政执法部门参加案卷集中评查。案卷评查扩大到19个乡镇（铜矿管理处）",
    "每个单位抽取行政处罚卷宗至少10本",
    "学法覆盖率达100%",
    "线上学法考试率达100%",
    "集中培训1次",
    "法律业务培训1至2期",
]


def sheet(title: str, *typed: str) -> Grid:
    """The line's sheet with what is typed; later words overwrite earlier ones."""
    cells = dict(word.split("=", 1) for words in typed for word in words.split())
    figures = {name.partition("/")[0]: "" for name in cells if "." not in name}
    rows = [
        f"| {name} | {cells.get(name, '')} | {cells.get(f'{name}/口径', '')} |" for name in figures
    ]
    drawn = ["| 指标 | 本期 | 口径 |", *rows] if rows else []
    for split in line_named(title).splits:
        parts = {n.partition(".")[2]: v for n, v in cells.items() if n.startswith(f"{split.name}.")}
        if parts:
            drawn += ["", split.name, f"| {split.by} | {next(iter(split.measures))} |"]
            drawn += [f"| {name} | {value} |" for name, value in parts.items()]
    return draw(title, "\n".join(drawn))


@pytest.mark.parametrize(("code", "title", "kept", "broken"), RULES)
def test_a_rule_is_silent_when_kept_and_speaks_at_its_cell_when_broken(code, title, kept, broken):
    assert code not in codes(found(sheet(title, kept)))
    finding = only(code, found(sheet(title, kept, broken)))
    assert finding.sheet == title
    assert "处理：" in finding.message


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.title)
def test_every_rule_of_the_line_is_broken_here(line: Line):
    declared = {rule.code for rule in line.all_rules}
    assert declared == {code for code, title, _, _ in RULES if title == line.title}


def test_a_hedge_before_a_small_exact_count_is_found():
    text = """
        | 指标           | 本期 | 概数 |
        | 临时救助和慰问 | 6    | 近   |
    """
    assert only("N-04", found(draw("安置帮教", text))).figure == "临时救助和慰问"


def test_consultations_of_two_lines_must_say_which_they_are():
    def both(basis: str) -> list[str]:
        aid = draw("法律援助", "| 指标 | 本期 | 口径 |\n| 法律咨询 | 78 | 法律援助窗口接待 |")
        publicity = draw("法治宣传", f"| 指标 | 本期 | 口径 |\n| 法律咨询 | 800 | {basis} |")
        return codes(found(aid, publicity))

    assert "X-03" not in both("普法活动现场")
    assert "X-03" in both("")


def test_no_star_of_these_lines_is_taken_for_another_lines_figure():
    plans = sample_plans()
    assert "X-03" not in codes(job_of(plans).findings)


# --- text ------------------------------------------------------------------------------------


@cache
def templates() -> Templates:
    return Templates((TEMPLATES,), load_phrases())


def names(line: Line) -> list[str]:
    """What can be typed on the line's sheet: figures, and two rows for each split."""
    rows = [f"{split.name}.{row}" for split in line.splits for row in ("甲", "乙")]
    return [*(figure.name for figure in line.figures), *rows]


def stars(line: Line) -> list[str]:
    return [figure.name for figure in line.figures if figure.star]


def written(line: Line, block: str, length: str, *typed: str) -> Prose:
    """The block's prose, checked to be sound."""
    filled = read(sheet(line.title, *typed))
    facts = gather(filled, Indicators(filled))
    prose = templates().render(line.title, block, length, facts).prose
    assert not LOOSE.search(prose.text), prose.text
    assert "次次" not in prose.text
    covered = {i for span in prose.spans for i in range(span.start, span.end)}
    for number in NUMBER.finditer(prose.text):
        assert set(range(*number.span())) <= covered, (number[0], prose.text)
    if prose.text:
        assert prose.text[-1] == "。"
        assert prose.spans, f"words without a figure: {prose.text}"
        assert all(span.cells for span in prose.spans if span.fact != "首页.截至")
    return prose


def of(chosen: list[str], first: int = 20) -> str:
    """Different numbers for the chosen names."""
    return " ".join(f"{name}={first + place}" for place, name in enumerate(chosen))


@pytest.mark.parametrize(("line", "block", "length"), BLOCKS)
def test_a_block_with_everything_filled_prints_every_figure_it_names(line, block, length):
    text = written(line, block, length, of(names(line)[::-1])).text  # no part above its base
    assert text
    assert "××" not in text


@pytest.mark.parametrize(("line", "block", "length"), BLOCKS)
def test_a_block_with_only_the_stars_filled_is_sound(line, block, length):
    text = written(line, block, length, of(stars(line))).text
    assert "××" not in text
    if not stars(line):
        assert text == ""


@pytest.mark.parametrize(("line", "block", "length"), BLOCKS)
def test_a_block_with_nothing_filled_prints_nothing(line, block, length):
    assert written(line, block, length).text == ""


@pytest.mark.parametrize(("line", "block", "length"), BLOCKS)
def test_a_block_with_nothing_but_zeros_prints_no_bare_zero(line, block, length):
    prose = written(line, block, length, " ".join(f"{name}=0" for name in names(line)))
    zeros = {span.fact for span in prose.spans if prose.text[span.start] == "0"}
    assert zeros <= {"安置帮教.在册帮教对象"}  # an empty register is worth saying


@pytest.mark.parametrize(("line", "block", "length"), BLOCKS)
def test_any_one_figure_missing_or_alone_leaves_a_sound_block(line, block, length):
    for name in names(line):
        written(line, block, length, of([n for n in names(line) if n != name]))
        written(line, block, length, of([*stars(line), name]))
        written(line, block, length, of([name]))


@pytest.mark.parametrize(("line", "block", "length"), BLOCKS)
def test_any_pattern_of_blanks_and_zeros_reads_well(line, block, length):
    dice = random.Random(f"{line.title}{block}{length}")
    for _ in range(60):
        chosen = [name for name in names(line) if dice.random() < 0.5]
        zeros = [name for name in chosen if dice.random() < 0.3]
        written(line, block, length, of(chosen), " ".join(f"{name}=0" for name in zeros))


def test_every_figure_and_split_stands_in_a_block_or_only_in_a_rule():
    """What is typed should come out somewhere; the rest is there for a relation."""
    for line in LINES:
        shown = {
            span.fact
            for section in line.outline
            for span in written(line, section.block, "详", of(names(line))).spans
        }
        silent = {f.name for f in line.figures if f"{line.title}.{f.name}" not in shown}
        assert silent == SILENT.get(line.title, set()), line.title


SILENT = {"公证": {"上期未结"}}


def test_not_happened_is_said_only_of_a_typed_zero():
    line = line_named("安置帮教")
    register = "期初帮教对象=9 新接收帮教对象=0 解除帮教=0"

    def said(*typed: str) -> str:
        return written(line, "衔接帮教", "详", register, *typed).text

    assert "犯罪" not in said()
    assert "未发生刑满释放人员重新犯罪。" in said("重新犯罪=0")
    assert "未发生刑满释放人员重大恶性重新犯罪案件。" in said("恶性重新犯罪=0")
    assert "期内帮教对象重新犯罪1人，重新犯罪率11.1%。未发生刑满释放人员重大" in said(
        "重新犯罪=1 恶性重新犯罪=0"
    )
    assert "未发生" not in said("重新犯罪=1 恶性重新犯罪=1")


def test_the_base_of_the_reoffence_rate_is_the_register_unless_picked_otherwise():
    text = """
        | 指标           | 本期 |
        | 期初帮教对象   | 90   |
        | 新接收帮教对象 | 10   |
        | 解除帮教       | 20   |
        | 重新犯罪       | 1    |

        指标
        | 指标       | 口径 |
        | 重新犯罪率 | {}   |
    """

    def rate(basis: str) -> str:
        filled = read(draw("安置帮教", text.format(basis)))
        return gather(filled, Indicators(filled)).facts["安置帮教.重新犯罪率"].text

    assert rate("") == rate("在册") == "1.3%"  # 1 of 80
    assert rate("累计") == "1%"  # 1 of 100


def test_lawyers_without_matters_are_still_written_about():
    text = written(line_named("律师工作"), "律师业务", "详", "律师事务所=2 执业律师=9").text
    assert text == "全县现有律师事务所2家。执业律师9人。"


def test_words_stay_good_for_any_region():
    for line in LINES:
        words = [section.heading for section in line.outline]
        words += [figure.label for figure in line.figures]
        words += [rule.title + rule.mend for rule in line.all_rules]
        words += [split.label for split in line.splits if isinstance(split, Split)]
        words.append((TEMPLATES / f"{line.title}.jinja").read_text(encoding="utf-8"))
        assert not [word for word in words if "县" in word], line.title


# --- the sample ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def job():
    return job_of(sample_plans())


@pytest.mark.parametrize("words", IN_CONTEXT)
def test_a_published_figure_or_target_stands_in_its_own_context(job, words):
    assert words in job.summary().text


@pytest.mark.parametrize("draft", ["市局稿", "政法委稿", "简报"])
def test_the_sample_with_these_lines_is_sound(job, draft):
    assert_sound(job.summary(draft))


def test_the_sample_has_one_thing_to_verify_on_these_sheets(job):
    listed = [
        (f.code, f"{f.sheet}!{f.cell}")
        for f in job.findings
        if f.sheet in TITLES and f.level is not Level.HINT
    ]
    relief = line_named("安置帮教").relief
    assert listed == [("N-04", now_cell(line_named("安置帮教"), relief))]


def test_the_typed_register_of_the_sample_is_really_checked():
    plans = sample_plans()
    resettlement = line_named("安置帮教")
    type_in(plans, now_cell(resettlement, resettlement.opening), 1180)
    finding = only("RA-01", job_of(plans).findings)
    assert (finding.left, finding.right, finding.difference) == (1256, 1257, -1)


def test_community_corrections_and_resettlement_share_a_heading(job):
    (paragraph,) = [p for p in job.summary().paragraphs if "特殊人群" in p.text]
    assert "在册社区矫正对象170人" in paragraph.text
    assert "在册安置帮教对象1256人" in paragraph.text
    assert "。在册安置帮教对象" in paragraph.text  # 截至6月29日 was said above


def test_the_topic_without_a_line_waits_on_its_sheet(job):
    assert [row.belongs_to for row in job.filled.topics] == ["司法鉴定"]
