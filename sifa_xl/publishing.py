"""公开检查 as a job: over a summary that is to be published, or over a finished file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from sifa_xl.document_reader import document_from, read_document
from sifa_xl.documents import Document
from sifa_xl.errors import FileProblem
from sifa_xl.jobs import Job, blocks_final, open_workbook, templates_beside
from sifa_xl.narrative import Summary
from sifa_xl.private_values import names_of_persons
from sifa_xl.public_checks import public_findings
from sifa_xl.shapes import Shape
from sifa_xl.text_findings import TextFinding
from sifa_xl.wordlists import load_phrases, load_public_terms

_WORKBOOKS = (".xlsx", ".xlsm")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年")
_FIRST_PARAGRAPHS = 3  # the title says which year the text is about


def check_file(
    path: Path, templates: Path | None = None, names: Collection[str] = ()
) -> list[TextFinding]:
    """Everything to look at before the file is published, what blocks first.

    ``names`` must not stand in it; see ``names_in``.

    Raises:
        FileProblem: it is no .docx or text, or cannot be read.
    """
    if path.suffix.lower() in _WORKBOOKS:
        raise FileProblem(
            f"“{path.name}”是工作簿。请用 sifa-xl summarize {path.name} --public，"
            "或者先生成 Word 再查 Word。"
        )
    document = read_document(path)
    folders = [templates or templates_beside(path)]
    terms, phrases = load_public_terms(folders), load_phrases(folders)
    return public_findings(document, terms, phrases, names, _year_of(document))


def names_in(workbook: Path) -> set[str]:
    """The names of persons in the ledgers of a workbook.

    Raises:
        FileProblem: the workbook cannot be read.
    """
    return names_of_persons(open_workbook(workbook).filled.ledgers.values())


def check_document(document: Document, job: Job, names: Collection[str] = ()) -> list[TextFinding]:
    """The same for a document of a workbook, with its own words and year, its ledgers' names."""
    terms = load_public_terms(job.template_folders)
    known = {*names, *names_of_persons(job.filled.ledgers.values())}
    return public_findings(document, terms, job.phrases, known, job.filled.settings.year)


def check_summary(
    summary: Summary, job: Job, word: bytes | None = None, names: Collection[str] = ()
) -> list[TextFinding]:
    """The same for the summary: for its Word file as it is written, with its draft mark."""
    from sifa_xl.papers import word_file

    if word is None:
        word = word_file(job, summary, is_draft=blocks_final(job.findings))
    return check_document(document_from(word, f"{summary.draft}.docx"), job, names)


def blocks_publication(findings: Sequence[TextFinding]) -> bool:
    """True while one of them must be mended first."""
    return any(finding.blocks for finding in findings)


def told_public(findings: Sequence[TextFinding]) -> Iterator[str]:
    """The findings in lines for a screen, then what they come to."""
    yield from map(str, findings)
    yield ("\n" if findings else "") + public_verdict(findings)


def public_verdict(findings: Sequence[TextFinding]) -> str:
    """What the findings come to, in a sentence."""
    blocking = sum(finding.blocks for finding in findings)
    if blocking:
        return f"公开前检查：必须改{blocking}项，改好之前不能公开。"
    if findings:
        return f"公开前检查：没有必须改的，另有{len(findings)}项请看一看。"
    return "公开前检查：没有发现问题。"


def public_shape(findings: Sequence[TextFinding]) -> Shape:
    """What ``public --json`` prints.

    ``{"findings": [{"code", "level", "place", "words", "message": texts, "blocks": true or
    false}]}``; ``level`` is 强制, 核实 or 提示, ``place`` 第3段, 页眉 …
    """
    return {
        "findings": [
            {
                "code": finding.code,
                "level": finding.level.value,
                "place": finding.place,
                "words": finding.words,
                "message": finding.message,
                "blocks": finding.blocks,
            }
            for finding in findings
        ]
    }


def _year_of(document: Document) -> int | None:
    for paragraph in document.paragraphs[:_FIRST_PARAGRAPHS]:
        if found := _YEAR.search(paragraph.text):
            return int(found[1])
    return None
