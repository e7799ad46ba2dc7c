"""No value of a sensitive or personal column leaves its ledger, whatever is wrong with the row."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sifa_xl.errors import SifaError
from sifa_xl.ledgers import Date, Ledger, Pick, Quantity, Tag
from sifa_xl.lines import shipped
from sifa_xl.shapes import facts_shape, findings_shape, summary_shape
from tests.books import job_of
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
