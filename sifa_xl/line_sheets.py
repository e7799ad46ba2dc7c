"""One line's sheet -> what was typed in it: figures, splits, 举措 and 补充数据."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from unicodedata import normalize

from sifa_xl import headers as h
from sifa_xl.declarations import Count, Split, WorkLine
from sifa_xl.domain import Approx, Level, Place, State
from sifa_xl.filled import Amount, Entry, ExtraFigure, LineData, Overwritten, SplitRow
from sifa_xl.forms import END_MARK, Form, Record, Table
from sifa_xl.rows import Rows
from sifa_xl.settings import PERIOD_CHOICES
from sifa_xl.trees import Named

OFF_ROW = "off"  # the row code of 本期有无此工作, behind the line's code: ``MD.@off``


def read_line(line: type[WorkLine], form: Form, rows: Rows) -> LineData:
    """Everything typed on the line's sheet; reading findings go into ``rows``."""
    data = LineData(line, form.sheet)
    table = rows.table(form, h.DATA, h.COLUMNS[h.DATA])
    if table is not None and h.NOW in table.columns:
        _read_figures(data, table, rows)
    for split in line.splits:
        if split.code not in form.tables and rows.is_new(split.code):
            data.splits[split.code] = []
            continue
        table = rows.table(form, split.code, (split.by, *split.measures))
        data.splits[split.code] = _read_split(split, table, rows)
    if line.rates:
        _read_choices(data, rows.table(form, h.RATES, h.COLUMNS[h.RATES]), rows)
    data.measures = rows.measures(rows.table(form, h.MEASURES, h.COLUMNS[h.MEASURES]))
    _read_extras(data, rows.table(form, h.EXTRAS, h.COLUMNS[h.EXTRAS]), rows)
    data.overwritten += _overwritten(line, form)
    _report_new(data, form, rows)
    _report_hidden(data, form, rows)
    return data


def _read_figures(data: LineData, table: Table, rows: Rows) -> None:
    beside = (*PERIOD_CHOICES, h.CLOSING)
    data.earlier = next((name for name in beside if name in table.columns), "")
    by_code = {code: figure for figure in data.line.figures for code in _codes(data.line, figure)}
    for record in table.records:
        if record.code == f"{data.line.code}.@{OFF_ROW}":
            data.is_off = rows.choice(record, h.NOW, (h.ON, h.OFF)) == h.OFF
            data.off_place = rows.place(record, h.NOW)
        elif record.code in by_code:
            _read_figure(data, by_code[record.code], record, rows)
        elif not record.is_blank:
            _keep_stray(data, record, rows)
    _report_missing_rows(data, table, rows)


def _codes(line: type[WorkLine], figure: Count) -> list[str]:
    return [figure.code, *(f"{line.code}.{name}" for name in figure.was)]


def _read_figure(data: LineData, figure: Count, record: Record, rows: Rows) -> None:
    if figure.code in data.entries:
        message = f"“{figure.label}”有两行，只读上面一行。处理：删去多余的一行"
        rows.report("B-07", Level.ERROR, rows.place(record, h.NOW), figure.label, message)
        return
    now = rows.amount(record, h.NOW, figure.units, figure.label)
    before = rows.amount(record, h.BEFORE, figure.units, f"{figure.label}（上年同期）")
    if h.BEFORE_APPROX in record.columns:
        hedge = before.approx or rows.approx(record, figure.label, h.BEFORE_APPROX)
        before = before.model_copy(update={"approx": hedge})
    earlier = None
    if data.earlier:
        label = f"{figure.label}（{data.earlier}）"
        earlier = rows.amount(record, data.earlier, figure.units, label, mended=False)
    data.entries[figure.code] = Entry(
        code=figure.code,
        now=_with_hedge_and_unit(figure, now, record, rows),
        before=before,
        earlier=earlier,
        basis=rows.text(record, h.BASIS),
        section=rows.text(record, h.SECTION),
        filled_by=rows.text(record, h.FILLED_BY),
        explanation=rows.text(record, h.EXPLANATION),
        said_place=rows.place(record, h.EXPLANATION),
        ledger_place=_place_if_there(record, h.LEDGER_COUNT),
    )


def _place_if_there(record: Record, header: str) -> Place | None:
    return record.place(header) if header in record.columns else None


