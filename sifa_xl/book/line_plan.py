"""The sheet of one work line, generated from its declaration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.book import addresses as a
from sifa_xl.book import formulas
from sifa_xl.book.addresses import LineAddresses
from sifa_xl.book.fill import Fill, Typed
from sifa_xl.book.plan import (
    CODE_COLUMN,
    Condition,
    Content,
    Formula,
    Link,
    SheetPlan,
    Validation,
    ref,
)
from sifa_xl.book.prose_plan import put_prose_table
from sifa_xl.declarations import Count, Rate, Split, WorkLine
from sifa_xl.domain import Approx
from sifa_xl.forms import END_MARK, NOTE_MARK, SHEET_MARK, TABLE_MARK
from sifa_xl.line_sheets import OFF_ROW

WIDTHS = {
    a.FIGURE: 25,
    a.NOW: 11,
    a.APPROX: 6,
    a.BEFORE: 11,
    a.UNIT: 7,
    a.BASIS: 40,
    a.SECTION: 11,
    a.FILLED_BY: 9,
    a.ADOPTED: 10,
    a.STATUS: 14,
    a.EXPLANATION: 26,
}
HIDDEN = (a.ADOPTED_BEFORE, a.EXACT, a.EXACT_BEFORE, a.STAR, a.LAST_CHECK, a.RAW_SENTENCE)
HEDGES = tuple(str(approx) for approx in Approx if approx)
NOTE = (
    "黄格必填（★），白格选填，灰格自动计算不用填。空着表示“没有统计”，确为零请填0；"
    "一时没有的填“待定”。概数（余、近、约）选在“概数”栏。"
)
FOLD_NOTE = "▼ 以下选填，已折叠：点左边的“＋”展开；点不动时选中上下两行，右键“取消隐藏”"


def line_plan(line: type[WorkLine], fill: Fill, tab: str) -> tuple[SheetPlan, LineAddresses]:
    """The plan of a line's sheet and where its figures stand."""
    at = LineAddresses(line)
    sheet = SheetPlan(line.title, line.code, tab=tab, is_protected=True)
    sheet.widths = {CODE_COLUMN: 3, **WIDTHS, **dict.fromkeys(HIDDEN, 10)}
    sheet.hidden_columns = {CODE_COLUMN, *HIDDEN}
    sheet.freeze = (a.HEADER_ROW, a.FIGURE)
    _put_top(sheet, line, fill)
    _put_figures(sheet, at, fill)
    _put_rates(sheet, at, fill)
    _put_sentence(sheet, at)
    for split in line.splits:
        _put_split(sheet, at, split, fill)
    _put_measures(sheet, at, fill)
    _put_extras(sheet, at, fill)
    _put_relations(sheet, at)
    _put_conditions(sheet, at)
    return sheet, at


def _put_top(sheet: SheetPlan, line: type[WorkLine], fill: Fill) -> None:
    sheet.mark(a.TITLE_ROW, f"{SHEET_MARK}{line.code}")
    sheet.put(a.TITLE_ROW, a.FIGURE, line.title, "title")
    sheet.put(a.TITLE_ROW, a.STATUS, Link("首页!B1", "返回首页"), "link")
    sheet.heights[a.TITLE_ROW] = 30
    sheet.merge(a.NOTE_ROW, a.FIGURE, a.EXPLANATION, NOTE, "note")
    sheet.heights[a.NOTE_ROW] = 20
    sheet.mark(a.HEADER_ROW, f"{TABLE_MARK}{h.DATA}")
    sheet.put_row(
        a.HEADER_ROW,
        a.FIGURE,
        [
            h.FIGURE,
            h.NOW,
            h.APPROX,
            h.BEFORE,
            h.UNIT,
            h.BASIS,
            h.SECTION,
            h.FILLED_BY,
            h.ADOPTED,
            h.STATUS_TEXT,
            h.EXPLANATION,
        ],
        "head",
    )
    sheet.heights[a.HEADER_ROW] = 22
    sheet.mark(a.OFF_ROW, f"{line.code}.@{OFF_ROW}")
    sheet.put(a.OFF_ROW, a.FIGURE, "本期有无此工作", "label")
    typed = fill.row(line.title, h.DATA, h.OFF)
    sheet.put(a.OFF_ROW, a.NOW, _content(typed.get(h.NOW, h.ON)), "input_text")
    sheet.validations.append(_choices(a.OFF_ROW, a.NOW, a.OFF_ROW, (h.ON, h.OFF)))
    words = "没有这项工作时选“本期无此工作”，正文就不写这一块"
    sheet.merge(a.OFF_ROW, a.APPROX, a.EXPLANATION, words, "hint")


