"""放行 and 暂不写入正文: by name and reason only, bound to the values, told everywhere."""

import openpyxl
import pytest

from sifa_xl import headers as h
from sifa_xl.book.addresses import NOW
from sifa_xl.jobs import blocks_final
from sifa_xl.lines.mediation import Mediation
from sifa_xl.shapes import findings_shape
from sifa_xl.telling import told_findings, told_lists
from tests.books import addresses, column_letters, job_of, now_cell, sample_plans, type_in
from tests.rechecked import answer, finding, rechecked, released

SETTLED = now_cell(Mediation, Mediation.settled)
WITHHELD = {h.HANDLING: h.WITHHOLD}


def too_many():
    """The sample with more settled than accepted: a 必须改 at 调解成功."""
    plans = sample_plans()
    type_in(plans, SETTLED, 800)
    return plans


def doubt_of(plans):
    return next(f for f in job_of(plans).findings if f.level.on_screen == "请核实")


def test_a_doubt_is_released_by_name_and_reason():
    plans = sample_plans()
    doubt = doubt_of(plans)
    place = f"{doubt.sheet}!{doubt.cell}"
    answer(plans, doubt.code, place, **released())
    again = finding(plans, doubt.code, place)
    assert not again.is_open
    assert findings_shape([again])["findings"][0]["released"] == {
        "how": "放行",
        "by": "王主任",
        "reason": "已现场核对登记簿",
    }
    assert "（放行，王主任：已现场核对登记簿）" in next(told_findings([again]))
    (row,) = [r for r in rechecked(plans) if (r[h.CODE], r[h.WHERE]) == (doubt.code, place)]
    assert (row[h.EXPLAINED], row[h.HANDLING], row[h.RELEASED_BY]) == ("是", "放行", "王主任")
    assert not finding(plans, doubt.code, place).is_open


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (released(放行人=""), "放行没有生效：请填写放行人"),
        (released(理由=""), "放行没有生效：请填写理由"),
        (released(放行人="", 理由=""), "放行没有生效：请填写放行人和理由"),
        (released(处理="同意"), "处理一栏没有选“放行”或“暂不写入正文”，没有生效"),
    ],
)
def test_a_release_without_name_or_reason_does_not_hold_and_says_so(words, complaint):
    plans = sample_plans()
    doubt = doubt_of(plans)
    place = f"{doubt.sheet}!{doubt.cell}"
    answer(plans, doubt.code, place, **words)
    again = finding(plans, doubt.code, place)
    assert again.is_open
    assert complaint in again.message


def test_an_error_cannot_be_released():
    plans = too_many()
    answer(plans, "MD-01", SETTLED, **released())
    error = finding(plans, "MD-01")
    assert error.is_open
    assert "必须改的问题不能放行，只能改正，或选“暂不写入正文”" in error.message


def test_a_withheld_figure_prints_nothing_and_no_longer_blocks_the_final():
    plans = too_many()
    answer(plans, "MD-01", SETTLED, **released(**WITHHELD))
    job = job_of(plans)
    assert not [f for f in job.findings if f.is_open and f.level.on_screen == "必须改"]
    summary = job.summary()
    assert "800件" not in summary.text
    assert "调解成功" not in summary.text
    assert "，成功率" not in summary.text  # it rests on the figure
    (left_out,) = {o.reason for o in summary.omissions if "人民调解.调解成功" in o.facts}
    assert left_out == "MD-01 暂不写入正文，王主任：已现场核对登记簿"
    told = "\n".join(told_lists(summary, job.findings))
    assert "因为暂不写入正文而省去的句子" in told
    assert "放行和暂不写入正文的（1）" in told
    assert SETTLED not in [str(place) for _, place in summary.unused]


def test_a_release_lapses_with_the_values_it_was_given_for():
    plans = too_many()
    answer(plans, "MD-01", SETTLED, **released(**WITHHELD))
    rechecked(plans)
    assert not finding(plans, "MD-01").is_open
    type_in(plans, SETTLED, 801)
    rechecked(plans)
    error = finding(plans, "MD-01")
    assert error.is_open
    assert "已经失效，请重新审定" in error.message
    assert blocks_final(job_of(plans).findings)


def test_only_a_figure_can_be_withheld():
    plans = sample_plans()
    type_in(plans, "首页!C5", None)
    error = next(f for f in job_of(plans).findings if f.level.on_screen == "必须改")
    place = f"{error.sheet}!{error.cell}"
    answer(plans, error.code, place, **released(**WITHHELD))
    again = finding(plans, error.code, place)
    assert again.is_open
    assert "这里不是一个可以单独不写的数" in again.message


def test_words_that_name_a_withheld_figure_say_so():
    plans = too_many()
    row = addresses(Mediation).measures_title + 2
    type_in(plans, f"人民调解!{column_letters(7)}{row}", "全县调解成功【调解成功】。")
    assert column_letters(NOW) == "C"
    answer(plans, "MD-01", SETTLED, **released(**WITHHELD))
    assert "引用的“调解成功”已定为暂不写入正文" in finding(plans, "P-01").message


def test_a_withheld_figure_lets_the_final_be_written(book, run, tmp_path):
    path = book(调解成功=201)
    assert run("summarize", path, "--write").code == 1
    workbook = openpyxl.load_workbook(path)
    page = workbook["校验结果"]
    head = {cell.value: cell.column for cell in page[4]}
    for row in range(5, page.max_row + 1):
        for header, words in released(**WITHHELD).items():
            page.cell(row, head[header], words)
    workbook.save(path)
    final = tmp_path / "定稿.txt"
    assert run("summarize", path, "--final", "--text", final).code == 0
    assert "201件" not in final.read_text(encoding="utf-8")
    assert run("summarize", path, "--write").code == 0  # and what was written there is kept
    assert openpyxl.load_workbook(path)["校验结果"].cell(5, head["放行人"]).value == "王主任"
