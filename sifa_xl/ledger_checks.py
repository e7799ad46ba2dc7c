"""Rows of the 台账 -> findings: days in order, duplicates, overdue, outcomes, identity numbers.

A message names rows and columns; a value stands in it only where its column may be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from unicodedata import normalize

from sifa_xl.domain import Finding, Level
from sifa_xl.filled import Filled
from sifa_xl.indicators import counting_span
from sifa_xl.ledger_columns import Identity
from sifa_xl.ledger_conditions import UNREAD, Span
from sifa_xl.ledger_divisions import report_left_out
from sifa_xl.ledger_tables import LedgerTable
from sifa_xl.ledgers import HasNumber, InOrder, NeedsDay, NeedsOutcome, Overdue, RowRule, Unique
from sifa_xl.many_findings import Many
from sifa_xl.personal_numbers import is_identity_number
from sifa_xl.wording import date_text


def ledger_findings(filled: Filled) -> Iterator[Finding]:
    """Everything that is wrong with the rows of every ledger."""
    span = counting_span(filled.settings)
    figures = [figure for data in filled.lines.values() for figure in data.line.figures]
    for table in filled.ledgers.values():
        many = Many(table.ledger.title)
        _check_anchor(table, span, many)
        _check_identities(table, many)
        for rule in table.ledger.rules:
            if all(label in table.values for label in rule.labels):
                _CHECKS[type(rule)](rule, table, span, many)
        report_left_out(table, figures, span, many)
        yield from many.findings()


def _check_anchor(table: LedgerTable, span: Span | None, many: Many) -> None:
    label = table.ledger.anchor
    for index, day in enumerate(table.values.get(label, ())):
        if day is None:
            message = f"这一行没有填{label}，没有计入任何台账数。处理：补填{label}，或清空这一行"
            many.report("T-06", Level.VERIFY, table.place(index, label), label, message)
        elif span is not None and isinstance(day, date) and day > span.end:
            message = (
                f"{label}{date_text(day)}晚于统计截止日{date_text(span.end)}，本期没有计入。"
                "处理：日期填错的改正；确是以后的事，不用改"
            )
            many.report("T-07", Level.HINT, table.place(index, label), label, message)


def _check_identities(table: LedgerTable, many: Many) -> None:
    for label, column in table.ledger.columns.items():
        if not isinstance(column, Identity):
            continue
        for index, value in enumerate(table.values.get(label, ())):
            if isinstance(value, str) and not is_identity_number(normalize("NFKC", value)):
                message = f"{label}不是18位，或校验码不对。处理：对照证件核对，改正后再查一次"
                many.report("T-05", Level.VERIFY, table.place(index, label), label, message)


def _check_unique(rule: RowRule, table: LedgerTable, span: Span | None, many: Many) -> None:
    assert isinstance(rule, Unique)
    first: dict[tuple[str, ...], int] = {}
    for index, values in enumerate(zip(*(table.values[x] for x in rule.labels), strict=True)):
        if any(value is None or value is UNREAD for value in values):
            continue
        key = tuple("".join(normalize("NFKC", str(value)).split()) for value in values)
        earlier = first.setdefault(key, index)
        if earlier != index:
            told = "、".join(rule.labels)
            message = (
                f"{told}与第{table.rows[earlier]}行相同。"
                f"处理：核对两行，重复登记的删去一行，{told}填错的改正"
            )
            place = table.place(index, rule.labels[0])
            if rule.level is Level.ERROR:
                many.report("X-09", Level.ERROR, place, rule.labels[0], message)
            else:
                many.report("X-09", Level.VERIFY, place, rule.labels[0], message)


def _check_order(rule: RowRule, table: LedgerTable, span: Span | None, many: Many) -> None:
    for early, late in zip(rule.labels, rule.labels[1:], strict=False):
        pairs = zip(table.values[early], table.values[late], strict=True)
        for index, (first, last) in enumerate(pairs):
            if isinstance(first, date) and isinstance(last, date) and last < first:
                message = (
                    f"{late}{table.shown(index, late)}早于{early}{table.shown(index, early)}。"
                    "处理：对照卷宗核对两个日期，改正其中一处"
                )
                many.report("T-01", Level.ERROR, table.place(index, late), late, message)


def _check_day(rule: RowRule, table: LedgerTable, span: Span | None, many: Many) -> None:
    assert isinstance(rule, NeedsDay)
    outcome, day = rule.labels
    pairs = zip(table.values[outcome], table.values[day], strict=True)
    for index, (result, when) in enumerate(pairs):
        if when is None and isinstance(result, str) and result in (rule.outcomes or (result,)):
            message = (
                f"填了{outcome}{table.shown(index, outcome)}，没有填{day}，没有计入。"
                f"处理：补填{day}；还没有结果的，改正{outcome}"
            )
            many.report("T-02", Level.ERROR, table.place(index, day), day, message)


def _check_number(rule: RowRule, table: LedgerTable, span: Span | None, many: Many) -> None:
    day, number = rule.labels
    pairs = zip(table.values[day], table.values[number], strict=True)
    for index, (when, value) in enumerate(pairs):
        if isinstance(when, date) and value is None:
            message = f"这一行没有填{number}，按没有计入。处理：补填{number}，确为零填0"
            many.report("T-08", Level.VERIFY, table.place(index, number), number, message)


def _check_outcome(rule: RowRule, table: LedgerTable, span: Span | None, many: Many) -> None:
    assert isinstance(rule, NeedsOutcome)
    outcome, day = rule.labels
    pairs = zip(table.values[outcome], table.values[day], strict=True)
    for index, (result, when) in enumerate(pairs):
        if isinstance(when, date) and (result is None or result in rule.unfinished):
            state = "没有填" if result is None else f"还是“{table.shown(index, outcome)}”"
            message = f"填了{day}，{outcome}{state}。处理：补填{outcome}；还没有结果的，清空{day}"
            many.report("T-03", Level.ERROR, table.place(index, outcome), outcome, message)


def _check_overdue(rule: RowRule, table: LedgerTable, span: Span | None, many: Many) -> None:
    assert isinstance(rule, Overdue)
    if span is None:
        return
    early, late = rule.labels
    pairs = zip(table.values[early], table.values[late], strict=True)
    for index, (first, last) in enumerate(pairs):
        if not isinstance(first, date) or last is UNREAD:
            continue
        end = last if isinstance(last, date) else span.end
        days = (end - first).days
        if days <= rule.days or end < span.start:
            continue
        place = table.place(index, late)
        if last is None:
            message = (
                f"{early}{table.shown(index, early)}到统计截止日已{days}天，没有{late}"
                f"（{rule.why}）。处理：已经办完的补填{late}，没有办完的催办"
            )
            many.report("T-04", Level.VERIFY, place, late, message)
        else:
            message = (
                f"从{early}到{late}用了{days}天（{rule.why}）。处理：核对两个日期；属实的不用改"
            )
            many.report("T-04", Level.HINT, place, late, message)


_Check = Callable[[RowRule, LedgerTable, Span | None, Many], None]
_CHECKS: dict[type[RowRule], _Check] = {
    Unique: _check_unique,
    InOrder: _check_order,
    NeedsDay: _check_day,
    NeedsOutcome: _check_outcome,
    HasNumber: _check_number,
    Overdue: _check_overdue,
}
