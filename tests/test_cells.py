"""cells.py and what it stands on: what people type is read, or refused with the reason."""

import re
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl.cells import Reading, read_approx, read_choice, read_date, read_number, read_text
from sifa_xl.domain import Approx, CellKind, GridCell, State
from sifa_xl.wording import figure_text
from sifa_xl.written_numbers import chinese_number, chinese_text

AS_TEXT = "文字型数字，Excel 求和会漏掉它"
UNITS = ("件", "册", "场次", "人次", "人")


def typed(text):
    return GridCell(text, CellKind.TEXT)


def number(text, units=UNITS):
    return read_number(typed(text), units)


@pytest.mark.parametrize(
    ("text", "value", "approx", "unit"),
    [
        ("723", "723", "", ""),
        ("723.0", "723", "", ""),
        ("１，０９２", "1092", "", ""),
        ("1,234,567.5", "1234567.5", "", ""),
        (" 723 件", "723", "", "件"),
        ("'109", "109", "", ""),
        ("７２３ 人次", "723", "", "人次"),
        ("7\u200b23\u00a0", "723", "", ""),
        ("约1500", "1500", "约", ""),
        ("120多场次", "120", "多", "场次"),
        ("近6人次", "6", "近", "人次"),
        ("78余人次", "78", "余", "人次"),
        ("三万余册", "30000", "余", "册"),
        ("3万余", "30000", "余", ""),
        ("30余万册", "300000", "余", "册"),
        ("两千余册", "2000", "余", "册"),
        ("1.5万", "15000", "", ""),
        ("100人以上", "100", "以上", "人"),
        ("100以上", "100", "以上", ""),
        ("零", "0", "", ""),
        ("0件", "0", "", "件"),
        ("-0", "0", "", ""),
        ("二十三件", "23", "", "件"),
        ("-3", "-3", "", ""),
        ("－3", "-3", "", ""),
        ("−3", "-3", "", ""),
        ("12.50", "12.5", "", ""),
        ("007", "7", "", ""),
    ],
)
def test_a_number_is_read_as_people_type_it(text, value, approx, unit):
    reading = number(text)
    assert (reading.value, reading.approx, reading.unit) == (Decimal(value), Approx(approx), unit)
    assert reading.state is State.KNOWN
    assert not reading.problem
    assert reading.repairs[-1] == AS_TEXT


@pytest.mark.parametrize(
    ("text", "value", "approx", "unit"),
    [
        ("60", "60", "", ""),
        ("60余万元", "60", "余", "万元"),
        ("6万余元", "6", "余", "万元"),
        ("三十余万元", "30", "余", "万元"),
        ("600000元", "60", "", "万元"),
        ("6000元", "0.6", "", "万元"),
        ("20450.50元", "2.04505", "", "万元"),
        ("6亿元", "60000", "", "万元"),
        ("60万", "60", "", "万元"),
        ("三万余", "3", "余", "万元"),
        ("一亿", "10000", "", "万元"),
        ("999999万元", "999999", "", "万元"),
    ],
)
def test_yuan_become_ten_thousand_yuan_exactly(text, value, approx, unit):
    reading = number(text, ("万元",))
    assert (reading.value, reading.approx, reading.unit) == (Decimal(value), Approx(approx), unit)


def test_a_unit_of_yuan_is_left_alone():
    assert number("60万元", ("元",)) == Reading(
        Decimal(600000), unit="元", repairs=("带“万”的数已换算为600000元", AS_TEXT)
    )
    both = number("600000元", ("万元", "元"))
    assert (both.value, both.unit) == (Decimal(600000), "元")
    both = number("60万元", ("元", "万元"))
    assert (both.value, both.unit) == (Decimal(60), "万元")


