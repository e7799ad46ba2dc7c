"""What the units below a bureau gave, out of the workbook into which it collected their returns.

For drilling down only: the bureau's own figures hold these numbers already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from sifa_xl import headers as h
from sifa_xl.collecting.origins import Origin, read_origins
from sifa_xl.collecting.returns import ReturnedFigure, ReturnedPart
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Approx, Grid, State
from sifa_xl.filled import Filled
from sifa_xl.forms import Form, pick_form, read_form, sheet_code


def origins_of(grids: Sequence[Grid]) -> list[Origin]:
    """What the workbook's own collection put where."""
    return list(read_origins(_form(grids, h.ORIGINS_SHEET, h.ORIGINS)).values())


def totals_column(grids: Sequence[Grid]) -> int:
    """The column 分所合计 of 分所表; 0 where it is not to be found."""
    form = _form(grids, h.UNIT_TABLE_SHEET, h.UNIT_TABLE)
    table = form.tables.get(h.UNIT_TABLE) if form else None
    return table.columns.get(h.UNIT_TOTAL, 0) if table else 0


def figures_below(filled: Filled, origins: Iterable[Origin]) -> Iterator[ReturnedFigure]:
    """The columns of 分所表, and what those units had collected themselves."""
    labels = {f.code: f.label for data in filled.lines.values() for f in data.line.figures}
    for code, given in filled.unit_values.items():
        for each in given:
            amount = each.amount
            if code in labels and amount.state is not State.BLANK:
                yield ReturnedFigure(
                    code=code,
                    label=labels[code],
                    state=amount.state,
                    value=amount.value,
                    approx=amount.approx,
                    unit=amount.unit,
                    cell=str(amount.place),
                    path=each.unit,
                )
    for origin in origins:
        value = _number(origin)
        if origin.path and origin.code in labels and value is not None:
            yield ReturnedFigure(
                code=origin.code,
                label=labels[origin.code],
                state=State.KNOWN,
                value=value,
                approx=_hedge(origin),
                unit="",
                cell=origin.cell,
                path=_path(origin),
                file=origin.file,
            )


def parts_below(
    lines: Iterable[type[WorkLine]], origins: Iterable[Origin]
) -> Iterator[ReturnedPart]:
    """The rows of splits as those units gave them."""
    splits = {split.code: split for line in lines for split in line.splits}
    for origin in origins:
        split, value = splits.get(origin.code), _number(origin)
        if split is None or origin.unit == h.COUNTY or value is None:
            continue
        if origin.name and origin.measure in split.measures:
            yield ReturnedPart(
                code=split.code,
                label=split.label,
                name=origin.name,
                measure=origin.measure,
                value=value,
                approx=_hedge(origin),
                cell=origin.cell,
                path=_path(origin),
                file=origin.file,
            )


def units_lacking(filled: Filled) -> tuple[str, ...]:
    """The units below that its own collection left without a number: not in, or sent back."""
    given = {each.unit for numbers in filled.unit_values.values() for each in numbers}
    waiting = (unit.name for unit in filled.units if unit.state in (h.DUE_IN, h.SENT_BACK))
    return tuple(name for name in waiting if name not in given)


def _form(grids: Sequence[Grid], code: str, name: str) -> Form | None:
    own = [read_form(grid) for grid in grids if sheet_code(grid) == code]
    return pick_form([form for form in own if form is not None], code, name)


def _path(origin: Origin) -> str:
    return f"{origin.unit}/{origin.path}" if origin.path else origin.unit


def _hedge(origin: Origin) -> Approx:
    return Approx(origin.approx) if origin.approx in set(Approx) else Approx.NONE


def _number(origin: Origin) -> Decimal | None:
    """None for 待定, for words, and for what somebody typed into the hidden sheet."""
    try:
        value = Decimal(origin.given)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
