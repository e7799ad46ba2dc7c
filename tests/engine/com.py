"""The few native members behind ``.api`` that our code asks for, named as Excel names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openpyxl.utils import range_boundaries


class NativeBook:
    def __init__(self, impl: Any) -> None:
        self._impl = impl

    @property
    def Saved(self) -> bool:  # noqa: N802
        return bool(self._impl.is_saved)

    @property
    def ProtectStructure(self) -> bool:  # noqa: N802
        security = self._impl.file.security
        return bool(security is not None and security.lockStructure)


class NativeSheet:
    def __init__(self, impl: Any) -> None:
        self._impl = impl

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        return bool(self._impl.cells_of.protection.sheet)

    @property
    def FilterMode(self) -> bool:  # noqa: N802
        return self._impl.cells_of.title in self._impl.book.filtered

    def ShowAllData(self) -> None:  # noqa: N802
        """Every row is seen again that the filter hid."""
        for row in self._impl.book.filtered.pop(self._impl.cells_of.title):
            self._impl.cells_of.row_dimensions[row].hidden = False


class NativeRange:
    def __init__(self, impl: Any) -> None:
        self._impl = impl

    @property
    def MergeCells(self) -> bool | None:  # noqa: N802
        self._impl.look()
        merges = [range_boundaries(str(m)) for m in self._impl.cells_of.merged_cells.ranges]
        return _common(
            any(c1 <= column <= c2 and r1 <= row <= r2 for c1, r1, c2, r2 in merges)
            for row, column in self._impl.places()
        )

    @property
    def Locked(self) -> bool | None:  # noqa: N802
        self._impl.look()
        there = self._impl.there()
        locked = [bool(cell.protection.locked) for cell in there]
        return _common([*locked, *[True] * (len(self._impl) > len(there))])

    @property
    def Font(self) -> NativeFont:  # noqa: N802
        return NativeFont(self._impl)

    @property
    def EntireRow(self) -> NativeRows:  # noqa: N802
        return NativeRows(self._impl)

    @property
    def Hyperlinks(self) -> NativeLinks:  # noqa: N802
        return NativeLinks(self._impl)


class NativeFont:
    def __init__(self, impl: Any) -> None:
        self._impl = impl

    @property
    def Strikethrough(self) -> bool | None:  # noqa: N802
        self._impl.look()
        there = self._impl.there()
        struck = [bool(cell.font.strike) for cell in there]
        return _common([*struck, *[False] * (len(self._impl) > len(there))])


class NativeRows:
    def __init__(self, impl: Any) -> None:
        self._impl = impl

    @property
    def Hidden(self) -> bool | None:  # noqa: N802
        self._impl.look()
        height = self._impl.shape[0]
        dimensions = self._impl.cells_of.row_dimensions
        rows = range(self._impl.row, self._impl.row + height)
        return _common(row in dimensions and bool(dimensions[row].hidden) for row in rows)


class NativeLinks:
    def __init__(self, impl: Any) -> None:
        self._impl = impl

    def Delete(self) -> None:  # noqa: N802
        """The links go, and with them the look of their cells."""
        self._impl.refuse_protected()
        for cell in self._impl.there():
            if getattr(cell, "hyperlink", None) is not None:
                cell.hyperlink = None
                cell.style = "Normal"


def _common(answers: Iterable[bool]) -> bool | None:
    """One answer for all, or None where they differ."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None
