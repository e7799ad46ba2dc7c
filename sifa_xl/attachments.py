"""The tables that stand behind a summary: 主要指标表 and 数据审核说明, as rows of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sifa_xl.comparison import change_in_points
from sifa_xl.declarations import Count, Rate
from sifa_xl.domain import Finding, State
from sifa_xl.filled import Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.settling import Settling
from sifa_xl.trees import Named, Node
from sifa_xl.wording import number_text, round_half_up

MAIN_FIGURES, AUDIT = "主要指标表", "数据审核说明"
NOTHING = "—"


@dataclass(frozen=True)
class Table:
    """Rows of words under ``heads``; ``widths`` are shares of the line, heights twips.

    ``caption`` stands above.  A row with fewer cells than ``widths`` lets its last one go on to
    the right edge; ``columns`` are the names of the columns where ``heads`` is a title over all.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    note: str = ""
    row_height: int = 0
    caption: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """What can be said about one figure: this period, last year's, the difference, where from."""

    label: str
    unit: str
    now: str
    before: str
    change: str
    basis: str
    formula: str
    source: str


def main_figures(filled: Filled, indicators: Indicators, *, has_sources: bool) -> Table:
    """附件1: ★ figures, computed ones and rates of every line in use, with 口径.

    ``has_sources`` adds the cells, which are nobody's business outside the bureau.
    """
    rows: list[tuple[str, ...]] = []
    for data in filled.lines.values():
        if data.is_off or not data.has_figures:
            continue
        told = [account(data, named, indicators) for named in _main(data, indicators)]
        rows += [(data.line.title,)] if told else []
        rows += [(a.label, a.unit, a.now, a.before, a.change, a.basis, a.source) for a in told]
    heads = ("指标", "单位", "本期", "上年同期", "增减", "口径", "来源")
    widths = (20, 7, 10, 10, 23, 20, 26)
    shown = len(heads) if has_sources else len(heads) - 1
    note = "“—”表示没有填，或者不能比。"
    return Table(heads[:shown], tuple(row[:shown] for row in rows), widths[:shown], note)


def audit(findings: Sequence[Finding], filled: Filled) -> Table:
    """附件2: what is open, and what is settled by its 说明 or by a release, with its words."""
    heads = ("序", "级别", "位置", "问题与处理", "说明")
    settling = Settling(filled)
    told = [each for each in findings if each.is_open or each.explained or each.released]
    rows = tuple(
        (
            str(number),
            finding.level.on_screen,
            f"{finding.sheet}!{finding.cell}",
            f"{finding.message}（{finding.code}）",
            _settled_by(finding, settling),
        )
        for number, finding in enumerate(told, 1)
    )
    note = "“未说明”的，改正数字，或写明原因（六个字以上），或由局领导审定放行。"
    if not rows:
        rows = (("", "", "", "没有必须改、请核实的问题。", ""),)
    return Table(heads, rows, (6, 11, 18, 50, 21), note, caption="问题和处理情况")


def differences(news: Sequence[tuple[str, str, str]]) -> Table:
    """What changed since the last draft, as kind, paragraph and words."""
    rows = tuple((str(number), *each) for number, each in enumerate(news, 1))
    heads = ("序", "类别", "所在段落", "内容")
    return Table(heads, rows, (6, 14, 26, 60), caption="与上一稿相比的变化")


def account(data: LineData, named: Named, indicators: Indicators) -> Account:
    """One figure, rate or measure in words; ``—`` for what is not known."""
    now, before = _shown(named, indicators, False), _shown(named, indicators, True)
    is_pending = indicators.state(named) is State.PENDING
    now = None if is_pending else now  # what cannot be is compared with nothing
    entry = data.entries.get(named.code)
    definition = getattr(named, "definition", None)
    formula = definition.sentence() if isinstance(definition, Node) else ""
    basis = (entry.basis if entry else "") or (named.basis if isinstance(named, Count) else "")
    if isinstance(named, Rate):
        basis = formula
    sections = "、".join(filter(None, (entry.section, entry.filled_by))) if entry else ""
    # a stop would tie them into one word, and a narrow column break C11 into C1 and 1
    cells = " ".join(cell.partition("!")[2] for cell in indicators.cells(named))
    return Account(
        named.label,
        indicators.unit(named),
        State.PENDING.value if is_pending else _text(now),
        _text(before),
        _change(named, now, before, indicators),
        basis or NOTHING,
        formula,
        f"{data.sheet}!{cells}" + (f"（{sections}）" if sections else "") if cells else NOTHING,
    )


def _settled_by(finding: Finding, settling: Settling) -> str:
    """Who released it and why, or the 说明."""
    released = finding.released
    if released is not None:
        return f"{released.how}（{released.by}）：{released.reason}"
    return (settling.said(finding) or "已说明") if finding.explained else "未说明"


def _main(data: LineData, indicators: Indicators) -> Iterator[Named]:
    for figure in data.line.figures:
        if figure.star or (figure.definition is not None and indicators.value(figure) is not None):
            yield figure
    yield from (rate for rate in data.line.rates if indicators.value(rate) is not None)


def _shown(named: Named, indicators: Indicators, previous: bool) -> Decimal | None:
    if isinstance(named, Rate):
        return indicators.printed(named, previous)
    value = indicators.value(named, previous)
    return None if value is None else _decimal(value)


def _change(
    named: Named, now: Decimal | None, before: Decimal | None, indicators: Indicators
) -> str:
    if isinstance(named, Rate):
        difference = change_in_points(named, indicators)
        return NOTHING if difference is None else f"{_signed(difference)}个百分点"
    if now is None or before is None:
        return NOTHING
    if before <= 0:
        return _signed(now - before)
    percent = round_half_up(100 * Fraction(now - before) / Fraction(before), 1)
    return f"{_signed(now - before)}（{_signed(percent)}%）"


def _signed(value: Decimal) -> str:
    return f"{'+' if value > 0 else '－' if value < 0 else ''}{number_text(abs(value))}"


def _text(value: Decimal | None) -> str:
    return NOTHING if value is None else number_text(value)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