def _put_figures(sheet: SheetPlan, at: LineAddresses, fill: Fill) -> None:
    for figure in at.line.figures:
        _put_figure(sheet, at, figure, fill)
    sheet.mark(at.note_row, NOTE_MARK)
    if at.optional_figures:
        sheet.merge(at.note_row, a.FIGURE, a.EXPLANATION, FOLD_NOTE, "hint")
    sheet.mark(at.data_end, f"{END_MARK}{h.DATA}")
    sheet.heights[at.data_end] = 6
    first, last = a.OFF_ROW + 1, at.data_end - 1
    sheet.validations += [
        _choices(first, a.APPROX, last, HEDGES, "概数", "有概数才选：约、近写在数字前，余、多、以上写在后"),
        Validation(
            first,
            a.NOW,
            last,
            a.NOW,
            "数字",
            title="请填数字",
            message="填不小于0的数字。暂时没有填“待定”；带“余”“近”的数，在概数栏选。",
        ),
        Validation(first, a.BEFORE, last, a.BEFORE, "数字", title="请填数字", message="填去年同期数。"),
    ]


def _put_figure(sheet: SheetPlan, at: LineAddresses, figure: Count, fill: Fill) -> None:
    row = at.figures[figure.code]
    typed = fill.row(at.line.title, h.DATA, figure.name)
    star = "★" if figure.star else ""
    sheet.mark(row, figure.code)
    sheet.put(row, a.FIGURE, f"{star}{figure.label}", "label_star" if star else "label")
    number = "input_star" if star else "input"
    if figure.places:
        number += "_money"
    sheet.put(row, a.NOW, _content(typed.get(h.NOW)), number)
    sheet.put(row, a.APPROX, _content(typed.get(h.APPROX)), "input_center")
    sheet.put(row, a.BEFORE, _content(typed.get(h.BEFORE)), "input_money" if figure.places else "input")
    has_choice = len(figure.units) > 1
    unit = _content(typed.get(h.UNIT, figure.unit))
    sheet.put(row, a.UNIT, unit, "input_center" if has_choice else "fixed_center")
    if has_choice:
        sheet.validations.append(_choices(row, a.UNIT, row, figure.units))
    basis = typed.get(h.BASIS, figure.basis)
    sheet.put(row, a.BASIS, _content(basis), "input_text")
    sheet.put(row, a.SECTION, _content(typed.get(h.SECTION)), "input_text")
    sheet.put(row, a.FILLED_BY, _content(typed.get(h.FILLED_BY)), "input_text")
    computed = "computed_money" if figure.places else "computed"
    sheet.put(row, a.ADOPTED, formulas.adopted(at, figure), computed)
    sheet.put(row, a.STATUS, formulas.status(at, figure), "status")
    sheet.put(row, a.EXPLANATION, _content(typed.get(h.EXPLANATION)), "input_text")
    sheet.put(row, a.ADOPTED_BEFORE, formulas.adopted(at, figure, previous=True), "computed")
    sheet.put(row, a.STAR, 1 if figure.star else None, "computed")
    sheet.put(row, a.LAST_CHECK, _last_check(row), "computed")
    if not figure.shown and not typed:
        sheet.folded.add(row)


def _put_rates(sheet: SheetPlan, at: LineAddresses, fill: Fill) -> None:
    if not at.line.rates:
        return
    row = at.rates_title
    _put_section(sheet, row, "自动计算的指标（不用填；口径有下拉框的可以改选）")
    sheet.mark(row + 1, f"{TABLE_MARK}{h.RATES}")
    words: list[Content] = [h.FIGURE, h.NOW, "", h.BEFORE, h.UNIT, h.BASIS, "增减（百分点）"]
    sheet.put_row(row + 1, a.FIGURE, words, "head")
    sheet.put_row(row + 1, a.FILLED_BY, ["", "", h.STATUS_TEXT, "算法"], "head")
    for rate in at.line.rates:
        _put_rate(sheet, at, rate, fill)
    sheet.mark(at.rates[at.line.rates[-1].code] + 1, f"{END_MARK}{h.RATES}")


