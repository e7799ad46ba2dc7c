"""Numbers, dates and periods in official Chinese.  Rule ids: numbers-and-punctuation.md."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from unicodedata import normalize

from sifa_xl.domain import Approx, Good

_WAN = 10_000
_SAME = "与上年同期持平"
_ALMOST_SAME = "与上年同期基本持平"  # a change is never printed as 0%
_TENS_ONLY = (Approx.ODD, Approx.MORE, Approx.NEARLY)

_QUARTERS = "一二三四"
_MONTHS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "全年": (1, 12),
    **{f"第{name}季度": (3 * n + 1, 3 * n + 3) for n, name in enumerate(_QUARTERS)},
    **{f"1至{month}月": (1, month) for month in range(2, 13)},
}
_OTHER_NAMES = {"年度": "全年", "": "全年", "前三季度": "1至9月"}
_EXAMPLES = "“上半年”“全年”“第一季度”“1至9月”"


@dataclass(frozen=True)
class Period:
    """A part of a year; ``name`` is 上半年, 下半年, 全年, 第一季度 … 第四季度 or 1至N月.

    Raises:
        ValueError: at creation, a whole Chinese sentence, for any other name or year.
    """

    year: int
    name: str

    def __post_init__(self) -> None:
        if self.name not in _MONTHS:
            raise ValueError(f"期别“{self.name[:20]}”读不懂。请写成{_EXAMPLES}的样子。")
        if not 1950 <= self.year <= 2099:
            raise ValueError(f"年份{self.year}不对。请写四位年份，如2022。")

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, _MONTHS[self.name][0], 1)

    @property
    def end(self) -> date:
        """The last day."""
        month = _MONTHS[self.name][1]
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def is_whole_year(self) -> bool:
        """True for 全年 and for 1至12月."""
        return _MONTHS[self.name] == (1, 12)

    @property
    def short(self) -> str:
        """The period inside a sentence: ``上半年``, ``1至9月``."""
        return self.name

    @property
    def title(self) -> str:
        """The period in a title: ``2022年上半年``, ``2022年1至9月``, a whole year ``2022年``."""
        return f"{self.year}年" if self.name == "全年" else f"{self.year}年{self.name}"

    @property
    def days(self) -> str:
        """The first and the last day: ``2022年1月1日至6月30日`` (N-07)."""
        return f"{date_text(self.start)}至{day_text(self.end)}"

    @property
    def since(self) -> str:
        """``今年以来`` from the year's beginning, ``下半年以来``; a whole year is ``全年``."""
        if self.is_whole_year:
            return "全年"
        return "今年以来" if self.start.month == 1 else f"{self.name}以来"

    @property
    def next_words(self) -> str:
        """When the plans are for: ``下半年``, after the year's end ``2023年``, else ``下一步``."""
        if self.name == "上半年":
            return "下半年"
        is_over = self.is_whole_year or self.name == "下半年"
        return f"{self.year + 1}年" if is_over else "下一步"


