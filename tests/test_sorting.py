"""Whose a file is, which of several counts, and why the others do not."""

import pytest

from sifa_xl.collecting.naming import find_unit, named_in
from sifa_xl.collecting.returns import Refusal
from sifa_xl.collecting.sent_files import FileState
from tests.unit_returns import TOWNS, figure, returned, sorted_out, wanted

EARLIER, LATER = "2022-06-20T01:00:00Z", "2022-06-28T01:00:00Z"


@pytest.mark.parametrize(
    ("named", "unit"),
    [
        ("城关镇司法所", "城关镇司法所"),
        ("城关镇 司法所", "城关镇司法所"),
        ("城关司法所", "城关镇司法所"),
        ("城关镇人民政府", "城关镇司法所"),
        ("某某县城关镇司法所", "城关镇司法所"),
        ("城管镇司法所", "城关镇司法所"),
        ("北门街道司法所", ""),
        ("", ""),
    ],
)
def test_a_near_name_is_recognised_and_a_strange_one_is_not(named, unit):
    assert find_unit(named, TOWNS).name == unit


def test_where_two_units_fit_none_is_chosen_and_both_are_told():
    guess = find_unit("大桥司法所", TOWNS)
    assert guess.name == ""
    assert set(guess.fitting) == {"大桥乡司法所", "大桥镇司法所"}
    (each,) = sorted_out(wanted(), a=returned("大桥司法所")).values()
    assert each.state is FileState.UNCLEAR
    assert "分不清是“大桥" in each.reason
    assert "认定单位" in each.reason


def test_what_the_clerk_wrote_beside_a_file_decides_whose_it_is():
    sent = returned("大桥司法所")
    asked = wanted(named_by_hand={sent.sha256: "大桥乡司法所"})
    (each,) = sorted_out(asked, a=sent).values()
    assert (each.state, each.unit) == (FileState.TAKEN, "大桥乡司法所")


def test_a_near_name_gives_way_where_the_unit_itself_has_sent_a_return():
    files = sorted_out(wanted(), proper=returned(TOWNS[0]), near=returned("城管镇司法所", 5))
    assert files["proper"].state is FileState.TAKEN
    assert files["near"].state is FileState.UNCLEAR
    assert "自己已经报了" in files["near"].reason


@pytest.mark.parametrize(
    ("sent", "state", "words"),
    [
        (returned(year=2021), FileState.REFUSED, "期别是2021年上半年，要的是2022年上半年"),
        (returned(period="全年"), FileState.REFUSED, "期别是2022年全年"),
        (returned(year=None), FileState.REFUSED, "没有写年份"),
        (returned(accepted=None), FileState.REFUSED, "空白表"),
        (returned(bureau="别的县司法局"), FileState.REFUSED, "是“别的县司法局”的“城关镇司法所”"),
        (returned(""), FileState.REFUSED, "是本局自己的工作簿"),
        (returned("", bureau=""), FileState.UNCLEAR, "没有写是哪个单位"),
        (returned("北门街道司法所"), FileState.UNCLEAR, "不在“填报单位”表里"),
        (Refusal(reason="有打开密码。"), FileState.REFUSED, "有打开密码。"),
    ],
)
def test_what_does_not_belong_here_is_refused_with_a_reason(sent, state, words):
    (each,) = sorted_out(wanted(), a=sent).values()
    assert each.state is state
    assert words in each.reason
    assert each.reason.rstrip("）").endswith("。")


def test_a_file_that_cannot_be_read_is_told_with_the_unit_its_name_speaks_of():
    (each,) = sorted_out(wanted(), 城关镇=Refusal(reason="损坏。")).values()
    assert "看文件名像是“城关镇司法所”的" in each.reason
    assert each.unit == ""
    assert named_in("大桥.xlsx", TOWNS) == ""


def test_copies_count_once_however_they_are_named():
    files = sorted_out(wanted(), one=returned(saved=EARLIER), two=returned(saved=LATER))
    assert files["one"].state is FileState.TAKEN
    assert files["two"].state is FileState.COPY
    assert "与“one.xlsx”填的内容完全相同" in files["two"].reason


def test_of_two_versions_the_one_saved_later_counts_and_both_are_compared():
    old = returned(accepted=10, saved=EARLIER)
    more = (figure("MD.accepted", 12), figure("MD.settled", 11))
    new = returned(saved=LATER, figures=more)
    files = sorted_out(wanted(), zold=old, anew=new)
    assert files["anew"].state is FileState.TAKEN
    assert files["zold"].state is FileState.OLDER
    assert "已按“anew.xlsx”汇入" in files["zold"].reason
    assert "多填1格、改了1格" in files["zold"].reason
    assert "它保存于6月20日" in files["zold"].reason
    assert "另有旧版“zold.xlsx”没有用" in files["anew"].remarks


def test_a_later_version_with_fewer_cells_is_taken_and_asked_about():
    both = (figure("MD.accepted", 12), figure("MD.settled", 11))
    files = sorted_out(
        wanted(), old=returned(saved=EARLIER, figures=both), new=returned(saved=LATER)
    )
    assert files["new"].state is FileState.TAKEN
    assert any("少填了1格，请核对" in remark for remark in files["new"].remarks)


def test_without_times_the_version_that_holds_all_of_the_other_counts():
    both = (figure("MD.accepted", 12), figure("MD.settled", 11))
    files = sorted_out(wanted(), a=returned(saved=""), b=returned(saved="", figures=both))
    assert files["b"].state is FileState.TAKEN
    assert files["a"].state is FileState.OLDER


def test_versions_that_cannot_be_told_apart_are_both_left_out():
    files = sorted_out(wanted(), a=returned(accepted=1, saved=""), b=returned(saved=""))
    assert {each.state for each in files.values()} == {FileState.UNCLEAR}
    assert "分不清哪一份新" in files["a"].reason


def test_without_a_list_every_unit_of_the_bureau_is_taken():
    files = sorted_out(wanted(units=()), a=returned("任何一个所"))
    assert files["a"].unit == "任何一个所"


def test_a_bureaus_own_workbook_is_a_return_to_the_next_level():
    city = wanted("某某县司法局", "另一县司法局", bureau="某市司法局")
    files = sorted_out(city, a=returned(""))
    assert (files["a"].state, files["a"].unit) == (FileState.TAKEN, "某某县司法局")
