"""定稿归档: which Word file, whether it may go, and the archive of both as they were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sifa_xl import export_log
from sifa_xl.archive import ARCHIVE, WORD, WORKBOOK, Sending, SentDraft, store
from sifa_xl.book.port import ResultBook
from sifa_xl.book.saving import owner_file
from sifa_xl.clicking import Outcome, Progress, needed_folder, open_job
from sifa_xl.declarations import DRAFTS
from sifa_xl.document_reader import package_of, read_document
from sifa_xl.documents import Carried, Document
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.file_names import OUTPUT
from sifa_xl.jobs import Job, blocks_final
from sifa_xl.marked_document import marked_paragraphs
from sifa_xl.sent_numbers import sent_text
from sifa_xl.telling import told_unfinished

_NOT_FINAL = ("草稿", "送审", "公开检查")  # what names of Word files that are not sent say
_DRAFT_SIGN = "草稿"
_MOST_DOUBTS = 5


def archive(
    book: ResultBook, folder: Path | None, progress: Progress, signed_by: str = ""
) -> Outcome:
    """定稿归档: the newest final Word file in 输出, and the workbook as it is saved.

    Raises:
        SifaError: there is no final Word file, something is open, or nothing can be written.
    """
    home = needed_folder(folder, "定稿归档")
    word = newest_final(home / OUTPUT)
    sent = archive_files(book, home, word, progress, signed_by=signed_by)
    lines = [
        f"已归档到“{ARCHIVE}/{sent.folder.name}”：{'、'.join(f.name for f in sent.files)}。",
        f"正文里{len(sent.numbers)}个数的出处都记下了。以后要改，改原来的文件，再归档一次。",
    ]
    return Outcome("\n".join(lines), word=None)


def archive_files(
    book: ResultBook,
    home: Path,
    word: Path,
    progress: Progress,
    *,
    draft: str = "",
    signed_by: str = "",
) -> SentDraft:
    """Archive ``word`` with the workbook; ``signed_by`` is who signed it though something is open.

    Raises:
        SifaError: as ``archive``.
    """
    name, data = book.stored()
    if lock := owner_file(word):
        raise FileProblem(
            f"“{word.name}”正在 Word 或 WPS 中打开，没有归档。请保存、关闭它再归档；"
            f"确实没有打开的，删去旁边的“{lock.name}”再试。"
        )
    package = package_of(word)
    document = read_document(word)
    job = open_job(book, home, progress)
    draft = draft or draft_of(word, job)
    progress("正在核对…")
    text = sent_text(marked_paragraphs(package), job.summary(draft), job)
    unfinished = [*_open_matters(job, draft), *_carried(document), *text.doubts]
    if unfinished and not signed_by:
        raise SifaError(_refusal(word, unfinished))
    progress("正在归档…")
    files = {WORKBOOK: (name, data), WORD: (word.name, word.read_bytes())}
    title = _title(document, word)
    sending = Sending(draft, title, files, tuple(text.numbers), signed_by, tuple(unfinished))
    _record(home, data, job)
    return store(home, sending, datetime.now())


def newest_final(output: Path) -> Path:
    """The final Word file in 输出 that was changed last.

    Raises:
        FileProblem: there is none.
    """
    words = [path for path in output.glob("*.docx") if not path.name.startswith(("~$", "."))]
    finals = [path for path in words if not any(sign in path.name for sign in _NOT_FINAL)]
    if not finals:
        drafts = "只有草稿或送审稿" if words else "没有 Word 文件"
        raise FileProblem(
            f"“{OUTPUT}”文件夹里{drafts}，没有归档。请先处理完问题，生成不带“草稿”的总结，"
            f"再归档；要归档别处的 Word，用 sifa-xl archive 工作簿 --word 文件。"
        )
    return max(finals, key=lambda path: (path.stat().st_mtime, path.name))


def draft_of(word: Path, job: Job) -> str:
    """The 稿种 named in the file's name, else the one chosen on 首页."""
    named = [draft for draft in DRAFTS if draft in word.name]
    return named[0] if len(named) == 1 else job.filled.settings.draft or DRAFTS[0]


def _record(home: Path, data: bytes, job: Job) -> None:
    """The archived workbook is a copy of its ledgers, persons and all."""
    rows = {table.ledger.title: len(table.rows) for table in job.filled.ledgers.values()}
    if any(rows.values()):
        export_log.record(home, "定稿归档", data, data, rows, {})


def _open_matters(job: Job, draft: str) -> list[str]:
    summary, findings = job.summary(draft), job.findings
    if not blocks_final(findings) and not summary.unsourced:
        return []
    return [told_unfinished(findings, summary)]


def _carried(document: Document) -> list[str]:
    """What a Word file that goes out must not carry: 草稿 in its header, comments, revisions."""
    found = [
        f"Word 的页眉还有“{paragraph.text.strip()}”"
        for paragraph in document.paragraphs
        if paragraph.place == "页眉" and _DRAFT_SIGN in paragraph.text
    ][:1]
    unwanted = (Carried.COMMENT, Carried.REVISION)
    found += [
        f"Word 里有{trace.count}处{trace.detail}"
        for trace in document.traces
        if trace.kind in unwanted
    ]
    return found


def _refusal(word: Path, unfinished: Sequence[str]) -> str:
    told = "；".join(unfinished[:_MOST_DOUBTS])
    rest = len(unfinished) - _MOST_DOUBTS
    more = f"；另有{rest}处" if rest > 0 else ""
    return (
        f"还不能归档“{word.name}”：{told}{more}。没有归档。请逐项处理，或按表里的数更新 Word；"
        "领导就是照这个 Word 签发的，用 sifa-xl archive 工作簿 --signed 签发人 归档，会记下这些事。"
    )


def _title(document: Document, word: Path) -> str:
    first = next((p.text for p in document.paragraphs if p.place == "第1段"), word.stem)
    return "".join(first.split())
