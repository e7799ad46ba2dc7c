"""送审稿 and 公开检查: the clicks that make or look at a Word file; the workbook stays as it is."""

from __future__ import annotations

from pathlib import Path

from sifa_xl import jobs
from sifa_xl.book.port import ResultBook
from sifa_xl.clicking import (
    LONGEST_FINDING,
    LONGEST_MESSAGE,
    MOST_FINDINGS,
    Outcome,
    Progress,
    counted_open,
    dated,
    first_fault,
    needed_folder,
    new_word,
    open_job,
    paper_name,
    shortened,
    told,
)
from sifa_xl.file_names import OUTPUT
from sifa_xl.jobs import Job
from sifa_xl.publishing import (
    blocks_publication,
    check_document,
    check_summary,
    public_verdict,
)

REVIEW = "送审稿"
_WORD_IS_OPEN = "它正在 Word 里打开着，没有保存的改动查不到。"


def review(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """送审稿: the review copy of the draft chosen on 首页, a new Word file in 输出.

    Raises:
        SifaError: the book is none of ours, there is nothing to say, or no folder to write into.
    """
    from sifa_xl.papers import review_file

    folder = needed_folder(folder, REVIEW)
    job = open_job(book, folder, progress)
    progress("正在检查…")
    findings = job.findings
    progress("正在成文…")
    draft = job.filled.settings.draft
    data = review_file(job, draft)
    marks = (REVIEW, "草稿") if jobs.blocks_final(findings) else (REVIEW,)
    progress("正在写入…")
    with new_word(data, folder, dated(paper_name(job, draft, *marks))) as word:
        lines = [f"已生成{draft}的送审稿，Word 在“{OUTPUT}”文件夹：{word.name}"]
    lines.append("里面有审签页、数字出处的批注和数据审核说明，是内部材料，不能公开。")
    if jobs.blocks_final(findings):
        lines.append(f"{counted_open(findings)}没有处理，审签页上写着暂不能签发：")
    message = told("\n".join(lines), findings, elsewhere=False)
    return Outcome(message, *first_fault(findings), word)


def public(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """公开检查: of the newest Word file of the chosen draft in 输出, else of the summary as it is.

    Nothing is written.

    Raises:
        SifaError: the book is none of ours, the Word file cannot be read, or there is neither
            a Word file nor anything to say.
    """
    from sifa_xl.document_reader import read_document

    job = open_job(book, folder, progress)
    word = newest_word(folder / OUTPUT, job) if folder is not None else None
    if word is not None:
        progress("正在检查…")
        found = check_document(read_document(word), job)
        lines = [f"公开前检查的是“{OUTPUT}”文件夹里最新的“{word.name}”。"]
        lines += [_WORD_IS_OPEN] if _is_open_in_word(word) else []
    else:
        progress("正在成文…")
        found = check_summary(job.summary(job.filled.settings.draft), job)
        lines = [f"“{OUTPUT}”文件夹里还没有Word，公开前检查的是现在会写成的正文。"]
    lines.append(public_verdict(found))
    lines += [shortened(str(finding), LONGEST_FINDING) for finding in found[:MOST_FINDINGS]]
    if len(found) > MOST_FINDINGS:
        lines.append(f"另有{len(found) - MOST_FINDINGS}项，改好上面的再点一次。")
    return Outcome(shortened("\n".join(lines), LONGEST_MESSAGE), blocks_publication(found))


def newest_word(output: Path, job: Job) -> Path | None:
    """The Word file of the chosen draft in 输出 that was changed last; review copies are none."""
    start = paper_name(job, job.filled.settings.draft)
    words = [
        path
        for path in (output.glob("*.docx") if output.is_dir() else ())
        if path.name.startswith(start) and f"（{REVIEW}）" not in path.name
    ]
    return max(words, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)


def _is_open_in_word(path: Path) -> bool:
    """Word leaves a file beside it, whose name lacks the first two letters."""
    return any((path.parent / f"~${name}").exists() for name in (path.name, path.name[2:]))
