"""律师工作: law firms and lawyers, the matters they handled by kind, and what is filed with us.

SF/T 0022-2021, 司法部律师统计; rule LW-01 of the audit relations.  LW-02 there compares the number
of firms with a list of names; a count of rows is no figure, so the list ties by its cases instead.
"""

from typing import Annotated

from sifa_xl.declarations import Figure, Section, Split, Total, WorkLine, error, hint
from sifa_xl.ledgers import (
    Date,
    Day,
    Ledger,
    LedgerRow,
    Number,
    Quantity,
    SumRows,
    Tag,
    Unique,
    Word,
    Words,
)


class FirmMonth(LedgerRow):
    """What one firm did in one month; no case stands here."""

    firm: Annotated[Word, Words("律所", width=20)] = None
    month: Annotated[Day, Date("月份")] = None
    civil: Annotated[Number, Quantity("民事", unit="件")] = None
    criminal: Annotated[Number, Quantity("刑事", unit="件")] = None
    administrative: Annotated[Number, Quantity("行政", unit="件")] = None
    non_litigation: Annotated[Number, Quantity("非诉讼", unit="件")] = None
    clients: Annotated[Number, Quantity("法律顾问", unit="家")] = None
    legal_aid: Annotated[Number, Quantity("法律援助", unit="件")] = None
    gang_filings: Annotated[Number, Quantity("涉黑涉恶备案", Tag.INTERNAL, unit="件")] = None


class Lawyers(WorkLine, title="律师工作", code="LW", theme="公共法律服务", order=80):
    """律师工作 lawyers."""

    ledger = Ledger(
        "律所业务",
        FirmMonth,
        anchor="月份",
        rules=[Unique(("律所", "月份"))],
        hint="一家律所一个月一行，月份填这个月的任一天。",
    )
    _done = ledger.within("月份")

    firms = Figure("律师事务所", unit="家", star=True, is_stock=True, aliases=("律所",))
    lawyers = Figure("执业律师", unit="人", shown=True, is_stock=True, basis="不含公职律师")
    public_lawyers = Figure("公职律师", unit="人", is_stock=True)
    civil = Figure(
        "民事代理",
        shown=True,
        label="民事案件代理",
        aliases=("民事代理",),
        ledger=SumRows(ledger, "民事", _done),
    )
    administrative = Figure(
        "行政代理", shown=True, label="行政案件代理", ledger=SumRows(ledger, "行政", _done)
    )
    criminal = Figure(
        "刑事辩护与代理",
        shown=True,
        label="刑事辩护与代理",
        aliases=("刑事案件代理",),
        ledger=SumRows(ledger, "刑事", _done),
    )
    non_litigation = Figure(
        "非诉讼法律事务", aliases=("非诉讼",), ledger=SumRows(ledger, "非诉讼", _done)
    )
    matters = Total(
        "办理法律事务",
        civil,
        administrative,
        criminal,
        non_litigation,
        rule="LW-01",
        label="律师办理法律事务",
        aliases=("各类法律事务",),
    )
    clients = Figure("顾问单位", unit="家", is_stock=True, label="律师担任法律顾问的单位")
    opinions = Figure("法律意见", unit="份", label="律师出具法律意见")
    legal_aid = Figure(
        "律师法援案件", label="律师办理法律援助案件", ledger=SumRows(ledger, "法律援助", _done)
    )
    gang_filings = Figure("涉黑涉恶备案", label="律师代理涉黑涉恶案件备案")
    public_service = Figure("公益法律服务", unit="人次", label="律师公益法律服务")
    trainings = Figure("律师培训", unit="期")
    complaints = Figure("投诉查处", label="查处律师执业投诉")

    by_firm = Split(
        "各所业务",
        by="律所",
        measures={"件数": "件"},
        of={"件数": matters},
        rule="LW-02",
        label="各律师事务所法律事务",
        hint="一家律师事务所一行",
    )

    rules = [
        error(
            "LW-03",
            "涉黑涉恶案件备案数不能多于刑事辩护与代理数",
            expect=gang_filings <= criminal,
            mend="核对备案登记，改正其中一个数",
        ),
        error(
            "LW-04",
            "律师办理的法律援助案件不能多于律师办理法律事务",
            expect=legal_aid <= matters,
            mend="核对指派登记和律师业务报表，改正其中一个数",
        ),
        hint(
            "LW-05",
            "执业律师比律师事务所还少，请看一下是否填反",
            expect=lawyers >= firms,
            mend="核对执业律师名册",
        ),
    ]

    outline = [Section("加强律师行业管理", "律师业务", 30, ("详", "一句", "一句"))]
