"""Edits found in a returned Word file, as 修订 in sheet 总结 and as 自写段 in sheet 提纲."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sifa_xl import headers as h
from sifa_xl.cell_texts import cell_text
from sifa_xl.domain import GridCell
from sifa_xl.forms import Form, Record
from sifa_xl.imprints import sign_of
from sifa_xl.renewed_file import Addition, Edit
from sifa_xl.revisions import ACCEPTED, KEPT, OldParagraph, paragraph_keys

Key = tuple[str, str, int]
Row = dict[str, str | None]
Cells = dict[tuple[int, int], str | int | None]
_OPENING = frozenset({"标题", "主送", "开头", "总述"})
_HEADINGS = frozenset({"一级", "二级标题"})
_RUN_IN = frozenset({"二级", "三级"})
_LONGEST_HEAD = 30
_ALWAYS, _NEVER = h.LENGTHS[0], h.LENGTHS[-1]
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


def with_additions(edits: Sequence[Edit], additions: Sequence[Addition]) -> list[Edit]:
    """The edits, those that a new paragraph will be generated behind in one with its words.

    自写段 without a heading joins the paragraph before; where that has a 修订, it must be said
    there, or it is said nowhere.
    """
    found = {edit.written.key: edit for edit in edits}
    for addition in additions:
        behind = addition.behind
        if behind is None or behind.paragraph.kind not in _RUN_IN or sign_of(addition.words):
            continue
        edit = found.get(behind.key)
        if edit is None and behind.old_words:
            edit = Edit(behind, behind.old_words, behind.old_words)
        if edit is not None:
            words = f"{edit.words}\n{cell_text(addition.words)}"
            found[behind.key] = replace(edit, words=words)
    return list(found.values())


def own_paragraphs(
    form: Form, additions: Sequence[Addition], draft: str
) -> tuple[Cells, list[Addition]]:
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
    wanted = [(each, _own_row(each, draft)) for each in fitting]
    known = [(row[h.HEADING], row[h.OWN_TEXT]) for row in rows]  # a refresh before put it there
    for addition, own in reversed(wanted):
        if (own[h.HEADING], own[h.OWN_TEXT]) not in known:
            rows.insert(_place_behind(rows, addition), own)
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


def _typed(record: Record) -> Row:
    return {header: _text(record.cells.get(header)) for header in _TYPED}


def _text(cell: GridCell | None) -> str | None:
    return None if cell is None or cell.value is None else str(cell.value)


def _place_behind(rows: Sequence[Row], addition: Addition) -> int:
    """Behind the rows that the paragraph before came from; at the top behind the opening."""
    behind = addition.behind
    if behind is None or behind.paragraph.id in _OPENING:
        return 0
    kind, _, name = behind.paragraph.id.partition(".")
    for place, row in enumerate(rows, 1):
        words = [row[h.HEADING] or "", (row[h.OWN_TEXT] or "")[: max(len(name), 1)]]
        is_own = kind in (h.OUTLINE, h.OWN_PARAGRAPH) and name in words
        if is_own or (behind.content and row[h.BLOCK] == behind.content):
            rest = (n for n, each in enumerate(rows[place:], place) if _opens(each))
            return place if behind.paragraph.kind in _HEADINGS else next(rest, len(rows))
    return len(rows)


def _opens(row: Row) -> bool:
    return bool(row[h.LEVEL] or row[h.HEADING])


def _own_row(addition: Addition, draft: str) -> Row:
    """A paragraph with a sign of its own is one with a heading; the sign is put on anew."""
    words = cell_text(addition.words)
    sign = sign_of(words)
    head, stop, text = words.removeprefix(sign).partition("。")
    row: Row = dict.fromkeys(_TYPED)
    row |= {each: _ALWAYS if each == draft else _NEVER for each in h.DRAFTS}
    row[h.BLOCK] = h.OWN_PARAGRAPH
    if sign.endswith("、") and not stop and len(head) <= _LONGEST_HEAD:
        return row | {h.LEVEL: h.LEVEL_ONE, h.HEADING: head, h.BLOCK: None}
    if sign and text and len(head) <= _LONGEST_HEAD:
        return row | {h.LEVEL: h.LEVEL_TWO, h.HEADING: head, h.OWN_TEXT: text}
    return row | {h.OWN_TEXT: words.removeprefix(sign)}
