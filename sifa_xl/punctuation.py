"""Punctuation of prose, put right by edits, so that whoever holds positions can move them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FULL_WIDTH = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_CHINESE_MARKS = frozenset("〇，。；：？！、（）“”‘’《》〈〉【】〔〕…—～×％")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_STRENGTH = {mark: strength for strength, mark in enumerate("、，；：。")}
_JOINTS = re.compile(r"[、，；：。]+")
_TERMINATORS = "！？"
_EMPTY = re.compile(r"（）|(?<![\u3400-\u9fff])其中(?:[、，：]|其中)*(?=[。；）]|$)", re.MULTILINE)


class Edit(NamedTuple):
    """``text[start:end]`` becomes ``replacement``."""

    start: int
    end: int
    replacement: str


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with all edits made; they are in order and do not overlap."""
    parts, done = [], 0
    for edit in edits:
        parts += [text[done : edit.start], edit.replacement]
        done = edit.end
    return "".join([*parts, text[done:]])


def shift_offset(edits: Sequence[Edit], offset: int) -> int:
    """Where ``offset`` of the old text lies in the new one; inside a deletion, where it was."""
    moved = offset
    for edit in edits:
        if edit.end <= offset:
            moved += len(edit.replacement) - (edit.end - edit.start)
        elif edit.start < offset:
            moved += min(0, len(edit.replacement) - (offset - edit.start))
    return moved


def to_full_width(text: str) -> list[Edit]:
    """Edits that give prose full-width ， ； ： ？ ！ （ ） and take out needless spaces (P-01).

    Decimals, 9:30, 1,234, web addresses and English stay.  Not for the signature line, whose
    ``6月　日`` wants its space.
    """
    full, before = text, text if _FULL_WIDTH.keys().isdisjoint(text) else ""
    while full != before:  # a mark made full-width makes its neighbour one beside Chinese
        before, marks = full, {*_chinese_marks(full), *_chinese_brackets(full)}
        full = "".join(_FULL_WIDTH.get(c, c) if i in marks else c for i, c in enumerate(full))
    pairs = enumerate(zip(text, full, strict=True))
    edits = [Edit(i, i + 1, new) for i, (old, new) in pairs if new != old]
    return sorted([*edits, *_space_edits(full)])


def mend_joints(text: str) -> list[Edit]:
    """Edits that take away what a dropped clause leaves behind: 、，； before 。 or ）, doubles,
    marks at the start, an empty 其中 or （）; a joint at the very end becomes 。
    """
    kept = list(range(len(text)))
    while dropped := set(_left_behind("".join(text[i] for i in kept))):
        kept = [i for place, i in enumerate(kept) if place not in dropped]
    edits = _deletions(len(text), kept)
    if kept and text[kept[-1]] in "、，；":
        edits.append(Edit(kept[-1], kept[-1] + 1, "。"))
    return sorted(edits)


def _chinese_marks(text: str) -> Iterator[int]:
    for i, character in enumerate(text):
        if character in _FULL_WIDTH and _is_beside_chinese(text, i):
            yield i


def _is_beside_chinese(text: str, place: int) -> bool:
    before, after = text[:place].rstrip()[-1:], text[place + 1 :].lstrip()[:1]
    return _is_chinese(before) or _is_chinese(after)


def _is_chinese(character: str) -> bool:
    is_ideograph = "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"
    return is_ideograph or character in _CHINESE_MARKS


def _chinese_brackets(text: str) -> Iterator[int]:
    """Places of pairs that hold something Chinese, or of which one is full-width already."""
    opened: list[int] = []
    for i, character in enumerate(text):
        if character in "(（":
            opened.append(i)
        elif character in ")）" and opened:
            start = opened.pop()
            if any(map(_is_chinese, text[start : i + 1])):
                yield from (start, i)


def _space_edits(text: str) -> Iterator[Edit]:
    for found in _SPACES.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        is_inside_english = before.strip() and after.strip() and not _is_chinese(before)
        replacement = " " if is_inside_english and not _is_chinese(after) else ""
        if replacement != found[0]:
            yield Edit(found.start(), found.end(), replacement)


def _left_behind(text: str) -> Iterator[int]:
    """Places of what one look at ``text`` finds left behind."""
    for found in _EMPTY.finditer(text):
        yield from range(*found.span())
    for found in _JOINTS.finditer(text):
        yield from _needless(found[0], found.start(), text[: found.start()], text[found.end() :])


def _needless(marks: str, start: int, before: str, after: str) -> Iterator[int]:
    places = range(start, start + len(marks))
    is_line_start = not before or before[-1] in "\n（"
    is_closed = before[-1:] in tuple(_TERMINATORS) or after[:1] in tuple(_TERMINATORS)
    if is_line_start or is_closed or (after[:1] == "）" and "。" not in marks):
        yield from places
        return
    strongest = max(marks, key=_STRENGTH.__getitem__)
    keeper = start + marks.index(strongest)
    yield from (place for place in places if place != keeper)


def _deletions(length: int, kept: Sequence[int]) -> list[Edit]:
    edits, last = [], -1
    for place in [*kept, length]:
        if place > last + 1:
            edits.append(Edit(last + 1, place, ""))
        last = place
    return edits
