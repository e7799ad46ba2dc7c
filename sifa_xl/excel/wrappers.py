"""Signatures of ``excel.udfs`` -> ``macros/Udfs.bas``; ``python -m sifa_xl.excel.wrappers``.

How a call goes (xlwings 0.33 and later): the macro calls ``XLPy.CallUDF(module, name, arguments,
workbook, caller)``.  The server's ``call_udf`` imports the module, takes the function's
``__xlfunc__``, which ``xlwings.func`` leaves there, pairs argument by argument with its entries (a
last ``*`` entry serves all that follow), converts each as its ``convert`` option says, calls, and
converts the answer to rows of values; ``CallUDF`` hands a single cell back as a scalar.

Arguments go as values (Value2), never as Range objects: a Range would be read again from Python,
cell block by cell block, and a foreign office has no such interface.  The option is ``raw``, so
that a blank arrives as None and an error as its number, not as a blank.  Type hints become
``convert`` options as well; ``check_hints`` refuses those that would break every call.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from inspect import Parameter
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from sifa_xl import shipped
from sifa_xl.cell_functions import CELL_FUNCTIONS, CellFunction
from sifa_xl.errors import DefinitionProblem
from sifa_xl.excel import udfs

FILE = "Udfs.bas"
MODULE = udfs.__name__
PLAIN_HINTS: tuple[object, ...] = (Any, str, float, int, bool, list)  # converted to themselves
# words VBA does not take as the name of an argument
_WORDS = """
and any as boolean byref byte byval call case cdate close const currency date debug declare
dim do double each else end enum eqv erase error event exit false for friend function get
global goto if imp implements in input integer is let like line lock long loop lset me mod
name new next not nothing null object on open option optional or paramarray print private
property public put redim rem resume return rset seek select set single static stop step
string sub then to true type typeof until variant wend while with write xor
"""
RESERVED = frozenset(_WORDS.split())
Functions = Mapping[str, Callable[..., Any]]

_HEAD = """\
Attribute VB_Name = "Udfs"
Option Explicit
' Generated from the signatures in sifa_xl/excel/udfs.py: python -m sifa_xl.excel.wrappers
' A failed call keeps the others from asking for a while: each would wait for Python to start.

Private Const RETRY_DAYS As Double = 30 / 86400
Private quietUntil As Date
"""
_TAIL = f"""\
Private Function Answer(ByVal key As String, ByVal given As Variant) As Variant
    If Now < quietUntil Then Err.Raise 5
    quietUntil = Now + RETRY_DAYS
    Answer = XLPy.CallUDF("{MODULE}", key, given, ThisWorkbook, Application.Caller)
    quietUntil = 0
End Function

Private Function ValueOf(ByRef given As Variant) As Variant
    Dim area As Object
    If IsObject(given) Then
        Set area = given
        ValueOf = area.Value2
    Else
        ValueOf = given
    End If
