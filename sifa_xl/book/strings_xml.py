"""The shared strings part -> its texts, fast where it is written the usual way."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sifa_xl.book.canonical_xml import (
    NotCanonicalError,
    decode_plain_text,
    find_root,
    replace_entities,
)
from sifa_xl.book.cell_values import unescape
from sifa_xl.book.limits import Budget, refuse_over
from sifa_xl.book.package import Package
from sifa_xl.book.xml_stream import Attributes, EndHandler, PartReader, StartHandler

_MOST_FAST_BYTES = 8 << 20
_ROOT = re.compile(rb"<sst(?: [A-Za-z:]+=\"[^\"<&]*\")*>")
_CLOSING = b"</sst>"
_TOKEN = re.compile(
    r'<si><t(?: xml:space="preserve")?>([^<]*)</t>'
    r'(?:<phoneticPr(?: fontId="[0-9]+")?(?: type="[A-Za-z]+")?(?: alignment="[A-Za-z]+")?/>)?</si>'
)


class StringsReader(PartReader):
    """Reads a shared strings part; ``texts`` fills while it is fed.

    The runs of a rich text are joined; phonetic guides (rPh) are not part of it.
    """

    root = "sst"
    label = "共享文字"

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.texts: list[str] = []
        self._runs: list[str] = []
        self._is_phonetic = False

    def starts(self) -> dict[str, StartHandler]:
        """Items, their texts and the phonetic guides."""
        return {"si": self._open_item, "t": self._open_text, "rPh": self._open_phonetic}

    def ends(self) -> dict[str, EndHandler]:
        """The same."""
        return {"si": self._close_item, "t": self._close_text, "rPh": self._close_phonetic}

    def _open_item(self, _: Attributes) -> None:
        if self.depth != 2:
            raise self.broken("结构异常")
        self._runs.clear()

    def _close_item(self) -> None:
        text = "".join(self._runs)
        self.budget.spend_text(len(text))
        self.texts.append(unescape(text))
        refuse_over("共享文字", len(self.texts), self.budget.limits.strings, "条")

    def _open_text(self, _: Attributes) -> None:
        if not self._is_phonetic:
            self.listen()

    def _close_text(self) -> None:
        if not self._is_phonetic:
            self._runs.append(self.hear())

    def _open_phonetic(self, _: Attributes) -> None:
        self._is_phonetic = True

    def _close_phonetic(self) -> None:
        self._is_phonetic = False


def read_strings(package: Package, part: str) -> list[str]:
    """The shared texts of ``part`` in order.

    Raises:
        FileProblem: broken XML or a limit.
    """
    if package.size(part) > _MOST_FAST_BYTES:
        return read_streaming(package.steps(part), package.budget)
    data = package.read(part)
    texts = read_canonical(data, package.budget)
    return read_streaming([data], package.budget) if texts is None else texts


def read_streaming(steps: Iterable[bytes], budget: Budget) -> list[str]:
    """The texts by expat."""
    reader = StringsReader(budget)
    reader.feed(steps)
    return reader.texts


def read_canonical(data: bytes, budget: Budget) -> list[str] | None:
    """The texts by regular expression, or None: ask ``read_streaming``."""
    start, end = _find_items(data), data.find(_CLOSING)
    if start is None or end < start:
        return None
    inside = data[start:end]
    StringsReader(budget).feed([data[:start] + data[end:]])  # must be well-formed around them
    try:
        pieces = _TOKEN.split(decode_plain_text(inside))
    except NotCanonicalError:
        return None
    if any(pieces[::2]):  # text between two tokens
        return None
    texts = pieces[1::2]
    refuse_over("共享文字", len(texts), budget.limits.strings, "条")
    for text in texts:
        budget.spend_text(len(text))
    return [unescape(replace_entities(text)) for text in texts]


def _find_items(data: bytes) -> int | None:
    root_start = find_root(data)
    root = None if root_start is None else _ROOT.match(data, root_start)
    return root.end() if root else None
