"""出下发表: a workbook for each unit to fill, with its own lines, name and period and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import count
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl import jobs, shipped
from sifa_xl.book.port import ResultBook
from sifa_xl.clicking import Outcome, Progress, needed_folder, open_job
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Place
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.file_names import harmless_name
from sifa_xl.filled import Unit
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.settings import PERIOD_CHOICES, Settings
from sifa_xl.unit_lists import read_list
from sifa_xl.unit_sheets import same_name
from sifa_xl.unit_texts import notice, notice_to_all, period_text, reminder, reminder_to_all
from sifa_xl.wording import parse_period

HANDED_OUT = "下发"  # the folder beside the workbook, with one inside for every period
NOTICE_FILE = "填报通知.txt"
_MOST_NAMES = 8
_BUREAU = re.compile(r".+(?P<short>(?P<region>[县市区旗州省])司法[局厅])")


@dataclass(frozen=True)
class Order:
    """For whom returns are made: lines, bureau and period, and the units that may ask for one."""

    settings: Settings
    units: Sequence[Unit]
    lines: Sequence[type[WorkLine]] = field(default_factory=shipped_lines)

    def lines_of(self, unit: Unit) -> list[type[WorkLine]]:
        """The lines the unit reports, in the order of the workbook."""
        return [line for line in self.lines if line.title in unit.lines]

    def find(self, name: str) -> Unit | None:
        """The unit of that name, however it is spaced."""
        return next((u for u in self.units if same_name(u.name) == same_name(name)), None)


@dataclass(frozen=True)
class HandedOut:
    """What was written, what stood there and was left, who has no line written beside the name."""

    written: tuple[Path, ...]
    left: tuple[Path, ...]
    without_lines: tuple[Unit, ...]


def order_from(master: Path) -> Order:
    """Units, bureau and period as the master workbook has them.

    Raises:
        FileProblem: it cannot be read, or is none of ours.
    """
    filled = jobs.open_workbook(master).filled
    return Order(filled.settings, filled.units)


def order_of(county: str, period: str) -> Order:
    """Bureau and period as they are written on the command line, without any unit.

    Raises:
        SifaError: one of the two is missing or cannot be read.
    """
    bureau = _BUREAU.fullmatch(county.strip())
    if bureau is None:
        raise SifaError(
            f"“{county}”不是司法局的全称。请写全称，如 --county 某某县司法局，"
            "或用 --from 给出汇总工作簿。"
        )
    try:
        read = parse_period(period)
    except ValueError as problem:
        raise SifaError(str(problem)) from None
    if read.name not in PERIOD_CHOICES:
        raise SifaError(f"期别“{read.name}”首页里没有。请写{'、'.join(PERIOD_CHOICES)}中的一个。")
    settings = Settings(
        unit_full=county.strip(),
        unit_short=bureau["short"],
        region_word=bureau["region"],
        year=read.year,
        period_name=read.name,
    )
    return Order(settings, ())


def with_lines(order: Order, words: Sequence[str]) -> tuple[str, ...]:
    """The titles of the lines that ``words`` name.

    Raises:
        SifaError: there is no such line; the nearest one is named.
    """
    titles = [line.title for line in order.lines]
    found = []
    for word in words:
        if word not in titles:
            near = get_close_matches(word, titles, 1, 0.4)
            guess = f"最接近的是“{near[0]}”。" if near else ""
            raise SifaError(f"没有“{word}”这条业务线。{guess}请从这些里选：{'、'.join(titles)}。")
        found.append(word)
    return tuple(dict.fromkeys(found))


def listed(order: Order, path: Path) -> Order:
    """The order for the units of a list: a CSV, or another workbook of ours.

    Raises:
        FileProblem: it cannot be read, or is no list of units.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return Order(order.settings, order_from(path).units, order.lines)
    return Order(order.settings, read_list(path, order.lines), order.lines)


def return_for(order: Order, name: str, titles: Sequence[str] = ()) -> bytes:
    """The workbook of one unit; ``titles`` replace the lines written beside its name.

    Raises:
        SifaError: the unit, its lines, the bureau or the period are not known.
    """
    unit = order.find(name)
    if unit is None and not titles:
        near = get_close_matches(name, [unit.name for unit in order.units], 1, 0.4)
        guess = f"最接近的是“{near[0]}”。" if near else ""
        raise SifaError(
            f"“{h.UNITS}”表里没有“{name}”。{guess}请核对名称，或用 --lines 写明它报哪几条业务线。"
        )
    known = unit or Unit(name=name, place=Place(h.UNITS, 1, 1))
    if titles:
        known = known.model_copy(update={"lines": tuple(titles), "lines_text": "、".join(titles)})
    if not known.lines:
        raise SifaError(
            f"“{known.name}”没有写报哪几条业务线。请在“{h.UNITS}”表的“{h.LINE}”里写上，"
            "或用 --lines 写明。"
        )
    return _built(order, known)


