"""提纲 + facts -> the summary: headings, paragraphs and lists, every number with its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sifa_xl import headers as h
from sifa_xl.declarations import DRAFTS
from sifa_xl.domain import Place, State
from sifa_xl.errors import NothingToSay
from sifa_xl.facts import HOME
from sifa_xl.filled import OutlineRow
from sifa_xl.layouts import LAYOUTS, Paragraph, Section
from sifa_xl.lengths import Length, measure
from sifa_xl.numbering import bare
from sifa_xl.outline import split_content
from sifa_xl.passages import Passage, Unsourced, Writer
from sifa_xl.spans import EMPTY, Omission, Prose
from sifa_xl.wording import signature_text

BRIEF = "简报"
DEFAULT_LENGTH = {"市局稿": "详", "政法委稿": "简", "简报": "一句"}
UP_TO = f"{HOME}.截至"


@dataclass(frozen=True)
class Summary:
    """A whole draft with its lists: what was left out, what was filled and not used."""

    draft: str
    paragraphs: tuple[Paragraph, ...]
    omissions: tuple[Omission, ...]
    unused: tuple[tuple[str, Place], ...]
    unsourced: tuple[Unsourced, ...]
    length: Length

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs) + "\n"


def narrate(writer: Writer, draft: str) -> Summary:
    """Write one draft (市局稿, 政法委稿 or 简报).

    Raises:
        NothingToSay: no line, topic or paragraph holds anything to write about.
        TemplateProblem: a template names what there is not.
    """
    sections = [s for s in _sections(writer, draft) if not s.is_empty]
    if not sections:
        raise NothingToSay(_NO_BRIEF if draft == BRIEF else _NOTHING)
    arrange = LAYOUTS[writer.filled.settings.layout]
    cover = bare(writer.frame("总述标题"))
    body = _brief(writer, sections) if draft == BRIEF else arrange(sections, cover)
    paragraphs = _say_once([*_opening(writer, draft), *body, *_signature(writer, draft)])
    return Summary(
        draft,
        tuple(paragraphs),
        tuple(dict.fromkeys(writer.omissions)),
        # the shorter drafts leave figures out on purpose
        tuple(_unused(writer, paragraphs)) if draft == DRAFTS[0] else (),
        tuple(dict.fromkeys(writer.unsourced)),
        measure(draft, paragraphs, list(dict.fromkeys(writer.droppable))),
    )


def _sections(writer: Writer, draft: str) -> list[Section]:
    found: list[Section] = []
    current: Section | None = None
    seen: set[str] = set()
    for row in writer.filled.outline:
        length = row.lengths.get(draft) or DEFAULT_LENGTH[draft]
        if row.level == h.LEVEL_ONE or not found:
            current = _open(writer, row)
            current.is_off = length == "不用" and not row.content
            found.append(current)
        elif row.heading:
            current = _open(writer, row)
            found[-1].children.append(current)
        assert current is not None
        line = split_content(row.content)[0]
        found[-1].is_closing |= line in (h.PROBLEMS, h.PLANS)
        if length != "不用" and not found[-1].is_off:
            current.passages += _passages(writer, row, length, seen)
        seen.add(line)
    return found


def _open(writer: Writer, row: OutlineRow) -> Section:
    heading = writer.words(row.heading, str(row.heading_place)) if row.heading else EMPTY
    return Section(f"提纲.{row.heading}", bare(heading))


def _passages(writer: Writer, row: OutlineRow, length: str, seen: set[str]) -> Iterator[Passage]:
    line, block = split_content(row.content)
    if row.own_text:
        prose = writer.own_text(row.own_text, str(row.text_place), row.numbers_checked)
        yield Passage(f"{h.OWN_PARAGRAPH}.{row.heading or row.own_text[:12]}", prose)
    if not row.content or line == h.OWN_PARAGRAPH or not writer.knows(line, block):
        return  # an unknown 内容 is a finding of the check
    if line == h.PROBLEMS:
        yield writer.problems(length)
    elif line == h.PLANS:
        yield from writer.plans(length)
    elif line == h.TOPICS:
        yield writer.topic(block, length)
    else:
        yield writer.line_block(line, block, length, is_first=line not in seen)


def _brief(writer: Writer, sections: list[Section]) -> Iterator[Paragraph]:
    """简报: one paragraph, the sentences joined by ；."""
    passages = [p for s in sections for part in (s, *s.children) for p in part.passages]
    prose = _opening_words(writer, BRIEF)
    texts = [bare(p.prose) for p in passages if p.prose.text]
    for number, text in enumerate(texts, 1):
        prose += text + Prose.plain("。" if number == len(texts) else "；")
    yield Paragraph("简报", "正文", prose)


def _opening(writer: Writer, draft: str) -> Iterator[Paragraph]:
    row = writer.filled.drafts.get(draft)
    title = (
        writer.words(row.title, str(row.places[h.TITLE]))
        if row and row.title
        else bare(writer.frame("标题"))
    )
    yield Paragraph("标题", "标题", title)
    if row and row.addressee:
        addressee = writer.words(row.addressee, str(row.places[h.ADDRESSEE]))
        yield Paragraph("主送", "主送", bare(addressee) + Prose.plain("："))
    if draft == BRIEF:
        return
    yield Paragraph("开头", "正文", _opening_words(writer, draft))


def _opening_words(writer: Writer, draft: str) -> Prose:
    """The opening typed in 提纲, else the template's."""
    row = writer.filled.drafts.get(draft)
    if row and row.opening:
        return writer.words(row.opening, str(row.places[h.OPENING]))
    return writer.frame("开头", DEFAULT_LENGTH[draft])


