"""Numbers and 举措 of the units into the master's cells, never over what a clerk typed there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from sifa_xl import headers as h
from sifa_xl.book.unit_table_plan import UNIT_COLUMNS
from sifa_xl.collecting.adding import Added, Given, GivenFigure, GivenRow, total
from sifa_xl.collecting.origins import (
    Key,
    Origin,
    cell_words,
    is_hand_made,
    position_of,
    shown,
)
from sifa_xl.collecting.returns import ReturnedMeasure
from sifa_xl.collecting.sorting import SentFile
from sifa_xl.domain import Approx, Place
from sifa_xl.forms import END_MARK, Form, Table
from sifa_xl.unit_sheets import same_name, unit_columns

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


class Merger:
    """Puts what was added up into the forms of the master; ``old`` are the origins of before."""

    def __init__(self, forms: Mapping[str, Form], old: Mapping[Key, Origin]) -> None:
        self._forms = forms
        self._old = old
        self._units: Collection[str] = ()
        self.merge = Merge()

    def put_figures(self, added: Added, table: Table, units: Mapping[str, SentFile]) -> None:
        """分所表: a column a unit.  ``units`` are those whose file counts this time."""
        columns = self._columns(table, units)
        rows = {record.code: record for record in table.records if record.code}
        given = {each.figure.code: each for each in added.figures}
        for code, record in rows.items():
            figure = given.get(code)
            numbers = {n.unit: n for n in figure.numbers} if figure else {}
            for unit, file in units.items():
                if unit not in columns:
                    continue
                place = Place(table.sheet, record.row, columns[unit])
                label = figure.figure.label if figure else code
                self._put_number(place, label, code, numbers.get(unit), file)
            if figure is not None and h.APPROX in table.columns:
                self._put_hedge(figure, Place(table.sheet, record.row, table.columns[h.APPROX]))
        for code in given.keys() - rows.keys():
            label = given[code].figure.label
            self.merge.remarks.append(f"“{h.UNIT_TABLE}”里没有“{label}”这一行，它的数没有汇入")

    def put_rows(self, added: Added, units: Collection[str]) -> None:
        """Splits: a row a name, in the line's own sheet; a new name takes a free row."""
        self._units = units
        by_split: dict[str, list[GivenRow]] = {}
        for row in added.rows:
            by_split.setdefault(row.split.code, []).append(row)
        for code, rows in by_split.items():
            form = self._form_of(rows[0].line.code)
            table = form.tables.get(code) if form else None
            if form is None or table is None:
                self.merge.remarks.append(f"没有“{rows[0].split.label}”这一块，各单位的没有汇入")
            else:
                self._put_split(form, table, rows)
        self._clear_rows({(row.split.code, row.name) for row in added.rows})

    def put_measures(self, units: Mapping[str, SentFile]) -> None:
        """举措: rows of their own with the unit as 提供股室; not used until the clerk says so."""
        by_line: dict[str, list[tuple[SentFile, ReturnedMeasure]]] = {}
        for file in units.values():
            for measure in file.sent.measures if file.sent else ():
                by_line.setdefault(measure.line, []).append((file, measure))
        for line, measures in by_line.items():
            form = self._form_of(line)
            table = form.tables.get(h.MEASURES) if form else None
            if form is not None and table is not None:
                self._put_prose(form, table, measures)

    def keep_rest(self, units: Mapping[str, SentFile]) -> list[str]:
        """Origins of units without a file this time stay; returns those units."""
        gone: dict[str, None] = {}
        for key, origin in self._old.items():
            if key not in self.merge.origins and origin.unit not in units:
                self.merge.origins[key] = origin
                if origin.unit and origin.unit != h.COUNTY:
                    gone[origin.unit] = None
        return list(gone)

    def _columns(self, table: Table, units: Iterable[str]) -> dict[str, int]:
        """The column of each unit; one that has none yet takes the next free one."""
        there = {same_name(name): column for name, column in unit_columns(table).items()}
        first = table.columns.get(h.UNIT_TOTAL, max(table.columns.values(), default=0)) + 1
        used = {column for _, column in self._forms[table.sheet].grid.cells}
        free = iter(sorted(set(range(first, first + UNIT_COLUMNS)) - used))
        columns: dict[str, int] = {}
        for unit in units:
            column = there.get(same_name(unit)) or next(free, 0)
            if not column:
                self.merge.remarks.append(
                    f"“{h.UNIT_TABLE}”没有空列了，“{unit}”的数没有汇入。请把用不到的列清空再汇总"
                )
                continue
            columns[unit] = column
            if same_name(unit) not in there:
                self._stage(Place(table.sheet, table.header_row, column), unit)
        return columns

    # ------------------------------------------------------------------- one cell

    def _put_number(
        self, place: Place, label: str, code: str, number: Given | None, file: SentFile
    ) -> None:
        """A unit that gave no number clears what an older version of its return had put."""
        old = self._old.get((file.unit, "", code, "", ""))
        if number is None and old is None:
            return
        origin = Origin(unit=file.unit, code=code)
        if number is not None:
            origin = _origin(number, code)
        value = number.value if number else None
        self._put(place, label, value, origin, old)

    def _put_hedge(self, given: GivenFigure, place: Place) -> None:
        key = (h.COUNTY, "", given.figure.code, "", h.APPROX)
        old = self._old.get(key)
        if given.approx is Approx.NONE and old is None:
            return
        origin = Origin(
            unit=h.COUNTY, code=given.figure.code, measure=h.APPROX, given=given.approx
        )
        label = f"{given.figure.label}（{h.APPROX}）"
        self._put(place, label, str(given.approx) or None, origin, old)

    def _put(
        self, place: Place, label: str, value: CellValue, origin: Origin, old: Origin | None
    ) -> None:
        """Stage the value, unless the clerk has made the cell his own."""
        now, wanted = cell_words(self._cell(place)), _words(value)
        origin = replace(origin, place=str(place))
        if is_hand_made(now, old) and now != wanted:
            before = old.put if old else ""
            self.merge.kept.append(Kept(origin.unit, place, label, now, wanted, before))
            self.merge.origins[origin.key] = replace(origin, put=before)
            return
        if now != wanted:
            self._stage(place, value)
        if wanted or origin.given:
            self.merge.origins[origin.key] = replace(origin, put=wanted)

    def _cell(self, place: Place):  # type: ignore[no-untyped-def]
        form = self._forms.get(place.sheet)
        return form.grid.cells.get((place.row, place.column)) if form else None

    def _stage(self, place: Place, value: CellValue) -> None:
        self.merge.cells.setdefault(place.sheet, {})[place.row, place.column] = value

    def _form_of(self, code: str) -> Form | None:
        return next((form for form in self._forms.values() if form.code == code), None)

    # -------------------------------------------------------- rows of splits and 举措

    def _put_split(self, form: Form, table: Table, rows: list[GivenRow]) -> None:
        split = rows[0].split
        standing = {
            same_name(str(cell.value)): record.row
            for record in table.records
            if (cell := record.cells.get(split.by)) is not None and cell.value is not None
        }
        new = [row for row in rows if same_name(row.name) not in standing]
        free = list(free_rows(form, table, split.code))
        if len(new) > len(free):
            self.merge.remarks.append(
                f"“{form.sheet}”的“{split.label}”还要{len(new)}行，只剩{len(free)}行空行，"
                f"各单位的都没有汇入。请在这一块插入{len(new) - len(free)}行，再汇总一次"
            )
            return
        standing |= {same_name(row.name): at for row, at in zip(new, free, strict=False)}
        for row in rows:
            self._put_row(table, row, standing[same_name(row.name)], is_new=row in new)

    def _put_row(self, table: Table, row: GivenRow, at: int, *, is_new: bool) -> None:
        code = row.split.code
        if is_new:
            self._stage(Place(table.sheet, at, table.columns[row.split.by]), row.name)
        for measure, numbers in row.numbers.items():
            for number in numbers:
                origin = replace(_origin(number, code), name=row.name, measure=measure)
                self.merge.origins[origin.key] = origin
            old = self._old.get((h.COUNTY, "", code, row.name, measure))
            absent = [each for each in self._parts(code, row.name, measure) if each.given]
            whole = total(numbers) + sum((Decimal(each.given) for each in absent), Decimal(0))
            self.merge.origins |= {each.key: each for each in absent}
            place = Place(table.sheet, at, table.columns[measure])
            label = f"{row.split.label}·{row.name}{measure}"
            origin = Origin(h.COUNTY, code, row.name, measure, given=shown(whole))
            self._put(place, label, whole, origin, old)

    def _parts(self, code: str, name: str, measure: str) -> list[Origin]:
        """What units that sent no return this time gave for a row before."""
        return [
            origin
            for origin in self._old.values()
            if (origin.code, origin.name, origin.measure) == (code, name, measure)
            and origin.unit != h.COUNTY
            and origin.unit not in self._units
        ]

    def _clear_rows(self, given: Collection[tuple[str, str]]) -> None:
        """Rows that no unit gives any more lose their numbers; the names stay."""
        for (unit, _, code, name, measure), old in self._old.items():
            is_row = unit == h.COUNTY and name and (code, name) not in given
            if is_row and not self._parts(code, name, measure):
                sheet, _, address = old.place.partition("!")
                place = Place(sheet, *position_of(address))
                self._put(place, f"{name}{measure}", None, replace(old, given=""), old)

    def _put_prose(
        self, form: Form, table: Table, measures: list[tuple[SentFile, ReturnedMeasure]]
    ) -> None:
        there = {
            (same_name(_text(record.cells.get(h.SUPPLIED_BY))), _text(record.cells.get(h.BODY)))
            for record in table.records
        }
        new: list[tuple[SentFile, ReturnedMeasure, Origin]] = []
        for file, measure in measures:
            origin = _prose_origin(file, measure)
            known = origin.key in self._old or (same_name(file.unit), measure.body) in there
            if known:
                old = self._old.get(origin.key, origin)
                self.merge.origins[origin.key] = replace(origin, place=old.place)
            else:
                new.append((file, measure, origin))
        free = list(free_rows(form, table, h.MEASURES))
        if len(new) > len(free):
            self.merge.remarks.append(
                f"“{form.sheet}”的举措还要{len(new)}行，只剩{len(free)}行空行，"
                f"各单位新报的举措都没有放进去。请在“举措”里插入{len(new) - len(free)}行，再汇总一次"
            )
            return
        for (file, measure, origin), row in zip(new, free, strict=False):
            for header, value in _prose_cells(file, measure).items():
                if header in table.columns:
                    self._stage(Place(table.sheet, row, table.columns[header]), value)
            place = Place(table.sheet, row, table.columns[h.BODY])
            self.merge.origins[origin.key] = replace(origin, place=str(place))
        if new:
            self.merge.remarks.append(
                f"“{form.sheet}”放进{len(new)}条各单位的举措，“采用”都选了否，要用的改成是"
            )


