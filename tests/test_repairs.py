"""repairs.py: the right cell where only one would mend all, nothing where nobody can tell."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from sifa_xl.declarations import Figure, Sum, Total, WorkLine, error
from sifa_xl.filled import Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.repairs import identities, repair
from sifa_xl.rules import holds
from tests.drawn import draw, found, read
from tests.mutants import Target, before, changed, swapped, targets

SLIPS, AIM = 500, 0.95


class Book(WorkLine, title="收支", code="BK", theme="主题"):
    """A total of three parts, and the same parts counted by another register."""

    one, two, three = Figure("甲"), Figure("乙"), Figure("丙")
    total = Total("合计", one, two, three, rule="BK-01")
    register = Figure("登记")
    first_two, last_two = Figure("前两项"), Figure("后两项")
    rules = [
        error("BK-02", "登记应等于合计", expect=register.equals(total)),
        error("BK-03", "前两项应等于甲乙之和", expect=first_two.equals(Sum((one, two)))),
        error("BK-04", "后两项应等于乙丙之和", expect=last_two.equals(Sum((two, three)))),
    ]


def book(**typed):
    values = {
        "甲": 10,
        "乙": 77,
        "丙": 5,
        "合计": 92,
        "登记": 92,
        "前两项": 87,
        "后两项": 82,
    } | typed
    rows = "\n".join(f"| {name} | {value} |" for name, value in values.items())
    return draw(Book, f"| 指标 | 本期 |\n{rows}")


def proposed(**typed):
    filled = read(book(**typed), lines=[Book])
    return repair(filled.lines["BK"], Indicators(filled))


@pytest.mark.parametrize(
    ("typed", "label", "new", "likeness"),
    [
        ({"乙": 87}, "乙", 77, "像是错了一位数字"),
        ({"合计": 29}, "合计", 92, "像是数字写颠倒了"),
        ({"合计": 920}, "合计", 92, "像是多写或少写了一个0"),
        ({"合计": -92}, "合计", 92, "像是多了负号"),
        ({"合计": 5}, "合计", 92, "像是抄成了上一行的数"),
        ({"甲": ""}, "甲", 10, "像是漏填"),
    ],
)
def test_the_one_cell_that_mends_all_is_proposed_with_what_the_slip_looks_like(
    typed, label, new, likeness
):
    found = proposed(**typed)
    assert (found.label, found.new, found.likeness) == (label, new, likeness)


def test_every_finding_it_would_mend_says_so_in_words():
    messages = [f.message for f in found(book(乙=87), lines=[Book])]
    words = "若将 乙 由87改为77，则3条关系同时成立（收支!C4，像是错了一位数字）。处理："
    assert sum(words in message for message in messages) == 3


def test_one_broken_identity_alone_proposes_nothing():
    assert proposed(登记=93) is None  # 登记 or 合计 or a part: nobody can tell


def test_several_cells_that_would_do_propose_nothing():
    class Twin(WorkLine, title="双份", code="TW", theme="主题"):
        one, two, three = Figure("甲"), Figure("乙"), Figure("丙")
        rules = [
            error("TW-1", "丙应等于甲乙之和", expect=three.equals(one + two)),
            error("TW-2", "甲乙之和应等于丙", expect=(one + two).equals(three)),
        ]

    sheet = draw(Twin, "| 指标 | 本期 |\n| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 4 |")
    filled = read(sheet, lines=[Twin])
    assert repair(filled.lines["TW"], Indicators(filled)) is None


def test_a_change_that_breaks_another_rule_is_not_proposed():
    class Bound(WorkLine, title="限额", code="BD", theme="主题"):
        one, two, three, most = Figure("甲"), Figure("乙"), Figure("丙"), Figure("上限")
        rules = [
            error("BD-1", "乙应等于甲", expect=two.equals(one)),
            error("BD-2", "丙应等于甲", expect=three.equals(one)),
            error("BD-3", "甲不能多于上限", expect=one <= most),
        ]

    rows = "| 指标 | 本期 |\n| 甲 | 5 |\n| 乙 | 9 |\n| 丙 | 9 |\n| 上限 | {} |"
    for most, new in ((9, 9), (8, None)):
        filled = read(draw(Bound, rows.format(most)), lines=[Bound])
        proposal = repair(filled.lines["BD"], Indicators(filled))
        assert (proposal.new if proposal else None) == new


# --- against the typed sample --------------------------------------------------------------


def slip(chance: Random, target: Target) -> Decimal | None:
    """A wrong number for the cell, or None."""
    value = target.value
    other = chance.choice([t for t in targets() if t.line is target.line]).value
    wrong = chance.choice(
        [
            *(swapped(chance, value), value * 10, -value, other),
            *(value + chance.choice([1, -1, 10, -10, 100]), value // 10),
        ]
    )
    return None if wrong is None or wrong == value else wrong


def would_mend(data: LineData, filled: Filled) -> set[str]:
    """The oracle: try every typed cell with every gap of a broken identity added or taken off."""
    indicators = Indicators(filled)
    broken = [r for r in identities(data) if holds(r, indicators) is False]
    sound = [r for r in data.line.all_rules if holds(r, indicators) is not False]
    sides = [rule.expect.sides(indicators) for rule in broken]
    steps = {sign * (left - right) for left, right in sides for sign in (1, -1)}
    mending = set()
    for amount in data.amounts():
        for step in steps if amount.value is not None else ():
            new = Fraction(amount.value) + step
            if new < 0:
                continue
            tried = Indicators(with_value(filled, data, amount, Decimal(int(new))))
            mended = all(holds(rule, tried) for rule in broken)
            if mended and not any(
                holds(r, tried) is False and r.level.on_screen == "必须改" for r in sound
            ):
                mending.add(str(amount.place))
    return mending if len(broken) > 1 else set()


def with_value(filled, data, amount, value):
    """The workbook with another value in one cell."""

    def new(old):
        return old.model_copy(update={"value": value}) if old.place == amount.place else old

    entries = {code: e.model_copy(update={"now": new(e.now)}) for code, e in data.entries.items()}
    splits = {
        code: [
            row.model_copy(update={"amounts": {k: new(a) for k, a in row.amounts.items()}})
            for row in rows
        ]
        for code, rows in data.splits.items()
    }
    other = LineData(data.line, data.sheet, entries=entries, splits=splits, picked=data.picked)
    return Filled(filled.settings, {data.line.code: other})


def test_the_right_cell_is_proposed_where_only_its_change_mends_all(capsys):
    chance = Random(11)
    only_one = right = wrong = made = 0
    while made < SLIPS:
        target = chance.choice(targets())
        content = slip(chance, target)
        if content is None:
            continue
        made += 1
        filled = changed(target, target.place, int(content), writes=False).filled
        data = filled.lines[target.line.code]
        mending, proposal = would_mend(data, filled), repair(data, Indicators(filled))
        if mending == {str(target.place)}:
            only_one += 1
            right += proposal is not None and (proposal.place, proposal.new) == (
                target.place,
                target.value,
            )
        else:
            wrong += proposal is not None
    with capsys.disabled():
        print(
            f"\n{SLIPS}处错误，{only_one}处只有一格可改，其中{right}处提对；另有{wrong}处不该提的"
        )
    assert only_one >= SLIPS / 20
    assert right >= AIM * only_one
    assert wrong == 0


def test_a_sound_sheet_proposes_nothing():
    for target in targets():
        filled = before(target.line).filled
        assert repair(filled.lines[target.line.code], Indicators(filled)) is None
