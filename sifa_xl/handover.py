"""交接: what somebody new must know of the period that is over, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sifa_xl import headers as h
from sifa_xl.domain import Finding
from sifa_xl.filled import Filled, LineData
from sifa_xl.rolling import is_own_choice
from sifa_xl.settling import Settling
from sifa_xl.wording import date_text

CALENDAR, DELIVERY, FILES, BASES = "日程", "报送", "文件", "口径"
REASONS, RELEASES, OPEN, CARRIED = "说明", "放行", "未了事项", "带入本期"
NOT_WRITTEN = "没有填"
Pair = tuple[str, str]  # 事项 and 内容


@dataclass(frozen=True)
class Places:
    """Where things lie: the workbook's name, its folder, what stands beside it; what was when."""

    workbook: str
    folder: str
    beside: tuple[Pair, ...] = ()
    due: tuple[Pair, ...] = ()
    sent: tuple[Pair, ...] = ()


def handover_rows(
    filled: Filled,
    findings: Sequence[Finding],
    places: Places,
    leftovers: Sequence[Pair],
    carried: Sequence[Pair],
) -> list[dict[str, str]]:
    """The rows of one period; ``leftovers`` are further open points.

    ``carried`` tells what came into the next workbook and what did not.
    """
    settings = filled.settings
    parts: tuple[tuple[str, Iterator[Pair]], ...] = (
        (CALENDAR, _calendar(filled, places)),
        (DELIVERY, _delivery(filled)),
        (FILES, _files(places)),
        (BASES, _bases(filled)),
        (REASONS, _reasons(filled, findings)),
        (RELEASES, _releases(filled, findings)),
        (OPEN, _open(findings)),
        (OPEN, iter(leftovers)),
        (CARRIED, iter(carried)),
    )
    period = f"{settings.year}年{settings.period_name}"
    return [
        {h.OF_PERIOD: period, h.KIND: kind, h.MATTER: matter, h.CONTENT: content}
        for kind, pairs in parts
        for matter, content in pairs
    ]


def _calendar(filled: Filled, places: Places) -> Iterator[Pair]:
    settings = filled.settings
    yield from places.due
    yield "统计截止日", date_text(settings.cutoff) if settings.cutoff else NOT_WRITTEN
    if settings.dates_note:
        yield "日期说明", settings.dates_note
    yield "成文日期", date_text(settings.signed) if settings.signed else NOT_WRITTEN
    yield from places.sent
    if not places.sent:
        yield "送出日期", "没有定稿归档的记录"


def _delivery(filled: Filled) -> Iterator[Pair]:
    for draft in filled.drafts.values():
        if draft.addressee:
            yield f"{draft.draft}主送", draft.addressee
        if draft.title:
            yield f"{draft.draft}标题", draft.title
    settings = filled.settings
    for matter, words in (
        ("领导机关", settings.leaders),
        ("业务指导机关", settings.guides),
        ("附件", settings.attachments),
    ):
        if words:
            yield matter, words


def _files(places: Places) -> Iterator[Pair]:
    if places.workbook:
        yield "工作簿", places.workbook
    yield "所在文件夹", places.folder
    yield from places.beside


def _bases(filled: Filled) -> Iterator[Pair]:
    """Where the bureau counts in a way of its own."""
    for data in filled.lines.values():
        title = data.line.title
        if data.is_off:
            yield title, h.OFF
        for name, picked in data.picked.items():
            if is_own_choice(data.line, name, picked):
                yield f"{title}·{name}", f"选“{picked}”"
        yield from ((f"{title}·{label}", words) for label, words in _own_bases(data))
        for extra in data.extras:
            if extra.name:
                basis = f"：{extra.basis}" if extra.basis else ""
                yield f"{title}·{extra.name}", f"本局补充的指标{basis}"


def _own_bases(data: LineData) -> Iterator[Pair]:
    for figure in data.line.figures:
        entry = data.entries.get(figure.code)
        if entry is None:
            continue
        if entry.basis and entry.basis != figure.basis:
            yield figure.label, f"口径：{entry.basis}"
        if entry.now.value is not None and entry.now.unit in figure.units[1:]:
            yield figure.label, f"单位用“{entry.now.unit}”（一般用“{figure.unit}”）"


def _words_beside(filled: Filled) -> Iterator[Pair]:
    """Every 说明 in a row of a figure."""
    for data in filled.lines.values():
        for figure in data.line.figures:
            entry = data.entries.get(figure.code)
            if entry is not None and entry.explanation:
                yield f"{data.line.title}·{figure.label}", entry.explanation


def _reasons(filled: Filled, findings: Sequence[Finding]) -> Iterator[Pair]:
    """The 说明 that held, each with the values it was about, and what else was noted so."""
    settling = Settling(filled)
    held = ""
    for finding in findings:
        if finding.explained and (said := settling.said(finding)):
            held += said
            yield _matter(finding, filled), _of_values(finding, said)
    yield from ((matter, said) for matter, said in _words_beside(filled) if said not in held)


def _releases(filled: Filled, findings: Sequence[Finding]) -> Iterator[Pair]:
    for finding in findings:
        release = finding.released
        if release is not None:
            words = f"{release.how}：{release.by}，{release.reason}"
            yield _matter(finding, filled), _of_values(finding, words)


def _open(findings: Sequence[Finding]) -> Iterator[Pair]:
    """What was left; the same in many cells of a sheet, as ledgers have it, is one matter."""
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        if finding.is_open:
            key = finding.sheet, finding.code, finding.message
            alike.setdefault(key, []).append(finding)
    for (sheet, code, message), group in alike.items():
        many = f"等{len(group)}格" if len(group) > 1 else ""
        yield f"{sheet}!{group[0].cell}{many}（{code}）", f"{group[0].level.on_screen}：{message}"


def _matter(finding: Finding, filled: Filled) -> str:
    title = next((d.line.title for d in filled.lines.values() if d.sheet == finding.sheet), "")
    return f"{title or finding.sheet}·{finding.figure}（{finding.code}）"


def _of_values(finding: Finding, words: str) -> str:
    return f"{words}（针对：{finding.basis}）" if finding.basis else words
