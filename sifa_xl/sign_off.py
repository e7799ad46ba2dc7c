"""领导审签页: can I sign, what will I be asked, what changed since the last draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sifa_xl.attachments import NOTHING, Account, Table, account
from sifa_xl.claims import Claim
from sifa_xl.declarations import Count, Rate
from sifa_xl.domain import Finding, Level, State
from sifa_xl.drafts_compared import Change
from sifa_xl.filled import Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.trees import Named

# one page holds no more
_MOST_CHANGES, _MOST_NEWS, _MOST_CHARACTERS = 10, 6, 34
_MOST_LABEL, _MOST_EXPLANATION, _MOST_SENSITIVE = 10, 9, 12
_SMALL_BASE = 10  # under it a percentage says little
SENSITIVE = {
    "脱管": ("脱管", "漏管"),
    "再犯": ("再犯", "重新犯罪"),
    "败诉": ("败诉",),
    "信访": ("信访", "上访"),
}
SIGNERS = ("填报人", "股室负责人", "办公室", "分管领导", "主要负责人", "日期")
_SIGNATURE_HEIGHT = 700  # twips


@dataclass(frozen=True)
class Returns:
    """填报单位: how many returns are due, and the offices whose return is not in."""

    due: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignOff:
    """The page's three answers and the row to sign in; every line fits the page."""

    can_sign: tuple[str, ...]
    asked: Table
    sensitive: tuple[str, ...]
    news: tuple[str, ...]
    signatures: Table


def sign_off(
    filled: Filled,
    indicators: Indicators,
    findings: Sequence[Finding],
    returns: Returns,
    news: Sequence[Change | Claim],
    *,
    has_earlier: bool,
    unticked: int = 0,
) -> SignOff:
    """The page; ``has_earlier`` is False where there is no earlier draft to compare with.

    ``unticked`` is how many numbers of the clerk's own prose nobody has checked.
    """
    return SignOff(
        tuple(_can_sign(filled, findings, returns, unticked)),
        _asked(filled, indicators),
        tuple(_sensitive(filled, indicators)),
        tuple(_news(news, has_earlier)),
        Table(SIGNERS, (("",) * len(SIGNERS),), (1,) * len(SIGNERS), row_height=_SIGNATURE_HEIGHT),
    )


def _can_sign(
    filled: Filled, findings: Sequence[Finding], returns: Returns, unticked: int
) -> Iterator[str]:
    levels = Counter(finding.level for finding in findings if finding.is_open)
    pending = sum(
        amount.state is State.PENDING
        for data in filled.lines.values()
        if not data.is_off
        for amount in data.amounts()
    )
    errors, doubts = levels[Level.ERROR], levels[Level.VERIFY]
    explained = sum(finding.explained and not finding.released for finding in findings)
    released = sum(finding.released is not None for finding in findings)
    yield (
        "可以签发：没有未处理的问题。"
        if not (errors or doubts or pending or unticked)
        else "暂不能签发：还有问题没有处理，见附件中的数据审核说明。"
    )
    yield (
        f"必须改{errors}项，未说明{doubts}项，待定{pending}处，"
        f"已说明{explained}项，放行{released}项。"
        + (f"文字里没有核对的数{unticked}个。" if unticked else "")
    )
    if not returns.due:
        yield "“填报单位”表没有填，应报、未报没有统计。"
        return
    done = returns.due - len(returns.missing)
    yield _cut(
        f"应报{returns.due}个单位，已报{done}个，未报{len(returns.missing)}个"
        + (f"：{'、'.join(returns.missing)}" if returns.missing else "")
    )


def _asked(filled: Filled, indicators: Indicators) -> Table:
    """The ten biggest changes against last year, those over a small base behind the others."""
    found: list[tuple[bool, Fraction, LineData, Named]] = []
    for data in filled.lines.values():
        for named in () if data.is_off else (*data.line.figures, *data.line.rates):
            size = _size_of_change(named, indicators)
            if size:
                before = indicators.value(named, previous=True) or Fraction(0)
                is_small = isinstance(named, Count) and before < _SMALL_BASE
                found.append((is_small, -size, data, named))
    found.sort(key=lambda each: each[:2])
    rows: list[tuple[str, ...]] = []
    for _, _, data, named in found[:_MOST_CHANGES]:
        told = account(data, named, indicators)
        entry = data.entries.get(named.code)
        label = _cut(told.label, _MOST_LABEL)
        explained = _cut(entry.explanation if entry else "", _MOST_EXPLANATION) or NOTHING
        rows.append((label, told.now, told.before, told.change, explained))
    if not rows:
        rows = [("没有填上年同期，或都与上年同期持平，不能比较。",)]
    heads = ("变化最大的指标", "本期", "上年同期", "增减", "说明")
    return Table(heads, tuple(rows), (33, 14, 14, 31, 28))


def _size_of_change(named: Named, indicators: Indicators) -> Fraction:
    """Relative change; a rate's in hundredths of a point, so that both can be put in one order."""
    now, before = indicators.value(named), indicators.value(named, previous=True)
    if now is None or before is None:
        return Fraction(0)
    if isinstance(named, Rate):
        return abs(now - before) / 100
    return abs(now - before) / max(abs(before), Fraction(1))


def _sensitive(filled: Filled, indicators: Indicators) -> Iterator[str]:
    """A line for each thing leaders are asked about first; sums of such figures are left out."""
    for word, signs in SENSITIVE.items():
        found = [
            (data, figure)
            for data in filled.lines.values()
            for figure in data.line.figures
            if figure.definition is None and any(sign in figure.label for sign in signs)
        ]
        used = [(data, figure) for data, figure in found if not data.is_off]
        if not used:
            why = "本期没有这项工作。" if found else "表里没有这项指标，会被问到的请另外备好数字。"
            yield f"{word}方面：{why}"
        elif all(indicators.state(figure) is State.BLANK for _, figure in used):
            yield f"{word}方面：数字还没有填。"
        else:
            accounts = [(one.label, account(data, one, indicators)) for data, one in used]
            lines = [
                f"{word}方面：{'，'.join(say(label, told) for label, told in accounts)}。"
                for say in (_said_with_before, _said)
            ]
            fits = [line for line in lines if len(line) <= _MOST_CHARACTERS]
            yield _cut([*fits, lines[-1]][0])


def _said(label: str, told: Account) -> str:
    name = _cut(label, _MOST_SENSITIVE)
    if told.now == NOTHING:
        return f"{name}没有填"
    return f"{name}{told.now}" + ("" if told.now == State.PENDING.value else told.unit)


def _said_with_before(label: str, told: Account) -> str:
    """What is asked next, where there is room for it."""
    has_both = NOTHING not in (told.now, told.before)
    return _said(label, told) + (f"（上年同期{told.before}{told.unit}）" if has_both else "")


def _news(news: Sequence[Change | Claim], has_earlier: bool) -> Iterator[str]:
    lines = [] if has_earlier else ["“总结”表里没有上一稿，数字和文字没有比较。"]
    lines += [str(each) for each in news]
    if not lines:
        yield "与上一稿相比没有变化，也没有无数字支持的提法。"
    shown = lines if len(lines) <= _MOST_NEWS else lines[: _MOST_NEWS - 1]
    yield from (_cut(line) for line in shown)
    if len(shown) < len(lines):
        yield f"另有{len(lines) - len(shown)}处，见附件里“与上一稿相比的变化”。"


def _cut(text: str, most: int = _MOST_CHARACTERS) -> str:
    text = text.replace("\n", "")
    return text if len(text) <= most else f"{text[: most - 1]}…"
