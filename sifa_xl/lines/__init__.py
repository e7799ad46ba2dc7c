"""The work lines that ship with the program: one module each, found by being there."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sifa_xl.declarations import WorkLine


@cache
def shipped() -> tuple[type[WorkLine], ...]:
    """Every shipped work line, in the order of the workbook."""
    found: list[type[WorkLine]] = []
    for module in iter_modules(__path__):
        members = vars(import_module(f"{__name__}.{module.name}")).values()
        found += [m for m in members if isinstance(m, type) and issubclass(m, WorkLine)]
    return tuple(sorted({line for line in found if line is not WorkLine}, key=lambda x: x.order))
