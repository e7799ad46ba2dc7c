"""校验结果 on paper: what a check writes there, what is answered beside it, and the next check."""

from __future__ import annotations

from typing import Any

from sifa_xl import headers as h
from sifa_xl.book.plan import SheetPlan
from sifa_xl.book.result_plan import RESULT_HEADER_ROW
from sifa_xl.domain import Finding
from sifa_xl.forms import read_form
from sifa_xl.jobs import Job
from sifa_xl.results import Row, findings_table
from tests.books import job_of, sheet

FIRST_COLUMN = 2


def rechecked(plans: list[SheetPlan]) -> list[Row]:
    """Check, write the findings into 校验结果 as ``--write`` does, and give its rows."""
    job = job_of(plans)
    forms = {grid.sheet: form for grid in job.grids if (form := read_form(grid))}
    rows = findings_table(job.findings, job.filled, forms).rows
    page = sheet(plans, h.FINDINGS)
    for place in [place for place in page.cells if place[0] > RESULT_HEADER_ROW]:
        del page.cells[place]
    for number, row in enumerate(rows, RESULT_HEADER_ROW + 1):
        for column, header in enumerate(h.FINDINGS_HEAD, FIRST_COLUMN):
            page.put(number, column, row.get(header), "result")
    return rows


def answer(plans: list[SheetPlan], code: str, cell: str = "", **words: str) -> None:
    """Write into 校验结果 beside the one finding with that code (at ``cell``): ``说明="…"``."""
    rows = rechecked(plans)
    (index,) = [
        n for n, row in enumerate(rows) if row[h.CODE] == code and cell in ("", row[h.WHERE])
    ]
    page = sheet(plans, h.FINDINGS)
    for header, text in words.items():
        column = FIRST_COLUMN + h.FINDINGS_HEAD.index(header)
        page.put(RESULT_HEADER_ROW + 1 + index, column, text, "result")


def finding(plans: list[SheetPlan], code: str, cell: str = "") -> Finding:
    """The one finding with that code (at ``cell``) of the check now."""
    (found,) = [
        each
        for each in job_of(plans).findings
        if each.code == code and cell in ("", f"{each.sheet}!{each.cell}")
    ]
    return found


def job(plans: list[SheetPlan]) -> Job:
    """The job over the sheets as they are."""
    return job_of(plans)


def released(**words: Any) -> dict[str, str]:
    """A release with name and reason, but for what ``words`` say otherwise."""
    whole = {h.HANDLING: h.RELEASE, h.RELEASED_BY: "王主任", h.REASON: "已现场核对登记簿"}
    return {key: value for key, value in (whole | words).items() if value}
