"""What a Word file remembers of the text it was made with: fingerprints, never the words.

They are long enough to know a text again and too short to read one back.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sifa_xl.declarations import DRAFTS
from sifa_xl.layouts import Paragraph
from sifa_xl.marks import marked_spans, span_stem

BOOKMARK = "_底"  # Word hides bookmarks that begin with an underscore
VARIABLE = "sifa-xl"
_TEXT, _NUMBER = 8, 4  # characters of a fingerprint
_A_NAME = 28  # characters of fingerprints in one bookmark's name
_BREAKS = re.compile(r"[\n\v]")
_SIGN = re.compile(
    r"(?:[零一二三四五六七八九十百]+、|（[零一二三四五六七八九十百]+）|[0-9]+[.．、](?![0-9])"
    r"|[零一二三四五六七八九十百]+是)"
)
_NAME = re.compile(rf"{BOOKMARK}[0-9]+[a-z]?_(?P<draft>[0-9])(?P<code>[a-z2-7]*)")
_ENTRY = re.compile(r"(?P<mark>[^:;]+):(?P<code>[a-z2-7]+)")


@dataclass(frozen=True)
class Imprint:
    """A paragraph as it was printed: the whole of it, all but its sign, each of its numbers."""

    whole: str
    unsigned: str
    numbers: frozenset[str] = frozenset()

    def is_of(self, text: str) -> bool:
        """Whether ``text`` is what was printed; line breaks do not count."""
        return self.whole == _print(flat(text), _TEXT)

    def is_of_unsigned(self, text: str) -> bool:
        """The same but for 一、, （一）, 1. or 一是 at the start."""
        return self.unsigned == _print(flat(text)[len(sign_of(flat(text))) :], _TEXT)

    def has_printed(self, stem: str, words: str) -> bool:
        """Whether the number of that bookmark's stem was printed in these words."""
        return _print(f"{stem}={words}", _NUMBER) in self.numbers

    def also(self, printed: Sequence[tuple[str, str]]) -> Imprint:
        """With further numbers, as stem and words."""
        more = {_print(f"{stem}={words}", _NUMBER) for stem, words in printed}
        return Imprint(self.whole, self.unsigned, self.numbers | more)

    @property
    def code(self) -> str:
        """All fingerprints in a row."""
        return self.whole + self.unsigned + "".join(sorted(self.numbers))

    @classmethod
    def of_code(cls, code: str) -> Imprint | None:
        """What ``code`` says, or None where it is cut off."""
        numbers = code[2 * _TEXT :]
        if len(code) < 2 * _TEXT or len(numbers) % _NUMBER:
            return None
        pieces = {numbers[n : n + _NUMBER] for n in range(0, len(numbers), _NUMBER)}
        return cls(code[:_TEXT], code[_TEXT : 2 * _TEXT], frozenset(pieces))


@dataclass
class Base:
    """The text a Word file was made with: which draft, and its paragraphs by their bookmark."""

    draft: str = ""
    imprints: dict[str, Imprint] = field(default_factory=dict)

    @property
    def variable(self) -> str:
        """The value of the document variable."""
        listed = ";".join(f"{mark}:{each.code}" for mark, each in self.imprints.items())
        return f"{_digit(self.draft)};{listed}"

    @classmethod
    def of_variable(cls, value: str) -> Base:
        """What a document variable says; nothing where it is not ours."""
        digit, _, listed = value.partition(";")
        base = cls(_draft(digit))
        for found in _ENTRY.finditer(listed):
            imprint = Imprint.of_code(found["code"])
            if imprint is not None:
                base.imprints[found["mark"]] = imprint
        return base


def imprint_of(paragraph: Paragraph) -> Imprint:
    """The fingerprints of a paragraph as it is printed."""
    text = flat(paragraph.text)
    printed = [
        (span_stem(span), paragraph.text[span.start : span.end]) for span in marked_spans(paragraph)
    ]
    unsigned = text[len(sign_of(text)) :]
    return Imprint(_print(text, _TEXT), _print(unsigned, _TEXT)).also(printed)


def imprint_names(imprint: Imprint, draft: str, number: int) -> Iterator[str]:
    """The hidden bookmarks of the paragraph of that number; they travel with it."""
    for letter, piece in zip("abcdefghijklmnopqrstuvwxyz", _chunks(imprint.code), strict=False):
        yield f"{BOOKMARK}{number}{letter}_{_digit(draft)}{piece}"


def read_names(names: Sequence[str]) -> tuple[str, Imprint | None]:
    """Draft and fingerprints that the hidden bookmarks of one paragraph hold."""
    found = [match for name in names if (match := _NAME.fullmatch(name))]
    draft = _draft(found[0]["draft"]) if found else ""
    return draft, Imprint.of_code("".join(match["code"] for match in found))


def flat(text: str) -> str:
    """The text without line breaks, which a title gets by itself."""
    return _BREAKS.sub("", text)


def sign_of(text: str) -> str:
    """一、, （一）, 1. or 一是 at the start of a paragraph, or ``""``."""
    found = _SIGN.match(text)
    return found[0] if found else ""


def _chunks(code: str) -> Iterator[str]:
    return (code[n : n + _A_NAME] for n in range(0, len(code), _A_NAME))


def _print(text: str, length: int) -> str:
    return b32encode(sha256(text.encode("utf-8", "replace")).digest()).decode().lower()[:length]


def _digit(draft: str) -> str:
    return str(DRAFTS.index(draft) + 1) if draft in DRAFTS else "0"


def _draft(digit: str) -> str:
    return DRAFTS[int(digit) - 1] if digit.isdigit() and 0 < int(digit) <= len(DRAFTS) else ""
