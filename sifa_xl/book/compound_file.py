"""Storages and streams -> a compound file, version 3 ([MS-CFB]).  Written whole, in one go.

Section numbers below are those of [MS-CFB].  Nothing in it depends on a clock or on chance, so the
same streams give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

SECTOR, MINI_SECTOR = 512, 64  # bytes; 2.2: version 3 has no other sizes
MINI_CUTOFF = 4096  # bytes; shorter streams go into the mini stream (2.2)
END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFD  # 2.1
FREE = NO_ENTRY = 0xFFFFFFFF  # 2.1 and 2.6.1
SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
SECTORS_OF_THE_HEADER = 109  # FAT sectors that the header itself can list (2.2)
ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")  # 2.6.1
LONGEST_NAME = 31  # characters

Storage = Mapping[str, "bytes | Storage"]


class _Kind(IntEnum):
    UNUSED, STORAGE, STREAM, ROOT = 0, 1, 2, 5


class _Colour(IntEnum):
    RED, BLACK = 0, 1


@dataclass
class _Entry:
    """A row of the directory (2.6.1)."""

    name: str
    kind: _Kind
    content: bytes = b""
    left: int = NO_ENTRY
    right: int = NO_ENTRY
    child: int = NO_ENTRY
    colour: _Colour = _Colour.BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        return ENTRY.pack(
            *(name, len(name), self.kind, self.colour, self.left, self.right, self.child),
            *(bytes(16), 0, 0, 0, self.start, self.size),
        )


def compound_file(root: Storage) -> bytes:
    """The file; a mapping in ``root`` is a storage, bytes are a stream.

    Raises:
        ValueError: a name is empty or longer than 31 characters, or there is too much content.
    """
    directory = _directory(root)
    sectors = _Sectors()
    mini_stream, mini_chains = _place_short_streams(directory)
    for entry in directory[1:]:
        if entry.kind is _Kind.STREAM and entry.size >= MINI_CUTOFF:
            entry.start = sectors.add(entry.content)
    directory[0].start, directory[0].size = sectors.add(mini_stream), len(mini_stream)
    chains = _numbers(mini_chains)
    first_mini_chain = sectors.add(chains)
    spare = _Entry("", _Kind.UNUSED, colour=_Colour.RED)
    rows = directory + [spare] * (-len(directory) % (SECTOR // ENTRY.size))
    first_row = sectors.add(b"".join(entry.packed() for entry in rows))
    fat_at = sectors.close()
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        *(SIGNATURE, 0x3E, 3, 0xFFFE, 9, 6),  # versions, byte order, sizes as powers of two
        *(0, len(fat_at), first_row, 0, MINI_CUTOFF),
        *(first_mini_chain, len(chains) // SECTOR, END_OF_CHAIN, 0),
    )
    places = _numbers(fat_at, SECTORS_OF_THE_HEADER * 4)
    return header + places + sectors.content


class _Sectors:
    """The sectors behind the header, and the FAT that chains them (2.3)."""

    def __init__(self) -> None:
        self._content = bytearray()
        self._fat: list[int] = []

    @property
    def content(self) -> bytes:
        return bytes(self._content)

    def add(self, content: bytes) -> int:
        """Append a stream and return its first sector."""
        if not content:
            return END_OF_CHAIN
        start, count = len(self._fat), -(-len(content) // SECTOR)
        self._fat += [*range(start + 1, start + count), END_OF_CHAIN]
        self._content += content.ljust(count * SECTOR, b"\0")
        return start

    def close(self) -> list[int]:
        """Append the FAT, which lists its own sectors too; returns where they are."""
        per_sector = SECTOR // 4
        count = -(-len(self._fat) // (per_sector - 1))  # each takes one place in itself
        if count > SECTORS_OF_THE_HEADER:
            raise ValueError("the content is too large for a FAT listed in the header alone")
        places = list(range(len(self._fat), len(self._fat) + count))
        self._fat += [FAT_SECTOR] * count
        self._content += _numbers(self._fat, count * SECTOR)
        return places


def _directory(root: Storage) -> list[_Entry]:
    """The root entry and all below it (2.6)."""
    entries = [_Entry("Root Entry", _Kind.ROOT)]
    waiting: list[tuple[int, Storage]] = [(0, root)]
    while waiting:
        parent, storage = waiting.pop(0)
        ids = []
        for name in sorted(storage, key=_order):
            if not 1 <= len(name) <= LONGEST_NAME:
                raise ValueError(f"not a name for a storage or stream: {name!r}")
            content = storage[name]
            ids.append(len(entries))
            if isinstance(content, bytes):
                entries.append(_Entry(name, _Kind.STREAM, content, size=len(content)))
            else:
                waiting.append((len(entries), content))
                entries.append(_Entry(name, _Kind.STORAGE))
        entries[parent].child = _tree(entries, ids)
    return entries


def _order(name: str) -> tuple[int, bytes]:
    """Shorter names first, then by their capitals (2.6.4)."""
    return len(name.encode("utf-16-le")), name.upper().encode("utf-16-be")


def _tree(entries: list[_Entry], ids: list[int], depth: int = 0, full: int | None = None) -> int:
    """Siblings as a balanced red-black tree; returns its top (2.6.4).

    All levels are full but the last, which is red where it has gaps.
    """
    if not ids:
        return NO_ENTRY
    if full is None:
        full = (len(ids) + 1).bit_length() - 1
    middle = len(ids) // 2
    top = entries[ids[middle]]
    top.left = _tree(entries, ids[:middle], depth + 1, full)
    top.right = _tree(entries, ids[middle + 1 :], depth + 1, full)
    top.colour = _Colour.BLACK if depth < full else _Colour.RED
    return ids[middle]


def _place_short_streams(directory: list[_Entry]) -> tuple[bytes, list[int]]:
    """The mini stream and its chains (2.4)."""
    stream, chains = bytearray(), list[int]()
    for entry in directory:
        if entry.kind is not _Kind.STREAM or entry.size >= MINI_CUTOFF:
            continue
        entry.start = len(chains) if entry.content else END_OF_CHAIN
        count = -(-entry.size // MINI_SECTOR)
        chains += [*range(len(chains) + 1, len(chains) + count), END_OF_CHAIN][:count]
        stream += entry.content.ljust(count * MINI_SECTOR, b"\0")
    return bytes(stream), chains


def _numbers(values: list[int], size: int | None = None) -> bytes:
    """Sector numbers, filled up with free ones to ``size`` or to whole sectors."""
    packed = struct.pack(f"<{len(values)}I", *values)
    return packed.ljust(size or -(-len(packed) // SECTOR) * SECTOR, b"\xff")
