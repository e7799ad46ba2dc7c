"""Where a figure's adopted value (采用数) comes from, in the order of trust; declared once.

Python's values and the formulas of the line sheets both follow ``PRIORITY``.
"""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    """A place a figure may come from; the words a clerk reads."""

    TYPED = "本期"
    UNITS = "分所合计"
    LEDGER = "台账数"
    COMPUTED = "自动计算"


PRIORITY = (Source.TYPED, Source.UNITS, Source.LEDGER, Source.COMPUTED)
