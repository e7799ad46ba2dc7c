"""填报单位 and 分所表 -> the units that deliver figures, and what each gave for which figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from unicodedata import normalize

from sifa_xl import headers as h
from sifa_xl.declarations import Count, WorkLine
from sifa_xl.domain import CellKind, Level, Place, State
from sifa_xl.filled import Amount, Filled, Unit, UnitAmount
from sifa_xl.forms import Form, Record, Table
from sifa_xl.rows import Rows
from sifa_xl.wording import number_text

OWN_HEADERS = (h.LINE, h.FIGURE, h.UNIT, h.APPROX, h.UNIT_TOTAL)
MOST_PARTS = 6  # figures named one by one
_BETWEEN_LINES = re.compile(r"[、，,；;\s/]+")


def same_name(name: str) -> str:
    """What two spellings of a unit's name share: full width, spaces and breaks do not matter."""
    return "".join(normalize("NFKC", name).split())


def unit_columns(table: Table) -> dict[str, int]:
    """The columns of 分所表 that carry a unit's name, by the name as it stands there."""
    return {name: column for name, column in table.columns.items() if name not in OWN_HEADERS}


def read_units(table: Table | None, rows: Rows, lines: Sequence[type[WorkLine]]) -> list[Unit]:
    """The rows of 填报单位 that have a name; what is wrong there is told."""
    titles = [line.title for line in lines]
    found: list[Unit] = []
    for record in table.filled() if table else ():
        if all(record.cells[header].is_formula for header in record.cells):
            continue  # nothing but our own texts
        unit = _read_unit(record, record.row - (table.header_row if table else 0), rows, titles)
        if not unit.name:
            message = "这一行有内容，没有写单位名称。处理：补上名称，或清空这一行"
            rows.report("V-06", Level.ERROR, unit.place, h.UNITS, message)
            continue
        if any(same_name(other.name) == same_name(unit.name) for other in found):
            message = f"“{unit.name}”列了两次。处理：合成一行，或改正名称"
            rows.report("R-02", Level.ERROR, unit.place, unit.name, message)
            continue
        found.append(unit)
    return found


def read_unit_table(
    form: Form | None, rows: Rows, lines: Sequence[type[WorkLine]], filled: Filled
) -> None:
    """分所表 into ``filled.unit_values``; columns and rows that cannot be told are findings."""
    table = rows.table(form, h.UNIT_TABLE, h.COLUMNS[h.UNIT_TABLE]) if form else None
    if form is None or table is None:
        return
    figures = {
        code: (line, figure)
        for line in lines
        for figure in line.figures
        for code in (figure.code, *(f"{line.code}.{name}" for name in figure.was))
    }
    names = {name: _proper(name, filled.units) for name in unit_columns(table)}
    _report_nameless(form, table, rows)
    seen: set[str] = set()
    used: set[str] = set()
    for record in table.records:
        given = [name for name in names if name in record.cells]
        if not given:
            continue
        if record.code not in figures or figures[record.code][1].code in seen:
            _report_stray(record, given, rows, is_double=record.code in figures)
            continue
        _, figure = figures[record.code]
        seen.add(figure.code)
        used.update(given)
        values = list(_values(record, figure, {name: names[name] for name in given}, rows))
        if values:
            filled.unit_values[figure.code] = values
    _report_missing_units(figures, filled, rows)
    _report_parts(figures, filled, rows)
    _report_unknown(table, names, used, filled.units, rows)
    # the rows of other figures are folded from the beginning, and a collection fills them there
    starred = [given for code, given in filled.unit_values.items() if figures[code][1].star]
    rows.report_hidden(form, [each.amount.place for given in starred for each in given])


# ----------------------------------------------------------------------- 填报单位


