"""行政复议: applications, outcomes, and how many went on to court.

《行政复议、行政应诉案件统计制度》; rules AR-01 to AR-05 of the audit relations.  A case that was
not taken to court is 未起诉, which is not the same as 实质化解.
"""

from typing import Annotated

from sifa_xl.declarations import (
    Choice,
    Computed,
    Figure,
    Good,
    OrZero,
    Rate,
    Section,
    Split,
    Sum,
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
    Overdue,
    Pick,
    Tag,
    Unique,
    Word,
    Words,
)

ENDINGS = ("维持", "驳回", "撤销", "变更", "确认违法", "责令履行", "终止")


class ReviewCase(LedgerRow):
    """One application."""

    number: Annotated[Word, Words("案号", Tag.INTERNAL, width=14)] = None
    received_on: Annotated[Day, Date("收到日期")] = None
    applicant: Annotated[Word, Words("申请人", Tag.PERSONAL, is_name=True)] = None
    respondent: Annotated[Word, Words("被申请人", width=14)] = None
    subject: Annotated[
        Word,
        Pick(
            "复议事项",
            choices=(
                "行政处罚",
                "行政许可",
                "行政强制",
                "行政征收",
                "信息公开",
                "不履行职责",
                "其他",
            ),
            is_open=True,
        ),
    ] = None
    field: Annotated[Word, Words("管理领域")] = None
    decision: Annotated[
        Word, Pick("受理情况", choices=("受理", "不予受理", "其他处理", "审查中"))
    ] = None
    accepted_on: Annotated[Day, Date("受理日期")] = None
    officer: Annotated[Word, Words("承办人", Tag.INTERNAL, width=9)] = None
    closed_on: Annotated[Day, Date("结案日期")] = None
    ending: Annotated[Word, Pick("结案方式", choices=ENDINGS)] = None
    extended: Annotated[Word, Pick("是否延期", width=8, choices=("是", "否"))] = None
    sued: Annotated[Word, Pick("复议后起诉", width=9, choices=("是", "否"))] = None
    business: Annotated[Word, Pick("涉企", width=7, choices=("是", "否"))] = None


class Reconsideration(WorkLine, title="行政复议", code="AR", theme="法治政府建设", order=30):
    """行政复议 administrative reconsideration."""

    ledger = Ledger(
        "行政复议",
        ReviewCase,
        anchor="收到日期",
        rules=[
            Unique(("案号",)),
            InOrder(("收到日期", "受理日期", "结案日期")),
            NeedsDay(("受理情况", "受理日期"), outcomes=("受理",)),
            NeedsDay(("结案方式", "结案日期")),
            NeedsOutcome(("结案方式", "结案日期")),
            Overdue(("受理日期", "结案日期"), days=60, why="复议一般六十日内审结，延长另计"),
        ],
        analysis=Analysis(place="被申请人", kind="复议事项", day="收到日期"),
        hint="每件申请一行。",
        over={"受理情况": ("不予受理", "其他处理")},
    )
    _received, _closed = ledger.within("收到日期"), ledger.within("结案日期")

    carried = Figure(
        "上期结转",
        label="上期结转案件",
        basis="上期已受理未审结",
        ledger=CountRows(ledger, ledger.before("受理日期") & ~ledger.before("结案日期")),
    )
    carried_review = Figure("上期审查中", label="上期审查中的申请")
    received = Figure(
        "收到申请",
        star=True,
        label="收到行政复议申请",
        aliases=("复议申请",),
        ledger=CountRows(ledger, _received),
    )
    accepted = Figure(
        "受理申请",
        shown=True,
        label="受理行政复议申请",
        ledger=CountRows(ledger, ledger.within("受理日期")),
    )
    rejected = Figure(
        "不予受理", ledger=CountRows(ledger, _received & ledger.where("受理情况", "不予受理"))
    )
    otherwise = Figure(
        "其他处理",
        label="其他处理（告知、转送等）",
        ledger=CountRows(ledger, _received & ledger.where("受理情况", "其他处理")),
    )
    reviewing = Figure(
        "审查中",
        label="期末仍在审查的申请",
        opening=carried_review,
        ledger=CountRows(
            ledger, ledger.up_to_cutoff("收到日期") & ledger.where("受理情况", "审查中")
        ),
    )
    closed = Figure(
        "办结",
        star=True,
        label="办结复议案件",
        aliases=("审结",),
        ledger=CountRows(ledger, _closed),
    )
    pending = Computed(
        "正在办理",
        OrZero(carried)
        + OrZero(carried_review)
        + received
        - OrZero(rejected)
        - OrZero(otherwise)
        - OrZero(reviewing)
        - closed,
        rule="AR-02",
        label="正在办理的复议案件",
        opening=carried,
    )
    upheld = Figure("维持", ledger=CountRows(ledger, _closed & ledger.where("结案方式", "维持")))
    dismissed = Figure("驳回", ledger=CountRows(ledger, _closed & ledger.where("结案方式", "驳回")))
    revoked = Figure("撤销", ledger=CountRows(ledger, _closed & ledger.where("结案方式", "撤销")))
    altered = Figure("变更", ledger=CountRows(ledger, _closed & ledger.where("结案方式", "变更")))
    illegal = Figure(
        "确认违法", ledger=CountRows(ledger, _closed & ledger.where("结案方式", "确认违法"))
    )
    ordered = Figure(
        "责令履行", ledger=CountRows(ledger, _closed & ledger.where("结案方式", "责令履行"))
    )
    terminated = Figure(
        "终止",
        label="终止（调解、撤回）",
        ledger=CountRows(ledger, _closed & ledger.where("结案方式", "终止")),
    )
    then_sued = Figure(
        "复议后起诉",
        star=True,
        label="经复议后提起一审行政诉讼",
        good=Good.DOWN,
        ledger=CountRows(ledger, _closed & ledger.where("复议后起诉", "是")),
    )
    hearings = Figure("听证", unit="次", label="组织听证")
    opinions = Figure("行政复议意见书", unit="份")

    closure_rate = Rate(
        "办结率",
        closed,
        Choice("办结率口径", 收到=OrZero(carried) + received, 受理=OrZero(carried) + accepted),
        good=Good.UP,
    )
    sued_rate = Rate("复议后起诉率", then_sued, closed, good=Good.DOWN)
    unsued_rate = Rate("复议后未起诉率", closed - then_sued, closed, good=Good.UP)
    correction_rate = Rate("纠错率", Sum((revoked, altered, illegal, ordered)), closed)

    subjects = Split(
        "复议事项",
        by="事项",
        measures={"件数": "件"},
        of={"件数": accepted},
        rule="AR-08",
        hint="处罚、许可、强制、信息公开等",
    )

    rules = [
        error(
            "AR-01",
            "收到的申请（含上期审查中）应等于受理、不予受理、其他处理、仍在审查之和",
            expect=(OrZero(carried_review) + received).equals(
                accepted + OrZero(rejected) + OrZero(otherwise) + OrZero(reviewing)
            ),
            at=received,
            mend="核对收案登记，改正填错的一个数",
        ),
        error(
            "AR-03",
            "办结数应等于各种审结方式之和",
            expect=closed.equals(
                Sum((upheld, dismissed, revoked, altered, illegal, ordered, terminated))
            ),
            mend="逐案核对决定书，改正填错的一个数；没有的方式填0",
        ),
        error(
            "AR-05",
            "复议后起诉数不能多于办结数",
            expect=then_sued <= closed,
            mend="核对应诉通知书，只计本期办结案件的起诉",
        ),
    ]

    outline = [Section("规范行政复议与行政应诉", "办理情况", place=20)]
