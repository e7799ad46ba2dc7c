"""Words and bookmarks changed inside somebody's paragraph; all else in it stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sifa_xl.written_lines import Letter, Line

_RUN, _TEXT, _LOOK = qn("w:r"), qn("w:t"), qn("w:rPr")
_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
_TOKEN = re.compile(r"[0-9][0-9,.]*|.", re.DOTALL)  # a number changes as a whole
_OURS = re.compile(r"(?:数|文|段)_|_底[0-9]")

Bookmark = tuple[int, int, str]


def rewrite(line: Line, text: str) -> None:
    """Make ``text`` of the paragraph's letters; what is the same keeps its look."""
    for start, end, words in reversed(changes(line.text, text)):
        replace(line, start, end, words)


def changes(old: str, new: str) -> list[tuple[int, int, str]]:
    """What differs: start and end in ``old``, and the words there in ``new``."""
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    at = [0]
    for token in ours:
        at.append(at[-1] + len(token))
    return [
        (at[first], at[last], "".join(theirs[start:end]))
        for kind, first, last, start, end in SequenceMatcher(
            None, ours, theirs, autojunk=False
        ).get_opcodes()
        if kind != "equal"
    ]


def replace(line: Line, start: int, end: int, words: str) -> None:
    """Put ``words`` in place of the letters ``start:end``, in the look of the first of them."""
    removed = line.letters[start:end]
    target = next((each for each in removed if each.holder.tag == _TEXT), None)
    place = target.place if target else 0
    if target is None and words:
        target, place = _beside(line, start, end)
    pieces: dict[Any, list[int]] = {}
    for letter in removed:
        if letter.holder.tag == _TEXT:
            pieces.setdefault(letter.holder, []).append(letter.place)
        else:
            letter.holder.getparent().remove(letter.holder)
    if target is not None:
        pieces.setdefault(target.holder, [])
    for holder, gone in pieces.items():
        text = list(holder.text or "")
        for index in gone:
            text[index] = ""
        if target is not None and holder is target.holder:
            text.insert(place, words)
        _set_text(holder, "".join(text))
    line.read()


def set_bookmarks(line: Line, wanted: Sequence[Bookmark], first_id: int) -> int:
    """Give the paragraph these bookmarks of ours and no others; returns the next free id.

    Bookmarks of the clerk's stay.  Nothing changes where it has them already.
    """
    ours = [each for each in line.marks if _OURS.match(each.name)]
    if sorted((each.start, each.end, each.name) for each in ours) == sorted(wanted):
        return first_id
    drop_bookmarks(line)
    for number, (start, end, name) in enumerate(wanted, first_id):
        _add_bookmark(line, start, end, name, number)
    line.read()
    return first_id + len(wanted)


def drop_bookmarks(line: Line) -> None:
    """Take our bookmarks out of the paragraph, their ends too wherever these stand."""
    ids = set()
    for element in line.elements:
        for start in list(element.iter(_START)):
            if _OURS.match(start.get(qn("w:name")) or ""):
                ids.add(start.get(qn("w:id")))
                start.getparent().remove(start)
    root = line.elements[0].getroottree().getroot()
    for end in list(root.iter(_END)) if ids else ():
        if end.get(qn("w:id")) in ids:
            end.getparent().remove(end)
    line.read()


def new_line(before: Line, model: Line, text: str, head: int) -> Line:
    """A paragraph behind ``before`` that looks like ``model``: its head like the first words."""
    own = model.elements[-1]
    paragraph = OxmlElement("w:p")
    look = own.find(qn("w:pPr"))
    if look is not None:
        paragraph.append(_plain_look(look))
    runs = [letter.holder.getparent() for letter in model.letters]
    for words, run in ((text[:head], runs[:1]), (text[head:], runs[-1:])):
        if words:
            paragraph.append(_new_run(words, run[0].find(_LOOK) if run else None))
    before.elements[-1].addnext(paragraph)
    line = Line([paragraph])
    line.read()
    return line


