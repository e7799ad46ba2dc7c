"""素材: a 股室's Word form, filled in many ways, becomes rows of the clerk's own sheets."""

from __future__ import annotations

import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import example, given
from hypothesis import strategies as st

from sifa_xl.book.file_book import FileBook
from sifa_xl.errors import FileProblem
from sifa_xl.excel.live_book import LiveBook
from sifa_xl.forms import read_form
from sifa_xl.lines import shipped
from sifa_xl.material_imports import RECORD, bring_in, material, told
from sifa_xl.material_orders import order_for
from sifa_xl.material_reader import read_material
from sifa_xl.material_words import Material, Order
from sifa_xl.pasted_text import clean, gist, items_of
from sifa_xl.word_material import material_form
from tests.engine import start

LINE = "人民调解"
TITLES = [line.title for line in shipped()]
OFFICE = "人民参与和促进法治股"
Fill = Callable[[Any], None]


def write_form(path: Path, fill: Fill, *lines: str, office: str = OFFICE) -> Path:
    """A form for ``lines``, filled as the clerk of a 股室 would with Word."""
    wanted = lines or (LINE,)
    chosen = [line for line in shipped() if line.title in wanted]
    order = Order(
        office, tuple((each.title, tuple(s.block for s in each.outline)) for each in chosen)
    )
    path.write_bytes(material_form(order))
    doc = Document(str(path))
    fill(doc)
    doc.save(str(path))
    return path


def table(doc: Any, head: str) -> Any:
    return next(t for t in doc.tables if any(head in c.text for r in t.rows[:2] for c in r.cells))


def put(doc: Any, head: str, row: int, *cells: str | Sequence[str]) -> None:
    """Type into row ``row`` (from 1) below the heads; several paragraphs as a sequence."""
    found = table(doc, head)
    first = next(n for n, r in enumerate(found.rows) if any(head in c.text for c in r.cells))
    for cell, content in zip(found.rows[first + row].cells, cells, strict=False):
        texts = [content] if isinstance(content, str) else content
        cell.paragraphs[0].text = texts[0] if texts else ""
        for text in texts[1:]:
            cell.add_paragraph(text)


def measures(doc: Any, row: int, *cells: str | Sequence[str]) -> None:
    put(doc, "做法和成效", row, *cells)


def rows_of(path: Path, sheet: str, key: str) -> list[dict[str, Any]]:
    form = read_form(FileBook(path).grid(sheet))
    assert form is not None
    return [
        {header: cell.value for header, cell in record.cells.items()}
        for record in form.tables[key].filled()
    ]


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample, tmp_path / "样例.xlsx"))


def bring(book: Path, *files: Path, office: str = "") -> list[str]:
    placed, read = bring_in(
        FileBook(book), files, book.parent / "素材" / RECORD, lambda words: None, office
    )
    return told(placed, read)


def only(material_read: Material) -> tuple[str, ...]:
    (item,) = material_read.items
    return item.paragraphs


# ------------------------------------------------------------------- the form


def test_the_form_says_who_by_when_how_long_and_has_a_table_for_each_line(tmp_path):
    order = Order(
        "社区矫正股", (("社区矫正", ("监督管理",)), ("安置帮教", ("衔接帮教",))), due="6月20日"
    )
    path = tmp_path / "表.docx"
    path.write_bytes(material_form(order))
    text = "\n".join(p.text for p in Document(str(path)).paragraphs)
    assert "社区矫正股填写，股室负责人看过" in text
    assert "6月20日前交办公室" in text
    assert "100至300字" in text
    heads = [t.rows[0].cells[0].text for t in Document(str(path)).tables]
    assert heads[1:3] == ["业务线：社区矫正", "业务线：安置帮教"]
    empty = read_material(path, TITLES)
    assert (empty.office, empty.items, empty.strays, empty.notes) == ("社区矫正股", (), (), ())


def test_a_line_that_feeds_several_parts_asks_which(tmp_path):
    publicity = next(line for line in shipped() if len(line.outline) > 1)
    path = write_form(tmp_path / "表.docx", lambda doc: None, publicity.title)
    blocks = "、".join(section.block for section in publicity.outline)
    assert (
        f"归入哪一段（{blocks}）" in table(Document(str(path)), "做法和成效").rows[1].cells[2].text
    )


def test_the_lines_come_from_the_name_where_nothing_else_tells():
    assert [title for title, _ in order_for("社区矫正管理股").lines] == ["社区矫正"]
    assert len(order_for("办公室").lines) == len(TITLES)
    assert [title for title, _ in order_for("办公室", None, ["公证、党的建设"]).lines] == [
        "公证",
        "党的建设",
    ]
    with pytest.raises(FileProblem, match="没有“公正”这条业务线"):
        order_for("办公室", None, ["公正"])


