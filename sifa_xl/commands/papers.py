"""The commands that make, mend and look through papers."""

from __future__ import annotations

from typing import Annotated

import typer

from sifa_xl import usage
from sifa_xl.boundary import CLEAN, OPEN
from sifa_xl.outputs import json_text
from sifa_xl.screen import say, tell


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
) -> None:
    """公开前检查写好的稿子（.docx、.txt）。有不能公开的返回 1。"""
    from sifa_xl import publishing

    found = publishing.check_file(document, templates)
    shape = publishing.public_shape(found)
    say(json_text(shape) if as_json else "\n".join(publishing.told_public(found)))
    raise typer.Exit(OPEN if publishing.blocks_publication(found) else CLEAN)
