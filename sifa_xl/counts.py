"""Counts spelt in Chinese numerals, told apart from words that only look like numbers."""

import re
from collections.abc import Iterator

NUMERALS = "零〇一二两三四五六七八九十百千万亿几壹贰叁肆伍陆柒捌玖拾佰仟"

# A measure word and what must not follow it: 三场 counts, 三场所 does not.
_MEASURES = {
    "件次": "",
    "人次": "",
    "场次": "",
    "户次": "",
    "万元": "",
    "个百分点": "",
    "个月": "",
    "季度": "",
    "小时": "",
    "分钟": "",
    "课时": "",
    "公里": "",
    "周年": "",
    "件": "",
    "人": "民大员才事口心",
    "次": "要性序",
    "场": "所景地面合馆",
    "份": "额子",
    "家": "庭园属长访校暴里教事",
    "名": "单称义额",
    "个": "",
    "起": "来",
    "宗": "旨教族",
    "卷": "",
    "册": "",
    "封": "面闭建锁",
    "户": "籍口外主",
    "所": "有在属需谓以得述能",
    "项": "目",
    "期": "间限待望刊末",
    "批": "准复评示改发注",
    "天": "然津气地",
    "元": "化旦宵首素件",
    "篇": "",
    "条": "件例款龙",
    "部": "署长队分级",
    "位": "于置列一",
    "处": "理罚置分长室级于在遇",
    "本": "地级局县市年月来着身质季单系",
    "幅": "度",
    "类": "型别似",
    "级": "",
    "届": "时满",
    "支": "部持队付撑出援",
    "年": "轻龄",
    "月": "刊",
    "日": "常前益",
    "周": "边围末期",
    "岁": "",
    "倍": "增",
    "台": "账阶",
    "辆": "",
    "张": "贴",
    "亩": "",
}
UNIT = "|".join(
    f"{word}(?![{stop}])" if stop else word
    for word, stop in sorted(_MEASURES.items(), key=lambda item: -len(item[0]))
)
_LONGEST = 24  # numerals of one number; without a bound a cell full of 十 is never read to its end
_COUNT = re.compile(
    rf"第?(?P<run>[{NUMERALS}]{{1,{_LONGEST}}})(?P<odd>[余多]?)(?P<unit>{UNIT})"
    rf"|百分之[{NUMERALS}]{{1,{_LONGEST}}}"
    rf"|[{NUMERALS}]{{1,{_LONGEST}}}分之[{NUMERALS}]{{1,{_LONGEST}}}"
    r"|[两二三四五六七八九几]成(?![为功立员果效长年熟就绩人])"
)
_BARE_SCALE = re.compile(r"[百千万亿]+")
_BEFORE_BARE_SCALE = frozenset("上数近约逾超")  # 上百件 counts, 百名法学家 does not
_ONE_IS_NO_NUMBER_AFTER = frozenset("统进专唯同单逐之不如划任某每这那另合归上下首")
_ONE_IS_NO_NUMBER = re.compile(r"一(?:次性|年一度|个劲)|一(\w)\1|一起(?![案纠矛事复诉行民刑])")


def chinese_counts(text: str) -> Iterator[re.Match[str]]:
    """Numerals used as counts: 三百二十件, 两家, 十余场, 第三批, 百分之三.

    进一步, 统一, 一律, 百姓 and 第一时间 are none.  Group ``run`` has the numerals, ``odd`` the 余
    or 多 and ``unit`` the measure word; they are None for parts of a whole.
    """
    return (found for found in _COUNT.finditer(text) if found["run"] is None or _counts(found))


def _counts(found: re.Match[str]) -> bool:
    text, start, run = found.string, found.start("run"), found["run"]
    before = text[:start][-1:]
    if _BARE_SCALE.fullmatch(run):
        return before in _BEFORE_BARE_SCALE
    if run != "一":
        return True
    return before not in _ONE_IS_NO_NUMBER_AFTER and not _ONE_IS_NO_NUMBER.match(text, start)
