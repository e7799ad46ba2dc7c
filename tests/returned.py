"""Word files of the sample as they come back: edited by hand, tracked, stripped of bookmarks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sifa_xl.jobs import Job
from sifa_xl.papers import word_file
from sifa_xl.renewed_file import Renewed
from sifa_xl.word_context import Context
from sifa_xl.word_package import WordFile
from sifa_xl.word_renewal import renew_file
from tests.revised import sample_job

DRAFT = "市局稿"
_TOKEN = re.compile(r"[0-9][0-9,.]*|.", re.DOTALL)


@cache
def made(draft: str = DRAFT) -> bytes:
    """The Word file of the sample as it leaves the program."""
    job = sample_job()
    return word_file(job, job.summary(draft), is_draft=True)


def edited(change: Callable[[list[Any]], object], data: bytes | None = None) -> bytes:
    """The file after ``change`` was done to its paragraphs, ``w:p`` elements in order."""
    opened = docx.Document(io.BytesIO(made() if data is None else data))
    change([each._p for each in opened.paragraphs])
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def paragraph(paragraphs: list[Any], words: str) -> Any:
    """The one that holds these words."""
    (found,) = [each for each in paragraphs if words in text_of(each)]
    return found


def text_of(element: Any) -> str:
    """The words of a paragraph with all tracked changes accepted."""
    gone = {qn("w:del"), qn("w:moveFrom")}
    return "".join(
        text.text or ""
        for text in element.iter(qn("w:t"))
        if not any(parent.tag in gone for parent in text.iterancestors())
    )


def texts_of(data: bytes) -> list[str]:
    """All paragraphs that say something."""
    opened = docx.Document(io.BytesIO(data))
    return [text for each in opened.paragraphs if (text := text_of(each._p))]


def say(element: Any, old: str, new: str) -> None:
    """Write ``new`` for ``old`` in the one run that has it, as typing over it does."""
    (text,) = [each for each in element.iter(qn("w:t")) if old in (each.text or "")]
    text.text = text.text.replace(old, new)


def write_anew(element: Any, words: str) -> None:
    """Type the whole paragraph again: one run, no bookmark left."""
    for child in list(element):
        if child.tag != qn("w:pPr"):
            element.remove(child)
    element.append(run_of(words))


def added(words: str) -> Any:
    """A paragraph of the clerk's."""
    new = OxmlElement("w:p")
    new.append(run_of(words))
    return new


def run_of(words: str) -> Any:
    """A run of text."""
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    return run


def track_deletion(run: Any) -> None:
    """Delete a run with 修订 on."""
    gone = _tracked("w:del")
    run.addprevious(gone)
    gone.append(run)
    for text in run.iter(qn("w:t")):
        text.tag = qn("w:delText")


def track_insertion(run: Any, words: str) -> None:
    """Type words behind a run with 修订 on."""
    new = _tracked("w:ins")
    new.append(run_of(words))
    run.addnext(new)


def track_paragraph_deletion(element: Any) -> None:
    """Delete a whole paragraph, its mark too, with 修订 on."""
    for run in list(element.iter(qn("w:r"))):
        track_deletion(run)
    look = element.get_or_add_pPr()
    marks = OxmlElement("w:rPr")
    marks.append(_tracked("w:del"))
    look.append(marks)


def without_bookmarks(paragraphs: list[Any]) -> None:
    """As some programs save it."""
    for element in paragraphs:
        for mark in list(element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
            mark.getparent().remove(mark)


def without_memory(data: bytes) -> bytes:
    """As a program saves it that drops document variables."""
    opened = docx.Document(io.BytesIO(data))
    settings = opened.settings.element
    for each in list(settings.iter(qn("w:docVars"))):
        settings.remove(each)
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def renewed(data: bytes, job: Job, draft: str = DRAFT) -> Renewed:
    """The file brought up to date, in memory."""
    return renew_file(WordFile(data, "总结.docx"), Context(job, draft))


def moved(element: Any, behind: Any) -> None:
    """Cut a paragraph and paste it behind another."""
    behind.addnext(element)


def doubled(element: Any) -> Any:
    """A copy of a paragraph behind it; bookmarks stay with the original."""
    copy = deepcopy(element)
    without_bookmarks([copy])
    element.addnext(copy)
    return copy


def masked(text: str) -> str:
    """The text with # for every number."""
    return "".join("#" if each[0].isdigit() else each for each in _TOKEN.findall(text))


def numbers_of(text: str) -> list[str]:
    """The numbers of a text, in order."""
    return [each for each in _TOKEN.findall(text) if each[0].isdigit()]


def _tracked(tag: str) -> Any:
    element = OxmlElement(tag)
    for key, value in (("id", "9001"), ("author", "甲"), ("date", "2022-07-01T08:00:00Z")):
        element.set(qn(f"w:{key}"), value)
    return element
