"""What a cell can hold of a text: no forbidden character, within Excel's length."""

from __future__ import annotations

import re

LONGEST = 32_767  # in UTF-16 units, as Excel counts
_CUT = "…"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell_text(text: str) -> str:
    """``text`` as it will be read back from a cell: a longer one ends with …"""
    clean = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _units(clean) <= LONGEST:
        return clean
    kept = clean.encode("utf-16-le")[: 2 * (LONGEST - 1)]
    return kept.decode("utf-16-le", "ignore") + _CUT  # half of a pair is dropped


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
