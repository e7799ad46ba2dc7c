"""The Word file, read back: its words, styles, fonts and what it tells about its maker."""

from __future__ import annotations

import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sifa_xl import jobs
from sifa_xl.lengths import Length
from sifa_xl.narrative import Paragraph, Summary
from sifa_xl.spans import Prose
from sifa_xl.word import DRAFT_MARK, LOOKS, STYLES, document
from tests.office.server import Office

KINDS = {
    "标题": "青山县司法局2022年上半年工作总结",
    "主送": "市司法局：",
    "正文": "2022年上半年，县司法局履行“谁执法谁普法”责任制……",
    "一级": "一、维护社会和谐稳定",
    "二级": "1.加强人民调解工作。共受理矛盾纠纷200件。",
    "署名": "青山县司法局",
    "日期": "2022年7月5日",
}

SHORT = Length(1, 5, "页")


def summary(**texts: str) -> Summary:
    words = KINDS | texts
    paragraphs = (Paragraph(kind, kind, Prose.plain(text)) for kind, text in words.items())
    return Summary("市局稿", tuple(paragraphs), (), (), (), SHORT)


def opened(data: bytes) -> Any:
    return Document(BytesIO(data))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


@pytest.fixture(scope="module")
def draft() -> bytes:
    return document(summary(), is_draft=True)


@pytest.fixture(scope="module")
def final() -> bytes:
    return document(summary(), is_draft=False)


def test_the_words_are_those_of_the_summary(final):
    assert [paragraph.text for paragraph in opened(final).paragraphs] == list(KINDS.values())


@pytest.mark.parametrize("kind", ["市局稿", "政法委稿", "简报"])
def test_the_words_of_every_draft_of_the_sample_are_those_of_its_text(sample, kind):
    told = jobs.open_workbook(sample).summary(kind)
    written = opened(document(told, is_draft=True))
    assert "".join(f"{one.text}\n" for one in written.paragraphs) == told.text
    assert written.core_properties.title == told.paragraphs[0].text


def test_each_kind_of_paragraph_has_its_style(final):
    styles = dict(zip(KINDS, (one.style.name for one in opened(final).paragraphs), strict=True))
    assert styles == {
        "标题": "Title",
        "主送": "Salutation",
        "正文": "Normal",
        "一级": "Heading 1",
        "二级": "Normal",
        "署名": "Signature",
        "日期": "Date",
    }
    assert styles == {kind: STYLES[kind] for kind in KINDS}


