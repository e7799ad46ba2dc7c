"""What a 股室 is asked to write: its work lines and due date, from the workbook that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl.declarations import WorkLine
from sifa_xl.errors import FileProblem
from sifa_xl.forms import Record, pick_form, read_form
from sifa_xl.jobs import Job, open_workbook
from sifa_xl.lines import shipped
from sifa_xl.material_words import Order

_DUE_HEADERS = ("截止日期", "期限")
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
        _due(unit),
    )


def _named(titles: Sequence[str], lines: Sequence[type[WorkLine]]) -> list[type[WorkLine]]:
    by_title = {line.title: line for line in lines}
    wanted = [title for words in titles for title in _SEPARATORS.split(words) if title]
    for title in wanted:
        if title not in by_title:
            raise FileProblem(f"没有“{title}”这条业务线。请从{'、'.join(by_title)}中选。")
    return [by_title[title] for title in dict.fromkeys(wanted)]


def _own(
    office: str, job: Job | None, unit: Record | None, lines: Sequence[type[WorkLine]]
) -> list[type[WorkLine]]:
    titles = set(_SEPARATORS.split(_text(unit, "业务线")))
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


def _unit(job: Job | None, office: str) -> Record | None:
    """The row of 填报单位 with that name."""
    forms = [form for form in map(read_form, job.grids if job else ()) if form is not None]
    form = pick_form(forms, h.UNITS_SHEET, h.UNITS)
    table = form.tables.get(h.UNITS) if form else None
    records = table.records if table else []
    return next((each for each in records if _text(each, h.OFFICE) == office), None)


def _due(unit: Record | None) -> str:
    for header in _DUE_HEADERS:
        cell = unit.cells.get(header) if unit else None
        if cell is not None and isinstance(cell.value, date | datetime):
            return f"{cell.value.month}月{cell.value.day}日"
        if text := _text(unit, header):
            return text.removesuffix("前")
    return ""


def _text(record: Record | None, header: str) -> str:
    cell = record.cells.get(header) if record else None
    return "" if cell is None else " ".join(str(cell.value).split())
