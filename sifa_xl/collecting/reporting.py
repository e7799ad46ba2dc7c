"""How a collection went: the state of every unit, what became of every file, whom to tell what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sifa_xl import headers as h
from sifa_xl.collecting.putting import Kept, Merge
from sifa_xl.collecting.returns import Return, ReturnedFinding
from sifa_xl.collecting.sent_files import FileState, SentFile, Wanted, is_late
from sifa_xl.domain import Level
from sifa_xl.filled import Unit

MOST_TOLD = 8  # matters told in a notice; of the rest it names the cells
MOST_PLACES = 6
MOST_OTHERS = 10
_IN_ORDER = (h.RETURNED, h.RETURNED_LATE, h.SENT_BACK, h.DUE_IN)
_GOOD = (FileState.TAKEN, FileState.COPY, FileState.OLDER)
_LEFT_OUT = {FileState.UNCLEAR: "待认的文件", FileState.REFUSED: "没有汇入的文件"}


@dataclass
class UnitReport:
    """One unit: its state, the file that counts, and what is to be said about it."""

    name: str
    state: str
    file: SentFile | None = None
    remarks: list[str] = field(default_factory=list)
    notice: str = ""
    place: str = ""

    @property
    def errors(self) -> int:
        """必须改 in its return."""
        return len(_open(self.file, Level.ERROR))

    @property
    def doubts(self) -> int:
        """请核实 without a 说明 in its return."""
        return len(_open(self.file, Level.VERIFY))

    @property
    def stars(self) -> str:
        """``12/15``: ★ filled of those to be filled."""
        sent = self.file.sent if self.file else None
        return f"{sent.stars_filled}/{sent.stars}" if sent and sent.stars else ""


@dataclass
class Collected:
    """A whole collection.  ``others`` are files of kinds that hold no return."""

    wanted: Wanted
    units: list[UnitReport]
    files: list[SentFile]
    merge: Merge
    others: list[str]
    remarks: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """True where every unit's return is in and nothing wants the clerk."""
        all_in = all(unit.state in (h.RETURNED, h.RETURNED_LATE) for unit in self.units)
        return all_in and not self.merge.kept and all(f.state in _GOOD for f in self.files)

    @property
    def told_others(self) -> str:
        """What became of the files that hold no return."""
        names = "、".join(f"“{name}”" for name in self.others[:MOST_OTHERS])
        more = f"等{len(self.others)}个" if len(self.others) > MOST_OTHERS else ""
        return (
            f"{names}{more}不是表格文件，没有看。"
            f"压缩包请解开，Word 表请改报填报表，照片里的数填在“{h.UNIT_TABLE}”"
        )

    @property
    def headline(self) -> str:
        """``应报19家：已报15、迟报1、退回1、未报2；…``."""
        states = [unit.state for unit in self.units]
        counts = [f"{state}{states.count(state)}" for state in _IN_ORDER if state in states]
        due = f"应报{len(states)}家" if self.wanted.has_list else f"收到{len(states)}家"
        parts = [f"{due}：{'、'.join(counts)}" if counts else due]
        twice = sum(_versions(self.files, unit.name) > 1 for unit in self.units)
        if twice:
            parts.append(f"重报{twice}家")
        for state, words in (
            (FileState.UNCLEAR, "待认的文件"),
            (FileState.REFUSED, "没有汇入的文件"),
        ):
            if number := sum(each.state is state for each in self.files):
                parts.append(f"{words}{number}个")
        if self.merge.kept:
            parts.append(f"手工改过没有覆盖的{len(self.merge.kept)}处")
        return "；".join(parts)


def report_units(
    units: Sequence[Unit],
    files: Sequence[SentFile],
    merge: Merge,
    wanted: Wanted,
    typed: Mapping[str, int],
) -> list[UnitReport]:
    """A report for every unit of 填报单位, else for every unit that sent something.

    ``typed`` counts the numbers that stand in a unit's column of 分所表.
    """
    due = {unit.name: unit.due for unit in units}
    standing = {unit.name: unit.state for unit in units}
    names = list(due) or list(dict.fromkeys(f.unit for f in files if f.unit))
    reports = [_report(name, standing.get(name, ""), due.get(name), files) for name in names]
    for report in reports:
        _add_kept(report, [kept for kept in merge.kept if kept.unit == report.name])
        if report.state == h.DUE_IN and (number := typed.get(report.name, 0)):
            report.remarks.append(
                f"“{h.UNIT_TABLE}”里有它的{number}个数；是电话、照片报来的，"
                f"在“{h.UNITS}”里把状态选成“{h.RETURNED}”"
            )
        report.notice = _notice(report, wanted, due.get(report.name))
    return reports


def _report(name: str, standing: str, due: date | None, files: Sequence[SentFile]) -> UnitReport:
    own = [each for each in files if each.unit == name]
    taken = next((each for each in own if each.state is FileState.TAKEN), None)
    report = UnitReport(name, h.DUE_IN, taken)
    if (number := _versions(files, name)) > 1:
        report.remarks.append(f"重报，共{number}份")
    if taken is None:
        _judge_missing(report, standing, own, files)
        return report
    report.state = h.RETURNED_LATE if is_late(taken, due) else h.RETURNED
    report.remarks += taken.remarks
    if report.state == h.RETURNED_LATE and due is not None:
        # 退回 takes the place of 迟报
        late = "迟报，" if report.errors else ""
        report.remarks.append(f"{late}{due.month}月{due.day}日截止")
    if report.errors:
        report.state = h.SENT_BACK
        report.remarks.append(f"数已汇入，有{report.errors}处必须改")
    if taken.sent is not None:
        if lacking := taken.sent.lacking:
            more = f"等{len(lacking)}家" if len(lacking) > MOST_PLACES else ""
            names = "、".join(lacking[:MOST_PLACES])
            report.remarks.append(f"它下面{names}{more}还没有报来，它的数不全")
        report.remarks += _mended(taken.sent)
    return report


