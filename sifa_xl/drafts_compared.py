"""What changed since the last draft: numbers old -> new, sentences gone, new or edited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

NUMBER, ADDED, GONE, EDITED = "数字", "新写", "不再写", "改写"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|××")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]?")
_WORDS_BEFORE, _WORDS_BEHIND = 8, 3
_NO_UNIT = re.compile(r"[^，。；：、（）！？]*")


@dataclass(frozen=True)
class Change:
    """One difference: ``kind`` is 数字, 新写, 不再写 or 改写; ``where`` is the paragraph."""

    kind: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}：{self.text}"


def changes_between(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """Both drafts as texts by the paragraph's id, in the order of the new one.

    A sentence that only moved to another paragraph is no change.
    """
    gone = _without(_sentences(old), _sentences(new))
    added = _without(_sentences(new), _sentences(old))
    found: list[Change] = []
    for where, sentence in added:
        twin = _twin(sentence, where, gone)
        if twin is None:
            found.append(Change(ADDED, where, sentence))
        else:
            gone.remove(twin)
            found += [Change(NUMBER, where, text) for text in _numbers(twin[1], sentence)]
    found += [Change(GONE, where, sentence) for where, sentence in gone]
    return sorted(found, key=lambda change: (NUMBER, ADDED, GONE).index(change.kind))


def edits_between(generated: str, words: str, where: str) -> Iterator[Change]:
    """The sentences a clerk wrote differently from what was generated."""
    known = {sentence for _, sentence in _sentences({where: generated})}
    for _, sentence in _sentences({where: words}):
        if sentence not in known:
            yield Change(EDITED, where, sentence)


def _sentences(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (where, sentence.strip())
        for where, text in texts.items()
        for sentence in _SENTENCE.findall(text)
        if sentence.strip()
    ]


def _without(
    sentences: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    left = [sentence for _, sentence in others]
    kept = []
    for where, sentence in sentences:
        if sentence in left:
            left.remove(sentence)
        else:
            kept.append((where, sentence))
    return kept


def _twin(
    sentence: str, where: str, candidates: Sequence[tuple[str, str]]
) -> tuple[str, str] | None:
    """The old sentence with the same words around its numbers, of the same paragraph first."""
    shape = _NUMBER.sub("#", sentence)
    alike = [each for each in candidates if _NUMBER.sub("#", each[1]) == shape]
    return min(alike, key=lambda each: each[0] != where, default=None)


def _numbers(old: str, new: str) -> Iterator[str]:
    """``受理矛盾纠纷723件→725件`` for each number that differs."""
    for before, after in zip(_NUMBER.finditer(old), _NUMBER.finditer(new), strict=True):
        if before[0] != after[0]:
            unit = _unit(new[after.end() :])
            yield f"{_lead(new[: after.start()])}{before[0]}{unit}→{after[0]}{unit}"


def _lead(text: str) -> str:
    return re.split(r"[，。；：、（）]", text)[-1][-_WORDS_BEFORE:]


def _unit(text: str) -> str:
    found = _NO_UNIT.match(text)
    return found[0][:_WORDS_BEHIND] if found else ""
