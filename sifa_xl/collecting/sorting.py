"""Files of a folder -> whose each is, which one of a unit counts, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sifa_xl.collecting.naming import find_unit, named_in, plain_name
from sifa_xl.collecting.returns import Reading, Refusal, Return
from sifa_xl.collecting.walk import FoundFile


class FileState(StrEnum):
    """What became of a file; the words a clerk reads."""

    TAKEN = "已汇入"
    COPY = "重复"
    OLDER = "旧版"
    UNCLEAR = "待认"
    REFUSED = "退回"


@dataclass
class SentFile:
    """A file of the folder.  ``unit`` is spelt as in 填报单位; ``reason`` says what, and the mend.

    ``remarks`` are told of a file that was taken all the same.
    """

    file: FoundFile
    reading: Reading
    unit: str = ""
    state: FileState = FileState.UNCLEAR
    reason: str = ""
    remarks: list[str] = field(default_factory=list)
    saved: datetime | None = None
    is_near: bool = False  # the unit's name is spelt otherwise in the file
    named_by_hand: str = ""  # the unit the clerk wrote beside it in 汇总台账

    @property
    def name(self) -> str:
        """The path below the folder."""
        return self.file.name

    @property
    def sent(self) -> Return | None:
        """What it says, of a file that could be read."""
        return self.reading if isinstance(self.reading, Return) else None


@dataclass(frozen=True)
class Wanted:
    """What the master asks for: whose returns, of which bureau, of which period.

    ``named_by_hand`` gives the unit that the clerk wrote beside a file, by its hash.
    """

    units: tuple[str, ...]
    bureau: str
    bureau_short: str
    year: int | None
    period: str
    named_by_hand: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_list(self) -> bool:
        """True where 填报单位 names the units."""
        return bool(self.units)


def sort_out(files: Sequence[tuple[FoundFile, Reading]], wanted: Wanted) -> list[SentFile]:
    """Every file with what became of it, in the order given."""
    sent = [_judged(file, reading, wanted) for file, reading in files]
    _settle_near_names(sent)
    by_unit: dict[str, list[SentFile]] = {}
    for each in sent:
        if each.state is FileState.TAKEN:
            by_unit.setdefault(each.unit, []).append(each)
    for versions in by_unit.values():
        _choose_version(versions)
    return sent


# ------------------------------------------------------------------- one file by itself


def _judged(file: FoundFile, reading: Reading, wanted: Wanted) -> SentFile:
    each = SentFile(file, reading)
    if isinstance(reading, Refusal):
        each.state, each.reason = FileState.REFUSED, reading.reason
        hint = named_in(file.name, wanted.units)
        if hint:
            each.reason += f"（看文件名像是“{hint}”的。）"
        return each
    each.saved = _moment(reading.saved)
    _recognise(each, reading, wanted)
    if each.state is FileState.TAKEN:
        _refuse_unfit(each, reading, wanted)
    return each


def _recognise(each: SentFile, sent: Return, wanted: Wanted) -> None:
    by_hand = wanted.named_by_hand.get(sent.sha256, "")
    if by_hand:
        each.unit, each.named_by_hand, each.state = by_hand, by_hand, FileState.TAKEN
        if wanted.has_list and by_hand not in wanted.units:
            each.state = FileState.UNCLEAR
            each.reason = f"认定的“{by_hand}”不在“填报单位”表里。请核对，改成表里的名称。"
        return
    if not sent.unit:
        each.reason = (
            "首页没有写是哪个单位，认不出来。请在“汇总台账”这一行的“认定单位”写上单位名称再汇总，"
            "或退回填好首页。"
        )
    elif not sent.reporter and plain_name(sent.bureau) == plain_name(wanted.bureau):
        each.state, each.reason = FileState.REFUSED, (
            "首页没有写填报单位，是本局自己的工作簿，不是哪个单位的上报表。"
            "是某个单位报的，请在“汇总台账”这一行的“认定单位”写上单位名称再汇总。"
        )
    elif sent.reporter and not _is_of_bureau(sent, wanted):
        each.state, each.reason = FileState.REFUSED, (
            f"是“{sent.bureau}”的“{sent.reporter}”的表，不是“{wanted.bureau}”的，没有汇入。"
            "请核对是不是放错了文件夹。"
        )
    else:
        _name(each, sent, wanted)


def _is_of_bureau(sent: Return, wanted: Wanted) -> bool:
    theirs = {plain_name(name) for name in (sent.bureau, sent.bureau_short) if name}
    ours = {plain_name(name) for name in (wanted.bureau, wanted.bureau_short) if name}
    # short names such as 县司法局 are the same everywhere: the full one decides
    return plain_name(sent.bureau) == plain_name(wanted.bureau) or not theirs or not ours


def _name(each: SentFile, sent: Return, wanted: Wanted) -> None:
    each.state = FileState.TAKEN
    each.unit = sent.unit
    if not wanted.has_list:
        return
    guess = find_unit(sent.unit, wanted.units)
    if guess.name:
        each.unit = guess.name
        if guess.is_near:
            each.is_near = True
            each.remarks.append(f"首页写的是“{sent.unit}”，按“{guess.name}”汇入，请核对")
        return
    each.unit, each.state = "", FileState.UNCLEAR
    if guess.fitting:
        names = "”还是“".join(guess.fitting)
        each.reason = (
            f"首页写的是“{sent.unit}”，分不清是“{names}”，没有汇入。"
            "请在“汇总台账”这一行的“认定单位”写上是哪一个，再汇总一次。"
        )
    else:
        each.reason = (
            f"“{sent.unit}”不在“填报单位”表里，没有汇入。"
            "要汇总它，请在“填报单位”表里加一行；是名称写错的，在“认定单位”写上正确的名称。"
        )


def _refuse_unfit(each: SentFile, sent: Return, wanted: Wanted) -> None:
    theirs = f"{sent.year}年{sent.period}" if sent.year else "没有写年份"
    ours = f"{wanted.year}年{wanted.period}" if wanted.year else ""
    if ours and theirs != ours:
        each.state = FileState.REFUSED
        what = f"期别是{theirs}" if sent.year else "首页没有写年份"
        each.reason = f"{what}，要的是{ours}，没有汇入。请退回，用这一期的填报表重报。"
    elif sent.is_blank:
        each.state = FileState.REFUSED
        each.reason = "是空白表，一个数也没有填。请退回填好再报；确实没有的填0或选“本期无此工作”。"


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone()


# ------------------------------------------------------------------- the files of one unit


def _settle_near_names(sent: Sequence[SentFile]) -> None:
    """A near name gives way where the unit itself has sent a return under its proper name."""
    proper = {s.unit for s in sent if s.state is FileState.TAKEN and not s.is_near}
    for each in sent:
        if each.state is FileState.TAKEN and each.is_near and each.unit in proper:
            named = each.sent.unit if each.sent else ""
            each.state = FileState.UNCLEAR
            each.reason = (
                f"首页写的是“{named}”，像是“{each.unit}”，可是“{each.unit}”自己已经报了，没有汇入。"
                "请在“汇总台账”这一行的“认定单位”写上是哪个单位，再汇总一次。"
            )
            each.unit, each.remarks = "", []


def _choose_version(versions: list[SentFile]) -> None:
    """Of several files of a unit the latest counts; copies and older versions say so."""
    different: list[SentFile] = []
    for each in versions:
        twin = next((e for e in different if _are_same(e, each)), None)
        if twin is None:
            different.append(each)
            continue
        first, copy = sorted((twin, each), key=_age)
        if first is each:
            different[different.index(twin)] = each
        copy.state = FileState.COPY
        copy.reason = f"与“{first.name}”填的内容完全相同，只算一份。"
    if len(different) > 1:
        _keep_latest(different)


def _age(each: SentFile) -> tuple[bool, float, str]:
    return each.saved is None, each.saved.timestamp() if each.saved else 0.0, each.name


def _are_same(one: SentFile, other: SentFile) -> bool:
    if one.sent is None or other.sent is None:
        return False
    return one.sent.sha256 == other.sent.sha256 or one.sent.fingerprint == other.sent.fingerprint


def _keep_latest(versions: list[SentFile]) -> None:
    latest = _latest(versions)
    if latest is None:
        names = "、".join(f"“{each.name}”" for each in versions)
        for each in versions:
            each.state = FileState.UNCLEAR
            each.reason = (
                f"{each.unit}有{len(versions)}份不同的表（{names}），分不清哪一份新，都没有汇入。"
                "请只留要的一份，其余移出文件夹。"
            )
        return
    for each in versions:
        if each is not latest:
            each.state = FileState.OLDER
            each.reason = f"是旧版，已按“{latest.name}”汇入（{_compared(each, latest)}）。"
            latest.remarks.append(f"另有旧版“{each.name}”没有用")
            if _lost(each, latest) and not _lost(latest, each):
                latest.remarks.append(
                    f"它比“{each.name}”少填了{_lost(each, latest)}格，请核对没有报错文件"
                )


def _latest(versions: Sequence[SentFile]) -> SentFile | None:
    """By the time of saving; where that does not tell, the one that holds all the others do."""
    moments = [each.saved for each in versions]
    known = [moment for moment in moments if moment is not None]
    if len(known) == len(versions) and known.count(max(known)) == 1:
        return next(each for each in versions if each.saved == max(known))
    fullest = [e for e in versions if not any(_lost(o, e) or _changed(o, e) for o in versions)]
    return fullest[0] if len(fullest) == 1 else None


def _lost(older: SentFile, newer: SentFile) -> int:
    """How many cells filled in ``older`` are blank in ``newer``."""
    return len(_contents(older).keys() - _contents(newer).keys())


def _changed(older: SentFile, newer: SentFile) -> int:
    old, new = _contents(older), _contents(newer)
    return sum(old[key] != new[key] for key in old.keys() & new.keys())


def _contents(each: SentFile) -> dict[str, str]:
    return each.sent.contents if each.sent else {}


def _compared(older: SentFile, newer: SentFile) -> str:
    """``保存于6月20日18:00，新的保存于…；新的多填3格、改了2格``."""
    times = ""
    if older.saved and newer.saved:
        times = f"它保存于{_shown(older.saved)}，新的保存于{_shown(newer.saved)}；"
    counts = [
        f"{words}{number}格"
        for words, number in (
            ("多填", _lost(newer, older)),
            ("改了", _changed(older, newer)),
            ("少填", _lost(older, newer)),
        )
        if number
    ]
    return f"{times}新的{'、'.join(counts)}" if counts else f"{times}填的数一样"


def _shown(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日{moment:%H:%M}"


def is_late(each: SentFile, due: date | None) -> bool:
    """True where the file was saved last after the day it was due."""
    return due is not None and each.saved is not None and each.saved.date() > due
