"""Parts of a zip swapped for new ones; every other byte of every other member is copied."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sifa_xl.book.recognition import BROKEN, SAVE_AS
from sifa_xl.errors import FileProblem

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_END_SIGNATURE, _CENTRAL_SIGNATURE, _LOCAL_SIGNATURE = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_ZIP64_LOCATOR = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_ZIP64_EXTRA = 0x0001
_HAS_DESCRIPTOR, _IS_UTF8 = 0x0008, 0x0800
_STORED, _DEFLATED = 0, 8
_LONGEST_COMMENT = 0xFFFF


@dataclass(frozen=True)
class _Entry:
    """A member as the directory lists it; ``fields`` are those of its fixed part."""

    fields: tuple[int, ...]
    name: bytes
    extra: bytes
    comment: bytes

    @property
    def part(self) -> str:
        """The name as ``Package`` knows it."""
        encoding = "utf-8" if self.fields[2] & _IS_UTF8 else "cp437"
        return self.name.decode(encoding, "replace").replace("\\", "/").lower()

    @property
    def start(self) -> int:
        """Where its local header begins, as stated."""
        return self.fields[15]


def swap(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with new contents for ``parts`` (lower-case names), everything else as it was.

    Members keep their order, names, dates and, where not swapped, their compressed bytes.

    Raises:
        FileProblem: the zip is of a kind that cannot be patched.
    """
    end, entries, shift = _read_directory(data)
    starts = sorted(entry.start + shift for entry in entries)
    directory = end[6] + shift
    stops = dict(zip(starts, [*starts[1:], directory], strict=True))
    out = bytearray(data[: starts[0]])
    moved: dict[int, tuple[int, bytes | None]] = {}
    by_start = {entry.start + shift: entry for entry in entries}
    for start in starts:
        new = parts.get(by_start[start].part)
        moved[start] = (len(out), new)
        record = data[start : stops[start]]
        out += record if new is None else _local_record(record, by_start[start], new)
    new_directory = len(out)
    for entry in entries:
        out += _central_record(entry, *moved[entry.start + shift])
    size = len(out) - new_directory
    tail = data[_find_end(data) + _END.size :]
    out += _END.pack(_END_SIGNATURE, *end[1:5], size, new_directory, end[7]) + tail
    return bytes(out)


def _read_directory(data: bytes) -> tuple[tuple[int, ...], list[_Entry], int]:
    """The end record, the members in the directory's order, and how far all offsets are off."""
    place = _find_end(data)
    try:
        end = _END.unpack_from(data, place)
        first = place - end[5]
        entries = list(_entries(data, first, end[4]))
    except struct.error:
        raise FileProblem(BROKEN) from None
    shift = first - end[6]
    is_zip64 = data[max(place - _LOCATOR_BYTES, 0) :].startswith(_ZIP64_LOCATOR)
    if is_zip64 or shift < 0 or not entries:
        raise FileProblem(f"内部的压缩结构不是常见的一种，不能往里写。{SAVE_AS}。")
    if any(data[e.start + shift :][:4] != _LOCAL_SIGNATURE for e in entries):
        raise FileProblem(BROKEN)
    return end, entries, shift


def _find_end(data: bytes) -> int:
    earliest = max(len(data) - _END.size - _LONGEST_COMMENT, 0)
    place = data.rfind(_END_SIGNATURE, earliest)
    if place < 0:
        raise FileProblem(BROKEN)
    return place


def _entries(data: bytes, place: int, count: int) -> Iterator[_Entry]:
    for _ in range(count):
        signature, *fields = _CENTRAL.unpack_from(data, place)
        if signature != _CENTRAL_SIGNATURE:
            raise FileProblem(BROKEN)
        place += _CENTRAL.size
        pieces = []
        for length in fields[9:12]:  # name, extra, comment
            pieces.append(data[place : place + length])
            place += length
        yield _Entry(tuple(fields), *pieces)


def _local_record(record: bytes, entry: _Entry, new: bytes) -> bytes:
    """The member anew: same name, date and extra fields, no descriptor behind the data."""
    _, version, flags, method, time, day, *_, name_bytes, extra_bytes = _LOCAL.unpack_from(record)
    head = _LOCAL.size + name_bytes
    extra = _without_zip64(record[head : head + extra_bytes])
    packed = _pack(new, entry.fields[3])
    fixed = _LOCAL.pack(
        _LOCAL_SIGNATURE,
        version,
        flags & ~_HAS_DESCRIPTOR,
        method,
        time,
        day,
        zlib.crc32(new),
        len(packed),
        len(new),
        name_bytes,
        len(extra),
    )
    return fixed + record[_LOCAL.size : head] + extra + packed


def _central_record(entry: _Entry, start: int, new: bytes | None) -> bytes:
    fields, extra = list(entry.fields), entry.extra
    fields[15] = start
    if new is not None:
        extra = _without_zip64(extra)
        fields[2] &= ~_HAS_DESCRIPTOR
        fields[6:9] = [zlib.crc32(new), len(_pack(new, fields[3])), len(new)]
        fields[10] = len(extra)
    return _CENTRAL.pack(_CENTRAL_SIGNATURE, *fields) + entry.name + extra + entry.comment


def _pack(content: bytes, method: int) -> bytes:
    if method == _STORED:
        return content
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields but for the sizes of zip64, which the new member does not need."""
    kept, place = b"", 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        if kind != _ZIP64_EXTRA:
            kept += extra[place : place + 4 + length]
        place += 4 + length
    return kept + extra[place:]
