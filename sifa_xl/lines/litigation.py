"""行政应诉: cases against the government, results, and whether leaders appeared in court.

《行政复议、行政应诉案件统计制度》表2; rules AL-01 to AL-05 of the audit relations.
"""

from typing import Annotated

from sifa_xl.declarations import (
    Computed,
    Figure,
    Good,
    OrZero,
    Rate,
    Section,
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
    Pick,
    Tag,
    Unique,
    Word,
    Words,
)

LOST = ("撤销", "确认违法", "责令履行", "变更", "赔偿")
RESULTS = ("维持", "驳回", *LOST, "撤诉", "调解", "其他")


class CourtCase(LedgerRow):
    """One case against the government."""

    number: Annotated[Word, Words("法院案号", Tag.INTERNAL, width=14)] = None
    notified_on: Annotated[Day, Date("收到通知日期")] = None
    plaintiff: Annotated[Word, Words("原告", Tag.PERSONAL, is_name=True)] = None
    defendant: Annotated[Word, Words("被告机关", width=14)] = None
    instance: Annotated[Word, Pick("审级", width=7, choices=("一审", "二审", "再审"))] = None
    cause: Annotated[Word, Words("案由")] = None
    joint: Annotated[Word, Pick("共同被告", width=8, choices=("是", "否"))] = None
    heard_on: Annotated[Day, Date("开庭日期")] = None
    due_in_court: Annotated[Word, Pick("应出庭", width=8, choices=("是", "否"))] = None
    leader_came: Annotated[Word, Pick("负责人出庭", width=8, choices=("是", "否"))] = None
    leader: Annotated[Word, Words("出庭负责人职务", Tag.INTERNAL)] = None
    result: Annotated[Word, Pick("裁判结果", choices=RESULTS)] = None
    reason: Annotated[Word, Words("败诉原因", Tag.INTERNAL)] = None
    closed_on: Annotated[Day, Date("结案日期")] = None


class Litigation(WorkLine, title="行政应诉", code="AL", theme="法治政府建设", order=40):
    """行政应诉 administrative litigation response."""

    ledger = Ledger(
        "行政应诉",
        CourtCase,
        anchor="收到通知日期",
        rules=[
            Unique(("法院案号",)),
            InOrder(("收到通知日期", "开庭日期", "结案日期")),
            NeedsDay(("裁判结果", "结案日期")),
            NeedsOutcome(("裁判结果", "结案日期")),
        ],
        analysis=Analysis(place="被告机关", kind="裁判结果", day="收到通知日期"),
        hint="每件案件一行，二审、再审另起一行。",
    )
    _notified, _closed = ledger.within("收到通知日期"), ledger.within("结案日期")
    _heard = ledger.within("开庭日期") & ledger.where("应出庭", "是")

    carried = Figure(
        "上期结转",
        label="上期结转应诉案件",
        ledger=CountRows(ledger, ledger.before("收到通知日期") & ~ledger.before("结案日期")),
    )
    cases = Figure(
        "应诉案件",
        star=True,
        label="行政应诉案件",
        basis="本期新收",
        ledger=CountRows(ledger, _notified),
    )
    first = Figure(
        "一审",
        label="一审应诉案件",
        ledger=CountRows(ledger, _notified & ledger.where("审级", "一审")),
    )
    second = Figure(
        "二审",
        label="二审应诉案件",
        ledger=CountRows(ledger, _notified & ledger.where("审级", "二审")),
    )
    retrial = Figure(
        "再审",
        label="再审应诉案件",
        ledger=CountRows(ledger, _notified & ledger.where("审级", "再审")),
    )
    concluded = Figure("审结", label="审结应诉案件", ledger=CountRows(ledger, _closed))
    pending = Computed(
        "未结",
        OrZero(carried) + cases - concluded,
        rule="AL-01",
        label="未审结应诉案件",
        opening=carried,
    )
    won = Figure(
        "胜诉",
        label="胜诉（维持、驳回）",
        good=Good.UP,
        ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "维持", "驳回")),
    )
    lost = Figure(
        "败诉", good=Good.DOWN, ledger=CountRows(ledger, _closed & ledger.where("裁判结果", *LOST))
    )
    withdrawn = Figure("撤诉", ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "撤诉")))
    mediated = Figure(
        "调解",
        label="调解结案",
        ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "调解")),
    )
    otherwise = Figure(
        "其他",
        label="其他方式结案",
        ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "其他")),
    )
    lost_revoked = Figure(
        "判决撤销",
        good=Good.DOWN,
        ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "撤销")),
    )
    lost_illegal = Figure(
        "判决确认违法",
        good=Good.DOWN,
        ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "确认违法")),
    )
    lost_ordered = Figure(
        "判决责令履行",
        good=Good.DOWN,
        ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "责令履行")),
    )
    lost_altered = Figure(
        "判决变更",
        good=Good.DOWN,
        ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "变更")),
    )
    lost_compensated = Figure(
        "判决赔偿",
        good=Good.DOWN,
        ledger=CountRows(ledger, _closed & ledger.where("裁判结果", "赔偿")),
    )
    hearings = Figure("应出庭", label="负责人应出庭案件", ledger=CountRows(ledger, _heard))
    appeared = Figure(
        "负责人出庭",
        label="负责人出庭案件",
        good=Good.UP,
        ledger=CountRows(ledger, _heard & ledger.where("负责人出庭", "是")),
    )

    appearance_rate = Rate("负责人出庭率", appeared, hearings, good=Good.UP, aliases=("出庭率",))
    loss_rate = Rate("败诉率", lost, concluded, good=Good.DOWN)

    rules = [
        error(
            "AL-02",
            "应诉案件应等于一审、二审、再审之和",
            expect=cases.equals(Sum((first, second, retrial))),
            mend="按审级核对应诉登记；没有的审级填0",
        ),
        error(
            "AL-03",
            "负责人出庭数不能多于应出庭数",
            expect=appeared <= hearings,
            mend="核对出庭通知书，改正其中一个数",
        ),
        error(
            "AL-04",
            "败诉数应等于判决撤销、确认违法、责令履行、变更、赔偿之和",
            expect=lost.equals(
                Sum((lost_revoked, lost_illegal, lost_ordered, lost_altered, lost_compensated))
            ),
            mend="逐案核对判决书；没有的判决方式填0",
        ),
        error(
            "AL-05",
            "审结数应等于胜诉、败诉、撤诉、调解、其他之和",
            expect=concluded.equals(Sum((won, lost, withdrawn, mediated, otherwise))),
            mend="逐案核对裁判文书；没有的结果填0",
        ),
    ]

    outline = [
        Section("规范行政复议与行政应诉", "举措", place=21, lengths=("详", "不用", "不用")),
        Section("规范行政复议与行政应诉", "应诉情况", 22, ("详", "一句", "一句")),
    ]
