"""Names of files and folders: words of a unit, a sheet or a person never leave their folder."""

from __future__ import annotations

import re

OUTPUT = "输出"  # the folder beside the workbook that takes the Word files
LONGEST_BYTES = 150  # a name may have 255 with its backup's date, its lock and its ending
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')  # on Windows; / and \ lead elsewhere everywhere
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")
_NAMELESS = "未命名"


def harmless_name(words: str) -> str:
    """``words`` as one file name without its ending: no folder, device or hidden character."""
    shown = "".join(letter for letter in words if letter.isprintable() or letter.isspace())
    name = _FORBIDDEN.sub("_", " ".join(shown.split())).strip(" ._~$")
    name = _DEVICES.sub(lambda found: f"{found[0]}_", name) if _DEVICES.match(name) else name
    short = name.encode("utf-8")[:LONGEST_BYTES].decode("utf-8", "ignore")
    return short.rstrip(" .") or _NAMELESS
