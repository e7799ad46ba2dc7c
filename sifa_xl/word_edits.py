"""Edits found in a returned Word file, as 修订 in sheet 总结 and as 自写段 in sheet 提纲."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sifa_xl import headers as h
from sifa_xl.cell_texts import cell_text
from sifa_xl.domain import GridCell
from sifa_xl.forms import Form, Record
from sifa_xl.renewed_file import Addition, Edit
from sifa_xl.revisions import ACCEPTED, KEPT, OldParagraph, paragraph_keys

Key = tuple[str, str, int]
Cells = dict[tuple[int, int], str | int | None]
_TYPED = (h.LEVEL, h.HEADING, h.BLOCK, h.OWN_TEXT, *h.DRAFTS, h.NUMBERS_CHECKED)


def with_edits(rows: Sequence[OldParagraph], edits: Sequence[Edit]) -> list[OldParagraph]:
    """The rows of 总结 with the words of Word as 修订, each where its paragraph stands."""
    keys = list(paragraph_keys([(each.draft, each.id) for each in rows]))
    found = dict(zip(keys, rows, strict=True))
    for edit in edits:
        for key in _up_to(edit.written.key):
            found.setdefault(key, _blank(key))
        found[edit.written.key] = _revised(found[edit.written.key], edit)
    return list(found.values())


def own_paragraphs(form: Form, additions: Sequence[Addition]) -> tuple[Cells, list[Addition]]:
    """The cells of 提纲 with these paragraphs as 自写段, and those it has no row left for.

    Each stands behind the row its paragraph before came from; the rows below move down.
    """
    table = form.tables.get(h.OUTLINE)
    if table is None or any(header not in table.columns for header in _TYPED):
        return {}, list(additions)
    records = [each for each in table.records if _is_typable(each)]
    rows = [_typed(each) for each in records]
    used = max((place for place, row in enumerate(rows, 1) if any(row.values())), default=0)
    rows, room = rows[:used], len(records) - used
    fitting, left = list(additions[:room]), list(additions[room:])
    fitting = [each for each in fitting if not _is_there(each, rows)]
    for addition in reversed(fitting):
        rows.insert(_place_behind(rows, addition), _own_row(addition))
    cells: Cells = {}
    for record, row in zip(records, rows, strict=False):
        before = _typed(record)
        for header, value in row.items():
            if value != before[header]:
                cells[record.row, table.columns[header]] = value
    return cells, left


def _revised(row: OldParagraph, edit: Edit) -> OldParagraph:
    """With numbers that could not follow the row stays 数据已变: its basis is another text."""
    generated = cell_text(edit.written.paragraph.generated)
    state = f"{ACCEPTED}：{'、'.join(edit.accepted)}" if edit.accepted else KEPT
    return replace(
        row,
        shown=generated,
        generated=generated,
        revised=edit.words,
        revised_from=cell_text(edit.before) if edit.is_stale else "",
        last_revised=edit.words,
        state="" if edit.is_stale and not edit.accepted else state,
    )


def _up_to(key: Key) -> Iterator[Key]:
    draft, identity, last = key
    return ((draft, identity, number) for number in range(1, last + 1))


def _blank(key: Key) -> OldParagraph:
    draft, identity, _ = key
    return OldParagraph(identity, draft, "", "", "", "", "", "")


def _is_typable(record: Record) -> bool:
    cells = (record.cells.get(header) for header in _TYPED)
    return not record.code and not any(cell.is_formula for cell in cells if cell is not None)


def _typed(record: Record) -> dict[str, str | None]:
    return {header: _text(record.cells.get(header)) for header in _TYPED}


def _text(cell: GridCell | None) -> str | None:
    return None if cell is None or cell.value is None else str(cell.value)


def _is_there(addition: Addition, rows: Sequence[dict[str, str | None]]) -> bool:
    """Whether a refresh before has put it there."""
    words = cell_text(addition.words)
    return any(row[h.OWN_TEXT] == words for row in rows)


def _place_behind(rows: Sequence[dict[str, str | None]], addition: Addition) -> int:
    """Behind the row whose content or heading the paragraph before has, else at the end."""
    if addition.behind is None:
        return len(rows)
    identity = addition.behind.paragraph.id
    text = addition.behind.paragraph.text
    title, _, block = identity.partition(".")
    for place, row in enumerate(rows, 1):
        content, heading = row[h.BLOCK] or "", row[h.HEADING] or ""
        if content in addition.contents or (not content and heading and heading in text):
            return place
        if title == h.OWN_PARAGRAPH and block in (heading, (row[h.OWN_TEXT] or "")[: len(block)]):
            return place
    return len(rows)


def _own_row(addition: Addition) -> dict[str, str | None]:
    row: dict[str, str | None] = dict.fromkeys(_TYPED)
    return row | {h.BLOCK: h.OWN_PARAGRAPH, h.OWN_TEXT: cell_text(addition.words)}
