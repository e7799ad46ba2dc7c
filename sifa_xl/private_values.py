"""What the 台账 hold of persons: the names a public text must not show, what marks a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from sifa_xl.ledger_columns import Column, Pick, Words
from sifa_xl.ledger_tables import LedgerTable

SHORTEST_NAME, SHORTEST_NUMBER = 2, 7  # shorter ones stand everywhere
_BETWEEN = re.compile(
    r"[、，,;；/|\n（）()0-9]|诉|(?<=[\u4e00-\u9fff])[与和及](?=[\u4e00-\u9fff]{2})"
)
_OFFICE = re.compile(  # a person may be called 王建会, hardly 王某建设委员会
    r".{2,}(?:公司|政府|局|厅|委员会|村委会|居委会|法院|检察院|银行|信用社|合作社|中心|学校|中学|小学"
    r"|大学|医院|卫生院|街道|社区)|.{4,}(?:所|院|会|部|办|队|站|村|组|镇|乡|厂|店)"
)


def names_of_persons(tables: Iterable[LedgerTable]) -> set[str]:
    """Every name of a person; offices and firms among the parties are none."""
    return {
        name
        for table in tables
        for label, column in table.ledger.columns.items()
        if isinstance(column, Words) and column.is_name
        for value in table.values.get(label, ())
        if isinstance(value, str)
        for name in _names(value)
    }


def telling(column: Column | None, text: str) -> Iterator[str]:
    """What of a cell tells who somebody is, wherever it may stand: a name, a long number.

    Nothing of a word such as 盗窃 or 是, which anybody may write elsewhere.  ``column`` is None
    for one that is not declared: only its numbers are known for what they are.
    """
    whole = normalize("NFKC", text).strip()
    if isinstance(column, Pick):
        return
    for number in re.findall(r"[0-9]+[Xx]?", whole.replace(" ", "").replace("-", "")):
        if len(number) >= SHORTEST_NUMBER:
            yield number
    if isinstance(column, Words) and column.is_name:
        yield from _names(whole)


def _names(value: str) -> Iterator[str]:
    for part in _BETWEEN.split(normalize("NFKC", value)):
        name = "".join(part.split())
        if len(name) >= SHORTEST_NAME and not _OFFICE.fullmatch(name):
            yield name
