"""What the sheet 分析 says: which ledger, why nothing is shown, its places and its kinds."""

from __future__ import annotations

from collections.abc import Callable

from sifa_xl import ledger_analysis as twin
from sifa_xl.book.addresses import NOW, OFF_ROW
from sifa_xl.book.analysis_names import (
    BIG,
    FIRST_PLACE,
    KIND_ROW,
    LISTED,
    MESSAGE,
    NAMES,
    NUMBER,
    PICKED,
    PLACE,
    POSITION,
    READY,
    Views,
    chosen,
    fixed,
)
from sifa_xl.book.plan import Formula, quoted, ref
from sifa_xl.headers import OFF
from sifa_xl.ledger_analysis import listed, nothing_yet, told_of
from sifa_xl.ledger_columns import FIRST_DAY, LAST_DAY, Analysis
from sifa_xl.ledger_conditions import PERIOD_END, serial
from sifa_xl.live import Live, Shown

_BEHIND_ALL_DAYS = serial(LAST_DAY) + 1
_COLUMNS = (NAMES.place, NAMES.kind, NAMES.day, NAMES.left, NAMES.summed)


def number_of(views: Views) -> Formula:
    """Which ledger is picked, counted from 1; 0 for none."""
    words = ",".join(f'"{ledger.name}"' for _, ledger, _ in views)
    order = [ledger.name for _, ledger, _ in views]

    def shown(live: Live) -> Shown:
        name = live.indicators.filled.analysed
        return order.index(name) + 1 if name in order else 0

    return Formula(f"IFERROR(MATCH({PICKED},{{{words}}},0),0)", shown)


def message(views: Views) -> Formula:
    """What is shown, or why nothing is."""
    is_off = chosen([f'{quoted(line.title)}!{fixed(OFF_ROW, NOW)}="{OFF}"' for line, _, _ in views])
    told = chosen([f'"{told_of(ledger)}"' for _, ledger, _ in views])
    nothing = chosen([f'"{nothing_yet(ledger)}"' for _, ledger, _ in views])
    columns = "+".join(f"ROWS({name})" for name in _COLUMNS)
    days = f'COUNTIFS({NAMES.day},">={serial(FIRST_DAY)}",{NAMES.day},"<{_BEHIND_ALL_DAYS}")'
    inner = f'IFERROR(IF({columns}=0,"",IF({days}>0,{told},{nothing})),"{twin.RENAMED}")'
    text = (
        f'IF({NUMBER}=0,"{twin.PICK_ONE}",IF(NOT(ISNUMBER({PERIOD_END})),"{twin.NO_PERIOD}",'
        f'IF({is_off},"{twin.SWITCHED_OFF}",{inner})))'
    )
    return Formula(text, lambda live: live.analysis.message)


def is_ready(views: Views) -> Formula:
    """1 where there is something to show."""
    told = chosen([f'{MESSAGE}="{told_of(ledger)}"' for _, ledger, _ in views])
    return Formula(f"IF({NUMBER}=0,0,IF({told},1,0))", lambda live: int(live.analysis.is_ready))


def flag(views: Views, truth: Callable[[Analysis], bool]) -> Formula:
    """1 where the picked ledger is such a one."""

    def shown(live: Live) -> Shown:
        view = live.analysis.ledger.analysis if live.analysis.ledger else None
        return int(view is not None and truth(view))

    texts = [str(int(truth(view))) for _, _, view in views]
    return Formula(f"IF({NUMBER}=0,0,{chosen(texts)})", shown)


def place_label(views: Views) -> Formula:
    """The header's word of the places."""
    words = chosen([f'"{view.place}"' for _, _, view in views])

    def shown(live: Live) -> Shown:
        table = live.analysis
        view = table.ledger.analysis if table.ledger else None
        return view.place if view and table.is_ready else ""

    return Formula(f'IF({READY}=1,{words},"")', shown)


