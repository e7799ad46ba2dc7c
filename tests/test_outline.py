"""outline.py: the default 提纲 follows from the declarations, and names are read forgivingly."""

import pytest

from sifa_xl import headers as h
from sifa_xl import shipped
from sifa_xl.declarations import Figure, Section, WorkLine
from sifa_xl.errors import TemplateProblem
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.outline import all_blocks, default_rows, split_content

DESIGN = """
    [["主题"]]
    "名称" = "法治政府"
    "标题" = "推进法治政府建设"

    [["主题"]]
    "名称" = "党的建设"
    "标题" = "加强党的建设"

    [["结尾"]]
    "内容" = "存在问题·全部"
    "标题" = "存在的问题"
    "简报" = "不用"
"""


class Early(WorkLine, title="甲线", code="E", theme="法治政府"):
    """Two blocks under two headings."""

    one = Figure("一项")
    outline = [Section("办好复议", "办理", place=20), Section("抓好应诉", "应诉", place=30)]


class Late(WorkLine, title="乙线", code="L", theme="法治政府"):
    """Shares a heading with 甲线, and stands before it there."""

    one = Figure("一项")
    outline = [Section("办好复议", "听证", place=10, lengths=("详", "简", "不用"))]


class Party(WorkLine, title="党线", code="P", theme="党的建设"):
    """The last theme."""

    one = Figure("一项")
    outline = [Section("党建", "学习")]


class Unknown(WorkLine, title="丙线", code="U", theme="新主题"):
    """A theme that 提纲.toml does not know."""

    one = Figure("一项")
    outline = [Section("新工作", "情况")]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "提纲.toml").write_text(DESIGN, encoding="utf-8")
    return tmp_path


def shape(rows):
    """Level, heading and content of each row."""
    return [(row.level, row.heading, row.content) for row in rows]


def test_themes_headings_and_blocks_stand_in_their_declared_order(folder):
    assert shape(default_rows([Early, Late], folder)) == [
        ("一级", "推进法治政府建设", ""),
        ("二级", "办好复议", "乙线·听证"),
        ("", "", "甲线·办理"),
        ("二级", "抓好应诉", "甲线·应诉"),
        ("一级", "存在的问题", "存在问题·全部"),
    ]


def test_each_row_has_its_length_in_each_draft(folder):
    rows = {row.content: row.lengths for row in default_rows([Early, Late], folder)}
    assert rows["乙线·听证"] == {"市局稿": "详", "政法委稿": "简", "简报": "不用"}
    assert rows["甲线·办理"] == {"市局稿": "详", "政法委稿": "简", "简报": "一句"}
    assert rows["存在问题·全部"] == {"市局稿": "详", "政法委稿": "详", "简报": "不用"}


def test_an_unknown_theme_stands_before_the_last_one_under_its_own_name(folder):
    headings = [row.heading for row in default_rows([Party, Unknown, Early], folder)]
    assert headings[0] == "推进法治政府建设"
    assert headings[3:] == ["新主题", "新工作", "加强党的建设", "党建", "存在的问题"]


def test_a_theme_without_lines_has_no_heading(folder):
    assert shape(default_rows([Party], folder))[0] == ("一级", "加强党的建设", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "默认提纲“提纲.toml”读不到。请恢复原文件。"),
        (b'\n[["a"]', "默认提纲“提纲.toml”第2行写法有误。请恢复原文件。"),
        ("“".encode("gbk"), "默认提纲“提纲.toml”读不到。请恢复原文件。"),
    ],
)
def test_an_outline_that_cannot_be_read_is_told_in_one_chinese_sentence(tmp_path, text, words):
    if text is not None:
        (tmp_path / "提纲.toml").write_bytes(text)
    with pytest.raises(TemplateProblem) as problem:
        default_rows([Early], tmp_path)
    assert str(problem.value) == words


def test_every_block_can_be_picked_once():
    blocks = all_blocks([Early, Late])
    assert blocks == [
        "甲线·办理",
        "甲线·应诉",
        "乙线·听证",
        "甲线·举措",
        "乙线·举措",
        "存在问题·全部",
        "下步打算·全部",
        "自写段",
    ]


def test_the_default_rows_of_the_shipped_lines_can_all_be_picked():
    rows = default_rows(shipped_lines(), shipped.folder("templates"))
    contents = [row.content for row in rows if row.content]
    blocks = all_blocks(shipped_lines())
    assert len(set(blocks)) == len(blocks)
    assert set(contents) <= set(all_blocks(shipped_lines(), rows))
    assert len(set(contents)) == len(contents)
    assert rows[0].level == h.LEVEL_ONE


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("人民调解·排查化解", ("人民调解", "排查化解")),
        ("人民调解•排查化解", ("人民调解", "排查化解")),
        ("人民调解．排查化解", ("人民调解", "排查化解")),
        ("人民调解.排查化解", ("人民调解", "排查化解")),
        (" 人民调解 · 排查化解 ", ("人民调解", "排查化解")),
        ("自写段", ("自写段", "")),
        ("其他工作·12348·平台", ("其他工作", "12348·平台")),
        ("", ("", "")),
    ],
)
def test_a_content_is_a_line_and_a_block_whatever_dot_stands_between(content, parts):
    assert split_content(content) == parts
