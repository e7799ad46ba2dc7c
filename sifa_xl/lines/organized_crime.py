"""扫黑除恶: the bureau's part in it — clues, watched groups, publicity.

Cases put on record by lawyers live in 律师工作.
"""

from sifa_xl.declarations import Figure, Section, WorkLine, error


class OrganizedCrime(WorkLine, title="扫黑除恶", code="SH", theme="社会和谐稳定", order=140):
    """扫黑除恶 the work against organized crime."""

    screenings = Figure("线索排查", unit="次", shown=True, label="涉黑涉恶线索排查")
    clues = Figure("摸排线索", unit="条", label="摸排涉黑涉恶线索")
    passed_on = Figure("移送线索", unit="条", label="移送涉黑涉恶线索")
    screened = Figure("重点人群排查", unit="人次", basis="社区矫正对象、安置帮教对象")
    events = Figure("宣传活动", unit="场次", label="扫黑除恶宣传活动")

    rules = [
        error(
            "SH-01",
            "移送的线索不能多于摸排的线索",
            expect=passed_on <= clues,
            mend="核对线索登记簿，改正其中一个数；上期摸排、本期移送的，并入本期摸排数",
        ),
    ]

    outline = [Section("常态化开展扫黑除恶", "常态化工作", place=50)]
