"""Files of a folder -> whose each is, which one of a unit counts, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sifa_xl.collecting.naming import find_unit, named_in, plain_name
from sifa_xl.collecting.returns import Reading, Refusal, Return
from sifa_xl.collecting.sent_files import FileState, SentFile, Wanted
from sifa_xl.collecting.versions import choose_version
from sifa_xl.collecting.walk import FoundFile


def sort_out(files: Sequence[tuple[FoundFile, Reading]], wanted: Wanted) -> list[SentFile]:
    """Every file with what became of it, in the order given."""
    sent = [_judged(file, reading, wanted) for file, reading in files]
    _settle_near_names(sent)
    by_unit: dict[str, list[SentFile]] = {}
    for each in sent:
        if each.state is FileState.TAKEN:
            by_unit.setdefault(each.unit, []).append(each)
    for versions in by_unit.values():
        choose_version(versions)
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
        each.state, each.reason = (
            FileState.REFUSED,
            (
                "首页没有写填报单位，是本局自己的工作簿，不是哪个单位的上报表。"
                "是某个单位报的，请在“汇总台账”这一行的“认定单位”写上单位名称再汇总。"
            ),
        )
    elif sent.reporter and not _is_of_bureau(sent, wanted):
        each.state, each.reason = FileState.REFUSED, _not_ours(sent, wanted)
    elif sent.is_of_lower_bureau and not wanted.has_list:
        each.reason = (
            f"是“{sent.bureau}”自己的工作簿。“填报单位”表还是空的，不知道收不收它的，没有汇入。"
            "要收，请在“填报单位”表里加上它，再汇总一次。"
        )
    else:
        _name(each, sent, wanted)


def _is_of_bureau(sent: Return, wanted: Wanted) -> bool:
    theirs = {plain_name(name) for name in (sent.bureau, sent.bureau_short) if name}
    ours = {plain_name(name) for name in (wanted.bureau, wanted.bureau_short) if name}
    # short names such as 县司法局 are the same everywhere: the full one decides
    return plain_name(sent.bureau) == plain_name(wanted.bureau) or not theirs or not ours


def _not_ours(sent: Return, wanted: Wanted) -> str:
    whose = f"是“{sent.bureau}”的“{sent.reporter}”的表，不是“{wanted.bureau}”的，没有汇入。"
    bureau = find_unit(sent.bureau, wanted.units)
    if bureau.name and not bureau.is_near:
        return f"{whose}请退给“{bureau.name}”，由它汇总以后，把它自己的工作簿报来。"
    return f"{whose}请核对是不是放错了文件夹。"


def _name(each: SentFile, sent: Return, wanted: Wanted) -> None:
    each.state = FileState.TAKEN
    each.unit = sent.unit
    if not wanted.has_list:
        return
    guess = find_unit(sent.unit, wanted.units)
    if guess.name and (guess.is_same_place or not sent.is_of_lower_bureau):
        each.unit = guess.name
        if guess.is_near:
            each.is_near = True
            each.remarks.append(f"首页写的是“{sent.unit}”，按“{guess.name}”汇入，请核对")
        return
    each.unit, each.state = "", FileState.UNCLEAR
    if guess.name:
        each.reason = (
            f"首页写的是“{sent.unit}”，“填报单位”表里只有“{guess.name}”跟它像，"
            "怕是另一个地方，没有汇入。"
            "是它的，请在“汇总台账”这一行的“认定单位”写上名称，再汇总一次；不是的，移出文件夹。"
        )
    elif guess.fitting:
        names = "”还是“".join(guess.fitting)
        each.reason = (
            f"首页写的是“{sent.unit}”，分不清是“{names}”，没有汇入。"
            "请在“汇总台账”这一行的“认定单位”写上是哪一个，再汇总一次。"
        )
    else:
        each.reason = (
            f"首页写的“{sent.unit}”不在“填报单位”表里，没有汇入。"
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


# ------------------------------------------------------------------- one file and the others


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
