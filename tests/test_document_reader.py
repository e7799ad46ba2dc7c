"""Finished files read for the check before publishing: visible, hidden and forgotten text."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sifa_xl.document_reader import document_from, read_document
from sifa_xl.documents import Carried
from sifa_xl.errors import FileProblem


def built(change=lambda doc: None, author=""):
    """A .docx made by python-docx and changed."""
    doc = docx.Document()
    doc.core_properties.author = author
    change(doc)
    target = io.BytesIO()
    doc.save(target)
    return target.getvalue()


def read(data, name="总结.docx"):
    return document_from(data, name)


def texts(document):
    return {each.place: each.text for each in document.paragraphs}


def kinds(document):
    return {trace.kind: trace.count for trace in document.traces}


def with_part(data, part, text):
    """The package with one more part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            if info.filename != part:
                new.writestr(info, old.read(info))
        new.writestr(part, text)
    return target.getvalue()


def paragraph(inner):
    return parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")


def test_paragraphs_are_numbered_without_the_empty_ones_and_headers_are_named():
    def change(doc):
        doc.add_paragraph("标题")
        doc.add_paragraph("")
        doc.add_paragraph("正文")
        doc.add_table(1, 1).cell(0, 0).text = "格子里"
        doc.sections[0].header.paragraphs[0].text = "内部资料"
        doc.sections[0].footer.paragraphs[0].text = "— 1 —"

    document = read(built(change))
    assert texts(document) == {
        "第1段": "标题",
        "第2段": "正文",
        "第3段": "格子里",
        "页眉": "内部资料",
        "页脚": "— 1 —",
    }
    assert kinds(document) == {}


def test_hidden_white_and_tiny_words_are_told_apart_from_visible_ones():
    def change(doc):
        words = doc.add_paragraph("看得见")
        words.add_run("隐藏的").font.hidden = True
        words.add_run("又看得见")
        white = words.add_run("白字")
        white.font.color.rgb = docx.shared.RGBColor(255, 255, 255)
        words.add_run("极小").font.size = docx.shared.Pt(1)
        shown = words.add_run("不隐藏")
        shown.font.hidden = False

    document = read(built(change))
    assert texts(document) == {
        "第1段": "看得见又看得见不隐藏",
        "第1段的隐藏文字": "隐藏的白字极小",
    }
    assert kinds(document) == {Carried.HIDDEN: 1}


