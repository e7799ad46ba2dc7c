"""An .xlsx as a zip of parts: unpacked within limits, nothing taken on trust."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sifa_xl.book.limits import Budget, Limits, refuse_bytes_over, refuse_over
from sifa_xl.book.recognition import BROKEN, SAVE_AS
from sifa_xl.errors import FileProblem

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_CENTRAL_SIGNATURE = b"PK\x01\x02"
_IS_ENCRYPTED = 0x1
_STEP_BYTES = 1 << 16
_DRIVE = re.compile(r"[A-Za-z]:")
_ODD_ZIP = f"内部的压缩结构异常（%s）。{SAVE_AS}。"


@dataclass(frozen=True)
class Member:
    """Where one part lies in the file; sizes are bytes as the directory states them."""

    start: int
    packed_bytes: int
    size: int
    checksum: int
    is_deflated: bool


class Package:
    """The parts of one file by lower-case name with forward slashes.

    Raises:
        FileProblem: a broken or a hostile zip.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        self._data = data
        self._members: dict[str, Member] = {}
        self._spans: list[tuple[int, int]] = []
        for info in _read_directory(data, budget.limits):
            self._add(info)
        self._check_sizes(budget.limits)

    @property
    def names(self) -> list[str]:
        """All part names, lower case, in the order of the directory."""
        return list(self._members)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def size(self, part: str) -> int:
        """The unpacked size of ``part`` in bytes, as stated; unpacking holds it to that."""
        return self._member(part).size

    def read(self, part: str) -> bytes:
        """The whole unpacked part.

        Raises:
            FileProblem: the part is missing, broken or larger than it says.
        """
        return b"".join(self.steps(part))

    def packed(self, part: str) -> bytes:
        """The bytes of the part as they lie in the file."""
        member = self._member(part)
        return self._data[member.start : member.start + member.packed_bytes]

    def steps(self, part: str) -> Iterator[bytes]:
        """The unpacked part in pieces of bounded size; problems as in ``read``."""
        member = self._member(part)
        checksum = size = 0
        for piece in self._inflate(member):
            size += len(piece)
            if size > member.size:
                raise FileProblem(_ODD_ZIP % "大小与登记的不符")
            checksum = zlib.crc32(piece, checksum)
            self.budget.spend_bytes(len(piece))
            yield piece
        if size != member.size or checksum != member.checksum:
            raise FileProblem(BROKEN)

    def _member(self, part: str) -> Member:
        member = self._members.get(part.lower())
        if member is None:
            raise FileProblem(BROKEN)
        return member

    def _inflate(self, member: Member) -> Iterator[bytes]:
        packed = self._data[member.start : member.start + member.packed_bytes]
        if not member.is_deflated:
            yield packed
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            if member.size <= 16 * _STEP_BYTES:
                yield inflater.decompress(packed, member.size + 1)
                return
            for start in range(0, len(packed), _STEP_BYTES):
                rest = packed[start : start + _STEP_BYTES]
                while rest:
                    yield inflater.decompress(rest, 16 * _STEP_BYTES)
                    rest = inflater.unconsumed_tail
            yield inflater.flush()
        except zlib.error:
            raise FileProblem(BROKEN) from None

    def _add(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename.replace("\\", "/")  # some versions of WPS write backslashes
        if name.endswith("/"):
            return
        if "\0" in name or name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
            raise FileProblem(_ODD_ZIP % "部件名越出文件")
        if name.lower() in self._members:
            raise FileProblem(_ODD_ZIP % "部件重名")
        if info.flag_bits & _IS_ENCRYPTED:
            raise FileProblem("有打开密码。请去掉密码，保存后再用。")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileProblem(_ODD_ZIP % "压缩方法少见")
        start = self._find_start(info)
        self._members[name.lower()] = Member(
            start,
            info.compress_size,
            info.file_size,
            info.CRC,
            info.compress_type == zipfile.ZIP_DEFLATED,
        )
        self._spans.append((info.header_offset, start + info.compress_size))

    def _find_start(self, info: zipfile.ZipInfo) -> int:
        offset = info.header_offset
        if not 0 <= offset <= len(self._data) - _LOCAL_HEADER.size:
            raise FileProblem(BROKEN)
        signature, name_bytes, extra_bytes = _LOCAL_HEADER.unpack_from(self._data, offset)
        name_start = offset + _LOCAL_HEADER.size
        name = self._data[name_start : name_start + name_bytes]
        encoding = "utf-8" if info.flag_bits & 0x800 else "cp437"
        if signature != b"PK\x03\x04" or name != info.orig_filename.encode(encoding, "replace"):
            raise FileProblem(BROKEN)
        return int(name_start + name_bytes + extra_bytes)

    def _check_sizes(self, limits: Limits) -> None:
        for (_, end), (start, _) in pairwise(sorted(self._spans)):
            if start < end:
                raise FileProblem(_ODD_ZIP % "部件互相重叠")
        total = 0
        for member in self._members.values():
            total += member.size
            refuse_bytes_over("一个部件展开后的大小", member.size, limits.part_bytes)
            refuse_bytes_over("展开后的大小", total, limits.total_bytes)
            if member.size > limits.ratio_free_bytes:
                refuse_over("压缩比", member.size / max(1, member.packed_bytes), limits.ratio, "倍")


def _read_directory(data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    # zipfile makes an object of every entry: count them before it does
    refuse_over("压缩包里的部件", data.count(_CENTRAL_SIGNATURE), limits.members, "个")
    try:
        return zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        struct.error,
        ValueError,
        OverflowError,
        OSError,
        EOFError,
    ):
        raise FileProblem(BROKEN) from None
