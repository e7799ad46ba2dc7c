"""安置帮教: who came, whose term of help ended, who is on the register; help given to families.

Rules RA-01 to RA-04 of the audit relations.  A figure shares no name with 社区矫正, for a reader
would take two ★ of one name for the same thing (X-03).  RA-05 wants a ledger, RA-06 two lines.
"""

from typing import Annotated

from sifa_xl.declarations import (
    Choice,
    Figure,
    Good,
    Rate,
    Section,
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
    Number,
    Overdue,
    Pick,
    Quantity,
    Tag,
    Unique,
    Word,
    Words,
)


class ReleasedPerson(LedgerRow):
    """One person who is helped; no more about them than the count needs."""

    number: Annotated[Word, Words("编号", Tag.INTERNAL, width=14)] = None
    name: Annotated[Word, Words("姓名", Tag.SENSITIVE, width=9, is_name=True)] = None
    identity: Annotated[Word, Identity("身份证号")] = None
    released_on: Annotated[Day, Date("释放日期")] = None
    origin: Annotated[Word, Pick("来源", choices=("监狱", "看守所", "解除矫正"))] = None
    offence: Annotated[Word, Words("罪名", Tag.SENSITIVE)] = None
    office: Annotated[Word, Words("司法所")] = None
    weight: Annotated[Word, Pick("帮教类别", choices=("重点", "一般"))] = None
    handover: Annotated[Word, Pick("衔接方式", choices=("监所送回", "司法所接回", "自行报到"))] = (
        None
    )
    handed_over_on: Annotated[Day, Date("衔接日期")] = None
    settlement: Annotated[Word, Pick("安置情况", choices=("落实", "未落实", "过渡基地"))] = None
    ends_on: Annotated[Day, Date("帮教期止")] = None
    ended_on: Annotated[Day, Date("解除日期")] = None
    reoffended: Annotated[Word, Pick("重新犯罪", Tag.SENSITIVE, width=8, choices=("是", "否"))] = (
        None
    )
    relief: Annotated[Number, Quantity("救助次数", unit="次")] = None


