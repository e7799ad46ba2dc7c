"""Where templates, macros and workbooks lie: inside the installed package, else the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_shipped"


def folder(name: str) -> Path:
    """The folder ``templates``, ``macros`` or ``workbooks`` that came with the program."""
    installed = _INSTALLED / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
