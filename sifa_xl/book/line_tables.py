"""The lower tables of a line's sheet: splits, 举措, 补充数据, 审核关系, and the colours."""

from __future__ import annotations

from collections.abc import Iterator

from sifa_xl import headers as h
from sifa_xl.book import addresses as a
from sifa_xl.book import formulas
from sifa_xl.book.addresses import LineAddresses
from sifa_xl.book.fill import Fill
from sifa_xl.book.plan import Condition, Content, SheetPlan, Validation, ref
from sifa_xl.book.prose_plan import put_prose_table
from sifa_xl.book.split_rows import open_rows
from sifa_xl.declarations import Rule, Split
from sifa_xl.domain import Approx
from sifa_xl.forms import END_MARK, NOTE_MARK, TABLE_MARK

RELATION_STYLES = {
    a.FIGURE: "computed_center",
    a.BASIS: "fixed_text",
    a.SECTION: "computed_center",
    a.STATUS: "status",
    a.EXPLANATION: "fixed_text",
}
RELATION_HEAD = (
    *("编号", "左边", "", "右边", "相差", "关系"),
    *("级别", "", "", "", "", "结果", "不成立时"),
)
SIGNATURES = {
    a.FIGURE: "填报人：",
    a.NOW: "股室负责人：",
    a.BASIS: "分管领导：",
    a.SECTION: "日期：",
}
UNFILLED = "★未填"  # stays yellow where it is to be filled
COLOURS = {
    "必须改": "bad",
    "请核实": "doubt",
    "待定": "pending",
    "请点检查": "ask",
    UNFILLED: "ask",
}
HEDGES = tuple(str(approx) for approx in Approx if approx)


def put_split(sheet: SheetPlan, at: LineAddresses, split: Split, fill: Fill) -> None:
    """A split: rows the clerk adds, and their sums."""
    header, total = at.split_headers[split.code], at.split_totals[split.code]
    tie = "、".join(f"{key}与“{total.label}”比对" for key, total in split.of.items())
    rows = fill.rows(at.line.title, split.name)
    in_sight = open_rows(split, fill, len(rows))
    folded = at.split_rows(split) - in_sight
    more = f"下面还折叠着{folded}行，不够时点左边的“＋”" if folded > 0 else ""
    hint = "；".join(filter(None, (split.hint, f"{split.kind}：{tie}" if tie else "", more)))
    put_section(
        sheet, header - 1, f"分项：{split.label}（{hint}）" if hint else f"分项：{split.label}"
    )
    sheet.mark(header, f"{TABLE_MARK}{split.code}")
    sheet.put(header, a.FIGURE, split.by, "head")
    columns = [at.measure_column(split, name) for name in split.measures]
    gaps = [column for column in range(a.NOW, columns[-1]) if column not in columns]
    for offset in range(at.split_rows(split)):
        row = header + 1 + offset
        if offset >= in_sight:
            sheet.folded.add(row)
        typed = rows[offset] if offset < len(rows) else {}
        sheet.put(row, a.FIGURE, typed.get(split.by), "input_text")
        for name in split.measures:
            column = at.measure_column(split, name)
            sheet.put(row, column, typed.get(name), "input")
        for column in gaps:
            sheet.put(row, column, None, "computed")
    for column in gaps:
        sheet.put(header, column, None, "head")
        sheet.put(total, column, None, "computed")
    sheet.mark(total - 1, NOTE_MARK)
    sheet.heights[total - 1] = 5
    sheet.mark(total, f"{END_MARK}{split.code}")
    sheet.put(total, a.FIGURE, "合计", "label")
    for name, measure in split.measures.items():
        column = at.measure_column(split, name)
        sheet.put(header, column, name, "head")
        sheet.put(total, column, formulas.measure_total(at, measure), "computed")


