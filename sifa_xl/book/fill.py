"""What to type into a new workbook, from a TOML file: the samples are made this way."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sifa_xl.errors import FileProblem

Typed = str | int | Decimal | date


class Fill:
    """Typed contents by sheet, table and row; empty for a blank master."""

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        self._data = data or {}

    @classmethod
    def load(cls, path: Path) -> Fill:
        """Read a filling.

        Raises:
            FileProblem: there is no such file, or it is no TOML.
        """
        try:
            return cls(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
        except FileNotFoundError:
            raise FileProblem(f"找不到填表内容文件“{path}”。请核对文件名与所在文件夹。") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise FileProblem(
                f"填表内容文件“{path}”读不懂：{problem}。请按 TOML 格式改正。"
            ) from None

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
