"""台账数 three ways: the formula as LibreOffice computes it, pandas, and plain Python."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sifa_xl.indicators import counting_span
from sifa_xl.lines import shipped
from sifa_xl.lines.legal_aid import LegalAid
from sifa_xl.tables import count_plainly, count_with_pandas
from tests.books import formula_cells, job_of, saved
from tests.ledger_books import all_ledgers, plans_with, random_rows
from tests.office.server import Office, poison
from tests.test_live_formulas import differences

LONG = LegalAid.consultation_ledger
HOMES = [  # the period each workbook counts
    {},
    {"期别": "第二季度", "统计截止日": date(2022, 6, 20)},
    {"期别": "全年", "统计截止日": date(2023, 1, 20)},  # outside: the whole year counts
    {"期别": "1至9月"},
    {"年份": ""},
]
FIGURES = [figure for line in shipped() for figure in line.figures if figure.ledger is not None]


@pytest.mark.office
@pytest.mark.parametrize("seed", range(5))
def test_every_formula_equals_python_in_a_workbook_with_ledgers(office: Office, tmp_path, seed):
    chance = Random(seed)
    rows = {
        ledger.name: random_rows(ledger, chance.choice([0, 1, 40, 400]), chance)
        for ledger in all_ledgers()
    }
    if seed == 0:
        rows[LONG.name] = random_rows(LONG, 5000, chance)
    units = {
        line.title: {
            figure.name: {"城关镇": chance.randint(0, 30), "石羊哨乡": chance.choice([None, 5, 0])}
            for figure in line.figures
            if chance.random() < 0.3
        }
        for line in shipped()
    }
    units = {line: {f: _filled(u) for f, u in table.items()} for line, table in units.items()}
    typed = {"受理纠纷": chance.randint(0, 40), "涉及金额": chance.randint(0, 40)}
    plans = plans_with(rows, (), units, HOMES[seed], **typed)
    path = saved(plans, tmp_path / "book.xlsx")
    poison(path, tmp_path / "毒.xlsx")
    with office.open(tmp_path / "毒.xlsx") as book:
        book.recalculate()
        shown = book.read(list(formula_cells(plans)))
    assert differences(shown, plans) == []


def _filled(given):
    return {unit: number for unit, number in given.items() if number is not None}


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_pandas_and_plain_python_count_alike_on_random_ledgers(seed):
    chance = Random(seed)
    ledger = chance.choice(all_ledgers())
    count = chance.choice([0, 1, 10, 100, 1000, 5000] if chance.random() < 0.2 else [0, 1, 10, 60])
    plans = plans_with({ledger.name: random_rows(ledger, count, chance, mischief=0.1)})
    filled = job_of(plans).filled
    span = counting_span(filled.settings)
    table = filled.ledgers[ledger.code]
    for figure in FIGURES:
        if figure.ledger.ledger is ledger:
            plain = count_plainly(figure.ledger, table, span)
            assert count_with_pandas(figure.ledger, table, span) == plain, figure.label
