"""核稿: the arithmetic of a text that was not made here, what holds, what fails, what is let be."""

import pytest

from sifa_xl.proofs import Outcome
from tests.proofread import held, open_ones, read, told, wrong


def test_parts_that_add_up_hold_and_parts_that_exceed_their_whole_fail():
    text = "办理法律援助案件160件，其中民事案件90件、刑事案件65件、行政案件5件。"
    assert held(text)[0] == "90＋65＋5＝160件"
    (proof,) = read(text.replace("160", "158")).with_outcome(Outcome.FAILS)
    assert (proof.left, proof.right, proof.difference) == ("158件", "160件", "2件")
    assert "分项多2件。处理：" in proof.message


@pytest.mark.parametrize(
    "text",
    [
        # 其中 may leave parts out
        "办理法律援助案件160件，其中农民工案件90件。",
        "审结30件，其中维持10件、撤销3件。",
        # one person may belong to several of them
        "受援人100人，其中农民工80人、妇女40人、老年人20人。",
        "办理案件1503件，其中残疾人169件、老年人197件、未成年人206件、妇女492件、农民工544件。",
        "现有调解员500人，其中专职60人，兼职440人，大专320人。",
        "创建示范村20个，其中国家级2个、省级8个、市级15个。",
        # another unit, another statement, a plan, another bracket
        "办理案件160件，其中指派律师90人次、接待咨询300人次。",
        "受理案件70件（网上8件），不予受理6件。",
        "抽查案卷50卷，其中处罚案卷40卷，发现问题60个。",
        "设局长1名，副局长3名（其中由1名副局长兼任主任），所长23名。",
    ],
)
def test_parts_that_may_be_meant_so_are_let_be(text):
    assert open_ones(text) == []


def test_a_near_miss_of_a_list_is_doubtful_and_not_wrong():
    text = "办理案件161件，其中民事案件90件、刑事案件65件、行政案件5件。"
    assert told(text, Outcome.DOUBTFUL) == ["90＋65＋5＝160件，总数写的是161件"]
    assert wrong(text) == []


def test_parts_that_leave_nothing_out_must_reach_the_whole():
    text = "在册社区矫正对象212人，其中男性180人、女性30人。"
    assert wrong(text) == ["180＋30＝210人，总数写的是212人"]
    assert wrong("收到申请9件，其中办结6件，正在办理2件。") != []


def test_parts_in_brackets_and_lists_that_end_in_a_total():
    assert held("代理案件83件（民事50件、刑事30件、行政3件）。") == ["50＋30＋3＝83件"]
    assert held("民事50件、刑事30件、行政3件，共83件。") == ["50＋30＋3＝83件"]
    assert wrong("民事50件、刑事30件、行政3件，共84件。") == ["50＋30＋3＝83件，总数写的是84件"]
    assert held("代理83件。其中，民事50件；刑事30件；行政3件。") == ["50＋30＋3＝83件"]
    assert held("投入120万元，其中县财政80万元，争取省级资金40万元。") == ["80＋40＝120万元"]


def test_a_rate_beside_its_two_counts():
    text = "共受理矛盾纠纷723件，化解719件，成功率达{}。"
    assert held(text.format("99.4%")) == ["719÷723＝99.4%"]
    assert told(text.format("99%"), Outcome.COARSER) == ["719÷723＝99.4%"]
    assert open_ones(text.format("99%")) == []
    for slip in ("98%", "99.5%", "100%", "98.4%"):
        assert len(wrong(text.format(slip))) == 1, slip
    assert held(text.format("98%以上")) == ["719÷723＝99.4%"]


def test_a_rate_that_was_cut_off_is_told_so():
    (proof,) = read("排查6747件，调处6732件，调处率99.7%。").with_outcome(Outcome.FAILS)
    assert "像是截掉了尾数，应四舍五入" in proof.message
    assert proof.right == "99.8%"
    two = "排查6747件，调处6732件，调处成功6536件，调处率和调处成功率分别为99.8%和97.1%。"
    assert held(two) == ["6732÷6747＝99.8%", "6536÷6732＝97.1%"]


