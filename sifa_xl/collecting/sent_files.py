"""A file of the folder with what became of it, and what the master asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sifa_xl import headers as h
from sifa_xl.collecting.returns import Reading, Return
from sifa_xl.collecting.walk import FoundFile


class FileState(StrEnum):
    """What became of a file; the words a clerk reads."""

    TAKEN = "已汇入"
    COPY = "重复"
    OLDER = "旧版"
    UNCLEAR = "待认"
    REFUSED = "退回"


@dataclass
class SentFile:
    """A file of the folder.  ``unit`` is spelt as in 填报单位; ``reason`` says what, and the mend.

    ``remarks`` are told of a file that was taken all the same.
    """

    file: FoundFile
    reading: Reading
    unit: str = ""
    state: FileState = FileState.UNCLEAR
    reason: str = ""
    remarks: list[str] = field(default_factory=list)
    saved: datetime | None = None
    is_near: bool = False  # the unit's name is spelt otherwise in the file
    named_by_hand: str = ""  # the unit the clerk wrote beside it in 汇总台账

    @property
    def name(self) -> str:
        """The path below the folder."""
        return self.file.name

    @property
    def sent(self) -> Return | None:
        """What it says, of a file that could be read."""
        return self.reading if isinstance(self.reading, Return) else None


@dataclass(frozen=True)
class Wanted:
    """What the master asks for: whose returns, of which bureau, of which period.

    ``named_by_hand`` gives the unit that the clerk wrote beside a file, by its hash; ``whole`` is
    the area of the bureau in words: 全县, 全市.
    """

    units: tuple[str, ...]
    bureau: str
    bureau_short: str
    year: int | None
    period: str
    named_by_hand: Mapping[str, str] = field(default_factory=dict)
    whole: str = h.COUNTY

    @property
    def has_list(self) -> bool:
        """True where 填报单位 names the units."""
        return bool(self.units)


def is_late(each: SentFile, due: date | None) -> bool:
    """True where the file was saved last after the day it was due."""
    return due is not None and each.saved is not None and each.saved.date() > due