class Resettlement(WorkLine, title="安置帮教", code="RA", theme="社会和谐稳定", order=130):
    """安置帮教 resettlement and assistance."""

    ledger = Ledger(
        "安置帮教",
        ReleasedPerson,
        anchor="释放日期",
        rules=[
            Unique(("编号",)),
            Unique(("身份证号", "释放日期")),
            InOrder(("释放日期", "衔接日期", "解除日期")),
            NeedsDay(("衔接方式", "衔接日期")),
            Overdue(("帮教期止", "解除日期"), days=3, why="帮教期满应当解除"),
        ],
        analysis=Analysis(place="司法所", kind="来源", day="衔接日期", left="解除日期"),
        hint="一人一行。",
    )
    _here = ledger.up_to_cutoff("衔接日期") & ~ledger.up_to_cutoff("解除日期")
    _came = ledger.within("衔接日期")
    _key_came = _came & ledger.where("帮教类别", "重点")

    opening = Figure(
        "期初帮教对象",
        unit="人",
        star=True,
        is_stock=True,
        label="期初在册安置帮教对象",
        basis="上期期末在册数",
        ledger=CountRows(ledger, ledger.before("衔接日期") & ~ledger.before("解除日期")),
    )
    received = Figure(
        "新接收帮教对象",
        unit="人",
        star=True,
        label="新接收刑满释放安置帮教对象",
        aliases=("新接收", "新接收安置帮教对象"),
        ledger=CountRows(ledger, _came),
    )
    expired = Figure(
        "解除帮教",
        unit="人",
        star=True,
        label="期满解除安置帮教",
        aliases=("期满解除",),
        ledger=CountRows(ledger, ledger.within("解除日期")),
    )
    other_decrease = Figure("其他减少", unit="人", label="其他减少（迁出、死亡等）")
    in_register = Stock(
        "在册帮教对象",
        opening=opening,
        plus=(received,),
        minus=(expired, other_decrease),
        rule="RA-01",
        unit="人",
        label="在册安置帮教对象",
        aliases=("现有在册",),
        ledger=CountRows(ledger, _here),
    )
    released = Figure(
        "刑满释放人员",
        unit="人",
        is_stock=True,
        label="在册刑满释放人员",
        ledger=CountRows(ledger, _here & ledger.where("来源", "监狱", "看守所")),
    )
    corrected = Figure(
        "解除矫正人员",
        unit="人",
        is_stock=True,
        label="在册解除社区矫正人员",
        ledger=CountRows(ledger, _here & ledger.where("来源", "解除矫正")),
    )
    key_people = Figure(
        "重点帮教对象",
        unit="人",
        is_stock=True,
        label="在册重点帮教对象",
        ledger=CountRows(ledger, _here & ledger.where("帮教类别", "重点")),
    )
    by_prison = Figure(
        "监所送回",
        unit="人",
        label="监所送回重点帮教对象",
        ledger=CountRows(ledger, _key_came & ledger.where("衔接方式", "监所送回")),
    )
    by_office = Figure(
        "司法所接回",
        unit="人",
        label="司法所接回重点帮教对象",
        ledger=CountRows(ledger, _key_came & ledger.where("衔接方式", "司法所接回")),
    )
    escorted = Total(
        "接回重点帮教对象", by_prison, by_office, rule="RA-04", unit="人", label="接回重点帮教对象"
    )
    due = Figure(
        "应衔接",
        unit="人",
        label="本期应衔接人员",
        ledger=CountRows(ledger, ledger.within("释放日期")),
    )
    handed_over = Figure(
        "已衔接",
        unit="人",
        label="本期已衔接人员",
        good=Good.UP,
        ledger=CountRows(ledger, ledger.within("释放日期") & ledger.up_to_cutoff("衔接日期")),
    )
    helped = Figure("落实帮教", unit="人", is_stock=True, label="已落实帮教措施人员")
    settled = Figure(
        "落实安置",
        unit="人",
        is_stock=True,
        label="已落实安置人员",
        ledger=CountRows(ledger, _here & ledger.where("安置情况", "落实")),
    )
    sheltered = Figure(
        "过渡性安置",
        unit="人次",
        shown=True,
        label="过渡性基地安置",
        aliases=("基地安置",),
        ledger=CountRows(ledger, _came & ledger.where("安置情况", "过渡基地")),
    )
    minor_visits = Figure("走访未成年子女", unit="人次", shown=True, label="走访服刑人员未成年子女")
    relief = Figure("临时救助和慰问", unit="人次", shown=True, aliases=("救助和慰问",))
    remote_visits = Figure(
        "远程探视", unit="人次", shown=True, label="远程探视服务", aliases=("远程会见",)
    )
    trained = Figure("职业技能培训", unit="人次", label="帮教对象职业技能培训")
    employed = Figure("帮助就业", unit="人", label="帮助就业的帮教对象", good=Good.UP)
    reoffended = Figure("重新犯罪", unit="人", shown=True, good=Good.DOWN, basis="没有填0")
    grave_reoffences = Figure(
        "恶性重新犯罪",
        unit="件",
        shown=True,
        good=Good.DOWN,
        label="重大恶性重新犯罪案件",
        basis="没有填0",
    )

    handover_rate = Rate("衔接率", handed_over, due, good=Good.UP)
    help_rate = Rate("帮教率", helped, in_register, good=Good.UP)
    settlement_rate = Rate("安置率", settled, in_register, good=Good.UP)
    reoffence_rate = Rate(
        "重新犯罪率",
        reoffended,
        Choice("重新犯罪率口径", 在册=in_register, 累计=opening + received),
        good=Good.DOWN,
    )

    rules = [
        error(
            "RA-02",
            "在册安置帮教对象应等于刑满释放人员与解除社区矫正人员之和",
            expect=in_register.equals(Sum((released, corrected))),
            mend="核对帮教名册；本地不含解除社区矫正人员的，那一格填0",
        ),
        error(
            "RA-03",
            "重点帮教对象不能多于在册安置帮教对象",
            expect=key_people <= in_register,
            mend="核对重点帮教名册，改正其中一个数",
        ),
        error(
            "RA-07",
            "已衔接人员不能多于应衔接人员",
            expect=handed_over <= due,
            mend="核对衔接登记，改正其中一个数",
        ),
        error(
            "RA-08",
            "落实帮教措施的人员不能多于在册安置帮教对象",
            expect=helped <= in_register,
            mend="核对帮教协议，改正其中一个数",
        ),
        error(
            "RA-09",
            "落实安置的人员不能多于在册安置帮教对象",
            expect=settled <= in_register,
            mend="核对安置登记，改正其中一个数",
        ),
        error(
            "RA-10",
            "没有重新犯罪人员，却有重大恶性重新犯罪案件",
            when=reoffended.equals(0),
            expect=grave_reoffences.equals(0),
            mend="核对公安机关通报，改正其中一个数",
        ),
        verify(
            "RA-11",
            "有重大恶性重新犯罪案件的，须有专报",
            expect=grave_reoffences.equals(0),
            mend="核对专报，在说明栏写明时间和处置情况（不写姓名）",
        ),
    ]

    outline = [Section("抓好特殊人群服务管理", "衔接帮教", place=11)]
