"""修订: the clerk's wording of paragraphs, read from 总结 and put over the generated text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sifa_xl import headers as h
from sifa_xl.cell_texts import cell_text
from sifa_xl.domain import Grid, GridCell, Span
from sifa_xl.edited_numbers import Judged, Rewording, judge
from sifa_xl.forms import SHEET_MARK, Form, Record, pick_form, read_form
from sifa_xl.layouts import Paragraph
from sifa_xl.lengths import resized
from sifa_xl.narrative import Summary
from sifa_xl.number_ties import Known, Source, Sources, known_numbers
from sifa_xl.passages import Unsourced, Writer
from sifa_xl.prose import ProseReading
from sifa_xl.said_numbers import Verdict
from sifa_xl.spans import Prose

KEPT, OUTDATED = "已修订", "数据已变"
ACCEPTED = "领导改，已核"
_ACCEPTED = re.compile(
    rf"\s*(?:{OUTDATED}；)?领导改\s*[，,、]?\s*已核\s*(?:[：:](?P<numbers>.*))?", re.DOTALL
)
WITHOUT_NUMBERS = frozenset({"标题", "主送", "署名", "日期"})


@dataclass(frozen=True)
class OldParagraph:
    """A row of 总结 as it stands in the workbook: what was generated, and the clerk's words."""

    id: str
    draft: str
    shown: str  # the cell 生成, which a clerk may have edited
    generated: str
    revised: str
    revised_from: str
    last_revised: str
    state: str
    place: str = ""  # where the clerk's words stand

    @property
    def is_edited(self) -> bool:
        """True when the clerk wrote over the generated text itself."""
        return bool(self.shown.strip()) and self.shown != self.generated

    @property
    def words(self) -> str:
        """The clerk's words: 修订, else what was written over the generated text."""
        if self.revised.strip():
            return self.revised
        return self.shown if self.is_edited else ""

    @property
    def accepted(self) -> frozenset[str] | None:
        """The numbers listed behind 领导改，已核; None where all are meant."""
        found = _ACCEPTED.fullmatch(self.state)
        if found is None:
            return frozenset()
        listed = found["numbers"]
        return (
            None if listed is None else frozenset(filter(None, map(str.strip, listed.split("、"))))
        )

    @property
    def basis(self) -> str:
        """The generated text that the clerk's words stand for."""
        # set by hand after 数据已变; with its numbers listed it was written by the program
        is_confirmed = self.state.strip() == KEPT or self.accepted is None
        if self.words != self.last_revised or is_confirmed or not self.revised_from:
            return self.generated
        return self.revised_from


def read_revisions(grids: Iterable[Grid]) -> list[OldParagraph]:
    """The rows of 总结 in a workbook; none where the sheet is missing or there are several."""
    mark = f"{SHEET_MARK}{h.SUMMARY_SHEET}"
    marked = (grid for grid in grids if any(cell.value == mark for cell in grid.cells.values()))
    forms = [form for form in map(read_form, marked) if form is not None]
    form = pick_form(forms, h.SUMMARY_SHEET, h.SUMMARY)
    return read_paragraphs(form) if form is not None else []


def read_paragraphs(form: Form) -> list[OldParagraph]:
    """The rows of 总结 as they stand, in order, none of them blank."""
    table = form.tables.get(h.SUMMARY)
    found = [_old_paragraph(record) for record in table.filled()] if table else []
    return [old for old in found if old.id or old.words]