End Function
"""


def wrapper_source() -> str:
    """The text of ``macros/Udfs.bas``: one public function for each of ``CELL_FUNCTIONS``.

    Raises:
        DefinitionProblem: a signature cannot be called from Excel, or its help does not fit it.
    """
    functions = {each.key: getattr(udfs, each.key) for each in CELL_FUNCTIONS}
    check_hints(functions)
    for each in CELL_FUNCTIONS:
        _check_help(each, functions[each.key])
    wrappers = [_wrapper(each, functions[each.key]) for each in CELL_FUNCTIONS]
    return "\n".join([_HEAD, *wrappers, _TAIL])


def check_hints(functions: Functions) -> None:
    """Refuse signatures with which every call from Excel would fail, all told at once.

    xlwings looks the hint up among its converters and asks the hint itself when it finds none:
    a union, object, Decimal or a model has no ``router``.  date and tuple it does convert, but
    from something other than the plain values the macros pass.

    Raises:
        DefinitionProblem: function, argument and what is wrong with it.
    """
    problems = [
        f"{name}的{problem}"
        for name, function in functions.items()
        for problem in (*_hint_problems(function), *_shape_problems(function))
    ]
    if problems:
        raise DefinitionProblem("；".join(problems) + "。")


def write(folder: Path) -> Path:
    """Write the wrappers into ``folder``; returns the file.

    Raises:
        DefinitionProblem: as ``wrapper_source``.
    """
    path = folder / FILE
    path.write_text(wrapper_source(), encoding="ascii", newline="\n")
    return path


def _hint_problems(function: Callable[..., Any]) -> list[str]:
    hints = get_type_hints(function, include_extras=True)
    return [
        f"{'返回值' if name == 'return' else f'参数{name}'}的类型标注{hint}在Excel里会出错"
        for name, hint in hints.items()
        if (get_origin(hint) or hint) not in PLAIN_HINTS
    ]


def _shape_problems(function: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    kinds = {parameter.kind for parameter in parameters}
    problems = []
    if kinds & {Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD, Parameter.POSITIONAL_ONLY}:
        problems.append("参数只能按位置写，不能只按名称写")
    if Parameter.VAR_POSITIONAL in kinds and _optional(parameters):
        problems.append("参数不能既有可不填的，又有个数不定的")
    if inspect.iscoroutinefunction(function):
        problems.append("定义是异步的，单元格等不到结果")
    for parameter in parameters:
        if parameter.name in RESERVED | {"caller"} or not parameter.name.isascii():
            problems.append(f"参数名{parameter.name}是VBA或xlwings的保留字，或不是英文")
        elif parameter.default not in (Parameter.empty, None):
            problems.append(f"参数{parameter.name}不填时宏给的是空，默认值只能是None")
    return problems


def _optional(parameters: Collection[Parameter]) -> bool:
    return any(parameter.default is not Parameter.empty for parameter in parameters)


def _check_help(declared: CellFunction, function: Callable[..., Any]) -> None:
    count = len(inspect.signature(function).parameters)
    if count != len(declared.arguments):
        raise DefinitionProblem(
            f"{declared.name}有{count}个参数，说明有{len(declared.arguments)}条，对不上。"
        )


def _wrapper(declared: CellFunction, function: Callable[..., Any]) -> str:
    parameters = list(inspect.signature(function).parameters.values())
    head = f"Public Function {declared.name}({', '.join(map(_parameter, parameters))}) As Variant"
    gather, given = _given(parameters)
    body = [
        *gather,
        f'{declared.name} = Answer("{declared.key}", {given})',
        "Exit Function",
    ]
    lines = [head, "    On Error GoTo Failed", *(f"    {line}" for line in body)]
    lines += ["Failed:", f"    {declared.name} = CVErr(xlErrValue)", "End Function"]
    return "\n".join(lines) + "\n"


def _parameter(parameter: Parameter) -> str:
    if parameter.kind is Parameter.VAR_POSITIONAL:
        return f"ParamArray {parameter.name}() As Variant"
    if parameter.default is Parameter.empty:
        return f"{parameter.name} As Variant"
    return f"Optional {parameter.name} As Variant"


def _given(parameters: list[Parameter]) -> tuple[list[str], str]:
    """The lines that gather the arguments, and the expression that hands them over."""
    named = [p.name for p in parameters if p.kind is not Parameter.VAR_POSITIONAL]
    values = [f"ValueOf({name})" for name in named]
    if len(named) == len(parameters):
        optional = [p.name for p in parameters if p.default is not Parameter.empty]
        blanks = [f'If IsMissing({name}) Then {name} = ""' for name in optional]
        return blanks, f"Array({', '.join(values)})"
    rest = parameters[-1].name
    return [
        "Dim given() As Variant",
        "Dim index As Long",
        f"ReDim given(0 To UBound({rest}) + {len(named)})",
        *(f"given({number}) = {value}" for number, value in enumerate(values)),
        f"For index = 0 To UBound({rest})",
        f"    given(index + {len(named)}) = ValueOf({rest}(index))",
        "Next index",
    ], "given"


if __name__ == "__main__":
    write(shipped.folder("macros"))
