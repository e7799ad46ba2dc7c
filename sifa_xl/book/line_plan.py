"""The sheet of one work line, generated from its declaration."""

from __future__ import annotations

from functools import partial

from sifa_xl import headers as h
from sifa_xl.actions import ACTIONS, Spot
from sifa_xl.book import addresses as a
from sifa_xl.book import explanation_formulas, formulas
from sifa_xl.book.addresses import LineAddresses
from sifa_xl.book.earlier_columns import beside, put_earlier_columns
from sifa_xl.book.fill import Fill
from sifa_xl.book.ledger_formulas import ledger_count, sources_differ
from sifa_xl.book.line_tables import (
    HEDGES,
    choices,
    put_conditions,
    put_extras,
    put_measures,
    put_relations,
    put_section,
    put_split,
)
from sifa_xl.book.plan import (
    CODE_COLUMN,
    Button,
    Content,
    Formula,
    Link,
    SheetPlan,
    Validation,
)
from sifa_xl.book.split_rows import needed_rows
from sifa_xl.book.unit_table_plan import shown_total, total_of
from sifa_xl.declarations import Computed, Count, Rate, WorkLine
from sifa_xl.explanations import SYNTAX
from sifa_xl.forms import END_MARK, NOTE_MARK, SHEET_MARK, TABLE_MARK
from sifa_xl.line_sheets import OFF_ROW

SENTENCE_ROW = "sentence"  # stands behind the line's code, as OFF_ROW does
LIVE_ROW, PREVIEW_ROW = "live", "preview"  # the macro ShowLiveRows knows them by these codes
WIDTHS = {
    a.FIGURE: 25,
    a.NOW: 11,
    a.APPROX: 6,
    a.BEFORE: 11,
    a.UNIT: 7,
    a.BASIS: 34,
    a.SECTION: 10,
    a.FILLED_BY: 8,
    a.UNIT_TOTAL: 9,
    a.LEDGER_COUNT: 8,
    a.ADOPTED: 9,
    a.STATUS: 13,
    a.EXPLANATION: 20,
}
HIDDEN = (
    *(a.ADOPTED_BEFORE, a.EXACT, a.EXACT_BEFORE, a.STAR, a.LAST_CHECK, a.RAW_SENTENCE),
    *(a.SAID, a.IS_EXPLAINED, a.DIFFERS),
)
NOTE = (
    "黄格必填（★），白格选填，灰格自动计算不用填。空着表示“没有统计”，确为零请填0；"
    "一时没有的填“待定”。概数（余、近、约）选在“概数”栏。"
)
EXPLANATION_HINT = "写明为什么（如 专项排查集中受理），不能只写属实、已核实。数变了要重写。"
# a hidden sheet has to be shown before the link leads there
UNHIDE = "（没有这张表时，右键任一表标签，选“取消隐藏”）"
FOLD_NOTE = "▼ 以下选填，已折叠：点左边的“＋”展开；点不动时选中上下两行，右键“取消隐藏”"


def line_plan(
    line: type[WorkLine], fill: Fill, tab: str, *, has_macros: bool = False, is_return: bool = False
) -> tuple[SheetPlan, LineAddresses]:
    """The plan of a line's sheet, of a bureau's book or a unit's; and where its figures stand."""
    needed = needed_rows(line, fill, has_room=not is_return)
    at = LineAddresses(line, needed, beside(line, fill))
    sheet = SheetPlan(line.title, line.code, tab=tab, is_protected=True)
    sheet.widths = {CODE_COLUMN: 3, **WIDTHS, **dict.fromkeys(HIDDEN, 10)}
    sheet.hidden_columns = {CODE_COLUMN, *HIDDEN}
    sheet.freeze = (a.HEADER_ROW, a.FIGURE)
    _put_top(sheet, line, fill)
    _put_ledger_links(sheet, line, "" if is_return else UNHIDE)
    if has_macros:
        _put_buttons(sheet)
    _put_figures(sheet, at, fill)
    _put_rates(sheet, at, fill)
    _put_sentence(sheet, at)
    if has_macros:
        _put_live_rows(sheet, at)
    for split in line.splits:
        put_split(sheet, at, split, fill)
    put_measures(sheet, at, fill)
    put_extras(sheet, at, fill)
    put_relations(sheet, at)
    put_conditions(sheet, at)
    put_earlier_columns(sheet, at, fill, WIDTHS[a.BASIS])
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
            h.UNIT_TOTAL,
            h.LEDGER_COUNT,
            h.ADOPTED,
            h.STATUS_TEXT,
            h.EXPLANATION,
        ],
        "head",
    )
    hidden: list[Content] = [h.ADOPTED_BEFORE, h.EXACT, h.EXACT_BEFORE]
    hidden += [h.STAR, h.LAST_CHECK, h.RAW_SENTENCE, h.SAID_HERE, h.IS_EXPLAINED, h.DIFFERS]
    sheet.put_row(a.HEADER_ROW, a.ADOPTED_BEFORE, hidden, "code")
    sheet.heights[a.HEADER_ROW] = 22
    sheet.mark(a.OFF_ROW, f"{line.code}.@{OFF_ROW}")
    sheet.put(a.OFF_ROW, a.FIGURE, "本期有无此工作", "label")
    typed = fill.row(line.title, h.DATA, h.OFF)
    sheet.put(a.OFF_ROW, a.NOW, typed.get(h.NOW, h.ON), "input_text")
    sheet.validations.append(choices(a.OFF_ROW, a.NOW, a.OFF_ROW, (h.ON, h.OFF)))
    words = "没有这项工作时选“本期无此工作”，正文就不写这一块"
    sheet.merge(a.OFF_ROW, a.APPROX, a.EXPLANATION, words, "hint")


