"""Ledgers for tests: rows in the 台账 sheets of a workbook on paper, all persons invented."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from sifa_xl import headers as h
from sifa_xl.book.fill import Fill
from sifa_xl.book.ledger_formulas import FIRST_COLUMN, HEADER_ROW
from sifa_xl.book.master import plan_book
from sifa_xl.book.plan import SheetPlan
from sifa_xl.declarations import WorkLine
from sifa_xl.ledgers import Date, Identity, Ledger, Pick, Quantity
from sifa_xl.lines import shipped
from sifa_xl.personal_numbers import is_identity_number
from tests.books import TEMPLATES, sheet

HOME = {"单位全称": "某某县司法局", "单位简称": "县司法局", "年份": 2022, "期别": "上半年"}
Row = dict[str, Any]
MISCHIEF = (
    *("2022-03-05", "2022年3月5日", "成功 ", " 是", "２件", "2000万", " ", "无", "待定", "其它"),
    *(44700, 20220305, -3, 7),
)


def plans_with(
    ledgers: dict[str, list[Row]],
    lines: tuple[type[WorkLine], ...] = (),
    units: dict[str, dict[str, Row]] | None = None,
    home: Row | None = None,
    **cells: Any,
) -> list[SheetPlan]:
    """A workbook of 2022年上半年 with these rows, by the ledger's name; ``cells``: 受理纠纷=5.

    ``units``: {"人民调解": {"受理纠纷": {"城关镇": 3}}}.
    """
    own = lines or shipped()
    data: dict[str, Any] = {"首页": HOME | (home or {}), h.UNIT_TABLE: units or {}}
    for line in own:
        for ledger in line.ledgers:
            data[ledger.title] = {ledger.name: ledgers.get(ledger.name, [])}
        figures = [figure.name for figure in line.figures]
        data[line.title] = {
            "数据": {name: {"本期": v} for name, v in cells.items() if name in figures}
        }
    return plan_book(own, Fill(data), TEMPLATES, [])


def ledger_sheet(plans: list[SheetPlan], ledger: Ledger) -> SheetPlan:
    """Its sheet on paper."""
    return sheet(plans, ledger.title)


def cell_of(ledger: Ledger, label: str, index: int = 0) -> tuple[int, int]:
    """Row and column of the cell in the data row ``index``."""
    return HEADER_ROW + 1 + index, FIRST_COLUMN + list(ledger.columns).index(label)


def all_ledgers() -> list[Ledger]:
    """Every ledger that ships."""
    return [ledger for line in shipped() for ledger in line.ledgers]


def random_rows(
    ledger: Ledger,
    count: int,
    chance: Random,
    *,
    mischief: float = 0.03,
    blank_columns: float = 0.0,
) -> list[Row]:
    """Rows of all sorts: blank cells, days as text, words with spaces, words of no list.

    ``blank_columns`` is the chance of a column that nobody fills.
    """
    columns = {
        label: column
        for label, column in ledger.columns.items()
        if not blank_columns or chance.random() > blank_columns
    }
    return [
        {
            label: _mischief(chance) if chance.random() < mischief else _typed(column, chance)
            for label, column in columns.items()
            if chance.random() > 0.12
        }
        for _ in range(count)
    ]


def _typed(column: Any, chance: Random) -> Any:
    if isinstance(column, Date):
        return date.fromordinal(date(2022, 1, 1).toordinal() + chance.randint(-90, 250))
    if isinstance(column, Pick):
        return chance.choice(column.choices)
    if isinstance(column, Quantity):
        return chance.choice([0, 1, 2, chance.randint(0, 300)])
    return identity(chance) if isinstance(column, Identity) else f"甲{chance.randint(1, 9999)}"


def _mischief(chance: Random) -> Any:
    return chance.choice(MISCHIEF)


def identity(chance: Random) -> str:
    """An artificial identity number: district 431299 is nobody's, the check digit is right."""
    return with_check_digit(
        f"431299{chance.randint(1950, 2003)}{chance.randint(1, 12):02}01{chance.randint(0, 999):03}"
    )


def with_check_digit(start: str) -> str:
    """The identity number that begins with these seventeen digits."""
    return next(number for digit in "0123456789X" if is_identity_number(number := start + digit))
