"""The command that collects returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from sifa_xl import usage
from sifa_xl.boundary import CLEAN, OPEN
from sifa_xl.outputs import json_text
from sifa_xl.screen import say, tell, tell_backup


def collect(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="放着各单位上报表的文件夹")],
    master: Annotated[
        Path, typer.Option("--into", metavar="工作簿", help="汇入这一本（全县、全市的）")
    ],
    as_json: usage.AsJson = False,
) -> None:
    """汇总各单位报来的表。都报齐、没有问题的返回 0，否则返回 1。"""
    from sifa_xl.collecting.runs import collect_file
    from sifa_xl.collecting.shapes import collected_shape, told_lines

    with _bar() as watch:
        done, backup = collect_file(folder, master, watch)
    collected = done.collected
    if as_json:
        say(json_text(collected_shape(collected, done.traces)))
    else:
        say("\n".join(told_lines(collected)))
    tell(f"已写“{master}”。" if backup else f"“{master}”没有变化，没有写。")
    tell_backup(backup)
    raise typer.Exit(CLEAN if collected.is_clean else OPEN)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal; nothing where the messages go into a file."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("正在读表", total=None)
        yield lambda read, total: progress.update(task, completed=read, total=total)
