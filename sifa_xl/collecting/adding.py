"""What the units gave, figure by figure: which number of each counts, and what does not fit.

Flows and stocks are added in the sheet; rates and totals are computed there from the sums, so
nothing computed is carried along unless a unit typed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sifa_xl.collecting.naming import place_name
from sifa_xl.collecting.origins import PENDING
from sifa_xl.collecting.returns import ReturnedFigure, ReturnedPart
from sifa_xl.collecting.sent_files import SentFile
from sifa_xl.declarations import Computed, Count, Measure, Split, WorkLine
from sifa_xl.domain import Approx, State
from sifa_xl.indicators import Indicators
from sifa_xl.unit_sheets import same_name


@dataclass(frozen=True)
class Given:
    """One unit's number.  ``value`` 待定 stands for what is not known yet or cannot be read."""

    file: SentFile
    value: Decimal | str
    approx: Approx = Approx.NONE
    cell: str = ""

    @property
    def unit(self) -> str:
        """Whose number it is."""
        return self.file.unit


@dataclass
class GivenFigure:
    """A figure with the numbers of all units that gave it."""

    line: type[WorkLine]
    figure: Count
    numbers: list[Given] = field(default_factory=list)

    @property
    def approx(self) -> Approx:
        """The hedge of the sum: the one they share; hedges that differ make 约.  0 has none."""
        hedges = {n.approx for n in self.numbers if isinstance(n.value, Decimal) and n.value}
        return hedges.pop() if len(hedges) == 1 else Approx.ABOUT if hedges else Approx.NONE


@dataclass
class GivenRow:
    """A row of a split: numbers by measure, of all units that gave the row."""

    line: type[WorkLine]
    split: Split
    name: str
    numbers: dict[str, list[Given]] = field(default_factory=dict)


@dataclass
class Added:
    """What is to be put into the master, and what was wrong with it, by unit and in general."""

    figures: list[GivenFigure] = field(default_factory=list)
    rows: list[GivenRow] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def add_up(taken: Sequence[SentFile], master: Indicators, kinds: Mapping[str, str]) -> Added:
    """The numbers of the files that count.  ``kinds`` are those of the units (股室, 司法所)."""
    added = Added()
    for line in (data.line for data in master.filled.lines.values()):
        for figure in line.figures:
            given = GivenFigure(line, figure, list(_numbers(figure, taken)))
            if given.numbers:
                _settle_units_of_measure(given, taken, master, added)
                _report_double(given, kinds, added)
                added.figures.append(given)
        for split in line.splits:
            added.rows += _split_rows(line, split, taken)
    return added


def _numbers(figure: Count, taken: Sequence[SentFile]) -> Iterator[Given]:
    """A computed figure is carried only where some unit typed it: then of every unit."""
    codes = {figure.code, *(f"{figure.code.partition('.')[0]}.{name}" for name in figure.was)}
    found = [(each, _figure(each, codes)) for each in taken]
    if isinstance(figure, Computed) and not any(f is not None and f.is_typed for _, f in found):
        return
    for each, own in found:
        if own is None:
            continue
        if own.state is State.KNOWN and own.value is not None:
            yield Given(each, own.value, own.approx, own.cell)
        else:
            yield Given(each, PENDING, cell=own.cell)
            if own.state is State.UNREADABLE:
                each.remarks.append(f"{own.cell}“{own.label}”读不懂，汇总表里按待定放着")


def _figure(each: SentFile, codes: set[str]) -> ReturnedFigure | None:
    figures = each.sent.figures if each.sent else ()
    return next((f for f in figures if f.code in codes and not f.path), None)


def _settle_units_of_measure(
    given: GivenFigure, taken: Sequence[SentFile], master: Indicators, added: Added
) -> None:
    """Numbers in another unit of measure are not added: 次 and 人次 make no sum."""
    figure = given.figure
    if len(figure.units) < 2:
        return
    wanted = master.unit(figure)
    theirs = {n.unit: _unit_of(n, figure) for n in given.numbers if n.value != PENDING}
    if set(theirs.values()) <= {wanted}:
        return
    where = f"{given.line.title}的“{figure.label}”"
    if len(set(theirs.values())) == 1:
        unit = next(iter(theirs.values()))
        added.remarks.append(
            f"{where}各单位都按“{unit}”报，汇总工作簿写的是“{wanted}”，数已汇入。请把两边的单位改成一样"
        )
        return
    for number, one in enumerate(given.numbers):
        unit = theirs.get(one.unit, wanted)
        if unit != wanted:
            given.numbers[number] = Given(one.file, PENDING, cell=one.cell)
            one.file.remarks.append(
                f"{one.cell}“{figure.label}”的单位是“{unit}”，汇总工作簿用“{wanted}”，"
                "不能相加，汇总表里按待定放着"
            )


def _unit_of(number: Given, figure: Count) -> str:
    own = _figure(number.file, {figure.code})
    return own.unit if own else figure.unit


def _report_double(given: GivenFigure, kinds: Mapping[str, str], added: Added) -> None:
    """The same figure from a 股室 for the whole county and from 司法所 counts twice."""
    by_kind: dict[str, list[str]] = {}
    for number in given.numbers:
        by_kind.setdefault(kinds.get(number.unit, ""), []).append(number.unit)
    if len(by_kind.keys() - {""}) > 1:
        named = "；".join(f"{kind}：{'、'.join(who)}" for kind, who in by_kind.items() if kind)
        added.remarks.append(
            f"{given.line.title}的“{given.figure.label}”股室和司法所都报了（{named}），"
            "分所合计里加了两次。请核对，只留一边"
        )


def _split_rows(line: type[WorkLine], split: Split, taken: Sequence[SentFile]) -> list[GivenRow]:
    """The rows of all units, those of one name together."""
    rows: dict[str, GivenRow] = {}
    for each in taken:
        for part in each.sent.parts if each.sent else ():
            if part.code != split.code or part.measure not in split.measures or part.path:
                continue
            name = _row_name(split, part, each)
            row = rows.setdefault(same_name(name), GivenRow(line, split, name))
            _add_part(row.numbers.setdefault(part.measure, []), each, part)
    return list(rows.values())


def _row_name(split: Split, part: ReturnedPart, each: SentFile) -> str:
    """The row as it is named there; places below a bureau are one row, the bureau's own.

    Two counties have each a town of the same name, and none of them is of the city's list.
    """
    is_lower = each.sent is not None and each.sent.is_of_lower_bureau
    return place_name(each.unit) if split.is_by_place and is_lower else part.name


def _add_part(numbers: list[Given], each: SentFile, part: ReturnedPart) -> None:
    """One number a unit and row: a unit's second row of that name is added to its first."""
    before = numbers[-1] if numbers and numbers[-1].file is each else None
    if before is None or not isinstance(before.value, Decimal):
        numbers.append(Given(each, part.value, part.approx, part.cell))
        return
    approx = part.approx if part.approx == before.approx else Approx.ABOUT
    numbers[-1] = Given(each, before.value + part.value, approx, f"{before.cell}、{part.cell}")


def total(numbers: Sequence[Given]) -> Decimal:
    """The sum of what is known."""
    return sum((n.value for n in numbers if isinstance(n.value, Decimal)), Decimal(0))


def measure_of(row: GivenRow, name: str) -> Measure:
    """The declared measure of a split's row."""
    return row.split.measures[name]
