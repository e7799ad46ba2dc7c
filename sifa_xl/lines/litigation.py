"""行政应诉: cases against the government, results, and whether leaders appeared in court.

《行政复议、行政应诉案件统计制度》表2; rules AL-01 to AL-05 of the audit relations.
"""

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


class Litigation(WorkLine, title="行政应诉", code="AL", theme="法治政府建设", order=40):
    """行政应诉 administrative litigation response."""

    carried = Figure("上期结转", label="上期结转应诉案件")
    cases = Figure("应诉案件", star=True, label="行政应诉案件", basis="本期新收")
    first = Figure("一审", label="一审应诉案件")
    second = Figure("二审", label="二审应诉案件")
    retrial = Figure("再审", label="再审应诉案件")
    concluded = Figure("审结", label="审结应诉案件")
    pending = Computed(
        "未结",
        OrZero(carried) + cases - concluded,
        rule="AL-01",
        label="未审结应诉案件",
        opening=carried,
    )
    won = Figure("胜诉", label="胜诉（维持、驳回）", good=Good.UP)
    lost = Figure("败诉", good=Good.DOWN)
    withdrawn = Figure("撤诉")
    mediated = Figure("调解", label="调解结案")
    otherwise = Figure("其他", label="其他方式结案")
    lost_revoked = Figure("判决撤销", good=Good.DOWN)
    lost_illegal = Figure("判决确认违法", good=Good.DOWN)
    lost_ordered = Figure("判决责令履行", good=Good.DOWN)
    lost_altered = Figure("判决变更", good=Good.DOWN)
    lost_compensated = Figure("判决赔偿", good=Good.DOWN)
    hearings = Figure("应出庭", label="负责人应出庭案件")
    appeared = Figure("负责人出庭", label="负责人出庭案件", good=Good.UP)

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
        Section("规范行政复议与行政应诉", "举措", place=19, lengths=("详", "不用", "不用")),
        Section("规范行政复议与行政应诉", "应诉情况", 21, ("详", "一句", "一句")),
    ]
