"""提纲: its default rows, made from the lines' declarations, and what a row's 内容 names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sifa_xl import headers as h
from sifa_xl.declarations import DRAFTS, Section, WorkLine
from sifa_xl.errors import TemplateProblem

FILE = "提纲.toml"
LAST_THEME = "党的建设"  # unknown themes stand before it
DOT = "·"
ALL = "全部"


@dataclass(frozen=True)
class DefaultRow:
    """A row of the default 提纲: a heading, a block, or both; ``lengths`` by draft."""

    level: str
    heading: str
    content: str
    lengths: dict[str, str]


def default_rows(lines: Sequence[type[WorkLine]], folder: Path) -> list[DefaultRow]:
    """The outline a new workbook starts with.

    Raises:
        TemplateProblem: 提纲.toml cannot be read.
    """
    design = _load(folder / FILE)
    headings = {theme["名称"]: theme["标题"] for theme in design.get("主题", [])}
    topics = design.get("其他工作", [])
    rows: list[DefaultRow] = []
    for theme in _theme_order(list(headings), lines):
        sections = _sections(theme, lines, topics)
        if sections:
            rows.append(DefaultRow(h.LEVEL_ONE, headings.get(theme, theme), "", {}))
        heading = ""
        for section, content in sections:
            is_new = section.heading != heading
            heading = section.heading
            lengths = dict(zip(DRAFTS, section.lengths, strict=True))
            level = h.LEVEL_TWO if is_new else ""
            rows.append(DefaultRow(level, heading if is_new else "", content, lengths))
    for end in design.get("结尾", []):
        lengths = {draft: end.get(draft, "详") for draft in DRAFTS}
        rows.append(DefaultRow(h.LEVEL_ONE, end["标题"], end["内容"], lengths))
    return rows


def all_blocks(lines: Sequence[type[WorkLine]], rows: Sequence[DefaultRow] = ()) -> list[str]:
    """Every 内容 a row may name, for the drop-down; ``rows`` add the topics of the default."""
    blocks = [f"{line.title}{DOT}{s.block}" for line in lines for s in line.outline]
    blocks += [f"{line.title}{DOT}{h.MEASURES}" for line in lines]
    return [
        *dict.fromkeys(blocks),
        *(row.content for row in rows if row.content.startswith(f"{h.TOPICS}{DOT}")),
        f"{h.PROBLEMS}{DOT}{ALL}",
        f"{h.PLANS}{DOT}{ALL}",
        h.OWN_PARAGRAPH,
    ]


def split_content(content: str) -> tuple[str, str]:
    """``人民调解·排查化解`` -> line and block; other middle dots are understood too."""
    for dot in (DOT, "•", "．", ".", "‧", "・"):
        if dot in content:
            line, _, block = content.partition(dot)
            return line.strip(), block.strip()
    return content.strip(), ""


def _theme_order(known: list[str], lines: Sequence[type[WorkLine]]) -> list[str]:
    unknown = [t for t in dict.fromkeys(line.theme for line in lines) if t not in known]
    at = known.index(LAST_THEME) if LAST_THEME in known else len(known)
    return known[:at] + unknown + known[at:]


def _sections(
    theme: str, lines: Sequence[type[WorkLine]], topics: Sequence[dict[str, Any]]
) -> list[tuple[Section, str]]:
    """The sections of a theme with their 内容, down the page: the lines' and the topics'."""
    found = [
        (section, f"{line.title}{DOT}{section.block}")
        for line in lines
        if line.theme == theme
        for section in line.outline
    ]
    for topic in topics:
        if topic["主题"] == theme and found:
            lengths = ("详", "不用", "不用")
            section = Section(topic["标题"], topic["题目"], topic["次序"], lengths)
            found.append((section, f"{h.TOPICS}{DOT}{topic['题目']}"))
    return sorted(found, key=lambda pair: pair[0].place)


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"line (\d+)", str(problem))
        what = f"第{line[1]}行写法有误" if line else "末尾写法有误"
    except (OSError, UnicodeDecodeError):
        what = "读不到"
    raise TemplateProblem(f"默认提纲“{path.name}”{what}。请恢复原文件。")
