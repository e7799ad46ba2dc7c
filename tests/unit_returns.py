"""Returns of units for tests: what a file says, without a file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from sifa_xl.collecting.putting import Merge
from sifa_xl.collecting.reporting import UnitReport, report_units
from sifa_xl.collecting.returns import Return, ReturnedFigure, ReturnedFinding
from sifa_xl.collecting.sent_files import SentFile, Wanted
from sifa_xl.collecting.sorting import sort_out
from sifa_xl.collecting.walk import FoundFile
from sifa_xl.domain import Approx, Level, Place, State
from sifa_xl.filled import Unit

BUREAU = "某某县司法局"
TOWNS = ("城关镇司法所", "河口乡司法所", "大桥乡司法所", "大桥镇司法所")


def wanted(*units: str, **changes: Any) -> Wanted:
    """What a master of 2022年上半年 asks for."""
    asked = {"bureau": BUREAU, "bureau_short": "县司法局", "year": 2022, "period": "上半年"}
    return Wanted(**({"units": units or TOWNS} | asked | changes))


def figure(code: str, value: int | str | None, **changes: Any) -> ReturnedFigure:
    """A typed figure; ``待定`` and ``读不懂`` are states."""
    state = {"待定": State.PENDING, "读不懂": State.UNREADABLE, None: State.BLANK}.get(value)
    is_known = state is None
    given = {
        "code": code,
        "label": code,
        "state": state or State.KNOWN,
        "value": Decimal(str(value)) if is_known else None,
        "approx": Approx.NONE,
        "unit": "件",
        "cell": "人民调解!C7",
    }
    return ReturnedFigure(**(given | changes))


def returned(unit: str = TOWNS[0], accepted: int | None = 12, **changes: Any) -> Return:
    """A return of 人民调解 with 受理纠纷; ``accepted`` None leaves it blank."""
    figures = () if accepted is None else (figure("MD.accepted", accepted),)
    given = {
        "sha256": f"{unit}{accepted}{sorted(changes.items())}",
        "bureau": BUREAU,
        "bureau_short": "县司法局",
        "reporter": unit,
        "year": 2022,
        "period": "上半年",
        "saved": "2022-06-27T01:00:00Z",
        "lines": ("MD",),
        "figures": figures,
    }
    return Return(**(given | changes))


def sorted_out(asked: Wanted, **files: Any) -> dict[str, SentFile]:
    """The files by name (without ending) with what became of each."""
    found = [(FoundFile(Path(f"{name}.xlsx"), f"{name}.xlsx"), r) for name, r in files.items()]
    return {each.name.removesuffix(".xlsx"): each for each in sort_out(found, asked)}


def finding(cell: str, message: str = "有问题。处理：改正", **changes: Any) -> ReturnedFinding:
    """A finding of the unit's own workbook, open and grave."""
    given = {"code": "V-01", "level": Level.ERROR, "cell": cell, "message": message}
    return ReturnedFinding(**(given | {"is_open": True} | changes))


def unit_row(name: str, **changes: Any) -> Unit:
    """Its row of 填报单位."""
    return Unit(name=name, place=Place("填报单位", 5, 2), **changes)


def reported(sent: Return, **due: Any) -> UnitReport:
    """What is told of the one unit that sent this."""
    files = list(sorted_out(wanted(), a=sent).values())
    (report,) = report_units([unit_row(sent.reporter, **due)], files, Merge(), wanted(), {})
    return report