def _mended(sent: Return) -> Iterator[str]:
    """What is not as the form was handed out: headers, numbers written as words."""
    if sent.headers:
        yield f"改过表头：找不到{'、'.join(f'“{name}”' for name in sent.headers)}"
    read_as = [f for f in sent.findings if f.level is Level.HINT]
    if read_as:
        told = "；".join(f"{f.cell} {f.message.split('。')[0]}" for f in read_as[:MOST_PLACES])
        more = f"；等{len(read_as)}格" if len(read_as) > MOST_PLACES else ""
        yield f"文字型数字已认出汇入：{told}{more}"


def _judge_missing(
    report: UnitReport, standing: str, own: Sequence[SentFile], files: Sequence[SentFile]
) -> None:
    refused = [each for each in own if each.state in (FileState.REFUSED, FileState.UNCLEAR)]
    if refused:
        report.state = h.SENT_BACK
        report.file = refused[0]
        report.remarks += [f"“{each.name}”{each.reason}" for each in refused]
        return
    hinted = [each for each in files if f"像是“{report.name}”" in each.reason]
    report.remarks += [f"“{each.name}”可能是它的，没有汇入" for each in hinted]
    if standing in (h.RETURNED, h.RETURNED_LATE):
        report.state = standing
        report.remarks.append("这次文件夹里没有它的表，表里原有的数没有动")
    elif not hinted:
        report.remarks.append("没有收到")


def _add_kept(report: UnitReport, kept: Sequence[Kept]) -> None:
    if not kept:
        return
    report.place = str(kept[0].place)
    shown = "；".join(
        f"{each.place}“{each.label}”现为{each.now}，报的是{each.given or '空'}"
        for each in kept[:MOST_PLACES]
    )
    more = f"；另有{len(kept) - MOST_PLACES}处" if len(kept) > MOST_PLACES else ""
    report.remarks.append(
        f"手工改过{len(kept)}处，没有覆盖：{shown}{more}。要用报的数，清空那一格再汇总"
    )


def _open(file: SentFile | None, level: Level) -> list[ReturnedFinding]:
    findings = file.sent.findings if file and file.sent else ()
    return [finding for finding in findings if finding.level is level and finding.is_open]


def _versions(files: Sequence[SentFile], unit: str) -> int:
    """How many returns of this period it sent, copies too."""
    return sum(each.unit == unit and each.state in _GOOD for each in files)


# ------------------------------------------------------------------------ the notices


def _notice(report: UnitReport, wanted: Wanted, due: date | None) -> str:
    """What to paste into a chat; ``""`` where nothing is to be told."""
    period = f"{wanted.year}年{wanted.period}" if wanted.year else wanted.period
    signed = f"（{wanted.bureau}）" if wanted.bureau else ""
    if report.state == h.DUE_IN:
        until = f"（{due.month}月{due.day}日截止）" if due else ""
        return f"{report.name}：{period}填报表还没有收到{until}，请抓紧报来，谢谢。{signed}"
    file = report.file
    if file is None:
        return ""
    # a day that is over can be kept by nobody
    again = "请尽快" if due is None or is_late(file, due) else f"请在{due.month}月{due.day}日前"
    if file.sent is None or file.state is not FileState.TAKEN:
        return (
            f"{report.name}：你单位报来的“{file.name}”退回。{file.reason}"
            f"改好后{again}重新报来，谢谢。{signed}"
        )
    errors, doubts = _open(file, Level.ERROR), _open(file, Level.VERIFY)
    head = f"{report.name}：你单位报来的{period}填报表（{file.name}）有"
    if errors:
        lines = [f"{head}{len(errors)}处必须改：", *_told(errors)]
        lines += [f"还有{len(doubts)}处请核实：{_places(doubts)}。"] if doubts else []
        return "\n".join([*lines, f"改好{again}重新报来，谢谢。{signed}"])
    if not doubts:
        return ""
    mend = f"没有错的写说明，有错的改好{again}重新报来，谢谢。{signed}"
    return "\n".join([f"{head}{len(doubts)}处请核实：", *_told(doubts), mend])


def _told(findings: Sequence[ReturnedFinding]) -> Iterator[str]:
    """Numbered lines; what is wrong alike in many cells of a sheet is told once."""
    alike: dict[tuple[str, str], list[ReturnedFinding]] = {}
    for finding in findings:
        alike.setdefault((finding.cell.partition("!")[0], finding.message), []).append(finding)
    groups = list(alike.values())
    for number, group in enumerate(groups[:MOST_TOLD], 1):
        many = f"等{len(group)}格" if len(group) > 1 else ""
        yield f"{number}. {group[0].cell}{many} {group[0].message}"
    rest = [finding for group in groups[MOST_TOLD:] for finding in group]
    if rest:
        yield f"另有{len(rest)}处：{_places(rest)}。"


def _places(findings: Sequence[ReturnedFinding]) -> str:
    places = list(dict.fromkeys(finding.cell for finding in findings))
    more = "等" if len(places) > MOST_PLACES else ""
    return "、".join(places[:MOST_PLACES]) + more


def shown_moment(moment: datetime | None) -> str:
    """``2022-06-27 09:30``, or ``""``."""
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def kinds_of(units: Sequence[Unit]) -> Mapping[str, str]:
    """股室 or 司法所, by the unit's name."""
    return {unit.name: unit.kind for unit in units}
