"""The sample: the published figures, each in its own context, and nothing else."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest

from sifa_xl import shipped
from sifa_xl.book.reader import read
from sifa_xl.domain import Level
from sifa_xl.jobs import build_workbook
from tests.books import SAMPLE_FILL, job_of, opened, sample_plans
from tests.soundness import assert_sound

WORKBOOKS = shipped.folder("workbooks")

# what the published text reports of these lines, in the words of the templates
IN_CONTEXT = [
    "收到行政复议申请8件",
    "办结6件",
    "正在办理2件",
    "办结率75%",
    "行政应诉案件11件",
    "提起一审行政诉讼1件",
    "占办结案件的16.7%",
    "83.3%的案件复议后未进入诉讼程序",
    "法律咨询78余人次",
    "法律援助和法律帮助案件109件",
    "民事案件27件",
    "刑事案件56件",
    "认罪认罚案件法律帮助26件",
    "新接收社区矫正对象66人",
    "期内减少77人",
    "矫正期满解除71人",
    "执行地变更迁出3人",
    "收监执行3人",
    "累计列管247人",
    "在册社区矫正对象170人",
    "矛盾纠纷排查1092人次",
    "排查发现矛盾纠纷26件",
    "受理矛盾纠纷723件",
    "调解成功719起",
    "成功率99.4%",
    "4个驻派出所调解工作室",
    "共调解案件21件",
    "高村镇14件、锦和镇7件",
    "未发生因监督管理不到位导致的脱管、漏管和重新犯罪案件",
    "规范性文件2件",
    "其他涉法事务67件",
    "行政执法人员约1500名",
    "抽调15名工作人员",
    "8个单位的行政执法案卷29份",
    "办理公证事项116件",
    "法律援助公证7件",
    "代写、修改法律文书56件",
    "3件公证申请不予办理",
    "经济损失60余万元",
    "2家律师事务所",
    "法律事务239件",
    "民事代理129件",
    "行政代理42件",
    "刑事辩护与代理68件",
    "6个县区",
    "法治宣传活动120余场次",
    "法律咨询800余人次",
    "3万余份",
    "参加集中宣传的单位有10家",
    "第九批全国",
    "第十批湖南省",
    "第三次常务会议",
    "新接收刑满释放安置帮教对象157人",
    "期满解除安置帮教80人",
    "在册安置帮教对象1256人",
    "接回重点帮教对象9人",
    "过渡性基地安置2人次",
    "未成年子女8人次",
    "慰问近6人次",
    "远程探视服务266人次",
    "廉政家书1封",
    "廉政家访1次",
    "驻村人员2名",
    "6万余元",
    "24个主要执法单位聘请法律顾问",
    "19个",
    "培训1至2期",
    "24个县级行政执法部门",
    "卷宗至少10本",
    "学法覆盖率达100%",
    "考试率达100%",
    "集中培训1次",
    "司法鉴定业务",
]

DERIVED = {
    "行政复议.办结率": "75%",
    "行政复议.正在办理": "2件",
    "行政复议.复议后起诉率": "16.7%",
    "行政复议.复议后未起诉率": "83.3%",
    "合法性审查.审查总件": "69件",
    "律师工作.办理法律事务": "239件",
    "法律援助.法律援助案件": "83件",
    "法律援助.办理总数": "109件",
    "社区矫正.减少": "77人",
    "社区矫正.累计列管": "247人",
    "社区矫正.在册": "170人",
    "人民调解.调解成功率": "99.4%",
    "人民调解.驻派出所调解室.件数": "21件",
    "人民调解.驻派出所调解室.个数": "4个",
}

TYPED_TOO = {"安置帮教!C8", "安置帮教!C9"}

TO_VERIFY = [
    ("X-01", "首页!C10"),  # the cut-off lies a day before the period's end
    ("X-01", "首页!C11"),  # and so does the signature
    ("U-01", "行政执法监督!C8"),  # 29份案卷
    ("N-04", "法律援助!C5"),  # 78余
    ("LA-02", "法律援助!C10"),  # 认罪认罚 beside 刑事
    ("N-04", "安置帮教!C12"),  # 近6
    ("U-01", "人民调解!C5"),  # 排查 in 人次
    ("MD-05", "人民调解!C6"),  # 26 found, 723 taken
    ("U-01", "人民调解!C8"),  # 719起 beside 723件
]


@pytest.fixture(scope="module")
def job():
    return opened(WORKBOOKS / "麻阳县2022年上半年.xlsx")


@pytest.mark.parametrize("words", IN_CONTEXT)
def test_a_published_figure_stands_in_its_own_context(job, words):
    assert words in job.summary().text


def test_derived_values_are_computed_and_never_typed(job):
    facts = job.facts.facts
    assert {name: facts[name].text for name in DERIVED} == DERIVED
    typed = {
        str(e.now.place)
        for d in job.filled.lines.values()
        for e in d.entries.values()
        if e.now.value is not None
    }
    computed = [
        n for d in job.filled.lines.values() for n in d.line.figures if n.definition is not None
    ]
    places = {str(job.indicators.place(named)) for named in computed}
    # the text prints 1256 and 9 as they were counted, so their balances are really checked
    assert typed & places == TYPED_TOO


def test_the_opening_stock_says_that_it_was_worked_out_backwards(job):
    entry = job.filled.lines["CC"].entries["CC.opening"]
    assert (entry.now.value, entry.basis) == (181, "倒推，待核")


def test_the_findings_are_exactly_the_listed_ones(job):
    assert Level.ERROR not in {finding.level for finding in job.findings}
    verify = [(f.code, f"{f.sheet}!{f.cell}") for f in job.findings if f.level is Level.VERIFY]
    assert verify == TO_VERIFY
    assert [f for f in job.findings if f.level is Level.HINT] == []


@pytest.mark.parametrize("draft", ["市局稿", "政法委稿", "简报"])
def test_the_text_reads_as_the_golden_one(job, golden, draft):
    summary = job.summary(draft)
    assert_sound(summary)
    golden(f"麻阳县2022年上半年-{draft}.txt", summary.text)


def test_the_brief_keeps_within_three_hundred_characters(job):
    body = [p.text for p in job.summary("简报").paragraphs if p.kind == "正文"]
    assert len("".join(body)) <= 300


@pytest.mark.parametrize("draft", ["政法委稿", "简报"])
def test_a_shorter_draft_holds_no_number_that_the_full_one_has_not(job, draft):
    full = {
        (s.fact, p.text[s.start : s.end]) for p in job.summary().paragraphs for s in p.prose.spans
    }
    facts = job.facts.facts
    for paragraph in job.summary(draft).paragraphs:
        for span in paragraph.prose.spans:
            words = paragraph.text[span.start : span.end]
            assert (span.fact, words) in full or facts[span.fact].text == words


def test_numbers_of_the_clerks_prose_wait_for_a_tick(job):
    assert [(n.text, n.cell) for n in job.summary().unsourced] == []


@pytest.mark.parametrize(
    ("name", "fill"),
    [
        ("麻阳县2022年上半年.xlsx", SAMPLE_FILL),
        ("空白母版.xlsx", None),
        ("司法行政工作总结.xlsm", None),
    ],
)
def test_a_shipped_workbook_is_what_the_command_builds(tmp_path, name, fill):
    again = tmp_path / name
    has_macros = again.suffix == ".xlsm"
    again.write_bytes(build_workbook(fill, has_macros=has_macros))
    if has_macros:
        with zipfile.ZipFile(WORKBOOKS / name) as old, zipfile.ZipFile(again) as new:
            assert old.read("xl/vbaProject.bin") == new.read("xl/vbaProject.bin")
    for mode in (True, False):
        old = openpyxl.load_workbook(WORKBOOKS / name, data_only=mode)
        new = openpyxl.load_workbook(again, data_only=mode)
        assert old.sheetnames == new.sheetnames
        for title in old.sheetnames:
            was = {c.coordinate: c.value for row in old[title].iter_rows() for c in row}
            now = {c.coordinate: c.value for row in new[title].iter_rows() for c in row}
            assert was == now, title
    assert [g.cells for g in read(WORKBOOKS / name).grids] == [g.cells for g in read(again).grids]


def test_the_file_and_the_paper_plan_say_the_same(job):
    assert job_of(sample_plans()).summary().text == job.summary().text


def test_two_builds_give_the_same_bytes():
    assert build_workbook(SAMPLE_FILL) == build_workbook(SAMPLE_FILL)
