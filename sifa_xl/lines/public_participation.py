"""人民参与司法: people's assessors and people's supervisors, their selection and their work."""

from sifa_xl.declarations import Figure, Section, WorkLine, verify


class PublicParticipation(
    WorkLine, title="人民参与司法", code="PM", theme="公共法律服务", order=90
):
    """人民参与司法 people's assessors (陪审员) and people's supervisors (监督员)."""

    assessors = Figure("人民陪审员", unit="人", shown=True, is_stock=True)
    supervisors = Figure("人民监督员", unit="人", shown=True, is_stock=True)
    new_assessors = Figure("新选任陪审员", unit="人", label="新选任人民陪审员")
    new_supervisors = Figure("新选任监督员", unit="人", label="新选任人民监督员")
    cases_tried = Figure("参审案件", label="人民陪审员参审案件")
    cases_watched = Figure("监督案件", label="人民监督员监督案件")
    courses = Figure("履职培训", units=("期", "场次"))
    trained = Figure("履职培训人次", unit="人次")

    rules = [
        verify(
            "PM-01",
            "新选任的人民陪审员比现有人数还多",
            expect=new_assessors <= assessors,
            mend="现有人数含本期新选任的，核对任命名单后改正其中一个数",
        ),
        verify(
            "PM-02",
            "新选任的人民监督员比现有人数还多",
            expect=new_supervisors <= supervisors,
            mend="现有人数含本期新选任的，核对选任公告后改正其中一个数",
        ),
    ]

    outline = [
        Section("做好人民陪审员和人民监督员选任管理", "选任管理", 90, ("详", "不用", "一句"))
    ]
