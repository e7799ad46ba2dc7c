"""改数: numbers old -> new, with where they stand, what they come from, and a 更正 to paste."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from sifa_xl.archive import SentDraft
from sifa_xl.domain import Span
from sifa_xl.imprints import flat, sign_of
from sifa_xl.marks import span_stem
from sifa_xl.narrative import Summary

_TOKEN = re.compile(r"[0-9][0-9,.]*|.", re.DOTALL)
_CLAUSE = re.compile(r"[，。；：！？（）\n]")
_WORDS_BEFORE = 12
_NAMELESS = "某"

Place = tuple[int, str]
MarkedPlace = tuple[int, int, str]


@dataclass(frozen=True)
class Standing:
    """Where a number stands: the draft, 第几段, its id, and the words there."""

    draft: str
    number: int
    id: str
    words: str


@dataclass(frozen=True)
class SentPlace:
    """Where an old number stands in a draft that was sent: title, day, 第几段, name and words."""

    title: str
    when: str
    number: int
    name: str
    text: str


class Corrected(NamedTuple):
    """One number of a 更正: 第几段, the words before it as they stand there, old and new.

    ``name`` says what it is where the words before it are not known.
    """

    number: int
    lead: str
    old: str
    new: str
    name: str = ""


@dataclass(frozen=True)
class ChangedNumber:
    """A number of the file that follows its cells: ``number`` and ``id`` are the paragraph's.

    ``before`` is the text before it; ``comes_from`` names the changed numbers it is computed of.
    ``fact`` is None for a number of the clerk's own rows.
    """

    fact: str | None
    old: str
    new: str
    cells: tuple[str, ...]
    number: int
    id: str
    before: str = ""
    comes_from: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()

    @property
    def name(self) -> str:
        """The name of the figure inside its line; ``""`` for a number of prose."""
        return self.fact.split(".")[1] if self.fact and "." in self.fact else ""

    @property
    def lead(self) -> str:
        """The words right before it, enough to find it by."""
        return _CLAUSE.split(self.before)[-1][-_WORDS_BEFORE:]


def changed_in(
    old: str, marks: Sequence[MarkedPlace], new: str, spans: Sequence[Span], place: Place
) -> list[ChangedNumber]:
    """The numbers that differ between two texts of one paragraph.

    ``marks`` are the bookmarks of the old text, ``spans`` the sources of the new one.
    """
    found = []
    for span in spans:
        start, end = _old_place(old, marks, new, spans, span)
        before, after = old[start:end], new[span.start : span.end]
        if before and before != after:
            found.append(ChangedNumber(span.fact, before, after, span.cells, *place, old[:start]))
    return found


def changed_words(old: str, new: str, changed: Sequence[ChangedNumber]) -> bool:
    """Whether more than these numbers is different."""
    for each in sorted(changed, key=lambda each: -len(each.before)):
        start = len(each.before)
        old = old[:start] + _NAMELESS + old[start + len(each.old) :]
    for each in sorted(changed, key=lambda each: len(each.before)):
        new = new.replace(each.new, _NAMELESS, 1)
    return old != new


def traced(numbers: Sequence[ChangedNumber]) -> list[ChangedNumber]:
    """With what each computed number comes from."""
    typed = {
        each.cells[0]: each.fact or f"{each.old}→{each.new}"
        for each in numbers
        if len(each.cells) == 1
    }
    done = []
    for each in numbers:
        origins = [typed[cell] for cell in each.cells if cell in typed]
        is_computed = len(each.cells) > 1
        done.append(replace(each, comes_from=tuple(dict.fromkeys(origins)) if is_computed else ()))
    return done


def standing(
    numbers: Sequence[ChangedNumber], summaries: Mapping[str, Summary]
) -> list[ChangedNumber]:
    """With every place of every draft where each number stands now."""
    return [replace(each, standings=tuple(_standings(each, summaries))) for each in numbers]


def sent_with(each: ChangedNumber, drafts: Sequence[SentDraft]) -> tuple[SentPlace, ...]:
    """The places of drafts already sent that say of the figure what is no longer so."""
    return tuple(
        SentPlace(draft.title, f"{draft.when:%Y-%m-%d}", one.paragraph, each.name, one.text)
        for draft in drafts
        for one in draft.numbers
        if one.text != each.new
        and one.fact == each.fact
        and (one.cells == each.cells if each.fact else one.text == each.old)
    )


def corrected(each: ChangedNumber) -> Corrected:
    """The number as the file said it and says it now."""
    return Corrected(each.number, each.lead, each.old, each.new)


def correction(title: str, numbers: Sequence[Corrected]) -> str:
    """``更正：《……》第3段“受理纠纷723件”应为“724件”。``, or ``""``; in quotes what stands there."""
    parts = [
        f"第{each.number}段{each.name}“{each.lead}{each.old}”应为“{each.new}”"
        for each in dict.fromkeys(numbers)
    ]
    name = f"《{title}》" if title else ""
    return f"更正：{name}{'，'.join(parts)}。" if parts else ""


def flattened(span: Span, text: str) -> Span:
    """The span where line breaks do not count."""
    start = len(flat(text[: span.start]))
    return span._replace(start=start, end=start + len(flat(text[span.start : span.end])))


def with_sign(text: str, sign: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """The text under another sign (一、, 1.), its spans moved."""
    own = len(sign_of(text))
    shift = len(sign) - own
    moved = [span._replace(start=span.start + shift, end=span.end + shift) for span in spans]
    return sign + text[own:], moved


def _old_place(
    old: str, marks: Sequence[MarkedPlace], new: str, spans: Sequence[Span], span: Span
) -> tuple[int, int]:
    """Where the number stood: by its bookmark, else by the words around it."""
    name = span_stem(span)
    ours = [(start, end) for start, end, stem in marks if stem == name]
    theirs = [each for each in spans if span_stem(each) == name]
    if len(ours) == len(theirs):
        return ours[theirs.index(span)]
    return _aligned(old, new, span)


def _aligned(old: str, new: str, span: Span) -> tuple[int, int]:
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    start = end = 0
    at_old, at_new = _places(ours), _places(theirs)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        first, last = at_new[j1], at_new[j2]
        if first <= span.start < last:
            start = at_old[i1] + (span.start - first if kind == "equal" else 0)
        if first < span.end <= last:
            end = at_old[i1] + span.end - first if kind == "equal" else at_old[i2]
    return start, max(start, end)


def _places(tokens: Sequence[str]) -> list[int]:
    at = [0]
    for token in tokens:
        at.append(at[-1] + len(token))
    return at


def _standings(each: ChangedNumber, summaries: Mapping[str, Summary]) -> Iterator[Standing]:
    for draft, summary in summaries.items():
        for number, paragraph in enumerate(summary.paragraphs, 1):
            for span in paragraph.prose.spans:
                words = paragraph.text[span.start : span.end]
                is_it = span.fact == each.fact and span.cells == each.cells
                if is_it and (each.fact is not None or words == each.new):
                    yield Standing(draft, number, paragraph.id, words)
