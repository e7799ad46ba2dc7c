"""The sheets programs write: 指标, 校验结果, 总结, 数字出处, 自检; the guide; the definition."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from sifa_xl import headers as h
from sifa_xl.book import addresses as a
from sifa_xl.book.addresses import LineAddresses
from sifa_xl.book.plan import CODE_COLUMN, Formula, Link, SheetPlan, Validation, quoted, ref
from sifa_xl.cell_functions import HELP_NAME, help_rows
from sifa_xl.declarations import Computed, Count, Rate, Stock, Total, WorkLine
from sifa_xl.errors import TemplateProblem
from sifa_xl.forms import END_MARK, SAMPLE_MARK, SHEET_MARK, TABLE_MARK
from sifa_xl.live import Live, Shown
from sifa_xl.trees import Named

Lines = Sequence[tuple[type[WorkLine], LineAddresses]]
CATALOGUE_HEAD = ("序", "业务线", "指标", "类别", "算法", "单位", "本期", "上年同期", "增减")
SAMPLE_ROW, RESULT_HEADER_ROW = 3, 4
HELP_COLUMN = 5  # of 定义, right of the lists
GUIDE_FILE = "填表说明.txt"
MOST_ANSWERS = 500  # rows with a drop-down
FINDINGS_NOTE = (
    "请核实的，在“说明”写原因（六个字以上）；局领导审定放行的，“处理”选放行，填放行人和理由。"
    "必须改的不能放行，可选“暂不写入正文”。其余各栏由程序填写；数变了，说明和放行就失效"
)


def catalogue_plan(lines: Lines) -> SheetPlan:
    """指标: every figure with its formula, base, value, last year's value and change."""
    sheet = _sheet("指标", h.CATALOGUE_SHEET)
    sheet.is_hidden = True
    sheet.widths |= {2: 6, 3: 12, 4: 30, 5: 8, 6: 56, 7: 8, 8: 12, 9: 12, 10: 12}
    sheet.mark(3, f"{TABLE_MARK}{h.CATALOGUE}")
    sheet.put_row(3, 2, list(CATALOGUE_HEAD), "head")
    row = 3
    for line, at in lines:
        for named in (*line.figures, *line.rates):
            row += 1
            _put_catalogue_row(sheet, row, line, at, named)
    sheet.mark(row + 1, f"{END_MARK}{h.CATALOGUE}")
    return sheet


def findings_plan() -> SheetPlan:
    """校验结果: the findings of the last 检查; 首页 and the line sheets look codes up here."""
    sheet = result_sheet(h.FINDINGS, h.FINDINGS_SHEET, back=6)
    sheet.put(2, 2, FINDINGS_NOTE, "plain")
    widths = (4, 7, 10, 13, 13, 7, 42, 6, 6, 6, 6, 14, 18, 12, 7, 12)
    sheet.widths |= dict(enumerate(widths, 2))
    first_kept = 2 + len(h.FINDINGS_HEAD) - len(h.FINDINGS_KEPT)
    sheet.hidden_columns |= {13, *range(first_kept, first_kept + len(h.FINDINGS_KEPT))}
    styles = {h.WHERE: "link_cell", h.FIGURE: "result_text", h.MESSAGE: "result_text"}
    styles |= dict.fromkeys((h.LEFT, h.RIGHT, h.DIFFERENCE), "computed")
    styles |= dict.fromkeys((h.EXPLANATION, h.RELEASED_BY, h.REASON), "result_input")
    styles[h.HANDLING] = "input_center"
    put_result_head(sheet, h.FINDINGS, h.FINDINGS_HEAD, styles)
    sheet.filtered = (RESULT_HEADER_ROW, 2, 1 + len(h.FINDINGS_HEAD))
    handling = 2 + h.FINDINGS_HEAD.index(h.HANDLING)
    first, last = RESULT_HEADER_ROW + 1, RESULT_HEADER_ROW + MOST_ANSWERS
    choices = (h.RELEASE, h.WITHHOLD)
    sheet.validations.append(Validation(first, handling, last, handling, "列表", choices))
    return sheet


