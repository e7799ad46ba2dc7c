"""What a returned Word file is held against: one draft of a workbook, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sifa_xl import headers as h
from sifa_xl.domain import Fact, Span
from sifa_xl.imprints import flat, sign_of
from sifa_xl.jobs import Job
from sifa_xl.layouts import Paragraph
from sifa_xl.line_targets import Match, mark_stem, number_marks
from sifa_xl.marks import NUMBER, Marks, stem
from sifa_xl.number_sources import number_sources
from sifa_xl.number_ties import Around, Known, Sources, known_numbers, same_words
from sifa_xl.outline import ALL, DOT
from sifa_xl.prose_numbers import Kind, ProseNumber, find_numbers
from sifa_xl.renewed_numbers import Doubt, Doubtful, Words, half_width
from sifa_xl.revisions import ACCEPTED, OldParagraph, paragraph_keys
from sifa_xl.spans import Prose

_FIRST_WORDS = 16


@dataclass(frozen=True)
class Written:
    """A paragraph of the summary with its bookmark, its key, and its row of 总结."""

    mark: str
    key: tuple[str, str, int]
    paragraph: Paragraph
    old: OldParagraph | None = None
    content: str = ""  # as 提纲 names it: 人民调解·排查化解

    @property
    def generated(self) -> Paragraph:
        """As the program writes it, whatever 修订 says."""
        rewording = self.paragraph.rewording
        if rewording is None:
            return self.paragraph
        return replace(self.paragraph, prose=rewording.generated, head=0, rewording=None)

    @property
    def old_words(self) -> str:
        """The clerk's words in 总结, or ``""``."""
        return self.old.words if self.old else ""

    @property
    def name(self) -> str:
        """What a clerk knows it by: its heading, else the block, else its first words."""
        text = flat(self.paragraph.text)
        heading = text[len(sign_of(text)) : self.paragraph.head].rstrip("。")
        is_block = bool(self.content) and not self.content.startswith(h.OUTLINE)
        return heading or (self.content if is_block else text[:_FIRST_WORDS])

    @property
    def texts(self) -> tuple[str, ...]:
        """What 总结 holds of it: the text last generated, and the clerk's words."""
        known = (self.old.generated, self.old.words, self.old.revised_from) if self.old else ()
        return tuple(flat(text) for text in known if text)

    def accepts(self, doubt: Doubt) -> bool:
        """Whether 领导改，已核 covers the number, its figure being what it was then."""
        if self.old is None:
            return False
        accepted = self.old.accepted
        is_listed = accepted is None or doubt.said in accepted
        is_steady = doubt.kind is Doubtful.UNSOURCED or (
            bool(doubt.actual) and doubt.actual in self.old.basis
        )
        return is_listed and is_steady


class Context:
    """One draft of a job, with all that numbers of edited words may speak of."""

    def __init__(self, job: Job, draft: str) -> None:
        self.job, self.draft = job, draft
        self.summary = job.summary(draft)
        self.written = list(_written(job, draft))
        self.by_mark = {each.mark: each for each in self.written}
        self._year = job.filled.settings.year
        self._known = [
            known_numbers(each.generated.prose, job.phrases, self._year) for each in self.written
        ]
        self._sources = number_sources(job.filled, job.facts, job.indicators)
        found = [*job.facts.facts.values()]
        found += [fact for rows in job.facts.rows.values() for row in rows for fact in row.values()]
        self._facts: dict[str, Fact] = {stem(NUMBER, fact.name): fact for fact in found}
        self._titles = {data.line.code: data.line.title for data in job.filled.lines.values()}

    def words(self, match: Match, written: Written) -> tuple[Words, list[ProseNumber]]:
        """The words of a paragraph with what is known of them, and their numbers."""
        text = match.line.text
        home = self._titles.get(written.paragraph.id.partition(".")[0], "")
        index = self.written.index(written)
        others = [known for n, each in enumerate(self._known) if n != index for known in each]
        before = written.old.generated if written.old else ""
        pool = self._numbers_of(flat(before))
        words = Words(
            text,
            [(mark.start, mark.end, mark_stem(mark)) for mark in number_marks(match.line)],
            written.generated.prose,
            match.imprint,
            lambda number, words: _stood(number, words, pool),
            Sources(self._known[index], others, self._sources, home),
            self._facts,
        )
        return words, self.numbers(text)

    def numbers(self, text: str) -> list[ProseNumber]:
        """The numbers of a text."""
        return find_numbers(half_width(text), self.job.phrases, self._year, "")

    def told(self, doubt: Doubt) -> str:
        """The sentence that stands beside a doubtful number in Word."""
        name = doubt.fact.partition(".")[2].replace(".", "") if doubt.fact else "这个数"
        where = f"（{'、'.join(doubt.cells)}）" if doubt.cells else ""
        now = f"是{doubt.actual}{where}" if doubt.actual else f"没有数{where}"
        if doubt.kind is Doubtful.STALE:
            return (
                f"{doubt.kind}：这里写“{doubt.said}”，{name}现在{now}。"
                "这一句改过，不能确定怎样改，请核对后改写。"
            )
        return (
            f"{doubt.kind}：这里写“{doubt.said}”，表里{name}{now}。请核对后改正一处；"
            f"领导定的数，核实后在“总结”表的“状态”写“{ACCEPTED}”。"
        )

    def _numbers_of(self, text: str) -> list[Known]:
        """The numbers of a text whose sources are no longer known."""
        numbers = [each for each in self.numbers(text) if each.kind is Kind.NUMBER]
        spans = [Span(each.start, each.end, None, (str(n),)) for n, each in enumerate(numbers)]
        return known_numbers(Prose(text, tuple(spans)), self.job.phrases, self._year)


def _written(job: Job, draft: str) -> list[Written]:
    summary = job.summary(draft)
    rows = job.revisions
    keys = paragraph_keys([(each.draft, each.id) for each in rows])
    old = dict(zip(keys, rows, strict=True))
    ids = paragraph_keys([(draft, each.id) for each in summary.paragraphs])
    marks = Marks()
    titles = {data.line.code: data.line.title for data in job.filled.lines.values()}
    return [
        Written(
            marks.of_paragraph(paragraph),
            key,
            paragraph,
            old.get(key),
            _content(paragraph.id, titles),
        )
        for key, paragraph in zip(ids, summary.paragraphs, strict=True)
    ]


def _content(identity: str, titles: Mapping[str, str]) -> str:
    code, _, block = identity.partition(".")
    block = ALL if code in (h.PROBLEMS, h.PLANS) else block
    return f"{titles.get(code, code)}{DOT}{block}" if block else ""


def _stood(number: ProseNumber, text: str, pool: Sequence[Known]) -> bool:
    """Whether the text before had this very number behind these very words."""
    around = Around.of(text, number, 0)
    known = same_words(number, around, pool)
    return known is not None and known.number.text == number.text
