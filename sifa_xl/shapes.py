"""The JSON shapes of the commands: stable, and documented in the README."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sifa_xl.comparison import change_in_points
from sifa_xl.declarations import Rate
from sifa_xl.domain import Fact, Finding
from sifa_xl.filled import Filled
from sifa_xl.indicators import Indicators
from sifa_xl.narrative import Summary


def findings_shape(findings: Iterable[Finding]) -> dict[str, Any]:
    """``{"findings": [{code, level, sheet, cell, figure, message, left, right, …}]}``."""
    return {
        "findings": [
            {
                "code": finding.code,
                "level": finding.level.value,
                "sheet": finding.sheet,
                "cell": finding.cell,
                "figure": finding.figure,
                "message": finding.message,
                "left": _number(finding.left),
                "right": _number(finding.right),
                "difference": _number(finding.difference),
                "explained": finding.explained,
            }
            for finding in findings
        ]
    }


def facts_shape(facts: Iterable[Fact]) -> dict[str, Any]:
    """``{"facts": [{name, line, value, unit, approx, text, cells}]}``."""
    return {
        "facts": [
            {
                "name": fact.name,
                "line": fact.line,
                "value": _number(fact.value),
                "unit": fact.unit,
                "approx": fact.approx.value,
                "text": fact.text,
                "cells": list(fact.cells),
            }
            for fact in facts
        ]
    }


def indicators_shape(filled: Filled, indicators: Indicators) -> dict[str, Any]:
    """``{"indicators": [{name, line, value, unit, previous, change, formula, cells}]}``."""
    return {"indicators": list(_indicators(filled, indicators))}


def summary_shape(summary: Summary, *, is_draft: bool) -> dict[str, Any]:
    """``{"paragraphs": [{id, level, text, spans}], "unsourced", "omitted", "unused"}``."""
    return {
        "draft": summary.draft,
        "is_draft": is_draft,
        "paragraphs": [
            {
                "id": paragraph.id,
                "level": paragraph.level,
                "kind": paragraph.kind,
                "text": paragraph.text,
                "spans": [
                    {
                        "start": span.start,
                        "end": span.end,
                        "fact": span.fact,
                        "cells": list(span.cells),
                        "checked": span.checked,
                    }
                    for span in paragraph.prose.spans
                ],
            }
            for paragraph in summary.paragraphs
        ],
        "unsourced": [
            {"text": number.text, "cell": number.cell, "section": number.section}
            for number in summary.unsourced
        ],
        "omitted": [
            {"where": omission.where, "text": omission.text, "facts": list(omission.facts)}
            for omission in summary.omissions
        ],
        "unused": [{"figure": label, "cell": str(place)} for label, place in summary.unused],
    }


def _indicators(filled: Filled, indicators: Indicators) -> Iterable[dict[str, Any]]:
    for data in filled.lines.values():
        for named in (*data.line.figures, *data.line.rates):
            is_rate = isinstance(named, Rate)
            definition = getattr(named, "definition", None)
            if definition is None:
                continue
            values: Sequence[Decimal | None]
            if isinstance(named, Rate):
                values = (indicators.printed(named), indicators.printed(named, previous=True))
                change = change_in_points(named, indicators)
            else:
                values = tuple(
                    None if (v := indicators.value(named, p)) is None else _decimal(v)
                    for p in (False, True)
                )
                now, before = values
                change = None if now is None or before is None else now - before
            yield {
                "name": f"{data.line.title}.{named.name}",
                "line": data.line.title,
                "value": _number(values[0]),
                "unit": "%" if is_rate else indicators.unit(named),
                "previous": _number(values[1]),
                "change": _number(change),
                "formula": definition.sentence(),
                "cells": list(indicators.cells(named)),
            }


def _decimal(value: Any) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
