"""The names by which formulas find the columns of a 台账, and the count a line sheet shows.

A name looks its column up by the header's word, so that moved and inserted columns and rows typed
below the table do not matter; where the word is gone there is no count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from sifa_xl.adoption import Source
from sifa_xl.book.addresses import APPROX, LineAddresses
from sifa_xl.book.plan import Formula, SheetPlan, quoted, ref
from sifa_xl.bounds import LEDGER_ROWS
from sifa_xl.declarations import Computed, Count
from sifa_xl.disagreements import COMPARED
from sifa_xl.domain import column_letters
from sifa_xl.ledger_conditions import PERIOD_END, PERIOD_START, Terms, Test
from sifa_xl.ledgers import Ledger
from sifa_xl.live import Live
from sifa_xl.settings import PERIOD_CHOICES, SETTINGS
from sifa_xl.trees import MONEY_PLACES
from sifa_xl.wording import Period

HEADER_ROW = 3
FIRST_COLUMN, LAST_COLUMN = 2, 40  # room for columns of the clerk's own
LAST_ROW = HEADER_ROW + LEDGER_ROWS
LAST_DAY_OF_PERIOD = "统计期末"
SOME_YEAR = 2022  # any: the months of a period are the same in all


def column_name(ledger: Ledger, label: str) -> str:
    """The workbook's name of a column: ``台账_人民调解_受理日期``."""
    return f"台账_{ledger.name}_{label}"


def column_names(ledger: Ledger) -> dict[str, str]:
    """Every column's name with its formula."""
    sheet, first, last = quoted(ledger.title), FIRST_COLUMN, LAST_COLUMN
    cells = f"{sheet}!{_fixed(HEADER_ROW, first)}:{_fixed(LAST_ROW, last)}"
    heads = f"{sheet}!{_fixed(HEADER_ROW, first)}:{_fixed(HEADER_ROW, last)}"
    return {
        column_name(ledger, column.label): f'=INDEX({cells},0,MATCH("{column.header}",{heads},0))'
        for column in ledger.columns.values()
    }


def period_names(home: SheetPlan) -> dict[str, str]:
    """The names of the period's first day and of the last day that counts, from 首页."""
    rows = {content: row for (row, column), (content, _) in home.cells.items() if column == 1}

    def cell(code: str) -> str:
        return f"{home.name}!{ref(rows[code], 3, fixed=True)}"

    year, cutoff = cell("@year"), cell("@cutoff")
    default = next(setting.default for setting in SETTINGS if setting.code == "@period")
    period = f'IF(LEN(TRIM({cell("@period")}))=0,"{default}",{cell("@period")})'
    words = ",".join(f'"{name}"' for name in PERIOD_CHOICES)
    number = f"MATCH({period},{{{words}}},0)"
    periods = [Period(SOME_YEAR, name) for name in PERIOD_CHOICES]
    firsts = ",".join(str(each.start.month) for each in periods)
    lasts = ",".join(str(each.end.month + 1) for each in periods)

    def day(months: str, back: str) -> str:
        found = f"DATE({year},INDEX({{{months}}},{number}),1){back}"
        return f'=IFERROR(IF(ISNUMBER({year}),{found},""),"")'

    inside = f"AND({cutoff}>={PERIOD_START},{cutoff}<={LAST_DAY_OF_PERIOD})"
    end = f"IF({inside},{cutoff},{LAST_DAY_OF_PERIOD})"
    return {
        PERIOD_START: day(firsts, ""),
        LAST_DAY_OF_PERIOD: day(lasts, "-1"),
        PERIOD_END: f"=IF(ISNUMBER({cutoff}),{end},{LAST_DAY_OF_PERIOD})",
    }


def ledger_count(at: LineAddresses, figure: Count) -> Formula:
    """台账数: the rows that count, or their sum; blank where the ledger leaves it open."""
    counted = figure.ledger
    assert counted is not None
    ledger = counted.ledger
    name = partial(column_name, ledger)
    known = [f"{formula_of(counted.known, name)}>0"]
    for gap in counted.gaps:
        known.append(f"{formula_of(gap.filled, name)}+({formula_of(gap.selected, name)}=0)>0")
    value = formula_of(counted.terms, name, name(counted.summed) if counted.summed else "")
    is_known = f"IF(ISNUMBER({PERIOD_END}),AND({','.join(known)}),FALSE)"
    text = f'IF({at.off},"",IFERROR(IF({is_known},{value},""),""))'
    return Formula(text, partial(Live.ledger_count, figure=figure))


def sources_differ(at: LineAddresses, figure: Count) -> Formula:
    """The code of the first source that is not the adopted value; a hedged row is not judged."""
    adopted = at.value(figure, previous=False)
    text = '""'
    if isinstance(figure, Computed):
        known, value = figure.definition.known(at), figure.definition.formula(at)
        is_other = f"IF({known},{_differ(adopted, f'({value})')},FALSE)"
        is_typed = f"ISNUMBER({at.source(figure, Source.TYPED)})"
        text = f'IF({is_typed},"",IF({is_other},"{COMPARED[Source.COMPUTED].code}",""))'
    for source in (Source.LEDGER, Source.UNITS):
        if source is Source.UNITS or figure.ledger is not None:
            cell = at.source(figure, source)
            is_other = f"IF(ISNUMBER({cell}),{_differ(adopted, cell)},FALSE)"
            text = f'IF({is_other},"{COMPARED[source].code}",{text})'
    judged = f"AND(ISNUMBER({adopted}),LEN(TRIM({ref(at.row(figure), APPROX)}))=0)"
    text = f'IF(IF({at.off},FALSE,{judged}),{text},"")'
    return Formula(text, partial(Live.sources_differ, figure=figure))


def all_names(home: SheetPlan, ledgers: Mapping[str, Ledger]) -> dict[str, str]:
    """Every name the ledgers need; none where there is no ledger."""
    names = period_names(home) if ledgers else {}
    for ledger in ledgers.values():
        names |= column_names(ledger)
    return names


def _fixed(row: int, column: int) -> str:
    return f"${column_letters(column)}${row}"


def _differ(one: str, other: str) -> str:
    return f"ROUND({one},{MONEY_PLACES})<>ROUND({other},{MONEY_PLACES})"


def formula_of(terms: Terms, range_of: Callable[[str], str], summed: str = "") -> str:
    """The sum of COUNTIFS, or of SUMIFS over the range ``summed``, that gives the terms."""
    head = f"SUMIFS({summed}," if summed else "COUNTIFS("
    text = ""
    for tests, factor in terms.items():
        criteria = [
            f"{range_of(test.label)},{criterion}"
            for test in sorted(tests, key=_order)
            for criterion in test.criteria()
        ]
        sign = "-" if factor < 0 else "+" if text else ""
        times = "" if abs(factor) == 1 else f"{abs(factor)}*"
        text += f"{sign}{times}{head}{','.join(criteria)})"
    return text or "0"


def _order(test: Test) -> tuple[str, str]:
    return test.label, test.sentence()
