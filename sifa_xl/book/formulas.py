"""The live formulas of a line's sheet, generated from the same trees Python evaluates.

Only functions that Excel 2010 and WPS have; every formula guards what it does not know.
"""

from __future__ import annotations

from functools import partial

from sifa_xl import headers as h
from sifa_xl.adoption import PRIORITY, Source
from sifa_xl.book.addresses import (
    ADOPTED,
    APPROX,
    BEFORE,
    DIFFERS,
    EARLIER,
    EXACT,
    EXACT_BEFORE,
    FOUND_EXPLAINED,
    FOUND_LEVEL,
    FOUND_ROW_CODE,
    IS_EXPLAINED,
    LAST_VISIBLE,
    NOW,
    RAW_SENTENCE,
    UNIT,
    LineAddresses,
)
from sifa_xl.book.plan import CODE_COLUMN, Formula, ref
from sifa_xl.comparison import BIG_BASE, SWING_LEAST, SWING_TENTHS
from sifa_xl.declarations import Computed, Count, Measure, Rate, Rule
from sifa_xl.domain import Level
from sifa_xl.figures import WHOLE
from sifa_xl.live import (
    ASK_CHECK,
    CODE_OF_BLANK,
    CODE_OF_OPENING,
    CODE_OF_RANGE,
    CODE_OF_SHORTFALL,
    EXPLAINED,
    FINE,
    NOT_APPLICABLE,
    PASSED,
    PENDING,
    SKIPPED,
    UNFILLED,
    Live,
    anchored,
    shows_shortfall,
)
from sifa_xl.settings import LIVE_NAME, SETTINGS_NAME, YES
from sifa_xl.trees import Named


def adopted(at: LineAddresses, figure: Count, previous: bool = False) -> Formula:
    """采用数: the first source that has a number, the computed one last, else blank."""
    computed = '""'
    if isinstance(figure, Computed):
        known, value = (
            figure.definition.known(at, previous),
            figure.definition.formula(at, previous),
        )
        computed = f'IF({known},{value},"")'
    text = computed
    for source in reversed(PRIORITY[:-1]):
        cell = at.typed(figure, previous) if previous else at.source(figure, source)
        if source is Source.TYPED or not previous:
            text = f"IF(ISNUMBER({cell}),{cell},{text})"
    text = f'IF({at.off},"",{text})'
    return Formula(text, partial(Live.adopted, figure=figure, previous=previous))


def exact_rate(at: LineAddresses, rate: Rate, previous: bool = False) -> Formula:
    """The unrounded rate, which the rules compare."""
    known = rate.definition.known(at, previous)
    text = f'IF({at.off},"",IF({known},{rate.definition.formula(at, previous)},""))'
    return Formula(text, partial(Live.adopted, figure=rate, previous=previous))


def printed_rate(at: LineAddresses, rate: Rate, previous: bool = False) -> Formula:
    """One decimal, half up; never 100 below 100, never 0 above 0 (number conventions)."""
    exact = ref(at.row(rate), EXACT_BEFORE if previous else EXACT)
    rounded = f"ROUND({exact},1)"
    text = (
        f"IF(ISNUMBER({exact}),IF(AND({exact}<100,{rounded}>=100),99.9,"
        f'IF(AND({exact}>0,{rounded}=0),0.1,{rounded})),"")'
    )
    return Formula(text, partial(Live.printed, rate=rate, previous=previous))


def points(at: LineAddresses, rate: Rate) -> Formula:
    """The change in percentage points, from the two printed rates."""
    now, before = ref(at.row(rate), NOW), ref(at.row(rate), BEFORE)
    text = f'IF(AND(ISNUMBER({now}),ISNUMBER({before})),ROUND({now}-{before},1),"")'
    return Formula(text, partial(Live.points, rate=rate))


def measure_total(at: LineAddresses, measure: Measure) -> Formula:
    """The sum of a split's rows."""
    rows = at.parts(measure)
    text = f'IF({at.off},"",IF(COUNT({rows})>0,SUM({rows}),""))'
    return Formula(text, partial(Live.adopted, figure=measure))


def rule_result(at: LineAddresses, rule: Rule) -> Formula:
    """通过, the level's word, or — where a side is unknown."""
    unknown = f'"{rule.level.on_screen if rule.missing == "fail" else SKIPPED}"'
    refs = rule.refs(at)
    judged = f'IF({rule.expect.formula(refs)},"{PASSED}","{rule.level.on_screen}")'
    text = _guarded(rule.expect.known(refs), judged, unknown)
    if rule.when is not None:
        applies = f'IF({rule.when.formula(refs)},{text},"{PASSED}")'
        text = _guarded(rule.when.known(refs), applies, f'"{SKIPPED}"')
    return Formula(f'IF({at.off},"{SKIPPED}",{text})', partial(Live.result, rule=rule))