def write_returns(order: Order, folder: Path, progress: Progress) -> HandedOut:
    """A workbook for every unit that has lines, into ``folder``; what stands there is left.

    Raises:
        SifaError: nobody is listed, the bureau or the period are not known, or a file cannot be
            written; then none is.
    """
    from sifa_xl.book.saving import save_all

    if not order.units:
        raise SifaError(
            f"“{h.UNITS}”表里没有单位，没有出表。请先写上单位名称和业务线，一个单位一行。"
        )
    _refuse_unknown(order.settings)
    named = _file_names(order)
    left = tuple(path for name in named if (path := folder / name).exists())
    outputs: dict[Path, bytes] = {}
    for name, unit in named.items():
        if folder / name not in left:
            progress(f"正在出表：{unit.name}…")
            outputs[folder / name] = _built(order, unit)
    _make(folder)
    save_all(outputs)
    without = tuple(unit for unit in order.units if not unit.lines)
    return HandedOut(tuple(outputs), left, without)


def hand_out(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """出下发表: the returns of all units into 下发, and the text that goes with them.

    Raises:
        SifaError: as ``write_returns``; or the workbook lies in no folder.
    """
    home = needed_folder(folder, "出下发表")
    filled = open_job(book, folder, progress).filled
    order = Order(filled.settings, filled.units)
    _refuse_unknown(order.settings)
    target = home / HANDED_OUT / period_text(order.settings)
    done = write_returns(order, target, progress)
    _write_notice(order, target)
    return Outcome("\n".join(told(done, target)), bool(done.without_lines))


def told(done: HandedOut, folder: Path) -> Iterator[str]:
    """What was written and what was not, a line each."""
    yield f"已出{len(done.written)}个单位的填报表，在“{folder}”。"
    if done.left:
        names = _some([path.name for path in done.left])
        yield f"已有的{len(done.left)}个没有动：{names}。要重新出，先移走或改名。"
    if done.without_lines:
        names = _some([unit.name for unit in done.without_lines])
        yield f"没有写业务线，没有出表：{names}。请在“{h.UNITS}”表里写上。"


def texts(order: Order) -> Mapping[str, Sequence[str]]:
    """填报通知 and 催报, to all units and to each; what has no text is left out."""
    units, settings = order.units, order.settings
    told_all = {
        h.NOTICE: [notice_to_all(units, settings), *(notice(u, settings) for u in units)],
        h.REMINDER: [reminder_to_all(units, settings), *(reminder(u, settings) for u in units)],
    }
    return {head: [text for text in found if text] for head, found in told_all.items()}


def _built(order: Order, unit: Unit) -> bytes:
    from sifa_xl.book.return_book import build_return

    _refuse_unknown(order.settings)
    settings = order.settings.model_copy(update={"reporter": unit.name})
    return build_return(order.lines_of(unit), unit, settings, shipped.folder("templates"))


def _refuse_unknown(settings: Settings) -> None:
    if not settings.unit_full or settings.year is None:
        raise SifaError(
            "首页的单位全称、年份、期别还没有填齐，不知道给哪一期出表，没有写任何文件。请先填首页。"
        )


def _file_names(order: Order) -> dict[str, Unit]:
    """A harmless name for the file of each unit that has lines; no two are the same."""
    names: dict[str, Unit] = {}
    taken: set[str] = set()
    for unit in order.units:
        if unit.lines:
            stem = harmless_name(f"{unit.name}{period_text(order.settings)}上报表")
            tries = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
            name = next(each for each in tries if each.casefold() not in taken)
            taken.add(name.casefold())
            names[f"{name}.xlsx"] = unit
    return names


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise FileProblem(
            f"建不了文件夹“{folder}”，没有写任何文件。请核对它的名字没有被文件占用，能写入。"
        ) from None


def _write_notice(order: Order, folder: Path) -> None:
    """The text to paste into a chat, beside the returns; an earlier one stays."""
    from sifa_xl.book.saving import save

    data = "\r\n\r\n".join(texts(order)[h.NOTICE]).encode("utf-8-sig")  # the old Notepad's
    stem, ending = NOTICE_FILE.split(".")
    for number in count(1):
        path = folder / (NOTICE_FILE if number == 1 else f"{stem}-{number}.{ending}")
        if not path.exists():
            save(path, data)
            return
        if path.read_bytes() == data:
            return


def _some(names: Sequence[str]) -> str:
    more = f"等{len(names)}个" if len(names) > _MOST_NAMES else ""
    return f"{'、'.join(names[:_MOST_NAMES])}{more}"
