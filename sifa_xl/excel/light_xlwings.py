"""xlwings, loaded without the big packages it takes along only because they are installed."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sifa_xl.excel.startup import WITHHELD


def load() -> Any:
    """The package xlwings; it is imported here and nowhere else.

    A big package that is loaded already, or xlwings itself, is left as it is.
    """
    with _withheld() if "xlwings" not in sys.modules else _as_it_is():
        import xlwings
    cleanup = getattr(sys.modules.get("xlwings._xlwindows"), "cleanup", None)
    if cleanup is not None:
        # at its end xlwings would kill every Excel it cannot see, work of others included
        atexit.unregister(cleanup)
    return xlwings


def refusals() -> tuple[type[Exception], ...]:
    """What is raised when Excel does not do what it was asked."""
    found: list[type[Exception]] = [load().XlwingsError]
    messages = sys.modules.get("pywintypes")
    if messages is not None:
        found.append(messages.com_error)
    return tuple(found)


@contextmanager
def _withheld() -> Iterator[None]:
    """While inside, the packages that are not loaded yet cannot be imported."""
    hidden = [name for name in WITHHELD if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            if sys.modules.get(name, name) is None:
                del sys.modules[name]


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield
