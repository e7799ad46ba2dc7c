"""Checks of words: names in 【】, numbers in prose against the figures, and the rows of 提纲."""

from __future__ import annotations

from collections.abc import Iterator

from sifa_xl import headers as h
from sifa_xl.declarations import Count, Rate
from sifa_xl.domain import Fact, Finding, Level, Place
from sifa_xl.factbook import FactBook
from sifa_xl.filled import Filled, LineData, MeasureRow
from sifa_xl.outline import split_content
from sifa_xl.passages import Writer
from sifa_xl.phrases import Phrases
from sifa_xl.prose import compare_numbers, read_prose
from sifa_xl.relations import finding

Figures = list[tuple[Fact, tuple[str, ...]]]


def prose_findings(writer: Writer) -> Iterator[Finding]:
    """What is wrong with the clerk's own words; numbers that contradict a figure are X-12."""
    filled, facts, phrases = writer.filled, writer.facts, writer.phrases
    for data in filled.lines.values():
        if not data.is_off:
            figures = _named_figures(data, facts)
            for row in data.measures:
                yield from _row_findings(row, data.line.title, figures, filled, facts, phrases)
    for home, rows in (
        (h.TOPICS, filled.topics),
        (h.PROBLEMS, filled.problems),
    ):
        for row in rows:
            yield from _row_findings(row, home, [], filled, facts, phrases)
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
    row: MeasureRow,
    home: str,
    figures: Figures,
    filled: Filled,
    facts: FactBook,
    phrases: Phrases,
) -> Iterator[Finding]:
    if not row.is_used or not row.body:
        return
    year = filled.settings.year
    reading = read_prose(row.body, str(row.place), home, facts, phrases, year, True)
    for problem in reading.problems:
        yield finding("P-01", Level.ERROR, row.place, "文字", problem)
    for match in compare_numbers(reading, figures):
        name = match.fact.name.partition(".")[2]
        where = match.fact.cells[0] if match.fact.cells else home
        if match.agrees:
            message = (
                f"“{match.number.text}”与{name}（{where}）相同。"
                f"处理：可以写成【{name}】，数变了文字跟着变"
            )
            yield finding("X-13", Level.HINT, row.place, name, message)
        else:
            message = (
                f"文字里写“{match.number.text}”，表里{name}是{match.fact.text}（{where}），两处不一致。"
                f"处理：核对后改正一处；或者写成【{name}】"
            )
            yield finding("X-12", Level.VERIFY, row.place, name, message)


def _outline_findings(writer: Writer) -> Iterator[Finding]:
    for row in writer.filled.outline:
        line, block = split_content(row.content)
        if not row.content or line == h.OWN_PARAGRAPH or writer.knows(line, block):
            continue
        message = f"提纲的内容“{row.content}”认不出，这一行不会写进正文。处理：从下拉框里选"
        place = Place(row.place.sheet, row.place.row, row.place.column)
        yield finding("P-02", Level.ERROR, place, "提纲", message)
    if not writer.filled.outline:
        message = "提纲是空的，没有可写的段落。处理：从空白母版复制默认提纲"
        yield finding("P-02", Level.ERROR, Place(h.OUTLINE, 1, 1), "提纲", message)
