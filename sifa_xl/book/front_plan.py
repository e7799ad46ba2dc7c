"""首页 and 提纲: what the clerk meets first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sifa_xl import headers as h
from sifa_xl.actions import ACTIONS, Spot
from sifa_xl.book import addresses as a
from sifa_xl.book.addresses import LineAddresses
from sifa_xl.book.fill import Fill
from sifa_xl.book.plan import (
    CODE_COLUMN,
    Button,
    Condition,
    Content,
    Formula,
    Link,
    SheetPlan,
    Validation,
    quoted,
    ref,
)
from sifa_xl.declarations import DRAFTS, LENGTHS, WorkLine
from sifa_xl.domain import State
from sifa_xl.forms import END_MARK, NOTE_MARK, SHEET_MARK, TABLE_MARK
from sifa_xl.live import Live, anchored
from sifa_xl.outline import DefaultRow
from sifa_xl.settings import LIVE, LIVE_NAME, SETTINGS, SETTINGS_NAME, Setting

STEPS = "①　填本页五项　　　②　到各业务表填黄格　　　③　点“生成总结”"
OUTLINE_SPARE = 30
LINKS = (  # sheets of units, and what they are for
    (h.UNITS, "谁报哪几条线、什么时候交；填报通知和催报的话在这里复制"),
    (h.UNIT_TABLE, "电话、照片报来的数，按单位填；合计进各业务表"),
)
NO_MACROS = (
    "宏未启用：仍可填表、看数据句。要用按钮：先关闭文件，右键文件选“属性”，勾选“解除锁定”，"
    "再打开并点“启用内容”；在WPS里要装VBA组件。宏用不了的机器，把文件拖到“生成总结”图标上"
)
MACROS_ROW = "@macros"  # the code of the row that tells whether macros run
BUTTONS_ROW, SMALL_BUTTONS_ROW, NOTICE_ROW = 3, 4, 5


def home_plan(
    lines: Sequence[tuple[type[WorkLine], LineAddresses]], fill: Fill, *, has_macros: bool = False
) -> SheetPlan:
    """首页: steps, buttons where there are macros, settings, and how far each line is."""
    sheet = SheetPlan("首页", h.HOME_SHEET, tab="blue", is_protected=True)
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3, 2: 18, 3: 40, 4: 12, 5: 12, 6: 12, 7: 12, 8: 12, 9: 16, 10: 16}
    sheet.mark(1, f"{SHEET_MARK}{h.HOME_SHEET}")
    sheet.merge(1, 2, 10, "司法行政工作总结", "title_big")
    sheet.heights[1] = 42
    sheet.merge(2, 2, 10, STEPS, "steps")
    sheet.heights[2] = 30
    if has_macros:
        _put_buttons(sheet)
    for each in SETTINGS:
        fill.setting(each.label)  # one filling serves the workbooks with macros and without
    settings = [each for each in SETTINGS if has_macros or not each.needs_macros]
    row = _put_settings(sheet, NOTICE_ROW + 1 if has_macros else 4, settings, fill)
    row = put_status(sheet, row + 1, lines)
    _put_links(sheet, row + 2)
    return sheet


def outline_plan(rows: Sequence[DefaultRow], fill: Fill) -> SheetPlan:
    """提纲: title and opening per draft, and the rows that decide what stands where."""
    sheet = SheetPlan(h.OUTLINE, h.OUTLINE_SHEET, tab="blue")
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3, 2: 9, 3: 8, 4: 34, 5: 28, 6: 46, 7: 10, 8: 10, 9: 10, 10: 10}
    sheet.mark(1, f"{SHEET_MARK}{h.OUTLINE_SHEET}")
    sheet.put(1, 2, h.OUTLINE, "title")
    sheet.put(1, 9, Link("首页!B1", "返回首页"), "link")
    sheet.heights[1] = 30
    note = (
        "整行剪切、插入就能换位置；标题可改；不要的选“不用”；"
        "加一行写自己的话：内容选“自写段”。序号（一、1.）由程序编。"
    )
    sheet.put(2, 2, note, "plain")
    header = _put_drafts(sheet, 4, fill) + 2
    _put_outline(sheet, header, rows, fill)
    return sheet


def _put_buttons(sheet: SheetPlan) -> None:
    """The buttons in two rows, and the line that shows while macros are blocked."""
    for row, spot, width, height in (
        (BUTTONS_ROW, Spot.MAIN, 180, 46),
        (SMALL_BUTTONS_ROW, Spot.MINOR, 110, 28),
    ):
        sheet.heights[row] = height * 0.75 + 12
        for number, action in enumerate(each for each in ACTIONS if each.spot is spot):
            left = 8 + number * (width + 16)
            sheet.buttons.append(Button(row, 2, action.caption, action.macro, width, height, left))
    # NOW() makes Excel compute it whenever the file is opened: the macro answers, or its name is
    # unknown because macros are blocked
    notice = Formula(f'IF(NOW()>0,IFERROR(SifaMacros(),"{NO_MACROS}"),"")', lambda live: NO_MACROS)
    sheet.mark(NOTICE_ROW, MACROS_ROW)
    sheet.merge(NOTICE_ROW, 2, 10, notice, "warning")
    sheet.heights[NOTICE_ROW] = 34


def _put_settings(sheet: SheetPlan, row: int, settings: Sequence[Setting], fill: Fill) -> int:
    sheet.mark(row, f"{TABLE_MARK}{h.HOME}")
    sheet.put_row(row, 2, [h.ITEM, h.CONTENT], "head")
    sheet.merge(row, 4, 10, h.HINT, "head")
    header, advanced = row, False
    for setting in settings:
        row += 1
        if setting.is_advanced and not advanced:
            advanced = True
            sheet.mark(row, NOTE_MARK)
            sheet.merge(row, 2, 10, "以下为高级设置，一般不用动", "section")
            row += 1
        _put_setting(sheet, row, setting, fill)
    sheet.mark(row + 1, f"{END_MARK}{h.HOME}")
    if any(setting.code == LIVE for setting in settings):
        first, last = ref(header, CODE_COLUMN, fixed=True), ref(row + 1, 3, fixed=True)
        sheet.names[SETTINGS_NAME] = f"={sheet.name}!{first}:{last}"
    return row + 1


def _put_setting(sheet: SheetPlan, row: int, setting: Setting, fill: Fill) -> None:
    sheet.mark(row, setting.code)
    sheet.put(row, 2, f"★{setting.label}" if setting.is_needed else setting.label, "label")
    typed = fill.setting(setting.label)
    plain = "input_star_text" if setting.is_needed else "input_text"
    style = "input_date" if setting.kind == "日期" else plain
    default = setting.default or None
    sheet.put(row, 3, default if typed is None else typed, style)
    sheet.merge(row, 4, 10, setting.hint, "hint")
    if setting.code == LIVE:
        sheet.names[LIVE_NAME] = f"={sheet.name}!{ref(row, 3, fixed=True)}"
    if setting.choices:
        sheet.validations.append(Validation(row, 3, row, 3, "列表", setting.choices))
    if setting.kind == "日期":
        message = "填日期，如 2022/6/25"
        sheet.validations.append(Validation(row, 3, row, 3, "日期", message=message))


def _put_links(sheet: SheetPlan, row: int) -> None:
    """To the sheets for what units send in."""
    sheet.merge(row, 2, 10, "股室、司法所上报", "section")
    for number, (name, words) in enumerate(LINKS, 1):
        sheet.put(row + number, 2, Link(f"{quoted(name)}!B1", name), "link_cell")
        sheet.merge(row + number, 3, 10, words, "hint")


def put_status(
    sheet: SheetPlan, row: int, lines: Sequence[tuple[type[WorkLine], LineAddresses]]
) -> int:
    """The table of the lines; returns the row of its sums."""
    sheet.merge(row, 2, 10, "各表填报情况（自动更新；点业务线名称进入）", "section")
    words: list[Content] = ["业务线", "责任股室", "★已填", "★应填", "必须改", "请核实", "待定"]
    words += ["上次检查·必须改", "上次检查·请核实"]
    sheet.mark(row + 1, f"{TABLE_MARK}{h.STATUS}")
    sheet.put_row(row + 1, 2, words, "head")
    first = row + 2
    for number, (line, at) in enumerate(lines):
        _put_status_row(sheet, first + number, line, at)
    last = first + len(lines) - 1
    sheet.mark(last + 1, f"{END_MARK}{h.STATUS}")
    sheet.put(last + 1, 2, "合计", "label")
    sheet.put(last + 1, 3, None, "label")
    for column in range(4, 11):
        cells = f"{ref(first, column)}:{ref(last, column)}"
        twin = partial(_status_sum, lines=tuple(lines), column=column)
        sheet.put(last + 1, column, Formula(f"SUM({cells})", twin), "computed")
    for column, style in ((6, "bad"), (7, "doubt"), (8, "pending"), (9, "bad"), (10, "doubt")):
        formula = f"{ref(first, column)}>0"
        sheet.conditions.append(Condition(first, column, last + 1, column, formula, style))
    return last + 1


def _put_status_row(sheet: SheetPlan, row: int, line: type[WorkLine], at: LineAddresses) -> None:
    name = quoted(line.title)
    first, last = a.OFF_ROW + 1, at.data_end - 1

    def cells(column: int) -> str:
        return f"{name}!{ref(first, column, fixed=True)}:{ref(last, column, fixed=True)}"

    off = f"{name}!{at.off}"
    status, star, now = cells(a.STATUS), cells(a.STAR), cells(a.NOW)
    sheet.mark(row, line.code)
    sheet.put(row, 2, Link(f"{name}!B1", line.title), "link_cell")
    section = f"{name}!{ref(first, a.SECTION)}"
    shown = Formula(f'IF(LEN({section})=0,"",{section})', partial(_section, line=line))
    sheet.put(row, 3, shown, "computed_text")
    texts = [
        f"IF({off},0,SUMPRODUCT(({star}=1)*(LEN({now})>0)))",
        f"IF({off},0,SUM({star}))",
        f'COUNTIF({status},"必须改*")',
        f'COUNTIF({status},"请核实*")',
        f'COUNTIF({status},"待定")',
    ]
    for column, text in enumerate(texts, 4):
        twin = partial(_status_count, line=line, column=column)
        sheet.put(row, column, Formula(text, twin), "computed")
    for column, word in ((9, "必须改"), (10, "请核实")):
        found = f'{a.FOUND_LINE},"{line.title}",{a.FOUND_LEVEL},"{word}"'
        text = f'COUNTIFS({found},{a.FOUND_EXPLAINED},"<>是")'
        twin = partial(Live.last_count, line=line, level=word)
        sheet.put(row, column, Formula(text, twin), "computed")


def _section(live: Live, line: type[WorkLine]) -> str:
    data = live.indicators.filled.lines.get(line.code)
    at = LineAddresses(line)
    first = next((f for f in line.figures if at.figures[f.code] == a.OFF_ROW + 1), None)
    entry = data.entries.get(first.code) if data and first is not None else None
    return entry.section if entry else ""


def _status_count(live: Live, line: type[WorkLine], column: int) -> int:
    if column > 8:
        return live.last_count(line, {9: "必须改", 10: "请核实"}[column])
    data = live.indicators.filled.lines.get(line.code)
    if data is None or (data.is_off and column < 6):
        return 0
    stars = [figure for figure in line.figures if figure.star]
    if column == 4:
        states = [data.entries[f.code].now.state for f in stars if f.code in data.entries]
        return sum(state is not State.BLANK for state in states)
    if column == 5:
        return len(stars)
    word = {6: "必须改", 7: "请核实", 8: "待定"}[column]
    shown = [live.status(figure, anchored(line, figure)) for figure in line.figures]
    return sum(text.startswith(word) for text in shown)


def _status_sum(
    live: Live, lines: tuple[tuple[type[WorkLine], LineAddresses], ...], column: int
) -> int:
    return sum(_status_count(live, line, column) for line, _ in lines)


def _put_drafts(sheet: SheetPlan, row: int, fill: Fill) -> int:
    sheet.mark(row, f"{TABLE_MARK}{h.DRAFTS_TABLE}")
    sheet.put_row(row, 2, [h.DRAFT, "", h.TITLE, h.ADDRESSEE, h.OPENING], "head")
    for draft in DRAFTS:
        row += 1
        typed = fill.row(h.OUTLINE, h.DRAFTS_TABLE, draft)
        sheet.put(row, 2, draft, "label")
        sheet.put(row, 3, None, "label")
        for column, header in ((4, h.TITLE), (5, h.ADDRESSEE), (6, h.OPENING)):
            sheet.put(row, column, typed.get(header), "input_text")
    sheet.mark(row + 1, f"{END_MARK}{h.DRAFTS_TABLE}")
    sheet.put(row + 1, 4, "标题、主送、开头空着时用模板里的写法", "hint_plain")
    return row + 1


def _put_outline(sheet: SheetPlan, header: int, rows: Sequence[DefaultRow], fill: Fill) -> None:
    sheet.mark(header, f"{TABLE_MARK}{h.OUTLINE}")
    words: list[Content] = [h.NUMBER, h.LEVEL, h.HEADING, h.BLOCK, h.OWN_TEXT, *DRAFTS]
    sheet.put_row(header, 2, [*words, h.NUMBERS_CHECKED], "head")
    sheet.freeze = (header, 3)
    given = fill.rows(h.OUTLINE, h.OUTLINE)
    typed: list[Mapping[str, Content]] = [*given] or [_typed(row) for row in rows]
    last = header + len(typed) + OUTLINE_SPARE
    for row in range(header + 1, last + 1):
        values = typed[row - header - 1] if row - header <= len(typed) else {}
        above = ref(header, 2, fixed=True)
        number = Formula(f"ROW()-ROW({above})", partial(_number, row - header))
        is_theme = values.get(h.LEVEL) == h.LEVEL_ONE
        sheet.put(row, 2, number, "computed")
        for column, word in enumerate(words[1:], 3):
            style = "input_center" if column in (3, 7, 8, 9) else "input_text"
            if is_theme and column in (3, 4):
                style += "_bold"
            sheet.put(row, column, values.get(str(word)), style)
        sheet.put(row, 10, values.get(h.NUMBERS_CHECKED), "input_center")
    sheet.mark(last + 1, f"{END_MARK}{h.OUTLINE}")
    sheet.validations += [
        Validation(header + 1, 3, last, 3, "列表", (h.LEVEL_ONE, h.LEVEL_TWO)),
        Validation(header + 1, 5, last, 5, "列表", source="=内容清单"),
        Validation(header + 1, 7, last, 9, "列表", LENGTHS),
        Validation(header + 1, 10, last, 10, "列表", ("是", "否")),
    ]


def _typed(row: DefaultRow) -> dict[str, Content]:
    values: dict[str, Content] = {h.LEVEL: row.level, h.HEADING: row.heading, h.BLOCK: row.content}
    return {key: value for key, value in (values | dict(row.lengths)).items() if value}


def _number(number: int, live: Live) -> int:
    return number
