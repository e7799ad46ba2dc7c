"""The relations the work lines declare, held against what a paragraph says of their figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from sifa_xl.balances import Balance, balances
from sifa_xl.declarations import Count
from sifa_xl.named_numbers import Named, lines_of, named_in
from sifa_xl.proofs import Outcome, Proof, shown
from sifa_xl.stated_numbers import Sentence

KIND = "平衡关系"
_CARRIED = re.compile(r"结转|结存|遗留|历年|往年")


def declared_proofs(sentences: Sequence[Sentence], text: str) -> Iterator[Proof]:
    """Every declared relation between numbers of the paragraph; none with a number in doubt."""
    for line in lines_of(text):
        named = _once(named_in(sentences, line))
        for balance in balances(line):
            if proof := _proof(balance, named):
                yield proof


def _once(found: Iterator[Named]) -> dict[Count, Named]:
    """The figures a paragraph states once; two numbers for one name may be two things."""
    named: dict[Count, list[Named]] = {}
    for each in found:
        named.setdefault(each.figure, []).append(each)
    return {
        figure: all_of_it[0]
        for figure, all_of_it in named.items()
        if len({each.stated.value for each in all_of_it}) == 1 and _is_sure(all_of_it[0])
    }


def _is_sure(named: Named) -> bool:
    return named.stated.is_exact and not named.stated.slack


def _proof(balance: Balance, named: Mapping[Count, Named]) -> Proof | None:
    known = [(figure, factor) for figure, factor in balance.terms if figure in named]
    missing = [factor for figure, factor in balance.terms if figure not in named]
    if len(known) < 2 or not _has_both_sides(known):
        return None
    if balance.sign == "<=":
        return _bound(balance, named) if not missing else None
    off = sum((factor * named[figure].stated.value for figure, factor in known), Fraction(0))
    if off == 0 and len(known) > 2:
        return _told(balance, known, named, off, Outcome.HOLDS)
    can_differ = any((factor < 0) == (off > 0) for factor in missing)
    if off == 0 or can_differ or len({named[figure].sentence.text for figure, _ in known}) > 1:
        return None
    return _told(balance, known, named, off, Outcome.FAILS)


def _bound(balance: Balance, named: Mapping[Count, Named]) -> Proof | None:
    """``成功不大于受理``: worth a word only where it fails in one sentence."""
    off = sum(
        (factor * named[figure].stated.value for figure, factor in balance.terms), Fraction(0)
    )
    sentences = {named[figure].sentence.text for figure, _ in balance.terms}
    if off <= 0 or len(sentences) > 1 or _CARRIED.search(next(iter(sentences))):
        return None
    return _told(balance, balance.terms, named, off, Outcome.FAILS)


def _has_both_sides(known: Sequence[tuple[Count, int]]) -> bool:
    return len({factor > 0 for _, factor in known}) == 2


def _told(
    balance: Balance,
    known: Sequence[tuple[Count, int]],
    named: Mapping[Count, Named],
    off: Fraction,
    outcome: Outcome,
) -> Proof:
    (head, factor), *rest = sorted(known, key=lambda term: named[term[0]].stated.number.start)
    at = named[head]
    left = at.stated.value
    right = (
        -sum((other * named[figure].stated.value for figure, other in rest), Fraction(0)) / factor
    )
    spelt = _spelt(rest, named, factor)
    sign = {"=": "＝", "<=": "≥" if factor < 0 else "≤"}[balance.sign]
    unit = at.stated.unit
    relation = f"{head.label}{shown(left, unit)}{sign}{spelt}"
    message = ""
    if outcome is Outcome.FAILS:
        relation = (
            f"{head.label}写的是{shown(left, unit)}，应{'为' if sign == '＝' else sign}{spelt}"
        )
        if len(rest) > 1:
            relation += f"＝{shown(right, unit)}"
        how = f"相差{shown(abs(left - right), unit)}"
        message = f"{relation}，{how}（{balance.title}）。处理：核对各数，改正填错的一个"
    return Proof(
        balance.code, KIND, outcome, at.sentence.place,
        at.sentence.start + at.stated.number.start, at.sentence.text.strip(), relation,
        shown(left, unit), shown(right, unit), shown(left - right, unit), message,
    )  # fmt: skip


def _spelt(rest: Sequence[tuple[Count, int]], named: Mapping[Count, Named], head: int) -> str:
    words = ""
    terms = sorted(rest, key=lambda term: term[1] * head > 0)  # what is added comes first
    for figure, factor in terms:
        sign = "－" if factor * head > 0 else "＋" if words else ""
        words += f"{sign}{figure.label}{shown(named[figure].stated.value)}"
    return words
