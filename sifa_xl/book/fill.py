"""What to type into a new workbook, from a TOML file: the samples are made this way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sifa_xl.errors import FileProblem

Typed = str | int | Decimal | date
_Path = tuple[str, ...]
ROWS = "行"  # stands for every row of a table without names
_MOST_NAMED = 8
_ALIKE = 0.4
_CELLS = (str, int, Decimal, date)


class Fill:
    """Typed contents by sheet, table and row; empty for a blank master.

    It notes every name the workbook asks for: what nobody asks for has no place there.
    ``earlier`` names a period of the same year whose numbers stand beside this one's.
    """

    def __init__(self, data: dict[str, Any] | None = None, earlier: str = "") -> None:
        self._data = data or {}
        self._asked: dict[_Path, set[str]] = {}
        self._tables: dict[str, list[_Row]] = {}
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
        self._ask(sheet, table, name)
        found = self._data.get(sheet, {}).get(table, {})
        found = found.get(name, {}) if isinstance(found, dict) else {}
        asked = self._asked.setdefault((sheet, table, name), set())
        return _Row(found if isinstance(found, dict) else {}, asked)

    def rows(self, sheet: str, table: str) -> list[dict[str, Typed]]:
        """The rows of a table without names."""
        self._ask(sheet, table)
        found = self._data.get(sheet, {}).get(table, [])
        asked = self._asked.setdefault((sheet, table, ROWS), set())
        rows = [_Row(row, asked) for row in found] if isinstance(found, list) else []
        self._tables[f"{sheet}·{table}"] = rows
        return [*rows]

    def setting(self, label: str) -> Typed | None:
        """The value typed on 首页 beside ``label``."""
        self._ask("首页", label)
        value: Typed | None = self._data.get("首页", {}).get(label)
        return value

    def refuse_unknown(self) -> None:
        """To be called when the workbook is planned.

        Raises:
            FileProblem: names that the workbook has no place for, each with the nearest it has,
                and rows that a table has no room for.
        """
        unknown = [*self._unknown(self._data, ()), *self._left_over()]
        if unknown:
            rest = f"……共{len(unknown)}处" if len(unknown) > _MOST_NAMED else ""
            raise FileProblem(
                f"填表内容文件里有工作簿放不下的内容：{'；'.join(unknown[:_MOST_NAMED])}{rest}。"
                "没有写任何文件。请改正或删去它们。"
            )

    def _left_over(self) -> Iterator[str]:
        for table, rows in self._tables.items():
            for number, row in enumerate(rows, 1):
                if row and not row.is_read:
                    yield f"{table}的第{number}行（表里没有这么多行）"

    def _ask(self, *names: str) -> None:
        for depth, name in enumerate(names):
            self._asked.setdefault(names[:depth], set()).add(name)

    def _unknown(self, content: object, at: _Path) -> Iterator[str]:
        if isinstance(content, list):
            for row in content:
                yield from self._unknown(row, (*at, ROWS))
        elif isinstance(content, dict):
            known = self._asked.get(at, set())
            for name, inner in content.items():
                if inner in ({}, []):
                    continue  # no content, no place needed
                if name in known:
                    yield from self._unknown(inner, (*at, name))
                else:
                    yield _told(name, at, known)


class _Row(dict[str, Typed]):
    """The cells of one row by header, which notes the headers it is asked for."""

    def __init__(self, cells: dict[str, Typed], asked: set[str]) -> None:
        super().__init__(cells)
        self._asked = asked
        self.is_read = False

    def get(self, header: str, default: Any = None) -> Any:
        """The cell under the header."""
        self._asked.add(header)
        self.is_read = True
        return super().get(header, default)


def _told(name: str, at: _Path, known: set[str]) -> str:
    """``人民调解·数据“受理纠分”（是不是“受理纠纷”？）``."""
    near = get_close_matches(name, sorted(known), 1, _ALIKE)
    guess = f"（是不是“{near[0]}”？）" if near else ""
    return f"{'·'.join(each for each in at if each != ROWS)}“{name}”{guess}"


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
