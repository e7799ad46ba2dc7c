"""One part at a time: the zip, a sheet's XML, workbook.xml and cached values."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from sifa_xl.book.formula_keys import Key, formula_book, is_same_formula, keys_of
from sifa_xl.book.plan import Formula
from sifa_xl.book.refreshing import refresh
from sifa_xl.book.swapping import swap
from sifa_xl.book.tabs import with_tabs
from sifa_xl.book.writing import PlacedTable, with_table
from sifa_xl.domain import CellKind, Grid, GridCell
from sifa_xl.errors import FileProblem
from sifa_xl.forms import Form, read_form
from sifa_xl.indicators import Indicators
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.live import Live
from tests.books import blank_plans, job_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Unseekable(io.RawIOBase):
    """A stream without seek: zipfile then puts a descriptor behind each member."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += data
        return len(data)


def archive(*, descriptors: bool = False) -> bytes:
    stream = Unseekable() if descriptors else io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:  # type: ignore[call-overload]
        for name in ("[Content_Types].xml", "xl/Workbook.xml", "xl/备注.xml"):
            file.writestr(name, f"<a>{name}</a>" * 50)
        file.writestr("xl/raw.bin", b"\x00" * 99, zipfile.ZIP_STORED)
        file.comment = b"PK\x05 comment"
    return bytes(stream.data) if descriptors else stream.getvalue()  # type: ignore[union-attr]


# ------------------------------------------------------------------ the zip


@pytest.mark.parametrize("descriptors", [False, True])
@pytest.mark.parametrize("prefix", [b"", b"stub before the zip"])
def test_swapped_parts_are_new_and_all_else_is_old(descriptors, prefix):
    data = prefix + archive(descriptors=descriptors)
    new = swap(data, {"xl/workbook.xml": b"<new/>", "xl/raw.bin": b"raw"})
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(new)) as file:
        assert file.testzip() is None
        assert file.namelist() == old.namelist()
        assert file.comment == old.comment
        assert file.read("xl/Workbook.xml") == b"<new/>"
        assert file.read("xl/raw.bin") == b"raw"
        assert file.getinfo("xl/raw.bin").compress_type == zipfile.ZIP_STORED
        for name in ("[Content_Types].xml", "xl/备注.xml"):
            assert file.read(name) == old.read(name)


@pytest.mark.parametrize("descriptors", [False, True])
def test_nothing_swapped_is_the_same_file(descriptors):
    data = archive(descriptors=descriptors)
    assert swap(data, {}) == data


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + b"\xff" * 18, archive()[:-40]])
def test_a_broken_zip_is_a_sentence(data):
    with pytest.raises(FileProblem):
        swap(data, {})


# ------------------------------------------------------------------ a sheet

SHEET = f"""<?xml version="1.0" encoding="UTF-8"?>
<x:worksheet xmlns:x="{MAIN}"><!-- <sheetData> --><x:sheetPr filterMode="1"><x:tabColor rgb="FF"/>
</x:sheetPr><x:dimension ref="A1:B9"/><x:cols><x:col min="2" max="2" width="10"/></x:cols>
<x:sheetData><x:row r="3" hidden="1"><x:c r="B3" s="7"/></x:row><x:row r="4"><x:c r="B4"/></x:row>
<x:row r="5"><x:c r="B5"><x:v>1</x:v></x:c></x:row><x:row r="9"/></x:sheetData>
<x:autoFilter ref="B4:B9"><x:filterColumn colId="0"/></x:autoFilter>
<x:pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/></x:worksheet>"""


def test_a_sheet_with_a_prefix_gets_rows_links_and_filter():
    table = PlacedTable(4, [2, 3], 3, [{2: "甲\n乙", 3: 5}, {2: None}], {(0, 2): "张三's!C7"})
    new = with_table(SHEET.encode(), table).decode()
    head, _, rest = new.partition('<x:c r="B4"/></x:row>')
    rows, _, tail = rest.partition("</x:sheetData>")
    assert rows == (
        '<x:row r="5" ht="34" customHeight="1"><x:c r="B5" s="7" t="inlineStr"><x:is>'
        '<x:t xml:space="preserve">甲\n乙</x:t></x:is></x:c><x:c r="C5"><x:v>5</x:v></x:c></x:row>'
        '<x:row r="6"><x:c r="B6" s="7"/><x:c r="C6"/></x:row>'
    )
    assert "<!-- <sheetData> --><x:sheetPr><x:tabColor" in head
    assert '<x:dimension ref="A1:C6"/>' in head
    assert tail.startswith('\n<x:autoFilter ref="B4:C6"/>\n<x:hyperlinks><x:hyperlink ref="B5"')
    assert "location=\"'张三''s'!C7\" display=\"张三's!C7\"/></x:hyperlinks><x:pageMargins" in tail


