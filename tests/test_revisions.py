"""修订 of the sample: they stand in text, Word and JSON, and every number of theirs is judged."""

import io
import json

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sifa_xl import headers as h
from sifa_xl import jobs
from sifa_xl.domain import Span
from sifa_xl.edited_numbers import judge
from sifa_xl.number_ties import Sources, known_numbers
from sifa_xl.phrases import Phrases
from sifa_xl.prose_numbers import find_numbers
from sifa_xl.results import sources_table
from sifa_xl.revisions import OldParagraph
from sifa_xl.shapes import summary_shape
from sifa_xl.spans import Prose
from sifa_xl.word import document
from tests.revised import reworded, sample_job
from tests.written import edit

MEDIATION, CORRECTIONS = "MD.排查化解", "CC.监督管理"
SETTLED = "人民调解_C8"


def paragraph(job, identity):
    return next(each for each in job.summary().paragraphs if each.id == identity)


def verdicts(words, identity=MEDIATION):
    """What is said of each number of these words in place of a paragraph of the sample."""
    rewording = paragraph(reworded({identity: words}), identity).rewording
    return [(each.said, each.verdict.value, each.fact) for each in rewording.judged]


def told(job):
    """Code, level and 已说明 of the findings at 总结."""
    return [(f.code, f.level.value, f.explained) for f in job.findings if f.sheet == h.SUMMARY]


# ------------------------------------------------------------------ one number


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # the words of the generated text before the number
        ("受理矛盾纠纷723件。", ("723件", "一致", "人民调解.受理纠纷")),
        ("全县共受理矛盾纠纷723件。", ("723件", "一致", "人民调解.受理纠纷")),
        ("受理矛盾纠纷共计723起。", ("723起", "一致", "人民调解.受理纠纷")),
        ("受理矛盾纠纷732件。", ("732件", "不符", "人民调解.受理纠纷")),
        ("受理矛盾纠纷700余件。", ("700余件", "较粗", "人民调解.受理纠纷")),
        ("受理矛盾纠纷近700件。", ("近700件", "不符", "人民调解.受理纠纷")),
        ("成功率99%。", ("99%", "较粗", "人民调解.调解成功率")),
        ("成功率达99.5%。", ("99.5%", "不符", "人民调解.调解成功率")),
        ("成功率100%。", ("100%", "不符", "人民调解.调解成功率")),
        # the figure's own name, and that of another line
        ("调处纠纷723件。", ("723件", "一致", "人民调解.受理纠纷")),
        ("收监执行3人。", ("3人", "一致", "社区矫正.收监执行")),
        ("脱管3人。", ("3人", "不符", "社区矫正.脱管")),
        ("高村镇14件。", ("14件", "一致", "人民调解.驻派出所调解室.高村镇.件数")),
        # nothing ties these, whatever figure has the same value
        ("新聘调解员723人。", ("723人", "无来源", None)),
        ("未受理矛盾纠纷723件。", ("723件", "无来源", None)),
        ("受理矛盾纠纷的村有26个。", ("26个", "无来源", None)),
        ("上年同期受理723件。", ("723件", "无来源", None)),
        ("计划受理720件。", ("720件", "无来源", None)),
        ("新建调解室3个。", ("3个", "无来源", None)),
        ("满意率99.4%。", ("99.4%", "无来源", None)),
    ],
)
def test_a_number_is_tied_by_the_words_before_it_and_never_by_its_value(words, expected):
    assert verdicts(words) == [expected]


@pytest.mark.parametrize(
    ("identity", "words", "expected"),
    [
        (
            "LA.咨询与办案",
            "为困难群众办理法律援助案件109件。",
            ("109件", "一致", "法律援助.办理总数"),
        ),
        ("LA.咨询与办案", "接待法律咨询近80人次。", ("近80人次", "较粗", "法律援助.法律咨询")),
        ("LW.律师业务", "刑事辩护68件。", ("68件", "一致", "律师工作.刑事辩护与代理")),
        ("PB.乡村振兴", "选派2名驻村干部。", ("2名", "一致", "党的建设.驻村人员")),
        ("ND.文件审查", "收到行政复议8件。", ("8件", "一致", "行政复议.收到申请")),
        ("LW.律师业务", "代理公证116件。", ("116件", "无来源", None)),
        ("LA.咨询与办案", "办理行政案件27件。", ("27件", "无来源", None)),
        ("LA.咨询与办案", "不予办理法律援助案件109件。", ("109件", "无来源", None)),
        ("EN.人员管理", "组织1500名执法人员参加考试。", ("1500名", "无来源", None)),
        ("LW.律师业务", "12名律师办理各类案件。", ("12名", "无来源", None)),
        ("NT.公证办理", "涉农公证7件。", ("7件", "无来源", None)),
    ],
)
def test_a_sentence_written_anew_keeps_its_sources_and_gains_none(identity, words, expected):
    assert verdicts(words, identity) == [expected]