@pytest.mark.parametrize(
    ("text", "units", "repair"),
    [
        ("０", UNITS, "全角数字已按半角读取"),
        ("９", UNITS, "全角数字已按半角读取"),
        ("1,234", UNITS, "千分位逗号已去掉"),
        (" 5", UNITS, "多余的空格已去掉"),
        ("5\ufeff", UNITS, "看不见的字符已去掉"),
        ("5\ufe00", UNITS, "看不见的字符已去掉"),
        ("5\ufe0f", UNITS, "看不见的字符已去掉"),
        ("'5", UNITS, "前面的撇号已去掉"),
        ("007", UNITS, "数字前面多余的0已去掉"),
        ("三万", UNITS, "汉字数字已按30000读取"),
        ("3万件", UNITS, "带“万”的数已换算为30000件"),
        ("600000元", ("万元",), "600000元已换算为60万元"),
        ("60万", ("万元",), "没有写单位，已按60万元读取"),
    ],
)
def test_every_repair_is_said(text, units, repair):
    assert number(text, units).repairs == (repair, AS_TEXT)


def test_a_number_that_needs_no_repair_says_nothing():
    assert read_number(GridCell(723, CellKind.NUMBER), UNITS) == Reading(Decimal(723))
    assert str(read_number(GridCell(1e6, CellKind.NUMBER), UNITS).value) == "1000000"
    assert number("60余万元", ("万元",)).repairs == (AS_TEXT,)


def test_a_formula_gives_the_number_excel_shows():
    cell = GridCell(0.1 + 0.2, CellKind.NUMBER, is_formula=True)
    assert read_number(cell, UNITS).value == Decimal("0.3")


@pytest.mark.parametrize("text", ["", " ", "\u3000\n", "\u200b", "'"])
def test_blank_is_blank_and_not_zero(text):
    assert number(text) == Reading(state=State.BLANK)
    assert read_number(None, UNITS) == Reading(state=State.BLANK)
    assert read_date(None, None) == read_text(None) == Reading(state=State.BLANK)


@pytest.mark.parametrize("mark", ["-", "—", "——", "－", "–", "/", "／", "无", " 无 "])
def test_a_mark_for_nothing_is_blank_and_says_so(mark):
    reading = number(mark)
    assert (reading.state, reading.value) == (State.BLANK, None)
    assert reading.repairs[-1].endswith("按未填处理；确为零请填0")


@pytest.mark.parametrize("text", ["待定", "××", "XX", "xx", "ＸＸ", "××件"])
def test_pending_is_a_value_of_its_own(text):
    assert number(text).state is State.PENDING


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("100+9", "是公式“100+9”的样子，不是数字。请直接填写结果"),
        ("=100+9", "“=100+9”是没有生效的公式"),
        ("O09", "“O09”夹有字母"),
        ("1e3", "“1e3”是科学记数的样子"),
        ("109/120", "“109/120”是两个数相除的样子"),
        ("12.5%", "“12.5%”带有“%”"),
        ("二〇二", "“二〇二”是读不准的汉字数字"),
        ("三四百", "“三四百”是读不准的汉字数字"),
        ("几十", "“几十”是读不准的汉字数字"),
        ("一百五", "“一百五”是读不准的汉字数字"),
        ("九千千亿", "“九千千亿”是读不准的汉字数字"),
        ("一万亿", "“一万亿”是读不准的汉字数字"),
        ("1.234,5", "“1.234,5”的逗号或小数点位置不对"),
        ("1，2", "“1,2”的逗号或小数点位置不对"),
        ("12 13", "“12 13”不止一个数"),
        ("12\n13", "“12 13”不止一个数"),
        ("12万5千", "“12万5千”不止一个数"),
        ("5～6", "“5~6”是一个范围"),
        ("5-6", "“5-6”是算式或范围的样子"),
        ("2022/5/6", "“2022/5/6”是日期的样子"),
        ("3千余", "“3千余”用了“百”“千”作单位"),
        ("100左右", "“100左右”的概数词读不了"),
        ("大约100", "“大约100”的概数词读不了"),
        ("待核", "“待核”不是数字。还没有定的数请填“待定”"),
        ("一", "“一”分不清是汉字“一”还是横线"),
        ("—3", "“—3”不是数字"),
        ("②", "“②”不是数字"),
        ("10²", "“10²”不是数字"),
        ("٣", "“٣”不是数字"),
        ("暂无", "“暂无”不是数字"),
        ("约60余", "同时用了“约”、“余”，概数词不叠用。请只留一个"),
        ("近100人以上", "同时用了“近”、“以上”，概数词不叠用"),
        ("××起", "“××起”不是数字"),
        ("1234567890+1", "位数太多"),
        ("123456789+1", "是公式的样子"),
        ("123456+1", "是公式的样子"),
        ("12345+1", "是公式“12345+1”的样子"),
        ("甲" * 20, "“甲甲"),
        ("甲" * 21, "不是数字"),
        ("200亿件", "位数太多"),
        ("7" + " " * 59 + "件", "“7 件”不是数字"),
        ("723起", "“723起”的单位是“起”，本项的单位是“件”或“册”"),
    ],
)
def test_what_is_not_sure_is_refused_with_the_reason(text, reason):
    reading = number(text)
    assert (reading.state, reading.value) == (State.UNREADABLE, None)
    assert reading.problem.startswith(reason)


