"""The JSON of the commands: key by key, type by type, and the numbers behind it."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sifa_xl.domain import Approx, Fact, Finding, Level, Place, State
from sifa_xl.lengths import Length
from sifa_xl.narrative import Paragraph, Summary
from sifa_xl.passages import Unsourced
from sifa_xl.shapes import _number, facts_shape, findings_shape, summary_shape
from sifa_xl.spans import Omission, Prose
from tests.conftest import run_here

NUMBER_OR_NONE = (int, float, type(None))
FINDING = {
    "code": str,
    "level": str,
    "sheet": str,
    "cell": str,
    "figure": str,
    "message": str,
    "left": NUMBER_OR_NONE,
    "right": NUMBER_OR_NONE,
    "difference": NUMBER_OR_NONE,
    "explained": bool,
    "released": (dict, type(None)),
}
FACT = {
    "name": str,
    "line": str,
    "value": NUMBER_OR_NONE,
    "unit": str,
    "approx": str,
    "text": str,
    "cells": list,
}
INDICATOR = {
    "name": str,
    "line": str,
    "value": NUMBER_OR_NONE,
    "unit": str,
    "previous": NUMBER_OR_NONE,
    "change": NUMBER_OR_NONE,
    "formula": str,
    "cells": list,
}
PARAGRAPH = {
    "id": str,
    "level": int,
    "kind": str,
    "text": str,
    "revised": (str, type(None)),
    "spans": list,
}
SPAN = {"start": int, "end": int, "fact": (str, type(None)), "cells": list, "checked": bool}
UNSOURCED = {"text": str, "cell": str, "section": str}
OMITTED = {"where": str, "text": str, "facts": list, "reason": str}
UNUSED = {"figure": str, "cell": str}

SHORT = Length(1, 5, "页")


def assert_rows(rows: Any, shape: dict[str, Any]) -> None:
    """Every row has exactly these keys, in this order, with values of these types."""
    assert isinstance(rows, list)
    assert rows
    for row in rows:
        assert list(row) == list(shape)
        for key, kind in shape.items():
            assert isinstance(row[key], kind), (key, row)
        for cell in row.get("cells", ()):
            sheet, mark, address = cell.partition("!")
            assert sheet, cell
            assert mark, cell
            assert address.isalnum(), cell


@pytest.fixture(scope="module")
def printed(sample, tmp_path_factory):
    """What ``run(..., "--json")`` prints for the sample, by command."""
    target = tmp_path_factory.mktemp("json") / "总结.json"
    found = {
        name: run_here([name, str(sample), "--json"]) for name in ("check", "indicators", "facts")
    }
    written = run_here(["summarize", str(sample), "--json", str(target)])
    assert [found[name].code for name in found] == [1, 0, 0]
    assert (written.code, written.out) == (1, "")
    shapes = {name: json.loads(outcome.out) for name, outcome in found.items()}
    return shapes | {"summarize": json.loads(target.read_text(encoding="utf-8"))}


def test_findings_have_their_shape(printed):
    assert list(printed["check"]) == ["findings"]
    assert_rows(printed["check"]["findings"], FINDING)


def test_facts_have_their_shape(printed):
    assert list(printed["facts"]) == ["facts"]
    assert_rows(printed["facts"]["facts"], FACT)


def test_indicators_have_their_shape(printed):
    assert list(printed["indicators"]) == ["indicators"]
    assert_rows(printed["indicators"]["indicators"], INDICATOR)


def test_a_summary_has_its_shape(printed):
    shape = printed["summarize"]
    lists = ["paragraphs", "unsourced", "omitted", "unused"]
    assert list(shape) == ["draft", "is_draft", *lists, "length"]
    assert set(shape["length"]) == {"size", "target", "unit", "drop_first"}
    assert (shape["draft"], shape["is_draft"]) == ("市局稿", True)
    assert_rows(shape["paragraphs"], PARAGRAPH)
    assert_rows([span for one in shape["paragraphs"] for span in one["spans"]], SPAN)
    assert_rows(shape["omitted"], OMITTED)


def test_every_span_of_the_sample_lies_in_its_paragraph_and_overlaps_none(printed):
    for paragraph in printed["summarize"]["paragraphs"]:
        end = 0
        for span in paragraph["spans"]:
            assert end <= span["start"] < span["end"] <= len(paragraph["text"])
            end = span["end"]


def test_a_figure_a_rate_and_a_hedged_figure_of_the_sample(printed):
    facts = {fact["name"]: fact for fact in printed["facts"]["facts"]}
    assert facts["人民调解.受理纠纷"] == {
        "name": "人民调解.受理纠纷",
        "line": "人民调解",
        "value": 723,
        "unit": "件",
        "approx": "",
        "text": "723件",
        "cells": ["人民调解!C7"],
    }
    rate = facts["人民调解.调解成功率"]
    assert (rate["value"], rate["unit"], rate["text"]) == (99.4, "%", "99.4%")
    assert rate["cells"][:2] == ["人民调解!C8", "人民调解!C7"]
    hedged = facts["法律援助.法律咨询"]
    assert (hedged["value"], hedged["approx"], hedged["text"]) == (78, "余", "78余人次")
    blank = facts["法律援助.受援人"]
    assert (blank["value"], blank["text"]) == (None, "")


def test_a_broken_relation_of_the_sample_shows_both_sides(printed):
    (finding,) = [one for one in printed["check"]["findings"] if one["code"] == "MD-05"]
    assert (finding["level"], finding["sheet"], finding["cell"]) == ("核实", "人民调解", "C6")
    assert (finding["left"], finding["right"], finding["difference"]) == (260, 723, -463)
    assert finding["explained"] is False


def test_indicators_of_the_sample(printed):
    found = {one["name"]: one for one in printed["indicators"]["indicators"]}
    assert found["社区矫正.在册"]["value"] == 170
    assert found["人民调解.调解成功率"]["unit"] == "%"
    assert found["行政应诉.败诉率"]["value"] is None


def test_indicators_show_last_year_and_the_change_rates_in_points(book, run):
    path = book(
        受理纠纷='{ "本期" = 200, "上年同期" = 160 }',
        调解成功='{ "本期" = 199, "上年同期" = 158 }',
        驻所调解案件=3,
    )
    shape = json.loads(run("indicators", path, "--json").out)
    (rate,) = [one for one in shape["indicators"] if one["line"] == "人民调解"]
    assert (rate["value"], rate["previous"], rate["change"]) == (99.5, 98.8, 0.7)


def test_the_change_of_a_count_is_this_year_less_the_last(run, tmp_path):
    fill = tmp_path / "填表.toml"
    fill.write_text(
        '["法律援助"."数据"]\n'
        '"民事案件" = { "本期" = 27, "上年同期" = 20 }\n'
        '"刑事案件" = { "本期" = 56, "上年同期" = 50 }\n',
        encoding="utf-8",
    )
    run("new", "一.xlsx", "--fill", fill)
    shape = json.loads(run("indicators", "一.xlsx", "--json").out)
    (total,) = [one for one in shape["indicators"] if one["name"] == "法律援助.法律援助案件"]
    assert (total["value"], total["previous"], total["change"]) == (83, 70, 13)
    assert total["cells"] == ["法律援助!C6", "法律援助!C7"]


def finding(**sides: Decimal | None) -> Finding:
    return Finding(
        code="MD-01",
        level=Level.ERROR,
        sheet="人民调解",
        cell="C8",
        figure="调解成功",
        message="……",
        **sides,
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (Decimal(0), "0"),
        (Decimal("723.0"), "723"),
        (Decimal("2.045"), "2.045"),
        (Decimal("-0.5"), "-0.5"),
        (Decimal("12345678901234567"), "12345678901234567"),
    ],
)
def test_a_number_is_whole_where_it_can_be_and_null_where_it_is_unknown(value, shown):
    shape = findings_shape([finding(left=value)])
    assert json.dumps(shape["findings"][0]["left"]) == shown


@pytest.mark.parametrize(
    ("level", "shown"), [(Level.ERROR, "强制"), (Level.VERIFY, "核实"), (Level.HINT, "提示")]
)
def test_levels_have_the_words_of_the_rules(level, shown):
    (row,) = findings_shape([finding().model_copy(update={"level": level})])["findings"]
    assert row["level"] == shown


def test_a_fact_of_words_has_no_value():
    fact = Fact(name="首页.单位全称", line="首页", value=None, text="县司法局", cells=("首页!C5",))
    hedge = fact.model_copy(update={"approx": Approx.ABOUT, "state": State.BLANK})
    first, second = facts_shape([fact, hedge])["facts"]
    assert (first["value"], first["unit"], first["approx"]) == (None, "", "")
    assert (first["text"], first["cells"]) == ("县司法局", ["首页!C5"])
    assert second["approx"] == "约"


def test_the_lists_of_a_summary_and_a_number_in_the_clerks_own_words():
    prose = Prose.plain("走访") + Prose.sourced("30户", None, ("人民调解!B60",), checked=False)
    summary = Summary(
        draft="简报",
        paragraphs=(Paragraph("MD.1", "二级", prose),),
        omissions=(Omission("人民调解·排查化解·详", "涉及金额××万元", ("人民调解.涉及金额",)),),
        unused=(("书面协议", Place("人民调解", 11, 3)),),
        unsourced=(Unsourced("30户", "人民调解!B60", "基层股"),),
        length=Length(320, 300, "字", ((Place("人民调解", 60, 7), "一句"),)),
    )
    shape = summary_shape(summary, is_draft=False)
    assert shape == {
        "draft": "简报",
        "is_draft": False,
        "paragraphs": [
            {
                "id": "MD.1",
                "level": 2,
                "kind": "二级",
                "text": "走访30户",
                "revised": None,
                "spans": [
                    {
                        "start": 2,
                        "end": 5,
                        "fact": None,
                        "cells": ["人民调解!B60"],
                        "checked": False,
                    }
                ],
            }
        ],
        "unsourced": [{"text": "30户", "cell": "人民调解!B60", "section": "基层股"}],
        "omitted": [
            {
                "where": "人民调解·排查化解·详",
                "text": "涉及金额××万元",
                "facts": ["人民调解.涉及金额"],
                "reason": "",
            }
        ],
        "unused": [{"figure": "书面协议", "cell": "人民调解!C11"}],
        "length": {"size": 320, "target": 300, "unit": "字", "drop_first": ["人民调解!G60"]},
    }
    assert_rows(shape["unsourced"], UNSOURCED)
    assert_rows(shape["unused"], UNUSED)


@pytest.mark.parametrize(
    ("kind", "level"),
    [("标题", 0), ("一级", 1), ("二级", 2), ("主送", 4), ("正文", 4), ("署名", 4), ("日期", 4)],
)
def test_the_level_of_each_kind_of_paragraph(kind, level):
    paragraph = Paragraph("x", kind, Prose.plain("字"))
    shape = summary_shape(Summary("市局稿", (paragraph,), (), (), (), SHORT), is_draft=True)
    assert (shape["paragraphs"][0]["kind"], shape["paragraphs"][0]["level"]) == (kind, level)
    assert shape["is_draft"] is True


def test_an_exact_ratio_is_a_number_too():
    assert _number(Fraction(3, 4)) == 0.75
    assert _number(Fraction(6, 3)) == 2
