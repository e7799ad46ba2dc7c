"""What Excel tells of many cells at once: merged, hidden, struck through.

It answers yes, no or mixed for a whole range, so halves are asked only where it is mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sifa_xl.domain import column_letters

Area = tuple[int, int, int, int]  # first row and column, last row and column
Ask = Callable[[Area], bool | None]


def range_of(sheet: Any, area: Area) -> Any:
    """The range of the sheet that covers ``area``."""
    top, left, bottom, right = area
    return sheet.range(f"{column_letters(left)}{top}:{column_letters(right)}{bottom}")


def hidden_rows(sheet: Any, area: Area) -> frozenset[int]:
    """The rows of ``area`` that are folded, filtered away or hidden."""
    top, left, bottom, _ = area

    def ask(part: Area) -> bool | None:
        return _answer(range_of(sheet, part).api.EntireRow.Hidden)

    found = _where((top, left, bottom, left), ask)
    return frozenset(row for first, _, last, _ in found for row in range(first, last + 1))


def struck_cells(sheet: Any, area: Area) -> Iterator[tuple[int, int]]:
    """The cells of ``area`` that are struck through."""

    def ask(part: Area) -> bool | None:
        return _answer(range_of(sheet, part).api.Font.Strikethrough)

    for top, left, bottom, right in _where(area, ask):
        for row in range(top, bottom + 1):
            yield from ((row, column) for column in range(left, right + 1))


def merges(sheet: Any, area: Area) -> tuple[Area, ...]:
    """The merged ranges that reach into ``area``."""

    def ask(part: Area) -> bool | None:
        return _answer(range_of(sheet, part).api.MergeCells)

    found: dict[tuple[int, int], Area] = {}
    for top, left, bottom, right in _where(area, ask):
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if not any(_covers(merge, row, column) for merge in found.values()):
                    found[row, column] = _merged(sheet, row, column)
    return tuple(sorted(found.values()))


def _merged(sheet: Any, row: int, column: int) -> Area:
    whole = sheet.range((row, column)).merge_area
    height, width = whole.shape
    return whole.row, whole.column, whole.row + height - 1, whole.column + width - 1


def _covers(area: Area, row: int, column: int) -> bool:
    top, left, bottom, right = area
    return top <= row <= bottom and left <= column <= right


def _answer(answer: Any) -> bool | None:
    """COM says True, False, or Null for mixed."""
    return None if answer is None else bool(answer)


def _where(area: Area, ask: Ask) -> Iterator[Area]:
    """The parts of ``area`` for which the answer is yes."""
    yield from _answered(area, ask(area), ask)


def _answered(area: Area, answer: bool | None, ask: Ask) -> Iterator[Area]:
    if answer:
        yield area
    elif answer is None and area[:2] != area[2:]:
        first, second = _halves(area)
        told = ask(first)
        yield from _answered(first, told, ask)
        # every call costs: where the first half is of one kind, a single cell is of the other
        is_told = told is not None and second[:2] == second[2:]
        yield from _answered(second, not told if is_told else ask(second), ask)


def _halves(area: Area) -> tuple[Area, Area]:
    """The two halves of an area of more than one cell."""
    top, left, bottom, right = area
    if bottom > top:  # rows first: what is merged, hidden or struck mostly lies in a few rows
        middle = (top + bottom) // 2
        return (top, left, middle, right), (middle + 1, left, bottom, right)
    middle = (left + right) // 2
    return (top, left, bottom, middle), (top, middle + 1, bottom, right)
