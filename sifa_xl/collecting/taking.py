"""One file of a unit -> what it says, or why it cannot be taken.  Runs in a worker process."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from sifa_xl.adoption import Source
from sifa_xl.book.package import Package
from sifa_xl.book.reader import load, read_bytes
from sifa_xl.collecting.below import (
    figures_below,
    origins_of,
    parts_below,
    totals_column,
    units_lacking,
)
from sifa_xl.collecting.other_kinds import is_old_workbook, read_old_workbook, read_text_table
from sifa_xl.collecting.returns import (
    Reading,
    Refusal,
    Return,
    ReturnedFigure,
    ReturnedFinding,
    ReturnedMeasure,
    ReturnedPart,
)
from sifa_xl.declarations import Count, WorkLine
from sifa_xl.domain import Finding, Grid, Level, Place, State
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.filled import Amount, LineData
from sifa_xl.forms import sheet_code
from sifa_xl.indicators import Indicators
from sifa_xl.jobs import Job

LOST_HEADER = "B-02"
READ_AS = "V-02"  # a number written as words, and how it was read
MOST_FINDINGS = 60  # of one return; the unit mends those first
_NAME = "这个文件"  # a cached sentence must not name the file: it may be renamed
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]{0,200}>\s*([0-9T:.Z+-]{10,40})\s*<")
_NEVER_SAVED = "2024-01-01T00:00:00Z"  # as a form leaves the program
_FOREIGN = (
    "不是本程序的填报表：没有一张表有填报表的编码。请报发下去的那一份填报表，不要自己另做表格。"
)


def take(path: Path, lines: Sequence[type[WorkLine]]) -> Reading:
    """What the file at ``path`` says."""
    try:
        data = load(path)
    except FileProblem as problem:
        return Refusal(reason=_nameless(str(problem), path.name), is_lasting=False)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        grids, saved = read_grids(data, path.suffix.lower())
        return _return(grids, sha256, saved, lines)
    except SifaError as problem:
        return Refusal(sha256=sha256, reason=_nameless(str(problem), _NAME))


def read_grids(data: bytes, suffix: str) -> tuple[list[Grid], str]:
    """The sheets of a file of any kind we read, and when it was last saved, if it says so.

    Raises:
        FileProblem: it is of another kind, damaged, hostile or over a limit.
    """
    if is_old_workbook(data):
        return read_old_workbook(data), ""
    if suffix == ".csv" and not data.startswith(b"PK"):
        return read_text_table(data, _NAME), ""
    book = read_bytes(data, _NAME)
    return book.grids, _saved(book.package)


def own_lines(grids: Sequence[Grid], lines: Sequence[type[WorkLine]]) -> list[type[WorkLine]]:
    """Those of ``lines`` that have a sheet in the file.

    Raises:
        FileProblem: none has; the file is none of ours.
    """
    codes = {code for grid in grids if (code := sheet_code(grid))}
    if not codes:
        raise FileProblem(_FOREIGN)
    own = [line for line in lines if line.code in codes]
    if not own:
        raise FileProblem("里没有一张业务表。请报发下去的那一份填报表。")
    return own


def _nameless(sentence: str, name: str) -> str:
    return sentence.removeprefix(f"“{name}”")


def _saved(package: Package) -> str:
    """When the file was last saved, as it says itself; a form as it was handed out does not."""
    part = "docprops/core.xml"
    if part not in package or package.size(part) > 1 << 16:
        return ""
    found = _MODIFIED.search(package.read(part))
    moment = found[1].decode("ascii") if found else ""
    return "" if moment == _NEVER_SAVED else moment


def _return(grids: list[Grid], sha256: str, saved: str, lines: Sequence[type[WorkLine]]) -> Return:
    job = Job(grids, own_lines(grids, lines))
    settings, findings = job.filled.settings, job.rule_findings
    used = [data for data in job.filled.lines.values() if not data.is_off]
    stars = [figure for data in used for figure in data.line.figures if figure.star]
    filled = [figure for figure in stars if _is_filled(figure, job)]
    origins = origins_of(grids)
    return Return(
        sha256=sha256,
        bureau=settings.unit_full,
        bureau_short=settings.unit_short,
        reporter=settings.reporter,
        year=settings.year,
        period=settings.period_name,
        saved=saved,
        lines=tuple(data.line.code for data in used),
        off=tuple(data.line.code for data in job.filled.lines.values() if data.is_off),
        figures=(*_figures(job, used, totals_column(grids)), *figures_below(job.filled, origins)),
        parts=(*_parts(used), *parts_below(job.lines, origins)),
        measures=tuple(_measures(used)),
        findings=tuple(_findings(findings)),
        ledger_rows=sum(len(table.rows) for table in job.filled.ledgers.values()),
        stars=len(stars),
        stars_filled=len(filled),
        headers=tuple(dict.fromkeys(f.figure for f in findings if _is_lost_header(f))),
        lacking=() if settings.reporter else units_lacking(job.filled),
    )


def _is_lost_header(finding: Finding) -> bool:
    return finding.code == LOST_HEADER and "表头“" in finding.message


def _is_filled(figure: Count, job: Job) -> bool:
    return job.indicators.value(figure) is not None or _given(figure, job).state is State.PENDING


def _figures(job: Job, used: Sequence[LineData], totals: int) -> Iterator[ReturnedFigure]:
    """Every figure that is known, or that somebody wrote something into."""
    indicators = job.indicators
    for figure in (figure for data in used for figure in data.line.figures):
        value, given = indicators.value(figure), _given(figure, job)
        if value is None and given.state is State.BLANK:
            continue
        is_counted = indicators.adopted_from(figure) is Source.LEDGER
        yield ReturnedFigure(
            code=figure.code,
            label=figure.label,
            state=given.state if value is None else State.KNOWN,
            value=_decimal(value),
            approx=indicators.approx(figure),
            unit=indicators.unit(figure),
            cell=_cell(figure, given, indicators, totals),
            is_typed=given.state is not State.BLANK or is_counted or figure.definition is None,
        )


def _given(figure: Count, job: Job) -> Amount:
    """What was typed for the figure, here or by the units below; blank where nobody did."""
    data = job.indicators.data(figure)
    entry = data.entries.get(figure.code) if data else None
    if entry is not None and entry.now.state is not State.BLANK:
        return entry.now
    blank = entry.now if entry is not None else Amount(place=Place(figure.code, 1, 1))
    return job.filled.unit_total(figure.code) or blank


def _cell(figure: Count, given: Amount, indicators: Indicators, totals: int) -> str:
    """Where the number itself stands; that of the units below in the column of their sum.

    A computed number stands in the figure's row: the cells it comes from hold other numbers.
    """
    below = indicators.filled.unit_values.get(figure.code, ())
    if any(given.place == each.amount.place for each in below):
        return str(Place(given.place.sheet, given.place.row, totals or given.place.column))
    cells = indicators.cells(figure)
    is_own = given.state is not State.BLANK or figure.definition is not None or not cells
    return str(given.place) if is_own else cells[0]


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def _parts(used: Sequence[LineData]) -> Iterator[ReturnedPart]:
    for data in used:
        for split in data.line.splits:
            for row in data.splits.get(split.code, ()):
                for name, amount in row.amounts.items():
                    if row.name and amount.value is not None:
                        yield ReturnedPart(
                            code=split.code,
                            label=split.label,
                            name=row.name,
                            measure=name,
                            value=amount.value,
                            approx=amount.approx,
                            cell=str(amount.place),
                        )


def _measures(used: Sequence[LineData]) -> Iterator[ReturnedMeasure]:
    for data in used:
        for row in data.measures:
            if row.body and row.is_used:
                yield ReturnedMeasure(
                    line=data.line.code,
                    body=row.body,
                    belongs_to=row.belongs_to,
                    subheading=row.subheading,
                    day=row.day,
                    may_drop=row.may_drop,
                    cell=str(row.place),
                )


def _findings(findings: Sequence[Finding]) -> Iterator[ReturnedFinding]:
    """Those that want the unit, the gravest first, and what was read otherwise than written."""
    told = [f for f in findings if f.level is not Level.HINT or f.code == READ_AS]
    for finding in told[:MOST_FINDINGS]:
        yield ReturnedFinding(
            code=finding.code,
            level=finding.level,
            cell=f"{finding.sheet}!{finding.cell}",
            # a unit has no blank master to copy from, only the form it was sent
            message=finding.message.replace("空白母版", "发下来的表"),
            is_open=finding.is_open,
        )
