"""Findings, summary and sources as the rows of their sheets: 校验结果, 总结, 数字出处."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.cell_texts import cell_text
from sifa_xl.domain import Fact, Finding, Span
from sifa_xl.filled import Answer, Filled
from sifa_xl.forms import Form
from sifa_xl.layouts import Paragraph
from sifa_xl.live import Checked
from sifa_xl.narrative import Summary
from sifa_xl.revisions import KEPT, OUTDATED, OldParagraph, paragraph_keys
from sifa_xl.settling import Settling, orphans
from sifa_xl.spans import UNKNOWN

Value = str | int | Decimal | None
Row = dict[str, Value]
Links = dict[tuple[int, str], str]

YES = "是"
ANSWERED, NO_MORE = "已无", "（这个问题现在没有了，您写的话留在这里）"
IN_WORDS = "文字"  # stands for the figure of a number in the clerk's own prose
TICKED, UNTICKED, BY_PROGRAM = "已核", "未核", "自动"
GONE, EDITED = "段落已不存在", "生成栏的改动"


@dataclass
class ResultTable:
    """Rows by header text; a link leads from (index of the row, header) to ``人民调解!C7``."""

    sheet_code: str
    title: str
    rows: list[Row] = field(default_factory=list)
    links: Links = field(default_factory=dict)


def findings_table(
    findings: Sequence[Finding], filled: Filled, forms: Mapping[str, Form]
) -> ResultTable:
    """校验结果: a row a finding, gravest first; ``forms`` are the sheets by the name on the tab."""
    table = ResultTable(h.FINDINGS_SHEET, h.FINDINGS)
    settling = Settling(filled)
    for number, (finding, checked) in enumerate(
        zip(findings, checked_rows(findings, filled, forms), strict=True), 1
    ):
        place = f"{finding.sheet}!{finding.cell}"
        table.links[len(table.rows), h.WHERE] = place
        table.rows.append(
            {
                h.NUMBER: number,
                h.LEVEL: checked.level,
                h.LINE: checked.line,
                h.WHERE: place,
                h.FIGURE: finding.figure,
                h.CODE: finding.code,
                h.MESSAGE: finding.message,
                h.LEFT: finding.left,
                h.RIGHT: finding.right,
                h.DIFFERENCE: finding.difference,
                h.EXPLAINED: YES if checked.is_explained else None,
                h.ROW_CODE: checked.row_code or None,
                **_answer_cells(settling, finding),
            }
        )
    answered = [settling.answers.find(finding) for finding in findings]
    left = orphans(filled.answers, [answer for answer in answered if answer is not None])
    table.rows += [_orphan_row(answer) for answer in left]
    return table


def checked_rows(
    findings: Sequence[Finding], filled: Filled, forms: Mapping[str, Form]
) -> list[Checked]:
    """The findings as the formulas of 上次检查 look them up, in the same order."""
    titles = {data.sheet: data.line.title for data in filled.lines.values()}
    return [
        Checked(
            _row_code(finding, forms),
            titles.get(finding.sheet, finding.sheet),
            finding.level.on_screen,
            finding.explained or finding.released is not None,
        )
        for finding in findings
    ]


def sources_table(summary: Summary, facts: Mapping[str, Fact]) -> ResultTable:
    """数字出处: every number of the summary in order, with all the cells it came from."""
    table = ResultTable(h.SOURCES_SHEET, h.SOURCES)
    for paragraph in summary.paragraphs:
        for span in paragraph.prose.spans:
            words = paragraph.text[span.start : span.end]
            if not _is_number(words, span, facts):
                continue
            if span.cells:
                table.links[len(table.rows), h.CELLS] = span.cells[0]
            table.rows.append(
                {
                    h.NUMBER: len(table.rows) + 1,
                    h.PRINTED: words,
                    h.FIGURE: IN_WORDS if span.fact is None else span.fact,
                    h.CELLS: "、".join(span.cells),
                    h.IN_PARAGRAPH: paragraph.id,
                    h.TALLY: _tally(span),
                }
            )
    return table


def summary_table(summary: Summary, old: Sequence[OldParagraph]) -> ResultTable:
    """总结: a row a paragraph with the clerk's 修订 found by its id; no word of his is lost."""
    table = ResultTable(h.SUMMARY_SHEET, h.SUMMARY)
    known = dict(zip(paragraph_keys([(each.draft, each.id) for each in old]), old, strict=True))
    ids = [(summary.draft, paragraph.id) for paragraph in summary.paragraphs]
    for key, paragraph in zip(paragraph_keys(ids), summary.paragraphs, strict=True):
        before = known.pop(key, None)
        table.rows.append(_paragraph_row(paragraph, summary.draft, before))
        if before is not None and before.revised.strip() and before.is_edited:
            table.rows.append(_kept_row(before, before.shown, EDITED))
    for left in known.values():
        if left.words:
            is_here = left.draft in ("", summary.draft)
            state = GONE if is_here else f"属{left.draft}"
            table.rows.append(_kept_row(left, left.words, state))
    return table


