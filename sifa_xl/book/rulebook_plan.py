"""规则目录: every rule of every line, and the general ones, generated from the declarations."""

from __future__ import annotations

from collections.abc import Sequence

from sifa_xl import headers as h
from sifa_xl.book.plan import CODE_COLUMN, Link, SheetPlan
from sifa_xl.declarations import WorkLine
from sifa_xl.forms import SHEET_MARK
from sifa_xl.general_rules import GENERAL_RULES
from sifa_xl.ledgers import Ledger, RowRule
from sifa_xl.rules import MISSING, Rule

HEAD = (
    *("序", "编号", "级别", "业务线", "关系", "不成立时说什么", "怎么改"),
    *("有空格时", "不改怎么过"),
)
WIDTHS = {2: 5, 3: 8, 4: 8, 5: 14, 6: 39, 7: 28, 8: 28, 9: 8, 10: 26}
PASSES = {  # how a finding of a level may pass without being mended
    "必须改": "局领导审定“暂不写入正文”，写明放行人、理由",
    "请核实": "写说明；或由局领导放行，写明放行人、理由",
    "可不改": "不影响定稿",
}


def rulebook_plan(lines: Sequence[type[WorkLine]]) -> SheetPlan:
    """The rule book: code, level, line, relation in words, message, remedy, blanks, who passes."""
    sheet = SheetPlan("规则目录", h.RULEBOOK_SHEET, tab="grey", freeze=(3, 2), is_hidden=True)
    sheet.hidden_columns = {CODE_COLUMN}
    sheet.widths = {CODE_COLUMN: 3, **WIDTHS}
    sheet.mark(1, f"{SHEET_MARK}{h.RULEBOOK_SHEET}")
    sheet.put(1, 2, "规则目录", "title")
    sheet.put(1, 10, Link("首页!B1", "返回首页"), "link")
    sheet.put(2, 2, "必须改：不改不能定稿；请核实：改数或写说明；可不改：提示", "plain")
    sheet.put_row(3, 2, list(HEAD), "head")
    rows = [
        (*_of_rule(line, rule), MISSING[rule.missing], PASSES[rule.level.on_screen])
        for line in lines
        for rule in line.all_rules
    ]
    rows += [
        _of_ledger(ledger, rule)
        for line in lines
        for ledger in line.ledgers
        for rule in ledger.rules
    ]
    rows += [
        (code, level, "各业务表", words, "", "按校验结果里的提示处理", "不查", PASSES[level])
        for code, level, words in GENERAL_RULES
    ]
    for number, row in enumerate(rows, 1):
        sheet.put(3 + number, 2, number, "fixed_center")
        for column, words in enumerate(row, 3):
            style = "fixed_center" if column < 6 or column == 9 else "fixed_text"
            sheet.put(3 + number, column, words, style)
    return sheet


def _of_ledger(ledger: Ledger, rule: RowRule) -> tuple[str, ...]:
    level = rule.level.on_screen
    mend = "对照原始登记核对这一行，改正填错的一格"
    return (rule.code, level, ledger.title, rule.sentence, rule.title, mend, "不查", PASSES[level])


def _of_rule(line: type[WorkLine], rule: Rule) -> tuple[str, ...]:
    words = (rule.sentence(), rule.title, rule.mend)
    return (rule.code, rule.level.on_screen, line.title, *words)
