"""Modules of source text -> ``vbaProject.bin`` ([MS-OVBA]).

Only source is written, no compiled code: the version 0xFFFF (2.3.4.1) makes the host compile every
module when it first needs one.  Section numbers below are those of [MS-OVBA].
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sifa_xl.book.compound_file import compound_file
from sifa_xl.book.vba_compression import compress

CODE_PAGE = 936  # GBK, as a Chinese Excel writes it; the sources themselves are ASCII
ENCODING = f"cp{CODE_PAGE}"
PROJECT_NAME = "VBAProject"
PROJECT_ID = "{8C2E57A4-3B0D-4C71-9A65-D1F0B7E4A936}"  # fixed, so that builds are the same
HELP_AND_LIBRARY_FLAGS = bytes(4)
SYSTEM_WINDOWS_32 = 1  # 2.3.4.2.1.1; 64-bit Excel writes it too, and LibreOffice reads it
ENGLISH = 0x409
VERSION = 1_558_000_000, 4  # 2.3.4.2.1.11: any major and minor number
NOT_COMPILED = b"\xcc\x61\xff\xff\x00\x00\x00"  # 2.3.4.1
EXTENDER = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
REFERENCES = (  # 2.3.4.2.2.5; a host finds a library by its identifier, the path is a hint
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0"
        r"#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (  # IRibbonControl lives here
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
        r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        r"#Microsoft Office 16.0 Object Library",
    ),
)


class ModuleKind(StrEnum):
    """What a module belongs to; the value is the class it stands on (2.3.4.3, VB_Base)."""

    PLAIN = ""
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"


@dataclass(frozen=True)
class Module:
    """``source`` is the body, without the attributes that head an exported file."""

    name: str
    source: str = ""
    kind: ModuleKind = ModuleKind.PLAIN

    @property
    def text(self) -> str:
        """The whole source as it stands in the project, with Windows line ends."""
        lines = [f'Attribute VB_Name = "{self.name}"', *self._document_attributes()]
        body = self.source.replace("\r\n", "\n").rstrip("\n")
        lines += body.split("\n") if body else []
        return "".join(f"{line}\r\n" for line in lines)

    def _document_attributes(self) -> list[str]:
        if self.kind is ModuleKind.PLAIN:
            return []
        truths = {
            "GlobalNameSpace": False,
            "Creatable": False,
            "PredeclaredId": True,
            "Exposed": True,
            "TemplateDerived": False,
            "Customizable": True,
        }
        base = f'Attribute VB_Base = "{self.kind}"'
        return [base, *(f"Attribute VB_{name} = {truth}" for name, truth in truths.items())]


def vba_project(modules: Sequence[Module]) -> bytes:
    """The project; the same modules give the same bytes."""
    names = b"".join(
        module.name.encode(ENCODING) + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
        for module in modules
    )
    streams = {module.name: compress(module.text.encode(ENCODING)) for module in modules}
    return compound_file(
        {
            "VBA": {
                "_VBA_PROJECT": NOT_COMPILED,
                "dir": compress(_directory(modules)),
                **streams,
            },
            "PROJECT": _properties(modules).encode(ENCODING),
            "PROJECTwm": names + b"\0\0",  # 2.3.3
        }
    )


def _directory(modules: Sequence[Module]) -> bytes:
    """The stream ``dir``: information, references, modules (2.3.4.2)."""
    parts = [_information()]
    for name, library in REFERENCES:
        path = library.encode(ENCODING)
        parts.append(_text(0x16, 0x3E, name))
        parts.append(_record(0x0D, struct.pack("<I", len(path)) + path + bytes(6)))
    parts.append(_record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff"))
    for module in modules:
        parts.append(_text(0x19, 0x47, module.name) + _text(0x1A, 0x32, module.name))
        parts.append(_text(0x1C, 0x48, "") + _record(0x31, bytes(4)))  # source from the start
        parts.append(_record(0x1E, bytes(4)) + _record(0x2C, b"\xff\xff"))
        parts.append(_record(0x21 if module.kind is ModuleKind.PLAIN else 0x22) + _record(0x2B))
    return b"".join(parts) + _record(0x10)


def _information() -> bytes:
    """What the project is (2.3.4.2.1)."""
    major, minor = VERSION
    return b"".join(
        (
            _record(0x01, struct.pack("<I", SYSTEM_WINDOWS_32)),
            _record(0x02, struct.pack("<I", ENGLISH)),
            _record(0x14, struct.pack("<I", ENGLISH)),
            _record(0x03, struct.pack("<H", CODE_PAGE)),
            _record(0x04, PROJECT_NAME.encode(ENCODING)),
            _text(0x05, 0x40, ""),
            _text(0x06, 0x3D, ""),
            _record(0x07, HELP_AND_LIBRARY_FLAGS),
            _record(0x08, HELP_AND_LIBRARY_FLAGS),
            struct.pack("<HIIH", 0x09, 4, major, minor),  # its size leaves out the minor number
            _text(0x0C, 0x3C, ""),
        )
    )


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _text(number: int, wide_number: int, text: str) -> bytes:
    """A text twice, in the code page and in UTF-16."""
    wide = _record(wide_number, text.encode("utf-16-le"))
    return _record(number, text.encode(ENCODING)) + wide


def _properties(modules: Sequence[Module]) -> str:
    """The stream ``PROJECT`` (2.3.1)."""
    lines = [f'ID="{PROJECT_ID}"']
    for module in modules:
        is_plain = module.kind is ModuleKind.PLAIN
        lines.append(f"Module={module.name}" if is_plain else f"Document={module.name}/&H00000000")
    lines += [
        f'Name="{PROJECT_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_hidden(bytes(4), 0x08)}"',  # not protected (2.3.1.15)
        f'DPB="{_hidden(bytes(1), 0x11)}"',  # no password (2.3.1.16)
        f'GC="{_hidden(bytes([0xFF]), 0x20)}"',  # visible (2.3.1.17)
        "",
        "[Host Extender Info]",
        EXTENDER,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _hidden(content: bytes, seed: int) -> str:
    """Data obscured with the project's identifier, as hexadecimal digits (2.4.3.2)."""
    key = sum(PROJECT_ID.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    before, ignored = key, bytes((seed & 6) // 2)
    for byte in ignored + struct.pack("<I", len(content)) + content:
        out.append(byte ^ ((out[-2] + before) & 0xFF))
        before = byte
    return bytes(out).hex().upper()