def paragraph_keys(ids: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Draft and id, and a number that tells apart paragraphs of one id."""
    seen: dict[tuple[str, str], int] = {}
    for draft, identity in ids:
        seen[draft, identity] = seen.get((draft, identity), 0) + 1
        yield draft, identity, seen[draft, identity]


def revise(
    summary: Summary, old: Sequence[OldParagraph], writer: Writer, facts: Mapping[str, Source]
) -> Summary:
    """The summary with the clerk's words where there are any, every number of theirs judged.

    Nothing of his is changed but the width of punctuation; ``facts`` are what numbers may mean.
    """
    keys = paragraph_keys([(each.draft, each.id) for each in old])
    words = {key: each for key, each in zip(keys, old, strict=True) if each.words}
    ids = list(paragraph_keys([(summary.draft, each.id) for each in summary.paragraphs]))
    if not any(key in words for key in ids):
        return summary
    reviser = _Reviser(summary.paragraphs, writer, facts)
    paragraphs = tuple(
        reviser.reword(index, words[key]) if key in words else paragraph
        for index, (key, paragraph) in enumerate(zip(ids, summary.paragraphs, strict=True))
    )
    return replace(
        summary,
        paragraphs=paragraphs,
        unsourced=tuple(_still_unsourced(summary.unsourced, paragraphs)),
        length=resized(summary.length, summary.draft, paragraphs),
    )


class _Reviser:
    """Puts the clerk's words over paragraphs of one summary."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], writer: Writer, facts: Mapping[str, Source]
    ) -> None:
        self.paragraphs, self.writer, self.facts = paragraphs, writer, facts
        year = writer.filled.settings.year
        self.known = [known_numbers(each.prose, writer.phrases, year) for each in paragraphs]
        self.titles = {data.line.code: data.line.title for data in writer.filled.lines.values()}

    def reword(self, index: int, old: OldParagraph) -> Paragraph:
        """The paragraph with the clerk's words; title, signature and date are not judged."""
        paragraph = self.paragraphs[index]
        is_current = old.basis == cell_text(paragraph.text)
        if paragraph.kind in WITHOUT_NUMBERS:
            prose = Prose.sourced(old.words.strip(), None, (old.place,))
            state = KEPT if is_current else OUTDATED
            rewording = Rewording(old.place, paragraph.prose, state, not is_current)
            return _reworded(paragraph, prose, rewording)
        home = self.titles.get(paragraph.id.partition(".")[0], "")
        reading = self.writer.revised(old.words, old.place, home)
        text = reading.prose.masked
        judged = tuple(judge(text, reading.numbers, self._sources(index, home)))
        accepted = _accepted(old, judged, is_current)
        rewording = Rewording(
            old.place,
            paragraph.prose,
            _state(accepted, is_current),
            not is_current,
            judged,
            accepted,
        )
        return _reworded(paragraph, _sourced(reading, rewording), rewording)

    def _sources(self, index: int, home: str) -> Sources:
        others: list[Known] = []
        for number, known in enumerate(self.known):
            others += known if number != index else []
        return Sources(self.known[index], others, self.facts, home)


def _reworded(paragraph: Paragraph, prose: Prose, rewording: Rewording) -> Paragraph:
    """The head stays one as long as the clerk left its words alone."""
    is_whole = prose.text.startswith(paragraph.text[: paragraph.head])
    head = paragraph.head if is_whole else 0
    return replace(paragraph, prose=prose, head=head, rewording=rewording)


def _accepted(old: OldParagraph, judged: Sequence[Judged], is_current: bool) -> frozenset[str]:
    """What 领导改，已核 covers; changed data take it from a number that a fact contradicts."""
    doubts = frozenset(
        each.said
        for each in judged
        if each.is_doubtful and (is_current or each.verdict is Verdict.UNSOURCED)
    )
    return doubts if old.accepted is None else doubts & old.accepted


def _state(accepted: frozenset[str], is_current: bool) -> str:
    listed = f"{ACCEPTED}：{'、'.join(sorted(accepted))}"
    if is_current:
        return listed if accepted else KEPT
    return f"{OUTDATED}；{listed}" if accepted else OUTDATED


def _sourced(reading: ProseReading, rewording: Rewording) -> Prose:
    """The words with a span for every number: its fact where that bears it out, else the cell."""
    judged = {(each.start, each.end): each for each in rewording.judged}
    spans = [
        _span(span, judged.get((span.start, span.end)), rewording.accepted)
        for span in reading.prose.spans
    ]
    return Prose(reading.prose.text, tuple(spans))


def _span(span: Span, judged: Judged | None, accepted: frozenset[str]) -> Span:
    if judged is None:
        return span
    if judged.is_doubtful:
        return span._replace(checked=judged.said in accepted)
    cells = judged.cells or span.cells
    return Span(span.start, span.end, judged.fact, cells, judged.is_checked)


def _still_unsourced(
    listed: Sequence[Unsourced], paragraphs: Sequence[Paragraph]
) -> Iterator[Unsourced]:
    """Numbers to tick whose words still stand in the text, and those no figure bears out."""
    untold = [
        (span.cells[0], each.text[span.start : span.end])
        for each in paragraphs
        for span in each.prose.spans
        if span.fact is None and not span.checked and span.cells
    ]
    cells = {cell for cell, _ in untold}
    known = {number.cell for number in listed}
    yield from (number for number in listed if number.cell in cells)
    yield from (Unsourced(words, cell, "") for cell, words in untold if cell not in known)


def _old_paragraph(record: Record) -> OldParagraph:
    def text(header: str) -> str:
        return _text(record.cells.get(header))

    found = OldParagraph(
        id=text(h.PARAGRAPH).strip(),
        draft=text(h.DRAFT).strip(),
        shown=text(h.GENERATED),
        generated=text(h.LAST_GENERATED),
        revised=text(h.REVISED),
        revised_from=text(h.REVISED_FROM),
        last_revised=text(h.LAST_REVISED),
        state=text(h.REVISION_STATE),
    )
    header = h.REVISED if found.revised.strip() else h.GENERATED
    return replace(found, place=str(record.place(header))) if header in record.columns else found


def _text(cell: GridCell | None) -> str:
    """The cell's words as they stand: a clerk's sentence keeps its spaces."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return f"{cell.value.year}年{cell.value.month}月{cell.value.day}日"
    return str(cell.value)
