"""Numbers of the units into 分所表: a column a unit, a row a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sifa_xl import headers as h
from sifa_xl.book.unit_table_plan import UNIT_COLUMNS
from sifa_xl.collecting.adding import Added, Given, GivenFigure
from sifa_xl.collecting.origins import Origin, shown
from sifa_xl.collecting.putting import Putting, origin_of
from sifa_xl.collecting.returns import ReturnedFigure, ReturnedPart
from sifa_xl.collecting.sent_files import SentFile
from sifa_xl.domain import Approx, Place
from sifa_xl.forms import Table
from sifa_xl.unit_sheets import same_name, unit_columns

MOST_BELOW = 40_000  # numbers of units further down; a province's towns would fill a workbook
THROUGH = "→"  # from a bureau's workbook to the file it was collected from


class FigureMerger:
    """Puts figures; ``units`` are those whose file counts this time."""

    def __init__(self, putting: Putting, units: Mapping[str, SentFile]) -> None:
        self._putting = putting
        self._merge = putting.merge
        self._units = units

    def put_figures(self, added: Added, table: Table) -> None:
        """The numbers that were added up; a unit without a column takes the next free one."""
        units = self._units
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
        for unit, file in units.items():
            self._keep_below(unit, file)
        for code in given.keys() - rows.keys():
            label = given[code].figure.label
            self._merge.remarks.append(f"“{h.UNIT_TABLE}”里没有“{label}”这一行，它的数没有汇入")

    def keep_rest(self) -> list[str]:
        """Origins of units without a file this time stay; returns those units."""
        gone: dict[str, None] = {}
        for key, origin in self._putting.old.items():
            if key not in self._merge.origins and origin.unit not in self._units:
                self._merge.origins[key] = origin
                if origin.unit and origin.unit != h.COUNTY:
                    gone[origin.unit] = None
        return list(gone)

    def thin_out(self) -> None:
        """Too many numbers of units further down: the deepest level goes, and that is told."""
        below = [origin for origin in self._merge.origins.values() if origin.path]
        while len(below) > MOST_BELOW:
            deepest = max(origin.depth for origin in below)
            for origin in (origin for origin in below if origin.depth == deepest):
                del self._merge.origins[origin.key]
            below = [origin for origin in below if origin.depth < deepest]
            self._merge.remarks.append(
                f"下级报来的数太多，“{h.TRACES}”只列到第{deepest}级单位，再往下的看各下级自己的工作簿"
            )

    def _keep_below(self, unit: str, file: SentFile) -> None:
        """What the units below that unit gave: for drilling down, put nowhere."""
        sent = file.sent
        below: list[ReturnedFigure | ReturnedPart] = [*sent.figures, *sent.parts] if sent else []
        for each in below:
            if each.path and each.value is not None:
                origin = Origin(
                    unit=unit,
                    code=each.code,
                    name=each.name if isinstance(each, ReturnedPart) else "",
                    measure=each.measure if isinstance(each, ReturnedPart) else "",
                    path=each.path,
                    given=shown(each.value),
                    approx=str(each.approx),
                    file=THROUGH.join(filter(None, (file.name, each.file))),
                    cell=each.cell,
                    sha256=file.reading.sha256,
                )
                self._merge.origins[origin.key] = origin

    def _columns(self, table: Table, units: Iterable[str]) -> dict[str, int]:
        """The column of each unit; one that has none yet takes the next free one."""
        there = {same_name(name): column for name, column in unit_columns(table).items()}
        first = table.columns.get(h.UNIT_TOTAL, max(table.columns.values(), default=0)) + 1
        used = {column for _, column in self._putting.forms[table.sheet].grid.cells}
        free = iter(sorted(set(range(first, first + UNIT_COLUMNS)) - used))
        columns: dict[str, int] = {}
        for unit in units:
            column = there.get(same_name(unit)) or next(free, 0)
            if not column:
                self._merge.remarks.append(
                    f"“{h.UNIT_TABLE}”没有空列了，“{unit}”的数没有汇入。请把用不到的列清空再汇总"
                )
                continue
            columns[unit] = column
            if same_name(unit) not in there:
                self._putting.stage(Place(table.sheet, table.header_row, column), unit)
        return columns

    def _put_number(
        self, place: Place, label: str, code: str, number: Given | None, file: SentFile
    ) -> None:
        """A unit that gave no number clears what an older version of its return had put."""
        old = self._putting.old.get((file.unit, "", code, "", ""))
        if number is None and old is None:
            return
        origin = Origin(unit=file.unit, code=code)
        if number is not None:
            origin = origin_of(number, code)
        value = number.value if number else None
        self._putting.put(place, label, value, origin, old)

    def _put_hedge(self, given: GivenFigure, place: Place) -> None:
        key = (h.COUNTY, "", given.figure.code, "", h.APPROX)
        old = self._putting.old.get(key)
        if given.approx is Approx.NONE and old is None:
            return
        origin = Origin(unit=h.COUNTY, code=given.figure.code, measure=h.APPROX, given=given.approx)
        label = f"{given.figure.label}（{h.APPROX}）"
        self._putting.put(place, label, str(given.approx) or None, origin, old)
