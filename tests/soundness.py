"""What every summary must be, whatever was filled: no loose joints, right numbering, sourced."""

from __future__ import annotations

import re

from sifa_xl.narrative import Summary
from sifa_xl.numbering import chinese_number

LOOSE = re.compile(
    r"[，、；：][。；，、！？）]|[（“《][，、；。]|其中[。，；、]|其中$|^[，、；。]|。。|\[\[|\]\]|[\ue000-\uf8ff]"
    r"|[一-鿿][,;:!?()][一-鿿]|[一-鿿] +[一-鿿0-9]|[0-9] +[一-鿿]"
)
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
SIGN = re.compile(r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+\.)")


def assert_sound(summary: Summary) -> None:
    """Joints, numbering, and a source for every digit outside the numbering."""
    for paragraph in summary.paragraphs:
        text = paragraph.text
        assert text, "an empty paragraph"
        assert not LOOSE.search(text), (LOOSE.search(text), text)
        covered = {i for span in paragraph.prose.spans for i in range(span.start, span.end)}
        sign = SIGN.match(text)
        start = sign.end() if sign and paragraph.level in (1, 2, 3) else 0
        for number in NUMBER.finditer(text, start):
            assert set(range(*number.span())) <= covered, f"无出处：{number[0]} in {text}"
        assert all(span.cells for span in paragraph.prose.spans), text
    assert_numbering(summary)


def assert_numbering(summary: Summary) -> None:
    """一、二、三… without a gap, 1.2.3. within each, and never a lone one."""
    tops = [p.text for p in summary.paragraphs if p.kind == "一级"]
    signs = [m[1] for text in tops if (m := re.match(r"([一二三四五六七八九十]+、)", text))]
    if len(tops) > 1:
        assert signs == [f"{chinese_number(n)}、" for n in range(1, len(tops) + 1)], tops
    else:
        assert not signs, tops
    for inner, outer in (
        (r"（(.+?)）", 1),
        (r"([0-9]+)\.", 2),
        (r"([一二三四五六七八九十]+)是", 2),
    ):
        _assert_runs(summary, re.compile(inner), outer)
    for paragraph in summary.paragraphs:
        if paragraph.level == 3:
            continue  # its own 一是 counts over several paragraphs, judged above
        items = re.findall(r"(?:^|[。；])([一二三四五六七八九十]+)是", paragraph.text)
        assert len(items) != 1, paragraph.text
        assert items == [chinese_number(n) for n in range(1, len(items) + 1)], paragraph.text


def _assert_runs(summary: Summary, sign: re.Pattern[str], outer: int) -> None:
    """Signs of one kind count 1, 2, 3 … between two headings above them, and are never alone."""
    groups: list[list[str]] = [[]]
    for paragraph in summary.paragraphs:
        found = sign.match(paragraph.text) if paragraph.level in (2, 3) else None
        if found:
            groups[-1].append(found[1])
        elif paragraph.level <= outer:
            groups.append([])
    for group in groups:
        assert len(group) != 1, f"a lone {group}"
        numbers = range(1, len(group) + 1)
        assert group in ([str(n) for n in numbers], [chinese_number(n) for n in numbers]), group
