"""The macros of the workbook: our sources, xlwings' own module, one module for every sheet."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from sifa_xl import shipped
from sifa_xl.actions import ACTIONS, Action
from sifa_xl.book.macro_guards import guard_calls, guard_modules, guard_sheets
from sifa_xl.book.plan import SheetPlan
from sifa_xl.book.vba_project import Module, ModuleKind, vba_project
from sifa_xl.book.vba_source import parse_module
from sifa_xl.errors import DefinitionProblem

WORKBOOK = "ThisWorkbook"
ACTIONS_FILE = "Actions.bas"
_ACTIONS_HEAD = """\
Attribute VB_Name = "Actions"
Option Explicit

' Generated from sifa_xl/actions.py, not to be edited: what is behind every button.
' A button of a sheet calls the first Sub of a pair, the ribbon the second.
"""
_ACTION = """
Public Sub {macro}()
    Launch "{key}", "{by_file}"
End Sub

Public Sub {ribbon_macro}(control As IRibbonControl)
    Launch "{key}", "{by_file}"
End Sub
"""


def macro_project(plans: Sequence[SheetPlan]) -> bytes:
    """``vbaProject.bin`` for a workbook with these sheets.

    Raises:
        DefinitionProblem: something Excel would refuse, or a button without its macro.
    """
    modules = macro_modules(plans)
    guard_sheets(plans)
    guard_modules(modules)
    guard_calls(plans, modules)
    return vba_project(modules)


def macro_modules(plans: Sequence[SheetPlan]) -> list[Module]:
    """The modules of the workbook and its sheets, then ours in order of names, then xlwings'.

    Raises:
        DefinitionProblem: a source is missing.
    """
    folder = shipped.folder("macros")
    return [
        parse_module(_text(folder / f"{WORKBOOK}.cls"), ModuleKind.WORKBOOK, WORKBOOK),
        *(Module(plan.code_name, kind=ModuleKind.SHEET) for plan in plans),
        *(parse_module(_text(path), name=path.stem) for path in sorted(folder.glob("*.bas"))),
        parse_module(_text(xlwings_source()), name="xlwings"),
    ]


def xlwings_source() -> Path:
    """xlwings' standalone module inside the installed package, which is not imported for it.

    Raises:
        DefinitionProblem: xlwings is not installed.
    """
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        raise DefinitionProblem("没有安装 xlwings，做不出带宏的工作簿。请重新安装本程序。")
    return Path(found.origin).parent / "xlwings.bas"


def actions_module(actions: Sequence[Action] = ACTIONS) -> str:
    """The text of ``macros/Actions.bas``."""
    pairs = (
        _ACTION.format(
            macro=each.macro, ribbon_macro=each.ribbon_macro, key=each.key, by_file=each.by_file
        )
        for each in actions
    )
    return _ACTIONS_HEAD + "".join(pairs)


def _text(path: Path) -> str:
    """The source; whatever is not UTF-8 turns into characters that the guard refuses."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        raise DefinitionProblem(f"缺少宏的源文件“{path.name}”。请重新安装本程序。") from None
