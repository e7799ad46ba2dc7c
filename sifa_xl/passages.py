"""What a row of 提纲 names -> its prose: template blocks, the clerk's rows, problems and plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from sifa_xl import headers as h
from sifa_xl.bounds import SUMMARY_CHARACTERS, refuse_over
from sifa_xl.domain import Fact
from sifa_xl.factbook import FactBook
from sifa_xl.filled import Filled, LineData, MeasureRow
from sifa_xl.numbering import bare, itemized
from sifa_xl.outline import ALL, split_content
from sifa_xl.phrases import Phrases
from sifa_xl.prose import ProseReading, read_prose
from sifa_xl.prose_numbers import Kind
from sifa_xl.punctuation import Edit
from sifa_xl.spans import EMPTY, Omission, Prose
from sifa_xl.templating import Templates

FRAME = "首尾"  # the template of title, opening and the sentences between
TARGET = "目标"
CLOSE_WORDS = ("至少", "达")


@dataclass(frozen=True)
class Unsourced:
    """A number in the clerk's prose, to be ticked 已核: its words, cell and 提供股室."""

    text: str
    cell: str
    section: str


@dataclass(frozen=True)
class Passage:
    """The prose of one content; ``heading`` is set where it brings its own (下步打算)."""

    id: str
    prose: Prose
    heading: Prose = EMPTY


