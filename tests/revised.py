"""The sheet 总结 for tests: a summary as it was written last, with the clerk's 修订."""

from __future__ import annotations

from collections.abc import Mapping

from sifa_xl import headers as h
from sifa_xl.domain import CellKind, Grid, GridCell
from sifa_xl.forms import SHEET_MARK, TABLE_MARK
from sifa_xl.jobs import Job
from sifa_xl.results import summary_table
from tests.books import job_of, sample_plans, type_in

HEAD_ROW = 3


def summary_sheet(job: Job, words: Mapping[str, str], states: Mapping[str, str] = {}) -> Grid:
    """总结 as ``--write`` left it, then 修订 and 状态 typed by paragraph id."""
    rows = [dict(row) for row in summary_table(job.summary(), job.revisions).rows]
    for row in rows:
        row[h.REVISED] = words.get(str(row[h.PARAGRAPH]), row[h.REVISED])
        row[h.REVISION_STATE] = states.get(str(row[h.PARAGRAPH]), row[h.REVISION_STATE])
    texts = {(1, 1): f"{SHEET_MARK}{h.SUMMARY_SHEET}", (HEAD_ROW, 1): f"{TABLE_MARK}{h.SUMMARY}"}
    texts |= {(HEAD_ROW, n): header for n, header in enumerate(h.SUMMARY_HEAD, 2)}
    for number, row in enumerate(rows, HEAD_ROW + 1):
        for column, header in enumerate(h.SUMMARY_HEAD, 2):
            if row[header] is not None:
                texts[number, column] = str(row[header])
    cells = {place: GridCell(text, CellKind.TEXT) for place, text in texts.items()}
    return Grid(h.SUMMARY, cells)


def sample_job(sheet: Grid | None = None, **typed: object) -> Job:
    """The sample, cells changed (``人民调解_C8=718``), with this sheet 总结 instead of its own."""
    plans = sample_plans()
    for cell, value in typed.items():
        type_in(plans, cell.replace("_", "!"), value)
    job = job_of(plans)
    grids = [grid for grid in job.grids if sheet is None or grid.sheet != h.SUMMARY]
    return Job([*grids, *([sheet] if sheet else [])], job.lines)


def reworded(words: Mapping[str, str], states: Mapping[str, str] = {}, **typed: object) -> Job:
    """The sample after the clerk wrote these 修订; then the cells ``typed`` were changed."""
    return sample_job(summary_sheet(sample_job(), words, states), **typed)
