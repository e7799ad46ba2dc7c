"""The numbers of a text the clerk edited: which still say what the workbook says, which do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sifa_xl.domain import Approx, Fact
from sifa_xl.number_ties import (
    Around,
    Known,
    Sources,
    alike,
    by_name,
    gap_before,
    kind_of,
    same_words,
    subject_of,
)
from sifa_xl.prose_numbers import Kind, ProseNumber
from sifa_xl.said_numbers import Verdict, compare, worth
from sifa_xl.spans import Prose


@dataclass(frozen=True)
class Judged:
    """One number of the text: ``actual`` is what fact or row say (empty: 无来源)."""

    number: ProseNumber
    verdict: Verdict
    fact: str | None = None
    cells: tuple[str, ...] = ()
    actual: str = ""
    value: Decimal | None = None  # what ``actual`` is worth, in its unit
    is_checked: bool = True

    @property
    def start(self) -> int:
        """Where in the text it begins."""
        return self.number.start

    @property
    def end(self) -> int:
        """Where in the text it ends."""
        return self.number.end

    @property
    def is_doubtful(self) -> bool:
        """True for 无来源 and 不符."""
        return self.verdict in (Verdict.UNSOURCED, Verdict.WRONG)

    @property
    def said(self) -> str:
        """The words of the text."""
        return self.number.text


@dataclass(frozen=True)
class Rewording:
    """The clerk's words in place of a generated paragraph.

    ``place`` is their cell, ``state`` what 总结 says of them; ``is_outdated`` when the generated
    text is another one by now than they were written for.  ``accepted`` are the numbers the clerk
    has answered for although no figure bears them out.
    """

    place: str
    generated: Prose
    state: str
    is_outdated: bool = False
    judged: tuple[Judged, ...] = ()
    accepted: frozenset[str] = frozenset()

    @property
    def doubts(self) -> list[Judged]:
        """The numbers that no fact bears out, accepted or not."""
        return [each for each in self.judged if each.is_doubtful]


def judge(text: str, numbers: Sequence[ProseNumber], sources: Sources) -> list[Judged]:
    """A verdict on each 数 among the ``numbers`` of ``text``, which stand in order."""
    judged, done = [], 0
    for number in numbers:
        if number.kind is Kind.NUMBER:
            judged.append(_judged(number, text, done, sources))
        done = number.end
    return judged


def told_twice(paragraphs: Sequence[tuple[str, Sequence[Judged]]]) -> Iterator[tuple[int, Judged]]:
    """Numbers that another one contradicts: index of the paragraph, and the second of the two.

    Numbers with a source have been held against it; those without are compared with each other
    where the very same words stand before them.  ``actual`` is what was said before.
    """
    said: dict[tuple[str, str], Judged] = {}
    for index, (text, judged) in enumerate(paragraphs):
        for each in judged:
            name = subject_of(text, each.number) if each.verdict is Verdict.UNSOURCED else ""
            first = said.setdefault((name, kind_of(each.number)), each) if name else each
            if worth(first.number) != worth(each.number):
                yield index, Judged(each.number, Verdict.WRONG, actual=first.said)


def _judged(number: ProseNumber, text: str, done: int, sources: Sources) -> Judged:
    around = Around.of(text, number, done)
    known = same_words(number, around, sources.own)
    known = known or same_words(number, around, sources.others, shortest=4)
    if known is not None:
        return _against_known(number, text, known, sources)
    gap = gap_before(text, number, done)
    named = by_name(number, gap, sources.of_home())
    named = named or by_name(number, gap, list(sources.facts.values()))
    if named is not None:
        source, verdict = named
        fact = source.fact
        return Judged(number, verdict, fact.name, fact.cells, fact.text, fact.value)
    known = alike(number, around, [*sources.own, *sources.others])
    if known is not None:
        return _against_known(number, text, known, sources)
    return Judged(number, Verdict.UNSOURCED)


def _against_known(number: ProseNumber, text: str, known: Known, sources: Sources) -> Judged:
    """Against the fact of the span; a number of the clerk's own row must be the same."""
    span, said = known.span, known.number
    source = sources.facts.get(span.fact or "")
    verdict = compare(number, text, source.fact, source.exact) if source else None
    if source is not None and verdict is not None:
        actual, value = source.fact.text, source.fact.value
    else:
        verdict = _against_words(number, text, said)
        actual, value = said.text, said.value
    return Judged(number, verdict, span.fact, span.cells, actual, value, span.checked)


def _against_words(number: ProseNumber, text: str, said: ProseNumber) -> Verdict:
    """Against a number that stands in words only: 同比增长12.3%, 15名 in a row of the clerk's."""
    if number.text == said.text:
        return Verdict.AGREES
    if said.value is None:
        return Verdict.WRONG
    hedges = {sign.value: sign for sign in Approx}
    fact = Fact(
        name="",
        line="",
        value=said.value,
        unit=said.unit,
        approx=hedges.get(said.hedge, Approx.NONE),
    )
    return compare(number, text, fact) or Verdict.WRONG
