"""Private cells out of a sheet's XML, and what else of a file can go without harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from sifa_xl.book.private_scan import unescaped
from sifa_xl.book.sheet_xml import column_number
from sifa_xl.book.xml_places import Edit, Element, edited, find_elements
from sifa_xl.errors import FileProblem

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OF_VALUE = re.compile(rb"\s+(?:t|cm|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TEXT = re.compile(rb">([^<]+)<")
_WORDS = re.compile(rb"(<(?:[\w]+:)?(?:t|text)(?:\s[^>]*)?>)[^<]*(?=<)")


def without_cells(data: bytes, header_row: int, kept: Collection[int]) -> bytes:
    """The sheet with every cell below ``header_row`` empty, but for the columns ``kept``.

    Raises:
        FileProblem: broken XML, or a formula in a kept column is written down in one that goes.
    """
    edits: list[Edit] = []
    shared: dict[bool, set[str]] = {True: set(), False: set()}  # formulas, by whether they go
    row = column = 0
    is_going = False
    for element in find_elements(data, "worksheet", ("row", "c", "f")):
        if element.name == "row" and element.depth == 3:
            row, column = int(element.attributes.get("r", row + 1)), 0
        elif element.name == "c" and element.depth == 4:
            address = _ADDRESS.fullmatch(element.attributes.get("r", ""))
            column = column_number(address[1]) if address else column + 1
            is_going = row > header_row and column not in kept
            if is_going and not element.is_empty:
                edits.append((element.start, element.end, _empty(data, element)))
        elif "si" in element.attributes and is_going == ("ref" in element.attributes):
            shared[is_going].add(element.attributes["si"])
    if shared[True] & shared[False]:
        raise FileProblem("表有几列共用的公式。请把公式改成数字后再做。")
    return edited(data, edits)


def strings_used(data: bytes) -> Iterator[int]:
    """The numbers of the shared strings that the sheet's cells refer to."""
    is_shared = False
    for element in find_elements(data, "worksheet", ("c", "v"), ("v",)):
        if element.name == "c":
            is_shared = element.attributes.get("t") == "s"
        elif is_shared and element.text.strip().isdecimal():
            yield int(element.text)


def without_strings(data: bytes, used: Collection[int]) -> bytes:
    """The shared strings, those that no cell refers to empty; the others keep their numbers.

    Raises:
        FileProblem: broken XML.
    """
    items = [e for e in find_elements(data, "sst", ("si",)) if e.depth == 2]
    return edited(
        data,
        [
            (item.start, item.end, f"<{item.prefix}si><{item.prefix}t/></{item.prefix}si>".encode())
            for number, item in enumerate(items)
            if number not in used and not item.is_empty
        ],
    )


def without_words(data: bytes) -> bytes:
    """Comments with no words in them."""
    return _WORDS.sub(rb"\1", data)


def without_texts(data: bytes, tells: Callable[[str], bool]) -> bytes:
    """Every text between two tags that ``tells`` is gone."""

    def mend(found: re.Match[bytes]) -> bytes:
        return b"><" if tells(unescaped(found[1].decode("utf-8"))) else found[0]

    return _TEXT.sub(mend, data)


def without_elements(
    data: bytes, tells: Callable[[str], bool], *, root: str, names: Iterable[str], instead: bytes
) -> bytes:
    """The texts of the elements ``names`` that ``tells`` are replaced.

    Raises:
        FileProblem: broken XML.
    """
    wanted = tuple(names)
    found = find_elements(data, root, wanted, wanted)
    edits = [
        (each.inside, each.end - len(f"</{each.prefix}{each.name}>".encode()), instead)
        for each in found
        if not each.is_empty and tells(each.text)
    ]
    return edited(data, edits)


def _empty(data: bytes, cell: Element) -> bytes:
    tag = _OF_VALUE.sub(b"", data[cell.start : cell.inside])
    return tag.removesuffix(b">").rstrip(b"/ ") + b"/>"