def test_the_lines_and_the_day_come_from_the_sheet_of_units(book):
    file = FileBook(book)
    form = read_form(file.grid("填报单位"))
    assert form is not None
    columns, row = form.tables["填报单位"].columns, form.tables["填报单位"].header_row + 1
    words = {"单位名称": "综合股", "业务线": "公证、律师工作", "截止日期": "2022-06-20"}
    file.put_cells("填报单位", {(row, columns[head]): text for head, text in words.items()})
    file.save()
    order = order_for("综合股", book)
    assert [title for title, _ in order.lines] == ["公证", "律师工作"]
    assert (order.due, order.period, order.unit) == ("6月20日", "2022年上半年", "县司法局")


# -------------------------------------------------------------------- reading


def test_items_keep_their_paragraphs_and_lose_their_numbering(tmp_path):
    def fill(doc: Any) -> None:
        body = ["1.组织排查,共走访12,000户.", "（二）3.5万元专款到位;", "③ use ABC, 99.4%；"]
        measures(doc, 1, "一、强化排查。", body)

    read = read_material(write_form(tmp_path / "表.docx", fill), TITLES)
    assert read.office == OFFICE
    (item,) = read.items
    assert (item.line, item.subheading) == (LINE, "强化排查")
    assert item.paragraphs == (
        "组织排查，共走访12,000户。",
        "3.5万元专款到位；",
        "use ABC, 99.4%。",
    )


def test_problems_are_numbered_one_by_one_and_their_paragraphs_stay_together(tmp_path):
    def fill(doc: Any) -> None:
        put(doc, "存在问题", 1, ["一是人手不足，", "一人多岗；二是经费紧张。", "2、培训不够"])
        put(doc, "存在问题", 2, "一是甲不足；二是乙不够；三是丙不全。")

    read = read_material(write_form(tmp_path / "表.docx", fill), TITLES)
    assert [item.paragraphs for item in read.items] == [
        ("人手不足。一人多岗；二是经费紧张。",),
        ("培训不够",),
        ("甲不足。",),
        ("乙不够。",),
        ("丙不全。",),
    ]


def test_automatic_numbering_is_no_text_and_begins_a_problem(tmp_path):
    def fill(doc: Any) -> None:
        put(doc, "存在问题", 1, ["人手不足", "经费紧张"])
        for paragraph in table(doc, "存在问题").rows[1].cells[0].paragraphs:
            number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            element = parse_xml(f"<w:pPr {nsdecls('w')}>{number}</w:pPr>")
            paragraph._p.insert(0, element)

    read = read_material(write_form(tmp_path / "表.docx", fill), TITLES)
    assert [item.paragraphs for item in read.items] == [("人手不足",), ("经费紧张",)]


def test_tracked_changes_are_accepted_and_told(tmp_path):
    def fill(doc: Any) -> None:
        measures(doc, 1, "排查", ["开展", "留下的"])
        cell = table(doc, "做法和成效").rows[2].cells[1]
        first, second = cell.paragraphs
        xml = (
            f"<w:r {nsdecls('w')}><w:t>新增的</w:t></w:r>",
            f"<w:r {nsdecls('w')}><w:delText>删去的</w:delText><w:t>删</w:t></w:r>",
        )
        for tag, run in zip(("w:ins", "w:del"), xml, strict=True):
            change = OxmlElement(tag)
            change.append(parse_xml(run))
            first._p.append(change)
        properties = f"<w:pPr {nsdecls('w')}><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
        second._p.insert(0, parse_xml(properties))
        cell.add_paragraph("并到上一段")

    read = read_material(write_form(tmp_path / "表.docx", fill), TITLES)
    assert only(read) == ("开展新增的", "留下的并到上一段")
    assert [note for note in read.notes if "修订" in note]


def test_a_deleted_row_is_gone(tmp_path):
    def fill(doc: Any) -> None:
        measures(doc, 1, "甲", "删了的")
        measures(doc, 2, "乙", "还在的")
        row = table(doc, "做法和成效").rows[2]._tr
        row.get_or_add_trPr().append(OxmlElement("w:del"))

    assert only(read_material(write_form(tmp_path / "表.docx", fill), TITLES)) == ("还在的",)