@pytest.mark.parametrize(
    "text",
    [
        "受理45件，办结44件，按期办结率100%，群众满意率98%。",
        "上年结转5件，新收40件，办结36件，办结率80%。",
        "应诉案件30件，负责人出庭25件，出庭率100%。",
        "评查案卷120份，优秀案卷36份、合格案卷79份，合格率95.8%。",
        "全县122个司法所已建成，占总数的96.8%。",
        "收到诉求1.2万件，受理率100%，任务完成率116.7%。",
        "调解成功率98%，同比上升1.2个百分点。",
        "审结41件，审结率83.4%。",
    ],
)
def test_rates_whose_counts_are_not_sure_are_let_be(text):
    assert open_ones(text) == []


def test_a_rate_of_any_name_may_hold_and_never_fails():
    assert held("开展调查评估46件，采纳41件，采纳率89.1%。") == ["41÷46＝89.1%"]
    assert open_ones("开展调查评估46件，采纳41件，采纳率80%。") == []


def test_a_rate_over_a_base_that_may_be_another_is_doubtful():
    text = "收到行政复议申请168件，办结143件，办结率91.1%。"
    assert len(told(text, Outcome.DOUBTFUL)) == 1
    assert len(wrong("受理168件，办结143件，办结率91.1%。")) == 1  # what was carried over lowers it


def test_a_share_of_a_number_said_before():
    text = "审结案件6件。复议后起诉1件，占已结案件的16.7%，即有83.3%没有起诉。"
    assert held(text) == ["1÷6＝16.7%", "100%－16.7%＝83.3%"]
    assert len(wrong(text.replace("16.7%", "17.6%"))) == 2
    assert len(wrong(text.replace("83.3%", "84.3%"))) == 1
    assert held("新收256件，其中民事64件，占25%。") == ["64÷256＝25%"]


def test_a_share_above_a_hundred_is_impossible():
    assert wrong("调解成功率102%。") == ["102%＞100%"]
    assert wrong("预算执行率102%，增长率120%。") == []


def test_last_year_and_the_change():
    text = "办理公证{}件，去年同期100件，同比增长{}。"
    assert held(text.format(120, "20%")) == ["（120－100）÷100＝20%"]
    assert len(wrong(text.format(120, "25%"))) == 1
    assert len(wrong(text.format(80, "20%"))) == 1  # it fell
    assert held("受理120件，同比增加20件，增长20%。") == ["（120－100）÷100＝20%"]
    assert wrong("受理120件，同比增加20件，增长16.7%。") != []
    assert held("纠纷由去年的120件下降到90件，下降25%。") == ["（90－120）÷120＝-25%"]
    assert held("败诉率由去年的12.4%下降到9.8%，下降2.6个百分点。") != []


def test_changes_that_do_not_belong_together_are_let_be():
    for text in (
        "受理120件，同比增加20件，其中民事案件增长50%。",
        "受理1854件，审结1250件，同比分别上升107%、100%。",
        "全年新收68件，同比增长17.1%；办结29件，同比增长14.45%。",
        "有律师事务所86家、律师1236人，较上年分别增加4家、78人。",
    ):
        assert open_ones(text) == []


def test_stocks():
    text = "年初在册社区矫正对象212人，新接收65人，解除矫正71人，现有在册社区矫正对象{}人。"
    assert held(text.format(206)) == ["212＋65－71＝206人"]
    (proof,) = read(text.format(208)).with_outcome(Outcome.FAILS)
    assert "期末写的是208人，多2人" in proof.message
    assert held("上年结转4件，新收36件，受理31件，办结30件，在办5件。") == ["4＋31－30＝5件"]
    assert held("累计接收764人，累计解除454人，在册310人。") == ["764－454＝310人"]
    assert wrong("累计接收764人，累计解除450人，在册310人。") == []  # others may have left