def summary_plan() -> SheetPlan:
    """总结: paragraph by paragraph, with a column for the clerk's own wording."""
    sheet = result_sheet(h.SUMMARY, h.SUMMARY_SHEET, back=5)
    sheet.cells.pop((2, 2))
    note = (
        "要改写的写在“修订”栏，总结照它写，再次生成时会保留；"
        "领导定的数，核实后在“状态”写“领导改，已核”；其余各栏由程序填写"
    )
    sheet.put(2, 2, note, "plain")
    sheet.widths |= {2: 16, 3: 72, 4: 60, 5: 14, 6: 10, 7: 10, 8: 10, 9: 10}
    sheet.hidden_columns |= {6, 7, 8, 9}
    styles = dict.fromkeys((h.PARAGRAPH, h.GENERATED, h.REVISION_STATE), "result_text")
    styles[h.REVISED] = "result_input"
    put_result_head(sheet, h.SUMMARY, h.SUMMARY_HEAD, styles)
    return sheet


def sources_plan() -> SheetPlan:
    """数字出处: every number of the summary with its figure and cells."""
    sheet = result_sheet(h.SOURCES, h.SOURCES_SHEET, back=6)
    sheet.widths |= {2: 6, 3: 16, 4: 34, 5: 30, 6: 24, 7: 10}
    styles = dict.fromkeys((h.PRINTED, h.FIGURE, h.IN_PARAGRAPH), "result_text")
    styles[h.CELLS] = "result_link"
    put_result_head(sheet, h.SOURCES, h.SOURCES_HEAD, styles)
    return sheet


def changes_plan() -> SheetPlan:
    """改数清单: the numbers 更新Word数字 changed last, where they stand, and a 更正 for each."""
    sheet = result_sheet(h.CHANGES, h.CHANGES_SHEET, back=6)
    sheet.widths |= {2: 5, 3: 12, 4: 12, 5: 24, 6: 16, 7: 18, 8: 26, 9: 20, 10: 44}
    words = (h.FIGURE, h.COMES_FROM, h.STANDS_IN, h.SENT_IN, h.CORRECTION)
    styles = dict.fromkeys(words, "result_text") | {h.CELLS: "result_link"}
    put_result_head(sheet, h.CHANGES, h.CHANGES_HEAD, styles)
    return sheet


def self_test_plan() -> SheetPlan:
    """自检: what works on the clerk's machine, to be copied and sent."""
    sheet = result_sheet(h.SELF_TEST, h.SELF_TEST_SHEET, back=4)
    sheet.widths |= {2: 6, 3: 90, 4: 16}
    put_result_head(sheet, h.SELF_TEST, h.SELF_TEST_HEAD, {h.ITEM: "result_text"})
    return sheet


def guide_plan(folder: Path, file: str = GUIDE_FILE) -> SheetPlan:
    """填表说明, from its text ``file``; lines that start with # are headings.

    Raises:
        TemplateProblem: the text is missing.
    """
    sheet = _sheet("填表说明", h.GUIDE_SHEET)
    sheet.cells.pop((2, 2), None)
    sheet.is_landscape = False
    sheet.widths |= {2: 92}
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except OSError:
        raise TemplateProblem(f"缺少“{file}”。请恢复模板文件夹。") from None
    for row, line in enumerate(text.splitlines(), 3):
        style = "section" if line.startswith("#") else "guide"
        sheet.put(row, 2, line.lstrip("# "), style)
    return sheet


def definition_plan(
    lines: Lines, version: str, blocks: Sequence[str], *, has_macros: bool = False
) -> SheetPlan:
    """The very hidden sheet: version of the definition, all codes, and the lists of drop-downs.

    With macros also the help texts of the functions, which their Sub reads from here.
    """
    sheet = SheetPlan("定义", h.DEFINITION_SHEET, is_hidden=True, is_very_hidden=True)
    sheet.mark(1, f"{SHEET_MARK}{h.DEFINITION_SHEET}")
    classes = [line for line, _ in lines]
    sheet.put_row(2, 2, ["程序版本", version, "定义指纹", fingerprint(classes)], "code")
    sheet.put(4, 2, "内容清单", "code")
    for row, block in enumerate(blocks, 5):
        sheet.put(row, 2, block, "code")
    sheet.names["内容清单"] = f"=定义!$B$5:$B${4 + len(blocks)}"
    for row, code in enumerate(_codes(classes), 5):
        sheet.put(row, 3, code, "code")
    if has_macros:
        _put_help(sheet, 5, HELP_COLUMN)
    return sheet


def fingerprint(lines: Sequence[type[WorkLine]]) -> str:
    """Twelve characters that change whenever a figure, split, rate or rule does."""
    rules = [rule.code for line in lines for rule in line.all_rules]
    return hashlib.sha256("\n".join([*_codes(lines), *rules]).encode()).hexdigest()[:12]


def _codes(lines: Sequence[type[WorkLine]]) -> list[str]:
    ledgers = [ledger.code for line in lines for ledger in line.ledgers]
    return [named.code for line in lines for named in line.named()] + ledgers


