"""版式: how sections become numbered paragraphs.  主题式, 总分式 and 总分数字式.

Signs: GB/T 9704-2012, 7.3.3 (一、 （一） 1.).  What is empty has been dropped before, so the
numbering closes up; a lone （一）, 1. or 一是 is never printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sifa_xl.edited_numbers import Rewording
from sifa_xl.numbering import arabic, bracketed, item, level_one
from sifa_xl.passages import Passage
from sifa_xl.spans import EMPTY, Prose

Sign = Callable[[int, int], str]
LEVELS = {"标题": 0, "一级": 1, "二级标题": 2, "二级": 2, "三级": 3}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: ``kind`` is one of ``LEVELS``, or 主送, 正文, 署名, 日期.

    A 二级标题 stands alone on its line; 二级 and 三级 run into their text: the first ``head``
    characters of theirs are sign and heading.  ``rewording`` is set where ``prose`` has the
    clerk's words instead of the generated ones.
    """

    id: str
    kind: str
    prose: Prose
    head: int = 0
    rewording: Rewording | None = None

    @property
    def level(self) -> int:
        """0 for the title, 1 to 3 for headings, 4 for everything else."""
        return LEVELS.get(self.kind, 4)

    @property
    def text(self) -> str:
        """The words."""
        return self.prose.text

    @property
    def generated(self) -> str:
        """The words as the program wrote them, whatever the clerk made of them."""
        return self.rewording.generated.text if self.rewording else self.text


@dataclass
class Section:
    """A heading of 提纲 with its passages; level-one sections hold level-two ones.

    ``is_closing`` marks 存在问题 and 下步打算, which no cover heading takes in.
    """

    id: str
    heading: Prose
    passages: list[Passage] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    is_off: bool = False
    is_closing: bool = False

    @property
    def is_empty(self) -> bool:
        """True when nothing in it prints."""
        own = any(passage.prose.text for passage in self.passages)
        return self.is_off or not (own or any(not child.is_empty for child in self.children))

    @property
    def parts(self) -> list[Section]:
        """The level-two sections that print something."""
        return [child for child in self.children if not child.is_empty]


def by_themes(sections: Sequence[Section], cover: Prose) -> Iterator[Paragraph]:
    """主题式: 一、 with 1. run into the text."""
    for number, section in enumerate(sections, 1):
        yield from _heading(section.id, "一级", level_one(number, len(sections)), section.heading)
        yield from _below(section, "二级", arabic)


def under_cover(item_sign: Sign) -> Callable[[Sequence[Section], Prose], Iterator[Paragraph]]:
    """总分式 (一是) and 总分数字式 (1.): one cover heading, the themes as （一） under it."""

    def arrange(sections: Sequence[Section], cover: Prose) -> Iterator[Paragraph]:
        themes = [section for section in sections if not section.is_closing]
        closings = [section for section in sections if section.is_closing]
        count = len(closings) + bool(themes)
        if themes:
            # a lone theme's heading takes the cover's place, for a lone （一） is never printed
            heading = cover if len(themes) > 1 else themes[0].heading
            yield from _heading("总述", "一级", level_one(1, count), heading)
        for number, theme in enumerate(themes, 1):
            if len(themes) > 1:
                sign = bracketed(number, len(themes))
                yield from _heading(theme.id, "二级标题", sign, theme.heading)
            yield from _below(theme, "三级", item_sign)
        for number, closing in enumerate(closings, 1 + bool(themes)):
            yield from _heading(closing.id, "一级", level_one(number, count), closing.heading)
            yield from _below(closing, "二级", bracketed)

    return arrange


LAYOUTS: dict[str, Callable[[Sequence[Section], Prose], Iterator[Paragraph]]] = {
    "主题式": by_themes,
    "总分式": under_cover(item),
    "总分数字式": under_cover(arabic),
}


def _heading(identity: str, kind: str, sign: str, heading: Prose) -> Iterator[Paragraph]:
    if heading.text:
        yield Paragraph(identity, kind, Prose.plain(sign) + heading)


def _below(section: Section, kind: str, sign: Sign) -> Iterator[Paragraph]:
    """The section's own passages, then its level-two sections, run in and numbered alike."""
    own = [passage for passage in section.passages if passage.prose.text]
    headed = [(p.id, p.heading, p.prose) for p in own if p.heading.text]
    for passage in own:
        if not passage.heading.text:
            yield Paragraph(passage.id, "正文", passage.prose)
    for part in section.parts:
        passages = [passage for passage in part.passages if passage.prose.text]
        prose = EMPTY
        for passage in passages:
            prose += passage.prose
        headed.append((passages[0].id, part.heading, prose))
    for number, (identity, heading, prose) in enumerate(headed, 1):
        lead = Prose.plain(sign(number, len(headed)))
        if heading.text:
            lead = lead + heading + Prose.plain("。")
        head = len(lead.text) if heading.text else 0
        yield Paragraph(identity, kind, lead + prose, head=head)
