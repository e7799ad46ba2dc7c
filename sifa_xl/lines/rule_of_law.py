"""法治统筹: planning, who answers for it (报告, 述法, 督察, 考核), and study of law by leaders.

依法治县 (区, 市, 旗) in short; the sheet's name holds no 区划, so that any bureau may use it.
Mostly 举措; the figures are those that 法治政府建设 reports give.
"""

from sifa_xl.declarations import Figure, Good, Rate, Section, WorkLine, error


class RuleOfLaw(WorkLine, title="法治统筹", code="RG", theme="依法治县统筹", order=10):
    """法治统筹 rule-of-law coordination."""

    plans = Figure("规划和方案", label="制定法治建设规划和实施方案")
    meetings = Figure("协调会议", unit="次", label="法治建设议事协调会议")
    reports = Figure("专题报告", unit="次", label="听取法治建设专题报告")
    due = Figure("应述法", unit="人", label="应述法的负责人")
    stated = Figure("述法", unit="人", label="已述法的负责人")
    inspections = Figure("法治督察", unit="次", shown=True, label="开展法治督察")
    inspected = Figure("督察单位", unit="个", label="法治督察覆盖单位")
    problems = Figure("督察发现问题", unit="个", label="法治督察发现问题")
    rectified = Figure("督察整改问题", unit="个", good=Good.UP, basis="只计本期督察发现的问题")
    appraised = Figure("考核单位", unit="个", label="列入法治建设考核的单位")
    studies = Figure(
        "常务会议学法", unit="次", shown=True, label="政府常务会议学法", aliases=("会前学法",)
    )
    courses = Figure("专题培训", units=("期", "场次"), label="法治专题培训")
    trained = Figure("专题培训人次", unit="人次", label="法治专题培训人次")
    observed = Figure("旁听庭审", unit="人次", label="领导干部旁听庭审")

    statement_rate = Rate("述法率", stated, due, good=Good.UP)
    rectified_rate = Rate("督察整改率", rectified, problems, good=Good.UP)

    rules = [
        error(
            "RG-01",
            "已述法的负责人不能多于应述法的负责人",
            expect=stated <= due,
            mend="核对述法名单，改正其中一个数",
        ),
        error(
            "RG-02",
            "整改到位的问题不能多于督察发现的问题",
            expect=rectified <= problems,
            mend="核对督察问题台账；以前年度的问题不计在本期",
        ),
    ]

    outline = [
        Section("做好法治建设谋划", "规划", 10, ("详", "不用", "不用")),
        Section("落实法治建设责任", "责任", 20, ("详", "简", "不用")),
        Section("推动领导干部学法用法", "学法", 30, ("详", "不用", "不用")),
    ]
