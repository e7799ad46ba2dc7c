"""A thousand slips in the fully typed sample: none goes unnoticed, most are findings."""

from collections import Counter
from random import Random

from sifa_xl.rules import holds
from tests.books import job_of
from tests.mutants import KINDS, base, before, changed, mutation, targets
from tests.typed_variant import typed_plans

SLIPS = 1000
AIMS = {"数字颠倒": 0.6, "多一个0": 0.8, "漏填": 0.8, "文字": 0.8, "单位": 0.8}


def test_every_identity_of_the_variant_holds():
    job = job_of(typed_plans())
    broken = [
        rule.code
        for data in job.filled.lines.values()
        for rule in data.line.all_rules
        if holds(rule, job.indicators) is False and rule.level.on_screen == "必须改"
    ]
    assert broken == []


def test_no_slip_is_silent_and_most_are_findings(capsys):
    chance = Random(5)
    caught, made, silent = Counter(), Counter(), []
    for number in range(SLIPS):
        kind = KINDS[number % len(KINDS)]
        target, place, content = mutation(chance, kind)
        was, now = before(target.line), changed(target, place, content)
        made[kind] += 1
        caught[kind] += bool(now.findings - was.findings)
        if now.findings == was.findings and now.text == was.text:
            silent.append((kind, str(place), str(target.value), content))
    shares = {kind: caught[kind] / made[kind] for kind in KINDS}
    with capsys.disabled():
        told = "，".join(f"{kind} {share:.0%}" for kind, share in shares.items())
        print(f"\n{SLIPS}处错误，查出的比例：{told}；没有任何变化的{len(silent)}处")
    assert silent == []
    assert not [kind for kind, aim in AIMS.items() if shares[kind] < aim], shares


def test_the_variant_is_big_enough_to_say_something():
    assert len(targets()) > 100
    assert len(base().filled.lines) == 16