def test_pictures_comments_and_tables_in_cells_are_told_and_their_words_kept(tmp_path):
    def fill(doc: Any) -> None:
        measures(doc, 1, "排查", "正文")
        cell = table(doc, "做法和成效").rows[2].cells[1]
        inner = cell.add_table(1, 2)
        inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "表中", "之数5件"
        run = cell.paragraphs[0].runs[0]._r
        run.append(OxmlElement("w:drawing"))
        run.append(OxmlElement("w:commentReference"))

    read = read_material(write_form(tmp_path / "表.docx", fill), TITLES)
    assert only(read) == ("正文", "表中", "之数5件。"[:-1])
    assert read.notes == ("有1处图片或图形，没有读取", "有1处批注，没有读取") or set(
        read.notes
    ) == {
        "有1处图片或图形，没有读取",
        "有1处批注，没有读取",
    }


def test_words_that_stand_nowhere_are_kept_and_told(tmp_path):
    def fill(doc: Any) -> None:
        doc.add_paragraph("表外写的一段重要的话。")
        extra = doc.add_table(1, 1)
        extra.rows[0].cells[0].text = "自己画的表"

    read = read_material(write_form(tmp_path / "表.docx", fill), TITLES)
    assert [(stray.text, stray.reason) for stray in read.strays] == [
        ("表外写的一段重要的话。", "没有写在表格里"),
        ("自己画的表", "这张表格的表头改过，认不出"),
    ]


def test_damaged_headings_do_not_matter_while_the_table_knows_its_line(tmp_path):
    def fill(doc: Any) -> None:
        for paragraph in list(doc.paragraphs):
            paragraph._p.getparent().remove(paragraph._p)
        measures(doc, 1, "排查", "正文")

    read = read_material(write_form(tmp_path / "表.docx", fill), TITLES)
    assert read.items[0].line == LINE


def test_a_table_that_lost_its_line_takes_it_from_its_heading_else_it_is_told(tmp_path):
    def lose(doc: Any) -> None:
        measures(doc, 1, "排查", "正文")
        found = table(doc, "做法和成效")
        found._tbl.remove(found.rows[0]._tr)

    read = read_material(write_form(tmp_path / "表.docx", lose), TITLES)
    assert read.items[0].line == LINE

    def lose_both(doc: Any) -> None:
        lose(doc)
        for paragraph in doc.paragraphs:
            if "亮点举措" in paragraph.text:
                paragraph.text = ""

    read = read_material(write_form(tmp_path / "二.docx", lose_both), TITLES)
    assert not read.items
    assert [(s.text, s.reason) for s in read.strays] == [("排查　正文", "不知道是哪条业务线")]


def test_a_form_saved_by_wps_is_read_alike(tmp_path):
    """WPS keeps the tables, and brings a namespace and paragraphs of its own."""
    path = write_form(tmp_path / "表.docx", lambda doc: measures(doc, 1, "排查", "1、正文"))
    other = tmp_path / "wps.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode()
                text = text.replace("<w:p>", '<w:p w:rsidR="00000000">').replace("w:", "wp9:")
                data = (
                    text.replace("xmlns:wp9:", "xmlns:w:")
                    .replace("xmlns:w=", "xmlns:wp9=")
                    .encode()
                )
            new.writestr(name, data)
    assert b"<wp9:tbl>" in zipfile.ZipFile(other).read("word/document.xml")
    assert only(read_material(other, TITLES)) == ("正文",)


@pytest.mark.parametrize(
    ("fill", "words"),
    [
        (
            lambda doc: [t._tbl.getparent().remove(t._tbl) for t in list(doc.tables)],
            "不是素材表，里面没有一张认得出的表格",
        ),
        (
            lambda doc: setattr(doc.tables[0].rows[0].cells[1].paragraphs[0], "text", ""),
            "没有写填报股室，不知道是谁报的",
        ),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(tmp_path, fill, words):
    with pytest.raises(FileProblem, match=words):
        read_material(write_form(tmp_path / "表.docx", fill), TITLES)


def test_the_office_can_be_named_where_nobody_wrote_it(tmp_path):
    def fill(doc: Any) -> None:
        doc.tables[0].rows[0].cells[1].paragraphs[0].text = ""

    path = write_form(tmp_path / "表.docx", fill)
    assert read_material(path, TITLES, "社矫股").office == "社矫股"


def test_a_form_that_says_there_is_nothing_has_nothing(tmp_path):
    def fill(doc: Any) -> None:
        measures(doc, 1, "", "无")
        put(doc, "存在问题", 1, "暂无。")

    assert not read_material(write_form(tmp_path / "表.docx", fill), TITLES).items


def test_quotes_of_which_one_is_straight_become_a_pair():
    assert clean('对象“送教上门"，又"上门”。') == "对象“送教上门”，又“上门”。"
    assert clean('说"好"。') == "说“好”。"


@given(st.text("一二三是（1）.、2,;:。A字 “３％\t①", max_size=30))
@example("一是甲；二是乙")
def test_cleaning_takes_away_a_sign_at_the_start_and_no_other_word(text):
    before, after = (gist(unicodedata.normalize("NFKC", each)) for each in (text, clean(text)))
    assert before.endswith(after)
    assert len(before) - len(after) <= 4
    assert gist("".join(items_of(text))) in (gist(text), gist(re.sub("[一二三]是", "", text)))


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"\xd0\xcf\x11\xe0" + b"0" * 600, b"PK\x03\x04x"])
def test_other_files_are_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "表.docx"
    path.write_bytes(content)
    with pytest.raises(FileProblem):
        read_material(path, TITLES)


