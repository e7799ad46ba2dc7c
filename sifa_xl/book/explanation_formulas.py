"""The formulas that say whether a row's 说明 explains: the same count as in ``explanations``."""

from __future__ import annotations

from functools import partial

from sifa_xl.book.addresses import EXPLANATION, FIGURE, OFF_ROW, SAID, LineAddresses
from sifa_xl.book.plan import Formula, ref
from sifa_xl.declarations import Count
from sifa_xl.explanations import (
    ASSERTIONS,
    LEAST_LENGTH,
    LEAST_SUBSTANCE,
    QUOTES,
    REFERENCE_WORDS,
    REFERRED,
    STOPS,
)
from sifa_xl.live import Live


def said(at: LineAddresses, figure: Count) -> Formula:
    """The 说明 that stands for the row: its own, or that of the figure it names (同“…”)."""
    own = ref(at.figures[figure.code], EXPLANATION)
    rows = OFF_ROW + 1, at.data_end - 1
    labels, words = (
        f"{ref(rows[0], column, fixed=True)}:{ref(rows[1], column, fixed=True)}"
        for column in (FIGURE, EXPLANATION)
    )
    name = f"MID({own},2,99)"
    for sign in QUOTES:
        name = f'SUBSTITUTE({name},"{sign}","")'
    found = (
        f'IFERROR(INDEX({words},MATCH({name},{labels},0))&"{REFERRED}",'
        f'IFERROR(INDEX({words},MATCH("★"&{name},{labels},0))&"{REFERRED}",'
        f'IF(MID({own},2,1)="{QUOTES[0]}","",{own})))'
    )
    text = f'IF({_refers(own)},{found},{own})&""'
    return Formula(text, partial(Live.said, figure=figure))


def is_explained(at: LineAddresses, figure: Count) -> Formula:
    """1 where that 说明 explains; the same count of characters as in ``explanations``."""
    row = at.figures[figure.code]
    words, own = ref(row, SAID), ref(row, EXPLANATION)
    is_chain = f'AND({words}<>{own}&"",{_refers(words)})'
    enough = f"{_length(words, STOPS)}>={LEAST_LENGTH}"
    real = f"{_length(words, STOPS + ASSERTIONS)}>={LEAST_SUBSTANCE}"
    text = f"IF({is_chain},0,IF(AND({enough},{real}),1,0))"
    return Formula(text, partial(Live.is_explained, figure=figure))


def _refers(cell: str) -> str:
    starts = [f'LEFT({cell},1)="{word}"' for word in REFERENCE_WORDS]
    return f"OR({','.join(starts)})"


def _length(cell: str, pieces: tuple[str, ...]) -> str:
    listed = ";".join(f'"{piece}"' for piece in pieces)
    removed = f'SUMPRODUCT(LEN({cell})-LEN(SUBSTITUTE({cell},{{{listed}}},"")))'
    return f"LEN({cell})-{removed}"
