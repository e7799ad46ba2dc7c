"""暂不写入正文: figures nobody vouches for yet print nothing, nor does what rests on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sifa_xl import headers as h
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Fact, Finding, Place, State
from sifa_xl.factbook import FactBook
from sifa_xl.filled import Filled
from sifa_xl.indicators import Indicators
from sifa_xl.spans import Omission
from sifa_xl.trees import Named, Node


class Withheld:
    """What the findings of one workbook keep out of the text, each with who decided and why."""

    def __init__(self, findings: Iterable[Finding], filled: Filled, indicators: Indicators) -> None:
        self._cells = {
            f"{finding.sheet}!{finding.cell}": _told(finding)
            for finding in findings
            if finding.released is not None and finding.released.how == h.WITHHOLD
        }
        self._names = dict(_names(self._cells, filled, indicators))

    def out_of(self, book: FactBook) -> FactBook:
        """The facts without those of withheld cells and without what is computed from them."""
        if not self._cells:
            return book
        rows = {
            key: [{column: self._kept(fact) for column, fact in row.items()} for row in found]
            for key, found in book.rows.items()
        }
        facts = {name: self._kept(fact) for name, fact in book.facts.items()}
        return replace(book, facts=facts, rows=rows)

    def explain(self, omissions: Sequence[Omission], book: FactBook) -> tuple[Omission, ...]:
        """The omissions, with the reason where a figure of theirs is withheld."""
        return tuple(replace(o, reason=self._reason(o, book)) for o in omissions)

    def without(self, unused: Sequence[tuple[str, Place]]) -> tuple[tuple[str, Place], ...]:
        """The unused figures but for those that are left out on purpose."""
        return tuple(pair for pair in unused if str(pair[1]) not in self._cells)

    def _kept(self, fact: Fact) -> Fact:
        owner = ".".join(fact.name.split(".")[:2])  # a figure's 同比 and 原因 go with it
        if owner not in self._names and not self._cells.keys() & set(fact.cells):
            return fact
        return fact.model_copy(update={"value": None, "text": "", "state": State.WITHHELD})

    def _reason(self, omission: Omission, book: FactBook) -> str:
        for name in omission.facts:
            fact = book.facts.get(name)
            cells = fact.cells if fact else ()
            told = [self._names.get(name, ""), *(self._cells.get(cell, "") for cell in cells)]
            if any(told):
                return next(words for words in told if words)
        return ""


def _told(finding: Finding) -> str:
    release = finding.released
    return f"{finding.code} {release.how}，{release.by}：{release.reason}" if release else ""


def _names(
    cells: dict[str, str], filled: Filled, indicators: Indicators
) -> Iterable[tuple[str, str]]:
    """The full names of the figures that are withheld or computed from such, with the reason."""
    for data in filled.lines.values() if cells else ():
        reasons = {
            entry.code: cells[str(entry.now.place)]
            for entry in data.entries.values()
            if str(entry.now.place) in cells
        }
        _spread(reasons, data.line, indicators)
        for named in (*data.line.figures, *data.line.rates):
            if named.code in reasons:
                yield f"{data.line.title}.{named.name}", reasons[named.code]


def _spread(reasons: dict[str, str], line: type[WorkLine], indicators: Indicators) -> None:
    """Add what is computed from a withheld figure, as far as nobody typed it himself."""
    before = -1
    while before != len(reasons):
        before = len(reasons)
        for named in (*line.figures, *line.rates):
            definition = getattr(named, "definition", None)
            if isinstance(definition, Node) and indicators.typed(named) is None:
                reason = _first(definition.leaves(), reasons)
                if reason:
                    reasons.setdefault(named.code, reason)


def _first(leaves: Iterable[Named], reasons: dict[str, str]) -> str:
    return next((reasons[leaf.code] for leaf in leaves if leaf.code in reasons), "")
