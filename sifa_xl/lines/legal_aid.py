"""法律援助: consultations, cases by kind, and 法律帮助, which is counted apart.

SF/T 0024-2017; rules LA-01 to LA-06 of the audit relations.  法律帮助 (认罪认罚, 值班律师) is a
service of its own and not a kind of case beside 民事 and 刑事.
"""

from sifa_xl.declarations import (
    Figure,
    Good,
    HasBasis,
    OrZero,
    Section,
    Split,
    SplitKind,
    Total,
    WorkLine,
    error,
    hint,
    verify,
)


class LegalAid(WorkLine, title="法律援助", code="LA", theme="公共法律服务", order=60):
    """法律援助 legal aid."""

    consultations = Figure(
        "法律咨询", unit="人次", star=True, label="接待法律咨询", basis="法律援助窗口接待"
    )
    carried = Figure("上期结存", label="上期结存案件", is_opening=True)
    civil = Figure("民事案件", star=True, aliases=("民事",))
    criminal = Figure("刑事案件", star=True, aliases=("刑事",))
    administrative = Figure("行政案件", shown=True, aliases=("行政",))
    arbitration = Figure("劳动仲裁案件")
    cases = Total(
        "法律援助案件", civil, criminal, administrative, arbitration, rule="LA-01", good=Good.UP
    )
    legal_help = Figure(
        "法律帮助",
        star=True,
        label="认罪认罚案件法律帮助",
        aliases=("认罪认罚",),
    )
    handled = Total("办理总数", cases, legal_help, rule="LA-07", label="法律援助和法律帮助案件合计")
    closed = Figure("办结案件")
    recipients = Figure("受援人", unit="人")
    documents = Figure("代写法律文书")
    recovered = Figure("挽回损失", unit="万元", label="挽回经济损失", good=Good.UP)
    stations = Figure("法律援助工作站", unit="个", is_stock=True)

    groups = Split(
        "受援对象",
        by="人群",
        measures={"人数": "人"},
        kind=SplitKind.OVERLAP,
        of={"人数": recipients},
        rule="LA-06",
        hint="农民工、未成年人、老年人等，可重复",
    )

    rules = [
        verify(
            "LA-02",
            "认罪认罚法律帮助与刑事案件都有数，须写明没有重复计算",
            when=(legal_help > 0) & (criminal > 0),
            expect=HasBasis(legal_help),
            at=legal_help,
            mend="核对两本登记，在法律帮助的口径栏写明“不含在刑事案件内”；有重复的，减去重复数",
        ),
        error(
            "LA-03",
            "办结案件不能多于上期结存与本期案件之和",
            expect=closed <= OrZero(carried) + cases,
            mend="核对结案登记，改正其中一个数；有上期结存的请补填",
        ),
        hint(
            "LA-04",
            "受援人比案件少得多，请看一下是否漏计",
            expect=recipients * 2 >= cases,
            mend="群体案件一案多人，受援人一般不少于案件数",
        ),
    ]

    outline = [Section("做好法律援助工作", "咨询与办案", 10, ("详", "一句", "一句"))]