@dataclass
class Writer:
    """Writes contents, and keeps account of what was left out and which facts were used."""

    filled: Filled
    facts: FactBook
    templates: Templates
    phrases: Phrases
    omissions: list[Omission] = field(default_factory=list)
    unsourced: list[Unsourced] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    droppable: list[MeasureRow] = field(default_factory=list)
    _lines: dict[str, LineData] = field(init=False)
    _written: int = 0

    def __post_init__(self) -> None:
        self._lines = {data.line.title: data for data in self.filled.lines.values()}

    def knows(self, line: str, block: str) -> bool:
        """True where a row of 提纲 may name this content."""
        if line in (h.PROBLEMS, h.PLANS):
            return block == ALL
        if line == h.TOPICS:
            return True
        if line not in self._lines or block == h.MEASURES:
            return line in self._lines
        return line in self.templates.lines and block in self.templates.blocks(line)

    def frame(self, block: str, length: str = "详") -> Prose:
        """A block of the frame: title, opening, or a sentence that leads into a part."""
        rendered = self.templates.render(FRAME, block, length, self.facts)
        return rendered.prose

    def words(self, text: str, place: str, home: str = "首页") -> Prose:
        """The clerk's own words, names of figures filled in."""
        return self._read(text, place, home, checked=True, section="")

    def own_text(self, text: str, place: str, is_checked: bool) -> Prose:
        """A 自写段 of 提纲."""
        return self._read(text, place, "首页", is_checked, section="")

    def revised(self, text: str, place: str, home: str) -> ProseReading:
        """A 修订 of the clerk's: its numbers are judged one by one, so none counts as checked."""
        year = self.filled.settings.year
        return read_prose(text, place, home, self.facts, self.phrases, year, checked=False)

    def line_block(self, title: str, block: str, length: str, is_first: bool) -> Passage:
        """A line's block: its 举措 first, then the figures."""
        data = self._lines[title]
        identity = f"{data.line.code}.{block}"
        if data.is_off or data.is_empty:
            if not data.is_off:
                self.omissions.append(Omission(title, f"“{title}”整张表没有填", ()))
            return Passage(identity, EMPTY)
        rows = [row for row in data.measures if _belongs(row, block, is_first)]
        prose = self.rows(rows, length, title)
        if block == h.MEASURES or not data.has_figures:
            return Passage(identity, prose)
        rendered = self.templates.render(title, block, length, self.facts)
        self._count(rendered.prose)
        self.omissions += rendered.omissions
        self.used |= rendered.used
        return Passage(identity, prose + rendered.prose)

    def whole_line(self, title: str) -> list[str]:
        """A paragraph for each block of a line, in 详, as far as there is something to say.

        The blocks are those 提纲 names; without one, those the line declares.
        """
        named = [split_content(row.content) for row in self.filled.outline]
        blocks = [block for line, block in named if line == title and self.knows(title, block)]
        wanted = blocks or [section.block for section in self._lines[title].line.outline]
        texts = [
            self.line_block(title, block, "详", is_first=number == 0).prose.text
            for number, block in enumerate(dict.fromkeys(wanted))
        ]
        return [text for text in texts if text]

    def topic(self, topic: str, length: str) -> Passage:
        """A topic of 其他工作."""
        rows = [row for row in self.filled.topics if row.belongs_to == topic]
        return Passage(f"{h.TOPICS}.{topic}", self.rows(rows, length, h.TOPICS))

    def problems(self, length: str) -> Passage:
        """存在问题: 一是…；二是…, between two sentences of the frame."""
        items = [self._row(row, h.PROBLEMS) for row in self._wanted(self.filled.problems, length)]
        if not items:
            return Passage(h.PROBLEMS, EMPTY)
        prose = self.frame("问题引语") + itemized(items)
        if length == "详":
            prose += self.frame("问题收束")
        return Passage(h.PROBLEMS, prose)

    def plans(self, length: str) -> Iterator[Passage]:
        """下步打算: a lead-in, then one passage a heading; in 一句 only the headings."""
        if length == "一句":
            yield self._plan_in_a_sentence()
            return
        rows = self._wanted(self.filled.plans, length)
        if not rows:
            return
        yield Passage(h.PLANS, self.frame("打算引语"))
        for heading, group in groupby(rows, key=lambda row: row.belongs_to):
            members = list(group)
            prose = EMPTY
            for row in members:
                prose += _closed(self._row(row, h.PLANS))
            place = str(members[0].place)
            title = self.words(heading, place) if heading else EMPTY
            yield Passage(f"{h.PLANS}.{heading or members[0].place.row}", prose, title)

    def _plan_in_a_sentence(self) -> Passage:
        rows = self._wanted(self.filled.plans, "简")
        headings = {row.belongs_to: str(row.place) for row in reversed(rows) if row.belongs_to}
        if not headings:
            return Passage(h.PLANS, EMPTY)
        prose = self.frame("打算引语", "一句")
        for number, (heading, place) in enumerate(reversed(headings.items()), 1):
            stop = "。" if number == len(headings) else "，"
            prose += bare(self.words(heading, place)) + Prose.plain(stop)
        return Passage(h.PLANS, prose)

    def rows(self, rows: Sequence[MeasureRow], length: str, home: str) -> Prose:
        """Rows of prose one behind the other; a 小标题 opens its sentence."""
        prose = EMPTY
        for row in self._wanted(rows, length):
            if row.subheading:
                prose += _closed(self.words(row.subheading, str(row.place), home))
            prose += _closed(self._row(row, home))
        return prose

    def material(self, row: MeasureRow, home: str) -> tuple[str, FactBook]:
        """The row's words as they are read, and the facts they may name: 【目标】 is its own."""
        facts, body = self.facts, row.body
        if row.target and row.target_place:
            target = Fact(
                name=f"{home}.{TARGET}",
                line=home,
                value=None,
                text=row.target,
                cells=(str(row.target_place),),
            )
            facts = replace(facts, facts={**facts.facts, target.name: target})
            body = _with_target_word(body, row.target_word)
        return body, facts

    def _wanted(self, rows: Sequence[MeasureRow], length: str) -> list[MeasureRow]:
        """详 takes every row in use, 简 only the 必写 ones, 一句 none."""
        if length == "一句":
            return []
        used = [row for row in rows if row.is_used and row.body]
        if length == "简":
            return [row for row in used if not row.may_drop]
        self.droppable += [row for row in used if row.may_drop]
        return used

    def _row(self, row: MeasureRow, home: str) -> Prose:
        body, facts = self.material(row, home)
        return self._read(body, str(row.place), home, row.numbers_checked, row.section, facts)

    def _read(
        self,
        text: str,
        place: str,
        home: str,
        checked: bool,
        section: str,
        facts: FactBook | None = None,
    ) -> Prose:
        year = self.filled.settings.year
        reading = read_prose(text, place, home, facts or self.facts, self.phrases, year, checked)
        if not checked:
            self.unsourced += [
                Unsourced(number.text, place, section)
                for number in reading.numbers
                if number.kind is Kind.NUMBER
            ]
        self._count(reading.prose)
        return reading.prose

    def _count(self, prose: Prose) -> None:
        self._written += len(prose.text)
        mend = "请在“提纲”里减少重复引用的内容"
        refuse_over("总结的字数", self._written, SUMMARY_CHARACTERS, mend)


def _belongs(row: MeasureRow, block: str, is_first: bool) -> bool:
    """A row without 归入提纲段 goes with the line's first block that stands in 提纲."""
    return row.belongs_to == block if row.belongs_to else is_first


def _with_target_word(body: str, word: str) -> str:
    """至少 and 达 stand before the number, 力争 and 完成 at the head of its clause."""
    before, mark, after = body.partition(f"【{TARGET}】")
    if not mark or not word:
        return body
    if before.endswith(word):
        return body
    if word in CLOSE_WORDS:
        return f"{before}{word}{mark}{after}"
    head = max(before.rfind(stop) for stop in "，。；：") + 1
    return f"{before[:head]}{word}{before[head:]}{mark}{after}"


def _closed(prose: Prose) -> Prose:
    """The prose with a full stop, unless it ends with a stop of its own."""
    text = prose.text
    if not text or text[-1] in "。！？；":
        return prose
    if text[-1] in "，、":
        return prose.edit([Edit(len(text) - 1, len(text), "。")])
    return prose + Prose.plain("。")
