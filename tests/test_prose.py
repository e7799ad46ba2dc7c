"""prose.py: in the clerk's own sentences names are filled in and every number has its source."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.domain import Approx, Fact, State
from sifa_xl.factbook import FactBook
from sifa_xl.phrases import Phrase, Phrases
from sifa_xl.prose import compare_numbers, read_prose
from sifa_xl.wording import figure_text

HOME, PLACE = "人民调解", "人民调解!C41"
PHRASES = Phrases(
    (
        Phrase("“两个维护”", "政治表述"),
        Phrase("12348", "平台号码"),
        Phrase("三年行动", "规划", 2020, 2022),
    )
)


def fact(name, value=None, unit="件", approx=Approx.NONE, state=State.KNOWN, cell="C7"):
    number = None if value is None else Decimal(value)
    return Fact(
        name=name,
        line=name.partition(".")[0],
        value=number,
        unit=unit,
        approx=approx,
        text="" if number is None else figure_text(number, unit, approx),
        cells=(f"{name.partition('.')[0]}!{cell}",),
        state=state,
    )


BOOK = FactBook(
    {
        f.name: f
        for f in (
            fact("人民调解.受理纠纷", "723"),
            fact("人民调解.调解成功", state=State.BLANK),
            fact("人民调解.排查", state=State.PENDING, unit="次"),
            fact("人民调解.司法确认", state=State.NOT_APPLICABLE),
            fact("人民调解.坏数", state=State.UNREADABLE),
            fact("法律援助.受理纠纷", "1"),
            fact("法律援助.咨询", "78", "人次"),
            fact("首页.年份", "2022", "年"),
        )
    }
)


def read(text, *, checked=False, year=2022):
    return read_prose(text, PLACE, HOME, BOOK, PHRASES, year, checked)


def spans(reading):
    return [(reading.prose.text[s.start : s.end], s.fact, s.checked) for s in reading.prose.spans]


def kinds(text, year=2022):
    return [(n.text, n.kind.value) for n in read(text, year=year).numbers]


def worth(text):
    return [(n.text, n.value, n.unit) for n in read(text).numbers if n.kind == "数"]


@pytest.mark.parametrize(
    "name",
    ["{{ 受理纠纷 }}", "{{受理纠纷}}", "｛｛受理纠纷｝｝", "{{ 受理纠纷 ｝｝", "【受理纠纷】",
     "{{ 人民调解.受理纠纷 }}", "【人民调解．受理纠纷】", "{{　受理 纠纷　}}"],
)  # fmt: skip
def test_a_named_figure_is_printed_as_a_span_of_its_cell(name):
    reading = read(f"共{name}，均已登记。")
    assert reading.prose.text == "共723件，均已登记。"
    assert reading.prose.spans[0].cells == ("人民调解!C7",)
    assert spans(reading) == [("723件", "人民调解.受理纠纷", True)]
    assert reading.used == {"人民调解.受理纠纷"}
    assert reading.problems == ()


def test_a_bare_name_is_looked_for_at_home_then_as_a_full_name_then_on_the_first_page():
    assert read("{{法律援助.咨询}}、{{年份}}、{{受理纠纷}}").prose.text == "78人次、2022年、723件"


def test_no_jinja_runs_in_prose():
    reading = read("{{ 受理纠纷|upper }}{% if 1 %}{{ ''.__class__ }}")
    assert "受理纠纷|upper" in reading.prose.text
    assert len(reading.problems) == 4
    assert reading.used == frozenset()


def test_an_unknown_name_stays_and_the_nearest_is_named():
    reading = read("共{{ 受理纠份 }}。")
    assert "受理纠份" in reading.prose.text
    assert reading.problems == (
        "“{{ 受理纠份 }}”：没有“受理纠份”这个指标。最接近的是“受理纠纷”。"
        "处理：改成表里有的名称，或直接写数字。",
    )


def test_an_unknown_name_like_no_other_is_told_without_a_guess():
    assert read("共{{zz}}。").problems == (
        "“{{zz}}”：没有“zz”这个指标。处理：改成表里有的名称，或直接写数字。",
    )


def test_square_brackets_that_name_nothing_are_just_brackets():
    assert read("【重点工作】有序推进。").problems == ()
    assert read("【重点工作】有序推进。").prose.text == "【重点工作】有序推进。"


def test_square_brackets_with_a_slip_in_a_name_are_told():
    assert read("共【受理纠份】。").doubts == (
        "“【受理纠份】”：没有“受理纠份”这个指标，是不是“受理纠纷”？"
        "处理：要引用就写【受理纠纷】，不是引用就不用改。",
    )


@pytest.mark.parametrize("text", ["共{受理纠纷}。", "共}}。", "共｛受理纠纷｝。", "共{{受理纠纷。"])
def test_any_other_brace_is_told(text):
    reading = read(text)
    assert reading.problems
    assert "有不认识的花括号。处理：引用指标写成 {{名称}}，否则删去花括号。" in reading.problems[0]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("调解成功", "××件", "引用的“调解成功”还没有填"),
        ("司法确认", "××件", "引用的“司法确认”本期不适用"),
        ("坏数", "××件", "引用的“坏数”的数读不懂"),
    ],
)
def test_a_named_blank_prints_crosses_and_is_told(name, text, why):
    reading = read(f"共{{{{{name}}}}}。")
    assert spans(reading) == [(text, f"人民调解.{name}", True)]
    assert reading.problems[0].startswith(why)
    assert "处理：" in reading.problems[0]


def test_a_pending_figure_prints_crosses_and_is_no_problem():
    reading = read("共排查{{排查}}。")
    assert (reading.prose.text, reading.problems) == ("共排查××次。", ())


def test_every_number_is_a_span_of_its_row():
    reading = read("走访３０ 户，发放资料三百余册，成功率99 %。")
    assert reading.prose.text == "走访30户，发放资料三百余册，成功率99%。"
    assert spans(reading) == [
        ("30户", None, False),
        ("三百余册", None, False),
        ("99%", None, False),
    ]
    assert {s.cells for s in reading.prose.spans} == {(PLACE,)}
    assert {n.place for n in reading.numbers} == {PLACE}


def test_a_ticked_row_is_checked():
    assert spans(read("走访30户。", checked=True)) == [("30户", None, True)]


def test_only_figures_need_a_tick():
    assert spans(read("5月16日，走访30户。")) == [("5月16日", None, True), ("30户", None, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("走访1,092人次", [("1,092人次", Decimal(1092), "人次")]),
        ("走访1，092人次", [("1,092人次", Decimal(1092), "人次")]),
        ("走访１，０９２人次", [("1,092人次", Decimal(1092), "人次")]),
        ("提高１．５个百分点", [("1.5个百分点", Decimal("1.5"), "个百分点")]),
        ("挽回60余万元", [("60余万元", Decimal(60), "万元")]),
        ("经费6万余元", [("6万余元", Decimal(6), "万元")]),
        ("经费5000元", [("5000元", Decimal(5000), "元")]),
        ("发放3万余份", [("3万余份", Decimal(30000), "份")]),
        ("发放三万余册（个）", [("三万余册", Decimal(30000), "册")]),
        ("近三百二十人", [("近三百二十人", Decimal(320), "人")]),
        ("达到200件以上", [("200件以上", Decimal(200), "件")]),
        ("控制在3%以内", [("3%以内", Decimal(3), "%")]),
        ("下降百分之五", [("百分之五", Decimal(5), "%")]),
        ("占三分之一", [("三分之一", None, "")]),
        ("走访两三家", [("两三家", None, "")]),
        ("抽取10—20件", [("10—20件", None, "件")]),
        ("约1500名", [("约1500名", Decimal(1500), "名")]),
        ("共120", [("120", Decimal(120), "")]),
        ("持续5年、3个月", [("5年", Decimal(5), "年"), ("3个月", Decimal(3), "个月")]),
        ("三个五件", [("三个", Decimal(3), "个"), ("五件", Decimal(5), "件")]),
    ],
)
def test_a_number_has_value_and_unit(text, expected):
    assert worth(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年上半年", [("2022年", "年份")]),
        ("（2021-2025）", [("2021-2025", "年份")]),
        ("2021—2025年", [("2021—2025年", "年份")]),
        ("5月16日", [("5月16日", "日期")]),
        ("2022年5月16日", [("2022年5月16日", "日期")]),
        ("1至6月", [("1至6月", "日期")]),
        ("2022年1—6月", [("2022年1—6月", "日期")]),
        ("1月1日至6月25日", [("1月1日至6月25日", "日期")]),
        ("3、4月", [("3、4月", "日期")]),
        ("5月上旬", [("5月", "日期")]),
        ("上午9:30", [("9:30", "日期")]),
        ("2022-05-16", [("2022-05-16", "日期")]),
        ("第九批", [("第九批", "序数")]),
        ("第3次", [("第3次", "序数")]),
        ("县政发〔2022〕5号", [("2022", "年份"), ("5号", "序数")]),
        ("1.加强学习", [("1.", "序数")]),
        ("好。2、加强", [("2、", "序数")]),
        ("做到“两个维护”", [("两个", "固定用语")]),
        ("拨打12348热线", [("12348", "固定用语")]),
        ("接听12348件", [("12348件", "数")]),
        ("打印A4纸", [("A4", "固定用语")]),
        ("见www.12348.gov.cn网站", [("www.12348.gov.cn", "固定用语")]),
        ("共2022件", [("2022件", "数")]),
        ("进一步统一思想", []),
    ],
)
def test_a_number_is_of_a_kind(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("近6人次", "近"),
        ("约1500名", "约"),
        ("60余万元", "余"),
        ("三万多册", "多"),
        ("近三百人", "近"),
        ("三百人以上", "以上"),
        ("超过30户", "超过"),
        ("30户左右", "左右"),
        ("30户", ""),
    ],
)
def test_a_number_has_its_hedge(text, hedge):
    (number,) = read(f"走访{text}。").numbers
    assert (number.text, number.hedge) == (text, hedge)


def test_a_fixed_phrase_out_of_its_years_is_a_plain_number():
    assert kinds("三年行动", 2022) == [("三年", "固定用语")]
    assert kinds("三年行动", 2023) == [("三年", "数")]


def test_a_named_figure_does_not_run_into_the_numbers_beside_it():
    reading = read("5{{受理纠纷}}3人")
    assert [text for text, _, _ in spans(reading)] == ["5", "723件", "3人"]


def test_private_use_characters_do_not_pass():
    assert read("共\ue0003件\ue001。").prose.text == "共3件。"


@given(st.text("共3１，。{}｛【】受理纠纷 %两个维护\ue000约万余件人\n-—至月日年第", max_size=40))
def test_spans_are_in_order_and_hold_every_figure(text):
    reading = read(text)
    places = [(s.start, s.end) for s in reading.prose.spans]
    assert places == sorted(places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    covered = {i for start, end in places for i in range(start, end)}
    figures = {i for i, c in enumerate(reading.prose.text) if c in "0123456789"}
    assert figures <= covered
    assert all(reading.prose.text[n.start : n.end] == n.text for n in reading.numbers)


FIGURES = [
    (fact("人民调解.受理纠纷", "723"), ("受理矛盾纠纷", "受理纠纷")),
    (fact("人民调解.涉及金额", "60", "万元", Approx.ODD), ("", "涉及金额", "经济损失")),
    (fact("人民调解.成功率", "99.4", "%"), ("成功率",)),
    (fact("人民调解.民事", "27"), ("民事案件",)),
    (fact("人民调解.刑事", "56"), ("刑事案件",)),
    (fact("人民调解.补偿款", "0.5", "万元"), ("补偿",)),
    (fact("人民调解.空的", state=State.BLANK), ("空的",)),
]


def claims(text):
    matches = compare_numbers(read(text), FIGURES)
    return [(m.number.text, m.fact.name.partition(".")[2], m.agrees) for m in matches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理矛盾纠纷723件。", [("723件", "受理纠纷", True)]),
        ("受理矛盾纠纷732件。", [("732件", "受理纠纷", False)]),
        ("受理矛盾纠纷732人。", []),
        ("成功率99%。", [("99%", "成功率", False)]),
        ("成功率99.4 %。", [("99.4%", "成功率", True)]),
        ("避免经济损失60余万元", [("60余万元", "涉及金额", True)]),
        ("避免经济损失70余万元", [("70余万元", "涉及金额", False)]),
        ("补偿5000元", [("5000元", "补偿款", True)]),
        ("723件。", []),
        ("723件受理纠纷", []),
        ("受理纠纷后，办结5件", []),
        ("受理纠纷快，723件办结", []),
        ("民事案件27件、刑事案件56件", [("27件", "民事", True), ("56件", "刑事", True)]),
        ("民事案件27件、刑事案件57件", [("27件", "民事", True), ("57件", "刑事", False)]),
        ("民事案件27件、行政7件", [("27件", "民事", True)]),
        ("民事案件和刑事案件56件", [("56件", "刑事", True)]),
        ("受理纠纷700余件", []),
        ("受理纠纷600余件", [("600余件", "受理纠纷", False)]),
        ("受理纠纷730余件", [("730余件", "受理纠纷", False)]),
        ("受理纠纷约720件", []),
        ("受理纠纷约520件", [("约520件", "受理纠纷", False)]),
        ("受理纠纷700件以上", []),
        ("受理纠纷超800件", [("超800件", "受理纠纷", False)]),
        ("受理纠纷1000件以内", []),
        ("受理纠纷700件以内", [("700件以内", "受理纠纷", False)]),
        ("受理纠纷比上年增加20件", []),
        ("力争受理纠纷800件", []),
        ("受理纠纷其中婚姻家庭5件", []),
        ("受理纠纷草场边界类37件", []),
        ("受理纠纷案件共计达到732件", [("732件", "受理纠纷", False)]),
        ("受理纠纷{{受理纠纷}}30件", []),
        ("受理纠纷5月16日", []),
        ("空的5件", []),
    ],
)
def test_a_number_is_compared_with_the_figure_named_before_it(text, expected):
    assert claims(text) == expected


def test_two_figures_under_one_name_contradict_nothing():
    figures = [
        (fact("甲.咨询", "78", "人次"), ("咨询",)),
        (fact("乙.咨询", "800", "人次"), ("咨询",)),
    ]
    assert compare_numbers(read("咨询5人次"), figures) == []
    assert [m.fact.name for m in compare_numbers(read("咨询800人次"), figures)] == ["乙.咨询"]
