"""素材 into the workbook: filled forms are read, what is new is written, all else is told."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from sifa_xl.book.port import ResultBook
from sifa_xl.clicking import (
    LONGEST_MESSAGE,
    Outcome,
    Progress,
    needed_folder,
    save_results,
    shortened,
)
from sifa_xl.domain import Place
from sifa_xl.errors import FileProblem
from sifa_xl.jobs import Job, reckoned_anew
from sifa_xl.lines import shipped
from sifa_xl.material_placing import Placed, Placing
from sifa_xl.material_reader import read_material
from sifa_xl.material_words import MATERIAL, Material, Stray
from sifa_xl.result_sheets import forms_of

RECORD = "导入记录.json"  # in the folder 素材: what was written, so that what was deleted stays so
_WORD_FILES = (".docx", ".doc", ".wps")  # the older kinds are told how to become the first
_MOST_TOLD = 6
_LONGEST_TOLD = 110


def material(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """导入素材: every Word file of the folder 素材 beside the workbook.

    Raises:
        SifaError: there is no such folder, or nothing in it that can be read; there are too few
            free rows; the workbook cannot be written.  Nothing has changed then.
    """
    home = needed_folder(folder, "导入素材") / MATERIAL
    files = sorted(
        path
        for path in (home.iterdir() if home.is_dir() else ())
        if path.suffix.lower() in _WORD_FILES and not path.name.startswith(("~$", "."))
    )
    if not files:
        raise FileProblem(
            f"“{MATERIAL}”文件夹里没有 Word 文件，没有写任何文件。"
            f"请在工作簿旁边建文件夹“{MATERIAL}”，把各股室交来的素材表放进去，再点。"
        )
    placed, materials = bring_in(book, files, home / RECORD, progress)
    message = shortened("\n".join(told(placed, materials, _MOST_TOLD)), LONGEST_MESSAGE)
    place = placed.first
    at = (place[0], Place(place[0], *place[1]).address) if place else None
    return Outcome(message, bool(placed.told), at)


def bring_in(
    book: ResultBook, files: Sequence[Path], record: Path, progress: Progress, office: str = ""
) -> tuple[Placed, list[Material]]:
    """Read ``files`` and write what is new into ``book``, which is saved.

    A file that cannot be read is told and keeps no other one out.

    Raises:
        SifaError: as ``material``.
    """
    progress("正在读素材…")
    lines = shipped()
    titles = [line.title for line in lines]
    materials, refused = _read_all(files, titles, office)
    job = Job([book.grid(sheet) for sheet in book.sheets()])
    _ = job.filled  # refuses what is no workbook of ours
    placing = Placing(forms_of(book), lines, read_record(record))
    for each in materials:
        placing.add(each)
    placed = placing.finish()
    placed.told += refused
    if placed.values:
        for sheet, cells in placed.values.items():
            book.put_cells(sheet, cells)
        progress("正在写入…")
        save_results(reckoned_anew(job, book), book)
        _write_record(record, {*read_record(record), *placed.keys})
    return placed, materials


def told(placed: Placed, materials: Sequence[Material], most: int | None = None) -> list[str]:
    """What was done, in lines: how many rows where, what stands there already, what to look at."""
    added = "、".join(f"“{sheet}”{count}件" for sheet, count in placed.added.items())
    lines = [f"读了{len(materials)}份素材：{f'写入{added}' if added else '没有新内容'}。"]
    if placed.known:
        lines.append(f"有{placed.known}件表里已经有了，没有重复写。")
    if added:
        lines.append("文字里的数核对后，在“数字已核”选“是”。")
    for each in materials:
        lines += [f"{each.file}：{note}。" for note in each.notes]
    if placed.told:
        lines.append(f"下面{len(placed.told)}处没有写进去，或要看一看：")
        for stray in placed.told[:most]:
            text = stray.text if most is None else shortened(stray.text, _LONGEST_TOLD)
            lines.append(f"{stray.place}：{stray.reason}。原文：{text}" if text else stray.reason)
        if most is not None and len(placed.told) > most:
            lines.append(f"另有{len(placed.told) - most}处，请看各份素材原件。")
    return lines


def read_record(path: Path) -> set[str]:
    """The keys of what was imported before; none where the record is missing or spoilt."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    keys = content.get("imported") if isinstance(content, dict) else None
    return {str(key) for key in keys} if isinstance(keys, list) else set()


def _read_all(
    files: Sequence[Path], titles: Sequence[str], office: str
) -> tuple[list[Material], list[Stray]]:
    """The forms, and why others are none; a single one that is none ends the run."""
    materials: list[Material] = []
    refused: list[Stray] = []
    for path in files:
        try:
            materials.append(read_material(path, titles, office))
        except FileProblem as problem:
            if len(files) == 1:
                raise
            refused.append(Stray(path.name, "", str(problem)))
    return materials, refused


def _write_record(path: Path, keys: Collection[str]) -> None:
    """Best effort: without it a deleted row would come back, and nothing worse."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    content = json.dumps({"imported": sorted(keys)}, ensure_ascii=False, indent=1)
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        temporary.write_text(content, encoding="utf-8")
        temporary.replace(path)
