"""Drive one headless LibreOffice over JSON lines.  Runs under the system Python, which has uno.

Started by ``server.py`` as ``python3 -m tests.office.worker PROFILE_FOLDER``.  A request a line,
an answer a line: ``{"command": "read", "doc": 1, "cells": ["表!C7"]}`` ->
``{"result": {"表!C7": 3.0}}`` or ``{"problem": "..."}``.  The end of the input ends the office.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.uno import Exception as UnoProblem

from tests.office import (
    Address,
    AddressError,
    by_sheet,
    column_index,
    name_of,
    split_address,
    vertical_runs,
)
from tests.office.render import dress_sheet

START_SECONDS = 60
# OOXMLRecalcMode 1: trust the cached values of every file until calculateAll is called
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>zh-CN</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop></item>
</oor:items>"""
NEVER_EXECUTE, ALWAYS_EXECUTE = 0, 4  # com.sun.star.document.MacroExecMode
FORMULA_CONTENT = 16  # com.sun.star.sheet.CellFlags.FORMULA


class RefusalError(Exception):
    """A request that cannot be carried out; its text is the answer."""


class Office:
    """The office process, its desktop and the documents open in it."""

    def __init__(self, profile: Path) -> None:
        (profile / "user").mkdir(parents=True)
        settings = profile / "user" / "registrymodifications.xcu"
        settings.write_text(SETTINGS, encoding="utf-8")
        pipe = f"sifa_{os.getpid()}"
        self.process = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={profile.as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
        self.desktop = self._connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.documents: dict[int, Any] = {}
        self.numbers = count(1)

    def answer(self, request: dict[str, Any]) -> Any:
        name = request.pop("command")
        if name == "open":
            return self.open(**request)
        number = request.pop("doc")
        document = self.documents.get(number)
        if document is None:
            raise RefusalError(f"document {number} is not open")
        if name == "close":
            return self.documents.pop(number).close(True)
        return COMMANDS[name](document, **request)

    def open(self, path: str, macros: bool = False) -> int:
        mode = ALWAYS_EXECUTE if macros else NEVER_EXECUTE
        options = _properties(Hidden=True, MacroExecutionMode=mode, UpdateDocMode=0)
        document = self.desktop.loadComponentFromURL(_url(path), "_blank", 0, options)
        if document is None:
            raise RefusalError(f"LibreOffice cannot open {path}")
        number = next(self.numbers)
        self.documents[number] = document
        return number

    def end(self) -> None:
        with suppress(UnoProblem):  # the connection breaks while the office goes
            self.desktop.terminate()
        self.process.wait()

    def _connect(self, address: str) -> Any:
        resolver = _service(uno.getComponentContext(), "com.sun.star.bridge.UnoUrlResolver")
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return _service(resolver.resolve(address), "com.sun.star.frame.Desktop")
            except NoConnectException:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


def main() -> None:
    requests: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    office = Office(Path(sys.argv[1]))
    answers.write(json.dumps({"result": "ready"}) + "\n")
    while line := requests.get():
        try:
            answer = {"result": office.answer(json.loads(line))}
        except (RefusalError, AddressError) as refusal:
            answer = {"problem": str(refusal)}
        except UnoProblem as problem:
            answer = {"problem": f"{type(problem).__name__}: {problem.Message}"}
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
    office.end()


def list_sheets(document: Any) -> list[dict[str, Any]]:
    return [
        {"name": sheet.Name, "visible": sheet.IsVisible, "protected": sheet.isProtected()}
        for sheet in map(document.Sheets.getByIndex, range(document.Sheets.Count))
    ]


def set_cells(document: Any, cells: dict[str, Any]) -> None:
    document.enableAutomaticCalculation(False)  # once after all cells, not after each
    try:
        for name, values in by_sheet(cells).items():
            sheet = _editable(document, name)
            for (column, row), run in vertical_runs(values):
                # setDataArray keeps every string a string; None would be written as #N/A
                area = sheet.getCellRangeByPosition(column, row, column, row + len(run) - 1)
                area.setDataArray(tuple(("" if value is None else value,) for value in run))
    finally:
        document.enableAutomaticCalculation(True)


def read_cells(document: Any, cells: list[str]) -> dict[str, Any]:
    found = {}
    for name, places in by_sheet(dict.fromkeys(cells)).items():
        values = _values(_sheet(document, name), places)
        found.update({(name, place): value for place, value in values.items()})
    return {cell: found[split_address(cell)] for cell in cells}


def list_formula_cells(document: Any, sheet: str) -> list[dict[str, Any]]:
    page = _sheet(document, sheet)
    right, bottom = _end(page)
    formulas = page.getCellRangeByPosition(0, 0, right, bottom).getFormulaArray()
    places = [
        (column, row)
        for area in page.queryContentCells(FORMULA_CONTENT).RangeAddresses
        for row in range(area.StartRow, area.EndRow + 1)
        for column in range(area.StartColumn, area.EndColumn + 1)
    ]
    values = _values(page, places)
    return [
        {"cell": name_of(place), "formula": formulas[place[1]][place[0]], "value": values[place]}
        for place in sorted(places, key=lambda place: (place[1], place[0]))
    ]


def rename_sheet(document: Any, sheet: str, name: str) -> None:
    _movable(document, sheet).Name = name


def move_sheet(document: Any, sheet: str, position: int) -> None:
    before = _movable(document, sheet).RangeAddress.Sheet
    # moveByName counts the places before the sheet is taken out
    document.Sheets.moveByName(sheet, position + 1 if position > before else position)


def hide_sheet(document: Any, sheet: str, hidden: bool = True) -> None:
    _movable(document, sheet).IsVisible = not hidden


def save_as(document: Any, path: str, filter: str) -> None:
    document.storeToURL(_url(path), _properties(FilterName=filter))


def print_sheet(document: Any, sheet: str, path: str, width: int, height: int) -> None:
    area = dress_sheet(document, _sheet(document, sheet), width, height)
    choice = uno.Any("[]com.sun.star.beans.PropertyValue", _properties(Selection=area))
    document.storeToURL(_url(path), _properties(FilterName="calc_pdf_Export", FilterData=choice))


def list_modules(document: Any) -> dict[str, str]:
    library = _library(document)
    return {name: library.getByName(name) for name in library.ElementNames}


def replace_module(document: Any, module: str, source: str) -> None:
    library = _library(document)
    if not library.hasByName(module):
        raise RefusalError(f"there is no module {module}")
    library.replaceByName(module, source)


def list_controls(document: Any) -> list[dict[str, str]]:
    """The buttons of every sheet, with the script a click is bound to."""
    found = []
    for sheet in map(document.Sheets.getByIndex, range(document.Sheets.Count)):
        forms = sheet.DrawPage.Forms
        for form in map(forms.getByIndex, range(forms.Count)):
            for number in range(form.Count):
                label = getattr(form.getByIndex(number), "Label", "")
                codes = [event.ScriptCode for event in form.getScriptEvents(number)]
                found += [{"sheet": sheet.Name, "label": label, "script": code} for code in codes]
    return found


def run_script(document: Any, script: str, from_ribbon: bool) -> Any:
    """What a click does; the ribbon gives an object besides, and here any will do."""
    arguments = (document,) if from_ribbon else ()
    try:
        return document.getScriptProvider().getScript(script).invoke(arguments, (), ())[0]
    except UnoProblem as problem:
        raise RefusalError(f"{script}: {problem.Message}") from None


COMMANDS: dict[str, Callable[..., Any]] = {
    "sheets": list_sheets,
    "set": set_cells,
    "read": read_cells,
    "formula_cells": list_formula_cells,
    "recalculate": lambda document: document.calculateAll(),
    "insert_rows": lambda document, sheet, row, count: _editable(
        document, sheet
    ).Rows.insertByIndex(row - 1, count),
    "delete_rows": lambda document, sheet, row, count: _editable(
        document, sheet
    ).Rows.removeByIndex(row - 1, count),
    "insert_columns": lambda document, sheet, column, count: _editable(
        document, sheet
    ).Columns.insertByIndex(column_index(column), count),
    "delete_columns": lambda document, sheet, column, count: _editable(
        document, sheet
    ).Columns.removeByIndex(column_index(column), count),
    "rename_sheet": rename_sheet,
    "move_sheet": move_sheet,
    "hide_sheet": hide_sheet,
    "save_as": save_as,
    "print_sheet": print_sheet,
    "modules": list_modules,
    "replace_module": replace_module,
    "controls": list_controls,
    "run": run_script,
}


def _listen(requests: "queue.Queue[str]") -> None:
    for line in sys.stdin:
        requests.put(line)
    requests.put("")
    time.sleep(10)  # whoever started us has gone; an office that hangs must not stay behind
    os.killpg(0, signal.SIGKILL)


def _properties(**values: Any) -> tuple[PropertyValue, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)


def _url(path: str) -> str:
    return str(uno.systemPathToFileUrl(path))


def _sheet(document: Any, name: str) -> Any:
    if not document.Sheets.hasByName(name):
        raise RefusalError(f"there is no sheet {name}")
    return document.Sheets.getByName(name)


def _library(document: Any) -> Any:
    return document.BasicLibraries.getByName(document.BasicLibraries.ProjectName)


def _editable(document: Any, name: str) -> Any:
    sheet = _sheet(document, name)
    if sheet.isProtected():
        sheet.unprotect("")
    return sheet


def _movable(document: Any, name: str) -> Any:
    if document.isProtected():
        document.unprotect("")
    return _sheet(document, name)


def _end(sheet: Any) -> Address:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow


def _values(sheet: Any, places: Iterable[Address]) -> dict[Address, Any]:
    """Read many cells in two calls: the used area that holds them, as values and as formulas."""
    wanted = set(places)
    found: dict[Address, Any] = dict.fromkeys(wanted)
    end = _end(sheet)
    inside = [place for place in wanted if place[0] <= end[0] and place[1] <= end[1]]
    if not inside:
        return found
    left, top = min(column for column, _ in inside), min(row for _, row in inside)
    right, bottom = max(column for column, _ in inside), max(row for _, row in inside)
    area = sheet.getCellRangeByPosition(left, top, right, bottom)
    data, formulas = area.getDataArray(), area.getFormulaArray()
    for column, row in inside:
        value = data[row - top][column - left]
        if value is None:
            found[column, row] = {"error": sheet.getCellByPosition(column, row).String}
        elif value != "" or formulas[row - top][column - left]:  # "" of a formula is a text
            found[column, row] = value
    return found


if __name__ == "__main__":
    main()
