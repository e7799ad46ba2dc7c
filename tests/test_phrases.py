"""phrases.py and counts.py: fixed phrases with numbers, and words that only look like numbers."""

from pathlib import Path

import pytest

from sifa_xl import shipped
from sifa_xl.counts import chinese_counts
from sifa_xl.errors import TemplateProblem
from sifa_xl.phrases import Phrases

SHIPPED = Phrases.load(Path(shipped.folder("templates")) / "固定用语.toml")


def load(tmp_path, text):
    path = tmp_path / "固定用语.toml"
    path.write_text(text, encoding="utf-8")
    return Phrases.load(path)


def is_covered(phrases, text, number, year=None):
    start = text.index(number)
    return phrases.covers(text, start, start + len(number), year)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("做到“两个维护”", "两个"),
        ("做到两个维护", "两个"),
        ('增强"四个意识"', "四个"),
        ("推进“八五”普法", "八五"),
        ("拨打12348热线", "12348"),
        ("拨打１２３４８热线", "１２３４８"),
        ("落实一村（社区）一法律顾问", "一村"),
        ("落实“三项制度”", "三项"),
        ("“两类人员”管理", "两类"),
    ],
)
def test_a_number_inside_a_fixed_phrase_is_covered(text, number):
    assert is_covered(SHIPPED, text, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("共有两个单位", "两个"),
        ("第123480号", "123480"),
        ("十五级", "五级"),
        ("912348", "12348"),
        ("接到12348件", "12348件"),
        ("两个维护三个", "三个"),
    ],
)
def test_a_number_outside_is_not(text, number):
    assert not is_covered(SHIPPED, text, number)


@pytest.mark.parametrize(
    ("year", "covered"), [(2020, False), (2021, True), (2025, True), (2026, False), (None, True)]
)
def test_a_phrase_holds_in_its_years(year, covered):
    assert is_covered(SHIPPED, "“八五”普法", "八五", year) is covered


def test_a_phrase_out_of_its_years_is_told():
    assert [p.text for p in SHIPPED.misplaced("推进“八五”普法、两个维护", 2027)] == ["“八五”普法"]
    assert SHIPPED.misplaced("推进“八五”普法", 2023) == []


def test_open_years_hold_on_one_side(tmp_path):
    phrases = load(tmp_path, '["规划"]\n"三年计划" = "2022—"\n"两年计划" = "—2022"\n')
    assert [p.holds_in(y) for p in phrases.entries for y in (2021, 2022, 2023)] == [
        False, True, True, True, True, False,
    ]  # fmt: skip


def test_the_workbooks_own_phrases_are_added():
    own = SHIPPED.with_extra([("三美两好", 2022, None), ("  ", None, None), ("“”", None, None)])
    assert is_covered(own, "开展“三美两好”活动", "三美两好", 2022)
    assert not is_covered(own, "开展三美两好", "三美两好", 2021)
    assert len(own.entries) == len(SHIPPED.entries) + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('["规划"]\n"甲" = "2021"\n', "“固定用语.toml”中“甲”的年份读不懂"),
        ('["规划"]\n"甲" = 2021\n', "“甲”的年份读不懂"),
        ('["规划"]\n"“”" = ""\n', "““””的年份读不懂"),
        ('["别的"]\n"甲" = ""\n', "没有“别的”这一类"),
        ('"规划" = "甲"\n', "没有“规划”这一类"),
        ('["规划"]\n甲乙 = ""\n', "“固定用语.toml”第2行写法有误"),
    ],
)
def test_a_faulty_file_names_line_or_phrase(tmp_path, text, said):
    with pytest.raises(TemplateProblem, match=said) as caught:
        load(tmp_path, text)
    assert "处理：" in str(caught.value)


def test_a_file_that_is_missing_or_not_utf8_is_told(tmp_path):
    (tmp_path / "固定用语.toml").write_bytes("“二十大” = ''".encode("gbk"))
    for path in (tmp_path / "固定用语.toml", tmp_path / "没有.toml"):
        with pytest.raises(TemplateProblem, match="读不到"):
            Phrases.load(path)


@pytest.mark.parametrize(
    "text",
    ["三百二十件", "两家", "十余场", "三万余册", "几十次", "上百人次", "一名", "第三批", "二十个",
     "百分之三", "三分之一", "五成", "两倍", "一起案件", "贰拾元", "三个月", "数百户", "一次",
     "一年", "五个百分点", "各两家", "下三年"],
)  # fmt: skip
def test_numerals_used_as_counts_are_found(text):
    (found,) = chinese_counts(f"累计完成{text}。")
    assert found[0] in text


@pytest.mark.parametrize(
    "text",
    ["进一步", "统一部署", "统一个人信息", "一律", "万众一心", "百姓", "第一时间", "一是", "一体化",
     "逐一件件落实", "与学校一起开展", "一次性告知", "第一人民医院", "十四五期间", "千家万户",
     "一件件办好", "同一家", "每一项工作", "百名法学家", "三场所", "五一劳动", "两会", "万元",
     "一条龙服务", "三位一体", "七本地", "下一年", "一元化", "专一", "成千上万"],
)  # fmt: skip
def test_words_that_only_look_like_numbers_are_not(text):
    assert [m[0] for m in chinese_counts(text)] == []
