"""What XML must look like before regular expressions may read it instead of expat."""

from __future__ import annotations

import re

_DECLARATION = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=(?:'1\.0'|\"1\.0\")"
    rb"(?: encoding=(?:'utf-8'|\"utf-8\"))?(?: standalone=(?:'(?:yes|no)'|\"(?:yes|no)\"))?"
    rb"[ ]?\?>)?[ \r\n]*(?=<[A-Za-z])",
    re.IGNORECASE,
)
# expat refuses the control characters and turns a carriage return into a line feed
_ODD_BYTES = bytes({*range(32)} - {0x09, 0x0A})
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENTITY = re.compile(r"&(?:([a-z]+)|#([0-9]+));")
_RARE_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_UNKNOWN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7});)")
_NUMBERED = re.compile(r"&#([0-9]+);")
_BLANK_NUMBERS = (0x09, 0x0A, 0x0D)


class NotCanonicalError(Exception):
    """The part is not written the usual way: expat must read it.  Never leaves this room."""


def find_root(data: bytes) -> int | None:
    """Where the root element begins, nothing but a declaration of UTF-8 standing before it."""
    declaration = _DECLARATION.match(data)
    return declaration.end() if declaration else None


def decode_plain_text(step: bytes) -> str:
    """``step`` as text, holding no character that expat refuses or changes.

    All its entities are among those that ``replace_entities`` knows.

    Raises:
        NotCanonicalError: it holds something else.
    """
    if len(step.translate(None, _ODD_BYTES)) != len(step):
        raise NotCanonicalError
    if b"]" in step and b"]]>" in step:  # one byte is found faster than three
        raise NotCanonicalError
    try:
        text = step.decode("utf-8")
    except UnicodeDecodeError:
        raise NotCanonicalError from None
    if "\ufffe" in text or "\uffff" in text or not _has_only_known_entities(text):
        raise NotCanonicalError
    return text


def replace_entities(text: str) -> str:
    """``&amp;`` -> ``&``, ``&#38215;`` -> 镇; for texts that ``decode_plain_text`` let pass."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _has_only_known_entities(text: str) -> bool:
    if _RARE_ENTITY.search(text) is None:
        return True  # formulas are full of named ones: one pass over them
    if _UNKNOWN_ENTITY.search(text):
        return False
    return all(map(_is_character, set(_NUMBERED.findall(text))))


def _is_character(digits: str) -> bool:
    number = int(digits)
    if number < 0x20:
        return number in _BLANK_NUMBERS
    return number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000


def _character(match: re.Match[str]) -> str:
    return _NAMED[match[1]] if match[1] else chr(int(match[2]))