def test_relations_a_line_declares_between_numbers_of_one_paragraph():
    text = (
        "新接收社区矫正对象66人，解除（终止）矫正77人，累计列管社区矫正对象247人，"
        "目前在册社区矫正对象{}人。"
    )
    assert "减少合计77人＝累计列管247－在册社区矫正对象170" in held(text.format(170))
    assert len(wrong(text.format(171))) == 1
    assert len(wrong("人民调解：共受理矛盾纠纷70件，调解成功79件。")) == 1
    assert wrong("人民调解：受理矛盾纠纷70件，含上年结转，调解成功79件。") == []


def test_two_numbers_for_one_fact():
    text = "全县现有人民调解委员会284个。\n目前，全县现有人民调解委员会{}个。"
    assert wrong(text.format(284)) == []
    assert len(wrong(text.format(248))) == 1
    assert wrong("全县共受理矛盾纠纷723件。\n专项行动期间，全县共受理矛盾纠纷86件。") == []
    assert len(wrong("今年以来，共办理法律援助案件109件。\n上半年，共办理法律援助案件110件。")) == 1
    assert wrong("2022年，共办理法律援助案件109件。\n2023年，共办理法律援助案件110件。") == []
    assert wrong("上半年，共办理法律援助案件109件。\n全年，共办理法律援助案件210件。") == []
    assert wrong("今年以来，工会共受理矛盾纠纷9件。\n今年以来，共受理矛盾纠纷700件。") == []
    assert wrong("全县共受理矛盾纠纷700余件。\n全县共受理矛盾纠纷723件。") == []
    assert len(wrong("全县共受理矛盾纠纷723件。\n今年以来，全县共受理矛盾纠纷732件。")) == 1


def test_dates_that_do_not_exist_and_years_left_standing():
    title = "2022年上半年工作总结\n"
    assert wrong(f"{title}6月31日召开会议。") == ["6月只有30天"]
    assert wrong(f"{title}2022年2月29日召开会议。") == ["2022年2月只有28天"]
    assert wrong(f"{title}2月29日召开会议。") == []
    assert wrong(f"{title}2021年上半年，我局完成任务。") == ["标题2022年"]
    later = f"{title}2022年上半年，我局完成任务。\n2021年，我局获评先进。"
    assert open_ones(later) == []
    assert wrong(f"{title}2021年12月以来，我局完成任务。") == []
    assert len(wrong(f"{title}截至11月底，受理5件。")) == 1
    assert wrong(f"{title}截至7月5日，受理5件。") == []
    assert len(wrong(f"{title}受理5件。\n2020年6月29日")) == 1
    assert wrong("2022年工作总结\n受理5件。\n2023年1月6日") == []


def test_plans_are_no_facts_of_the_period():
    report = "2022年上半年工作总结\n全县共受理矛盾纠纷723件。\n下半年工作计划\n"
    assert open_ones(f"{report}截至11月底，全县共受理矛盾纠纷900件。") == []


def test_what_was_closed_is_held_against_its_outcomes_in_the_next_sentence():
    text = "收到申请57件，受理51件，办结46件。办结案件中，维持27件、撤销5件、调解后终止14件。"
    assert "27＋5＋14＝46件" in held(text)
    (proof,) = read(text.replace("撤销5件", "撤销6件")).with_outcome(Outcome.FAILS)
    assert "分项多1件" in proof.message
    assert open_ones(text.replace("维持27件", "维持9件")) == []  # other outcomes may be left out


def test_what_left_within_the_period_has_parts_like_any_whole():
    text = "期内减少59人，其中矫正期满解除58人、收监执行1人。"
    assert "58＋1＝59人" in held(text)
    assert len(read(text.replace("执行1人", "执行2人")).with_outcome(Outcome.FAILS)) == 1
    assert open_ones("受理80件，比上年减少59件，其中民事减少40件、刑事减少30件。") == []
