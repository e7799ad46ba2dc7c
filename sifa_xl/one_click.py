"""What one click does, from the open workbook to the message; the same for a button and a file.

Results are staged first, the Word file is written next, the workbook last: when anything fails,
the workbook is as it was and no new file is left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.book.port import ResultBook
from sifa_xl.declarations import DRAFTS
from sifa_xl.domain import Finding, Level
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.file_names import harmless_name
from sifa_xl.filled import LineData
from sifa_xl.jobs import Job
from sifa_xl.narrative import BRIEF, Summary
from sifa_xl.result_sheets import ClosedBook, find_sheet, forms_of
from sifa_xl.write_back import put_findings, put_results, refresh_formulas

OUTPUT = "输出"  # the folder beside the workbook that takes the Word files
LONGEST_MESSAGE = 1_000  # a message box cuts what is longer
LONGEST_FINDING = 160
MOST_FINDINGS = 5

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What came of a click: the message, the cell to look at, the Word file written.

    ``is_open`` tells that something still wants the clerk.
    """

    message: str
    is_open: bool = False
    place: tuple[str, str] | None = None
    word: Path | None = None


def check(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """检查: all findings into 校验结果.

    Raises:
        SifaError: the book is none of ours, or the results cannot be put; nothing has changed.
    """
    job = _job(book, folder, progress)
    progress("正在检查…")
    findings = job.findings
    put_findings(job, book)
    progress("正在写入…")
    _save(job, book)
    return Outcome(_told(_verdict(findings), findings), *_fault(findings))


def summarize(
    book: ResultBook, folder: Path | None, progress: Progress, draft: str = ""
) -> Outcome:
    """生成总结: check, text, results into the book, and a new Word file into 输出.

    Without ``draft`` it is the one chosen on 首页.

    Raises:
        SifaError: as ``check``; or there is nothing to say, or no folder to write into.
    """
    if folder is None:
        raise FileProblem(
            "这个工作簿还没有保存到本机的文件夹，不知道把 Word 放到哪里，没有写任何文件。"
            "请先另存到本机，再点“生成总结”。"
        )
    job = _job(book, folder, progress)
    progress("正在检查…")
    findings = job.findings
    progress("正在成文…")
    summary = job.summary(draft or job.filled.settings.draft)
    is_draft = jobs.blocks_final(findings)
    put_results(job, summary, book)
    progress("正在写入…")
    with _new_word(job, summary, is_draft, folder) as word:
        _save(job, book)
    is_open, place = _fault(findings)
    message = _told(_written(summary, findings, word), findings)
    return Outcome(message, is_open, place or _top_of_summary(book), word)


def check_sheet(book: ResultBook, folder: Path | None, progress: Progress, sheet: str) -> Outcome:
    """检查本页: the findings of one work line's sheet; nothing is written.

    Raises:
        SifaError: the sheet is none of a work line's.
    """
    job = _job(book, folder, progress)
    data = _line_of(job, sheet)
    progress("正在检查…")
    findings = [finding for finding in job.findings if finding.sheet == sheet]
    if not findings:
        return Outcome(f"“{data.sheet}”表没有发现问题。")
    verdict = f"“{data.sheet}”表：{_counted(findings)}。"
    return Outcome(_told(verdict, findings, elsewhere=False), *_fault(findings))


def preview_sheet(book: ResultBook, folder: Path | None, progress: Progress, sheet: str) -> Outcome:
    """预览本段: what the summary says of one work line now; nothing is written.

    Raises:
        SifaError: the sheet is none of a work line's, or there is nothing to say at all.
    """
    job = _job(book, folder, progress)
    data = _line_of(job, sheet)
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


def run_file(path: Path, action: str = "summarize") -> Outcome:
    """The same by file, for WPS, Linux and machines where macros are blocked.

    Raises:
        SifaError: as the action; or the file cannot be read or replaced.
    """
    from sifa_xl.book.locking import held

    actions = {"check": check, "summarize": summarize}
    if action not in actions:
        raise SifaError(f"没有“{action}”这个动作。请写 {' 或 '.join(actions)}。")
    path = path.absolute()
    with held(path):
        _, book = jobs.open_for_writing(path)
        return actions[action](book, _home(path), lambda words: None)


def shortened(text: str, longest: int) -> str:
    """``text``, ending with … where it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _home(path: Path) -> Path:
    """The workbook's folder; that of its original for the copy that WPS leaves in 输出."""
    return path.parent.parent if path.parent.name == OUTPUT else path.parent


def _job(book: ResultBook, folder: Path | None, progress: Progress) -> Job:
    progress("正在读表…")
    folders = (folder / jobs.OWN_TEMPLATES,) if folder else ()
    return Job([book.grid(sheet) for sheet in book.sheets()], template_folders=folders)


def _line_of(job: Job, sheet: str) -> LineData:
    for data in job.filled.lines.values():
        if data.sheet == sheet:
            return data
    raise SifaError(
        f"“{sheet}”不是业务表，这个按钮用不上。请先点开一张业务表（如“人民调解”）再点。"
    )


def _save(job: Job, book: ResultBook) -> None:
    if isinstance(book, ClosedBook):  # Excel computes the formulas of a live book itself
        refresh_formulas(job, book)
    book.save()


# ----------------------------------------------------------------- the Word file


@contextmanager
def _new_word(job: Job, summary: Summary, is_draft: bool, folder: Path) -> Iterator[Path]:
    """A Word file in 输出 under a name of its own; it goes again when the inside fails."""
    from sifa_xl.book.saving import save
    from sifa_xl.papers import word_file

    data = word_file(job, summary, is_draft=is_draft)
    output = folder / OUTPUT
    with ExitStack() as undo:
        is_new = not output.exists()
        try:
            output.mkdir(exist_ok=True)
        except OSError:
            raise FileProblem(
                f"“{folder}”里建不了文件夹“{OUTPUT}”，没有写任何文件。"
                "请检查有没有写权限，或把工作簿复制到本机再用。"
            ) from None
        if is_new:
            undo.callback(_remove_empty, output)
        path = _new_path(output, _word_name(job, summary, is_draft))
        save(path, data)
        undo.callback(path.unlink, missing_ok=True)
        yield path
        undo.pop_all()  # from here on nothing is taken back


def _word_name(job: Job, summary: Summary, is_draft: bool) -> str:
    settings = job.filled.settings
    year = f"{settings.year}年{settings.period_name}" if settings.year else ""
    mark = "（草稿）" if is_draft else ""
    name = f"{settings.unit_full}{year}工作总结（{summary.draft}）{mark}"
    return f"{harmless_name(name)}{datetime.now():%Y%m%d-%H%M}"


def _new_path(folder: Path, name: str) -> Path:
    names = (f"{name}{f'-{number}' if number > 1 else ''}.docx" for number in count(1))
    return next(folder / each for each in names if not (folder / each).exists())


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody has put something there
        folder.rmdir()


# ------------------------------------------------------------------- the message


def _verdict(findings: Sequence[Finding]) -> str:
    if not findings:
        return "没有发现问题。"
    return f"{_counted(findings)}，都列在“{h.FINDINGS}”。"


def _counted(findings: Sequence[Finding]) -> str:
    """``必须改1项、请核实2项没有处理``, and what needs nothing more."""
    parts = []
    if any(finding.is_open for finding in findings):
        parts.append(f"{_open(findings)}没有处理")
    if explained := sum(finding.explained for finding in findings):
        parts.append(f"已说明{explained}项")
    if hints := sum(finding.level is Level.HINT for finding in findings):
        parts.append(f"可不改{hints}项")
    return "，".join(parts)


def _open(findings: Sequence[Finding]) -> str:
    """``必须改1项、请核实2项``; what is none is not said."""
    levels = [finding.level for finding in findings if finding.is_open]
    return "、".join(
        f"{level.on_screen}{levels.count(level)}项" for level in Level if level in levels
    )


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
        lines.append(f"{_open(findings)}没有处理，所以标为草稿：")
    return "\n".join(lines)


def _told(verdict: str, findings: Sequence[Finding], elsewhere: bool = True) -> str:
    """The verdict and the first open findings, as long as a message box holds."""
    waiting = [finding for finding in findings if finding.is_open]
    lines = [verdict, *(shortened(str(f), LONGEST_FINDING) for f in waiting[:MOST_FINDINGS])]
    if rest := len(waiting) - MOST_FINDINGS:
        where = f"见“{h.FINDINGS}”" if elsewhere else f"点“检查”后见“{h.FINDINGS}”"
        lines += [f"另有{rest}项，{where}。"] if rest > 0 else []
    return shortened("\n".join(lines), LONGEST_MESSAGE)


def _fault(findings: Sequence[Finding]) -> tuple[bool, tuple[str, str] | None]:
    """Whether anything is open, and the first cell that is."""
    first = next((finding for finding in findings if finding.is_open), None)
    return first is not None, (first.sheet, first.cell) if first else None


def _top_of_summary(book: ResultBook) -> tuple[str, str]:
    """The first cell of 总结, to be read when nothing is open."""
    return find_sheet(forms_of(book), h.SUMMARY_SHEET, h.SUMMARY).sheet, "B1"
