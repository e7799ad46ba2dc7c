"""Which fact a number in edited words speaks of: by the words around it, or by a figure's name.

By its value alone a number is tied to nothing: 56 stands for three things in one summary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction

from sifa_xl.domain import Fact, Span
from sifa_xl.phrases import Phrases
from sifa_xl.prose_numbers import Kind, ProseNumber, find_numbers
from sifa_xl.said_numbers import Verdict, compare, worth
from sifa_xl.spans import Prose

_CLAUSE_MARKS = "，。；：！？、（）“”《》\n"
_WEAK_END = re.compile(r"(?:达到|[共约近达为是有了已计到至的]|完成|实现)+$")
_WEAK_START = re.compile(r"^(?:其中|全[县区市旗州省]|上半年|全年|今年以来|共计|[共并])+")
_TURNS_ROUND = re.compile(r"[未不没无非拒免]$")  # 未办结 is not 办结
_TURNS = re.compile(r"[未不没无非拒免]")
_NOT_NOW = re.compile(r"上年|去年|同期|同比|环比|计划|目标|力争|每|增|减|升|降|提高")
_PART_OF = re.compile(r"[镇乡村所区县市]|社区|街道|其中|分别|各")
_DIGITS = re.compile(r"[0-9][0-9.,]*")
_FAR, _RIGHT = 24, 8  # characters that are looked at
_FAR_ENOUGH = 8
_MOSTLY = 0.6  # of the words must be the same ones
_LIKE_UNITS = ({"件", "起", "宗", "件次"}, {"人", "名"}, {"次", "场", "场次"}, {"元", "万元"})
_LONG_PIECE, _LONG_RIGHT = 4, 4
_KINDS = {"%": "%", "个百分点": "个百分点", "元": "元", "万元": "元"}  # anything else is counted


@dataclass(frozen=True)
class Around:
    """The words around a number: ``piece`` before it in its clause, ``right`` behind, ``far``."""

    piece: str
    right: str
    far: str

    @classmethod
    def of(cls, text: str, number: ProseNumber, done: int) -> Around:
        """Those in ``text``; the number before it ends at ``done``."""
        gap = gap_before(text, number, done).strip()
        piece = _WEAK_END.sub("", gap)
        behind = text[number.end : number.end + _RIGHT]
        return cls(
            _WEAK_START.sub("", piece) or piece,
            re.split(rf"[{_CLAUSE_MARKS}0-9]", behind)[0],
            _DIGITS.sub("#", text[max(0, number.start - _FAR) : number.start]),
        )

    def nearness(self, other: Around) -> int:
        """How many characters around both are the same."""
        return _common_end(self.far, other.far) + _common_start(self.right, other.right)


@dataclass(frozen=True)
class Known:
    """A number of the generated text, the words around it, and its source."""

    number: ProseNumber
    around: Around
    span: Span


@dataclass(frozen=True)
class Source:
    """A fact with the words that name it; ``exact`` is a rate before rounding."""

    fact: Fact
    words: tuple[str, ...]
    exact: Fraction | None = None


@dataclass(frozen=True)
class Sources:
    """Everything a number of one paragraph may speak of, the nearest first.

    ``own`` are the numbers of the paragraph as it was generated, ``others`` those of the rest of
    the summary; the figures of the line ``home`` go before those of other lines.
    """

    own: Sequence[Known]
    others: Sequence[Known]
    facts: Mapping[str, Source]
    home: str = ""

    def of_home(self) -> list[Source]:
        """The facts of the paragraph's line."""
        return [source for source in self.facts.values() if source.fact.line == self.home]


def known_numbers(prose: Prose, phrases: Phrases, year: int | None) -> list[Known]:
    """The numbers of a generated text with the spans that hold them."""
    found, done = [], 0
    for number in find_numbers(prose.text, phrases, year, ""):
        holders = (s for s in prose.spans if s.start < number.end and number.start < s.end)
        span = next(holders, None)
        if span is not None and number.kind is Kind.NUMBER:
            found.append(Known(number, Around.of(prose.text, number, done), span))
        done = number.end
    return found


def subject_of(text: str, number: ProseNumber) -> str:
    """All words of the sentence before the number where they name one thing, else ``""``."""
    start = max(text.rfind(mark, 0, number.start) for mark in "。；\n") + 1
    words = text[start : number.start]
    is_plain = not (_DIGITS.search(words) or _NOT_NOW.search(words) or _PART_OF.search(words))
    name = _WEAK_START.sub("", _WEAK_END.sub("", re.split(rf"[{_CLAUSE_MARKS}]", words)[-1]))
    return name if is_plain and len(name) >= _LONG_PIECE else ""


def same_words(
    number: ProseNumber, around: Around, pool: Sequence[Known], shortest: int = 2
) -> Known | None:
    """The one of ``pool`` that stands behind the same words; None where two facts do alike.

    To contradict it takes ``shortest`` characters and the unit: 组织 stands before anything.
    """
    found = [
        (around.nearness(known.around), known)
        for known in pool
        if kind_of(number) == kind_of(known.number) and _is_same(around, known.around)
    ]
    best = max((nearness for nearness, _ in found), default=0)
    closest = [known for nearness, known in found if nearness == best]
    equal = [known for known in closest if worth(known.number) == worth(number)]
    facts = {(known.span.fact, known.span.cells) for known in closest}
    if equal:
        return equal[0]
    if len(facts) != 1 or not _is_one_unit(number.unit, closest[0].number.unit):
        return None
    is_sure = len(closest[0].around.piece) >= shortest or best >= _FAR_ENOUGH
    return closest[0] if is_sure else None


