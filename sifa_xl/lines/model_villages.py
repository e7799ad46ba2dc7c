"""民主法治示范创建: model villages by level, their cultural sites, and 法律明白人.

A village of the national level is as a rule one of the province too, so the levels are not added.
"""

from sifa_xl.declarations import Figure, Section, Sum, WorkLine, error


class ModelVillages(WorkLine, title="民主法治示范创建", code="DS", theme="城乡依法治理", order=110):
    """民主法治示范创建 model villages and communities of democracy and rule of law."""

    national = Figure(
        "全国级示范村", unit="个", shown=True, is_stock=True, label="全国民主法治示范村（社区）"
    )
    provincial = Figure(
        "省级示范村", unit="个", shown=True, is_stock=True, label="省级民主法治示范村（社区）"
    )
    municipal = Figure(
        "市级示范村", unit="个", shown=True, is_stock=True, label="市级民主法治示范村（社区）"
    )
    named_now = Figure("新命名", unit="个", label="新命名的民主法治示范村（社区）")
    recommended = Figure("推荐参评", unit="个", label="推荐参评的村（社区）")
    sites = Figure("法治文化阵地", unit="个", is_stock=True)
    new_sites = Figure("新建阵地", unit="个", label="新建法治文化阵地")
    guides = Figure("法律明白人", unit="人", is_stock=True)
    guides_trained = Figure("法律明白人培训", unit="人次")
    households = Figure("学法用法示范户", unit="户", is_stock=True)

    rules = [
        error(
            "DS-01",
            "新命名的示范村（社区）不能多于各级示范村（社区）之和",
            expect=named_now <= Sum((national, provincial, municipal)),
            at=named_now,
            mend="各级数含本期新命名的，核对命名文件后改正填错的一个数",
        ),
        error(
            "DS-02",
            "新建的法治文化阵地不能多于现有的法治文化阵地",
            expect=new_sites <= sites,
            mend="现有数含本期新建的，改正其中一个数",
        ),
    ]

    outline = [Section("推进民主法治示范创建", "示范创建", 90, ("详", "不用", "一句"))]
