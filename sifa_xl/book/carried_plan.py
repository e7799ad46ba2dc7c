"""交接 and 上年参考: the sheets a workbook gets that is made from the one of an earlier period."""

from __future__ import annotations

from sifa_xl import headers as h
from sifa_xl.book.fill import Fill, Typed
from sifa_xl.book.plan import CODE_COLUMN, Link, SheetPlan
from sifa_xl.forms import END_MARK, SHEET_MARK, TABLE_MARK

SPARE = 20  # rows for what the clerk wants to add
HEADER_ROW = 4
HANDOVER_WIDTHS = (15, 10, 34, 70, 36)
REFERENCE_WIDTHS = (15, 14, 16, 16, 80, 14, 12)


def carried_plans(fill: Fill) -> list[SheetPlan]:
    """The two sheets, each where there is something to stand on it."""
    plans = []
    if rows := fill.rows(h.HANDOVER, h.HANDOVER):
        sheet = _sheet(h.HANDOVER, h.HANDOVER_SHEET, h.HANDOVER_HEAD, HANDOVER_WIDTHS)
        sheet.put(2, 2, "上期的日程、报送、口径、说明和没办完的事，供接手的同志看。", "plain")
        words = "可以改、可以加，“备注”随便写；下次转入下期时全部保留，新的一期排在上面。"
        sheet.put(3, 2, words, "plain")
        _put_rows(sheet, h.HANDOVER, h.HANDOVER_HEAD, rows, SPARE)
        plans.append(sheet)
    if rows := fill.rows(h.REFERENCE, h.REFERENCE):
        sheet = _sheet(h.REFERENCE, h.REFERENCE_SHEET, h.REFERENCE_HEAD, REFERENCE_WIDTHS)
        sheet.put(2, 2, "以前写过的举措、问题和打算，只供查阅，不写进总结。", "plain")
        sheet.put(3, 2, "要再写的，复制到业务表的“举措”，把数字和日期改成本期的。", "plain")
        _put_rows(sheet, h.REFERENCE, h.REFERENCE_HEAD, rows, 0)
        sheet.is_hidden = True
        plans.append(sheet)
    return plans


def _sheet(name: str, code: str, head: tuple[str, ...], widths: tuple[int, ...]) -> SheetPlan:
    sheet = SheetPlan(name, code, tab="grey", freeze=(HEADER_ROW, 2))
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3, **dict(enumerate(widths, 2))}
    sheet.mark(1, f"{SHEET_MARK}{code}")
    sheet.put(1, 2, name, "title")
    sheet.put(1, 1 + len(head), Link("首页!B1", "返回首页"), "link")
    sheet.heights[1] = 30
    sheet.filtered = (HEADER_ROW, 2, 1 + len(head))
    return sheet


def _put_rows(
    sheet: SheetPlan,
    key: str,
    head: tuple[str, ...],
    rows: list[dict[str, Typed]],
    spare: int,
) -> None:
    sheet.mark(HEADER_ROW, f"{TABLE_MARK}{key}")
    sheet.put_row(HEADER_ROW, 2, list(head), "head")
    last = HEADER_ROW + len(rows) + spare
    for row in range(HEADER_ROW + 1, last + 1):
        typed = rows[row - HEADER_ROW - 1] if row - HEADER_ROW <= len(rows) else {}
        for column, header in enumerate(head, 2):
            style = "input_date" if header == h.DAY else "input_text"
            sheet.put(row, column, typed.get(header), style)
    sheet.mark(last + 1, f"{END_MARK}{key}")