def _put_ledger_links(sheet: SheetPlan, line: type[WorkLine], hint: str) -> None:
    """In the title's row."""
    spots = ((a.NOW, a.UNIT), (a.SECTION, a.ADOPTED))
    for ledger, (first, last) in zip(line.ledgers, spots, strict=False):
        words = ledger.title + hint
        sheet.merge(a.TITLE_ROW, first, last, Link(f"{ledger.title}!B1", words), "link_wrapped")


def _put_buttons(sheet: SheetPlan) -> None:
    width, height = 96, 28
    for number, action in enumerate(each for each in ACTIONS if each.spot is Spot.LINE):
        left = 8 + number * (width + 12)
        button = Button(a.TITLE_ROW, a.BASIS, action.caption, action.macro, width, height, left)
        sheet.buttons.append(button)


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
        choices(
            first,
            a.APPROX,
            last,
            HEDGES,
            "概数",
            "有概数才选：约、近写在数字前，余、多、以上写在后",
        ),
        Validation(
            first,
            a.NOW,
            last,
            a.NOW,
            "数字",
            title="请填数字",
            message="填不小于0的数字。暂时没有填“待定”；带“余”“近”的数，在概数栏选。",
        ),
        Validation(
            first, a.BEFORE, last, a.BEFORE, "数字", title="请填数字", message="填去年同期数。"
        ),
        Validation(
            *(first, a.EXPLANATION, last, a.EXPLANATION),
            "文字",
            title="写原因，六个字以上",
            message=f"{EXPLANATION_HINT}{SYNTAX}。",
        ),
    ]


def _put_figure(sheet: SheetPlan, at: LineAddresses, figure: Count, fill: Fill) -> None:
    row = at.figures[figure.code]
    typed = fill.row(at.line.title, h.DATA, figure.name)
    star = "★" if figure.star else ""
    sheet.mark(row, figure.code)
    sheet.put(row, a.FIGURE, f"{star}{figure.label}", "label_star" if star else "label")
    number = "input_star" if star else "input"
    if isinstance(figure, Computed):
        number = "input_computed"
    elif figure.places:
        number += "_money"
    sheet.put(row, a.NOW, typed.get(h.NOW), number)
    sheet.put(row, a.APPROX, typed.get(h.APPROX), "input_center")
    sheet.put(row, a.BEFORE, typed.get(h.BEFORE), "input_money" if figure.places else "input")
    has_choice = len(figure.units) > 1
    unit = typed.get(h.UNIT, figure.unit)
    sheet.put(row, a.UNIT, unit, "input_center" if has_choice else "fixed_center")
    if has_choice:
        sheet.validations.append(choices(row, a.UNIT, row, figure.units))
    basis = typed.get(h.BASIS, figure.basis)
    sheet.put(row, a.BASIS, basis, "input_text")
    sheet.put(row, a.SECTION, typed.get(h.SECTION), "input_text")
    sheet.put(row, a.FILLED_BY, typed.get(h.FILLED_BY), "input_text")
    computed = "computed_money" if figure.places else "computed"
    counted = ledger_count(at, figure) if figure.ledger is not None else None
    total = Formula(total_of(row), partial(shown_total, code=figure.code))
    sheet.put(row, a.UNIT_TOTAL, total, computed)
    sheet.put(row, a.LEDGER_COUNT, counted, computed)
    sheet.put(row, a.ADOPTED, formulas.adopted(at, figure), computed)
    sheet.put(row, a.STATUS, formulas.status(at, figure), "status")
    sheet.put(row, a.EXPLANATION, typed.get(h.EXPLANATION), "input_text")
    sheet.put(row, a.ADOPTED_BEFORE, formulas.adopted(at, figure, previous=True), "computed")
    sheet.put(row, a.STAR, 1 if figure.star else None, "computed")
    sheet.put(row, a.LAST_CHECK, formulas.last_check(row, figure), "computed")
    sheet.put(row, a.SAID, explanation_formulas.said(at, figure), "computed")
    sheet.put(row, a.IS_EXPLAINED, explanation_formulas.is_explained(at, figure), "computed")
    sheet.put(row, a.DIFFERS, sources_differ(at, figure), "computed")
    if not figure.shown and not typed:
        sheet.folded.add(row)


