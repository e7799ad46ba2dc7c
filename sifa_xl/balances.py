"""The relations a line declares, as balances: figures with signs that add up to nothing.

期末 = 期初 + 增 − 减 becomes 期末 − 期初 − 增 + 减 = 0.  Two balances that share a figure which a
text does not print give a third without it: 在册 = 累计列管 − 减少.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from sifa_xl.declarations import Computed, Count, OrZero, WorkLine
from sifa_xl.domain import Level
from sifa_xl.expressions import Sum
from sifa_xl.lines import shipped
from sifa_xl.trees import Arithmetic, Comparison, Node

_SIGNS = {"+": 1, "-": -1}


@dataclass(frozen=True, eq=False)
class Balance:
    """``sign`` = or <=: the terms, each a figure and its factor, stand so to nothing."""

    code: str
    title: str
    sign: str
    terms: tuple[tuple[Count, int], ...]


def balances(line: type[WorkLine]) -> tuple[Balance, ...]:
    """All of a shipped line, those that follow from two others last."""
    return _balances()[line.code]


@cache
def _balances() -> dict[str, tuple[Balance, ...]]:
    found = {line.code: tuple(_declared(line)) for line in shipped()}
    return {code: (*declared, *_derived(declared)) for code, declared in found.items()}


def _declared(line: type[WorkLine]) -> Iterator[Balance]:
    for figure in line.figures:
        if isinstance(figure, Computed):
            title = f"{figure.label}＝{figure.definition.sentence()}"
            yield from _balance(figure.rule, title, "=", figure, figure.definition)
    for rule in line.all_rules:
        relation = rule.expect
        is_plain = rule.when is None and rule.level is Level.ERROR
        if is_plain and isinstance(relation, Comparison) and relation.sign in ("=", "<="):
            yield from _balance(
                rule.code, relation.sentence(), relation.sign, relation.left, relation.right
            )


def _balance(code: str, title: str, sign: str, left: Node, right: Node) -> Iterator[Balance]:
    terms: dict[Count, int] = {}
    if _add(terms, left, 1) and _add(terms, right, -1):
        kept = tuple((figure, factor) for figure, factor in terms.items() if factor)
        if len(kept) > 1:
            yield Balance(code, title, sign, kept)


def _add(terms: dict[Count, int], node: Node, factor: int) -> bool:
    """Put the figures of a linear tree into ``terms``; False where it is not linear."""
    if isinstance(node, Count):
        terms[node] = terms.get(node, 0) + factor
        return True
    if isinstance(node, OrZero) and isinstance(node.figure, Count):
        return _add(terms, node.figure, factor)
    if isinstance(node, Sum):
        return all(_add(terms, part, factor) for part in node.parts)
    if isinstance(node, Arithmetic) and node.sign in _SIGNS:
        right = factor * _SIGNS[node.sign]
        return _add(terms, node.left, factor) and _add(terms, node.right, right)
    return False


def _derived(declared: tuple[Balance, ...]) -> Iterator[Balance]:
    """Two equalities less the figures both hold alike, where at least two drop out."""
    equal = [balance for balance in declared if balance.sign == "="]
    for one, other in combinations(equal, 2):
        terms = dict(one.terms)
        shared = 0
        for figure, factor in other.terms:
            shared += terms.get(figure) == factor
            terms[figure] = terms.get(figure, 0) - factor
        kept = tuple((figure, factor) for figure, factor in terms.items() if factor)
        if shared > 1 and len(kept) > 1:
            yield Balance(one.code, f"{one.title}；{other.title}", "=", kept)
