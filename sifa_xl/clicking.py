"""What every click is made of: the job over the open book, saving, a new Word file, the message.

The click itself is a function ``(book, folder, progress) -> Outcome`` in a room of its own.
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
from sifa_xl.domain import Finding, Level
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.file_names import OUTPUT, harmless_name
from sifa_xl.filled import LineData
from sifa_xl.jobs import Job
from sifa_xl.result_sheets import ClosedBook
from sifa_xl.write_back import refresh_formulas

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


def shortened(text: str, longest: int) -> str:
    """``text``, ending with … where it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def needed_folder(folder: Path | None, caption: str) -> Path:
    """The workbook's folder, for a click that writes files beside it.

    Raises:
        FileProblem: the workbook was never saved, or lies on a server.
    """
    if folder is None:
        raise FileProblem(
            "这个工作簿还没有保存到本机的文件夹，不知道把 Word 放到哪里，没有写任何文件。"
            f"请先另存到本机，再点“{caption}”。"
        )
    return folder


def home_of(path: Path) -> Path:
    """The workbook's folder; that of its original for the copy that WPS leaves in 输出."""
    return path.parent.parent if path.parent.name == OUTPUT else path.parent


def open_job(book: ResultBook, folder: Path | None, progress: Progress) -> Job:
    """The job over the book as it stands, with the bureau's own templates beside it."""
    progress("正在读表…")
    folders = (folder / jobs.OWN_TEMPLATES,) if folder else ()
    return Job([book.grid(sheet) for sheet in book.sheets()], template_folders=folders)


def line_of(job: Job, sheet: str) -> LineData:
    """The work line of that sheet.

    Raises:
        SifaError: the sheet is none of a work line's.
    """
    for data in job.filled.lines.values():
        if data.sheet == sheet:
            return data
    raise SifaError(
        f"“{sheet}”不是业务表，这个按钮用不上。请先点开一张业务表（如“人民调解”）再点。"
    )


def save_results(job: Job, book: ResultBook) -> None:
    """Save what was staged, with the values the formulas of a closed file have now."""
    if isinstance(book, ClosedBook):  # Excel computes the formulas of a live book itself
        refresh_formulas(job, book)
    book.save()


# ----------------------------------------------------------------- the Word file


@contextmanager
def new_word(data: bytes, folder: Path, name: str) -> Iterator[Path]:
    """A Word file in 输出 under a name of its own; it goes again when the inside fails.

    Raises:
        FileProblem: ``folder`` takes no new folder, or 输出 no file.
    """
    from sifa_xl.book.saving import save

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
        path = _new_path(output, name)
        save(path, data)
        undo.callback(path.unlink, missing_ok=True)
        yield path
        undo.pop_all()  # from here on nothing is taken back


def paper_name(job: Job, draft: str, *marks: str) -> str:
    """``青山县司法局2022年上半年工作总结（市局稿）（草稿）``: how names of its Word files begin."""
    settings = job.filled.settings
    year = f"{settings.year}年{settings.period_name}" if settings.year else ""
    signs = "".join(f"（{mark}）" for mark in (draft, *marks))
    return harmless_name(f"{settings.unit_full}{year}工作总结{signs}")


def dated(name: str) -> str:
    """``name`` with day and minute behind it."""
    return f"{name}{datetime.now():%Y%m%d-%H%M}"


def _new_path(folder: Path, name: str) -> Path:
    names = (f"{name}{f'-{number}' if number > 1 else ''}.docx" for number in count(1))
    return next(folder / each for each in names if not (folder / each).exists())


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody has put something there
        folder.rmdir()


# ------------------------------------------------------------------- the message


def verdict_on(findings: Sequence[Finding]) -> str:
    """How many findings of which level, and where they stand."""
    if not findings:
        return "没有发现问题。"
    return f"{counted(findings)}，都列在“{h.FINDINGS}”。"


def counted(findings: Sequence[Finding]) -> str:
    """``必须改1项、请核实2项没有处理``, and what needs nothing more."""
    parts = []
    if any(finding.is_open for finding in findings):
        parts.append(f"{counted_open(findings)}没有处理")
    if explained := sum(finding.explained for finding in findings):
        parts.append(f"已说明{explained}项")
    if hints := sum(finding.level is Level.HINT for finding in findings):
        parts.append(f"可不改{hints}项")
    return "，".join(parts)


def counted_open(findings: Sequence[Finding]) -> str:
    """``必须改1项、请核实2项``; what is none is not said."""
    levels = [finding.level for finding in findings if finding.is_open]
    return "、".join(
        f"{level.on_screen}{levels.count(level)}项" for level in Level if level in levels
    )


def told(verdict: str, findings: Sequence[Finding], elsewhere: bool = True) -> str:
    """The verdict and the first open findings, as long as a message box holds."""
    waiting = [finding for finding in findings if finding.is_open]
    lines = [verdict, *(shortened(str(f), LONGEST_FINDING) for f in waiting[:MOST_FINDINGS])]
    if rest := len(waiting) - MOST_FINDINGS:
        where = f"见“{h.FINDINGS}”" if elsewhere else f"点“检查”后见“{h.FINDINGS}”"
        lines += [f"另有{rest}项，{where}。"] if rest > 0 else []
    return shortened("\n".join(lines), LONGEST_MESSAGE)


def first_fault(findings: Sequence[Finding]) -> tuple[bool, tuple[str, str] | None]:
    """Whether anything is open, and the first cell that is."""
    first = next((finding for finding in findings if finding.is_open), None)
    return first is not None, (first.sheet, first.cell) if first else None