# ------------------------------------------------------------------- bringing in


def filled(doc: Any) -> None:
    measures(doc, 1, "强化排查", ["组织司法所逐村排查,化解在基层。", "建立台账。"])
    put(doc, "存在问题", 1, "1.调解员年龄偏大")
    put(doc, "下步打算", 1, "建强队伍", ["举办培训2期。", "聘请专职调解员。"])


def test_rows_get_words_office_and_headings_and_nothing_else_changes(book, tmp_path):
    before = rows_of(book, LINE, "举措")
    lines = bring(book, write_form(tmp_path / "表.docx", filled))
    rows = rows_of(book, LINE, "举措")
    assert rows[: len(before)] == before
    assert rows[len(before) :] == [
        {"小标题": "强化排查", "正文": "组织司法所逐村排查，化解在基层。", "提供股室": OFFICE},
        {"正文": "建立台账。", "提供股室": OFFICE},
    ]
    assert rows_of(book, "存在问题", "存在问题")[-1] == {
        "正文": "调解员年龄偏大",
        "提供股室": OFFICE,
    }
    assert [
        (row["归入提纲段"], row["正文"]) for row in rows_of(book, "下步打算", "下步打算")[-2:]
    ] == [
        ("建强队伍", "举办培训2期。"),
        ("建强队伍", "聘请专职调解员。"),
    ]
    assert lines[0] == "读了1份素材：写入“人民调解”1件、“存在问题”1件、“下步打算”1件。"


def test_the_same_file_again_adds_nothing(book, tmp_path):
    path = write_form(tmp_path / "表.docx", filled)
    bring(book, path)
    data = book.read_bytes()
    lines = bring(book, path)
    assert book.read_bytes() == data
    assert lines == ["读了1份素材：没有新内容。", "有3件表里已经有了，没有重复写。"]


def test_a_row_the_clerk_edited_is_left_and_the_difference_told(book, tmp_path):
    path = write_form(tmp_path / "表.docx", filled)
    bring(book, path)
    file = FileBook(book)
    place = next(
        p
        for p, cell in file.grid(LINE).cells.items()
        if cell.value == "组织司法所逐村排查，化解在基层。"
    )
    file.put_cells(LINE, {place: "领导改写过的一句。"})
    file.save()
    data = book.read_bytes()
    lines = bring(book, path)
    assert book.read_bytes() == data
    assert "改过了：有几段已经在" in lines[-1]
    assert "原文：组织司法所逐村排查，化解在基层。\n建立台账。" in lines[-1]


def test_a_changed_form_is_told_and_nothing_is_written_over(book, tmp_path):
    bring(book, write_form(tmp_path / "表.docx", filled))

    def other(doc: Any) -> None:
        measures(doc, 1, "强化排查", "换了一种完全不同的说法，讲的是另外的做法。")
        put(doc, "存在问题", 1, "调解员年龄普遍偏大")
        put(doc, "下步打算", 1, "建强队伍", "新加的一项打算，以前没有。")

    data = rows_of(book, LINE, "举措")
    lines = bring(book, write_form(tmp_path / "表.docx", other))
    assert rows_of(book, LINE, "举措") == data
    assert lines[0] == "读了1份素材：写入“下步打算”1件。"
    assert len([line for line in lines if "说的是一件事而字句不同" in line]) == 2


def test_a_row_the_clerk_deleted_stays_deleted(book, tmp_path):
    path = write_form(tmp_path / "表.docx", lambda doc: put(doc, "存在问题", 1, "很特别的问题"))
    bring(book, path)
    file = FileBook(book)
    row = next(p for p, cell in file.grid("存在问题").cells.items() if cell.value == "很特别的问题")
    file.put_cells("存在问题", {row: None, (row[0], 3): None})
    file.save()
    assert "以前导入过，表里没有了" in bring(book, path)[-1]
    assert "很特别的问题" in bring(book, path)[-1]


