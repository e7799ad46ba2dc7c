"""A job's results back into its workbook: three result sheets, and the values of the formulas."""

from __future__ import annotations

from sifa_xl import headers as h
from sifa_xl import shipped
from sifa_xl.book.port import ResultBook
from sifa_xl.book.saving import Revision
from sifa_xl.forms import pick_form
from sifa_xl.jobs import Job
from sifa_xl.live import Live
from sifa_xl.narrative import Summary
from sifa_xl.result_sheets import ClosedBook, find_sheet, forms_of, put
from sifa_xl.results import checked_rows, findings_table, sources_table, summary_table


def put_results(job: Job, summary: Summary, book: ResultBook) -> None:
    """Findings, summary and sources into their sheets; 修订 is kept.  Nothing is saved yet.

    Raises:
        FileProblem: a result sheet is missing, or its header, or something stands in the way.
    """
    forms = forms_of(book)
    find_sheet(forms, h.SUMMARY_SHEET, h.SUMMARY)
    put(findings_table(job.findings, job.filled, forms), forms, book)
    put(summary_table(summary, job.revisions), forms, book)
    put(sources_table(summary, job.facts.facts), forms, book)


def put_findings(job: Job, book: ResultBook) -> None:
    """The findings alone, for a check without a summary.  Nothing is saved yet.

    Raises:
        FileProblem: as ``put_results``.
    """
    forms = forms_of(book)
    put(findings_table(job.findings, job.filled, forms), forms, book)


def write_back(job: Job, summary: Summary, book: ClosedBook) -> Revision:
    """The file with its results, and with the values its formulas have now; not saved yet.

    A live book needs the results only: Excel computes its formulas itself.

    Raises:
        FileProblem: as ``put_results``.
    """
    put_results(job, summary, book)
    refresh_formulas(job, book)
    return book.revision()


def refresh_formulas(job: Job, book: ClosedBook) -> None:
    """Give every formula of ours the value it has now, in what will be saved."""
    from sifa_xl.book.fill import Fill
    from sifa_xl.book.master import plan_book

    forms = forms_of(book)
    live = Live(job.indicators, checked_rows(job.findings, job.filled, forms))
    earlier = next((data.earlier for data in job.filled.lines.values() if data.earlier), "")
    plans = plan_book(
        job.lines, Fill(earlier=earlier), shipped.folder("templates"), [], has_macros=True
    )
    titles = {plan.code: plan.name for plan in plans}
    used = {
        form.sheet: form
        for code, title in titles.items()
        if (form := pick_form(forms.values(), code, title)) is not None
    }
    book.refresh(plans, job.lines, used, live)
