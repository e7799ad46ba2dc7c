"""Workbooks written back: what differs part by part, and what stands in the result sheets."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from sifa_xl import jobs
from sifa_xl.book.saving import save_all
from sifa_xl.write_back import write_back as written_back

FINDINGS, SUMMARY, SOURCES = "校验结果", "总结", "数字出处"
_VALUE = re.compile(rb"(</f>|<f[^>]*/>)<v[^>]*?(?:/>|>[^<]*</v>)|(</f>|<f[^>]*/>)(?=</c>)")
_KIND = re.compile(rb'(<c [^>]*?) t="(?:str|n|e|b)"([^>]*><f)')


def write_back(path: Path, draft: str = "市局稿") -> None:
    """What ``summarize --write`` does, without the command."""
    job, book = jobs.open_for_writing(path)
    save_all({path: written_back(job, job.summary(draft), book)})


def members(path: Path | bytes) -> dict[str, bytes]:
    """The unpacked parts by name, in the order of the directory."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def changed_parts(old: Path, new: Path) -> set[str]:
    """The parts that differ; fails where one was added, dropped or moved."""
    before, after = members(old), members(new)
    assert list(before) == list(after)
    return {name for name in before if before[name] != after[name]}


def masked(sheet: bytes) -> bytes:
    """A sheet's XML without the values of its formulas and their types."""
    return _KIND.sub(rb"\1\2", _VALUE.sub(lambda m: m[1] or m[2], sheet))


def part_of(path: Path, sheet: str) -> str:
    """The part that holds the sheet."""
    files = members(path)
    workbook = files["xl/workbook.xml"].decode()
    tag = next(t for t in re.findall(r"<sheet [^>]*>", workbook) if f'name="{sheet}"' in t)
    identity = re.search(r'r:id="([^"]+)"', tag)
    assert identity
    for link in re.findall(r"<Relationship [^>]*>", files["xl/_rels/workbook.xml.rels"].decode()):
        if f'Id="{identity[1]}"' in link:
            target = re.search(r'Target="([^"]+)"', link)
            assert target
            return "xl/" + target[1].removeprefix("/xl/")
    raise AssertionError(sheet)


def loaded(path: Path, *, values: bool = False) -> Any:
    """The workbook as openpyxl reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=values)


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a result sheet by header; the cell of each under ``@`` and its header."""
    grid = loaded(path)[sheet]
    head = next(row for row in grid.iter_rows() if str(row[_code(grid)].value).startswith("#表:"))
    headers = {c.column: c.value for c in head if c.value and not str(c.value).startswith("#")}
    rows = []
    for row in grid.iter_rows(min_row=head[0].row + 1):
        cells = {headers[c.column]: c for c in row if c.column in headers}
        values = {name: c.value for name, c in cells.items()}
        if any(value is not None for value in values.values()):
            rows.append(values | {f"@{name}": c for name, c in cells.items()})
    return rows


def edit(path: Path, cells: Mapping[str, Any]) -> None:
    """Type into ``总结!D7`` with openpyxl, as another program would."""
    book = loaded(path)
    for place, value in cells.items():
        sheet, _, address = place.partition("!")
        book[sheet][address] = value
    book.save(path)


def _code(grid: Any) -> int:
    for row in grid.iter_rows(max_row=40):
        for cell in row:
            if str(cell.value).startswith("#sifa-xl:"):
                return int(cell.column) - 1
    raise AssertionError(grid.title)
