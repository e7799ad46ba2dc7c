"""Which library of xlwings the macros of a workbook load: it must be the one that is installed.

The version stands in the source of xlwings' own module, compressed inside the workbook's
``vbaProject.bin`` ([MS-OVBA] 2.4.1).  Every container in it is opened until the name is found.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from sifa_xl import shipped

_PROJECT = "xl/vbaProject.bin"
_CONTAINER = re.compile(rb"\x01(?=.[\xb0-\xbf])", re.DOTALL)  # its mark, then a chunk's header
_LIBRARY = re.compile(rb"xlwings64-(\d+(?:\.\d+)+)\.dll")
_CHUNKS = 2  # the name stands on the first pages


def shipped_version() -> str | None:
    """The version that the shipped macro workbooks load; None when there are none."""
    for workbook in sorted(shipped.folder("workbooks").glob("[!~.]*.xlsm")):
        if version := version_in(workbook):
            return version
    return None


def version_in(workbook: Path) -> str | None:
    """The version that the macros of ``workbook`` load; None when they load none."""
    with zipfile.ZipFile(workbook) as package:
        if _PROJECT not in package.namelist():
            return None
        project = package.read(_PROJECT)
    for container in _CONTAINER.finditer(project):
        if found := _LIBRARY.search(_first_pages(project, container.end())):
            return found[1].decode("ascii")
    return None


def _first_pages(data: bytes, start: int) -> bytes:
    pages = b""
    for _ in range(_CHUNKS):
        header = int.from_bytes(data[start : start + 2], "little")
        if header & 0xF000 != 0xB000:  # left uncompressed, or the end
            break
        end = start + (header & 0x0FFF) + 3
        pages += _decompressed(data[start + 2 : end])
        start = end
    return pages


def _decompressed(chunk: bytes) -> bytes:
    """Literals and copies of what stood before, eight to a byte of flags (2.4.1.3.2)."""
    out = bytearray()
    position = 0
    while position < len(chunk):
        flags, position = chunk[position], position + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += chunk[position : position + 1]
                position += 1
                continue
            token = int.from_bytes(chunk[position : position + 2], "little")
            position += 2
            offset_bits = max((len(out) - 1).bit_length(), 4)
            offset = (token >> 16 - offset_bits) + 1
            if offset > len(out):  # no container after all, only bytes that look like one
                return bytes(out)
            for _ in range((token & 0xFFFF >> offset_bits) + 3):
                out.append(out[-offset])
    return bytes(out)
