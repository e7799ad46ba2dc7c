"""What changed between two drafts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.drafts_compared import changes_between, edits_between


def told(old: str, new: str) -> list[str]:
    return [str(change) for change in changes_between({"MD": old}, {"MD": new})]


def test_a_number_that_changed_is_told_old_and_new_with_its_words():
    old = "全县受理矛盾纠纷723件，调解成功719起，成功率99.4%。"
    new = "全县受理矛盾纠纷725件，调解成功719起，成功率99.2%。"
    assert told(old, new) == ["数字：全县受理矛盾纠纷723件→725件", "数字：成功率99.4%→99.2%"]


def test_a_number_that_was_missing_is_told_too():
    assert told("办结××件。", "办结6件。") == ["数字：办结××件→6件"]


def test_a_sentence_that_came_or_went_is_told():
    assert told("排查12次。开展培训。", "排查12次。上门送法。") == [
        "新写：上门送法。",
        "不再写：开展培训。",
    ]


def test_a_sentence_that_moved_is_no_change():
    assert changes_between({"A": "甲1件。", "B": "乙。"}, {"A": "乙。", "B": "甲1件。"}) == []


def test_of_two_alike_the_one_in_the_same_paragraph_is_compared():
    changes = changes_between(
        {"A": "受理1件。", "B": "受理2件。"}, {"A": "受理3件。", "B": "受理4件。"}
    )
    assert [(change.where, change.text) for change in changes] == [
        ("A", "受理1件→3件"),
        ("B", "受理2件→4件"),
    ]


def test_the_sentences_a_clerk_wrote_are_his_edits():
    edits = edits_between("受理3件。开展培训。", "受理3件。办了两期培训班。", "MD")
    assert [str(edit) for edit in edits] == ["改写：办了两期培训班。"]


@given(st.lists(st.text("甲乙12。；件", max_size=12), max_size=4))
def test_a_draft_compared_with_itself_has_not_changed(texts):
    draft = {str(number): text for number, text in enumerate(texts)}
    assert changes_between(draft, draft) == []
