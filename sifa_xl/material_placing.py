"""素材 -> the cells of the clerk's own rows: what is new goes into free ones, all else is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256

from sifa_xl import headers as h
from sifa_xl import material_words as w
from sifa_xl.bounds import CELL_CHARACTERS
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Place
from sifa_xl.errors import FileProblem
from sifa_xl.forms import END_MARK, Form, Record, Table, pick_form
from sifa_xl.material_words import Item, Material, Stray
from sifa_xl.pasted_text import gist

Cell = tuple[int, int]

_ALIKE = 0.75  # of two texts of one 股室; a sentence with another number or ending is one text
_SHEETS = {
    w.PROBLEMS_HEADING: (h.PROBLEMS_SHEET, h.PROBLEMS),
    w.PLANS_HEADING: (h.PLANS_SHEET, h.PLANS),
}


@dataclass(frozen=True)
class _Row:
    """A row as it stands, or as it will once it is saved."""

    place: Place
    office: str
    heading: str
    body: str


@dataclass
class _Target:
    """A table that takes rows: those that stand there, and the free ones below them."""

    form: Form
    table: Table
    heading: str  # the header of 小标题; "" where there is none
    rows: list[_Row]
    free: list[int]
    missing: int = 0


@dataclass
class Placed:
    """What becomes of some 素材: values by sheet and cell, and what is to be told.

    ``keys`` stand for everything that is in the sheets now, to know it again another time.
    """

    values: dict[str, dict[Cell, str]] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    known: int = 0
    told: list[Stray] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def first(self) -> tuple[str, Cell] | None:
        """The first cell that gets something."""
        return next(((sheet, min(cells)) for sheet, cells in self.values.items()), None)


class Placing:
    """Finds room for 素材 in a workbook's sheets; nothing that stands there is changed.

    ``imported`` are the keys of what was placed in earlier runs.
    """

    def __init__(
        self,
        forms: Mapping[str, Form],
        lines: Sequence[type[WorkLine]],
        imported: Collection[str] = (),
    ) -> None:
        self._forms = forms
        self._lines = {line.title: line for line in lines}
        self._imported = set(imported)
        self._targets: dict[str, _Target] = {}
        self.placed = Placed()

    def add(self, material: Material) -> None:
        """Place one filled form.

        Raises:
            FileProblem: a sheet is missing, or what is needed of it.
        """
        for stray in material.strays:
            self._tell(material, stray.place, stray.text, stray.reason)
        for item in material.items:
            self._add_item(material, item)

    def finish(self) -> Placed:
        """All that was placed.

        Raises:
            FileProblem: there are too few free rows; the text says how many go where.
        """
        short = [target for target in self._targets.values() if target.missing]
        if short:
            wanted = "；".join(
                f"“{target.form.sheet}”表的“{target.table.key}”还差{target.missing}行"
                f"（在第{_last_row(target)}行上面插入）"
                for target in short
            )
            raise FileProblem(f"空行不够，没有写任何文件：{wanted}。请插入空行后再导入。")
        return self.placed

    def _add_item(self, material: Material, item: Item) -> None:
        words = "\n".join(item.paragraphs)
        if not item.paragraphs:
            self._tell(material, item.place, item.subheading, "只写了小标题，没有正文")
            return
        if any(len(paragraph) > CELL_CHARACTERS for paragraph in item.paragraphs):
            self._tell(material, item.place, words, f"一段超过{CELL_CHARACTERS}字")
            return
        target = self._target(item)
        key = _key(material.office, item)
        reason = self._why_not(material.office, item, target, key)
        if reason is None:
            self.placed.known += 1
        elif reason:
            self._tell(material, item.place, words, reason)
            return
        else:
            self._write(material, item, target)
        self.placed.keys.append(key)

    def _why_not(self, office: str, item: Item, target: _Target, key: str) -> str | None:
        """Why an item is not written; ``""`` when it is, None when it stands there already."""
        bodies = {gist(row.body): row for row in target.rows}
        there = [bodies[g] for g in map(gist, item.paragraphs) if g in bodies]
        if len(there) == len(item.paragraphs):
            return None
        if there:
            return f"改过了：有几段已经在“{there[0].place}”一带，没有动表里的，请核对后自己补上"
        ours = [row for row in target.rows if row.office in (office, "")]
        for row in ours:
            same = item.subheading and gist(row.heading) == gist(item.subheading)
            is_alike = same and item.kind != w.PLANS_HEADING
            if is_alike or any(_is_alike(row.body, text) for text in item.paragraphs):
                return f"和“{row.place}”说的是一件事而字句不同，没有动表里的，请核对后自己改"
        if key in self._imported:
            return (
                "以前导入过，表里没有了（删掉了，或那次没有保存工作簿），没有再写；要用的请自己补上"
            )
        return ""

    def _write(self, material: Material, item: Item, target: _Target) -> None:
        if len(target.free) < len(item.paragraphs):
            target.missing += len(item.paragraphs) - len(target.free)
            target.free.clear()
            return
        block = self._block(material, item)
        cells = self.placed.values.setdefault(target.form.sheet, {})
        for number, text in enumerate(item.paragraphs):
            row = target.free.pop(0)
            goes_on = number > 0 and item.kind == w.MEASURES_HEADING
            values = {
                h.BODY: text,
                h.SUPPLIED_BY: material.office,
                h.BELONGS: block,
                target.heading: "" if goes_on else item.subheading,
            }
            columns = target.table.columns
            for header, value in values.items():
                if header and value and header in columns:
                    cells[row, columns[header]] = value
            place = Place(target.form.sheet, row, columns[h.BODY])
            target.rows.append(_Row(place, material.office, item.subheading, text))
        sheet = target.form.sheet
        self.placed.added[sheet] = self.placed.added.get(sheet, 0) + 1

    def _block(self, material: Material, item: Item) -> str:
        """归入提纲段 as the line has it; anything else is told and left for the clerk."""
        if not item.block or item.kind != w.MEASURES_HEADING:
            return ""
        blocks = [section.block for section in self._lines[item.line].outline]
        if item.block not in blocks:
            reason = f"“{item.line}”没有这一段（有{'、'.join(blocks)}），正文已写入，归入空着"
            self._tell(material, item.place, f"{w.BLOCK}：{item.block}", reason)
            return ""
        return item.block

    def _target(self, item: Item) -> _Target:
        code, key = _SHEETS.get(item.kind, ("", h.MEASURES))
        title = key if code else item.line
        code = code or self._lines[item.line].code
        if code not in self._targets:
            self._targets[code] = self._open(code, title, key)
        return self._targets[code]

    def _open(self, code: str, title: str, key: str) -> _Target:
        form = pick_form(self._forms.values(), code, title)
        table = form.tables.get(key) if form else None
        if form is None or table is None or not {h.BODY, h.SUPPLIED_BY} <= table.columns.keys():
            raise FileProblem(
                f"工作簿里找不到“{title}”表的“{key}”，或者它的表头改过，没有写任何文件。"
                "请从备份或空白母版里把它移回来，再导入。"
            )
        heading = h.BELONGS if key == h.PLANS else h.SUBHEADING
        heading = heading if heading in table.columns else ""
        rows = list(_rows(table, heading))
        last = max((row.place.row for row in rows), default=table.header_row)
        end = _end(form, table)
        return _Target(form, table, heading, rows, list(range(last + 1, end)))

    def _tell(self, material: Material, place: str, text: str, reason: str) -> None:
        self.placed.told.append(Stray(f"{material.file}　{place}", text, reason))


def _rows(table: Table, heading: str) -> Iterator[_Row]:
    """The rows that hold anything; one without 小标题 goes on under the one above."""
    above = ""
    for record in table.records:
        if record.is_blank:
            continue
        above = _text(record, heading) or above
        place = record.place(h.BODY)
        yield _Row(place, _text(record, h.SUPPLIED_BY), above, _text(record, h.BODY))


def _text(record: Record, header: str) -> str:
    cell = record.cells.get(header)
    return "" if cell is None else str(cell.value).strip()


def _end(form: Form, table: Table) -> int:
    """The row in which the table is over."""
    mark = f"{END_MARK}{table.key}"
    ends = [row for row, code in form.codes.items() if row > table.header_row and code == mark]
    return min(ends, default=table.header_row + 1)


def _last_row(target: _Target) -> int:
    return _end(target.form, target.table) - 1


def _is_alike(one: str, other: str) -> bool:
    first, second = gist(one), gist(other)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _key(office: str, item: Item) -> str:
    said = "|".join((office, item.kind, item.line, *map(gist, item.paragraphs)))
    return sha256(said.encode("utf-8")).hexdigest()[:32]
