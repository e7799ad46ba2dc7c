"""By which edition of the definitions a workbook was built, and what it could not know yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sifa_xl import headers as h
from sifa_xl.domain import CellKind, Grid
from sifa_xl.forms import sheet_code

_CODE = re.compile(r"[A-Z]{2}\.\S+")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)+\S*")


@dataclass(frozen=True)
class Edition:
    """What the very hidden sheet 定义 says: the program's version, and all codes it had."""

    version: str
    codes: frozenset[str]

    def lacks(self, codes: Iterable[str]) -> bool:
        """True when none of ``codes`` was there yet, neither itself nor as the head of others."""
        heads = tuple(f"{code}." for code in codes)
        return not any(f"{known}.".startswith(heads) for known in self.codes)

    def is_newer_than(self, version: str) -> bool:
        """True when the workbook was built by a later program than this one."""
        return _numbers(self.version) > _numbers(version)


def read_edition(grids: Sequence[Grid]) -> Edition | None:
    """The edition of the workbook, or None where its sheet 定义 is gone."""
    for grid in grids:
        if sheet_code(grid) != h.DEFINITION_SHEET:
            continue
        texts = [str(c.value) for c in grid.cells.values() if c.kind is CellKind.TEXT]
        codes = frozenset(text for text in texts if _CODE.fullmatch(text))
        if codes:
            version = next((text for text in texts if _VERSION.fullmatch(text)), "")
            return Edition(version, codes)
    return None


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", version)]
