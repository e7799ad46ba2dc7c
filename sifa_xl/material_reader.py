"""A filled 素材 form in Word -> its items, cleaned; what fits nowhere is kept with its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sifa_xl import material_words as w
from sifa_xl.document_blocks import BlockReader, Line, TableBlock, TableCell
from sifa_xl.document_reader import package_of
from sifa_xl.errors import FileProblem
from sifa_xl.material_words import Item, Material, Stray
from sifa_xl.pasted_text import clean, closed, is_numbered, items_of

_MAIN = "word/document.xml"
_HEAD_ROWS = 3  # among the first rows of a table stands its head
_LONGEST_HEAD = 90
_FRONT = (w.OFFICE, w.WRITER, w.HEAD, w.PHONE)
_OURS = re.compile(
    rf"[一二三四五六七八九十]*、?(?:.*(?:{w.MEASURES_HEADING}|{w.PROBLEMS_HEADING}|{w.PLANS_HEADING})"
    rf"|.*{w.TITLE_END}.*)"
)
_NOTHING = frozenset({"无", "暂无", "没有", "/", "-", "—", "——"})
_UNPLACED = "没有写在表格里"
_UNKNOWN_TABLE = "这张表格的表头改过，认不出"
_TOLD = {
    "修订": "有{}处修订，已按接受后的样子读取",
    "批注": "有{}处批注，没有读取",
    "图片或图形": "有{}处图片或图形，没有读取",
    "嵌入的文件": "有{}个嵌入的文件，没有读取",
    "脚注": "有{}处脚注，没有读取",
    "尾注": "有{}处尾注，没有读取",
    "特殊符号": "有{}个特殊符号，没有读取",
}


@dataclass
class _Head:
    """What a table collects: the kind of its items, its line, and the columns by meaning."""

    kind: str
    row: int
    columns: dict[str, int]


@dataclass
class _Found:
    """What the reading gathers."""

    titles: Sequence[str]
    office: str = ""
    items: list[Item] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    heading: str = ""
    tables: int = 0
    has_form: bool = False


def read_material(path: Path, titles: Sequence[str], office: str = "") -> Material:
    """The form in the .docx at ``path``; ``titles`` are the work lines.

    ``office`` stands in for 填报股室 where nobody filled it.

    Raises:
        FileProblem: it cannot be read, is no form of ours, or does not say whose it is.
    """
    package = package_of(path)
    if _MAIN not in package:
        raise FileProblem(f"“{path.name}”里没有 Word 正文，不是 .docx 文档。请另存为 .docx 再用。")
    reader = BlockReader(package.budget)
    try:
        reader.feed(package.steps(_MAIN))
    except FileProblem as problem:
        raise FileProblem(f"“{path.name}”{problem}".replace(".xlsx", ".docx")) from None
    found = _Found(titles)
    for block in reader.blocks:
        if isinstance(block, TableBlock):
            _read_table(block, found)
        else:
            _read_line(block, found)
    if not found.has_form:
        raise FileProblem(
            f"“{path.name}”不是素材表，里面没有一张认得出的表格，没有导入。"
            "请用 sifa-xl new --material 生成的素材表填写，不要删改表头。"
        )
    found.office = office or found.office
    if not found.office:
        raise FileProblem(
            f"“{path.name}”没有写{w.OFFICE}，不知道是谁报的，没有导入。请在表头补上再导入。"
        )
    notes = tuple(_TOLD[kind].format(count) for kind, count in sorted(reader.told.items()))
    return Material(path.name, found.office, tuple(found.items), tuple(found.strays), notes)


def _read_line(line: Line, found: _Found) -> None:
    """A paragraph outside the tables: a heading, the form's own words, or somebody's."""
    plain = _squeezed(line.text)
    if _OURS.fullmatch(plain) and len(plain) <= _LONGEST_HEAD:
        found.heading = plain
    elif not plain.startswith(tuple(map(_squeezed, w.EXPLAINING))):
        found.strays.append(Stray(f"表格{found.tables}后面", line.text, _UNPLACED))


def _read_table(table: TableBlock, found: _Found) -> None:
    found.tables += 1
    heading, found.heading = found.heading, ""  # it speaks of the next table only
    if _read_front(table, found):
        return
    head = _head(table)
    if head is None:
        found.strays += _unplaced(table.rows, found.tables, _UNKNOWN_TABLE)
        return
    found.has_form = True
    line = _line_of(table, head, heading, found.titles) if head.kind == w.MEASURES_HEADING else ""
    rows = table.rows[head.row + 1 :]
    if head.kind == w.MEASURES_HEADING and not line:
        found.strays += _unplaced(rows, found.tables, "不知道是哪条业务线")
        return
    for number, row in enumerate(rows, 1):
        place = f"表格{found.tables}第{number}行"
        found.items += _items(row, head, line, place)
        found.strays += _beside(row, head, place)


def _read_front(table: TableBlock, found: _Found) -> bool:
    """Who fills the form; True where the table is that one."""
    cells = [cell for row in table.rows for cell in row]
    if not any(_is_called(cell, (w.OFFICE,)) for cell in cells):
        return False
    for row in table.rows:
        for label, value in pairwise(row):
            if _is_called(label, (w.OFFICE,)) and not _is_called(value, _FRONT):
                found.office = " ".join(value.text.split())
    return True


def _is_called(cell: TableCell, names: Collection[str]) -> bool:
    return _squeezed(cell.text).rstrip("：:") in names


def _head(table: TableBlock) -> _Head | None:
    for number, row in enumerate(table.rows[:_HEAD_ROWS]):
        columns = {
            word: cell.column
            for cell in reversed(row)
            if len(cell.text) <= _LONGEST_HEAD
            for word in (w.SUBHEADING, w.MEASURE, w.BLOCK, w.PROBLEM, w.PLAN)
            if _squeezed(cell.text).startswith(word)
        }
        for word, kind in (
            (w.MEASURE, w.MEASURES_HEADING),
            (w.PROBLEM, w.PROBLEMS_HEADING),
            (w.PLAN, w.PLANS_HEADING),
        ):
            if word in columns:
                return _Head(kind, number, {**columns, "": columns[word]})
    return None


def _line_of(table: TableBlock, head: _Head, heading: str, titles: Sequence[str]) -> str:
    """The work line named above the head, else in the heading before the table."""
    above = "".join(cell.text for row in table.rows[: head.row] for cell in row)
    for words in (_squeezed(above), heading):
        known = [title for title in titles if title in words]
        if len(known) == 1:
            return known[0]
    return ""


def _items(row: Sequence[TableCell], head: _Head, line: str, place: str) -> Iterator[Item]:
    by_column = {cell.column: cell for cell in row}
    body = by_column.get(head.columns[""])
    lines = body.lines if body else []
    subheading, block = (_one_line(by_column, head, word) for word in (w.SUBHEADING, w.BLOCK))
    for paragraphs in _grouped(lines, head.kind):
        yield Item(head.kind, line, paragraphs, place, subheading, block)
    if subheading and not lines:
        yield Item(head.kind, line, (), place, subheading, block)


def _grouped(lines: Sequence[Line], kind: str) -> Iterator[tuple[str, ...]]:
    """The paragraphs of a cell by item: problems are numbered one by one, all else is one."""
    if kind != w.PROBLEMS_HEADING:
        texts = [text for text in (clean(line.text) for line in lines) if text]
        if texts and not _says_nothing(texts):
            yield (*texts[:-1], closed(texts[-1]))
        return
    group: list[str] = []
    for line in lines:
        for number, part in enumerate(items_of(line.text)):
            begins = number or line.is_listed or is_numbered(line.text)
            if begins and group:
                yield ("".join(map(closed, group)),)
                group = []
            text = clean(part)
            if text and not _says_nothing([text]):
                group.append(text)
    if group:
        yield ("".join(map(closed, group)),)


def _says_nothing(texts: Sequence[str]) -> bool:
    """无, as many write where there is nothing to write."""
    return len(texts) == 1 and texts[0].rstrip("。") in _NOTHING


def _one_line(by_column: dict[int, TableCell], head: _Head, word: str) -> str:
    cell = by_column.get(head.columns.get(word, -1))
    return clean(cell.text).rstrip("。；，：") if cell else ""


def _beside(row: Sequence[TableCell], head: _Head, place: str) -> Iterator[Stray]:
    """Words in columns that the form does not have."""
    known = set(head.columns.values())
    for cell in row:
        if cell.column not in known and cell.text and not cell.text.strip().isdecimal():
            yield Stray(place, cell.text, "这一列不是素材表的")


def _unplaced(rows: Sequence[Sequence[TableCell]], table: int, reason: str) -> Iterator[Stray]:
    for number, row in enumerate(rows, 1):
        text = "　".join(line.text for cell in row for line in cell.lines)
        if text:
            yield Stray(f"表格{table}第{number}行", text, reason)


def _squeezed(text: str) -> str:
    return "".join(text.split())
