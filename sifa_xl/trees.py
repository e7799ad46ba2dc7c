"""The core of the expression trees: nodes, relations and what they may ask.

One tree is read in three ways: its exact value (``Fraction``, None for *unknown*), its native
Excel formula, and its sentence in Chinese.  A formula refers to the cells of the named nodes and
never expands them.  ``previous`` asks for the same figures a year ago.  Compare with
``.equals()``; ``bool(tree)`` raises, so a forgotten ``.equals`` or ``a < b < c`` is noticed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from operator import add, and_, eq, ge, gt, le, lt, mul, or_, sub
from typing import Any, Protocol

from sifa_xl.wording import round_half_up

MONEY_PLACES = 2  # money is compared as it is printed: 万元 with two decimals (N-08)
Number = int | Decimal | Fraction
Side = Fraction | None
_Work = Callable[[Any, Any], Any]
_HOLDS: dict[str, _Work] = {"<=": le, "<": lt, "=": eq, ">=": ge, ">": gt}
_JOINS: dict[str, _Work] = {"+": add, "-": sub, "*": mul, "AND": and_, "OR": or_}


class Sight(Protocol):
    """What a tree may see of the typed values."""

    def value(self, figure: Named, previous: bool) -> Fraction | None:
        """The adopted value (采用数), exact for rates; None when unknown."""

    def typed(self, figure: Named, previous: bool) -> Fraction | None:
        """What the clerk typed, before any computing."""

    def chosen(self, choice: Node) -> str:
        """The option picked in a drop-down; the first option when the cell is blank."""

    def has_basis(self, figure: Named) -> bool:
        """True when the 口径 cell of the figure holds words."""

    def largest(self, figure: Named) -> Fraction | None:
        """The largest part of a split's measure."""


class Refs(Protocol):
    """Where a tree's named nodes stand in the workbook; every answer is formula text."""

    def value(self, figure: Named, previous: bool) -> str:
        """The cell of the adopted value (a rate's exact ratio)."""

    def typed(self, figure: Named, previous: bool) -> str:
        """The cell the clerk types into."""

    def chosen(self, choice: Node) -> str:
        """The cell of a drop-down."""

    def basis(self, figure: Named) -> str:
        """The 口径 cell."""

    def parts(self, figure: Named) -> str:
        """The range of a split's measure, header and footer edge included."""


class Tree(ABC):
    """What every node can do."""

    @abstractmethod
    def formula(self, refs: Refs, previous: bool = False) -> str:
        """The native Excel formula, without ``=``; valid only where ``known`` is true."""

    @abstractmethod
    def known(self, refs: Refs, previous: bool = False) -> str:
        """The Excel formula that is TRUE where the value is known."""

    @abstractmethod
    def sentence(self) -> str:
        """The tree in Chinese, for the rule book and the 口径 column."""

    @abstractmethod
    def leaves(self) -> Iterator[Named]:
        """The named nodes it refers to, left to right."""

    def __bool__(self) -> bool:
        raise TypeError("a tree is neither true nor false; use .equals(), & and |")


class Truth(Tree):
    """A node that is true, false or unknown."""

    @abstractmethod
    def truth(self, sight: Sight, previous: bool = False) -> bool | None:
        """True, False, or None when a side is unknown."""

    def __and__(self, other: Truth) -> Truth:
        return _Junction(self, other, "AND", "且")

    def __or__(self, other: Truth) -> Truth:
        return _Junction(self, other, "OR", "或")


class Node(Tree):
    """A node with a number."""

    @abstractmethod
    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        """The exact value, or None when unknown."""

    @property
    def is_money(self) -> bool:
        """True when a leaf carries decimals: both sides are rounded before comparing."""
        return any(leaf.places for leaf in self.leaves())

    def __add__(self, other: Node | Number) -> Node:
        return Arithmetic(self, node(other), "+", "＋")

    def __sub__(self, other: Node | Number) -> Node:
        return Arithmetic(self, node(other), "-", "－")

    def __mul__(self, other: Node | Number) -> Node:
        return Arithmetic(self, node(other), "*", "×")

    def __le__(self, other: Node | Number) -> Comparison:
        return Comparison(self, node(other), "<=", "不大于")

    def __lt__(self, other: Node | Number) -> Comparison:
        return Comparison(self, node(other), "<", "小于")

    def __ge__(self, other: Node | Number) -> Comparison:
        return Comparison(self, node(other), ">=", "不小于")

    def __gt__(self, other: Node | Number) -> Comparison:
        return Comparison(self, node(other), ">", "大于")

    def equals(self, other: Node | Number) -> Comparison:
        """The relation ``self = other``."""
        return Comparison(self, node(other), "=", "等于")


