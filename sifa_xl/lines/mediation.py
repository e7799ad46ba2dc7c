"""人民调解: sweeps for disputes, cases taken and settled, mediation rooms in police stations.

Figures and relations: 司法部人民调解报表, SF/T 0018-2019; rules MD-01 to MD-09 of the audit
relations.  A dispute is counted in 件 throughout; a sweep in 次.
"""

from typing import Annotated

from sifa_xl.declarations import (
    Choice,
    Figure,
    Good,
    Rate,
    Section,
    Split,
    WorkLine,
    error,
    verify,
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
    Overdue,
    Pick,
    Quantity,
    SumRows,
    Tag,
    Unique,
    Word,
    Words,
)

SOURCES = ("当事人申请", "主动调解", "委派委托", "移送")
DISPUTES = (
    *("婚姻家庭", "邻里", "房屋宅基地", "山林土地", "征地拆迁", "损害赔偿", "道路交通", "劳动争议"),
    *("合同", "医疗", "消费", "物业", "生产经营", "其他"),
)
OPEN, DONE = "调解中", ("成功", "不成", "终止")


class MediationCase(LedgerRow):
    """One case of the register of mediation (受理登记表, 结案报告表)."""

    case_number: Annotated[Word, Words("案号", Tag.INTERNAL, 16)] = None
    office: Annotated[Word, Words("调委会", width=18)] = None
    accepted_on: Annotated[Day, Date("受理日期")] = None
    source: Annotated[Word, Pick("来源", choices=SOURCES)] = None
    dispute: Annotated[Word, Pick("纠纷类型", choices=DISPUTES, is_open=True)] = None
    parties: Annotated[Word, Words("当事人", Tag.PERSONAL, 16, is_name=True)] = None
    telephone: Annotated[Word, Words("电话", Tag.PERSONAL, 14)] = None
    people: Annotated[Number, Quantity("涉及人数", unit="人")] = None
    amount: Annotated[Number, Quantity("涉及金额", unit="万元")] = None
    mediator: Annotated[Word, Words("调解员", Tag.INTERNAL)] = None
    result: Annotated[Word, Pick("调解结果", choices=(*DONE, OPEN))] = None
    agreement: Annotated[Word, Pick("协议形式", choices=("书面", "口头"))] = None
    confirmed: Annotated[Word, Pick("司法确认", choices=("是", "否"))] = None
    closed_on: Annotated[Day, Date("结案日期")] = None


