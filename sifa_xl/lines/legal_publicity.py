"""法治宣传: publicity events and what was handed out, who came, exams, and joint campaigns.

Rules PL-01 to PL-03 of the audit relations.  Half the figures here are hedged (120余场次), and a
hedge is rounded down: the sum of the forms may lie above the total, never below it.
"""

from typing import Annotated

from sifa_xl.declarations import (
    Figure,
    HasBasis,
    Rate,
    Section,
    Split,
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
    Ledger,
    LedgerRow,
    Number,
    Pick,
    Quantity,
    SumRows,
    Tag,
    Unique,
    Word,
    Words,
)

FORMS = ("讲座", "集中宣传", "进村入户", "进校园", "线上", "其他")


class PublicityEvent(LedgerRow):
    """One event."""

    day: Annotated[Day, Date("日期")] = None
    subject: Annotated[Word, Words("主题", width=22)] = None
    form: Annotated[Word, Pick("形式", choices=FORMS, is_open=True)] = None
    place: Annotated[Word, Words("乡镇")] = None
    host: Annotated[Word, Words("主办单位", width=14)] = None
    audience: Annotated[Number, Quantity("受众", unit="人次")] = None
    materials: Annotated[Number, Quantity("宣传资料", unit="份")] = None
    consultations: Annotated[Number, Quantity("现场咨询", unit="人次")] = None
    duty: Annotated[Word, Words("普法责任单位", width=14)] = None
    pictures: Annotated[Word, Words("照片", Tag.INTERNAL, width=14)] = None


class LegalPublicity(WorkLine, title="法治宣传", code="PL", theme="城乡依法治理", order=100):
    """法治宣传 legal publicity."""

    ledger = Ledger(
        "法治宣传",
        PublicityEvent,
        anchor="日期",
        rules=[Unique(("日期", "主题", "乡镇"), Level.VERIFY)],
        analysis=Analysis(place="乡镇", kind="形式", day="日期"),
        hint="一场活动一行，几个单位共同举办的只登记一次。",
    )
    _held = ledger.within("日期")

    events = Figure(
        "法治宣传活动",
        units=("场次", "场", "次"),
        star=True,
        aliases=("各类法治宣传活动",),
        ledger=CountRows(ledger, _held),
    )
    consultations = Figure(
        "法律咨询",
        unit="人次",
        star=True,
        label="现场解答法律咨询",
        basis="普法活动现场",
        ledger=SumRows(ledger, "现场咨询", _held),
    )
    materials = Figure(
        "宣传资料",
        units=("份", "册", "个"),
        star=True,
        label="宣传资料和宣传品",
        aliases=("宣传品",),
        ledger=SumRows(ledger, "宣传资料", _held),
    )
    audience = Figure("受众", unit="人次", label="普法受众", ledger=SumRows(ledger, "受众", _held))
    lectures = Figure(
        "法治讲座",
        units=("场", "场次"),
        ledger=CountRows(ledger, _held & ledger.where("形式", "讲座")),
    )
    school_events = Figure(
        "法律进校园",
        units=("场次", "场"),
        ledger=CountRows(ledger, _held & ledger.where("形式", "进校园")),
    )
    joint_events = Figure("共同举办活动", unit="场次", label="多个单位共同举办的活动")
    campaign_units = Figure("集中宣传单位", unit="家", label="参加集中宣传的单位")
    responsibility_lists = Figure("责任清单", unit="份", label="普法责任清单")
    case_explanations = Figure("以案释法", unit="次", label="以案释法活动")
    media_items = Figure("新媒体普法", unit="条", label="新媒体普法信息")
    due_for_exam = Figure("应参加学法考试", unit="人")
    examinees = Figure("参加学法考试", unit="人")
    passed = Figure("学法考试合格", unit="人")

    attendance_rate = Rate("学法考试参考率", examinees, due_for_exam)
    pass_rate = Rate("学法考试合格率", passed, examinees)

    forms = Split(
        "活动形式",
        by="形式",
        measures={"场次": "场次"},
        hint="法律进校园、法律进乡村、法治讲座、集中宣传等",
    )

    rules = [
        error(
            "PL-01",
            "法治宣传活动场次不能多于各种形式之和",
            expect=events <= forms["场次"],
            mend="核对活动登记簿，补齐漏填的形式，或改正活动场次",
        ),
        hint(
            "PL-02",
            "宣传资料数量较大，多是约数，请写明依据",
            when=materials >= 10000,
            expect=HasBasis(materials),
            mend="在宣传资料的口径栏写明发放登记的名称，概数按登记数向下取整",
        ),
        verify(
            "PL-03",
            "有多个单位共同举办的活动，须写明没有重复计算",
            when=joint_events > 0,
            expect=HasBasis(events),
            mend="同一场活动只计一次，在法治宣传活动的口径栏写明“共同举办的只计一次”",
        ),
        verify(
            "PL-04",
            "各种形式之和比法治宣传活动场次多",
            when=events <= forms["场次"],
            expect=events.equals(forms["场次"]),
            mend="填准确数的，改正其中一处；填概数的，在说明栏写明登记簿上的准确场次",
        ),
        hint(
            "PL-05",
            "受众人次较多，多是约数，请写明依据",
            when=audience >= 10000,
            expect=HasBasis(audience),
            mend="在受众的口径栏写明统计办法，概数按登记数向下取整",
        ),
        error(
            "PL-06",
            "学法考试合格人数不能多于参加人数",
            expect=passed <= examinees,
            mend="核对考试系统导出的名单，改正其中一个数",
        ),
        error(
            "PL-07",
            "参加学法考试人数不能多于应参加人数",
            expect=examinees <= due_for_exam,
            mend="核对考试系统导出的名单，改正其中一个数",
        ),
    ]

    outline = [
        Section("开展法治宣传教育", "活动与数据", 10, ("详", "一句", "一句")),
        Section(
            "落实“谁执法谁普法”责任制",
            "谁执法谁普法",
            place=20,
            lengths=("详", "不用", "不用"),
        ),
    ]
