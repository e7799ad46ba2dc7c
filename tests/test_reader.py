"""Files drawn as XML or made by XlsxWriter and openpyxl -> grids, or one sentence."""

from __future__ import annotations

import gc
import io
import os
import re
import struct
import warnings
import zipfile
import zlib
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sifa_xl.book import limits, sheet_fast, sheet_xml, strings_xml
from sifa_xl.book.cell_values import CellValues
from sifa_xl.book.limits import Budget
from sifa_xl.book.reader import Book, load, read, read_bytes
from sifa_xl.book.styles_xml import Shape, Style, Styles, shape_of
from sifa_xl.domain import CellKind, Grid, GridCell
from sifa_xl.errors import FileProblem

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TYPES = f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="2"><numFmt numFmtId="170" formatCode="[h]:mm"/>
<numFmt numFmtId="171" formatCode="0&quot;日&quot;"/></numFmts>
<fonts><font><sz val="11"/></font><font><strike/></font><font><strike val="0"/></font></fonts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="57"/>
<xf numFmtId="20"/><xf numFmtId="170"/><xf numFmtId="171"/><xf fontId="1"/>
<xf fontId="2"/></cellXfs>
<dxfs><dxf><font><strike/></font><numFmt numFmtId="171" formatCode="yyyy"/></dxf></dxfs>
</styleSheet>"""
PLAIN, DATE, CHINESE_DATE, CHINESE_MONTH, CLOCK, ELAPSED, COUNTED, STRUCK, NOT_STRUCK = range(9)
STRINGS = f'{HEAD}<sst xmlns="{MAIN}"><si><t>调解</t></si><si><t></t></si></sst>'


def sheet(rows: str, *, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    return (
        f'{HEAD}<worksheet xmlns="{namespace}" xmlns:r="{LINKS}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def parts(sheets: dict[str, str], *, properties: str = "", tail: str = "") -> dict[str, str]:
    """The parts of a workbook with the given sheets: name -> XML."""
    numbered = list(enumerate(sheets, 1))
    tabs = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in numbered)
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{LINKS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _ in numbered
    )
    links += f'<Relationship Id="s" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="y" Type="{LINKS}/styles" Target="/xl/styles.xml"/>'
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_LINKS}"><Relationship Id="a" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{properties}'
        f"<sheets>{tabs}</sheets>{tail}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_LINKS}">{links}'
        "</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": STRINGS,
    } | {f"xl/worksheets/sheet{i}.xml": sheets[name] for i, name in numbered}


def pack(files: dict[str, str | bytes], extra: list[tuple[str, bytes]] | None = None) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name twice is what some tests want
        for name, content in [*files.items(), *(extra or [])]:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def book_of(rows: str, **options: str) -> Book:
    return read_bytes(pack(parts({"人民调解": sheet(rows)}, **options)), "季报.xlsx")


def grid_of(rows: str, **options: str) -> Grid:
    return book_of(rows, **options).grids[0]


def cell_of(cell: str) -> GridCell | None:
    return grid_of(f'<row r="1">{cell}</row>').cells.get((1, 1))


def problem_of(data: bytes, name: str = "季报.xlsx") -> str:
    with pytest.raises(FileProblem) as caught:
        read_bytes(data, name)
    text = str(caught.value)
    assert text.startswith(f"“{name}”"), text
    assert text.endswith("。"), text
    assert text.count("“") == text.count("”"), text
    return text


def problem_of_sheet(rows: str, **around: str) -> str:
    return problem_of(pack(parts({"人民调解": sheet(rows, **around)})))


# ---- cells


@pytest.mark.parametrize(
    ("cell", "value", "kind"),
    [
        ('<c r="A1"><v>109</v></c>', 109, CellKind.NUMBER),
        ('<c r="A1"><v>-7</v></c>', -7, CellKind.NUMBER),
        ('<c r="A1" t="n"><v> 12 </v></c>', 12, CellKind.NUMBER),
        ('<c r="A1"><v>109.0</v></c>', 109.0, CellKind.NUMBER),
        ('<c r="A1"><v>1.5E3</v></c>', 1500.0, CellKind.NUMBER),
        ('<c r="A1"><v>532128199001011234</v></c>', 532128199001011234, CellKind.NUMBER),
        ('<c r="A1" t="s"><v>0</v></c>', "调解", CellKind.TEXT),
        ('<c r="A1" t="str"><v>a&amp;b&lt;</v></c>', "a&b<", CellKind.TEXT),
        ('<c r="A1" t="str"><v>&amp;amp;</v></c>', "&amp;", CellKind.TEXT),
        ('<c r="A1" t="inlineStr"><is><t>城关镇</t></is></c>', "城关镇", CellKind.TEXT),
        ('<c r="A1" t="str"><v>a_x000D_b_x005F_x000D_</v></c>', "a\rb_x000D_", CellKind.TEXT),
        ('<c r="A1" t="str"><v>_xD800_</v></c>', "_xD800_", CellKind.TEXT),
        ('<c r="A1" t="str"><v>#REF!</v></c>', "#REF!", CellKind.TEXT),
        ('<c r="A1" t="b"><v>1</v></c>', True, CellKind.TRUTH),
        ('<c r="A1" t="b"><v>FALSE</v></c>', False, CellKind.TRUTH),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!", CellKind.ERROR),
        ('<c r="A1" t="e"><v>#SPILL!</v></c>', "#SPILL!", CellKind.ERROR),
        ('<c r="A1" t="d"><v>2022-05-16T00:00:00Z</v></c>', datetime(2022, 5, 16), CellKind.DATE),
        ('<c r="A1" t="d"><v>08:30:00</v></c>', time(8, 30), CellKind.TIME),
        ('<c r="A1"><v>abc</v></c>', "abc", CellKind.UNREADABLE),
        ('<c r="A1"><v>1,234</v></c>', "1,234", CellKind.UNREADABLE),
        ('<c r="A1"><v>1_09</v></c>', "1_09", CellKind.UNREADABLE),
        ('<c r="A1"><v>１０９</v></c>', "１０９", CellKind.UNREADABLE),
        ('<c r="A1"><v>1e400</v></c>', "1e400", CellKind.UNREADABLE),
        ('<c r="A1"><v>NaN</v></c>', "NaN", CellKind.UNREADABLE),
        ('<c r="A1"><v>INF</v></c>', "INF", CellKind.UNREADABLE),
        ('<c r="A1" t="b"><v>2</v></c>', "2", CellKind.UNREADABLE),
        ('<c r="A1" t="d"><v>2022-13-45</v></c>', "2022-13-45", CellKind.UNREADABLE),
        ('<c r="A1" t="zzz"><v>1</v></c>', "1", CellKind.UNREADABLE),
    ],
)
def test_a_cell_is_read_by_its_type(cell, value, kind):
    assert cell_of(cell) == GridCell(value, kind)
    assert type(cell_of(cell).value) is type(value)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"/>',
        '<c r="A1" s="1"/>',
        '<c r="A1"></c>',
        '<c r="A1"><v></v></c>',
        '<c r="A1"><v/></c>',
        '<c r="A1" t="s"><v>1</v></c>',
        '<c r="A1" t="s"/>',
        '<c r="A1" t="str"><v></v></c>',
        '<c r="A1" t="inlineStr"><is><t></t></is></c>',
        '<c r="A1" t="inlineStr"/>',
    ],
)
def test_a_blank_cell_is_absent_because_blank_is_not_zero(cell):
    assert cell_of(cell) is None


def test_a_number_too_long_to_be_one_is_kept_as_it_is_written():
    for digits in ("9" * 5000, "0" * 5000 + "1"):
        cell = cell_of(f'<c r="A1"><v>{digits}</v></c>')
        assert cell == GridCell(digits, CellKind.UNREADABLE)


def test_an_error_that_is_computed_keeps_its_name_and_its_formula():
    assert cell_of('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>') == GridCell(
        "#DIV/0!", CellKind.ERROR, is_formula=True
    )


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><f>1+1</f></c>',
        '<c r="A1"><f>1+1</f><v></v></c>',
        '<c r="A1"><f>1+1</f><v/></c>',
        '<c r="A1" t="str"><f>1+1</f></c>',
        '<c r="A1" t="s"><f t="shared" si="0"/></c>',
    ],
)
def test_a_formula_without_a_result_was_never_calculated(cell):
    assert cell_of(cell) == GridCell(None, CellKind.UNCALCULATED, is_formula=True)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="str"><f>IF(1,"")</f><v></v></c>',
        '<c r="A1" t="str"><f>IF(1,"")</f><v/></c>',
        '<c r="A1" t="s"><f>IF(1,"")</f><v>1</v></c>',
        '<c r="A1" t="inlineStr"><f>IF(1,"")</f><is><t></t></is></c>',
    ],
)
def test_a_formula_that_gives_an_empty_text_is_calculated(cell):
    assert cell_of(cell) == GridCell("", CellKind.TEXT, is_formula=True)


def test_an_unreadable_result_of_a_formula_keeps_its_formula_mark():
    cell = cell_of('<c r="A1"><f>B1</f><v>abc</v></c>')
    assert cell == GridCell("abc", CellKind.UNREADABLE, is_formula=True)


def test_a_struck_font_is_told_and_one_switched_off_or_in_a_conditional_format_is_not():
    cells = grid_of(
        f'<row r="1"><c r="A1" s="{STRUCK}"><v>1</v></c><c r="B1" s="{NOT_STRUCK}"><v>1</v></c>'
        f'<c r="C1" s="{STRUCK}" t="str"><f>B1</f><v></v></c></row>'
    ).cells
    assert [cells[1, column].is_struck for column in (1, 2, 3)] == [True, False, True]


# ---- dates


@pytest.mark.parametrize(
    ("style", "serial", "value"),
    [
        (DATE, "44697", datetime(2022, 5, 16)),
        (CHINESE_DATE, "44697", datetime(2022, 5, 16)),
        (CHINESE_MONTH, "44697.5", datetime(2022, 5, 16, 12)),
        (CLOCK, "0.3541666666666667", time(8, 30)),
        (CLOCK, "44697.354166666664", datetime(2022, 5, 16, 8, 30)),
        (ELAPSED, "0.5", time(12)),
        (ELAPSED, "1.5", 1.5),
        (COUNTED, "16", 16),
        (PLAIN, "44697", 44697),
        (DATE, "0", time(0)),
        (DATE, "0.9999999999", time(23, 59, 59, 999000)),
        (DATE, "1", datetime(1900, 1, 1)),
        (DATE, "59", datetime(1900, 2, 28)),
        (DATE, "60", "60"),
        (DATE, "61", datetime(1900, 3, 1)),
        (DATE, "2958465", datetime(9999, 12, 31)),
        (DATE, "2958466", "2958466"),
        (DATE, "2958465.999999999", datetime(9999, 12, 31, 23, 59, 59, 999000)),
        (DATE, "-5", "-5"),
        (DATE, "1e10", "1e10"),
        (DATE, "abc", "abc"),
    ],
)
def test_a_number_becomes_a_moment_by_its_format(style, serial, value):
    kinds = {datetime: CellKind.DATE, time: CellKind.TIME, str: CellKind.UNREADABLE}
    kind = kinds.get(type(value), CellKind.NUMBER)
    assert cell_of(f'<c r="A1" s="{style}"><v>{serial}</v></c>') == GridCell(value, kind)


def test_the_1904_system_is_honoured():
    book = book_of(
        f'<row r="1"><c r="A1" s="{DATE}"><v>60</v></c>'
        f'<c r="B1" s="{DATE}"><v>2957004</v></c></row>',
        properties='<workbookPr date1904="1"/>',
    )
    assert book.date_1904
    assert book.grids[0].cells[1, 1].value == datetime(1904, 3, 1)
    assert book.grids[0].cells[1, 2].kind is CellKind.UNREADABLE


def test_a_foreign_element_of_the_same_name_does_not_switch_the_date_system():
    foreign = '<x:workbookPr xmlns:x="urn:other" date1904="1"/>'
    assert not book_of("", properties=foreign).date_1904


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("General", Shape.NUMBER),
        ("0.00", Shape.NUMBER),
        ('0"日"', Shape.NUMBER),
        ('"yd"0', Shape.NUMBER),
        (r"0\d", Shape.NUMBER),
        ("[Red]#,##0;[Red]-#,##0", Shape.NUMBER),
        ("0.00E+00", Shape.NUMBER),
        ("@", Shape.NUMBER),
        ("", Shape.NUMBER),
        ("[$USD] #,##0", Shape.NUMBER),
        ('"unclosed', Shape.NUMBER),
        ("[" * 60_000, Shape.NUMBER),
        ("\\" * 60_001, Shape.NUMBER),
        ('yyyy"年"m"月"d"日";@', Shape.DATE),
        ('[DBNum1][$-804]yyyy"年"m"月"', Shape.DATE),
        ("yyyy-mm-dd hh:mm:ss.000", Shape.DATE),
        ("[$-F800]dddd\\,\\ mmmm", Shape.DATE),
        ("aaaa", Shape.DATE),
        ('[=0]"无";yyyy/m/d', Shape.DATE),
        ("h:mm AM/PM", Shape.DATE),
        ("mm:ss.0", Shape.DATE),
        ("[h]:mm:ss", Shape.ELAPSED),
        ("[mm]:ss.00", Shape.ELAPSED),
    ],
)
def test_a_format_code_shows_a_date_or_a_number(code, shape):
    assert shape_of(code) is shape


def test_a_style_that_is_not_there_is_told():
    book = book_of('<row r="1"><c r="A1" s="99"><v>44697</v></c></row>')
    assert book.grids[0].cells[1, 1] == GridCell(44697, CellKind.NUMBER)
    assert "样式" in book.notes[0]


# ---- texts


def test_rich_runs_are_joined_and_phonetic_guides_left_out():
    files = parts({"甲": sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')})
    files["xl/sharedStrings.xml"] = (
        f'{HEAD}<sst xmlns="{MAIN}"><si><r><rPr><b/></rPr><t>人民</t></r>'
        '<rPh sb="0" eb="1"><t>ren</t></rPh><r><t xml:space="preserve">调解 </t></r></si></sst>'
    )
    assert read_bytes(pack(files), "甲.xlsx").grids[0].cells[1, 1].value == "人民调解 "


def test_inline_rich_runs_are_joined_and_phonetic_guides_left_out():
    cell = cell_of(
        '<c r="A1" t="inlineStr"><is><r><t>城关</t></r><r><t>镇</t></r>'
        '<rPh sb="0" eb="1"><t>cheng</t></rPh></is></c>'
    )
    assert cell == GridCell("城关镇", CellKind.TEXT)


def test_the_texts_of_a_chinese_excel_are_read_the_fast_way():
    data = (
        f'{HEAD}<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><t>乡镇</t>'
        '<phoneticPr fontId="1" type="noConversion"/></si>'
        '<si><t xml:space="preserve"> a&amp;b_x000D_</t></si></sst>'
    ).encode()
    assert strings_xml.read_canonical(data, Budget()) == ["乡镇", " a&b\r"]
    assert strings_xml.read_streaming([data], Budget()) == ["乡镇", " a&b\r"]


@pytest.mark.parametrize("index", ["2", "-1", "abc", "1.0", "９"])
def test_a_text_number_that_leads_nowhere_is_a_broken_file(index):
    assert "损坏" in problem_of_sheet(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>')


# ---- sheets


def test_sheets_come_in_the_order_of_the_tabs_and_hidden_ones_are_told():
    files = parts({"甲": sheet(""), "乙": sheet(""), "丙": sheet("")})
    files["xl/workbook.xml"] = (
        files["xl/workbook.xml"]
        .replace('name="乙"', 'name="乙" state="hidden"')
        .replace('name="丙"', 'name="丙" state="veryHidden"')
    )
    grids = read_bytes(pack(files), "甲.xlsx").grids
    assert [(grid.sheet, grid.is_hidden) for grid in grids] == [
        ("甲", False),
        ("乙", True),
        ("丙", True),
    ]


def test_hidden_rows_and_merges_are_told():
    grid = read_bytes(
        pack(
            parts(
                {
                    "甲": sheet(
                        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
                        '<row r="3" hidden="true"/><row r="4" hidden="0"/>',
                        after='<mergeCells count="2"><mergeCell ref="A1:C2"/>'
                        '<mergeCell ref="B5"/></mergeCells>',
                    )
                }
            )
        ),
        "甲.xlsx",
    ).grids[0]
    assert grid.hidden_rows == frozenset({2, 3})
    assert grid.merges == ((1, 1, 2, 3), (5, 2, 5, 2))


def test_only_the_list_of_merges_merges():
    around = '<extLst><ext><mergeCell ref="A1:B1"/></ext></extLst>'
    data = pack(parts({"甲": sheet("", after=around)}))
    assert read_bytes(data, "甲.xlsx").grids[0].merges == ()


def test_rows_and_cells_without_an_address_follow_one_another():
    grid = grid_of(
        '<row r="3"><c><v>1</v></c><c r="D3"><v>2</v></c><c><v>3</v></c></row>'
        "<row><c><v>4</v></c></row>"
    )
    assert {place: cell.value for place, cell in grid.cells.items()} == {
        (3, 1): 1,
        (3, 4): 2,
        (3, 5): 3,
        (4, 1): 4,
    }


def test_a_lying_dimension_loses_nothing():
    files = parts(
        {"甲": sheet('<row r="9"><c r="C9"><v>1</v></c></row>', before='<dimension ref="A1"/>')}
    )
    assert list(read_bytes(pack(files), "甲.xlsx").grids[0].cells) == [(9, 3)]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="甲1"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c><c><v>2</v></c></row>',
        '<row r="999999999999"/>',
        '<row r="-1"/>',
        '<row r="abc"/>',
        '<row r="1048576"/><row><c><v>1</v></c></row>',
    ],
)
def test_a_place_outside_excel_is_refused(rows):
    assert "工作表“人民调解”" in problem_of_sheet(rows)


@pytest.mark.parametrize("reference", ["#REF!", "A1:XFE1", "A1:A1048577", ""])
def test_a_merge_outside_excel_is_refused(reference):
    around = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    assert "合并区域" in problem_of_sheet("", after=around)


def test_the_last_cell_of_excel_is_inside():
    assert (1048576, 16384) in grid_of(
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ).cells


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    ],
)
def test_a_cell_that_comes_twice_is_refused(rows):
    assert "出现了两次" in problem_of_sheet(rows)


@pytest.mark.parametrize(
    "rows",
    [
        '<c r="A1"><v>1</v></c>',
        '<row r="1"><row r="2"/></row>',
        '<row r="1"><x><c r="A1"><v>1</v></c></x></row>',
        '<row r="1"><c r="A1"><x><v>1</v></x></c></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><v>1</v></row>',
    ],
)
def test_a_value_where_none_belongs_is_refused_rather_than_passed_over(rows):
    problem_of_sheet(rows)


def test_a_second_block_of_data_is_refused():
    assert "两份数据" in problem_of_sheet("", after="<sheetData/>")


def test_strict_files_are_read_like_others():
    files = parts({"甲": sheet(f'<row r="1"><c r="A1" s="{DATE}"><v>44697</v></c></row>')})
    strict = {name: text.replace(MAIN, STRICT) for name, text in files.items()}
    assert read_bytes(pack(strict), "甲.xlsx").grids[0].cells[1, 1].value == datetime(2022, 5, 16)


def test_a_file_with_prefixes_is_read_like_others():
    files = parts({"甲": sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')})
    for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"):
        text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", files[name])
        files[name] = text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    assert read_bytes(pack(files), "甲.xlsx").grids[0].cells[1, 1].value == "调解"


@pytest.mark.parametrize("encoding", ["UTF-8-SIG", "UTF-16"])
def test_other_encodings_of_xml_are_read(encoding):
    files = parts({"甲": sheet('<row r="1"><c r="A1" t="str"><v>镇</v></c></row>')})
    name = "xl/worksheets/sheet1.xml"
    declared = "UTF-16" if encoding == "UTF-16" else "UTF-8"
    files[name] = files[name].replace("UTF-8", declared).encode(encoding)
    assert read_bytes(pack(files), "甲.xlsx").grids[0].cells[1, 1].value == "镇"


# ---- the book


def test_the_book_tells_the_bytes_it_read_and_whether_macros_are_inside(tmp_path):
    path = tmp_path / "甲.xlsm"
    path.write_bytes(pack(parts({"甲": sheet("")}), [("xl/vbaProject.bin", b"x")]))
    book = read(path)
    assert book.has_macros
    assert len(book.sha256) == 64
    assert book.sha256 == read_bytes(path.read_bytes(), "乙").sha256
    assert not book_of("").has_macros


def test_broken_names_are_listed():
    names = (
        '<definedNames><definedName name="合计">甲!$A$1</definedName>'
        '<definedName name="乡镇">#REF!</definedName>'
        '<definedName name="区域">甲!#REF!:$B$2</definedName></definedNames>'
    )
    assert book_of("", tail=names).broken_names == ["乡镇", "区域"]


def test_links_pictures_comments_and_broken_names_are_noted_on_the_sheets():
    names = '<definedNames><definedName name="乡镇">#REF!</definedName></definedNames>'
    files = parts({"甲": sheet(""), "乙": sheet("")}, tail=names)
    link = f'<Relationship Id="e" Type="{LINKS}/externalLink" Target="externalLinks/e.xml"/>'
    name = "xl/_rels/workbook.xml.rels"
    files[name] = files[name].replace("</Relationships>", f"{link}</Relationships>")
    files["xl/cellimages.xml"] = ""
    files["xl/worksheets/_rels/sheet2.xml.rels"] = _links(
        ("comments", "../comments1.xml"), ("drawing", "../drawings/drawing1.xml")
    )
    cells = "".join(
        f'<comment ref="C{row}"><text><t>张三</t></text></comment>' for row in range(1, 13)
    )
    files["xl/comments1.xml"] = (
        f'<comments xmlns="{MAIN}"><commentList>{cells}</commentList></comments>'
    )
    files["xl/drawings/drawing1.xml"] = "<x/>"
    files["xl/drawings/_rels/drawing1.xml.rels"] = _links(("image", "../media/a.png"))
    files["xl/media/a.png"] = ""
    first, second = (grid.notes for grid in read_bytes(pack(files), "甲.xlsx").grids)
    for note, words in zip(first, ("WPS 单元格图片", "1个名称已失效", "外部链接"), strict=True):
        assert words in note
    assert second[0].startswith("C1、C2、C3、C4、C5、C6、C7、C8、C9、C10等有批注（共12处），")
    assert second[1].startswith("有1张图片，")
    assert "张三" not in str(second)
    assert all("处理：" in note for note in (*first, *second))


def test_comments_and_pictures_that_lead_nowhere_are_no_fault():
    files = parts({"甲": sheet("")})
    files["xl/worksheets/_rels/sheet1.xml.rels"] = _links(
        ("comments", "../没有.xml"), ("drawing", "../../../../etc/passwd")
    )
    assert read_bytes(pack(files), "甲.xlsx").grids[0].notes == []


def _links(*links: tuple[str, str]) -> str:
    found = (
        f'<Relationship Id="r{number}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links)
    )
    return f'<Relationships xmlns="{PACKAGE_LINKS}">{"".join(found)}</Relationships>'


def test_directory_entries_in_the_zip_are_no_parts():
    assert read_bytes(pack(parts({"甲": sheet("")}), [("xl/", b""), ("XL/", b"")]), "甲").grids


def test_a_chart_sheet_is_left_out_and_told():
    files = parts({"甲": sheet(""), "图": sheet("")})
    name = "xl/_rels/workbook.xml.rels"
    files[name] = files[name].replace(
        '/worksheet" Target="worksheets/sheet2', '/chartsheet" Target="worksheets/sheet2'
    )
    book = read_bytes(pack(files), "甲.xlsx")
    assert [grid.sheet for grid in book.grids] == ["甲"]
    assert book.notes == ["“图”是图表页，没有读取。处理：其中要用的数请填进黄格"]


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml",
    ],
)
def test_a_missing_part_is_never_passed_over(part):
    files = parts({"甲": sheet("")})
    del files[part]
    problem_of(pack(files))


def test_two_sheets_of_one_name_or_without_a_name_are_refused():
    files = parts({"甲": sheet(""), "乙": sheet("")})
    workbook = files["xl/workbook.xml"]
    files["xl/workbook.xml"] = workbook.replace('"乙"', '"甲"')
    assert "同名" in problem_of(pack(files))
    files["xl/workbook.xml"] = workbook.replace('"乙"', '""')
    assert "没有名称" in problem_of(pack(files))


@pytest.mark.parametrize(
    "target",
    [
        "../../../../etc/passwd",
        "file:///etc/passwd",
        "workbook.xml",
        'worksheets/sheet1.xml" TargetMode="External',
    ],
)
def test_a_sheet_that_lies_elsewhere_is_refused(target):
    files = parts({"甲": sheet("")})
    name = "xl/_rels/workbook.xml.rels"
    files[name] = files[name].replace("worksheets/sheet1.xml", target)
    problem_of(pack(files))


# ---- what is no workbook

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "是空的"),
        (b"P", "损坏或没有传完"),
        (bytes(4096), "损坏或没有传完"),
        (OLD + "Workbook".encode("utf-16-le"), "是旧版 .xls 格式"),
        (OLD + "Book".encode("utf-16-le"), "是旧版 .xls 格式"),
        (b"\t\x08\x10\x00\x00\x06\x05\x00", "是旧版 .xls 格式"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
        (OLD + "WordDocument".encode("utf-16-le"), "Word"),
        (OLD + "PowerPoint Document".encode("utf-16-le"), "演示文稿"),
        (OLD, ".et"),
        (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "图片"),
        (b"MZ\x90\x00", "程序"),
        ("乡镇,件数\n乌峰,109\n".encode("gbk"), "CSV"),
        ("乡镇,件数\n".encode("utf-8-sig"), "CSV"),
        ("乡镇\t件数\n".encode("utf-16"), "CSV"),
        (b"\r\n<HTML><table>", "HTML"),
        (b"MIME-Version: 1.0\r\n", "MHT"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"\x05Clerk" + b" " * 49 + b"\x05\0C\0l\0e\0r\0k\0" + b" \0" * 45, "临时锁文件"),
        (pack({"word/document.xml": ""}), "Word"),
        (pack({"ppt/presentation.xml": ""}), "演示文稿"),
        (pack({"xl/workbook.bin": ""}), ".xlsb"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
        (pack({"photo.jpg": ""}), "压缩包"),
        (b"PK\x05\x06" + bytes(18), "压缩包"),
    ],
)
def test_a_file_of_another_kind_is_told_by_its_bytes(data, words):
    assert words in problem_of(data)


def test_a_lock_file_is_told_even_where_its_bytes_are_odd():
    assert "临时锁文件" in problem_of(b",clerk,host;", "~$季报.xlsx")


@pytest.mark.parametrize("name", ["甲.xls", "甲.csv", "甲.et", "甲", "~$甲.xlsx"])
def test_the_name_does_not_matter_where_the_bytes_are_a_workbook(name):
    assert read_bytes(pack(parts({"甲": sheet("")})), name).grids


def test_a_name_with_control_or_direction_characters_is_shown_harmless_and_short():
    with pytest.raises(FileProblem) as caught:
        read_bytes(b"", "甲\n\u202excod" + "很" * 90)
    assert str(caught.value).startswith("“甲��xcod很很")
    assert len(str(caught.value)) < 100


def test_what_is_no_file_is_refused(tmp_path):
    link = tmp_path / "链接.xlsx"
    target = tmp_path / "甲.xlsx"
    target.write_bytes(pack(parts({"甲": sheet("")})))
    link.symlink_to(target)
    pipe = tmp_path / "管道.xlsx"
    os.mkfifo(pipe)
    for path in (tmp_path, link, pipe):
        with pytest.raises(FileProblem, match="不是普通文件"):
            read(path)
    with pytest.raises(FileProblem, match=r"找不到文件“无\.xlsx”"):
        read(tmp_path / "无.xlsx")
    with pytest.raises(FileProblem, match="打不开"):
        read(tmp_path / "坏\0名.xlsx")


# ---- hostile packages


@pytest.mark.parametrize(
    "name", ["../../x", "/tmp/x", "..\\..\\x", "C:\\x", "xl/worksheets/../../../x", "xl/..\\../x"]
)
def test_a_part_name_that_leads_out_of_the_file_is_refused(name):
    assert "越出文件" in problem_of(pack(parts({"甲": sheet("")}), [(name, b"x")]))


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "XL/Worksheets/Sheet1.XML"])
def test_a_part_that_comes_twice_is_refused(name):
    assert "重名" in problem_of(pack(parts({"甲": sheet("")}), [(name, b"x")]))


def test_a_part_name_with_a_nul_is_refused():
    data = pack(parts({"甲": sheet("")}), [("xl/media/ab", b"x")])
    assert "越出文件" in problem_of(data.replace(b"xl/media/ab", b"xl/media/a\0"))


def test_a_part_with_two_names_is_a_broken_file():
    data = pack(parts({"甲": sheet("")}), [("xl/media/ab", b"x")])
    assert "损坏" in problem_of(data.replace(b"xl/media/ab", b"xl/media/cd", 1))


def test_a_part_that_lies_behind_the_end_is_a_broken_file():
    data = bytearray(pack(parts({"甲": sheet("")})))
    start = data.index(b"PK\x01\x02")
    data[start + 42 : start + 46] = struct.pack("<I", len(data) - 4)
    assert "损坏" in problem_of(bytes(data))


def test_parts_that_share_bytes_are_refused():
    inner = pack({"xl/media/inner.bin": b"y"})
    data = pack(parts({"甲": sheet("")}))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/media/outer.bin", inner)
        outer = archive.getinfo("xl/media/outer.bin")
        again = zipfile.ZipInfo("xl/media/inner.bin")
        source = zipfile.ZipFile(io.BytesIO(inner)).infolist()[0]
        for field in ("compress_type", "CRC", "compress_size", "file_size", "flag_bits"):
            setattr(again, field, getattr(source, field))
        again.header_offset = outer.header_offset + 30 + len(outer.filename)
        archive.filelist.append(again)
        for entry in zipfile.ZipFile(io.BytesIO(data)).infolist():
            archive.writestr(entry.filename, b"")
    assert "互相重叠" in problem_of(stream.getvalue())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_rare_compression_is_refused(method):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("xl/workbook.xml", "x")
    assert "压缩方法" in problem_of(stream.getvalue())


def test_stored_parts_are_read():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts({"甲": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')}).items():
            archive.writestr(name, text)
    assert read_bytes(stream.getvalue(), "甲.xlsx").grids[0].cells


def test_a_truncated_file_is_a_broken_file():
    data = pack(parts({"甲": sheet("")}))
    for length in (len(data) // 2, len(data) * 9 // 10, len(data) - 10):
        assert "损坏或没有传完" in problem_of(data[:length])


def test_a_part_whose_checksum_or_size_is_wrong_is_a_broken_file():
    text = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').encode()
    data = pack(parts({"甲": text.decode()}))
    checksum, size = struct.pack("<I", zlib.crc32(text)), struct.pack("<I", len(text))
    assert "损坏" in problem_of(data.replace(checksum, b"\1\2\3\4"))
    assert "大小与登记的不符" in problem_of(data.replace(size, struct.pack("<I", len(text) - 9)))
    assert "损坏" in problem_of(data.replace(size, struct.pack("<I", len(text) + 9)))


def test_an_encrypted_part_is_a_password():
    data = bytearray(pack(parts({"甲": sheet("")})))
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    assert "密码" in problem_of(bytes(data))


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml",
    ],
)
@pytest.mark.parametrize("doctype", ["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a "b">]>'])
def test_no_doctype_is_let_in_anywhere(part, doctype):
    files = parts({"甲": sheet("")})
    declaration, end, rest = files[part].rpartition("?>\n")
    files[part] = declaration + end + doctype + rest
    assert "DOCTYPE" in problem_of(pack(files))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-25],
        lambda text: "",
        lambda text: text.replace("<v>", "<v>\x0b"),
        lambda text: text.replace("<v>", "<v>&#xD800;"),
        lambda text: text.replace("<v>", "<v>&nbsp;"),
        lambda text: text.replace("<v>", "<v>]]>"),
        lambda text: text.replace('r="A1"', 'r="A1" s="1" s="2"'),
        lambda text: text.replace('r="A1"', 'r="A1" q:s="1"'),
        lambda text: text.replace("</row>", "</row></row>"),
        lambda text: text.encode().replace(b"<v>", b"<v>\xd5\xc4"),
        lambda text: text.replace("UTF-8", "klingon"),
        lambda text: text.replace("UTF-8", "GB18030"),
        lambda text: text.replace("worksheet", "chartsheet"),
    ],
)
def test_xml_that_is_no_xml_is_refused(damage):
    text = sheet('<row r="1"><c r="A1" t="str"><v>a</v></c></row>')
    files = parts({"甲": text}) | {"xl/worksheets/sheet1.xml": damage(text)}
    assert "工作表“甲”" in problem_of(pack(files))


# ---- limits


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ({"file_bytes": 1000}, "文件大小"),
        ({"members": 5}, "压缩包里的部件"),
        ({"total_bytes": 3000}, "展开后的大小"),
        ({"part_bytes": 1000}, "一个部件展开后的大小"),
        ({"ratio": 1, "ratio_free_bytes": 0}, "压缩比"),
        ({"sheets": 1}, "工作表"),
        ({"cells": 2}, "有内容的单元格"),
        ({"strings": 1}, "共享文字"),
        ({"text_characters": 3}, "全部文字"),
        ({"cell_characters": 2}, "一个单元格的文字"),
        ({"merges": 1}, "合并单元格"),
        ({"styles": 8}, "样式"),
        ({"depth": 2}, "标签嵌套"),
        ({"seconds": -1.0}, "秒"),
    ],
)
@pytest.mark.parametrize("space", ["", " "])
def test_a_file_over_a_limit_is_refused_naming_the_limit(monkeypatch, limit, words, space):
    rows = f'<row r="1">{space}<c r="A1"><v>1</v></c><c r="B1"><v>1</v></c>'
    rows += '<c r="C1" t="str"><v>三个字</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A5:B5"/><mergeCell ref="A6:B6"/></mergeCells>'
    data = pack(parts({"甲": sheet(rows, after=merges), "乙": sheet("")}))
    assert read_bytes(data, "季报.xlsx").grids
    small = replace(limits.LIMITS, **limit)
    monkeypatch.setattr("sifa_xl.book.reader.LIMITS", small)
    monkeypatch.setattr("sifa_xl.book.reader.Budget", lambda: Budget(small))
    problem = problem_of(data)
    assert words in problem
    assert "三个字" not in problem


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "大.xlsx"
    path.write_bytes(bytes(5000))
    monkeypatch.setattr("sifa_xl.book.reader.LIMITS", replace(limits.LIMITS, file_bytes=1000))
    with pytest.raises(FileProblem, match=r"“大\.xlsx”内容太多：文件大小"):
        read(path)


def test_a_gigabyte_in_a_part_is_refused_before_it_is_unpacked():
    inflated = b"\0" * (200 << 20)
    files = parts({"甲": sheet("")})
    assert "上限" in problem_of(pack(files, [("xl/media/a.bin", inflated)]))


def test_a_sheet_too_big_for_the_fast_way_is_streamed(monkeypatch):
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 9000))
    whole = grid_of(rows)
    monkeypatch.setattr("sifa_xl.book.sheet_fast.MOST_BYTES", 0)
    assert grid_of(rows) == whole
    assert len(whole.cells) == 8999


# ---- two ways, one result

VALUES_STYLES = Styles((Style(), Style(Shape.DATE), Style(is_struck=True), Style(Shape.ELAPSED)))
VALUES = CellValues(["甲", "", "a&b"], VALUES_STYLES, False, Budget())


def read_both(data: bytes) -> tuple[sheet_xml.SheetContent | None, sheet_xml.SheetContent | None]:
    """What the fast way accepts, and what expat reads (None where it refuses)."""
    try:
        slow = sheet_xml.read_streaming([data], "甲", VALUES, Budget())
    except FileProblem:
        slow = None
    try:
        return sheet_fast.CanonicalReader(VALUES, Budget()).read(data, "甲"), slow
    except FileProblem:
        assert slow is None
        return None, slow


raw_texts = st.one_of(
    st.integers(-1, 4).map(str),
    st.integers().map(str),
    st.floats().map(repr),
    st.text(st.sampled_from("a1 <>&\"'\r\n\t]汉_x000D#.-E😀\x0b\ufffe"), max_size=12),
    st.sampled_from(["", "_x000D_", "&amp;", "]]>", "#REF!", "true", "2022-05-16", "44697.5"]),
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def cells(draw, row: int, column: str) -> str:
    attributes = [
        f' s="{draw(st.sampled_from(["0", "1", "2", "3", "9", "", "x"]))}"',
        f' t="{draw(st.sampled_from(["n", "s", "str", "inlineStr", "b", "e", "d", "z", ""]))}"',
    ]
    chosen = draw(st.lists(st.sampled_from(attributes), unique=True))
    raw = draw(st.sampled_from([escaped, str]))(draw(raw_texts))
    formula = draw(
        st.sampled_from(["", "", "<f>A1&gt;1</f>", "<f/>", '<f t="shared" si="0"/>', "<f></f>"])
    )
    value = draw(
        st.sampled_from(
            [
                f"<v>{raw}</v>",
                f'<v xml:space="preserve">{raw}</v>',
                "<v/>",
                "<v />",
                "",
                f"<is><t>{raw}</t></is>",
                f"<is><r><t>{raw}</t></r></is>",
            ]
        )
    )
    end = draw(st.sampled_from([f">{formula}{value}</c>", f">{formula}{value}</c>", "/>", " />"]))
    return f'<c r="{column}{row}"{"".join(chosen)}{end}'


@st.composite
def worksheets(draw) -> str:
    rows = ""
    for row in draw(st.lists(st.integers(1, 5), unique=True, max_size=4)):
        inside = "".join(
            draw(st.one_of(cells(row, column), st.just(f'<c r="{column}{row}" s="1"/>')))
            for column in draw(st.lists(st.sampled_from(["A", "B", "AA", "XFD"]), max_size=4))
        )
        rest = draw(
            st.sampled_from(["", ' spans="1:3"', ' hidden="1"', ' ht="15" customHeight="1"'])
        )
        rows += f'<row r="{row}"{rest}>{inside}</row>'
    return sheet(rows, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')


MUTATIONS = ["<!-- -->", "<![CDATA[1]]>", " ", "<", ">", "&", '"', "/", "<v>", "</row>", "\r"]
MUTATIONS += ["<sheetData>", "</sheetData>", "<c/>", 'r="A1"', ' x14ac:dyDescent="1"', "x:"]
MUTATIONS += ["<!-- <sheetData>", "</sheetData> -->", "<?pi?>", "1", "A", "]]>", "&#0;", "&#13;"]


@settings(max_examples=400, deadline=None)
@given(worksheets())
def test_both_ways_read_a_usual_sheet_alike(text):
    fast, slow = read_both(text.encode("utf-8", "surrogatepass"))
    assert fast is None or fast == slow


@settings(max_examples=600, deadline=None)
@given(worksheets(), st.data())
def test_whatever_the_fast_way_accepts_of_a_damaged_sheet_expat_reads_alike(text, data):
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 6))
        text = text[:start] + data.draw(st.sampled_from(["", *MUTATIONS])) + text[end:]
    fast, slow = read_both(text.encode("utf-8", "surrogatepass"))
    assert fast is None or fast == slow


@settings(max_examples=300, deadline=None)
@given(st.lists(raw_texts), st.data())
def test_both_ways_read_shared_texts_alike(texts, data):
    write = data.draw(st.sampled_from([escaped, str]))
    text = (
        f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si><t>{write(t)}</t></si>" for t in texts)}</sst>'
    )
    start = data.draw(st.integers(0, len(text)))
    damage = ["", "<!-- ", " -->", "<sst>", "</sst>", "<si><t>1</t></si>", *MUTATIONS]
    text = text[:start] + data.draw(st.sampled_from(damage)) + text[start:]
    encoded = text.encode("utf-8", "surrogatepass")
    try:
        slow = strings_xml.read_streaming([encoded], Budget())
    except FileProblem:
        slow = None
    try:
        fast = strings_xml.read_canonical(encoded, Budget())
    except FileProblem:
        fast = None
        assert slow is None
    assert fast is None or fast == slow


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/></row>',
        '<row r="1"><c r="A1" t="n" s="1"><f aca="false">B1</f><v>1</v></c></row>',
        '<row r="1"/><row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2&gt;1</f>'
        "<v>1</v></c></row>",
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
        '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1</f><v /></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a&amp;b &#10;</v></c></row>',
    ],
)
def test_what_office_programs_write_is_read_the_fast_way(rows):
    fast, slow = read_both(sheet(rows).encode())
    assert fast is not None
    assert fast == slow


def test_the_row_attribute_of_excel_2010_is_fast_where_its_prefix_is_declared_and_only_there():
    rows = '<row r="1" x14ac:dyDescent="0.25"><c r="A1"><v>1</v></c></row>'
    text = sheet(rows)
    with pytest.raises(FileProblem, match="读不通"):
        sheet_fast.CanonicalReader(VALUES, Budget()).read(text.encode(), "甲")
    declared = text.replace("<worksheet ", '<worksheet xmlns:x14ac="urn:x14ac" ')
    fast, slow = read_both(declared.encode())
    assert fast is not None
    assert fast == slow


def test_data_in_a_comment_is_no_data():
    hidden = '<!-- <sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData> -->'
    text = f'{HEAD}<x:worksheet xmlns:x="{MAIN}">{hidden}<x:sheetData/></x:worksheet>'
    fast, slow = read_both(text.encode())
    assert fast is None
    assert slow is not None
    assert not slow.cells


@pytest.mark.parametrize("make", ["xlsxwriter", "openpyxl"])
def test_files_of_both_writers_are_read_the_fast_way(tmp_path, make, monkeypatch):
    path = tmp_path / "甲.xlsx"
    if make == "xlsxwriter":
        with xlsxwriter.Workbook(path) as book:
            tab = book.add_worksheet("人民调解")
            tab.write_row(0, 0, ["乡镇 & 街道", 109, 1.5, True])
            tab.write_formula(1, 0, '=IF(B1>1,"有","")', None, "")
            tab.merge_range(3, 0, 3, 2, "合计")
    else:
        book = openpyxl.Workbook()
        book.active.title = "人民调解"
        book.active.append(["乡镇 & 街道", 109, 1.5, True])
        book.active["A2"] = '=IF(B1>1,"有","")'
        book.save(path)
    monkeypatch.delattr(sheet_xml, "read_streaming")
    grid = read(path).grids[0]
    assert [cell.value for _, cell in sorted(grid.cells.items())][:4] == [
        "乡镇 & 街道",
        109,
        1.5,
        True,
    ]
    assert grid.cells[2, 1].is_formula


def test_a_sheet_read_twice_is_counted_once(monkeypatch):
    small = replace(limits.LIMITS, cells=9000)
    monkeypatch.setattr("sifa_xl.book.reader.Budget", lambda: Budget(small))
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 8001))
    assert len(grid_of(rows + " ").cells) == 8000  # the fast way gives up in its second step


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1" xmlns="urn:other"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" xmlns="urn:other"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f t="shared" t="array">1</f><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="n"><is><t>5</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><v>5</v></c></row>',
        '<row r="1"><c r="A1" t="str"><f>1</f></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1048577"/>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row></row><row r="2"></row>',
        '<row r="1"/><c r="A1" s="1"/>',
        '<row r="1"/><c r="A1" s="1"/><row r="2"/>',
        '<row r="1"><c r="A1" s="1"/><row r="2"></row>',
        '<row r="1"><c r="ZZZ1" s="1"/></row>',
        '<row r="1"><c r="A1" t="str"><v>&#0;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#55296;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#65534;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#1114112;</v></c></row>',
        f'<row r="1"><c r="A1"><f>{"1+" * 2_200_000}1</f><v>1</v></c></row>',
    ],
    ids=lambda rows: rows[:60],
)
def test_what_is_not_quite_usual_is_left_to_expat(rows):
    assert sheet_fast.CanonicalReader(VALUES, Budget()).read(sheet(rows).encode(), "甲") is None


@pytest.mark.parametrize("blank", ['<c r="B1" s="9"/>', '<c r="B1" s="9" t="n"/>'])
@pytest.mark.parametrize("way", [sheet_fast.CanonicalReader.read, None])
def test_a_blank_whose_style_is_lost_is_noted_either_way(blank, way):
    values = CellValues([], VALUES_STYLES, False, Budget())
    data = sheet(f'<row r="1"><c r="A1" s="1"/>{blank}<c r="C1"><v>1</v></c></row>').encode()
    if way is None:
        sheet_xml.read_streaming([data], "甲", values, Budget())
    else:
        assert way(sheet_fast.CanonicalReader(values, Budget()), data, "甲") is not None
    assert values.has_lost_styles


def test_the_sheets_of_a_workbook_do_not_mix():
    reader = sheet_fast.CanonicalReader(VALUES, Budget())
    texts = [
        sheet('<row r="1" hidden="1"><c r="A1" s="1"/><c r="B1"><v>1</v></c></row>'),
        sheet('<row r="1"><c r="A1"><v>1</v>'),  # gives up in an open row
        sheet('<row r="2"><c r="B2"><v>2</v></c></row>'),
    ]
    first, broken, last = (reader.read(text.encode(), "甲") for text in texts)
    assert first is not None
    assert (list(first.cells), first.hidden_rows, broken) == ([(1, 2)], {1}, None)
    assert last is not None
    assert (list(last.cells), last.hidden_rows) == ([(2, 2)], set())


def test_another_encoding_is_left_to_expat():
    text = sheet('<row r="1"><c r="A1" t="str"><v>é</v></c></row>').replace("UTF-8", "ISO-8859-1")
    fast, slow = read_both(text.encode("utf-8"))
    assert fast is None
    assert slow is not None
    assert slow.cells[1, 1].value == "Ã©"


def test_the_collector_rests_while_a_book_is_read_and_works_again_after():
    rounds: list[str] = []
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 8001))
    data = pack(parts({"甲": sheet(rows)}))

    def note(phase: str, _: dict[str, int]) -> None:
        rounds.append(phase)

    gc.collect()
    gc.callbacks.append(note)
    try:
        book = read_bytes(data, "甲.xlsx")
        during = list(rounds)
    finally:
        gc.callbacks.remove(note)
    assert len(book.grids[0].cells) == 8000
    assert len(during) <= 2  # one round, when it is switched on again
    assert gc.isenabled()


def test_what_was_read_of_a_book_is_freed_without_the_collector():
    rows = '<row r="1"><c r="A1" s="1"><v>44697</v></c><c r="B1" t="s"><v>0</v></c></row>'
    data = pack(parts({"甲": sheet(rows), "乙": sheet(rows + " ")}))  # one goes to expat
    read_bytes(data, "甲.xlsx")
    gc.collect()
    gc.disable()
    try:
        read_bytes(data, "甲.xlsx")
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_file_that_grew_since_it_was_looked_at_is_read_whole(tmp_path, monkeypatch):
    path = tmp_path / "甲.xlsx"
    data = pack(parts({"甲": sheet("")}))
    path.write_bytes(data[:100])
    smaller = path.lstat()
    path.write_bytes(data)
    monkeypatch.setattr(Path, "lstat", lambda _: smaller)
    assert load(path) == data


def test_the_readers_own_rooms_import_nothing_heavy():
    rooms = Path(limits.__file__).parent
    names = "limits recognition package xml_stream styles_xml cell_values sheet_xml sheet_fast"
    for name in (*names.split(), "canonical_xml", "strings_xml", "workbook_xml", "reader"):
        text = (rooms / f"{name}.py").read_text(encoding="utf-8")
        assert not re.search(r"openpyxl|calamine|xlsxwriter|pandas|lxml", text)
