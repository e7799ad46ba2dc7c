"""What Excel would refuse or silently do wrong is refused while the workbook is built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sifa_xl.actions import ACTIONS, Action
from sifa_xl.book.plan import SheetPlan
from sifa_xl.book.vba_project import Module, ModuleKind
from sifa_xl.book.vba_source import Procedure, procedures
from sifa_xl.errors import DefinitionProblem

LONGEST_LINE = 1023  # characters; the editor cuts what is longer
_CELL = re.compile(r"[A-Z]{1,3}\d+|R\d*(C\d*)?|C\d*", re.IGNORECASE)  # Btn1, R1C1, and their kin
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")


def guard_sheets(plans: Sequence[SheetPlan]) -> None:
    """Every sheet has a code name of its own that VBA accepts.

    Raises:
        DefinitionProblem: names the sheet.
    """
    for plan in plans:
        if not plan.code:
            raise DefinitionProblem(f"“{plan.name}”表没有代码名。请在它的表样里写上代码。")
        if not _NAME.fullmatch(plan.code_name):
            raise DefinitionProblem(
                f"“{plan.name}”表的代码名“{plan.code_name}”宏里不能用。"
                "请改成英文字母开头、不超过31个字母、数字和下划线。"
            )
    for name in _doubled(plan.code_name for plan in plans):
        sheets = "、".join(plan.name for plan in plans if plan.code_name.lower() == name)
        raise DefinitionProblem(f"有几张表的代码名都是“{name}”：{sheets}。请各用各的代码。")


def guard_modules(modules: Sequence[Module]) -> None:
    """The sources can be compiled by every Excel, and no name means two things.

    Raises:
        DefinitionProblem: names module and line, or the name that is wrong.
    """
    for module in modules:
        _guard_text(module)
    for name in _doubled(module.name for module in modules):
        raise DefinitionProblem(f"有两个宏模块都叫“{name}”。请改掉一个的名字。")
    names = {module.name.lower() for module in modules}
    for procedure in (each for module in modules for each in procedures(module)):
        if _CELL.fullmatch(procedure.name):
            raise DefinitionProblem(
                f"{procedure.module}：宏“{procedure.name}”的名字像单元格地址，按钮找不到它。"
                "请换一个名字。"
            )
        if procedure.name.lower() in names:
            raise DefinitionProblem(
                f"{procedure.module}：宏“{procedure.name}”与一个模块同名，按钮找不到它。"
                "请改掉一个的名字。"
            )
    _guard_public_names(modules)


def guard_calls(
    plans: Sequence[SheetPlan], modules: Sequence[Module], actions: Sequence[Action] = ACTIONS
) -> None:
    """Behind every button stands a Sub without argument, behind the ribbon one with one.

    Raises:
        DefinitionProblem: names the button and the macro.
    """
    subs = {procedure.name: procedure for procedure in _public(modules) if procedure.is_sub}
    for plan in plans:
        for button in plan.buttons:
            where = f"“{plan.name}”表的按钮“{button.caption}”"
            _guard_call(where, button.macro, 0, subs.get(button.macro))
    for action in actions:
        where = f"功能区的“{action.caption}”"
        _guard_call(where, action.ribbon_macro, 1, subs.get(action.ribbon_macro))


def _guard_text(module: Module) -> None:
    if not _NAME.fullmatch(module.name):
        raise DefinitionProblem(
            f"宏模块的名字“{module.name}”不能用。请改成英文字母开头、不超过31个字母和数字。"
        )
    for number, line in enumerate(module.text.split("\r\n"), 1):
        if not line.isascii():
            raise DefinitionProblem(
                f"{module.name}第{number}行有中文或全角字符：{line.strip()}。"
                "宏里只用 ASCII 字符，给人看的话写在工作簿的表里。"
            )
        if len(line) > LONGEST_LINE:
            raise DefinitionProblem(
                f"{module.name}第{number}行有{len(line)}个字符，最多{LONGEST_LINE}个。请折成几行。"
            )


def _guard_public_names(modules: Sequence[Module]) -> None:
    plain = [module for module in modules if module.kind is ModuleKind.PLAIN]
    per_module = [{each.name.lower() for each in _public([module])} for module in plain]
    for name in _doubled(name for names in per_module for name in sorted(names)):
        homes = [m.name for m, names in zip(plain, per_module, strict=True) if name in names]
        raise DefinitionProblem(
            f"宏“{name}”在{'和'.join(homes)}里都有。请改掉一个的名字，或改成 Private。"
        )


def _guard_call(where: str, macro: str, arguments: int, found: Procedure | None) -> None:
    if found is None:
        raise DefinitionProblem(f"{where}要运行的宏“{macro}”不存在。请在 macros 里补上。")
    if found.arguments != arguments:
        raise DefinitionProblem(
            f"{where}要运行的宏“{macro}”应有{arguments}个参数，现在有{found.arguments}个。"
        )


def _public(modules: Sequence[Module]) -> list[Procedure]:
    plain = [module for module in modules if module.kind is ModuleKind.PLAIN]
    return [each for module in plain for each in procedures(module) if each.is_public]


def _doubled(names: Iterable[str]) -> list[str]:
    """VBA does not tell capitals from small letters."""
    return [name for name, count in Counter(n.lower() for n in names).items() if count > 1]
