"""安置帮教: who came, whose term of help ended, who is on the register; help given to families.

Rules RA-01 to RA-04 of the audit relations.  A figure shares no name with 社区矫正, for a reader
would take two ★ of one name for the same thing (X-03).  RA-05 wants a ledger, RA-06 two lines.
"""

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


class Resettlement(WorkLine, title="安置帮教", code="RA", theme="社会和谐稳定", order=130):
    """安置帮教 resettlement and assistance."""

    opening = Figure(
        "期初帮教对象",
        unit="人",
        star=True,
        is_stock=True,
        label="期初在册安置帮教对象",
        basis="上期期末在册数",
    )
    received = Figure(
        "新接收帮教对象",
        unit="人",
        star=True,
        label="新接收刑满释放安置帮教对象",
        aliases=("新接收", "新接收安置帮教对象"),
    )
    expired = Figure(
        "解除帮教", unit="人", star=True, label="期满解除安置帮教", aliases=("期满解除",)
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
    )
    released = Figure("刑满释放人员", unit="人", is_stock=True, label="在册刑满释放人员")
    corrected = Figure("解除矫正人员", unit="人", is_stock=True, label="在册解除社区矫正人员")
    key_people = Figure("重点帮教对象", unit="人", is_stock=True, label="在册重点帮教对象")
    by_prison = Figure("监所送回", unit="人", label="监所送回重点帮教对象")
    by_office = Figure("司法所接回", unit="人", label="司法所接回重点帮教对象")
    escorted = Total(
        "接回重点帮教对象", by_prison, by_office, rule="RA-04", unit="人", label="接回重点帮教对象"
    )
    due = Figure("应衔接", unit="人", label="本期应衔接人员")
    handed_over = Figure("已衔接", unit="人", label="本期已衔接人员", good=Good.UP)
    helped = Figure("落实帮教", unit="人", is_stock=True, label="已落实帮教措施人员")
    settled = Figure("落实安置", unit="人", is_stock=True, label="已落实安置人员")
    sheltered = Figure(
        "过渡性安置", unit="人次", shown=True, label="过渡性基地安置", aliases=("基地安置",)
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