@pytest.mark.parametrize("name", LOOKS)
def test_a_style_has_a_chinese_font_and_no_colour_of_a_theme(final, name):
    style = opened(final).styles[name]
    fonts = style.element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == LOOKS[name].font
    assert {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
    assert [key for key in fonts.attrib if key.endswith("Theme")] == []
    for tag in ("w:color", "w:b", "w:i", "w:spacing", "w:kern"):
        assert style.element.rPr.find(qn(tag)) is None
    for tag in ("w:pBdr", "w:contextualSpacing", "w:tabs"):
        assert style.element.pPr.find(qn(tag)) is None
    assert style.element.find(qn("w:link")) is None


def test_the_fonts_are_those_of_the_standard(final):
    found = {name: (look.font, look.size.pt) for name, look in LOOKS.items()}
    assert found["Title"] == ("方正小标宋简体", 22)
    assert found["Heading 1"] == ("黑体", 16)
    assert found["Normal"] == ("仿宋_GB2312", 16)
    assert opened(final).styles["Normal"].font.size == Pt(16)
    assert opened(final).styles["Title"].font.size == Pt(22)


def test_no_other_style_and_no_accent_colour_is_left(final):
    doc = opened(final)
    defaults = {"Default Paragraph Font", "Normal Table", "No List"}
    assert {style.name for style in doc.styles} == {*LOOKS, *defaults}
    assert "themeColor" not in parts(final)["word/styles.xml"]


def test_quotation_marks_take_the_chinese_font(final):
    for paragraph in opened(final).paragraphs:
        for run in paragraph.runs:
            assert run._element.rPr.rFonts.get(qn("w:hint")) == "eastAsia"


def test_paragraphs_are_formatted_by_their_styles_alone(final):
    for paragraph in opened(final).paragraphs:
        own = [child.tag for child in paragraph._element.pPr]
        assert set(own) <= {qn("w:pStyle"), qn("w:keepNext")}
        for run in paragraph.runs:
            assert [child.tag for child in run._element.rPr] == [qn("w:rFonts")]


def test_signature_and_date_stand_right_and_stay_with_the_last_paragraph(final):
    doc = opened(final)
    *_, before, last, signature, day = doc.paragraphs
    for name in ("Signature", "Date"):
        layout = doc.styles[name].paragraph_format
        assert layout.alignment == WD_ALIGN_PARAGRAPH.RIGHT
        assert (layout.right_indent, layout.first_line_indent) == (Pt(32), Pt(0))
    assert last.paragraph_format.keep_with_next is True
    assert doc.styles["Signature"].paragraph_format.keep_with_next is True
    assert doc.styles["Signature"].paragraph_format.space_before > Pt(0)
    assert doc.styles["Date"].paragraph_format.keep_with_next is False
    assert (signature.text, day.text) == ("青山县司法局", "2022年7月5日")
    assert before.paragraph_format.keep_with_next is None


def test_a_heading_stays_with_what_follows_it(final):
    styles = opened(final).styles
    assert styles["Heading 1"].paragraph_format.keep_with_next is True
    assert styles["Heading 1"].element.pPr.find(qn("w:outlineLvl")) is not None
    assert styles["Title"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert styles["Normal"].paragraph_format.keep_with_next is False
    assert styles["Normal"].paragraph_format.first_line_indent == Pt(32)
    assert styles["Salutation"].paragraph_format.first_line_indent == Pt(0)


def test_lines_are_set_to_22_a_page(final):
    doc = opened(final)
    section = doc.sections[0]
    height = section.page_height - section.top_margin - section.bottom_margin
    assert height // doc.styles["Normal"].paragraph_format.line_spacing == 22
    width = section.page_width - section.left_margin - section.right_margin
    found = (section.page_width, section.page_height, width, section.top_margin)
    assert [round(length / Mm(1)) for length in found] == [210, 297, 156, 37]


def test_a_draft_says_so_in_its_header_and_a_final_text_does_not(draft, final):
    (mark,) = opened(draft).sections[0].header.paragraphs
    assert (mark.text, mark.style.name) == (DRAFT_MARK, "Header")
    assert opened(final).sections[0].header.is_linked_to_previous
    assert "草稿" not in "".join(parts(final).values())


def test_the_file_tells_nothing_about_its_maker(draft):
    properties = opened(draft).core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        assert getattr(properties, name) == ""
    assert properties.title == KINDS["标题"]
    for moment in (properties.created, properties.modified):
        assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)
    names = set(parts(draft))
    assert "docProps/thumbnail.jpeg" not in names
    assert "docProps/app.xml" not in names
    assert not [name for name in names if "customXml" in name or "WithEffects" in name]
    text = "".join(parts(draft).values())
    for trace in ("Normal.dotm", "python-docx", "Macintosh", "w:rsids", "savePreviewPicture"):
        assert trace not in text


def test_the_file_is_chinese_and_no_old_format(draft):
    found = parts(draft)
    assert 'w:eastAsia="zh-CN"' in found["word/styles.xml"]
    assert '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>' in found["word/settings.xml"]
    settings = opened(draft).settings.element
    modes = [
        one.get(qn("w:val"))
        for one in settings.iter(qn("w:compatSetting"))
        if one.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]


def test_lines_the_clerk_broke_stay_broken_and_are_not_stretched():
    data = document(summary(正文="上门\n调解\v送法"), is_draft=False)
    assert opened(data).paragraphs[2].text == "上门\n调解\n送法"
    assert opened(data).settings.element.find(f".//{qn('w:doNotExpandShiftReturn')}") is not None


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0c", "\x1f", "\ud800", "\ufffe"])
def test_a_character_that_xml_cannot_hold_is_left_out(character):
    data = document(summary(正文=f"上门{character}调解"), is_draft=False)
    assert opened(data).paragraphs[2].text == "上门调解"


def test_a_rare_character_is_kept():
    data = document(summary(署名="𬬭县司法局"), is_draft=False)
    assert opened(data).paragraphs[5].text == "𬬭县司法局"


def test_a_brief_ends_without_signature():
    paragraphs = tuple(Paragraph(kind, kind, Prose.plain("字")) for kind in ("标题", "正文"))
    doc = opened(document(Summary("简报", paragraphs, (), (), (), SHORT), is_draft=False))
    assert [one.paragraph_format.keep_with_next for one in doc.paragraphs] == [None, None]


@pytest.mark.office
def test_libreoffice_opens_it_and_finds_the_words(office: Office, draft, tmp_path: Path):
    path = tmp_path / "总结.docx"
    path.write_bytes(draft)
    with office.open(path) as book:
        book.save_as(tmp_path / "总结.txt", "Text (encoded)")
    text = (tmp_path / "总结.txt").read_text(encoding="utf-8-sig")
    assert text.splitlines() == list(KINDS.values())


@pytest.mark.office
@pytest.mark.parametrize("lines", range(10, 19))
def test_signature_and_date_share_a_page_with_text_however_long_it_is(
    office: Office, tmp_path: Path, lines
):
    words = "2022年上半年。" + "字" * (28 * lines)
    path = tmp_path / "总结.docx"
    path.write_bytes(document(summary(正文=words, 一级="一、短", 二级="1.短。"), is_draft=False))
    with office.open(path) as book:
        book.save_as(tmp_path / "总结.pdf", "writer_pdf_Export")
    pages = pdf_pages(tmp_path / "总结.pdf")
    (signed,) = [page for page in pages if KINDS["日期"] in page.replace(" ", "")]
    assert KINDS["署名"] in signed
    assert "1.短。" in signed
    assert "一、短" in signed


def pdf_pages(path: Path) -> list[str]:
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    return text.split("\f")
