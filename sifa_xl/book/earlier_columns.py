"""The columns a line's sheet has more in a workbook made from an earlier one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sifa_xl import headers as h
from sifa_xl.book import addresses as a
from sifa_xl.book.addresses import LineAddresses
from sifa_xl.book.fill import Fill
from sifa_xl.book.plan import SheetPlan, Validation
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Approx

HEDGES = tuple(str(approx) for approx in Approx if approx)


def beside(line: type[WorkLine], fill: Fill) -> str:
    """The header of the column of earlier numbers: a part of the year, 上期期末, or none."""
    rows = (fill.row(line.title, h.DATA, figure.name) for figure in line.figures)
    return fill.earlier or (h.CLOSING if any(h.CLOSING in typed for typed in rows) else "")


def put_earlier_columns(sheet: SheetPlan, at: LineAddresses, fill: Fill, basis: float) -> None:
    """上半年 or 上期期末, and 上年概数, where there is something to stand in them.

    They take their width from 口径, which is ``basis`` wide: the sheet is to fit the screen.
    """
    if at.earlier:
        message = f"{at.earlier}报的数，供对照，不写进正文。当时报错了的才改。"
        check = _check(a.EARLIER, "数字", title=at.earlier, message=message)
        _put_column(sheet, at, fill, at.earlier, ("input_computed", 10), check)
    rows = [fill.row(at.line.title, h.DATA, figure.name) for figure in at.line.figures]
    if any(h.BEFORE_APPROX in typed for typed in rows):
        check = _check(a.BEFORE_APPROX, "列表", choices=HEDGES)
        _put_column(sheet, at, fill, h.BEFORE_APPROX, ("input_center", 6), check)
    taken = [column for column in (a.EARLIER, a.BEFORE_APPROX) if column in sheet.widths]
    if taken:
        sheet.widths[a.BASIS] = basis - sum(sheet.widths[column] for column in taken)
        sheet.hidden_columns |= set(range(a.LAST_VISIBLE + 1, max(taken))) - set(taken)


def _put_column(
    sheet: SheetPlan,
    at: LineAddresses,
    fill: Fill,
    header: str,
    look: tuple[str, int],
    check: Validation,
) -> None:
    style, width = look
    column = check.first_column
    sheet.widths[column] = width
    sheet.put(a.HEADER_ROW, column, header, "head")
    for figure in at.line.figures:
        typed = fill.row(at.line.title, h.DATA, figure.name)
        sheet.put(at.figures[figure.code], column, typed.get(header), style)
    last = at.data_end - 1
    sheet.validations.append(replace(check, last_row=last))


def _check(column: int, kind: str, **options: Any) -> Validation:
    first = a.OFF_ROW + 1
    return Validation(first, column, first, column, kind, **options)
