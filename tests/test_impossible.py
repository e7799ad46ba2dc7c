"""Values that cannot be: shares above the whole, negative counts.  Never printed as they are."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from sifa_xl.book.addresses import NOW, STATUS
from sifa_xl.book.plan import SheetPlan, column_letters
from sifa_xl.declarations import Computed, Rate, WorkLine
from sifa_xl.domain import Level, State
from sifa_xl.indicators import Indicators
from sifa_xl.jobs import Job
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.live import Live, anchored
from sifa_xl.trees import Named
from tests.books import addresses, blank_plans, formula_cells, job_of, opened, saved, type_in
from tests.office.server import Office, poison
from tests.test_live_formulas import differences

RATES = [(line, rate) for line in shipped_lines() for rate in line.rates]
WRONG = "必须改 X-10"


def typed_leaves(node: Any) -> list[Named]:
    """The figures a clerk types for a part or a base."""
    found: list[Named] = []
    for leaf in node.leaves():
        inner = leaf.definition if isinstance(leaf, Computed) else None
        found += typed_leaves(inner) if inner is not None else [leaf]
    return list(dict.fromkeys(found))


def too_much(line: type[WorkLine], rate: Rate) -> list[SheetPlan]:
    """A workbook whose part is thirty times its base."""
    plans = blank_plans((line,))
    at = addresses(line)
    base, part = typed_leaves(rate.definition.base), typed_leaves(rate.definition.part)
    for leaf in [*base, *part]:
        number = 1 if leaf in base else 90
        type_in(plans, f"{line.title}!{column_letters(NOW)}{at.row(leaf)}", number)
    return plans


@pytest.mark.parametrize(("line", "rate"), RATES, ids=lambda each: getattr(each, "name", ""))
def test_a_share_above_the_whole_is_told_and_never_printed(line, rate):
    job = job_of(too_much(line, rate), (line,))
    value = job.indicators.value(rate)
    fact = job.facts.facts[f"{line.title}.{rate.name}"]
    told = [f for f in job.findings if (f.code, f.figure) == ("X-10", rate.label)]
    if value is None or value <= 100:  # the part lies in its base: less than nothing, or unknown
        assert (fact.text, told) == ("", [])
        return
    assert (fact.state, fact.text) == (State.PENDING, "")
    assert not job.facts.facts[f"{line.title}.{rate.name}.同比"].is_filled
    assert any(f.level is Level.ERROR and f.sheet == line.title for f in job.findings)
    assert len(told) <= 1
    assert Live(job.indicators).status(rate, anchored(line, rate)) == WRONG


def test_the_draft_says_unknown_and_the_relation_is_told_once(book):
    job = opened(book(调解成功=222))
    assert "成功率××" in job.summary().text
    assert "111" not in job.summary().text
    assert [f.code for f in job.findings if f.level is Level.ERROR] == ["MD-01"]


@pytest.mark.parametrize("value", ["-5", "2.5"])
def test_an_impossible_count_is_unknown_in_the_draft_and_blocks_the_final(book, value):
    job = opened(book(受理纠纷=f'{{ "本期" = {value} }}'))
    text = job.summary().text
    assert "受理矛盾纠纷××件" in text
    assert value not in text
    assert "X-10" in [f.code for f in job.findings if f.is_open]


def test_a_hundred_per_cent_and_nothing_are_possible():
    for line, rate in RATES:
        assert rate.admits(Fraction(100)), line
        assert rate.admits(Fraction(0)), line
        assert not rate.admits(Fraction(10_001, 100)), line
        assert not rate.admits(Fraction(-1)), line


@pytest.mark.office
def test_the_live_check_of_every_impossible_share_is_pythons(office: Office, tmp_path):
    plans = blank_plans()
    for line, rate in RATES:
        at = addresses(line)
        for leaf in typed_leaves(rate.definition.base):
            type_in(plans, f"{line.title}!{column_letters(NOW)}{at.row(leaf)}", 1)
        for leaf in typed_leaves(rate.definition.part):
            type_in(plans, f"{line.title}!{column_letters(NOW)}{at.row(leaf)}", 90)
    path = saved(plans, tmp_path / "book.xlsx")
    poison(path, tmp_path / "毒.xlsx")
    cells = [f"{line.title}!{column_letters(STATUS)}{addresses(line).row(r)}" for line, r in RATES]
    with office.open(tmp_path / "毒.xlsx") as book:
        book.recalculate()
        shown = book.read(list(formula_cells(plans)))
    assert differences(shown, plans) == []
    assert [shown[cell] for cell in cells].count(WRONG) > len(cells) / 2


def test_indicators_keep_the_value_for_the_rules(book):
    job: Job = opened(book(调解成功=222))
    indicators = Indicators(job.filled)
    (rate,) = [r for line, r in RATES if r.name == "调解成功率"]
    assert indicators.value(rate) == 111
    assert indicators.state(rate) is State.PENDING
