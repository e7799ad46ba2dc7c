"""One cell of the typed variant changed at a time: what the check and the text make of it.

Only the sheet with the change is read again, checked and written: a thousand changes in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from sifa_xl.book.addresses import UNIT
from sifa_xl.declarations import Count, WorkLine
from sifa_xl.domain import CellKind, Grid, GridCell, Place, State
from sifa_xl.filled import Amount, Filled, LineData
from sifa_xl.forms import read_form
from sifa_xl.jobs import Job
from sifa_xl.line_sheets import read_line
from sifa_xl.narrative import narrate
from sifa_xl.outline import split_content
from sifa_xl.rows import Rows
from tests.books import job_of
from tests.typed_variant import typed_plans

KINDS = ("数字颠倒", "加减一", "多一个0", "漏填", "文字", "单位")
OTHER_UNITS = ("件", "人", "次", "份", "户")


@dataclass(frozen=True)
class Target:
    """A typed cell of 本期 or of a split, with what it stands for."""

    line: type[WorkLine]
    place: Place
    value: Decimal
    units: tuple[str, ...]  # the one in use first
    is_figure: bool  # has a cell for its unit; the rows of a split have none
    is_total: bool  # a blank one is computed: the sheet says that grey cells need not be filled


@dataclass(frozen=True)
class Outcome:
    """What one state of a sheet leads to."""

    findings: frozenset[str]
    text: str
    filled: Filled


@cache
def base() -> Job:
    """The variant as it is."""
    return job_of(typed_plans())


@cache
def before(line: type[WorkLine]) -> Outcome:
    """What the unchanged sheet leads to."""
    return outcome(line, _grid(line))


@cache
def targets() -> tuple[Target, ...]:
    """Every typed number of the variant."""
    return tuple(t for data in base().filled.lines.values() for t in _targets(data))


def changed(target: Target, place: Place, content: Any, *, writes: bool = True) -> Outcome:
    """The outcome with ``content`` typed into ``place`` on the target's sheet; None clears it."""
    grid = _grid(target.line)
    cells = dict(grid.cells)
    cells.pop((place.row, place.column), None)
    if content is not None:
        kind = CellKind.TEXT if isinstance(content, str) else CellKind.NUMBER
        cells[place.row, place.column] = GridCell(content, kind)
    return outcome(target.line, replace(grid, cells=cells), writes=writes)


def outcome(line: type[WorkLine], grid: Grid, *, writes: bool = True) -> Outcome:
    """Findings and text of one line whose sheet is ``grid``, everything else as in the variant."""
    filled = _filled(line, grid)
    if not writes:
        return Outcome(frozenset(), "", filled)
    job = Job([], [line])
    job.__dict__ |= {"filled": filled, "phrases": base().phrases, "templates": base().templates}
    found = frozenset(str(finding) for finding in job.rule_findings)
    return Outcome(found, narrate(job._writer(), "市局稿").text, filled)


def mutation(chance: Random, kind: str) -> tuple[Target, Place, Any]:
    """A random change of that kind: the target, the cell that changes, what it then holds."""
    while True:
        target = chance.choice(targets())
        content = _mutated(chance, kind, target)
        if content is not target.value:
            in_unit = kind == "单位" and target.is_figure
            column = UNIT if in_unit else target.place.column
            return target, target.place._replace(column=column), content


def swapped(chance: Random, value: Decimal) -> Decimal | None:
    """Two neighbouring digits exchanged, or None where no two differ."""
    digits = str(int(value))
    places = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1]]
    if not places:
        return None
    n = chance.choice(places)
    return Decimal(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :])


def _mutated(chance: Random, kind: str, target: Target) -> Any:
    """What the cell holds then; the value itself where the change would be none."""
    value = target.value
    if kind == "漏填":
        return value if target.is_total else None
    if kind == "文字":
        return chance.choice(["不清楚", "若干", "见附件", "同去年"])
    if kind == "单位":
        unit = chance.choice([unit for unit in OTHER_UNITS if unit != target.units[0]])
        other = list(target.units[1:]) or [unit]
        return chance.choice(other) if target.is_figure else f"{value}{unit}"
    new = {
        "数字颠倒": swapped(chance, value),
        "加减一": value + chance.choice([1, -1]),
        "多一个0": value * 10,
    }[kind]
    return value if new is None or new == value else _number(new)


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


@cache
def _grid(line: type[WorkLine]) -> Grid:
    return next(grid for grid in base().grids if grid.sheet == line.title)


def _filled(line: type[WorkLine], grid: Grid) -> Filled:
    rows = Rows()
    form = read_form(grid)
    assert form is not None
    data = read_line(line, form, rows)
    whole = base().filled
    own = [row for row in whole.outline if split_content(row.content)[0] == line.title]
    return Filled(whole.settings, {line.code: data}, outline=own, findings=rows.findings)


def _targets(data: LineData) -> list[Target]:
    figures = {figure.code: figure for figure in data.line.figures}
    found: list[tuple[Amount, tuple[str, ...], bool, bool]] = [
        (entry.now, _units(entry.now, figures[code]), True, figures[code].definition is not None)
        for code, entry in data.entries.items()
    ]
    for split in data.line.splits:
        for row in data.splits.get(split.code, []):
            amounts = row.amounts.items()
            found += [(a, (split.measures[key].unit,), False, False) for key, a in amounts]
    return [
        Target(data.line, amount.place, amount.value, units, is_figure, is_total)
        for amount, units, is_figure, is_total in found
        if amount.state is State.KNOWN and amount.value is not None
    ]


def _units(amount: Amount, figure: Count) -> tuple[str, ...]:
    return amount.unit, *(unit for unit in figure.units if unit != amount.unit)
