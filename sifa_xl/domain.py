"""The nouns of the product: cells, grids, facts, findings.  Verbs live upstairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar, cast, dataclass_transform

from pydantic import BaseModel, ConfigDict
from pydantic.dataclasses import dataclass as typed_dataclass

T = TypeVar("T")
RawValue = int | float | str | bool | date | datetime | time | None


class CellKind(StrEnum):
    """What a cell holds.  A blank cell is absent from its grid: blank is not zero."""

    NUMBER = "数"
    TEXT = "文字"
    TRUTH = "是否"
    DATE = "日期"
    TIME = "时间"
    ERROR = "错误值"
    UNCALCULATED = "未计算的公式"
    UNREADABLE = "读不懂的内容"


class GridCell(NamedTuple):
    """One filled cell.  ``value`` is None for ``UNCALCULATED``, the raw text for errors."""

    value: RawValue
    kind: CellKind
    is_formula: bool = False
    is_struck: bool = False


class Place(NamedTuple):
    """A cell's address; rows and columns count from 1.  Prints as ``人民调解!C7``."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}"

    @property
    def address(self) -> str:
        """The address inside its sheet: ``C7``."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass
class Grid:
    """One sheet as rows of values with addresses: what file, live book and test all give.

    ``cells`` is sparse, keyed ``(row, column)`` from 1.
    """

    sheet: str
    cells: dict[tuple[int, int], GridCell]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    notes: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, dict[int, GridCell]]]:
        """The filled rows in order: row number and its cells by column number."""
        # cells come as they stand in the file, which is all but always in order already
        by_row: dict[int, dict[int, GridCell]] = {}
        last = -1  # a mark that is put above a block of cells stands in row 0
        for (row, column), cell in self.cells.items():
            if row != last:
                last, cells = row, by_row.setdefault(row, {})
            cells[column] = cell
        for row in sorted(by_row):
            cells, columns = by_row[row], sorted(by_row[row])
            is_in_order = columns == list(cells)
            yield row, cells if is_in_order else {column: cells[column] for column in columns}


class Level(StrEnum):
    """How grave a finding is: 强制 blocks the final text, 核实 wants a 说明, 提示 is advice."""

    ERROR = "强制"
    VERIFY = "核实"
    HINT = "提示"

    @property
    def on_screen(self) -> str:
        """The plain word a clerk reads: 必须改, 请核实, 可不改."""
        return {"强制": "必须改", "核实": "请核实", "提示": "可不改"}[self.value]


class Approx(StrEnum):
    """The hedge beside a figure (GB/T 15835: 约 and 近 stand before, the others behind)."""

    NONE = ""
    ABOUT = "约"
    NEARLY = "近"
    ODD = "余"
    MORE = "多"
    AT_LEAST = "以上"


class State(StrEnum):
    """Why a figure has a value or has none.  These are never confused with zero."""

    KNOWN = "已填"
    BLANK = "空"
    PENDING = "待定"
    UNREADABLE = "读不懂"
    NOT_APPLICABLE = "不适用"
    WITHHELD = "暂不写入"


class Good(StrEnum):
    """Which way is up: 败诉 or 再犯 never “增长”."""

    UP = "正向"
    DOWN = "负向"
    NEUTRAL = "中性"


class Noun(BaseModel):
    """Base of the typed nouns: strict and immutable."""

    model_config = ConfigDict(strict=True, frozen=True, arbitrary_types_allowed=True)


@dataclass_transform(frozen_default=True)
def slim_noun(noun: type[T]) -> type[T]:
    """As strict and immutable as a ``Noun``, at a fifth of its memory: for what comes in thousands.

    A class decorator.
    """
    slim = typed_dataclass(frozen=True, slots=True, config=ConfigDict(strict=True))
    return cast("type[T]", slim(noun))


class Release(Noun):
    """Who lets a finding pass and why.  ``how`` is 放行 or 暂不写入正文."""

    how: str
    by: str
    reason: str


class Finding(Noun):
    """Something wrong or doubtful, at a cell.  ``message`` says what and how to mend it.

    ``left`` and ``right`` are the two sides of a broken relation, ``difference`` is left − right.
    ``basis`` tells the values it rests on: what a 说明 or a release is bound to.
    """

    code: str
    level: Level
    sheet: str
    cell: str
    figure: str
    message: str
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None
    explained: bool = False
    basis: str = ""
    released: Release | None = None

    @classmethod
    def at(
        cls,
        code: str,
        level: Level,
        place: Place,
        figure: str,
        message: str,
        *,
        sides: tuple[Decimal, Decimal] | None = None,
        basis: str = "",
    ) -> Finding:
        """A finding at a place; ``sides`` are left and right where it has two."""
        left, right = sides or (None, None)
        return cls(
            code=code,
            level=level,
            sheet=place.sheet,
            cell=place.address,
            figure=figure,
            message=message,
            left=left,
            right=right,
            difference=None if left is None or right is None else left - right,
            basis=basis,
        )

    @property
    def is_open(self) -> bool:
        """True for what still wants the clerk: 强制, and 核实 without 说明, unless released."""
        is_settled = self.explained and self.level is Level.VERIFY
        return self.level is not Level.HINT and not is_settled and self.released is None

    def __str__(self) -> str:
        return f"【{self.level.on_screen}】{self.sheet}!{self.cell} {self.message}（{self.code}）"


class Fact(Noun):
    """Something the text may print.  ``text`` is what is printed, with its unit, or ``""``.

    ``name`` is ``业务线.指标``; ``cells`` are the typed cells it came from, ``人民调解!C7``.
    A fact of words (a unit's name, 增长) has ``value`` None and ``unit`` empty.
    """

    name: str
    line: str
    value: Decimal | None
    unit: str = ""
    approx: Approx = Approx.NONE
    text: str = ""
    cells: tuple[str, ...] = ()
    state: State = State.KNOWN

    @property
    def is_filled(self) -> bool:
        """True where something can be printed."""
        return self.state is State.KNOWN

    @property
    def is_zero(self) -> bool:
        """True for a known zero; a blank is not zero."""
        return self.is_filled and self.value is not None and self.value == 0


class Span(NamedTuple):  # no Noun: made by the thousand from facts that are sound already
    """A run of the text that knows its source: ``fact`` is None for a number in prose."""

    start: int
    end: int
    fact: str | None
    cells: tuple[str, ...]
    checked: bool = True


@lru_cache(maxsize=512)
def column_letters(column: int) -> str:
    """1 -> ``A``, 27 -> ``AA``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