def test_a_style_that_hides_hides_its_words():
    def change(doc):
        style = doc.styles.add_style("藏", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
        style.font.hidden = True
        doc.add_paragraph("看得见").add_run("藏起来", style="藏")

    assert "藏起来" in texts(read(built(change)))["第1段的隐藏文字"]


def test_revisions_are_counted_and_deleted_words_are_read():
    def change(doc):
        mark = 'w:id="1" w:author="张三" w:date="2022-06-29T00:00:00Z"'
        doc.element.body.insert(0, paragraph(
            "<w:r><w:t>受理</w:t></w:r>"
            f"<w:del {mark}><w:r><w:delText>张三丰</w:delText></w:r></w:del>"
            f"<w:ins {mark}><w:r><w:t>723件</w:t></w:r></w:ins>"
            f"<w:moveFrom {mark}><w:r><w:t>移走的</w:t></w:r></w:moveFrom>"
        ))  # fmt: skip

    document = read(built(change))
    assert texts(document) == {"第1段": "受理723件", "第1段已删去的修订": "张三丰移走的"}
    assert kinds(document) == {Carried.REVISION: 3}


def test_comments_are_read_and_counted():
    def change(doc):
        run = doc.add_paragraph("正文").runs[0]
        doc.add_comment(run, text="此处13812345678", author="张三", initials="Z")

    document = read(built(change))
    assert texts(document) == {"第1段": "正文", "批注1": "此处13812345678"}
    assert kinds(document)[Carried.COMMENT] == 1


def test_a_text_box_is_read_once_though_the_file_says_it_twice():
    def change(doc):
        box = "<w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent>"
        namespace = "http://schemas.openxmlformats.org/markup-compatibility/2006"
        doc.element.body.insert(0, paragraph(
            f'<w:r><w:t>外面</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="{namespace}">'
            f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        ))  # fmt: skip

    document = read(built(change))
    assert sorted(each.text for each in document.paragraphs) == ["外面", "框里的话"]


def test_breaks_tabs_and_fields_do_not_glue_or_invent_words():
    def change(doc):
        doc.element.body.insert(0, paragraph(
            "<w:pPr><w:tabs><w:tab w:val='left' w:pos='100'/></w:tabs></w:pPr>"
            "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>"
            "<w:r><w:instrText>PAGE 13812345678</w:instrText></w:r>"
        ))  # fmt: skip

    assert texts(read(built(change))) == {"第1段": "甲\n乙\u3000丙"}


def test_persons_in_the_properties_are_told_by_their_first_character_only():
    def change(doc):
        doc.core_properties.last_modified_by = "李四光"

    document = read(built(change, author="张三丰"))
    details = [trace.detail for trace in document.traces]
    assert details == ["文档属性里的作者（张**）", "文档属性里的最后修改人（李**）"]
    assert kinds(read(built())) == {}


def test_company_pictures_links_objects_and_macros_are_counted():
    data = built(lambda doc: doc.add_paragraph("正文"))
    app = "<Properties><Company>某某公司</Company><Manager>王五</Manager></Properties>"
    data = with_part(data, "docProps/app.xml", app)
    data = with_part(data, "docProps/custom.xml", "<Properties><property/></Properties>")
    data = with_part(data, "word/people.xml", "<people><person/><person/></people>")
    data = with_part(data, "word/media/image1.jpeg", b"\xff\xd8Exif\0\0")
    data = with_part(data, "word/embeddings/sheet.xlsx", b"PK")
    data = with_part(data, "word/vbaProject.bin", b"x")
    link = (
        '<Relationships><Relationship TargetMode="External" Target="file:///C:/a"/></Relationships>'
    )
    data = with_part(data, "word/_rels/header1.xml.rels", link)
    document = read(data)
    assert kinds(document) == {
        Carried.PERSON: 2,
        Carried.UNIT: 1,
        Carried.PROPERTY: 1,
        Carried.IMAGE: 1,
        Carried.OBJECT: 1,
        Carried.MACRO: 1,
        Carried.LINK: 1,
    }
    assert "图片（含拍摄信息）" in [trace.detail for trace in document.traces]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_plain_text_is_read_in_the_encodings_of_a_chinese_windows(encoding, tmp_path):
    path = tmp_path / "总结.txt"
    path.write_bytes("标题\r\n\r\n正文".encode(encoding))
    assert texts(read_document(path)) == {"第1段": "标题", "第2段": "正文"}


@pytest.mark.parametrize(
    ("data", "name", "complaint"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "总结.doc", "旧版 Word 或 WPS 文档"),
        (b"%PDF-1.7", "总结.pdf", "是 PDF"),
        (b"x", "总结.rtf", "不是 .docx 或 .txt 文件"),
        (b"PK\x03\x04broken", "总结.docx", "“总结.docx”"),
        (b"\x00\xff\x00", "总结.txt", "文字编码认不出"),
    ],
)
def test_another_file_is_refused_in_one_sentence(data, name, complaint):
    with pytest.raises(FileProblem, match=complaint) as caught:
        read(data, name)
    assert "xlsx" not in str(caught.value)
    assert "工作簿" not in str(caught.value)


def test_a_workbook_in_disguise_and_a_doctype_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(FileProblem, match=r"不是 \.docx 文档"):
        read(target.getvalue())
    bomb = '<!DOCTYPE a [<!ENTITY b "b">]><w:document/>'
    with pytest.raises(FileProblem, match="DOCTYPE"):
        read(with_part(built(), "word/document.xml", bomb))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileProblem, match="找不到文件"):
        read_document(tmp_path / "没有.docx")
