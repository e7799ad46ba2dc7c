"""Start-up hook of the installed Python: xlwings finds no pandas, no numpy and no paid parts.

Excel starts that Python with a command of xlwings' own, before any line of ours could run.  xlwings
imports what it finds installed, to convert values nobody here asks for, and the clerk would wait
for it at the first press of a button.  The installer therefore names this module
in a ``.pth`` file.  Only xlwings is refused: a ledger that needs pandas imports it as usual.
"""

from __future__ import annotations

import sys

WITHHELD = ("pandas", "numpy", "polars", "matplotlib", "PIL", "xlwings.pro")


class _Withholding:
    """A finder of modules that stands before all others and only ever refuses."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Pass the question on, unless it is xlwings that asks for what is withheld.

        Raises:
            ModuleNotFoundError: it is; xlwings then goes on as if it were not installed.
        """
        if name in WITHHELD and _importer().partition(".")[0] == "xlwings":
            raise ModuleNotFoundError(f"{name} is withheld from xlwings", name=name)


def _importer() -> str:
    """The name of the module that has the import statement."""
    frame = sys._getframe(2)
    while frame.f_back and _name(frame.f_globals).startswith(("importlib.", "_frozen_importlib")):
        frame = frame.f_back
    return _name(frame.f_globals)


def _name(variables: dict[str, object]) -> str:
    return str(variables.get("__name__", ""))


if _Withholding not in sys.meta_path:
    sys.meta_path.insert(0, _Withholding)
