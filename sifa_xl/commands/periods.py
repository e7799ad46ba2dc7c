"""The command that goes on to the next period."""

from __future__ import annotations

from sifa_xl import usage
from sifa_xl.screen import say, tell_backup


def next_book(
    workbook: usage.Workbook,
    period: usage.NextPeriod,
    out: usage.NextBook,
    last_year: usage.LastYear = None,
) -> None:
    """转入下期：名称、提纲、措辞、口径照旧，数字清空，上年同期和期初自动带入。"""
    from sifa_xl.book.saving import save
    from sifa_xl.next_period import make_file

    made = make_file(workbook, period, out, last_year)
    backup = save(out, made.data)
    say("\n".join([f"已生成“{out}”。", *made.told]))
    tell_backup(backup)
