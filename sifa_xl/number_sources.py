"""The facts of a workbook as sources for numbers in words: with their names, rates unrounded."""

from __future__ import annotations

from sifa_xl.declarations import Count, Rate
from sifa_xl.domain import Fact
from sifa_xl.factbook import FactBook
from sifa_xl.filled import Filled
from sifa_xl.indicators import Indicators
from sifa_xl.number_ties import Source


def number_sources(filled: Filled, facts: FactBook, indicators: Indicators) -> dict[str, Source]:
    """Every known number of the lines in use by the name of its fact.

    A row of a split is known by its own name (高村镇) and by that with the measure's.
    """
    sources: dict[str, Source] = {}
    for data in filled.lines.values():
        if data.is_off:
            continue
        for named in (*data.line.figures, *data.line.rates):
            assert isinstance(named, Count | Rate)
            fact = facts.facts[f"{data.line.title}.{named.name}"]
            words = tuple(dict.fromkeys((named.label, named.name, *named.aliases)))
            exact = indicators.value(named) if isinstance(named, Rate) else None
            sources[fact.name] = Source(fact, words, exact)
        for fact in _other_facts(data.line.title, facts):
            parts = fact.name.split(".")[1:]
            sources.setdefault(fact.name, Source(fact, (parts[-1], "".join(parts[-2:]))))
    return {name: source for name, source in sources.items() if source.fact.value is not None}


def _other_facts(title: str, facts: FactBook) -> list[Fact]:
    """Rows of splits, their sums, and 补充数据."""
    found = [fact for fact in facts.facts.values() if fact.line == title]
    for key, rows in facts.rows.items():
        if key.startswith(f"{title}."):
            found += [fact for row in rows for fact in row.values()]
    return found