def test_a_unit_where_none_belongs_is_refused():
    assert "本项不带单位" in number("5件", ()).problem


def test_an_exact_figure_takes_no_hedge():
    reading = read_number(typed("120余件"), UNITS, hedged=False)
    assert reading.problem == "带有概数词“余”，本项要填准确数。请去掉“余”，填写准确的数字"
    assert read_number(typed("120件"), UNITS, hedged=False).value == 120


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (GridCell("#REF!", CellKind.ERROR), "是错误值 #REF! ，不能当作空或零"),
        (GridCell("#DIV/0!", CellKind.ERROR), "是错误值 #DIV/0! ，不能当作空或零"),
        (GridCell(None, CellKind.UNCALCULATED), "公式未计算，请在 Excel 中打开并保存后再用"),
        (GridCell(True, CellKind.TRUTH), "TRUE"),
        (GridCell(True, CellKind.NUMBER), "读不懂"),
        (GridCell(date(1900, 1, 5), CellKind.DATE), "格式成了日期。请先把格式改为“常规”"),
        (GridCell(time(9, 30), CellKind.TIME), "是时间"),
        (GridCell(float("nan"), CellKind.NUMBER), "读不懂"),
        (GridCell(None, CellKind.UNREADABLE), "读不懂"),
    ],
)
def test_what_is_no_number_is_never_blank_and_never_zero(cell, words):
    reading = read_number(cell, UNITS)
    assert (reading.state, reading.value) == (State.UNREADABLE, None)
    assert words in reading.problem


def test_sixty_characters_may_be_a_number():
    assert number("7" + " " * 58 + "件").value == 7


def test_ten_digits_are_still_a_number():
    assert read_number(GridCell(9_999_999_999, CellKind.NUMBER), UNITS).value == 9_999_999_999
    assert number("9999999999.25").value == Decimal("9999999999.25")
    assert number("9999999999元", ("元",)).value == 9_999_999_999


@pytest.mark.parametrize(
    "cell",
    [
        GridCell(5, CellKind.TEXT),
        GridCell("5", CellKind.NUMBER),
        GridCell("2022/5/16", CellKind.DATE),
        GridCell(date(2022, 5, 16), CellKind.NUMBER),
        GridCell(date(2022, 5, 16), CellKind.TEXT),
        GridCell(False, CellKind.NUMBER),
        GridCell(float("inf"), CellKind.NUMBER),
        GridCell("5", CellKind.UNCALCULATED),
    ],
)
def test_a_cell_whose_kind_and_value_disagree_is_unreadable(cell):
    for reading in (read_number(cell, UNITS), read_date(cell, 2022), read_text(cell)):
        assert (reading.state, reading.value) == (State.UNREADABLE, None)


