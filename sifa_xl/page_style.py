"""How the page looks: fonts, line pitch, bold heads, seal; and where 署名 and 成文日期 stand.

GB/T 9704-2012: fonts in 5.2.1 and 7.3, signature and date in 7.3.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sifa_xl.settings import BOLD_BOTH, BOLD_SECOND, BOLD_THIRD, LATIN_FONTS, Settings

CHARACTERS_A_LINE = 28
TWIPS_A_CHARACTER = 315  # 3号 is 320, drawn together by a quarter point
_TWIPS_A_POINT = 20


@dataclass(frozen=True)
class Fonts:
    """The fonts of Chinese characters, by what they are for."""

    title: str
    first: str
    second: str
    body: str
    page: str = "宋体"


SCHEMES = {
    "机关通用": Fonts("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"),
    "系统自带": Fonts("华文中宋", "黑体", "楷体", "仿宋"),
    "方正字库": Fonts("方正小标宋_GBK", "方正黑体_GBK", "方正楷体_GBK", "方正仿宋_GBK"),
}
# what a machine without the font should take: GB2312 fonts went with Windows XP
OTHER_NAMES = {
    "方正小标宋简体": "方正小标宋_GBK",
    "方正小标宋_GBK": "方正小标宋简体",
    "华文中宋": "STZhongsong",
    "楷体_GB2312": "楷体",
    "仿宋_GB2312": "仿宋",
    "方正黑体_GBK": "黑体",
    "方正楷体_GBK": "楷体",
    "方正仿宋_GBK": "仿宋",
    "黑体": "SimHei",
    "楷体": "KaiTi",
    "仿宋": "FangSong",
    "宋体": "SimSun",
}


@dataclass(frozen=True)
class PageStyle:
    """What 首页 decides about the page.  ``pitch`` is the distance of lines in twips.

    ``latin`` is the font of digits, ``""`` for that of the text around them.
    """

    fonts: Fonts = SCHEMES["机关通用"]
    latin: str = LATIN_FONTS[0]
    pitch: int = 579
    bolds_second: bool = False
    bolds_third: bool = False
    has_seal: bool = False
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indents:
    """Twips from the edges of the text; a signature with ``left`` set starts there."""

    signature_right: int
    date_right: int = 0
    date_left: int | None = None


def page_style(settings: Settings) -> PageStyle:
    """The style that 首页 asks for."""
    pitch = float(settings.pitch.removesuffix("磅"))
    names = [name.strip() for name in re.split(r"[;；\n]", settings.attachments)]
    return PageStyle(
        fonts=SCHEMES[settings.fonts],
        latin=settings.digits if settings.digits == LATIN_FONTS[0] else "",
        pitch=round(pitch * _TWIPS_A_POINT),
        bolds_second=settings.bold in (BOLD_SECOND, BOLD_BOTH),
        bolds_third=settings.bold in (BOLD_THIRD, BOLD_BOTH),
        has_seal=settings.has_seal,
        attachments=tuple(_attachment_name(name) for name in names if name),
    )


def width(text: str) -> float:
    """The width in Chinese characters; a digit is half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def indents(signature: str, day: str, *, has_seal: bool) -> Indents:
    """Where 署名 and 成文日期 stand.

    With a seal the date ends four characters from the edge and the signature is centred over it.
    Without one the signature ends two characters from the edge and the date starts two characters
    right of its start; a date too long for that ends two characters from the edge itself.
    """
    long, short = width(signature), width(day)
    if has_seal:
        over = (long - short) / 2
        from_edge = max(4.0, over)  # a long name may not leave the page
        return Indents(_twips(from_edge - over), _twips(from_edge))
    if long - short >= 2:
        return Indents(_twips(2), date_left=_twips(CHARACTERS_A_LINE - long))
    return Indents(_twips(4 + short - long), _twips(2))


def _twips(characters: float) -> int:
    return round(characters * TWIPS_A_CHARACTER)


def _attachment_name(name: str) -> str:
    """The bare name: numbers and stops are put on by the program (7.3.4)."""
    name = re.sub(r"^附件[0-9]*[:：]?\s*|^[0-9]+[.．、]\s*", "", name)
    return name.rstrip("。；，,.;")
