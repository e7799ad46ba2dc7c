"""What must not be published: numbers and names of persons, small groups, secrecy marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from sifa_xl.domain import Level
from sifa_xl.personal_numbers import find_personal_numbers
from sifa_xl.phrases import Phrases
from sifa_xl.prose_numbers import Kind, find_numbers
from sifa_xl.public_terms import PublicTerms
from sifa_xl.text_findings import Spot

FEWEST = 5  # 小格抑制: fewer persons of one township can be told who they are
_SHORTEST_NAME = 2
_HAN = r"[\u3400-\u9fff]"
_PLACE = re.compile(
    rf"(?P<name>{_HAN}{{1,6}}?)(?P<kind>镇|乡(?!镇)|街道|司法所|村(?!镇)|社区(?!矫正|服刑))"
)
_AFTER_A_NAME = re.compile(r"镇|乡(?!亲)|村(?!民)|街道|社区|司法所|县|市|区|路|组")
_PERSONS = frozenset({"人", "名", "例", "个", ""})
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_SECRET_NUMBER = re.compile(
    r"(?<!保)密(?:发|办|函|字|电|传|呈|报)?\s*[〔\[（(]\s*(?:19|20)[0-9]{2}\s*[〕\]）)]\s*[0-9]*"
)
_OPEN_CASE = re.compile(
    r"正在侦[办查]|侦查阶段|另案处理|尚未(?:侦结|宣判)"
    r"|(?:涉黑|涉恶|黑恶|涉黑涉恶)[^，。；]{0,6}线索[^，。；]{0,4}[0-9]+[条件个]"
)
_WIDER = re.compile(r"全[县市区旗州省局]|各乡镇|共计|合计")  # no longer of one township
_UNFILLED = re.compile(r"×{2,}(?=[件人个次份名家起场期万元%户所册条项])")
_DRAFT = re.compile(r"(?:(?:草稿|征求意见稿|送审稿|未经审核|未定稿)[·，、 ]?)+(?<![·，、 ])")


def privacy_spots(
    text: str, terms: PublicTerms, phrases: Phrases, names: Collection[str]
) -> Iterator[Spot]:
    """What one paragraph gives away; ``names`` are those of the ledgers' name columns."""
    yield from personal_spots(text, names)
    yield from _small_groups(text, terms, phrases)
    yield from _secrecy(text, terms)
    for found in _OPEN_CASE.finditer(text):
        message = f"“{found[0]}”涉及正在办理的案件或线索。处理：核对能否公开，不能的删去"
        yield Spot(found.start(), found.end(), "D-06", Level.VERIFY, message)
    for found in _UNFILLED.finditer(text):
        message = "还有没填的数。处理：填上数字，或删去这句话"
        yield Spot(found.start(), found.end(), "D-09", Level.ERROR, message)
    for found in _DRAFT.finditer(text):
        # a regulation may well be a 征求意见稿; at the head of a page the whole text is one
        is_mark = len(text) <= len(found[0]) + 8
        level = Level.ERROR if is_mark else Level.HINT
        mend = "处理完问题，定稿后再公开" if is_mark else "核对这句话，说的是别的文件就不用改"
        message = f"有“{found[0]}”字样。处理：{mend}"
        yield Spot(found.start(), found.end(), "D-09", level, message)


def personal_spots(text: str, names: Collection[str]) -> Iterator[Spot]:
    """Numbers and names of persons; the message shows their beginning only."""
    for number in find_personal_numbers(text):
        doubt = "可能是个人的，" if number.level is Level.VERIFY else ""
        message = f"{doubt}有{number.kind}{number.masked}。处理：删去；个人信息不能公开"
        yield Spot(number.start, number.end, "D-01", number.level, message)
    squeezed = "".join(text.split())
    for folded in sorted({"".join(name.split()) for name in names}):
        if len(folded) < _SHORTEST_NAME or folded not in squeezed:
            continue
        for found in re.finditer(r"\s*".join(map(re.escape, folded)), text):
            if not _AFTER_A_NAME.match(text, found.end()):
                message = f"有台账里的姓名{folded[0]}**。处理：删去，或改写成“{folded[0]}某”"
                yield Spot(found.start(), found.end(), "D-02", Level.ERROR, message)


