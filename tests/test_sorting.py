"""Whose a file is, which of several counts, and why the others do not."""

from datetime import date

import pytest

from sifa_xl.collecting.naming import find_unit, named_in
from sifa_xl.collecting.putting import Merge
from sifa_xl.collecting.reporting import Collected, report_units
from sifa_xl.collecting.returns import Refusal
from sifa_xl.collecting.sent_files import FileState
from sifa_xl.collecting.shapes import told_lines
from sifa_xl.domain import Level
from tests.unit_returns import (
    TOWNS,
    figure,
    finding,
    reported,
    returned,
    sorted_out,
    unit_row,
    wanted,
)

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


def test_versions_saved_in_the_same_minute_are_told_apart_by_the_second():
    files = sorted_out(
        wanted(), old=returned(accepted=1), new=returned(saved="2022-06-27T01:00:07Z")
    )
    assert ":00:00，新的保存于" in files["old"].reason
    assert ":00:07；" in files["old"].reason


# what a unit is told


def test_what_is_wrong_alike_in_many_cells_is_told_once_and_the_others_are_not_pushed_out():
    alike = [finding(f"人民调解台账!E{row}", "不在选项里。处理：选一个") for row in range(4, 29)]
    sent = returned(findings=(*alike, finding("社区矫正!C14", "没有填。处理：填上")))
    report = reported(sent)
    assert (report.state, report.errors) == ("退回", 26)
    assert (
        "\n1. 人民调解台账!E4等25格 不在选项里。处理：选一个\n2. 社区矫正!C14 没有填"
        in report.notice
    )
    assert "另有" not in report.notice


def test_matters_beyond_the_eighth_are_told_by_their_cells():
    sent = returned(findings=tuple(finding(f"人民调解!C{n}", f"第{n}行") for n in range(1, 11)))
    notice = reported(sent).notice
    assert "8. 人民调解!C8 第8行\n另有2处：人民调解!C9、人民调解!C10。" in notice


def test_a_unit_with_doubts_only_reads_what_they_are():
    sent = returned(findings=(finding("人民调解!C7", "变动很大", level=Level.VERIFY),))
    report = reported(sent)
    assert report.state == "已报"
    assert "有1处请核实：\n1. 人民调解!C7 变动很大\n没有错的写说明" in report.notice


@pytest.mark.parametrize(
    ("due", "asked", "remark"),
    [
        (date(2022, 6, 25), "改好请尽快重新报来", True),
        (date(2022, 7, 2), "改好请在7月2日前", False),
    ],
)
def test_a_late_return_is_told_to_be_late_and_not_asked_for_a_day_that_is_over(due, asked, remark):
    report = reported(returned(findings=(finding("人民调解!C7"),)), due=due)
    assert asked in report.notice
    assert any(each == f"迟报，{due.month}月{due.day}日截止" for each in report.remarks) is remark


def test_a_return_of_another_period_is_not_one_sent_twice():
    asked = wanted()
    files = list(sorted_out(asked, a=returned(), b=returned(year=2021)).values())
    (report,) = report_units([unit_row(TOWNS[0])], files, Merge(), asked, {})
    assert report.remarks == []


def test_numbers_that_came_by_telephone_are_told_beside_the_unit_that_sent_no_file():
    units = [unit_row(TOWNS[0]), unit_row(TOWNS[1])]
    first, second = report_units(units, [], Merge(), wanted(), {TOWNS[1]: 13})
    assert first.remarks == ["没有收到"]
    assert "“分所表”里有它的13个数" in second.remarks[1]
    assert "状态选成“已报”" in second.remarks[1]


def test_a_photograph_in_the_folder_is_not_passed_over_in_silence():
    told = Collected(wanted(), [], [], Merge(), ["照片.jpg", "说明.docx"])
    assert "“照片.jpg”、“说明.docx”不是表格文件，没有看" in told_lines(told)[-1]
    assert "不是表格" not in "".join(told_lines(Collected(wanted(), [], [], Merge(), [])))
