"""Which paragraph of the summary each paragraph of a returned Word file is.

By fingerprint first, then by bookmark, by the bookmarks of its numbers, and last by likeness with
a clear margin.  Where two fit, it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sifa_xl.imprints import BOOKMARK, Base, Imprint, flat, read_names, sign_of
from sifa_xl.layouts import Paragraph
from sifa_xl.line_targets import (
    Fit,
    Match,
    Returned,
    Target,
    line_marks,
    mark_stem,
    number_marks,
)
from sifa_xl.marks import marked_spans, span_stem
from sifa_xl.written_lines import Line

LIKE, MARGIN = 0.6, 0.15  # how much two texts must share, and how much more than any other two
_SHORTEST = 6  # characters of a part that is looked for in its whole
_ENDS = frozenset({"署名", "日期"})
_ATTACHED = re.compile(r"附件\s*(?:[:：]|[0-9]+|$)")
_DIGITS = re.compile(r"[0-9]+")


def file_draft(lines: Sequence[Line], base: Base) -> str:
    """The draft a file says it is, or ``""``."""
    told = [base.draft, *(read_names(_names(line))[0] for line in lines)]
    return next(filter(None, told), "")


def match_lines(
    lines: Sequence[Line], targets: Sequence[Target], base: Base, attachments: Sequence[str] = ()
) -> Returned:
    """Find the target of every line; ``attachments`` are the names listed at the end."""
    return _Matcher(lines, targets, base, attachments).matched()


class _Matcher:
    def __init__(
        self,
        lines: Sequence[Line],
        targets: Sequence[Target],
        base: Base,
        attachments: Sequence[str],
    ) -> None:
        self.base, self.attachments = base, attachments
        known = {each.mark: each for each in targets}
        gone = [Target(mark) for mark in base.imprints if mark not in known]
        self.targets = known | {each.mark: each for each in gone}
        told = [line for line in lines if line.text.strip()]
        self.returned = Returned([Match(line, number) for number, line in enumerate(told, 1)])
        self.carried = {
            mark.name: imprint
            for line in told
            if len(marks := line_marks(line)) == 1 and (imprint := read_names(_names(line))[1])
            for mark in marks
        }
        self.free = dict(self.targets)

    def matched(self) -> Returned:
        waiting = [each for each in self.returned.matches if not each.line.is_in_table]
        for fits in (self._by_own_print, self._by_any_print, self._by_text, self._by_mark):
            for match in waiting:
                if match.target is None:
                    fits(match)
        for match in waiting:
            if match.target is None:
                self._by_numbers(match)
        self._by_likeness([each for each in waiting if each.target is None])
        self._set_outside()
        self._join_parts()
        self._count_from_title()
        return self.returned

    def _count_from_title(self) -> None:
        """第几段 is what a reader counts: a page or table in front of the text is not of it."""
        matches = self.returned.matches
        before = next((n for n, each in enumerate(matches) if each.fit is not Fit.OUTSIDE), 0)
        for match in matches:
            match.number -= before

    def _claim(self, match: Match, mark: str, fit: Fit) -> None:
        target = self.free.pop(mark)
        match.target, match.fit, match.imprint = target, fit, self._imprint(mark)

    def _imprint(self, mark: str) -> Imprint | None:
        return self.carried.get(mark) or self.base.imprints.get(mark)

    def _by_own_print(self, match: Match) -> None:
        for mark in line_marks(match.line):
            imprint = self._imprint(mark.name)
            if mark.name in self.free and imprint is not None:
                self._by_print(match, mark.name, imprint)
                if match.target is not None:
                    return

    def _by_any_print(self, match: Match) -> None:
        for mark in self.free:
            imprint = self._imprint(mark)
            if imprint is not None and imprint.is_of(match.line.text):
                self._claim(match, mark, Fit.WHOLE)
                return

    def _by_print(self, match: Match, mark: str, imprint: Imprint) -> None:
        if imprint.is_of(match.line.text):
            self._claim(match, mark, Fit.WHOLE)
        elif imprint.is_of_unsigned(match.line.text):
            self._claim(match, mark, Fit.SIGN)

    def _by_text(self, match: Match) -> None:
        """Without a fingerprint: the very words of the workbook are untouched ones."""
        own = {mark.name for mark in line_marks(match.line)}
        for mark in sorted(self.free, key=lambda name: name not in own):
            is_same = match.line.text in _texts(self.free[mark])
            if is_same and (own <= {mark} or mark in own):
                is_whole = self._imprint(mark) is None
                self._claim(match, mark, Fit.WHOLE if is_whole else Fit.EDITED)
                return

    def _by_mark(self, match: Match) -> None:
        """The bookmark at its start; those further back were joined to it."""
        marks = line_marks(match.line)
        ends = [*(mark.start for mark in marks[1:]), len(match.line.letters)]
        own = [
            mark.name
            for mark, end in zip(marks, ends, strict=False)  # a line without any has one end
            if mark.name in self.free and match.line.text[mark.start : end].strip()
        ]
        if own:
            self._claim(match, own[0], Fit.EDITED)
            for mark in own[1:]:
                self.free.pop(mark)
                self.returned.merged.add(mark)

    def _by_numbers(self, match: Match) -> None:
        """All its bookmarked numbers stand in one paragraph: that one, or a part of it."""
        stems = {mark_stem(mark) for mark in number_marks(match.line)}
        holders = [
            target.mark
            for target in self.targets.values()
            if stems and target.paragraph and stems <= _stems(target.paragraph)
        ]
        if len(holders) == 1 and holders[0] in self.free:
            self._claim(match, holders[0], Fit.EDITED)

    def _by_likeness(self, waiting: Sequence[Match]) -> None:
        """The pair that is alike, as long as neither of the two is much like another one."""
        alike: dict[tuple[int, str], float] = {
            (number, mark): likeness
            for number, match in enumerate(waiting)
            for mark, target in self.free.items()
            if (likeness := _likeness(match.line.text, target)) >= LIKE
        }
        for (number, mark), likeness in sorted(alike.items(), key=lambda each: -each[1]):
            match = waiting[number]
            if match.target is not None or mark not in self.free:
                continue
            rivals = [
                other
                for (line, name), other in alike.items()
                if ((line == number) != (name == mark))
                and (waiting[line].target is None and name in self.free)
            ]
            if all(other <= likeness - MARGIN for other in rivals):
                self._claim(match, mark, Fit.EDITED)
            else:
                match.fit = Fit.UNSURE
                self.returned.open.add(mark)

    def _set_outside(self) -> None:
        """Before the first and behind the last that was found nothing belongs to the text."""
        matches = self.returned.matches
        places = [place for place, each in enumerate(matches) if each.target is not None]
        first, last = (places[0], places[-1]) if places else (len(matches), len(matches))
        found = matches[last].target if places else None
        is_closed = bool(found and found.paragraph and found.paragraph.kind in _ENDS)
        for place, match in enumerate(matches):
            is_attached = self._is_attached(match.line.text)
            is_closed |= is_attached and place > last
            is_outside = place < first or (place > last and is_closed)
            if match.target is None and (is_outside or is_attached or match.line.is_in_table):
                match.fit = Fit.OUTSIDE

    def _is_attached(self, text: str) -> bool:
        unsigned = text[len(sign_of(text)) :].strip()
        return bool(_ATTACHED.match(text)) or unsigned in self.attachments

    def _join_parts(self) -> None:
        """A paragraph the clerk split: what follows it and belongs to it is read with it."""
        kept: list[Match] = []
        for match in self.returned.matches:
            before = kept[-1] if kept else None
            if before is not None and match.target is None and _is_part(match, before):
                before.line = before.line.joined(match.line)
                if before.fit is not Fit.EDITED:
                    before.fit = self._fit_of_whole(before)
            else:
                kept.append(match)
        self.returned.matches = kept

    def _fit_of_whole(self, match: Match) -> Fit:
        is_whole = match.imprint is not None and match.imprint.is_of(match.line.text)
        return Fit.WHOLE if is_whole else Fit.EDITED


def _names(line: Line) -> list[str]:
    return sorted(mark.name for mark in line.marks if mark.name.startswith(BOOKMARK))


def _texts(target: Target) -> Iterator[str]:
    if target.paragraph is not None:
        yield flat(target.paragraph.text)
        yield flat(target.paragraph.generated)
    yield from target.texts


def _stems(paragraph: Paragraph) -> set[str]:
    return {span_stem(span) for span in marked_spans(paragraph)}


def _likeness(text: str, target: Target) -> float:
    return max((_ratio(_bare(text), _bare(other)) for other in _texts(target)), default=0)


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0
    return matcher.ratio()


def _bare(text: str) -> str:
    return _DIGITS.sub("#", text[len(sign_of(text)) :])


def _is_part(match: Match, before: Match) -> bool:
    if before.target is None or before.target.paragraph is None or match.fit is Fit.OUTSIDE:
        return False
    text, paragraph = match.line.text, before.target.paragraph
    stems = {mark_stem(mark) for mark in number_marks(match.line)}
    if stems and stems <= _stems(paragraph):
        return True
    wholes = [whole for whole in _texts(before.target) if text in whole]
    return len(text) >= _SHORTEST and bool(wholes) and text not in before.line.text