def listed_places(views: Views) -> Formula:
    """How many places are declared; 0 where they are looked for in the column."""
    counts = [len(listed(ledger)[0]) for _, ledger, _ in views]

    def shown(live: Live) -> Shown:
        ledger = live.analysis.ledger
        return len(listed(ledger)[0]) if ledger else 0

    return Formula(f"IF({NUMBER}=0,0,{chosen([str(count) for count in counts])})", shown)


def position(number: int) -> Formula:
    """Where in its column the next place not yet listed stands; ``BIG`` where there is none."""
    row = FIRST_PLACE + number
    cells, above = NAMES.looked_at, f"{fixed(KIND_ROW, PLACE)}:{ref(row - 1, PLACE)}"
    plain = cells
    for letter in twin.WILDCARDS:
        plain = f'SUBSTITUTE({plain},"{letter}","")'
    doubts = (
        f"(COUNTIF({above},{cells})>0)",
        f"(LEN({cells})=0)",
        f'ISNUMBER(FIND(LEFT({cells}),"{twin.ODD_STARTS}"))',
        f'ISNUMBER(FIND(RIGHT({cells}),"{twin.SPACES}"))',
        f"(LEN({plain})<>LEN({cells}))",
        f"(LEN({cells})>{twin.LONGEST_PLACE})",
    )
    first = f"MIN(ROW({cells})+{BIG}*(({'+'.join(doubts)})>0))"
    found = f"MIN({BIG},SUMPRODUCT({first}-ROW(INDEX({NAMES.place},1))+1))"
    is_over = f"N({ref(row - 1, POSITION)})>={BIG}" if number else "FALSE"
    is_wanted = f"AND({READY}=1,{LISTED}=0)"
    text = f'IF({is_wanted},IF({is_over},{BIG},IFERROR({found},{BIG})),"")'

    def shown(live: Live) -> Shown:
        table = live.analysis
        if not table.is_ready or table.ledger is None or listed(table.ledger)[0]:
            return ""
        return table.positions[number] if number < len(table.positions) else BIG

    return Formula(text, shown)


def place(views: Views, number: int) -> Formula:
    """The place of a row: a declared one, or the next that is found."""
    choices = [listed(ledger)[0] for _, ledger, _ in views]
    words = [f'"{each[number]}"' if number < len(each) else '""' for each in choices]
    at = ref(FIRST_PLACE + number, POSITION)
    found = f'IF(N({at})<{BIG},INDEX({NAMES.place},{at})&"","")'
    declared = chosen(words) if any(word != '""' for word in words) else '""'
    text = f'IF({READY}=1,IF({LISTED}>0,{declared},{found}),"")'
    return Formula(text, lambda live: live.analysis.place_at(number))


def kind(views: Views, number: int) -> Formula:
    """The kind of a column."""
    choices = [listed(ledger)[1] for _, ledger, _ in views]
    words = [f'"{each[number]}"' if number < len(each) else '""' for each in choices]
    return Formula(f'IF({READY}=1,{chosen(words)},"")', lambda live: live.analysis.kind_at(number))


def chart_title(views: Views, words: str) -> Formula:
    """What stands over a chart; over the first why there is none, so that no box is empty."""
    labels = {
        "地点": [f"按{view.place}" for _, _, view in views],
        "类型": [f"按{view.kind}" for _, _, view in views],
        "月份": ["按月" for _ in views],
    }[words]
    otherwise = MESSAGE if words == "地点" else '" "'

    def shown(live: Live) -> Shown:
        table = live.analysis
        if table.is_ready:
            order = [ledger for _, ledger, _ in views]
            return labels[order.index(table.ledger)] if table.ledger in order else " "
        return table.message if words == "地点" else " "

    quoted_labels = [f'"{label}"' for label in labels]
    return Formula(f"IF({READY}=1,{chosen(quoted_labels)},{otherwise})", shown)
