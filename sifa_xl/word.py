"""Summary -> Word: headings and paragraphs by styles.  (The exact GB/T 9704 page comes later.)"""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

from sifa_xl.narrative import Paragraph, Summary

DRAFT_MARK = "草稿·未经审核"
LATIN = "Times New Roman"
LINE = Pt(28.95)  # 22 lines on 225 mm, GB/T 9704-2012, 5.2.2
BODY = 16  # 3号

# kind of paragraph: style, East Asian font, size in points
LOOKS = {
    "标题": ("Title", "方正小标宋简体", 22),
    "一级": ("Heading 1", "黑体", BODY),
    "二级": ("Normal", "仿宋_GB2312", BODY),
    "正文": ("Normal", "仿宋_GB2312", BODY),
    "主送": ("Normal", "仿宋_GB2312", BODY),
    "署名": ("Normal", "仿宋_GB2312", BODY),
    "日期": ("Normal", "仿宋_GB2312", BODY),
}


def document(summary: Summary, *, is_draft: bool) -> bytes:
    """The summary as a .docx file; a draft says so in its header."""
    doc = Document()
    _set_page(doc)
    if is_draft:
        header = doc.sections[0].header.paragraphs[0]
        _set_font(header.add_run(DRAFT_MARK), "楷体_GB2312", 12)
    for paragraph in summary.paragraphs:
        _add(doc, paragraph)
    properties = doc.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = summary.paragraphs[0].text
    target = BytesIO()
    doc.save(target)
    return target.getvalue()


def _set_page(doc: DocumentType) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _add(doc: DocumentType, paragraph: Paragraph) -> None:
    style, font, size = LOOKS[paragraph.kind]
    if paragraph.kind == "署名":
        doc.add_paragraph().paragraph_format.line_spacing = LINE
    added = doc.add_paragraph(style=style)
    layout = added.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(35) if paragraph.kind == "标题" else LINE
    if paragraph.kind == "标题":
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER
        layout.space_after = LINE
    elif paragraph.kind in ("署名", "日期"):
        added.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        layout.right_indent = Pt(2 * BODY)
    elif paragraph.kind != "主送":
        layout.first_line_indent = Pt(2 * BODY)
    _set_font(added.add_run(paragraph.text), font, size)


def _set_font(run: Run, font: str, size: float) -> None:
    run.font.size = Pt(size)
    run.font.bold = False
    run.font.color.rgb = None
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(slot), None)
    for slot, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{slot}"), name)
    fonts.set(qn("w:hint"), "eastAsia")  # “”—… take the Chinese font
