"""Functions in cells: SifaRate, SifaChange … SifaPreview; each speaks Chinese, never an error.

The macros of ``excel.wrappers`` call them with values (Value2).  A function is given blanks as
None, errors as integers and ranges as rows of values, and gives back a text or a number; what is
wrong with its arguments it says in a sentence.  Names and help texts: ``cell_functions``.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, cast

from sifa_xl import wording
from sifa_xl.boundary import answered
from sifa_xl.cells import Reading, read_approx, read_date, read_number, read_text
from sifa_xl.comparison import against_last_year
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Approx, Finding, Good, GridCell, State
from sifa_xl.errors import SifaError
from sifa_xl.excel.light_xlwings import load
from sifa_xl.excel.ranges import cell_of, day_cell_of
from sifa_xl.excel.sheet_job import job_over
from sifa_xl.factbook import nearest
from sifa_xl.jobs import open_findings
from sifa_xl.lines import shipped as shipped_lines

MOST_FINDINGS = 5
FINE = "没有问题"
FROM_TO = "起止"
_ELSEWHERE = "P-04"  # asks whether 提纲 has the block; a function is not given 提纲

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _in_cells(function: _Function) -> _Function:
    """A function of xlwings that is given raw values and whose faults end as sentences."""

    @wraps(function)
    def guarded(*arguments: Any) -> Any:
        return answered(lambda: function(*arguments))

    tool = load()
    registered = tool.func(guarded)
    for name in signature(function).parameters:
        registered = tool.arg(name, convert="raw")(registered)
    return cast(_Function, registered)


@_in_cells
def rate(portion: Any, whole: Any) -> Any:
    """Percent with one decimal, never 100 below 100; ``""`` over no base or one of zero."""
    top, base = _number(portion, "部分数"), _number(whole, "基数")
    if top is None or not base:
        return ""
    return float(wording.percent_shown(100 * Fraction(top) / Fraction(base)))


@_in_cells
def change(current: Any, previous: Any, unit: Any = None, direction: Any = None) -> str:
    """同比 in words, or ``""`` where a side is unknown or last year was zero.

    With the unit % both sides are rates: the change is told in 百分点.
    """
    now, before, word = _number(current, "本期数"), _number(previous, "上年同期数"), _text(unit)
    good = _direction(_text(direction))
    if now is None or before is None:
        return ""
    if word == "%":
        shown = [wording.percent_shown(Fraction(each)) for each in (now, before)]
        return against_last_year(wording.points_text(*shown))
    return against_last_year(wording.change_text(now, before, word, good))


@_in_cells
def number(value: Any, unit: Any = None, hedge: Any = None) -> str:
    """A number as the text prints it, with unit and hedge."""
    word = _text(unit)
    reading = read_number(_one_cell(value, "数字"), (word,))
    amount, approx = _known(reading, "数字"), _hedge(hedge) or reading.approx
    if amount is None:
        return ""
    _refuse_negative(amount, "数字")
    problem = wording.hedge_problem(amount, approx, word)
    if problem:
        raise SifaError(f"{problem}。")
    if word == "%":
        amount = wording.percent_shown(Fraction(amount))
    return wording.figure_text(amount, word, approx)


@_in_cells
def rounded(value: Any, unit: Any = None) -> str:
    """An exact number rounded down to a hedged one: 723 -> 720余件."""
    amount, word = _number(value, "准确数"), _text(unit)
    if amount is None:
        return ""
    try:
        floor, approx = wording.approx_down(amount, word)
    except ValueError as problem:
        raise SifaError(str(problem)) from None
    return wording.figure_text(Decimal(floor), word, approx)


@_in_cells
def date(day: Any) -> str:
    """A day in official wording."""
    _one_cell(day, "日期")
    reading = read_date(day_cell_of(day), None)
    if reading.state is State.UNREADABLE:
        raise SifaError(f"日期{reading.problem}。")
    return "" if reading.value is None else wording.date_text(cast(Any, reading.value))


@_in_cells
def period(year: Any, term: Any, form: Any = None) -> str:
    """A period as titles name it, or from its first to its last day."""
    named, shape = _text(term), _text(form)
    amount = _number(year, "年份", "年")
    if shape not in ("", FROM_TO):
        raise SifaError(f"第三格只能空着或填“{FROM_TO}”，现在是“{shape[:10]}”。")
    if not named and amount is None:
        return ""
    if amount is not None and amount % 1:
        raise SifaError("年份不是整数。请写四位年份，如2022。")
    try:
        found = wording.parse_period(named, None if amount is None else int(amount))
    except ValueError as problem:
        raise SifaError(str(problem)) from None
    return found.days if shape else found.title


@_in_cells
def check(sheet: Any, *blocks: Any) -> str:
    """What is still open on one line's sheet; what only several sheets show is not seen here."""
    line = _line(sheet)
    job = job_over(line, blocks)
    if job.filled.lines[line.code].is_off:
        return ""
    found = [each for each in job.findings if each.sheet == line.title]
    wanted = [each for each in open_findings(found) if each.code != _ELSEWHERE]
    told = [_told(each) for each in wanted[:MOST_FINDINGS]]
    if len(wanted) > MOST_FINDINGS:
        told.append(f"另有{len(wanted) - MOST_FINDINGS}项，请点“检查本页”。")
    return "\n".join(told) or FINE