def _with_hedge_and_unit(figure: Count, now: Amount, record: Record, rows: Rows) -> Amount:
    """The amount with the 概数 and 单位 columns; a hedge typed twice must be the same."""
    column = rows.approx(record, figure.label)
    if column and now.approx and column is not now.approx:
        message = (
            f"{figure.label}数字里写了“{now.approx}”，概数栏选了“{column}”，按数字里的读取。"
            "处理：只留一处"
        )
        place = rows.place(record, h.APPROX)
        rows.report("V-05", Level.ERROR, place, figure.label, message)
    unit = now.unit or rows.choice(record, h.UNIT, figure.units) or figure.unit
    approx = now.approx or column
    return now.model_copy(update={"approx": Approx(approx), "unit": unit})


def _keep_stray(data: LineData, record: Record, rows: Rows) -> None:
    """A figure of an older edition goes on as 补充数据: nothing typed is dropped."""
    label = rows.text(record, h.FIGURE) or "（没有名称）"
    place = rows.place(record, h.NOW)
    if record.code:
        extra = _extra(record, rows)
        data.extras.append(extra)
        message = (
            f"“{label}”是早先母版里的指标，这一版没有，按“{h.EXTRAS}”读取。"
            f"处理：要写进正文的，在举措里用【{extra.name}】引用"
        )
        rows.report("B-04", Level.HINT, place, label, message)
    else:
        message = (
            f"“{label}”这一行是插进来的，没有编码，没有读取。处理：把它移到下面的“{h.EXTRAS}”里"
        )
        rows.report("B-06", Level.ERROR, place, label, message)


def _report_missing_rows(data: LineData, table: Table, rows: Rows) -> None:
    missing = [f for f in data.line.figures if f.code not in data.entries]
    for figure in missing:
        if figure.star and not rows.is_new(*_codes(data.line, figure)):
            message = f"“{figure.label}”这一行被删掉了。处理：撤销删除，或从空白母版里整行复制回来"
            place = Place(table.sheet, table.header_row, table.columns[h.NOW])
            rows.report("B-05", Level.ERROR, place, figure.label, message)


def _read_split(split: Split, table: Table | None, rows: Rows) -> list[SplitRow]:
    if table is None:
        return []
    found: list[SplitRow] = []
    for record in table.filled():
        name = rows.text(record, split.by)
        amounts = {
            key: rows.amount(record, key, (measure.unit,), f"{name}{key}")
            for key, measure in split.measures.items()
        }
        amounts = {
            key: amount.model_copy(update={"unit": split.measures[key].unit})
            for key, amount in amounts.items()
        }
        row = SplitRow(name=name, place=rows.place(record, split.by), amounts=amounts)
        _report_split_row(split, row, found, rows)
        found.append(row)
    return found


def _report_split_row(split: Split, row: SplitRow, earlier: list[SplitRow], rows: Rows) -> None:
    has_number = any(amount.state is State.KNOWN for amount in row.amounts.values())
    if not row.name and has_number:
        message = f"“{split.label}”有数字却没有写{split.by}。处理：补上名称，或清空这一行"
        rows.report("V-06", Level.ERROR, row.place, split.label, message)
    if row.name and any(other.name == row.name for other in earlier):
        message = f"“{split.label}”里“{row.name}”出现了两次。处理：合成一行，或改正名称"
        rows.report("V-07", Level.VERIFY, row.place, split.label, message)


def _read_choices(data: LineData, table: Table | None, rows: Rows) -> None:
    by_code = {rate.code: rate for rate in data.line.rates}
    for record in table.records if table else ():
        rate = by_code.get(record.code)
        if rate is None or rate.choice is None:
            continue
        picked = rows.choice(record, h.BASIS, tuple(rate.choice.options))
        data.picked[rate.choice.name] = picked or next(iter(rate.choice.options))
        data.picked_places[rate.choice.name] = rows.place(record, h.BASIS)


def _read_extras(data: LineData, table: Table | None, rows: Rows) -> None:
    """补充数据; a row with the name of a figure the workbook has no row for stands for it."""
    lacking = {
        figure.name: figure
        for figure in data.line.figures
        if figure.code not in data.entries and rows.is_new(*_codes(data.line, figure))
    }
    for record in table.filled() if table else ():
        extra = _extra(record, rows)
        figure = lacking.pop(extra.name, None)
        if figure is not None:
            now = extra.now.model_copy(update={"unit": extra.now.unit or figure.unit})
            data.entries[figure.code] = Entry(
                code=figure.code, now=now, before=extra.before, basis=extra.basis
            )
            continue
        _report_extra(data.line, extra, [other.name for other in data.extras], rows)
        data.extras.append(extra)


