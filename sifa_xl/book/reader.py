"""A closed .xlsx or .xlsm file -> grids, within limits and without guessing."""

from __future__ import annotations

import gc
import hashlib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sifa_xl.book import sheet_fast, sheet_xml
from sifa_xl.book.attachments import sheet_notes
from sifa_xl.book.cell_values import CellValues
from sifa_xl.book.limits import LIMITS, Budget, refuse_bytes_over
from sifa_xl.book.package import Package
from sifa_xl.book.recognition import refuse_other_packages, refuse_unless_zip
from sifa_xl.book.sheet_xml import SheetContent
from sifa_xl.book.strings_xml import read_strings
from sifa_xl.book.styles_xml import Styles, StylesReader
from sifa_xl.book.workbook_xml import (
    Relationship,
    SheetEntry,
    WorkbookReader,
    find_workbook,
    read_relationships,
)
from sifa_xl.domain import Grid
from sifa_xl.errors import AWAY, AWAY_SENTENCE, FileProblem
from sifa_xl.run_notes import note_source, wants_sources

_SHEETS_WITHOUT_CELLS = {
    "chartsheet": "图表页",
    "dialogsheet": "对话框页",
    "xlMacrosheet": "宏表",
    "xlIntlMacrosheet": "宏表",
}
_LONGEST_NAME_SHOWN = 60


@dataclass
class Book:
    """What one file holds: ``grids`` in the order of the tabs, ``notes`` for the clerk.

    ``sha256`` is that of the bytes read; ``broken_names`` are the defined names with #REF!;
    ``package`` holds what is no cell, and goes on with the budget of this reading.
    """

    grids: list[Grid]
    sha256: str
    package: Package
    notes: list[str] = field(default_factory=list)
    date_1904: bool = False
    has_macros: bool = False
    broken_names: list[str] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)


def read(path: Path) -> Book:
    """The workbook in the file at ``path``.

    Raises:
        FileProblem: not there, not a workbook, damaged, hostile or over a limit.
    """
    return read_bytes(load(path), path.name)


def load(path: Path) -> bytes:
    """The bytes of the file at ``path``, of a size that can be read.

    Raises:
        FileProblem: not there, no plain file, too large or not readable.
    """
    shown = _shown(path.name)
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise FileProblem(f"“{shown}”不是普通文件（是文件夹、链接之类）。请选文件本身。")
        _refuse_large(shown, status.st_size)
        with path.open("rb") as file:
            # a buffer of the limit's size costs more than the reading; a file may have grown
            data = file.read(status.st_size + 1)
            if len(data) > status.st_size:
                data += file.read(LIMITS.file_bytes + 1 - len(data))
    except FileNotFoundError:
        raise FileProblem(f"找不到文件“{shown}”。请核对文件名与所在文件夹。") from None
    except (OSError, ValueError) as problem:
        if getattr(problem, "errno", None) in AWAY:
            raise FileProblem(f"“{shown}”读不了：{AWAY_SENTENCE}") from None
        raise FileProblem(
            f"“{shown}”打不开，可能没有权限或正被占用。请关闭正在使用它的程序后再试。"
        ) from None
    _refuse_large(shown, len(data))
    if wants_sources():
        note_source(hashlib.sha256(data).hexdigest())
    return data


def read_bytes(data: bytes, name: str) -> Book:
    """The workbook in ``data``; ``name`` is the file name to show in problems.

    Raises:
        FileProblem: as ``read``.
    """
    try:
        with _collector_paused():
            return _read_book(data, name)
    except FileProblem as problem:
        raise FileProblem(f"“{_shown(name)}”{problem}") from None
    except MemoryError:
        raise FileProblem(
            f"“{_shown(name)}”太大，内存不够用。请关闭其他程序，或删去用不到的工作表后再用。"
        ) from None


@contextmanager
def _collector_paused() -> Iterator[None]:
    # a million new cells hold no cycle, yet the collector would look through them again and
    # again: a sixth of the time for a form, a quarter for a ledger
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _refuse_large(shown: str, size: int) -> None:
    try:
        refuse_bytes_over("文件大小", size, LIMITS.file_bytes)
    except FileProblem as problem:
        raise FileProblem(f"“{shown}”{problem}") from None


def _shown(name: str) -> str:
    # control and direction characters could make one name look like another
    plain = "".join(letter if letter.isprintable() else "�" for letter in name)
    if len(plain) <= _LONGEST_NAME_SHOWN:
        return plain
    half = _LONGEST_NAME_SHOWN // 2
    return f"{plain[:half]}…{plain[-half:]}"