def _put_rates(sheet: SheetPlan, at: LineAddresses, fill: Fill) -> None:
    if not at.line.rates:
        return
    row = at.rates_title
    put_section(sheet, row, "自动计算的指标（不用填；口径有下拉框的可以改选）")
    sheet.mark(row + 1, f"{TABLE_MARK}{h.RATES}")
    words: list[Content] = [h.FIGURE, h.NOW, "", h.BEFORE, h.UNIT, h.BASIS, "增减（百分点）"]
    sheet.put_row(row + 1, a.FIGURE, words, "head")
    sheet.put_row(row + 1, a.FILLED_BY, ["", "", "", "", h.STATUS_TEXT, "算法"], "head")
    sheet.put_row(row + 1, a.EXACT, [h.EXACT, h.EXACT_BEFORE], "code")
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
        sheet.put(row, a.BASIS, typed.get(h.BASIS, options[0]), "input_text")
        sheet.validations.append(choices(row, a.BASIS, row, options))
    sheet.put(row, a.SECTION, formulas.points(at, rate), "computed_rate")
    for column in (a.FILLED_BY, a.UNIT_TOTAL, a.LEDGER_COUNT, a.ADOPTED):
        sheet.put(row, column, None, "computed")
    sheet.put(row, a.STATUS, formulas.status(at, rate), "status")
    sheet.put(row, a.EXPLANATION, rate.definition.sentence(), "fixed_text")
    sheet.put(row, a.EXACT, formulas.exact_rate(at, rate), "computed")
    sheet.put(row, a.EXACT_BEFORE, formulas.exact_rate(at, rate, previous=True), "computed")


def _put_sentence(sheet: SheetPlan, at: LineAddresses) -> None:
    row = at.sentence
    sheet.mark(row, f"{at.line.code}.@{SENTENCE_ROW}")
    sheet.put(row, a.FIGURE, "数据句（可直接复制）", "label")
    sheet.merge(row, a.NOW, a.EXPLANATION, formulas.sentence(at), "computed_text")
    sheet.put(row, a.RAW_SENTENCE, formulas.sentence_parts(at), "computed")
    sheet.heights[row] = 66


def _put_live_rows(sheet: SheetPlan, at: LineAddresses) -> None:
    """Above and below the 数据句, hidden until 实时校验 is on: what Python says to this sheet."""
    above, below = at.sentence - 1, at.sentence + 1
    end_of_rates = f"{END_MARK}{h.RATES} " if at.line.rates else ""  # stands in the same row
    sheet.mark(above, f"{end_of_rates}{at.line.code}.@{LIVE_ROW}")
    sheet.mark(below, f"{at.line.code}.@{PREVIEW_ROW}")
    for row, label, function, height in (
        (above, "实时校验", "SifaCheck", 80),
        (below, "本段预览", "SifaPreview", 110),
    ):
        sheet.put(row, a.FIGURE, label, "label")
        content = formulas.asked_live(at, function)
        sheet.merge(row, a.NOW, a.EXPLANATION, content, "computed_text")
        sheet.hidden_rows.add(row)
        sheet.heights[row] = height
