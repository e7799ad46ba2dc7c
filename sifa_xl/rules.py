"""Relations that should hold between figures, at three levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sifa_xl.blanks import BlankAsZero, CellsAsZero
from sifa_xl.domain import Level
from sifa_xl.errors import DefinitionProblem
from sifa_xl.trees import Comparison, Named, Refs, Sight, Truth

MISSING = {"skip": "不查", "fail": "算不成立", "zero": "按0算"}  # with the words of the rule book


@dataclass(frozen=True, eq=False)
class Rule:
    """A relation that should hold; ``title`` is the finding's sentence, ``mend`` the remedy.

    ``missing`` says what an unknown side does: ``skip`` the rule, count as ``fail``, or every
    blank figure of the rule counts as ``zero`` (for a single one write ``OrZero`` in the tree).
    """

    code: str
    level: Level
    title: str
    expect: Truth
    when: Truth | None = None
    at: Named | None = None
    mend: str = ""
    missing: str = "skip"

    @property
    def anchor(self) -> Named:
        """The figure at whose cell a finding is shown."""
        return next(self.expect.leaves()) if self.at is None else self.at

    @property
    def comparison(self) -> Comparison | None:
        """The relation with two sides, if it has them."""
        return self.expect if isinstance(self.expect, Comparison) else None

    def sight(self, sight: Sight) -> Sight:
        """What the rule sees of the values: blanks as zero where it says so."""
        return BlankAsZero(sight) if self.missing == "zero" else sight

    def refs(self, refs: Refs) -> Refs:
        """The same for its formulas."""
        return CellsAsZero(refs) if self.missing == "zero" else refs

    def sentence(self) -> str:
        """The relation in Chinese, for the rule book and the table of relations."""
        then = self.expect.sentence()
        return f"当{self.when.sentence()}时，{then}" if self.when is not None else then


def error(code: str, title: str, *, expect: Truth, **options: Any) -> Rule:
    """A 强制 rule: must be put right; blocks the final text."""
    return _rule(code, Level.ERROR, title, expect, options)


def verify(code: str, title: str, *, expect: Truth, **options: Any) -> Rule:
    """A 核实 rule: put it right, or write a 说明."""
    return _rule(code, Level.VERIFY, title, expect, options)


def hint(code: str, title: str, *, expect: Truth, **options: Any) -> Rule:
    """A 提示 rule: advice."""
    return _rule(code, Level.HINT, title, expect, options)


def holds(rule: Rule, values: Sight) -> bool | None:
    """Whether the relation holds; None when it is skipped because a side is unknown."""
    sight = rule.sight(values)
    if rule.when is not None:
        applies = rule.when.truth(sight)
        if applies is None:
            return None
        if not applies:
            return True
    truth = rule.expect.truth(sight)
    if truth is None and rule.missing == "fail":
        return False
    return truth


def _rule(code: str, level: Level, title: str, expect: Truth, options: dict[str, Any]) -> Rule:
    if not isinstance(expect, Truth):
        raise DefinitionProblem(f"规则 {code} 的 expect 不是关系式；相等请写 .equals()。")
    if not isinstance(options.get("when"), Truth | None):
        raise DefinitionProblem(f"规则 {code} 的 when 不是关系式；相等请写 .equals()。")
    if options.get("missing", "skip") not in MISSING:
        raise DefinitionProblem(f"规则 {code} 的 missing 只能是 {'、'.join(MISSING)}。")
    return Rule(code, level, title, expect, **options)