def _answer_cells(settling: Settling, finding: Finding) -> Row:
    """What was written beside the finding, and the values it was accepted for."""
    answer, kept = settling.answers.find(finding), settling.kept(finding)
    cells: Row = {
        h.EXPLANATION: answer.explanation if answer else None,
        h.HANDLING: answer.handling if answer else None,
        h.RELEASED_BY: answer.by if answer else None,
        h.REASON: answer.reason if answer else None,
        h.KEY: settling.answers.key(finding),
    }
    cells |= dict(zip(h.FINDINGS_KEPT[1:], kept, strict=True))
    return {header: value or None for header, value in cells.items()}


def _orphan_row(answer: Answer) -> Row:
    """An answer whose finding is gone, or cannot be told from another: its words stay."""
    row: Row = {
        h.LEVEL: ANSWERED,
        h.WHERE: answer.where,
        h.FIGURE: answer.figure,
        h.CODE: answer.code,
        h.MESSAGE: f"{NO_MORE}{answer.message.removeprefix(NO_MORE)}",
        h.EXPLANATION: answer.explanation,
        h.HANDLING: answer.handling,
        h.RELEASED_BY: answer.by,
        h.REASON: answer.reason,
    }
    kept = (answer.key, answer.basis, answer.said, answer.release_basis, answer.release_said)
    row |= dict(zip(h.FINDINGS_KEPT, kept, strict=True))
    return {header: value or None for header, value in row.items()}


def _row_code(finding: Finding, forms: Mapping[str, Form]) -> str:
    form = forms.get(finding.sheet)
    digits = "".join(character for character in finding.cell if character.isdigit())
    code = form.codes.get(int(digits or 0), "") if form else ""
    return "" if code.startswith("#") else code


def _is_number(words: str, span: Span, facts: Mapping[str, Fact]) -> bool:
    """True for what states a quantity or a date; 未发生 does, the name of a town does not."""
    if span.fact is None or UNKNOWN in words or any(sign.isnumeric() for sign in words):
        return True
    fact = facts.get(span.fact)
    return fact is not None and fact.value is not None


def _tally(span: Span) -> str:
    if span.fact is not None:
        return BY_PROGRAM  # printed from the cell itself
    return TICKED if span.checked else UNTICKED


def _paragraph_row(paragraph: Paragraph, draft: str, before: OldParagraph | None) -> Row:
    text = cell_text(paragraph.generated)
    words = before.words if before else ""
    basis = before.basis if before and words else ""
    state = (KEPT if basis == text else OUTDATED) if words else None
    if words and paragraph.rewording:
        state = paragraph.rewording.state
    return _row(paragraph.id, draft, text, words, basis, state)


def _kept_row(old: OldParagraph, words: str, state: str) -> Row:
    return _row(old.id, old.draft, old.generated, words, old.basis, state)


def _row(
    identity: str, draft: str, generated: str, words: str, basis: str, state: str | None
) -> Row:
    return {
        h.PARAGRAPH: identity or None,
        h.GENERATED: generated or None,
        h.REVISED: words or None,
        h.REVISION_STATE: state,
        h.LAST_GENERATED: generated or None,
        h.REVISED_FROM: basis or None,
        h.LAST_REVISED: words or None,
        h.DRAFT: draft or None,
    }
