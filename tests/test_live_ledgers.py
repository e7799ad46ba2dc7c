"""台账数 three ways: the formula as LibreOffice computes it, pandas, and plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sifa_xl.adoption import Source
from sifa_xl.book.ledger_plan import LISTS
from sifa_xl.book.plan import Formula, SheetPlan, ref
from sifa_xl.indicators import counting_span
from sifa_xl.jobs import Job
from sifa_xl.lines import shipped
from sifa_xl.lines.legal_aid import LegalAid
from sifa_xl.tables import count_plainly, count_with_pandas
from tests.books import addresses, formula_cells, job_of, saved
from tests.ledger_books import all_ledgers, plans_with, random_rows
from tests.office.server import Office, poison
from tests.test_live_formulas import differences

HOMES = [  # the period each workbook counts
    {},
    {"期别": "第二季度", "统计截止日": date(2022, 6, 20)},
    {"期别": "全年", "统计截止日": date(2023, 1, 20)},  # outside: the whole year counts
    {"期别": "1至9月"},
    {"年份": ""},
]
LONG = LegalAid.consultation_ledger
LINES = tuple(line for line in shipped() if line.ledgers)
COUNTED = [(line, figure) for line in LINES for figure in line.figures if figure.ledger is not None]
OFTEN = (5, 4, 4, 4, 1)  # how often each home is drawn
BOOKS = 18  # of twelve ledgers: more than two hundred in all
SIZES = (0, 1, 2, 8, 40, 150)
LONG_ONES, MOST_ROWS = (0, 0, 600, 2500), 5000  # of one ledger in a workbook


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


@pytest.mark.office
def test_formulas_pandas_and_python_agree_on_two_hundred_random_ledgers(office: Office, tmp_path):
    seen: Counter[str] = Counter()

    @settings(
        max_examples=BOOKS,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32 - 1))
    def agree(seed: int) -> None:
        chance = Random(seed)
        plans = _random_ledgers(chance, chance.choice(LONG_ONES) if seen else MOST_ROWS)
        path = saved(plans, tmp_path / "book.xlsx")
        poison(path, tmp_path / "毒.xlsx")
        with office.open(tmp_path / "毒.xlsx") as book:
            book.recalculate()
            shown = book.read(list(formula_cells(plans)))
        assert len(shown) == len(COUNTED)
        assert differences(shown, plans) == []
        _compare(job_of(plans), seen)

    agree()
    assert seen["台账"] >= 200
    assert min(seen["不知道"], seen["为零"], seen["有数"]) > 100


def _random_ledgers(chance: Random, longest: int) -> list[SheetPlan]:
    """Twelve ledgers and the sheets that count them, with no other formula than the counts."""
    ledgers = all_ledgers()
    sizes = {ledger.name: chance.choice(SIZES) for ledger in ledgers}
    sizes[chance.choice(ledgers).name] = longest
    rows = {
        ledger.name: random_rows(ledger, sizes[ledger.name], chance, blank_columns=0.2)
        for ledger in ledgers
    }
    plans = plans_with(rows, LINES, home=chance.choices(HOMES, OFTEN)[0])
    counts = {
        (line.title, addresses(line).source(figure, Source.LEDGER)) for line, figure in COUNTED
    }
    wanted = {"首页", LISTS, *(line.title for line in LINES), *(each.title for each in ledgers)}
    kept = [plan for plan in plans if plan.name in wanted]
    for plan in kept:
        for (row, column), (content, style) in plan.cells.items():
            if isinstance(content, Formula) and (plan.name, ref(row, column)) not in counts:
                plan.cells[row, column] = None, style
    return kept


def _compare(job: Job, seen: Counter[str]) -> None:
    """Compare pandas with plain Python, and note what there was to compare."""
    span = counting_span(job.filled.settings)
    tables = job.filled.ledgers
    seen["台账"] += len(tables)
    for _, figure in COUNTED:
        counted = figure.ledger
        if span is None or counted.ledger.code not in tables:
            continue
        table = tables[counted.ledger.code]
        plain = count_plainly(counted, table, span)
        assert count_with_pandas(counted, table, span) == plain, figure.label
        assert job.indicators.from_source(figure, Source.LEDGER) == plain, figure.label
        if table.rows:
            seen["不知道" if plain is None else "有数" if plain else "为零"] += 1


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_pandas_and_plain_python_count_alike_on_random_ledgers(seed):
    chance = Random(seed)
    line, ledger = chance.choice([(line, each) for line in LINES for each in line.ledgers])
    count = chance.choice([0, 1, 10, 100, 1000, 5000] if chance.random() < 0.1 else [0, 1, 10, 60])
    rows = random_rows(ledger, count, chance, mischief=0.1, blank_columns=0.2)
    _compare(job_of(plans_with({ledger.name: rows}, (line,)), (line,)), Counter())