def masked(text: str, spots: Sequence[Spot]) -> str:
    """``text`` of the same length with everything personal in ``spots`` covered but its start."""
    shown = text
    for spot in spots:
        if spot.code in ("D-01", "D-02"):
            kept = min(3 if spot.code == "D-01" else 1, spot.end - spot.start)
            cover = "*" * (spot.end - spot.start - kept)
            shown = shown[: spot.start + kept] + cover + shown[spot.end :]
    return shown


def _small_groups(text: str, terms: PublicTerms, phrases: Phrases) -> Iterator[Spot]:
    """D-03: fewer than five persons of a group that is protected, in one township."""
    before = place = ""
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        goes_on = words.startswith("其中")
        context, place = (before + words, place) if goes_on else (words, "")
        if any(group in context for group in terms.lists["人群"]):
            spots, place = _few(words, sentence.start(), place, terms, phrases)
            yield from spots
        before = context


def _few(
    words: str, offset: int, place: str, terms: PublicTerms, phrases: Phrases
) -> tuple[list[Spot], str]:
    """Small counts of one sentence, and the township it speaks of last; ``place`` is the first."""
    spots, done = list[Spot](), 0
    for number in find_numbers(words, phrases, None, ""):
        gap, behind = words[done : number.start], words[number.end : number.end + 8]
        done = number.end
        if number.kind is not Kind.NUMBER or number.value is None:
            continue
        is_few = 0 < number.value < FEWEST and number.unit in _PERSONS
        staff = any(word in gap or behind.startswith(word) for word in terms.lists["工作人员"])
        place = _township(gap, terms) or ("" if _WIDER.search(gap) else place)
        if is_few and place and not staff:
            message = (
                f"{place}只有{number.text}，容易认出是谁。"
                f"处理：写全县的数，或写“不足{FEWEST}人”；不能按乡镇公开"
            )
            start, end = offset + number.start, offset + number.end
            spots.append(Spot(start, end, "D-03", Level.ERROR, message))
    return spots, place


def _township(words: str, terms: PublicTerms) -> str:
    """The last township, village or station of ``words`` that has a name, or ``""``."""
    last = ""
    for found in _PLACE.finditer(words):
        name = re.split(r"[，、：在到对和与及由向为的]", found["name"])[-1]
        whole = name + found["kind"]
        is_named = name and not any(whole.endswith(word) for word in terms.lists["不是地名"])
        last = whole if is_named else last
    return last


def _secrecy(text: str, terms: PublicTerms) -> Iterator[Spot]:
    """D-05: a mark stops the publication, the word in a sentence is to be looked at."""
    harmless = [
        found.span()
        for word in (*terms.lists["不算"], *terms.lists["内部不算"])
        for found in re.finditer(re.escape(word), text)
    ]
    for word in (*terms.lists["标志"], *terms.lists["内部"]):
        for found in re.finditer(re.escape(word), text):
            start, end = found.span()
            if any(first <= start and end <= last for first, last in harmless):
                continue
            if _is_mark(text, start, end):
                message = f"有“{word}”字样。处理：涉密和内部材料不能公开；确已解密的，去掉标志"
                yield Spot(start, end, "D-05", Level.ERROR, message)
            else:
                message = f"写有“{word}”。处理：核对是不是密级或内部要求；不是就不用改"
                yield Spot(start, end, "D-05", Level.VERIFY, message)
    for found in _SECRET_NUMBER.finditer(text):
        message = "有密件的文号。处理：删去文号和引自密件的内容"
        yield Spot(found.start(), found.end(), "D-05", Level.ERROR, message)


def _is_mark(text: str, start: int, end: int) -> bool:
    """Alone in its paragraph, with ★ or years, in brackets, behind 密级, or as an order."""
    rest = re.sub(
        r"[\s★☆*（）()【】\[\]：:，、。！·0-9年长期注意保存不得外传请妥善保管级件]", "", text
    )
    if rest in ("", text[start:end]) or re.match(r"\s*[★☆*]", text[end:]):
        return True
    if re.search(r"密级[：:为是]?\s*$", text[:start]):
        return True
    if text[start - 1 : start] in ("（", "(", "【", "[") and text[end : end + 1] in "）)】]，,":
        return True
    return bool(re.match(r"[，,]?\s*(?:不得|请勿|严禁|注意|妥善)", text[end:]))
