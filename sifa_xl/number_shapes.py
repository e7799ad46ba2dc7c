"""The shape of a printed number: what is left of it where its digits do not count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sifa_xl.spans import UNKNOWN

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SAID = re.compile(rf"{_DIGITS.pattern}|{UNKNOWN}")


def only_like(said: str, options: Sequence[str]) -> str:
    """The one option that differs in nothing but its digits; ×× may have stood for them."""
    like = [each for each in options if _DIGITS.sub("#", each) == _SAID.sub("#", said)]
    return like[0] if len(like) == 1 else ""


def head_of(words: str) -> str:
    """The number they begin with, ×× for one that is not known."""
    found = _SAID.match(words)
    return found[0] if found else ""
