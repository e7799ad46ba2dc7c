"""The workbook of the same period a year ago: the one named, or one beside, known by content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from sifa_xl import jobs
from sifa_xl.errors import SifaError
from sifa_xl.indicators import Indicators
from sifa_xl.period_steps import full_name
from sifa_xl.wording import Period

MOST_FILES = 30  # the newest ones; a folder may hold years of them
PLACES = ("*.xls[xm]", "归档/*/*.xls[xm]")


@dataclass(frozen=True)
class LastYear:
    """Its numbers, and in words where they come from; ``job`` is None where there is none."""

    job: jobs.Job | None
    told: str


def named_book(path: Path, wanted: Period, unit: str) -> LastYear:
    """The workbook the clerk names.

    Raises:
        SifaError: it cannot be read, or is of another period.
    """
    job = jobs.open_workbook(path)
    period = job.filled.settings.period
    if period != wanted:
        what = f"是{full_name(period)}的" if period else "首页没有填年份"
        raise SifaError(f"“{path.name}”{what}，上年同期要{full_name(wanted)}的。请核对文件。")
    if job.filled.settings.is_return:
        reporter = job.filled.settings.reporter
        raise SifaError(
            f"“{path.name}”是{reporter}的上报表，不是本局汇总的数。请选本局自己的工作簿。"
        )
    other = job.filled.settings.unit_full
    note = "" if other == unit else f"（单位全称是“{other}”，与本工作簿不同，请核对）"
    return LastYear(job, f"上年同期取自“{path.name}”（{full_name(wanted)}）{note}")


def book_beside(folder: Path | None, wanted: Period, unit: str) -> LastYear:
    """A workbook in ``folder`` or its 归档, of this unit and period by what stands in it.

    Several with other numbers in them are told and none is taken.
    """
    found = list(_matching(folder, wanted, unit)) if folder is not None and unit else []
    if not found:
        told = (
            f"旁边没有找到{full_name(wanted)}的工作簿，上年同期空着；"
            "有的话放到同一个文件夹（或用 --last-year 指明），再转一次"
        )
        return LastYear(None, told)
    path, job = found[0]
    if any(_values(other) != _values(job) for _, other in found[1:]):
        names = "、".join(f"“{other.name}”" for other, _ in found)
        told = (
            f"{names}都是{full_name(wanted)}的，数却不同，没有用，上年同期空着；"
            "请核对后把多余的移走（或用 --last-year 指明一个），再转一次"
        )
        return LastYear(None, told)
    return LastYear(job, f"上年同期取自旁边的“{path.name}”（{full_name(wanted)}）")


def _matching(folder: Path, wanted: Period, unit: str) -> Iterator[tuple[Path, jobs.Job]]:
    for path in _newest(folder):
        try:
            job = jobs.open_workbook(path)
            settings = job.filled.settings
        except SifaError:
            continue  # none of ours, or one that cannot be read: it cannot be what is looked for
        is_ours = settings.unit_full == unit and not settings.is_return
        if is_ours and settings.period == wanted:
            yield path, job


def _newest(folder: Path) -> list[Path]:
    files = [path for place in PLACES for path in folder.glob(place) if path.is_file()]
    files = [path for path in files if not path.name.startswith(("~$", "."))]
    return sorted(files, key=lambda path: (-path.stat().st_mtime, path.name))[:MOST_FILES]


def _values(job: jobs.Job) -> dict[str, Fraction | None]:
    """Every number by its code, and how the lines stand."""
    indicators: Indicators = job.indicators
    return {
        figure.code: indicators.value(figure)
        for data in job.filled.lines.values()
        for figure in data.line.figures
    }