def by_name(
    number: ProseNumber, gap: str, sources: Sequence[Source]
) -> tuple[Source, Verdict] | None:
    """The figure whose name stands right before the number, with a unit that fits."""
    words = _WEAK_END.sub("", gap.strip())
    if _NOT_NOW.search(words):
        return None
    named = [
        (len(name), source)
        for source in sources
        if kind_of(number) == _KINDS.get(source.fact.unit, "")
        for name in source.words
        if len(name) > 1 and words.endswith(name) and not _TURNS_ROUND.search(words[: -len(name)])
    ]
    longest = max((length for length, _ in named), default=0)
    claimed = [source for length, source in named if length == longest]
    verdicts = [(source, compare(number, gap, source.fact, source.exact)) for source in claimed]
    for source, verdict in verdicts:
        if verdict is Verdict.AGREES or (verdict is Verdict.COARSER and len(claimed) == 1):
            return source, verdict
    is_sure = len(claimed) == 1 and _WEAK_START.sub("", words) == words[-longest:]
    is_wrong = is_sure and verdicts[0][1] is Verdict.WRONG
    return (claimed[0], Verdict.WRONG) if is_wrong else None


def alike(number: ProseNumber, around: Around, pool: Sequence[Known]) -> Known | None:
    """A number of the same value among words that are much the same: the sentence was rewritten."""
    for known in pool:
        is_equal = worth(number) is not None and worth(known.number) == worth(number)
        if is_equal and _is_reworded(around, known.around):
            return known
    return None


def gap_before(text: str, number: ProseNumber, done: int) -> str:
    """The words of the clause before the number, back to the number before."""
    clause = max(text.rfind(mark, 0, number.start) for mark in _CLAUSE_MARKS) + 1
    return text[max(clause, done) : number.start]


def turns_away(ours: str, theirs: str) -> bool:
    """Whether words before a number deny or shift what the same number stood for: 未, 上年, 计划.

    ``theirs`` are the words before it as they were generated.
    """
    before = [set(pattern.findall(theirs)) for pattern in (_TURNS, _NOT_NOW)]
    now = [set(pattern.findall(ours)) for pattern in (_TURNS, _NOT_NOW)]
    return any(found - known for found, known in zip(now, before, strict=True))


def common_context(ours: str, theirs: str) -> int:
    """How many characters at the end of both are the same, numbers for numbers."""
    pair = (_DIGITS.sub("#", text[-_FAR:]) for text in (ours, theirs))
    return _common_end(*pair)


def kind_of(number: ProseNumber) -> str:
    """What is measured: ``%``, ``个百分点``, ``元``, or ``""`` for what is counted."""
    found = worth(number)
    unit = found[1] if found else number.unit
    return _KINDS.get(unit, "")


def _is_same(ours: Around, theirs: Around) -> bool:
    """Whether the words before the numbers are the same, 共 and 约 apart."""
    if _common_end(ours.far, theirs.far) >= _FAR_ENOUGH:
        return True
    if len(theirs.piece) < 2:
        shared = _common_start(ours.right, theirs.right)
        is_whole = shared >= min(_LONG_RIGHT, len(theirs.right))
        return ours.piece == theirs.piece and is_whole and shared > 1
    if ours.piece == theirs.piece:
        return True
    if ours.piece.endswith(theirs.piece):
        lead = ours.piece[: -len(theirs.piece)]
        return not (_TURNS_ROUND.search(lead) or _NOT_NOW.search(lead))
    is_long = len(ours.piece) >= max(_LONG_PIECE, len(theirs.piece) / 2)
    return is_long and theirs.piece.endswith(ours.piece)


def _common_start(one: str, other: str) -> int:
    shared = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        shared += 1
    return shared


def _common_end(one: str, other: str) -> int:
    return _common_start(one[::-1], other[::-1])


def _is_reworded(ours: Around, theirs: Around) -> bool:
    added = "".join(sign for sign in ours.piece if sign not in theirs.piece)
    if _TURNS.search(added):
        return False
    shared = _common_end(ours.piece, theirs.piece)
    if shared >= _LONG_PIECE:
        return True
    if shared > 1 and _common_start(ours.right, theirs.right) >= _LONG_RIGHT:
        return True
    short, long = sorted((ours.piece, theirs.piece), key=len)
    if len(short) >= _LONG_PIECE and _is_within(short, long):
        return True
    said = ours.piece + ours.right  # 选派2名驻村干部 for 选派驻村人员2名
    meant = theirs.piece if len(theirs.piece) >= _LONG_PIECE else theirs.piece + theirs.right
    blocks = SequenceMatcher(None, said, meant, autojunk=False).get_matching_blocks()
    matched = sum(block.size for block in blocks if block.size > 1)
    return matched >= _LONG_PIECE and matched >= _MOSTLY * len(meant)


def _is_within(short: str, long: str) -> bool:
    """Whether ``short`` is ``long`` with characters left out: 刑事辩护 of 刑事辩护与代理."""
    rest = iter(long)
    return all(sign in rest for sign in short)


def _is_one_unit(one: str, other: str) -> bool:
    return one == other or any({one, other} <= units for units in _LIKE_UNITS)
