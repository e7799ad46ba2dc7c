"""Where everything stands on the sheet 分析, and the names by which its formulas see a 台账.

The names stand for the columns of whichever ledger is picked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sifa_xl import ledger_analysis as twin
from sifa_xl.book.ledger_formulas import column_name
from sifa_xl.book.plan import ref
from sifa_xl.declarations import WorkLine
from sifa_xl.headers import ANALYSIS
from sifa_xl.ledger_analysis import CrossTable
from sifa_xl.ledger_columns import Analysis
from sifa_xl.ledgers import MOST_KINDS, Ledger
from sifa_xl.live import Live, Shown

PLACE, SUM, REST, FIRST_KIND = 2, 3, 4, 5
LAST_KIND = FIRST_KIND + MOST_KINDS - 1
POSITION = LAST_KIND + 1  # hidden
PICK_ROW, MONTH_ROW, KIND_ROW = 3, 18, 21
COUNT_ROW, SUM_ROW, REST_ROW, FIRST_PLACE = MONTH_ROW + 1, KIND_ROW + 1, KIND_ROW + 2, KIND_ROW + 3
LAST_PLACE = FIRST_PLACE + twin.MOST_PLACES - 1
BIG = 1_000_000  # beyond every row that is looked at
CHART_TITLE_ROW = PICK_ROW + 5
Views = Sequence[tuple[type[WorkLine], Ledger, Analysis]]


@dataclass(frozen=True)
class Names:
    """The names of the picked ledger's columns in the workbook."""

    place: str = "分析_地点"
    kind: str = "分析_类型"
    day: str = "分析_日期"
    left: str = "分析_离开日期"
    summed: str = "分析_相加"
    looked_at: str = "分析_前列"


NAMES = Names()


def fixed(row: int, column: int) -> str:
    """``$C$7``."""
    return ref(row, column, fixed=True)


PICKED, MESSAGE = fixed(PICK_ROW, SUM), fixed(PICK_ROW, FIRST_KIND)
# helper cells in the hidden column, one below the other
NUMBER, READY, LISTED, IS_REGISTER, IS_SUM = (
    fixed(row, POSITION) for row in range(PICK_ROW, PICK_ROW + 5)
)


def views_of(lines: Sequence[type[WorkLine]]) -> Views:
    """The ledgers that can be picked."""
    return [
        (line, ledger, ledger.analysis)
        for line in lines
        for ledger in line.ledgers
        if ledger.analysis is not None
    ]


def names_of(views: Views) -> dict[str, str]:
    """The names, each the column of the ledger picked."""

    def column(label: Callable[[Analysis], str]) -> str:
        chosen = ",".join(column_name(ledger, label(view)) for _, ledger, view in views)
        return f"=CHOOSE({ANALYSIS}!{NUMBER},{chosen})"

    rows = f"INDEX({NAMES.place},2):INDEX({NAMES.place},{twin.SEEN_ROWS + 1})"
    return {
        NAMES.place: column(lambda view: view.place),
        NAMES.kind: column(lambda view: view.kind),
        NAMES.day: column(lambda view: view.day),
        NAMES.left: column(lambda view: view.left or view.day),
        NAMES.summed: column(lambda view: view.summed or view.day),
        NAMES.looked_at: f"={rows}",
    }


def chosen(texts: Sequence[str]) -> str:
    """The one of ``texts``, formulas, that belongs to the ledger picked."""
    return f"CHOOSE({NUMBER},{','.join(texts)})"


def chart_names() -> dict[str, tuple[str, Callable[[Live], list[Shown]]]]:
    """The names of what the charts show, as far as it is filled, with their twins."""
    return {
        "分析图_地点": _span(FIRST_PLACE, PLACE, LAST_PLACE, PLACE, lambda t: list(t.places)),
        "分析图_地点数": _span(
            *(FIRST_PLACE, SUM, LAST_PLACE, SUM), lambda t: [t.number(p, None) for p in t.places]
        ),
        "分析图_类型": _span(KIND_ROW, FIRST_KIND, KIND_ROW, LAST_KIND, lambda t: list(t.kinds)),
        "分析图_类型数": _span(
            *(SUM_ROW, FIRST_KIND, SUM_ROW, LAST_KIND),
            lambda t: [t.number(None, k) for k in t.kinds],
        ),
        "分析图_月份": _span(
            *(MONTH_ROW, FIRST_KIND, MONTH_ROW, FIRST_KIND + 11),
            lambda t: [f"{number}月" for number, _ in enumerate(t.months, 1)],
        ),
        "分析图_每月": _span(
            COUNT_ROW, FIRST_KIND, COUNT_ROW, FIRST_KIND + 11, lambda t: list(t.months)
        ),
    }


def _span(
    top: int, left: int, bottom: int, right: int, shown: Callable[[CrossTable], list[Shown]]
) -> tuple[str, Callable[[Live], list[Shown]]]:
    """From the first cell to the last that shows something; the first cell where none does."""
    cells = f"{ANALYSIS}!{fixed(top, left)}:{fixed(bottom, right)}"
    filled = f'MAX(1,ROWS({cells})*COLUMNS({cells})-COUNTIF({cells},""))'
    return f"={ANALYSIS}!{fixed(top, left)}:INDEX({cells},{filled})", lambda v: shown(v.analysis)