def put_measures(sheet: SheetPlan, at: LineAddresses, fill: Fill) -> None:
    """举措: what was done, in the clerk's words."""
    title = at.measures_title
    example = at.line.figures[0].name if at.line.figures else "名称"
    put_section(
        sheet,
        title,
        f"举措（写做法和成效，一行一件；引用本表的数写成【指标名】，如【{example}】）",
    )
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


def put_extras(sheet: SheetPlan, at: LineAddresses, fill: Fill) -> None:
    """补充数据: figures of the clerk's own."""
    title = at.extras_title
    put_section(sheet, title, "补充数据（表里没有的指标，自己起名；在举措里写【名称】就能引用）")
    sheet.mark(title + 1, f"{TABLE_MARK}{h.EXTRAS}")
    words: list[Content] = [h.FIGURE, h.NOW, h.APPROX, h.BEFORE, h.UNIT, h.BASIS]
    sheet.put_row(title + 1, a.FIGURE, words, "head")
    rows = fill.rows(at.line.title, h.EXTRAS)
    for offset in range(at.extra_rows):
        row = title + 2 + offset
        typed = rows[offset] if offset < len(rows) else {}
        styles = ("input_text", "input", "input_center", "input", "input_center", "input_text")
        for column, (word, style) in enumerate(zip(words, styles, strict=True), a.FIGURE):
            sheet.put(row, column, typed.get(str(word)), style)
    last = title + 1 + at.extra_rows
    sheet.validations.append(choices(title + 2, a.APPROX, last, HEDGES))
    sheet.mark(last + 1, f"{END_MARK}{h.EXTRAS}")


def put_relations(sheet: SheetPlan, at: LineAddresses) -> None:
    """审核关系: every rule with both sides and its live result, then a line for signatures."""
    title = at.relations_title
    put_section(sheet, title, "审核关系（自动核对，不用填）")
    sheet.mark(title + 1, f"{TABLE_MARK}{h.RELATIONS}")
    sheet.put_row(title + 1, a.FIGURE, list(RELATION_HEAD), "head")
    for rule in at.line.all_rules:
        _put_relation(sheet, at, rule)
    sheet.mark(at.signature - 1, f"{END_MARK}{h.RELATIONS}")
    for column, word in SIGNATURES.items():
        sheet.put(at.signature, column, word, "plain")


def put_conditions(sheet: SheetPlan, at: LineAddresses) -> None:
    """Colours follow the 校验 cell and the last 检查; no program paints cells."""
    for first, last, columns in _coloured_rows(at):
        status, checked = f"${ref(first, a.STATUS)}", f"${ref(first, a.LAST_CHECK)}"
        for word, style in COLOURS.items():
            formula = f'OR(LEFT({status},{len(word)})="{word}",{checked}="{word}")'
            for column in columns if word != UNFILLED else (a.STATUS,):
                sheet.conditions.append(Condition(first, column, last, column, formula, style))


def put_section(sheet: SheetPlan, row: int, words: str) -> None:
    """The title of a table, over the whole width."""
    sheet.mark(row, NOTE_MARK)
    sheet.merge(row, a.FIGURE, a.EXPLANATION, words, "section")


def choices(
    first_row: int,
    column: int,
    last_row: int,
    choices: tuple[str, ...],
    title: str = "",
    message: str = "",
) -> Validation:
    """A drop-down on one column."""
    return Validation(
        first_row, column, last_row, column, "列表", choices, title=title, message=message
    )


def _coloured_rows(at: LineAddresses) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """First row, last row and columns of each stretch that takes colour."""
    yield a.OFF_ROW + 1, at.data_end - 1, (a.NOW, a.STATUS)
    for rows in (list(at.rates.values()), list(at.rules.values())):
        if rows:
            yield rows[0], rows[-1], (a.STATUS,)


def _put_relation(sheet: SheetPlan, at: LineAddresses, rule: Rule) -> None:
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
        *(None, None, None, None),
        formulas.rule_result(at, rule),
        rule.mend,
    ]
    for column, content in enumerate(contents, a.FIGURE):
        sheet.put(row, column, content, RELATION_STYLES.get(column, "computed"))
