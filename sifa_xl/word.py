"""Summary -> Word: headings and paragraphs by styles.  (The exact GB/T 9704 page comes later.)"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from sifa_xl.layouts import Paragraph
from sifa_xl.narrative import Summary

DRAFT_MARK = "草稿·未经审核"
LATIN = "Times New Roman"
FANGSONG, HEITI, KAITI = "仿宋_GB2312", "黑体", "楷体_GB2312"
TITLE_FONT = "方正小标宋简体"
LINE = Pt(28.95)  # 22 lines on 225 mm, GB/T 9704-2012, 5.2.2
SIZE = Pt(16)  # 3号
TWO_CHARACTERS = Pt(32)
NONE = Pt(0)


@dataclass(frozen=True)
class Look:
    """How a style looks: ``font`` is that of Chinese characters."""

    font: str = FANGSONG
    size: Length = SIZE
    line: Length = LINE
    before: Length = NONE
    after: Length = NONE
    first_line: Length = NONE
    right: Length = NONE
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    stays_with_next: bool = False


LOOKS = {
    "Normal": Look(first_line=TWO_CHARACTERS),
    "Title": Look(
        TITLE_FONT,
        Pt(22),
        Pt(35),
        after=LINE,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        stays_with_next=True,
    ),
    "Salutation": Look(),
    "Heading 1": Look(HEITI, first_line=TWO_CHARACTERS, stays_with_next=True),
    "Heading 2": Look(KAITI, first_line=TWO_CHARACTERS, stays_with_next=True),
    "Signature": Look(
        before=LINE, right=TWO_CHARACTERS, align=WD_ALIGN_PARAGRAPH.RIGHT, stays_with_next=True
    ),
    "Date": Look(right=TWO_CHARACTERS, align=WD_ALIGN_PARAGRAPH.RIGHT),
    "Header": Look(KAITI, Pt(12), Pt(16), align=WD_ALIGN_PARAGRAPH.RIGHT),
}
STYLES = {
    "标题": "Title",
    "主送": "Salutation",
    "一级": "Heading 1",
    "二级标题": "Heading 2",
    "二级": "Normal",  # runs into its text
    "三级": "Normal",
    "正文": "Normal",
    "署名": "Signature",
    "日期": "Date",
}
# parts of python-docx's own template, by the end of their relationship's type
_FOREIGN_PARTS = ("/thumbnail", "/extended-properties", "/stylesWithEffects", "/customXml")
_VERTICAL_TAB = "\v"  # what Shift+Enter in Word becomes in a pasted cell
# XML 1.0 has no way to write these
_UNWRITABLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def document(summary: Summary, *, is_draft: bool) -> bytes:
    """The summary as a .docx file; a draft says so in its header."""
    doc = Document()
    _clear(doc)
    _set_up(doc)
    _set_page(doc)
    for name, look in LOOKS.items():
        _set_style(doc, name, look)
    if is_draft:
        _write(doc.sections[0].header.paragraphs[0], DRAFT_MARK)
    for paragraph in summary.paragraphs:
        _write(doc.add_paragraph(style=STYLES[paragraph.kind]), paragraph.text)
    _keep_signature(doc, summary.paragraphs)
    target = BytesIO()
    doc.core_properties.title = summary.paragraphs[0].text
    doc.save(target)
    return target.getvalue()


def _clear(doc: DocumentType) -> None:
    """Take out what python-docx's own template brings along: author, picture, styles."""
    properties = doc.core_properties
    properties.author = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
    for relations in (doc.part.package.rels, doc.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_FOREIGN_PARTS):
                del relations[key]
    for style in list(doc.styles):
        if style.name not in LOOKS and not style.element.get(qn("w:default")):
            style.delete()


def _set_up(doc: DocumentType) -> None:
    """Chinese, no preview picture, and lines a clerk breaks are not stretched over the page."""
    settings: Any = doc.settings.element
    for tag in ("w:savePreviewPicture", "w:rsids"):
        settings.remove(settings.find(qn(tag)))
    for language in (*settings.iter(qn("w:themeFontLang")), *doc.styles.element.iter(qn("w:lang"))):
        language.set(qn("w:eastAsia"), "zh-CN")
    settings.find(qn("w:compat")).insert(0, OxmlElement("w:doNotExpandShiftReturn"))
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # Word shows 兼容模式 in the title bar below that


def _set_page(doc: DocumentType) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _set_style(doc: DocumentType, name: str, look: Look) -> None:
    if name not in doc.styles:
        doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style: Any = doc.styles[name]
    for tag in ("w:link", "w:rPr"):  # theme fonts, and the twin that has them too
        for element in style.element.findall(qn(tag)):
            style.element.remove(element)
    for tag in ("w:pBdr", "w:tabs", "w:contextualSpacing"):
        for element in style.element.get_or_add_pPr().findall(qn(tag)):
            style.element.pPr.remove(element)
    style.font.size = look.size
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", look.font)):
        fonts.set(qn(f"w:{slot}"), font)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = look.before, look.after
    layout.line_spacing = look.line  # a length is exact
    layout.first_line_indent, layout.right_indent = look.first_line, look.right
    layout.alignment = look.align
    layout.keep_with_next = look.stays_with_next


def _write(paragraph: WordParagraph, text: str) -> None:
    run: Any = paragraph.add_run(_UNWRITABLE.sub("", text.replace(_VERTICAL_TAB, "\n")))
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:hint"), "eastAsia")  # “”—… take the Chinese font


def _keep_signature(doc: DocumentType, paragraphs: tuple[Paragraph, ...]) -> None:
    """Signature and date never stand alone on a page: the last of the text goes with them."""
    for written, following in zip(doc.paragraphs, paragraphs[1:], strict=False):
        if following.kind == "署名":
            written.paragraph_format.keep_with_next = True
