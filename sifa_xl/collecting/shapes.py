"""A collection as JSON, and as what the command prints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sifa_xl import headers as h
from sifa_xl.collecting.reporting import Collected, UnitReport, shown_moment
from sifa_xl.collecting.sent_files import FileState
from sifa_xl.collecting.tables import sentences
from sifa_xl.results import ResultTable, Value


def collected_shape(collected: Collected, traces: ResultTable) -> dict[str, Any]:
    """The JSON of ``collect --json``."""
    return {
        "summary": collected.headline,
        "clean": collected.is_clean,
        "units": [_unit_shape(unit) for unit in collected.units],
        "files": [
            {
                "file": file.name,
                "unit": file.unit,
                "state": str(file.state),
                "reason": file.reason,
                "sha256": file.reading.sha256,
            }
            for file in collected.files
        ],
        "kept": [
            {
                "unit": kept.unit,
                "cell": str(kept.place),
                "figure": kept.label,
                "now": kept.now,
                "given": kept.given,
                "put_before": kept.before,
            }
            for kept in collected.merge.kept
        ],
        "remarks": [*collected.remarks, *collected.merge.remarks],
        "others": collected.others,
        "figures": list(_figure_shapes(traces)),
    }


def _unit_shape(unit: UnitReport) -> dict[str, Any]:
    return {
        "unit": unit.name,
        "state": unit.state,
        "file": unit.file.name if unit.file else None,
        "saved": shown_moment(unit.file.saved) if unit.file else "",
        "stars": unit.stars,
        "errors": unit.errors,
        "doubts": unit.doubts,
        "remarks": unit.remarks,
        "notice": unit.notice,
    }


def _figure_shapes(traces: ResultTable) -> Iterator[dict[str, Any]]:
    for row in traces.rows:
        yield {
            "line": row[h.LINE],
            "figure": row[h.FIGURE],
            "unit": row[h.OFFICE],
            "given": _plain(row[h.GIVEN]),
            "standing": _plain(row[h.STANDING]),
            "file": row[h.FILE],
            "cell": row[h.CELLS],
            "put_at": row[h.PUT_AT],
        }


def _plain(value: Value) -> str | int | float | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == int(value) else float(value)


def told_lines(collected: Collected) -> list[str]:
    """What the command prints: the totals, then every unit and file that wants the clerk.

    Units of which the same is to be said stand in one line, where the first of them comes.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for unit in collected.units:
        if unit.state != h.RETURNED or unit.remarks:
            said = sentences(unit.remarks) or ""
            alike.setdefault((unit.state, said), []).append(unit.name)
    lines = [f"{collected.headline}。"]
    for (state, said), names in alike.items():
        many = f"（{len(names)}家）" if len(names) > 1 else ""
        lines.append(f"【{state}】{'、'.join(names)}{many}：{said}")
    shown = {id(unit.file) for unit in collected.units if unit.file}
    for file in collected.files:
        if id(file) not in shown and file.state is not FileState.TAKEN:
            lines.append(f"【{file.state}】“{file.name}”{file.reason}")
    if collected.others:
        lines.append(f"【可不改】{collected.told_others}。")
    return [
        *lines,
        *(f"【请核实】{each}。" for each in collected.remarks + collected.merge.remarks),
    ]