class Named(Node):
    """A node with a cell of its own.  ``code`` is set when its work line is declared."""

    name: str
    label: str
    places: int = 0
    code: str = ""

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        return sight.value(self, previous)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return refs.value(self, previous)

    def known(self, refs: Refs, previous: bool = False) -> str:
        return f"ISNUMBER({refs.value(self, previous)})"

    def sentence(self) -> str:
        return self.label

    def leaves(self) -> Iterator[Named]:
        yield self


@dataclass(frozen=True, eq=False)
class Constant(Node):
    """A number that belongs to a rule, such as a threshold."""

    number: Fraction

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        return self.number

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return self.sentence()

    def known(self, refs: Refs, previous: bool = False) -> str:
        return "TRUE"

    def sentence(self) -> str:
        return str(int(self.number) if self.number.denominator == 1 else float(self.number))

    def leaves(self) -> Iterator[Named]:
        yield from ()


class _Pair(Tree):
    left: Tree
    right: Tree

    def known(self, refs: Refs, previous: bool = False) -> str:
        return all_known(self.left.known(refs, previous), self.right.known(refs, previous))

    def leaves(self) -> Iterator[Named]:
        yield from self.left.leaves()
        yield from self.right.leaves()


@dataclass(frozen=True, eq=False)
class Comparison(_Pair, Truth):
    """A relation between two numbers; exact, money rounded on both sides."""

    left: Node
    right: Node
    sign: str
    words: str

    def sides(self, sight: Sight, previous: bool = False) -> tuple[Side, Side]:
        """Both sides as they are compared."""
        left, right = self.left.value(sight, previous), self.right.value(sight, previous)
        return (_round_money(left), _round_money(right)) if self._is_rounded else (left, right)

    def truth(self, sight: Sight, previous: bool = False) -> bool | None:
        left, right = self.sides(sight, previous)
        return None if left is None or right is None else _HOLDS[self.sign](left, right)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        left, right = self.side_formulas(refs, previous)
        return f"{left}{self.sign}{right}"

    def side_formulas(self, refs: Refs, previous: bool = False) -> tuple[str, str]:
        """The formulas of both sides as they are compared."""
        left, right = self.left.formula(refs, previous), self.right.formula(refs, previous)
        if self._is_rounded:
            return f"ROUND({left},{MONEY_PLACES})", f"ROUND({right},{MONEY_PLACES})"
        return left, right

    def sentence(self) -> str:
        return f"{self.left.sentence()}{self.words}{self.right.sentence()}"

    @cached_property
    def _is_rounded(self) -> bool:
        return self.left.is_money or self.right.is_money


@dataclass(frozen=True, eq=False)
class Arithmetic(_Pair, Node):
    """Sum, difference or product; unknown if a side is."""

    left: Node
    right: Node
    sign: str
    words: str

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        left, right = self.left.value(sight, previous), self.right.value(sight, previous)
        return None if left is None or right is None else _JOINS[self.sign](left, right)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        left, right = self.left.formula(refs, previous), self.right.formula(refs, previous)
        return f"(({left}){self.sign}({right}))" if self.sign != "+" else f"({left}+{right})"

    def sentence(self) -> str:
        left, right = self.left.sentence(), self.right.sentence()
        if self.sign == "*":
            left = _bracketed(left, "＋－")
        return f"{left}{self.words}{_bracketed(right, '＋' if self.sign == '+' else '＋－')}"


@dataclass(frozen=True, eq=False)
class _Junction(_Pair, Truth):
    left: Truth
    right: Truth
    function: str
    words: str

    def truth(self, sight: Sight, previous: bool = False) -> bool | None:
        left, right = self.left.truth(sight, previous), self.right.truth(sight, previous)
        return None if left is None or right is None else _JOINS[self.function](left, right)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        left, right = self.left.formula(refs, previous), self.right.formula(refs, previous)
        return f"{self.function}({left},{right})"

    def sentence(self) -> str:
        return f"{self.left.sentence()}{self.words}{self.right.sentence()}"


def node(value: Node | Number) -> Node:
    """A plain number as a node."""
    return value if isinstance(value, Node) else Constant(Fraction(value))


def all_known(*parts: str) -> str:
    """The Excel formula that is TRUE when every part is; parts that always are drop out."""
    wanted = [part for part in dict.fromkeys(parts) if part != "TRUE"]
    if len(wanted) < 2:
        return wanted[0] if wanted else "TRUE"
    return f"AND({','.join(wanted)})"


def _bracketed(sentence: str, signs: str) -> str:
    return f"（{sentence}）" if set(signs) & set(sentence) else sentence


def _round_money(value: Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(round_half_up(value, MONEY_PLACES))
