"""法律援助: consultations, cases by kind, and 法律帮助, which is counted apart.

SF/T 0024-2017; rules LA-01 to LA-06 of the audit relations.  法律帮助 (认罪认罚, 值班律师) is a
service of its own and not a kind of case beside 民事 and 刑事.
"""

from typing import Annotated

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
from sifa_xl.domain import Level
from sifa_xl.ledgers import (
    Analysis,
    CountRows,
    Date,
    Day,
    HasNumber,
    Identity,
    InOrder,
    Ledger,
    LedgerRow,
    NeedsDay,
    NeedsOutcome,
    Number,
    Pick,
    Quantity,
    SumRows,
    Tag,
    Unique,
    Word,
    Words,
)

GROUPS = ("农民工", "未成年人", "老年人", "残疾人", "妇女", "军人军属", "其他")


class LegalAidCase(LedgerRow):
    """One case, or one help of a duty lawyer."""

    case_number: Annotated[Word, Words("案号", Tag.INTERNAL, width=14)] = None
    applied_on: Annotated[Day, Date("申请日期")] = None
    recipient: Annotated[Word, Words("受援人", Tag.PERSONAL, is_name=True)] = None
    identity: Annotated[Word, Identity("身份证号")] = None
    telephone: Annotated[Word, Words("电话", Tag.PERSONAL, width=13)] = None
    group: Annotated[Word, Pick("人群", choices=GROUPS, is_open=True)] = None
    kind: Annotated[
        Word, Pick("案件类别", choices=("民事", "刑事", "行政", "劳动仲裁", "法律帮助"))
    ] = None
    cause: Annotated[Word, Words("案由")] = None
    means: Annotated[
        Word,
        Pick(
            "援助方式",
            choices=("诉讼代理", "刑事辩护", "仲裁代理", "非诉讼", "法律帮助"),
            is_open=True,
        ),
    ] = None
    assigned_on: Annotated[Day, Date("指派日期")] = None
    firm: Annotated[Word, Words("承办律所", width=14)] = None
    lawyer: Annotated[Word, Words("律师", Tag.INTERNAL, width=9)] = None
    closed_on: Annotated[Day, Date("结案日期")] = None
    outcome: Annotated[
        Word,
        Pick(
            "结案方式", choices=("判决", "调解", "撤诉", "仲裁裁决", "终止", "其他"), is_open=True
        ),
    ] = None
    recovered: Annotated[Number, Quantity("挽回损失", unit="万元")] = None
    quality: Annotated[Word, Pick("质量等次", choices=("优秀", "良好", "合格", "不合格"))] = None


class Consultation(LedgerRow):
    """What was asked, and how it came."""

    day: Annotated[Day, Date("日期")] = None
    channel: Annotated[Word, Pick("渠道", choices=("来访", "电话", "网络"))] = None
    topic: Annotated[
        Word,
        Pick(
            "类别",
            width=14,
            choices=("婚姻家庭", "劳动争议", "损害赔偿", "合同", "征地拆迁", "刑事", "其他"),
            is_open=True,
        ),
    ] = None
    people: Annotated[Number, Quantity("人次", unit="人次")] = None
    visitor: Annotated[Word, Words("来访人", Tag.PERSONAL, is_name=True)] = None


class LegalAid(WorkLine, title="法律援助", code="LA", theme="公共法律服务", order=60):
    """法律援助 legal aid."""

    ledger = Ledger(
        "法律援助",
        LegalAidCase,
        anchor="申请日期",
        rules=[
            Unique(("案号",)),
            InOrder(("申请日期", "指派日期", "结案日期")),
            NeedsDay(("结案方式", "结案日期")),
            NeedsOutcome(("结案方式", "结案日期")),
        ],
        analysis=Analysis(place="承办律所", kind="案件类别", day="申请日期"),
        hint="每件一行，法律帮助也登记在这里。",
    )
    consultation_ledger = Ledger(
        "法援咨询",
        Consultation,
        anchor="日期",
        rules=[Unique(("日期", "来访人"), Level.VERIFY), HasNumber(("日期", "人次"))],
        analysis=Analysis(place="渠道", kind="类别", day="日期", summed="人次"),
        hint="一次接待一行，人次不要空着。",
    )
    _applied = ledger.within("申请日期")
    _visits = consultation_ledger.within("日期") & consultation_ledger.where("渠道", "来访")

    consultations = Figure(
        "法律咨询",
        unit="人次",
        star=True,
        label="接待法律咨询",
        basis="法律援助窗口接待",
        ledger=SumRows(consultation_ledger, "人次", _visits),
    )
    carried = Figure("上期结存", label="上期结存案件", is_opening=True)
    civil = Figure(
        "民事案件",
        star=True,
        aliases=("民事",),
        ledger=CountRows(ledger, _applied & ledger.where("案件类别", "民事")),
    )
    criminal = Figure(
        "刑事案件",
        star=True,
        aliases=("刑事",),
        ledger=CountRows(ledger, _applied & ledger.where("案件类别", "刑事")),
    )
    administrative = Figure(
        "行政案件",
        shown=True,
        aliases=("行政",),
        ledger=CountRows(ledger, _applied & ledger.where("案件类别", "行政")),
    )
    arbitration = Figure(
        "劳动仲裁案件", ledger=CountRows(ledger, _applied & ledger.where("案件类别", "劳动仲裁"))
    )
    cases = Total(
        "法律援助案件", civil, criminal, administrative, arbitration, rule="LA-01", good=Good.UP
    )
    legal_help = Figure(
        "法律帮助",
        star=True,
        label="认罪认罚案件法律帮助",
        aliases=("认罪认罚",),
        ledger=CountRows(ledger, _applied & ledger.where("案件类别", "法律帮助")),
    )
    handled = Total("办理总数", cases, legal_help, rule="LA-07", label="法律援助和法律帮助案件合计")
    closed = Figure(
        "办结案件",
        ledger=CountRows(ledger, ledger.within("结案日期") & ~ledger.where("案件类别", "法律帮助")),
    )
    recipients = Figure("受援人", unit="人")
    documents = Figure("代写法律文书")
    recovered = Figure(
        "挽回损失",
        unit="万元",
        label="挽回经济损失",
        good=Good.UP,
        ledger=SumRows(ledger, "挽回损失", ledger.within("结案日期")),
    )
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
