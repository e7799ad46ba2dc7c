"""A filled workbook: what the clerk typed, typed and with its place, and nothing computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sifa_xl import headers as h
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Approx, Finding, GridCell, Noun, Place, State
from sifa_xl.ledger_tables import LedgerTable
from sifa_xl.settings import Settings
from sifa_xl.trees import Named


class Amount(Noun):
    """One typed number with its hedge, unit and cell."""

    place: Place
    state: State = State.BLANK
    value: Decimal | None = None
    approx: Approx = Approx.NONE
    unit: str = ""
    is_text: bool = False  # typed as text: read by the program, overlooked by Excel's formulas


class Entry(Noun):
    """A figure's row on its line's sheet.

    ``earlier`` is what an earlier period of the same year said (上半年 beside 全年).
    """

    code: str
    now: Amount
    before: Amount
    earlier: Amount | None = None
    basis: str = ""
    section: str = ""
    filled_by: str = ""
    explanation: str = ""
    said_place: Place | None = None
    ledger_place: Place | None = None


class SplitRow(Noun):
    """A row of a split: its name and one amount for each measure."""

    name: str
    place: Place
    amounts: dict[str, Amount]

    @property
    def is_blank(self) -> bool:
        """True for a name alone, as the period before left it: there is nothing to say of it."""
        return all(amount.state is State.BLANK for amount in self.amounts.values())


class MeasureRow(Noun):
    """A sentence of the clerk's own (举措, 自写段, 存在问题, 下步打算 or a topic).

    ``belongs_to`` is the block, heading or topic it is filed under; ``may_drop`` is 可略.
    """

    body: str
    place: Place
    belongs_to: str = ""
    subheading: str = ""
    section: str = ""
    day: date | None = None
    day_place: Place | None = None
    may_drop: bool = False
    is_used: bool = True
    numbers_checked: bool = False
    target: str = ""
    target_word: str = ""
    target_place: Place | None = None


class ExtraFigure(Noun):
    """A figure of the clerk's own (补充数据), usable in prose as 【名称】."""

    name: str
    now: Amount
    before: Amount
    basis: str = ""


class Unit(Noun):
    """A row of 填报单位: who delivers figures of which ``lines`` (titles), by when.

    ``lines_text`` and ``lacking`` are as typed; ``number`` counts the rows under the header.
    """

    name: str
    place: Place
    kind: str = ""
    lines: tuple[str, ...] = ()
    lines_text: str = ""
    contact: str = ""
    phone: str = ""
    due: date | None = None
    state: str = ""
    lacking: str = ""
    number: int = 0

    @property
    def has_returned(self) -> bool:
        """True when the return is in, late or not."""
        return self.state in (h.RETURNED, h.RETURNED_LATE)


class UnitAmount(Noun):
    """What one unit gave for a figure (分所表)."""

    unit: str
    amount: Amount


class OutlineRow(Noun):
    """A row of 提纲: a heading, a block under it, or both; ``lengths`` by draft."""

    level: str
    heading: str
    content: str
    own_text: str
    lengths: dict[str, str]
    place: Place
    heading_place: Place
    text_place: Place
    numbers_checked: bool = False


class DraftRow(Noun):
    """Title, addressee and opening of one draft, as far as the clerk wrote them."""

    draft: str
    title: str
    addressee: str
    opening: str
    places: dict[str, Place]


class Answer(Noun):
    """A row of 校验结果 as it stands: what the clerk wrote beside a finding, and to which values.

    ``key`` tells the finding, ``basis`` and ``said`` what its 说明 was accepted for and how it
    read then; ``release_basis`` and ``release_said`` the same of the release.
    """

    key: str
    level: str = ""
    where: str = ""
    figure: str = ""
    code: str = ""
    message: str = ""
    explanation: str = ""
    handling: str = ""
    by: str = ""
    reason: str = ""
    basis: str = ""
    said: str = ""
    release_basis: str = ""
    release_said: str = ""

    @property
    def has_words(self) -> bool:
        """True where somebody wrote something that must not get lost."""
        return bool(self.explanation or self.handling or self.by or self.reason)


