"""核稿 on texts nobody wrote: true ones raise no alarm, a slip put into them is found."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sifa_xl.proofs import Outcome
from tests.proofread import open_ones, read

COUNTS = st.integers(2, 900)
Written = tuple[str, str]  # the sentence as it should be, and with a slip in it
SLIPS = st.integers(1, 60)


def rate(part: int, base: int) -> Decimal:
    """In percent, one decimal, as the program rounds."""
    exact = Decimal(part) * 100 / Decimal(base)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def shown(value: Decimal) -> str:
    """99.0 is written 99."""
    return f"{value.normalize():f}"


def mediation(draw: Callable[..., int]) -> Written:
    settled, failed = draw(COUNTS), draw(st.integers(1, 90))
    base = settled + failed
    right = rate(settled, base)
    off = right - draw(st.integers(2, 9)) if right > 50 else right + draw(st.integers(2, 9))
    form = "上半年，共受理矛盾纠纷{}件，调解成功{}件，成功率{}%。"
    return form.format(base, settled, shown(right)), form.format(base, settled, shown(off))


def parts(draw: Callable[..., int]) -> Written:
    civil, criminal, other = draw(COUNTS), draw(COUNTS), draw(COUNTS)
    whole = civil + criminal + other
    form = "共办理法律援助案件{}件，其中民事案件{}件、刑事案件{}件、行政案件{}件。"
    right = form.format(whole, civil, criminal, other)
    return right, form.format(whole, civil + draw(SLIPS), criminal, other)


def bracket(draw: Callable[..., int]) -> Written:
    men, women = draw(COUNTS), draw(COUNTS)
    form = "参加考试{}人（男{}人，女{}人）。"
    wrong = form.format(men + women, men, women + draw(SLIPS))
    return form.format(men + women, men, women), wrong


def stock(draw: Callable[..., int]) -> Written:
    opening, came = draw(st.integers(300, 900)), draw(COUNTS)
    went = draw(st.integers(1, 290))
    form = "年初在册社区矫正对象{}人，新接收{}人，解除{}人，现有在册{}人。"
    closing = opening + came - went
    right = form.format(opening, came, went, closing)
    slip = next(s for s in (draw(SLIPS), 61) if s not in (came, went))
    return right, form.format(opening, came, went, closing + slip)


def change(draw: Callable[..., int]) -> Written:
    before, now = draw(st.integers(20, 900)), draw(st.integers(20, 900))
    if before == now:
        now += 7
    word = "增长" if now > before else "下降"
    right = rate(abs(now - before), before)
    form = "办理公证{}件，去年同期{}件，同比{}{}%。"
    wrong = form.format(now, before, word, shown(right + draw(st.integers(1, 30))))
    return form.format(now, before, word, shown(right)), wrong


def difference(draw: Callable[..., int]) -> Written:
    before, more = draw(st.integers(50, 900)), draw(st.integers(1, 200))
    form = "收到行政复议申请{}件，同比增加{}件，增长{}%。"
    right = rate(more, before)
    wrong = shown(right + draw(st.integers(1, 30)))
    now = before + more
    return form.format(now, more, shown(right)), form.format(now, more, wrong)


def listed(draw: Callable[..., int]) -> Written:
    one, other, third = draw(COUNTS), draw(COUNTS), draw(COUNTS)
    form = "排查出婚姻家庭纠纷{}件、邻里纠纷{}件、土地纠纷{}件，共{}件。"
    whole = one + other + third
    slip = next(s for s in (draw(SLIPS), 61, 62) if s not in (one, other, third))
    return form.format(one, other, third, whole), form.format(one, other, third, whole + slip)


def share(draw: Callable[..., int]) -> Written:
    closed = draw(st.integers(20, 900))
    sued = draw(st.integers(1, closed - 1))
    right = rate(sued, closed)
    wrong = right + draw(st.integers(2, 9)) if right < 50 else right - draw(st.integers(2, 9))
    form = "办结行政复议案件{}件。其中起诉{}件，占已结案件的{}%。"
    return form.format(closed, sued, shown(right)), form.format(closed, sued, shown(wrong))


# what stands in every summary and proves nothing
FILLERS = (
    "开展法治宣传活动120余场次，发放宣传资料3万余份，接受法律咨询800余人次。",
    "全县19个司法所均达到规范化标准，培训调解员260人次。",
    "为当事人挽回经济损失60余万元，减免费用5.2万元。",
    "5月16日，举办培训班2期，邀请3名专家授课，86人参加。",
    "组织开展“法律七进”活动，覆盖率100%，知晓率达95%以上。",
    "为农民工讨薪326万元，涉及农民工86人，同比增长12.5%。",
)
MAKERS = (mediation, parts, bracket, stock, change, difference, listed, share)


@st.composite
def texts(draw: Callable[..., object]) -> list[str]:
    made = [maker(draw)[0] for maker in draw(st.permutations(MAKERS))]  # type: ignore[attr-defined]
    fillers = draw(st.lists(st.sampled_from(FILLERS), max_size=4))
    order = draw(st.permutations([*made, *fillers]))  # type: ignore[misc]
    paragraphs = draw(st.integers(1, 5))
    return ["".join(order[begin::paragraphs]) for begin in range(paragraphs)]  # type: ignore


@settings(max_examples=60, deadline=None)
@given(texts())
def test_a_true_text_raises_no_alarm(paragraphs):
    assert open_ones("2022年上半年工作总结\n" + "\n".join(paragraphs)) == []


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_slip_put_into_a_text_is_found_at_its_sentence(maker, data):
    right, wrong = maker(data.draw)
    filler = data.draw(st.sampled_from(FILLERS))
    found = read(f"{filler}{wrong}\n{filler}")
    sentences = {proof.sentence for proof in found.proofs if proof.is_open}
    assert sentences, (right, wrong)
    assert all(sentence in wrong for sentence in sentences)
    assert any(p.outcome is not Outcome.HOLDS for p in found.proofs)


WORDS = (
    *"，。；：、（）“”%",
    *("其中", "共", "同比增长", "去年同期", "占", "率", "件", "人次", "受理", "办结", "成功率"),
    *("年初在册", "解除", "12", "3.5", "100", "余", "2月30日", "分别", "下半年计划", "\n"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_text_whatever_ends_in_a_fault(words):
    read("".join(words))
