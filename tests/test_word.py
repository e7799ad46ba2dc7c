"""The Word file, read back: its words, styles, fonts and what it tells about its maker."""

from __future__ import annotations

import re
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

from sifa_xl import jobs, papers
from sifa_xl.attachments import Table
from sifa_xl.domain import Span
from sifa_xl.lengths import Length
from sifa_xl.marks import marked_spans
from sifa_xl.narrative import Paragraph, Summary
from sifa_xl.page_style import SCHEMES, PageStyle
from sifa_xl.spans import Prose
from sifa_xl.word import DRAFT_MARK, document
from sifa_xl.word_styles import looks
from sifa_xl.word_text import STYLES
from tests.books import job_of, sample_plans, setting_cell, type_in
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
LOOKS = looks(PageStyle(), KINDS["署名"], KINDS["日期"])


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
    title, *others = [one.text for one in written.paragraphs]
    assert "\n".join([title.replace("\n", ""), *others, ""]) == told.text
    assert written.core_properties.title == told.paragraphs[0].text


def test_each_kind_of_paragraph_has_its_style(final):
    styles = dict(zip(KINDS, (one.style.name for one in opened(final).paragraphs), strict=True))
    assert styles == {
        "标题": "Title",
        "主送": "Salutation",
        "正文": "Body Text",
        "一级": "Heading 1",
        "二级": "Body Text",
        "署名": "Signature",
        "日期": "Date",
    }
    assert styles == {kind: STYLES[kind] for kind in KINDS}


@pytest.mark.parametrize("name", LOOKS)
def test_a_style_has_a_chinese_font_in_every_slot_and_no_theme(final, name):
    style = opened(final).styles[name]
    fonts, look = style.element.rPr.rFonts, LOOKS[name]
    assert fonts.get(qn("w:eastAsia")) == look.font
    assert {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "cs")} == {look.latin}
    assert fonts.get(qn("w:hint")) == "eastAsia"
    assert [key for key in fonts.attrib if key.endswith("Theme")] == []
    assert style.font.size == Pt(look.size)


