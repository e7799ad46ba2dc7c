"""Columns of a 台账: what a cell holds and how private it is; a row of one is a pydantic model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sifa_xl.domain import Noun

Word = str | None  # types of a row's fields: None is a blank cell
Day = date | None
Number = Decimal | None

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # a day outside is a slip


class Tag(StrEnum):
    """How private a column is; only what is 可聚合 may leave its ledger (个保法第28条)."""

    SENSITIVE = "S"
    PERSONAL = "P"
    INTERNAL = "I"
    OPEN = "A"


@dataclass(frozen=True)
class Column:
    """One column: its header's word, its privacy, its width in characters."""

    label: str
    tag: Tag = Tag.OPEN
    width: float = 12

    @property
    def header(self) -> str:
        """The word that stands in the header row; the column is found by it."""
        return self.label

    @property
    def is_private(self) -> bool:
        """True where no value may stand in a message, a text, a log or an export."""
        return self.tag in (Tag.SENSITIVE, Tag.PERSONAL)


@dataclass(frozen=True)
class Words(Column):
    """Free text; ``is_name`` where it names persons, who must not stand in a public text."""

    is_name: bool = False


@dataclass(frozen=True)
class Date(Column):
    """A day."""

    width: float = 12


@dataclass(frozen=True)
class Pick(Column):
    """One word of a list; of an ``is_open`` list the bureau may use words of its own."""

    choices: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True)
class Quantity(Column):
    """A number; ``unit`` stands in the header behind the label."""

    unit: str = ""
    width: float = 10

    @property
    def header(self) -> str:
        """``涉及金额（万元）``."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


@dataclass(frozen=True)
class Identity(Column):
    """An identity card number, of eighteen characters with a check digit."""

    tag: Tag = Tag.SENSITIVE
    width: float = 21


@dataclass(frozen=True)
class Analysis:
    """What the sheet 分析 shows of a ledger: places down, kinds across, days as a trend.

    Only 可聚合 columns; ``kind`` has a list.  ``left`` is the day a person leaves a register: then
    those on the register at the cut-off count, else the rows whose ``day`` lies in the period.
    ``summed`` is added up instead of counting rows.
    """

    place: str
    kind: str
    day: str
    left: str = ""
    summed: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return tuple(filter(None, (self.place, self.kind, self.day, self.left, self.summed)))


class LedgerRow(Noun):
    """Base of the row models: each field is ``Annotated[Word, Words("案号", Tag.INTERNAL)]``."""

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """The columns by field name, in the order of the sheet."""
        return {
            name: next(each for each in field.metadata if isinstance(each, Column))
            for name, field in cls.model_fields.items()
        }