def rule_side(at: LineAddresses, rule: Rule, index: int) -> Formula:
    """The left (0) or right (1) side of a relation."""
    twin = partial(Live.side, rule=rule, index=index)
    if rule.comparison is None:
        return Formula('""', twin)
    side = (rule.comparison.left, rule.comparison.right)[index]
    refs = rule.refs(at)
    value = rule.comparison.side_formulas(refs)[index]
    return Formula(f'IF({at.off},"",{_guarded(side.known(refs), value, _EMPTY)})', twin)


def rule_difference(at: LineAddresses, rule: Rule) -> Formula:
    """Left minus right."""
    row = at.rules[rule.code]
    left, right = ref(row, NOW), ref(row, BEFORE)
    text = f'IF(AND(ISNUMBER({left}),ISNUMBER({right})),{left}-{right},"")'
    return Formula(text, partial(Live.difference, rule=rule))


def status(at: LineAddresses, named: Named) -> Formula:
    """The 校验 cell: what is wrong with this row, the gravest first."""
    rules = anchored(at.line, named)
    row = at.row(named)
    value = at.value(named, previous=False)
    text = f'IF(ISNUMBER({value}),"{FINE}","")'
    if isinstance(named, Count) and not named.star and named.definition is None:
        told = f'"{Level.HINT.on_screen} {CODE_OF_BLANK}"'
        blank = f'IF(ISNUMBER({at.value(named, previous=True)}),{told},"")'
        text = f'IF(ISNUMBER({value}),"{FINE}",{blank})'
    if isinstance(named, Count):
        text = _doubts(at, named, text)
    for rule in reversed(rules):
        text = _rule_status(at, rule, row, text)
    if at.earlier and isinstance(named, Count):
        text = _carried(at, named, text)
    if isinstance(named, Count):
        text = _typed_status(named, row, value, _unless_sources_differ(row, text))
    if isinstance(named, Rate):
        wrong = f"IF(ISNUMBER({value}),OR({value}<0,ROUND({value},6)>{WHOLE}),FALSE)"
        text = f'IF({wrong},"{_RANGE_ERROR}",{text})'
    return Formula(
        f'IF({at.off},"{NOT_APPLICABLE}",{text})', partial(Live.status, named=named, rules=rules)
    )


def last_check(row: int, figure: Count) -> Formula:
    """The level this row had in 校验结果 when 检查 last ran; the gravest stands first there."""
    found = f"MATCH({ref(row, CODE_COLUMN)},{FOUND_ROW_CODE},0)"
    explained = f'INDEX({FOUND_EXPLAINED},{found})="是"'
    text = f'IFERROR(IF({explained},"{EXPLAINED}",INDEX({FOUND_LEVEL},{found})),"")'
    return Formula(text, partial(Live.last_check, row_code=figure.code))


def sentence_parts(at: LineAddresses) -> Formula:
    """All known figures as clauses, each with a comma behind; stands in a hidden cell."""
    clauses = [_clause(at, figure) for figure in at.line.figures]
    for rate in at.line.rates:
        shown = ref(at.row(rate), NOW)
        clauses.append(f'IF(ISNUMBER({shown}),"{rate.label}"&{shown}&"%，","")')
    text = f'IF({at.off},"",{"&".join(clauses)})'
    return Formula(text, partial(_raw_sentence, at=at))


def asked_live(at: LineAddresses, function: str) -> Formula:
    """What one of our functions says to the typed cells of the sheet, while 实时校验 is on.

    IF keeps the function unasked while it is off, IFERROR hides it where there is no Python.  The
    rows of the two live formulas and the 数据句 are left out: none may rest on itself.
    """
    above = f"{ref(1, CODE_COLUMN, fixed=True)}:{ref(at.sentence - 2, LAST_VISIBLE, fixed=True)}"
    first, last = at.sentence + 2, at.relations_title - 1
    below = f"{ref(first, CODE_COLUMN, fixed=True)}:{ref(last, LAST_VISIBLE, fixed=True)}"
    asked = f'{function}("{at.line.title}",{above},{below},{SETTINGS_NAME})'
    return Formula(f'IF({LIVE_NAME}="{YES}",IFERROR({asked},""),"")', lambda live: "")


def sentence(at: LineAddresses) -> Formula:
    """The 数据句: the clauses with a full stop for the last comma."""
    raw = ref(at.sentence, RAW_SENTENCE)
    text = f'IF(LEN({raw})=0,"",LEFT({raw},LEN({raw})-1)&"。")'
    return Formula(text, partial(Live.sentence, line=at.line))


_EMPTY = '""'
_RANGE_ERROR = f"{Level.ERROR.on_screen} {CODE_OF_RANGE}"


def _raw_sentence(live: Live, at: LineAddresses) -> str:
    return live.sentence(at.line).replace("。", "，")


