"""Findings of a long list: the first of each kind one by one, the rest as one with their number."""

from __future__ import annotations

from collections.abc import Iterator

from sifa_xl.domain import Finding, Level, Place

MOST_OF_A_KIND = 50


class Many:
    """Collects findings of one sheet; what they say beyond the fiftieth is told by number."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._found: list[Finding] = []
        self._counts: dict[tuple[str, str], int] = {}
        self._last: dict[tuple[str, str], tuple[Level, Place]] = {}

    def report(self, code: str, level: Level, place: Place, figure: str, message: str) -> None:
        """Remember what is wrong at ``place``; ``figure`` is the column."""
        kind = code, figure
        number = self._counts[kind] = self._counts.get(kind, 0) + 1
        if number > MOST_OF_A_KIND:
            self._last.setdefault(kind, (level, place))
            return
        self._found.append(Finding.at(code, level, place, figure, message))

    def findings(self) -> Iterator[Finding]:
        """What was found, with one more for each kind that came too often."""
        yield from self._found
        for (code, figure), (level, place) in self._last.items():
            rest = self._counts[code, figure] - MOST_OF_A_KIND
            message = (
                f"{self._title}的{figure}还有{rest}行有同样的问题，没有一一列出。"
                "处理：按前面列出的改法，筛选这一列逐行改正"
            )
            yield Finding.at(code, level, place, figure, message)
