"""lines/*.py: every rule of every shipped line, broken once and satisfied once."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import pytest

from sifa_xl import shipped as files
from sifa_xl.declarations import Rate
from sifa_xl.domain import Grid
from sifa_xl.forms import read_form
from sifa_xl.headers import MEASURES
from sifa_xl.indicators import Indicators
from sifa_xl.lines import shipped
from sifa_xl.phrases import Phrases
from sifa_xl.templating import Templates
from tests.drawn import codes, draw, found, line_named, only, read


class Case(NamedTuple):
    """A filling that breaks the rule, one that keeps it, and what the finding must say."""

    line: str
    code: str
    level: str
    at: str
    sides: tuple[Decimal, ...]
    broken: str
    kept: str


# code, level, the figure where it is found, both sides; ✗ a filling that breaks the rule and ✓ one
# that keeps it: figures with their numbers, behind ／ the rows of a split
CASES = """
    # 人民调解
    MD-01 必须改 调解成功 730 : 723
        ✗ 受理纠纷 723，调解成功 730
        ✓ 受理纠纷 723，调解成功 723
    MD-02 必须改 受理纠纷 5 : 7
        ✗ 受理纠纷 7／纠纷类型：邻里 3，婚姻 2
        ✓ 受理纠纷 7／纠纷类型：邻里 3，婚姻 4
    MD-04 必须改 调解成功 719 : 709
        ✗ 调解成功 719，书面协议 700，口头协议 9
        ✓ 调解成功 719，书面协议 700，口头协议 19
    MD-05 请核实 排查发现纠纷 260 : 723
        ✗ 排查发现纠纷 26，受理纠纷 723
        ✓ 排查发现纠纷 73，受理纠纷 723
    MD-06 必须改 司法确认 5 : 4
        ✗ 司法确认 5，书面协议 4
        ✓ 司法确认 4，书面协议 4
    MD-07 必须改 协议已履行 8 : 7
        ✗ 协议已履行 8，调解成功 7
        ✓ 协议已履行 7，调解成功 7
    MD-08 必须改 驻所调解案件 21 : 22
        ✗ 驻所调解案件 22／驻派出所调解室：高村 14，锦和 7
        ✓ 驻所调解案件 21／驻派出所调解室：高村 14，锦和 7
    MD-09 请核实 调解成功 100 : 100
        ✗ 受理纠纷 200，调解成功 200
        ✓ 受理纠纷 200，调解成功 199
    MD-10 必须改 调解成功 8 : 7
        ✗ 调解成功 8，调结纠纷 7
        ✓ 调解成功 7，调结纠纷 7
    MD-11 必须改 专职人民调解员 9 : 8
        ✗ 专职人民调解员 9，人民调解员 8
        ✓ 专职人民调解员 8，人民调解员 8
    # 社区矫正
    CC-01 必须改 在册 172 : 170
        ✗ 期初在册 181，新接收 66，期满解除 77，在册 172
        ✓ 期初在册 181，新接收 66，期满解除 77，在册 170
    CC-02 必须改 减少 78 : 77
        ✗ 期满解除 71，收监执行 3，迁出 3，减少 78
        ✓ 期满解除 71，收监执行 3，迁出 3，减少 77
    CC-03 必须改 在册 170 : 165
        ✗ 在册 170，缓刑 160，假释 5
        ✓ 在册 170，缓刑 160，假释 5，管制 1，暂予监外执行 4
    CC-04 必须改 在册 170 : 160
        ✗ 在册 170，严管 10，普管 100，宽管 50
        ✓ 在册 170，严管 10，普管 100，宽管 60
    CC-05 必须改 累计列管 250 : 247
        ✗ 期初在册 181，新接收 66，累计列管 250
        ✓ 期初在册 181，新接收 66，累计列管 247
    CC-07 必须改 在册 169 : 170
        ✗ 在册 170／各司法所在册：高村 100，锦和 69
        ✓ 在册 170／各司法所在册：高村 100，锦和 70
    CC-08 请核实 脱漏管和再犯罪 1 : 0
        ✗ 脱管 1，漏管 0，再犯罪 0
        ✓ 脱管 0，漏管 0，再犯罪 0
    CC-09 必须改 脱漏管和再犯罪 2 : 1
        ✗ 脱管 1，漏管 0，再犯罪 0，脱漏管和再犯罪 2
        ✓ 脱管 1，漏管 0，再犯罪 0，脱漏管和再犯罪 1
    CC-10 必须改 未成年社区矫正对象 171 : 170
        ✗ 在册 170，未成年社区矫正对象 171
        ✓ 在册 170，未成年社区矫正对象 170
    CC-11 必须改 电子定位 171 : 170
        ✗ 在册 170，电子定位 171
        ✓ 在册 170，电子定位 170
    # 法律援助
    LA-01 必须改 法律援助案件 84 : 83
        ✗ 民事案件 27，刑事案件 56，法律援助案件 84
        ✓ 民事案件 27，刑事案件 56，法律援助案件 83
    LA-02 请核实 法律帮助 没有两边
        ✗ 民事案件 27，刑事案件 56，法律帮助 26
        ✓ 民事案件 27，刑事案件 0，法律帮助 26
    LA-03 必须改 办结案件 89 : 88
        ✗ 民事案件 27，刑事案件 56，上期结存 5，办结案件 89
        ✓ 民事案件 27，刑事案件 56，上期结存 5，办结案件 88
    LA-04 可不改 受援人 82 : 83
        ✗ 民事案件 27，刑事案件 56，受援人 41
        ✓ 民事案件 27，刑事案件 56，受援人 42
    LA-06 必须改 受援人 61 : 60
        ✗ 受援人 60／受援对象：农民工 61，老年人 9
        ✓ 受援人 60／受援对象：农民工 60，老年人 60
    LA-07 必须改 办理总数 110 : 109
        ✗ 民事案件 27，刑事案件 56，法律帮助 26，办理总数 110
        ✓ 民事案件 27，刑事案件 56，法律帮助 26，办理总数 109
    # 行政复议
    AR-01 必须改 收到申请 9 : 7
        ✗ 收到申请 8，受理申请 6，不予受理 1，上期审查中 1
        ✓ 收到申请 8，受理申请 6，不予受理 1，上期审查中 1，审查中 2
    AR-02 必须改 正在办理 3 : 2
        ✗ 收到申请 8，办结 6，正在办理 3
        ✓ 收到申请 8，办结 6，正在办理 2
    AR-03 必须改 办结 6 : 5
        ✗ 办结 6，维持 3，驳回 2
        ✓ 办结 6，维持 3，驳回 2，终止 1
    AR-05 必须改 复议后起诉 7 : 6
        ✗ 复议后起诉 7，办结 6
        ✓ 复议后起诉 6，办结 6
    AR-08 必须改 受理申请 5 : 6
        ✗ 受理申请 6／复议事项：处罚 3，许可 2
        ✓ 受理申请 6／复议事项：处罚 4，许可 2
    # 行政应诉
    AL-01 必须改 未结 5 : 6
        ✗ 应诉案件 11，上期结转 2，审结 7，未结 5
        ✓ 应诉案件 11，上期结转 2，审结 7，未结 6
    AL-02 必须改 应诉案件 11 : 10
        ✗ 应诉案件 11，一审 8，二审 2
        ✓ 应诉案件 11，一审 8，二审 2，再审 1
    AL-03 必须改 负责人出庭 9 : 8
        ✗ 应出庭 8，负责人出庭 9
        ✓ 应出庭 8，负责人出庭 8
    AL-04 必须改 败诉 3 : 2
        ✗ 败诉 3，判决撤销 1，判决确认违法 1
        ✓ 败诉 3，判决撤销 1，判决确认违法 1，判决赔偿 1
    AL-05 必须改 审结 7 : 6
        ✗ 审结 7，胜诉 4，败诉 2
        ✓ 审结 7，胜诉 4，败诉 2，其他 1
