"""公开前检查: what must be found, what is nearly so, and what must not be touched."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sifa_xl import shipped
from sifa_xl.documents import Carried, Document, DocumentParagraph, Trace
from sifa_xl.domain import Level
from sifa_xl.errors import TemplateProblem
from sifa_xl.personal_numbers import find_personal_numbers, is_identity_number, passes_luhn
from sifa_xl.public_checks import carried_findings, public_findings
from sifa_xl.public_terms import PublicTerms
from sifa_xl.wordlists import load_phrases, load_public_terms
from tests.conftest import GOLDEN

TERMS, PHRASES = load_public_terms(), load_phrases()
ERROR, VERIFY, HINT = Level.ERROR, Level.VERIFY, Level.HINT
CARD = "431226198001011230"
BANK = "6222021234567890128"


def found(text, names=(), year=2022):
    """Code and level of all findings, in the order of the text."""
    findings = public_findings(Document.of_lines(text), TERMS, PHRASES, names, year)
    return [(each.code, each.level) for each in findings]


def checksum_of(first_17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(a) * b for a, b in zip(first_17, weights, strict=True))
    return "10X98765432"[total % 11]


# ------------------------------------------------------------------ the table: hit


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        # numbers of persons
        (f"当事人身份证号{CARD}。", "D-01", ERROR),
        ("身份证号４３１２２６１９８００１０１１２３０。", "D-01", ERROR),
        ("身份证号431226 19800101 1230。", "D-01", ERROR),
        ("身份证号431226800101123。", "D-01", ERROR),
        ("编号431226198001011231。", "D-01", VERIFY),  # the check digit is wrong
        ("身份证号431226198001011231。", "D-01", ERROR),  # mistyped, and somebody's all the same
        ("居民身份证号码：43122619800101123。", "D-01", ERROR),  # a digit is missing
        ("公民身份号码为431226199913011231。", "D-01", ERROR),
        ("联系电话13812345678。", "D-01", ERROR),
        ("联系电话138-1234-5678。", "D-01", ERROR),
        ("联系电话+86 13812345678。", "D-01", ERROR),
        ("咨询电话0745-5822345。", "D-01", VERIFY),
        ("咨询电话（0745）5822345。", "D-01", VERIFY),
        ("监督电话：5822345。", "D-01", VERIFY),
        (f"卡号{BANK}。", "D-01", ERROR),
        ("账号：4300 1234 5678 9012 34。", "D-01", VERIFY),
        ("车辆湘N12345违停。", "D-01", ERROR),
        ("车辆湘N·D12345违停。", "D-01", ERROR),
        ("车辆湘N1234警。", "D-01", ERROR),
        ("邮箱zhang@example.com。", "D-01", VERIFY),
        # small groups
        ("高村镇社区矫正对象3人。", "D-03", ERROR),
        ("社区矫正对象中，高村镇12人、锦和镇4人。", "D-03", ERROR),
        ("高村镇社区矫正对象12人，其中缓刑3人。", "D-03", ERROR),
        ("高村镇社区矫正对象12人。其中假释2人。", "D-03", ERROR),
        ("城东街道刑满释放人员两名。", "D-03", ERROR),
        ("岩门司法所接收安置帮教对象1人。", "D-03", ERROR),
        # secrecy
        ("机密★10年", "D-05", ERROR),
        ("秘密", "D-05", ERROR),
        ("密级：机密", "D-05", ERROR),
        ("内部资料，注意保存", "D-05", ERROR),
        ("本材料为内部资料，不得外传。", "D-05", ERROR),
        ("根据麻司密〔2022〕3号文件要求。", "D-05", ERROR),
        ("有关情况不得公开。", "D-05", VERIFY),
        ("到企业查办一起秘密经营案。", "D-05", VERIFY),
        ("向县纪委移送涉黑线索3条。", "D-06", VERIFY),
        ("该案正在侦办。", "D-06", VERIFY),
        ("办结××件。", "D-09", ERROR),
        ("【草稿·未经审核】", "D-09", ERROR),
        ("送审稿·草稿·未经审核", "D-09", ERROR),
        ("起草了《办法（征求意见稿）》，已送县人大审议。", "D-09", HINT),
        # fixed expressions a character or two off
        ("以习近平新时代特色社会主义思想为指导。", "W-01", ERROR),
        ("以习近平新时代中国特色社会主义的思想为指导。", "W-01", ERROR),
        ("学习习近平新时代中国特色主义思想。", "W-01", ERROR),
        ("学习近平新时代中国特色社会主义思想。", "W-01", ERROR),
        ("学习贯彻习近平法制思想。", "W-01", ERROR),
        ("学习习近平书记重要讲话。", "W-01", ERROR),
        ("做到“两个拥护”。", "W-01", ERROR),
        ("增强“四种意识”。", "W-01", ERROR),
        ("坚定“四个白信”。", "W-01", ERROR),
        ("深刻领悟“两个确认”的决定性意义，捍卫“两个却立”。", "W-01", ERROR),
        ("坚持“三个代表”重要理论思想。", "W-01", ERROR),
        ("坚持邓小平理伦。", "W-01", ERROR),
        ("全面依治国。", "W-01", ERROR),
        ("坚持发展新时代“枫侨经验”。", "W-01", ERROR),
        ("坚持发展新时期“枫桥经验”。", "W-01", ERROR),
        ("落实“谁执法准普法”责任制。", "W-01", ERROR),
        ("常态化扫黑出恶。", "W-01", ERROR),
        ("培育社会主义核心价直观。", "W-01", ERROR),
        ("中国特设社会主义。", "W-01", ERROR),
        ("坚持毛泽东思想、马克思列宁主义。", "W-04", ERROR),
        ("学习宣传“七五”普法。", "W-03", VERIFY),
        ("党的二十届三中全会精神。", "W-03", VERIFY),
        # retired terms and slips
        ("开展法制宣传。", "W-02", VERIFY),
        ("民主法制示范村。", "W-02", VERIFY),
        ("社区服刑人员66人。", "W-02", VERIFY),
        ("矫正人员66人。", "W-02", VERIFY),
        ("刑释解教人员。", "W-02", VERIFY),
        ("截止目前，办结6件。", "W-02", VERIFY),
        ("截止6月底，办结6件。", "W-02", VERIFY),
        ("签定责任书。", "W-02", VERIFY),
        ("建立台帐。", "W-02", VERIFY),
        ("其它工作。", "W-02", VERIFY),
        ("为平安建设做出贡献。", "W-02", VERIFY),
        ("联合县农业局。", "W-02", VERIFY),
        ("县法制办牵头。", "W-02", VERIFY),
        # marks
        ("草拟“一规划两方案（法治建设规划。", "P-01", VERIFY),
        ("民法典）宣讲。", "P-01", VERIFY),
        ('落实"谁执法谁普法责任制。', "P-01", VERIFY),
        ("上半年,办结6件。", "P-02", HINT),
        ("上半年，，办结6件。", "P-03", VERIFY),
        ("办结6件。。", "P-03", VERIFY),
        ("办结６件。", "P-04", HINT),
        ("办结 6 件。", "P-05", HINT),
    ],
)
def test_it_is_found(text, code, level):
    assert (code, level) in found(text)


# ------------------------------------------------------------------ the table: must not hit


@pytest.mark.parametrize(
    "text",
    [
        "受理纠纷13800000000件。",
        "涉及金额13812345678元。",
        "拨打12348热线、12345平台。",
        "身份证号4312**********1234。",
        "（2022）湘1226民初1234号、麻政办发〔2022〕13号。",
        "2022年1月1日至2022年6月30日，共1092人次。",
        "组织机构代码11431226006414。",
        "湘N牌照的出租车较多，发放A4纸100包。",
        "全县社区矫正对象170人，解除3人，收监执行3人。",
        "高村镇社区矫正对象30人。",
        "高村镇调解纠纷3件，锦和镇1件。",
        "全县19个乡镇司法所均已开展社区矫正，培训2次。",
        "到高村镇走访社区矫正对象，选派干部2名。",
        "高村镇社区矫正对象0人。",
        "高村镇社区矫正对象12人。全县收监执行3人。",
        "开展保守国家秘密教育，保护商业秘密。",
        "依法不得公开的政府信息除外。",
        "保密〔2022〕3号。",
        "以习近平新时代中国特色社会主义思想为指导，学习贯彻习近平法治思想。",
        "学习习近平经济思想、习近平文化思想、习近平生态文明思想。",
        "全面依法治县、全面依法治市、全面依法治省。",
        "推进全面从严治党、全面依法治国。",
        "坚持马克思主义，推动科学发展。",
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”，落实“两个责任”“五个到户”。",
        "创建“枫桥式人民法庭”和“枫桥式司法所”。",
        "落实“谁执法、谁普法”“谁服务谁普法”“谁管理谁普法”。",
        "马克思列宁主义、毛泽东思想、邓小平理论、“三个代表”重要思想、科学发展观，"
        "习近平新时代中国特色社会主义思想。",
        "迎接党的二十大胜利召开，学习党的十九大精神。",
        "重大执法决定法制审核、维护法制统一、县人大法制委员会。",
        "解除社区矫正人员80人、解除矫正人员帮扶。",
        "报名截止日期为6月30日，已于6月底截止。",
        "截至目前、截至6月29日。",
        "搭设帐篷，作出贡献，签订责任书。",
        "县农业农村局、县自然资源局、县市场监管局。",
        "1）加强领导。\n2）落实责任。\n（一）总体情况（略）。",
        "坚持“学法用法（含考试）”。",
        "时间为9:30，网址https://www.example.gov.cn，版本1.2。",
        "其中：民事案件27件；刑事案件56件……",
    ],
)
def test_it_is_left_alone(text):
    assert found(text) == []


def test_the_years_of_a_term_count_only_where_the_text_tells_its_year():
    assert found("社区服刑人员66人。", year=2018) == []
    assert found("县农业局。", year=2017) == []
    assert found("落实“七五”普法规划。", year=None) == []
    assert found("学习贯彻习近平法治思想。", year=2019) == [("W-03", VERIFY)]


def test_a_mark_of_several_words_is_told_once():
    assert found("送审稿·草稿·未经审核") == [("D-09", ERROR)]


def test_a_page_number_is_no_fault_and_a_telephone_in_the_footer_is():
    for text, codes in (
        ("— 1 —", []),
        ("第 1 页 共 12 页", []),
        ("- 3 -", []),
        ("电话 13812345678", ["D-01"]),
    ):
        document = Document((DocumentParagraph(text, "页脚"),))
        findings = public_findings(document, TERMS, PHRASES)
        assert [each.code for each in findings if each.blocks] == codes
        assert bool(findings) is bool(codes)


def test_an_error_inside_a_worse_one_is_not_told_twice():
    assert found("学习习近平法制思想。") == [("W-01", ERROR)]


# ------------------------------------------------------------------ names and masks


def test_a_name_of_the_ledgers_stops_the_publication_and_is_not_repeated():
    findings = public_findings(
        Document.of_lines("当事人张三丰已签协议，高村镇高村社区均到场。"),
        TERMS, PHRASES, {"张三丰", "高村", "李"}, 2022,
    )  # fmt: skip
    (name,) = findings
    assert (name.code, name.level) == ("D-02", ERROR)
    assert "三丰" not in str(name)
    assert "张**" in str(name)


@pytest.mark.parametrize("value", [CARD, "13812345678", BANK, "湘N12345", "0745-5822345"])
def test_no_message_repeats_a_personal_number(value):
    line = f"当事人张三，号码{value}，习近平法制思想，截止目前,签定（其它。"
    for finding in public_findings(Document.of_lines(line), TERMS, PHRASES, {"张三"}, 2022):
        assert value not in str(finding)
        assert value[4:] not in str(finding)
        assert "张三" not in str(finding)


@given(
    st.sampled_from(["110101", "431226", "650102", "820000"]),
    st.dates(min_value=date(1930, 1, 1),
             max_value=date(2020, 12, 31)),
    st.integers(0, 999),
)  # fmt: skip
def test_every_identity_number_is_known_and_no_other_check_digit(region, born, order):
    first = f"{region}{born:%Y%m%d}{order:03}"
    right = checksum_of(first)
    for last in "0123456789X":
        assert is_identity_number(first + last) is (last == right)
    (number,) = find_personal_numbers(f"身份证{first}{right.lower()}。")
    assert (number.kind, number.level, number.end - number.start) == ("身份证号", ERROR, 18)


@given(st.integers(10**14, 10**15 - 1))
def test_one_wrong_digit_fails_luhn(body):
    digits = f"6{body}"
    last = next(d for d in "0123456789" if passes_luhn(digits + d))
    assert [d for d in "0123456789" if passes_luhn(digits + d)] == [last]


@given(st.text(alphabet="0123456789０１２xX -—年月日件人元。，（）湘N", max_size=40))
def test_any_run_of_digits_is_read_and_hits_do_not_overlap(text):
    numbers = find_personal_numbers(text)
    assert all(a.end <= b.start for a, b in pairwise(numbers))
    assert all(0 <= n.start < n.end <= len(text) for n in numbers)


@given(st.sampled_from(sorted(TERMS.fixed)), st.data())
def test_a_fixed_expression_with_one_character_inside_changed_never_passes(word, data):
    han = [i for i, sign in enumerate(word) if re.match(r"[\u3400-\u9fff]", sign)][1:-1]
    place = data.draw(st.sampled_from(han))
    wrong = word[:place] + "囧" + word[place + 1 :]
    assert ("W-01", ERROR) in found(f"深入贯彻{wrong}，取得成效。", year=None)
    assert found(f"深入贯彻{word}，取得成效。", year=None) == []


# ------------------------------------------------------------------ real texts, files, lists


@pytest.mark.parametrize(
    "path", sorted(GOLDEN.glob("*年*稿*.txt")) + sorted(GOLDEN.glob("*简报.txt")),
    ids=lambda path: path.stem,
)  # fmt: skip
def test_no_false_alarm_in_the_texts_of_the_samples(path):
    year = int(re.search(r"20\d\d", path.stem)[0])
    assert found(path.read_text(encoding="utf-8"), year=year) == []


def test_every_thing_a_file_carries_has_its_sentence():
    findings = list(carried_findings([Trace(kind, kind.value, 2) for kind in Carried]))
    assert len(findings) == len(Carried)
    assert all("处理：" in each.message and each.place == "文件" for each in findings)
    stops = {Carried.COMMENT, Carried.REVISION, Carried.HIDDEN, Carried.PERSON, Carried.OBJECT}
    assert stops <= {kind for kind, f in zip(Carried, findings, strict=True) if f.blocks}


def test_a_bureaus_own_list_replaces_the_shipped_one(tmp_path: Path):
    text = (shipped.folder("templates") / "公开检查.toml").read_text(encoding="utf-8")
    own = text.replace('"其它" = { "改为" = "其他" }', '"青山局" = { "改为" = "青山县司法局" }')
    (tmp_path / "公开检查.toml").write_text(own, encoding="utf-8")
    words = [entry.word for entry in load_public_terms([tmp_path]).retired]
    assert "青山局" in words
    assert "其它" not in words


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"改为" = "其他"', '"改作" = "其他"', "“其它”没有写“改为”"),
        ('"扫黑除恶" = "2018—"', '"扫黑除恶" = "前年"', "“扫黑除恶”的年份读不懂"),
        ('["密级"]', '["密集"]', "缺少“密级”"),
        ('"标志" = [', '"标志" = 3 #[', "“标志”的写法不对"),
        ('["小数"]', "[小数", "行写法有误"),
    ],
)
def test_a_faulty_list_is_refused_with_the_place(tmp_path, old, new, complaint):
    text = (shipped.folder("templates") / "公开检查.toml").read_text(encoding="utf-8")
    path = tmp_path / "公开检查.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(TemplateProblem, match=complaint):
        PublicTerms.load(path)
