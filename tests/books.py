"""Workbooks for tests: built in memory, read back by the project's own reader, changed by code."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sifa_xl import jobs, shipped
from sifa_xl.book.addresses import NOW, LineAddresses
from sifa_xl.book.fill import Fill
from sifa_xl.book.master import plan_book
from sifa_xl.book.plan import Formula, SheetPlan, column_letters
from sifa_xl.book.split_rows import needed_rows
from sifa_xl.declarations import Count, Measure, WorkLine
from sifa_xl.jobs import Job
from sifa_xl.lines import shipped as shipped_lines

TEMPLATES = shipped.folder("templates")
SAMPLE_FILL = shipped.folder("workbooks") / "麻阳县2022年上半年.toml"

Lines = tuple[type[WorkLine], ...]


def sample_plans() -> list[SheetPlan]:
    """The sample on paper, to be changed at will."""
    return plan_book(shipped_lines(), Fill.load(SAMPLE_FILL), TEMPLATES, [])


def blank_plans(lines: Lines | None = None) -> list[SheetPlan]:
    """The blank master on paper."""
    return plan_book(lines or shipped_lines(), Fill(), TEMPLATES, [])


def job_of(plans: list[SheetPlan], lines: Lines | None = None, folder: Path | None = None) -> Job:
    """The job over sheets on paper: the same grids a saved file gives."""
    grids = [plan.grid() for plan in plans]
    return Job(grids, lines or shipped_lines(), (folder,) if folder else ())


def sheet(plans: list[SheetPlan], name: str) -> SheetPlan:
    """The sheet of that name."""
    return next(plan for plan in plans if plan.name == name)


def type_in(plans: list[SheetPlan], cell: str, value: Any) -> None:
    """Type into ``人民调解!C7`` as a clerk would, keeping the cell's style; None clears it."""
    name, _, address = cell.partition("!")
    plan = sheet(plans, name)
    position = position_of(address)
    _, style = plan.cells.get(position, (None, "input"))
    plan.put(*position, Decimal(str(value)) if isinstance(value, float) else value, style)


def position_of(address: str) -> tuple[int, int]:
    """``C7`` -> (7, 3)."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]), column


@cache
def addresses(line: type[WorkLine]) -> LineAddresses:
    """Where the line's figures stand in a bureau's own workbook."""
    return LineAddresses(line, needed_rows(line, Fill(), has_room=True))


def now_cell(line: type[WorkLine], figure: Count) -> str:
    """The cell of 本期."""
    return f"{line.title}!{column_letters(NOW)}{addresses(line).figures[figure.code]}"


def measure_cells(line: type[WorkLine], measure: Measure) -> list[str]:
    """The cells of a split's measure, row by row."""
    at = addresses(line)
    header, total = at.split_headers[measure.split.code], at.split_totals[measure.split.code]
    column = column_letters(at.measure_column(measure.split, measure.name))
    return [f"{line.title}!{column}{row}" for row in range(header + 1, total - 1)]


def formula_cells(plans: list[SheetPlan]) -> dict[str, Formula]:
    """Every formula of the workbook by its cell."""
    return {
        f"{plan.name}!{column_letters(column)}{row}": content
        for plan in plans
        for (row, column), (content, _) in plan.cells.items()
        if isinstance(content, Formula)
    }


def saved(plans: list[SheetPlan], path: Path, lines: Lines | None = None) -> Path:
    """The sheets as a file, cached values and all."""
    from sifa_xl.book.master import write_book
    from sifa_xl.indicators import Indicators
    from sifa_xl.live import Live

    live = Live(Indicators(job_of(plans, lines).filled))
    path.write_bytes(write_book(plans, live))
    return path


def setting_cell(plans: list[SheetPlan], label: str) -> str:
    """The cell beside a label of 首页."""
    cells = sheet(plans, "首页").cells
    row = next(r for (r, c), (content, _) in cells.items() if c == 2 and content == label)
    return f"首页!C{row}"


def text_of(job: Job, draft: str = "市局稿") -> str:
    """The whole summary as text."""
    return job.summary(draft).text


def opened(path: Path) -> Job:
    """The job over a file."""
    return jobs.open_workbook(path)
