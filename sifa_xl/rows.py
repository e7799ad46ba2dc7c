"""One row of a form -> typed pieces; collects a finding for everything that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.bounds import WORKBOOK_CHARACTERS, WORKBOOK_ROWS, refuse_over
from sifa_xl.cells import Reading, read_approx, read_choice, read_date, read_number, read_text
from sifa_xl.domain import Approx, CellKind, Finding, GridCell, Level, Place, State
from sifa_xl.editions import Edition
from sifa_xl.filled import Amount, MeasureRow
from sifa_xl.forms import Form, Record, Table
from sifa_xl.written_numbers import plain


class Rows:
    """Reads rows and remembers what was wrong with them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.year: int | None = None
        self._row_count = self._character_count = 0
        self.edition: Edition | None = None

    def is_new(self, *codes: str) -> bool:
        """True when the workbook was built before any of ``codes`` was declared."""
        return self.edition is not None and self.edition.lacks(codes)

    def report(self, code: str, level: Level, place: Place, figure: str, message: str) -> None:
        """Remember a finding at ``place``."""
        self.findings.append(Finding.at(code, level, place, figure, message))

    def report_hiding(self, form: Form) -> None:
        """What keeps typed cells from being read: blocks copied whole, rows merged into one."""
        for copy in form.copies:
            if any(copy.filled()):
                place = Place(form.sheet, copy.header_row, min(copy.columns.values(), default=1))
                message = (
                    f"第{copy.header_row}行起的一块与上面的一块相同，没有读取。"
                    "处理：先核对哪一块是对的，把多余的一块清空"
                )
                self.report("B-07", Level.ERROR, place, form.sheet, message)
        records = [record for table in form.tables.values() for record in table.records]
        for top, left, bottom, right in form.grid.merges:
            if bottom > top and any(top <= record.row <= bottom for record in records):
                first, last = Place(form.sheet, top, left), Place(form.sheet, bottom, right)
                message = (
                    f"{first.address}:{last.address}合并了单元格，只有左上角一格算数。"
                    "处理：取消合并，逐行填写（被盖住的数可能还在）"
                )
                self.report("B-11", Level.ERROR, first, form.sheet, message)

    def report_hidden(self, form: Form | None, filled: Sequence[Place] | None = None) -> None:
        """How many rows of the ``filled`` cells (None: of any that hold something) are hidden.

        They count like others; a clerk who folded or filtered them away should know.
        """
        if form is None or not form.grid.hidden_rows:
            return
        if filled is None:
            records = [record for table in form.tables.values() for record in table.records]
            filled = [Place(form.sheet, each.row, 2) for each in records if not each.is_blank]
        hidden = [place for place in filled if place.row in form.grid.hidden_rows]
        if hidden:
            number = len({place.row for place in hidden})
            message = (
                f"有{number}行填了内容却被隐藏（折叠或筛选），仍按有效数据读取。处理：展开核对"
            )
            self.report("B-09", Level.HINT, hidden[0], form.sheet, message)

    def table(self, form: Form | None, key: str, columns: Sequence[str]) -> Table | None:
        """The table ``key``; what is missing of it, or there twice, is a finding."""
        if form is None:
            return None  # the missing sheet is reported already
        table = form.tables.get(key)
        if table is None:
            place = Place(form.sheet, 1, 1)
            message = (
                f"“{form.sheet}”表里有一块（{'、'.join(columns)}）的表头行被删掉了，这一块没有读取。"
                "处理：撤销删除，或从备份、空白母版里整块复制回来"
            )
            self.report("B-02", Level.ERROR, place, form.sheet, message)
            return None
        self._row_count += len(table.records)
        refuse_over("各表的行数", self._row_count, WORKBOOK_ROWS, "请删去用不到的行")
        first = Place(form.sheet, table.header_row, min(table.columns.values(), default=1))
        for header in columns:
            if header not in table.columns:
                message = f"表头“{header}”找不到了，这一列没有读取。处理：恢复表头文字"
                self.report("B-02", Level.ERROR, first, header, message)
        for header in table.doubled_headers:
            message = f"表头“{header}”出现了两次，只读左边一列。处理：删去或改名多余的一列"
            place = first._replace(column=table.columns[header])
            self.report("B-07", Level.ERROR, place, header, message)
        return table

    def place(self, record: Record, header: str) -> Place:
        """The cell under ``header``; the row's first cell where the column is missing."""
        column = record.columns.get(header)
        if column is None:
            column = min(record.columns.values(), default=1)
        return Place(record.sheet, record.row, column)

    def text(self, record: Record, header: str) -> str:
        """The words under ``header``, or ``""``."""
        cell = record.cells.get(header)
        if cell is None:
            return ""  # as most cells of a form are
        reading = read_text(cell)
        self._report_unreadable(reading, record, header, header)
        words = str(reading.value) if reading.state is State.KNOWN else ""
        self._character_count += len(words)
        refuse_over(
            "各表的总字数", self._character_count, WORKBOOK_CHARACTERS, "请删去用不到的文字"
        )
        if words:
            self._report_struck(record, header, header)
        return words

    def choice(self, record: Record, header: str, choices: Sequence[str]) -> str:
        """The picked choice under ``header``, or ``""``."""
        cell = record.cells.get(header)
        if cell is None:
            return ""
        reading = read_choice(cell, choices)
        self._report_unreadable(reading, record, header, header)
        return str(reading.value) if reading.state is State.KNOWN else ""

    def whole(self, record: Record, header: str) -> int | None:
        """The whole number under ``header``, or None."""
        reading = read_number(record.cells.get(header), ("",), hedged=False)
        self._report_unreadable(reading, record, header, header)
        value = reading.value
        return int(value) if isinstance(value, Decimal) and value == int(value) else None

    def day(self, record: Record, header: str) -> date | None:
        """The date under ``header``, or None."""
        reading = read_date(record.cells.get(header), self.year)
        self._report_unreadable(reading, record, header, header)
        return reading.value if isinstance(reading.value, date) else None

    def amount(
        self,
        record: Record,
        header: str,
        units: Sequence[str],
        figure: str,
        hedged: bool = True,
        mended: bool = True,
    ) -> Amount:
        """The number under ``header`` with its place.

        Whatever was mended is a 可不改 finding, unless the program itself writes so: ``mended``
        False.
        """
        place = self.place(record, header)
        cell = record.cells.get(header)
        if cell is None:
            return Amount(place=place)
        reading = read_number(cell, units, hedged=hedged)
        self._report_unreadable(reading, record, header, figure)
        if reading.repairs and mended:
            message = f"{figure}：{'；'.join(reading.repairs)}。处理：核对后改成规范的数字"
            self.report("V-02", Level.HINT, place, figure, message)
        self._report_struck(record, header, figure)
        value = reading.value if isinstance(reading.value, Decimal) else None
        if value is not None:
            self._report_doubtful(cell, value, place, figure, reading.unit or units[0])
        return Amount(
            place=place,
            state=reading.state,
            value=value,
            approx=reading.approx,
            unit=reading.unit,
            is_text=cell.kind is CellKind.TEXT,
        )

    def approx(self, record: Record, figure: str, header: str = h.APPROX) -> Approx:
        """The hedge in the 概数 column, or another one."""
        cell = record.cells.get(header)
        if cell is None:
            return Approx.NONE
        reading = read_approx(cell)
        if isinstance(reading, Reading):
            self._report_unreadable(reading, record, header, figure)
            return Approx.NONE
        return reading

    def measures(self, table: Table | None) -> list[MeasureRow]:
        """The rows of prose of a table: 举措, topics, problems, plans."""
        return [self._measure(record) for record in table.filled()] if table else []

    def _measure(self, record: Record) -> MeasureRow:
        target = self.text(record, h.TARGET)
        unit, word = self.text(record, h.TARGET_UNIT), self.text(record, h.TARGET_WORD)
        return MeasureRow(
            body=self.text(record, h.BODY),
            place=self.place(record, h.BODY),
            belongs_to=self.text(record, h.BELONGS),
            subheading=self.text(record, h.SUBHEADING),
            section=self.text(record, h.SUPPLIED_BY),
            day=self.day(record, h.DAY),
            day_place=self.place(record, h.DAY),
            may_drop=self.choice(record, h.WEIGHT, (h.KEEP, h.MAY_DROP)) == h.MAY_DROP,
            is_used=self.choice(record, h.USED, ("是", "否")) != "否",
            numbers_checked=self.choice(record, h.NUMBERS_CHECKED, ("是", "否")) == "是",
            target=f"{target}{unit}" if target else "",
            target_word=word,
            target_place=self.place(record, h.TARGET) if target else None,
        )

    def _report_struck(self, record: Record, header: str, figure: str) -> None:
        cell = record.cells.get(header)
        if cell is not None and cell.is_struck:
            message = f"{figure}画了删除线，仍按有效内容读取。处理：作废的请清空，有效的去掉删除线"
            self.report("V-04", Level.VERIFY, self.place(record, header), figure, message)

    def _report_doubtful(
        self, cell: GridCell, value: Decimal, place: Place, figure: str, unit: str
    ) -> None:
        """A number that may change by itself, and a share that may be a hundred times larger."""
        if cell.is_formula:
            message = (
                f"{figure}这一格是公式，按上次算出的{value:f}读取，引用的内容变了它也会变。"
                "处理：核对后改成数字"
            )
            self.report("V-08", Level.HINT, place, figure, message)
        if unit == "%" and 0 < abs(value) < 1:
            message = (
                f"{figure}填的是{value:f}，分不清是{value:f}%还是{plain(value * 100):f}%。"
                "处理：是后者就填百分号前面的数，单元格不设百分比格式"
            )
            self.report("V-09", Level.VERIFY, place, figure, message)

    def _report_unreadable(
        self, reading: Reading, record: Record, header: str, figure: str
    ) -> None:
        if reading.state is State.UNREADABLE:
            message = f"{figure}{reading.problem}"
            self.report("V-01", Level.ERROR, self.place(record, header), figure, message)
