"""更新Word数字 on the sample's Word file: what is touched follows nothing but its numbers."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from tests.returned import (
    added,
    doubled,
    edited,
    made,
    moved,
    paragraph,
    renewed,
    say,
    text_of,
    texts_of,
    track_deletion,
    track_insertion,
    track_paragraph_deletion,
    without_bookmarks,
    without_memory,
    write_anew,
)
from tests.revised import reworded, sample_job

SETTLED, ACCEPTED = "人民调解_C8", "人民调解_C7"
MEDIATION = "共受理矛盾纠纷"


def told(result):
    return [(each.old, each.new, each.fact) for each in result.numbers]


def doubts(result):
    return [(each.doubt.kind.value, each.doubt.said) for each in result.doubts]


def said(result, words=MEDIATION):
    (found,) = [text for text in texts_of(result.data) if words in text]
    return found


def mediation(paragraphs):
    return paragraph(paragraphs, MEDIATION)


@pytest.fixture(scope="module")
def fewer_settled():
    return sample_job(**{SETTLED: 718})


STALE = [("719起", "718起", "人民调解.调解成功"), ("99.4%", "99.3%", "人民调解.调解成功率")]


def test_a_file_that_says_what_the_workbook_says_stays_byte_for_byte():
    result = renewed(made(), sample_job())
    assert result.data == made()
    assert (result.numbers, result.is_doubtful, result.kept) == ([], False, [])


def test_one_changed_cell_changes_that_number_and_what_is_computed_of_it(fewer_settled):
    result = renewed(made(), fewer_settled)
    assert told(result) == STALE
    assert texts_of(result.data) == texts_of(edited_to_be(fewer_settled))
    assert renewed(result.data, fewer_settled).data == result.data


def edited_to_be(job):
    from sifa_xl.papers import word_file

    return word_file(job, job.summary(), is_draft=True)


def test_edited_words_stay_and_their_numbers_follow(fewer_settled):
    data = edited(lambda all_: say(mediation(all_), "全县各类", "（重写）我县"))
    result = renewed(data, fewer_settled)
    assert told(result) == STALE
    before = next(text for text in texts_of(data) if MEDIATION in text)
    assert said(result) == before.replace("719起", "718起").replace("99.4%", "99.3%")
    assert [identity for _, identity in result.kept] == ["MD.排查化解"]
    assert [edit.words for edit in result.edits] == [said(result)]
    assert not result.is_doubtful


def test_without_bookmarks_the_words_before_a_number_tell_it(fewer_settled):
    def change(all_):
        say(mediation(all_), "全县各类", "（重写）我县")
        without_bookmarks(all_)

    result = renewed(edited(change), fewer_settled)
    assert told(result) == STALE
    marks = re.findall(r'w:name="(数_人民调解_调解成功_1)"', document_xml(result.data))
    assert marks, "the bookmarks are back"
    assert renewed(result.data, fewer_settled).data == result.data


def test_without_bookmarks_and_memory_untouched_paragraphs_are_not_known_as_such(fewer_settled):
    data = without_memory(edited(without_bookmarks))
    result = renewed(data, fewer_settled)
    assert said(result).count("719起") == 1, "nobody knows whether 719 is the clerk's"
    assert ("与表不符", "719起") in doubts(result)


def test_the_sheet_knows_what_the_file_has_forgotten():
    job = reworded({}, **{SETTLED: 718})  # 总结 as it was written with the file
    result = renewed(without_memory(edited(without_bookmarks)), job)
    assert told(result) == STALE
    assert not result.is_doubtful


def test_a_number_somebody_changed_is_his_and_is_told(fewer_settled):
    data = edited(lambda all_: say(mediation(all_), "719起", "800起"))
    result = renewed(data, fewer_settled)
    assert "800起" in said(result)
    assert told(result) == STALE[1:]
    assert doubts(result) == [("与表不符", "800起")]
    (comment,) = comments(result.data)
    assert "这里写“800起”，表里调解成功是718起（人民调解!C8）" in comment
    assert renewed(result.data, fewer_settled).data == result.data


def test_a_number_whose_words_were_turned_round_is_left_and_told(fewer_settled):
    data = edited(lambda all_: say(mediation(all_), "，调解成功", "，上年同期调解成功"))
    result = renewed(data, fewer_settled)
    assert "上年同期调解成功719起" in said(result)
    assert ("数据已变", "719起") in doubts(result)
    again = renewed(result.data, fewer_settled)
    assert again.data == result.data
    assert doubts(again) == doubts(result)


def test_a_comment_goes_when_its_number_is_mended(fewer_settled):
    data = edited(lambda all_: say(mediation(all_), "719起", "800起"))
    first = renewed(data, fewer_settled)
    mended = edited(lambda all_: say(mediation(all_), "800起", "718起"), first.data)
    result = renewed(mended, fewer_settled)
    assert comments(result.data) == []
    assert not result.is_doubtful


def test_what_the_director_wrote_is_accepted_until_its_figure_changes():
    words = next(text for text in texts_of(made()) if MEDIATION in text).replace("719起", "720起")
    accepted = {"MD.排查化解": "领导改，已核：720起"}
    data = edited(lambda all_: say(mediation(all_), "719起", "720起"))
    result = renewed(data, reworded({"MD.排查化解": words}, accepted))
    assert [(each.doubt.said, each.is_accepted) for each in result.doubts] == [("720起", True)]
    assert comments(result.data) == []
    later = renewed(data, reworded({"MD.排查化解": words}, accepted, **{SETTLED: 718}))
    assert [each.is_accepted for each in later.doubts] == [False]
    assert "720起" in said(later)


def test_deleted_stays_deleted_and_is_told(fewer_settled):
    data = edited(lambda all_: drop(mediation(all_)))
    result = renewed(data, fewer_settled)
    assert texts_of(result.data) == texts_of(data)
    assert result.deleted == [("MD.排查化解", True)]
    assert renewed(result.data, fewer_settled).deleted == [("MD.排查化解", True)]


def test_moved_stays_moved_and_follows(fewer_settled):
    data = edited(lambda all_: moved(mediation(all_), all_[3]))
    result = renewed(data, fewer_settled)
    place = [n for n, text in enumerate(texts_of(data)) if MEDIATION in text]
    assert [n for n, text in enumerate(texts_of(result.data)) if MEDIATION in text] == place
    assert told(result) == STALE


def test_an_added_paragraph_stays_as_it_is_and_is_told(fewer_settled):
    words = "局党组书记走访12个村，调解成功719起。"
    data = edited(lambda all_: mediation(all_).addnext(added(words)))
    result = renewed(data, fewer_settled)
    assert words in texts_of(result.data)
    assert [(each.words, each.behind.paragraph.id) for each in result.additions] == [
        (words, "MD.排查化解")
    ]


def test_a_paragraph_cut_in_two_is_still_one(fewer_settled):
    def change(all_):
        element = mediation(all_)
        children = list(element)
        cut = next(n for n, e in enumerate(children) if "共受理" in "".join(e.itertext()))
        new = added("")
        new.extend(children[cut:])
        element.addnext(new)

    result = renewed(edited(change), fewer_settled)
    assert told(result) == STALE
    assert not result.additions


def test_two_paragraphs_joined_are_not_taken_apart(fewer_settled):
    def change(all_):
        element = mediation(all_)
        following = element.getnext()
        element.extend([child for child in following if child.tag != qn("w:pPr")])
        drop(following)

    data = edited(change)
    result = renewed(data, fewer_settled)
    assert told(result) == STALE
    assert len(texts_of(result.data)) == len(texts_of(data))
    assert (result.deleted, result.inserted) == ([], [])


def test_tracked_changes_are_read_as_accepted_and_stay(fewer_settled):
    def change(all_):
        runs = list(mediation(all_).iter(qn("w:r")))
        first = next(run for run in runs if "全县各类" in "".join(run.itertext()))
        track_insertion(first, "首先，")
        track_deletion(next(run for run in runs if "".join(run.itertext()).startswith("。")))

    data = edited(change)
    result = renewed(data, fewer_settled)
    assert told(result) == STALE
    xml = document_xml(result.data)
    assert xml.count("<w:ins ") == document_xml(data).count("<w:ins ") == 1
    assert xml.count("<w:delText") == document_xml(data).count("<w:delText") == 1


def test_a_paragraph_deleted_with_tracking_on_is_deleted(fewer_settled):
    data = edited(lambda all_: track_paragraph_deletion(mediation(all_)))
    result = renewed(data, fewer_settled)
    assert [identity for identity, _ in result.deleted] == ["MD.排查化解"]
    assert MEDIATION not in "".join(texts_of(result.data))
    assert not result.kept


def test_a_paragraph_written_anew_keeps_its_words(fewer_settled):
    words = "加强人民调解：上半年全县共受理矛盾纠纷723件，调解成功719起，成功率达99.4%，群众满意。"
    data = edited(lambda all_: write_anew(mediation(all_), words))
    result = renewed(data, fewer_settled)
    assert words.replace("719", "718").replace("99.4", "99.3") in texts_of(result.data) or (
        words in texts_of(result.data) and result.additions
    )


def test_of_two_that_fit_none_is_taken():
    job = sample_job(**{SETTLED: 718})

    def change(all_):
        copy = doubled(mediation(all_))
        without_bookmarks(all_)
        say(mediation([copy]), "全县各类", "我县各类")
        original = copy.getprevious()
        say(original, "全县各类", "本县各类")

    result = renewed(edited(change), job)
    assert len(result.unsure) + len(result.additions) >= 1
    assert texts_of(edited(change)) == texts_of(result.data) or len(result.numbers) <= 2


def test_a_figure_filled_since_brings_its_paragraph_in_at_its_place():
    job, fuller = sample_job(人民调解_C7=None, 人民调解_C8=None), sample_job()
    from sifa_xl.papers import word_file

    data = word_file(job, job.summary(), is_draft=True)
    result = renewed(data, fuller)
    assert texts_of(result.data) == texts_of(made())


def test_a_changed_sign_stays_and_the_rest_follows(fewer_settled):
    data = edited(lambda all_: say(mediation(all_), "3.加强", "5.加强"))
    result = renewed(data, fewer_settled)
    assert said(result).startswith("5.加强")
    assert told(result) == STALE
    assert not result.edits


def test_other_parts_of_the_file_stay_as_they_are(fewer_settled):
    with zipfile.ZipFile(io.BytesIO(made())) as old:
        before = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(io.BytesIO(renewed(made(), fewer_settled).data)) as new:
        after = {name: new.read(name) for name in new.namelist()}
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"word/document.xml", "word/settings.xml"}


def document_xml(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def comments(data):
    return [each.text for each in docx.Document(io.BytesIO(data)).comments]


def drop(element):
    element.getparent().remove(element)


def test_the_helper_reads_accepted_text():
    data = edited(lambda all_: track_insertion(next(all_[1].iter(qn("w:r"))), "甲"))
    opened = docx.Document(io.BytesIO(data))
    assert "甲" in text_of(opened.paragraphs[1]._p)
