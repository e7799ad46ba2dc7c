"""The yardstick with a template: the same paragraphs, fonts and page by docxtpl, if it is there."""

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from plain_word import CENTRED, FONTS

from sifa_xl.narrative import Summary

KINDS = ("标题", "一级", "二级标题", "署名", "")


def make_template(path: Path) -> None:
    """A loop over the paragraphs with a look for each kind, as its manual shows it."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    doc.add_paragraph("{%p for each in paragraphs %}")
    for number, kind in enumerate(KINDS):
        test = f"each.kind == '{kind}'" if kind else "true"
        doc.add_paragraph(f"{{%p {'elif' if number else 'if'} {test} %}}")
        written = doc.add_paragraph()
        written.paragraph_format.line_spacing = Pt(28.95)
        written.alignment = CENTRED.get(kind)
        run = written.add_run("{{ each.text }}")
        run.font.size = Pt(22 if kind == "标题" else 16)
        run.font.name = "Times New Roman"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), FONTS.get(kind, "仿宋_GB2312"))
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{%p endfor %}")
    doc.save(str(path))


def write(summary: Summary, template: Path, path: Path) -> None:
    """The template opened, rendered and saved."""
    import docxtpl

    filled = docxtpl.DocxTemplate(str(template))
    filled.render({"paragraphs": summary.paragraphs})
    filled.save(str(path))
