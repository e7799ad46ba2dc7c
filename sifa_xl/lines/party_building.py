"""党的建设: meetings, talks and visits that are counted; rows of prose carry the rest.

Nothing here must be filled: many counties report 学习, 谈话 and 表彰 by number, others have hardly
a figure in this part.
"""

from sifa_xl.declarations import Figure, Section, Split, WorkLine, error


class PartyBuilding(WorkLine, title="党的建设", code="PB", theme="党的建设", order=170):
    """党的建设 party building."""

    group_studies = Figure("中心组学习", unit="次", label="党组理论学习中心组学习")
    first_topics = Figure("第一议题学习", unit="次", label="“第一议题”学习")
    joint_studies = Figure("集中学习", unit="次", label="干部职工集中学习")
    assemblies = Figure("党员大会", unit="次")
    lectures = Figure("党课", unit="次", aliases=("讲党课",))
    party_days = Figure("主题党日", unit="次", label="主题党日活动")
    warnings = Figure("警示教育", unit="次")
    talks = Figure("廉政谈话", unit="人次")
    letters = Figure("廉政家书", unit="封")
    home_visits = Figure("廉政家访", unit="次")
    integrity_meetings = Figure("研究党风廉政", unit="次", label="专题研究党风廉政建设")
    ideology_meetings = Figure("研究意识形态", unit="次", label="专题研究意识形态工作")
    household_visits = Figure("入户走访", unit="户次", label="党员入户走访")
    members = Figure("党员", unit="名", is_stock=True, label="党员人数")
    recruited = Figure("发展党员", unit="名")
    trained = Figure("干部培训", unit="人次", label="干部业务培训")
    awards = Figure("获得表彰", unit="次")
    volunteers = Figure("志愿服务", unit="人次")
    clean_ups = Figure("环境清扫", unit="次", label="环境卫生清扫")
    stationed = Figure("驻村人员", unit="名", is_stock=True, aliases=("驻村工作队员",))
    village_funds = Figure("帮扶经费", unit="万元", label="帮扶和驻村工作经费")
    helped_households = Figure("结对帮扶户", unit="户", is_stock=True)

    award_levels = Split(
        "表彰级别",
        by="级别",
        measures={"次数": "次"},
        of={"次数": awards},
        rule="PB-01",
        label="各级表彰",
        hint="国家级、省级、市级等",
    )

    rules = [
        error(
            "PB-02",
            "发展党员数不能多于党员人数",
            expect=recruited <= members,
            mend="核对党员名册，改正其中一个数",
        ),
    ]

    outline = [
        Section("加强政治建设", "政治建设", place=10, lengths=("详", "简", "不用")),
        Section("推进清廉机关建设", "清廉机关", place=20, lengths=("详", "不用", "不用")),
        Section("落实全面从严治党责任", "从严治党", place=30, lengths=("详", "不用", "不用")),
        Section("参加创文创卫", "创文创卫", place=40, lengths=("详", "不用", "不用")),
        Section("做好乡村振兴帮扶", "乡村振兴", place=50, lengths=("详", "不用", "不用")),
    ]
