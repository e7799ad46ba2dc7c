"""Every general rule has its pair, and every code that can be emitted stands in the catalogue."""

import ast
from pathlib import Path

import pytest

import sifa_xl
from sifa_xl.general_rules import GENERAL_RULES
from tests.rules.general_pairs import LINE, PAIRS, findings

SOURCES = Path(sifa_xl.__file__).parent
LEVELS = {"ERROR": "必须改", "VERIFY": "请核实", "HINT": "可不改"}


@pytest.mark.parametrize("rule", PAIRS, ids="·".join)
def test_the_sheets_that_pass_pass_and_those_that_fail_are_found(rule):
    passing, failing, lines = PAIRS[rule]
    is_missing_sheet = rule[0] == "B-01"  # the same sheets, in a workbook that needs one more
    passes = findings(passing, *([LINE] if is_missing_sheet else lines))
    assert rule not in [(f.code, f.level.on_screen) for f in passes]
    fails = [f for f in findings(failing, *lines) if (f.code, f.level.on_screen) == rule]
    assert fails
    assert all("处理：" in f.message or "请" in f.message for f in fails)


def test_no_general_rule_lacks_its_pair():
    assert sorted(PAIRS) == sorted((code, level) for code, level, _ in GENERAL_RULES)


def test_every_code_in_the_sources_stands_in_the_catalogue_with_its_level():
    emitted = set(_emitted())
    known = {(code, level) for code, level, _ in GENERAL_RULES}
    assert {code for code, _ in emitted} == {code for code, _ in known}
    assert {(code, level) for code, level in emitted if level} <= known


def _emitted():
    """Code and level of every ``Finding.at(…)`` and ``report(…)``; "" for a computed level."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            for keyword in node.keywords:
                code = getattr(keyword.value, "value", None)
                if keyword.arg == "code" and "-" in str(code):  # that of a rule, not of a line
                    yield code, ""
            if len(node.args) < 4:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            code, level = node.args[0], node.args[1]
            if name in ("at", "_finding", "report") and isinstance(code, ast.Constant):
                yield code.value, LEVELS.get(getattr(level, "attr", ""), "")
