"""Where the things of a period lie and when they were sent, for 交接: looked up on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sifa_xl.archive import ARCHIVE, sent_drafts
from sifa_xl.handover import Pair, Places
from sifa_xl.wording import Period, date_text

PERIOD_FACT = "首页.期间全称"
BESIDE = {
    "输出": "Word 文件",
    "备份": "改写前的原文件",
    ARCHIVE: "定稿和当时的工作簿",
    "模板": "本局的模板",
}


def places_of(workbook: str, folder: Path, due: Mapping[str, int], period: Period) -> Places:
    """The workbook, the folders beside it, the due dates and what was sent since ``period``."""
    beside = [
        (f"“{name}”文件夹", f"{words}：{folder / name}")
        for name, words in BESIDE.items()
        if (folder / name).is_dir()
    ]
    dates = [("填报期限", f"{day}：{count}个单位") for day, count in due.items()]
    return Places(workbook, str(folder), tuple(beside), tuple(dates), tuple(_sent(folder, period)))


def _sent(folder: Path, period: Period) -> Iterator[Pair]:
    """What was archived as sent since the period began, that of other periods apart."""
    for sent in sent_drafts(folder):
        named = {number.text for number in sent.numbers if number.fact == PERIOD_FACT}
        if sent.when.date() >= period.start and (period.title in named or not named):
            words = f"{date_text(sent.when.date())}，{sent.title}，在“{sent.folder.name}”"
            yield f"{sent.draft}送出", words
