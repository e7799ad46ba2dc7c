"""公证: certificates issued, what was refused, and help given without a certificate.

[94]司公字11号 and its monthly forms; rules NT-01 to NT-03 of the audit relations.  不予办理 is
the term of 公证法; 拒办 is a slip.  Drafting, subsets and refusals are three unlike things and
never added up.
"""

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


class Notarization(WorkLine, title="公证", code="NT", theme="公共法律服务", order=70):
    """公证 notarization."""

    carried = Figure("上期未结", label="上期未办结公证申请")
    accepted = Figure("受理公证", label="受理公证申请")
    issued = Figure(
        "办理公证",
        star=True,
        label="办理公证事项",
        aliases=("办证", "出具公证书"),
        basis="本期出具公证书",
    )
    domestic = Figure("国内公证")
    foreign = Figure("涉外公证")
    cross_strait = Figure("涉港澳台公证")
    legal_aid = Figure("法律援助公证", shown=True, basis="含在办理公证事项内")
    refused = Figure("不予办理", shown=True, label="不予办理公证", aliases=("拒办",))
    terminated = Figure("终止办理", label="终止办理公证")
    pending = Figure("未办结", label="期末未办结公证申请", opening=carried)
    drafted = Figure(
        "代写修改文书",
        shown=True,
        label="免费代写、修改法律文书",
        aliases=("代写、修改各类法律文书", "代写法律文书"),
    )
    visits = Figure("上门服务", unit="次", label="上门办证服务")
    waived = Figure("减免公证", label="减免收费的公证")
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
