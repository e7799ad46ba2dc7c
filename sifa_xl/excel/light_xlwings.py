"""xlwings without pandas and numpy, which it loads wherever they are installed."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

_WITHHELD = ("pandas", "numpy")


def xlwings() -> ModuleType:
    """The module, imported with pandas and numpy withheld unless somebody has loaded them."""
    if "xlwings" not in sys.modules:
        absent = [name for name in _WITHHELD if name not in sys.modules]
        sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: not to be had
        try:
            return import_module("xlwings")
        finally:
            for name in absent:
                sys.modules.pop(name, None)
    return sys.modules["xlwings"]