@pytest.mark.parametrize("name", LOOKS)
def test_a_style_holds_the_lines_where_the_standard_wants_them(final, name):
    layout = opened(final).styles[name].element.pPr
    for tag in ("w:widowControl", "w:autoSpaceDE", "w:autoSpaceDN"):
        assert layout.find(qn(tag)).get(qn("w:val")) == "0"
    spacing = layout.find(qn("w:spacing"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert spacing.get(qn("w:line")) == str(LOOKS[name].line) != "0"


def test_the_fonts_are_those_of_the_standard():
    found = {name: (look.font, look.size, look.latin) for name, look in LOOKS.items()}
    assert found["Title"] == ("方正小标宋简体", 22, "方正小标宋简体")
    assert found["Heading 1"] == ("黑体", 16, "Times New Roman")
    assert found["Heading 2"] == ("楷体_GB2312", 16, "Times New Roman")
    assert found["Body Text"] == ("仿宋_GB2312", 16, "Times New Roman")
    assert found["Footer"] == ("宋体", 14, "宋体")
    assert not any(look.is_bold for look in LOOKS.values())


def test_only_what_fills_lines_is_condensed_and_what_is_not_of_one_size_leaves_the_grid(final):
    condensed = {name for name, look in LOOKS.items() if look.is_condensed}
    assert condensed == {
        *("Body Text", "Salutation", "Heading 1", "Heading 2", "Signature", "Date", "附件说明"),
    }
    spacing = opened(final).styles["Body Text"].element.rPr.find(qn("w:spacing"))
    assert spacing.get(qn("w:val")) == "-5"
    assert opened(final).styles["Normal"].element.rPr.find(qn("w:spacing")) is None
    title = opened(final).styles["Title"].element.pPr
    assert title.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"


def test_no_other_style_and_no_accent_colour_is_left(final):
    doc = opened(final)
    own = {"Default Paragraph Font", "Normal Table", "No List", "annotation reference"}
    own |= {"二级标题文字", "三级标题文字"}
    assert {style.name for style in doc.styles} == {*LOOKS, *own}
    assert "heme" not in parts(final)["word/styles.xml"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_font_stands_in_the_font_table_with_another_name(scheme):
    data = document(summary(), is_draft=False, style=PageStyle(fonts=SCHEMES[scheme]))
    table = parts(data)["word/fontTable.xml"]
    used = set(re.findall('w:eastAsia="([^"]+)"', parts(data)["word/styles.xml"])) - {"zh-CN"}
    assert {SCHEMES[scheme].title, SCHEMES[scheme].body, "宋体"} <= used
    for font in used:
        assert re.search(f'w:name="{font}"><w:altName w:val="[^"]+"/>', table)


def test_digits_may_follow_the_font_of_the_text():
    data = document(summary(), is_draft=False, style=PageStyle(latin=""))
    styles = opened(data).styles
    for name in ("Body Text", "Heading 1"):
        fonts = styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:ascii")) == fonts.get(qn("w:eastAsia"))


def test_quotation_marks_take_the_chinese_font(final):
    for paragraph in opened(final).paragraphs:
        for run in paragraph.runs:
            assert run._element.rPr.rFonts.get(qn("w:hint")) == "eastAsia"


def test_paragraphs_are_formatted_by_their_styles_alone(final):
    for paragraph in opened(final).paragraphs:
        own = [child.tag for child in paragraph._element.pPr]
        assert set(own) <= {qn("w:pStyle"), qn("w:keepNext")}
        for run in paragraph.runs:
            own = {child.tag for child in run._element.rPr}
            assert own <= {qn("w:rStyle"), qn("w:rFonts")}


def test_signature_and_date_stand_by_the_rule_and_stay_with_the_last_paragraph(final):
    doc = opened(final)
    *_, before, last, signature, day = doc.paragraphs
    signed, dated = (doc.styles[name].paragraph_format for name in ("Signature", "Date"))
    # 青山县司法局 is 6 characters wide, 2022年7月5日 6: the date stands two from the edge
    assert (signed.right_indent, dated.right_indent) == (Twips(4 * 315), Twips(2 * 315))
    assert (signed.alignment, dated.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT,) * 2
    assert last.paragraph_format.keep_with_next is True
    assert signed.keep_with_next is True
    assert signed.space_before == Twips(579)
    assert dated.keep_with_next is False
    assert (signature.text, day.text) == ("青山县司法局", "2022年7月5日")
    assert before.paragraph_format.keep_with_next is None


def test_the_date_of_a_long_name_starts_two_characters_right_of_it():
    data = document(summary(署名="麻阳苗族自治县司法局"), is_draft=False)
    styles = opened(data).styles
    assert styles["Signature"].paragraph_format.right_indent == Twips(2 * 315)
    dated = styles["Date"].paragraph_format
    assert (dated.left_indent, dated.alignment) == (Twips(18 * 315), WD_ALIGN_PARAGRAPH.LEFT)


def test_a_heading_stays_with_what_follows_it(final):
    styles = opened(final).styles
    assert styles["Heading 1"].paragraph_format.keep_with_next is True
    assert styles["Heading 1"].element.pPr.find(qn("w:outlineLvl")) is not None
    assert styles["Title"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert styles["Body Text"].paragraph_format.keep_with_next is False
    assert styles["Body Text"].paragraph_format.first_line_indent == Pt(32)
    first = styles["Body Text"].element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars"))
    assert first == "200"  # WPS and Word go by characters
    assert styles["Salutation"].paragraph_format.first_line_indent == Pt(0)


def test_lines_are_set_to_22_a_page(final):
    doc = opened(final)
    section = doc.sections[0]
    height = section.page_height - section.top_margin - section.bottom_margin
    assert height // doc.styles["Body Text"].paragraph_format.line_spacing == 22
    width = section.page_width - section.left_margin - section.right_margin
    found = (section.page_width, section.page_height, width, section.top_margin)
    assert [round(length / Mm(1)) for length in found] == [210, 297, 156, 37]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert dict(grid.attrib) == {qn("w:type"): "lines", qn("w:linePitch"): "579"}


def test_a_draft_says_so_in_its_headers_and_a_final_text_does_not(draft, final):
    section = opened(draft).sections[0]
    for header in (section.header, section.even_page_header):
        (mark,) = header.paragraphs
        assert (mark.text, mark.style.name) == (DRAFT_MARK, "Header")
    assert "草稿" not in "".join(parts(final).values())


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(final):
    doc = opened(final)
    section = doc.sections[0]
    assert doc.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (number,) = footer.paragraphs
        layout = number._element.pPr
        assert layout.find(qn("w:jc")).get(qn("w:val")) == side
        assert layout.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        assert number.text == "— 1 —"
    assert section.footer_distance == Twips(1417)


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
    title = f"青山县{character}司法局" + "字" * 300
    data = document(summary(正文=f"上门{character}调解", 标题=title), is_draft=False)
    assert opened(data).core_properties.title == f"青山县司法局{'字' * 300}"[:255]
    assert opened(data).paragraphs[2].text == "上门调解"


def test_a_rare_character_is_kept():
    data = document(summary(署名="𬬭县司法局"), is_draft=False)
    assert opened(data).paragraphs[5].text == "𬬭县司法局"


def test_a_brief_ends_without_signature():
    paragraphs = tuple(Paragraph(kind, kind, Prose.plain("字")) for kind in ("标题", "正文"))
    doc = opened(document(Summary("简报", paragraphs, (), (), (), SHORT), is_draft=False))
    assert [one.paragraph_format.keep_with_next for one in doc.paragraphs] == [None, None]


def test_a_long_title_is_broken_where_a_word_ends():
    data = document(
        summary(标题="麻阳苗族自治县司法局2022年上半年工作总结", 署名="麻阳苗族自治县司法局"),
        is_draft=False,
    )
    assert opened(data).paragraphs[0].text == "麻阳苗族自治县司法局\n2022年上半年工作总结"
    assert opened(data).core_properties.title == "麻阳苗族自治县司法局2022年上半年工作总结"


def headed(kind: str, head: str, text: str, style: PageStyle | None = None) -> Any:
    """One paragraph that runs on behind its heading, between the others of a summary."""
    one = Paragraph(kind, kind, Prose.plain(head + text), head=len(head))
    told = Summary("市局稿", (*summary().paragraphs[:1], one), (), (), (), SHORT)
    return opened(document(told, is_draft=False, style=style or PageStyle()))


def test_a_heading_that_runs_on_is_in_kaiti_and_its_text_is_not():
    doc = headed("二级", "（一）加强调解。", "受理纠纷200件。")
    (head, text) = doc.paragraphs[1].runs
    assert (head.text, text.text) == ("（一）加强调解。", "受理纠纷200件。")
    assert head.style.element.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"
    assert text.style.name == "Default Paragraph Font"


@pytest.mark.parametrize(
    ("head", "bolds", "is_bold"),
    [
        ("（一）调解。", "second", True),
        ("（一）调解。", "third", False),
        ("1.调解。", "third", True),
        ("1.调解。", "second", False),
    ],
)
def test_heads_are_bold_where_the_bureau_wants_them(head, bolds, is_bold):
    style = PageStyle(bolds_second=bolds == "second", bolds_third=bolds == "third")
    run = headed("二级", head, "正文。", style).paragraphs[1].runs[0]
    assert bool(run.style.font.bold) is is_bold


def test_a_bookmark_stands_around_every_number_and_at_every_paragraph():
    spans = (
        Span(start=4, end=6, fact="首页.本局", cells=("首页!C8",)),
        Span(start=9, end=13, fact="人民调解.受理纠纷", cells=("人民调解!C7",)),
        Span(start=14, end=17, fact="人民调解.脱管", cells=("社区矫正!C9",)),
        Span(start=18, end=20, fact=None, cells=("提纲!F14",)),
    )
    prose = Prose("上半年，本局受理纠200件，未发生；3次。", spans)
    one = Paragraph("MD.排查化解", "正文", prose)
    told = Summary("市局稿", (*summary().paragraphs[:1], one, one), (), (), (), SHORT)
    doc = opened(document(told, is_draft=False))
    assert doc.paragraphs[1].text == prose.text
    assert [bookmarks(paragraph) for paragraph in doc.paragraphs[1:]] == [
        {
            f"段_MD_排查化解_{number}": "",
            f"数_人民调解_受理纠纷_{number}": "200件",
            f"数_人民调解_脱管_{number}": "未发生",
            f"文_提纲_F14_{number}": "3次",
        }
        for number in (1, 2)
    ]


def bookmarks(paragraph: Any) -> dict[str, str]:
    """The words inside each bookmark of a paragraph that Word shows."""
    opened_at: dict[str, str] = {}
    found: dict[str, str] = {}
    for child in paragraph._element:
        if child.tag == qn("w:bookmarkStart"):
            opened_at[child.get(qn("w:id"))] = child.get(qn("w:name"))
            found[child.get(qn("w:name"))] = ""
        elif child.tag == qn("w:bookmarkEnd"):
            del opened_at[child.get(qn("w:id"))]
        elif child.tag == qn("w:r"):
            for name in opened_at.values():
                found[name] += "".join(words.text for words in child.iter(qn("w:t")))
    assert not opened_at
    return {name: words for name, words in found.items() if not name.startswith("_")}


def test_every_number_of_the_sample_stands_in_a_bookmark(sample):
    told = jobs.open_workbook(sample).summary()
    written = opened(document(told, is_draft=True))
    for paragraph, original in zip(written.paragraphs, told.paragraphs, strict=True):
        marks = bookmarks(paragraph)
        wanted = [original.text[s.start : s.end] for s in marked_spans(original)]
        assert [words for name, words in marks.items() if not name.startswith("段")] == wanted


def test_one_attachment_is_named_below_the_text_and_has_a_page_of_its_own():
    style = PageStyle(attachments=("主要指标表",))
    doc = opened(document(summary(), is_draft=False, style=style))
    texts = [paragraph.text for paragraph in doc.paragraphs]
    note = texts.index("附件：主要指标表")
    assert texts[note + 1 :] == [KINDS["署名"], KINDS["日期"], "附件", "主要指标表"]
    assert doc.paragraphs[note].paragraph_format.space_before == Twips(579)
    assert doc.paragraphs[-2].paragraph_format.page_break_before is True
    assert doc.paragraphs[-2].style.element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"


def test_several_attachments_are_numbered_one_under_the_other():
    style = PageStyle(attachments=("主要指标表", "典型案例"))
    table = Table(("指标", "本期"), (("人民调解",), ("受理<纠纷>", "723")), (3, 1), "注")
    data = document(summary(), is_draft=False, style=style, tables={"主要指标表": table})
    doc = opened(data)
    texts = [paragraph.text for paragraph in doc.paragraphs]
    first = texts.index("附件：1.主要指标表")
    assert texts[first + 1] == "2.典型案例"
    edges = [
        (layout.left_indent, layout.left_indent + layout.first_line_indent)
        for layout in (doc.paragraphs[first + n].paragraph_format for n in (0, 1))
    ]
    assert edges == [(Twips(1890), Twips(630)), (Twips(1890), Twips(1575))]
    assert texts[-5:] == ["附件1", "主要指标表", "注", "附件2", "典型案例"]
    cells = [[cell.text for cell in row.cells] for row in doc.tables[0].rows]
    assert cells == [["指标", "本期"], ["人民调解", "人民调解"], ["受理<纠纷>", "723"]]


def test_the_front_page_decides_how_it_looks():
    plans = sample_plans()
    for label, value in (
        ("字体方案", "系统自带"),
        ("行距", "28磅"),
        ("用印", "是"),
        ("附件名称", "主要指标表；典型案例"),
    ):
        type_in(plans, setting_cell(plans, label), value)
    job = job_of(plans)
    assert not [f for f in job.findings if f.sheet == "首页" and f.code == "V-01"]
    doc = opened(papers.word_file(job, job.summary(), is_draft=True))
    body = doc.styles["Body Text"]
    assert body.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert body.paragraph_format.line_spacing == Pt(28)
    assert doc.styles["Date"].paragraph_format.right_indent == Twips(4 * 315)
    texts = [paragraph.text for paragraph in doc.paragraphs]
    assert texts[-4:] == ["主要指标表", "“—”表示没有填，或者不能比。", "附件2", "典型案例"]
    (table,) = doc.tables
    assert [cell.text for cell in table.rows[0].cells][-1] == "口径"  # no cells: it goes out
    assert "受理纠纷" in [row.cells[0].text for row in table.rows]


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


@pytest.mark.office
def test_a_page_has_22_lines_of_28_characters_and_its_number_outside(
    office: Office, tmp_path: Path
):
    path = tmp_path / "总结.docx"
    title = "麻阳苗族自治县司法局2022年上半年工作总结"
    path.write_bytes(document(summary(标题=title, 正文="字" * 28 * 80), is_draft=False))
    with office.open(path) as book:
        book.save_as(tmp_path / "总结.pdf", "writer_pdf_Export")
    pages = [pdf_lines(page) for page in pdf_boxes(tmp_path / "总结.pdf")]
    assert len(pages) == 5
    above, first, rest = pages[0][:3], pages[0][3], pages[0][4:-1]
    assert [line.text for line in above] == [title[:10], title[10:], KINDS["主送"]]
    assert first.left == pytest.approx(79.4 + 32, abs=1)  # two characters in
    assert len(rest) == 22 - 4 - 2  # the title takes the room of four lines
    for page in pages[1:3]:
        *lines, number = page
        assert len(lines) == 22
        assert {len(line.text) for line in lines} == {28}
        assert all(abs(line.left - 79.4) < 1 for line in lines)
        assert all(line.right < 79.4 + 442.2 + 1 for line in lines)
        # 225 mm hold them, from 37 mm below the upper edge
        assert 104.9 - 3 < lines[0].top < lines[-1].bottom < 104.9 + 637.8 + 3
        assert number.top > 104.9 + 637.8
    numbers = [page[-1] for page in pages]
    assert [number.text for number in numbers] == [f"—{n}—" for n in range(1, 6)]
    for place, number in enumerate(numbers):
        is_odd = place % 2 == 0
        edge = 595.3 - 73.7 - number.right if is_odd else number.left - 79.4
        assert edge == pytest.approx(14, abs=2)


class Line(NamedTuple):
    """A printed line: its words and its edges, in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def pdf_boxes(path: Path) -> list[str]:
    command = ["pdftotext", "-bbox", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    return text.split("<page ")[1:]


def pdf_lines(page: str) -> list[Line]:
    """The words of a page put together by their height on it."""
    found: dict[int, list[Line]] = {}
    box = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<'
    for left, top, right, bottom, text in re.findall(box, page):
        word = Line(text, float(left), float(right), float(top), float(bottom))
        found.setdefault(round(word.bottom / 8), []).append(word)
    lines = []
    for _, words in sorted(found.items()):
        words.sort(key=lambda word: word.left)
        text = "".join(word.text for word in words)
        lines.append(Line(text, words[0].left, words[-1].right, words[0].top, words[0].bottom))
    return lines


def pdf_pages(path: Path) -> list[str]:
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    return text.split("\f")


def test_no_line_opens_with_a_dash():
    """2021—2025 stays in one piece (GB/T 15834-2011); Word's own list for Chinese is kept."""
    summary = job_of(sample_plans()).summary()
    settings = Document(BytesIO(document(summary, is_draft=False))).settings.element
    never_first = settings.find(qn("w:noLineBreaksBefore"))
    assert never_first.get(qn("w:lang")) == "zh-CN"
    assert {"—", "，", "。", "）", "”"} <= set(never_first.get(qn("w:val")))
    never_last = settings.find(qn("w:noLineBreaksAfter"))
    assert {"（", "“", "《"} <= set(never_last.get(qn("w:val")))