def _read_unit(record: Record, number: int, rows: Rows, titles: Sequence[str]) -> Unit:
    text = rows.text(record, h.LINE)
    due = h.DUE if h.DUE in record.columns else h.DUE_BEFORE
    return Unit(
        name=rows.text(record, h.OFFICE),
        place=rows.place(record, h.OFFICE),
        kind=rows.choice(record, h.KIND, h.UNIT_KINDS),
        lines=_lines_of(text, record, rows, titles),
        lines_text=text,
        contact=rows.text(record, h.CONTACT),
        phone=rows.text(record, h.PHONE),
        due=rows.day(record, due),
        state=rows.choice(record, h.RETURN_STATE, h.RETURN_STATES),
        lacking=rows.text(record, h.LACKING),
        number=number,
    )


def _lines_of(text: str, record: Record, rows: Rows, titles: Sequence[str]) -> tuple[str, ...]:
    """The titles of the work lines named in the cell; a word that is none of them is told."""
    by_name = {same_name(title): title for title in titles}
    found: list[str] = []
    for word in filter(None, _BETWEEN_LINES.split(text)):
        title = by_name.get(same_name(word))
        if title is not None:
            found.append(title)
            continue
        near = get_close_matches(word, titles, 1, 0.5)
        guess = f"，最接近的是“{near[0]}”" if near else ""
        message = f"没有“{word[:20]}”这条业务线{guess}。处理：改成业务表的名称，几条用顿号隔开"
        rows.report("R-01", Level.VERIFY, rows.place(record, h.LINE), h.UNITS, message)
    return tuple(dict.fromkeys(found))


# ------------------------------------------------------------------------- 分所表


def _proper(name: str, units: Sequence[Unit]) -> str:
    """The unit's name as 填报单位 spells it, else as it stands in the header."""
    return next((unit.name for unit in units if same_name(unit.name) == same_name(name)), name)


def _values(
    record: Record, figure: Count, names: Mapping[str, str], rows: Rows
) -> Iterator[UnitAmount]:
    hedge = rows.approx(record, figure.label)
    for header, unit in names.items():
        label = f"{unit}{figure.label}"
        amount = rows.amount(record, header, figure.units, label)
        if amount.state is State.BLANK:
            continue
        approx = amount.approx or (hedge if amount.state is State.KNOWN else amount.approx)
        amount = amount.model_copy(update={"unit": amount.unit or figure.unit, "approx": approx})
        _report_range(figure, amount, label, rows)
        yield UnitAmount(unit=unit, amount=amount)


def _report_range(figure: Count, amount: Amount, label: str, rows: Rows) -> None:
    value = amount.value
    if amount.state is State.PENDING:
        message = f"{label}还是“待定”，分所合计算不出来。处理：数字出来后填上"
        rows.report("X-06", Level.ERROR, amount.place, label, message)
    if value is not None and (value < 0 or (not figure.places and value % 1)):
        wanted = "不小于0的数" if figure.places else "不小于0的整数"
        message = f"{label}是{number_text(value)}，应是{wanted}。处理：核对后改正"
        rows.report("X-10", Level.ERROR, amount.place, label, message)


def _report_missing_units(
    figures: Mapping[str, tuple[type[WorkLine], Count]], filled: Filled, rows: Rows
) -> None:
    """★ figures that some units gave and others, who have this line, did not; once per gap."""
    gaps: dict[tuple[str, tuple[str, ...]], list[tuple[str, Place]]] = {}
    for code, values in filled.unit_values.items():
        line, figure = figures[code]
        missing = tuple(_missing(line, values, filled.units))
        if figure.star and missing:
            found = gaps.setdefault((line.title, missing), [])
            found.append((figure.label, values[0].amount.place))
    for (title, missing), found in gaps.items():
        shown = "、".join(label for label, _ in found[:MOST_PARTS])
        many = f"等{len(found)}项" if len(found) > MOST_PARTS else ""
        message = (
            f"{title}的{shown}{many}，别的单位填了，还缺{len(missing)}个单位：{'、'.join(missing)}。"
            "处理：补上；确为零填0。没有补齐的，分所合计就不是总数"
        )
        rows.report("R-05", Level.VERIFY, found[0][1], title, message)


