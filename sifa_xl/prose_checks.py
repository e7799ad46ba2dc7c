"""Checks of words: names in 【】, numbers in prose against the figures, and the rows of 提纲."""

from __future__ import annotations

from collections.abc import Iterator

from sifa_xl import headers as h
from sifa_xl.declarations import Count, Rate
from sifa_xl.domain import Fact, Finding, Level, Place
from sifa_xl.factbook import HOME_PAGE, FactBook
from sifa_xl.filled import Filled, LineData, MeasureRow
from sifa_xl.outline import split_content
from sifa_xl.passages import TARGET, Writer
from sifa_xl.prose import ProseReading, compare_numbers, read_prose

Figures = list[tuple[Fact, tuple[str, ...]]]


def prose_findings(writer: Writer) -> Iterator[Finding]:
    """What is wrong with the clerk's own words; numbers that contradict a figure are X-12."""
    filled = writer.filled
    for data in filled.lines.values():
        if not data.is_off:
            figures = _named_figures(data, writer.facts)
            for row in data.measures:
                yield from _row_findings(writer, row, data.line.title, figures)
    for home, rows in (
        (h.TOPICS, filled.topics),
        (h.PROBLEMS, filled.problems),
        (h.PLANS, filled.plans),
    ):
        for row in rows:
            yield from _row_findings(writer, row, home, [])
    for row in filled.plans:
        yield from _target_findings(row)
    for text, place in _front_texts(filled):
        yield from _name_findings(writer, text, place, HOME_PAGE)
    yield from _outline_findings(writer)


def _named_figures(data: LineData, facts: FactBook) -> Figures:
    """The line's facts with the words under which prose mentions them."""
    figures: Figures = []
    for named in (*data.line.figures, *data.line.rates):
        assert isinstance(named, Count | Rate)
        fact = facts.facts[f"{data.line.title}.{named.name}"]
        words = dict.fromkeys((named.label, named.name, *named.aliases))
        figures.append((fact, tuple(words)))
    return figures


def _row_findings(
    writer: Writer, row: MeasureRow, home: str, figures: Figures
) -> Iterator[Finding]:
    if not row.is_used or not row.body:
        return
    heading = row.belongs_to if home == h.PLANS else row.subheading
    yield from _name_findings(writer, heading, row.place, home)
    body, facts = writer.material(row, home)
    year = writer.filled.settings.year
    reading = read_prose(body, str(row.place), home, facts, writer.phrases, year, True)
    yield from _problems(reading, row.place)
    for match in compare_numbers(reading, figures):
        name = match.fact.name.partition(".")[2]
        where = match.fact.cells[0] if match.fact.cells else home
        if match.agrees:
            message = (
                f"“{match.number.text}”与{name}（{where}）相同。"
                f"处理：可以写成【{name}】，数变了文字跟着变"
            )
            yield Finding.at("X-13", Level.HINT, row.place, name, message)
        else:
            message = (
                f"文字里写“{match.number.text}”，表里{name}是{match.fact.text}（{where}），两处不一致。"
                f"处理：核对后改正一处；或者写成【{name}】"
            )
            doubt = Finding.at("X-12", Level.VERIFY, row.place, name, message)
            # 数字已核 says that the clerk has seen the two numbers and they are meant
            yield doubt.model_copy(update={"explained": row.numbers_checked})


def _target_findings(row: MeasureRow) -> Iterator[Finding]:
    """A target and the 【目标】 of its sentence belong together; one alone would be lost."""
    is_named = f"【{TARGET}】" in row.body
    if not row.is_used or not row.body or is_named == bool(row.target):
        return
    if is_named:
        message = f"正文里有【{TARGET}】，{h.TARGET}却没有填。处理：填上{h.TARGET}，或改写这句话"
        yield Finding.at("P-03", Level.ERROR, row.place, TARGET, message)
    else:
        message = (
            f"填了{h.TARGET}“{row.target}”，正文里没有【{TARGET}】，不会写出来。"
            f"处理：在正文里要写数的地方写【{TARGET}】"
        )
        yield Finding.at("P-03", Level.HINT, row.target_place or row.place, TARGET, message)


def _front_texts(filled: Filled) -> Iterator[tuple[str, Place]]:
    """Headings, own paragraphs, titles and openings; without a year X-00 says what is wrong."""
    if filled.settings.period is None:
        return
    for row in filled.outline:
        yield from ((row.heading, row.heading_place), (row.own_text, row.text_place))
    for draft in filled.drafts.values():
        words = {h.TITLE: draft.title, h.ADDRESSEE: draft.addressee, h.OPENING: draft.opening}
        yield from ((text, draft.places[header]) for header, text in words.items())


def _name_findings(writer: Writer, text: str, place: Place, home: str) -> Iterator[Finding]:
    year = writer.filled.settings.year
    reading = read_prose(text, str(place), home, writer.facts, writer.phrases, year, True)
    yield from _problems(reading, place)


def _problems(reading: ProseReading, place: Place) -> Iterator[Finding]:
    for problem in reading.problems:
        yield Finding.at("P-01", Level.ERROR, place, "文字", problem)
    for doubt in reading.doubts:
        yield Finding.at("P-01", Level.VERIFY, place, "文字", doubt)


def _homeless_rows(writer: Writer) -> Iterator[Finding]:
    """P-04: rows filed under something 提纲 does not have would disappear in silence."""
    standing: dict[str, set[str]] = {}
    for outlined in writer.filled.outline:
        line, block = split_content(outlined.content)
        standing.setdefault(line, set()).add(block)
    homes = {d.line.title: d.measures for d in writer.filled.lines.values() if not d.is_off}
    for home, rows in {**homes, h.TOPICS: writer.filled.topics}.items():
        blocks = standing.get(home, set())
        for row in rows:
            has_place = row.belongs_to in blocks or (not row.belongs_to and home != h.TOPICS)
            if row.is_used and row.body and not (blocks and has_place):
                message = (
                    f"这一行归入“{row.belongs_to or home}”，提纲里没有这一段，不会写进正文。"
                    f"处理：改{h.BELONGS}，或在提纲里加一行，内容写“{home}·{row.belongs_to}”"
                )
                yield Finding.at("P-04", Level.VERIFY, row.place, h.BELONGS, message)


def _outline_findings(writer: Writer) -> Iterator[Finding]:
    if writer.filled.settings.is_return:
        return  # a unit's return has no 提纲
    yield from _homeless_rows(writer)
    for row in writer.filled.outline:
        line, block = split_content(row.content)
        if not row.content or line == h.OWN_PARAGRAPH or writer.knows(line, block):
            continue
        message = f"提纲的内容“{row.content}”认不出，这一行不会写进正文。处理：从下拉框里选"
        yield Finding.at("P-02", Level.ERROR, row.place, "提纲", message)
    if not writer.filled.outline:
        message = "提纲是空的，没有可写的段落。处理：从空白母版复制默认提纲"
        yield Finding.at("P-02", Level.ERROR, Place(h.OUTLINE, 1, 1), "提纲", message)
