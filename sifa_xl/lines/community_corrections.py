"""社区矫正: who came, who left and why, who is on the register on the cut-off day.

Terms: 社区矫正法 and SF/T 0016-2021.  解除 is 期满 and 赦免; 终止 is 撤缓, 撤假, 收监, 死亡;
执行地变更 (迁出) is neither, only a 减少.  Rules CC-01 to CC-08 of the audit relations.
"""

from typing import Annotated

from sifa_xl.declarations import (
    Computed,
    Figure,
    Good,
    Rate,
    Section,
    Split,
    Stock,
    Sum,
    Total,
    WorkLine,
    error,
    verify,
)
from sifa_xl.ledgers import (
    Analysis,
    CountRows,
    Date,
    Day,
    Identity,
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

CLASSES = ("管制", "缓刑", "假释", "暂予监外执行")
LEAVING = ("期满解除", "赦免", "撤销缓刑", "撤销假释", "收监执行", "死亡", "迁出")


class CorrectedPerson(LedgerRow):
    """One person on the register; no more about them than the count needs."""

    number: Annotated[Word, Words("对象编号", Tag.INTERNAL, width=14)] = None
    name: Annotated[Word, Words("姓名", Tag.SENSITIVE, width=9, is_name=True)] = None
    identity: Annotated[Word, Identity("身份证号")] = None
    sex: Annotated[Word, Pick("性别", width=6, choices=("男", "女"))] = None
    offence: Annotated[Word, Words("罪名", Tag.SENSITIVE)] = None
    kind: Annotated[Word, Pick("矫正类别", choices=CLASSES)] = None
    office: Annotated[Word, Words("司法所")] = None
    begins_on: Annotated[Day, Date("矫正起")] = None
    ends_on: Annotated[Day, Date("矫正止")] = None
    reported_on: Annotated[Day, Date("报到日期")] = None
    entry: Annotated[Word, Pick("增加方式", choices=("新接收", "迁入"))] = None
    leaving: Annotated[Word, Pick("减少方式", choices=LEAVING)] = None
    left_on: Annotated[Day, Date("减少日期")] = None
    grade: Annotated[Word, Pick("管理等级", Tag.INTERNAL, choices=("严管", "普管", "宽管"))] = None
    minor: Annotated[Word, Pick("未成年", Tag.SENSITIVE, width=8, choices=("是", "否"))] = None


class CommunityCorrections(WorkLine, title="社区矫正", code="CC", theme="社会和谐稳定", order=120):
    """社区矫正 community corrections."""

    ledger = Ledger(
        "社区矫正",
        CorrectedPerson,
        anchor="报到日期",
        rules=[
            Unique(("对象编号",)),
            Unique(("身份证号", "报到日期")),
            InOrder(("矫正起", "矫正止")),
            InOrder(("报到日期", "减少日期")),
            NeedsDay(("减少方式", "减少日期")),
            NeedsOutcome(("减少方式", "减少日期")),
            Overdue(("矫正止", "减少日期"), days=3, why="矫正期满应当解除"),
        ],
        analysis=Analysis(place="司法所", kind="矫正类别", day="报到日期", left="减少日期"),
        hint="一人一行。",
    )
    _here = ledger.up_to_cutoff("报到日期") & ~ledger.up_to_cutoff("减少日期")
    _came, _left = ledger.within("报到日期"), ledger.within("减少日期")

    opening = Figure(
        "期初在册",
        unit="人",
        star=True,
        is_stock=True,
        label="期初在册社区矫正对象",
        basis="上期期末在册数",
        ledger=CountRows(ledger, ledger.before("报到日期") & ~ledger.before("减少日期")),
    )
    received = Figure(
        "新接收",
        unit="人",
        star=True,
        label="新接收社区矫正对象",
        basis="不含迁入",
        ledger=CountRows(ledger, _came & ledger.where("增加方式", "新接收")),
    )
    moved_in = Figure(
        "迁入",
        unit="人",
        label="执行地变更迁入",
        ledger=CountRows(ledger, _came & ledger.where("增加方式", "迁入")),
    )
    expired = Figure(
        "期满解除",
        unit="人",
        star=True,
        label="矫正期满解除",
        aliases=("期满",),
        ledger=CountRows(ledger, _left & ledger.where("减少方式", "期满解除")),
    )
    pardoned = Figure(
        "赦免",
        unit="人",
        label="赦免解除",
        ledger=CountRows(ledger, _left & ledger.where("减少方式", "赦免")),
    )
    suspension_revoked = Figure(
        "撤销缓刑",
        unit="人",
        ledger=CountRows(ledger, _left & ledger.where("减少方式", "撤销缓刑")),
    )
    parole_revoked = Figure(
        "撤销假释",
        unit="人",
        ledger=CountRows(ledger, _left & ledger.where("减少方式", "撤销假释")),
    )
    imprisoned = Figure(
        "收监执行",
        unit="人",
        shown=True,
        ledger=CountRows(ledger, _left & ledger.where("减少方式", "收监执行")),
    )
    died = Figure(
        "死亡", unit="人", ledger=CountRows(ledger, _left & ledger.where("减少方式", "死亡"))
    )
    moved_out = Figure(
        "迁出",
        unit="人",
        shown=True,
        label="执行地变更迁出",
        basis="只算减少，不算解除、终止",
        ledger=CountRows(ledger, _left & ledger.where("减少方式", "迁出")),
    )
    decreased = Total(
        "减少",
        expired,
        pardoned,
        suspension_revoked,
        parole_revoked,
        imprisoned,
        died,
        moved_out,
        rule="CC-02",
        unit="人",
        label="减少合计",
        aliases=("解除和终止",),
    )
    supervised = Computed("累计列管", opening + Sum((received, moved_in)), rule="CC-05", unit="人")
    in_register = Stock(
        "在册",
        opening=opening,
        plus=(received, moved_in),
        minus=(decreased,),
        rule="CC-01",
        unit="人",
        label="在册社区矫正对象",
        ledger=CountRows(ledger, _here),
    )
    public_surveillance = Figure(
        "管制",
        unit="人",
        is_stock=True,
        ledger=CountRows(ledger, _here & ledger.where("矫正类别", "管制")),
    )
    probation = Figure(
        "缓刑",
        unit="人",
        is_stock=True,
        ledger=CountRows(ledger, _here & ledger.where("矫正类别", "缓刑")),
    )
    parole = Figure(
        "假释",
        unit="人",
        is_stock=True,
        ledger=CountRows(ledger, _here & ledger.where("矫正类别", "假释")),
    )
    temporary = Figure(
        "暂予监外执行",
        unit="人",
        is_stock=True,
        ledger=CountRows(ledger, _here & ledger.where("矫正类别", "暂予监外执行")),
    )
    strict = Figure("严管", unit="人", is_stock=True)
    ordinary = Figure("普管", unit="人", is_stock=True)
    lenient = Figure("宽管", unit="人", is_stock=True)
    minors = Figure("未成年社区矫正对象", unit="人", is_stock=True)
    located = Figure("电子定位", unit="人", is_stock=True, label="电子定位管理")
    absconded = Figure("脱管", unit="人", star=True, good=Good.DOWN, basis="没有填0")
    missed = Figure("漏管", unit="人", star=True, good=Good.DOWN, basis="没有填0")
    reoffended = Figure(
        "再犯罪", unit="人", star=True, good=Good.DOWN, basis="没有填0", aliases=("重新犯罪",)
    )
    incidents = Computed(
        "脱漏管和再犯罪",
        absconded + missed + reoffended,
        rule="CC-09",
        unit="人",
        good=Good.DOWN,
        label="脱管、漏管和再犯罪合计",
    )
    assessments = Figure("调查评估", unit="件")
    admonished = Figure("训诫", unit="人次")
    warned = Figure("警告", unit="人次")
    education = Figure("集中教育", unit="场次", label="集中教育活动")
    service = Figure("公益活动", unit="人次", label="公益活动人次")

    reoffence_rate = Rate("再犯罪率", reoffended, supervised, good=Good.DOWN)

    offices = Split(
        "各司法所在册",
        by="司法所",
        measures={"人数": "人"},
        of={"人数": in_register},
        rule="CC-07",
        hint="一个司法所一行",
        is_by_place=True,
    )

    rules = [
        error(
            "CC-03",
            "在册人数应等于管制、缓刑、假释、暂予监外执行之和",
            expect=in_register.equals(Sum((public_surveillance, probation, parole, temporary))),
            mend="按类别名册逐类核对；没有的类别填0",
        ),
        error(
            "CC-04",
            "在册人数应等于严管、普管、宽管之和",
            expect=in_register.equals(Sum((strict, ordinary, lenient))),
            mend="按管理等级名册核对；本地不分级的三格都留空",
        ),
        verify(
            "CC-08",
            "有脱管、漏管或再犯罪的，须有专报",
            expect=Sum((absconded, missed, reoffended)).equals(0),
            at=incidents,
            mend="核对专报，在说明栏写明时间和处置情况（不写姓名）",
        ),
        error(
            "CC-10",
            "未成年社区矫正对象不能多于在册人数",
            expect=minors <= in_register,
            mend="核对名册，改正其中一个数",
        ),
        error(
            "CC-11",
            "电子定位人数不能多于在册人数",
            expect=located <= in_register,
            mend="核对定位平台在管人数，改正其中一个数",
        ),
    ]

    outline = [Section("抓好特殊人群服务管理", "监督管理", place=10)]