@pytest.mark.parametrize("value", [10**10, 13812345678.0, -(10**10), 4.3e17])
def test_a_telephone_number_is_no_count(value):
    problem = read_number(GridCell(value, CellKind.NUMBER), UNITS).problem
    assert problem.startswith("位数太多，像是电话、证件号码或编号")


@pytest.mark.parametrize(
    "text", ["13812345678", "0745-8822123", "431226199001011237", "07458822123"]
)
def test_a_telephone_number_in_text_is_no_count_and_is_not_repeated(text):
    problem = number(text).problem
    assert problem.startswith("位数太多")
    assert text not in problem


@pytest.mark.parametrize(
    "text",
    [
        "2022/5/16",
        "2022-05-16",
        "2022年5月16日",
        "2022年5月16号",
        "2022 年 5 月 16 日",
        "2022.5.16",
        "20220516",
        "２０２２／５／１６",
        "2022-05-16 00:00:00",
        "2022-05-16T09:30",
    ],
)
def test_a_date_is_read_as_people_type_it(text):
    reading = read_date(typed(text), None)
    assert reading.value == date(2022, 5, 16)
    assert reading.repairs[-1] == "已按日期2022年5月16日读取，单元格里存的不是日期"


def test_a_date_cell_is_a_day():
    assert read_date(GridCell(date(2022, 5, 16), CellKind.DATE), None) == Reading(date(2022, 5, 16))
    midnight = GridCell(datetime(2022, 5, 16), CellKind.DATE)
    assert read_date(midnight, None) == Reading(date(2022, 5, 16))
    morning = GridCell(datetime(2022, 5, 16, 9, 30), CellKind.DATE)
    assert read_date(morning, None) == Reading(date(2022, 5, 16), repairs=("时间部分已去掉",))


def test_eight_digits_stored_as_a_number_are_a_day():
    assert read_date(GridCell(20220516, CellKind.NUMBER), None).value == date(2022, 5, 16)


def test_a_day_without_a_year_is_read_only_in_a_given_year():
    assert read_date(typed("5月16日"), 2022).value == date(2022, 5, 16)
    assert "没有写年份" in read_date(typed("5月16日"), None).problem
    assert "没有写年份" in read_date(typed("5.16"), 2022).problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("44697", "是数字44697，可能是2022年5月16日少了日期格式。如果是，请重新填写 2022/5/16"),
        ("20000", "可能是1954年10月3日"),
        ("19999", "“19999”不是日期"),
        ("80000", "可能是2119年1月11日"),
        ("80001", "“80001”不是日期"),
        ("2022.5", "“2022.5”只有年和月，缺“日”"),
        ("2022.1", "只有2022年1月或10月，缺“日”"),
        ("2022年5月", "只有年和月，缺“日”"),
        ("22.5.16", "“22.5.16”的年份只有两位"),
        ("2022-5/16", "不是日期"),
        ("2022/2/30", "不是日历上有的日子"),
        ("20221332", "不是日历上有的日子"),
        ("二〇二二年五月十六日", "不是日期"),
        ("1022/5/16", "不是日期"),
    ],
)
def test_a_doubtful_date_is_refused_with_the_reason(text, words):
    reading = read_date(typed(text), 2022)
    assert (reading.state, reading.value) == (State.UNREADABLE, None)
    assert words in reading.problem


def test_a_day_number_without_a_date_format_is_refused_with_the_likely_day():
    assert "可能是2022年5月16日" in read_date(GridCell(44697.0, CellKind.NUMBER), None).problem
    assert "1月或10月" in read_date(GridCell(2022.1, CellKind.NUMBER), None).problem


