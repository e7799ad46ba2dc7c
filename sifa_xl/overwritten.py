"""Formulas of ours that were typed over: both numbers are told, and the computed one is used."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.adoption import Source
from sifa_xl.cells import read_number
from sifa_xl.declarations import Rate
from sifa_xl.domain import Finding, Level
from sifa_xl.filled import Filled, LineData, Overwritten
from sifa_xl.indicators import Indicators
from sifa_xl.refusals import quoted
from sifa_xl.wording import number_text

_SOURCES = {h.UNIT_TOTAL: Source.UNITS, h.LEDGER_COUNT: Source.LEDGER}
_MEND = "处理：撤销改动，或从备份、空白母版里把这一格复制回来"


def overwritten_findings(filled: Filled, indicators: Indicators) -> Iterator[Finding]:
    """A finding for every formula typed over: 必须改 where the two sides differ, else 可不改."""
    for data in filled.lines.values():
        if not data.is_off:
            yield from (_finding(data, cell, indicators) for cell in data.overwritten)


def _finding(data: LineData, cell: Overwritten, indicators: Indicators) -> Finding:
    typed = read_number(cell.cell, (getattr(cell.named, "unit", ""),)).value
    number = typed if isinstance(typed, Decimal) else None
    computed = _computed(cell, indicators)
    is_same = number is not None and number == computed
    said = quoted(str(cell.cell.value)) if number is None else number_text(number)
    told = f"改成了{said}" if said else "改成了别的内容"
    shown = "没有数" if computed is None else number_text(computed)
    label = f"{cell.named.label}的{cell.header}"
    return Finding(
        code="B-14",
        level=Level.HINT if is_same else Level.ERROR,
        sheet=data.sheet,
        cell=cell.place.address,
        figure=cell.named.label,
        message=f"{label}本是公式，被{told}；按表里的数算出来是{shown}，成文用算出来的。{_MEND}",
        left=number,
        right=computed,
        difference=None if number is None or computed is None else number - computed,
    )


def _computed(cell: Overwritten, indicators: Indicators) -> Decimal | None:
    if isinstance(cell.named, Rate):
        return indicators.printed(cell.named, cell.is_previous)
    source = _SOURCES.get(cell.header)
    if source is None:
        exact = indicators.value(cell.named, cell.is_previous)
    else:
        exact = indicators.from_source(cell.named, source)
    return None if exact is None else Decimal(exact.numerator) / Decimal(exact.denominator)
