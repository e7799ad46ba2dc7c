"""One value into one cell of the master, never over what a clerk typed there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from sifa_xl.collecting.adding import Given
from sifa_xl.collecting.origins import Key, Origin, cell_words, is_hand_made, shown
from sifa_xl.domain import Place
from sifa_xl.forms import END_MARK, Form, Table

CellValue = str | int | Decimal | date | None


@dataclass
class Kept:
    """A cell that holds something else than what would be put: it stays as the clerk made it."""

    unit: str
    place: Place
    label: str
    now: str
    given: str
    before: str


@dataclass
class Merge:
    """The cells to be written by sheet, what they come from, and what could not be put."""

    cells: dict[str, dict[tuple[int, int], CellValue]] = field(default_factory=dict)
    origins: dict[Key, Origin] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Putting:
    """The master's forms, the origins of before, and what is put this time."""

    def __init__(self, forms: Mapping[str, Form], old: Mapping[Key, Origin]) -> None:
        self.forms = forms
        self.old = old
        self.merge = Merge()

    def form_of(self, code: str) -> Form | None:
        """The sheet with that code."""
        return next((form for form in self.forms.values() if form.code == code), None)

    def stage(self, place: Place, value: CellValue) -> None:
        """Have the value written."""
        self.merge.cells.setdefault(place.sheet, {})[place.row, place.column] = value

    def put(
        self, place: Place, label: str, value: CellValue, origin: Origin, old: Origin | None
    ) -> None:
        """Have the value written, unless the clerk has made the cell his own; then that is told."""
        form = self.forms.get(place.sheet)
        now = cell_words(form.grid.cells.get((place.row, place.column)) if form else None)
        wanted = shown(value) if isinstance(value, Decimal | None) else str(value).strip()
        origin = replace(origin, place=str(place))
        if is_hand_made(now, old) and now != wanted:
            before = old.put if old else ""
            self.merge.kept.append(Kept(origin.unit, place, label, now, wanted, before))
            self.merge.origins[origin.key] = replace(origin, put=before)
            return
        if now != wanted:
            self.stage(place, value)
        if wanted or origin.given:
            self.merge.origins[origin.key] = replace(origin, put=wanted)


def free_rows(form: Form, table: Table, key: str) -> Iterator[int]:
    """The rows of a table in which nothing stands, from the top."""
    last = next((row for row, code in form.codes.items() if code == END_MARK + key), 0)
    taken = {record.row for record in table.records if not record.is_blank}
    for row in range(table.header_row + 1, last):
        if row not in taken and row not in form.codes:
            yield row


def origin_of(number: Given, code: str) -> Origin:
    """Where a unit's number comes from."""
    return Origin(
        unit=number.unit,
        code=code,
        given=shown(number.value),
        approx=str(number.approx),
        file=number.file.name,
        cell=number.cell,
        sha256=number.file.reading.sha256,
    )
