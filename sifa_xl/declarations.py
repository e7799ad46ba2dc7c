"""The vocabulary in which a work line is declared: figures, rates, splits, rules, sections.

Declaring a line is all it takes: sheet, drop-downs, live formulas, checks, indicators, facts,
outline and catalogue follow from here.  See ``lines/mediation.py`` for a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sifa_xl.domain import Good
from sifa_xl.errors import DefinitionProblem
from sifa_xl.expressions import AsTyped, AYearAgo, Choice, HasBasis, OrZero, Ratio, Sum
from sifa_xl.figures import (
    Computed,
    Count,
    Figure,
    Measure,
    Rate,
    Split,
    SplitKind,
    Stock,
    Total,
    identifier,
)
from sifa_xl.headers import DRAFTS, LENGTHS
from sifa_xl.ledgers import Ledger
from sifa_xl.rules import Rule, error, hint, verify
from sifa_xl.trees import Named

__all__ = [
    "DRAFTS",
    "LENGTHS",
    "AYearAgo",
    "AsTyped",
    "Choice",
    "Computed",
    "Count",
    "Figure",
    "Good",
    "HasBasis",
    "Measure",
    "OrZero",
    "Rate",
    "Ratio",
    "Rule",
    "Section",
    "Split",
    "SplitKind",
    "Stock",
    "Sum",
    "Total",
    "WorkLine",
    "error",
    "hint",
    "verify",
]


@dataclass(frozen=True)
class Section:
    """Where a named block stands by default: under which heading, how far down its theme.

    Sections of several lines with the same heading share it.  ``lengths`` are for the three
    drafts, in the order of ``DRAFTS``.
    """

    heading: str
    block: str
    place: int = 100
    lengths: tuple[str, str, str] = ("详", "简", "一句")


class WorkLine:
    """Base of every work line: ``class Mediation(WorkLine, title="人民调解", code="MD", ...)``."""

    title: ClassVar[str]
    code: ClassVar[str]
    theme: ClassVar[str]
    order: ClassVar[int]
    figures: ClassVar[tuple[Count, ...]]
    rates: ClassVar[tuple[Rate, ...]]
    splits: ClassVar[tuple[Split, ...]]
    ledgers: ClassVar[tuple[Ledger, ...]]
    all_rules: ClassVar[tuple[Rule, ...]]
    rules: ClassVar[list[Rule]] = []
    outline: ClassVar[list[Section]] = []

    def __init_subclass__(cls, *, title: str, code: str, theme: str, order: int = 500) -> None:
        super().__init_subclass__()
        cls.title, cls.code, cls.theme, cls.order = identifier(title), code, theme, order
        members = list(vars(cls).items())
        for attribute, member in members:
            if isinstance(member, Named | Split | Ledger):
                member.code = f"{code}.{attribute}"
            if isinstance(member, Split):
                for number, measure in enumerate(member.measures.values(), 1):
                    measure.code = f"{member.code}.{number}"
        cls.figures = tuple(m for _, m in members if isinstance(m, Count))
        cls.rates = tuple(m for _, m in members if isinstance(m, Rate))
        cls.splits = tuple(m for _, m in members if isinstance(m, Split))
        cls.ledgers = tuple(m for _, m in members if isinstance(m, Ledger))
        cls.all_rules = tuple(_implied_rules(cls)) + tuple(cls.rules)
        _refuse_duplicates(cls)

    @classmethod
    def named(cls) -> Iterator[Named]:
        """Every named node: figures, rates, and the measures of splits."""
        yield from cls.figures
        yield from cls.rates
        for split in cls.splits:
            yield from split.measures.values()

    @classmethod
    def openings(cls) -> dict[str, Count | None]:
        """The figures of the period's first day by code, each with the closing figure it becomes.

        None where the line asks for no closing figure.
        """
        found: dict[str, Count | None] = {f.code: None for f in cls.figures if f.is_opening}
        return found | {f.opening.code: f for f in cls.figures if f.opening is not None}

    @classmethod
    def choices(cls) -> Iterator[Choice]:
        """The drop-downs of the rates' bases."""
        yield from (rate.choice for rate in cls.rates if rate.choice is not None)


def _implied_rules(line: type[WorkLine]) -> Iterator[Rule]:
    """What a declaration says by itself: a typed total agrees with its parts, splits tie."""
    for figure in line.figures:
        if isinstance(figure, Computed):
            title = f"{figure.label}应等于{figure.definition.sentence()}"
            mend = "核对各分项与合计，改正填错的一处；也可以清空合计，由程序计算"
            agrees = AsTyped(figure).equals(figure.definition)
            yield error(figure.rule, title, expect=agrees, at=figure, mend=mend)
    for split in line.splits:
        yield from split.rules()


def _refuse_duplicates(line: type[WorkLine]) -> None:
    names = [figure.name for figure in (*line.figures, *line.rates)]
    names += [split.name for split in line.splits]
    codes = [rule.code for rule in line.all_rules]
    choices = [choice.name for choice in line.choices()]  # each rate has a drop-down of its own
    for kind, values in (("指标名", names), ("规则编号", codes), ("口径选择", choices)):
        twice = {value for value in values if values.count(value) > 1}
        if twice:
            raise DefinitionProblem(
                f"业务线“{line.title}”的{kind}重复：{'、'.join(sorted(twice))}。"
            )
