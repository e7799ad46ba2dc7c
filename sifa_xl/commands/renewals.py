"""The command that renews a Word file that came back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sifa_xl import usage
from sifa_xl.boundary import CLEAN, OPEN
from sifa_xl.outputs import json_text
from sifa_xl.screen import say, tell, tell_backup

ReturnedWord = Annotated[
    Path, typer.Argument(metavar="Word文件", help="生成过的 .docx，改过、改了名也行")
]
RenewedWord = Annotated[
    Path | None, typer.Option("--out", metavar="文件", help="写成另一个 .docx，原来的不动")
]


def refresh(
    document: ReturnedWord,
    workbook: usage.Workbook,
    as_json: usage.AsJson = False,
    out: RenewedWord = None,
    templates: usage.OwnTemplates = None,
) -> None:
    """更新 Word 里的数字，改过的话不动。有要核对的返回 1。"""
    from sifa_xl.archive import sent_drafts
    from sifa_xl.clicking import home_of
    from sifa_xl.renewal_report import refresh_shape
    from sifa_xl.targets import refuse_endings, refuse_targets
    from sifa_xl.word_refresh import refresh_file

    refuse_targets([document, *([out] if out else [])], workbook)
    refuse_endings([out] if out else [], [])
    sent = sent_drafts(home_of(workbook.absolute()))
    done = refresh_file(document, workbook, out, templates, sent)
    shape = refresh_shape(done.report, str(done.word))
    say(json_text(shape) if as_json else "\n".join(done.told))
    for path, backup in done.backups.items():
        tell(f"已写“{path}”。")
        tell_backup(backup)
    raise typer.Exit(OPEN if done.report.is_open else CLEAN)
