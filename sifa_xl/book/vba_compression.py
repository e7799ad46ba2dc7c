"""Bytes -> the compressed container of a VBA project ([MS-OVBA] 2.4.1)."""

from __future__ import annotations

import struct

CHUNK = 4096  # bytes before compression
SHORTEST_COPY = 3
SIGNED, RAW = 0xB000, 0x3FFF  # 2.4.1.1.5: the header of a chunk; of one left as it is


def compress(content: bytes) -> bytes:
    """The container of ``content`` (2.4.1.3.6).

    Raises:
        ValueError: the last, short chunk does not get smaller; source text always does.
    """
    out = bytearray(b"\x01")
    for start in range(0, len(content), CHUNK):
        out += _chunk(content[start : start + CHUNK])
    return bytes(out)


def _chunk(content: bytes) -> bytes:
    packed = _Packer(content).packed()
    if len(packed) <= CHUNK:
        return struct.pack("<H", SIGNED | (len(packed) - 1)) + packed
    if len(content) < CHUNK:  # a raw chunk is always whole; this one would gain zeros at its end
        raise ValueError("these bytes cannot be compressed; they are no source text")
    return struct.pack("<H", RAW) + content


class _Packer:
    """One chunk as literals and copies of what stood before, eight to a flag byte (2.4.1.1.7)."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._seen: dict[bytes, list[int]] = {}  # where three bytes stood

    def packed(self) -> bytes:
        out = bytearray()
        position = 0
        while position < len(self._content):
            flags, tokens = 0, bytearray()
            for bit in range(8):
                if position == len(self._content):
                    break
                start, length = self._best_copy(position)
                if length:
                    flags |= 1 << bit
                    tokens += _copy_token(position, position - start, length)
                else:
                    tokens.append(self._content[position])
                position = self._note(position, length or 1)
            out.append(flags)
            out += tokens
        return bytes(out)

    def _best_copy(self, position: int) -> tuple[int, int]:
        """Start and length of the longest earlier match, or length 0."""
        best_start = best_length = 0
        limit = min((0xFFFF >> _offset_bits(position)) + SHORTEST_COPY, self._left(position))
        key = self._content[position : position + SHORTEST_COPY]
        for start in reversed(self._seen.get(key, [])):
            length = self._match(start, position, limit)
            if length > best_length:
                best_start, best_length = start, length
            if length == limit:
                break
        return best_start, best_length

    def _left(self, position: int) -> int:
        return len(self._content) - position

    def _match(self, start: int, position: int, limit: int) -> int:
        length = SHORTEST_COPY
        while length < limit and self._content[start + length] == self._content[position + length]:
            length += 1
        return length

    def _note(self, position: int, step: int) -> int:
        for each in range(position, position + step):
            if self._left(each) >= SHORTEST_COPY:
                key = self._content[each : each + SHORTEST_COPY]
                self._seen.setdefault(key, []).append(each)
        return position + step


def _offset_bits(position: int) -> int:
    """How many bits of a copy token tell the offset (2.4.1.3.19.1)."""
    return max((position - 1).bit_length(), 4) if position else 4


def _copy_token(position: int, offset: int, length: int) -> bytes:
    """Offset and length in sixteen bits (2.4.1.3.19.3)."""
    bits = 16 - _offset_bits(position)
    return struct.pack("<H", (offset - 1) << bits | (length - SHORTEST_COPY))
