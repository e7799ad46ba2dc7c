"""行政执法监督: officers and their certificates, joint inspection tours, review of case files.

SF/T 0052-2023; rules EN-01 to EN-03 of the audit relations.  A case file is counted in 卷; where
the province's form says 份 or 宗, every figure of files takes that unit.
"""

from typing import Annotated

from sifa_xl.declarations import Figure, Good, Rate, Section, Sum, WorkLine, error
from sifa_xl.ledgers import (
    Analysis,
    Date,
    Day,
    HasNumber,
    InOrder,
    Ledger,
    LedgerRow,
    Number,
    Pick,
    Quantity,
    SumRows,
    Tag,
    Unique,
    Word,
    Words,
)


class FileReview(LedgerRow):
    """What a review found in the files of one unit."""

    day: Annotated[Day, Date("评查日期")] = None
    round: Annotated[Word, Words("批次")] = None
    unit: Annotated[Word, Words("单位", width=16)] = None
    kind: Annotated[
        Word, Pick("案卷类别", choices=("处罚", "许可", "强制", "其他"), is_open=True)
    ] = None
    files: Annotated[Number, Quantity("卷数", unit="卷")] = None
    excellent: Annotated[Number, Quantity("优秀", unit="卷")] = None
    qualified: Annotated[Number, Quantity("合格", unit="卷")] = None
    unqualified: Annotated[Number, Quantity("不合格", unit="卷")] = None
    faults: Annotated[Number, Quantity("问题", unit="个")] = None
    notice: Annotated[Word, Words("通报文号", Tag.INTERNAL, width=16)] = None
    due_on: Annotated[Day, Date("整改期限")] = None
    correction: Annotated[Word, Pick("整改结果", choices=("已整改", "整改中", "未整改"))] = None


FILES = ("卷", "份", "宗")


class Enforcement(WorkLine, title="行政执法监督", code="EN", theme="法治政府建设", order=50):
    """行政执法监督 supervision of administrative law enforcement."""

    ledger = Ledger(
        "案卷评查",
        FileReview,
        anchor="评查日期",
        rules=[
            Unique(("评查日期", "批次", "单位", "案卷类别")),
            InOrder(("评查日期", "整改期限")),
            HasNumber(("评查日期", "卷数")),
        ],
        analysis=Analysis(place="单位", kind="案卷类别", day="评查日期", summed="卷数"),
        hint="一个单位一类案卷一行。",
    )
    _reviewed = ledger.within("评查日期")

    officers = Figure("执法人员", unit="名", is_stock=True, label="行政执法人员")
    certified = Figure("持证人员", unit="名", is_stock=True, label="持证执法人员")
    examinees = Figure(
        "参考人数", unit="名", shown=True, label="参加行政执法资格考试人数", basis="含备考人员"
    )
    courses = Figure("执法培训", units=("期", "场次"), label="行政执法培训")
    trained = Figure("执法培训人次", unit="人次", label="行政执法培训人次")

    seconded = Figure("巡查抽调人员", unit="名", shown=True, label="综合巡查抽调人员")
    checks = Figure("巡查检查", unit="次", label="综合巡查检查次数")
    found = Figure("巡查发现问题", unit="个", label="综合巡查发现问题")
    assigned = Figure("巡查交办", label="综合巡查交办事项")
    settled = Figure("交办办结", label="办结的交办事项", good=Good.UP)

    bodies = Figure("执法单位", unit="个", is_stock=True, label="行政执法单位", basis="应评查名单")
    bodies_reviewed = Figure("评查单位", unit="个", star=True, label="参加案卷评查的单位")
    files = Figure(
        "评查案卷",
        units=FILES,
        star=True,
        label="评查行政执法案卷",
        ledger=SumRows(ledger, "卷数", _reviewed),
    )
    files_made = Figure("形成案卷", units=FILES, label="形成行政执法案卷")
    excellent = Figure(
        "优秀案卷", units=FILES, good=Good.UP, ledger=SumRows(ledger, "优秀", _reviewed)
    )
    qualified = Figure(
        "合格案卷", units=FILES, basis="不含优秀", ledger=SumRows(ledger, "合格", _reviewed)
    )
    unqualified = Figure(
        "不合格案卷", units=FILES, good=Good.DOWN, ledger=SumRows(ledger, "不合格", _reviewed)
    )
    faults = Figure(
        "评查发现问题",
        unit="个",
        label="案卷评查发现问题",
        ledger=SumRows(ledger, "问题", _reviewed),
    )
    corrected = Figure(
        "评查整改问题",
        unit="个",
        good=Good.UP,
        label="案卷评查整改问题",
        ledger=SumRows(ledger, "问题", _reviewed & ledger.where("整改结果", "已整改")),
    )
    notices = Figure("执法监督通知书", unit="份", label="行政执法监督通知书")

    bodies_rate = Rate("参评单位占比", bodies_reviewed, bodies)
    review_rate = Rate("评查面", files, files_made)
    pass_rate = Rate("案卷合格率", Sum((excellent, qualified)), files, good=Good.UP)

    rules = [
        error(
            "EN-01",
            "评查案卷数应等于优秀、合格、不合格之和",
            expect=files.equals(Sum((excellent, qualified, unqualified))),
            mend="按评查结果逐卷核对；没有的等次填0",
        ),
        error(
            "EN-02",
            "参加评查的单位不能多于行政执法单位",
            expect=bodies_reviewed <= bodies,
            mend="核对行政执法单位名单（含乡镇、街道），改正其中一个数",
        ),
        error(
            "EN-03",
            "参加资格考试的人数不能多于行政执法人员数",
            expect=examinees <= officers,
            mend="核对报名名册；执法人员数含拟申领证件的人员",
        ),
        error(
            "EN-04",
            "评查案卷数不能多于形成的案卷数",
            expect=files <= files_made,
            mend="核对案卷目录；两项按同一期间的案卷统计",
        ),
        error(
            "EN-05",
            "持证执法人员不能多于行政执法人员数",
            expect=certified <= officers,
            mend="核对执法证件管理系统，改正其中一个数",
        ),
        error(
            "EN-06",
            "办结的交办事项不能多于交办事项",
            expect=settled <= assigned,
            mend="核对交办督办台账，只计本期交办的",
        ),
        error(
            "EN-07",
            "整改的问题不能多于案卷评查发现的问题",
            expect=corrected <= faults,
            mend="核对评查通报和整改报告，改正其中一个数",
        ),
    ]

    outline = [
        Section("加强行政执法监督", "人员管理", place=30, lengths=("详", "不用", "不用")),
        Section("加强行政执法监督", "综合巡查", place=31, lengths=("详", "一句", "不用")),
        Section("加强行政执法监督", "案卷评查", place=32, lengths=("详", "一句", "一句")),
    ]