def free_rows(form: Form, table: Table, key: str) -> Iterator[int]:
    """The rows of a table in which nothing stands, from the top."""
    last = next((row for row, code in form.codes.items() if code == END_MARK + key), 0)
    taken = {record.row for record in table.records if not record.is_blank}
    for row in range(table.header_row + 1, last):
        if row not in taken and row not in form.codes:
            yield row


def _origin(number: Given, code: str) -> Origin:
    return Origin(
        unit=number.unit,
        code=code,
        given=shown(number.value),
        approx=str(number.approx),
        file=number.file.name,
        cell=number.cell,
        sha256=number.file.reading.sha256,
    )


def _prose_origin(file: SentFile, measure: ReturnedMeasure) -> Origin:
    digest = sha256(measure.body.encode()).hexdigest()[:12]
    return Origin(
        unit=file.unit,
        code=measure.line,
        name=digest,
        measure=h.MEASURES,
        given=measure.body[:40],
        file=file.name,
        cell=measure.cell,
        sha256=file.reading.sha256,
    )


def _prose_cells(file: SentFile, measure: ReturnedMeasure) -> dict[str, CellValue]:
    return {
        h.SUBHEADING: measure.subheading or None,
        h.BELONGS: measure.belongs_to or None,
        h.USED: "否",
        h.DAY: measure.day,
        h.WEIGHT: h.MAY_DROP if measure.may_drop else h.KEEP,
        h.BODY: measure.body,
        h.SUPPLIED_BY: file.unit,
    }


def _words(value: CellValue) -> str:
    if isinstance(value, Decimal) or value is None:
        return shown(value)
    return str(value).strip()


def _text(cell: object) -> str:
    value = getattr(cell, "value", None)
    return str(value).strip() if value is not None else ""