def _read_book(data: bytes, name: str) -> Book:
    refuse_bytes_over("文件大小", len(data), LIMITS.file_bytes)
    refuse_unless_zip(data, name)
    budget = Budget()
    package = Package(data, budget)
    mimetype = package.read("mimetype") if "mimetype" in package else b""
    refuse_other_packages(package.names, mimetype)
    return _WorkbookJob(package, budget).run(hashlib.sha256(data).hexdigest())


class _WorkbookJob:
    """One reading: from the package to the book."""

    def __init__(self, package: Package, budget: Budget) -> None:
        self._package = package
        self._budget = budget
        self._notes = _note_contents(package)
        self._workbook = WorkbookReader(budget)
        part = find_workbook(package)
        self._workbook.feed(package.steps(part))
        self._relationships = read_relationships(package, part)
        self._styles = self._read_styles()
        self._values = CellValues(
            self._read_strings(), self._styles, self._workbook.date_1904, budget
        )
        self._sheets = sheet_fast.CanonicalReader(self._values, budget)

    def run(self, sha256: str) -> Book:
        grids = self._read_grids()
        broken = self._workbook.broken_names
        if broken:
            self._notes.append(
                f"有{len(broken)}个名称已失效（#REF!），读取不靠它们。"
                "处理：在“公式”的“名称管理器”里删去"
            )
        kinds = {relationship.kind for relationship in self._relationships.values()}
        if "externalLink" in kinds:
            self._notes.append(
                "有引用其他工作簿的外部链接，读取的是上次保存的数值。处理：核对后改成数字，断开链接"
            )
        if self._values.has_lost_styles:
            self._notes.append("有单元格的样式已丢失，其中的日期可能读成了数字。处理：核对各个日期")
        has_macros = any(
            name.endswith("vbaproject.bin") or "macrosheets/" in name
            for name in self._package.names
        )
        grids[0].notes.extend(self._notes)
        return Book(
            grids,
            sha256,
            self._package,
            self._notes,
            self._workbook.date_1904,
            has_macros,
            self._workbook.broken_names,
            self._styles,
        )

    def _find_part(self, kind: str) -> str | None:
        for relationship in self._relationships.values():
            if relationship.kind == kind and relationship.part:
                return relationship.part
        return None

    def _read_strings(self) -> list[str]:
        part = self._find_part("sharedStrings")
        return read_strings(self._package, part) if part else []

    def _read_styles(self) -> Styles:
        part = self._find_part("styles")
        if not part:
            return Styles()
        reader = StylesReader(self._budget)
        reader.feed(self._package.steps(part))
        return reader.styles()

    def _read_grids(self) -> list[Grid]:
        grids: list[Grid] = []
        seen: set[str] = set()
        for entry in self._workbook.sheets:
            if entry.name.lower() in seen:
                raise self._workbook.broken("里有两张同名的工作表")
            seen.add(entry.name.lower())
            relationship = self._relationships.get(entry.relationship_id)
            if relationship and relationship.kind in _SHEETS_WITHOUT_CELLS:
                kind = _SHEETS_WITHOUT_CELLS[relationship.kind]
                self._notes.append(
                    f"“{_shown(entry.name)}”是{kind}，没有读取。处理：其中要用的数请填进黄格"
                )
            else:
                grids.append(self._read_grid(entry, relationship))
        if not grids:
            raise FileProblem("里没有可读的工作表。请核对是否选错了文件。")
        return grids

    def _read_grid(self, entry: SheetEntry, relationship: Relationship | None) -> Grid:
        part = relationship.part if relationship and relationship.kind == "worksheet" else None
        if part is None:
            raise self._workbook.broken(f"列出了工作表“{_shown(entry.name)}”，但找不到它的内容")
        content = self._read_sheet(part, _shown(entry.name))
        return Grid(
            entry.name,
            content.cells,
            entry.is_hidden,
            frozenset(content.hidden_rows),
            tuple(content.merges),
            sheet_notes(self._package, part),
        )

    def _read_sheet(self, part: str, shown_name: str) -> SheetContent:
        if self._package.size(part) > sheet_fast.MOST_BYTES:
            steps = self._package.steps(part)
            return sheet_xml.read_streaming(steps, shown_name, self._values, self._budget)
        data = self._package.read(part)
        mark = self._budget.mark()
        content = self._sheets.read(data, shown_name)
        if content is None:
            self._budget.rewind(mark)
            content = sheet_xml.read_streaming([data], shown_name, self._values, self._budget)
        return content


def _note_contents(package: Package) -> list[str]:
    notes = []
    if "xl/cellimages.xml" in package:
        notes.append("有 WPS 单元格图片，图片里的内容没有读取。处理：要用的内容请填进相应的格子")
    return notes
