"""A job's papers: the official document and its review copy as Word files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl.attachments import AUDIT, MAIN_FIGURES, Table, audit, differences, main_figures
from sifa_xl.claims import Claim, claims_of, unsupported
from sifa_xl.declarations import DRAFTS
from sifa_xl.drafts_compared import Change, changes_between, edits_between
from sifa_xl.filled import Unit
from sifa_xl.forms import Form, pick_form, read_form
from sifa_xl.jobs import Job, blocks_final
from sifa_xl.narrative import Summary
from sifa_xl.page_style import page_style
from sifa_xl.paragraph_notes import Notes
from sifa_xl.results import EDITED, GONE
from sifa_xl.revisions import OldParagraph, read_paragraphs
from sifa_xl.sign_off import Returns, sign_off

FIGURES_WORD = "指标"  # an attachment called so is filled by the program
_INTERNAL = "（内部，不公开）"


def word_files(
    job: Job, summary: Summary, word: Path | None, review: Path | None
) -> dict[Path, bytes]:
    """The document and its review copy, those of the two that have a name."""
    files: dict[Path, bytes] = {}
    if word:
        files[word] = word_file(job, summary, is_draft=blocks_final(job.findings))
    if review:
        files[review] = review_file(job, summary.draft)
    return files


def word_file(job: Job, summary: Summary, *, is_draft: bool) -> bytes:
    """The document as 首页 wants it to look, with the attachments named there."""
    from sifa_xl.word import document

    style = page_style(job.filled.settings)
    tables = _own_tables(job, has_sources=False)
    return document(summary, is_draft=is_draft, style=style, tables=tables)


def review_file(job: Job, draft: str = DRAFTS[0]) -> bytes:
    """The review copy of one draft: written with 写同比, every figure accounted for.

    Raises:
        NothingToSay, TemplateProblem: as ``Job.summary``.
    """
    from sifa_xl.word_review import Review, review_document

    compared = _comparing(job)
    summary, findings = compared.summary(draft), job.findings
    notes = Notes(compared.filled, compared.indicators)
    earlier = _earlier(job, draft)
    news = _news(job, earlier, job.summary(draft))
    own = _own_tables(job, has_sources=True)
    returns = _returns(job.filled.units)
    review = Review(
        summary,
        [notes.of(paragraph) for paragraph in summary.paragraphs],
        sign_off(
            job.filled,
            job.indicators,
            findings,
            returns,
            news,
            has_earlier=bool(earlier),
            unticked=len(summary.unsourced),
        ),
        own,
        _proofs(job, own, news),
    )
    style = page_style(job.filled.settings)
    return review_document(review, is_draft=blocks_final(findings), style=style)


def _comparing(job: Job) -> Job:
    """The same workbook with 写同比 switched on."""
    settings = job.filled.settings.model_copy(update={"compares": True})
    other = Job(job.grids, job.lines, job.template_folders)
    other.filled = replace(job.filled, settings=settings)
    return other


def _own_tables(job: Job, *, has_sources: bool) -> dict[str, Table]:
    """The attachments named on 首页 that the program can fill."""
    names = page_style(job.filled.settings).attachments
    table = main_figures(job.filled, job.indicators, has_sources=has_sources)
    return {name: table for name in names if FIGURES_WORD in name}


def _proofs(
    job: Job, own: Mapping[str, Table], news: Sequence[Change | Claim]
) -> list[tuple[str, str, tuple[Table, ...]]]:
    """The tables behind a review copy, numbered after the document's ``own`` attachments."""
    proofs: list[tuple[str, str, tuple[Table, ...]]] = []
    if not own:
        figures = main_figures(job.filled, job.indicators, has_sources=True)
        proofs.append(("", MAIN_FIGURES, (figures,)))
    told = [(each.kind, _place(job, each.where), _told(each)) for each in news]
    tables = (audit(job.findings, job.filled), *((differences(told),) if told else ()))
    proofs.append((_INTERNAL, AUDIT, tables))
    first = len(page_style(job.filled.settings).attachments) + 1
    return [
        (f"附件{number}{sign}", title, tables)
        for number, (sign, title, tables) in enumerate(proofs, first)
    ]


def _place(job: Job, identity: str) -> str:
    """A paragraph as the clerk knows it: 人民调解·排查化解."""
    code, _, block = identity.partition(".")
    data = job.filled.lines.get(code)
    return "·".join(filter(None, (data.line.title if data else code, block)))


def _told(each: Change | Claim) -> str:
    return each.words if isinstance(each, Claim) else each.text


def _earlier(job: Job, draft: str) -> list[OldParagraph]:
    """The draft as it stands in sheet 总结 since the last --write."""
    form = _form(job, h.SUMMARY_SHEET, h.SUMMARY)
    old = read_paragraphs(form) if form else []
    return [each for each in old if each.draft == draft and each.generated]


def _news(job: Job, earlier: Sequence[OldParagraph], summary: Summary) -> list[Change | Claim]:
    """What changed since the earlier text, the clerk's edits, and claims without a figure."""
    news: list[Change | Claim] = []
    if earlier:
        new = _by_id([(each.id, each.generated) for each in summary.paragraphs])
        # rows kept for the clerk's words alone repeat a text, or hold one that went before
        old = [(each.id, each.generated) for each in earlier if each.state not in (GONE, EDITED)]
        news += changes_between(_by_id(old), new)
    for each in earlier:
        if each.words:
            news += edits_between(each.basis, each.words, each.id)
            news += claims_of(each.words, each.id, job.phrases)
    # what the clerk's own words claim is told with the edits
    ours = [each for each in summary.paragraphs if each.rewording is None]
    return [*news, *unsupported(ours, job.phrases)]


def _by_id(texts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Texts by id; those that share one are joined."""
    found: dict[str, str] = {}
    for identity, text in texts:
        found[identity] = "\n".join(filter(None, (found.get(identity), text)))
    return found


def _form(job: Job, code: str, title: str) -> Form | None:
    forms = [form for form in map(read_form, job.grids) if form is not None]
    return pick_form(forms, code, title)


def _returns(units: Sequence[Unit]) -> Returns:
    missing = tuple(unit.name for unit in units if not unit.has_returned)
    return Returns(len(units), missing)