def _put_rate(sheet: SheetPlan, at: LineAddresses, rate: Rate, fill: Fill) -> None:
    row = at.rates[rate.code]
    typed = fill.row(at.line.title, h.RATES, rate.name)
    sheet.mark(row, rate.code)
    sheet.put(row, a.FIGURE, rate.label, "label")
    sheet.put(row, a.NOW, formulas.printed_rate(at, rate), "computed_rate")
    sheet.put(row, a.APPROX, None, "computed")
    sheet.put(row, a.BEFORE, formulas.printed_rate(at, rate, previous=True), "computed_rate")
    sheet.put(row, a.UNIT, "%", "fixed_center")
    if rate.choice is None:
        sheet.put(row, a.BASIS, f"以{rate.definition.base.sentence()}为基数", "fixed_text")
    else:
        options = tuple(rate.choice.options)
        sheet.put(row, a.BASIS, _content(typed.get(h.BASIS, options[0])), "input_text")
        sheet.validations.append(_choices(row, a.BASIS, row, options))
    sheet.put(row, a.SECTION, formulas.points(at, rate), "computed_rate")
    for column in (a.FILLED_BY, a.ADOPTED):
        sheet.put(row, column, None, "computed")
    sheet.put(row, a.STATUS, formulas.status(at, rate), "status")
    sheet.put(row, a.EXPLANATION, rate.definition.sentence(), "fixed_text")
    sheet.put(row, a.EXACT, formulas.exact_rate(at, rate), "computed")
    sheet.put(row, a.EXACT_BEFORE, formulas.exact_rate(at, rate, previous=True), "computed")


def _put_sentence(sheet: SheetPlan, at: LineAddresses) -> None:
    row = at.sentence
    sheet.mark(row, NOTE_MARK)
    sheet.put(row, a.FIGURE, "数据句（可直接复制）", "label")
    sheet.merge(row, a.NOW, a.EXPLANATION, formulas.sentence(at), "computed_text")
    sheet.put(row, a.RAW_SENTENCE, formulas.sentence_parts(at), "computed")
    sheet.heights[row] = 66


def _put_split(sheet: SheetPlan, at: LineAddresses, split: Split, fill: Fill) -> None:
    header, total = at.split_headers[split.code], at.split_totals[split.code]
    tie = "、".join(f"{key}与“{total.label}”比对" for key, total in split.of.items())
    hint = "；".join(part for part in (split.hint, f"{split.kind}：{tie}" if tie else "") if part)
    _put_section(sheet, header - 1, f"分项：{split.label}（{hint}）" if hint else f"分项：{split.label}")
    sheet.mark(header, f"{TABLE_MARK}{split.code}")
    sheet.put(header, a.FIGURE, split.by, "head")
    rows = fill.rows(at.line.title, split.name)
    for offset in range(a.SPLIT_ROWS):
        row = header + 1 + offset
        typed = rows[offset] if offset < len(rows) else {}
        sheet.put(row, a.FIGURE, _content(typed.get(split.by)), "input_text")
        for name in split.measures:
            column = at.measure_column(split, name)
            sheet.put(row, column, _content(typed.get(name)), "input")
    sheet.mark(total - 1, NOTE_MARK)
    sheet.heights[total - 1] = 5
    sheet.mark(total, f"{END_MARK}{split.code}")
    sheet.put(total, a.FIGURE, "合计", "label")
    for name, measure in split.measures.items():
        column = at.measure_column(split, name)
        sheet.put(header, column, name, "head")
        sheet.put(total, column, formulas.measure_total(at, measure), "computed")


def _put_measures(sheet: SheetPlan, at: LineAddresses, fill: Fill) -> None:
    title = at.measures_title
    _put_section(sheet, title, "举措（写做法和成效，一行一件；引用本表的数可写【指标名】，如【%s】）" % at.line.figures[0].name)
    columns = {
        h.SUBHEADING: a.FIGURE,
        h.BELONGS: a.NOW,
        h.USED: a.APPROX,
        h.DAY: a.BEFORE,
        h.WEIGHT: a.UNIT,
        h.BODY: a.BASIS,
        h.SUPPLIED_BY: a.SECTION,
        h.NUMBERS_CHECKED: a.FILLED_BY,
    }
    rows = fill.rows(at.line.title, h.MEASURES)
    blocks = tuple(section.block for section in at.line.outline)
    put_prose_table(sheet, h.MEASURES, title + 1, columns, rows, a.MEASURE_ROWS, blocks)


