"""Where everything of a line stands on its sheet: the ``Refs`` of its formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sifa_xl import headers as h
from sifa_xl.adoption import Source
from sifa_xl.book.plan import ref
from sifa_xl.declarations import Choice, Count, Measure, Rate, Rule, Split, WorkLine
from sifa_xl.trees import Named, Node

# columns of a line's sheet; A holds the codes
FIGURE, NOW, APPROX, BEFORE, UNIT, BASIS = 2, 3, 4, 5, 6, 7
SECTION, FILLED_BY, UNIT_TOTAL, LEDGER_COUNT = 8, 9, 10, 11
ADOPTED, STATUS, EXPLANATION = 12, 13, 14
ADOPTED_BEFORE, EXACT, EXACT_BEFORE, STAR, LAST_CHECK, RAW_SENTENCE = 15, 16, 17, 18, 19, 20
SAID, IS_EXPLAINED, DIFFERS = 21, 22, 23
EARLIER, BEFORE_APPROX = 31, 32  # in books made from an earlier one: 上半年 or 上期期末
LAST_VISIBLE = EXPLANATION
# columns of 校验结果, which other sheets look up; whole ones, so that no deleted row cuts them
FOUND_LEVEL, FOUND_LINE = "校验结果!$C:$C", "校验结果!$D:$D"
FOUND_EXPLAINED, FOUND_ROW_CODE = "校验结果!$L:$L", "校验结果!$M:$M"
MEASURE_COLUMNS = (NOW, BEFORE, UNIT, SECTION)  # the measures of a split; 概数 is too narrow

SPLIT_ROWS, MEASURE_ROWS, EXTRA_ROWS = 15, 20, 20
NAME_ROWS, PLACE_ROWS = 30, 40  # of a bureau's own splits; 分所表 has as many units' columns
TITLE_ROW, NOTE_ROW, HEADER_ROW, OFF_ROW = 1, 2, 3, 4


@dataclass
class LineAddresses:
    """Row numbers on the sheet of one line, and the cells its formulas refer to.

    ``needed`` says how many rows a table must have, by its code, where the usual number may not
    do; ``earlier`` is the header of the column of earlier numbers, if there is one.
    """

    line: type[WorkLine]
    needed: Mapping[str, int] = field(default_factory=dict)
    earlier: str = ""
    figures: dict[str, int] = field(default_factory=dict)
    rates: dict[str, int] = field(default_factory=dict)
    split_headers: dict[str, int] = field(default_factory=dict)
    split_totals: dict[str, int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    note_row: int = 0
    data_end: int = 0
    rates_title: int = 0
    sentence: int = 0
    measures_title: int = 0
    extras_title: int = 0
    relations_title: int = 0
    signature: int = 0

    def __post_init__(self) -> None:
        row = OFF_ROW
        for figure in self.shown_figures:
            self.figures[figure.code] = (row := row + 1)
        self.note_row = (row := row + 1)
        for figure in self.optional_figures:
            self.figures[figure.code] = (row := row + 1)
        self.data_end = (row := row + 1)
        self.rates_title = (row := row + 1)
        row += 1  # header
        for rate in self.line.rates:
            self.rates[rate.code] = (row := row + 1)
        self.sentence = (row := row + 2)
        row += 1
        for split in self.line.splits:
            self.split_headers[split.code] = row + 2
            row += 2 + self.split_rows(split) + 1  # title, header, rows, edge
            self.split_totals[split.code] = (row := row + 1)
            row += 1
        self.measures_title = row + 1
        row += 2 + MEASURE_ROWS + 1
        self.extras_title = row + 1
        row += 2 + self.extra_rows + 1
        self.relations_title = row + 1
        row += 2
        for rule in self.line.all_rules:
            self.rules[rule.code] = (row := row + 1)
        self.signature = row + 2

    @property
    def shown_figures(self) -> list[Count]:
        """The figures always visible: ★, computed ones, and those declared ``shown``."""
        return [figure for figure in self.line.figures if figure.shown]

    @property
    def optional_figures(self) -> list[Count]:
        """The figures folded away until wanted."""
        return [figure for figure in self.line.figures if not figure.shown]

    @property
    def off(self) -> str:
        """The formula that is TRUE when the line is switched off."""
        return f'{ref(OFF_ROW, NOW, fixed=True)}="本期无此工作"'

    def split_rows(self, split: Split) -> int:
        """How many rows a split has."""
        return max(SPLIT_ROWS, self.needed.get(split.code, 0))

    @property
    def extra_rows(self) -> int:
        """How many rows 补充数据 has."""
        return max(EXTRA_ROWS, self.needed.get(h.EXTRAS, 0))

    def row(self, named: Named) -> int:
        """The row of a figure, a rate, or a split's total."""
        if isinstance(named, Measure):
            return self.split_totals[named.split.code]
        return self.rates[named.code] if isinstance(named, Rate) else self.figures[named.code]

    def value(self, figure: Named, previous: bool) -> str:
        """The adopted cell; a rate's exact ratio; a split's total, which has no last year."""
        if isinstance(figure, Measure):
            return '""' if previous else self._measure(figure, self.row(figure))
        if isinstance(figure, Rate):
            return ref(self.row(figure), EXACT_BEFORE if previous else EXACT)
        return ref(self.row(figure), ADOPTED_BEFORE if previous else ADOPTED)

    def typed(self, figure: Named, previous: bool) -> str:
        """The cell the clerk types into."""
        return ref(self.row(figure), BEFORE if previous else NOW)

    def source(self, figure: Named, source: Source) -> str:
        """The cell of one source of this period's value."""
        columns = {Source.TYPED: NOW, Source.UNITS: UNIT_TOTAL, Source.LEDGER: LEDGER_COUNT}
        return ref(self.row(figure), columns[source])

    def chosen(self, choice: Node) -> str:
        """The drop-down in the 口径 cell of the first rate with this choice."""
        assert isinstance(choice, Choice)
        rate = next(rate for rate in self.line.rates if rate.choice is choice)
        return ref(self.row(rate), BASIS, fixed=True)

    def basis(self, figure: Named) -> str:
        """The 口径 cell."""
        return ref(self.row(figure), BASIS)

    def parts(self, figure: Named) -> str:
        """The rows of a measure, from the header to the edge above the total."""
        assert isinstance(figure, Measure)
        first, last = self.split_headers[figure.split.code], self.row(figure) - 1
        return f"{self._measure(figure, first)}:{self._measure(figure, last)}"

    def result(self, rule: Rule) -> str:
        """The cell with the live result of a rule."""
        return ref(self.rules[rule.code], STATUS)

    def measure_column(self, split: Split, name: str) -> int:
        """The column of a measure in its split's table."""
        return MEASURE_COLUMNS[list(split.measures).index(name)]

    def _measure(self, measure: Measure, row: int) -> str:
        return ref(row, self.measure_column(measure.split, measure.name))
