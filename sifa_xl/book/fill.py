"""What to type into a new workbook, from a TOML file: the samples are made this way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sifa_xl.errors import FileProblem

Typed = str | int | Decimal | date
_CELLS = (str, int, Decimal, date)


class Fill:
    """Typed contents by sheet, table and row; empty for a blank master.

    ``earlier`` names a period of the same year whose numbers stand beside this one's.
    """

    def __init__(self, data: dict[str, Any] | None = None, earlier: str = "") -> None:
        self._data = data or {}
        self.earlier = earlier

    @classmethod
    def load(cls, path: Path) -> Fill:
        """Read a filling.

        Raises:
            FileProblem: there is no such file, or it is no TOML.
        """
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except FileNotFoundError:
            raise FileProblem(f"找不到填表内容文件“{path}”。请核对文件名与所在文件夹。") from None
        except (OSError, UnicodeDecodeError):
            raise FileProblem(
                f"读不了填表内容文件“{path}”。请核对它是 UTF-8 的文本文件。"
            ) from None
        except tomllib.TOMLDecodeError as problem:
            found = re.search(r"line (\d+)", str(problem))
            where = f"第{found[1]}行" if found else "末尾"
            message = f"填表内容文件“{path.name}”{where}写法不对。请按样例的 TOML 写法改正。"
            raise FileProblem(message) from None
        misplaced = next(_misplaced(data), None)
        if misplaced is not None:
            message = f"填表内容文件“{path.name}”里的“{misplaced}”写法不对。请按样例的写法改正。"
            raise FileProblem(message)
        return cls(data)

    def row(self, sheet: str, table: str, name: str) -> dict[str, Typed]:
        """The cells by header of a named row of a table; empty where nothing is given."""
        found = self._data.get(sheet, {}).get(table, {}).get(name, {})
        return dict(found) if isinstance(found, dict) else {}

    def rows(self, sheet: str, table: str) -> list[dict[str, Typed]]:
        """The rows of a table without names."""
        found = self._data.get(sheet, {}).get(table, [])
        return [dict(row) for row in found] if isinstance(found, list) else []

    def setting(self, label: str) -> Typed | None:
        """The value typed on 首页 beside ``label``."""
        value: Typed | None = self._data.get("首页", {}).get(label)
        return value


def _misplaced(data: dict[str, Any]) -> Iterator[str]:
    """What does not stand as sheet, table, row, cell; 首页 has cells at once."""
    for sheet, tables in data.items():
        if not isinstance(tables, dict):
            yield sheet
            continue
        for table, rows in tables.items():
            where = f"{sheet}·{table}"
            if sheet == "首页":
                yield from () if isinstance(rows, _CELLS) else (where,)
            elif isinstance(rows, dict | list):
                each = list(rows.values()) if isinstance(rows, dict) else rows
                yield from (where for row in each if not _is_row(row))
            else:
                yield where


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(cell, _CELLS) for cell in row.values())
