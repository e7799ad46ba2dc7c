"""A collection by command and by button: the master held, read, filled and saved."""

from __future__ import annotations

from pathlib import Path

from sifa_xl import jobs
from sifa_xl.book.locking import held
from sifa_xl.book.port import ResultBook
from sifa_xl.book.saving import save_all
from sifa_xl.clicking import LONGEST_MESSAGE, Outcome, Progress, open_job, save_results, shortened
from sifa_xl.collecting.collect import Done, Watch, collect_into
from sifa_xl.collecting.shapes import told_lines
from sifa_xl.errors import FileProblem
from sifa_xl.write_back import refresh_formulas

RETURNS = "上报"  # the folder beside the workbook that takes the units' returns


def collect_file(folder: Path, master: Path, watch: Watch) -> tuple[Done, Path | None]:
    """The returns below ``folder`` into the file ``master``; returns the backup of what it was.

    A master that would not change is not written, and has no backup.

    Raises:
        SifaError: as ``collect_into``; or the master is held by another run or cannot be replaced.
    """
    master = master.absolute()
    with held(master):
        job, book = jobs.open_for_writing(master)
        done = collect_into(book, job, folder.absolute(), master, watch)
        refresh_formulas(done.job, book)
        if not book.has_changed():
            return done, None
        return done, save_all({master: book.revision()})[master]


def collect(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """汇总上报表: the returns in the folder 上报 beside the workbook.

    Raises:
        SifaError: there is no such folder, or as ``collect_into``; nothing has changed.
    """
    if folder is None:
        raise FileProblem(
            "这个工作簿还没有保存到本机的文件夹，不知道到哪里找上报表，没有汇总。"
            "请先另存到本机，再点“汇总上报表”。"
        )
    returns = folder / RETURNS
    if not returns.is_dir():
        raise FileProblem(
            f"工作簿旁边没有“{RETURNS}”文件夹，没有汇总。"
            f"请在“{folder}”里建一个“{RETURNS}”文件夹，把各单位报来的表放进去再点。"
        )
    job = open_job(book, folder, progress)

    def watch(read: int, total: int) -> None:
        progress(f"正在读上报表：{read}/{total}…")

    done = collect_into(book, job, returns, folder / RETURNS, watch)
    progress("正在写入…")
    save_results(done.job, book)
    lines = told_lines(done.collected)
    message = shortened("\n".join([f"{lines[0]}都列在“汇总台账”。", *lines[1:]]), LONGEST_MESSAGE)
    return Outcome(message, not done.collected.is_clean)
