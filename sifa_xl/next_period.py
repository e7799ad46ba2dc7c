"""转入下期: the workbook of the next period, made from the one that is done with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.book.fill import Fill
from sifa_xl.book.port import ResultBook
from sifa_xl.carried_ledgers import CarriedLedger, carried_ledgers
from sifa_xl.clicking import LONGEST_MESSAGE, Outcome, Progress, open_job, shortened
from sifa_xl.declarations import DRAFTS
from sifa_xl.domain import Finding, Level
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.file_names import harmless_name
from sifa_xl.handover import Pair, handover_rows
from sifa_xl.handover_places import places_of
from sifa_xl.jobs import Job
from sifa_xl.kept_tables import KeptTables, Row, Typed
from sifa_xl.last_year import LastYear, book_beside, named_book
from sifa_xl.period_steps import (
    Step,
    a_year_before,
    asked_period,
    following,
    full_name,
    step_of,
)
from sifa_xl.period_words import holds_old, renewed
from sifa_xl.rolling import (
    Rolled,
    Sources,
    outline_rows,
    own_phrases,
    reference_rows,
    roll_lines,
)
from sifa_xl.targets import refuse_sources
from sifa_xl.wording import Period
from sifa_xl.wordlists import load_phrases

UNREAD = ("B-02", "B-03", "B-06", "B-07", "B-11", "B-13")  # what stands there was not read
MOST_NAMES = 5
_LOOK_UP = (
    f"以前的举措、问题和打算在隐藏的“{h.REFERENCE}”表里，不写进总结；"
    "要看时右键任一工作表标签，选“取消隐藏”。"
)


@dataclass(frozen=True)
class NextBook:
    """The new workbook and what is typed into it; what the clerk is told, a sentence a line."""

    data: bytes
    content: Fill
    period: Period
    told: list[str]


def make_file(path: Path, period: str, out: Path, last_year: Path | None = None) -> NextBook:
    """The workbook that follows ``path``, with buttons where ``out`` is an .xlsm.  Not saved.

    Raises:
        SifaError: the period does not come later, or a workbook cannot be read.
    """
    if out.suffix.lower() not in (".xlsx", ".xlsm"):
        raise FileProblem(f"“{out.name}”的扩展名不对。请写成 .xlsm（带按钮）或 .xlsx。")
    refuse_sources(out, [path, *([last_year] if last_year else [])])
    wanted = asked_period(period)
    job = jobs.open_workbook(path)
    home = path.absolute()
    is_elsewhere = out.absolute().parent != home.parent
    maker = _Maker(job, wanted, home.name, home.parent)
    return maker.make(last_year, out.suffix.lower() == ".xlsm", is_elsewhere)


def next_period(book: ResultBook, folder: Path | None, progress: Progress) -> Outcome:
    """转入下期: the workbook of the period that follows, beside this one, which stays as it is.

    Raises:
        SifaError: this one cannot be read or is of no year, or there is no folder to write into.
    """
    from sifa_xl.book.saving import save

    if folder is None:
        raise FileProblem(
            "这个工作簿还没有保存到本机的文件夹，不知道下一期的放到哪里，没有写任何文件。"
            "请先另存到本机，再点“转入下期”。"
        )
    job = open_job(book, folder, progress)
    period = _period_of(job)
    progress("正在转入下期…")
    has_macros = "@draft" in job.filled.settings.places  # a row of the macro workbook alone
    made = _Maker(job, following(period), "", folder).make(None, has_macros, False)
    name = harmless_name(f"{job.filled.settings.unit_full}{full_name(made.period)}工作总结")
    path = _new_path(folder, name, ".xlsm" if has_macros else ".xlsx")
    progress("正在写入…")
    save(path, made.data)
    done = f"已生成“{path.name}”，在同一个文件夹，本工作簿没有改动。"
    return Outcome(shortened("\n".join([done, *made.told]), LONGEST_MESSAGE))


class _Maker:
    """One workbook on its way into the next period."""

    def __init__(self, job: Job, wanted: Period, name: str, folder: Path) -> None:
        self._job, self._filled = job, job.filled
        self._old, self._new = _period_of(job), wanted
        self._step = step_of(self._old, wanted)
        self._name, self._folder = name, folder
        self._kept = KeptTables(job.grids)
        _refuse_return(self._filled.settings.reporter)
        _refuse_unread(self._filled.findings)

    def make(self, last_year: Path | None, has_macros: bool, is_elsewhere: bool) -> NextBook:
        """The new workbook, and what there is to tell."""
        ago = self._last_year(last_year)
        earlier = self._old.name if self._step is Step.GROWING else ""
        numbers = ago.job.indicators if ago.job else None
        rolled = roll_lines(Sources(self._job.indicators, self._step, numbers, earlier))
        drafts, touched = self._drafts()
        told = [*self._told_numbers(ago, rolled), *touched, *self._told_words(drafts)]
        ledgers = list(carried_ledgers(self._filled, self._job.grids, self._new))
        told += [*_told_ledgers(ledgers), *self._told_left(is_elsewhere)]
        reference = self._reference(ago.job)
        if reference:
            told.append((h.REFERENCE, _LOOK_UP))
        content = rolled.sheets | _ledger_sheets(ledgers)
        content |= {
            "首页": self._kept.settings(self._new, has_macros=has_macros),
            h.OUTLINE: {h.DRAFTS_TABLE: drafts, h.OUTLINE: outline_rows(self._filled)},
            h.UNITS: {h.UNITS: self._kept.units()},
            h.PHRASES: {h.PHRASES: self._phrases()},
            h.REFERENCE: {h.REFERENCE: reference},
            h.HANDOVER: {h.HANDOVER: self._handover(told)},
        }
        fill = Fill(content, earlier)
        data = jobs.build_filled(fill, self._job.lines, has_macros=has_macros)
        sentences = [words for _, words in told]
        sentences.append(f"上期的日程、口径和没办完的事，见“{h.HANDOVER}”。")
        return NextBook(data, fill, self._new, sentences)

    def _last_year(self, named: Path | None) -> LastYear:
        wanted, unit = a_year_before(self._new), self._filled.settings.unit_full
        if named is not None:
            return named_book(named, wanted, unit)
        if self._old == wanted:
            return LastYear(self._job, f"上年同期就取自本工作簿（{full_name(wanted)}）")
        return book_beside(self._folder, wanted, unit)

    def _drafts(self) -> tuple[dict[str, Row], list[Pair]]:
        """The rows of 稿种; the period in the titles is the new one."""
        rows: dict[str, Row] = {}
        told = []
        for draft in DRAFTS:
            row = self._filled.drafts.get(draft)
            if row is None:
                continue
            title = renewed(row.title, self._old, self._new)
            if title != row.title:
                told.append(("措辞", f"{draft}的标题已改为“{title}”。"))
            rows[draft] = {h.TITLE: title, h.ADDRESSEE: row.addressee, h.OPENING: row.opening}
        return rows, told

    def _phrases(self) -> list[Row]:
        shipped = {(each.text, each.year_from, each.year_to) for each in load_phrases().entries}
        return own_phrases(self._filled, shipped)

    def _reference(self, ago: Job | None) -> list[Row]:
        """What was written in the period before, and a year ago, each once, the newest first."""
        rows = reference_rows(self._filled, full_name(self._old))
        if ago is not None and ago is not self._job:
            rows += reference_rows(ago.filled, full_name(a_year_before(self._new)))
        years = (str(self._new.year), str(self._new.year - 1))
        older = self._kept.reference()
        rows += [row for row in older if str(row.get(h.OF_PERIOD, "")).startswith(years)]
        heads = (h.OF_PERIOD, h.LINE, h.SUBHEADING, h.BODY)
        unique: dict[tuple[Typed, ...], Row] = {}
        for row in rows:
            unique.setdefault(tuple(row.get(head) for head in heads), row)
        return list(unique.values())

    def _handover(self, told: Sequence[Pair]) -> list[Row]:
        missing = self._kept.missing_units()
        leftovers = [("没有报的单位", "、".join(missing))] if missing else []
        due = self._kept.due_dates()
        places = places_of(self._name, self._folder, due, self._old)
        rows = handover_rows(self._filled, self._job.findings, places, leftovers, told)
        found: list[Row] = [{**row} for row in rows]
        return found + self._kept.handover()

    def _told_numbers(self, ago: LastYear, rolled: Rolled) -> Iterator[Pair]:
        counted = f"，填了{rolled.compared}个数" if ago.job else ""
        yield h.BEFORE, f"{ago.told}{counted}。"
        if rolled.unlike:
            yield h.BEFORE, f"上年同期的单位不同，没有填：{_names(rolled.unlike)}。"
        how = {
            Step.GROWING: f"期初数（上年末）与{self._old.name}相同，照抄了{rolled.opened}个",
            Step.FOLLOWING: f"上期的期末数转为期初数，填了{rolled.opened}个",
            Step.APART: f"{full_name(self._old)}不接着{full_name(self._new)}，期初数空着，请自己填",
        }
        if rolled.opened or self._step is Step.APART:
            yield "期初", f"{how[self._step]}。"
        if rolled.unopened and self._step is not Step.APART:
            yield "期初", f"没有可转的期末数，期初要自己填：{_names(rolled.unopened)}。"

    def _told_words(self, drafts: dict[str, Row]) -> Iterator[Pair]:
        """Where words of the old period are left; they stay as the clerk wrote them."""
        texts = [
            (f"{draft}的{header}", str(row[header]))
            for draft, row in drafts.items()
            for header in (h.TITLE, h.OPENING)
        ]
        for row in self._filled.outline:
            texts.append((f"提纲“{row.heading or row.content}”", f"{row.heading}{row.own_text}"))
        texts.append(("首页的附件名称", self._filled.settings.attachments))
        left = [name for name, text in texts if holds_old(text, self._old, self._new)]
        if left:
            yield "措辞", f"还写着上一期的年份或期别，请改：{_names(left)}。"

    def _told_left(self, is_elsewhere: bool) -> Iterator[Pair]:
        """What stays behind in the old workbook."""
        if own := self._kept.own_columns():
            yield h.UNITS, f"“{h.UNITS}”里自己加的列没有带过来：{_names(own)}。"
        if self._kept.foreign:
            names = _names(self._kept.foreign)
            yield "自己加的表", f"自己加的、认不出的表没有带过来，要用的从原工作簿里复制：{names}。"
        if is_elsewhere and (self._folder / jobs.OWN_TEMPLATES).is_dir():
            words = f"原文件夹里有“{jobs.OWN_TEMPLATES}”，请一起复制到新工作簿旁边。"
            yield jobs.OWN_TEMPLATES, words


def _ledger_sheets(ledgers: Sequence[CarriedLedger]) -> dict[str, dict[str, list[Row]]]:
    return {
        each.ledger.title: {
            each.ledger.name: each.rows,
            h.OWN_COLUMNS: [{h.HEADER: header} for header in each.own_columns],
        }
        for each in ledgers
    }


def _told_ledgers(ledgers: Sequence[CarriedLedger]) -> Iterator[Pair]:
    kept = [f"{each.ledger.title}{len(each.rows)}行" for each in ledgers if each.rows]
    left = [f"{each.ledger.title}{each.left}行" for each in ledgers if each.left]
    if kept:
        words = "没办完的、在册的和本期还要计数的台账带过来了"
        yield "台账", f"{words}，请核对：{'、'.join(kept)}。"
    if left:
        yield "台账", f"已经办完、不再计数的台账留在原工作簿里：{'、'.join(left)}。"


def _period_of(job: Job) -> Period:
    period = job.filled.settings.period
    if period is None:
        raise SifaError("首页没有填年份，不知道这是哪一期。请先填好年份和期别，再转入下期。")
    return period


def _refuse_return(reporter: str) -> None:
    if reporter:
        raise SifaError(
            f"这是{reporter}的上报表，下一期的由局里重新下发，不用转。"
            "要转的是本局自己的工作簿，请选它。"
        )


def _refuse_unread(findings: Sequence[Finding]) -> None:
    """What the reader passed over would be lost on the way."""
    found = [f for f in findings if f.code in UNREAD and f.level is Level.ERROR]
    if found:
        rest = f"等{len(found)}处" if len(found) > 1 else ""
        raise SifaError(
            f"有内容没有读到，转过去会丢，没有写任何文件：{found[0]}{rest}。请先点“检查”，改好再转。"
        )


def _names(names: Sequence[str]) -> str:
    more = f"等{len(names)}处" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + more


def _new_path(folder: Path, name: str, ending: str) -> Path:
    names = (f"{name}{f'-{number}' if number > 1 else ''}{ending}" for number in count(1))
    return next(folder / each for each in names if not (folder / each).exists())
