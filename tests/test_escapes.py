"""Templates and text cells are strangers' too: no escape from the sandbox, no endless work.

The same words are tried three ways: as a template's file, as a sentence in a cell, as a name on
首页.  A template that holds them is refused with file and line; a cell prints them as they are.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sifa_xl.bounds import BLOCK_CHARACTERS, LOOP_TURNS, TEMPLATE_BYTES
from sifa_xl.counts import chinese_counts
from sifa_xl.errors import SifaError, TemplateProblem
from sifa_xl.factbook import FactBook
from sifa_xl.templating import Templates
from tests.books import job_of, sample_plans, text_of, type_in
from tests.test_templating import BOOK, PHRASES, station

LINE = "人民调解"
SECONDS = 5  # of a machine that does other things too; each takes a fraction of one
CLASS = "__class__"
ESCAPES = (
    "{{ 7*7 }}",
    "{{ 受理纠纷*7 }}",
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ ()|attr('__class__')|attr('__base__') }}",
    "{{ [].__class__.__base__ }}",
    "{{ {}.__class__ }}",
    "{{ (1).__class__ }}",
    "{{ 受理纠纷.__class__ }}",
    "{{ 受理纠纷['__class__'] }}",
    "{{ 受理纠纷.__init__.__globals__ }}",
    "{{ 受理纠纷.record.facts }}",
    "{{ 受理纠纷.member('甲') }}",
    "{{ 受理纠纷.fact() }}",
    "{{ 受理纠纷._replace }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ self._TemplateReference__context.environment }}",
    "{{ config }}",
    "{{ request.application }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__.os }}",
    "{{ namespace.__init__.__globals__.os }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ url_for.__globals__ }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ dict.mro() }}",
    "{{ range.__class__ }}",
    "{{ '%s'|format(受理纠纷) }}",
    "{{ '{0.__class__}'.format(受理纠纷) }}",
    "{{ ''.join.__class__ }}",
    "{{ ('a'|attr('format_map'))({}) }}",
    "{{ ['{0.__class__}'.format]|map('string')|list }}",
    "{{ [受理纠纷]|map(attribute='__class__')|list }}",
    "{{ 受理纠纷|map(attribute='record')|list }}",
    "{{ 受理纠纷|selectattr('record') }}",
    "{{ 受理纠纷|groupby('name') }}",
    "{{ 受理纠纷|sort(attribute='record') }}",
    "{{ 受理纠纷|tojson }}",
    "{{ 受理纠纷|xmlattr }}",
    "{{ 受理纠纷|string|list }}",
    "{% set 甲 = ''.__class__ %}{{ 甲 }}",
    "{% set f='{0.__class__}'.format %}{{ f(受理纠纷) }}",
    "{% with 甲=''.__class__ %}{{ 甲 }}{% endwith %}",
    "{% macro 甲() %}{{ caller() }}{% endmacro %}{{ 甲.__globals__ }}",
    "{% call(甲) 受理纠纷() %}{% endcall %}",
    "{% import 'os' as os %}{{ os }}",
    "{% from 'os' import popen %}{{ popen }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../etc/passwd' ignore missing %}",
    "{% extends '/etc/passwd' %}",
    "{% filter attr('__class__') %}{% endfilter %}",
    "{% if ''.__class__ %}甲{% endif %}",
    "{% if 受理纠纷 is sameas(''.__class__) %}甲{% endif %}",
    "{% for 甲 in ''.__class__.__mro__ %}{{ 甲 }}{% endfor %}",
    "{% for 甲 in 驻所 %}{{ 甲.__class__ }}{% endfor %}",
    "{% for 甲 in 驻所 %}{{ loop.__class__ }}{% endfor %}",
    "{% for 甲 in 驻所 %}{{ 甲['__class__'] }}{% endfor %}",
    "{% autoescape false %}{{ ''.__class__ }}{% endautoescape %}",
    "{% do ''.__class__ %}",
    "{% debug %}",
    "{% raw %}{{ ''.__class__ }}{% endraw %}",
    "{{ ''.__class__ if 受理纠纷 }}",
    "{{ not ''.__class__ }}",
    "{{ ''~''.__class__ }}",
    "{{ ''.__class__[:] }}",
    "{{ ｛｛''.__class__｝｝ }}",
    "${ 7*7 }",
    "#{ 7*7 }",
    "<%= 7*7 %>",
)


def templates(folder: Path, body: str) -> Templates:
    source = "{% block 甲·详 %}" + body + "{% endblock %}"
    (folder / f"{LINE}.jinja").write_text(source, encoding="utf-8")
    return Templates([folder], PHRASES)


def test_there_are_as_many_escapes_as_were_asked_for():
    assert len(set(ESCAPES)) == len(ESCAPES) >= 40
    assert len(ATTACKS) >= 10


@pytest.mark.parametrize("body", ESCAPES)
def test_a_template_with_an_escape_is_refused_with_file_and_line(tmp_path, body):
    with pytest.raises(TemplateProblem) as problem:
        templates(tmp_path, body).render(LINE, "甲", "详", BOOK)
    assert str(problem.value).startswith("模板“人民调解.jinja”第1行：")
    assert str(problem.value).endswith("。")
    assert "<class" not in str(problem.value)


@pytest.mark.parametrize("body", ESCAPES)
def test_a_cell_with_an_escape_prints_it_as_it_stands(body):
    plans = sample_plans()
    type_in(plans, "存在问题!B5", f"甲乙丙{body}丁")
    type_in(plans, "首页!C6", f"县局{body}")
    job = job_of(plans)
    text = text_of(job)
    for result in ("<class", "<built", "<bound", "<function", "root:", "uid=", "environment"):
        assert result not in text.replace(body, "")
    assert "县局49" not in text
    assert "甲乙丙49" not in text
    for finding in job.findings:
        assert "<class" not in finding.message.replace(body, "")


ATTACKS = {
    "a range of a billion": "{% for 甲 in range(1000000000) %}{% endfor %}",
    "a string of ten billion": "{{ 'a'*10000000000 }}",
    "a tower of powers": "{{ 9**9**9**9 }}",
    "words without end": "{{ lipsum(n=1000000) }}",
    "padding to a billion": "{{ 受理纠纷|center(1000000000) }}",
    "a format a billion wide": "{{ '%1000000000d'|format(受理纠纷) }}",
    "a list doubled": "{% set 甲 = [1]*1000000000 %}",
    "a macro that calls itself": "{% macro 甲() %}{{ 甲() }}{% endmacro %}{{ 甲() }}",
    "loops in loops": "{% for 甲 in 驻所 %}" * 8 + "{{ 甲.件数 }}" + "{% endfor %}" * 8,
    "empty loops in loops": "{% for 甲 in 驻所 %}" * 8 + "{% endfor %}" * 8,
    "brackets 3,000 deep": "{{ " + "(" * 3000 + "受理纠纷" + ")" * 3000 + " }}",
    "clauses 3,000 deep": "[[" * 3000 + "]]" * 3000,
    "conditions 3,000 deep": "{% if 受理纠纷 is 已填 %}" * 3000 + "{% endif %}" * 3000,
    "a chain of 20,000 conditions": "{% if 受理纠纷 is 已填"
    + " or 受理纠纷 is 已填" * 9000
    + " %}{% endif %}",
    "a chain of 10,000 filters": "{{ 受理纠纷" + "|数" * 10_000 + " }}",
    "digits without end": "1" * 190_000,
    "numbers without end": "1、。" * 40_000,
    "counts without end": "十件" * 30_000,
    "dots without end": "1." * 90_000,
    "tags opened and never closed": "{%" * 90_000,
    "names opened and never closed": "{{" * 90_000,
    "a comment never closed": "{#" + " " * 190_000,
    "more than a file may hold": "甲" * TEMPLATE_BYTES,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_template_that_would_never_end_is_refused_in_time(tmp_path, name):
    book = FactBook(BOOK.facts, {"人民调解.驻所": [station("甲镇", 1)] * 100})
    before = time.perf_counter()
    with pytest.raises(TemplateProblem) as problem:
        templates(tmp_path, ATTACKS[name]).render(LINE, "甲", "详", book)
    assert time.perf_counter() - before < SECONDS
    assert str(problem.value).endswith("。")
    assert len(str(problem.value)) < 2_000


@pytest.mark.parametrize("words", ["十" * 60_000, "[[甲]]" * 20_000, "第一" * 30_000])
def test_a_template_of_many_harmless_words_is_read_in_time(tmp_path, words):
    before = time.perf_counter()
    assert templates(tmp_path, words).render(LINE, "甲", "详", BOOK).prose.text
    assert time.perf_counter() - before < SECONDS


def test_a_block_that_prints_without_end_is_stopped(tmp_path):
    book = FactBook(BOOK.facts, {"人民调解.驻所": [station("甲镇", 1)] * (LOOP_TURNS - 1)})
    body = "{% for 室 in 驻所 %}" + "甲乙丙丁" * 40 + "{{ 室.件数 }}{% endfor %}"
    with pytest.raises(TemplateProblem, match=f"印出来超过{BLOCK_CHARACTERS}字"):
        templates(tmp_path, body).render(LINE, "甲", "详", book)


@pytest.mark.parametrize(
    "words",
    [
        *("十" * 4_900, "1" * 4_900, "{{" * 2_400, "【" * 4_900, "（1）" * 1_600, "、" * 4_900),
        *("1、" * 2_400, "2022年" * 900, "至1月" * 1_600, "百分之十" * 1_200, "http://a" * 600),
    ],
    ids=lambda words: words[:6],
)
def test_a_sentence_that_would_never_end_is_read_in_time(words):
    plans = sample_plans()
    type_in(plans, "存在问题!B5", words)
    before = time.perf_counter()
    text_of(job_of(plans))
    assert time.perf_counter() - before < SECONDS


def test_a_name_that_prints_itself_a_thousand_times_is_stopped():
    plans = sample_plans()
    type_in(plans, "首页!C5", "县" * 60)
    type_in(plans, "存在问题!B5", "【单位全称】" * 800)
    told = r"^内容太多：“存在问题!B5”填入指标后的字数超过上限 20,000。"
    with pytest.raises(SifaError, match=told):
        text_of(job_of(plans))


def test_a_run_of_numerals_is_read_in_the_time_its_length_takes():
    before = time.perf_counter()
    assert not list(chinese_counts("十" * 60_000))
    assert time.perf_counter() - before < 1


def test_an_outline_that_repeats_a_block_without_end_is_stopped():
    plans = sample_plans()
    outline = next(plan for plan in plans if plan.name == "提纲").cells
    rows = [row for (row, column), (value, _) in outline.items() if column == 5 and value]
    first = min(row for row in rows if str(outline[row, 5][0]).startswith("人民调解·"))
    for row in range(first, first + 3_000):
        outline.pop((row, 1), None)  # the mark of the table's end
        for column in range(2, 11):
            if (first, column) in outline:
                outline[row, column] = outline[first, column]
    with pytest.raises(SifaError, match=r"总结的字数超过上限 300,000。请在“提纲”里减少"):
        text_of(job_of(plans))
