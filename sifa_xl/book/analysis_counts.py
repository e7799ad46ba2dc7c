"""The numbers of the sheet 分析: places by kinds, months, and what stands in no row or column."""

from __future__ import annotations

from decimal import Decimal

from sifa_xl.book.analysis_names import (
    FIRST_KIND,
    FIRST_PLACE,
    IS_REGISTER,
    IS_SUM,
    KIND_ROW,
    LAST_KIND,
    LAST_PLACE,
    MONTH_ROW,
    NAMES,
    PLACE,
    READY,
    REST_ROW,
    SUM,
    SUM_ROW,
)
from sifa_xl.book.plan import Formula, ref
from sifa_xl.ledger_columns import FIRST_DAY
from sifa_xl.ledger_conditions import PERIOD_END, PERIOD_START, serial
from sifa_xl.live import Live, Shown


def count(row: int, column: int) -> Formula:
    """The number of a row and a column, each a single one or all."""
    at_place, at_kind = ref(row, PLACE), ref(KIND_ROW, column)
    is_place, is_kind = row >= FIRST_PLACE, column >= FIRST_KIND
    within = f"{NAMES.place},{at_place}," if is_place else ""
    within += f"{NAMES.kind},{at_kind}," if is_kind else ""
    start = f"IF({IS_REGISTER}=1,{serial(FIRST_DAY)},{PERIOD_START})"
    all_days = f'{within}{NAMES.day},">="&{start},{NAMES.day},"<"&({PERIOD_END}+1)'
    gone = f'{all_days},{NAMES.left},">={serial(FIRST_DAY)}",{NAMES.left},"<"&({PERIOD_END}+1)'
    number = f"{_counted(all_days)}-IF({IS_REGISTER}=1,{_counted(gone)},0)"
    wanted = [f"{READY}=1"]
    wanted += [f'{at_place}<>""'] if is_place else []
    wanted += [f'{at_kind}<>""'] if is_kind else []
    condition = f"AND({','.join(wanted)})" if len(wanted) > 1 else wanted[0]

    def shown(live: Live) -> Shown:
        table = live.analysis
        chosen_place = table.place_at(row - FIRST_PLACE) if is_place else None
        chosen_kind = table.kind_at(column - FIRST_KIND) if is_kind else None
        if not table.is_ready or "" in (chosen_place, chosen_kind):
            return ""
        return _plain(table.number(chosen_place, chosen_kind))

    return Formula(f'IF({condition},{number},"")', shown)


def rest_of_kinds(row: int) -> Formula:
    """What of a row stands in no column of a kind."""
    kinds = f"{ref(row, FIRST_KIND)}:{ref(row, LAST_KIND)}"
    total = ref(row, SUM)

    def shown(live: Live) -> Shown:
        table = live.analysis
        if row == REST_ROW:
            return _plain(table.rest_of_both()) if table.is_ready else ""
        chosen = None if row == SUM_ROW else table.place_at(row - FIRST_PLACE)
        if not table.is_ready or chosen == "":
            return ""
        return _plain(table.rest_of_kinds(chosen))

    return Formula(f'IF(ISNUMBER({total}),{total}-SUM({kinds}),"")', shown)


def rest_of_places(column: int) -> Formula:
    """What of a column stands in no row of a place."""
    places = f"{ref(FIRST_PLACE, column)}:{ref(LAST_PLACE, column)}"
    total = ref(SUM_ROW, column)

    def shown(live: Live) -> Shown:
        table = live.analysis
        chosen = None if column == SUM else table.kind_at(column - FIRST_KIND)
        if not table.is_ready or chosen == "":
            return ""
        return _plain(table.rest_of_places(chosen))

    return Formula(f'IF(ISNUMBER({total}),{total}-SUM({places}),"")', shown)


def month(number: int) -> Formula:
    """The heading of a month, from 0, up to the cut-off."""
    text = f'IF({READY}=1,IF({_first_day(number)}<={PERIOD_END},"{number + 1}月",""),"")'

    def shown(live: Live) -> Shown:
        return f"{number + 1}月" if number < len(live.analysis.months) else ""

    return Formula(text, shown)


def month_count(number: int) -> Formula:
    """The rows of a month, whoever left since."""
    days = (
        f'{NAMES.day},">="&{_first_day(number)},'
        f'{NAMES.day},"<"&MIN({_first_day(number + 1)},{PERIOD_END}+1)'
    )
    heading = ref(MONTH_ROW, FIRST_KIND + number)

    def shown(live: Live) -> Shown:
        months = live.analysis.months
        return _plain(months[number]) if number < len(months) else ""

    return Formula(f'IF({heading}<>"",{_counted(days)},"")', shown)


def _first_day(month_number: int) -> str:
    return f"DATE(YEAR({PERIOD_END}),{month_number + 1},1)"


def _counted(criteria: str) -> str:
    return f"IF({IS_SUM}=1,SUMIFS({NAMES.summed},{criteria}),COUNTIFS({criteria}))"


def _plain(number: Decimal) -> Shown:
    return int(number) if number == int(number) else number
