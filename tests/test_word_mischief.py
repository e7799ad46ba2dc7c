"""Whatever is done to a Word file: no clerk's character is lost, no wrong number written."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml.ns import qn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sifa_xl.marks import marked_spans
from tests.returned import (
    added,
    edited,
    made,
    masked,
    moved,
    numbers_of,
    renewed,
    run_of,
    text_of,
    texts_of,
    track_deletion,
    track_insertion,
    track_paragraph_deletion,
    without_bookmarks,
    without_memory,
    write_anew,
)
from tests.revised import sample_job

CELLS = {"人民调解_C7": (723, 1024), "人民调解_C8": (718, 702), "社区矫正_C8": (70, 103)}
OWN = "8{}7"  # digits that stand nowhere in the sample
WORDS = ("首先，", "（全县）", "甲乙丙", "同比", "未", "其中")
_RUNS, _TEXTS = qn("w:r"), qn("w:t")


def has_text(element: Any) -> bool:
    return bool(text_of(element).strip())


class Clerk:
    """Does to the paragraphs of a file what the drawn numbers say."""

    def __init__(self, paragraphs: list[Any]) -> None:
        self.all = paragraphs
        self.own: list[str] = []  # numbers of the clerk's

    def pick(self, seed: int) -> Any:
        body = [each for each in self.all[2:-2] if each.getparent() is not None and has_text(each)]
        return body[seed % len(body)]

    def text(self, element: Any, seed: int, wanted: Callable[[str], object] = bool) -> Any:
        gone = (qn("w:del"), qn("w:moveFrom"))
        found = [
            text
            for text in element.iter(_TEXTS)
            if wanted(text.text or "") and not any(a.tag in gone for a in text.iterancestors())
        ]
        return found[seed % len(found)] if found else None

    def insert(self, seed: int, other: int) -> None:
        text = self.text(self.pick(seed), other)
        place = other % (len(text.text) + 1)
        text.text = text.text[:place] + WORDS[other % len(WORDS)] + text.text[place:]

    def delete(self, seed: int, other: int) -> None:
        text = self.text(self.pick(seed), other)
        place = other % len(text.text)
        text.text = text.text[:place] + text.text[place + 1 + other % 9 :]

    def change_digits(self, seed: int, other: int) -> None:
        text = self.text(self.pick(seed), other, re.compile("[0-9]").search)
        if text is not None:
            own = OWN.format(other % 1000)
            self.own.append(own)
            text.text = re.sub(r"[0-9][0-9.,]*", own, text.text, count=1)

    def reorder(self, seed: int, other: int) -> None:
        element = self.pick(seed)
        sentences = re.findall("[^。；]+[。；]?", text_of(element))
        turn = other % len(sentences)
        write_anew(element, "".join([*sentences[turn:], *sentences[:turn]]))

    def drop(self, seed: int, other: int) -> None:
        element = self.pick(seed)
        element.getparent().remove(element)

    def move(self, seed: int, other: int) -> None:
        element, behind = self.pick(seed), self.pick(other)
        if element is not behind:
            moved(element, behind)

    def add(self, seed: int, other: int) -> None:
        own = OWN.format(other % 1000)
        new = added(f"局党组开展走访{own}次，受理纠纷723件。")
        self.pick(seed).addnext(new)

    def track_out(self, seed: int, other: int) -> None:
        text = self.text(self.pick(seed), other)
        track_deletion(text.getparent())

    def track_in(self, seed: int, other: int) -> None:
        text = self.text(self.pick(seed), other)
        track_insertion(text.getparent(), WORDS[other % len(WORDS)])

    def track_away(self, seed: int, other: int) -> None:
        track_paragraph_deletion(self.pick(seed))

    def split(self, seed: int, other: int) -> None:
        element = self.pick(seed)
        runs = [child for child in element if child.tag == _RUNS]
        if len(runs) > 1:
            cut = runs[1 + other % (len(runs) - 1)]
            new = added("")
            new.extend([cut, *cut.itersiblings()])
            element.addnext(new)

    def join(self, seed: int, other: int) -> None:
        element = self.pick(seed)
        following = element.getnext()
        if following is not None and following.tag == qn("w:p"):
            element.extend([child for child in following if child.tag != qn("w:pPr")])
            following.getparent().remove(following)

    def strip(self, seed: int, other: int) -> None:
        without_bookmarks([each for each in self.all if each.getparent() is not None])

    def type_behind(self, seed: int, other: int) -> None:
        self.pick(seed).append(run_of("（略）"))


DEEDS = (
    *(Clerk.insert, Clerk.delete, Clerk.change_digits, Clerk.reorder, Clerk.drop, Clerk.move),
    *(Clerk.add, Clerk.track_out, Clerk.track_in, Clerk.track_away, Clerk.split, Clerk.join),
    *(Clerk.strip, Clerk.type_behind),
)
deeds = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 10_000), st.integers(0, 10_000)),
    min_size=1,
    max_size=6,
)
changes = st.dictionaries(st.sampled_from(sorted(CELLS)), st.integers(0, 1), max_size=3)


def printed(job: Any) -> dict[tuple[str, str], set[str]]:
    """How each figure is printed in each paragraph."""
    found: dict[tuple[str, str], set[str]] = {}
    for each in job.summary().paragraphs:
        for span in marked_spans(each):
            words = each.text[span.start : span.end]
            found.setdefault((span.fact or "", "".join(span.cells)), set()).add(words)
    return found


def allowed(before: Any, after: Any) -> set[tuple[str, str]]:
    """Old number and new one, of the same figure."""
    old, new = printed(before), printed(after)
    return {
        (one, other)
        for key in old.keys() & new.keys()
        for olds in old[key]
        for news in new[key]
        for one, other in zip(numbers_of(olds), numbers_of(news), strict=False)
    }


@given(deeds, changes, st.booleans())
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
)
def test_no_character_is_lost_and_no_wrong_number_written(done, typed, forgets):
    hold(done, typed, forgets)


def hold(done: list[Any], typed: dict[str, int], forgets: bool) -> None:
    """Do all this to the sample's file, change the cells, and look at what refresh makes of it."""
    clerks: list[Clerk] = []
    untouched = texts_of(made())

    def change(paragraphs: list[Any]) -> None:
        clerk = Clerk(paragraphs)
        clerks.append(clerk)
        for deed, seed, other in done:
            deed(clerk, seed, other)

    data = edited(change)
    if forgets:
        data = without_memory(data)
    before, after = sample_job(), sample_job(**{c: CELLS[c][n] for c, n in typed.items()})
    result = renewed(data, after)
    pairs = allowed(before, after)
    generated = {each.text for each in after.summary().paragraphs}
    inserted = {text for _, text in result.inserted}
    ours = texts_of(data)
    theirs = [text for text in texts_of(result.data) if text not in inserted or text in ours]
    assert len(ours) == len(theirs)
    for old, new in zip(ours, theirs, strict=True):
        if old == new or (new in generated and old in untouched):
            continue  # a paragraph nobody touched follows the data
        if masked(old) != masked(new):
            unsigned = re.compile(
                r"^(?:[0-9]+\.|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
            )
            bare = {unsigned.sub("", text) for text in generated}
            assert unsigned.sub("", new) in bare
            continue
        for one, other in zip(numbers_of(old), numbers_of(new), strict=True):
            assert one == other or (one, other) in pairs
    told = "".join(each.doubt.said for each in result.doubts)
    told += "".join(each.words for each in result.additions)
    told += "".join(text for _, text in result.unsure)
    for own in clerks[0].own:
        if own in "".join(ours):
            assert own in "".join(theirs)
            assert own in told
    docx.Document(io.BytesIO(result.data))
    assert renewed(result.data, after).data == result.data
