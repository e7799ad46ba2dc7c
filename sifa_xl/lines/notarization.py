"""公证: certificates issued, what was refused, and help given without a certificate.

[94]司公字11号 and its monthly forms; rules NT-01 to NT-03 of the audit relations.  不予办理 is
the term of 公证法; 拒办 is a slip.  Drafting, subsets and refusals are three unlike things and
never added up.
"""

from typing import Annotated

from sifa_xl.declarations import (
    Figure,
    Good,
    OrZero,
    Section,
    Split,
    SplitKind,
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
    Number,
    Pick,
    Quantity,
    Tag,
    Unique,
    Word,
    Words,
)


class NotarialMatter(LedgerRow):
    """One application for a certificate."""

    number: Annotated[Word, Words("受理号", Tag.INTERNAL, width=14)] = None
    accepted_on: Annotated[Day, Date("受理日期")] = None
    party: Annotated[Word, Words("当事人", Tag.PERSONAL, is_name=True)] = None
    document: Annotated[Word, Words("证件号", Tag.SENSITIVE, width=20)] = None
    matter: Annotated[
        Word,
        Pick(
            "公证事项",
            width=14,
            choices=("继承", "委托", "声明", "赋予强制执行效力", "合同协议", "学历身份", "其他"),
            is_open=True,
        ),
    ] = None
    kind: Annotated[Word, Pick("类别", choices=("国内", "涉外", "涉港澳台"))] = None
    notary: Annotated[Word, Words("公证员", Tag.INTERNAL)] = None
    certificate: Annotated[Word, Words("公证书编号", Tag.INTERNAL, width=16)] = None
    issued_on: Annotated[Day, Date("出证日期")] = None
    waiver: Annotated[Word, Pick("法援减免", choices=("否", "法律援助", "减免收费"))] = None
    outcome: Annotated[Word, Pick("结果", choices=("出证", "不予办理", "终止"))] = None
    fee: Annotated[Number, Quantity("收费", Tag.INTERNAL, unit="元")] = None


class Notarization(WorkLine, title="公证", code="NT", theme="公共法律服务", order=70):
    """公证 notarization."""

    ledger = Ledger(
        "公证",
        NotarialMatter,
        anchor="受理日期",
        rules=[
            Unique(("受理号",)),
            Unique(("公证书编号",)),
            InOrder(("受理日期", "出证日期")),
            NeedsDay(("结果", "出证日期"), outcomes=("出证",)),
            NeedsOutcome(("结果", "出证日期"), unfinished=("不予办理", "终止")),
        ],
        hint="每件申请一行。",
        over={"结果": ("不予办理", "终止")},
        analysis=Analysis(place="公证事项", kind="类别", day="受理日期"),
    )
    _issued = ledger.within("出证日期") & ledger.where("结果", "出证")

    carried = Figure("上期未结", label="上期未办结公证申请")
    accepted = Figure(
        "受理公证", label="受理公证申请", ledger=CountRows(ledger, ledger.within("受理日期"))
    )
    issued = Figure(
        "办理公证",
        star=True,
        label="办理公证事项",
        aliases=("办证", "出具公证书"),
        basis="本期出具公证书",
        ledger=CountRows(ledger, _issued),
    )
    domestic = Figure("国内公证", ledger=CountRows(ledger, _issued & ledger.where("类别", "国内")))
    foreign = Figure("涉外公证", ledger=CountRows(ledger, _issued & ledger.where("类别", "涉外")))
    cross_strait = Figure(
        "涉港澳台公证", ledger=CountRows(ledger, _issued & ledger.where("类别", "涉港澳台"))
    )
    legal_aid = Figure(
        "法律援助公证",
        shown=True,
        basis="含在办理公证事项内",
        ledger=CountRows(ledger, _issued & ledger.where("法援减免", "法律援助")),
    )
    refused = Figure(
        "不予办理",
        shown=True,
        label="不予办理公证",
        aliases=("拒办",),
        ledger=CountRows(ledger, ledger.within("受理日期") & ledger.where("结果", "不予办理")),
    )
    terminated = Figure(
        "终止办理",
        label="终止办理公证",
        ledger=CountRows(ledger, ledger.within("受理日期") & ledger.where("结果", "终止")),
    )
    pending = Figure("未办结", label="期末未办结公证申请", opening=carried)
    drafted = Figure(
        "代写修改文书",
        shown=True,
        label="免费代写、修改法律文书",
        aliases=("代写、修改各类法律文书", "代写法律文书"),
    )
    visits = Figure("上门服务", unit="次", label="上门办证服务")
    waived = Figure(
        "减免公证",
        label="减免收费的公证",
        ledger=CountRows(ledger, _issued & ledger.where("法援减免", "减免收费")),
    )
    waived_fees = Figure("减免公证费", unit="万元")
    loss_avoided = Figure(
        "挽回损失",
        unit="万元",
        shown=True,
        good=Good.UP,
        label="避免或挽回经济损失",
        aliases=("挽回经济损失",),
    )
    offices = Figure("公证机构", unit="个", is_stock=True)
    notaries = Figure("公证员", unit="人", is_stock=True)

    kinds = Split(
        "公证类型",
        by="类型",
        measures={"件数": "件"},
        kind=SplitKind.PARTIAL,
        of={"件数": issued},
        rule="NT-04",
        hint="继承、委托、赋予强制执行效力等，只列主要的",
    )

    rules = [
        error(
            "NT-01",
            "办理公证事项应等于国内、涉外、涉港澳台公证之和",
            expect=issued.equals(Sum((domestic, foreign, cross_strait))),
            mend="按公证登记簿逐类核对；没有的类别填0",
        ),
        error(
            "NT-02",
            "法律援助公证不能多于办理公证事项",
            expect=legal_aid <= issued,
            mend="核对法律援助公证登记，改正其中一个数",
        ),
        error(
            "NT-03",
            "受理公证申请（含上期未办结）应等于办理、不予办理、终止、未办结之和",
            expect=(OrZero(carried) + accepted).equals(
                issued + OrZero(refused) + OrZero(terminated) + OrZero(pending)
            ),
            at=accepted,
            mend="核对受理登记和办证登记，改正填错的一个数；有上期未办结的请补填",
        ),
        error(
            "NT-05",
            "减免收费的公证不能多于办理公证事项",
            expect=waived <= issued,
            mend="核对减免审批单，改正其中一个数",
        ),
    ]

    outline = [Section("做好公证服务", "公证办理", 20, ("详", "一句", "一句"))]
