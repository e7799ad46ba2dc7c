"""Single values into the XML of a sheet: whatever the program that wrote it left out."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from sifa_xl.book.cell_values import CellValues
from sifa_xl.book.cell_writing import Days, with_cells
from sifa_xl.book.limits import Budget
from sifa_xl.book.sheet_xml import read_streaming
from sifa_xl.book.styles_xml import Shape, Style, Styles
from sifa_xl.errors import FileProblem

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = Styles((Style(), Style(Shape.DATE)))
DAYS = Days(STYLES, is_1904=False)


def sheet(body: str, before: str = "") -> bytes:
    return f'<worksheet xmlns="{NAMESPACE}">{before}{body}<pageMargins/></worksheet>'.encode()


def values_of(data: bytes) -> dict[tuple[int, int], object]:
    values = CellValues(["共享"], STYLES, False, Budget())
    content = read_streaming([data], "表", values, Budget())
    return {place: cell.value for place, cell in content.cells.items()}


def put(body: str, values: dict[tuple[int, int], object], before: str = "") -> str:
    data = with_cells(sheet(body, before), values, DAYS)
    filled = {place: value for place, value in values.items() if value not in (None, "")}
    read = values_of(data)
    assert {place: read[place] for place in filled} == filled
    assert not (values.keys() - filled.keys()) & read.keys()
    return data.decode()


@pytest.mark.parametrize(
    "body",
    [
        "<sheetData/>",
        "<sheetData></sheetData>",
        '<sheetData><row r="2" spans="1:2"/></sheetData>',
        '<sheetData><row r="2" spans="1:2"></row></sheetData>',
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"/></sheetData>',
        '<sheetData><row><c><v>1</v></c></row><row><c/><c t="s"><v>0</v></c></row></sheetData>',
        '<sheetData><row r="2"><c r="B2" t="e"><v>#N/A</v></c><c r="AB2"/></row></sheetData>',
        '<sheetData><row r="2" ><c r="C2" t="inlineStr"><is><t>旧</t></is></c ></row ></sheetData>',
    ],
)
def test_a_value_finds_its_place_in_any_row(body):
    put(body, {(2, 2): 5, (2, 3): "字", (2, 28): 7, (2, 30): 8, (2, 702): 9, (5, 1): "新行"})


def test_a_cell_keeps_its_style_and_loses_the_kind_of_its_old_value():
    body = '<sheetData><row r="1"><c r="A1" s="1" t="s" cm="1"><v>0</v></c></row></sheetData>'
    assert '<c r="A1" s="1"><v>0</v></c>' not in put(body, {(1, 1): ""})
    assert '<c r="A1" s="1"/>' in put(body, {(1, 1): None})
    assert '<c r="A1" s="0" t="inlineStr">' in put(body.replace('s="1"', 's="0"'), {(1, 1): "字"})


def test_a_new_cell_looks_like_its_row_or_its_column():
    columns = '<cols><col min="2" max="3" style="1"/></cols>'
    body = '<sheetData><row r="1" s="0" customFormat="1"/></sheetData>'
    out = put(body, {(1, 2): 5}, columns)
    assert '<c r="B1" s="0"><v>5</v></c>' in out
    out = with_cells(sheet(body, columns), {(2, 2): 5}, DAYS).decode()
    assert '<c r="B2" s="1"><v>5</v></c>' in out


def test_a_row_forgets_its_span_only_when_a_cell_is_added():
    body = '<sheetData><row r="1" spans="1:1"><c r="A1"/></row></sheetData>'
    assert "spans" in put(body, {(1, 1): 5})
    assert "spans" not in put(body, {(1, 2): 5})


def test_the_size_of_the_sheet_follows():
    body = '<sheetData><row r="3"><c r="B3"><v>1</v></c></row></sheetData>'
    assert '<dimension ref="B3:D9"/>' in put(body, {(9, 4): 5}, '<dimension ref="B3"/>')
    assert '<dimension ref="B3"/>' in put(body, {(9, 4): None}, '<dimension ref="B3"/>')


def test_a_row_grows_for_a_long_text_and_never_shrinks():
    columns = '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="20"/></cols>'
    out = put("<sheetData/>", {(1, 1): "长" * 60}, columns)
    assert re.search(r'<row r="1" ht="\d+(\.\d+)?" customHeight="1">', out)
    tall = '<sheetData><row r="1" ht="400" customHeight="1"/></sheetData>'
    assert 'ht="400"' in put(tall, {(1, 1): "长" * 60}, columns)
    low = '<sheetData><row r="1" ht="20" customHeight="1"><c r="A1"/></row></sheetData>'
    out = put(low, {(1, 1): "长" * 60}, columns)
    assert out.count("customHeight") == 1
    assert 'ht="20"' not in out


def test_a_prefix_of_the_namespace_is_used_for_what_is_new():
    data = f'<x:worksheet xmlns:x="{NAMESPACE}"><x:sheetData/></x:worksheet>'.encode()
    out = with_cells(data, {(1, 1): "字", (1, 2): Decimal("2.5")}, DAYS)
    assert values_of(out) == {(1, 1): "字", (1, 2): 2.5}
    assert b"<c " not in out


def test_a_day_is_a_number_where_days_are_shown_and_a_text_elsewhere():
    body = '<sheetData><row r="1"><c r="A1" s="1"/><c r="B1" s="0"/></row></sheetData>'
    day = date(2022, 6, 30)
    out = with_cells(sheet(body), {(1, 1): day, (1, 2): day}, DAYS).decode()
    assert '<c r="A1" s="1"><v>44742</v></c>' in out
    assert "2022-06-30" in out
    assert "<v>43280</v>" in with_cells(sheet(body), {(1, 1): day}, Days(STYLES, True)).decode()


def test_a_cell_of_an_array_formula_is_refused():
    body = (
        '<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:A3">{1}</f></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c></row></sheetData>'
    )
    with pytest.raises(FileProblem, match="的A2属于一个数组公式"):
        with_cells(sheet(body), {(2, 1): 5}, DAYS)
    put(body, {(4, 1): 5})


def test_an_escape_in_a_text_stays_what_it_is():
    put("<sheetData/>", {(1, 1): "_x0041_ <&> \n 尾 "})