def _extra(record: Record, rows: Rows) -> ExtraFigure:
    name = "".join(normalize("NFKC", rows.text(record, h.FIGURE)).split()).removeprefix("★")
    unit = rows.text(record, h.UNIT)
    now = rows.amount(record, h.NOW, (unit,), name)
    approx = now.approx or rows.approx(record, name)
    now = now.model_copy(update={"unit": now.unit or unit, "approx": approx})
    before = rows.amount(record, h.BEFORE, (unit,), f"{name}（上年同期）")
    return ExtraFigure(name=name, now=now, before=before, basis=rows.text(record, h.BASIS))


def _report_new(data: LineData, form: Form, rows: Rows) -> None:
    """What this edition asks for and the workbook has no row for."""
    figures = [
        figure
        for figure in data.line.figures
        if figure.code not in data.entries and rows.is_new(*_codes(data.line, figure))
    ]
    new = [f"{'★' if figure.star else ''}{figure.label}" for figure in figures]
    new += [
        split.label
        for split in data.line.splits
        if split.code not in form.tables and rows.is_new(split.code)
    ]
    if new:
        level = Level.VERIFY if any(figure.star for figure in figures) else Level.HINT
        message = (
            f"这本工作簿是早先的母版，没有这一版新增的{'、'.join(f'“{name}”' for name in new)}。"
            f"处理：要填的，在“{h.EXTRAS}”里加一行，指标写这个名称，就当作这个指标；或换用新母版"
        )
        rows.report("B-12", level, Place(form.sheet, 1, 1), data.line.title, message)


def _report_extra(line: type[WorkLine], extra: ExtraFigure, earlier: list[str], rows: Rows) -> None:
    """A name must be the figure's own, or 【名称】 in prose would print another number."""
    declared = [named.name for named in (*line.figures, *line.rates)]
    declared += [split.name for split in line.splits]
    place = extra.now.place
    if not extra.name and extra.now.state is State.KNOWN:
        message = f"“{h.EXTRAS}”有数字却没有写名称。处理：补上名称，或清空这一行"
        rows.report("V-06", Level.ERROR, place, h.EXTRAS, message)
    elif extra.name in declared:
        message = (
            f"补充的“{extra.name}”与表里的指标同名，不会用到。处理：填到上面那一行，或换个名称"
        )
        rows.report("V-07", Level.ERROR, place, extra.name, message)
    elif extra.name in earlier:
        message = f"补充的“{extra.name}”出现了两次，只用上面一行。处理：合成一行，或换个名称"
        rows.report("V-07", Level.ERROR, place, extra.name, message)


def _overwritten(line: type[WorkLine], form: Form) -> Iterator[Overwritten]:
    """Where the sheet has lost a formula of ours to something typed."""
    if not any(cell.is_formula for cell in form.grid.cells.values()):
        return  # seen by a function in a cell, which is given values only
    figures: dict[str, Named] = {figure.code: figure for figure in line.figures}
    rates: dict[str, Named] = {rate.code: rate for rate in line.rates}
    yield from _typed_over(form.tables.get(h.DATA), figures, (h.ADOPTED, h.ADOPTED_BEFORE))
    yield from _typed_over(form.tables.get(h.DATA), figures, (h.UNIT_TOTAL, h.LEDGER_COUNT))
    yield from _typed_over(form.tables.get(h.RATES), rates, (h.NOW, h.BEFORE))
    for split in line.splits:
        table = form.tables.get(split.code)
        ends = (row for row, code in form.codes.items() if code == END_MARK + split.code)
        row = next(ends, 0)
        for name, measure in split.measures.items():
            column = table.columns.get(name, 0) if table else 0
            cell = form.grid.cells.get((row, column))
            if cell is not None and not cell.is_formula:
                yield Overwritten(measure, f"{name}合计", Place(form.sheet, row, column), cell)


def _typed_over(
    table: Table | None, by_code: Mapping[str, Named], headers: tuple[str, str]
) -> Iterator[Overwritten]:
    for record in table.records if table else ():
        named = by_code.get(record.code)
        for header in headers:
            cell = record.cells.get(header)
            if named is not None and cell is not None and not cell.is_formula:
                is_previous = header in (h.ADOPTED_BEFORE, h.BEFORE)
                yield Overwritten(named, header, record.place(header), cell, is_previous)


def _report_hidden(data: LineData, form: Form, rows: Rows) -> None:
    amounts = [amount for amount in data.amounts() if amount.state is not State.BLANK]
    places = [amount.place for amount in amounts] + [row.place for row in data.measures]
    rows.report_hidden(form, places)
