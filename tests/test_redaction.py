"""redact: nothing of a person is left anywhere in the copy, and nothing else is missing."""

from __future__ import annotations

import html
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from sifa_xl.book.reader import read
from sifa_xl.errors import FileProblem
from sifa_xl.jobs import Job
from sifa_xl.ledgers import Date, Identity, Pick, Quantity
from sifa_xl.lines import shipped
from sifa_xl.private_values import names_of_persons
from sifa_xl.redaction import redact_file
from tests.books import job_of, saved, sheet, type_in
from tests.ledger_books import all_ledgers, cell_of, plans_with

PRIVATE = [
    (each, label) for each in all_ledgers() for label, c in each.columns.items() if c.is_private
]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
SECRETS = {
    (ledger.name, label): f"{SURNAMES[number]}镧钇"
    for number, (ledger, label) in enumerate(PRIVATE)
}
PHONE = "13900001234"


def typed(column: Any) -> Any:
    if isinstance(column, Date):
        return date(2022, 3, 1)
    if isinstance(column, Pick):
        return column.choices[0]
    return 3 if isinstance(column, Quantity) else f"{column.label}某"


def planted() -> dict[str, list[dict[str, Any]]]:
    """Two rows of every ledger; each private column of free text has a secret of its own."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for ledger in all_ledgers():
        row = {label: typed(column) for label, column in ledger.columns.items()}
        for label, column in ledger.columns.items():
            if column.is_private and not isinstance(column, Pick):
                row[label] = SECRETS[ledger.name, label] + PHONE * isinstance(column, Identity)
        rows[ledger.name] = [row, row]
    return rows


def workbook(folder: Path, **typed_in: Any) -> Path:
    plans = plans_with(planted())
    type_in(plans, "分析!C3", "社区矫正")
    for cell, value in typed_in.items():
        type_in(plans, cell, value)
    return saved(plans, folder / "book.xlsx")


def texts(path: Path) -> dict[str, str]:
    """Every part of the file in every way it might be read."""
    found = {}
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            data = package.read(name)
            shapes = [data.decode(code, "ignore") for code in ("utf-8", "utf-16-le", "gb18030")]
            shapes += [re.sub("<[^>]*>", "", shapes[0]), html.unescape(shapes[0])]
            found[name] = "\n".join(shapes)
    found["the file itself"] = path.read_bytes().decode("utf-8", "ignore")
    return found


def leaks(path: Path) -> list[tuple[str, str]]:
    secrets = [*SECRETS.values(), PHONE]
    return [(part, word) for part, text in texts(path).items() for word in secrets if word in text]


def test_no_private_value_is_left_in_any_part_and_all_else_stays(tmp_path):
    path = workbook(tmp_path)
    before = path.read_bytes()
    assert len({word for _, word in leaks(path)}) > 10, "they are there to begin with"
    target, done, backup = redact_file(path, tmp_path / "copy.xlsx")
    assert leaks(target) == []
    assert (path.read_bytes(), backup) == (before, None)
    assert set(done.left_out["社区矫正台账"]) == {"姓名", "身份证号", "罪名", "未成年"}
    one, other = Job(read(path).grids, shipped()), Job(read(target).grids, shipped())
    for name in ("人民调解", "社区矫正", "法律援助"):
        line = next(line for line in shipped() if line.title == name)
        for figure in line.figures:
            assert one.indicators.value(figure) == other.indicators.value(figure)
    for ledger in all_ledgers():
        table, copied = one.filled.ledgers[ledger.code], other.filled.ledgers[ledger.code]
        for label, column in ledger.columns.items():
            wanted = [None, None] if column.is_private else table.values[label]
            assert copied.values[label] == wanted, label
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target) as new:
        assert old.namelist() == new.namelist()
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
    assert not [n for n in changed if not n.startswith(("xl/worksheets/sheet", "xl/sharedStr"))]
    assert openpyxl.load_workbook(target)["人民调解台账"]["E3"].value == "来源"


def test_what_hangs_around_the_cells_goes_too(tmp_path):
    path, secret = workbook(tmp_path), SECRETS["人民调解", "当事人"]
    book = openpyxl.load_workbook(path)
    page = book["人民调解台账"]
    page["G4"].comment = Comment("镧钇的旁注", "甲")
    page["P3"], page["P4"] = "备注", f"{secret}说的"
    book["首页"]["H30"].comment = Comment(f"问{secret}", "甲")
    book.defined_names["某人"] = openpyxl.workbook.defined_name.DefinedName(
        "某人", attr_text=f'"{secret}"'
    )
    book.properties.creator = secret
    rule = openpyxl.worksheet.datavalidation.DataValidation("list", formula1=f'"{secret},乙"')
    rule.add("H31")
    book["首页"].add_data_validation(rule)
    book.save(path)
    target, done, _ = redact_file(path, None)
    assert target.name == "book（不含个人信息）.xlsx"
    assert leaks(target) == []
    assert "镧钇" not in "".join(texts(target).values())
    assert "自己加的列" in done.left_out["人民调解台账"]
    assert openpyxl.load_workbook(target)["人民调解台账"]["P4"].value is None


def test_a_renamed_header_hides_nothing(tmp_path):
    plans = plans_with(planted())
    cases = next(each for each in all_ledgers() if each.name == "人民调解")
    row, column = cell_of(cases, "当事人")
    sheet(plans, cases.title).put(row - 1, column, "名字", "head")
    path = saved(plans, tmp_path / "book.xlsx")
    target, _, _ = redact_file(path, None)
    assert leaks(target) == []


def test_a_name_in_the_clerks_own_prose_is_refused_at_its_cell_without_saying_it(tmp_path):
    secret = SECRETS["法律援助", "受援人"]
    plans = plans_with(planted())
    type_in(plans, "存在问题!B5", f"群众{secret}反映等候时间长。")
    path = saved(plans, tmp_path / "book.xlsx")
    with pytest.raises(FileProblem, match="存在问题!B5") as problem:
        redact_file(path, None)
    assert secret not in str(problem.value)
    assert [each.name for each in tmp_path.iterdir()] == ["book.xlsx"]


def test_the_export_is_recorded_without_a_name(run, tmp_path):
    path = workbook(tmp_path)
    outcome = run("redact", path, tmp_path / "copy.xlsx")
    assert outcome.code == 0, outcome
    (line,) = (tmp_path / "导出记录.jsonl").read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (told["what"], told["rows"]["人民调解台账"]) == ("redact", 2)
    assert "身份证号" in told["left_out"]["社区矫正台账"]
    assert not [word for word in SECRETS.values() if word in line + outcome.out + outcome.err]


@pytest.mark.parametrize(("out", "told"), [("book.xlsx", "就是要读的"), ("a.xlsm", "扩展名")])
def test_the_workbook_itself_is_never_written_over(run, tmp_path, out, told):
    path = workbook(tmp_path)
    before = path.read_bytes()
    assert told in run("redact", path, tmp_path / out).complaint
    assert path.read_bytes() == before


def test_offices_among_the_parties_are_no_names_of_persons():
    rows = [{"当事人": "张三丰、李四", "受理日期": date(2022, 3, 1)}]
    rows += [{"当事人": "青山县公安局"}, {"当事人": "王建会诉某某村委会"}]
    tables = job_of(plans_with({"人民调解": rows})).filled.ledgers.values()
    assert names_of_persons(tables) == {"张三丰", "李四", "王建会"}
