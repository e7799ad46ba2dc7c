"""How much a workbook of ours and its templates may say; what a file may hold is in book.limits.

Far above an honest half-year report, and low enough that no cell, however it is filled, keeps a
machine busy: the sample has 570 rows and 4,600 characters in all.
"""

from __future__ import annotations

from sifa_xl.errors import SifaError

CELL_CHARACTERS = 5_000  # of one text cell; a longer one is a finding at its cell
NAMED_CHARACTERS = 20_000  # of one sentence when 【名称】 are filled in
WORKBOOK_CHARACTERS = 300_000  # of all texts typed
WORKBOOK_ROWS = 8_000  # of all tables but the 台账
LEDGER_ROWS = 200_000  # of all 台账
SUMMARY_CHARACTERS = 300_000  # of one draft
TEMPLATE_BYTES = 200_000
BLOCK_CHARACTERS = 200_000  # printed by one block of a template
LOOP_TURNS = 2_000  # of all loops of one block


def refuse_over(what: str, amount: int, limit: int, mend: str) -> None:
    """Pass while ``amount`` is within ``limit``; ``what`` names the limit, with its place.

    Raises:
        SifaError: it is not.
    """
    if amount > limit:
        raise SifaError(f"内容太多：{what}超过上限 {limit:,}。{mend}。")