def test_the_same_words_in_two_places_are_told_apart_by_what_stands_around():
    words = "期满解除安置帮教81人。期内减少77人，其中矫正期满解除71人。"
    assert verdicts(words, CORRECTIONS) == [
        ("81人", "不符", "安置帮教.解除帮教"),
        ("77人", "一致", "社区矫正.减少"),
        ("71人", "一致", "社区矫正.期满解除"),
    ]


def test_a_number_of_the_clerks_own_row_is_held_against_that_row():
    start = len("新设调解室")
    span = Span(start, start + 2, None, ("人民调解!C41",), checked=False)
    own = known_numbers(Prose("新设调解室4个，其余照旧。", (span,)), Phrases(), 2022)
    for words, verdict in (("新设调解室5个。", "不符"), ("新设调解室4个。", "一致")):
        (judged,) = judge(words, find_numbers(words, Phrases(), 2022, ""), Sources(own, [], {}))
        assert (judged.verdict, judged.fact, judged.actual) == (verdict, None, "4个")
        assert (judged.cells, judged.is_checked) == (("人民调解!C41",), False)


def test_sentences_in_another_order_keep_their_sources():
    words = "成功率99.4%。调解成功719起。排查发现矛盾纠纷26件。受理矛盾纠纷723件。"
    assert {verdict for _, verdict, _ in verdicts(words)} == {"一致"}


def test_dates_years_ordinals_and_fixed_phrases_need_no_source():
    assert verdicts("2022年6月29日，第三次常务会议部署八五普法，12348热线开通。") == []


def test_a_generated_text_is_borne_out_to_the_last_number():
    job = sample_job()
    words = {each.id: each.text for each in job.summary().paragraphs if each.level == 2}
    again = reworded({identity: f"{text}（略有改动）" for identity, text in words.items()})
    judged = [
        each
        for paragraph in again.summary().paragraphs
        if paragraph.rewording
        for each in paragraph.rewording.judged
    ]
    assert len(judged) > 60
    assert [each for each in judged if each.is_doubtful] == []


