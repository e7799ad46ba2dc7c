"""Kinds that exclude one another, as 民事 and 刑事: their counts never exceed the whole.

They come from the declared totals of the work lines, and from a few pairs every text uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sifa_xl.declarations import Computed, Count, WorkLine
from sifa_xl.expressions import Sum
from sifa_xl.lines import shipped
from sifa_xl.trees import Comparison, Node

# words of one kind each; a whole is told in full where all of a COMPLETE set are listed
_EVERYWHERE = (
    (("民事",), ("刑事",), ("行政",), ("非诉",), ("仲裁",), ("法律帮助", "认罪认罚", "值班律师")),
    (("管制",), ("缓刑",), ("假释",), ("暂予监外执行", "监外执行", "暂外")),
    (("严管", "严格管理"), ("普管", "普通管理"), ("宽管", "宽松管理")),
    (("男",), ("女",)),
    (("国内",), ("涉外",), ("涉港澳", "港澳台", "涉台")),
    (("书面",), ("口头",)),
    (("优秀",), ("良好",), ("不合格",), ("合格",)),
    (("一审",), ("二审",), ("再审",)),
    (
        ("办结", "审结", "已结", "结案"),
        ("正在办理", "正在审理", "在办", "未结", "未办结", "未审结", "审理中", "办理中", "尚在"),
    ),
    (
        *(("维持",), ("驳回",), ("撤销",), ("变更",), ("确认违法",), ("责令",)),
        ("终止", "撤回", "调解", "和解"),
    ),
    (
        *(("期满",), ("赦免", "特赦"), ("迁出", "执行地变更"), ("收监",), ("死亡",)),
        *(("撤销缓刑", "撤缓"), ("撤销假释", "撤假")),
    ),
)
_COMPLETE = (
    {"男", "女"},
    {"管制", "缓刑", "假释", "暂予监外执行"},
    {"严管", "普管", "宽管"},
    {"办结", "正在办理"},
    {"优秀", "合格", "不合格"},
)
_NOISE = re.compile(r"案件|对象|人员|法律援助|法律事务|社区矫正|公证|[的类为]")
_SHORTEST = 2


@dataclass(frozen=True)
class Family:
    """Kinds of one whole; each kind is the words it goes by, the first being its name."""

    kinds: tuple[tuple[str, ...], ...]

    def kind_of(self, name: str) -> str:
        """The kind that ``name`` speaks of, or ``""``; the longest word decides."""
        found = [(len(word), words[0]) for words in self.kinds for word in words if word in name]
        return max(found, default=(0, ""))[1]


def family_of(names: Sequence[str]) -> tuple[Family, list[str]] | None:
    """The family in which every one of ``names`` is a kind of its own, and the kinds."""
    for family in _families():
        kinds = [family.kind_of(name) for name in names]
        if all(kinds) and len(set(kinds)) == len(kinds):
            return family, kinds
    return None


def is_complete(kinds: Sequence[str]) -> bool:
    """Whether the kinds leave nothing out: 男 and 女."""
    return any(complete <= set(kinds) for complete in _COMPLETE)


@cache
def _families() -> tuple[Family, ...]:
    declared = [family for line in shipped() for family in _declared(line)]
    return (*(Family(kinds) for kinds in _EVERYWHERE), *declared)


def _declared(line: type[WorkLine]) -> Iterator[Family]:
    """The sums a line declares: its totals, and the rules that say one figure equals a sum."""
    sums: list[Node] = [f.definition for f in line.figures if isinstance(f, Computed)]
    for rule in line.all_rules:
        if isinstance(rule.expect, Comparison) and rule.expect.sign == "=":
            sums.append(rule.expect.right)
    for node in sums:
        if isinstance(node, Sum):
            yield Family(tuple(_words(part) for part in node.parts if isinstance(part, Count)))


def _words(part: Count) -> tuple[str, ...]:
    words = (part.name, part.label, *part.aliases)
    cores = (_NOISE.sub("", word) for word in words)
    return tuple(dict.fromkeys(word for word in (*words, *cores) if len(word) >= _SHORTEST))
