"""Change one typed figure: exactly what names it, or is derived from it, changes."""

from __future__ import annotations

import re

import pytest

from sifa_xl.domain import State
from sifa_xl.narrative import Paragraph, Summary
from tests.books import job_of, sample_plans, type_in


def typed_cells() -> dict[str, int]:
    """Every typed number of the sample by its cell."""
    found: dict[str, int] = {}
    for data in job_of(sample_plans()).filled.lines.values():
        amounts = [entry.now for entry in data.entries.values()]
        amounts += [a for rows in data.splits.values() for r in rows for a in r.amounts.values()]
        for amount in amounts:
            if amount.state is State.KNOWN and amount.value is not None:
                found[str(amount.place)] = int(amount.value)
    return found


TYPED = typed_cells()
CHANGED = [
    (cell, value, value + step) for cell, value in TYPED.items() for step in (1, 20) if value
]


def pieces(summary: Summary) -> list[tuple[str, list[str], list[tuple[str, tuple[str, ...]]]]]:
    """Each paragraph as its own words and its spans (fact and cells), in order."""
    found = []
    for paragraph in summary.paragraphs:
        spans = paragraph.prose.spans
        edges = [0, *[edge for s in spans for edge in (s.start, s.end)], len(paragraph.text)]
        words = [paragraph.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        found.append((paragraph.id, words, [(s.fact or "", s.cells) for s in spans]))
    return found


def printed(summary: Summary) -> list[tuple[str, str, tuple[str, ...]]]:
    """Every span's fact, words and cells."""
    return [
        (span.fact or "", paragraph.text[span.start : span.end], span.cells)
        for paragraph in summary.paragraphs
        for span in paragraph.prose.spans
    ]


@pytest.fixture(scope="module")
def before():
    return job_of(sample_plans()).summary()


@pytest.mark.parametrize(("cell", "old", "new"), CHANGED, ids=lambda v: str(v))
def test_only_spans_that_know_the_cell_change(before, cell, old, new):
    plans = sample_plans()
    type_in(plans, cell, new)
    after = job_of(plans).summary()
    assert pieces(after) == pieces(before)  # the words around the figures, and their sources
    changes = [
        (was, now) for was, now in zip(printed(before), printed(after), strict=True) if was != now
    ]
    assert changes, f"{cell} stands nowhere in the text"
    assert all(cell in was[2] for was, _ in changes)
    own = [was for was, _ in changes if was[2] == (cell,)]
    assert own or all(len(was[2]) > 1 for was, _ in changes)


def sentences(paragraph: Paragraph) -> list[tuple[str, frozenset[str]]]:
    """Each sentence with the cells of its spans."""
    found, start = [], 0
    for stop in [m.end() for m in re.finditer("[。；]", paragraph.text)] or [len(paragraph.text)]:
        cells = {
            cell
            for span in paragraph.prose.spans
            if start <= span.start < stop
            for cell in span.cells
        }
        found.append((paragraph.text[start:stop], frozenset(cells)))
        start = stop
    return found


@pytest.mark.parametrize("cell", [cell for cell, value in TYPED.items() if value == 0])
def test_a_zero_that_becomes_one_changes_only_sentences_that_know_its_cell(before, cell):
    plans = sample_plans()
    type_in(plans, cell, 1)
    after = job_of(plans).summary()
    was = {s for p in before.paragraphs for s in sentences(p)}
    now = {s for p in after.paragraphs for s in sentences(p)}
    assert after.text.count("未发生") == before.text.count("未发生") - 1
    assert all(cell in cells for _, cells in was ^ now)
    assert was != now
