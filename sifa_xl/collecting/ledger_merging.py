"""Rows of the units' 台账 into the master's, each once, with the unit they come from.

A row is known by what stands in it, not by where: the clerk may sort his ledger.  One that he has
changed or deleted since is not put there again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sifa_xl import headers as h
from sifa_xl.collecting.ledger_rows import (
    WORDS,
    LedgerCell,
    SentLedgers,
    SentRow,
    fingerprint,
    rows_of,
)
from sifa_xl.collecting.origins import Origin
from sifa_xl.collecting.putting import Putting
from sifa_xl.collecting.sent_files import SentFile
from sifa_xl.domain import Grid, Place
from sifa_xl.filled import Filled
from sifa_xl.ledger_tables import LedgerTable

OFFICE_WORDS = ("司法所", "调委会")  # in the label of the column that names the unit
PLACE_WORDS = (*OFFICE_WORDS, "乡镇")  # what stands there is of the county that sent it
Cells = dict[str, LedgerCell]
ReadRows = Callable[[Sequence[SentFile]], Mapping[str, SentLedgers]]  # by unit


@dataclass
class _Standing:
    """The master's ledger: the rows by what stands in them, and the next free one."""

    table: LedgerTable
    rows: dict[str, list[int]] = field(default_factory=dict)
    next_row: int = 0


class LedgerMerger:
    """Puts rows; ``units`` are those whose file counts this time."""

    def __init__(self, putting: Putting, filled: Filled, units: Mapping[str, SentFile]) -> None:
        self._putting = putting
        self._merge = putting.merge
        self._filled = filled
        self._units = units
        self._standing: dict[str, _Standing] = {}

    def put_ledgers(self, read_rows: ReadRows, grids: Mapping[str, Grid]) -> None:
        """Append the rows of the files that were not put yet; nothing is read without need."""
        wanted = []
        for unit, file in self._units.items():
            old = [o for o in self._putting.old.values() if o.unit == unit and _is_row(o)]
            has_rows = file.sent is not None and file.sent.ledger_rows
            if old and all(origin.sha256 == file.reading.sha256 for origin in old):
                self._merge.origins |= {origin.key: origin for origin in old}
                self._tell_again(file, old)
            elif has_rows or old:
                wanted.append(file)
        sent = read_rows(wanted) if wanted else {}
        for file in wanted:
            if file.unit in sent:
                self._put_unit(file, sent[file.unit], grids)

    def _tell_again(self, file: SentFile, old: Sequence[Origin]) -> None:
        """What was said when the rows came, so that a run with nothing new changes nothing."""
        rows: Counter[str] = Counter()
        for origin in old:
            rows[origin.code] += int(origin.put or 0) if origin.code in self._filled.ledgers else 0
        for code, number in (+rows).items():
            file.remarks.append(f"“{self._filled.ledgers[code].sheet}”汇入{number}行")

    def _put_unit(self, file: SentFile, sent: SentLedgers, grids: Mapping[str, Grid]) -> None:
        codes = {o.code for o in self._putting.old.values() if o.unit == file.unit and _is_row(o)}
        for code in dict.fromkeys([*sent.rows, *sorted(codes)]):
            standing = self._stand(code, grids)
            rows = sent.rows.get(code, ())
            if standing is None:
                if rows:
                    self._merge.remarks.append(
                        f"{file.unit}报了{len(rows)}行台账，汇总工作簿里没有相应的台账，没有汇入。"
                        "请换用新母版，或把业务表的“本期无此工作”改过来"
                    )
                continue
            self._put_ledger(file, standing, rows)

    def _put_ledger(self, file: SentFile, standing: _Standing, rows: Sequence[SentRow]) -> None:
        code = standing.table.ledger.code
        old = {
            origin.name: int(origin.put or 0)
            for origin in self._putting.old.values()
            if (origin.unit, origin.code) == (file.unit, code) and _is_row(origin)
        }
        given = [(cells, row) for row in rows if (cells := _with_unit(standing, row, file))]
        keys = [fingerprint(cells) for cells, _ in given]
        left = Counter(old)
        for key, (cells, row) in zip(keys, given, strict=True):
            if left[key] > 0:
                left[key] -= 1
            else:
                self._append(standing, cells)
            self._note(file, code, key, keys.count(key), row)
        gone = sum(self._clear(standing, key) for key in (+left).elements())
        if given or gone:
            words = f"，清掉{gone}行旧的" if gone else ""
            file.remarks.append(f"“{standing.table.sheet}”汇入{len(given)}行{words}")
        if lost := sum((+left).values()) - gone:
            file.remarks.append(f"“{standing.table.sheet}”有{lost}行旧的改过或删了，没有动")

    def _note(self, file: SentFile, code: str, key: str, count: int, row: SentRow) -> None:
        origin = Origin(
            unit=file.unit,
            code=code,
            name=key,
            measure=h.LEDGER_ROW,
            put=str(count),
            given=str(count),
            file=file.name,
            cell=row.place,
            sha256=file.reading.sha256,
        )
        self._merge.origins[origin.key] = origin

    def _append(self, standing: _Standing, cells: Cells) -> None:
        for label, cell in cells.items():
            place = Place(standing.table.sheet, standing.next_row, standing.table.columns[label])
            self._putting.stage(place, cell.value)
        standing.next_row += 1

    def _clear(self, standing: _Standing, key: str) -> bool:
        """Blank a row that stands there as it was put; False where the clerk has changed it."""
        rows = standing.rows.get(key)
        if not rows:
            return False
        row = rows.pop()
        for column in standing.table.columns.values():
            self._putting.stage(Place(standing.table.sheet, row, column), None)
        return True

    def _stand(self, code: str, grids: Mapping[str, Grid]) -> _Standing | None:
        table = self._filled.ledgers.get(code)
        if code not in self._standing and table is not None:
            last = max([table.header_row, *table.rows])
            standing = self._standing[code] = _Standing(table, next_row=last + 1)
            rows = rows_of(table, grids[table.sheet])
            for number, row in zip(table.rows, rows, strict=True):
                key = fingerprint({cell.label: cell for cell in row.cells})
                standing.rows.setdefault(key, []).append(number)
        return self._standing.get(code)


def _with_unit(standing: _Standing, row: SentRow, file: SentFile) -> Cells:
    """The row for the master's columns, the unit in the column that names it if that is blank.

    The towns of a county are named by the whole path, as in 汇总明细: 麻阳县司法局/高村镇司法所.
    """
    cells = {cell.label: cell for cell in row.cells if cell.label in standing.table.columns}
    if not cells:
        return cells
    if file.sent is not None and file.sent.is_of_lower_bureau:
        for label in _columns(standing.table, PLACE_WORDS):
            if (cell := cells.get(label)) is not None and cell.words.strip():
                words = f"{file.unit}/{cell.words.strip()}"
                cells[label] = LedgerCell(label=label, kind=WORDS, words=words)
    for label in _columns(standing.table, OFFICE_WORDS):
        cells.setdefault(label, LedgerCell(label=label, kind=WORDS, words=file.unit))
    return cells


def _columns(table: LedgerTable, words: Sequence[str]) -> Iterator[str]:
    return (label for label in table.columns if any(word in label for word in words))


def _is_row(origin: Origin) -> bool:
    return origin.measure == h.LEDGER_ROW
