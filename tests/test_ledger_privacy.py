"""No value of a sensitive or personal column leaves its ledger, whatever is wrong with the row."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sifa_xl.book.reader import read
from sifa_xl.errors import SifaError
from sifa_xl.ledgers import Date, Ledger, Pick, Quantity, Tag
from sifa_xl.lines import shipped
from sifa_xl.shapes import facts_shape, findings_shape, summary_shape
from tests.books import job_of, saved, type_in
from tests.ledger_books import all_ledgers, plans_with

PRIVATE = [
    (ledger, label)
    for ledger in all_ledgers()
    for label, column in ledger.columns.items()
    if column.tag in (Tag.SENSITIVE, Tag.PERSONAL)
]
SECRET = "欧阳机密"
WAYS = [SECRET, f" {SECRET}", f"{SECRET}１２３", 431299199001010011, date(1983, 4, 5)]


def bad_rows(ledger: Ledger, label: str, secret: object) -> list[dict[str, object]]:
    """The same row twice with every rule broken, and one with every cell of the wrong kind."""
    typed: dict[str, object] = {}
    for number, column in enumerate(ledger.columns.values()):
        if isinstance(column, Date):
            typed[column.label] = date(2022, 5, 28 - number)  # each earlier than the one before
        elif isinstance(column, Pick):
            typed[column.label] = column.choices[0]
        else:
            typed[column.label] = 3 if isinstance(column, Quantity) else "某"
    wrong = dict.fromkeys(typed, "不对")
    rows = [typed, typed, wrong, {ledger.anchor: date(2022, 1, 2)}, {}]
    return [row | {label: secret} for row in rows]


@pytest.mark.parametrize(("ledger", "label"), PRIVATE, ids=lambda v: getattr(v, "name", v))
def test_no_private_value_reaches_a_finding_a_fact_a_text_or_json(ledger, label):
    line = next(line for line in shipped() if ledger in line.ledgers)
    for secret in WAYS:
        plans = plans_with({ledger.name: bad_rows(ledger, label, secret)}, (line,))
        job = job_of(plans, (line,))
        told = [findings_shape(job.findings), facts_shape(job.facts.facts.values())]
        told += [finding.model_dump() for finding in job.findings]
        try:
            told.append(summary_shape(job.summary(), is_draft=True))
        except SifaError as problem:
            told.append(str(problem))
        text = json.dumps(told, ensure_ascii=False, default=str)
        for form in (SECRET, "43129919900101001", "1983", "4月5日"):
            assert form not in text


def test_the_rows_are_read_all_the_same():
    job = job_of(plans_with({"社区矫正": [{"姓名": SECRET, "报到日期": date(2022, 3, 1)}]}))
    (row,) = job.filled.ledgers["CC.ledger"].models()
    assert (row.name, row.reported_on) == (SECRET, date(2022, 3, 1))


SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
COMMANDS = [
    ["check", "{book}"],
    ["check", "{book}", "--json"],
    ["facts", "{book}", "--json"],
    ["indicators", "{book}", "--json"],
    [
        *("summarize", "{book}", "--text", "{folder}/总结.txt", "--word", "{folder}/总结.docx"),
        *("--review", "{folder}/送审.docx", "--json", "{folder}/总结.json", "--write"),
    ],
    ["summarize", "{book}", "--text", "{folder}/公开.txt", "--public"],
    ["public", "{folder}/总结.docx", "--workbook", "{book}"],
    ["run", "{book}", "--action", "检查"],
]


def secret_of(number: int, way: int) -> object:
    """What is planted in a private column: a word, a word and digits, a number, a day."""
    word = f"{SURNAMES[number]}镧钇"
    return (word, f" {word}１２３", 431299199001010011 + number, date(1983, 4, 1 + number))[way]


@pytest.mark.parametrize("way", range(4))
def test_no_command_lets_a_private_value_out_of_its_ledger(run, tmp_path, monkeypatch, way):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    numbers = {(ledger.name, label): n for n, (ledger, label) in enumerate(PRIVATE)}
    rows = {}
    for ledger in all_ledgers():
        rows[ledger.name] = bad_rows(ledger, ledger.anchor, date(2022, 5, 5))
        for (name, label), number in numbers.items():
            if name == ledger.name:
                rows[name] = [row | {label: secret_of(number, way)} for row in rows[name]]
    plans = plans_with(rows)
    type_in(plans, "分析!C3", "社区矫正")
    folder = tmp_path / "out"
    folder.mkdir()
    book = saved(plans, folder / "book.xlsx")
    told = ""
    for command in COMMANDS:
        outcome = run(*(word.format(book=book, folder=folder) for word in command))
        assert outcome.code in (0, 1), outcome
        told += outcome.out + outcome.err
    found = {"screen": told}
    for path in [*folder.rglob("*"), *(tmp_path / "state").rglob("*")]:
        if path.is_file() and path.parent.name != "备份":
            found |= _texts(path)
    assert len(found) > 20
    forms = [f"{surname}镧钇" for surname in SURNAMES]
    forms += ["43129919900101", "1983/4", "1983年4月", "1983-04", "镧钇"]
    assert [(where, form) for where, text in found.items() for form in forms if form in text] == []


def _texts(path: Path) -> dict[str, str]:
    """The parts of a file; of the workbook all but the ledgers and the texts their cells share."""
    if path.suffix not in (".xlsx", ".docx"):
        return {str(path): path.read_text(encoding="utf-8")}
    if path.suffix == ".xlsx":
        grids = [grid for grid in read(path).grids if not grid.sheet.endswith("台账")]
        cells = {grid.sheet: " ".join(str(c.value) for c in grid.cells.values()) for grid in grids}
        return {f"{path.name}!{sheet}": text for sheet, text in cells.items()}
    with zipfile.ZipFile(path) as package:
        return {
            f"{path.name}:{n}": package.read(n).decode("utf-8", "ignore")
            for n in package.namelist()
        }


def test_a_name_of_a_ledger_in_the_text_blocks_the_public_version_and_is_not_repeated(
    run, tmp_path
):
    plans = plans_with({"法律援助": [{"受援人": "欧阳镧", "申请日期": date(2022, 3, 1)}]})
    type_in(plans, "存在问题!B5", "欧阳　镧反映等候时间长。")
    book = saved(plans, tmp_path / "book.xlsx")
    outcome = run("summarize", book, "--text", tmp_path / "公开.txt", "--public")
    assert outcome.code == 1
    assert "有台账里的姓名欧**" in outcome.out + outcome.err
    assert "镧" not in outcome.out + outcome.err
    assert not (tmp_path / "公开.txt").exists()
    text = tmp_path / "稿子.txt"
    text.write_text("受援人欧阳镧表示感谢。\n", encoding="utf-8")
    assert run("public", text).code == 0
    blocked = run("public", text, "--workbook", book)
    assert (blocked.code, "镧" in blocked.out + blocked.err) == (1, False)
