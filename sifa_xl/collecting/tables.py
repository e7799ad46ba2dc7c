"""A collection as rows of its sheets, 汇总台账 and 汇总明细, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from sifa_xl import headers as h
from sifa_xl.collecting.origins import Origin, cell_words, position_of
from sifa_xl.collecting.reporting import Collected, UnitReport, shown_moment
from sifa_xl.collecting.sent_files import SentFile
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Grid
from sifa_xl.forms import Form
from sifa_xl.results import ResultTable, Row, Value

TOTAL, TOLD = "合计", "可不改"
BY_HAND = "手工改过，没有覆盖"


def collected_table(collected: Collected) -> ResultTable:
    """汇总台账: totals, the units in the order of 填报单位, then the files that do not count."""
    table = ResultTable(h.COLLECTED_SHEET, h.COLLECTED)
    table.rows.append({h.OFFICE: TOTAL, h.REMARKS: f"{collected.headline}。"})
    for unit in collected.units:
        _append(table, _unit_row(unit), unit.place)
    counted = {id(unit.file) for unit in collected.units}
    for file in collected.files:
        if id(file) not in counted:
            _append(table, _file_row(file), "")
    for remark in (*collected.remarks, *collected.merge.remarks):
        _append(
            table,
            {h.OFFICE: collected.wanted.whole, h.RETURN_STATE: h.DOUBTS, h.REMARKS: remark},
            "",
        )
    for kept in collected.merge.kept:
        if kept.unit == h.COUNTY:
            words = f"{kept.label}手工改过：现为{kept.now}，汇总是{kept.given or '空'}，没有覆盖"
            row: Row = {
                h.OFFICE: collected.wanted.whole,
                h.RETURN_STATE: h.DOUBTS,
                h.REMARKS: words,
            }
            _append(table, row, str(kept.place))
    if collected.others:
        words = collected.told_others
        _append(
            table, {h.OFFICE: collected.wanted.whole, h.RETURN_STATE: TOLD, h.REMARKS: words}, ""
        )
    return table


def _append(table: ResultTable, row: Row, place: str) -> None:
    if place:
        table.links[len(table.rows), h.WHERE] = place
    table.rows.append({h.NUMBER: len(table.rows), **row, h.WHERE: place or None})


def _unit_row(unit: UnitReport) -> Row:
    file = unit.file
    return {
        h.OFFICE: unit.name,
        h.RETURN_STATE: unit.state,
        h.FILE: file.name if file else None,
        h.SAVED: shown_moment(file.saved) or None if file else None,
        h.STARS: unit.stars or None,
        h.ERRORS: unit.errors if file and file.sent else None,
        h.DOUBTS: unit.doubts if file and file.sent else None,
        h.REMARKS: sentences(unit.remarks),
        h.SEND_BACK: unit.notice or None,
        h.NAMED_BY_HAND: file.named_by_hand or None if file else None,
        h.FINGERPRINT: file.reading.sha256 or None if file else None,
    }


def _file_row(file: SentFile) -> Row:
    return {
        h.OFFICE: file.unit or None,
        h.RETURN_STATE: str(file.state),
        h.FILE: file.name,
        h.SAVED: shown_moment(file.saved) or None,
        h.REMARKS: file.reason or None,
        h.NAMED_BY_HAND: file.named_by_hand or None,
        h.FINGERPRINT: file.reading.sha256 or None,
    }


def sentences(remarks: Sequence[str]) -> str | None:
    """The remarks as one text; None where there are none."""
    text = "；".join(remark.rstrip("。；") for remark in remarks)
    return f"{text}。" if text else None


def read_named_by_hand(form: Form | None) -> dict[str, str]:
    """The unit that the clerk wrote beside a file, by the file's hash."""
    table = form.tables.get(h.COLLECTED) if form else None
    found: dict[str, str] = {}
    for record in table.filled() if table else ():
        name = cell_words(record.cells.get(h.NAMED_BY_HAND))
        sha256 = cell_words(record.cells.get(h.FINGERPRINT))
        if name and sha256:
            found[sha256] = name
    return found


def traces_table(
    origins: Iterable[Origin], lines: Sequence[type[WorkLine]], staged: Sequence[Grid]
) -> ResultTable:
    """汇总明细: every number that a unit gave, where it stands now and where it came from."""
    table = ResultTable(h.TRACES_SHEET, h.TRACES)
    names = {named.code: (line, named.label) for line in lines for named in line.named()}
    names |= {split.code: (line, split.label) for line in lines for split in line.splits}
    names |= {line.code: (line, h.MEASURES) for line in lines}
    order = {code: number for number, code in enumerate(names)}
    cells = {grid.sheet: grid for grid in staged}
    told = [origin for origin in origins if origin.unit != h.COUNTY and origin.code in order]
    for origin in sorted(told, key=lambda each: (order[each.code], each.depth)):
        line, label = names[origin.code]
        words = "·".join(filter(None, (label, *_row_words(origin))))
        standing = _standing(origin, cells)
        row: Row = {
            h.NUMBER: len(table.rows) + 1,
            h.LINE: line.title,
            h.FIGURE: words,
            h.OFFICE: f"{origin.unit}/{origin.path}" if origin.path else origin.unit,
            h.GIVEN: _number(f"{origin.given}{origin.approx}"),
            h.STANDING: _number(standing),
            h.FILE: origin.file or None,
            h.CELLS: origin.cell or None,
            h.PUT_AT: origin.place or None,
            h.REMARKS: BY_HAND if _is_kept(origin, standing) else None,
        }
        if origin.place:
            table.links[len(table.rows), h.PUT_AT] = origin.place
        table.rows.append(row)
    return table


def _number(words: str) -> Value:
    """A number where the words are one."""
    try:
        return Decimal(words)
    except InvalidOperation:
        return words or None


def _row_words(origin: Origin) -> tuple[str, str]:
    return ("", "") if origin.measure == h.MEASURES else (origin.name, origin.measure)


def _standing(origin: Origin, cells: Mapping[str, Grid]) -> str:
    """What stands in the cell of a figure now; a row of a split is a sum of several units."""
    sheet, _, address = origin.place.partition("!")
    grid = cells.get(sheet)
    if grid is None or origin.name:
        return ""
    return cell_words(grid.cells.get(position_of(address)))


def _is_kept(origin: Origin, standing: str) -> bool:
    return bool(standing) and not origin.name and standing != origin.given
