"""Rules -> findings: every relation of every line in use, all told at once, at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from sifa_xl.declarations import Rule
from sifa_xl.domain import Finding, Level, Place
from sifa_xl.filled import Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.overwritten import overwritten_findings
from sifa_xl.relations import general_findings
from sifa_xl.wording import number_text

EXPLANATION_LENGTH = 6  # 审核规范 3.1: fewer characters explain nothing
ORDER = {Level.ERROR: 0, Level.VERIFY: 1, Level.HINT: 2}


def check(filled: Filled, indicators: Indicators) -> list[Finding]:
    """All findings, gravest first, then in the order of sheets and cells."""
    found = list(filled.findings)
    for data in filled.lines.values():
        if not data.is_off:
            found += _line_findings(data, indicators)
    found += general_findings(filled, indicators)
    found += overwritten_findings(filled, indicators)
    explained = [_with_explanation(finding, filled) for finding in found]
    return sort_findings(explained, filled)


def sort_findings(findings: Sequence[Finding], filled: Filled) -> list[Finding]:
    """Gravest first, then by sheet in the order of the workbook, then down the sheet."""
    sheets = {data.sheet: n for n, data in enumerate(filled.lines.values(), 1)}

    def key(finding: Finding) -> tuple[int, int, int, str]:
        row = int("".join(c for c in finding.cell if c.isdigit()) or 0)
        return ORDER[finding.level], sheets.get(finding.sheet, 0), row, finding.code

    return sorted(findings, key=key)


def holds(rule: Rule, indicators: Indicators) -> bool | None:
    """Whether the relation holds; None when it is skipped because a side is unknown."""
    if rule.when is not None:
        applies = rule.when.truth(indicators)
        if applies is None:
            return None
        if not applies:
            return True
    truth = rule.expect.truth(indicators)
    if truth is None and rule.missing == "fail":
        return False
    return truth


def is_explanation(text: str) -> bool:
    """True for a 说明 that explains: six characters or more, which 经核实属实 and 同上 are not."""
    return len(text.strip().strip("。.！!，,")) >= EXPLANATION_LENGTH


def _line_findings(data: LineData, indicators: Indicators) -> Iterator[Finding]:
    for rule in data.line.all_rules:
        if holds(rule, indicators) is False:
            yield _finding(rule, indicators)


def _finding(rule: Rule, indicators: Indicators) -> Finding:
    place: Place = indicators.place(rule.anchor)
    relation = rule.comparison
    left, right = (None, None) if relation is None else relation.sides(indicators)
    difference = None if left is None or right is None else left - right
    values = ""
    if relation is not None and left is not None and right is not None:
        values = _values((relation.left.sentence(), relation.right.sentence()), (left, right))
    mend = f"处理：{rule.mend}" if rule.mend else "处理：核对原始登记，改正填错的一处"
    return Finding(
        code=rule.code,
        level=rule.level,
        sheet=place.sheet,
        cell=place.address,
        figure=rule.anchor.label,
        message=f"{rule.title}{values}。{mend}",
        left=_number(left),
        right=_number(right),
        difference=_number(difference),
    )


def _values(sides: tuple[str, str], values: tuple[Fraction, Fraction]) -> str:
    """``：调解成功为730，受理纠纷为723，相差7``; a constant side is not repeated."""
    told = [
        f"{side}为{_text(value)}"
        for side, value in zip(sides, values, strict=True)
        if side != _text(value)
    ]
    if len(told) == 2:
        told.append(f"相差{_text(abs(values[0] - values[1]))}")
    return "：" + "，".join(told)


def _with_explanation(finding: Finding, filled: Filled) -> Finding:
    if finding.level is not Level.VERIFY:
        return finding
    if finding.code == "X-01" and is_explanation(filled.settings.dates_note):
        return finding.model_copy(update={"explained": True})
    for data in filled.lines.values():
        if data.sheet != finding.sheet:
            continue
        for entry in data.entries.values():
            if entry.now.place.row == _row(finding) and is_explanation(entry.explanation):
                return finding.model_copy(update={"explained": True})
    return finding


def _row(finding: Finding) -> int:
    return int("".join(c for c in finding.cell if c.isdigit()) or 0)


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def _text(value: Fraction) -> str:
    return number_text(round(Decimal(value.numerator) / Decimal(value.denominator), 4))
