"""Excel for xlwings, backed by openpyxl: the implementation behind its public classes."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string, range_boundaries
from xlwings import XlwingsError, base_classes

from tests.engine.cells import (
    GENERAL,
    LONGEST,
    LONGEST_IN_BLOCK,
    TEXT,
    read_formula,
    read_value,
    write_value,
)
from tests.engine.com import NativeBook, NativeRange, NativeSheet

LARGEST_COM_INTEGER = 2**31 - 1
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


class ExcelRefuses(XlwingsError):
    """What COM raises when Excel will not."""


class Engine:
    """Registered with xlwings by ``tests.engine.start``."""

    name = "openpyxl"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """A blank goes over as an empty text, as on Windows."""
        return "" if value is None else value

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: Any
    ) -> Any:
        """Only what the tests read back: blanks and, as text, error values."""
        codes = {code: words for words, code in _error_codes().items()}

        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if type(value) is int and value in codes:
                return codes[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self) -> None:
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def __iter__(self) -> Iterator[App]:
        return iter(self._apps)

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self._apps if app.pid == pid)

    def start(self) -> App:
        self._apps.insert(0, App(self))
        return self._apps[0]


class App(base_classes.App):
    """One Excel; ``alerts``, ``status_bars`` and ``screens`` are what a clerk would have seen."""

    version = "16.0"
    books: Any = None
    pid: Any = None
    screen_updating: Any = None
    status_bar: Any = None

    def __init__(self, apps: Apps) -> None:
        self._apps = apps
        self.pid = len(apps) + 1
        self.books = Books(self)
        self.alerts: list[tuple[str, str, str]] = []
        self.status_bars: list[Any] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.__dict__ |= {"screen_updating": True, "status_bar": False}
        self.display_alerts = True

    display_alerts: Any = None

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "status_bar":
            self.status_bars.append(value)
        object.__setattr__(self, name, value)

    @property
    def engine(self) -> Any:
        return ENGINE

    @property
    def api(self) -> Any:
        return self

    def activate(self, steal_focus: bool = False) -> None:
        self._apps._apps.remove(self)
        self._apps._apps.insert(0, self)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        assert self.screen_updating, "a box over a frozen screen"
        assert self.status_bar is False, "a box while the status bar still says 正在"
        assert len(prompt) <= 1023, "MsgBox cuts longer texts"
        self.alerts.append((title, prompt, mode))
        return "ok"


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []

    @property
    def api(self) -> Any:
        return self

    @property
    def active(self) -> Book:
        return self._books[0]

    def open(self, fullname: str, *arguments: Any, **options: Any) -> Book:
        self._books.insert(0, Book(self, Path(fullname)))
        return self._books[0]

    def __call__(self, key: Any) -> Book:
        return next(book for book in self._books if key in (book.name, book.fullname))

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(self._books)


class Book(base_classes.Book):
    """An open workbook; ``filtered`` holds the rows a filter hides, by sheet."""

    def __init__(self, books: Books, path: Path) -> None:
        self._books = books
        self.path = path
        is_macro_book = path.suffix == ".xlsm"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.file = openpyxl.load_workbook(path, keep_vba=is_macro_book)
            self.results = openpyxl.load_workbook(path, data_only=True)
        self.filtered: dict[str, list[int]] = {}
        self.is_saved_once = self.is_saved = True

    @property
    def api(self) -> NativeBook:
        return NativeBook(self)

    @property
    def app(self) -> App:
        return self._books.app

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        """The name alone for a book that was never saved."""
        return str(self.path) if self.is_saved_once else self.path.stem

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    def activate(self) -> None:
        self._books._books.remove(self)
        self._books._books.insert(0, self)

    def close(self) -> None:
        self._books._books.remove(self)


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        return self

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.file.active)

    def __call__(self, key: Any) -> Sheet:
        if isinstance(key, int):
            return Sheet(self._book, self._book.file.worksheets[key - 1])
        for sheet in self._book.file.worksheets:
            if sheet.title.lower() == key.lower():
                return Sheet(self._book, sheet)
        raise ExcelRefuses(f"no sheet {key}")

    def __contains__(self, key: str) -> bool:
        return key.lower() in (name.lower() for name in self._book.file.sheetnames)

    def __len__(self) -> int:
        return len(self._book.file.worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, sheet) for sheet in self._book.file.worksheets)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Sheet:
        file = self._book.file
        if self._book.api.ProtectStructure:
            raise ExcelRefuses("the structure is protected")
        at = len(file.worksheets) if after is not None else 0
        sheet = Sheet(self._book, file.create_sheet(name, at))
        sheet.activate()
        return sheet


class Sheet(base_classes.Sheet):
    """``cells_of`` is openpyxl's sheet."""

    def __init__(self, book: Book, cells_of: Any) -> None:
        self._book = book
        self.cells_of = cells_of

    @property
    def api(self) -> NativeSheet:
        return NativeSheet(self)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return str(self.cells_of.title)

    @name.setter
    def name(self, value: str) -> None:
        self.cells_of.title = value

    @property
    def index(self) -> int:
        return int(self._book.file.worksheets.index(self.cells_of)) + 1

    @property
    def visible(self) -> int:
        return {"visible": -1, "hidden": 0, "veryHidden": 2}[self.cells_of.sheet_state]

    @visible.setter
    def visible(self, value: Any) -> None:
        if self._book.api.ProtectStructure:
            raise ExcelRefuses("the structure is protected")
        states = {True: "visible", -1: "visible", 0: "hidden", 2: "veryHidden"}
        self.cells_of.sheet_state = states[value]

    @property
    def used_range(self) -> Range:
        left, top, right, bottom = range_boundaries(self.cells_of.calculate_dimension())
        return Range(self, (top, left, bottom, right))

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1, 1_048_576, 16_384))

    def range(self, one: Any, other: Any = None) -> Range:
        first, last = _area(one), _area(other if other is not None else one)
        return Range(self, (*first[:2], *last[2:]))

    def activate(self) -> None:
        if self.cells_of.sheet_state != "visible":
            raise ExcelRefuses("a hidden sheet cannot be activated")
        self._book.file.active = self.cells_of

    select = activate

    def delete(self) -> None:
        self._book.file.remove(self.cells_of)