@given(st.permutations(range(6)), st.sets(st.integers(0, 5), max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_changed_number_passes_wherever_its_clause_is_moved(order, changed):
    clauses = ["开展矛盾纠纷排查{}人次", "排查发现矛盾纠纷{}件", "共受理矛盾纠纷{}件",
               "调解成功{}起", "成功率{}%", "新接收社区矫正对象{}人"]  # fmt: skip
    values = ["1092", "26", "723", "719", "99.4", "66"]
    said = [clauses[n].format(values[n] + ("7" if n in changed else "")) for n in order]
    found = verdicts("，".join(said) + "。")
    wanted = ["不符" if n in changed else "一致" for n in order]
    assert [verdict for _, verdict, _ in found] == wanted


# ------------------------------------------------------------------ findings and their settling


def test_doubtful_numbers_are_findings_at_the_cell_of_the_revision():
    job = reworded({MEDIATION: "受理矛盾纠纷732件，新建调解室5个，成功率99%。"})
    found = [f for f in job.findings if f.sheet == h.SUMMARY]
    assert [(f.code, f.level.value) for f in found] == [
        ("N-05", "核实"),
        ("N-06", "核实"),
        ("N-06", "提示"),
    ]
    row = paragraph(job, MEDIATION).rewording.place
    assert {f"{f.sheet}!{f.cell}" for f in found} == {row}
    wrong = found[1]
    assert (wrong.left, wrong.right, wrong.difference) == (732, 723, 9)
    assert "“732件”，表里受理纠纷是723件（人民调解!C7），两处不符" in wrong.message
    assert jobs.blocks_final(found)


def test_what_the_director_changed_is_accepted_once_and_the_numbers_are_listed():
    words = {MEDIATION: "受理矛盾纠纷723件，新建调解室5个。"}
    job = reworded(words, {MEDIATION: "领导改,已核"})
    assert told(job) == [("N-05", "核实", True)]
    assert paragraph(job, MEDIATION).rewording.state == "领导改，已核：5个"
    other = reworded(
        {MEDIATION: "受理矛盾纠纷723件，新建调解室6个。"}, {MEDIATION: "领导改，已核：5个"}
    )
    assert told(other) == [("N-05", "核实", False)]


def test_changed_data_take_the_acceptance_from_a_contradicted_number_only():
    words = {MEDIATION: "调解成功718起，新建调解室5个。"}
    states = {MEDIATION: "领导改，已核：5个、718起"}
    assert {explained for _, _, explained in told(reworded(words, states))} == {True}
    job = reworded(words, states, **{SETTLED: 700})
    assert told(job) == [
        ("N-05", "核实", True),
        ("N-06", "核实", False),
        ("N-08", "核实", False),
    ]
    assert paragraph(job, MEDIATION).rewording.state == "数据已变；领导改，已核：5个"


def test_changed_data_that_no_number_of_the_words_contradicts_are_a_hint():
    job = reworded({MEDIATION: "受理矛盾纠纷723件。"}, **{SETTLED: 700})
    assert told(job) == [("N-08", "提示", False)]
    assert told(reworded({MEDIATION: "受理矛盾纠纷723件。"})) == []


def test_one_thing_with_two_numbers_is_found_across_paragraphs():
    job = reworded({MEDIATION: "接待群众来访56人次。", CORRECTIONS: "接待群众来访65人次。"})
    assert told(job).count(("N-07", "核实", False)) == 1
    (twice,) = [f for f in job.findings if f.code == "N-07"]
    assert "“65人次”" in twice.message or "“56人次”" in twice.message
    same = reworded({MEDIATION: "接待群众来访56人次。", CORRECTIONS: "接待群众来访56人次。"})
    assert "N-07" not in [code for code, _, _ in told(same)]
    parts = reworded({MEDIATION: "高村镇调解案件数15件。锦和镇调解案件数8件。"})
    assert "N-07" not in [code for code, _, _ in told(parts)]


def test_a_named_figure_in_a_revision_is_printed_and_needs_no_judging():
    job = reworded({MEDIATION: "受理【受理纠纷】，办成【调解成功】。"})
    words = paragraph(job, MEDIATION)
    assert words.text == "受理723件，办成719起。"
    assert [span.fact for span in words.prose.spans] == ["人民调解.受理纠纷", "人民调解.调解成功"]
    assert told(job) == []


# ------------------------------------------------------------------ where the words go


def test_the_words_stand_in_text_word_and_json_with_their_sources():
    job = reworded({MEDIATION: "受理矛盾纠纷723件，新建调解室5个。", "标题": "工作总结（送审）"})
    summary = job.summary()
    assert "受理矛盾纠纷723件，新建调解室5个。" in summary.text
    word = docx.Document(io.BytesIO(document(summary, is_draft=True)))
    assert "受理矛盾纠纷723件，新建调解室5个。" in [each.text for each in word.paragraphs]
    shape = summary_shape(summary, is_draft=True)
    found = next(each for each in shape["paragraphs"] if each["id"] == MEDIATION)
    assert found["revised"] == "已修订"
    place = paragraph(job, MEDIATION).rewording.place
    assert [(s["fact"], s["cells"], s["checked"]) for s in found["spans"]] == [
        ("人民调解.受理纠纷", ["人民调解!C7"], True),
        (None, [place], False),
    ]
    assert {"text": "5个", "cell": place, "section": ""} in shape["unsourced"]
    assert shape["paragraphs"][0]["text"] == "工作总结（送审）"
    assert shape["paragraphs"][1]["revised"] is None
    cells = {row[h.CELLS] for row in sources_table(summary, job.facts.facts).rows}
    assert place in cells


def test_a_paragraph_keeps_the_rest_of_the_clerks_words_as_they_are():
    words = "　首先，我们（全局）受理矛盾纠纷723件；\n其次，……"
    assert paragraph(reworded({MEDIATION: words}), MEDIATION).text == words.strip("　")


def test_revisions_of_another_draft_do_not_touch_this_one():
    job = reworded({MEDIATION: "受理矛盾纠纷732件。"})
    assert job.summary("简报").paragraphs[-1].rewording is None
    assert [old for old in job.revisions if old.words]


def test_numbers_to_tick_go_with_the_words_they_stood_in():
    job = reworded({each.id: "已改写。" for each in sample_job().summary().paragraphs})
    assert job.summary().unsourced == ()


def test_a_state_that_only_looks_like_an_acceptance_is_none():
    def accepted(state):
        return OldParagraph("甲", "市局稿", "", "", "字", "", "", state).accepted

    assert accepted("领导改，已核") is None
    assert accepted(" 领导改，已核： 5个、69件 ") == {"5个", "69件"}
    assert accepted("领导未改") == accepted("") == accepted("已修订") == frozenset()


def test_the_state_is_written_back_and_read_again(sample, tmp_path, run):
    path = tmp_path / "总结.xlsx"
    path.write_bytes(sample.read_bytes())
    run("summarize", path, "--write")
    job = jobs.open_workbook(path)
    place = next(old.place for old in job.revisions if old.id == MEDIATION)
    place, state = place.replace("!C", "!D"), place.replace("!C", "!E")
    edit(path, {place: "受理矛盾纠纷723件，新建调解室5个。", state: "领导改，已核"})
    out = tmp_path / "总结.json"
    run("summarize", path, "--write", "--json", out)
    shape = json.loads(out.read_text(encoding="utf-8"))
    found = next(each for each in shape["paragraphs"] if each["id"] == MEDIATION)
    assert found["text"] == "受理矛盾纠纷723件，新建调解室5个。"
    again = next(old for old in jobs.open_workbook(path).revisions if old.id == MEDIATION)
    assert (again.state, again.words) == ("领导改，已核：5个", found["text"])
    assert again.generated.startswith("3.加强人民调解工作。")
