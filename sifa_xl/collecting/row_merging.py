"""Rows of the units into the lines' own sheets: splits by name, 举措 one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from sifa_xl import headers as h
from sifa_xl.collecting.adding import Added, GivenRow, total
from sifa_xl.collecting.origins import Origin, position_of, shown
from sifa_xl.collecting.putting import CellValue, Putting, free_rows, origin_of
from sifa_xl.collecting.returns import ReturnedMeasure
from sifa_xl.collecting.sent_files import SentFile
from sifa_xl.domain import Place
from sifa_xl.forms import Form, Table
from sifa_xl.unit_sheets import same_name


class RowMerger:
    """Puts rows; ``units`` are those whose file counts this time."""

    def __init__(self, putting: Putting, units: Mapping[str, SentFile]) -> None:
        self._putting = putting
        self._merge = putting.merge
        self._units = units

    def put_rows(self, added: Added) -> None:
        """Splits: a row a name, in the line's own sheet; a new name takes a free row."""
        by_split: dict[str, list[GivenRow]] = {}
        for row in added.rows:
            by_split.setdefault(row.split.code, []).append(row)
        for code, rows in by_split.items():
            form = self._putting.form_of(rows[0].line.code)
            table = form.tables.get(code) if form else None
            if form is None or table is None:
                self._merge.remarks.append(f"没有“{rows[0].split.label}”这一块，各单位的没有汇入")
            else:
                self._put_split(form, table, rows)
        self._clear_rows({(row.split.code, row.name) for row in added.rows})

    def put_measures(self) -> None:
        """举措: rows of their own with the unit as 提供股室; not used until the clerk says so."""
        by_line: dict[str, list[tuple[SentFile, ReturnedMeasure]]] = {}
        for file in self._units.values():
            for measure in file.sent.measures if file.sent else ():
                by_line.setdefault(measure.line, []).append((file, measure))
        for line, measures in by_line.items():
            form = self._putting.form_of(line)
            table = form.tables.get(h.MEASURES) if form else None
            if form is not None and table is not None:
                self._put_prose(form, table, measures)

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
            self._merge.remarks.append(
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
            self._putting.stage(Place(table.sheet, at, table.columns[row.split.by]), row.name)
        for measure, numbers in row.numbers.items():
            for number in numbers:
                origin = replace(origin_of(number, code), name=row.name, measure=measure)
                self._merge.origins[origin.key] = origin
            old = self._putting.old.get((h.COUNTY, "", code, row.name, measure))
            absent = [each for each in self._parts(code, row.name, measure) if each.given]
            whole = total(numbers) + sum((Decimal(each.given) for each in absent), Decimal(0))
            self._merge.origins |= {each.key: each for each in absent}
            place = Place(table.sheet, at, table.columns[measure])
            label = f"{row.split.label}·{row.name}{measure}"
            origin = Origin(h.COUNTY, code, row.name, measure, given=shown(whole))
            self._putting.put(place, label, whole, origin, old)

    def _parts(self, code: str, name: str, measure: str) -> list[Origin]:
        """What units that sent no return this time gave for a row before."""
        return [
            origin
            for origin in self._putting.old.values()
            if (origin.code, origin.name, origin.measure) == (code, name, measure)
            and origin.unit != h.COUNTY
            and origin.unit not in self._units
            and not origin.path
        ]

    def _clear_rows(self, given: Collection[tuple[str, str]]) -> None:
        """Rows that no unit gives any more lose their numbers; the names stay."""
        for (unit, _, code, name, measure), old in self._putting.old.items():
            is_row = unit == h.COUNTY and name and (code, name) not in given
            if is_row and not self._parts(code, name, measure):
                sheet, _, address = old.place.partition("!")
                place = Place(sheet, *position_of(address))
                self._putting.put(place, f"{name}{measure}", None, replace(old, given=""), old)

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
            known = origin.key in self._putting.old or (same_name(file.unit), measure.body) in there
            if known:
                old = self._putting.old.get(origin.key, origin)
                self._merge.origins[origin.key] = replace(origin, place=old.place)
            else:
                new.append((file, measure, origin))
        free = list(free_rows(form, table, h.MEASURES))
        if len(new) > len(free):
            self._merge.remarks.append(
                f"“{form.sheet}”的举措还要{len(new)}行，只剩{len(free)}行空行，"
                f"各单位新报的都没有放进去。请在“举措”里插入{len(new) - len(free)}行，再汇总一次"
            )
            return
        for (file, measure, origin), row in zip(new, free, strict=False):
            for header, value in _prose_cells(file, measure).items():
                if header in table.columns:
                    self._putting.stage(Place(table.sheet, row, table.columns[header]), value)
            place = Place(table.sheet, row, table.columns[h.BODY])
            self._merge.origins[origin.key] = replace(origin, place=str(place))
        if measures:  # told in every run: one that changes nothing writes nothing
            self._merge.remarks.append(
                f"“{form.sheet}”有{len(measures)}条各单位的举措，放进时“采用”选了否，要用的改成是"
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


def _text(cell: object) -> str:
    value = getattr(cell, "value", None)
    return str(value).strip() if value is not None else ""
