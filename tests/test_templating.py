"""templating.py: blocks of a template become prose; whatever else a template holds is refused."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

from sifa_xl import template_cache, templating
from sifa_xl.domain import Approx, Fact, State
from sifa_xl.errors import TemplateProblem
from sifa_xl.factbook import FactBook
from sifa_xl.phrases import Phrase, Phrases
from sifa_xl.spans import Omission
from sifa_xl.template_cache import cache_folder
from sifa_xl.template_refusals import refusal
from sifa_xl.template_sandbox import MAX_TURNS, Mention, Record, Sandbox
from sifa_xl.templating import MAX_CHARACTERS, MAX_FILE_BYTES, Templates
from sifa_xl.wording import figure_text

LINE = "人民调解"
PHRASES = Phrases(
    (
        Phrase("二十大", "政治表述"),
        Phrase("“八五”普法", "规划"),
        Phrase("12348", "平台号码"),
        Phrase("一村一法律顾问", "专有名称"),
        Phrase("“两个维护”", "政治表述"),
        Phrase("（一）号令", "法规"),
    )
)


def fact(name, value=None, unit="件", state=State.KNOWN, approx=Approx.NONE, words=None):
    number = None if value is None else Decimal(value)
    return Fact(
        name=f"{LINE}.{name}",
        line=LINE,
        value=number,
        unit=unit,
        approx=approx,
        text=words or ("" if number is None else figure_text(number, unit, approx)),
        cells=(f"{LINE}!{name}",),
        state=state,
    )


def station(town, number, state=State.KNOWN):
    return {
        "所在乡镇": fact("驻所.所在乡镇", unit="", words=town),
        "件数": fact("驻所.件数", number, state=state),
    }


FACTS = (
    fact("受理纠纷", 723),
    fact("受理纠纷.同比", unit="", words="同比增长12.3%"),
    fact("调解成功", 719),
    fact("成功率", state=State.BLANK, unit="%"),
    fact("坏数", state=State.UNREADABLE),
    fact("待定数", state=State.PENDING),
    fact("不适用数", state=State.NOT_APPLICABLE),
    fact("刑事", 0),
    fact("脱管", 0, "人"),
    fact("漏管", 2, "人"),
    fact("金额", 60, "万元", approx=Approx.ODD),
    fact("人数", 100, "人", approx=Approx.AT_LEAST),
    fact("户数", 5, ""),
    fact("单位", unit="", words="县司法局"),
    fact("空话", unit=""),
    fact("驻所.件数", 21),
)
BOOK = FactBook(
    {
        **{f.name: f for f in FACTS},
        "首页.本局": Fact(
            name="首页.本局", line="首页", value=None, text="县司法局", cells=("首页!C3",)
        ),
        "公证.受理纠纷": Fact(name="公证.受理纠纷", line="公证", value=Decimal(1), text="1件"),
    },
    {
        f"{LINE}.驻所": [station("高村镇", 14), station("锦和镇", 7)],
        f"{LINE}.缺一行": [station("高村镇", 14), station("锦和镇", None, State.BLANK)],
        f"{LINE}.带零": [station("高村镇", 0), station("锦和镇", 7)],
        f"{LINE}.无行": [],
    },
    {f"{LINE}.无行": ("所在乡镇", "件数")},
)


@pytest.fixture
def templates(tmp_path):
    """``templates(source)``: the templates of a folder that holds 人民调解.jinja only."""

    def draw(source, **options):
        (tmp_path / f"{LINE}.jinja").write_text(source, encoding="utf-8")
        return Templates([tmp_path], PHRASES, **options)

    return draw


@pytest.fixture
def render(templates):
    """``render(body)``: the block 甲·详 with this body, rendered with BOOK."""

    def run(body, book=BOOK):
        source = "{% block 甲·详 %}" + body + "{% endblock %}"
        return templates(source).render(LINE, "甲", "详", book)

    return run


@pytest.fixture
def refused(templates):
    """``refused(body)``: what is said about a template with this body."""

    def run(body, check=BOOK):
        with pytest.raises(TemplateProblem) as caught:
            templates("{% block 甲·详 %}" + body + "{% endblock %}").check(LINE, check)
        return str(caught.value)

    return run


def spans(rendered):
    prose = rendered.prose
    return [(prose.text[s.start : s.end], s.fact, s.cells) for s in prose.spans]


# -- printing ---------------------------------------------------------------------------------


def test_a_printed_fact_is_a_span_that_knows_its_cells(render):
    rendered = render("受理{{ 受理纠纷 }}，成功{{ 人民调解.调解成功 }}。")
    assert rendered.prose.text == "受理723件，成功719件。"
    assert spans(rendered) == [
        ("723件", "人民调解.受理纠纷", ("人民调解!受理纠纷",)),
        ("719件", "人民调解.调解成功", ("人民调解!调解成功",)),
    ]
    assert rendered.used == {"人民调解.受理纠纷", "人民调解.调解成功"}
    assert rendered.omissions == ()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("受理{{ 受理纠纷 }}，{{ 受理纠纷.同比 }}。", "受理723件，同比增长12.3%。"),
        ("{{ 本局 }}受理{{ 公证.受理纠纷 }}。", "县司法局受理1件。"),
        ("{{ 首页.本局 }}受理{{ 驻所.件数 }}。", "县司法局受理21件。"),
        ("排查{{ 待定数 }}。", "排查××件。"),
        ("受理{{ 受理纠纷 }}[[，成功率{{ 成功率 }}]]。", "受理723件。"),
        ("受理{{ 受理纠纷 }}[[，坏{{ 坏数 }}]]。", "受理723件。"),
        ("受理{{ 受理纠纷 }}[[，另{{ 空话 }}]]。", "受理723件。"),
        ("成功率{{ 成功率 }}。受理{{ 受理纠纷 }}。", "受理723件。"),
        ("共{{ 刑事 }}。", "共0件。"),
        ("共{{ 受理纠纷 }}[[，其中刑事{{ 刑事|略零 }}]]。", "共723件。"),
        ("共{{ 受理纠纷|略零 }}。", "共723件。"),
        ("{{ 脱管|未发生 }}脱管。", "未发生脱管。"),
        ("受理{{ 受理纠纷 }}。{{ 漏管|未发生 }}漏管。", "受理723件。"),
        ("共{{ 受理纠纷|数 }}人。", "共723人。"),
        ("约{{ 金额|数 }}。", "约60余。"),
        ("约{{ 人数|数 }}。", "约100以上。"),
        ("共{{ 户数|数 }}户。", "共5户。"),
        ("排查{{ 待定数|数 }}次。", "排查××次。"),
        ("由{{ 单位|数 }}办。", "由县司法局办。"),
        ("{{ 刑事|略零|数 }}件。受理{{ 受理纠纷|略零|数 }}起。", "受理723起。"),
        ("受理\n    {{ 受理纠纷 }} ，\n\n  成功\u3000{{ 调解成功 }}。\n", "受理723件，成功719件。"),
        ("用 Word  Excel\n办{{ 受理纠纷 }}。", "用Word Excel办723件。"),
        ("受理{# 300件 #}{{ 受理纠纷 }}。", "受理723件。"),
        ("受理{{- 受理纠纷 -}}。", "受理723件。"),
    ],
)
def test_a_block_prints(render, body, text):
    assert render(body).prose.text == text


def test_words_chosen_by_a_fact_are_spans(render):
    assert spans(render("{{ 脱管|未发生 }}脱管。")) == [
        ("未发生", "人民调解.脱管", ("人民调解!脱管",))
    ]


@pytest.mark.parametrize(
    ("body", "dropped", "facts"),
    [
        ("成功率{{ 成功率 }}。", "成功率××%。", ("成功率",)),
        ("受理{{ 受理纠纷 }}[[，成功率{{ 成功率 }}]]。", "成功率××%", ("成功率",)),
        ("共{{ 坏数|数 }}个。", "共××个。", ("坏数",)),
        ("{{ 待定数|未发生 }}脱管。", "××件脱管。", ("待定数",)),
        ("另{{ 空话 }}。", "另××。", ("空话",)),
    ],
)
def test_what_a_blank_drops_is_listed(render, body, dropped, facts):
    names = tuple(f"{LINE}.{name}" for name in facts)
    assert render(body).omissions == (Omission("人民调解·甲·详", dropped, names),)


@pytest.mark.parametrize(
    "body", ["共{{ 不适用数 }}。", "刑事{{ 刑事|略零 }}。", "{{ 漏管|未发生 }}漏管。"]
)
def test_what_does_not_apply_is_not_listed(render, body):
    rendered = render(body)
    assert (rendered.prose.text, rendered.omissions) == ("", ())


def test_a_zero_that_keeps_silent_is_used_and_a_number_that_is_not_printed_is_not(render):
    assert render("刑事{{ 刑事|略零 }}。").used == {"人民调解.刑事"}
    assert render("{{ 漏管|未发生 }}漏管。").used == frozenset()
    assert render("受理{{ 受理纠纷 }}、{{ 成功率 }}。").used == frozenset()


@pytest.mark.parametrize(
    ("test", "text"),
    [
        ("受理纠纷 is 已填", "是"),
        ("成功率 is 已填", "否"),
        ("待定数 is 已填", "否"),
        ("空话 is 已填", "否"),
        ("不适用数 is 已填", "否"),
        ("刑事 is 为零", "是"),
        ("成功率 is 为零", "否"),
        ("单位 is 为零", "否"),
        ("刑事 is 非零", "否"),
        ("受理纠纷 is 非零", "是"),
        ("单位 is 非零", "否"),
        ("待定数 is 待定", "是"),
        ("成功率 is 待定", "否"),
        ("驻所 is 已填", "是"),
        ("无行 is 已填", "否"),
        ("成功率 is not 已填", "是"),
        ("not 成功率 is 已填", "是"),
        ("刑事 is 为零 and 受理纠纷 is 非零", "是"),
        ("成功率 is 已填 or 待定数 is 待定", "是"),
        ("成功率 is 已填 and (刑事 is 为零 or 刑事 is 非零)", "否"),
    ],
)
def test_a_fact_is_asked_by_name(render, test, text):
    assert render(f"{{% if {test} %}}是{{% else %}}否{{% endif %}}").prose.text == text


def test_elif_is_asked_in_turn_and_what_is_asked_is_used(render):
    rendered = render(
        "{% if 成功率 is 已填 %}甲{% elif 刑事 is 为零 %}乙"
        "{% elif 漏管 is 为零 %}丙{% else %}丁{% endif %}"
    )
    assert rendered.prose.text == "乙"
    assert rendered.used == {"人民调解.成功率", "人民调解.刑事"}


@pytest.mark.parametrize(
    ("split", "text"),
    [
        ("驻所", "共21件，其中高村镇14件、锦和镇7件。"),
        ("人民调解.驻所", "共21件，其中高村镇14件、锦和镇7件。"),
        ("缺一行", "共21件，其中高村镇14件。"),
        ("带零", "共21件，其中锦和镇7件。"),
        ("无行", "共21件。"),
    ],
)
def test_the_rows_of_a_split_are_listed(render, split, text):
    turn = "{{ 室.所在乡镇 }}{{ 室.件数|略零 }}、"
    body = f"共{{{{ 驻所.件数 }}}}[[，其中{{% for 室 in {split} %}}{turn}{{% endfor %}}]]。"
    assert render(body).prose.text == text


def test_rows_may_be_asked_and_loops_nested(render):
    body = (
        "{% for 室 in 驻所 %}{{ 室.所在乡镇 }}{% if 室.件数 is 非零 %}有{% endif %}："
        "{% for 别 in 带零 %}{{ 别.件数 }}、{% endfor %}。{% endfor %}"
    )
    assert render(body).prose.text == "高村镇有：0件、7件。锦和镇有：0件、7件。"


def test_row_facts_are_used_and_listed_by_their_own_names(render):
    rendered = render("{% for 室 in 缺一行 %}{{ 室.所在乡镇 }}{{ 室.件数 }}、{% endfor %}")
    assert rendered.used == {"人民调解.驻所.所在乡镇", "人民调解.驻所.件数"}
    assert rendered.omissions == (
        Omission("人民调解·甲·详", "锦和镇××件", ("人民调解.驻所.件数",)),
    )


def test_a_fact_full_of_marks_and_tags_is_only_words(render):
    words = "{{ 7*7 }}[[\ue0000\ue001]]{% if %}"
    book = FactBook({"人民调解.名": fact("名", unit="", words=words)})
    assert render("由{{ 名 }}办。", book).prose.text == "由{{ 7*7 }}[[0]]{% if %}办。"


# -- files, blocks, lengths -------------------------------------------------------------------

LENGTHS = (
    "{% block 甲·详 %}详{{ 受理纠纷 }}{% endblock %}\n"
    "{% block 甲·简 %}简{{ 受理纠纷 }}{% endblock 甲·简 %}\n"
    "{% block 乙·丙·详 %}乙{{ 受理纠纷 }}{% endblock %}\n"
    "{% block 甲·一句 %}句{{ 受理纠纷 }}{% endblock %}\n"
    "{% block 丁·简 %}丁{{ 受理纠纷 }}{% endblock %}\n"
)


def test_blocks_are_named_in_the_order_of_the_file(templates):
    assert templates(LENGTHS).blocks(LINE) == ("甲", "乙·丙", "丁")


def test_a_block_is_there_in_its_own_lengths(templates):
    drawn = templates(LENGTHS)
    assert drawn.has(LINE, "甲", "一句")
    assert not drawn.has(LINE, "乙·丙", "简")
    assert not drawn.has("公证", "甲", "详")
    assert drawn.lines == (LINE,)


@pytest.mark.parametrize(
    ("block", "length", "text"),
    [
        ("甲", "详", "详723件"),
        ("甲", "简", "简723件"),
        ("甲", "一句", "句723件"),
        ("乙·丙", "一句", "乙723件"),
        ("乙·丙", "简", "乙723件"),
        ("丁", "一句", "丁723件"),
    ],
)
def test_a_missing_length_is_taken_from_the_next_longer_one(templates, block, length, text):
    assert templates(LENGTHS).render(LINE, block, length, BOOK).prose.text == text


@pytest.mark.parametrize(
    ("line", "block", "length", "said"),
    [
        (LINE, "丁", "详", "模板“人民调解.jinja”里没有块“丁·详”。最接近的是“丁·简”。"),
        (LINE, "甲已", "详", "里没有块“甲已·详”。最接近的是“甲·详”。"),
        (LINE, "甲", "长", "里没有块“甲·长”"),
        ("人民调节", "甲", "详", "找不到业务线“人民调节”的模板。最接近的是“人民调解”。"),
        ("../人民调解", "甲", "详", "找不到业务线“../人民调解”的模板"),
    ],
)
def test_a_missing_block_or_file_is_told_with_the_nearest(templates, line, block, length, said):
    with pytest.raises(TemplateProblem, match=re.escape(said)):
        templates(LENGTHS).render(line, block, length, BOOK)


def test_a_later_folder_replaces_file_by_file(tmp_path):
    for folder, name, word in (("甲", LINE, "原"), ("甲", "公证", "公"), ("乙", LINE, "新")):
        (tmp_path / folder).mkdir(exist_ok=True)
        source = "{% block 甲·详 %}" + word + "{% endblock %}"
        (tmp_path / folder / f"{name}.jinja").write_text(source, encoding="utf-8")
    both = Templates([tmp_path / "甲", tmp_path / "没有", tmp_path / "乙"], PHRASES)
    assert both.render(LINE, "甲", "详", BOOK).prose.text == "新"
    assert both.render("公证", "甲", "详", BOOK).prose.text == "公"


def test_a_file_may_begin_with_a_byte_order_mark_and_have_windows_line_ends(tmp_path):
    source = "\ufeff{% block 甲·详 %}\r\n受理\r\n{{ 受理纠纷 }}{% endblock %}\r\n"
    (tmp_path / f"{LINE}.jinja").write_bytes(source.encode("utf-8"))
    assert Templates([tmp_path], PHRASES).render(LINE, "甲", "详", BOOK).prose.text == "受理723件"


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / f"{LINE}.jinja").write_bytes("受理".encode("gbk"))
    with pytest.raises(TemplateProblem, match=r"“人民调解.jinja”不是 UTF-8 编码。处理："):
        Templates([tmp_path], PHRASES).blocks(LINE)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / f"{LINE}.jinja").mkdir()
    with pytest.raises(TemplateProblem, match=r"读不到模板“人民调解.jinja”。处理："):
        Templates([tmp_path], PHRASES).blocks(LINE)


# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("\n\n{{ 受理纠份 }}", "第3行：没有“受理纠份”这个名称。最接近的是“受理纠纷”。"),
        (
            "{{ 人民调解.受理纠纷.环比 }}",
            "没有“人民调解.受理纠纷.环比”这个名称。最接近的是“受理纠纷.同比”。",
        ),
        ("{% if 刑 is 为零 %}{% endif %}", "没有“刑”这个名称。最接近的是“刑事”。"),
        ("{{ zzz }}", "没有“zzz”这个名称。处理：改成表里有的名称。"),
        ("{{ 无行 }}", "“无行”是分项，不是一个数。处理：用 for 逐行列出"),
        ("{% if 无行 is 为零 %}{% endif %}", "“无行”是分项，不是一个数"),
        ("{% for 室 in 刑事 %}{% endfor %}", "“刑事”不是分项，不能逐行列出"),
        ("{% for 室 in 驻 %}{% endfor %}", "没有“驻”这个名称"),
        (
            "{% for 室 in 驻所 %}\n{{ 室.乡镇 }}{% endfor %}",
            "第2行：分项“驻所”没有“乡镇”这一栏。最接近的是“所在乡镇”。",
        ),
        ("{% for 室 in 无行 %}{{ 室.案件 }}{% endfor %}", "分项“无行”没有“案件”这一栏"),
        (
            "{% for 室 in 驻所 %}{% for 间 in 室.件数 %}{% endfor %}{% endfor %}",
            "“驻所”的栏目不能再逐行列出",
        ),
        ("{% for 室 in 驻所 %}{{ 室 }}{% endfor %}", "“室”是一整行，不能直接用"),
        ("{% for 室 in 驻所 %}{% endfor %}{{ 室.件数 }}", "没有“室.件数”这个名称"),
    ],
)
def test_a_wrong_name_is_told_with_its_line_and_the_nearest_name(refused, body, said):
    message = refused(body)
    assert message.startswith("模板“人民调解.jinja”第")
    assert said in message
    assert "处理：" in message


def test_rendering_checks_the_names_too(render):
    with pytest.raises(TemplateProblem, match="没有“受理纠纷”这个名称"):
        render("受理{{ 受理纠纷 }}。", FactBook({}))


def test_a_row_without_the_column_is_told(render):
    book = FactBook({}, {"人民调解.驻所": [{"件数": FACTS[0]}, {}]})
    with pytest.raises(TemplateProblem, match="有一行没有“件数”这一栏"):
        render("{% for 室 in 驻所 %}{{ 室.件数 }}{% endfor %}", book)


# -- what a template may not hold -------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ 受理纠纷() }}", "不能定义或调用程序"),
        ("{{ 受理纠纷.同比() }}", "不能定义或调用程序"),
        ("{% macro 印() %}甲{% endmacro %}", "不能定义或调用程序"),
        ("{% call 印() %}甲{% endcall %}", "不能定义或调用程序"),
        ("{% set 甲 = 受理纠纷 %}", "不能自设变量"),
        ("{% set 甲 %}甲{% endset %}", "不能自设变量"),
        ("{% with %}甲{% endwith %}", "不能自设变量"),
        ("{% include '别的.jinja' %}", "不能引用别的文件"),
        ("{% import '别的.jinja' as 别 %}", "不能引用别的文件"),
        ("{% from '别的.jinja' import 别 %}", "不能引用别的文件"),
        ("{% filter 数 %}甲{% endfilter %}", "不能用这种标签"),
        ("{% autoescape true %}甲{% endautoescape %}", "不能用这种标签"),
        ("{% raw %}甲{% endraw %}", "不能用 raw"),
        ("{% block 乙·详 %}甲{% endblock %}", "块里不能再套块"),
        ("{{ 受理纠纷 + 调解成功 }}", "不能做计算"),
        ("{{ 受理纠纷 - 调解成功 }}", "不能做计算"),
        ("{{ 受理纠纷 * 调解成功 }}", "不能做计算"),
        ("{{ 受理纠纷 / 调解成功 }}", "不能做计算"),
        ("{{ 受理纠纷 // 调解成功 }}", "不能做计算"),
        ("{{ 受理纠纷 % 调解成功 }}", "不能做计算"),
        ("{{ 受理纠纷 ** 调解成功 }}", "不能做计算"),
        ("{{ -受理纠纷 }}", "不能做计算"),
        ("{{ +受理纠纷 }}", "不能做计算"),
        ("{{ 受理纠纷 ~ 调解成功 }}", "不能做计算"),
        ("{{ 受理纠纷 > 调解成功 }}", "不能比较大小"),
        ("{% if 受理纠纷 > 调解成功 %}甲{% endif %}", "不能比较大小"),
        ("{% if 受理纠纷 in 驻所 %}甲{% endif %}", "不能比较大小"),
        ("{{ 驻所[0] }}", "不能用下标取数"),
        ("{{ 驻所['件数'] }}", "不能用下标取数"),
        ("{{ 驻所[1:2] }}", "不能用下标取数"),
        ("{{ '甲' }}", "花括号里只能写指标的名称"),
        ("{{ 3 }}", "花括号里只能写指标的名称"),
        ("{{ true }}", "花括号里只能写指标的名称"),
        ("{{ [受理纠纷] }}", "花括号里只能写指标的名称"),
        ("{{ (受理纠纷, 调解成功) }}", "花括号里只能写指标的名称"),
        ("{{ {'甲': 受理纠纷} }}", "花括号里只能写指标的名称"),
        ("{{ 受理纠纷 if 刑事 is 为零 }}", "花括号里不能写条件"),
        ("{{ 受理纠纷 is 已填 }}", "花括号里不能写条件"),
        ("{{ not 受理纠纷 }}", "花括号里不能写条件"),
        ("{{ 受理纠纷 or 调解成功 }}", "花括号里不能写条件"),
        ("{% if 受理纠纷 %}甲{% endif %}", "条件“受理纠纷”没有说清"),
        ("{% if 刑事 is 为零 and 受理纠纷 %}甲{% endif %}", "条件“受理纠纷”没有说清"),
        ("{% if not 受理纠纷 %}甲{% endif %}", "条件“受理纠纷”没有说清"),
        ("{% if true %}甲{% endif %}", "花括号里只能写指标的名称"),
        ("{% if 受理纠纷|数 is 已填 %}甲{% endif %}", "不能用这种标签"),
        ("{% if 受理纠纷 is defined %}甲{% endif %}", "“is defined”不能用"),
        ("{% if 受理纠纷 is 已填(刑事) %}甲{% endif %}", "“is 已填”不能用"),
        ("{% if 受理纠纷 is 已填 刑事 %}甲{% endif %}", "“is 已填”不能用"),
        ("{{ 受理纠纷|upper }}", "“|upper”不能用"),
        ("{{ 受理纠纷|attr('name') }}", "“|attr”不能用"),
        ("{{ 受理纠纷|略零(true) }}", "“|略零”不能用"),
        ("{{ 受理纠纷|略零(a=刑事) }}", "“|略零”不能用"),
        ("{{ 受理纠纷|略零(*刑事) }}", "“|略零”不能用"),
        ("{{ 受理纠纷|略零(**刑事) }}", "“|略零”不能用"),
        ("{{ '甲'|数 }}", "花括号里只能写指标的名称"),
        ("{{ 受理纠纷.__class__ }}", "不能以下划线开头"),
        ("{{ _受理 }}", "不能以下划线开头"),
        ("{% for 室 in 驻所 %}{{ loop.index }}{% endfor %}", "不能用 loop"),
        ("{% for 室 in 驻所 if 室.件数 is 已填 %}甲{% endfor %}", "for 后面有多余的内容"),
        ("{% for 室 in 驻所 recursive %}甲{% endfor %}", "for 后面有多余的内容"),
        ("{% for 室 in 驻所 %}甲{% else %}乙{% endfor %}", "for 后面有多余的内容"),
        ("{% for 室, 件 in 驻所 %}甲{% endfor %}", "for 后面有多余的内容"),
        ("{% for 室 in 驻所|略零 %}甲{% endfor %}", "不能用这种标签"),
        ("{% for 室 in range(9) %}甲{% endfor %}", "不能定义或调用程序"),
        ("{% trans %}甲{% endtrans %}", "标签“trans”不认识或没有配对"),
        ("{% do 受理纠纷 %}", "标签“do”不认识或没有配对"),
        ("{{ 受理，纠纷 }}", "花括号里有不能用的“，”"),
        ("{{ 受理纠纷", "写得不完整或不配对"),
        ("{% if 刑事 is 为零 %}甲", "标签“endblock”不认识或没有配对"),
        ("{# 没有收尾", "写得不完整或不配对"),
        ("[[，办结{{ 受理纠纷 }}", "[[ 没有配对的 ]]"),
        ("，办结{{ 受理纠纷 }}]]", "多了一个 ]]"),
        ("[[{% if 刑事 is 为零 %}甲]]{% endif %}", "多了一个 ]]"),
        ("{% for 室 in 驻所 %}[[甲{% endfor %}]]", "[[ 没有配对的 ]]"),
        ("[办结]", "有单独的“[”"),
        ("{办结}", "有单独的“{”"),
        ("｛｛受理纠纷｝｝", "有单独的“｛｛”"),
        ("受\ue000理", "有看不见的特殊字符"),
    ],
)
def test_a_template_holding_anything_else_is_refused(refused, body, said):
    message = refused("\n" + body)
    assert said in message
    assert "处理：" in message
    assert message.startswith("模板“人民调解.jinja”第2行：")
    assert not re.search(r"[A-Za-z]{12,}|Error|expected", message)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("\n{% extends '别的.jinja' %}", "第2行：块的外面不能有这种标签"),
        ("\n\n受理\n", "第3行：“受理”写在块的外面"),
        ("{% block 甲·详 %}甲{% endblock %}\n{{ 受理纠纷 }}", "第2行：“{{ }}”写在块的外面"),
        ("{% if 刑事 is 为零 %}甲{% endif %}", "第1行：块的外面不能有这种标签"),
        ("{% block 甲 %}甲{% endblock %}", "第1行：块名“甲”应以·详、·简或·一句结尾"),
        ("{% block 详 %}甲{% endblock %}", "第1行：块名“详”应以"),
        ("{% block ·详 %}甲{% endblock %}", "第1行：名称里有不能用的字符"),
        ("{% block 甲·长 %}甲{% endblock %}", "第1行：块名“甲·长”应以"),
        ("{% block 甲·详 scoped %}甲{% endblock %}", "第1行：block 后面只写块名"),
        ("{% block 甲·详 required %}{% endblock %}", "第1行：block 后面只写块名"),
        (
            "{% block 甲·详 %}甲{% endblock %}\n{% block 甲·详 %}乙{% endblock %}",
            "第2行：块“甲·详”写了两次",
        ),
        ("{% block 甲•详 %}甲{% endblock %}", "第1行：花括号里有不能用的“•”"),
    ],
)
def test_a_file_with_anything_but_named_blocks_is_refused(templates, source, said):
    with pytest.raises(TemplateProblem) as caught:
        templates(source).blocks(LINE)
    assert str(caught.value).startswith(f"模板“人民调解.jinja”{said}")


def test_every_problem_is_told_at_once_in_order(refused):
    message = refused("{{ 3 }}\n共300件\n[[\n{{ 受理纠纷() }}")
    assert re.findall(r"第(\d)行", message) == ["1", "2", "3", "4"]


def test_no_more_problems_are_told_than_fit_a_message_box(refused):
    assert len(refused("共300件\n" * 50).split("\n")) == 10


def test_every_kind_of_syntax_has_an_answer():
    for name in dir(nodes):
        kind = getattr(nodes, name)
        if isinstance(kind, type) and issubclass(kind, nodes.Node):
            assert "处理：" in refusal(kind.__new__(kind))


# -- numbers typed into a template ------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["300件", "３００件", "①", "½", "Ⅱ", "2022年", "99.4%", "12.5万元", "三百二十件", "两家",
     "十余场", "三万余册", "一次", "百分之五", "两倍", "第三批", "几十次", "一名", "123480",
     "12348件", "二十个", "1,092"],
)  # fmt: skip
def test_a_number_typed_into_a_template_is_refused_with_file_and_line(refused, typed):
    message = refused(f"\n受理{{{{ 受理纠纷 }}}}，\n  共完成{typed}。\n")
    assert f"模板“人民调解.jinja”第3行：“{typed}”是写死的数字。处理：" in message


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("一是加强学习", "一是"),
        ("加强。二是落实", "二是"),
        ("（一）加强", "（一）加"),
        ("一、加强", "一、加"),
        ("1.加强", "1.加"),
        ("加强。2、落实", "2、落"),
    ],
)
def test_typed_numbering_is_refused(refused, words, shown):
    assert refused(words) == (
        f"模板“人民调解.jinja”第1行：“{shown}”是写死的序号。处理：删去，序号由程序按版式统一编排。"
    )


def test_a_number_cut_by_a_line_break_is_still_a_number(refused):
    assert "第2行：“三百二十件”是写死的数字" in refused("受理\n三百\n二十件")


@pytest.mark.parametrize(
    "words",
    ["进一步统一思想，一律公开", "万众一心服务百姓", "第一时间到场", "喜迎二十大", "推进“八五”普法",
     "拨打12348热线", "落实一村一法律顾问", "做到“两个维护”", "一体化建设", "执行（一）号令",
     "{# 300件 #}甲", "{#- 一是 -#}甲"],
)  # fmt: skip
def test_words_that_only_look_like_numbers_pass(render, words):
    assert render(words).prose.text


# -- bounds and the sandbox -------------------------------------------------------------------


def test_a_file_beyond_all_bounds_is_refused(templates):
    with pytest.raises(TemplateProblem, match="超过200KB"):
        templates("{#" + " " * MAX_FILE_BYTES + "#}").blocks(LINE)


@pytest.mark.parametrize(
    "body",
    [
        "[[" * 21 + "]]" * 21,
        "{% if 刑事 is 为零 %}" * 21 + "{% endif %}" * 21,
        "[[" * 11 + "{% if 刑事 is 为零 %}" * 11 + "{% endif %}" * 11 + "]]" * 11,
        "{% if " + "not " * 21 + "刑事 is 为零 %}{% endif %}",
        "{% if " + " and ".join(["刑事 is 为零"] * 22) + " %}{% endif %}",
        "{% if " + "刑事 is 为零 or (" * 21 + "刑事 is 为零" + ")" * 21 + " %}{% endif %}",
        "{{ " + "(" * 3000 + "刑事" + ")" * 3000 + " }}",
        "{{ 刑事" + "|略零" * 3000 + " }}",
        "{{ 刑事" + ".刑事" * 3000 + " }}",
        "{% for 室 in 驻所 %}" * 21 + "{% endfor %}" * 21,
    ],
)
def test_nesting_beyond_all_bounds_is_refused(refused, body):
    assert "套得太深（最多20层）" in refused(body)


@pytest.mark.parametrize(
    "test",
    [
        "not " * 20 + "刑事 is 为零",
        " and ".join(["刑事 is 为零"] * 21),
        "刑事 is 为零 or (" * 20 + "刑事 is 为零" + ")" * 20,
    ],
)
def test_twenty_levels_of_a_condition_are_allowed(render, test):
    assert render(f"{{% if {test} %}}是{{% endif %}}").prose.text == "是"


@pytest.mark.parametrize("tag", ["if 刑事 is 为零", "for 室 in 无行"])
def test_twenty_levels_are_allowed(templates, tag):
    end = "{% end" + tag[:3].strip() + " %}"
    source = "{% block 甲·详 %}" + f"{{% {tag} %}}" * 20 + end * 20 + "{% endblock %}"
    assert templates(source).blocks(LINE) == ("甲",)


def test_loops_beyond_all_bounds_are_stopped(render):
    book = FactBook({}, {"人民调解.驻所": [station("甲镇", 1)] * 100})
    body = "{% for 室 in 驻所 %}{% for 间 in 驻所 %}{{ 间.件数 }}、{% endfor %}{% endfor %}"
    with pytest.raises(TemplateProblem, match=f"逐行列出的超过{MAX_TURNS}行"):
        render(body, book)


def test_output_beyond_all_bounds_is_stopped(render, monkeypatch):
    monkeypatch.setattr(templating, "MAX_CHARACTERS", 50)
    with pytest.raises(TemplateProblem, match="印出来超过50字"):
        render("{% for 室 in 驻所 %}" + "甲乙丙丁" * 10 + "{{ 室.件数 }}{% endfor %}")
    assert MAX_CHARACTERS == 200_000


ESCAPES = (
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__()|length }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ lipsum|attr('__globals__') }}",
    "{{ '{0.__class__}'.format(受理纠纷) }}",
    "{% set f='{0.__class__}'.format %}{{ f(受理纠纷) }}",
    "{{ ['{0}'.format]|map('string')|list }}",
    "{{ ('{0}'|attr('format'))(受理纠纷) }}",
    "{{ 受理纠纷.record }}",
    "{{ 受理纠纷.record.facts }}",
    "{{ 受理纠纷.fact }}",
    "{{ 受理纠纷.model_dump }}",
    "{{ self }}",
    "{{ range }}",
    "{{ caller }}",
    "{{ varargs }}",
    "{{ environment }}",
    "{{ context }}",
    "{% for i in range(1000000000) %}{% endfor %}",
    "{{ 'a'*10000000000 }}",
    "{{ 9**9 }}",
    "{% for 键 in 受理纠纷 %}{{ 键.数 }}{% endfor %}",
    "{% print self %}",
    "{% include '/etc/passwd' %}",
)


@pytest.mark.parametrize("body", ESCAPES)
def test_no_template_reaches_out(render, body):
    with pytest.raises(TemplateProblem):
        render(body)


def test_the_running_sandbox_reaches_facts_only():
    sandbox = Sandbox()
    mention = Mention(Record(BOOK, LINE, "甲.jinja"), "受理纠纷")
    assert (dict(sandbox.globals), set(sandbox.filters), set(sandbox.tests)) == (
        {},
        {"略零", "未发生", "数"},
        {"已填", "为零", "非零", "待定"},
    )
    for source in (
        "{{ 名 + 名 }}", "{{ 名() }}", "{{ 名[0] }}", "{{ 名['fact'] }}", "{{ 名.fact }}",
        "{{ 3 }}", "{{ '甲' }}", "{{ 名.member('甲') }}", "{{ ''.__class__ }}",
        "{{ 没有 }}", "{{ 没有.甲 }}",
    ):  # fmt: skip
        with pytest.raises(Exception, match=r"^(模板里|'没有'|unsupported|.*not safely callable)"):
            sandbox.from_string(source).render(名=mention)


# -- what is kept between runs ----------------------------------------------------------------

SOURCE = (
    "{% block 甲·详 %}受理{{ 受理纠纷 }}[[，{{ 成功率 }}]]"
    "{% if 驻所 is 已填 %}。{% endif %}{% endblock %}"
)


def test_a_kept_template_renders_and_checks_like_a_fresh_one(templates, tmp_path, monkeypatch):
    cache = tmp_path / "缓存" / "里"
    fresh = templates(SOURCE, cache=cache).render(LINE, "甲", "详", BOOK)
    monkeypatch.setattr(templating, "guard", None)
    kept = templates(SOURCE, cache=cache)
    assert kept.render(LINE, "甲", "详", BOOK) == fresh
    with pytest.raises(TemplateProblem, match="第1行：没有“受理纠纷”这个名称"):
        kept.check(LINE, FactBook({}))


def test_one_file_a_template_is_kept(templates, tmp_path):
    for word in ("甲", "乙"):
        source = "{% block 甲·详 %}" + word + "{% endblock %}"
        drawn = templates(source, cache=tmp_path / "缓存")
        assert drawn.render(LINE, "甲", "详", BOOK).prose.text == word
    assert len(list((tmp_path / "缓存").iterdir())) == 1


def test_the_guard_runs_again_when_the_phrases_change(templates, tmp_path):
    source = "{% block 甲·详 %}喜迎12348{% endblock %}"
    templates(source, cache=tmp_path / "缓存").blocks(LINE)
    with pytest.raises(TemplateProblem, match="“12348”是写死的数字"):
        Templates([tmp_path], Phrases(), tmp_path / "缓存").blocks(LINE)


def test_the_guard_runs_again_when_a_checker_changes(templates, tmp_path, monkeypatch):
    cache = tmp_path / "缓存"
    templates(SOURCE, cache=cache).blocks(LINE)
    changed = tmp_path / "guard.py"
    changed.write_text("new", encoding="utf-8")
    monkeypatch.setattr(template_cache.template_guard, "__file__", str(changed))
    (kept,) = (path.read_bytes() for path in cache.iterdir())
    templates(SOURCE, cache=cache).blocks(LINE)
    assert [path.read_bytes() for path in cache.iterdir()] != [kept]


def test_a_checker_without_source_keeps_nothing(templates, tmp_path, monkeypatch):
    monkeypatch.setattr(template_cache.template_guard, "__file__", str(tmp_path / "没有.py"))
    assert templates(SOURCE, cache=tmp_path / "缓存").blocks(LINE) == ("甲",)
    assert not (tmp_path / "缓存").exists()


@pytest.mark.parametrize("damage", [b"", b"x" * 40, None])
def test_a_damaged_file_is_made_again(templates, tmp_path, damage):
    cache = tmp_path / "缓存"
    templates(SOURCE, cache=cache).blocks(LINE)
    (kept,) = cache.iterdir()
    good = kept.read_bytes()
    kept.write_bytes(good[:-1] + b"!" if damage is None else damage)
    assert templates(SOURCE, cache=cache).blocks(LINE) == ("甲",)
    assert kept.read_bytes() == good


def test_a_folder_that_cannot_be_made_means_no_cache(templates, tmp_path):
    (tmp_path / "文件").write_text("", encoding="utf-8")
    assert templates(SOURCE, cache=tmp_path / "文件" / "里").blocks(LINE) == ("甲",)


@pytest.mark.parametrize(
    ("platform", "name", "other"),
    [("linux", "XDG_CACHE_HOME", "LOCALAPPDATA"), ("win32", "LOCALAPPDATA", "XDG_CACHE_HOME")],
)
def test_the_cache_lies_in_the_users_own_folder(monkeypatch, tmp_path, platform, name, other):
    monkeypatch.setattr(template_cache.sys, "platform", platform)
    monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv(other, "别处")
    assert cache_folder() == tmp_path / "sifa-xl" / "templates"
    monkeypatch.delenv(name)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "家")
    assert cache_folder() == tmp_path / "家" / ".cache" / "sifa-xl" / "templates"


def test_without_a_home_there_is_no_cache_folder(monkeypatch):
    def nobody():
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nobody)
    assert cache_folder() is None


# -- whole templates at random ----------------------------------------------------------------

NAMES = ("甲", "乙", "丙", "丁")
STATES = (State.KNOWN, State.BLANK, State.PENDING, State.NOT_APPLICABLE)
PIECES = st.recursive(
    st.sampled_from(
        [
            "受理{{ 甲 }}",
            "，办结{{ 乙 }}",
            "、调撤{{ 丙|略零 }}",
            "。{{ 丁|未发生 }}脱管",
            "；",
            "。",
        ]
    ),
    lambda inner: st.lists(
        inner
        | inner.map("[[{}]]".format)
        | inner.map("[[，其中{}]]".format)
        | inner.map("{{% if 甲 is 已填 %}}{}{{% endif %}}".format)
        | inner.map("{{% for 室 in 驻所 %}}{{{{ 室.件数 }}}}、{}{{% endfor %}}".format),
        max_size=5,
    ).map("".join),
    max_leaves=10,
)


@given(
    PIECES,
    st.tuples(*[st.sampled_from(STATES)] * 4),
    st.tuples(*[st.integers(0, 2)] * 4),
    st.lists(st.sampled_from(STATES), max_size=3),
)
def test_whatever_is_blank_the_text_is_whole(tmp_path_factory, body, states, values, rows):
    folder = tmp_path_factory.mktemp("模板")
    source = "{% block 甲·详 %}" + body + "。{% endblock %}"
    (folder / f"{LINE}.jinja").write_text(source, encoding="utf-8")
    facts = [
        fact(name, value if state is State.KNOWN else None, state=state)
        for name, state, value in zip(NAMES, states, values, strict=True)
    ]
    turns = [{"件数": fact("驻所.件数", 1 if s is State.KNOWN else None, state=s)} for s in rows]
    book = FactBook(
        {f.name: f for f in facts}, {f"{LINE}.驻所": turns}, {f"{LINE}.驻所": ("件数",)}
    )
    rendered = Templates([folder], PHRASES).render(LINE, "甲", "详", book)
    text = rendered.prose.text
    assert not re.search(
        r"[、，；][。，；、]|其中。|。。|^[，、；。]|\[\[|\]\]|[\ue000-\uf8ff]", text
    )
    printed = {f.name: {f.text or "××件", "未发生"} for f in (*facts, *(t["件数"] for t in turns))}
    printed[f"{LINE}.驻所.件数"] = {"1件", "××件"}
    assert all(words in printed[name] for words, name, _ in spans(rendered))
    places = [i for span in rendered.prose.spans for i in (span.start, span.end)]
    assert places == sorted(places)
