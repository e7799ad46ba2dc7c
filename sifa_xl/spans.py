"""Prose: a text whose spans know the cells they came from, and what was left out of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sifa_xl.domain import Span
from sifa_xl.punctuation import Edit, apply_edits, mend_joints, shift_offset

UNKNOWN = "××"  # printed for what is still 待定, and listed for what is blank
_MASK = "某"  # stands for a span's characters where only the words around it count
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


@dataclass(frozen=True)
class Prose:
    """A text with its spans, which are in order and do not overlap."""

    text: str
    spans: tuple[Span, ...] = ()

    @classmethod
    def plain(cls, text: str) -> "Prose":
        """Words without any source."""
        return cls(text)

    @classmethod
    def sourced(
        cls, text: str, fact: str | None, cells: tuple[str, ...], checked: bool = True
    ) -> "Prose":
        """``text`` as one span; an empty text has none."""
        span = Span(start=0, end=len(text), fact=fact, cells=cells, checked=checked)
        return cls(text, (span,)) if text else EMPTY

    def __add__(self, other: "Prose") -> "Prose":
        """Both texts in a row; the second one's spans move behind the first."""
        moved = tuple(_at(span, len(self.text)) for span in other.spans)
        return Prose(self.text + other.text, self.spans + moved)

    @property
    def masked(self) -> str:
        """The text, every span's characters replaced by 某: what edits should look at."""
        parts, done = [], 0
        for span in self.spans:
            parts += [self.text[done : span.start], _MASK * (span.end - span.start)]
            done = span.end
        return "".join([*parts, self.text[done:]])

    def edit(self, edits: Sequence[Edit]) -> "Prose":
        """The text with ``edits`` made and its spans moved; one that cuts a span is not made."""
        safe = [edit for edit in edits if not any(_cuts(edit, span) for span in self.spans)]
        moved = tuple(
            span._replace(start=shift_offset(safe, span.start), end=shift_offset(safe, span.end))
            for span in self.spans
        )
        return Prose(apply_edits(self.text, safe), moved)

    def mended(self) -> "Prose":
        """Without the joints that dropped clauses leave behind."""
        return self.edit(mend_joints(self.masked))

    def strip(self) -> "Prose":
        """Without white space at both ends."""
        kept = self.masked
        edits = [Edit(0, len(kept) - len(kept.lstrip()), "")]
        edits.append(Edit(max(edits[0].end, len(kept.rstrip())), len(kept), ""))
        return self.edit(edits)


EMPTY = Prose("")


@dataclass(frozen=True)
class Omission:
    """A clause or sentence left out because ``facts`` are blank.

    ``text`` has the dropped words, with ×× in place of the blanks; ``where`` names the block.
    ``reason`` says who withheld a figure of it, and why.
    """

    where: str
    text: str
    facts: tuple[str, ...]
    reason: str = ""


def without_private_use(text: str) -> str:
    """``text`` without private-use characters, which the text engine marks facts with."""
    return _PRIVATE_USE.sub("", text)


def _at(span: Span, offset: int) -> Span:
    return span._replace(start=span.start + offset, end=span.end + offset)


def _cuts(edit: Edit, span: Span) -> bool:
    return edit.start < span.end and span.start < edit.end
