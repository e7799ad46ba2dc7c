"""What explains: the one definition of a 说明, for the check and for the formulas of the sheets."""

from __future__ import annotations

LEAST_LENGTH = 6  # 审核规范 3.1: fewer characters explain nothing
LEAST_SUBSTANCE = 4  # what must be left of it without the phrases that only assert
STOPS = ("。", "．", ".", "，", ",", "、", "；", ";", "：", ":", "！", "!", "？", "…", " ", "　")
ASSERTIONS = ("核实", "核对", "属实", "情况", "无误", "同上", "确实", "数据", "没有问题", "真实")
REFERENCE_WORDS = ("同", "见")  # 同“受理纠纷”: that figure's 说明 stands for this row too
REFERRED = " "  # stands behind words taken from another row: a row may refer to itself
QUOTES = ("“", "”", "。", " ", "　")
SYNTAX = "一个原因说明几行的，只在一行写全，其余各行写 同“指标名”，如 同“受理纠纷”"
_INTRODUCTIONS = (
    "主要原因是",
    "主要原因为",
    "主要原因系",
    "主要原因：",
    "主要是",
    "主要系",
    "原因是",
)
_CAUSES = ("是因为", "因为", "由于", "系因", "因")


def is_explanation(text: str) -> bool:
    """True for six characters or more, stops not counted, that do more than assert.

    属实, 情况属实, 已核实, 无, 同上 explain nothing, however they are padded.
    """
    substance = length_without(text, STOPS + ASSERTIONS)
    return length_without(text, STOPS) >= LEAST_LENGTH and substance >= LEAST_SUBSTANCE


def length_without(text: str, pieces: tuple[str, ...]) -> int:
    """Characters outside ``pieces``, reckoned as the formula does: each piece by itself."""
    return len(text) - sum(text.count(piece) * len(piece) for piece in pieces)


def referred_name(text: str) -> str:
    """The name in ``同“受理纠纷”`` or ``见受理纠纷``; ``""`` for words of their own."""
    if not text.startswith(REFERENCE_WORDS):
        return ""
    name = text[1:]
    for sign in QUOTES:
        name = name.replace(sign, "")
    return name


def as_reason(text: str) -> str:
    """The 说明 as it stands behind 主要原因是: one clause, without its own introduction."""
    pieces = text.replace("。", "\n").replace("；", "\n").split("\n")
    words = "，".join(piece.strip() for piece in pieces if piece.strip()).strip("".join(STOPS))
    for openings in (_INTRODUCTIONS, _CAUSES):
        opening = next((each for each in openings if words.startswith(each)), "")
        if len(words) - len(opening) >= LEAST_SUBSTANCE:
            words = words.removeprefix(opening)
    return words
