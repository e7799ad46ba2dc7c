"""What a 股室 is asked to write: its work lines and due date, from the workbook that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sifa_xl.declarations import WorkLine
from sifa_xl.errors import FileProblem
from sifa_xl.filled import Unit
from sifa_xl.jobs import Job, open_workbook
from sifa_xl.lines import shipped
from sifa_xl.material_words import Order

_SEPARATORS = re.compile(r"[、，,；;\s]+")


def order_for(office: str, workbook: Path | None = None, titles: Sequence[str] = ()) -> Order:
    """The order for ``office``: the lines of ``titles``, else those that are its own.

    Its own are those beside its name in 填报单位, else those whose 责任股室 it is, else those whose
    name is part of its name; where nothing tells, it gets every line and leaves blank what is
    none of its business.

    Raises:
        FileProblem: the workbook cannot be read, a title is none of a work line, or no office.
    """
    office = " ".join(office.split())
    if not office:
        raise FileProblem("没有写股室名，不知道给谁做素材表。请写成 --material 社区矫正股 这样。")
    lines = shipped()
    job = open_workbook(workbook) if workbook is not None else None
    unit = _unit(job, office)
    chosen = _named(titles, lines) if titles else _own(office, job, unit, lines)
    settings = job.filled.settings if job else None
    period = f"{settings.year}年{settings.period_name}" if settings and settings.year else ""
    return Order(
        office,
        tuple((line.title, tuple(section.block for section in line.outline)) for line in chosen),
        settings.unit_short if settings else "",
        period,
        f"{unit.due.month}月{unit.due.day}日" if unit and unit.due else "",
    )


def _named(titles: Sequence[str], lines: Sequence[type[WorkLine]]) -> list[type[WorkLine]]:
    by_title = {line.title: line for line in lines}
    wanted = [title for words in titles for title in _SEPARATORS.split(words) if title]
    for title in wanted:
        if title not in by_title:
            raise FileProblem(f"没有“{title}”这条业务线。请从{'、'.join(by_title)}中选。")
    return [by_title[title] for title in dict.fromkeys(wanted)]


def _own(
    office: str, job: Job | None, unit: Unit | None, lines: Sequence[type[WorkLine]]
) -> list[type[WorkLine]]:
    titles = unit.lines if unit else ()
    sections = {
        data.line.title: {entry.section for entry in data.entries.values()}
        for data in (job.filled.lines.values() if job else ())
    }
    for found in (
        [line for line in lines if line.title in titles],
        [line for line in lines if office in sections.get(line.title, ())],
        [line for line in lines if line.title in office],
    ):
        if found:
            return found
    return list(lines)


def _unit(job: Job | None, office: str) -> Unit | None:
    """The row of 填报单位 with that name."""
    units = job.filled.units if job else []
    return next((unit for unit in units if unit.name == office), None)
