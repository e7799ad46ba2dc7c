"""The vocabulary in which a 台账 is declared: columns, rules of its rows, what counts of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from sifa_xl.errors import DefinitionProblem
from sifa_xl.ledger_columns import (
    Analysis,
    Column,
    Date,
    Day,
    Identity,
    LedgerRow,
    Number,
    Pick,
    Quantity,
    Tag,
    Word,
    Words,
)
from sifa_xl.ledger_conditions import (
    Before,
    Condition,
    HasDay,
    Is,
    IsFilled,
    Terms,
    UpTo,
    Within,
    counting_terms,
)
from sifa_xl.ledger_gaps import gaps_of
from sifa_xl.row_rules import (
    HasNumber,
    InOrder,
    NeedsDay,
    NeedsOutcome,
    Overdue,
    RowRule,
    Unique,
)

__all__ = [
    "Analysis",
    "Condition",
    "CountRows",
    "Date",
    "Day",
    "HasNumber",
    "Identity",
    "InOrder",
    "Ledger",
    "LedgerRow",
    "NeedsDay",
    "NeedsOutcome",
    "Number",
    "Overdue",
    "Pick",
    "Quantity",
    "RowRule",
    "SumRows",
    "Tag",
    "Unique",
    "Word",
    "Words",
]

_ENDS = (NeedsDay, NeedsOutcome, Overdue)  # rules that end with the day a row is done with
MOST_KINDS = 14  # choices the sheet 分析 has columns for


class Ledger:
    """A sheet of rows, one for each case, person or event.

    ``anchor`` is the column of the day every row has; a ledger without any such day gives no
    counts.  ``over`` are the words by which a row is done with though it has no closing day.
    ``code`` is set when its work line is declared.
    """

    def __init__(
        self,
        name: str,
        row: type[LedgerRow],
        *,
        anchor: str,
        rules: Sequence[RowRule] = (),
        analysis: Analysis | None = None,
        hint: str = "",
        over: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.name = name
        self.row = row
        self.anchor = anchor
        self.hint = hint
        self.rules = tuple(rules)
        self.over = dict(over or {})
        self.code = ""
        self.fields = row.columns()
        self.columns = {column.label: column for column in self.fields.values()}
        for label in (anchor, *(label for rule in rules for label in rule.labels)):
            self[label]
        for label, words in self.over.items():
            self.where(label, *words)
        self.analysis = analysis
        self._check_analysis()

    @property
    def title(self) -> str:
        """The name of its sheet."""
        return f"{self.name}台账"

    @property
    def closing(self) -> str:
        """The column of the day on which a row is done with; the anchor if it has no other."""
        if self.analysis is not None and self.analysis.left:
            return self.analysis.left
        ends = {rule.labels[-1] for rule in self.rules if isinstance(rule, _ENDS)}
        orders = [rule.labels for rule in self.rules if isinstance(rule, InOrder)]
        closing = (each[-1] for each in orders if each[0] == self.anchor and each[-1] in ends)
        return next(closing, self.anchor)

    def __getitem__(self, label: str) -> Column:
        if label not in self.columns:
            raise DefinitionProblem(f"台账“{self.name}”没有“{label}”一列。")
        return self.columns[label]

    def within(self, label: str) -> Condition:
        """Rows whose day under ``label`` lies in the period."""
        return Within(self._of(label, Date))

    def up_to_cutoff(self, label: str) -> Condition:
        """Rows whose day under ``label`` is not later than the cut-off."""
        return UpTo(self._of(label, Date))

    def before(self, label: str) -> Condition:
        """Rows whose day under ``label`` lies before the period."""
        return Before(self._of(label, Date))

    def has_day(self, label: str) -> Condition:
        """Rows with a day under ``label``."""
        return HasDay(self._of(label, Date))

    def blank(self, label: str) -> Condition:
        """Rows with an empty cell under ``label``."""
        return ~IsFilled(self[label].label)

    def where(self, label: str, *words: str) -> Condition:
        """Rows with one of ``words`` under ``label``, a column with a list."""
        column = self[label]
        strange = [w for w in words if not isinstance(column, Pick) or w not in column.choices]
        if strange or not words:
            raise DefinitionProblem(f"台账“{self.name}”的“{label}”没有选项“{'、'.join(strange)}”。")
        tests: list[Condition] = [Is(label, word) for word in words]
        return reduce(or_, tests)

    def _check_analysis(self) -> None:
        if self.analysis is None:
            return
        for label in self.analysis.labels:
            if self[label].tag is not Tag.OPEN:
                raise DefinitionProblem(f"台账“{self.name}”的“{label}”不能用来分析。")
        kind = self[self.analysis.kind]
        if not isinstance(kind, Pick) or len(kind.choices) > MOST_KINDS:
            raise DefinitionProblem(f"台账“{self.name}”的“{kind.label}”没有选项，或选项太多。")
        self._of(self.analysis.day, Date)

    def _of(self, label: str, kind: type[Column]) -> str:
        if not isinstance(self[label], kind):
            raise DefinitionProblem(f"台账“{self.name}”的“{label}”不是日期。")
        return label


class CountRows:
    """How many rows of a ledger keep a condition: ``Figure("受理纠纷", ledger=CountRows(…))``.

    Known where the ledger has a day and none of ``gaps`` is open.
    """

    summed = ""

    def __init__(self, ledger: Ledger, condition: Condition) -> None:
        self.ledger = ledger
        self.condition = condition
        self.terms: Terms = counting_terms(condition)
        self.known: Terms = counting_terms(HasDay(ledger.anchor))
        self.gaps = gaps_of(condition, ledger.anchor, ledger.closing)
        for test in condition.tests():
            if ledger[test.label].tag is not Tag.OPEN:
                raise DefinitionProblem(f"台账“{ledger.name}”的“{test.label}”不能用来计数。")

    def labels(self) -> Iterator[str]:
        """The columns it looks at."""
        yield self.ledger.anchor
        yield from dict.fromkeys(test.label for test in self.condition.tests())
        if self.summed:
            yield self.summed

    def sentence(self) -> str:
        """What is counted, in Chinese."""
        return f"“{self.ledger.title}”里{self.condition.sentence()}的行数"


class SumRows(CountRows):
    """The sum of a column over the rows that keep a condition."""

    def __init__(self, ledger: Ledger, summed: str, condition: Condition) -> None:
        super().__init__(ledger, condition)
        column = ledger[summed]
        if not isinstance(column, Quantity) or column.tag is not Tag.OPEN:
            raise DefinitionProblem(f"台账“{ledger.name}”的“{summed}”不能相加。")
        self.summed = summed
        self.gaps = gaps_of(condition, ledger.anchor, ledger.closing, summed)

    def sentence(self) -> str:
        return f"“{self.ledger.title}”里{self.condition.sentence()}的{self.summed}之和"
