"""The jobs: build a workbook, check, compute, gather facts, summarize."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from sifa_xl import shipped
from sifa_xl.book.fill import Fill
from sifa_xl.book.port import ResultBook
from sifa_xl.checking import check, sort_findings
from sifa_xl.declarations import DRAFTS, WorkLine
from sifa_xl.domain import Fact, Finding, Grid
from sifa_xl.errors import FileProblem, NothingToSay, SifaError
from sifa_xl.factbook import FactBook
from sifa_xl.facts import gather
from sifa_xl.file_names import OUTPUT
from sifa_xl.filled import Filled
from sifa_xl.indicators import Indicators
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.narrative import Summary, narrate
from sifa_xl.number_sources import number_sources
from sifa_xl.passages import FRAME, Writer
from sifa_xl.phrases import Phrases
from sifa_xl.prose_checks import prose_findings
from sifa_xl.result_sheets import ClosedBook
from sifa_xl.revision_checks import drafts_findings
from sifa_xl.revisions import OldParagraph, read_revisions, revise
from sifa_xl.run_notes import note_findings
from sifa_xl.settling import Settling
from sifa_xl.sheets import read_sheets
from sifa_xl.template_cache import cache_folder
from sifa_xl.templating import Templates
from sifa_xl.withholding import Withheld
from sifa_xl.wordlists import load_phrases

OWN_TEMPLATES = "模板"  # a folder beside the workbook; its files replace the shipped ones


@dataclass
class Job:
    """One workbook's way from grids to summary; every stage is worked out once, when wanted."""

    grids: Sequence[Grid]
    lines: Sequence[type[WorkLine]] = field(default_factory=shipped_lines)
    template_folders: Sequence[Path] = ()

    @cached_property
    def filled(self) -> Filled:
        """What was typed."""
        filled = read_sheets(self.grids, self.lines)
        if not filled.lines:
            raise FileProblem(
                "这个文件里没有一张业务表，不是司法行政工作总结的工作簿。"
                "请选用由 sifa-xl new 生成的工作簿，或从空白母版重新填写。"
            )
        return filled

    @cached_property
    def indicators(self) -> Indicators:
        """The adopted values."""
        return Indicators(self.filled)

    @cached_property
    def facts(self) -> FactBook:
        """Everything the text may print."""
        return self.withheld.out_of(gather(self.filled, self.indicators))

    @cached_property
    def phrases(self) -> Phrases:
        """固定用语: the shipped ones and the workbook's own."""
        return load_phrases(self.template_folders).with_extra(self.filled.phrases)

    @cached_property
    def templates(self) -> Templates:
        """The shipped templates, replaced file by file by the bureau's own."""
        folders = [shipped.folder("templates"), *self.template_folders]
        return Templates(folders, self.phrases, cache_folder())

    @cached_property
    def rule_findings(self) -> list[Finding]:
        """The findings of reading and rules; those of words look at the facts besides."""
        return check(self.filled, self.indicators)

    @cached_property
    def withheld(self) -> Withheld:
        """The figures kept out of the text."""
        return Withheld(self.rule_findings, self.filled, self.indicators)

    @cached_property
    def findings(self) -> list[Finding]:
        """All findings, gravest first."""
        in_words = [*prose_findings(self._writer()), *drafts_findings(self.revisions, self.summary)]
        settled = Settling(self.filled).settle(in_words)
        found = sort_findings([*self.rule_findings, *settled], self.filled)
        note_findings(finding.code for finding in found)
        return found

    @cached_property
    def revisions(self) -> list[OldParagraph]:
        """The rows of 总结 as they stand, with the clerk's 修订."""
        return read_revisions(self.grids)

    def check_templates(self) -> None:
        """Look up every name in every template of a line in the workbook.

        Raises:
            TemplateProblem: file, line, the missing name and the nearest existing one.
        """
        for line in (FRAME, *(data.line.title for data in self.filled.lines.values())):
            if line in self.templates.lines:
                self.templates.check(line, self.facts)

    def summary(self, draft: str = DRAFTS[0]) -> Summary:
        """One draft, in the clerk's own words where 总结 holds a 修订.

        Raises:
            NothingToSay: nothing is filled.
            TemplateProblem: a template is wrong.
            SifaError: it is a unit's return, or there is no such draft.
        """
        if draft not in DRAFTS:
            raise SifaError(f"没有“{draft}”这种稿。请从{'、'.join(DRAFTS)}中选一种。")
        if self.filled.settings.is_return:
            raise SifaError(_A_RETURN.format(self.filled.settings.reporter))
        self.check_templates()
        is_silent = all(data.is_off or data.is_empty for data in self.filled.lines.values())
        prose = (self.filled.topics, self.filled.problems, self.filled.plans)
        if is_silent and not any(prose):
            raise NothingToSay(_NOTHING)
        if draft not in self._summaries:
            self._summaries[draft] = self._summarize(draft)
        return self._summaries[draft]

    @cached_property
    def _summaries(self) -> dict[str, Summary]:
        return {}

    def _summarize(self, draft: str) -> Summary:
        writer = self._writer()
        sources = number_sources(self.filled, self.facts, self.indicators)
        summary = revise(narrate(writer, draft), self.revisions, writer, sources)
        omissions = self.withheld.explain(summary.omissions, self.facts)
        return replace(summary, omissions=omissions, unused=self.withheld.without(summary.unused))

    def preview(self, title: str) -> list[str]:
        """What one line says at full length: a paragraph a block, in the order of 提纲.

        Raises:
            TemplateProblem: the line's template is wrong.
        """
        return self._writer().whole_line(title)

    def _writer(self) -> Writer:
        return Writer(self.filled, self.facts, self.templates, self.phrases)


