"""The macros of an open workbook, run without Excel: what they would have called is recorded.

LibreOffice cannot compile xlwings' own module, and then no macro does anything at all; so here it
is replaced, in the open workbook only, by one that notes what Python was asked to do.
"""

from __future__ import annotations

from pathlib import Path

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
        launcher = book.modules()["Launcher"]
        book.replace_module("xlwings", RECORDER)
        # messages and programs started would block the office or leave it
        launcher = launcher.replace("MsgBox ", f'NoteCall "{TOLD}" & ')
        book.replace_module("Launcher", launcher.replace("Shell ", 'NoteCall "Shell: " & '))

    def install(self, interpreter: Path) -> None:
        """Let the macros find Python at ``interpreter``."""
        self._book.set({"xlwings.conf!B1": str(interpreter)})

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

    def _taken(self) -> list[str]:
        return str(self._book.run(TAKE)).split(SEPARATOR)[:-1]
