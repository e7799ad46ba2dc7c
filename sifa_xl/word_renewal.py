"""A returned Word file renewed: what nobody touched follows the data, edited words stay.

Nothing is read from or written to a disk here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sifa_xl.cell_texts import cell_text
from sifa_xl.changed_lines import (
    Bookmark,
    free_id,
    new_line,
    replace,
    rewrite,
    set_bookmarks,
)
from sifa_xl.changed_numbers import (
    ChangedNumber,
    changed_in,
    changed_words,
    flattened,
    with_sign,
)
from sifa_xl.imprints import Base, Imprint, flat, imprint_names, imprint_of, sign_of
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
from sifa_xl.page_style import page_style
from sifa_xl.renewed_file import Addition, Edit, Renewed, ToldDoubt
from sifa_xl.renewed_numbers import WITHOUT_COMMENT, Doubt, Doubtful, Renewal, renew
from sifa_xl.returned_lines import match_lines
from sifa_xl.revisions import WITHOUT_NUMBERS
from sifa_xl.word_context import Context, Written
from sifa_xl.word_package import WordFile
from sifa_xl.written_lines import Line, read_lines

REWORDED = "修订"  # the words a workbook was given, among the fingerprints of a paragraph


def renew_file(file: WordFile, context: Context) -> Renewed:
    """Bring the file up to date with the workbook of ``context``."""
    return _Renewing(file, context).renewed()


class _Renewing:
    def __init__(self, file: WordFile, context: Context) -> None:
        self.file, self.context = file, context
        self.base = file.base
        self.lines = read_lines(file.body)
        targets = [Target(w.mark, w.paragraph, w.texts) for w in context.written]
        names = page_style(context.job.filled.settings).attachments
        self.returned: Returned = match_lines(self.lines, targets, self.base, names)
        self.result = Renewed(context.draft, is_tracking=file.is_tracking)
        self.result.names = {w.paragraph.id: w.name for w in context.written}
        self.imprints: dict[str, Imprint] = {}
        self.wanted: dict[str, list[tuple[int, int, str]]] = {}  # bookmarks by the paragraph's
        self.comments: list[tuple[Line, Doubt]] = []
        self.order: list[tuple[str, Line]] = []

    def renewed(self) -> Renewed:
        for match in self.returned.matches:
            self._renew(match)
        self._tell_missing()
        self._insert_new()
        self._set_comments()
        self._set_bookmarks()
        if self.returned.found:
            self.file.keep(self._new_base())
        self.result.found = len(self.returned.found)
        self.result.data = self.file.data()
        return self.result

    def _renew(self, match: Match) -> None:
        if match.fit is Fit.UNSURE:
            self.result.unsure.append((match.number, match.line.text))
        elif match.fit is Fit.ADDED and match.line.text.strip():
            self._note_addition(match)
        elif match.target is not None:
            written = self.context.by_mark.get(match.target.mark)
            if written is None:
                self._keep_emptied(match)
            elif written.paragraph.kind in WITHOUT_NUMBERS and match.fit is Fit.EDITED:
                self._keep_plain(match, written)
            elif match.fit is Fit.EDITED and match.line.text != flat(written.paragraph.text):
                self._keep_edited(match, written)
            elif written.paragraph.rewording is not None:
                self._follow_sheet(match, written)
            else:
                self._follow(match, written)

    def _follow(self, match: Match, written: Written) -> None:
        """An untouched paragraph says what is generated now; a changed sign stays."""
        line, paragraph = match.line, written.paragraph
        old, text = line.text, flat(paragraph.text)
        spans = [flattened(span, paragraph.text) for span in marked_spans(paragraph)]
        if match.fit is Fit.SIGN:
            text, spans = with_sign(text, sign_of(old), spans)
        if old != text:
            marks = [(m.start, m.end, mark_stem(m)) for m in number_marks(line)]
            place = (match.number, paragraph.id)
            changed = changed_in(old, marks, text, spans, place)
            self.result.numbers += changed
            if changed_words(old, text, changed):
                self.result.reworded.append(place)
            rewrite(line, text)
        marks = [(span.start, span.end, span_stem(span)) for span in spans]
        self._note(match, marks, imprint_of(paragraph))

    def _follow_sheet(self, match: Match, written: Written) -> None:
        """The words of 修订 where Word was left alone; their numbers are looked at as well."""
        words = flat(written.paragraph.text)
        if match.line.text != words:
            if match.fit is Fit.SIGN:
                words, _ = with_sign(words, sign_of(match.line.text), [])
            self.result.reworded.append((match.number, written.paragraph.id))
            rewrite(match.line, words)
        if written.paragraph.kind in WITHOUT_NUMBERS:
            self._note(match, [], imprint_of(written.paragraph))
        else:
            self._keep_edited(match, written)

    def _keep_plain(self, match: Match, written: Written) -> None:
        """A title, signature or date of the clerk's."""
        self._note_edit(match, written, match.line.text, Renewal(match.line.text))

    def _keep_edited(self, match: Match, written: Written) -> None:
        line, before = match.line, match.line.text
        renewal = renew(*self.context.words(match, written))
        for each in reversed(renewal.renewed):
            replace(line, each.start, each.end, each.new)
        place = (match.number, written.paragraph.id)
        self.result.numbers += [
            ChangedNumber(each.fact, each.old, each.new, each.cells, *place, before[: each.start])
            for each in renewal.renewed
        ]
        if line.text == flat(written.paragraph.text) and written.paragraph.rewording is None:
            self._follow(match, written)  # by now it reads as it is generated
        else:
            self._note_edit(match, written, before, renewal)

    def _note_edit(self, match: Match, written: Written, before: str, renewal: Renewal) -> None:
        paragraph, line = written.paragraph, match.line
        accepted = [each for each in renewal.doubts if written.accepts(each)]
        for doubt in renewal.doubts:
            told = ToldDoubt(match.number, paragraph.id, doubt, doubt in accepted)
            self.result.doubts.append(told)
            if not told.is_accepted and doubt.kind not in WITHOUT_COMMENT:
                self.comments.append((line, doubt))
        stale = [each for each in renewal.doubts if each.kind is Doubtful.STALE]
        imprint = imprint_of(written.generated)
        imprint = imprint.also([(each.stem, each.said) for each in stale])
        self._note(match, renewal.marks, imprint.also([(REWORDED, line.text)]))
        self.result.kept.append((match.number, paragraph.id))
        if line.text == flat(written.old_words or paragraph.generated):
            return
        if written.old_words and not self._comes_from(match, written, before):
            self.result.conflicts.append((match.number, paragraph.id))
            return
        said = tuple(dict.fromkeys(each.said for each in accepted))
        self.result.edits.append(Edit(written, cell_text(line.words), before, said, bool(stale)))

    def _comes_from(self, match: Match, written: Written, before: str) -> bool:
        """Whether the file was made from the 修订 that stands in the sheet, or holds it."""
        imprint = match.imprint
        return any(
            text == before
            or (imprint is not None and imprint.is_of(text))
            or (imprint is not None and imprint.has_printed(REWORDED, text))
            for text in (flat(written.old_words), flat(written.paragraph.text))
        )

    def _keep_emptied(self, match: Match) -> None:
        """Nothing can be said about it now: what stands there is the clerk's to delete."""
        assert match.target is not None
        self.result.emptied.append((match.number, match.target.mark))
        marks = [(m.start, m.end, mark_stem(m)) for m in number_marks(match.line)]
        self._note(match, marks, match.imprint)

    def _note_addition(self, match: Match) -> None:
        before = [
            self.context.by_mark.get(each.target.mark)
            for each in self.returned.matches
            if each.target is not None and each.number < match.number
        ]
        found = [each for each in before if each is not None]
        behind = found[-1] if found else None
        self.result.additions.append(Addition(match.number, match.line.words, behind))

    def _note(
        self, match: Match, marks: Sequence[tuple[int, int, str]], imprint: Imprint | None
    ) -> None:
        assert match.target is not None
        self.wanted[match.target.mark] = list(marks)
        if imprint is not None:
            self.imprints[match.target.mark] = imprint
        self.order.append((match.target.mark, match.line))

    def _tell_missing(self) -> None:
        """Deleted stays deleted; without fingerprints it may as well never have stood there."""
        present = set(self.returned.found) | self.returned.merged | self.returned.open
        for mark, imprint in self.base.imprints.items():
            written = self.context.by_mark.get(mark)
            if mark not in present and written is not None:
                is_changed = imprint.whole != imprint_of(written.paragraph).whole
                self.result.deleted.append((written.paragraph.id, is_changed))
        if self.base.imprints:
            return
        emptied = {mark.name for line in self.lines if not line.text.strip() for mark in line.marks}
        for written in self.context.written:
            if written.mark not in present:
                # from now on it is known to have been there
                self.imprints[written.mark] = imprint_of(written.paragraph)
                if written.mark in emptied:
                    self.result.deleted.append((written.paragraph.id, False))
                else:
                    self.result.unfound.append(written.paragraph.id)

    def _insert_new(self) -> None:
        """What is generated now and was not when the file was made, where 提纲 has it."""
        if not self.base.imprints:
            return
        known = set(self.base.imprints) | set(self.returned.found) | self.returned.open
        lines = dict(self.order)
        last: Line | None = None
        for written in self.context.written:
            if written.mark in lines:
                last = lines[written.mark]
            elif written.mark not in known and last is not None:
                last = self._insert(written, last)

    def _insert(self, written: Written, before: Line) -> Line:
        paragraph = written.paragraph
        kinds = [(self.context.by_mark.get(mark), line) for mark, line in self.order]
        alike = [line for other, line in kinds if other and other.paragraph.kind == paragraph.kind]
        text, head = flat(paragraph.text), paragraph.head
        line = new_line(before, alike[-1] if alike else before, text, head)
        spans = [flattened(span, paragraph.text) for span in marked_spans(paragraph)]
        self.wanted[written.mark] = [(s.start, s.end, span_stem(s)) for s in spans]
        self.imprints[written.mark] = imprint_of(paragraph)
        place = next(n for n, (_, each) in enumerate(self.order) if each is before)
        self.order.insert(place + 1, (written.mark, line))
        self.result.inserted.append((paragraph.id, paragraph.text))
        return line

    def _set_comments(self) -> None:
        """A comment at each doubtful number, those that no longer hold taken out."""
        wanted = [(line, doubt, self.context.told(doubt)) for line, doubt in self.comments]
        ours = self.file.own_comments()
        for identity, words in ours.items():
            if words not in [told for _, _, told in wanted]:
                self.file.drop_comment(identity)
        for _, line in self.order:
            line.read()
        for line, doubt, told in wanted:
            if told not in ours.values():
                self.file.comment(line, doubt.start, doubt.end, told)

    def _set_bookmarks(self) -> None:
        ours = [element for _, line in self.order for element in line.elements]
        others = [each for each in self.lines if each.elements[0] not in ours]
        taken = {mark.name for each in others for mark in each.marks}
        counts: Counter[str] = Counter()
        number = free_id(self.file.body)
        for place, (mark, line) in enumerate(self.order, 1):
            wanted: list[Bookmark] = [(0, 0, mark)]
            imprint = self.imprints.get(mark)
            if imprint is not None:
                names = imprint_names(imprint, self.context.draft, place)
                wanted += [(0, 0, name) for name in names]
            joined = [each for each in line_marks(line) if each.name in self.returned.merged]
            wanted += [(each.start, each.start, each.name) for each in joined]
            wanted += list(self._named(self.wanted[mark], counts, taken))
            number = set_bookmarks(line, wanted, number)

    def _named(
        self, marks: Sequence[tuple[int, int, str]], counts: Counter[str], taken: set[str]
    ) -> Iterator[Bookmark]:
        for start, end, name in marks:
            counts[name] += 1
            while f"{name}_{counts[name]}" in taken:
                counts[name] += 1
            yield start, end, f"{name}_{counts[name]}"

    def _new_base(self) -> Base:
        """What is known from now on; a deleted paragraph is still known to have been there."""
        unsettled = self.returned.merged | self.returned.open
        written = [each for each in self.context.written if each.mark in unsettled]
        known = {each.mark: imprint_of(each.paragraph) for each in written}
        return Base(self.context.draft, known | self.base.imprints | self.imprints)
