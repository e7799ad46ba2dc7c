"""Proposed repairs: the one cell whose change makes every broken identity of a sheet hold.

Exact on the trees: the value a cell must have follows from one broken identity, and is tried on
all rules of the sheet.  Where only one identity is broken, or several cells would do, nobody can
tell which is wrong, and nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sifa_xl.declarations import Rule
from sifa_xl.domain import Level, Place, State
from sifa_xl.filled import Amount, Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.rules import holds
from sifa_xl.trees import Comparison, Constant
from sifa_xl.wording import number_text


class Repair(NamedTuple):
    """``label`` at ``place`` should read ``new`` for ``old`` (None: blank); ``rules`` then hold."""

    label: str
    place: Place
    old: Decimal | None
    new: Decimal
    rules: tuple[Rule, ...]
    likeness: str = ""

    def sentence(self) -> str:
        """若将 解除 由87改为77，则3条关系同时成立."""
        old = "空" if self.old is None else number_text(self.old)
        hint = f"，{self.likeness}" if self.likeness else ""
        return (
            f"若将 {self.label} 由{old}改为{number_text(self.new)}，"
            f"则{len(self.rules)}条关系同时成立（{self.place}{hint}）"
        )


class _Cell(NamedTuple):
    label: str
    amount: Amount
    places: int
    neighbours: tuple[tuple[str, Amount], ...]


def identities(data: LineData) -> list[Rule]:
    """The equations between figures of a line that must hold."""
    return [rule for rule in data.line.all_rules if _is_identity(rule)]


def repair(data: LineData, indicators: Indicators) -> Repair | None:
    """The repair of the line's sheet, where there is exactly one."""
    broken = [rule for rule in identities(data) if holds(rule, indicators) is False]
    if len(broken) < 2:
        return None
    sources = [_sources(rule, indicators) for rule in broken]
    common = set.intersection(*sources)
    found = []
    for cell in _cells(data) if common else ():
        new = _mending(cell, data, indicators, broken) if cell.amount.place in common else None
        if new is not None:
            found.append((cell, new))
    if len(found) != 1:
        return None
    cell, new = found[0]
    old = cell.amount.value
    like = _likeness(cell, new)
    return Repair(cell.label, cell.amount.place, old, new, tuple(broken), like)


def _is_identity(rule: Rule) -> bool:
    relation = rule.expect
    is_equation = isinstance(relation, Comparison) and relation.sign == "="
    if not is_equation or rule.when is not None or rule.level is not Level.ERROR:
        return False
    assert isinstance(relation, Comparison)
    return not isinstance(relation.left, Constant) and not isinstance(relation.right, Constant)


def _sources(rule: Rule, indicators: Indicators) -> set[Place]:
    """The typed cells, blank ones included, on which the two sides rest."""
    return {amount.place for leaf in rule.expect.leaves() for amount in indicators.sources(leaf)}


def _cells(data: LineData) -> Iterator[_Cell]:
    entries = [data.entries[f.code] for f in data.line.figures if f.code in data.entries]
    figures = {figure.code: figure for figure in data.line.figures}
    entries.sort(key=lambda entry: entry.now.place.row)
    for n, entry in enumerate(entries):
        figure = figures[entry.code]
        beside = [("上年同期", entry.before)]
        beside += [("上一行", entries[n - 1].now)] if n else []
        beside += [("下一行", entries[n + 1].now)] if n + 1 < len(entries) else []
        yield _Cell(figure.label, entry.now, figure.places, tuple(beside))
    for split in data.line.splits:
        rows = data.splits.get(split.code, [])
        for n, row in enumerate(rows):
            for key, measure in split.measures.items():
                beside = [("上一行", rows[n - 1].amounts[key])] if n else []
                beside += [("下一行", rows[n + 1].amounts[key])] if n + 1 < len(rows) else []
                label = f"{split.label}“{row.name}”"
                yield _Cell(label, row.amounts[key], measure.places, tuple(beside))


def _mending(
    cell: _Cell, data: LineData, indicators: Indicators, broken: Sequence[Rule]
) -> Decimal | None:
    """The value of the cell with which every broken rule holds and no other breaks."""
    start = cell.amount.value or Decimal(0)
    gaps = [_gap(broken[0], _supposing(data, cell, start + step, indicators)) for step in (0, 1)]
    if gaps[0] is None or gaps[1] is None or gaps[0] == gaps[1]:
        return None
    new = _decimal(Fraction(start) - gaps[0] / (gaps[1] - gaps[0]), cell.places)
    if new is None or new == cell.amount.value:
        return None
    supposed = _supposing(data, cell, new, indicators)
    if not all(holds(rule, supposed) for rule in broken):
        return None
    others = [rule for rule in data.line.all_rules if rule.level is Level.ERROR]
    is_harmless = not any(
        holds(rule, supposed) is False and holds(rule, indicators) is not False for rule in others
    )
    return new if is_harmless else None


def _gap(rule: Rule, indicators: Indicators) -> Fraction | None:
    assert isinstance(rule.expect, Comparison)
    left, right = rule.expect.sides(indicators)
    return None if left is None or right is None else left - right


def _supposing(data: LineData, cell: _Cell, value: Decimal, indicators: Indicators) -> Indicators:
    """The values as they were if the cell held ``value``."""
    amount = cell.amount.model_copy(update={"value": value, "state": State.KNOWN})
    entries = {
        code: entry.model_copy(update={"now": amount}) if entry.now is cell.amount else entry
        for code, entry in data.entries.items()
    }
    splits = {
        code: [
            row.model_copy(
                update={
                    "amounts": {
                        key: amount if old is cell.amount else old
                        for key, old in row.amounts.items()
                    }
                }
            )
            for row in rows
        ]
        for code, rows in data.splits.items()
    }
    filled = Filled(indicators.filled.settings, dict(indicators.filled.lines))
    supposed = LineData(data.line, data.sheet, entries=entries, splits=splits, picked=data.picked)
    filled.lines[data.line.code] = supposed
    return Indicators(filled)


def _decimal(value: Fraction, places: int) -> Decimal | None:
    """The value as it may be typed: not negative, with the figure's decimals and no more."""
    scaled = value * 10**places
    if value < 0 or scaled.denominator != 1:
        return None
    return Decimal(scaled.numerator).scaleb(-places)


def _likeness(cell: _Cell, new: Decimal) -> str:
    """What the slip looks like, for the clerk who has to find it."""
    old = cell.amount.value
    if old is None:
        return "像是漏填"
    digits, wanted = number_text(abs(old)), number_text(new)
    if old == -new:
        return "像是多了负号"
    if sorted(digits) == sorted(wanted) and len(digits) == len(wanted):
        return "像是数字写颠倒了"
    if old in (new * 10, new / 10):
        return "像是多写或少写了一个0"
    for where, beside in cell.neighbours:
        if beside.value == old:
            return f"像是抄成了{where}的数"
    is_one_off = len(digits) == len(wanted) and sum(
        a != b for a, b in zip(digits, wanted, strict=True)
    )
    return "像是错了一位数字" if is_one_off == 1 else ""