def test_too_few_free_rows_write_nothing_and_say_how_many(book, tmp_path):
    def fill(doc: Any) -> None:
        measures(doc, 1, "很多", [f"第{n}项内容各不相同{n * 7919}。" for n in range(30)])
        put(doc, "存在问题", 1, "新的问题")

    data = book.read_bytes()
    with pytest.raises(
        FileProblem, match=r"空行不够，没有写任何文件：“人民调解”表的“举措”还差\d+行"
    ):
        bring(book, write_form(tmp_path / "表.docx", fill))
    assert book.read_bytes() == data


def test_a_part_that_does_not_exist_is_left_blank_and_told(book, tmp_path):
    line = next(line for line in shipped() if len(line.outline) > 1)
    good = line.outline[1].block

    def fill(doc: Any) -> None:
        measures(doc, 1, "甲事", "做了甲事的全部经过。", good)
        measures(doc, 2, "乙事", "办了乙类案子若干。", "没有的段")

    lines = bring(book, write_form(tmp_path / "表.docx", fill, line.title))
    rows = rows_of(book, line.title, "举措")[-2:]
    assert [row.get("归入提纲段") for row in rows] == [good, None]
    assert "正文已写入，归入空着" in lines[-1]


def test_every_character_of_a_form_is_in_the_workbook_or_told(book, tmp_path):
    words = ["甲乙丙丁", "子丑寅卯", "赵钱孙李", "天地玄黄"]

    def fill(doc: Any) -> None:
        measures(doc, 1, words[0], words[1])
        measures(doc, 2, words[2], "")
        doc.add_paragraph(words[3])

    lines = "\n".join(bring(book, write_form(tmp_path / "表.docx", fill)))
    cells = "".join(str(c.value) for c in FileBook(book).grid(LINE).cells.values())
    assert words[0] in cells
    assert words[1] in cells
    assert words[2] in lines
    assert words[3] in lines


# ------------------------------------------------------------------------ clicks


def test_a_click_brings_in_every_form_of_the_folder_in_excel_too(book):
    folder = book.parent / "素材"
    folder.mkdir()
    write_form(folder / "一.docx", filled)
    write_form(folder / "二.docx", lambda doc: measures(doc, 1, "另一件", "别的做法。"), "公证")
    (folder / "~$一.docx").write_bytes(b"x")
    live = LiveBook(start().open(book))
    outcome = material(live, book.parent, lambda words: None)
    assert outcome.message.startswith(
        "读了2份素材：写入“人民调解”1件、“存在问题”1件、“下步打算”1件、“公证”1件。"
    )
    assert outcome.place is not None
    again = LiveBook(live._book)
    assert "别的做法。" in [cell.value for cell in again.grid("公证").cells.values()]
    assert "有4件表里已经有了" in material(again, book.parent, lambda words: None).message


def test_a_file_that_is_no_form_keeps_no_other_out(book):
    folder = book.parent / "素材"
    folder.mkdir()
    write_form(folder / "一.docx", filled)
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"0" * 600)
    Document().save(str(folder / "别的.docx"))
    outcome = material(FileBook(book), book.parent, lambda words: None)
    assert outcome.is_open
    assert outcome.message.startswith("读了1份素材：写入“人民调解”1件")
    assert "“旧.doc”是旧版 Word 或 WPS 文档" in outcome.message
    assert "“别的.docx”不是素材表" in outcome.message


def test_a_click_without_forms_says_what_to_do(book):
    with pytest.raises(FileProblem, match="请在工作簿旁边建文件夹“素材”"):
        material(FileBook(book), book.parent, lambda words: None)


def test_the_command_writes_a_form_and_takes_it_back(book, tmp_path, capsys):
    from sifa_xl import cli

    path = tmp_path / "社矫.docx"
    assert cli.run(["new", str(path), "--material", "社区矫正股", "--from", str(book)]) == 0
    assert "社区矫正股：社区矫正" in capsys.readouterr().out
    assert "社区矫正股2022年上半年工作总结素材表" in Document(str(path)).paragraphs[0].text
    doc = Document(str(path))
    measures(doc, 1, "走访", "入户走访全部对象。")
    doc.save(str(path))
    assert cli.run(["material", str(path), "--into", str(book)]) == 0
    assert "写入“社区矫正”1件" in capsys.readouterr().out
    assert cli.run(["new", str(tmp_path / "坏.xlsx"), "--material", "股"]) == 2
    assert "扩展名不对" in capsys.readouterr().err
