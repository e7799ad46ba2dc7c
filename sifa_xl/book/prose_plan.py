"""Tables of prose: 举措 on the line sheets, and the sheets 其他工作, 存在问题, 下步打算."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sifa_xl import headers as h
from sifa_xl.book.fill import Fill, Typed
from sifa_xl.book.plan import CODE_COLUMN, Link, SheetPlan, Validation
from sifa_xl.forms import END_MARK, SHEET_MARK, TABLE_MARK

SHEET_ROWS = 30
STYLES = {
    h.BODY: "input_text",
    h.SUBHEADING: "input_text",
    h.BELONGS: "input_text",
    h.DAY: "input_date",
    h.TARGET: "input",
    h.PHRASE: "input_text",
    h.LINE: "input_text",
    h.DUE: "input_date",
    h.OFFICE: "input_text",
    h.LACKING: "input_text",
}
CHOICES = {
    h.USED: ("是", "否"),
    h.NUMBERS_CHECKED: ("是", "否"),
    h.WEIGHT: (h.KEEP, h.MAY_DROP),
    h.TARGET_WORD: h.TARGET_WORDS,
}


def put_prose_table(
    sheet: SheetPlan,
    key: str,
    header_row: int,
    columns: Mapping[str, int],
    rows: Sequence[Mapping[str, Typed]],
    count: int,
    places: tuple[str, ...] = (),
) -> None:
    """A table of ``count`` unlocked rows; ``places`` are the choices of 归入提纲段."""
    sheet.mark(header_row, f"{TABLE_MARK}{key}")
    count = max(count, len(rows))
    last = header_row + count
    for header, column in columns.items():
        sheet.put(header_row, column, header, "head")
        choices = CHOICES.get(header, places if header == h.BELONGS else ())
        if choices:
            sheet.validations.append(
                Validation(header_row + 1, column, last, column, "列表", choices)
            )
    for offset in range(count):
        typed = rows[offset] if offset < len(rows) else {}
        for header, column in columns.items():
            style = STYLES.get(header, "input_center")
            sheet.put(header_row + 1 + offset, column, typed.get(header), style)
    sheet.mark(last + 1, f"{END_MARK}{key}")


def topics_plan(fill: Fill) -> SheetPlan:
    """其他工作: topics without a sheet of their own; 提纲 names them 其他工作·题目."""
    note = "没有单独表的工作写在这里，如司法鉴定；“归入提纲段”写题目，提纲里填“其他工作·题目”。"
    sheet = _sheet(h.TOPICS, h.TOPICS_SHEET, note, "正文里的数字要核对后在“数字已核”选“是”")
    columns = {
        h.BELONGS: 2,
        h.SUBHEADING: 3,
        h.BODY: 4,
        h.SUPPLIED_BY: 5,
        h.DAY: 6,
        h.WEIGHT: 7,
        h.USED: 8,
        h.NUMBERS_CHECKED: 9,
    }
    sheet.widths |= {2: 18, 3: 18, 4: 80, 5: 12, 6: 12, 7: 8, 8: 8, 9: 10}
    put_prose_table(sheet, h.TOPICS, 4, columns, fill.rows(h.TOPICS, h.TOPICS), SHEET_ROWS)
    return sheet


def problems_plan(fill: Fill) -> SheetPlan:
    """存在问题: one problem a row; the numbering 一是、二是 is put on by the program."""
    note = "一行一个问题，不用写“一是”“二是”，程序会编号；开头的过渡句、结尾的收束句自动加上。"
    sheet = _sheet(h.PROBLEMS, h.PROBLEMS_SHEET, note, "没有要写的就空着，这一部分不出现")
    columns = {h.BODY: 2, h.SUPPLIED_BY: 3, h.WEIGHT: 4, h.USED: 5, h.NUMBERS_CHECKED: 6}
    sheet.widths |= {2: 100, 3: 14, 4: 10, 5: 10, 6: 12}
    put_prose_table(sheet, h.PROBLEMS, 4, columns, fill.rows(h.PROBLEMS, h.PROBLEMS), SHEET_ROWS)
    return sheet


def plans_plan(fill: Fill) -> SheetPlan:
    """下步打算: rows under headings, with targets as number, unit and 力争/至少/达."""
    note = "“归入提纲段”写小标题，同一标题的排在一起；有目标数的在正文里写【目标】。"
    example = "例：正文“举办业务培训【目标】。”，限定词选“至少”，目标数填2，目标单位填“期”。"
    sheet = _sheet(h.PLANS, h.PLANS_SHEET, note, example)
    columns = {
        h.BELONGS: 2,
        h.BODY: 3,
        h.TARGET_WORD: 4,
        h.TARGET: 5,
        h.TARGET_UNIT: 6,
        h.SUPPLIED_BY: 7,
        h.WEIGHT: 8,
        h.USED: 9,
        h.NUMBERS_CHECKED: 10,
    }
    sheet.widths |= {2: 28, 3: 74, 4: 8, 5: 9, 6: 9, 7: 12, 8: 8, 9: 8, 10: 10}
    put_prose_table(sheet, h.PLANS, 4, columns, fill.rows(h.PLANS, h.PLANS), SHEET_ROWS)
    return sheet


def phrases_plan(shipped: Sequence[tuple[str, str, str]], fill: Fill) -> SheetPlan:
    """固定用语: phrases whose numbers are words (二十大, 八五普法), with the years they hold."""
    note = "这些用语里的数字不是统计数，不要求有出处。可在后面添加本地的用语和适用年份。"
    sheet = _sheet(h.PHRASES, h.PHRASES_SHEET, note, "年份空着表示一直适用")
    columns = {h.PHRASE: 2, h.YEAR_FROM: 3, h.YEAR_TO: 4}
    sheet.widths |= {2: 50, 3: 12, 4: 12}
    rows: list[Mapping[str, Typed]] = [
        {
            h.PHRASE: text,
            **({h.YEAR_FROM: int(first)} if first else {}),
            **({h.YEAR_TO: int(last)} if last else {}),
        }
        for text, first, last in shipped
    ]
    rows += fill.rows(h.PHRASES, h.PHRASES)
    put_prose_table(sheet, h.PHRASES, 4, columns, rows, len(rows) + SHEET_ROWS)
    return sheet


def _sheet(name: str, code: str, note: str, example: str) -> SheetPlan:
    sheet = SheetPlan(name, code, tab="grey", freeze=(4, 2))
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3}
    sheet.mark(1, f"{SHEET_MARK}{code}")
    sheet.put(1, 2, name, "title")
    sheet.heights[1] = 30
    sheet.put(2, 2, note, "plain")
    sheet.put(3, 2, example, "plain")
    sheet.put(1, 4, Link("首页!B1", "返回首页"), "link")
    return sheet
