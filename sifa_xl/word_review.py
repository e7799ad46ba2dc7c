"""送审稿: the document with its proof: a page to sign, comments, tables behind the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sifa_xl.attachments import Table
from sifa_xl.narrative import Summary
from sifa_xl.page_style import PageStyle
from sifa_xl.sign_off import SignOff
from sifa_xl.word import (
    DRAFT_MARK,
    add_attachment,
    add_attachments,
    add_summary,
    open_document,
    saved,
)
from sifa_xl.word_tables import add_table
from sifa_xl.word_text import TextWriter, figure_runs, writable

REVIEW_MARK = "送审稿"
_AUTHOR, _INITIALS = "数字出处", "数"  # of the comments; no person's name


@dataclass(frozen=True)
class Review:
    """A review copy: ``notes`` go with the paragraphs of ``summary`` one by one.

    ``tables`` are those of the document's own attachments, ``proofs`` the ones that prove it.
    """

    summary: Summary
    notes: Sequence[str]
    page: SignOff
    tables: Mapping[str, Table]
    proofs: Sequence[tuple[str, str, Sequence[Table]]]


def review_document(review: Review, *, is_draft: bool, style: PageStyle) -> bytes:
    """The review copy as a .docx file; its header says that it is one."""
    mark = f"{REVIEW_MARK}·{DRAFT_MARK}" if is_draft else REVIEW_MARK
    writer = open_document(review.summary, style, mark)
    _add_page_to_sign(writer, review.page)
    written = add_summary(writer, review.summary, style.attachments)
    written[0].paragraph_format.page_break_before = True
    for paragraph, note in zip(written, review.notes, strict=True):
        if note:
            runs = figure_runs(paragraph)
            writer.doc.add_comment(runs, writable(note), author=_AUTHOR, initials=_INITIALS)
    add_attachments(writer, style.attachments, review.tables)
    for sign, title, tables in review.proofs:
        add_attachment(writer, sign, title)
        for table in tables:
            add_table(writer.doc, table)
    return saved(writer)


def _add_page_to_sign(writer: TextWriter, page: SignOff) -> None:
    writer.line("领导审签页（内部）", "审签标题")
    _add_answers(writer, "一、能不能签", page.can_sign)
    writer.line("二、会被问到什么", "审签小标题")
    add_table(writer.doc, page.asked)
    for line in page.sensitive:
        writer.line(line, "表注")
    _add_answers(writer, "三、与上一稿相比有什么变化", page.news)
    writer.line("四、审签", "审签小标题")
    add_table(writer.doc, page.signatures)


def _add_answers(writer: TextWriter, heading: str, lines: Sequence[str]) -> None:
    writer.line(heading, "审签小标题")
    for line in lines:
        writer.line(line, "表注")
