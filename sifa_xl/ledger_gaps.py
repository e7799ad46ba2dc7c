"""Where a 台账 leaves a count open: a column that decides is blank in every row it decides on.

Blank is not zero.  A count asks words and days of columns; the rows such a column decides on are
those the condition would take whatever stood there.  Are there such rows and none has the column
filled, the count is not known.  Is there no such row, 0 is the truth: nobody left the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from sifa_xl.ledger_conditions import (
    Before,
    Condition,
    Either,
    HasDay,
    Is,
    IsFilled,
    Not,
    Pair,
    Terms,
    UpTo,
    Within,
    counting_terms,
)

_ASKING = (Is, HasDay, Within, UpTo, Before)


@dataclass(frozen=True, eq=False)
class Gap:
    """Columns, and the rows they decide on; ``filled`` counts those rows once for each one filled.

    The count is open where there are rows and none is filled.  A cell that cannot be read is
    filled: a finding of its own tells it.
    """

    labels: tuple[str, ...]
    rows: Condition
    selected: Terms
    filled: Terms


def gaps_of(
    condition: Condition, anchor: str, closing: str = "", summed: str = ""
) -> tuple[Gap, ...]:
    """Every gap a count of these rows can have, and that of the column it adds up.

    ``anchor`` and ``closing`` are no gaps: a row has the one, and lacks the other while it is open.
    """
    columns = list(_deciding(condition, {anchor, closing}))
    found = [_gap(labels, _freed(condition, labels), anchor) for labels in columns]
    if summed:
        found.append(_gap((summed,), condition, anchor))
    return tuple(found)


def _deciding(condition: Condition, certain: set[str]) -> Iterator[tuple[str, ...]]:
    """The columns that are asked for a word or a day, one by one and together.

    Together too: with 帮教类别 and 衔接方式 both blank neither has a row to decide on alone.
    """
    tests = [test for test in condition.tests() if isinstance(test, _ASKING)]
    labels = dict.fromkeys(test.label for test in tests if test.label not in certain)
    for number in range(1, len(labels) + 1):
        yield from combinations(labels, number)


def _freed(condition: Condition, labels: tuple[str, ...], wanted: bool = True) -> Condition | None:
    """The condition with everything asked of ``labels`` taken as ``wanted``; None if that is all.

    ``wanted`` turns under ``not``: a blank that keeps a row out must not do so here.
    """
    if isinstance(condition, _ASKING):
        return None if condition.label in labels else condition
    if isinstance(condition, Not):
        inner = _freed(condition.inner, labels, not wanted)
        return None if inner is None else ~inner
    if not isinstance(condition, Pair):
        return condition
    left, right = (_freed(side, labels, wanted) for side in (condition.left, condition.right))
    if left is not None and right is not None:
        return type(condition)(left, right)
    if isinstance(condition, Either) is wanted:
        return None  # one side is enough, whatever the other says
    return right if left is None else left


def _gap(labels: tuple[str, ...], rows: Condition | None, anchor: str) -> Gap:
    if rows is None or frozenset() in rows.terms():
        day = HasDay(anchor)
        rows = day if rows is None else day & rows
    filled: Terms = {}
    for label in labels:
        filled |= counting_terms(rows & IsFilled(label))
    return Gap(labels, rows, counting_terms(rows), filled)
