"""How long a draft is against its target, and which 可略 rows go first."""

from __future__ import annotations

from sifa_xl.domain import Place
from sifa_xl.filled import MeasureRow
from sifa_xl.layouts import Paragraph
from sifa_xl.lengths import measure
from sifa_xl.spans import Prose
from tests.books import job_of, sample_plans


def paragraphs(count: int, characters: int) -> list[Paragraph]:
    return [Paragraph(str(n), "正文", Prose("字" * characters)) for n in range(count)]


def row(number: int, characters: int) -> MeasureRow:
    return MeasureRow(body="句" * characters, place=Place("人民调解", number, 7), may_drop=True)


def test_a_page_has_twenty_two_lines_of_twenty_eight_characters():
    assert measure("市局稿", paragraphs(22, 26), []).size == 1.0
    assert measure("市局稿", paragraphs(22, 27), []).size == 2.0  # two characters of indent


def test_the_longest_rows_go_first_until_the_target_is_reached():
    long, short, other = row(9, 280), row(8, 56), row(7, 112)
    length = measure("政法委稿", paragraphs(50, 26), [short, long, other])
    assert [place.row for place, _ in length.drop_first] == [9]
    length = measure("政法委稿", paragraphs(56, 26), [short, long, other])
    assert [place.row for place, _ in length.drop_first] == [9, 7]
    assert measure("政法委稿", paragraphs(40, 26), [long]).drop_first == ()


def test_the_brief_is_measured_in_characters():
    length = measure("简报", paragraphs(1, 301), [])
    assert (length.size, length.target, length.unit, length.is_over) == (301, 300, "字", False)


def test_the_drafts_of_the_sample_keep_near_their_lengths():
    job = job_of(sample_plans())
    assert job.summary("简报").length.size <= 300
    assert job.summary("政法委稿").length.size <= 2.5
    full = job.summary("市局稿").length
    assert full.drop_first
    droppable = {str(place) for place, _ in full.drop_first}
    rows = [r for d in job.filled.lines.values() for r in d.measures if r.may_drop]
    assert droppable <= {str(r.place) for r in [*rows, *job.filled.plans]}