def _signature(writer: Writer, draft: str) -> Iterator[Paragraph]:
    settings = writer.filled.settings
    period = settings.period
    if draft == BRIEF or not settings.unit_full or period is None:
        return
    place = settings.places.get("@unit_full")
    cells = (str(place),) if place else ()
    yield Paragraph("署名", "署名", Prose.sourced(settings.unit_full, f"{HOME}.单位全称", cells))
    day = signature_text(settings.signed, period.year, period.end.month)
    codes = ("@signed",) if settings.signed else ("@year", "@period")
    sources = tuple(str(settings.places[code]) for code in codes if code in settings.places)
    yield Paragraph("日期", "日期", Prose.sourced(day, f"{HOME}.成文日期", sources))


def _say_once(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """截至6月29日 stands at the first stock and holds for the later ones."""
    done: list[Paragraph] = []
    said = False
    for paragraph in paragraphs:
        prose, rest = EMPTY, paragraph.prose
        position, head = 0, paragraph.head
        for span in rest.spans:
            prose += Prose.plain(rest.text[position : span.start])
            position = span.end
            if span.fact == UP_TO and said:
                position += rest.text.startswith("，", position)
                head -= (position - span.start) * (position <= paragraph.head)
                continue
            said |= span.fact == UP_TO
            words = rest.text[span.start : span.end]
            prose += Prose.sourced(words, span.fact, span.cells, span.checked)
        prose += Prose.plain(rest.text[position:])
        done.append(replace(paragraph, prose=prose, head=head))
    return done


def _unused(writer: Writer, paragraphs: list[Paragraph]) -> Iterator[tuple[str, Place]]:
    """Typed figures that stand nowhere in the text, are part of no printed one, and chose no word.

    A zero that silenced its own clause was used.
    """
    used = {cell for p in paragraphs for span in p.prose.spans for cell in span.cells}
    asked = (writer.facts.facts.get(name) for name in writer.used)
    used |= {cell for fact in asked if fact is not None for cell in fact.cells}
    for data in writer.filled.lines.values():
        if data.is_off:
            continue
        labels = {figure.code: figure.label for figure in data.line.figures}
        amounts = [(labels[code], entry.now) for code, entry in data.entries.items()]
        amounts += [
            (f"{row.name}{key}", amount)
            for rows in data.splits.values()
            for row in rows
            for key, amount in row.amounts.items()
        ]
        amounts += [(extra.name, extra.now) for extra in data.extras]
        for label, amount in amounts:
            if amount.state is State.KNOWN and str(amount.place) not in used:
                yield label, amount.place


_NOTHING = (
    "表里还没有可写的内容：提纲里的各段都没有数字，也没有举措。请先在各业务表填黄格，再生成总结。"
)
_NO_BRIEF = "简报只写主要指标，现在一个都没有填。请先填各业务表的黄格，或者改写市局稿、政法委稿。"
