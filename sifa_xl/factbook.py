"""The facts of one summary by their full names, and how a name written in a text is found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol, TypeVar

from sifa_xl.domain import Fact

HOME_PAGE = "首页"
_ALIKE = 0.3  # below that the nearest name is no help
_Found = TypeVar("_Found")


class Known(Protocol):
    """What a template's names are checked against."""

    def find(self, name: str, home: str) -> Fact | None:
        """The fact that ``name`` means inside the line ``home``, or None."""

    def columns(self, name: str, home: str) -> tuple[str, ...] | None:
        """The columns of the split ``name`` (none known: empty), or None where it is no split."""

    def nearest(self, name: str, home: str) -> str:
        """The closest name there is, as a template in ``home`` would write it, or ``""``."""


@dataclass(frozen=True)
class FactBook:
    """Facts by full dotted name, and the rows of each split.

    ``split_columns`` names the columns of splits that have no rows yet, for the checks at load.
    """

    facts: Mapping[str, Fact]
    rows: Mapping[str, list[dict[str, Fact]]] = field(default_factory=dict)
    split_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, name: str, home: str) -> Fact | None:
        """The fact ``name``: inside ``home`` first, then as a full name, then on 首页."""
        return _first(self.facts, name, home)

    def rows_of(self, name: str, home: str) -> list[dict[str, Fact]]:
        """The rows of the split ``name``; none where there is no such split."""
        return _first(self.rows, name, home) or []

    def columns(self, name: str, home: str) -> tuple[str, ...] | None:
        """The columns of the split ``name`` (none known: empty), or None where it is no split."""
        rows, declared = _first(self.rows, name, home), _first(self.split_columns, name, home)
        if rows:
            return tuple(rows[0])
        return declared or (None if rows is None and declared is None else ())

    def nearest(self, name: str, home: str) -> str:
        """The closest name there is, as a template in ``home`` would write it, or ``""``."""
        names = [*self.facts, *self.rows, *self.split_columns]
        return nearest(name, [_shortest(known, home) for known in names])


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of ``names`` that looks most like ``name``, or ``""``."""
    return next(iter(get_close_matches(name, dict.fromkeys(names), n=1, cutoff=_ALIKE)), "")


def _candidates(name: str, home: str) -> Iterator[str]:
    yield from (f"{home}.{name}", name, f"{HOME_PAGE}.{name}")


def _first(book: Mapping[str, _Found], name: str, home: str) -> _Found | None:
    return next((book[full] for full in _candidates(name, home) if full in book), None)


def _shortest(name: str, home: str) -> str:
    return name.removeprefix(f"{home}.").removeprefix(f"{HOME_PAGE}.")