def test_without_rows_the_sheet_ends_at_its_header():
    new = with_table(SHEET.encode(), PlacedTable(4, [2], None, []))
    assert b'<x:c r="B4"/></x:row></x:sheetData>' in new
    assert b"hyperlink" not in new
    assert with_table(new, PlacedTable(4, [2], None, [])) == new


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        ("=1+1", ">=1+1<"),
        ("_x0041_", ">_x005F_x0041_<"),
        ("a\x01\x0c<b>&", ">a&lt;b&gt;&amp;<"),
        (Decimal("2.50"), "<x:v>2.5</x:v>"),
        (Decimal("1E+3"), "<x:v>1000</x:v>"),
        (Decimal(1) / 3, "<x:v>0.3333333333333333</x:v>"),
    ],
)
def test_a_value_stands_in_the_file_as_excel_writes_it(value, xml):
    new = with_table(SHEET.encode(), PlacedTable(4, [2], None, [{2: value}])).decode()
    assert xml in new
    assert "<x:f" not in new


@pytest.mark.parametrize("encoding", ["utf-16", "gbk"])
def test_a_part_in_another_encoding_is_refused(encoding):
    data = SHEET.replace("UTF-8", encoding).encode(encoding)
    with pytest.raises(FileProblem, match="文字编码不是 UTF-8"):
        with_table(data, PlacedTable(4, [2], None, []))


# ------------------------------------------------------------------ workbook.xml


def test_tabs_are_shown_the_filter_follows_and_excel_calculates():
    data = f"""<workbook xmlns="{MAIN}"><sheets><sheet name="甲" state='hidden' sheetId="1"/>
<sheet name="乙" sheetId="2" state="hidden"/></sheets><definedNames>
<definedName name="_xlnm._FilterDatabase" localSheetId="0">甲!$B$4:$M$4</definedName>
<definedName name="_xlnm._FilterDatabase" localSheetId="1">'乙'!$A$1</definedName>
</definedNames><extLst/></workbook>""".encode()
    new = with_tabs(data, ["甲"], {"甲": (4, 2, 9, 13)}, must_calculate=True).decode()
    assert '<sheet name="甲" sheetId="1"/>' in new
    assert '<sheet name="乙" sheetId="2" state="hidden"/>' in new
    assert ">甲!$B$4:$M$9</definedName>" in new
    assert ">'乙'!$A$1</definedName>" in new
    assert '<calcPr fullCalcOnLoad="1"/><extLst/>' in new
    assert with_tabs(new.encode(), ["甲"], {}, must_calculate=True) == new.encode()
    deep = data.replace(b"'hidden'", b"'veryHidden'")  # no menu shows it, and nor do we
    assert with_tabs(deep, ["甲"], {}, must_calculate=False) == deep


# ------------------------------------------------------------------ cached values

KEY = Key("数据", "MD.a", "采用数")
FORM = """#sifa-xl:MD|
#表:数据|采用数
MD.a|
MD.a|
+|"""


def form() -> Form:
    """Two rows of one code, a copy, and a row without a code."""
    cells = {}
    for row, line in enumerate(FORM.splitlines(), 1):
        for column, text in enumerate(line.split("|"), 1):
            if text and text != "+":
                cells[row, column] = GridCell(text, CellKind.TEXT)
    found = read_form(Grid("甲", cells))
    assert found
    return found


def refreshed(cells: str, shown: object) -> tuple[str, int]:
    data = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    ours = {KEY: Formula("SUM(C5,D$6)", lambda live: shown)}  # type: ignore[arg-type,return-value]
    live = Live(Indicators(job_of(blank_plans()).filled))
    done = refresh(data, form(), ours, live)
    inside = done.data.decode().partition("<sheetData>")[2].partition("</sheetData>")[0]
    return inside, done.unknown


