"""合法性审查: documents, decisions and contracts reviewed, 备案, 清理, and legal advisers.

Rules ND-01 to ND-03 of the audit relations.  审查 and 备案 are two kinds of work on the same
documents and are never added; 法律顾问 lives here.
"""

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


class LegalReview(WorkLine, title="合法性审查", code="ND", theme="法治政府建设", order=20):
    """合法性审查 legality review of documents and decisions."""

    documents = Figure(
        "规范性文件审查",
        star=True,
        label="审查规范性文件",
        basis="不含备案",
        aliases=("审查政府规范性文件",),
    )
    decisions = Figure("重大决策审查", label="审查重大行政决策")
    contracts = Figure("合同协议审查", label="审查合同协议")
    other_matters = Figure(
        "其他涉法事务",
        star=True,
        label="审查其他涉法事务",
        basis="领导批示、会议纪要、非规范性文件等",
        aliases=("涉法事务",),
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
    issued = Figure("制发文件", label="制发规范性文件", basis="本期印发的规范性文件")
    numbered = Figure("统一登记", label="规范性文件登记号数", basis="统一登记、统一编号、统一印发")
    filed = Figure("备案", label="报送备案规范性文件", basis="不计入审查")
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