@_in_cells
def preview(sheet: Any, *blocks: Any) -> str:
    """The paragraphs of one line's sheet, one a row of the text; ``""`` where nothing is filled."""
    line = _line(sheet)
    return "\n".join(job_over(line, blocks).preview(line.title))


def _line(sheet: object) -> type[WorkLine]:
    name = _text(sheet)
    lines = {line.title: line for line in shipped_lines()}
    if name not in lines:
        close = nearest(name, lines)
        advice = f"是不是“{close}”？" if close else f"请写业务表的名称，如“{next(iter(lines))}”。"
        raise SifaError(f"没有“{name[:20]}”这条业务线。{advice}")
    return lines[name]


def _told(finding: Finding) -> str:
    """【必须改】调解成功：…"""
    label = "" if finding.message.startswith(finding.figure) else f"{finding.figure}："
    return f"【{finding.level.on_screen}】{label}{finding.message}。"


def _number(value: object, name: str, *units: str) -> Decimal | None:
    """The exact number in a cell that is not negative; None for a blank and for 待定."""
    amount = _known(read_number(_one_cell(value, name), units or ("",), hedged=False), name)
    if amount is not None:
        _refuse_negative(amount, name)
    return amount


def _known(reading: Reading, name: str) -> Decimal | None:
    if reading.state is State.UNREADABLE:
        raise SifaError(f"{name}{reading.problem}。")
    return reading.value if isinstance(reading.value, Decimal) else None


def _refuse_negative(amount: Decimal, name: str) -> None:
    if amount < 0:
        shown = wording.number_text(amount)
        raise SifaError(f"{name}是负数（{shown}）。请核对后填不小于0的数。")


def _text(value: object) -> str:
    reading = read_text(_one_cell(value, "文字"))
    if reading.state is State.UNREADABLE:
        raise SifaError(f"文字{reading.problem}。")
    return str(reading.value or "")


def _hedge(value: object) -> Approx:
    approx = read_approx(_one_cell(value, "概数"))
    if isinstance(approx, Reading):
        raise SifaError(f"概数{approx.problem}。")
    return approx


def _direction(word: str) -> Good:
    if word not in ("", *Good):
        raise SifaError(f"方向只能空着，或填{'、'.join(Good)}，现在是“{word[:10]}”。")
    return Good(word) if word else Good.NEUTRAL


def _one_cell(value: object, name: str) -> GridCell | None:
    if isinstance(value, list | tuple):
        raise SifaError(f"{name}只能是一个单元格，不能是一片区域。")
    return cell_of(value)