@pytest.mark.parametrize(
    ("old", "shown", "new"),
    [
        ("<v>1</v>", 2, "<v>2</v>"),
        ("", 2, "<v>2</v>"),
        ("<v></v>", Decimal("2.5"), "<v>2.5</v>"),
        ("<v/>", 0, "<v>0</v>"),
        ("<v>2.50000000000000000001</v>", Decimal("2.5"), "<v>2.50000000000000000001</v>"),
    ],
)
def test_a_number_is_refreshed(old, shown, new):
    cell = '<row r="3"><c r="B3" s="4"><f>SUM(C7, $D$9)</f>{}</c></row>'
    assert refreshed(cell.format(old), shown) == (cell.format(new), 0)


def test_a_text_is_refreshed_and_the_type_with_it():
    old = '<row r="3"><c t="n" r="B3" cm="1"><f ca="1">SUM(C7,D9)</f><v>1</v><extLst/></c></row>'
    assert refreshed(old, " <√>_x0041_")[0] == (
        '<row r="3"><c r="B3" cm="1" t="str"><f ca="1">SUM(C7,D9)</f>'
        '<v xml:space="preserve"> &lt;√&gt;_x005F_x0041_</v><extLst/></c></row>'
    )
    assert refreshed(refreshed(old, "")[0], "")[0] == refreshed(old, "")[0]


def test_an_error_or_a_wrong_type_is_mended():
    old = '<row r="3"><c r="B3" t="e"><f>SUM(C7,D9)</f><v>#NAME?</v></c></row>'
    assert refreshed(old, 3)[0] == '<row r="3"><c r="B3"><f>SUM(C7,D9)</f><v>3</v></c></row>'


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="3"><c r="B3"><f>SUM(C7,D9)*2</f><v>1</v></c></row>',
        '<row r="3"><c r="B3"><f>SUM(#REF!,D9)</f><v>1</v></c></row>',
        '<row r="3"><c r="C3"><f>SUM(C7,D9)</f><v>1</v></c></row>',
        '<row r="4"><c r="B4"><f>SUM(C7,D9)</f><v>1</v></c></row>',
        '<row r="5"><c r="B5"><f>SUM(C7,D9)</f><v>1</v></c></row>',
    ],
    ids=["changed", "lost a cell", "other column", "copied row", "no code"],
)
def test_a_formula_that_is_not_ours_keeps_its_value(cells):
    assert refreshed(cells, 2) == (cells, 1)


def test_a_shared_formula_is_known_by_the_one_it_shares():
    cells = (
        '<row r="3"><c r="A3"><f t="shared" si="0" ref="A3:B3">SUM(B7,C9)</f><v>1</v></c>'
        '<c r="B3"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    assert refreshed(cells, 2) == (cells.replace('si="0"/><v>1', 'si="0"/><v>2'), 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('IF($C$4="A1","",C5)', 'if( $D$6 = "A1" , "" , D9 )', True),
        ('IF($C$4="A1","",C5)', 'IF($C$4="A2","",C5)', False),
        ("SUM(人民调解!$C$5:$C$9)", "SUM('调解 ''工作'''!C6:C19)", True),
        ("COUNTIF(校验结果!$C:$C,1)", "COUNTIF(问题!$D$1:$D$1048576,1)", True),
        ("IF(TRUE,ROUND(J5,1))", "IF(TRUE(),ROUND(K7,1))", True),
        ("ROUND(J5,1)", "ROUND(J5,2)", False),
        ("LOG10(J5)", "LOG2(J5)", False),
    ],
)
def test_formulas_are_the_same_wherever_their_cells_lie(one, other, same):
    assert is_same_formula(one, other) is same


def test_every_formula_of_the_workbook_has_a_key_of_its_own():
    plans = blank_plans()
    book = formula_book(plans, shipped_lines())
    for plan in plans:
        places = [p for p, (content, _) in plan.cells.items() if isinstance(content, Formula)]
        found = read_form(plan.grid())
        assert found
        keys = keys_of(found, places)
        assert len(set(keys.values())) == len(places), plan.name
        assert set(keys.values()) <= set(book.get(plan.code, {}))
