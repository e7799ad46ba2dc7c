"""Looks for what tells who somebody is in every part of a file, in whatever way it is written."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from unicodedata import normalize

from sifa_xl.book.limits import Budget
from sifa_xl.book.package import Package

_RUN = re.compile(r"[\u3400-\u9fff·]{2,}|[0-9]{7,}[Xx]?|[A-Za-z]{2,}")
_TAG = re.compile(r"<[^>]*>")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_|\\u([0-9A-Fa-f]{4})")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_BY_CHANCE = 2  # letters


class Finder:
    """Finds any of many words in texts; each is looked for by its longest run of letters."""

    def __init__(self, words: Collection[str]) -> None:
        self._by_key: dict[str, list[str]] = {}
        for word in words:
            runs = _RUN.findall(word)
            if runs:
                self._by_key.setdefault(max(runs, key=len), []).append(word)
        self._lengths = sorted({len(key) for key in self._by_key})

    def found(self, text: str) -> set[str]:
        """Those of the words that stand in ``text``."""
        plain = normalize("NFKC", text)
        return {
            word
            for run in set(_RUN.findall(plain))
            for key in self._keys_in(run)
            for word in self._by_key[key]
            if word in plain
        }

    def _keys_in(self, run: str) -> Iterator[str]:
        if run[0].isascii() and run[0].isalpha():
            yield from [run] if run in self._by_key else ()
            return
        for length in self._lengths:
            for start in range(len(run) - length + 1):
                piece = run[start : start + length]
                if piece in self._by_key:
                    yield piece


def words_in_parts(data: bytes, finder: Finder) -> dict[str, set[str]]:
    """What is found in each part of the zip, and under ``""`` in the bytes around them.

    Raises:
        FileProblem: the zip cannot be read.
    """
    package = Package(data, Budget())
    names = "\n".join(package.names)
    found = {"": finder.found(names) | finder.found(data.decode("utf-8", "ignore"))}
    for name in package.names:
        words = finder.found("\n".join(texts_of(name, package.read(name))))
        if not name.endswith(_XML_ENDINGS):  # in bytes at random two letters stand by chance
            words = {word for word in words if len(word) > _BY_CHANCE}
        found[name] = words
    return {name: words for name, words in found.items() if words}


def texts_of(part: str, data: bytes) -> Iterator[str]:
    """The part as texts: as it stands, without tags, and with escapes undone."""
    if part.endswith(_XML_ENDINGS):
        is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if is_wide else "utf-8", "ignore")
        yield unescaped(text)
        yield unescaped(_TAG.sub("", text))
        return
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield data.decode(encoding, "ignore")
        if encoding.startswith("utf-16"):
            yield data[1:].decode(encoding, "ignore")


def unescaped(text: str) -> str:
    """``&#x5F20;``, ``_x5F20_`` and ``\\u5f20`` as the letters they stand for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), html.unescape(text))
