"""What 更新Word数字 tells: on the screen, in 改数清单, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sifa_xl import headers as h
from sifa_xl.changed_numbers import (
    ChangedNumber,
    Corrected,
    SentPlace,
    Standing,
    corrected,
    correction,
)
from sifa_xl.renewed_file import Renewed, ToldDoubt
from sifa_xl.results import ResultTable

_FIRST_WORDS = 24
IN_WORDS = "文字"


@dataclass(frozen=True)
class Report:
    """A renewed file: its title, changed numbers traced, and who already got the old ones.

    ``sent`` are the places of each number in ``numbers``, in the same order; ``notes`` are
    sentences on what could not be done.  ``is_unfinished`` where it reads as final and is not.
    """

    result: Renewed
    title: str
    numbers: tuple[ChangedNumber, ...] = ()
    sent: tuple[tuple[SentPlace, ...], ...] = ()
    notes: tuple[str, ...] = ()
    is_unfinished: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something wants the clerk before the file may go out."""
        return self.result.is_doubtful or self.is_unfinished

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed and nothing wants the clerk."""
        return not (self.has_changes or self.result.is_doubtful)

    @property
    def has_changes(self) -> bool:
        """Whether the file says something else now."""
        result = self.result
        return bool(self.numbers or result.inserted or result.reworded)

    @property
    def corrections(self) -> list[str]:
        """更正 texts ready to paste: one for the file, one for each draft that was sent."""
        own = [corrected(each) for each in self.numbers]
        found = [correction(self.title, own)]
        same = {(one.number, one.old): one for one in own}
        by_paper: dict[tuple[str, str], list[Corrected]] = {}
        for each, places in zip(self.numbers, self.sent, strict=False):
            for place in places:
                listed = by_paper.setdefault((place.title, place.when), [])
                here = Corrected(place.number, "", place.text, each.new, place.name)
                is_own = place.title == self.title
                listed.append(same.get((place.number, place.text), here) if is_own else here)
        found += [correction(title, listed) for (title, _), listed in by_paper.items()]
        return [each for each in dict.fromkeys(found) if each]


def told_report(report: Report) -> Iterator[str]:
    """All there is to say, in lines; the first sums it up."""
    result = report.result
    yield _verdict(report)
    for title, lines in _lists(report).items():
        if lines:
            yield f"\n{title}（{len(lines)}）："
            yield from (f"　{line}" for line in lines)
    if report.corrections:
        yield "\n可以粘贴的更正："
        yield from (f"　{each}" for each in report.corrections)
    if result.is_tracking and report.has_changes:
        yield "\n这个文件开着修订：更新的数字直接写在文中，没有记成修订，以上面的清单为准。"
    yield from (f"\n{note}" for note in report.notes)


def changes_table(report: Report) -> ResultTable:
    """改数清单: a row a number."""
    table = ResultTable(h.CHANGES_SHEET, h.CHANGES)
    for each, places in _numbered(report):
        if each.cells:
            table.links[len(table.rows), h.CELLS] = each.cells[0]
        table.rows.append(
            {
                h.NUMBER: len(table.rows) + 1,
                h.OLD_NUMBER: each.old,
                h.NEW_NUMBER: each.new,
                h.FIGURE: each.fact or IN_WORDS,
                h.CELLS: "、".join(each.cells) or None,
                h.COMES_FROM: "、".join(each.comes_from) or None,
                h.STANDS_IN: "；".join(map(_stands, each.standings)) or None,
                h.SENT_IN: "；".join(map(_sent, places)) or None,
                h.CORRECTION: correction(report.title, [corrected(each)]),
            }
        )
    return table


def refresh_shape(report: Report, out: str) -> dict[str, Any]:
    """The JSON of ``refresh``."""
    result = report.result
    return {
        "draft": result.draft,
        "file": out,
        "numbers": [_number_shape(each, places) for each, places in _numbered(report)],
        "doubts": [
            {
                "kind": each.doubt.kind.value,
                "paragraph": each.number,
                "id": each.id,
                "said": each.doubt.said,
                "actual": each.doubt.actual or None,
                "fact": each.doubt.fact,
                "cells": list(each.doubt.cells),
                "accepted": each.is_accepted,
            }
            for each in result.doubts
        ],
        "edited": [{"paragraph": number, "id": identity} for number, identity in result.kept],
        "added": [{"paragraph": each.number, "text": each.words} for each in result.additions],
        "inserted": [{"id": identity, "text": text} for identity, text in result.inserted],
        "deleted": [
            {"id": identity, "changed": is_changed} for identity, is_changed in result.deleted
        ],
        "unsure": [{"paragraph": number, "text": text} for number, text in result.unsure],
        "conflicts": [{"paragraph": n, "id": identity} for n, identity in result.conflicts],
        "corrections": report.corrections,
        "notes": list(report.notes),
    }


def _numbered(report: Report) -> list[tuple[ChangedNumber, Sequence[SentPlace]]]:
    sent = [*report.sent, *((),) * len(report.numbers)]
    return list(zip(report.numbers, sent, strict=False))


def _verdict(report: Report) -> str:
    result = report.result
    if report.is_empty and not result.kept:
        return f"这个 Word 文件（{result.draft}）和表里一致，没有要改的数。"
    parts = [f"更新了{len(report.numbers)}个数" if report.numbers else "没有要更新的数"]
    if result.kept:
        parts.append(f"{len(result.kept)}段改过的话照原样保留")
    if result.is_doubtful:
        counted = len(result.open_doubts) + len(result.unsure) + len(result.conflicts)
        parts.append(f"有{counted + len(result.emptied)}处要您核对")
    return f"{result.draft}：{'，'.join(parts)}。"


def _lists(report: Report) -> dict[str, list[str]]:
    result = report.result

    def name(identity: str) -> str:
        return result.names.get(identity, identity)

    return {
        "改数清单": [_changed(each, places) for each, places in _numbered(report)],
        "没有改动、要核对的数": [_doubt(each) for each in result.open_doubts],
        "领导改，已核的数": [_doubt(each) for each in result.doubts if each.is_accepted],
        "认不准是原来哪一段的，没有改动": [
            f"第{number}段：{_short(text)}" for number, text in result.unsure
        ],
        "Word 和“总结”表的“修订”都改过的，Word 里的话没有动，表里的也没有动": [
            f"第{number}段“{name(identity)}”。处理：对照两处，改成一样的"
            for number, identity in result.conflicts
        ],
        "表里现在写不出来的段落，Word 里留着": [
            f"第{number}段。处理：核对数据，不再需要的请自己删去" for number, _ in result.emptied
        ],
        "文字也随表更新的段落": [
            f"第{number}段“{name(identity)}”" for number, identity in result.reworded
        ],
        "新加进 Word 的段落": [_short(text) for _, text in result.inserted],
        "您新写的段落，已放进“提纲”作自写段": [
            f"第{each.number}段：{_short(each.words)}" for each in result.additions
        ],
        "Word 里已删去的段落，没有恢复": [
            f"“{name(identity)}”{'（它的数据变了）' if is_changed else ''}。"
            "以后的总结也不写的，请在“提纲”里选“不用”"
            for identity, is_changed in result.deleted
        ],
        "Word 里没有找到的段落，可能是删去的，也可能是后来才有的，没有加": [
            f"“{name(identity)}”" for identity in result.unfound
        ],
    }


def _changed(each: ChangedNumber, places: Sequence[SentPlace]) -> str:
    parts = [f"第{each.number}段“{each.lead}{each.old}”→“{each.new}”"]
    parts.append(f"{each.fact or IN_WORDS}，{'、'.join(each.cells)}")
    if each.comes_from:
        parts.append(f"由{'、'.join(each.comes_from)}算出")
    if each.standings:
        parts.append(f"在{'、'.join(map(_stands, each.standings))}")
    if places:
        parts.append(f"已报出：{'、'.join(map(_sent, places))}")
    return "；".join(parts)


def _stands(standing: Standing) -> str:
    return f"{standing.draft}第{standing.number}段"


def _sent(place: SentPlace) -> str:
    return f"《{place.title}》（{place.when}）第{place.number}段“{place.text}”"


def _doubt(each: ToldDoubt) -> str:
    doubt = each.doubt
    now = ""
    if doubt.fact or doubt.actual:
        cells = f"（{'、'.join(doubt.cells)}）" if doubt.cells else ""
        now = f"，表里{doubt.fact or ''}是{doubt.actual or '空'}{cells}"
    return f"{doubt.kind}：第{each.number}段“{doubt.said}”{now}"


def _number_shape(each: ChangedNumber, places: Sequence[SentPlace]) -> dict[str, Any]:
    return {
        "fact": each.fact,
        "old": each.old,
        "new": each.new,
        "cells": list(each.cells),
        "paragraph": each.number,
        "id": each.id,
        "comes_from": list(each.comes_from),
        "stands_in": [
            {"draft": one.draft, "paragraph": one.number, "id": one.id, "text": one.words}
            for one in each.standings
        ],
        "sent": [
            {"title": one.title, "when": one.when, "paragraph": one.number, "text": one.text}
            for one in places
        ],
    }


def _short(text: str) -> str:
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS]}…"
