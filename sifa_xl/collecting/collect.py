"""Returns of a folder into the master: read, sort out, add up, put, report.  Nothing is saved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl.book.port import ResultBook
from sifa_xl.book.reader import load
from sifa_xl.boundary import log_folder
from sifa_xl.collecting.adding import add_up
from sifa_xl.collecting.cache import Cache
from sifa_xl.collecting.ledger_merging import LedgerMerger
from sifa_xl.collecting.ledger_rows import SentLedgers
from sifa_xl.collecting.merging import FigureMerger
from sifa_xl.collecting.origins import origins_table, read_origins
from sifa_xl.collecting.putting import Putting, free_rows
from sifa_xl.collecting.reporting import Collected, kinds_of, report_units
from sifa_xl.collecting.returns import Reading, Refusal
from sifa_xl.collecting.row_merging import RowMerger
from sifa_xl.collecting.sent_files import FileState, SentFile, Wanted
from sifa_xl.collecting.sorting import sort_out
from sifa_xl.collecting.tables import collected_table, read_named_by_hand, traces_table
from sifa_xl.collecting.walk import FoundFile, walk
from sifa_xl.collecting.workers import read_files, read_rows
from sifa_xl.errors import FileProblem
from sifa_xl.filled import Unit
from sifa_xl.forms import Form, Table, pick_form
from sifa_xl.jobs import Job, reckoned_anew
from sifa_xl.result_sheets import find_sheet, forms_of, put
from sifa_xl.results import ResultTable
from sifa_xl.write_back import put_findings

Watch = Callable[[int, int], None]  # files done, files in all


@dataclass
class Done:
    """What was collected, the rows of 汇总明细, and the job over the master as it will be."""

    collected: Collected
    traces: ResultTable
    job: Job


def read_folder(
    folder: Path, master: Path, watch: Watch, cache_folder: Path | None = None, workers: int = 0
) -> tuple[list[tuple[FoundFile, Reading]], list[str]]:
    """Every file that may be a return with what it says, and the names of those of other kinds.

    A file that was read before is not read again; what is read is kept at once.

    Raises:
        FileProblem: there is no such folder, or it holds too many files.
    """
    found = walk(folder, master)
    cache = Cache(cache_folder or log_folder())
    try:
        readings, waiting = _known(found.files, cache)
        done = len(found.files) - sum(len(files) for files in waiting.values())
        watch(done, len(found.files))
        first = {files[0].path: files for files in waiting.values()}
        for path, reading in read_files(list(first), workers=workers):
            cache.keep(reading)
            for file in first[path]:
                readings[file] = reading
                done += 1
            watch(done, len(found.files))
    finally:
        cache.close()
    return [(file, readings[file]) for file in found.files], found.others


def collect_into(book: ResultBook, job: Job, folder: Path, master: Path, watch: Watch) -> Done:
    """Stage the returns below ``folder`` into the master's sheets.

    Raises:
        FileProblem: the folder holds no table, the master is a unit's return or lacks a sheet,
            or a cell cannot be written; nothing has changed.
    """
    if job.filled.settings.is_return:
        raise FileProblem(
            f"要汇入的是{job.filled.settings.reporter}的上报表，不是本局的工作簿，没有汇总。"
            "请选本局自己的工作簿。"
        )
    forms = forms_of(book)
    table = _unit_table(forms.values())
    readings, others = read_folder(folder, master, watch)
    if not readings:
        raise FileProblem(
            f"文件夹“{folder}”里没有表格文件，没有汇总。请把各单位报来的表放进去再汇总。"
        )
    wanted = _wanted(job, forms.values())
    files = sort_out(readings, wanted)
    units = _in_order(files, wanted)
    added = add_up(list(units.values()), job.indicators, kinds_of(job.filled.units))
    old = read_origins(pick_form(forms.values(), h.ORIGINS_SHEET, h.ORIGINS))
    putting = Putting(forms, old)
    figures, rows = FigureMerger(putting, units), RowMerger(putting, units)
    figures.put_figures(added, table)
    rows.put_rows(added)
    rows.put_measures()
    ledgers = LedgerMerger(putting, job.filled, units)
    ledgers.put_ledgers(_read_rows, {grid.sheet: grid for grid in job.grids})
    figures.keep_rest()
    figures.thin_out()
    values = job.filled.unit_values.values()
    typed = Counter(each.unit for given in values for each in given)
    reports = report_units(job.filled.units, files, putting.merge, wanted, typed)
    collected = Collected(wanted, reports, files, putting.merge, others, added.remarks)
    _put_states(collected, job.filled.units, forms.values())
    return _staged(book, job, collected, forms)


def _read_rows(files: Sequence[SentFile]) -> dict[str, SentLedgers]:
    """The ledgers of the files by unit; one that has changed since is told."""
    units = {each.file.path: each for each in files}
    found: dict[str, SentLedgers] = {}
    for path, rows in read_rows(list(units)):
        each = units[path]
        if isinstance(rows, Refusal) or rows.sha256 != each.reading.sha256:
            each.remarks.append("台账没有汇入：文件刚被改过或读不了。请再汇总一次")
        else:
            found[each.unit] = rows
    return found


def _in_order(files: Sequence[SentFile], wanted: Wanted) -> dict[str, SentFile]:
    """The files that count by unit, as 填报单位 lists them."""
    taken = {each.unit: each for each in files if each.state is FileState.TAKEN}
    order = {unit: number for number, unit in enumerate(wanted.units)}
    return dict(sorted(taken.items(), key=lambda item: order.get(item[0], len(order))))


def _staged(book: ResultBook, job: Job, collected: Collected, forms: dict[str, Form]) -> Done:
    merge = collected.merge
    for sheet, cells in merge.cells.items():
        book.put_cells(sheet, cells)
    anew = reckoned_anew(job, book)
    traces = traces_table(merge.origins.values(), anew.lines, anew.grids)
    put(collected_table(collected), forms, book)
    put(traces, forms, book)
    put(origins_table(merge.origins.values()), forms, book)
    put_findings(anew, book)
    return Done(collected, traces, anew)


def _known(
    files: Sequence[FoundFile], cache: Cache
) -> tuple[dict[FoundFile, Reading], dict[str, list[FoundFile]]]:
    """What need not be read: known to the cache, or not readable at all; the rest by hash."""
    readings: dict[FoundFile, Reading] = {}
    by_hash: dict[str, list[FoundFile]] = {}
    for file in files:
        try:
            data = load(file.path)
        except FileProblem as problem:
            reason = str(problem).removeprefix(f"“{file.path.name}”")
            readings[file] = Refusal(reason=reason, is_lasting=False)
        else:
            by_hash.setdefault(hashlib.sha256(data).hexdigest(), []).append(file)
    for sha256, reading in cache.find(list(by_hash)).items():
        readings |= dict.fromkeys(by_hash.pop(sha256), reading)
    return readings, by_hash


def _unit_table(forms: Collection[Form]) -> Table:
    form = find_sheet({form.sheet: form for form in forms}, h.UNIT_TABLE_SHEET, h.UNIT_TABLE)
    table = form.tables.get(h.UNIT_TABLE)
    if table is None:
        raise FileProblem(
            f"“{form.sheet}”表的表头行被删掉了，没有汇总。请从备份或空白母版里把这张表移回来。"
        )
    return table


def _wanted(job: Job, forms: Collection[Form]) -> Wanted:
    settings = job.filled.settings
    return Wanted(
        units=tuple(unit.name for unit in job.filled.units),
        bureau=settings.unit_full,
        bureau_short=settings.unit_short,
        year=settings.year,
        period=settings.period_name,
        whole=f"全{settings.region_word}",
        named_by_hand=read_named_by_hand(pick_form(forms, h.COLLECTED_SHEET, h.COLLECTED)),
    )


def _put_states(collected: Collected, units: Sequence[Unit], forms: Collection[Form]) -> None:
    """状态 on 填报单位; without a list the units that sent something become the list."""
    form = pick_form(forms, h.UNITS_SHEET, h.UNITS)
    table = form.tables.get(h.UNITS) if form else None
    if form is None or table is None or h.RETURN_STATE not in table.columns:
        return
    cells = collected.merge.cells.setdefault(form.sheet, {})
    rows = {unit.name: unit.place.row for unit in units}
    free = free_rows(form, table, h.UNITS)
    standing = {unit.name: unit.state for unit in units}
    for report in collected.units:
        row = rows.get(report.name) or next(free, 0)
        if row and report.name not in rows:
            cells |= _new_unit(report.name, report.file, table, row)
        if row and standing.get(report.name, "") != report.state:
            cells[row, table.columns[h.RETURN_STATE]] = report.state
    if not cells:
        del collected.merge.cells[form.sheet]


def _new_unit(
    name: str, file: SentFile | None, table: Table, row: int
) -> dict[tuple[int, int], str]:
    return {(row, table.columns[h.OFFICE]): name}