def test_a_date_may_be_pending_blank_or_an_error():
    assert read_date(typed("待定"), None).state is State.PENDING
    assert read_date(typed("—"), None) == Reading(state=State.BLANK, repairs=("“—”按未填处理",))
    assert "错误值" in read_date(GridCell("#N/A", CellKind.ERROR), None).problem
    assert "不是日期" in read_date(GridCell(True, CellKind.TRUTH), None).problem


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (GridCell(12.0, CellKind.NUMBER), "12"),
        (GridCell(16.7, CellKind.NUMBER), "16.7"),
        (typed(" 张贴\r\n公告\u3000"), "张贴\n公告"),
        (typed("全角（１）不改"), "全角（１）不改"),
    ],
)
def test_text_is_stripped_and_otherwise_kept(cell, text):
    assert read_text(cell) == Reading(text)


def test_fifteen_digits_are_kept_as_text_and_sixteen_are_lost():
    assert read_text(GridCell(10**15 - 1, CellKind.NUMBER)).value == "999999999999999"
    assert read_text(GridCell(10**15, CellKind.NUMBER)).state is State.UNREADABLE


def test_text_says_what_was_taken_out():
    assert read_text(typed("公\u200b告")) == Reading("公告", repairs=("看不见的字符已去掉",))
    day = read_text(GridCell(date(2022, 1, 2), CellKind.DATE))
    assert day.value == "2022年1月2日"
    assert "如果原来填的不是日期" in day.repairs[0]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (GridCell(431226199001011232, CellKind.NUMBER), "超过15位，Excel 已丢失末尾几位"),
        (GridCell("#REF!", CellKind.ERROR), "错误值"),
        (GridCell(None, CellKind.UNCALCULATED), "公式未计算"),
        (GridCell(False, CellKind.TRUTH), "FALSE"),
    ],
)
def test_what_is_no_text_is_refused(cell, words):
    assert words in read_text(cell).problem
    assert words in read_choice(cell, ("是", "否")).problem
    assert words in read_approx(cell).problem


def test_a_choice_is_read_in_the_declared_spelling():
    assert read_choice(typed(" 区（县） "), ("区(县)", "市")).value == "区(县)"
    assert read_choice(GridCell(12.0, CellKind.NUMBER), ("12",)).value == "12"
    assert read_choice(typed(" "), ("是", "否")) == Reading(state=State.BLANK)


def test_another_word_is_refused_and_the_choices_are_named():
    reading = read_choice(typed("行"), ("是", "否"))
    assert reading.problem == "“行”不在可选的内容里。请从下列各项中选一个：是、否"
    assert read_choice(typed("x"), tuple("甲乙丙丁戊己庚辛")).problem.endswith("庚、辛")
    assert read_choice(typed("x"), tuple("甲乙丙丁戊己庚辛壬")).problem.endswith("庚、辛等")


def test_the_hedge_column_is_read():
    for text in ("", " ", "空", "无", "—"):
        assert read_approx(typed(text)) is Approx.NONE
    assert read_approx(None) is Approx.NONE
    assert read_approx(typed(" 余 ")) is Approx.ODD
    assert "约、近、余、多、以上" in read_approx(typed("左右")).problem


def test_a_refusal_never_repeats_an_error_text_that_is_none():
    assert "1381" not in read_number(GridCell("#13812345678", CellKind.ERROR), UNITS).problem


@given(
    value=st.integers(-99_999_999, 99_999_999),
    approx=st.sampled_from(Approx),
    unit=st.sampled_from([*UNITS, "份", "万份", "个百分点"]),
)
def test_what_wording_prints_is_read_back(value, approx, unit):
    reading = number(figure_text(Decimal(value), unit, approx), ("户", unit))
    assert (reading.value, reading.approx, reading.unit) == (value, approx, unit)


@given(cents=st.integers(-9_999_999, 9_999_999), approx=st.sampled_from(Approx))
def test_printed_money_is_read_back(cents, approx):
    value = Decimal(cents).scaleb(-2)
    reading = number(figure_text(value, "万元", approx), ("万元",))
    assert (reading.value, reading.approx, reading.unit) == (value, approx, "万元")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("一十二", 12),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一千零五十", 1050),
        ("一万零五", 10005),
        ("一万零五百", 10500),
        ("一万零九百九十九", 10999),
        ("一万一千", 11000),
        ("一万二千", 12000),
        ("两千两百", 2200),
        ("十二万三千", 123000),
        ("一亿二千三百四十五万", 123450000),
        ("十两", None),
        ("一万二", None),
        ("一百五", None),
        ("一百十", None),
        ("零五", None),
        ("", None),
    ],
)
def test_a_chinese_numeral_is_read_where_it_has_one_meaning(text, value):
    assert chinese_number(text) == value


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_are_read_back(value):
    assert chinese_number(chinese_text(value)) == value


