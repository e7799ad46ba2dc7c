"""A filled workbook -> what is typed into the next one: names and wording stay, numbers go.

Only three kinds of numbers come along: opening figures, those of a year ago, and in a book that
grows (上半年 -> 全年) those of the part, in a column of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sifa_xl import headers as h
from sifa_xl.declarations import Choice, Computed, Count, WorkLine
from sifa_xl.domain import Approx, State
from sifa_xl.filled import Filled, LineData, MeasureRow
from sifa_xl.indicators import Indicators
from sifa_xl.period_steps import Step
from sifa_xl.wording import figure_text

Typed = str | int | Decimal | date | None
Row = dict[str, Typed]


@dataclass
class Rolled:
    """What goes into the lines' sheets, and what the clerk should know of it.

    ``unopened`` are opening figures nobody knows, ``unlike`` those of a year ago that were
    counted in another unit; both by their cell's words, 业务线·指标.
    """

    sheets: dict[str, Any] = field(default_factory=dict)
    opened: int = 0
    compared: int = 0
    unopened: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sources:
    """Where the numbers come from: the old workbook, and the one of a year ago if there is one.

    ``earlier`` is the old period's name where the new one holds it, else ``""``.
    """

    now: Indicators
    step: Step
    last_year: Indicators | None = None
    earlier: str = ""


def roll_lines(sources: Sources) -> Rolled:
    """The lines' sheets of the next workbook."""
    rolled = Rolled()
    for data in sources.now.filled.lines.values():
        tables: dict[str, Any] = {h.DATA: dict(_figures(data, sources, rolled))}
        if data.is_off:
            tables[h.DATA][h.OFF] = {h.NOW: h.OFF}
        tables[h.RATES] = dict(_picked(data))
        tables[h.EXTRAS] = list(_extras(data, sources))
        for split in data.line.splits:
            rows = data.splits.get(split.code, [])
            tables[split.name] = [{split.by: row.name} for row in rows if row.name]
        rolled.sheets[data.line.title] = tables
    return rolled


def outline_rows(filled: Filled) -> list[Row]:
    """提纲 as it stood; the numbers in own words are to be looked at again."""
    return [
        _without_blanks(
            {
                h.LEVEL: row.level,
                h.HEADING: row.heading,
                h.BLOCK: row.content,
                h.OWN_TEXT: row.own_text,
                **row.lengths,
            }
        )
        for row in filled.outline
    ]


def own_phrases(filled: Filled, shipped: set[tuple[str, int | None, int | None]]) -> list[Row]:
    """The phrases that are not the program's."""
    return [
        _without_blanks({h.PHRASE: text, h.YEAR_FROM: first, h.YEAR_TO: last})
        for text, first, last in filled.phrases
        if (text, first, last) not in shipped
    ]


def reference_rows(filled: Filled, period: str) -> list[Row]:
    """举措, topics, problems and plans, to be looked up: under the period they were written in."""
    found = [(d.line.title, row) for d in filled.lines.values() for row in d.measures]
    found += [(h.TOPICS, row) for row in filled.topics]
    found += [(h.PROBLEMS, row) for row in filled.problems]
    found += [(h.PLANS, row) for row in filled.plans]
    return [
        _without_blanks(
            {
                h.OF_PERIOD: period,
                h.LINE: title,
                h.BELONGS: row.belongs_to,
                h.SUBHEADING: row.subheading,
                h.BODY: f"{row.body}{_target(row)}",
                h.SUPPLIED_BY: row.section,
                h.DAY: row.day,
            }
        )
        for title, row in found
        if row.body or row.subheading
    ]


def _target(row: MeasureRow) -> str:
    return f"（目标：{row.target_word}{row.target}）" if row.target else ""


def _figures(data: LineData, sources: Sources, rolled: Rolled) -> Iterator[tuple[str, Row]]:
    openings = data.line.openings()
    for figure in data.line.figures:
        row = _wording(data, figure)
        if not data.is_off and sources.now.value(figure) is not None:
            row.setdefault(h.NOW, None)  # what was filled is not folded away
        if figure.code in openings:
            row |= _opening(data, figure, openings[figure.code], sources, rolled)
        if sources.earlier:
            row |= _earlier(figure, sources)
        if sources.last_year is not None:
            row |= _a_year_ago(data, figure, sources.last_year, rolled)
        if row:
            yield figure.name, row


