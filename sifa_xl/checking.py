"""Rules -> findings: every relation of every line in use, all told at once, at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from sifa_xl.answers import REMEDY, row_number
from sifa_xl.carried import carried_findings
from sifa_xl.declarations import Rule
from sifa_xl.disagreements import disagreement_findings
from sifa_xl.domain import Finding, Level, Place
from sifa_xl.figures import WHOLE
from sifa_xl.filled import Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.ledger_checks import ledger_findings
from sifa_xl.overwritten import overwritten_findings
from sifa_xl.relations import general_findings
from sifa_xl.repairs import Repair, repair
from sifa_xl.rules import holds
from sifa_xl.settling import Settling
from sifa_xl.trees import Named
from sifa_xl.wording import number_text

SWING, MOST_SWINGS = "X-07", 10  # the ten worst stand first among the doubts
ORDER = {Level.ERROR: 0, Level.VERIFY: 1, Level.HINT: 2}


def check(filled: Filled, indicators: Indicators) -> list[Finding]:
    """All findings, gravest first, then in the order of sheets and cells."""
    found = list(filled.findings)
    for data in filled.lines.values():
        if not data.is_off:
            found += _line_findings(data, indicators)
    found += general_findings(filled, indicators)
    found += carried_findings(filled, indicators)
    found += overwritten_findings(filled, indicators)
    found += disagreement_findings(filled, indicators)
    found += ledger_findings(filled)
    return sort_findings(Settling(filled).settle(found), filled)


def sort_findings(findings: Sequence[Finding], filled: Filled) -> list[Finding]:
    """Gravest first; of the doubts the ten worst swings; then by sheet and down the sheet."""
    lines = [data.sheet for data in filled.lines.values()]
    ledgers = [table.sheet for table in filled.ledgers.values()]
    sheets = {sheet: n for n, sheet in enumerate(lines + ledgers, 1)}
    worst = _worst_swings(findings)

    def key(finding: Finding) -> tuple[int, int, int, int, str]:
        swing = worst.get((finding.sheet, finding.cell, finding.code), MOST_SWINGS)
        sheet = sheets.get(finding.sheet, 0)
        return ORDER[finding.level], swing, sheet, row_number(finding), finding.code

    return sorted(findings, key=key)


def _worst_swings(findings: Sequence[Finding]) -> dict[tuple[str, str, str], int]:
    """The rank of the biggest open changes against 上年同期, as a share of last year's number."""
    swings = [
        (abs(f.difference) / f.right, f.sheet, f.cell, f.code)
        for f in findings
        if f.code == SWING and f.is_open and f.difference is not None and f.right
    ]
    swings.sort(key=lambda swing: (-swing[0], *swing[1:]))
    return {swing[1:]: rank for rank, swing in enumerate(swings[:MOST_SWINGS])}


def _line_findings(data: LineData, indicators: Indicators) -> Iterator[Finding]:
    mend = repair(data, indicators)
    for rule in data.line.all_rules:
        if holds(rule, indicators) is False:
            found = _finding(rule, indicators)
            yield _with_repair(found, mend) if mend and rule in mend.rules else found
    yield from _impossible_rates(data, indicators)


def _impossible_rates(data: LineData, indicators: Indicators) -> Iterator[Finding]:
    """X-10 for a share above 100 %, where no broken relation of its part tells it already."""
    broken = {
        leaf.code
        for rule in data.line.all_rules
        if rule.level is Level.ERROR and holds(rule, indicators) is False
        for leaf in rule.expect.leaves()
    }
    for rate in data.line.rates:
        value = indicators.value(rate)
        parts = {leaf.code for leaf in rate.definition.part.leaves()}
        if value is None or value <= WHOLE or parts & broken:
            continue
        message = (
            f"{rate.label}算出来是{_text(value)}%，超过了100%，草稿里印作“××%”。"
            f"处理：按“{rate.definition.sentence()}”核对各格，改正填错的一处，或改选基数"
        )
        place = indicators.place(rate)
        yield Finding.at("X-10", Level.ERROR, place, rate.label, message)


def _with_repair(found: Finding, mend: Repair) -> Finding:
    """What would mend this finding and others, told before the general remedy."""
    matter, sign, remedy = found.message.partition(REMEDY)
    told = f"{matter}{mend.sentence()}。{sign}{remedy}"
    return found.model_copy(update={"message": told})


def _finding(rule: Rule, indicators: Indicators) -> Finding:
    place: Place = indicators.place(rule.anchor)
    relation = rule.comparison
    left, right = (None, None) if relation is None else relation.sides(rule.sight(indicators))
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
        basis=_basis(rule, indicators, (left, right)),
        left=_number(left),
        right=_number(right),
        difference=_number(difference),
    )


def _basis(rule: Rule, indicators: Indicators, sides: tuple[Fraction | None, ...]) -> str:
    """Every figure the rule looks at with its value, then the two sides as they are compared."""
    trees = [rule.expect] if rule.when is None else [rule.expect, rule.when]
    leaves = dict.fromkeys(leaf for tree in trees for leaf in tree.leaves())
    told = [f"{leaf.label}{_known(indicators.value(leaf))}" for leaf in leaves]
    if rule.comparison is not None and not isinstance(rule.comparison.right, Named):
        told.append(f"两边{_known(sides[0])}与{_known(sides[1])}")
    return "，".join(told)


def _known(value: Fraction | None) -> str:
    return "空" if value is None else _text(value)


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


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def _text(value: Fraction) -> str:
    return number_text(round(Decimal(value.numerator) / Decimal(value.denominator), 4))
