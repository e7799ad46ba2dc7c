"""What one file of a unit says, as plain values: what a worker gives back and the cache keeps.

Nothing of a ledger's rows stands here, nor who filled the sheet in: only figures, splits, 举措.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Literal

from sifa_xl.domain import Approx, Level, Noun, State, slim_noun

FORMAT = "3"  # of these nouns; what an older program cached is read again


@slim_noun
class ReturnedFigure:
    """A figure with its cell; ``is_typed`` is False where the program computed it.

    ``unit`` is the unit of measure, ``path`` names the units below the one that reports,
    ``file`` theirs where ``cell`` is of it and not of the file itself.
    """

    code: str
    label: str
    state: State
    value: Decimal | None
    approx: Approx
    unit: str
    cell: str
    is_typed: bool = True
    path: str = ""
    file: str = ""


@slim_noun
class ReturnedPart:
    """One measure of one row of a split; ``path`` and ``file`` as for a figure."""

    code: str
    label: str
    name: str
    measure: str
    value: Decimal
    approx: Approx
    cell: str
    path: str = ""
    file: str = ""


@slim_noun
class ReturnedMeasure:
    """A row of 举措."""

    line: str
    body: str
    belongs_to: str
    subheading: str
    day: date | None
    may_drop: bool
    cell: str


@slim_noun
class ReturnedFinding:
    """A finding of the unit's own workbook."""

    code: str
    level: Level
    cell: str
    message: str
    is_open: bool


class Return(Noun):
    """A unit's figures.  ``saved`` is when the file was last saved, ISO and UTC, or ``""``.

    ``lines`` are the codes of the work lines in use, ``off`` of those with 本期无此工作; ``stars``
    counts ★ figures in use, those filled in ``stars_filled``.  ``reporter`` is the unit,
    ``bureau`` the bureau it reports to.  ``lacking`` are units below a bureau that it waits for.
    """

    kind: Literal["return"] = "return"
    sha256: str
    bureau: str
    bureau_short: str
    reporter: str
    year: int | None
    period: str
    saved: str
    lines: tuple[str, ...]
    off: tuple[str, ...] = ()
    figures: tuple[ReturnedFigure, ...] = ()
    parts: tuple[ReturnedPart, ...] = ()
    measures: tuple[ReturnedMeasure, ...] = ()
    findings: tuple[ReturnedFinding, ...] = ()
    stars: int = 0
    stars_filled: int = 0
    headers: tuple[str, ...] = ()
    ledger_rows: int = 0
    lacking: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """The unit as the file names it; a bureau's own workbook speaks for the bureau."""
        return self.reporter or self.bureau

    @property
    def is_of_lower_bureau(self) -> bool:
        """True for a bureau's own workbook: units below it gave, or may have given, its numbers."""
        return not self.reporter and bool(self.bureau)

    @property
    def is_blank(self) -> bool:
        """True for a form in which nothing was filled."""
        known = (State.KNOWN, State.PENDING, State.UNREADABLE)
        filled = any(figure.state in known for figure in self.figures)
        return not (filled or self.parts or self.measures or self.ledger_rows or self.off)

    @property
    def contents(self) -> dict[str, str]:
        """What was filled, by what it was filled into: two versions are compared by it."""
        filled = {
            f"{figure.code} {figure.path}": f"{figure.value}{figure.approx}{figure.unit}"
            for figure in self.figures
            if figure.is_typed and figure.state is not State.BLANK
        }
        filled |= {
            f"{p.code} {p.path} {p.name} {p.measure}": f"{p.value}{p.approx}" for p in self.parts
        }
        filled |= dict.fromkeys((f"{line} off" for line in self.off), "")
        return filled | {f"{m.line} {m.body}": m.subheading for m in self.measures}

    @property
    def fingerprint(self) -> str:
        """Equal for two files in which the same was filled, however they were saved."""
        words = "\n".join(f"{key}={value}" for key, value in sorted(self.contents.items()))
        head = f"{self.unit} {self.year} {self.period} {self.ledger_rows}\n"
        return hashlib.sha256((head + words).encode()).hexdigest()


class Refusal(Noun):
    """A file that cannot be taken: what is wrong and how to mend it, without the file's name.

    ``is_lasting`` is False where another try may go better.
    """

    kind: Literal["refusal"] = "refusal"
    sha256: str = ""
    reason: str
    is_lasting: bool = True


Reading = Return | Refusal


def to_json(reading: Reading) -> str:
    """The reading as a line of JSON."""
    return reading.model_dump_json()


def from_json(text: str | bytes) -> Reading:
    """The reading a line of JSON holds.

    Raises:
        ValueError: it holds none.
    """
    head = text[:20] if isinstance(text, str) else text[:20].decode("utf-8", "replace")
    chosen: type[Return] | type[Refusal] = Refusal if '"refusal"' in head else Return
    return chosen.model_validate_json(text)