def _missing(
    line: type[WorkLine], values: Sequence[UnitAmount], units: Sequence[Unit]
) -> list[str]:
    """The units that have this line and gave nothing for the figure."""
    given = {value.unit for value in values}
    return [
        unit.name
        for unit in units
        if unit.kind in h.PLACE_KINDS and line.title in unit.lines and unit.name not in given
    ]


def _report_parts(
    figures: Mapping[str, tuple[type[WorkLine], Count]], filled: Filled, rows: Rows
) -> None:
    """Figures without ★ that only some units gave: their sums are not those of the county."""
    by_line: dict[str, list[tuple[str, Place]]] = {}
    for code, values in filled.unit_values.items():
        line, figure = figures[code]
        if not figure.star and _missing(line, values, filled.units):
            found = by_line.setdefault(line.title, [])
            found.append((f"{figure.label}（{len(values)}个）", values[0].amount.place))
    for title, found in by_line.items():
        shown = "、".join(words for words, _ in found[:MOST_PARTS])
        many = "等" if len(found) > MOST_PARTS else ""
        message = (
            f"{title}有{len(found)}项选填的指标，只有一部分单位填了：{shown}{many}。"
            "处理：核对没有填的单位是不是没有这项统计；漏填的补上，确为零填0"
        )
        rows.report("R-05", Level.HINT, found[0][1], title, message)


def _report_unknown(
    table: Table,
    names: Mapping[str, str],
    used: set[str],
    units: Sequence[Unit],
    rows: Rows,
) -> None:
    known = [unit.name for unit in units]
    for header, name in names.items():
        if name in known or header not in used:
            continue
        near = get_close_matches(name, known, 1, 0.5)
        guess = f"，最接近的是“{near[0]}”" if near else ""
        message = (
            f"“{h.UNITS}”表里没有“{name[:30]}”{guess}，这一列已算进分所合计。"
            f"处理：改正表头，或在“{h.UNITS}”表里加上这个单位；是合计列的，清空这一列"
        )
        place = Place(table.sheet, table.header_row, table.columns[header])
        rows.report("R-03", Level.ERROR, place, name, message)
    seen: dict[str, str] = {}
    for header, name in names.items():
        if seen.setdefault(same_name(name), header) != header:
            message = f"“{name}”有两列，合计会算两次。处理：合成一列"
            place = Place(table.sheet, table.header_row, table.columns[header])
            rows.report("B-07", Level.ERROR, place, name, message)


def _report_nameless(form: Form, table: Table, rows: Rows) -> None:
    """Columns that hold numbers under no name: the sheet adds them up, nobody knows whose."""
    first = min(table.columns.values(), default=0)  # the codes stand left of it
    named = set(table.columns.values())
    coded = {record.row for record in table.records if record.code}
    nameless: dict[int, Place] = {}
    for (row, column), cell in form.grid.cells.items():
        holds = cell.kind is not CellKind.TEXT or str(cell.value).strip()
        if row in coded and column > first and column not in named and holds:
            nameless.setdefault(column, Place(form.sheet, row, column))
    for place in nameless.values():
        message = "这一列有数，第一行没有单位名称，不知道是谁的，没有读取。处理：在表头写上单位名称"
        rows.report("R-04", Level.ERROR, place, h.UNIT_TABLE, message)


def _report_stray(record: Record, given: Sequence[str], rows: Rows, *, is_double: bool) -> None:
    label = rows.text(record, h.FIGURE) or "（没有名称）"
    place = rows.place(record, given[0])
    if is_double:
        message = f"“{label}”有两行，只读上面一行。处理：删去多余的一行"
        rows.report("B-07", Level.ERROR, place, label, message)
        return
    message = (
        f"“{label}”这一行不是母版里的指标，没有读取。处理：填到有的指标那一行，或填进业务表的"
        f"“{h.EXTRAS}”"
    )
    rows.report("B-06", Level.ERROR, place, label, message)
