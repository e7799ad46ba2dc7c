"""核稿: how numbers are worded, terms and marks; the command and its JSON."""

import io
import json

import docx
import pytest

from sifa_xl.proofs import Outcome
from tests.proofread import codes, read, wrong


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("接待群众78余人次。", "N-04"),
        ("慰问近6人次。", "N-04"),
        ("受理约120余件。", "N-04"),
        ("同比增长-5%。", "N-10"),
        ("调解成功率99.4%，同比提高0.6%。", "N-11"),
        ("受理120件，同比增长20个百分点。", "N-11"),
        ("受理纠纷723件，化解719起。", "U-01"),
        ("人民调解组织开展矛盾纠纷排查1092人次。", "U-02"),
        ("依据《2021-2025年规划》开展工作。", "N-07"),
        ("共接回重点对象无缝衔接，监所送回9人。", "W-05"),
        ("学习《反有组织犯罪法》，宣传“反有组织犯罪法”。", "P-06"),
        ("签定协议。", "W-02"),
        ("锦和镇人民调解委员开展试点。", "W-02"),
        ("未发生有因管理不到位的案件。", "W-02"),
        ("打造“枫桥经验”升级版（全省试点。", "P-01"),
        ("习近平法制思想。", "W-01"),
    ],
)
def test_a_slip_of_words_or_marks_is_found(text, code):
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "接待群众800余人次，发放资料3万余份，经费6万余元。",
        "近5年来，近三届，近98%的纠纷化解在村（社区）。",
        "约1500名执法人员参加考试，100人以上的单位2个。",
        "工作效率提高30%，万人成讼率下降8.5%，发案率下降5%。",
        "办结纠纷723件，发生群体性事件2起。",
        "共同开展活动，共建平安家园，公共法律服务，举办活动12场。",
        "共开展法律进校园、进机关、进企业等活动，“法律进乡村”活动12场。",
        "人民调解委员会委员参加培训。",
    ],
)
def test_what_is_well_said_is_let_be(text):
    assert [code for code in codes(text) if code != "W-02"] == []


def test_half_width_stops_are_told_once():
    found = [f for f in read("受理,办结。\n排查,化解。\n宣传,普及。").findings if f.code == "P-02"]
    assert len(found) == 1
    assert "全文有3段" in found[0].message


def test_a_web_copy_with_half_width_stops_is_read_like_any_other():
    text = "办理法律援助案件160件,其中民事案件90件、刑事案件65 件,行政案件5件(网上2件)。"
    assert wrong(text) == []
    assert len(wrong(text.replace("160", "158"))) == 1
    assert read("发放资料1,500份，其中手册1,600份。").with_outcome(Outcome.FAILS) != []


def test_the_command_tells_what_fails_what_holds_and_ends_with_one(run, tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text("2022年上半年工作总结\n受理70件，调解成功60件，成功率95%。", encoding="gbk")
    done = run("proofread", path)
    assert done.code == 1
    assert "算不拢的（1）：" in done.out
    assert "第2段 60÷70＝85.7%，写的是95%，相差9.3个百分点。处理：" in done.out
    assert "不成立1处、存疑0处、较粗0处、成立0处" in done.out


def test_a_clean_text_is_0_and_what_cannot_be_read_is_2(run, tmp_path):
    clean = tmp_path / "总结.docx"
    doc = docx.Document()
    doc.add_paragraph("受理纠纷70件，调解成功60件，成功率85.7%。")
    doc.save(clean)
    done = run("proofread", clean)
    assert (done.code, done.err) == (0, "")
    assert "60÷70＝85.7%" in done.out
    old = tmp_path / "总结.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert run("proofread", old).code == 2
    assert "另存为 .docx" in run("proofread", old).complaint
    empty = tmp_path / "空.txt"
    empty.write_text("　\n", encoding="utf-8")
    assert "没有文字" in run("proofread", empty).complaint


def test_hidden_text_and_headers_are_no_part_of_the_summary(tmp_path):
    from sifa_xl.proofreading import proofread_file

    doc = docx.Document()
    doc.sections[0].header.paragraphs[0].text = "签定，受理70件，调解成功60件，成功率95%"
    doc.add_paragraph("受理70件，调解成功60件，成功率85.7%。")
    hidden = doc.paragraphs[0].add_run("受理70件，调解成功60件，成功率95%。")
    hidden.font.hidden = True
    buffer = io.BytesIO()
    doc.save(buffer)
    path = tmp_path / "总结.docx"
    path.write_bytes(buffer.getvalue())
    found = proofread_file(path)
    assert [proof.relation for proof in found.proofs] == ["60÷70＝85.7%"]
    assert found.findings == ()


def test_the_json_of_the_command(run, tmp_path):
    path = tmp_path / "总结.md"
    path.write_text("受理70件，调解成功60件，成功率95%。签定。", encoding="utf-8")
    shape = json.loads(run("proofread", path, "--json").out)
    assert (shape["numbers"], shape["checked"]) == (3, 1)
    (relation,) = shape["relations"]
    assert relation.pop("message").startswith("60÷70＝85.7%，写的是95%")
    assert relation == {
        "code": "K-02",
        "kind": "率与两个数",
        "verdict": "不成立",
        "place": "第1段",
        "sentence": "受理70件，调解成功60件，成功率95%。",
        "relation": "60÷70＝85.7%，写的是95%",
        "left": "95%",
        "right": "85.7%",
        "difference": "9.3个百分点",
    }
    (finding,) = shape["findings"]
    assert (finding["code"], finding["level"], finding["place"]) == ("W-02", "核实", "第1段")
