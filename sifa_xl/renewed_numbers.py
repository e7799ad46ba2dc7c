"""The numbers of words a clerk edited in Word: brought up to date where that is certain.

Certain is a number that still reads as it was printed and still stands where its figure stood, by
its bookmark or by the words before it.  All others are left as they are and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sifa_xl.domain import Fact
from sifa_xl.edited_numbers import Judged, judge
from sifa_xl.imprints import Imprint
from sifa_xl.marks import NUMBER, PROSE, span_stem, stem
from sifa_xl.number_shapes import head_of, only_like
from sifa_xl.number_ties import Sources, common_context, turns_away
from sifa_xl.prose_numbers import ProseNumber
from sifa_xl.said_numbers import Verdict
from sifa_xl.spans import UNKNOWN, Prose

_CLAUSE = re.compile(r"[，。；：！？、（）“”《》\n]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９％", "0123456789%")
_NEAR = 2  # characters before a number that must be the same ones

Stood = Callable[[ProseNumber, str], bool]


class Doubtful(StrEnum):
    """Why a number was left as it is."""

    STALE = "数据已变"
    DIFFERS = "与表不符"
    UNSOURCED = "无来源"
    PENDING = "还没有数"


WITHOUT_COMMENT = (Doubtful.UNSOURCED, Doubtful.PENDING)


@dataclass(frozen=True)
class Renewed:
    """A number brought up to date; ``start:end`` are its place in the old text."""

    start: int
    end: int
    old: str
    new: str
    stem: str
    fact: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """A number left as it is; ``start:end`` are its place in the new text."""

    start: int
    end: int
    kind: Doubtful
    said: str
    fact: str | None = None
    actual: str = ""
    cells: tuple[str, ...] = ()
    stem: str = ""


@dataclass(frozen=True)
class Words:
    """Edited words with what is known of them.

    ``marks`` are the bookmarks around numbers, with their stems; ``generated`` is the paragraph as
    the program writes it now.  ``stood`` tells a number that the text before had in these words.
    """

    text: str
    marks: Sequence[tuple[int, int, str]]
    generated: Prose
    imprint: Imprint | None
    stood: Stood
    sources: Sources
    facts: dict[str, Fact]  # by the stem of their bookmark


@dataclass
class Renewal:
    """What became of edited words; ``marks`` are places and stems in the new text."""

    text: str
    renewed: list[Renewed] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)


def half_width(text: str) -> str:
    """Full-width digits made half-width, character by character."""
    return text.translate(_FULL_WIDTH)


def renew(words: Words, numbers: Sequence[ProseNumber]) -> Renewal:
    """Bring ``numbers`` of the words up to date, as far as that is certain."""
    return _Renewer(words, numbers).renewal()


class _Renewer:
    def __init__(self, words: Words, numbers: Sequence[ProseNumber]) -> None:
        self.words, self.text = words, half_width(words.text)
        self.judged = judge(self.text, numbers, words.sources)
        self.numbers = numbers
        self.renewed: list[Renewed] = []
        self.doubts: list[Doubt] = []
        self.kept: list[tuple[int, int, str]] = []
        self.settled: list[tuple[int, int]] = []

    def renewal(self) -> Renewal:
        for start, end, name in self.words.marks:
            self._look_at_mark(start, end, name)
        for judged in self.judged:
            if not self._is_settled(judged.start, judged.end):
                self._look_at_number(judged)
        for blank in re.finditer(UNKNOWN, self.text):
            if not self._is_settled(*blank.span()):
                self._look_at_blank(*blank.span())
        return self._applied()

    def _look_at_mark(self, start: int, end: int, name: str) -> None:
        said = self.text[start:end]
        options = self._options(name)
        if said in options:
            self.kept.append((start, end, name))
            if self._stands_there(start, end, name):
                self.settled.append((start, end))
        elif self._was_printed(name, start, end):
            new = only_like(said, options)
            if new and self._stands_there(start, end, name):
                self._renew(start, end, name, new)
            else:
                self._doubt(start, end, name, Doubtful.STALE)
        elif any(start < each.end and each.start < end for each in self.judged):
            self._look_at_changed(start, end, name)

    def _look_at_changed(self, start: int, end: int, name: str) -> None:
        """Somebody wrote another number into the bookmark."""
        inside = [j for j in self.judged if start < j.end and j.start < end]
        fact = self.words.facts.get(name)
        if len(inside) == 1 and inside[0].verdict is Verdict.UNSOURCED and fact is not None:
            is_there = self._stands_there(start, end, name)
            if is_there and inside[0].said != fact.text:
                self._doubt(inside[0].start, inside[0].end, name, Doubtful.DIFFERS)

    def _look_at_number(self, judged: Judged) -> None:
        name = _judged_stem(judged)
        start, end = judged.start, judged.end
        if not judged.is_doubtful:
            if name:
                self._keep(start, end, name)
        elif judged.verdict is Verdict.UNSOURCED:
            self.doubts.append(Doubt(start, end, Doubtful.UNSOURCED, judged.said))
        else:
            is_base = self._was_printed(name, start, end)
            new = only_like(judged.said, self._options(name)) if is_base else ""
            if new:
                self._renew(start, end, name, new)
            else:
                kind = Doubtful.STALE if is_base else Doubtful.DIFFERS
                self._doubt(start, end, name, kind, judged)

    def _look_at_blank(self, start: int, end: int) -> None:
        """×× that lost its bookmark: a number where it is certain which, never passed over."""
        found = list(self._unknown_once(start, end))
        if len(found) != 1:
            self._doubt(start, end, "", Doubtful.PENDING)
            return
        last, name, new = found[0]
        if new == self.text[start:last]:
            self._keep(start, last, name)
        else:
            self._renew(start, last, name, new)

    def _unknown_once(self, start: int, end: int) -> Iterator[tuple[int, str, str]]:
        """What was printed ×× behind these words: where it ends, its stem, how it is printed."""
        names = dict.fromkeys(span_stem(span) for span in self.words.generated.spans)
        for name in [each for each in names if self._stands_there(start, end, each)]:
            for new in self._options(name):
                last = end + len(new) - len(head_of(new))
                said = self.text[start:last]
                is_it = said == new or only_like(said, [new])
                if is_it and self._was_printed(name, start, last):
                    yield last, name, new

    def _options(self, name: str) -> list[str]:
        """How the figure is printed now: in this paragraph, else by itself."""
        prose = self.words.generated
        own = [prose.text[s.start : s.end] for s in prose.spans if span_stem(s) == name]
        fact = self.words.facts.get(name)
        return list(dict.fromkeys(own or ([fact.text] if fact and fact.text else [])))

    def _was_printed(self, name: str, start: int, end: int) -> bool:
        said = self.words.text[start:end]
        imprint = self.words.imprint
        if imprint is not None:
            return imprint.has_printed(name, said)
        inside = [each for each in self.numbers if start < each.end and each.start < end]
        return len(inside) == 1 and self.words.stood(inside[0], self.text)

    def _stands_there(self, start: int, end: int, name: str) -> bool:
        """Whether the words before it are still those of its figure, nothing turning them."""
        prose = self.words.generated
        spans = [span for span in prose.spans if span_stem(span) == name]
        before = _clause_before(self.text, start)
        if any(turns_away(before, _clause_before(prose.text, span.start)) for span in spans):
            return False
        tied = {_judged_stem(j) for j in self.judged if start < j.end and j.start < end}
        if name in tied:
            return True
        return not tied - {""} and any(
            _is_near(self.text[:start], prose.text[: span.start]) for span in spans
        )

    def _is_settled(self, start: int, end: int) -> bool:
        return any(first < end and start < last for first, last in self.settled)

    def _keep(self, start: int, end: int, name: str) -> None:
        self.settled.append((start, end))
        self.kept.append((start, end, name))

    def _renew(self, start: int, end: int, name: str, new: str) -> None:
        self.settled.append((start, end))
        fact, cells = self._source(name)
        old = self.words.text[start:end]
        self.renewed.append(Renewed(start, end, old, new, name, fact, cells))

    def _doubt(
        self, start: int, end: int, name: str, kind: Doubtful, judged: Judged | None = None
    ) -> None:
        self.settled.append((start, end))
        fact, cells = self._source(name)
        actual = judged.actual if judged else "、".join(self._options(name))
        said = self.words.text[start:end]
        self.doubts.append(Doubt(start, end, kind, said, fact, actual, cells, name))

    def _source(self, name: str) -> tuple[str | None, tuple[str, ...]]:
        fact = self.words.facts.get(name)
        if fact is not None:
            return fact.name, fact.cells
        spans = [s for s in self.words.generated.spans if span_stem(s) == name]
        return (spans[0].fact, spans[0].cells) if spans else (None, ())

    def _applied(self) -> Renewal:
        self.renewed.sort(key=lambda each: each.start)
        text, done = "", 0
        for each in self.renewed:
            text += self.words.text[done : each.start] + each.new
            done = each.end
        text += self.words.text[done:]
        marks = [(self._moved(s), self._moved(e), name) for s, e, name in self.kept]
        marks += [
            (self._moved(each.start), self._moved(each.end), each.stem) for each in self.renewed
        ]
        doubts = sorted(map(self._moved_doubt, self.doubts), key=lambda each: each.start)
        marks += [(each.start, each.end, each.stem) for each in doubts if each.stem]
        return Renewal(text, self.renewed, doubts, list(_apart(marks)))

    def _moved_doubt(self, each: Doubt) -> Doubt:
        start, end = self._moved(each.start), self._moved(each.end)
        return Doubt(
            start, end, each.kind, each.said, each.fact, each.actual, each.cells, each.stem
        )

    def _moved(self, place: int) -> int:
        shift = sum(len(r.new) - len(r.old) for r in self.renewed if r.end <= place)
        return place + shift


def _apart(marks: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Those that do not lie across one another, in order."""
    done = 0
    for start, end, name in sorted(set(marks)):
        if start >= done:
            yield start, end, name
            done = end


def _judged_stem(judged: Judged) -> str:
    if judged.fact is not None:
        return stem(NUMBER, judged.fact)
    return stem(PROSE, "、".join(judged.cells)) if judged.cells else ""


def _clause_before(text: str, place: int) -> str:
    return _CLAUSE.split(text[:place])[-1]


def _is_near(ours: str, theirs: str) -> bool:
    return common_context(ours, theirs) >= min(_NEAR, len(theirs)) and bool(ours) == bool(theirs)
