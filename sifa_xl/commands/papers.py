"""The commands that make, mend and look through papers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sifa_xl import usage
from sifa_xl.boundary import CLEAN, OPEN
from sifa_xl.errors import FileProblem
from sifa_xl.outputs import json_text
from sifa_xl.screen import say, tell, tell_backup


def run_file(
    workbook: usage.Workbook,
    action: Annotated[
        str, typer.Option(metavar="动作", help="按钮上的字，如 检查、送审稿")
    ] = "生成总结",
    is_opened: Annotated[bool, typer.Option("--open", help="做完打开 Word 文件")] = False,
) -> None:
    """不用宏，做按钮做的事：结果写回工作簿，Word 放进旁边的“输出”文件夹。"""
    from sifa_xl.clicks import run_file as run_by_file
    from sifa_xl.opening import open_file

    outcome = run_by_file(workbook, action)
    say(outcome.message)
    if is_opened and outcome.word is not None and not open_file(outcome.word):
        tell(f"没有能打开它的程序，请自己打开：{outcome.word}")
    raise typer.Exit(OPEN if outcome.is_open else CLEAN)


def public(
    document: usage.FinishedText,
    as_json: usage.AsJson = False,
    templates: usage.OwnTemplates = None,
    names_from: Annotated[
        Path | None, typer.Option("--workbook", metavar="工作簿", help="台账里的姓名也查")
    ] = None,
) -> None:
    """公开前检查写好的稿子（.docx、.txt）。有不能公开的返回 1。"""
    from sifa_xl import publishing

    names = publishing.names_in(names_from) if names_from else ()
    found = publishing.check_file(document, templates, names)
    shape = publishing.public_shape(found)
    say(json_text(shape) if as_json else "\n".join(publishing.told_public(found)))
    raise typer.Exit(OPEN if publishing.blocks_publication(found) else CLEAN)


def material(
    forms: usage.FilledForms,
    into: usage.IntoWorkbook,
    office: usage.OfficeOfForms = "",
) -> None:
    """把各股室填好的素材表（.docx）写进工作簿的举措、存在问题、下步打算。"""
    from sifa_xl import material_imports
    from sifa_xl.book.locking import held
    from sifa_xl.jobs import open_for_writing
    from sifa_xl.material_words import MATERIAL

    record = into.absolute().parent / MATERIAL / material_imports.RECORD
    with held(into):
        _, book = open_for_writing(into)
        placed, read = material_imports.bring_in(book, forms, record, lambda words: None, office)
    for line in material_imports.told(placed, read):
        say(line)
    raise typer.Exit(OPEN if placed.told else CLEAN)


def new_material(out: Path, office: str, workbook: Path | None, titles: Sequence[str]) -> None:
    """The Word form for one 股室."""
    from sifa_xl.book.saving import save
    from sifa_xl.material_orders import order_for
    from sifa_xl.targets import refuse_endings
    from sifa_xl.word_material import material_form

    refuse_endings([out], [])
    order = order_for(office, workbook, titles)
    backup = save(out, material_form(order))
    say(f"已生成“{out}”（{order.office}：{'、'.join(title for title, _ in order.lines)}）。")
    tell_backup(backup)


def archive(
    workbook: usage.ArchivedThing,
    word: usage.SentWord = None,
    draft: usage.ArchivedDraft = "",
    signed: usage.SignedBy = "",
    is_verified: usage.ToVerify = False,
) -> None:
    """定稿归档：把发出的工作簿和 Word 冻结成只读副本，记下每个数的出处。"""
    from sifa_xl import archive as archives
    from sifa_xl import archiving
    from sifa_xl.clicking import home_of
    from sifa_xl.file_names import OUTPUT
    from sifa_xl.jobs import open_for_writing

    if is_verified:
        _verify(archives.archives_of(workbook), workbook)
        return
    home = home_of(workbook.absolute())
    _, book = open_for_writing(workbook)
    sent = archiving.archive_files(
        book,
        home,
        word or archiving.newest_final(home / OUTPUT),
        lambda words: None,
        draft=draft,
        signed_by=signed.strip(),
    )
    say(f"已归档到“{sent.folder}”，正文里{len(sent.numbers)}个数的出处都记下了。")
    for matter in sent.unfinished:
        tell(f"没有处理就签发的：{matter}。")


def _verify(folders: Sequence[Path], workbook: Path) -> None:
    from sifa_xl import archive as archives

    if not folders:
        raise FileProblem(f"“{workbook}”旁边没有归档过的稿子。请核对位置。")
    faults = {folder: archives.faults_of(folder) for folder in folders}
    for folder, found in faults.items():
        say(f"{folder.name}：{'；'.join(found) if found else '和发出时一样'}。")
    raise typer.Exit(OPEN if any(faults.values()) else CLEAN)


def proofread(
    document: usage.FinishedText,
    as_json: usage.AsJson = False,
    templates: usage.OwnTemplates = None,
) -> None:
    """核稿：别处写的稿子，数字算得拢吗，用语标点对吗。有要改的返回 1。"""
    from sifa_xl import proofreading

    found = proofreading.proofread_file(document, templates)
    shape = proofreading.proofreading_shape(found)
    say(json_text(shape) if as_json else "\n".join(proofreading.told_proofreading(found)))
    raise typer.Exit(OPEN if found.is_open else CLEAN)
