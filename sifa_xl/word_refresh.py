"""更新Word数字: a Word file that came back is renewed, its edits go into the workbook.

The Word file is backed up and replaced whole, together with the workbook, or neither is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.archive import SentDraft
from sifa_xl.book.port import ResultBook
from sifa_xl.book.saving import Revision, save_all
from sifa_xl.changed_numbers import sent_with, standing, traced
from sifa_xl.declarations import DRAFTS
from sifa_xl.errors import FileProblem, NothingToSay, SifaError
from sifa_xl.forms import pick_form
from sifa_xl.jobs import Job
from sifa_xl.line_targets import line_marks
from sifa_xl.narrative import Summary
from sifa_xl.renewal_report import Report, changes_table, told_report
from sifa_xl.renewed_file import Renewed
from sifa_xl.result_sheets import ClosedBook, forms_of, put
from sifa_xl.returned_lines import file_draft
from sifa_xl.word_context import Context
from sifa_xl.word_edits import own_paragraphs, with_additions, with_edits
from sifa_xl.word_package import WordFile, read_word_file
from sifa_xl.word_renewal import renew_file
from sifa_xl.write_back import put_results, refresh_formulas
from sifa_xl.written_lines import read_lines

LIST = "改数清单"
_REVIEW_PAGE = "领导审签页"


@dataclass(frozen=True)
class Refreshed:
    """What was done: the report, the Word file now, and the list written beside it, if any."""

    report: Report
    word: Path
    listed: Path | None = None
    backups: Mapping[Path, Path | None] = field(default_factory=dict)

    @property
    def told(self) -> list[str]:
        """All there is to say, in lines."""
        return list(told_report(self.report))


def refresh_file(
    word: Path,
    workbook: Path,
    out: Path | None = None,
    templates: Path | None = None,
    sent: Sequence[SentDraft] = (),
) -> Refreshed:
    """Renew a Word file after the workbook, in place or into ``out``.

    ``sent`` are the drafts archived so far: those that bear an old number are named.

    Raises:
        FileProblem: one of the files cannot be read, is open in another program, or cannot be
            written; both are as they were.
        SifaError: there is nothing of the workbook's in the Word file.
    """
    from sifa_xl.book.locking import held

    with held(workbook):
        job, book = jobs.open_for_writing(workbook, templates)
        file, data = read_word_file(word)
        report = renewed_report(file, job, sent)
        after, notes = put_renewal(job, report, book)
        report = with_standing(with_notes(report, notes), file, after)
        if is_for_workbook(report):
            refresh_formulas(after, book)
        renewed = settled_data(report, after, word.name)
        target = out or word
        outputs = renewed_files(target, data, renewed, report, is_new=out is not None)
        listed = next((path for path in outputs if path != target), None)
        return _saved(outputs, workbook, book, Refreshed(report, target, listed))


def renewed_files(
    target: Path, old: bytes, new: bytes, report: Report, *, is_new: bool = False
) -> dict[Path, bytes | Revision]:
    """What is to be written: the Word file where it changed, and 改数清单 beside it."""
    outputs: dict[Path, bytes | Revision] = {}
    if is_new:
        outputs[target] = new
    elif new != old:
        outputs[target] = _revision(old, new, target.name)
    if report.has_changes:
        listed = target.with_name(f"{LIST}-{target.stem}.txt")
        outputs[listed] = "\n".join([*told_report(report), ""]).encode()
    return outputs


def renewed_report(file: WordFile, job: Job, sent: Sequence[SentDraft] = ()) -> Report:
    """The file renewed in memory, and what there is to tell of it.

    Raises:
        SifaError: there is nothing of the workbook's in the file.
        NothingToSay: nothing is filled.
    """
    context = Context(job, _draft(file, job))
    result = renew_file(file, context)
    if not result.found:
        raise SifaError(
            "这个 Word 文件里没有一段认得出是这个工作簿生成的，没有改动它。"
            "请核对是不是选错了文件或工作簿。"
        )
    title = context.summary.paragraphs[0].text
    numbers = standing(traced(result.numbers), _summaries(job))
    places = tuple(sent_with(each, sent) for each in numbers)
    report = Report(result, title, tuple(numbers), places)
    return with_notes(report, _left_out(file, report))


def put_renewal(job: Job, report: Report, book: ResultBook) -> tuple[Job, list[str]]:
    """Stage the edits and 改数清单 in the workbook.

    Returns the job as it will be, and in sentences what could not be put.  Nothing is staged where
    nothing changed.
    """
    result, forms = report.result, forms_of(book)
    notes = _put_own_paragraphs(result, book) if result.additions else []
    after = job
    if result.edits or result.additions:
        after = Job(book.staged(), job.lines, job.template_folders)
        edits = with_additions(result.edits, result.additions)
        after.revisions = with_edits(job.revisions, edits)
        shown = next((each.draft for each in job.revisions if each.draft in DRAFTS), result.draft)
        put_results(after, after.summary(shown), book)
    if report.numbers:
        if pick_form(forms.values(), h.CHANGES_SHEET, h.CHANGES) is None:
            notes.append(f"这个工作簿里没有“{h.CHANGES}”表（旧版本生成的），清单只写在文本文件里。")
        else:
            put(changes_table(report), forms, book)
    return after, notes


def settled_data(report: Report, after: Job, name: str) -> bytes:
    """The file as it stands to the workbook ``after`` that: what was new in it is known there."""
    result = report.result
    if not result.additions:
        return result.data
    return renew_file(WordFile(result.data, name), Context(after, result.draft)).data


def is_for_workbook(report: Report) -> bool:
    """Whether there is anything to keep in the workbook."""
    return bool(report.result.edits or report.result.additions or report.numbers)


def _put_own_paragraphs(result: Renewed, book: ResultBook) -> list[str]:
    form = pick_form(forms_of(book).values(), h.OUTLINE_SHEET, h.OUTLINE)
    cells, left = own_paragraphs(form, result.additions, result.draft) if form else ({}, [])
    if form is None:
        left = result.additions
    elif cells:
        book.put_cells(form.sheet, cells)
    if not left:
        return []
    return [f"“{h.OUTLINE}”里没有空行，有{len(left)}段新写的话没有放进去。请先增加空行再更新一次。"]


def is_review(file: WordFile) -> bool:
    """Whether it is a 送审稿, by the page in front."""
    return any(line.text.startswith(_REVIEW_PAGE) for line in read_lines(file.body)[:3])


def _left_out(file: WordFile, report: Report) -> list[str]:
    """What else in the file holds numbers."""
    if not report.has_changes:
        return []
    if is_review(file):
        return ["这是送审稿：审签页、批注和附表里的数没有更新，请重新生成送审稿。"]
    has_tables = any(line.is_in_table for line in read_lines(file.body))
    return ["Word 里的表格没有更新，请核对，或重新生成一份。"] if has_tables else []


def _draft(file: WordFile, job: Job) -> str:
    """The draft the file says it is, else the one that most of its paragraphs stand in."""
    lines = read_lines(file.body)
    told = file_draft(lines, file.base)
    if told:
        return told
    scores: dict[str, int] = {}
    for draft in DRAFTS:
        with suppress(NothingToSay):
            written = Context(job, draft).written
            texts = {text for each in written for text in (each.paragraph.text, *each.texts)}
            marks = {each.mark for each in written}
            same = sum(line.text in texts for line in lines)
            marked = sum(any(m.name in marks for m in line_marks(line)) for line in lines)
            scores[draft] = 2 * same + marked
    best = max(scores.values(), default=0)
    found = [draft for draft, score in scores.items() if score == best]
    own = job.filled.settings.draft
    return own if own in found or not found else found[0]


def _summaries(job: Job) -> dict[str, Summary]:
    found = {}
    for draft in DRAFTS:
        with suppress(NothingToSay):
            found[draft] = job.summary(draft)
    return found


def with_notes(report: Report, notes: Sequence[str]) -> Report:
    """The report with further sentences."""
    return replace(report, notes=(*report.notes, *notes))


def with_standing(report: Report, file: WordFile, after: Job) -> Report:
    """The report with what the checks say of a file that reads as final, or as a draft still."""
    if is_review(file):
        return report
    is_open = jobs.blocks_final(after.findings)
    if is_open and not file.is_draft:
        count = len(jobs.open_findings(after.findings))
        told = f"表里还有{count}项必须改或请核实没有处理，这个 Word 却没有草稿标记。"
        report = with_notes(report, [f"{told}请先处理完，再报出或归档。"])
        return replace(report, is_unfinished=True)
    if file.is_draft and not is_open:
        told = "表里的问题都处理完了，页眉里的草稿字样还在。"
        return with_notes(report, [f"{told}定稿请重新生成总结（改过的话会带上），或自己删去页眉。"])
    return report


def _revision(old: bytes, new: bytes, name: str) -> Revision:
    return Revision(new, hashlib.sha256(old).hexdigest(), partial(_verify, name, new))


def _verify(name: str, meant: bytes, written: bytes) -> None:
    """What lies on the disk must be a Word file with the very text that was meant."""
    texts = [
        [line.words for line in read_lines(WordFile(data, name).body)] for data in (meant, written)
    ]
    if texts[0] != texts[1]:
        raise FileProblem(f"“{name}”写出后读回来不一样，没有替换原来的文件。请重新运行一次。")


def _saved(
    outputs: dict[Path, bytes | Revision], workbook: Path, book: ClosedBook, done: Refreshed
) -> Refreshed:
    """All files, or where the workbook cannot be written, the Word file alone."""
    if not is_for_workbook(done.report):
        return replace(done, backups=save_all(outputs) if outputs else {})
    try:
        backups = save_all({**outputs, workbook: book.revision()})
    except FileProblem as problem:
        backups = save_all(outputs) if outputs else {}
        told = f"工作簿没有写，“{h.SUMMARY}”“{h.OUTLINE}”还是原来的：{problem}"
        return replace(done, report=with_notes(done.report, [told]), backups=backups)
    return replace(done, backups=backups)
