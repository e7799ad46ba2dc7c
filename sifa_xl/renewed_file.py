"""What became of a returned Word file: everything there is to tell and to keep of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sifa_xl.changed_numbers import ChangedNumber
from sifa_xl.renewed_numbers import Doubt
from sifa_xl.word_context import Written


@dataclass(frozen=True)
class ToldDoubt:
    """A number that was left as it is, and the paragraph of the file it stands in."""

    number: int
    id: str
    doubt: Doubt
    is_accepted: bool = False


@dataclass(frozen=True)
class Edit:
    """A clerk's words for a paragraph, to be kept in 总结; ``before`` is how they read in Word."""

    written: Written
    words: str
    before: str
    accepted: tuple[str, ...] = ()
    is_stale: bool = False


@dataclass(frozen=True)
class Addition:
    """A paragraph the clerk wrote, and the one of the summary it stands behind."""

    number: int
    words: str
    behind: Written | None


@dataclass
class Renewed:
    """What became of the file: its new bytes, and everything there is to tell."""

    draft: str
    data: bytes = b""
    found: int = 0  # paragraphs of the summary that stand in the file
    is_tracking: bool = False
    names: dict[str, str] = field(default_factory=dict)  # by the id of a paragraph
    numbers: list[ChangedNumber] = field(default_factory=list)
    doubts: list[ToldDoubt] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    kept: list[tuple[int, str]] = field(default_factory=list)  # edited paragraphs
    reworded: list[tuple[int, str]] = field(default_factory=list)  # renewed in words as well
    inserted: list[tuple[str, str]] = field(default_factory=list)  # id and text
    deleted: list[tuple[str, bool]] = field(default_factory=list)  # id; did its data change
    unfound: list[str] = field(default_factory=list)  # deleted or new, nobody can tell
    unsure: list[tuple[int, str]] = field(default_factory=list)
    conflicts: list[tuple[int, str]] = field(default_factory=list)
    emptied: list[tuple[int, str]] = field(default_factory=list)  # nothing to say about it now

    @property
    def open_doubts(self) -> list[ToldDoubt]:
        """The numbers nobody has answered for."""
        return [each for each in self.doubts if not each.is_accepted]

    @property
    def is_doubtful(self) -> bool:
        """Whether something wants the clerk."""
        return bool(self.open_doubts or self.unsure or self.conflicts or self.emptied)
