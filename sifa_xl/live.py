"""What every live formula of a line's sheet shows: Python's twin of the sheet.

The builder stores these as the formulas' cached values; the tests let LibreOffice recalculate the
formulas and compare.  A number typed as text is read here and overlooked by the formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from sifa_xl import headers as h
from sifa_xl.adoption import Source
from sifa_xl.answers import explanation_of, said_for
from sifa_xl.comparison import (
    change_in_points,
    doubt_level,
    falls_short,
    missing_this_year,
    opens_otherwise,
    repeats,
    swings,
)
from sifa_xl.declarations import Count, Rate, Rule, WorkLine
from sifa_xl.disagreements import COMPARED, disagreements
from sifa_xl.domain import Approx, Level, State
from sifa_xl.explanations import is_explanation
from sifa_xl.filled import Entry, LineData
from sifa_xl.indicators import Indicators, counting_span
from sifa_xl.ledger_analysis import CrossTable, cross_table
from sifa_xl.rules import holds
from sifa_xl.trees import Named
from sifa_xl.wording import figure_text

Shown = str | Decimal | int
BLANK: Shown = ""
PASSED, SKIPPED, UNFILLED, ASK_CHECK, FINE = "通过", "—", "★未填", "请点检查", "√"
NOT_APPLICABLE, PENDING, EXPLAINED = "不适用", "待定", "已说明"
CODE_OF_RANGE, CODE_OF_BLANK = "X-10", "X-06"
CODE_OF_OPENING, CODE_OF_SHORTFALL = "X-04", "X-15"


class Checked(NamedTuple):
    """A row of 校验结果 as the formulas of 上次检查 see it; ``level`` is the word on screen."""

    row_code: str
    line: str
    level: str
    is_explained: bool


class Live:
    """The shown values of one workbook's formulas; ``checked`` is what stands in 校验结果."""

    def __init__(self, indicators: Indicators, checked: Sequence[Checked] = ()) -> None:
        self.indicators = indicators
        self._checked = checked

    @cached_property
    def analysis(self) -> CrossTable:
        """What the sheet 分析 shows."""
        filled = self.indicators.filled
        span = counting_span(filled.settings)
        for data in filled.lines.values():
            for ledger in data.line.ledgers:
                if ledger.name == filled.analysed:
                    table = filled.ledgers.get(ledger.code)
                    return cross_table(ledger, table, span, is_off=data.is_off)
        return cross_table(None, None, span)

    def adopted(self, figure: Named, previous: bool = False) -> Shown:
        """采用数: typed, else computed; ``""`` when unknown."""
        return _shown(self.indicators.value(figure, previous))

    def ledger_count(self, figure: Named) -> Shown:
        """台账数: what the ledger's rows give; ``""`` when unknown."""
        return _shown(self.indicators.from_source(figure, Source.LEDGER))

    def printed(self, rate: Rate, previous: bool = False) -> Shown:
        """The rate with one decimal."""
        value = self.indicators.printed(rate, previous)
        return BLANK if value is None else value

    def points(self, rate: Rate) -> Shown:
        """The change of a rate in percentage points."""
        value = change_in_points(rate, self.indicators)
        return BLANK if value is None else value

    def change(self, figure: Named) -> Shown:
        """The change of a count against 上年同期."""
        now = self.indicators.value(figure)
        before = self.indicators.value(figure, previous=True)
        return BLANK if now is None or before is None else _shown(now - before)

    def result(self, rule: Rule) -> str:
        """通过, 必须改, 请核实, 可不改, or — when a side is unknown."""
        if self._is_off(rule.anchor):
            return SKIPPED
        truth = holds(rule, self.indicators)
        if truth is None:
            return SKIPPED
        return PASSED if truth else rule.level.on_screen

    def side(self, rule: Rule, index: int) -> Shown:
        """The left (0) or right (1) side of a rule, as it is compared."""
        if rule.comparison is None or self._is_off(rule.anchor):
            return BLANK
        return _shown(rule.comparison.sides(rule.sight(self.indicators))[index])

    def difference(self, rule: Rule) -> Shown:
        """Left minus right."""
        left, right = self.side(rule, 0), self.side(rule, 1)
        return BLANK if left == "" or right == "" else Decimal(left) - Decimal(right)

    def status(self, named: Named, rules: tuple[Rule, ...]) -> str:
        """The 校验 cell of a figure's row; ``rules`` are those anchored there, gravest first."""
        if self._is_off(named):
            return NOT_APPLICABLE
        data = self.indicators.data(named)
        entry = data.entries.get(named.code) if data else None
        wrong = self._plainly_wrong(named, entry)
        if wrong:
            return wrong
        for level, code in (*self._broken(rules), *self._doubts(named, entry)):
            is_told = level is Level.VERIFY and entry is not None and _is_explained(data, entry)
            return f"{EXPLAINED if is_told else level.on_screen} {code}"
        if isinstance(named, Count) and missing_this_year(named, self.indicators):
            return f"{Level.HINT.on_screen} {CODE_OF_BLANK}"
        return "" if self.indicators.value(named) is None else FINE

    def _plainly_wrong(self, named: Named, entry: Entry | None) -> str:
        """What no rule of the line has to say: the entry itself, its range, its sources."""
        value = self.indicators.value(named)
        if isinstance(named, Count):
            early = self._status_of_entry(named, entry) if entry is not None else ""
            code = self.sources_differ(named)
            if not code and entry is not None:
                code = self._unlike_the_carried(named, entry, value)
            return early or (f"{Level.ERROR.on_screen} {code}" if code else "")
        is_wrong = isinstance(named, Rate) and value is not None and not named.admits(value)
        return f"{Level.ERROR.on_screen} {CODE_OF_RANGE}" if is_wrong else ""

    def _unlike_the_carried(self, figure: Count, entry: Entry, now: Fraction | None) -> str:
        """X-04 or X-15, as far as a formula sees it: words with a hedge are no number to it."""
        data = self.indicators.data(figure)
        if data is None or entry.earlier is None or entry.earlier.is_text:
            return ""
        if figure.code in data.line.openings():
            return CODE_OF_OPENING if opens_otherwise(figure, entry, now) else ""
        is_short = shows_shortfall(figure) and falls_short(figure, entry, now)
        return CODE_OF_SHORTFALL if is_short and data.earlier != h.CLOSING else ""

    def _broken(self, rules: tuple[Rule, ...]) -> Iterator[tuple[Level, str]]:
        for rule in rules:
            if self.result(rule) not in (PASSED, SKIPPED):
                yield rule.level, rule.code

    def _doubts(self, figure: Named, entry: Entry | None) -> Iterator[tuple[Level, str]]:
        """The general doubts of a figure's row: X-07, X-08 and U-01."""
        if not isinstance(figure, Count) or entry is None:
            return
        now = self.indicators.value(figure)
        before = self.indicators.value(figure, previous=True)
        if now is not None and before is not None:
            if swings(now, before):
                yield doubt_level(figure, before), "X-07"
            if repeats(now, before):
                yield doubt_level(figure, before), "X-08"
        if now is not None and entry.now.unit and entry.now.unit != figure.unit:
            yield Level.VERIFY, "U-01"

    def sources_differ(self, figure: Count) -> str:
        """The code of the first source that differs from the adopted value; hedges say nothing."""
        data = self.indicators.data(figure)
        entry = data.entries.get(figure.code) if data and not data.is_off else None
        if entry is None or entry.now.approx:
            return ""
        found = disagreements(figure, Approx.NONE, self.indicators)
        return next((COMPARED[each.other[0]].code for each in found), "")

    def said(self, figure: Count) -> str:
        """The 说明 that stands for the row: its own, or the one it refers to."""
        data = self.indicators.data(figure)
        entry = data.entries.get(figure.code) if data else None
        return said_for(data, entry) if data and entry else ""

    def is_explained(self, figure: Count) -> int:
        """1 where that 说明 explains, else 0."""
        data = self.indicators.data(figure)
        entry = data.entries.get(figure.code) if data else None
        return int(entry is not None and _is_explained(data, entry))

    def last_check(self, row_code: str) -> str:
        """上次检查 of a row: the gravest level found there, 已说明, or nothing."""
        found = next((row for row in self._checked if row.row_code == row_code), None)
        if found is None:
            return ""
        return EXPLAINED if found.is_explained else found.level

    def last_count(self, line: type[WorkLine], level: str) -> int:
        """How many findings of a level a line had in the last check, 已说明 ones apart."""
        rows = (row for row in self._checked if row.line == line.title and row.level == level)
        return sum(not row.is_explained for row in rows)

    def sentence(self, line: type[WorkLine]) -> str:
        """The 数据句: every known figure in order, as a sentence that can be copied."""
        clauses = list(self._clauses(line))
        return "，".join(clauses) + "。" if clauses else ""

    def _clauses(self, line: type[WorkLine]) -> Iterator[str]:
        for named in (*line.figures, *line.rates):
            if isinstance(named, Rate):
                value = self.indicators.printed(named)
                if value is not None:
                    yield f"{named.label}{figure_text(value, '%')}"
                continue
            exact = self.indicators.value(named)
            if exact is not None and not self._is_off(named):
                hedge = self._column_hedge(named)
                number = _plain(exact)
                unit = self.indicators.unit(named)
                before, after = (hedge, "") if hedge in ("约", "近") else ("", hedge)
                middle = f"{unit}{after}" if after == "以上" else f"{after}{unit}"
                yield f"{named.label}{before}{number}{middle}"

    def _column_hedge(self, figure: Named) -> str:
        data = self.indicators.data(figure)
        entry = data.entries.get(figure.code) if data else None
        return str(entry.now.approx) if entry else ""

    def _status_of_entry(self, figure: Count, entry: Entry) -> str:
        now = entry.now
        if now.state is State.PENDING:
            return PENDING
        if now.is_text or now.state is State.UNREADABLE:
            return ASK_CHECK
        value = self.indicators.value(figure)
        if figure.star and value is None:
            return UNFILLED
        fraction = now.value is not None and not figure.places and now.value % 1 != 0
        if (value is not None and value < 0) or fraction:
            return f"{Level.ERROR.on_screen} {CODE_OF_RANGE}"
        return ""

    def _is_off(self, named: Named) -> bool:
        data = self.indicators.data(named)
        return data is None or data.is_off


def shows_shortfall(figure: Count) -> bool:
    """True where the 校验 cell tells of X-15; a computed figure's hedge is beyond a formula."""
    return figure.definition is None and not figure.is_stock


def anchored(line: type[WorkLine], named: Named) -> tuple[Rule, ...]:
    """The rules whose findings are shown at the figure's row, gravest first."""
    order = [Level.ERROR, Level.VERIFY, Level.HINT]
    rules = [rule for rule in line.all_rules if rule.anchor is named]
    return tuple(sorted(rules, key=lambda rule: order.index(rule.level)))


def _is_explained(data: LineData | None, entry: Entry) -> bool:
    return data is not None and is_explanation(explanation_of(data, entry))


def _shown(value: Fraction | None) -> Shown:
    if value is None:
        return BLANK
    if value.denominator == 1:
        return int(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def _plain(value: Fraction) -> str:
    """The number as Excel's ``&`` writes it: no trailing zeros."""
    shown = _shown(value)
    return f"{shown.normalize():f}" if isinstance(shown, Decimal) else str(shown)
