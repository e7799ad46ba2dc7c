"""What is told besides the text: findings, and the lists of a summary, in lines for a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sifa_xl.domain import Finding, Level
from sifa_xl.lengths import Length
from sifa_xl.narrative import Summary

FIRST_WORDS = 24  # of a sentence, enough to know it again


def told_lists(summary: Summary, findings: Sequence[Finding]) -> Iterator[str]:
    """Open findings, what was left out, what was not used, numbers to tick, rows to drop."""
    # those of a 修订 are findings, with how to settle them
    judged = {each.rewording.place for each in summary.paragraphs if each.rewording}
    lists = {
        "还有问题没有处理": [str(finding) for finding in findings if finding.is_open],
        "放行和暂不写入正文的": [
            f"{finding}{_settled(finding)}" for finding in findings if finding.released
        ],
        "因为没有填数而省去的句子": [
            f"{o.where}：{o.text}" for o in summary.omissions if not o.reason
        ],
        "因为暂不写入正文而省去的句子": [
            f"{o.where}：{o.text}（{o.reason}）" for o in summary.omissions if o.reason
        ],
        "填了数但正文没有用到的指标": [f"{place} {label}" for label, place in summary.unused],
        "文字里的数字，请核对后在“数字已核”选“是”": [
            f"{number.cell} {number.text}{f'（{number.section}）' if number.section else ''}"
            for number in summary.unsourced
            if number.cell not in judged
        ],
        f"{_size(summary.length)}，可以先把这些可略的行的“采用”选“否”": [
            f"{place} {body[:FIRST_WORDS]}{'…' if len(body) > FIRST_WORDS else ''}"
            for place, body in summary.length.drop_first
        ],
    }
    for title, lines in lists.items():
        if lines:
            yield f"\n{title}（{len(lines)}）："
            yield from (f"　{line}" for line in lines)


def told_findings(findings: Sequence[Finding]) -> Iterator[str]:
    """All findings, then how many still want the clerk."""
    if not findings:
        yield "没有发现问题。"
        return
    for finding in findings:
        yield f"{finding}{_settled(finding)}"
    yield f"\n{count_open(findings)}未处理。"


def told_unfinished(findings: Sequence[Finding], summary: Summary) -> str:
    """What keeps a text from being final: open findings, numbers in prose nobody ticked."""
    parts = []
    if any(finding.is_open for finding in findings):
        parts.append(f"{count_open(findings)}没有处理")
    if summary.unsourced:
        cells = "、".join(dict.fromkeys(number.cell for number in summary.unsourced))
        parts.append(
            f"文字里的{len(summary.unsourced)}个数没有核对（{cells}，请在“数字已核”选“是”）"
        )
    return "，".join(parts)


def count_open(findings: Sequence[Finding]) -> str:
    """``必须改1项、请核实2项``, of those not yet dealt with."""
    waiting = [finding for finding in findings if finding.is_open]
    errors = sum(finding.level is Level.ERROR for finding in waiting)
    return f"必须改{errors}项、请核实{len(waiting) - errors}项"


def _settled(finding: Finding) -> str:
    release = finding.released
    if release is not None:
        return f"（{release.how}，{release.by}：{release.reason}）"
    return "（已说明）" if finding.explained else ""


def _size(length: Length) -> str:
    over = "超过" if length.is_over else "目标"
    return f"篇幅约{length.size}{length.unit}，{over}{length.target}{length.unit}"
