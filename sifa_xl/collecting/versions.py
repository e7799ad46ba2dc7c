"""Several files of one unit: which counts, and how the others differ from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sifa_xl.collecting.sent_files import FileState, SentFile


def choose_version(versions: list[SentFile]) -> None:
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
                    f"汇入的这一份比“{each.name}”少填了{_lost(each, latest)}格，请核对没有报错文件"
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
        shape = "%H:%M"
        if _shown(older.saved, shape) == _shown(newer.saved, shape):
            shape = "%H:%M:%S"
        before, after = _shown(older.saved, shape), _shown(newer.saved, shape)
        times = f"它保存于{before}，新的保存于{after}；"
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


def _shown(moment: datetime, shape: str) -> str:
    return f"{moment.month}月{moment.day}日{moment:{shape}}"