def _put_extras(sheet: SheetPlan, at: LineAddresses, fill: Fill) -> None:
    title = at.extras_title
    _put_section(sheet, title, "补充数据（表里没有的指标，自己起名；在举措里写【名称】就能引用）")
    sheet.mark(title + 1, f"{TABLE_MARK}{h.EXTRAS}")
    words: list[Content] = [h.FIGURE, h.NOW, h.APPROX, h.BEFORE, h.UNIT, h.BASIS]
    sheet.put_row(title + 1, a.FIGURE, words, "head")
    rows = fill.rows(at.line.title, h.EXTRAS)
    for offset in range(a.EXTRA_ROWS):
        row = title + 2 + offset
        typed = rows[offset] if offset < len(rows) else {}
        styles = ("input_text", "input", "input_center", "input", "input_center", "input_text")
        for column, (word, style) in enumerate(zip(words, styles, strict=True), a.FIGURE):
            sheet.put(row, column, _content(typed.get(str(word))), style)
    last = title + 1 + a.EXTRA_ROWS
    sheet.validations.append(_choices(title + 2, a.APPROX, last, HEDGES))
    sheet.mark(last + 1, f"{END_MARK}{h.EXTRAS}")


def _put_relations(sheet: SheetPlan, at: LineAddresses) -> None:
    title = at.relations_title
    _put_section(sheet, title, "审核关系（自动核对，不用填）")
    sheet.mark(title + 1, f"{TABLE_MARK}{h.RELATIONS}")
    words: list[Content] = ["编号", "左边", "", "右边", "相差", "关系", "级别", "", "", "结果", "不成立时"]
    sheet.put_row(title + 1, a.FIGURE, words, "head")
    for rule in at.line.all_rules:
        row = at.rules[rule.code]
        sheet.mark(row, f"{at.line.code}.#{rule.code}")
        contents: list[Content] = [
            rule.code,
            formulas.rule_side(at, rule, 0),
            None,
            formulas.rule_side(at, rule, 1),
            formulas.rule_difference(at, rule),
            rule.sentence(),
            rule.level.on_screen,
            None,
            None,
            formulas.rule_result(at, rule),
            rule.mend,
        ]
        sheet.put_row(row, a.FIGURE, contents, "computed")
        for column in (a.BASIS, a.EXPLANATION):
            sheet.put(row, column, sheet.cells[row, column][0], "fixed_text")
        sheet.put(row, a.STATUS, sheet.cells[row, a.STATUS][0], "status")
    end = at.signature - 1
    sheet.mark(end, f"{END_MARK}{h.RELATIONS}")
    words = ["填报人：", None, None, "股室负责人：", None, "　　　　　　　　　　　　分管领导：", "日期："]
    sheet.put_row(at.signature, a.FIGURE, words, "plain")


def _put_section(sheet: SheetPlan, row: int, words: str) -> None:
    sheet.mark(row, NOTE_MARK)
    sheet.merge(row, a.FIGURE, a.EXPLANATION, words, "section")


def _put_conditions(sheet: SheetPlan, at: LineAddresses) -> None:
    """Colours follow the 校验 cell and the last 检查; no program paints cells."""
    for first, last in _coloured_rows(at):
        status, checked = f"${ref(first, a.STATUS)}", f"${ref(first, a.LAST_CHECK)}"
        for word, style in (
            ("必须改", "bad"),
            ("请核实", "doubt"),
            ("待定", "pending"),
            ("请点检查", "ask"),
            ("★未填", "ask"),
        ):
            formula = f'OR(LEFT({status},{len(word)})="{word}",{checked}="{word}")'
            for column in (a.STATUS,) if word == "★未填" else (a.NOW, a.STATUS):
                sheet.conditions.append(Condition(first, column, last, column, formula, style))


def _coloured_rows(at: LineAddresses) -> Sequence[tuple[int, int]]:
    spans = [(a.OFF_ROW + 1, at.data_end - 1)]
    if at.line.rates:
        rows = list(at.rates.values())
        spans.append((rows[0], rows[-1]))
    rules = list(at.rules.values())
    return [*spans, (rules[0], rules[-1])] if rules else spans


def _last_check(row: int) -> Formula:
    """The level this row had in 校验结果 when 检查 last ran."""
    codes = "校验结果!$M$4:$M$1003"
    text = f'IFERROR(INDEX(校验结果!$C$4:$C$1003,MATCH({ref(row, CODE_COLUMN)},{codes},0)),"")'
    return Formula(text, lambda live: "")


def _choices(
    first_row: int,
    column: int,
    last_row: int,
    choices: tuple[str, ...],
    title: str = "",
    message: str = "",
) -> Validation:
    return Validation(
        first_row, column, last_row, column, "列表", choices, title=title, message=message
    )


def _content(value: Typed | None) -> Content:
    if isinstance(value, date | str | int | Decimal):
        return value
    return None
