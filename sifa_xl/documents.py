"""A finished document as text: its paragraphs, and what else the file carries along."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HEADER, FOOTER, REVIEW = "页眉", "页脚", "送审稿"


class Carried(StrEnum):
    """What a file may carry besides its visible text."""

    COMMENT = "批注"
    REVISION = "修订"
    HIDDEN = "隐藏文字"
    PERSON = "人名"
    UNIT = "单位"
    PROPERTY = "自定义属性"
    IMAGE = "图片"
    LINK = "外部链接"
    OBJECT = "嵌入的文件"
    MACRO = "宏"


@dataclass(frozen=True)
class DocumentParagraph:
    """A paragraph that holds something; ``place`` is 第3段, 页眉, 批注2, 第3段的隐藏文字 …"""

    text: str
    place: str


@dataclass(frozen=True)
class Trace:
    """Something carried along, ``count`` times; ``detail`` says where or what, never a name."""

    kind: Carried
    detail: str
    count: int = 1


@dataclass(frozen=True)
class Document:
    """A document; a plain text has no traces."""

    paragraphs: tuple[DocumentParagraph, ...]
    traces: tuple[Trace, ...] = ()

    @property
    def is_review_copy(self) -> bool:
        """True for a 送审稿: its header says so."""
        return any(p.place == HEADER and REVIEW in p.text for p in self.paragraphs)

    @classmethod
    def of_lines(cls, text: str) -> Document:
        """A plain text: a paragraph a line, the empty ones not counted."""
        lines = [line for line in text.splitlines() if line.strip()]
        numbered = (DocumentParagraph(line, f"第{n}段") for n, line in enumerate(lines, 1))
        return cls(tuple(numbered))
