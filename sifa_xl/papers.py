"""A job's papers: the official document as a Word file."""

from __future__ import annotations

from sifa_xl.attachments import main_figures
from sifa_xl.jobs import Job
from sifa_xl.narrative import Summary
from sifa_xl.page_style import page_style

FIGURES_WORD = "指标"  # an attachment called so is filled by the program


def word_file(job: Job, summary: Summary, *, is_draft: bool) -> bytes:
    """The document as 首页 wants it to look, with the attachments named there."""
    from sifa_xl.word import document

    style = page_style(job.filled.settings)
    wanted = [name for name in style.attachments if FIGURES_WORD in name]
    tables = {name: main_figures(job.filled, job.indicators) for name in wanted}
    return document(summary, is_draft=is_draft, style=style, tables=tables)