@given(st.text("零一二两三五九十百千万亿", max_size=7))
def test_a_numeral_is_read_only_in_its_own_spelling(text):
    value = chinese_number(text)
    if value is not None:
        spelt = chinese_text(int(value))
        assert text.replace("两", "二") in {spelt, spelt.removeprefix("一")}


ACCEPTED = re.compile(
    r"-?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?\s*[万亿]?\s*(件|人次)?(以上)?"
    r"|[约近]\s*-?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?\s*[万亿]?\s*(件|人次)?"
    r"|-?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?\s*([余多]\s*[万亿]?|[万亿]\s*[余多])\s*(件|人次)?"
    r"|[约近]?\s*[零一二两三四五十百万亿]+\s*[余多]?\s*[万亿]?\s*[余多]?\s*(件|人次)?(以上)?",
    re.ASCII,
)


@given(st.text("0123459.,-+*/%eO 余多约近万亿件人次起一二十百零〇几以上", max_size=9))
def test_whatever_has_no_accepted_shape_is_unreadable(text):
    reading = number(text, ("件", "人次"))
    if reading.state is State.KNOWN:
        assert ACCEPTED.fullmatch(text.strip())
        assert len(re.findall("以上|[余多约近]", text)) <= 1
        assert reading.value is not None
    elif reading.state is State.UNREADABLE:
        assert reading.value is None
        assert reading.problem


@given(
    st.integers(0, 99_999),
    st.sampled_from(Approx),
    st.sampled_from("+*/%eO几〇=~～²①"),
    st.integers(0, 12),
)
def test_one_strange_character_anywhere_spoils_a_number(value, approx, strange, place):
    text = figure_text(Decimal(value), "件", approx)
    spoilt = text[:place] + strange + text[place:]
    assert number(spoilt).state is State.UNREADABLE


@given(st.text("0123456789,.-+余万约近件/% 年", max_size=9), st.integers(2000, 2030))
def test_full_width_spelling_reads_the_same(text, year):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    for read in (number, lambda t: read_date(typed(t), year)):
        narrow_reading, wide_reading = read(text), read(wide)
        assert wide_reading.value == narrow_reading.value
        assert wide_reading.state is narrow_reading.state
        assert wide_reading.problem == narrow_reading.problem


@given(
    st.text("件张电话-/. +", max_size=4),
    st.from_regex(r"[0-9]{3,6}[-/. ]?[0-9]{4,12}[0-9X]", fullmatch=True),
    st.text("件张电话-/. +", max_size=12),
)
def test_a_refusal_never_repeats_a_personal_value(before, personal, after):
    cell = typed(before + personal + after)
    for reading in (read_number(cell, UNITS), read_date(cell, None), read_choice(cell, ("是",))):
        assert personal not in reading.problem


@given(st.text("张三李四的电话号码", min_size=21))
def test_a_refusal_never_repeats_a_long_value(text):
    for reading in (number(text), read_date(typed(text), None), read_choice(typed(text), ("是",))):
        assert text not in reading.problem


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_spelling_of_a_day_is_that_day(day):
    for shape in ("{0}/{1}/{2}", "{0}-{1:02}-{2:02}", "{0}年{1}月{2}日", "{0}.{1}.{2}"):
        text = shape.format(day.year, day.month, day.day)
        assert read_date(typed(text), None).value == day
    assert read_date(typed(f"{day:%Y%m%d}"), None).value == day
    assert read_date(typed(f"{day.month}月{day.day}日"), day.year).value == day