class Overwritten(NamedTuple):
    """A cell where a formula of ours should stand and something typed does."""

    named: Named
    header: str
    place: Place
    cell: GridCell
    is_previous: bool = False


@dataclass
class LineData:
    """What one line's sheet holds; ``earlier`` names the period of the column beside this one's."""

    line: type[WorkLine]
    sheet: str
    is_off: bool = False
    off_place: Place | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    splits: dict[str, list[SplitRow]] = field(default_factory=dict)
    picked: dict[str, str] = field(default_factory=dict)
    picked_places: dict[str, Place] = field(default_factory=dict)
    measures: list[MeasureRow] = field(default_factory=list)
    extras: list[ExtraFigure] = field(default_factory=list)
    overwritten: list[Overwritten] = field(default_factory=list)
    has_counts: bool = False  # units or a 台账 give it figures
    earlier: str = ""

    def amounts(self) -> Iterator[Amount]:
        """Every amount of this period: figures, rows of splits, 补充数据."""
        yield from (entry.now for entry in self.entries.values())
        for rows in self.splits.values():
            yield from (amount for row in rows for amount in row.amounts.values())
        yield from (extra.now for extra in self.extras)

    @property
    def has_figures(self) -> bool:
        """True when a number, or 待定, was typed anywhere on the sheet.

        An opening figure by itself does not count: it comes from the period before.
        """
        entries = (e for e in self.entries.values() if e.code not in self.line.openings())
        typed = any(entry.now.state in (State.KNOWN, State.PENDING) for entry in entries)
        named = any(not row.is_blank for rows in self.splits.values() for row in rows)
        return typed or named or self.has_counts

    @property
    def is_empty(self) -> bool:
        """True when nothing was typed at all; a name without a number says nothing."""
        extras = any(extra.now.state is not State.BLANK for extra in self.extras)
        return not (self.has_figures or self.measures or extras)


@dataclass
class Filled:
    """A whole workbook as it was typed, with what was found while reading it."""

    settings: Settings
    lines: dict[str, LineData] = field(default_factory=dict)
    outline: list[OutlineRow] = field(default_factory=list)
    drafts: dict[str, DraftRow] = field(default_factory=dict)
    topics: list[MeasureRow] = field(default_factory=list)
    problems: list[MeasureRow] = field(default_factory=list)
    plans: list[MeasureRow] = field(default_factory=list)
    phrases: list[tuple[str, int | None, int | None]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    ledgers: dict[str, LedgerTable] = field(default_factory=dict)
    analysed: str = ""  # the name of the ledger picked on 分析
    units: list[Unit] = field(default_factory=list)
    unit_values: dict[str, list[UnitAmount]] = field(default_factory=dict)  # by figure code

    def unit_total(self, code: str) -> Amount | None:
        """分所合计 of a figure, at its first cell; None where no unit gave anything.

        待定 or unreadable at one unit leaves the sum unknown.  Hedges that differ make 约.
        """
        given = self.unit_values.get(code)
        if not given:
            return None  # at once: it is asked of every figure of every return
        amounts = [each.amount for each in given]
        amounts = [amount for amount in amounts if amount.state is not State.BLANK]
        if not amounts:
            return None
        states = {amount.state for amount in amounts}
        for state in (State.PENDING, State.UNREADABLE):
            if state in states:
                return Amount(place=amounts[0].place, state=state)
        hedges = {amount.approx for amount in amounts}
        return Amount(
            place=amounts[0].place,
            state=State.KNOWN,
            value=sum((amount.value or Decimal(0) for amount in amounts), Decimal(0)),
            approx=hedges.pop() if len(hedges) == 1 else Approx.ABOUT,
            unit=amounts[0].unit,
            is_text=any(amount.is_text for amount in amounts),
        )