def open_workbook(path: Path, templates: Path | None = None) -> Job:
    """Read a workbook; the folder 模板 beside it, or ``templates``, replaces shipped templates.

    Raises:
        FileProblem: the file cannot be read, or is none of ours.
    """
    from sifa_xl.book.reader import read

    folder = _own_templates(path, templates)
    return Job(read(path).grids, template_folders=(folder,))


def open_for_writing(path: Path, templates: Path | None = None) -> tuple[Job, ClosedBook]:
    """As ``open_workbook``, with the file as a book that takes results.

    Raises:
        FileProblem: the file cannot be read, or is none of ours.
    """
    from sifa_xl.book.file_book import FileBook

    folder = _own_templates(path, templates)
    book = FileBook(path)
    return Job(book.grids, template_folders=(folder,)), book


def reckoned_anew(job: Job, book: ResultBook) -> Job:
    """The job over ``book`` with what was put into its cells since ``job`` read it."""
    return replace(job, grids=book.staged())


def build_workbook(
    fill: Path | None = None,
    lines: Sequence[type[WorkLine]] = (),
    *,
    has_macros: bool = False,
) -> bytes:
    """A new workbook, blank or filled from a TOML file; ``has_macros`` makes it an .xlsm.

    Raises:
        FileProblem: the filling cannot be read, or names what the workbook does not have.
    """
    content = Fill.load(fill) if fill is not None else Fill()
    return build_filled(content, lines, has_macros=has_macros)


def build_filled(
    content: Fill, lines: Sequence[type[WorkLine]] = (), *, has_macros: bool = False
) -> bytes:
    """A new workbook with this content."""
    from sifa_xl.book.master import build

    folder = shipped.folder("templates")
    phrases = [
        (entry.text, str(entry.year_from or ""), str(entry.year_to or ""))
        for entry in load_phrases().entries
    ]
    return build(lines or shipped_lines(), content, folder, phrases, has_macros=has_macros)


def all_facts(job: Job) -> list[Fact]:
    """The facts of the lines, rows of splits included, without those of 首页."""
    facts = [fact for fact in job.facts.facts.values() if fact.line != "首页"]
    for rows in job.facts.rows.values():
        facts += [fact for row in rows for fact in row.values()]
    return facts


def open_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Those that still want the clerk."""
    return [finding for finding in findings if finding.is_open]


def blocks_final(findings: Sequence[Finding]) -> bool:
    """True while 必须改, 待定 or an unexplained 请核实 stands."""
    return bool(open_findings(findings))


def templates_beside(document: Path) -> Path:
    """The folder of templates that goes with a finished text.

    It lies beside the workbook, which lies beside the folder of the Word files.
    """
    beside = document.absolute().parent
    return (beside.parent if beside.name == OUTPUT else beside) / OWN_TEMPLATES


def _own_templates(path: Path, templates: Path | None) -> Path:
    if templates is not None and not templates.is_dir():
        raise FileProblem(f"找不到模板文件夹“{templates}”。请核对文件夹名。")
    return templates or path.parent / OWN_TEMPLATES


_A_RETURN = (
    "这是“{}”的上报表，里面没有提纲，写不出总结。请在本局的汇总工作簿里生成总结；"
    "要看这份表的问题，用“检查”（sifa-xl check）。"
)
_NOTHING = (
    "表里还没有可写的内容：各业务表都没有填数，也没有举措。请先在各业务表填黄格，再生成总结。"
)
