"""redact: a copy of a workbook without what its 台账 hold of persons, looked through afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sifa_xl import export_log, shipped
from sifa_xl import headers as h
from sifa_xl.book import emptying
from sifa_xl.book.file_book import FileBook
from sifa_xl.book.fill import Fill
from sifa_xl.book.limits import Budget
from sifa_xl.book.master import plan_book
from sifa_xl.book.package import Package
from sifa_xl.book.private_scan import Finder, words_in_parts
from sifa_xl.book.reader import read_bytes
from sifa_xl.book.saving import save
from sifa_xl.book.swapping import swap
from sifa_xl.book.workbook_xml import find_sheets, find_workbook, read_relationships
from sifa_xl.domain import Grid, Place
from sifa_xl.errors import FileProblem
from sifa_xl.forms import Form, is_ledger, read_form
from sifa_xl.ledger_columns import Tag
from sifa_xl.ledgers import Ledger
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.private_values import telling
from sifa_xl.targets import refuse_sources

_EMPTIED = (h.FINDINGS_SHEET, h.SOURCES_SHEET, h.CHANGES_SHEET)
_TEXT_PARTS = (
    "docprops/",
    "/charts/",
    "/drawings/",
    "/comments",
    "/threadedcomments/",
    "/persons/",
)
_ELEMENTS = {  # by part: its root, the elements whose text may go, what stands there instead
    "xl/workbook.xml": ("workbook", ("definedName",), b"#REF!"),
    "/worksheets/": ("worksheet", ("formula1", "formula2", "oddHeader", "oddFooter"), b'""'),
    "/tables/": ("table", ("calculatedColumnFormula", "totalsRowFormula"), b'""'),
}
_KINDS = {
    "/pivot": "数据透视表的缓存里",
    "/externallinks/": "外部链接的缓存里",
    "/vba": "宏里",
    "docprops/": "文档属性里",
    "xl/workbook.xml": "表名或名称里",
    "/tables/": "表格的列名里",
}
_MOST_PLACES = 10


@dataclass
class Redacted:
    """The copy; by ledger sheet how many rows it has, and the columns it went without."""

    data: bytes = b""
    rows: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)  # what tells who somebody is
    staff: set[str] = field(default_factory=set)  # what a kept cell holds: 调解员, 律师


def redact_file(path: Path, out: Path | None) -> tuple[Path, Redacted, Path | None]:
    """Write the copy, beside the workbook where ``out`` is None; returns also a backup, if any.

    Raises:
        FileProblem: the workbook cannot be read or says in other places who somebody is.
    """
    target = out or path.with_name(f"{path.stem}（不含个人信息）{path.suffix}")
    refuse_sources(target, [path])
    if target.suffix.lower() != path.suffix.lower():
        raise FileProblem(f"“{target.name}”的扩展名要和“{path.name}”的一样。请改成 {path.suffix}。")
    book = FileBook(path)
    done = redact(book)
    source = book.stored()[1]
    export_log.record(path.parent, "redact", source, done.data, done.rows, done.left_out)
    return target, done, save(target, done.data)


def redact(book: FileBook) -> Redacted:
    """The workbook's bytes without the private columns of its ledgers, checked.

    Raises:
        FileProblem: a ledger cannot be told by its header row, or something stays behind.
    """
    name, _ = book.stored()
    forms = [form for grid in book.grids if (form := read_form(grid)) is not None]
    ledgers = _ledgers(forms)
    for form in forms:
        if form.code in _EMPTIED:
            book.put_table(form.sheet, [], {})
    done = Redacted(book.revision().data)
    package = Package(done.data, Budget())
    sheets = find_sheets(package, find_workbook(package))
    parts: dict[str, bytes] = {}
    for form, ledger in ledgers:
        part = sheets[form.sheet]
        _refuse_pictures(package, part, form.sheet)
        header_row, kept = _split(form, ledger, done)
        try:
            parts[part.lower()] = emptying.without_cells(package.read(part), header_row, kept)
        except FileProblem as problem:
            raise FileProblem(f"“{form.sheet}”{problem}") from None
        for related in read_relationships(package, part).values():
            if related.part and related.kind in ("comments", "threadedComment"):
                parts[related.part.lower()] = emptying.without_words(package.read(related.part))
    parts |= _without_strings(package, sheets.values(), parts)
    done.words -= done.staff | _own_words(done.words)
    finder = Finder(done.words)
    done.data = swap(done.data, parts)
    done.data = swap(done.data, _scrubbed(done.data, finder))
    _check(done, finder, name)
    return done


def _ledgers(forms: Iterable[Form]) -> list[tuple[Form, Ledger]]:
    """The ledger sheets, copies of them too.

    Raises:
        FileProblem: one is of no ledger this program knows, or its header row is gone.
    """
    known = {ledger.code: ledger for line in shipped_lines() for ledger in line.ledgers}
    found = []
    for form in forms:
        if is_ledger(form.code):
            ledger = known.get(form.code)
            if ledger is None or ledger.code not in form.tables:
                raise FileProblem(
                    f"“{form.sheet}”表认不出表头行，分不清哪些列是个人信息，没有写任何文件。"
                    "请恢复表头行（或更新程序）后再做。"
                )
            found.append((form, ledger))
    if not found:
        raise FileProblem(
            "这本工作簿没有台账表，没有什么要去掉的，没有写任何文件。请直接用原来的文件。"
        )
    return found


def _split(form: Form, ledger: Ledger, done: Redacted) -> tuple[int, set[int]]:
    """The header row and the columns that stay; what goes is noted in ``done``."""
    head = form.tables[ledger.code]
    by_number = {
        head.columns[column.header]: column
        for column in ledger.columns.values()
        if column.header in head.columns
    }
    kept = {number for number, column in by_number.items() if not column.is_private}
    rows, left_out = set[int](), dict[int, str]()
    for (row, number), cell in form.grid.cells.items():
        if row > head.header_row:
            rows.add(row)
            column = by_number.get(number)
            if number in kept:
                if column is not None and column.tag is Tag.INTERNAL:
                    done.staff.add("".join(str(cell.value).split()))
            else:
                left_out[number] = column.label if column else "自己加的列"
                done.words |= set(telling(column, str(cell.value)))
    private = [c.label for c in ledger.columns.values() if c.is_private]
    own = [label for number, label in left_out.items() if label not in private]
    done.rows[form.sheet] = len(rows)
    done.left_out[form.sheet] = [*private, *dict.fromkeys(own)]
    return head.header_row, kept


def _refuse_pictures(package: Package, part: str, sheet: str) -> None:
    if any("/embeddings/" in name for name in package.names):
        raise FileProblem(
            "工作簿里嵌入了别的文件，里面有没有个人信息查不到，没有写任何文件。请先删去嵌入的文件。"
        )
    for related in read_relationships(package, part).values():
        if related.kind == "drawing" and related.part:
            drawn = read_relationships(package, related.part).values()
            if any(each.kind == "image" for each in drawn):
                raise FileProblem(f"“{sheet}”里有图片，没有写任何文件。请先删去图片再做。")


def _without_strings(
    package: Package, sheets: Iterable[str], new: dict[str, bytes]
) -> dict[str, bytes]:
    """The part of shared strings without those that nothing refers to any more."""
    part = next((n for n in package.names if n.rpartition("/")[2] == "sharedstrings.xml"), None)
    if part is None:
        return {}
    used = set[int]()
    for sheet in sheets:
        used.update(emptying.strings_used(new.get(sheet.lower()) or package.read(sheet)))
    return {part: emptying.without_strings(package.read(part), used)}


def _own_words(words: Collection[str]) -> set[str]:
    """Those that stand on our own sheets anyway: 建设 is a name and stands in many a label."""
    plans = plan_book(shipped_lines(), Fill(), shipped.folder("templates"), [])
    texts = [str(content) for plan in plans for content, _ in plan.cells.values()]
    return Finder(words).found("\n".join(texts))


def _scrubbed(data: bytes, finder: Finder) -> dict[str, bytes]:
    """New contents for parts that repeat what a ledger held, where that can go without harm."""
    package = Package(data, Budget())

    def tells(text: str) -> bool:
        return bool(finder.found(text))

    new: dict[str, bytes] = {}
    for part in words_in_parts(data, finder):
        mend = _mender(part)
        if part and mend is not None:
            new[part] = mend(package.read(part), tells)
    return new


def _mender(part: str) -> Callable[[bytes, Callable[[str], bool]], bytes] | None:
    if any(each in part for each in _TEXT_PARTS):
        return emptying.without_texts
    for ending, (root, names, instead) in _ELEMENTS.items():
        if ending in part:
            return partial(emptying.without_elements, root=root, names=names, instead=instead)
    return None


def _check(done: Redacted, finder: Finder, name: str) -> None:
    """Read the copy as anybody might.

    Raises:
        FileProblem: a private cell is still filled, or something tells who somebody is.
    """
    grids = read_bytes(done.data, name).grids
    forms = [form for grid in grids if (form := read_form(grid)) is not None]
    for form, ledger in _ledgers(forms):
        header_row, kept = _split(form, ledger, Redacted())
        left = [c for c in form.grid.cells if c[0] > header_row and c[1] not in kept]
        assert not left, "a private cell is still filled"
    found = words_in_parts(done.data, finder)
    if not found:
        return
    places = list(_places(grids, finder))
    where = "、".join(places[:_MOST_PLACES]) or "、".join(_others(found))
    more = f"等{len(places)}处" if len(places) > _MOST_PLACES else ""
    raise FileProblem(
        f"{where}{more}还有台账里的姓名或号码，没有写任何文件。请把这些地方改写（如“张某”）后再做。"
    )


def _places(grids: Iterable[Grid], finder: Finder) -> Iterable[str]:
    for number, grid in enumerate(grids, 1):
        sheet = f"第{number}张表" if finder.found(grid.sheet) else grid.sheet
        if sheet != grid.sheet:
            yield f"{sheet}的表名"
        for (row, column), cell in sorted(grid.cells.items()):
            if finder.found(str(cell.value)):
                yield str(Place(sheet, row, column))


def _others(found: Collection[str]) -> list[str]:
    words = [word for part in found for kind, word in _KINDS.items() if kind in part]
    return list(dict.fromkeys(words)) or ["工作簿的内部数据里"]
