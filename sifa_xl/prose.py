"""The clerk's own sentences: names of figures filled in, every number a span of its row."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from unicodedata import normalize

from sifa_xl.bounds import NAMED_CHARACTERS, refuse_over
from sifa_xl.domain import Fact, Span, State
from sifa_xl.factbook import FactBook
from sifa_xl.phrases import Phrases
from sifa_xl.prose_numbers import Kind, ProseNumber, find_numbers
from sifa_xl.punctuation import to_full_width
from sifa_xl.spans import EMPTY, UNKNOWN, Prose, without_private_use

_NAME = re.compile(
    r"(?:\{\{|｛｛)(?P<braced>[^{}｛｝]{0,80})(?:\}\}|｝｝)|【(?P<bracketed>[^【】]{1,40})】"
)
_BRACE = re.compile(r"[{}｛｝]+")
_FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９％", "0123456789%")
_SPACE_BEFORE_PERCENT = re.compile(r"(?<=[0-9])\s+(?=%)")
_FULL_WIDTH_POINT = re.compile(r"(?<=[0-9])．(?=[0-9])")
_FULL_WIDTH_THOUSANDS = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")
_ALIKE = 0.6  # how much a word in 【】 must look like a name to be taken for a slip
_CLAUSE_ENDS = "，。；：！？\n"
_NOT_THE_WHOLE = re.compile(
    r"其中|上年|去年|同期|同比|环比|计划|目标|力争|每|各|增|减|升|降|提高"
    r"|镇|乡(?!村)|街道|司法所|(?<!乡)村(?!民)|社区(?!矫正)"  # a place: some of the county's
)
# words that may stand between a figure's name and its number without changing what is counted
_OF_NO_WEIGHT = re.compile(
    r"各类|各种|所有|全部|矛盾|纠纷|案件|数量|总数|共计|累计|合计|达到|完成|实现|大约|左右"
    r"|避免|[数共约近达为是有了已计到至的余超逾：:、“”（）()\s]"
)
_FREE = Decimal("0.1")  # how far 约, 近 and 左右 may lie from the figure


@dataclass(frozen=True)
class ProseReading:
    """A sentence of the clerk's.

    ``used`` are the facts it names.  ``numbers`` have their places in ``prose.text``.
    ``problems`` say in whole Chinese sentences what is wrong and how to mend it; ``doubts`` what
    may be meant as it stands: words in 【】 that look almost like a name.
    """

    prose: Prose
    used: frozenset[str]
    numbers: tuple[ProseNumber, ...]
    problems: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A number in prose and the figure it speaks of.  ``agrees`` False is a contradiction."""

    number: ProseNumber
    fact: Fact
    agrees: bool


def read_prose(
    text: str,
    place: str,
    home: str,
    facts: FactBook,
    phrases: Phrases,
    year: int | None,
    checked: bool,
) -> ProseReading:
    """The text of the cell ``place`` (``人民调解!C41``) on the sheet of the line ``home``.

    ``{{ 名 }}``, ``｛｛名｝｝`` and ``【名】`` become the fact's text; a blank one prints ×× and is
    a problem.  Every other number is a span of ``place``; ``checked`` says whether the row is
    ticked 已核; dates, ordinals and fixed phrases need no tick.
    """
    names = _Names(home, facts)
    prose = names.filled(_half_width_figures(without_private_use(text)))
    mend = "请少引用几次名称，或拆成几行"
    refuse_over(f"“{place}”填入指标后的字数", len(prose.text), NAMED_CHARACTERS, mend)
    prose = prose.edit(to_full_width(prose.masked)).strip()
    numbers = tuple(find_numbers(prose.masked, phrases, year, place))
    spans = [
        Span(
            start=number.start,
            end=number.end,
            fact=None,
            cells=(place,),
            checked=checked or number.kind is not Kind.NUMBER,
        )
        for number in numbers
    ]
    ordered = sorted([*prose.spans, *spans], key=lambda span: span.start)
    sourced = Prose(prose.text, tuple(ordered))
    used = frozenset(names.used)
    return ProseReading(sourced, used, numbers, tuple(names.problems), tuple(names.doubts))


def compare_numbers(
    reading: ProseReading, figures: Sequence[tuple[Fact, tuple[str, ...]]]
) -> list[Match]:
    """Where a number of the prose says the same as a figure, or something else.

    ``figures`` are facts, each with the words that name it.  A number belongs to the figure whose
    word stands nearest before it in its clause, with no other number between, and whose unit it
    has.  Hedged numbers (700余件) contradict only where the figure lies outside what they say;
    parts, targets, last year's numbers, those of one place (其中, 力争, 上年, 高村镇 …) never do.
    """
    printed = [(fact, words, worth) for fact, words in figures if (worth := _printed_worth(fact))]
    matches = (
        _match(number, gap, printed)
        for number, gap in _gaps(reading)
        if number.kind is Kind.NUMBER and number.value is not None and number.unit
    )
    return [match for match in matches if match]


