"""Where the elements of a part lie in its bytes, so that some can be replaced and no other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from sifa_xl.book.limits import Budget
from sifa_xl.book.recognition import SAVE_AS
from sifa_xl.book.xml_stream import Attributes, EndHandler, PartReader, StartHandler
from sifa_xl.errors import FileProblem

_START_TAG = re.compile(
    rb"<(?:([^\s/>:]+):)?[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>"
)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class Element:
    """One element: ``start`` to ``end`` in the bytes, ``inside`` behind its start tag.

    ``text`` is filled for the names it was asked for; ``prefix`` is ``x:`` or empty.
    """

    name: str
    attributes: Attributes
    depth: int
    start: int
    inside: int
    is_empty: bool
    prefix: str
    end: int = 0
    text: str = ""


Edit = tuple[int, int, bytes]  # from, to, and what stands there instead


def find_elements(
    data: bytes, root: str, names: Collection[str], texts: Collection[str] = ()
) -> list[Element]:
    """The elements of the part ``data`` with one of the local ``names``, in document order.

    Raises:
        FileProblem: broken XML, or an encoding other than UTF-8.
    """
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if data.startswith(_UTF_16_MARKS) or (declared and declared[1].lower() != b"utf-8"):
        raise FileProblem(f"内部数据的文字编码不是 UTF-8，不能往里写。{SAVE_AS}。")
    finder = _Finder(data, root, names, texts)
    finder.feed([data])
    return finder.found


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """``data`` with ``edits`` made, which do not overlap."""
    pieces, done = [], 0
    for start, end, new in sorted(edits):
        pieces += [data[done:start], new]
        done = end
    return b"".join([*pieces, data[done:]])


class _Finder(PartReader):
    def __init__(
        self, data: bytes, root: str, names: Collection[str], texts: Collection[str]
    ) -> None:
        super().__init__(Budget())
        self.root = root
        self.found: list[Element] = []
        self._data = data
        self._names = names
        self._texts = texts
        self._open: list[Element] = []

    def starts(self) -> dict[str, StartHandler]:
        """Every element asked for."""
        return {name: partial(self._begin, name) for name in self._names}

    def ends(self) -> dict[str, EndHandler]:
        """Every element asked for."""
        return dict.fromkeys(self._names, self._finish)

    def _begin(self, name: str, attributes: Attributes) -> None:
        tag = _START_TAG.match(self._data, self.byte_index)
        if tag is None:
            raise self.broken("的标签写法少见")
        prefix = f"{tag[1].decode('utf-8')}:" if tag[1] else ""
        element = Element(
            name, attributes, self.depth, tag.start(), tag.end(), bool(tag[2]), prefix
        )
        self.found.append(element)
        self._open.append(element)
        if name in self._texts:
            self.listen()

    def _finish(self) -> None:
        element = self._open.pop()
        if element.name in self._texts:
            element.text = self.hear()
        element.end = element.inside
        if not element.is_empty:
            element.end = self._data.index(b">", self.byte_index) + 1
