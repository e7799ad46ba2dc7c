"""Kinds of figures: typed ones, computed ones, rates with their base, and splits into rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sifa_xl.domain import Good
from sifa_xl.errors import DefinitionProblem
from sifa_xl.expressions import Choice, LargestPart, Ratio, Sum
from sifa_xl.ledgers import CountRows
from sifa_xl.rules import Rule, error
from sifa_xl.trees import Named, Node

WHOLE = 100  # per cent


class Count(Named):
    """A number with a row of its own: a count, people, 人次, or money in 万元.

    Several ``units`` make a drop-down, the first being the right one.  ``star`` marks the handful
    that must be filled; the rest is optional and folded unless ``shown``.  ``aliases`` are the
    words under which prose mentions the figure.  ``is_stock`` is a 时点数, counted on the cut-off
    day; ``opening`` is the figure that says how many there were on the period's first day, and
    ``is_opening`` marks such a one whose own closing figure the line does not ask for.  ``was``
    lists former attribute names, so that old workbooks are still read.  ``ledger`` says which rows
    of a 台账 it counts.
    """

    definition: Node | None = None

    def __init__(
        self,
        name: str,
        *,
        unit: str = "件",
        units: tuple[str, ...] = (),
        label: str = "",
        star: bool = False,
        shown: bool = False,
        basis: str = "",
        good: Good = Good.NEUTRAL,
        aliases: tuple[str, ...] = (),
        is_stock: bool = False,
        opening: Named | None = None,
        is_opening: bool = False,
        was: tuple[str, ...] = (),
        ledger: CountRows | None = None,
    ) -> None:
        self.name = identifier(name)
        self.label = label or name
        self.units = units or (unit,)
        self.places = 2 if self.units[0] == "万元" else 0
        self.star = star
        self.shown = shown or star
        self.basis = basis
        self.good = good
        self.aliases = aliases
        self.is_stock = is_stock or opening is not None
        self.opening = opening
        self.is_opening = is_opening
        self.was = was
        self.ledger = ledger

    @property
    def unit(self) -> str:
        """The right unit, the first of the choices."""
        return self.units[0]

    def admits(self, value: Fraction) -> bool:
        """Whether such a figure can have this value: nothing is counted in minus or by halves."""
        return _can_be(value, self.places)


class Figure(Count):
    """A number the clerk types."""


class Computed(Count):
    """A figure that follows from others; it may be typed too, and then has to agree.

    ``rule`` is the code of the relation; a disagreement is 强制.
    """

    def __init__(self, name: str, definition: Node, *, rule: str, **options: Any) -> None:
        super().__init__(name, **options)
        self.shown = True
        self.definition: Node = definition
        self.rule = rule


class Total(Computed):
    """The sum of its parts, skipping blanks; blank when all parts are."""

    def __init__(self, name: str, *parts: Named, rule: str, **options: Any) -> None:
        super().__init__(name, Sum(parts), rule=rule, **options)


class Stock(Computed):
    """期末 = 期初 + 增 − 减; needs the opening figure."""

    def __init__(
        self,
        name: str,
        *,
        opening: Named,
        plus: tuple[Named, ...],
        minus: tuple[Named, ...],
        rule: str,
        **options: Any,
    ) -> None:
        balance = opening + Sum(plus) - Sum(minus)
        super().__init__(name, balance, rule=rule, opening=opening, **options)


class Rate(Named):
    """A percentage with its base, printed with one decimal; never typed.

    ``base`` may be a ``Choice`` among bases, picked in the sheet.
    """

    unit = "%"

    def __init__(
        self,
        name: str,
        part: Node,
        base: Node,
        *,
        label: str = "",
        good: Good = Good.NEUTRAL,
        aliases: tuple[str, ...] = (),
    ) -> None:
        self.name = identifier(name)
        self.label = label or name
        self.definition = Ratio(part, base)
        self.good = good
        self.aliases = aliases

    @property
    def choice(self) -> Choice | None:
        """The drop-down of its base, if it has one."""
        base = self.definition.base
        return base if isinstance(base, Choice) else None

    def admits(self, value: Fraction) -> bool:
        """Whether a share can be this: nothing is more than the whole."""
        return 0 <= value <= WHOLE


class SplitKind(StrEnum):
    """How the parts of a split stand to its total; the words a clerk reads."""

    SUMS = "合计"
    PARTIAL = "其中"
    OVERLAP = "可重复"


class Measure(Named):
    """One numeric column of a split; its value is the sum of the rows."""

    def __init__(self, split: Split, name: str, unit: str) -> None:
        self.split = split
        self.name = identifier(name)
        self.label = f"{split.label}{name}"
        self.unit = unit
        self.good = Good.NEUTRAL
        self.aliases: tuple[str, ...] = ()
        self.places = 2 if unit == "万元" else 0
        self.definition: Node | None = None

    def admits(self, value: Fraction) -> bool:
        """As for a ``Count``."""
        return _can_be(value, self.places)


class Split:
    """Rows the clerk adds: a name (``by``) and one or more measures.

    ``of`` ties a measure to a figure: by ``kind`` the parts add up to it (合计), are some of it
    (其中), or are each part of it and may repeat (可重复).  ``rule`` is that relation's code.
    ``is_by_place`` says that the rows are units below: a level up they are added up to one.
    """

    def __init__(
        self,
        name: str,
        *,
        by: str,
        measures: dict[str, str],
        kind: SplitKind = SplitKind.SUMS,
        of: dict[str, Named] | None = None,
        rule: str = "",
        label: str = "",
        hint: str = "",
        is_by_place: bool = False,
    ) -> None:
        self.name = identifier(name)
        self.label = label or name
        self.is_by_place = is_by_place
        self.by = identifier(by)
        self.measures = {key: Measure(self, key, unit) for key, unit in measures.items()}
        self.kind = kind
        self.of = of or {}
        self.rule = rule
        self.hint = hint
        self.code = ""
        if bool(self.of) != bool(rule):
            raise DefinitionProblem(f"分项“{name}”：of 与 rule 要么都写，要么都不写。")

    def __getitem__(self, measure: str) -> Measure:
        return self.measures[measure]

    def rules(self) -> Iterator[Rule]:
        """The relation of each tied measure to its total."""
        for key, total in self.of.items():
            yield self._rule(self.measures[key], total)

    def _rule(self, measure: Measure, total: Named) -> Rule:
        side, relation = {
            SplitKind.SUMS: (measure.equals(total), "各项之和应等于"),
            SplitKind.PARTIAL: (measure <= total, "各项之和不能多于"),
            SplitKind.OVERLAP: (LargestPart(measure) <= total, "任何一项都不能多于"),
        }[self.kind]
        title = f"{measure.label}{relation}{total.label}"
        mend = (
            f"核对“{self.label}”各行与{total.label}，改正填错的一处；不是全部分项的，补齐漏填的行"
        )
        return error(self.rule, title, expect=side, at=total, mend=mend)


def _can_be(value: Fraction, places: int) -> bool:
    return value >= 0 and (places > 0 or value.denominator == 1)


def identifier(name: str) -> str:
    """The name as templates write it: an identifier after NFKC; brackets belong in ``label``."""
    normal = unicodedata.normalize("NFKC", name)
    if not normal.isidentifier():
        raise DefinitionProblem(f"“{name}”不能作名称：括号、单位等请写进 label。")
    return normal
