"""What 首页 says about the page; where signature and date stand."""

from __future__ import annotations

import pytest

from sifa_xl.page_style import SCHEMES, Indents, PageStyle, indents, page_style, width
from sifa_xl.settings import FONT_SCHEMES, SETTINGS, Settings

EM = 315
DAY = "2022年6月29日"


def test_the_page_is_that_of_the_standard_where_nothing_is_set():
    assert page_style(Settings()) == PageStyle()


def test_every_choice_of_the_front_page_has_its_page():
    choices = {setting.code: setting.choices for setting in SETTINGS}
    assert tuple(SCHEMES) == FONT_SCHEMES == choices["@fonts"]
    pitches = [page_style(Settings(pitch=pitch)).pitch for pitch in choices["@pitch"]]
    assert pitches == [579, 560, 600]
    bold = [page_style(Settings(bold=each)) for each in choices["@bold"]]
    found = [(style.bolds_second, style.bolds_third) for style in bold]
    assert found == [(False, False), (True, False), (False, True), (True, True)]
    assert [page_style(Settings(digits=each)).latin for each in choices["@digits"]] == [
        "Times New Roman",
        "",
    ]


def test_attachments_are_named_bare():
    typed = "附件1：主要指标表；2.典型案例。;\n 附件：情况说明"
    style = page_style(Settings(attachments=typed))
    assert style.attachments == ("主要指标表", "典型案例", "情况说明")


def test_a_digit_is_half_as_wide_as_a_character():
    assert (width(DAY), width("青山县司法局"), width("2022年6月　日")) == (6.5, 6, 6.5)


@pytest.mark.parametrize(
    ("signature", "has_seal", "expected"),
    [
        # the date starts two characters right of the signature's first
        ("麻阳苗族自治县司法局", False, Indents(2 * EM, 0, 18 * EM)),
        # a date as long as the name stands two from the edge and pushes the signature in
        ("青山县司法局", False, Indents(round(4.5 * EM), 2 * EM)),
        # over the seal: the date four from the edge, the signature centred over it
        ("麻阳苗族自治县司法局", True, Indents(round(2.25 * EM), 4 * EM)),
        ("青山县司法局", True, Indents(round(4.25 * EM), 4 * EM)),
        # a very long name may not leave the page
        ("积石山保安族东乡族撒拉族自治县司法局", True, Indents(0, round(5.75 * EM))),
    ],
)
def test_signature_and_date_stand_by_the_rule(signature, has_seal, expected):
    assert indents(signature, DAY, has_seal=has_seal) == expected
