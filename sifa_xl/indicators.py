"""Typed values -> adopted values: totals, stocks and rates, each with the cells it came from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sifa_xl.adoption import PRIORITY, Source
from sifa_xl.declarations import Choice, Count, Measure, Rate, Ratio
from sifa_xl.domain import Approx, Place, State
from sifa_xl.filled import Amount, Filled, LineData
from sifa_xl.ledger_conditions import Span
from sifa_xl.ledger_tables import LedgerTable
from sifa_xl.settings import Settings
from sifa_xl.tables import Counter
from sifa_xl.trees import Named, Node
from sifa_xl.wording import percent_shown


class Indicators:
    """Every named node's value, on demand: the ``Sight`` of all trees.

    A value is that of the first source that has one (采用数); a line switched off has none.
    """

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self._owner: dict[str, LineData] = {}
        for data in filled.lines.values():
            self._owner |= {named.code: data for named in data.line.named()}
        self._values: dict[tuple[str, bool], Fraction | None] = {}
        self._adopted: dict[str, Source] = {}
        self._counter = Counter(filled.ledgers, counting_span(filled.settings))
        self._counts: dict[str, Fraction | None] = {}

    def data(self, named: Named) -> LineData | None:
        """The sheet of the line the node belongs to."""
        return self._owner.get(named.code)

    def value(self, figure: Named, previous: bool = False) -> Fraction | None:
        """The adopted value, exact; None when unknown."""
        key = (figure.code, previous)
        if key not in self._values:
            self._values[key] = self._work_out(figure, previous)
        return self._values[key]

    def typed(self, figure: Named, previous: bool = False) -> Fraction | None:
        """What was typed into the figure's own cell."""
        data = self.data(figure)
        if data is None or data.is_off:
            return None
        amount = self._amount(data, figure, previous)
        return None if amount is None or amount.value is None else Fraction(amount.value)

    def from_source(self, figure: Named, source: Source) -> Fraction | None:
        """What one source says of the figure this period; None where it says nothing."""
        data = self.data(figure)
        if data is None or data.is_off:
            return None
        if source is Source.TYPED:
            return self.typed(figure)
        if source is Source.UNITS:
            total = self.filled.unit_total(figure.code)
            return None if total is None or total.value is None else Fraction(total.value)
        if source is Source.LEDGER:
            return self._ledger_count(figure)
        definition = getattr(figure, "definition", None)
        return definition.value(self) if isinstance(definition, Node) else None

    def adopted_from(self, figure: Named) -> Source | None:
        """The source of the adopted value of this period."""
        self.value(figure)
        return self._adopted.get(figure.code)

    def chosen(self, choice: Node) -> str:
        """The option picked for a rate's base."""
        assert isinstance(choice, Choice)
        for data in self.filled.lines.values():
            if choice in data.line.choices():
                return data.picked.get(choice.name, next(iter(choice.options)))
        return next(iter(choice.options))

    def has_basis(self, figure: Named) -> bool:
        """True when the figure's 口径 is written down."""
        data = self.data(figure)
        entry = data.entries.get(figure.code) if data else None
        return bool(entry and entry.basis.strip())

    def largest(self, figure: Named) -> Fraction | None:
        """The largest row of a split's measure."""
        return max(self._part_values(figure), default=None)

    def printed(self, rate: Rate, previous: bool = False) -> Decimal | None:
        """The rate as it is printed: one decimal, half up, never 100 below 100."""
        exact = self.value(rate, previous)
        return None if exact is None else percent_shown(exact)

    def state(self, figure: Named) -> State:
        """Why the figure has a value or has none."""
        data = self.data(figure)
        if data is None:
            return State.BLANK
        if data.is_off:
            return State.NOT_APPLICABLE
        value = self.value(figure)
        if value is not None:
            assert isinstance(figure, Count | Measure | Rate)
            # what cannot be is printed as ×× too; the check says what is wrong with it
            return State.KNOWN if figure.admits(value) else State.PENDING
        own = self._amount(data, figure, previous=False)
        given = (own, self.filled.unit_total(figure.code))
        states = {amount.state for amount in (*self.sources(figure), *filter(None, given))}
        if State.PENDING in states or (data.has_figures and self._lacks_a_star(figure)):
            return State.PENDING  # printed as ×× in the draft, blocks the final
        return State.UNREADABLE if State.UNREADABLE in states else State.BLANK

    def approx(self, figure: Named, previous: bool = False) -> Approx:
        """The figure's hedge; a computed figure takes over the hedge of its parts."""
        hedges = {amount.approx for amount in self.sources(figure, previous) if amount.approx}
        if len(hedges) > 1:
            return Approx.ABOUT
        return hedges.pop() if hedges else Approx.NONE

    def unit(self, figure: Named) -> str:
        """The unit picked in the sheet, else the declared one."""
        data = self.data(figure)
        if isinstance(figure, Count):
            entry = data.entries.get(figure.code) if data else None
            return entry.now.unit if entry and entry.now.unit else figure.unit
        assert isinstance(figure, Measure | Rate)
        return figure.unit

    def sources(self, figure: Named, previous: bool = False) -> Iterator[Amount]:
        """The typed amounts the value rests on, in reading order, none twice."""
        seen: set[Place] = set()
        for amount in self._sources(figure, previous):
            if amount.place not in seen:
                seen.add(amount.place)
                yield amount

    def cells(self, figure: Named, previous: bool = False) -> tuple[str, ...]:
        """The filled cells the value rests on, and the cell of a picked base.

        An unknown value (printed ×× or left out) names the blank cells it waits for as well.
        """
        sources = list(self.sources(figure, previous))
        is_known = self.value(figure, previous) is not None
        places = [a.place for a in sources if not (is_known and a.state is State.BLANK)]
        if isinstance(figure, Rate) and figure.choice is not None:
            data = self.data(figure)
            picked = data.picked_places.get(figure.choice.name) if data else None
            places += [picked] if picked else []
        return tuple(str(place) for place in places)

    def place(self, figure: Named) -> Place:
        """Where a finding about the figure is shown."""
        data = self.data(figure)
        if data is not None:
            entry = data.entries.get(figure.code)
            if entry is not None:
                return entry.now.place
            for amount in self.sources(figure):
                return amount.place
        return Place(data.sheet if data else "首页", 1, 1)

    def _work_out(self, figure: Named, previous: bool) -> Fraction | None:
        data = self.data(figure)
        if data is None or data.is_off:
            return None
        if isinstance(figure, Measure):
            values = [] if previous else self._part_values(figure)
            return sum(values, Fraction(0)) if values else None
        if not previous:
            return self._adopt(figure)
        typed = self.typed(figure, previous)
        definition = getattr(figure, "definition", None)
        if typed is not None or definition is None:
            return typed
        assert isinstance(definition, Node)
        return definition.value(self, previous)

    def _adopt(self, figure: Named) -> Fraction | None:
        for source in PRIORITY:
            value = self.from_source(figure, source)
            if value is not None:
                self._adopted[figure.code] = source
                return value
        return None

    def _amount(self, data: LineData, figure: Named, previous: bool) -> Amount | None:
        entry = data.entries.get(figure.code)
        if entry is None:
            return None
        return entry.before if previous else entry.now

    def _ledger_count(self, figure: Named) -> Fraction | None:
        counted = figure.ledger if isinstance(figure, Count) else None
        if counted is None:
            return None
        if figure.code not in self._counts:
            self._counts[figure.code] = self._counter.count(counted)
        return self._counts[figure.code]

    def _counted_amounts(self, figure: Named, source: Source) -> Iterator[Amount]:
        """The filled cells behind a sum of units; for a ledger the cell with its count."""
        if source is Source.UNITS:
            total = self.filled.unit_total(figure.code)
            hedge = total.approx if total else Approx.NONE
            for each in self.filled.unit_values.get(figure.code, ()):
                if each.amount.value is not None:
                    yield each.amount.model_copy(update={"approx": hedge})
            return
        data = self.data(figure)
        entry = data.entries.get(figure.code) if data else None
        value, table = self._ledger_count(figure), self._table(figure)
        place = entry.ledger_place if entry else None
        if value is not None and table is not None:
            number = Decimal(value.numerator) / Decimal(value.denominator)
            yield Amount(
                place=place or table.header_place(table.ledger.anchor),
                state=State.KNOWN,
                value=number,
                unit=self.unit(figure),
            )

    def _table(self, figure: Named) -> LedgerTable | None:
        counted = figure.ledger if isinstance(figure, Count) else None
        return self.filled.ledgers.get(counted.ledger.code) if counted else None

    def _lacks_a_star(self, figure: Named) -> bool:
        """True when the value is unknown because a figure that must be filled is blank."""
        if isinstance(figure, Count) and figure.star:
            return True
        definition = getattr(figure, "definition", None)
        if not isinstance(definition, Node):
            return False
        leaves = [leaf for leaf in self._used_leaves(definition) if self.value(leaf) is None]
        return any(self._lacks_a_star(leaf) for leaf in leaves)

    def _part_values(self, figure: Named) -> list[Fraction]:
        assert isinstance(figure, Measure)
        data = self.data(figure)
        rows = data.splits.get(figure.split.code, []) if data and not data.is_off else []
        amounts = (row.amounts[figure.name] for row in rows)
        return [Fraction(a.value) for a in amounts if a.value is not None]

    def _sources(self, figure: Named, previous: bool) -> Iterator[Amount]:
        data = self.data(figure)
        if data is None:
            return
        if isinstance(figure, Measure):
            if not previous:
                yield from (r.amounts[figure.name] for r in data.splits.get(figure.split.code, []))
            return
        source = None if previous else self.adopted_from(figure)
        if source in (Source.UNITS, Source.LEDGER):
            yield from self._counted_amounts(figure, source)
            return
        own = self._amount(data, figure, previous)
        definition = getattr(figure, "definition", None)
        if own is not None and (own.value is not None or definition is None):
            yield own
        elif isinstance(definition, Node):
            for leaf in self._used_leaves(definition):
                yield from self._sources(leaf, previous)

    def _used_leaves(self, definition: Node) -> Iterator[Named]:
        """The leaves a value really rests on: of a choice of bases, only the picked one."""
        if isinstance(definition, Ratio) and isinstance(definition.base, Choice):
            yield from definition.part.leaves()
            yield from definition.base.options[self.chosen(definition.base)].leaves()
        else:
            yield from definition.leaves()


def counting_span(settings: Settings) -> Span | None:
    """The days that count: from the period's first day to the cut-off, if that lies in it."""
    period, cutoff = settings.period, settings.cutoff
    if period is None:
        return None
    is_inside = cutoff is not None and period.start <= cutoff <= period.end
    return Span(period.start, cutoff if cutoff and is_inside else period.end)
