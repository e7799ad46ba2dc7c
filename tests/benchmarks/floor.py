"""The least a program built on our packages does: start, import them, read the same sheets."""

import sys

import jinja2  # noqa: F401
import pydantic  # noqa: F401
import typer  # noqa: F401
from python_calamine import CalamineWorkbook


def read(workbook: str) -> list[list[list[object]]]:
    """Every sheet as rows of values."""
    book = CalamineWorkbook.from_path(workbook)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


if __name__ == "__main__":
    read(sys.argv[1])