class Range(base_classes.Range):
    options: Any = None

    def __init__(self, sheet: Sheet, area: tuple[int, int, int, int]) -> None:
        self._sheet = sheet
        self._area = area
        self.cells_of = sheet.cells_of

    @property
    def api(self) -> NativeRange:
        return NativeRange(self)

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def row(self) -> int:
        return self._area[0]

    @property
    def column(self) -> int:
        return self._area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self._area
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, one: int, other: int | None = None) -> Range:
        if other is None:
            row, column = divmod(one - 1, self.shape[1])
        else:
            row, column = one - 1, other - 1
        place = self.row + row, self.column + column
        return Range(self._sheet, (*place, *place))

    def places(self) -> Iterator[tuple[int, int]]:
        top, left, bottom, right = self._area
        for row in range(top, bottom + 1):
            yield from ((row, column) for column in range(left, right + 1))

    def there(self) -> list[Any]:
        """The cells that openpyxl keeps."""
        kept = self.cells_of._cells
        return [kept[place] for place in self.places() if place in kept]

    def look(self) -> None:
        self._count("looks")

    @property
    def raw_value(self) -> Any:
        self._count("reads")
        results = self._sheet.book.results
        title = self.cells_of.title
        shown = results[title] if title in results.sheetnames else None  # else it is a new sheet
        kept = self.cells_of._cells

        def value(place: tuple[int, int]) -> Any:
            if place not in kept:
                return None
            return read_value(kept[place], shown.cell(*place).value if shown else None)

        return self._rows(value)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._count("writes")
        self.refuse_protected()
        rows = data if isinstance(data, list | tuple) else [[data] * self.shape[1]] * self.shape[0]
        self._refuse_values(rows)
        self._sheet.book.is_saved = False
        for place, value in zip(self.places(), (v for row in rows for v in row), strict=True):
            if place in self.cells_of._cells or value not in (None, ""):
                write_value(self.cells_of.cell(*place), value)

    @property
    def formula(self) -> Any:
        self._count("reads")
        kept = self.cells_of._cells
        return self._rows(lambda place: read_formula(kept[place]) if place in kept else "")

    @property
    def number_format(self) -> str | None:
        self._count("looks")
        there = self.there()
        formats = {cell.number_format for cell in there}
        formats |= {GENERAL} if len(there) < len(self) else set()
        return formats.pop() if len(formats) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.refuse_protected()
        self._count("formats")
        for place in self.places():
            self.cells_of.cell(*place).number_format = value

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str) -> None:
        self.refuse_protected()
        self._count("hyperlinks")
        cell = self.cells_of.cell(self.row, self.column)
        cell.hyperlink = address
        write_value(cell, text_to_display)

    @property
    def hyperlink(self) -> str:
        link = self.cells_of.cell(self.row, self.column).hyperlink
        if link is None:
            raise ExcelRefuses("The cell doesn't seem to contain a hyperlink!")
        return str(link.target or f"#{link.location}")

    def clear_contents(self) -> None:
        self.refuse_protected()
        for cell in self.there():
            write_value(cell, None)

    def clear_formats(self) -> None:
        self.refuse_protected()
        for cell in self.there():
            cell.style = "Normal"

    def copy(self, destination: Any) -> None:
        """Contents and formats; a single row goes into every row of the destination."""
        destination.impl.refuse_protected()
        self._count("copies")
        for row, column in destination.impl.places():
            source = self.cells_of.cell(self.row, column)
            target = self.cells_of.cell(row, column)
            target._style = copy(source._style)
            write_value(target, source.value)

    def autofit(self, axis: str | None = None) -> None:
        self._count("autofits")

    def select(self) -> None:
        if self._sheet.book.file.active is not self.cells_of:
            raise ExcelRefuses("only cells of the active sheet can be selected")
        for view in self.cells_of.views.sheetView:
            view.selection[0].activeCell = self._first

    @property
    def merge_area(self) -> Range:
        for merge in self.cells_of.merged_cells.ranges:
            left, top, right, bottom = range_boundaries(str(merge))
            if left <= self.column <= right and top <= self.row <= bottom:
                return Range(self._sheet, (top, left, bottom, right))
        return self

    def refuse_protected(self) -> None:
        """Raises where a locked cell would be changed."""
        if self.cells_of.protection.sheet and any(
            self.cells_of.cell(*place).protection.locked for place in self.places()
        ):
            raise ExcelRefuses("the sheet is protected")

    @property
    def _first(self) -> str:
        return str(self.cells_of.cell(self.row, self.column).coordinate)

    def _rows(self, read: Any) -> Any:
        """A tuple of rows; one cell comes alone."""
        if len(self) == 1:
            return read((self.row, self.column))
        width = self.shape[1]
        flat = [read(place) for place in self.places()]
        return tuple(tuple(flat[at : at + width]) for at in range(0, len(flat), width))

    def _refuse_values(self, rows: Any) -> None:
        values = [value for row in rows for value in row]
        most = LONGEST if len(values) == 1 else LONGEST_IN_BLOCK
        for value in values:
            if isinstance(value, str) and len(value) > most:
                raise ExcelRefuses("a text is too long")
            if type(value) is int and abs(value) > LARGEST_COM_INTEGER:
                raise ExcelRefuses("COM knows no such integer")

    def _count(self, what: str) -> None:
        self._sheet.book.app.counts[what, self._sheet.name] += 1


def _area(spec: Any) -> tuple[int, int, int, int]:
    """``(3, 2)``, ``"B3"``, ``"B3:D9"`` or a range of xlwings."""
    if isinstance(spec, tuple):
        return (*spec, *spec)  # type: ignore[return-value]
    if not isinstance(spec, str):
        height, width = spec.shape
        return spec.row, spec.column, spec.row + height - 1, spec.column + width - 1
    found = [(int(row), column_index_from_string(name)) for name, row in _PLACE.findall(spec)]
    return (*found[0], *found[-1])


def _error_codes() -> dict[str, int]:
    from tests.engine.cells import ERROR_CODES

    return ERROR_CODES


ENGINE = Engine()
__all__ = ["ENGINE", "TEXT", "App", "Book", "Engine", "ExcelRefuses"]