def _wording(data: LineData, figure: Count) -> Row:
    """口径, 单位, 责任股室 and 填报人, as far as they are the clerk's own."""
    entry = data.entries.get(figure.code)
    if entry is None:
        return {}
    row: Row = {}
    if entry.basis != figure.basis:
        row[h.BASIS] = entry.basis
    if entry.now.unit in figure.units and entry.now.unit != figure.unit:
        row[h.UNIT] = entry.now.unit
    return row | _without_blanks({h.SECTION: entry.section, h.FILLED_BY: entry.filled_by})


def _opening(
    data: LineData, figure: Count, closing: Count | None, sources: Sources, rolled: Rolled
) -> Row:
    """The opening figure: as it was while the book grows, else what was left at the end."""
    source = figure if sources.step is Step.GROWING else closing
    value = None
    if source is not None and sources.step is not Step.APART:
        value = sources.now.value(source)
    if source is None or value is None:
        if _was_typed(data, figure) or (source is not None and _was_typed(data, source)):
            rolled.unopened.append(f"{data.line.title}·{figure.label}")
        return {}
    rolled.opened += 1
    hedge = sources.now.approx(source)
    row: Row = {h.NOW: _number(value), **({h.APPROX: str(hedge)} if hedge else {})}
    if sources.step is not Step.GROWING:
        row[h.CLOSING] = _as_written(value, sources.now.unit(source), hedge, figure.unit)
    return row


def _was_typed(data: LineData, figure: Count) -> bool:
    entry = data.entries.get(figure.code)
    return not data.is_off and entry is not None and entry.now.state is not State.BLANK


def _earlier(figure: Count, sources: Sources) -> Row:
    value = sources.now.value(figure)
    if value is None:
        return {}
    unit, hedge = sources.now.unit(figure), sources.now.approx(figure)
    return {sources.earlier: _as_written(value, unit, hedge, figure.unit)}


def _a_year_ago(data: LineData, figure: Count, last_year: Indicators, rolled: Rolled) -> Row:
    """上年同期, with its hedge; what the sheet computes from its parts is left to it."""
    value = last_year.value(figure)
    if value is None or _follows(figure, value, last_year):
        return {}
    entry = data.entries.get(figure.code)
    unit = entry.now.unit if entry and entry.now.unit else figure.unit
    if last_year.unit(figure) != unit:
        rolled.unlike.append(f"{data.line.title}·{figure.label}")
        return {}
    rolled.compared += 1
    hedge = last_year.approx(figure)
    return {h.BEFORE: _number(value), **({h.BEFORE_APPROX: str(hedge)} if hedge else {})}


def _follows(figure: Count, value: Fraction, last_year: Indicators) -> bool:
    return isinstance(figure, Computed) and figure.definition.value(last_year) == value


def _picked(data: LineData) -> Iterator[tuple[str, Row]]:
    for rate in data.line.rates:
        if rate.choice is not None and rate.choice.name in data.picked:
            yield rate.name, {h.BASIS: data.picked[rate.choice.name]}


def _extras(data: LineData, sources: Sources) -> Iterator[Row]:
    """补充数据: names and units, and what was counted under that name a year ago.

    A figure of the line needs none of its name: that was the row of an older edition.
    """
    declared = {named.name for named in (*data.line.figures, *data.line.rates)}
    ago = sources.last_year.filled.lines.get(data.line.code) if sources.last_year else None
    before = {extra.name: extra.now for extra in ago.extras} if ago and not ago.is_off else {}
    for extra in data.extras:
        if extra.name in declared:
            continue
        row: Row = {h.FIGURE: extra.name, h.UNIT: extra.now.unit, h.BASIS: extra.basis}
        old = before.get(extra.name)
        if old is not None and old.value is not None and old.unit == extra.now.unit:
            row[h.BEFORE] = _as_written(Fraction(old.value), old.unit, old.approx, old.unit)
        yield _without_blanks(row)


def is_own_choice(line: type[WorkLine], name: str, picked: str) -> bool:
    """True where another base was picked than the first of the drop-down."""
    choice: Choice | None = next((each for each in line.choices() if each.name == name), None)
    return choice is not None and picked != next(iter(choice.options))


def _as_written(value: Fraction, unit: str, hedge: Approx, proper_unit: str) -> Typed:
    """A plain number; one with a hedge or in another unit as words, so that nothing counts it."""
    number = _number(value)
    if not hedge and unit == proper_unit:
        return number
    return figure_text(Decimal(number), unit, hedge)


def _number(value: Fraction) -> int | Decimal:
    if value.denominator == 1:
        return int(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def _without_blanks(row: Row) -> Row:
    return {header: value for header, value in row.items() if value not in (None, "")}
