"""The macros of an open workbook, run without Excel: what they would have called is recorded.

LibreOffice cannot compile xlwings' own module, and then no macro does anything at all; so here it
is replaced, in the open workbook only, by one that notes what Python was asked to do.
"""

from __future__ import annotations

import re
from pathlib import Path

from sifa_xl import shipped
from tests.office.server import Book

HEAD = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"
SEPARATOR = "\x1e"
RECORDER = f"""{HEAD}
Private recorded As String
Public Function RunPython(PythonCommand As String)
    NoteCall PythonCommand
End Function
Public Sub NoteCall(ByVal words As String)
    recorded = recorded & words & Chr({ord(SEPARATOR)})
End Sub
Public Function TakeRecorded() As String
    TakeRecorded = recorded
    recorded = ""
End Function
"""
SCRIPT = "vnd.sun.star.script:VBAProject.{}?language=Basic&location=document"
TAKE = SCRIPT.format("xlwings.TakeRecorded")
TOLD = "MsgBox: "


class Clicks:
    """Clicks in ``book``, which was opened with its macros alive."""

    def __init__(self, book: Book) -> None:
        self._book = book
        book.replace_module("xlwings", RECORDER)
        source = shipped.folder("macros") / "Launcher.bas"
        _, _, launcher = source.read_text(encoding="ascii").partition("\n")
        # messages and programs started would block the office or leave it
        self._launcher = HEAD + launcher.replace("MsgBox ", f'NoteCall "{TOLD}" & ').replace(
            "Shell ", 'NoteCall "Shell: " & '
        )
        book.replace_module("Launcher", self._launcher)

    def install(self, interpreter: Path) -> None:
        """Let the macros find Python at ``interpreter``."""
        self._book.set({"xlwings.conf!B1": str(interpreter)})

    def pretend(self, **others: str) -> None:
        """Let an expression of the launcher be another: ``Application_Name='"WPS"'``."""
        source = self._launcher
        for name, other in others.items():
            expression = rf"\b{name.replace('_', '[.]')}\b"
            assert re.search(expression, source)
            source = re.sub(expression, lambda _, other=other: other, source)
        self._book.replace_module("Launcher", source)

    def press(self, script: str) -> list[str]:
        """Click a button by its stored script; gives the calls of Python and the messages."""
        self._book.run(script)
        return self._taken()

    def choose(self, macro: str) -> list[str]:
        """Click in the ribbon, where ``onAction`` names the macro."""
        self._book.run(SCRIPT.format(f"Actions.{macro}"), from_ribbon=True)
        return self._taken()

    def call(self, macro: str) -> list[str]:
        """Run ``Module.Sub``."""
        return self.press(SCRIPT.format(macro))

    def call_watched(self, module: str, macro: str, statement: str) -> list[str]:
        """Run a Sub; gives an entry for every time ``statement`` was reached."""
        source = self._book.modules()[module]
        assert source.count(statement) == 1
        watched = source.replace(statement, f'NoteCall "reached"\n{statement}')
        self._book.replace_module(module, watched)
        done = self.call(f"{module}.{macro}")
        self._book.replace_module(module, source)
        return done

    def _taken(self) -> list[str]:
        return str(self._book.run(TAKE)).split(SEPARATOR)[:-1]
