"""Result tables and the sheets of a workbook that take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from sifa_xl.book.port import ResultBook
from sifa_xl.book.saving import Revision
from sifa_xl.declarations import WorkLine
from sifa_xl.errors import FileProblem
from sifa_xl.forms import Form, pick_form, read_form
from sifa_xl.live import Live
from sifa_xl.results import ResultTable


@runtime_checkable
class ClosedBook(ResultBook, Protocol):
    """A file that takes results: ``FileBook``, known by what it can do.

    Its room and those below it are loaded where a file is written; most jobs only read one.
    """

    def refresh(
        self,
        plans: Iterable[Any],
        lines: Sequence[type[WorkLine]],
        forms: Mapping[str, Form],
        live: Live,
    ) -> None:
        """Give every formula of ours its current value."""

    def has_changed(self) -> bool:
        """True where something is staged that differs from what the file holds."""

    def revision(self) -> Revision:
        """The new file, to be saved together with others."""


def forms_of(book: ResultBook) -> dict[str, Form]:
    """The sheets of ours by the name on the tab."""
    forms = {sheet: read_form(book.grid(sheet)) for sheet in book.sheets()}
    return {sheet: form for sheet, form in forms.items() if form is not None}


def find_sheet(forms: Mapping[str, Form], code: str, title: str) -> Form:
    """The result sheet of that code; of several the one named ``title``.

    Raises:
        FileProblem: there is none, or they cannot be told apart.
    """
    form = pick_form(forms.values(), code, title)
    if form is None:
        raise FileProblem(
            f"找不到“{title}”表，或有几张分不清，没有写任何文件。"
            "请只留一张，或从空白母版里把这张表移回来。"
        )
    return form


def put(table: ResultTable, forms: Mapping[str, Form], book: ResultBook) -> str:
    """Stage the table; returns the name of the sheet that takes it.

    Raises:
        FileProblem: the sheet is missing, or its header, or something stands in the way.
    """
    form = find_sheet(forms, table.sheet_code, table.title)
    book.put_table(form.sheet, table.rows, table.links)
    return form.sheet
