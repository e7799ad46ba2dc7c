"""What a relation between numbers of a text comes to: it holds, fails, is coarse or doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sifa_xl.wording import round_half_up

_MOST_PLACES = 2


class Outcome(StrEnum):
    """较粗 agrees with fewer digits; 存疑 nearly ties, and the text may mean it so."""

    HOLDS = "成立"
    COARSER = "较粗"
    DOUBTFUL = "存疑"
    FAILS = "不成立"


@dataclass(frozen=True)
class Proof:
    """One relation that could be checked.

    ``sentence`` is the one it stands in, at ``start`` of paragraph ``place``; ``relation`` spells
    it out (27＋56＋26＝109件).  ``left`` is what the text says, ``right`` what follows from the
    other numbers, both as printed; ``message`` says what is wrong and how to mend it.
    """

    code: str
    kind: str
    outcome: Outcome
    place: str
    start: int
    sentence: str
    relation: str
    left: str = ""
    right: str = ""
    difference: str = ""
    message: str = ""

    @property
    def is_open(self) -> bool:
        """True for what somebody has to look at."""
        return self.outcome in (Outcome.FAILS, Outcome.DOUBTFUL)


def shown(value: Fraction, unit: str = "") -> str:
    """``value`` with its unit, at most two decimals, no zeros at the end."""
    rounded = round_half_up(value, _MOST_PLACES)
    text = f"{rounded:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}{unit}"


def percent(part: Fraction, base: Fraction) -> Fraction:
    """``part`` of ``base`` in percent."""
    return part * 100 / base
