"""The text of a module: its name, its body, and the procedures others can call."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sifa_xl.book.vba_project import Module, ModuleKind

_ATTRIBUTE = re.compile(r"Attribute VB_\w+ = ")
_NAME = re.compile(r'Attribute VB_Name = "(\w+)"')
_PROCEDURE = re.compile(
    r"^\s*(?:(Public|Private|Friend)\s+)?(?:Static\s+)?(Sub|Function)\s+(\w+)\s*(?:\(([^)]*)\))?",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r" _[ \t]*\n")


@dataclass(frozen=True)
class Procedure:
    """A Sub or Function; ``arguments`` is how many it takes."""

    name: str
    module: str
    arguments: int
    is_public: bool
    is_sub: bool


def parse_module(text: str, kind: ModuleKind = ModuleKind.PLAIN, name: str = "") -> Module:
    """An exported ``.bas`` or ``.cls``; its heading is dropped, ``VB_Name`` kept.

    ``name`` serves a file whose heading does not tell it.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].startswith("VERSION "):
        lines = lines[next(n for n, line in enumerate(lines) if line.strip() == "END") + 1 :]
    while lines and _ATTRIBUTE.match(lines[0]):
        said = _NAME.match(lines.pop(0))
        name = said[1] if said else name
    return Module(name, "\n".join(lines), kind)


def procedures(module: Module) -> list[Procedure]:
    """Its Subs and Functions in their order; of two behind an ``#If`` both."""
    found = []
    for line in _CONTINUED.sub(" ", module.source.replace("\r\n", "\n")).split("\n"):
        said = _PROCEDURE.match(line)
        if said is not None:
            scope, kind, name, arguments = said.groups()
            count = len(arguments.split(",")) if arguments and arguments.strip() else 0
            is_public = (scope or "Public").lower() == "public"
            found.append(Procedure(name, module.name, count, is_public, kind.lower() == "sub"))
    return found
