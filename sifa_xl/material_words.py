"""素材: the form a 股室 fills in Word, as its words, and what is read from it."""

from __future__ import annotations

from dataclasses import dataclass

MATERIAL = "素材"
TITLE_END = "工作总结素材表"
OFFICE, WRITER, HEAD, PHONE = "填报股室", "填写人", "股室负责人", "联系电话"
LINE_MARK = "业务线："
SUBHEADING, MEASURE, BLOCK = "小标题", "做法和成效", "归入哪一段"
PROBLEM, PLAN = "存在问题", "下步打算"
# how the paragraphs of the form itself begin; whatever else stands outside its tables is told
EXPLAINING = (
    "填写说明",
    "1.谁填",
    "2.什么时候交",
    "3.写多少",
    "4.怎么写",
    "5.数字",
    "例：",
    "（表格不够时",
    "填好后",
)
MEASURES_HEADING, PROBLEMS_HEADING, PLANS_HEADING = "亮点举措", "存在问题", "下步打算"
LONGEST_MEASURE, LONGEST_PROBLEM, LONGEST_PLAN = 300, 60, 150
MOST_MEASURES, MOST_PROBLEMS, MOST_PLANS = 4, 3, 4


@dataclass(frozen=True)
class Order:
    """What a form is made for: the 股室, its lines as (title, blocks), and whose summary it is.

    ``period`` is 2022年上半年, ``due`` 6月20日; both may be blank.
    """

    office: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    unit: str = ""
    period: str = ""
    due: str = ""


@dataclass(frozen=True)
class Item:
    """One 举措, problem or plan: its paragraphs, cleaned; ``place`` is where it stands in Word."""

    kind: str
    line: str
    paragraphs: tuple[str, ...]
    place: str
    subheading: str = ""
    block: str = ""


@dataclass(frozen=True)
class Stray:
    """Words that fit nowhere."""

    place: str
    text: str
    reason: str


@dataclass(frozen=True)
class Material:
    """One filled form."""

    file: str
    office: str
    items: tuple[Item, ...]
    strays: tuple[Stray, ...] = ()
    notes: tuple[str, ...] = ()