def _clause(at: LineAddresses, figure: Count) -> str:
    row = at.figures[figure.code]
    value, hedge, unit = ref(row, ADOPTED), ref(row, APPROX), ref(row, UNIT)
    before = f'IF(OR({hedge}="约",{hedge}="近"),{hedge},"")'
    middle = f'IF(OR({hedge}="余",{hedge}="多"),{hedge},"")'
    after = f'IF({hedge}="以上",{hedge},"")'
    words = f'"{figure.label}"&{before}&{value}&{middle}&{unit}&{after}&"，"'
    return f'IF(ISNUMBER({value}),{words},"")'


def _carried(at: LineAddresses, figure: Count, otherwise: str) -> str:
    """X-04 or X-15, for exact numbers in the proper unit; conditions as in ``comparison``."""
    if figure.code in at.line.openings():
        code, sign = CODE_OF_OPENING, "<>"
    elif at.earlier != h.CLOSING and shows_shortfall(figure):
        code, sign = CODE_OF_SHORTFALL, "<"
    else:
        return otherwise
    row = at.row(figure)
    now, earlier = at.value(figure, False), ref(row, EARLIER)
    alike = [f"ISNUMBER({now})", f"ISNUMBER({earlier})", f"LEN(TRIM({ref(row, APPROX)}))=0"]
    if len(figure.units) > 1:
        unit = ref(row, UNIT)
        alike.append(f'OR(LEN(TRIM({unit}))=0,{unit}="{figure.unit}")')
    told = f'"{Level.ERROR.on_screen} {code}"'
    unlike = f"IF({now}{sign}{earlier},{told},{otherwise})"
    return f"IF(AND({','.join(alike)}),{unlike},{otherwise})"


def _rule_status(at: LineAddresses, rule: Rule, row: int, otherwise: str) -> str:
    result = at.result(rule)
    told = f'{result}&" {rule.code}"'
    if rule.level is Level.VERIFY and row in at.figures.values():
        told = _unless_explained(row, rule.code, told)
    return f'IF(OR({result}="{PASSED}",{result}="{SKIPPED}"),{otherwise},{told})'


def _unless_explained(row: int, code: str, told: str) -> str:
    return f'IF({ref(row, IS_EXPLAINED)}=1,"{EXPLAINED} {code}",{told})'


def _doubts(at: LineAddresses, figure: Count, otherwise: str) -> str:
    """X-07, X-08 and U-01, the first that applies; the same thresholds as in ``comparison``."""
    row = at.row(figure)
    now, before = at.value(figure, False), at.value(figure, True)
    if len(figure.units) > 1:
        unit = ref(row, UNIT)
        wrong = f'AND(ISNUMBER({now}),LEN(TRIM({unit}))>0,{unit}<>"{figure.unit}")'
        told = _unless_explained(row, "U-01", f'"{Level.VERIFY.on_screen} U-01"')
        otherwise = f"IF({wrong},{told},{otherwise})"
    swing = f"AND({before}>0,ABS({now}-{before})>={SWING_LEAST}," + (
        f"ROUND(ABS({now}-{before})*10-{before}*{SWING_TENTHS},6)>0)"
    )
    same = f"AND({before}>={BIG_BASE},ROUND({now}-{before},6)=0)"
    swung, repeated = (_doubt(figure, row, before, code) for code in ("X-07", "X-08"))
    judged = f"IF({swing},{swung},IF({same},{repeated},{otherwise}))"
    return f"IF(AND(ISNUMBER({now}),ISNUMBER({before})),{judged},{otherwise})"


def _unless_sources_differ(row: int, otherwise: str) -> str:
    code = ref(row, DIFFERS)
    return f'IF(LEN({code})>0,"{Level.ERROR.on_screen} "&{code},{otherwise})'


def _doubt(figure: Count, row: int, before: str, code: str) -> str:
    advice = f'"{Level.HINT.on_screen} {code}"'
    if not figure.star:
        return advice
    grave = _unless_explained(row, code, f'"{Level.VERIFY.on_screen} {code}"')
    return f"IF({before}>={BIG_BASE},{grave},{advice})"


def _typed_status(figure: Count, row: int, value: str, otherwise: str) -> str:
    typed = ref(row, NOW)
    wrong = [f"{value}<0"]
    if not figure.places:
        wrong.append(f"IF(ISNUMBER({typed}),{typed}<>INT({typed}),FALSE)")
    bad = f"OR({','.join(wrong)})" if len(wrong) > 1 else wrong[0]
    checked = f'IF(ISNUMBER({value}),IF({bad},"{_RANGE_ERROR}",{otherwise}),{otherwise})'
    if figure.star:
        checked = f'IF(ISNUMBER({value}),{checked},"{UNFILLED}")'
    is_text = f"AND(ISTEXT({typed}),LEN(TRIM({typed}))>0)"
    return f'IF({typed}="{PENDING}","{PENDING}",IF({is_text},"{ASK_CHECK}",{checked}))'


def _guarded(known: str, value: str, otherwise: str) -> str:
    return value if known == "TRUE" else f"IF({known},{value},{otherwise})"