@dataclass
class _Names:
    """Fills the names of figures into one text and notes what is wrong with them."""

    home: str
    facts: FactBook
    used: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def filled(self, text: str) -> Prose:
        prose, done = EMPTY, 0
        for found in _NAME.finditer(text):
            prose += self._words(text[done : found.start()])
            prose += self._named(found)
            done = found.end()
        return prose + self._words(text[done:])

    def _words(self, words: str) -> Prose:
        for found in _BRACE.finditer(words):
            near = words[max(0, found.start() - 6) : found.end() + 6]
            self.problems.append(
                f"“{near}”里有不认识的花括号。处理：引用指标写成 {{{{名称}}}}，否则删去花括号。"
            )
        return Prose.plain(words)

    def _named(self, found: re.Match[str]) -> Prose:
        written = found["braced"] if found["bracketed"] is None else found["bracketed"]
        name = re.sub(r"\s", "", normalize("NFKC", written))
        fact = self.facts.find(name, self.home)
        if fact is not None:
            return self._fact(fact, name)
        near = self.facts.nearest(name, self.home)
        if found["bracketed"] is None:
            guess = f"最接近的是“{near}”。" if near else ""
            self.problems.append(
                f"“{found[0]}”：没有“{name}”这个指标。{guess}处理：改成表里有的名称，或直接写数字。"
            )
        elif _is_alike(name, near):
            self.doubts.append(
                f"“{found[0]}”：没有“{name}”这个指标，是不是“{near}”？"
                f"处理：要引用就写【{near}】，不是引用就不用改。"
            )
        return Prose.plain(found[0])

    def _fact(self, fact: Fact, name: str) -> Prose:
        self.used.add(fact.name)
        if fact.is_filled and fact.text:
            return Prose.sourced(without_private_use(fact.text), fact.name, fact.cells)
        if fact.state is not State.PENDING:
            self.problems.append(
                f"引用的“{name}”{_why_missing(fact)}，先印成“{UNKNOWN}{fact.unit}”。"
                "处理：填上这个数，或改写这句话。"
            )
        return Prose.sourced(UNKNOWN + fact.unit, fact.name, fact.cells)


_Worth = tuple[Decimal, str]
_Printed = tuple[Fact, tuple[str, ...], _Worth]


def _half_width_figures(text: str) -> str:
    """Full-width digits made half-width, with the points and commas between them (N-01, N-05)."""
    text = _FULL_WIDTH_POINT.sub(".", text.translate(_FULL_WIDTH_DIGITS))
    return _SPACE_BEFORE_PERCENT.sub("", _FULL_WIDTH_THOUSANDS.sub(",", text))


def _is_alike(name: str, other: str) -> bool:
    return SequenceMatcher(None, name, other).ratio() >= _ALIKE


def _why_missing(fact: Fact) -> str:
    if fact.state is State.NOT_APPLICABLE:
        return "本期不适用"
    if fact.state is State.WITHHELD:
        return "已定为暂不写入正文"
    return "的数读不懂" if fact.state is State.UNREADABLE else "还没有填"


def _gaps(reading: ProseReading) -> Iterator[tuple[ProseNumber, str]]:
    """Each number with the words of its clause before it, back to the number before."""
    text = reading.prose.text
    ends = sorted(span.end for span in reading.prose.spans)
    for number in reading.numbers:
        clause = max(text.rfind(mark, 0, number.start) for mark in _CLAUSE_ENDS) + 1
        earlier = bisect_right(ends, number.start)
        before = ends[earlier - 1] if earlier else 0
        yield number, text[max(clause, before) : number.start]


def _match(number: ProseNumber, gap: str, figures: Sequence[_Printed]) -> Match | None:
    claimed = [figure for figure in _named_nearest(gap, figures) if _has_unit(number, figure[2])]
    equal = [fact for fact, _, worth in claimed if _worth_of(number) == worth]
    if equal:
        return Match(number, equal[0], agrees=True)
    if len(claimed) != 1 or _NOT_THE_WHOLE.search(gap) or _leaves_room(number, claimed[0][2]):
        return None
    if not _is_about(gap, claimed[0]):
        return None
    return Match(number, claimed[0][0], agrees=False)


def _named_nearest(gap: str, figures: Sequence[_Printed]) -> list[_Printed]:
    """The figures whose word ends last in ``gap``; of words that end together the longest."""
    named = [
        ((gap.rfind(word) + len(word), len(word)), figure)
        for figure in figures
        for word in figure[1]
        if word and word in gap
    ]
    last = max((place for place, _ in named), default=None)
    return [figure for place, figure in named if place == last]


def _is_about(gap: str, figure: _Printed) -> bool:
    """Whether nothing between word and number speaks of another thing: 化解积案 is no 化解."""
    _, words, _ = figure
    word = max((word for word in words if word and word in gap), key=gap.rfind)
    behind = _OF_NO_WEIGHT.sub("", gap[gap.rfind(word) + len(word) :])
    return all(sign in "".join(words) for sign in behind)


def _has_unit(number: ProseNumber, worth: _Worth) -> bool:
    return _worth_of(number)[1] == worth[1]


def _worth_of(number: ProseNumber) -> _Worth:
    return _in_ten_thousands(number.value or Decimal(0), number.unit)


def _printed_worth(fact: Fact) -> _Worth | None:
    return None if fact.value is None else _in_ten_thousands(fact.value, fact.unit)


def _in_ten_thousands(value: Decimal, unit: str) -> _Worth:
    """元 as 万元, anything else as it is."""
    return (value.scaleb(-4), "万元") if unit == "元" else (value, unit)


def _leaves_room(number: ProseNumber, worth: _Worth) -> bool:
    """True where the hedge leaves room for the figure: 700余件 for 723件."""
    said, figure = _worth_of(number)[0], worth[0]
    if number.hedge in {"余", "多"}:
        return said <= figure < said + Decimal(10) ** _trailing_zeros(said)
    if number.hedge in {"以上", "逾", "超", "超过"}:
        return figure >= said
    if number.hedge in {"以内", "以下"}:
        return figure <= said
    return bool(number.hedge) and abs(figure - said) <= _FREE * said


def _trailing_zeros(value: Decimal) -> int:
    digits = str(int(value))
    return len(digits) - len(digits.rstrip("0"))