"""
ALL_RULES = {rule.code: (line, rule) for line in shipped() for rule in line.all_rules}
MD, CC, LA, AR = "人民调解", "社区矫正", "法律援助", "行政复议"
# two relations of the audit document are the drop-down base of a rate (设置二选一)
RATES = {"MD-03": (MD, "调解成功率"), "AR-04": (AR, "办结率")}
NEED_LEDGERS = {"CC-06", "LA-05"}  # dates of single cases
PROMISED = {
    *(f"MD-{n:02}" for n in range(1, 10)),
    *(f"CC-{n:02}" for n in range(1, 9)),
    *(f"LA-{n:02}" for n in range(1, 7)),
    *(f"AR-{n:02}" for n in range(1, 6)),
    *(f"AL-{n:02}" for n in range(1, 6)),
} - NEED_LEDGERS


def read_cases(text: str) -> Iterator[Case]:
    title = ""
    lines = iter(line.strip() for line in text.strip().splitlines())
    for line in lines:
        if line.startswith("#"):
            title = line.removeprefix("# ")
            continue
        code, level, at, *sides = line.split()
        numbers = tuple(Decimal(side) for side in sides if side not in (":", "没有两边"))
        broken, kept = next(lines).removeprefix("✗ "), next(lines).removeprefix("✓ ")
        yield Case(title, code, level, at, numbers, broken, kept)


each_rule = pytest.mark.parametrize("case", [*read_cases(CASES)], ids=lambda case: case.code)


def drawn(title: str, filling: str) -> Grid:
    figures, _, split = filling.partition("／")
    pairs = [pair.split() for pair in figures.split("，") if pair]
    text = "| 指标 | 本期 |\n" + "\n".join(f"| {name} | {value} |" for name, value in pairs)
    if split:
        name, _, rows = split.partition("：")
        measure = list(next(s for s in line_named(title).splits if s.name == name).measures)[-1]
        by = next(s.by for s in line_named(title).splits if s.name == name)
        text += f"\n\n{name}\n| {by} | {measure} |\n"
        text += "\n".join("| {} | {} |".format(*row.split()) for row in rows.split("，"))
    return draw(title, text)


def cell_of(grid: Grid, title: str, name: str) -> str:
    code = next(figure.code for figure in line_named(title).figures if figure.name == name)
    records = read_form(grid).tables["数据"].records
    return next(record for record in records if record.code == code).place("本期").address


@each_rule
def test_a_broken_rule_is_found_at_its_cell_with_both_sides(case):
    grid = drawn(case.line, case.broken)
    finding = only(case.code, found(grid))
    assert (finding.level.on_screen, finding.sheet) == (case.level, case.line)
    assert finding.cell == cell_of(grid, case.line, case.at)
    left, right = case.sides or (None, None)
    assert (finding.left, finding.right) == (left, right)
    assert finding.difference == (left - right if case.sides else None)
    assert "处理：" in finding.message


@each_rule
def test_a_message_tells_the_values_unless_the_right_side_is_a_threshold(case):
    message = only(case.code, found(drawn(case.line, case.broken))).message
    is_threshold = case.code in ("MD-09", "CC-08")
    for side in case.sides[:1] if is_threshold else case.sides:
        assert f"为{side}" in message
    if case.sides and not is_threshold:
        assert f"相差{abs(case.sides[0] - case.sides[1])}" in message


@each_rule
def test_a_rule_that_holds_is_silent(case):
    assert case.code not in codes(found(drawn(case.line, case.kept)))


@each_rule
def test_a_rule_is_skipped_where_its_own_figure_is_blank(case):
    pairs = case.broken.partition("／")[0].split("，")
    others = [pair for pair in pairs if pair.split()[0] != case.at]
    if case.code != "CC-08":  # stands at the sum of the three it asks about
        assert case.code not in codes(found(drawn(case.line, "，".join(others))))


def test_every_rule_has_its_case():
    told = {case.code for case in read_cases(CASES)}
    lines = {code.partition("-")[0] for code in told}  # the others' cases stand in their own files
    assert sorted(told) == sorted(code for code in ALL_RULES if code.partition("-")[0] in lines)


def test_every_relation_of_the_audit_document_that_needs_no_ledger_is_there():
    assert set(ALL_RULES) | set(RATES) >= PROMISED
    for title, name in RATES.values():
        (rate,) = [rate for rate in line_named(title).rates if rate.name == name]
        assert isinstance(rate, Rate)
        assert rate.choice is not None


def test_the_first_base_of_a_rate_is_the_one_of_the_published_sample():
    bases = [line_named(title).rates[0].choice.options for title in (MD, AR)]
    assert [next(iter(options)) for options in bases] == ["受理", "收到"]


def test_codes_are_unique_over_all_lines_and_begin_with_their_lines_code():
    rules = [rule for line in shipped() for rule in line.all_rules]
    assert len({rule.code for rule in rules}) == len(rules)
    assert all(rule.code.startswith(f"{line.code}-") for line, rule in ALL_RULES.values())
    named = [named.code for line in shipped() for named in line.named()]
    assert len(set(named)) == len(named)
    assert len({line.title for line in shipped()}) == len(shipped())


def test_every_rule_says_what_to_do_and_speaks_chinese():
    for line, rule in ALL_RULES.values():
        words = rule.title + rule.mend + rule.sentence()
        assert rule.mend, rule.code
        assert not rule.title.endswith("。"), rule.code
        assert not rule.mend.endswith("。"), rule.code
        assert not any("a" <= letter <= "z" for letter in words), rule.code
        assert rule.anchor in set(line.named()), rule.code


def test_a_handful_of_figures_must_be_filled():
    for line in shipped():
        assert sum(figure.star for figure in line.figures) <= 7, line.title


def test_every_block_of_the_outline_is_in_the_lines_template():
    folder = files.folder("templates")
    templates = Templates([folder], Phrases.load(folder / "固定用语.toml"))
    for line in shipped():
        wanted = {section.block for section in line.outline} - {MEASURES}
        assert wanted <= set(templates.blocks(line.title)), line.title


# what a rule must not do


def test_md05_asks_only_from_a_hundred_cases():
    assert "MD-05" not in codes(found(drawn(MD, "排查发现纠纷 1，受理纠纷 99")))


def test_md09_asks_only_from_two_hundred_cases_and_leaves_more_than_all_to_md01():
    assert "MD-09" not in codes(found(drawn(MD, "受理纠纷 199，调解成功 199")))
    more = codes(found(drawn(MD, "受理纠纷 723，调解成功 730")))
    assert ("MD-01" in more, "MD-09" in more) == (True, False)


def test_cc08_speaks_as_soon_as_one_of_the_three_is_known():
    assert only("CC-08", found(drawn(CC, "脱管 1"))).left == 1
    assert "CC-08" not in codes(found(drawn(CC, "脱管 0")))


def test_la04_finds_one_person_for_two_cases_enough():
    assert "LA-04" not in codes(found(drawn(LA, "民事案件 28，刑事案件 56，受援人 42")))


def test_la02_is_content_with_a_written_basis():
    text = "| 指标 | 本期 | 口径 |\n| 刑事案件 | 56 | |\n| 法律帮助 | 26 | 不含在刑事案件内 |"
    assert "LA-02" not in codes(found(draw(LA, text)))


def test_legal_help_is_counted_apart_from_cases():

    indicators = Indicators(read(drawn(LA, "民事案件 27，刑事案件 56，法律帮助 26")))
    line = line_named(LA)
    assert (indicators.value(line.cases), indicators.value(line.handled)) == (83, 109)


def test_a_blank_part_of_a_balance_is_no_zero_but_an_optional_one_counts_as_none():
    assert codes(found(drawn(CC, "期初在册 181，在册 172"))).count("CC-01") == 0
    assert "AR-02" in codes(found(drawn(AR, "收到申请 8，办结 6，正在办理 3")))
