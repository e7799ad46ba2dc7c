"""forms.py: sheets, tables and rows are found by their codes, wherever the clerk moved them."""

from dataclasses import replace

from sifa_xl.domain import Grid
from sifa_xl.forms import read_form
from tests.drawn import draw, read_cell

SHEET = draw(
    "人民调解",
    """
    | 指标     | 本期 | 上年同期 |
    | 受理纠纷 | 723  | 700      |

    纠纷类型
    | 类型 | 件数 |
    | 邻里 | 300  |
""",
)


def moved(grid, rows=0, columns=0):
    """The grid with so many rows on top and columns in front."""
    cells = {(row + rows, column + columns): cell for (row, column), cell in grid.cells.items()}
    return replace(grid, cells=cells)


def grid(**cells):
    """``A1="x"``: one-letter columns, one cell each."""
    places = {(int(key[1:]), ord(key[0]) - 64): read_cell(text) for key, text in cells.items()}
    return Grid("表", places)


def record(form, table, code):
    return next(record for record in form.tables[table].records if record.code == code)


def test_a_sheet_without_our_code_is_none_of_ours():
    assert read_form(grid(A1="人民调解", B2="723")) is None
    assert read_form(Grid("空表", {})) is None


def test_a_form_has_its_code_its_name_and_its_tables():
    form = read_form(SHEET)
    assert (form.code, form.sheet) == ("MD", "人民调解")
    assert {"数据", "MD.kinds", "MD.stations", "指标", "举措", "补充数据"} == set(form.tables)


def test_a_record_knows_its_cells_by_header_and_their_places():
    accepted = record(read_form(SHEET), "数据", "MD.accepted")
    assert accepted.cells["本期"].value == 723
    assert str(accepted.place("上年同期")) == "人民调解!D3"


def test_inserted_rows_and_columns_do_not_matter():
    accepted = record(read_form(moved(SHEET, rows=12, columns=3)), "数据", "MD.accepted")
    assert accepted.cells["本期"].value == 723
    assert str(accepted.place("本期")) == "人民调解!F15"


def test_a_column_moved_to_the_far_right_is_found_by_its_header():
    cells = {(r, 40 if c == 3 else c): cell for (r, c), cell in SHEET.cells.items()}
    accepted = record(read_form(replace(SHEET, cells=cells)), "数据", "MD.accepted")
    assert str(accepted.place("本期")) == "人民调解!AN3"


def test_a_mark_too_far_down_is_a_copy_and_not_the_sheets_own():
    assert read_form(moved(SHEET, rows=40)) is None


def test_rows_outside_the_tables_and_notes_are_no_records():
    form = read_form(
        grid(
            A1="#sifa-xl:X",
            A2="#表:数据",
            B2="指标",
            B3="甲",
            A4="#注",
            B4="说明文字",
            A5="#末:数据",
            B6="合计",
        )
    )
    assert [row.row for row in form.tables["数据"].records] == [3]


def test_of_two_headers_of_one_name_the_left_counts_and_the_other_is_told():
    form = read_form(grid(A1="#sifa-xl:X", A2="#表:数据", B2="本期", C2="本期", B3="1", C3="2"))
    table = form.tables["数据"]
    assert table.doubled_headers == ("本期",)
    assert table.records[0].cells["本期"].value == 1


def test_of_two_tables_of_one_key_the_first_counts_and_the_other_is_kept_apart():
    form = read_form(
        grid(A1="#sifa-xl:X", A2="#表:数据", B2="本期", B3="1", A5="#表:数据", B5="本期", B6="2")
    )
    assert [row.cells["本期"].value for row in form.tables["数据"].records] == [1]
    assert [copy.header_row for copy in form.copies] == [5]


def test_a_row_of_formulas_is_blank_for_a_template_row_but_holds_their_results():
    form = read_form(
        grid(
            A1="#sifa-xl:X", A2="#表:数据", B2="名", C2="数", B3="=甲", C3="=5", A4="X.off", C5=" "
        )
    )
    table = form.tables["数据"]
    assert [row.is_blank for row in table.records] == [True, True, True]
    assert [row.row for row in table.filled()] == [3]


def test_a_formula_never_calculated_is_not_nothing():
    form = read_form(grid(A1="#sifa-xl:X", A2="#表:数据", B2="数", B3="=?"))
    assert [row.row for row in form.tables["数据"].filled()] == [3]


def test_of_two_marks_the_upper_one_names_the_sheet():
    assert read_form(grid(A1="#sifa-xl:MD", A20="#sifa-xl:LA")).code == "MD"
