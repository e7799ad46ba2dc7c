"""Fixed expressions that are a character or two off, out of order or out of date; retired terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from sifa_xl.domain import Level
from sifa_xl.phrases import Phrases
from sifa_xl.public_terms import PublicTerms, Retired
from sifa_xl.text_findings import Spot

_IGNORED = frozenset(" \u3000“”‘’\"'「」『』《》〈〉、，·")
_MOST_EDITS, _LONG, _SHORT = 2, 9, 6  # of 9 characters and more the ends may be wrong too
_HAN = re.compile(r"[\u3400-\u9fff]")
_FAR_TOO_MUCH = 99
_TAKEN = "#"  # no part of any expression


def term_spots(text: str, terms: PublicTerms, phrases: Phrases, year: int | None) -> Iterator[Spot]:
    """What is wrong with the terms of one paragraph; ``year`` None checks no years."""
    folded = _Folded(text)
    yield from _near_misses(folded, terms)
    yield from _out_of_order(folded, terms.lists["指导思想"])
    yield from _retired(text, terms.retired, year)
    if year is not None:
        yield from _out_of_date(folded, terms, phrases, year)


class _Folded:
    """A text without quotation marks, commas and spaces, which knows where each character was."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.offsets = [place for place, sign in enumerate(text) if sign not in _IGNORED]
        self.text = "".join(text[place] for place in self.offsets)

    def places(self, word: str) -> list[tuple[int, int]]:
        """Where ``word`` stands, in the folded text."""
        wanted = _fold(word)
        if wanted not in self.text:
            return []
        return [
            (found.start(), found.start() + len(wanted))
            for found in re.finditer(f"(?={re.escape(wanted)})", self.text)
        ]

    def outside(self, start: int, end: int) -> tuple[int, int]:
        """The same place in the source."""
        return self.offsets[start], self.offsets[end - 1] + 1


def _near_misses(folded: _Folded, terms: PublicTerms) -> Iterator[Spot]:
    """W-01, the longest expression first; what a right one covers is left alone."""
    taken = [
        (start, end, _fold(word))
        for word in (*terms.fixed, *terms.lists["说法"])
        for start, end in folded.places(word)
    ]
    slips = [(place, word) for wrong, word in terms.slips.items() for place in folded.places(wrong)]
    nearly = [
        (place, word)
        for word in sorted(terms.fixed, key=len, reverse=True)
        for place in sorted(set(_nearly(folded.text, _fold(word))))
    ]
    for (start, end), word in (*slips, *nearly):
        # 中国特色社会主义 is right, and may yet be a part of something longer that is not
        covers = (
            start < last and first < end and right not in _fold(word)
            for first, last, right in taken
        )
        if ((start, end), word) not in slips and any(covers):
            continue
        taken.append((start, end, _TAKEN))
        first, last = folded.outside(start, end)
        message = (
            f"“{folded.source[first:last]}”与固定表述{_quoted(word)}只差一两个字，可能写错。"
            f"处理：改为{_quoted(word)}"
        )
        yield Spot(first, last, "W-01", Level.ERROR, message)


