"""公开前检查: everything that must be looked at before a text, or its file, is published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from sifa_xl.documents import (
    FOOTER,
    HEADER,
    REVIEW,
    Carried,
    Document,
    DocumentParagraph,
    Trace,
)
from sifa_xl.domain import Level
from sifa_xl.mark_checks import mark_spots
from sifa_xl.phrases import Phrases
from sifa_xl.privacy_checks import masked, personal_spots, privacy_spots
from sifa_xl.public_terms import PublicTerms
from sifa_xl.term_checks import term_spots
from sifa_xl.text_findings import Spot, TextFinding, words_around

_PAGE_NUMBER = re.compile(r"(?:[\s—–―\-－~·•/第共页]|(?<![0-9])[0-9]{1,4}(?![0-9]))+")
_ORDER = {Level.ERROR: 0, Level.VERIFY: 1, Level.HINT: 2}
_TRACES: dict[Carried, tuple[str, Level, str]] = {
    Carried.COMMENT: ("D-07", Level.ERROR, "在“审阅”里删除全部批注"),
    Carried.REVISION: ("D-07", Level.ERROR, "在“审阅”里接受全部修订，再关闭修订"),
    Carried.HIDDEN: (
        "D-07",
        Level.ERROR,
        "全选，在“字体”里取消“隐藏”；白色的字改成黑色；不要的删去",
    ),
    Carried.PERSON: ("D-07", Level.ERROR, "在“文件—信息—检查文档”里删除文档属性和个人信息"),
    Carried.UNIT: ("D-07", Level.VERIFY, "核对是不是本单位，不是就在文档属性里删去"),
    Carried.PROPERTY: ("D-07", Level.VERIFY, "在“文件—信息—属性—高级属性—自定义”里删去"),
    Carried.OBJECT: ("D-07", Level.ERROR, "只留图片或文字：嵌入的文件会把全部数据带出去"),
    Carried.MACRO: ("D-07", Level.ERROR, "另存为 .docx"),
    Carried.IMAGE: ("D-08", Level.VERIFY, "核对图里有没有人脸、证件、公章和拍摄地点，需要的先处理"),
    Carried.LINK: ("D-08", Level.VERIFY, "核对链接的去处，指向内部地址或本机文件的删去"),
}


def public_findings(
    document: Document,
    terms: PublicTerms,
    phrases: Phrases,
    names: Collection[str] = (),
    year: int | None = None,
) -> list[TextFinding]:
    """All findings, those that block first, then in the order of the text.

    ``names`` are those of the ledgers; ``year`` is the year the text is about.  A review copy
    is told once to be one: all that is internal in it would only hide that.
    """
    found = [
        finding
        for paragraph in document.paragraphs
        for finding in _in_paragraph(paragraph, terms, phrases, names, year)
    ]
    found = by_gravity([*found, *carried_findings(document.traces)])
    return [_review_copy(found)] if document.is_review_copy else found


def carried_findings(traces: Iterable[Trace]) -> Iterator[TextFinding]:
    """What the file carries along besides its text."""
    for trace in traces:
        code, level, mend = _TRACES[trace.kind]
        count = f"{trace.count}处" if trace.count > 1 else ""
        yield TextFinding(code, level, "文件", "", f"带有{trace.detail}{count}。处理：{mend}")


def by_gravity(findings: Sequence[TextFinding]) -> list[TextFinding]:
    """Those that block first; otherwise in the order they were found."""
    return sorted(findings, key=lambda finding: _ORDER[finding.level])


def _in_paragraph(
    paragraph: DocumentParagraph,
    terms: PublicTerms,
    phrases: Phrases,
    names: Collection[str],
    year: int | None,
) -> Iterator[TextFinding]:
    text = paragraph.text
    spots = [
        *privacy_spots(text, terms, phrases, names),
        *term_spots(text, terms, phrases, year),
        *([] if _is_page_number(paragraph) else mark_spots(text)),
    ]
    shown = masked(text, [*personal_spots(text, names)])
    for spot in sorted(spots):
        if not _is_told_already(spot, spots):
            words = words_around(shown, spot.start, spot.end)
            yield TextFinding(spot.code, spot.level, paragraph.place, words, spot.message)


def _review_copy(found: Sequence[TextFinding]) -> TextFinding:
    """The one finding of a review copy; the others are counted."""
    counts = Counter(each.level for each in found if (each.place, each.code) != (HEADER, "D-09"))
    told = "、".join(f"{level.on_screen}{counts[level]}项" for level in Level if counts[level])
    message = (
        "这是送审稿（内部），里面有审签页、批注和数据审核说明，不能公开。"
        + (f"其余{told}不逐条列出。" if told else "")
        + "处理：公开用的另外生成总结，再查那一份"
    )
    return TextFinding("D-09", Level.ERROR, HEADER, REVIEW, message)


def _is_page_number(paragraph: DocumentParagraph) -> bool:
    is_edge = paragraph.place in (HEADER, FOOTER)
    return is_edge and _PAGE_NUMBER.fullmatch(paragraph.text) is not None


def _is_told_already(spot: Spot, spots: Sequence[Spot]) -> bool:
    """法制 inside 习近平法制思想 need not be told a second time."""
    return spot.code == "W-02" and any(
        other.code == "W-01" and other.start <= spot.start and spot.end <= other.end
        for other in spots
    )
