"""The page of GB/T 9704-2012: 156 × 225 mm, 22 lines of 28 characters; page numbers, draft mark."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocumentType
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips

from sifa_xl.page_style import PageStyle
from sifa_xl.word_styles import style_id

PAGE = (11906, 16838)  # A4, in twips
TOP, LEFT, RIGHT, BOTTOM = 2098, 1588, 1474, 1984  # 37, 28, 26 and 35 mm
HEADER, FOOTER = 850, 1417  # the number stands 7 mm below the text
_PAGE_NUMBER_INDENT = 280  # one character of 4号
_DASH = "—"


def set_page(doc: DocumentType, style: PageStyle, mark: str = "") -> None:
    """Margins, grid, page numbers (odd right, even left), and ``mark`` in every header."""
    section = doc.sections[0]
    section.page_width, section.page_height = (Twips(length) for length in PAGE)
    section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
    section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
    section.header_distance, section.footer_distance = Twips(HEADER), Twips(FOOTER)
    section.gutter = Twips(0)
    _set_grid(section._sectPr, style.pitch)
    settings: Any = doc.settings
    settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        _replace_content(footer, _number_xml(side))
    for header in (section.header, section.even_page_header):
        _replace_content(header, _mark_xml(mark))


def _set_grid(section: Any, pitch: int) -> None:
    """Lines only: a grid of characters would put fourteen on a line in some programs."""
    grid = section.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section.append(grid)
    for name in list(grid.attrib):
        del grid.attrib[name]
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(pitch))


def _replace_content(part: Any, xml: str) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(xml))


def _number_xml(side: str) -> str:
    """``— 1 —``, one character from the edge."""
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'

    def run(content: str) -> str:
        return f"<w:r>{hint}{content}</w:r>"

    def field(kind: str) -> str:
        return run(f'<w:fldChar w:fldCharType="{kind}"/>')

    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style_id("Footer")}"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="{_PAGE_NUMBER_INDENT}"/><w:jc w:val="{side}"/>'
        f'</w:pPr>{run(f"""<w:t xml:space="preserve">{_DASH} </w:t>""")}{field("begin")}'
        f'{run("""<w:instrText xml:space="preserve"> PAGE </w:instrText>""")}{field("separate")}'
        f"{run('<w:t>1</w:t>')}{field('end')}"
        f'{run(f"""<w:t xml:space="preserve"> {_DASH}</w:t>""")}</w:p>'
    )


def _mark_xml(mark: str) -> str:
    run = f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{mark}</w:t></w:r>'
    style = f'<w:pPr><w:pStyle w:val="{style_id("Header")}"/></w:pPr>'
    return f"<w:p {nsdecls('w')}>{style}{run if mark else ''}</w:p>"