def _put_help(sheet: SheetPlan, first: int, column: int) -> None:
    rows = help_rows()
    for row, texts in enumerate(rows, first):
        sheet.put_row(row, column, list(texts), "code")
    last, right = first + len(rows) - 1, column + len(rows[0]) - 1
    cells = f"{ref(first, column, fixed=True)}:{ref(last, right, fixed=True)}"
    sheet.names[HELP_NAME] = f"={sheet.name}!{cells}"


def _put_catalogue_row(
    sheet: SheetPlan, row: int, line: type[WorkLine], at: LineAddresses, named: Named
) -> None:
    kind, how, unit = _describe(named)
    name = quoted(line.title)
    target = f"{name}!{ref(at.row(named), a.NOW)}"
    sheet.mark(row, named.code)
    is_rate = isinstance(named, Rate)
    sheet.put(row, 2, row - 3, "fixed_center")
    sheet.put(row, 3, line.title, "fixed_center")
    sheet.put(row, 4, Link(target, named.label), "link_cell")
    sheet.put_row(row, 5, [kind], "fixed_center")
    sheet.put(row, 6, how, "fixed_text")
    unit_cell = f"{name}!{ref(at.row(named), a.UNIT)}"
    shown = unit if is_rate else Formula(unit_cell, partial(_unit, named=named))
    sheet.put(row, 7, shown, "fixed_center")
    for column, previous in ((8, False), (9, True)):
        twin = partial(_value, named=named, previous=previous)
        if is_rate:
            cell = ref(at.row(named), a.BEFORE if previous else a.NOW)
        else:
            cell = ref(at.row(named), a.ADOPTED_BEFORE if previous else a.ADOPTED)
        sheet.put(row, column, Formula(f"{name}!{cell}", twin), "computed")
    now, before = ref(row, 8), ref(row, 9)
    change = f'IF(AND(ISNUMBER({now}),ISNUMBER({before})),ROUND({now}-{before},2),"")'
    sheet.put(row, 10, Formula(change, partial(_change, named=named)), "computed")


def _describe(named: Named) -> tuple[str, str, str]:
    if isinstance(named, Rate):
        return "比率", named.definition.sentence(), "%"
    assert isinstance(named, Count)
    if isinstance(named, Computed):
        kind = {Total: "合计", Stock: "时点"}.get(type(named), "计算")
        return kind, named.definition.sentence(), named.unit
    counted = f"台账数：{named.ledger.sentence()}" if named.ledger else ""
    how = "；".join(words for words in (named.basis, counted) if words)
    return "时点" if named.is_stock else "填报", how, named.unit


def _unit(live: Live, named: Named) -> str:
    return live.indicators.unit(named)


def _value(live: Live, named: Named, previous: bool) -> Shown:
    if isinstance(named, Rate):
        return live.printed(named, previous)
    return live.adopted(named, previous)


def _change(live: Live, named: Named) -> Shown:
    return live.points(named) if isinstance(named, Rate) else live.change(named)


def put_result_head(
    sheet: SheetPlan, key: str, head: Sequence[str], styles: Mapping[str, str]
) -> None:
    """The header, and above it the hidden row that lends its styles to the rows written later."""
    sheet.mark(SAMPLE_ROW, SAMPLE_MARK)
    sheet.hidden_rows.add(SAMPLE_ROW)
    sheet.mark(RESULT_HEADER_ROW, f"{TABLE_MARK}{key}")
    sheet.freeze = (RESULT_HEADER_ROW, 2)
    for column, header in enumerate(head, 2):
        hidden = column in sheet.hidden_columns
        sheet.put(SAMPLE_ROW, column, None, "code" if hidden else styles.get(header, "result"))
        sheet.put(RESULT_HEADER_ROW, column, header, "head")


def result_sheet(name: str, code: str, back: int) -> SheetPlan:
    """A sheet that programs write, hidden until then; ``back`` is the column of the link home."""
    sheet = _sheet(name, code, back)
    sheet.is_hidden = True
    return sheet


def _sheet(name: str, code: str, back: int = 6) -> SheetPlan:
    sheet = SheetPlan(name, code, tab="grey", freeze=(3, 2))
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3}
    sheet.mark(1, f"{SHEET_MARK}{code}")
    sheet.put(1, 2, name, "title")
    sheet.heights[1] = 30
    sheet.put(1, back, Link("首页!B1", "返回首页"), "link")
    sheet.put(2, 2, "由程序填写，不用手工改", "plain")
    return sheet
