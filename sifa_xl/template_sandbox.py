"""Where templates run: Jinja's sandbox, in which a name leads to its fact and nowhere else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sifa_xl.bounds import LOOP_TURNS as MAX_TURNS
from sifa_xl.clauses import Printed, fact_mark
from sifa_xl.domain import Fact, State
from sifa_xl.errors import TemplateProblem
from sifa_xl.factbook import FactBook
from sifa_xl.spans import UNKNOWN, without_private_use

ABSENT = "未发生"


@dataclass
class Record:
    """What one rendering prints and asks for."""

    facts: FactBook
    home: str
    file: str
    printed: list[Printed] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    turns: int = 0

    def fail(self, message: str) -> NoReturn:
        raise TemplateProblem(f"模板“{self.file}”{message}")


@dataclass(frozen=True)
class Mention:
    """A name as the running template sees it; nothing behind it can be reached but its fact.

    ``cell`` is filled for a column of a split's row.
    """

    record: Record
    name: str
    row: Mapping[str, Fact] | None = None
    cell: Fact | None = None
    drops_zero: bool = False
    is_absence: bool = False
    is_bare: bool = False

    def member(self, part: str) -> "Mention":
        """``人民调解`` and ``受理纠纷`` -> ``人民调解.受理纠纷``; of a row, its column."""
        if self.row is None:
            return replace(self, name=f"{self.name}.{part}")
        if part not in self.row:
            self.record.fail(f"的“{self.name}”有一行没有“{part}”这一栏。处理：核对分项的栏目。")
        return replace(self, name=part, row=None, cell=self.row[part])

    def __iter__(self) -> Iterator["Mention"]:
        for row in self.record.facts.rows_of(self.name, self.record.home):
            self.record.turns += 1
            if self.record.turns > MAX_TURNS:
                self.record.fail(f"逐行列出的超过{MAX_TURNS}行。处理：减少循环，或改用合计数。")
            yield Mention(self.record, self.name, row=row)

    def fact(self) -> Fact | None:
        """The fact behind the name; None for a split."""
        return self.cell or self.record.facts.find(self.name, self.record.home)

    def asked(self) -> Fact | None:
        """The fact, noted as asked for."""
        fact = self.fact()
        if fact is not None:
            self.record.asked.add(fact.name)
        return fact


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with nothing in it but our filters and tests; attributes lead to facts only."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_print, auto_reload=False)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self.filters.update(_FILTERS)
        self.tests.update(_TESTS)

    def getattr(self, obj: object, attribute: str) -> Mention:
        if not isinstance(obj, Mention):
            raise TemplateProblem("模板里只能用指标的名称。处理：核对花括号里的写法。")
        return obj.member(attribute)

    def getitem(self, obj: object, argument: object) -> NoReturn:
        raise TemplateProblem("模板里不能用下标取数。处理：写成 {{ 名称.栏目 }}。")

    def is_safe_callable(self, obj: object) -> bool:
        return False


def _print(value: object) -> str:
    """Jinja calls this for every ``{{ … }}``: the mark that stands for a printed fact."""
    fact = value.fact() if isinstance(value, Mention) else None
    if fact is None or not isinstance(value, Mention):
        raise TemplateProblem("模板里只能印指标。处理：花括号里写指标的名称。")
    if value.drops_zero and fact.is_zero:
        value.record.asked.add(fact.name)  # the clerk's zero is put to use: it keeps silent
    value.record.printed.append(_printed(value, fact))
    return fact_mark(len(value.record.printed) - 1)


def _printed(mention: Mention, fact: Fact) -> Printed:
    unit = "" if mention.is_bare else fact.unit
    text = ABSENT if mention.is_absence and fact.is_zero else without_private_use(fact.text)
    if mention.is_bare and fact.unit:
        text = "".join(text.rsplit(fact.unit, 1))
    is_pending = fact.state is State.PENDING
    if is_pending and not mention.is_absence:
        return Printed(fact.name, UNKNOWN + unit, fact.cells)
    is_known = fact.is_filled and bool(text)
    if not is_known:
        is_blank = fact.state is not State.NOT_APPLICABLE
        return Printed(fact.name, UNKNOWN + unit, fact.cells, is_shown=False, is_blank=is_blank)
    is_unsaid = fact.is_zero if mention.drops_zero else mention.is_absence and not fact.is_zero
    return Printed(fact.name, text, fact.cells, is_shown=not is_unsaid)


def _without_zero(mention: Mention) -> Mention:
    return replace(mention, drops_zero=True)


def _as_absence(mention: Mention) -> Mention:
    return replace(mention, is_absence=True)


def _without_unit(mention: Mention) -> Mention:
    return replace(mention, is_bare=True)


_FILTERS: dict[str, Callable[..., object]] = {
    "略零": _without_zero,
    "未发生": _as_absence,
    "数": _without_unit,
}


def _is_filled(mention: Mention) -> bool:
    fact = mention.asked()
    if fact is None:
        return bool(mention.record.facts.rows_of(mention.name, mention.record.home))
    return fact.is_filled and bool(fact.text)


def _is_zero(mention: Mention) -> bool:
    fact = mention.asked()
    return fact is not None and fact.is_zero


def _is_not_zero(mention: Mention) -> bool:
    fact = mention.asked()
    return fact is not None and bool(fact.value)


def _is_pending(mention: Mention) -> bool:
    fact = mention.asked()
    return fact is not None and fact.state is State.PENDING


_TESTS: dict[str, Callable[..., bool]] = {
    "已填": _is_filled,
    "为零": _is_zero,
    "非零": _is_not_zero,
    "待定": _is_pending,
}
