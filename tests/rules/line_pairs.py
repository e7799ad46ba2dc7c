"""``lines.md`` as sheets: the cells of each rule's two variants, drawn on the sheet of its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Grid
from sifa_xl.lines import shipped
from tests.drawn import draw

TABLE = Path(__file__).parent / "lines.md"


class Pair(NamedTuple):
    """A rule with the cells of the sheet that passes and of the one that fails."""

    code: str
    passing: dict[str, str]
    failing: dict[str, str]

    @property
    def line(self) -> type[WorkLine]:
        """The line whose rule it is."""
        return next(line for line in shipped() if self.code in [r.code for r in line.all_rules])


def pairs() -> Iterator[Pair]:
    """Every row of the table."""
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        columns = [cell.strip() for cell in text.strip("|").split("|")]
        if text.startswith("|") and "=" in columns[1]:
            passing = _cells(columns[1])
            yield Pair(columns[0], passing, passing | _cells(columns[2]))


def drawn(line: type[WorkLine], cells: dict[str, str]) -> Grid:
    """A sheet of the line with these cells."""
    text = ["| 指标 | 本期 | 口径 |"]
    figures = [name for name in cells if "/" not in name and "." not in name]
    text += [f"| {name} | {cells[name]} | {cells.get(f'{name}.口径', '')} |" for name in figures]
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for name, value in cells.items():
        if "/" in name:
            split, part, measure = name.split("/")
            rows.setdefault(split, {}).setdefault(part, {})[measure] = value
    for split in line.splits:
        if split.name in rows:
            head = [split.by, *split.measures]
            text += [split.name, f"| {' | '.join(head)} |"]
            for part, values in rows[split.name].items():
                body = [part, *(values.get(measure, "") for measure in split.measures)]
                text.append(f"| {' | '.join(body)} |")
    return draw(line, "\n".join(text))


def _cells(text: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in text.split())
