"""更新Word数字 as a click: the newest Word file of ours in 输出 follows the open workbook."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl.archive import sent_drafts
from sifa_xl.book.port import ResultBook
from sifa_xl.book.saving import save_all
from sifa_xl.clicking import (
    LONGEST_MESSAGE,
    Outcome,
    Progress,
    needed_folder,
    open_job,
    save_results,
    shortened,
)
from sifa_xl.errors import FileProblem
from sifa_xl.file_names import OUTPUT
from sifa_xl.renewal_report import told_report
from sifa_xl.returned_lines import file_draft
from sifa_xl.word_package import WordFile, read_word_file
from sifa_xl.word_refresh import (
    is_for_workbook,
    is_review,
    put_renewal,
    renewed_files,
    renewed_report,
    settled_data,
    with_notes,
    with_standing,
)
from sifa_xl.written_lines import read_lines

CAPTION = "更新Word数字"


def refresh_words(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """Renew the newest Word file of the chosen draft in 输出; its edits go into the book.

    Raises:
        SifaError: the book is none of ours, there is no such file, or it cannot be written;
            nothing has changed.
    """
    home = needed_folder(folder, CAPTION)
    job = open_job(book, folder, progress)
    path, file, data = newest_of_ours(home / OUTPUT, job.filled.settings.draft)
    progress("正在更新…")
    report = renewed_report(file, job, sent_drafts(home))
    after, notes = put_renewal(job, report, book)
    report = with_standing(with_notes(report, notes), file, after)
    outputs = renewed_files(path, data, settled_data(report, after, path.name), report)
    progress("正在写入…")
    if outputs:
        save_all(outputs)
    if is_for_workbook(report):
        try:
            save_results(after, book)
        except FileProblem:
            if path in outputs:
                save_all({path: data})  # both or neither
            raise
    message = "\n".join([f"“{path.name}”", *told_report(report)])
    place = (h.CHANGES, "B1") if report.numbers and h.CHANGES in book.sheets() else None
    return Outcome(shortened(message, LONGEST_MESSAGE), report.is_open, place, path)


def newest_of_ours(output: Path, draft: str) -> tuple[Path, WordFile, bytes]:
    """The file of that draft that was changed last, whatever it is called; no 送审稿.

    Raises:
        FileProblem: there is none.
    """
    paths = [path for path in output.glob("*.docx") if not path.name.startswith(("~$", "."))]
    for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        with suppress(FileProblem):
            file, data = read_word_file(path)
            if file_draft(read_lines(file.body), file.base) == draft and not is_review(file):
                return path, file, data
    raise FileProblem(
        f"“{OUTPUT}”文件夹里没有由这个工作簿生成的{draft}。"
        "请先点“生成总结”，或把要更新的 Word 放回这个文件夹。"
    )
