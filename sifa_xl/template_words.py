"""The words between a template's tags: clause marks, and numbers that may not be typed there."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from sifa_xl.clauses import CLAUSE_END, CLAUSE_MARK
from sifa_xl.counts import NUMERALS, UNIT, chinese_counts
from sifa_xl.phrases import Phrases

CLAUSE_MARKS = {CLAUSE_MARK: "[[", CLAUSE_END: "]]"}
_SPACE = re.compile(r"(?<=[A-Za-z])[ \t]+(?=[A-Za-z])|\s+")
_CLAUSE = re.compile(r"\[\[|\]\]")
_STRAY = re.compile(r"[\[\]{}｛｝]+")
# No-category digits, as in ①, ², ½ and Ⅱ, are digits to the reader too.
_DIGITS = re.compile(
    r"[\d²³¹¼-¾⁰-₉⅐-↉①-⒛⓪-⓿❶-➓㈠-㈩㉈-㉟㊀-㊉㊱-㊿㋀-㋋㍘-㍰㏠-㏾]"
    rf"[\d.,．，%％]*(?<![.,．，])(?:[余多]?[万亿]?[余多]?(?:{UNIT}))?"
)
_NUMBERING = re.compile(
    rf"(?:^|(?<=[。！？；：\n]))(?:[{NUMERALS}]+、|[1-9][0-9]?[.．、](?![0-9]))"
    r"|（[一二三四五六七八九十]+）"
    r"|(?<![统唯之专同逐任每某])[一二三四五六七八九十](?=是)"
)


_LONGEST_SHOWN = 20


class WordProblem(NamedTuple):
    """What is wrong with ``text[offset:]`` of the words, and how to mend it."""

    offset: int
    message: str


def squeezed(words: str) -> str:
    """Without line breaks, indentation and spaces, but for one between two English words."""
    return _SPACE.sub(
        lambda found: " " if "\n" not in found[0] and _is_inside_english(found) else "", words
    )


def with_clause_marks(words: str) -> str:
    """``words`` with ``[[`` and ``]]`` as the marks that ``clauses.settle`` reads."""
    return _CLAUSE.sub(lambda found: CLAUSE_MARK if found[0] == "[[" else CLAUSE_END, words)


def word_problems(words: str, phrases: Phrases) -> Iterator[WordProblem]:
    """Brackets, numbers and numbering that may not stand in squeezed, marked ``words``."""
    for found in _STRAY.finditer(words):
        yield WordProblem(
            found.start(),
            f"有单独的“{_shown(found[0])}”。处理：可省略的话用成对的 [[ ]] 括起，"
            "指标写成 {{ 名称 }}，其余用全角括号。",
        )
    numberings = [found.span() for found in _NUMBERING.finditer(words)]
    for start, end in numberings:
        if not phrases.covers(words, start, end):
            yield WordProblem(
                start,
                f"“{_shown(words[start : end + 1].strip())}”是写死的序号。"
                "处理：删去，序号由程序按版式统一编排。",
            )
    for found in (*_DIGITS.finditer(words), *chinese_counts(words)):
        start, end = found.span()
        is_numbering = any(first <= start < last for first, last in numberings)
        if not is_numbering and not phrases.covers(words, start, end):
            yield WordProblem(
                start,
                f"“{_shown(found[0])}”是写死的数字。处理：改用指标，写成 {{{{ 名称 }}}}；"
                "如属固定说法，请加进“固定用语”。",
            )


def line_finder(words: str) -> Callable[[int], int]:
    """Tells in which line of the unsqueezed ``words``, from 0, an offset of the squeezed lies."""
    lengths = (len(with_clause_marks(squeezed(line))) for line in words.split("\n"))
    ends = list(accumulate(lengths))
    return lambda offset: min(bisect_right(ends, offset), len(ends) - 1)


def _shown(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def _is_inside_english(found: re.Match[str]) -> bool:
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    return all(c.isascii() and c.isalpha() for c in (before, after))