def free_id(root: Any, tags: Iterable[str] = (_START,)) -> int:
    """A number above every id of these elements."""
    ids = [each.get(qn("w:id")) or "" for each in root.iter(*tags)]
    return max((int(each) for each in ids if each.lstrip("-").isdigit()), default=0) + 1


def boundary(line: Line, place: int) -> tuple[Any, bool]:
    """The run before which letter ``place`` begins, or the last one and True for its end."""
    if place >= len(line.letters):
        return _run_of(line.letters[-1]), True
    _split(line.letters[place])
    line.read()
    return _run_of(line.letters[place]), False


def _beside(line: Line, start: int, end: int) -> tuple[Letter | None, int]:
    """Where words go that replace no text: behind the letter before, else before the next."""
    if start and line.letters[start - 1].holder.tag == _TEXT:
        before = line.letters[start - 1]
        return before, before.place + 1
    if end < len(line.letters) and line.letters[end].holder.tag == _TEXT:
        return line.letters[end], line.letters[end].place
    run = _new_run("", None)
    if line.letters:
        _run_of(line.letters[min(start, len(line.letters) - 1)]).addnext(run)
    else:
        line.elements[0].append(run)
    return Letter("", run.find(_TEXT), 0), 0


def _add_bookmark(line: Line, start: int, end: int, name: str, number: int) -> None:
    opened, closed = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (opened, closed):
        mark.set(qn("w:id"), str(number))
    opened.set(qn("w:name"), name)
    if start == end == 0:
        _put_at_start(line.elements[0], opened, closed)
        return
    if start == end:
        place, is_end = boundary(line, start)
        for mark in (closed, opened) if is_end else (opened, closed):
            (place.addnext if is_end else place.addprevious)(mark)
        return
    boundary(line, end)
    first, _ = boundary(line, start)
    first.addprevious(opened)
    _run_of(line.letters[end - 1]).addnext(closed)


def _put_at_start(paragraph: Any, *marks: Any) -> None:
    behind = 0
    for child in paragraph:
        is_mark = child.tag in (_START, _END)
        if child.tag != qn("w:pPr") and not (is_mark and _is_empty_mark(child)):
            break
        behind += 1
    for mark in reversed(marks):
        paragraph.insert(behind, mark)


def _is_empty_mark(mark: Any) -> bool:
    """Whether it is half of a bookmark around nothing."""
    other = mark.getnext() if mark.tag == _START else mark.getprevious()
    return other is not None and other.get(qn("w:id")) == mark.get(qn("w:id"))


def _split(letter: Letter) -> None:
    """Let a run begin at the letter."""
    run = _run_of(letter)
    before = [child for child in run if child.tag != _LOOK]
    holder = letter.holder
    if letter.place == 0 and before and before[0] is holder:
        return
    second = OxmlElement("w:r")
    if run.find(_LOOK) is not None:
        second.append(deepcopy(run.find(_LOOK)))
    if letter.place:
        text = holder.text or ""
        rest = OxmlElement("w:t")
        _set_text(rest, text[letter.place :])
        _set_text(holder, text[: letter.place])
        holder.addnext(rest)
        holder = rest
    moved = [holder, *holder.itersiblings()]
    second.extend(moved)
    run.addnext(second)


def _run_of(letter: Letter) -> Any:
    element = letter.holder.getparent()
    while element.tag != _RUN:
        element = element.getparent()
    return element


def _new_run(words: str, look: Any) -> Any:
    run = OxmlElement("w:r")
    if look is not None:
        run.append(_plain_look(look))
    text = OxmlElement("w:t")
    _set_text(text, words)
    run.append(text)
    return run


def _plain_look(look: Any) -> Any:
    """A copy without what was tracked or is a section's."""
    copy = deepcopy(look)
    tracked = ("w:pPrChange", "w:rPrChange", "w:ins", "w:del", "w:moveFrom", "w:moveTo")
    for tag in (*tracked, "w:sectPr", "w:pageBreakBefore"):
        for each in list(copy.iter(qn(tag))):
            each.getparent().remove(each)
    return copy


def _set_text(holder: Any, text: str) -> None:
    holder.text = text
    if text != text.strip():
        holder.set(qn("xml:space"), "preserve")
