"""Why a cell's text is not taken, and how to mend it: the ends of Chinese sentences.

No text here repeats a long value, or one that may be a telephone or identity number.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

TOO_MANY_DIGITS = "位数太多，像是电话、证件号码或编号，不是数量。请核对是否填错了列"
NOT_IN_CALENDAR = "不是日历上有的日子。请核对后重新填写，如 2022/5/16"
DIGITS_LOST = "超过15位，Excel 已丢失末尾几位。请先把单元格格式改为“文本”，再重新填写"

_SERIALS = range(20_000, 80_001)  # Excel's day numbers of 1954 to 2119
_NOT_NUMBERS = (
    (r"=.*", "是没有生效的公式。请把单元格格式改为“常规”后重新输入，或直接填写结果"),
    (r"待.+", "不是数字。还没有定的数请填“待定”"),
    (r"一", "分不清是汉字“一”还是横线。是一就填1，没有数就空着"),
    (r"[0-9.]+e[-+]?[0-9]+", "是科学记数的样子。请直接填写完整的数字"),
    (
        r"(?:[0-9]{2}){1,2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?",
        "是日期的样子，不是数字。请填写数字",
    ),
    (r".*[0-9)]\s*[-]\s*[0-9(].*", "是算式或范围的样子，不是一个数。请直接填写一个数"),
    (r".*[0-9)]\s*[+*×÷]\s*[0-9(].*", "是公式{quoted}的样子，不是数字。请直接填写结果"),
    (r".*[0-9]\D*[~〜—–至到][约近]*[0-9].*", "是一个范围，不是一个数。请填写一个数"),
    (r".*[0-9]\s*/\s*[0-9].*", "是两个数相除的样子，不是一个数。请直接填写一个数"),
    (r".*[0-9]\s*%.*", "带有“%”，是比率；本项要填数量。请填写数量"),
    (r"[-0-9.,]*[a-z][-a-z0-9.,]*", "夹有字母（是否把0打成了字母O，把1打成了l）。请改为数字"),
    (r".*[0-9].*(左右|上下|以下|以内)", "的概数词读不了。请改用约、近、余、多、以上中的一个"),
    (
        r"(大约|将近|超过|不足|至少|上).*[0-9].*",
        "的概数词读不了。请改用约、近、余、多、以上中的一个",
    ),
    (r"-?[0-9]+[百千][余多]?\D*", "用了“百”“千”作单位。请写完整的数字，如3000"),
    (r"[-0-9.,]*[.,][-0-9.,]*\D*", "的逗号或小数点位置不对。请直接填写数字，不加逗号"),
    (r".*[0-9]\D+[0-9].*", "不止一个数。请只填写一个数"),
    (r"[〇零一二两三四五六七八九十百千万亿几]+[余多]?\D*", "是读不准的汉字数字。请改用阿拉伯数字"),
)
_NOT_DATES = (
    (r"((?:19|20)[0-9]{2})[-/.](1)", "只有{0}年1月或10月，缺“日”。请写全，如 {0}/1/5"),
    (r"((?:19|20)[0-9]{2})[-/.年]0?([0-9]{1,2})月?", "只有年和月，缺“日”。请写全，如 {0}/{1}/5"),
    (
        r"([0-9]{2})([-/.年])[0-9]{1,2}[-/.月][0-9]{1,2}日?",
        "的年份只有两位。请写四位，如 2022/5/16",
    ),
    (r"[0-9]{1,2}[-/.月][0-9]{1,2}[日号]?", "没有写年份。请写全，如 2022/5/16"),
)


def quoted(text: str) -> str:
    """``“文字”`` for short, harmless text, else nothing: no identity number, no long value."""
    one_line = " ".join(text.split())
    digits = sum(character.isdigit() for character in one_line)
    return f"“{one_line}”" if len(one_line) <= 20 and digits < 7 else ""


def too_long(characters: int, most: int) -> str:
    """A text over the bound of a cell."""
    return f"有{characters:,}个字，超过一格的上限{most:,}个字，没有读取。请拆成几行填写"


def number_refusal(text: str) -> str:
    """Why normalised ``text`` is not one number.  Nothing is guessed, only pointed out."""
    if sum(character.isdigit() for character in text) > 10:
        return TOO_MANY_DIGITS
    for shape, sentence in _NOT_NUMBERS:
        if re.fullmatch(shape, text[:60], re.DOTALL | re.IGNORECASE):
            if "{quoted}" in sentence:
                return sentence.format(quoted=quoted(text))
            return quoted(text) + sentence
    return quoted(text) + "不是数字。请填写数字；没有数就空着，还没有定请填“待定”"


def unit_refusal(text: str, unit: str, units: Sequence[str]) -> str:
    """Why a number with this unit is not taken: both units are named."""
    if not re.fullmatch(r"[\u4e00-\u9fffA-Za-z]{1,6}[²³]?", unit) or is_piece_of_number(unit):
        return number_refusal(text)
    wanted = f"本项的单位是“{'”或“'.join(units)}”" if units else "本项不带单位"
    return f"{quoted(text)}的单位是“{unit}”，{wanted}。请核对后只填写数字"


def is_piece_of_number(unit: str) -> bool:
    """True where what stands behind a number is no unit but a piece of a number or hedge."""
    return bool(
        re.search(r"[〇零一二两三四五六七八九十百千万亿几约近余多]|左右|上下|以|^[eElIoO]$", unit)
    )


def stacked_refusal(hedges: Sequence[str]) -> str:
    """N-04: two hedges beside one number."""
    return f"同时用了{'、'.join(f'“{word}”' for word in hedges)}，概数词不叠用。请只留一个"


def hedge_refusal(hedge: str) -> str:
    """The figure must be exact."""
    return f"带有概数词“{hedge}”，本项要填准确数。请去掉“{hedge}”，填写准确的数字"


def date_refusal(text: str) -> str:
    """Why normalised ``text`` is not one day; with the likely day where it can be told."""
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
        day = date(1899, 12, 30) + timedelta(days=int(text))
        likely = f"{day.year}年{day.month}月{day.day}日"
        mend = f"如果是，请重新填写 {day.year}/{day.month}/{day.day}"
        return f"是数字{text}，可能是{likely}少了日期格式。{mend}"
    for shape, sentence in _NOT_DATES:
        found = re.fullmatch(shape, text)
        if found:
            return quoted(text) + sentence.format(*found.groups())
    return quoted(text) + "不是日期。请写全年月日，如 2022/5/16"


def choice_refusal(text: str, choices: Sequence[str]) -> str:
    """The text is none of the choices; they are named."""
    named = "、".join(choices[:8]) + ("等" if len(choices) > 8 else "")
    return f"{quoted(text)}不在可选的内容里。请从下列各项中选一个：{named}"
