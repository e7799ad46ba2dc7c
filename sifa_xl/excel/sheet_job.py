"""The job over one line's sheet, as a function in a cell sees it: fast, and the rest is blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, cached_property, lru_cache

from sifa_xl import shipped
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Grid, GridCell, State
from sifa_xl.excel.ranges import grids_of
from sifa_xl.factbook import FactBook
from sifa_xl.filled import Filled, LineData
from sifa_xl.jobs import Job
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.phrases import Phrases
from sifa_xl.template_cache import cache_folder
from sifa_xl.templating import Templates
from sifa_xl.wordlists import load_phrases

Cells = tuple[tuple[tuple[int, int], GridCell], ...]


def job_over(line: type[WorkLine], blocks: Sequence[object]) -> Job:
    """The job over the sheet that ``blocks`` show; the same values give the same job.

    Raises:
        SifaError: the blocks do not show the line's sheet.
    """
    grids = grids_of(line, blocks)
    return _job(line.code, tuple((grid.sheet, tuple(grid.cells.items())) for grid in grids))


class _SheetJob(Job):
    """One line is filled; the others are there and 待定, so that prose may name their figures.

    The templates are those of the program: a function does not know its workbook's folder.
    """

    @cached_property
    def filled(self) -> Filled:
        filled = super().filled
        for line in shipped_lines():
            filled.lines.setdefault(line.code, LineData(line, line.title))
        return filled

    @cached_property
    def facts(self) -> FactBook:
        book = super().facts
        other = {line.title for line in shipped_lines() if line not in self.lines}
        facts = {
            name: fact.model_copy(update={"state": State.PENDING}) if fact.line in other else fact
            for name, fact in book.facts.items()
        }
        return replace(book, facts=facts)

    @cached_property
    def phrases(self) -> Phrases:
        return _phrases()

    @cached_property
    def templates(self) -> Templates:
        return _templates()


@lru_cache(maxsize=2)  # check and preview of a sheet are computed one after the other
def _job(code: str, sheets: tuple[tuple[str, Cells], ...]) -> Job:
    lines = [line for line in shipped_lines() if line.code == code]
    return _SheetJob([Grid(name, dict(cells)) for name, cells in sheets], lines)


@cache
def _phrases() -> Phrases:
    return load_phrases()


@cache
def _templates() -> Templates:
    return Templates([shipped.folder("templates")], _phrases(), cache_folder())
