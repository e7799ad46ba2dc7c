"""A unit's return as a file: no macros, its structure locked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from sifa_xl.book.master import write_book
from sifa_xl.book.return_plan import plan_return
from sifa_xl.book.swapping import swap
from sifa_xl.declarations import WorkLine
from sifa_xl.filled import Unit
from sifa_xl.indicators import Indicators
from sifa_xl.live import Live
from sifa_xl.settings import Settings
from sifa_xl.sheets import read_sheets

_WORKBOOK = "xl/workbook.xml"
_PROPERTIES = re.compile(rb"<workbookPr\b[^>]*/>")
_LOCKED = b'<workbookProtection lockStructure="1"/>'  # no sheet added, removed, renamed or moved


def build_return(
    lines: Sequence[type[WorkLine]], unit: Unit, settings: Settings, templates: Path
) -> bytes:
    """The .xlsx that ``unit`` fills; every formula carries its value.

    Raises:
        TemplateProblem: 填报说明.txt is missing.
    """
    plans = plan_return(lines, unit, settings, templates)
    filled = read_sheets([plan.grid() for plan in plans], lines)
    return with_locked_structure(write_book(plans, Live(Indicators(filled))))


def with_locked_structure(data: bytes) -> bytes:
    """The workbook with its structure locked, without a password; all else as it was."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        workbook = package.read(_WORKBOOK)
    locked = _PROPERTIES.sub(lambda found: found[0] + _LOCKED, workbook, count=1)
    return swap(data, {_WORKBOOK: locked})
