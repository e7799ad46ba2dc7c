"""合法性审查: documents, decisions and contracts reviewed, 备案, 清理, and legal advisers.

Rules ND-01 to ND-03 of the audit relations.  审查 and 备案 are two kinds of work on the same
documents and are never added; 法律顾问 lives here.
"""

from typing import Annotated

from sifa_xl.declarations import (
    AsTyped,
    Figure,
    Good,
    Rate,
    Section,
    Sum,
    Total,
    WorkLine,
    error,
)
from sifa_xl.ledgers import (
    Analysis,
    CountRows,
    Date,
    Day,
    InOrder,
    Ledger,
    LedgerRow,
    NeedsDay,
    NeedsOutcome,
    Pick,
    Tag,
    Unique,
    Word,
    Words,
)

KINDS = ("规范性文件", "重大决策", "合同协议", "会议纪要", "领导批示", "其他涉法事务")


class ReviewedDocument(LedgerRow):
    """One document sent for review."""

    number: Annotated[Word, Words("序号", Tag.INTERNAL, width=7)] = None
    sent_on: Annotated[Day, Date("送审日期")] = None
    drafter: Annotated[Word, Words("起草单位", width=14)] = None
    title: Annotated[Word, Words("文件名称", Tag.INTERNAL, width=22)] = None
    kind: Annotated[Word, Pick("类别", choices=KINDS)] = None
    has_grounds: Annotated[Word, Pick("送审依据齐全", width=9, choices=("是", "否"))] = None
    opinion: Annotated[Word, Pick("审查意见", choices=("合法", "修改后合法", "不合法"))] = None
    answered_on: Annotated[Day, Date("出具日期")] = None
    register_number: Annotated[Word, Words("登记号", Tag.INTERNAL, width=14)] = None
    published_on: Annotated[Day, Date("公布日期")] = None
    filed_on: Annotated[Day, Date("备案日期")] = None
    valid_until: Annotated[Day, Date("有效期止")] = None
    cleaning: Annotated[
        Word, Pick("清理结果", choices=("废止", "失效", "修改", "继续有效"), is_open=True)
    ] = None


class LegalReview(WorkLine, title="合法性审查", code="ND", theme="法治政府建设", order=20):
    """合法性审查 legality review of documents and decisions."""

    ledger = Ledger(
        "合法性审查",
        ReviewedDocument,
        anchor="送审日期",
        rules=[
            Unique(("登记号",)),
            InOrder(("送审日期", "出具日期")),
            InOrder(("公布日期", "备案日期")),
            NeedsDay(("审查意见", "出具日期")),
            NeedsOutcome(("审查意见", "出具日期")),
        ],
        analysis=Analysis(place="起草单位", kind="类别", day="送审日期"),
        hint="每件一行。",
    )
    _answered = ledger.within("出具日期")

    documents = Figure(
        "规范性文件审查",
        star=True,
        label="审查规范性文件",
        basis="不含备案",
        aliases=("审查政府规范性文件",),
        ledger=CountRows(ledger, _answered & ledger.where("类别", "规范性文件")),
    )
    decisions = Figure(
        "重大决策审查",
        label="审查重大行政决策",
        ledger=CountRows(ledger, _answered & ledger.where("类别", "重大决策")),
    )
    contracts = Figure(
        "合同协议审查",
        label="审查合同协议",
        ledger=CountRows(ledger, _answered & ledger.where("类别", "合同协议")),
    )
    other_matters = Figure(
        "其他涉法事务",
        star=True,
        label="审查其他涉法事务",
        basis="领导批示、会议纪要、非规范性文件等",
        aliases=("涉法事务",),
        ledger=CountRows(ledger, _answered & ledger.where("类别", *KINDS[3:])),
    )
    reviewed = Total(
        "审查总件",
        documents,
        decisions,
        contracts,
        other_matters,
        rule="ND-01",
        label="合法性审查合计",
    )
    opinions = Figure("审查意见", units=("条", "份"), label="提出合法性审查意见")
    issued = Figure(
        "制发文件",
        label="制发规范性文件",
        basis="本期印发的规范性文件",
        ledger=CountRows(ledger, ledger.within("公布日期") & ledger.where("类别", "规范性文件")),
    )
    numbered = Figure("统一登记", label="规范性文件登记号数", basis="统一登记、统一编号、统一印发")
    filed = Figure(
        "备案",
        label="报送备案规范性文件",
        basis="不计入审查",
        ledger=CountRows(ledger, ledger.within("备案日期") & ledger.where("类别", "规范性文件")),
    )
    repealed = Figure("废止", label="清理后废止的文件")
    expired = Figure("失效", label="清理后宣布失效的文件")
    amended = Figure("修改", label="清理后修改的文件", basis="含拟修改")
    kept = Figure("继续有效", label="清理后继续有效的文件")
    cleaned = Total(
        "清理",
        repealed,
        expired,
        amended,
        kept,
        rule="ND-04",
        label="清理规范性文件",
    )
    consulted = Figure("答复征求意见", label="办理征求意见的文稿")
    attended = Figure("列席会议", unit="次", label="列席政府常务会议等会议")

    due_units = Figure("应聘顾问单位", unit="个", is_stock=True, label="应聘请法律顾问的单位")
    advised_units = Figure("聘请顾问单位", unit="个", is_stock=True, label="已聘请法律顾问的单位")
    advisers = Figure("法律顾问", unit="人", is_stock=True)
    advised_matters = Figure("顾问参与事项", label="法律顾问参与的涉法事项")
    advice = Figure("顾问意见", units=("条", "份"), label="法律顾问提出意见")

    adviser_coverage = Rate("顾问覆盖率", advised_units, due_units, good=Good.UP)

    rules = [
        error(
            "ND-02",
            "合法性审查合计不能把备案件数加进来",
            when=filed > 0,
            expect=AsTyped(reviewed)
            < Sum((documents, decisions, contracts, other_matters)) + filed,
            at=reviewed,
            mend="审查与备案分开填；合计只加审查的四项，也可以清空合计，由程序计算",
        ),
        error(
            "ND-03",
            "制发的规范性文件应与登记号数一致",
            expect=issued.equals(numbered),
            mend="核对规范性文件登记簿；没有登记编号的补登，作废的号不计",
        ),
        error(
            "ND-05",
            "已聘请法律顾问的单位不能多于应聘请的单位",
            expect=advised_units <= due_units,
            mend="核对应聘请单位名单，改正其中一个数",
        ),
    ]

    outline = [
        Section("开展合法性审查", "文件审查", 10, ("详", "一句", "一句")),
        Section("推行政府法律顾问制度", "法律顾问", place=15, lengths=("详", "不用", "不用")),
    ]
