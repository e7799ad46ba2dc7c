"""Claims that no figure supports."""

from __future__ import annotations

import pytest

from sifa_xl.claims import claims_of, unsupported
from sifa_xl.domain import Span
from sifa_xl.layouts import Paragraph
from sifa_xl.phrases import Phrase, Phrases
from sifa_xl.spans import Prose

NO_PHRASES = Phrases()


def claims(text: str, *spans: Span) -> list[str]:
    paragraph = Paragraph("MD.排查化解", "正文", Prose(text, spans))
    return [claim.text for claim in unsupported([paragraph], NO_PHRASES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("在全市率先建成调解中心，工作走在前列。", ["率先", "走在", "前列"]),
        ("案件数排名全市第一。", ["排名", "第一"]),
        ("覆盖率达100%，群众百分之百满意。", ["100%", "百分之百"]),
        ("第一季度第一时间由第一书记落实“第一议题”。", []),
        ("第一批第一届第一个第一人民医院。", []),
        ("办结率1100%。", []),
        ("调解成功719起。", []),
    ],
)
def test_what_reads_as_a_claim_is_found(text, found):
    assert claims(text) == found


def test_a_claim_printed_from_a_figure_is_supported_and_one_in_prose_is_not():
    text = "成功率100%。"
    assert claims(text, Span(3, 7, "人民调解.调解成功率", ("人民调解!C9",))) == []
    assert claims(text, Span(3, 7, None, ("提纲!F14",))) == ["100%"]


def test_a_claim_says_where_it_stands():
    (claim,) = claims_of("加强调解，在全市率先建成中心，群众满意。", "MD.排查化解", NO_PHRASES)
    assert str(claim) == "没有数字支持的提法“率先”：在全市率先建成中心"
    assert claim.where == "MD.排查化解"


def test_a_fixed_phrase_claims_nothing():
    phrases = Phrases((Phrase("法律顾问全覆盖行动", "专有名称"),))
    assert list(claims_of("开展法律顾问全覆盖行动。", "x", phrases)) == []
