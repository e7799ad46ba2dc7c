"""What was put where in an earlier run, and from which file: the very hidden sheet 汇总来源.

By it a number that the clerk has changed since is told from one that nobody touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.cells import read_text
from sifa_xl.domain import CellKind, GridCell, State
from sifa_xl.forms import Form
from sifa_xl.results import ResultTable, Row

PENDING = "待定"
Key = tuple[str, str, str, str, str]  # unit, path below it, code, row of a split, its measure


@dataclass(frozen=True)
class Origin:
    """One number as a unit gave it, and as it was put into the master.

    ``put`` is what this program last wrote into the cell at ``place`` (``""``: nothing);
    ``given`` what the file says.  ``path`` names a unit below ``unit``.
    """

    unit: str
    code: str
    name: str = ""
    measure: str = ""
    path: str = ""
    put: str = ""
    given: str = ""
    approx: str = ""
    file: str = ""
    cell: str = ""
    place: str = ""
    sha256: str = ""

    @property
    def depth(self) -> int:
        """How many levels below the master's own units: 0 for what such a unit gave itself."""
        return self.path.count("/") + 1 if self.path else 0

    @property
    def key(self) -> Key:
        """What the number is of."""
        return self.unit, self.path, self.code, self.name, self.measure


_FIELDS = {
    "unit": h.OFFICE,
    "code": h.ROW_CODE,
    "name": h.SPLIT_ROW,
    "measure": h.SPLIT_COLUMN,
    "path": h.BELOW,
    "put": h.PUT_VALUE,
    "given": h.GIVEN,
    "approx": h.APPROX,
    "file": h.FILE,
    "cell": h.CELLS,
    "place": h.WHERE,
    "sha256": h.FINGERPRINT,
}
assert tuple(_FIELDS.values()) == h.ORIGINS_HEAD


def read_origins(form: Form | None) -> dict[Key, Origin]:
    """The origins that stand in the workbook."""
    table = form.tables.get(h.ORIGINS) if form else None
    found: dict[Key, Origin] = {}
    for record in table.filled() if table else ():
        words = {name: _words(record.cells.get(header)) for name, header in _FIELDS.items()}
        origin = Origin(**words)
        found[origin.key] = origin
    return found


def origins_table(origins: Iterable[Origin]) -> ResultTable:
    """汇总来源: a row a number."""
    table = ResultTable(h.ORIGINS_SHEET, h.ORIGINS)
    for origin in origins:
        row: Row = {header: getattr(origin, name) or None for name, header in _FIELDS.items()}
        table.rows.append(row)
    return table


def shown(value: Decimal | str | None) -> str:
    """A value as it is kept and compared: ``12``, ``0.5``, ``待定``, ``""`` for a blank."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    plain = value.normalize()
    return f"{plain:f}"


def cell_words(cell: GridCell | None) -> str:
    """What stands in a cell of the master, comparable with ``shown``."""
    if cell is None or cell.value is None:
        return ""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float):
        return shown(Decimal(f"{cell.value:.15g}"))
    return str(cell.value).strip()


def is_hand_made(now: str, origin: Origin | None) -> bool:
    """True where a cell holds something that this program did not put there.

    A cell that was cleared is free again: so the clerk asks for the reported number.
    """
    return bool(now) and now != (origin.put if origin else "")


def position_of(address: str) -> tuple[int, int]:
    """``C7`` -> (7, 3)."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :] or 0), column


def _words(cell: GridCell | None) -> str:
    if cell is not None and cell.kind is CellKind.NUMBER:
        return cell_words(cell)
    reading = read_text(cell)
    return str(reading.value) if reading.state is State.KNOWN else ""
