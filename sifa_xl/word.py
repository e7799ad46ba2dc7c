"""Summary -> Word: an official document after GB/T 9704-2012, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph

from sifa_xl.attachments import Table
from sifa_xl.imprints import Base
from sifa_xl.layouts import Paragraph
from sifa_xl.narrative import Summary
from sifa_xl.page_style import TWIPS_A_CHARACTER, PageStyle, width
from sifa_xl.word_memory import remember
from sifa_xl.word_page import set_page
from sifa_xl.word_styles import looks, styled_document
from sifa_xl.word_tables import add_table
from sifa_xl.word_text import TextWriter, writable

DRAFT_MARK = "草稿·未经审核"
STANDARD = PageStyle()
_LONGEST_TITLE = 255  # of a file's properties


def document(
    summary: Summary,
    *,
    is_draft: bool,
    style: PageStyle = STANDARD,
    tables: Mapping[str, Table] | None = None,
) -> bytes:
    """The summary as a .docx file; a draft says so in its header.

    ``tables`` fill the attachments of these names; the others get a page with a heading.
    """
    writer = open_document(summary, style, DRAFT_MARK if is_draft else "")
    add_summary(writer, summary, style.attachments)
    add_attachments(writer, style.attachments, tables or {})
    return saved(writer)


def open_document(summary: Summary, style: PageStyle, mark: str) -> TextWriter:
    """An empty document for ``summary``, with ``mark`` in its header."""
    words = {paragraph.kind: paragraph.text for paragraph in summary.paragraphs}
    wanted = looks(style, words.get("署名", ""), words.get("日期", ""))
    doc = styled_document(style, wanted)
    set_page(doc, style, mark)
    title = writable(summary.paragraphs[0].text).replace("\n", "").replace("\v", "")
    doc.core_properties.title = title[:_LONGEST_TITLE]
    names = [words["署名"]] if "署名" in words else []
    return TextWriter(doc, style.pitch, names, Base(summary.draft))


def add_summary(
    writer: TextWriter, summary: Summary, attachments: Sequence[str]
) -> list[WordParagraph]:
    """All paragraphs as written; 附件说明 stands between text and 署名 (7.3.4)."""
    last = len(summary.paragraphs)
    for number, paragraph in enumerate(summary.paragraphs):
        if paragraph.kind == "署名":
            last = number
    written = [writer.add(paragraph) for paragraph in summary.paragraphs[:last]]
    if attachments or last < len(summary.paragraphs):
        written[-1].paragraph_format.keep_with_next = True  # 署名 never stands alone on a page
    _add_note(writer, attachments, summary.paragraphs[last:])
    return [*written, *(writer.add(paragraph) for paragraph in summary.paragraphs[last:])]


def add_attachments(writer: TextWriter, names: Sequence[str], tables: Mapping[str, Table]) -> None:
    """A page for each attachment, with its table where there is one."""
    for number, name in enumerate(names, 1):
        sign = f"附件{number}" if len(names) > 1 else "附件"
        add_attachment(writer, sign, name, tables.get(name))


def add_attachment(writer: TextWriter, sign: str, title: str, table: Table | None = None) -> None:
    """A new page: 附件1 at its upper left corner, the title centred in the third line (7.3.4)."""
    number = writer.line(sign, "附件序号")
    number.paragraph_format.page_break_before = True
    writer.line(title, "附件标题")
    if table is not None:
        add_table(writer.doc, table)


def saved(writer: TextWriter) -> bytes:
    """The file; it remembers what was written, so that edits can be told from it."""
    settings: Any = writer.doc.settings
    remember(settings.element, writer.base)
    return file_of(writer.doc)


def file_of(doc: Any) -> bytes:
    """The file as it is, for papers that do not come back to be renewed."""
    target = BytesIO()
    doc.save(target)
    return target.getvalue()


def _add_note(
    writer: TextWriter, attachments: Sequence[str], following: Sequence[Paragraph]
) -> None:
    """``附件：1.……`` with names one under the other; no stop behind them."""
    for number, name in enumerate(attachments, 1):
        sign = f"{number}." if len(attachments) > 1 else ""
        lead = "附件：" if number == 1 else ""
        note = writer.line(f"{lead}{sign}{name}", "附件说明")
        hanging = width(lead + sign)
        layout = note.paragraph_format
        layout.left_indent = Twips(round((5 + width(sign)) * TWIPS_A_CHARACTER))
        layout.first_line_indent = Twips(-round(hanging * TWIPS_A_CHARACTER))
        if number == 1:
            layout.space_before = Twips(writer.pitch)
    if attachments and not following:
        note.paragraph_format.keep_with_next = False
