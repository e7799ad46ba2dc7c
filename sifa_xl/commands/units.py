"""The commands about units: a workbook for each, the texts of 填报通知 and 催报."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sifa_xl import handing_out, usage
from sifa_xl.book.saving import save
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.screen import say, tell, tell_backup


@dataclass(frozen=True)
class Wanted:
    """What ``new`` was told about units; ``None`` and "" where it was told nothing."""

    unit: str | None = None
    roll: Path | None = None
    material: str | None = None
    master: Path | None = None
    lines: tuple[str, ...] = ()
    county: str = ""
    period: str = ""

    @property
    def is_wanted(self) -> bool:
        """True when anything was told."""
        return self != Wanted()

    def refuse_beside_material(self, fill: Path | None) -> None:
        """A 素材表 takes lines and a workbook and nothing else.

        Raises:
            SifaError: something else was told besides.
        """
        beside = {"--unit": self.unit, "--list": self.roll, "--county": self.county}
        beside |= {"--period": self.period, "--fill": fill}
        told = next((option for option, value in beside.items() if value), None)
        if told is not None:
            raise SifaError(f"--material 和 {told} 不能一起写。请去掉其中一个。")


def separated(lines: Sequence[str] | None) -> tuple[str, ...]:
    """The lines as they were written, one by one or with commas between them."""
    return tuple(filter(None, re.split(r"[、，,；;\s]+", "、".join(lines or ()))))


def new_returns(out: Path, wanted: Wanted, fill: Path | None) -> None:
    """Write the workbook of one unit, or that of every unit of a list into the folder ``out``.

    Raises:
        SifaError: what is wanted does not go together, or is not known.
    """
    if fill is not None:
        raise SifaError("--fill 是填母版用的，下发的表由单位自己填。请去掉 --fill。")
    if wanted.unit is None and wanted.roll is None:
        raise SifaError("没有写给谁。请用 --unit 写一个单位，或用 --list 给出单位清单。")
    if wanted.unit is not None and wanted.roll is not None:
        raise SifaError("--unit 和 --list 只能写一个。一个单位用 --unit，许多单位用 --list。")
    order = _order(wanted)
    if wanted.roll is not None:
        order = handing_out.listed(order, wanted.roll)
    titles = handing_out.with_lines(order, wanted.lines)
    if wanted.unit is not None:
        if out.suffix.lower() != ".xlsx":
            raise FileProblem(f"“{out.name}”的扩展名不对。下发的表不带宏，请写成 .xlsx。")
        backup = save(out, handing_out.return_for(order, wanted.unit, titles))
        say(f"已生成“{out}”。")
        tell_backup(backup)
        return
    for line in handing_out.told(_returns(order, titles, out), out):
        say(line)


def units(workbook: usage.Workbook) -> None:
    """印出填报通知和催报的话，发给全体的在前，各单位的在后。"""
    order = handing_out.order_from(workbook)
    if not order.units:
        raise SifaError("“填报单位”表里没有单位。请先写上单位名称、业务线、截止日期，一行一个。")
    for head, texts in handing_out.texts(order).items():
        say(f"【{head}】")
        for text in texts:
            say(text)
        say("")


def _order(wanted: Wanted) -> handing_out.Order:
    if wanted.master is not None:
        if wanted.county or wanted.period:
            raise SifaError("写了 --from 就不用写 --county 和 --period。请去掉其中一种。")
        return handing_out.order_from(wanted.master)
    roll = wanted.roll
    if roll is not None and roll.suffix.lower() in (".xlsx", ".xlsm") and not wanted.county:
        return handing_out.order_from(roll)
    if not wanted.county or not wanted.period:
        raise SifaError(
            "不知道是哪个县、哪一期。请用 --from 给出汇总工作簿，"
            "或写 --county 某某县司法局 --period 2022年上半年。"
        )
    return handing_out.order_of(wanted.county, wanted.period)


def _returns(order: handing_out.Order, titles: tuple[str, ...], out: Path) -> handing_out.HandedOut:
    wanted = order
    if titles:
        update = {"lines": titles, "lines_text": "、".join(titles)}
        given = [u if u.lines else u.model_copy(update=update) for u in order.units]
        wanted = handing_out.Order(order.settings, given, order.lines)
    return handing_out.write_returns(wanted, out, tell)
