"""Every rule of every line lets the right sheet pass and finds the wrong one, and only there."""

import pytest

from sifa_xl.indicators import Indicators
from sifa_xl.lines import shipped
from sifa_xl.rules import holds
from tests.drawn import found, read
from tests.rules.line_pairs import Pair, drawn, pairs

PAIRS = list(pairs())


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.code)
def test_the_sheet_that_passes_passes_and_the_one_that_fails_is_found(pair: Pair):
    rule = next(rule for rule in pair.line.all_rules if rule.code == pair.code)
    indicators = Indicators(read(drawn(pair.line, pair.passing)))
    assert holds(rule, indicators) is True
    assert pair.code not in [f.code for f in found(drawn(pair.line, pair.passing))]
    findings = [f for f in found(drawn(pair.line, pair.failing)) if f.code == pair.code]
    assert [f.level for f in findings] == [rule.level]
    assert findings[0].message.startswith(rule.title)


def test_no_rule_of_a_line_lacks_its_pair():
    declared = [rule.code for line in shipped() for rule in line.all_rules]
    assert sorted(pair.code for pair in PAIRS) == sorted(declared)
