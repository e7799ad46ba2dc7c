"""What a declaration may say beyond plain arithmetic: sums, ratios, choices, last year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sifa_xl.errors import DefinitionProblem
from sifa_xl.trees import Named, Node, Refs, Sight, Truth, all_known


@dataclass(frozen=True, eq=False)
class Sum(Node):
    """The sum of the parts that are filled; unknown when all are blank (design 8, Blanks).

    Last year's sum is known only where no part filled now was blank then: to compare a sum of three
    parts with a sum of two would show a growth that is none.
    """

    parts: tuple[Named, ...]

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        values = [part.value(sight, previous) for part in self.parts]
        if previous:
            now = [part.value(sight) for part in self.parts]
            if any(a is not None and b is None for a, b in zip(now, values, strict=True)):
                return None
        filled = [value for value in values if value is not None]
        return sum(filled, Fraction(0)) if filled else None

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return f"SUM({self._cells(refs, previous)})"

    def known(self, refs: Refs, previous: bool = False) -> str:
        some = f"COUNT({self._cells(refs, previous)})>0"
        if not previous:
            return some
        return all_known(some, *(_was_known(part, refs) for part in self.parts))

    def sentence(self) -> str:
        return "＋".join(part.sentence() for part in self.parts)

    def leaves(self) -> Iterator[Named]:
        yield from self.parts

    def _cells(self, refs: Refs, previous: bool) -> str:
        return ",".join(refs.value(part, previous) for part in self.parts)


@dataclass(frozen=True, eq=False)
class Ratio(Node):
    """``part`` as a percentage of ``base``; unknown over a base of zero."""

    part: Node
    base: Node

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        part, base = self.part.value(sight, previous), self.base.value(sight, previous)
        if part is None or base is None or base == 0:
            return None  # a share of nothing is not zero; it is printed as a dash
        return part * 100 / base

    def formula(self, refs: Refs, previous: bool = False) -> str:
        # multiplied first, so that ties at the rounding edge stay exact in doubles
        part, base = self.part.formula(refs, previous), self.base.formula(refs, previous)
        return f"{part}*100/({base})"

    def known(self, refs: Refs, previous: bool = False) -> str:
        both = all_known(self.part.known(refs, previous), self.base.known(refs, previous))
        return f"IF({both},({self.base.formula(refs, previous)})<>0,FALSE)"

    def sentence(self) -> str:
        part, base = (
            f"（{text}）" if set(text) & set("＋－") and "〔" not in text else text
            for text in (self.part.sentence(), self.base.sentence())
        )
        return f"{part}÷{base}×100%"

    def leaves(self) -> Iterator[Named]:
        yield from self.part.leaves()
        yield from self.base.leaves()


class Choice(Node):
    """A base the bureau picks in a drop-down: ``Choice("办结率口径", 收到=..., 受理=...)``.

    The first option is the default.  Raises ``DefinitionProblem`` for fewer than two options.
    """

    def __init__(self, name: str, **options: Node) -> None:
        if len(options) < 2:
            raise DefinitionProblem(f"口径选择“{name}”至少要有两个选项。")
        self.name = name
        self.options = options

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        return self.options[sight.chosen(self)].value(sight, previous)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return self._chain(refs, {k: n.formula(refs, previous) for k, n in self.options.items()})

    def known(self, refs: Refs, previous: bool = False) -> str:
        return self._chain(refs, {k: n.known(refs, previous) for k, n in self.options.items()})

    def sentence(self) -> str:
        first, *rest = (node.sentence() for node in self.options.values())
        text = f"{first}〔可改按{'、'.join(rest)}〕"
        return f"（{text}）" if "＋" in text else text

    def leaves(self) -> Iterator[Named]:
        for option in self.options.values():
            yield from option.leaves()

    def _chain(self, refs: Refs, texts: dict[str, str]) -> str:
        (_, text), *others = texts.items()
        for option, other in others:
            text = f'IF({refs.chosen(self)}="{option}",{other},{text})'
        return text


@dataclass(frozen=True, eq=False)
class _OfOne(Node):
    figure: Named

    def leaves(self) -> Iterator[Named]:
        yield self.figure

    def sentence(self) -> str:
        return self.figure.sentence()


class OrZero(_OfOne):
    """The figure, a blank counting as zero; for the optional parts of a balance.

    Last year's blank beside a number of now is not zero but unknown, as in ``Sum``.
    """

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        value = self.figure.value(sight, previous)
        if value is not None or (previous and self.figure.value(sight) is not None):
            return value
        return Fraction(0)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return f"N({refs.value(self.figure, previous)})"

    def known(self, refs: Refs, previous: bool = False) -> str:
        return _was_known(self.figure, refs) if previous else "TRUE"


class AYearAgo(_OfOne):
    """The same figure in 上年同期."""

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        return self.figure.value(sight, previous=True)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return self.figure.formula(refs, previous=True)

    def known(self, refs: Refs, previous: bool = False) -> str:
        return self.figure.known(refs, previous=True)

    def sentence(self) -> str:
        return f"上年同期{self.figure.sentence()}"


class AsTyped(_OfOne):
    """What the clerk typed, where the adopted value could also be computed."""

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        return sight.typed(self.figure, previous)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return refs.typed(self.figure, previous)

    def known(self, refs: Refs, previous: bool = False) -> str:
        return f"ISNUMBER({refs.typed(self.figure, previous)})"


class LargestPart(_OfOne):
    """The largest part of a split's measure."""

    def value(self, sight: Sight, previous: bool = False) -> Fraction | None:
        return sight.largest(self.figure)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return f"MAX({refs.parts(self.figure)})"

    def known(self, refs: Refs, previous: bool = False) -> str:
        return f"COUNT({refs.parts(self.figure)})>0"

    def sentence(self) -> str:
        return f"{self.figure.sentence()}中最大的一项"


@dataclass(frozen=True, eq=False)
class HasBasis(Truth):
    """True when the figure's 口径 is written down."""

    figure: Named

    def truth(self, sight: Sight, previous: bool = False) -> bool | None:
        return sight.has_basis(self.figure)

    def formula(self, refs: Refs, previous: bool = False) -> str:
        return f"LEN(TRIM({refs.basis(self.figure)}))>0"

    def known(self, refs: Refs, previous: bool = False) -> str:
        return "TRUE"

    def sentence(self) -> str:
        return f"{self.figure.sentence()}写明口径"

    def leaves(self) -> Iterator[Named]:
        yield self.figure


def _was_known(part: Named, refs: Refs) -> str:
    """TRUE unless the part is filled now and was blank a year ago."""
    return f"OR(NOT(ISNUMBER({refs.value(part, False)})),ISNUMBER({refs.value(part, True)}))"