class Mediation(WorkLine, title="人民调解", code="MD", theme="社会和谐稳定", order=150):
    """人民调解 people's mediation."""

    ledger = Ledger(
        "人民调解",
        MediationCase,
        anchor="受理日期",
        rules=[
            Unique(("案号",)),
            InOrder(("受理日期", "结案日期")),
            NeedsDay(("调解结果", "结案日期"), outcomes=DONE),
            NeedsOutcome(("调解结果", "结案日期"), unfinished=(OPEN,)),
            Overdue(("受理日期", "结案日期"), days=30, why="人民调解一般三十日内调结"),
        ],
        analysis=Analysis(place="调委会", kind="纠纷类型", day="受理日期"),
        hint="每件纠纷一行。",
    )
    _closed = ledger.within("结案日期")
    _succeeded = _closed & ledger.where("调解结果", "成功")

    screenings = Figure(
        "矛盾纠纷排查", units=("次", "人次"), star=True, aliases=("开展排查", "排查次数")
    )
    found = Figure(
        "排查发现纠纷",
        star=True,
        aliases=("排查出", "发现纠纷"),
        basis="排查登记簿，与受理分开登记",
    )
    accepted = Figure(
        "受理纠纷",
        units=("件", "起"),
        star=True,
        good=Good.NEUTRAL,
        aliases=("受理", "调处纠纷"),
        ledger=CountRows(ledger, ledger.within("受理日期")),
    )
    settled = Figure(
        "调解成功",
        units=("件", "起"),
        star=True,
        good=Good.UP,
        aliases=("化解", "成功调解"),
        ledger=CountRows(ledger, _succeeded),
    )
    concluded = Figure(
        "调结纠纷",
        basis="含调解成功与调解不成",
        ledger=CountRows(ledger, _closed & ledger.where("调解结果", *DONE)),
    )
    written = Figure(
        "书面协议", ledger=CountRows(ledger, _succeeded & ledger.where("协议形式", "书面"))
    )
    oral = Figure(
        "口头协议", ledger=CountRows(ledger, _succeeded & ledger.where("协议形式", "口头"))
    )
    confirmed = Figure(
        "司法确认", ledger=CountRows(ledger, _succeeded & ledger.where("司法确认", "是"))
    )
    fulfilled = Figure("协议已履行")
    amount = Figure("涉及金额", unit="万元", ledger=SumRows(ledger, "涉及金额", _succeeded))
    prevented_cases = Figure("防止民转刑", basis="防止民间纠纷转化为刑事案件")
    prevented_people = Figure("防止民转刑涉及人数", unit="人")
    station_cases = Figure("驻所调解案件", label="驻派出所调解室案件", basis="各室合计")
    committees = Figure("人民调解委员会", unit="个", is_stock=True)
    mediators = Figure("人民调解员", unit="人", is_stock=True)
    full_time = Figure("专职人民调解员", unit="人", is_stock=True)
    trainings = Figure("调解员培训", unit="期")
    trained = Figure("调解员培训人次", unit="人次")

    success_rate = Rate(
        "调解成功率",
        settled,
        Choice("成功率口径", 受理=accepted, 已调结=concluded),
        good=Good.UP,
        aliases=("成功率",),
    )

    stations = Split(
        "驻派出所调解室",
        by="所在乡镇",
        measures={"个数": "个", "件数": "件"},
        of={"件数": station_cases},
        rule="MD-08",
        hint="一个乡镇一行",
        is_by_place=True,
    )
    kinds = Split(
        "纠纷类型",
        by="类型",
        measures={"件数": "件"},
        of={"件数": accepted},
        rule="MD-02",
        hint="婚姻家庭、邻里、山林土地等",
    )

    rules = [
        error(
            "MD-01",
            "调解成功数不能多于受理数",
            expect=settled <= accepted,
            mend="核对调解登记簿，改正受理数或成功数；含上期结转的，请并入受理数",
        ),
        error(
            "MD-04",
            "调解成功数应等于书面协议与口头协议之和",
            expect=settled.equals(written + oral),
            mend="核对协议卷宗，改正三个数中填错的一个",
        ),
        verify(
            "MD-05",
            "排查发现的纠纷比受理的少得多（不到一成），两项可能不是同一口径",
            when=accepted >= 100,
            expect=found * 10 >= accepted,
            mend="核对排查登记簿；两项分开登记的，在说明栏写明口径",
        ),
        error(
            "MD-06",
            "司法确认数不能多于书面协议数",
            expect=confirmed <= written,
            mend="核对司法确认裁定书件数",
        ),
        error(
            "MD-07",
            "已履行的协议不能多于调解成功数",
            expect=fulfilled <= settled,
            mend="核对回访记录，改正其中一个数",
        ),
        verify(
            "MD-09",
            "受理满200件而成功率为100%，请核实有无调解不成的案件",
            when=(accepted >= 200) & (settled <= accepted),
            expect=success_rate < 100,
            mend="核对调解不成和终止的案件是否漏计",
        ),
        error(
            "MD-10",
            "调解成功数不能多于调结数",
            expect=settled <= concluded,
            mend="调结数含成功与不成，改正其中一个数",
        ),
        error(
            "MD-11",
            "专职调解员不能多于调解员总数",
            expect=full_time <= mediators,
            mend="调解员总数含专职与兼职，改正其中一个数",
        ),
    ]

    outline = [
        Section("加强人民调解工作", "排查化解", place=80),
        Section("推进驻派出所调解室建设", "驻所调解室", place=90, lengths=("详", "一句", "不用")),
    ]