def _nearly(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where something within a few edits of ``word`` stands, ``word`` itself apart.

    Of k edits one of k + 1 parts of the word is untouched: only there it is worth looking.
    """
    edits = 1 if len(word) <= _SHORT else _MOST_EDITS
    step = len(word) / (edits + 1)
    bounds = [round(step * number) for number in range(edits + 2)]
    for first, last in pairwise(bounds):
        if word[first:last] not in text:
            continue
        for found in re.finditer(f"(?={re.escape(word[first:last])})", text):
            begin = max(0, found.start() - first - edits)
            window = text[begin : found.start() - first + len(word) + edits]
            distance, start, end = _closest(window, word)
            if 0 < distance <= edits and _may_be_meant(window[start:end], word):
                yield begin + start, begin + end


def _may_be_meant(words: str, word: str) -> bool:
    """A shorter expression must begin and end alike: 全面依法治县 is another word."""
    return len(word) >= _LONG or (words[0] == word[0] and words[-1] == word[-1])


def _closest(text: str, word: str) -> tuple[int, int, int]:
    """Edit distance to the part of ``text`` that is closest to ``word``, and where that lies.

    Only Chinese characters are put in one another's place.
    """
    row = [(0, place) for place in range(len(text) + 1)]  # cost, and where the part begins
    for letter in word:
        above, row = row, [(row[0][0] + 1, row[0][1])]
        for place, sign in enumerate(text, 1):
            cost = 0 if sign == letter else 1 if _HAN.match(sign) else _FAR_TOO_MUCH
            swap = (above[place - 1][0] + cost, above[place - 1][1])
            drop = (above[place][0] + 1, above[place][1])
            add = (row[-1][0] + 1, row[-1][1])
            row.append(min((swap, drop, add), key=lambda option: option[0]))
    cost, start, end = min(
        ((cost, start, end) for end, (cost, start) in enumerate(row)),
        key=lambda option: (option[0], option[1] - option[2]),  # the longest of the closest
    )
    return cost, start, end


def _out_of_order(folded: _Folded, ordered: Sequence[str]) -> Iterator[Spot]:
    """W-04: 指导思想 listed in one sentence stand in their order."""
    sentence_ends = [found.start() for found in re.finditer("[。；！？\n]", folded.text)]
    found = sorted(
        (place, rank) for rank, word in enumerate(ordered) for place in folded.places(word)
    )
    for ((_, before_end), before), ((start, end), after) in pairwise(found):
        is_one_list = start - before_end <= 1 and not any(
            before_end <= stop < start for stop in sentence_ends
        )
        if is_one_list and before > after:
            first, last = folded.outside(start, end)
            message = (
                f"{_quoted(ordered[after])}应排在{_quoted(ordered[before])}前面。"
                "处理：按规定的先后次序排列"
            )
            yield Spot(first, last, "W-04", Level.ERROR, message)


def _retired(text: str, retired: Sequence[Retired], year: int | None) -> Iterator[Spot]:
    """W-02, the longest word first."""
    taken: list[tuple[int, int]] = []
    for entry in sorted(retired, key=lambda entry: -len(entry.word)):
        if entry.word.partition("#")[0] not in text:
            continue
        pattern = re.escape(entry.word).replace(r"\#", "[0-9０-９]")
        for found in re.finditer(pattern, text):
            start, end = found.span()
            is_inside = any(first < end and start < last for first, last in taken)
            if is_inside or any(_is_part(text, start, end, word) for word in entry.exceptions):
                continue
            taken.append((start, end))
            if entry.years.hold_in(year):
                word = entry.word.removesuffix("#")
                message = f"“{word}”应为“{entry.better}”。处理：改用规范的说法"
                yield Spot(start, end, "W-02", Level.VERIFY, message)


def _is_part(text: str, start: int, end: int, word: str) -> bool:
    """Whether ``text[start:end]`` stands inside ``word`` there."""
    part = text[start:end]
    offset = word.find(part)
    while offset >= 0:
        if start >= offset and text.startswith(word, start - offset):
            return True
        offset = word.find(part, offset + 1)
    return False


def _out_of_date(
    folded: _Folded, terms: PublicTerms, phrases: Phrases, year: int
) -> Iterator[Spot]:
    """W-03: an expression of other years."""
    for word, years in terms.fixed.items():
        if not years.hold_in(year):
            for place in folded.places(word):
                message = (
                    f"{_quoted(word)}是{years}的提法，本文是{year}年的。处理：核对用语是否合时"
                )
                yield Spot(*folded.outside(*place), "W-03", Level.VERIFY, message)
    for phrase in phrases.misplaced(folded.source, year):
        if _fold(phrase.text) in map(_fold, terms.fixed):
            continue
        for place in folded.places(phrase.text)[:1]:
            span = f"{phrase.year_from or ''}—{phrase.year_to or ''}"
            message = (
                f"{_quoted(phrase.text)}是{span}年的提法，本文是{year}年的。处理：核对用语是否合时"
            )
            yield Spot(*folded.outside(*place), "W-03", Level.VERIFY, message)


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    return "".join(sign for sign in word if sign not in _IGNORED)


def _quoted(word: str) -> str:
    return word if "“" in word else f"“{word}”"
