"""The command that makes a copy without what the 台账 hold of persons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sifa_xl import usage
from sifa_xl.screen import say, tell, tell_backup

CopyWithout = Annotated[
    Path | None, typer.Argument(metavar="新文件", help="不写时在旁边取名“…（不含个人信息）”")
]


def redact(workbook: usage.Workbook, out: CopyWithout = None) -> None:
    """另存一份不含台账个人信息的工作簿，并记入“导出记录”。原来的文件不动。"""
    from sifa_xl.redaction import redact_file

    target, done, backup = redact_file(workbook, out)
    say(f"已写“{target}”，记入“导出记录.jsonl”。")
    for sheet, labels in done.left_out.items():
        if done.rows[sheet]:
            say(f"{sheet}：{done.rows[sheet]}行，去掉{'、'.join(labels) or '无'}。")
    tell_backup(backup)
    tell("校验结果、数字出处、改数清单也清空了；正文、举措里没有台账里的姓名和号码。")
