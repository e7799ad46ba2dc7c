"""The JSON shapes of the commands: stable, and the README documents them.

A number is a JSON number, null where it is unknown.  A cell is ``人民调解!C7``.  ``start`` and
``end`` count characters (code points) of their paragraph's ``text``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sifa_xl.comparison import change_in_points
from sifa_xl.declarations import Rate
from sifa_xl.domain import Fact, Finding, Release
from sifa_xl.filled import Filled
from sifa_xl.indicators import Indicators
from sifa_xl.layouts import Paragraph
from sifa_xl.narrative import Summary
from sifa_xl.trees import Named, Node

Shape = dict[str, Any]


def findings_shape(findings: Iterable[Finding]) -> Shape:
    """What ``check --json`` prints.

    ``{"findings": [{"code", "level", "sheet", "cell", "figure", "message": texts,
    "left", "right", "difference": numbers or null, "explained": true or false,
    "released": null or {"how", "by", "reason": texts}}]}``

    ``level`` is 强制, 核实 or 提示; ``cell`` is the address inside ``sheet``; ``how`` is 放行 or
    暂不写入正文.
    """
    return {"findings": [_finding(finding) for finding in findings]}


def facts_shape(facts: Iterable[Fact]) -> Shape:
    """What ``facts --json`` prints.

    ``{"facts": [{"name", "line": texts, "value": number or null, "unit", "approx", "text": texts,
    "cells": [texts]}]}``

    ``value`` is null for a fact of words, and for one that is unknown: then ``text`` is empty.
    ``approx`` is 约, 近, 余, 多, 以上 or empty.
    """
    return {"facts": [_fact(fact) for fact in facts]}


def indicators_shape(filled: Filled, indicators: Indicators) -> Shape:
    """What ``indicators --json`` prints: the figures that are computed, and the rates.

    ``{"indicators": [{"name", "line": texts, "value": number or null, "unit": text,
    "previous", "change": numbers or null, "formula": text, "cells": [texts]}]}``

    ``previous`` is 上年同期; ``change`` is in the unit, for rates in percentage points.
    """
    return {
        "indicators": [
            _indicator(data.line.title, named, definition, indicators)
            for data in filled.lines.values()
            for named in (*data.line.figures, *data.line.rates)
            if isinstance(definition := getattr(named, "definition", None), Node)
        ]
    }


def summary_shape(summary: Summary, *, is_draft: bool) -> Shape:
    """What ``summarize --json`` writes.

    ``{"draft": text, "is_draft": true or false,
    "paragraphs": [{"id": text, "level": 0 to 4, "kind", "text": texts, "revised": text or null,
    "spans": [{"start", "end": numbers, "fact": text or null, "cells": [texts],
    "checked": true or false}]}],
    "unsourced": [{"text", "cell", "section"}], "omitted": [{"where", "text", "facts": [texts],
    "reason": text}], "unused": [{"figure", "cell"}], "length": {"size", "target": numbers,
    "unit": 页 or 字, "drop_first": [cells]}}``

    ``level`` is 0 for the title, 1 to 3 for headings, 4 for the rest.  ``revised`` is the state of
    the clerk's own words (已修订, 数据已变), null where the program wrote the paragraph.  A span
    whose ``fact`` is null is a number in the clerk's own words; ``checked`` is false until it is
    ticked 已核.
    """
    return {
        "draft": summary.draft,
        "is_draft": is_draft,
        "paragraphs": [_paragraph(paragraph) for paragraph in summary.paragraphs],
        **_lists(summary),
    }


def _lists(summary: Summary) -> Shape:
    return {
        "unsourced": [
            {"text": number.text, "cell": number.cell, "section": number.section}
            for number in summary.unsourced
        ],
        "omitted": [
            {
                "where": omission.where,
                "text": omission.text,
                "facts": list(omission.facts),
                "reason": omission.reason,
            }
            for omission in summary.omissions
        ],
        "unused": [{"figure": label, "cell": str(place)} for label, place in summary.unused],
        "length": {
            "size": summary.length.size,
            "target": summary.length.target,
            "unit": summary.length.unit,
            "drop_first": [str(place) for place, _ in summary.length.drop_first],
        },
    }


def _finding(finding: Finding) -> Shape:
    return {
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
        "released": _release(finding.released),
    }


def _release(release: Release | None) -> Shape | None:
    if release is None:
        return None
    return {"how": release.how, "by": release.by, "reason": release.reason}


def _fact(fact: Fact) -> Shape:
    return {
        "name": fact.name,
        "line": fact.line,
        "value": _number(fact.value),
        "unit": fact.unit,
        "approx": fact.approx.value,
        "text": fact.text,
        "cells": list(fact.cells),
    }


def _indicator(line: str, named: Named, definition: Node, indicators: Indicators) -> Shape:
    now: Decimal | Fraction | None
    before: Decimal | Fraction | None
    change: Decimal | Fraction | None
    if isinstance(named, Rate):
        now, before = indicators.printed(named), indicators.printed(named, previous=True)
        change = change_in_points(named, indicators)
    else:
        now, before = indicators.value(named), indicators.value(named, previous=True)
        change = None if now is None or before is None else now - before
    return {
        "name": f"{line}.{named.name}",
        "line": line,
        "value": _number(now),
        "unit": indicators.unit(named),
        "previous": _number(before),
        "change": _number(change),
        "formula": definition.sentence(),
        "cells": list(indicators.cells(named)),
    }


def _paragraph(paragraph: Paragraph) -> Shape:
    return {
        "id": paragraph.id,
        "level": paragraph.level,
        "kind": paragraph.kind,
        "text": paragraph.text,
        "revised": paragraph.rewording.state if paragraph.rewording else None,
        "spans": list(_spans(paragraph)),
    }


def _spans(paragraph: Paragraph) -> Iterator[Shape]:
    for span in paragraph.prose.spans:
        yield {
            "start": span.start,
            "end": span.end,
            "fact": span.fact,
            "cells": list(span.cells),
            "checked": span.checked,
        }


def _number(value: Decimal | Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
