"""The yardstick: the same paragraphs, fonts and page by python-docx as its manual shows them."""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sifa_xl.narrative import Summary

FONTS = {"标题": "方正小标宋简体", "一级": "黑体", "二级标题": "楷体_GB2312"}
CENTRED = {"标题": WD_ALIGN_PARAGRAPH.CENTER, "署名": WD_ALIGN_PARAGRAPH.RIGHT}


def write(summary: Summary, path: Path) -> None:
    """One run a paragraph: no bookmarks, no styles, no page numbers."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for paragraph in summary.paragraphs:
        written = doc.add_paragraph()
        written.paragraph_format.line_spacing = Pt(28.95)
        written.alignment = CENTRED.get(paragraph.kind, WD_ALIGN_PARAGRAPH.JUSTIFY)
        run = written.add_run(paragraph.text)
        run.font.size = Pt(22 if paragraph.kind == "标题" else 16)
        run.font.name = "Times New Roman"
        font = FONTS.get(paragraph.kind, "仿宋_GB2312")
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    doc.save(str(path))
