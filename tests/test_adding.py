"""What the units gave, figure by figure: what adds up, what does not, what is not known."""

from decimal import Decimal
from pathlib import Path

import pytest

from sifa_xl.collecting.adding import Added, add_up, total
from sifa_xl.collecting.sent_files import SentFile
from sifa_xl.collecting.walk import FoundFile
from sifa_xl.domain import Approx
from sifa_xl.indicators import Indicators
from tests.drawn import draw, read
from tests.unit_returns import TOWNS, figure, returned


@pytest.fixture(scope="module")
def master() -> Indicators:
    """A county's workbook with 人民调解 and 安置帮教, nothing filled."""
    return Indicators(read(draw("人民调解"), draw("安置帮教")))


def _sent(*figures_of_units) -> list[SentFile]:
    return [
        SentFile(FoundFile(Path(unit), f"{unit}.xlsx"), returned(unit, figures=figures), unit)
        for unit, figures in zip(TOWNS, figures_of_units, strict=False)
    ]


def _added(sent: list[SentFile], master: Indicators, kinds: dict[str, str] | None = None) -> Added:
    return add_up(sent, master, kinds or {})


def _given(added: Added, code: str) -> dict[str, Decimal | str]:
    (own,) = [each for each in added.figures if each.figure.code == code]
    return {number.unit: number.value for number in own.numbers}


def test_zero_blank_and_pending_are_kept_apart(master):
    sent = _sent(
        (figure("MD.accepted", 12),),
        (figure("MD.accepted", 0),),
        (figure("MD.accepted", "待定"),),
        (),
    )
    given = _given(_added(sent, master), "MD.accepted")
    assert given == {TOWNS[0]: Decimal(12), TOWNS[1]: Decimal(0), TOWNS[2]: "待定"}


def test_what_cannot_be_read_waits_and_is_told(master):
    sent = _sent((figure("MD.accepted", "读不懂"),))
    assert _given(_added(sent, master), "MD.accepted") == {TOWNS[0]: "待定"}
    assert sent[0].remarks == ["人民调解!C7“MD.accepted”读不懂，汇总表里按待定放着"]


def test_a_computed_figure_is_left_to_the_county_unless_a_unit_typed_it(master):
    def parts(value: int, **changes):
        return (figure("RA.by_prison", 1), figure("RA.escorted", value, **changes))

    computed = _sent(parts(1, is_typed=False), parts(1, is_typed=False))
    codes = [each.figure.code for each in _added(computed, master).figures]
    assert codes == ["RA.by_prison"]
    typed = _sent(parts(1, is_typed=False), (figure("RA.escorted", 9),))
    assert _given(_added(typed, master), "RA.escorted") == {TOWNS[0]: 1, TOWNS[1]: 9}


def test_hedges_are_kept_and_those_that_differ_make_about(master):
    odd, nearly = {"approx": Approx.ODD}, {"approx": Approx.NEARLY}
    for own, other, whole in (
        (odd, odd, Approx.ODD),
        (odd, nearly, Approx.ABOUT),
        (odd, {}, Approx.ABOUT),
        ({}, {}, Approx.NONE),
    ):
        sent = _sent((figure("MD.found", 60, **own),), (figure("MD.found", 40, **other),))
        (given,) = _added(sent, master).figures
        assert given.approx is whole
        assert total(given.numbers) == 100
    sent = _sent((figure("MD.found", 60, **odd),), (figure("MD.found", 0),))
    assert _added(sent, master).figures[0].approx is Approx.ODD


def test_numbers_in_different_units_of_measure_are_not_added(master):
    sent = _sent(
        (figure("MD.screenings", 5, unit="次"),), (figure("MD.screenings", 7, unit="人次"),)
    )
    assert _given(_added(sent, master), "MD.screenings") == {TOWNS[0]: 5, TOWNS[1]: "待定"}
    assert "单位是“人次”，汇总工作簿用“次”，不能相加" in sent[1].remarks[0]
    alike = _sent(
        (figure("MD.screenings", 5, unit="人次"),), (figure("MD.screenings", 7, unit="人次"),)
    )
    added = _added(alike, master)
    assert _given(added, "MD.screenings") == {TOWNS[0]: 5, TOWNS[1]: 7}
    assert "各单位都按“人次”报，汇总工作簿写的是“次”" in added.remarks[0]


def test_a_section_and_townships_that_report_the_same_are_told(master):
    sent = _sent((figure("MD.accepted", 12),), (figure("MD.accepted", 5),))
    added = _added(sent, master, {TOWNS[0]: "股室", TOWNS[1]: "司法所"})
    assert "股室和司法所都报了" in added.remarks[0]
