"""A worksheet part -> its cells, read by expat; the yardstick for ``sheet_fast``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sifa_xl.book.cell_values import CellValues
from sifa_xl.book.limits import Budget
from sifa_xl.book.xml_stream import Attributes, EndHandler, PartReader, StartHandler, is_on
from sifa_xl.domain import GridCell

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_CELLS_BETWEEN_CHECKS = 1024


@dataclass
class SheetContent:
    """What one worksheet part holds; rows and columns count from 1.

    A merge is ``(first row, first column, last row, last column)``.
    """

    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


class SheetReader(PartReader):
    """Reads a worksheet part; ``content`` fills while it is fed.

    ``data_start`` is the byte where the tag sheetData begins, None before it is met.

    A cell, row or value in a place where none belongs is a problem: nothing is passed over.
    """

    root = "worksheet"

    def __init__(self, sheet: str, values: CellValues, budget: Budget) -> None:
        super().__init__(budget)
        self.label = f"工作表“{sheet}”"
        self.content = SheetContent()
        self.data_start: int | None = None
        self._values = values
        self._is_in_data = False
        self._row = 0
        self._column = 0
        self._unspent_cells = 0
        self._place = (0, 0)
        self._kind = "n"
        self._style: str | None = None
        self._is_formula = False
        self._value: str | None = None
        self._inline: list[str] | None = None
        self._is_phonetic = False

    def starts(self) -> dict[str, StartHandler]:
        """The skeleton of a sheet, and in it rows, cells and their values."""
        return {
            "sheetData": self._open_data,
            "row": self._open_row,
            "c": self._open_cell,
            "v": self._open_value,
            "f": self._open_formula,
            "is": self._open_inline,
            "t": self._open_text,
            "rPh": self._open_phonetic,
            "mergeCell": self._merge,
        }

    def ends(self) -> dict[str, EndHandler]:
        """Where a value or a text is whole."""
        return {
            "sheetData": self._close_data,
            "c": self._close_cell,
            "v": self._close_value,
            "t": self._close_text,
            "rPh": self._close_phonetic,
        }

    def _expect_depth(self, *depths: int) -> None:
        if self.depth not in depths:
            raise self.broken(f"第 {self._row} 行附近结构异常")

    def _open_data(self, _: Attributes) -> None:
        if self.depth == 2:
            if self.data_start is not None:
                raise self.broken("有两份数据")
            self.data_start = self.byte_index
            self._is_in_data = True

    def _close_data(self) -> None:
        if self.depth == 2:
            self._is_in_data = False
            self.budget.spend_cells(self._unspent_cells)

    def _open_row(self, attributes: Attributes) -> None:
        if not self._is_in_data:
            return
        self._expect_depth(3)
        number = attributes.get("r")
        if number is None:
            self._row += 1
        elif _ROW_NUMBER.fullmatch(number):
            self._row = int(number)
        else:
            raise self.broken("有一行的行号写得不对")
        if self._row > LAST_ROW:
            raise self.broken("有一行超出 Excel 的范围")
        self._column = 0
        if is_on(attributes.get("hidden")):
            self.content.hidden_rows.add(self._row)

    def _open_cell(self, attributes: Attributes) -> None:
        if not self._is_in_data:
            return
        self._expect_depth(4)
        address = attributes.get("r")
        if address is None:
            self._place = (self._row, self._column + 1)
        else:
            self._place = self._locate(address, f"第 {self._row} 行有单元格")
        self._column = self._place[1]
        if self._column > LAST_COLUMN:
            raise self.broken(f"第 {self._row} 行有单元格超出 Excel 的范围")
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s")
        self._is_formula = False
        self._value = None
        self._inline = None

    def _close_cell(self) -> None:
        if not self._is_in_data:
            return
        raw = self._value
        if self._kind == "inlineStr":
            raw = None if self._inline is None else "".join(self._inline)
        cell = self._values.plan(self._style, self._kind, self._is_formula)[raw]
        if cell is None:
            return
        if self._place in self.content.cells:
            raise self.broken(f"第 {self._place[0]} 行有单元格出现了两次")
        self.content.cells[self._place] = cell
        self._unspent_cells += 1
        if self._unspent_cells >= _CELLS_BETWEEN_CHECKS:
            self.budget.spend_cells(self._unspent_cells)
            self._unspent_cells = 0

    def _open_value(self, _: Attributes) -> None:
        if self._is_in_data:
            self._expect_depth(5)
            if self._value is not None:
                raise self.broken(f"第 {self._row} 行有单元格写了两个值")
            self.listen()

    def _close_value(self) -> None:
        if self._is_in_data:
            self._value = self.hear()

    def _open_formula(self, _: Attributes) -> None:
        if self._is_in_data:
            self._expect_depth(5)
            self._is_formula = True

    def _open_inline(self, _: Attributes) -> None:
        if self._is_in_data:
            self._expect_depth(5)
            if self._inline is not None:
                raise self.broken(f"第 {self._row} 行有单元格写了两个值")
            self._inline = []

    def _open_phonetic(self, _: Attributes) -> None:
        self._is_phonetic = True

    def _close_phonetic(self) -> None:
        self._is_phonetic = False

    def _open_text(self, _: Attributes) -> None:
        if self._is_in_data and not self._is_phonetic:
            self._expect_depth(6, 7)
            self.listen()

    def _close_text(self) -> None:
        if self._is_in_data and not self._is_phonetic and self._inline is not None:
            self._inline.append(self.hear())

    def _merge(self, attributes: Attributes) -> None:
        if self.depth != 3:
            return
        self.budget.spend_merge()
        first, _, last = attributes.get("ref", "").partition(":")
        top, left = self._locate(first, "有合并区域")
        bottom, right = self._locate(last or first, "有合并区域")
        self.content.merges.append(
            (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        )

    def _locate(self, address: str, whose: str) -> tuple[int, int]:
        match = _ADDRESS.fullmatch(address)
        row = int(match[2]) if match else 0
        column = column_number(match[1]) if match else 0
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise self.broken(f"{whose}的地址超出 Excel 的范围")
        return row, column


def read_streaming(
    steps: Iterable[bytes], sheet: str, values: CellValues, budget: Budget
) -> SheetContent:
    """The content of the worksheet part that comes in ``steps``.

    Raises:
        FileProblem: broken XML, a place outside Excel, a cell twice, or a limit.
    """
    reader = SheetReader(sheet, values, budget)
    reader.feed(steps)
    return reader.content


def column_number(letters: str) -> int:
    """``A`` -> 1, ``AA`` -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
