"""A table of words on the page of an official document: thin rules, a head on every page."""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from sifa_xl.attachments import Table
from sifa_xl.word_styles import style_id
from sifa_xl.word_text import writable

_TEXT_WIDTH = 8844  # twips of 156 mm
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGIN = 70  # twips between rule and words
_GAP = Pt(6)


def add_table(doc: DocumentType, table: Table) -> None:
    """The table, its caption above and its note below, at the end of the document."""
    if table.caption:
        caption = doc.add_paragraph(table.caption)
        caption._p.style = style_id("审签小标题")
    shares = sum(table.widths)
    widths = [round(_TEXT_WIDTH * share / shares) for share in table.widths]
    heads = [each for each in (table.heads, table.columns) if each]
    rows = [_row_xml(head, widths, is_head=True) for head in heads]
    rows += [_row_xml(row, widths, height=table.row_height) for row in table.rows]
    rules = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0"/>' for edge in _EDGES)
    sides = "".join(f'<w:{s} w:w="{_MARGIN}" w:type="dxa"/>' for s in ("left", "right"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    element = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{rules}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )
    body = doc.element.body
    body.insert_element_before(element, "w:sectPr")
    # Word wants a paragraph behind a table; the note is one
    note = doc.add_paragraph(table.note)
    note._p.style = style_id("表注")
    if not table.note:
        note.paragraph_format.line_spacing = _GAP


def _row_xml(
    cells: tuple[str, ...], widths: list[int], *, is_head: bool = False, height: int = 0
) -> str:
    properties = "<w:cantSplit/>"
    if height:
        properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    properties += "<w:tblHeader/>" if is_head else ""
    last = len(cells) - 1
    texts = []
    for number, cell in enumerate(cells):
        span = len(widths) - last if number == last and len(cells) < len(widths) else 1
        texts.append(_cell_xml(cell, sum(widths[number : number + span]), span, is_head))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(texts)}</w:tr>"


def _cell_xml(text: str, width: int, span: int, is_head: bool) -> str:
    """One cell; the last of a short row goes on to the right edge."""
    style = style_id("表头" if is_head else "表格文字")
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    lines = [
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{escape(line)}</w:t>'
        "</w:r></w:p>"
        for line in writable(text).split("\n")
    ]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{''.join(lines)}</w:tc>"
    )
