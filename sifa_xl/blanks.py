"""What a rule that counts blanks as zero sees: values, and the cells of its formulas."""

from __future__ import annotations

from fractions import Fraction

from sifa_xl.trees import Named, Node, Refs, Sight


class BlankAsZero:
    """Sight for a rule with ``missing="zero"``: a figure without a value is zero."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight

    def value(self, figure: Named, previous: bool) -> Fraction | None:
        """The adopted value, zero where there is none."""
        return self._sight.value(figure, previous) or Fraction(0)

    def typed(self, figure: Named, previous: bool) -> Fraction | None:
        """The typed value, zero where there is none."""
        return self._sight.typed(figure, previous) or Fraction(0)

    def chosen(self, choice: Node) -> str:
        """As the sheet says."""
        return self._sight.chosen(choice)

    def has_basis(self, figure: Named) -> bool:
        """As the sheet says."""
        return self._sight.has_basis(figure)

    def largest(self, figure: Named) -> Fraction | None:
        """As the sheet says: of no rows none is the largest."""
        return self._sight.largest(figure)


class CellsAsZero:
    """The same for formulas: ``N()`` makes a blank or a text zero."""

    def __init__(self, refs: Refs) -> None:
        self._refs = refs

    def value(self, figure: Named, previous: bool) -> str:
        """The adopted value, zero where there is none."""
        return f"N({self._refs.value(figure, previous)})"

    def typed(self, figure: Named, previous: bool) -> str:
        """The typed value, zero where there is none."""
        return f"N({self._refs.typed(figure, previous)})"

    def chosen(self, choice: Node) -> str:
        """The cell of a drop-down."""
        return self._refs.chosen(choice)

    def basis(self, figure: Named) -> str:
        """The 口径 cell."""
        return self._refs.basis(figure)

    def parts(self, figure: Named) -> str:
        """The range of a split's measure."""
        return self._refs.parts(figure)
