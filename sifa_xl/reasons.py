"""The fact ``….原因``: the clerk's 说明 of a change, for 主要原因是… where 同比 is written."""

from __future__ import annotations

from sifa_xl.answers import explanation_of
from sifa_xl.comparison import swings, told_change
from sifa_xl.declarations import Count
from sifa_xl.domain import Fact, Finding, Level, State
from sifa_xl.explanations import as_reason, is_explanation
from sifa_xl.filled import LineData
from sifa_xl.indicators import Indicators
from sifa_xl.settling import Settling
from sifa_xl.spans import without_private_use

REASON = "原因"
MOST_CHARACTERS = 120  # a longer one is an essay: left out, and listed among the omissions
SWING = "X-07"


def reason_fact(
    change: Fact, data: LineData, figure: Count, indicators: Indicators, settling: Settling
) -> Fact:
    """The reason behind the change that ``change`` tells; without a change to tell, none.

    Known only where the figure swings and its 说明 explains the numbers that stand there now.
    """
    text, state = "", State.NOT_APPLICABLE
    entry = data.entries.get(figure.code)
    if change.is_filled and entry is not None:
        words = explanation_of(data, entry)
        doubt = _doubt(data, figure, indicators)
        if doubt is not None and is_explanation(words) and not settling.lapsed(doubt):
            text = as_reason(without_private_use(words))
            state = State.KNOWN if len(text) <= MOST_CHARACTERS else State.BLANK
    name = f"{data.line.title}.{figure.name}.{REASON}"
    cells = () if entry is None or entry.said_place is None else (str(entry.said_place),)
    return Fact(name=name, line=data.line.title, value=None, text=text, cells=cells, state=state)


def _doubt(data: LineData, figure: Count, indicators: Indicators) -> Finding | None:
    """The question the 说明 answers, as the check asks it."""
    now, before = indicators.value(figure), indicators.value(figure, previous=True)
    if now is None or before is None or not swings(now, before):
        return None
    place = data.entries[figure.code].now.place
    return Finding(
        code=SWING,
        level=Level.VERIFY,
        sheet=place.sheet,
        cell=place.address,
        figure=figure.label,
        message="",
        basis=told_change(now, before),
    )
