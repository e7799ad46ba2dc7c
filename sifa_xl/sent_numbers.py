"""The numbers of a Word file that goes out: each with its fact and cells, or a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sifa_xl.archive import SentNumber
from sifa_xl.edited_numbers import Judged, judge
from sifa_xl.jobs import Job
from sifa_xl.layouts import Paragraph
from sifa_xl.marked_document import MarkedParagraph
from sifa_xl.marks import NUMBER, PARAGRAPH, marked_spans, span_stem, stem
from sifa_xl.narrative import Summary
from sifa_xl.number_sources import number_sources
from sifa_xl.number_ties import Known, Source, Sources, known_numbers
from sifa_xl.page_style import page_style
from sifa_xl.prose_numbers import Kind, ProseNumber, find_numbers

_ATTACHMENT = re.compile("附件[0-9]*")
_LEAD = len("附件：10.")


@dataclass
class SentText:
    """What a Word file says in numbers; ``doubts`` are sentences without their full stop."""

    numbers: list[SentNumber] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass
class _Origin:
    """What the bookmarks of one stem stand for, and in which words the summary prints it."""

    fact: str | None
    cells: tuple[str, ...]
    words: set[str] = field(default_factory=set)


def sent_text(paragraphs: Sequence[MarkedParagraph], summary: Summary, job: Job) -> SentText:
    """Hold every number of the Word file against the workbook as it is now."""
    return _Reading(summary, job).read(paragraphs)


class _Reading:
    def __init__(self, summary: Summary, job: Job) -> None:
        self._job = job
        self._year = job.filled.settings.year
        self._by_text = {_flat(each.text): each for each in summary.paragraphs}
        self._by_stem = {stem(PARAGRAPH, each.id): each for each in reversed(summary.paragraphs)}
        self._origins = _origins(summary, job)
        self._sources = number_sources(job.filled, job.facts, job.indicators)
        self._titles = {data.line.code: data.line.title for data in job.filled.lines.values()}
        self._known = {
            id(each): known_numbers(each.prose, job.phrases, self._year)
            for each in summary.paragraphs
        }

    def read(self, paragraphs: Sequence[MarkedParagraph]) -> SentText:
        found = SentText()
        for number, paragraph in enumerate(paragraphs, 1):
            if _ATTACHMENT.fullmatch(paragraph.text.strip()):
                break  # what stands behind the text has tables of its own
            if self._names_attachment(paragraph.text):
                continue
            same = self._by_text.get(paragraph.text)
            if same is not None:
                found.numbers += _as_printed(same, number)
            else:
                self._read_edited(paragraph, number, found)
        return found

    def _names_attachment(self, text: str) -> bool:
        """附件说明: its numbers count attachments."""
        names = page_style(self._job.filled.settings).attachments
        return any(text.endswith(name) and len(text) - len(name) <= _LEAD for name in names)

    def _read_edited(self, paragraph: MarkedParagraph, place: int, found: SentText) -> None:
        """Words that are not the summary's: by their bookmarks, else by what they speak of."""
        numbers = find_numbers(paragraph.text, self._job.phrases, self._year, "")
        old = self._printed_as(paragraph)
        judged = {
            each.start: each for each in judge(paragraph.text, numbers, self._sources_of(old))
        }
        accepted = old.rewording.accepted if old and old.rewording else frozenset()
        for number in numbers:
            if number.kind is not Kind.NUMBER:
                continue
            origin, words = self._origin(paragraph, number)
            each = judged.get(number.start)
            if origin is not None and words in origin.words:
                found.numbers.append(SentNumber(origin.fact, origin.cells, words, place))
                continue
            is_borne_out = each is not None and not each.is_doubtful
            if origin is not None and each is not None:
                is_borne_out &= each.fact == origin.fact  # 99% for its 99.4%, not for another's
            if is_borne_out or number.text in accepted:
                fact, cells = (each.fact, each.cells) if each else (None, ())
                found.numbers.append(SentNumber(fact, cells, number.text, place))
                continue
            found.numbers.append(SentNumber(None, (), number.text, place))
            found.doubts.append(f"第{place}段“{number.text}”{_doubt(origin, each)}")

    def _printed_as(self, paragraph: MarkedParagraph) -> Paragraph | None:
        stems = (_stem(mark.name) for mark in paragraph.marks)
        return next((self._by_stem[each] for each in stems if each in self._by_stem), None)

    def _sources_of(self, old: Paragraph | None) -> Sources:
        own = self._known[id(old)] if old is not None else []
        others: list[Known] = []
        for key, known in self._known.items():
            others += known if old is None or key != id(old) else []
        home = self._titles.get(old.id.partition(".")[0], "") if old else ""
        sources: dict[str, Source] = self._sources
        return Sources(own, others, sources, home)

    def _origin(
        self, paragraph: MarkedParagraph, number: ProseNumber
    ) -> tuple[_Origin | None, str]:
        """What the bookmark around the number stands for, and the words in it."""
        for mark in paragraph.marks:
            if mark.start <= number.start < mark.end:
                origin = self._origins.get(_stem(mark.name))
                if origin is not None:
                    return origin, paragraph.text[mark.start : mark.end]
        return None, number.text


def _origins(summary: Summary, job: Job) -> dict[str, _Origin]:
    origins: dict[str, _Origin] = {}
    for paragraph in summary.paragraphs:
        for span in paragraph.prose.spans:
            origin = origins.setdefault(span_stem(span), _Origin(span.fact, span.cells))
            origin.words.add(paragraph.text[span.start : span.end])
    for fact in job.facts.facts.values():
        known = origins.setdefault(stem(NUMBER, fact.name), _Origin(fact.name, fact.cells))
        if fact.text:
            known.words.add(fact.text)
    return origins


def _as_printed(paragraph: Paragraph, place: int) -> Iterator[SentNumber]:
    for span in marked_spans(paragraph):
        yield SentNumber(span.fact, span.cells, paragraph.text[span.start : span.end], place)


def _doubt(origin: _Origin | None, judged: Judged | None) -> str:
    if origin is not None:
        named = origin.fact or "、".join(origin.cells)
        said = "、".join(sorted(origin.words))
        return f"，表里{named}是{said}"
    if judged is not None and judged.actual:
        return f"，表里{judged.fact or '、'.join(judged.cells)}是{judged.actual}"
    return "在表里找不到来源"


def _stem(name: str) -> str:
    """A bookmark's name without its ordinal."""
    head, _, ordinal = name.rpartition("_")
    return head if ordinal.isdigit() else name


def _flat(text: str) -> str:
    return text.replace("\n", "").replace("\v", "")
