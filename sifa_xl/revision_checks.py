"""Checks of 修订: numbers without a source, against a figure, said twice; data that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.declarations import DRAFTS
from sifa_xl.domain import Finding, Level
from sifa_xl.edited_numbers import Judged, Rewording, told_twice
from sifa_xl.errors import NothingToSay
from sifa_xl.narrative import Summary
from sifa_xl.revisions import ACCEPTED, OldParagraph
from sifa_xl.said_numbers import Verdict
from sifa_xl.spans import UNKNOWN

_ACCEPT = f"领导定的数，核实后在“{h.REVISION_STATE}”写“{ACCEPTED}”"


def drafts_findings(
    old: Sequence[OldParagraph], summary_of: Callable[[str], Summary]
) -> Iterator[Finding]:
    """The findings of every draft of which 总结 holds a 修订."""
    reworded = {paragraph.draft for paragraph in old if paragraph.words}
    for draft in DRAFTS:
        if draft in reworded:
            with suppress(NothingToSay):
                yield from revision_findings(summary_of(draft))


def revision_findings(summary: Summary) -> Iterator[Finding]:
    """What is doubtful in the clerk's wording; 领导改，已核 settles what it names."""
    reworded = [
        (paragraph.text, paragraph.rewording)
        for paragraph in summary.paragraphs
        if paragraph.rewording is not None
    ]
    for text, rewording in reworded:
        if UNKNOWN in text:
            yield _unknown(rewording)
        for judged in rewording.judged:
            yield from _number_findings(judged, rewording)
        yield from _outdated(rewording)
    for index, judged in told_twice([(text, each.judged) for text, each in reworded]):
        yield _twice(judged, reworded[index][1])


def _number_findings(judged: Judged, rewording: Rewording) -> Iterator[Finding]:
    name = judged.fact or h.REVISED
    where = f"（{'、'.join(judged.cells)}）" if judged.cells else ""
    is_accepted = judged.said in rewording.accepted
    if judged.verdict is Verdict.UNSOURCED:
        message = (
            f"修订里的“{judged.said}”在表里没有出处。"
            f"处理：填进业务表并写成【指标名】，或改掉这个数；{_ACCEPT}"
        )
        yield _finding("N-05", Level.VERIFY, rewording, name, message, is_accepted)
    elif judged.verdict is Verdict.WRONG:
        message = (
            f"修订里写“{judged.said}”，{_named(judged)}是{judged.actual}{where}，两处不符。"
            f"处理：核对后改正一处；{_ACCEPT}"
        )
        found = _finding("N-06", Level.VERIFY, rewording, name, message, is_accepted)
        yield found.model_copy(update=_sides(judged))
    elif judged.verdict is Verdict.COARSER:
        message = (
            f"修订里写“{judged.said}”，{_named(judged)}是{judged.actual}{where}，不矛盾，只是较粗。"
            f"处理：有准确数的，最好写{judged.actual}"
        )
        yield _finding("N-06", Level.HINT, rewording, name, message)


def _unknown(rewording: Rewording) -> Finding:
    message = f"修订里还有“{UNKNOWN}”，没有数。处理：填上数字，或删去这句话"
    return _finding("X-06", Level.ERROR, rewording, h.REVISED, message)


def _outdated(rewording: Rewording) -> Iterator[Finding]:
    """The generated text is another one than the clerk reworded."""
    if not rewording.is_outdated:
        return
    # where no number contradicts, the change may be of words only
    level = Level.VERIFY if rewording.doubts or not rewording.judged else Level.HINT
    message = (
        "数据变了，这一段还是原来的修订。"
        f"处理：对照“{h.GENERATED}”栏改写，或核对后把“{h.REVISION_STATE}”改回“已修订”"
    )
    yield _finding("N-08", level, rewording, h.REVISED, message)


def _twice(judged: Judged, rewording: Rewording) -> Finding:
    message = (
        f"同一件事前面写“{judged.actual}”，这里写“{judged.said}”，表里都没有出处。"
        f"处理：核对后统一成一个数；{_ACCEPT}"
    )
    is_accepted = judged.said in rewording.accepted
    return _finding("N-07", Level.VERIFY, rewording, h.REVISED, message, is_accepted)


def _named(judged: Judged) -> str:
    return f"表里{judged.fact.partition('.')[2]}" if judged.fact else "原来的文字"


def _sides(judged: Judged) -> dict[str, Decimal | None]:
    left, right = judged.number.value, judged.value
    return {
        "left": left,
        "right": right,
        "difference": None if left is None or right is None else left - right,
    }


def _finding(
    code: str,
    level: Level,
    rewording: Rewording,
    figure: str,
    message: str,
    is_explained: bool = False,
) -> Finding:
    sheet, _, cell = rewording.place.rpartition("!")
    return Finding(
        code=code,
        level=level,
        sheet=sheet,
        cell=cell,
        figure=figure,
        message=message,
        explained=is_explained,
    )