def number_text(value: Decimal) -> str:
    """``1092``, ``16.7``: half-width, no thousands separators, no trailing zeros (N-01, N-09)."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def figure_text(value: Decimal, unit: str, approx: Approx = Approx.NONE) -> str:
    """A figure with unit and hedge: ``723件``, ``60余万元``, ``近6人次``, ``100人以上`` (N-03).

    A whole 万 with 余 or 多 becomes ``3万余份``; an exact value is never shortened.  万元 has at
    most two decimals, half up; an exact sum below 1 万元 stands in 元 (N-08).
    """
    number, shown_unit = _shown(value, unit, approx)
    if approx in (Approx.ODD, Approx.MORE):
        return _with_odd(number, shown_unit, approx)
    if approx is Approx.AT_LEAST:
        return f"{number_text(number)}{shown_unit}{approx}"
    return f"{approx}{number_text(number)}{shown_unit}"


def round_half_up(value: Decimal | Fraction, places: int) -> Decimal:
    """``value`` with ``places`` decimals, rounded once and exactly; ties go away from zero."""
    exact = Fraction(value)
    units = int(abs(exact) * 10**places + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(units))
    return Decimal((int(exact < 0 and units > 0), digits, -places))


def percent_shown(exact: Fraction) -> Decimal:
    """Percent with one decimal; below 100 never 100.0, above 0 never 0.0 (99.96 -> 99.9)."""
    shown = round_half_up(exact, 1)
    if exact < 100 <= shown:
        return Decimal("99.9")
    return Decimal("0.1") if exact > 0 == shown else shown


def rate_text(exact: Fraction) -> str:
    """A rate in percent as prose prints it: ``75%``, ``99.4%`` (N-05)."""
    return f"{number_text(percent_shown(exact))}%"


def hedge_problem(value: Decimal, approx: Approx, unit: str) -> str | None:
    """What is wrong with this hedge beside this number and how to mend it (N-04), or None.

    余, 多 and 近 want whole tens, beside 万元 any whole number from 1 (6万余元); 约 wants 10.
    """
    if approx is Approx.NONE or _is_hedgeable(value, approx, unit):
        return None
    number, exact = number_text(value), figure_text(value, unit)
    if value <= 0:
        return f"“{approx}”只用于大于0的数，现在是{number}。处理：去掉概数，写{exact}"
    step = 1 if unit.startswith("万") else 10
    floor = int(value) // step * step
    if floor == 0:
        return f"{number}太小，不宜加“{approx}”。处理：清点后去掉概数，写准确数，如{exact}"
    instead = floor + step if approx is Approx.NEARLY else floor
    rounder = figure_text(Decimal(instead), unit, approx)
    wanted = "整数" if step == 1 else "整十、整百的数"
    side, place = ("后面", "前面") if approx is Approx.NEARLY else ("前面", "后面")
    return (
        f"“{approx}”{side}应是{wanted}，{number}{place}不能加“{approx}”。"
        f"处理：有准确数就去掉概数写{exact}，没有就改为{rounder}"
    )


def approx_down(value: Decimal, unit: str = "") -> tuple[int, Approx]:
    """A count rounded down to a hedged one: 127 -> (120, 余), 34567 -> (30000, 余) (N-04).

    Two leading digits stay (one below 100 and among 万); a round number needs no hedge.  Beside
    万元 any whole number takes one: 6.5 -> (6, 余).

    Raises:
        ValueError: the value is negative, or a fraction below 10 (of 万元, below 1).
    """
    whole = int(value)
    if value < 0 or (whole < (1 if unit.startswith("万") else 10) and whole != value):
        raise ValueError(f"{number_text(value)}不能转为概数。请写准确数。")
    if whole < 10:
        return whole, Approx.NONE if whole == value else Approx.ODD
    digits = len(str(whole))
    step = _WAN if digits == 5 else 10 ** max(1, digits - 2)
    floor = whole // step * step
    return floor, Approx.NONE if floor == value else Approx.ODD


def change_text(now: Decimal, before: Decimal, unit: str, good: Good) -> str:
    """How a count changed against the same period of last year, worded by the size of the base.

    Base 0 (or less): ``""``; below 10: ``增加3件``; below 50: ``增加12件，增长30%``; else
    ``同比增长12.3%``.  What is declared 负向 上升 and never 增长 (N-10).
    """
    if before <= 0:
        return ""
    if now == before:
        return _SAME
    is_more = now > before
    amount = ("增加" if is_more else "减少") + figure_text(abs(now - before), unit)
    if before < 10:
        return amount
    exact = 100 * abs(Fraction(now) - Fraction(before)) / Fraction(before)
    percent = number_text(round_half_up(exact, 1))
    if percent == "0":
        return _ALMOST_SAME
    rise = "上升" if good is Good.DOWN else "增长"
    trend = f"{rise if is_more else '下降'}{percent}%"
    return f"{amount}，{trend}" if before < 50 else f"同比{trend}"


def points_text(now_shown: Decimal, before_shown: Decimal) -> str:
    """``提高0.6个百分点``, from the two rates as printed, so that readers can check the sum."""
    if now_shown == before_shown:
        return _SAME
    trend = "提高" if now_shown > before_shown else "下降"
    return f"{trend}{number_text(abs(now_shown - before_shown))}个百分点"


def date_text(day: date) -> str:
    """``2022年6月29日``: four digits of the year, no leading zeros (N-11, N-12)."""
    return f"{day.year}年{day_text(day)}"


def day_text(day: date) -> str:
    """``6月29日``."""
    return f"{day.month}月{day.day}日"


def signature_text(day: date | None, year: int, month: int) -> str:
    """The date below the text; without a day, room to write it: ``2022年6月　日``."""
    return date_text(day) if day else f"{year}年{month}月\u3000日"


def join_items(items: Iterable[str]) -> str:
    """``A、B、C``; empty items are left out."""
    return "、".join(item for item in items if item)


def parse_period(name: str, year: int | None = None) -> Period:
    """The period in ``2022年上半年``, ``１—９月``, ``一季度``; ``year`` where it names none.

    Raises:
        ValueError: a whole Chinese sentence; no name (半年 is ambiguous), or no year or another.
    """
    text = re.sub(r"\s", "", normalize("NFKC", name))
    found = re.fullmatch(r"(?:([0-9]{4})(?:(?=年度)|年))?(.*)", text)
    written, rest = (found[1], found[2]) if found else (None, text)
    if not text:
        raise ValueError(f"没有填期别。请填写，如{_EXAMPLES}。")
    if rest == "半年":
        raise ValueError("“半年”分不清是上半年还是下半年。请写“上半年”或“下半年”。")
    if written and year is not None and int(written) != year:
        raise ValueError(f"期别里写的是{written}年，年份填的是{year}年。请改成一致。")
    known_year = int(written) if written else year
    if known_year is None:
        raise ValueError(f"期别“{name[:20]}”没有写年份。请写全，如“2022年上半年”。")
    return Period(known_year, _period_name(rest))


def _shown(value: Decimal, unit: str, approx: Approx) -> tuple[Decimal, str]:
    if unit != "万元":
        return value, unit
    rounded = round_half_up(value, 2)
    yuan = value * _WAN
    is_exact_yuan = approx is Approx.NONE and yuan == yuan.to_integral_value()
    if abs(value) < 1 and (is_exact_yuan or (value and not rounded)):
        return yuan, "元"
    return rounded, unit


def _with_odd(number: Decimal, unit: str, approx: Approx) -> str:
    if not unit.startswith("万") and number >= _WAN and number % _WAN == 0:
        number, unit = number / _WAN, f"万{unit}"
    if not unit.startswith("万") or number % 10 == 0:
        return f"{number_text(number)}{approx}{unit}"
    return f"{number_text(number)}万{approx}{unit[1:]}"


def _is_hedgeable(value: Decimal, approx: Approx, unit: str) -> bool:
    is_ten_thousands = unit.startswith("万")
    if approx in _TENS_ONLY:
        return value > 0 and value % (1 if is_ten_thousands else 10) == 0
    if approx is Approx.ABOUT:
        return value >= 10 or (is_ten_thousands and value > 0)
    return value > 0


def _period_name(text: str) -> str:
    months = re.fullmatch(r"0?1月?(?:[-‐‑–—―~〜至到])0?([0-9]{1,2})月(?:份)?", text)
    if months:
        return f"1至{months[1]}月"
    quarter = re.fullmatch(r"第?([1-4一二三四])季度", text)
    if quarter:
        number = quarter[1]
        return f"第{_QUARTERS[int(number) - 1] if number.isdecimal() else number}季度"
    return _OTHER_NAMES.get(text, text)
