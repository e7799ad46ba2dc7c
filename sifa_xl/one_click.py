"""检查, 生成总结 and the buttons of one sheet; the same for a button and a file.

Results are staged first, the Word file is written next, the workbook last: when anything fails,
the workbook is as it was and no new file is left behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.book.port import ResultBook
from sifa_xl.clicking import (
    LONGEST_MESSAGE,
    Outcome,
    Progress,
    counted,
    counted_open,
    dated,
    first_fault,
    line_of,
    needed_folder,
    new_word,
    open_job,
    paper_name,
    save_results,
    shortened,
    told,
    verdict_on,
)
from sifa_xl.declarations import DRAFTS
from sifa_xl.domain import Finding
from sifa_xl.file_names import OUTPUT
from sifa_xl.narrative import BRIEF, Summary
from sifa_xl.result_sheets import find_sheet, forms_of
from sifa_xl.write_back import put_findings, put_results


def check(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """检查: all findings into 校验结果.

    Raises:
        SifaError: the book is none of ours, or the results cannot be put; nothing has changed.
    """
    job = open_job(book, folder, progress)
    progress("正在检查…")
    findings = job.findings
    put_findings(job, book)
    progress("正在写入…")
    save_results(job, book)
    return Outcome(told(verdict_on(findings), findings), *first_fault(findings))


def summarize(
    book: ResultBook, folder: Path | None, progress: Progress, draft: str = ""
) -> Outcome:
    """生成总结: check, text, results into the book, and a new Word file into 输出.

    Without ``draft`` it is the one chosen on 首页.

    Raises:
        SifaError: as ``check``; or there is nothing to say, or no folder to write into.
    """
    from sifa_xl.papers import word_file

    folder = needed_folder(folder, "生成总结")
    job = open_job(book, folder, progress)
    progress("正在检查…")
    findings = job.findings
    progress("正在成文…")
    summary = job.summary(draft or job.filled.settings.draft)
    is_draft = jobs.blocks_final(findings)
    put_results(job, summary, book)
    progress("正在写入…")
    data = word_file(job, summary, is_draft=is_draft)
    marks = ("草稿",) if is_draft else ()
    with new_word(data, folder, dated(paper_name(job, summary.draft, *marks))) as word:
        save_results(job, book)
    is_open, place = first_fault(findings)
    message = told(_written(summary, findings, word), findings)
    return Outcome(message, is_open, place or _top_of_summary(book), word)


def check_sheet(book: ResultBook, folder: Path | None, progress: Progress, sheet: str) -> Outcome:
    """检查本页: the findings of one work line's sheet; nothing is written.

    Raises:
        SifaError: the sheet is none of a work line's.
    """
    job = open_job(book, folder, progress)
    data = line_of(job, sheet)
    progress("正在检查…")
    findings = [finding for finding in job.findings if finding.sheet == sheet]
    if not findings:
        return Outcome(f"“{data.sheet}”表没有发现问题。")
    verdict = f"“{data.sheet}”表：{counted(findings)}。"
    return Outcome(told(verdict, findings, elsewhere=False), *first_fault(findings))


def preview_sheet(book: ResultBook, folder: Path | None, progress: Progress, sheet: str) -> Outcome:
    """预览本段: what the summary says of one work line now; nothing is written.

    Raises:
        SifaError: the sheet is none of a work line's, or there is nothing to say at all.
    """
    job = open_job(book, folder, progress)
    data = line_of(job, sheet)
    progress("正在成文…")
    draft = job.filled.settings.draft
    # 简报 is a single paragraph of all lines
    summary = job.summary(DRAFTS[0] if draft == BRIEF else draft)
    prefix = f"{data.line.code}."
    texts = [p.text for p in summary.paragraphs if p.id.startswith(prefix)]
    if not texts:
        return Outcome(
            f"“{data.sheet}”表现在写不出话来：没有填数，或者“提纲”里没有采用它的段落。"
            "请先填黄格，并在“提纲”里核对。"
        )
    return Outcome(shortened("\n".join(texts), LONGEST_MESSAGE))


def _written(summary: Summary, findings: Sequence[Finding], word: Path) -> str:
    lines = [f"已生成{summary.draft}，Word 在“{OUTPUT}”文件夹：{word.name}"]
    if summary.omissions:
        lines.append(f"因为没有填数，省去了{len(summary.omissions)}处。")
    if summary.unused:
        place, number = summary.unused[0][1], len(summary.unused)
        lines.append(f"填了数而正文没有用到的有{number}项，如{place}。")
    if summary.unsourced:
        lines.append(f"文字里有{len(summary.unsourced)}个数字还没有选“数字已核”。")
    if jobs.blocks_final(findings):
        lines.append(f"{counted_open(findings)}没有处理，所以标为草稿：")
    return "\n".join(lines)


def _top_of_summary(book: ResultBook) -> tuple[str, str]:
    """The first cell of 总结, to be read when nothing is open."""
    return find_sheet(forms_of(book), h.SUMMARY_SHEET, h.SUMMARY).sheet, "B1"
