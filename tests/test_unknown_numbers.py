"""×× in words somebody edited: filled where it is certain, never passed over, never final."""

from sifa_xl import headers as h
from sifa_xl.papers import word_file
from tests.returned import edited, paragraph, renewed, say, texts_of, without_bookmarks
from tests.revised import reworded, sample_job

RECIPIENTS = "法律援助_C16"
LEGAL_AID = "受援人××人"


def with_unknown(change, **typed):
    job = sample_job(**({RECIPIENTS: "待定"} | typed))
    return edited(change, word_file(job, job.summary(), is_draft=True))


def reword(paragraphs):
    say(paragraph(paragraphs, LEGAL_AID), "接待群众", "热情接待群众")


def test_an_unknown_number_is_filled_in_edited_words():
    result = renewed(with_unknown(reword), sample_job(**{RECIPIENTS: 275}))
    assert [(each.old, each.new) for each in result.numbers] == [("××人", "275人")]
    assert any("热情接待" in text and "受援人275人" in text for text in texts_of(result.data))
    assert not result.is_doubtful


def test_it_is_filled_where_wps_lost_the_bookmarks():
    def change(paragraphs):
        reword(paragraphs)
        without_bookmarks(paragraphs)

    result = renewed(with_unknown(change), sample_job(**{RECIPIENTS: 275}))
    assert [(each.old, each.new) for each in result.numbers] == [("××人", "275人")]
    assert not result.is_doubtful


def test_what_is_still_unknown_stays_and_asks_nothing_again():
    data = with_unknown(lambda all_: (reword(all_), without_bookmarks(all_)))
    result = renewed(data, sample_job(**{RECIPIENTS: "待定"}))
    assert (result.numbers, result.doubts) == ([], [])


def test_where_it_is_not_certain_which_it_is_told():
    def change(paragraphs):
        reword(paragraphs)
        say(paragraph(paragraphs, LEGAL_AID), "受援人", "帮到")
        without_bookmarks(paragraphs)

    result = renewed(with_unknown(change), sample_job(**{RECIPIENTS: 275}))
    assert [each.doubt.kind.value for each in result.doubts] == ["还没有数"]
    assert result.is_doubtful
    assert any("帮到××人" in text for text in texts_of(result.data))


def test_a_number_that_became_unknown_does_not_wipe_out_the_one_in_edited_words():
    job = sample_job(**{RECIPIENTS: 275})
    data = edited(
        lambda all_: say(paragraph(all_, "受援人275人"), "接待群众", "热情接待群众"),
        word_file(job, job.summary(), is_draft=True),
    )
    result = renewed(data, sample_job(**{RECIPIENTS: "待定"}))
    assert any("受援人275人" in text for text in texts_of(result.data))
    assert result.is_doubtful


def test_the_clerks_wording_with_an_unknown_number_blocks_the_final():
    job = reworded({"LA.咨询与办案": "受援人××人。"})
    (found,) = [f for f in job.findings if f.sheet == h.SUMMARY and f.code == "X-06"]
    assert (found.level.value, "××" in found.message) == ("强制", True)
