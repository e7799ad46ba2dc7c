"""Indicators -> facts: everything the text may print, by the name a template calls it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from sifa_xl.comparison import change_fact
from sifa_xl.declarations import Count, Rate, Split
from sifa_xl.domain import Fact, Place, State
from sifa_xl.factbook import FactBook
from sifa_xl.filled import Amount, ExtraFigure, Filled, LineData
from sifa_xl.indicators import Indicators
from sifa_xl.reasons import reason_fact
from sifa_xl.settings import Settings
from sifa_xl.settling import Settling
from sifa_xl.trees import Named
from sifa_xl.wording import date_text, day_text, figure_text

HOME = "首页"


def gather(filled: Filled, indicators: Indicators) -> FactBook:
    """Every fact of the workbook.  Blank ones are there too, so that a template may name them."""
    facts: dict[str, Fact] = {fact.name: fact for fact in _home_facts(filled.settings)}
    rows: dict[str, list[dict[str, Fact]]] = {}
    settling = Settling(filled)
    for data in filled.lines.values():
        for named in (*data.line.figures, *data.line.rates):
            fact = named_fact(f"{data.line.title}.{named.name}", data, named, indicators)
            change = change_fact(fact, named, indicators, filled.settings.compares)
            facts |= {fact.name: fact, change.name: change}
            if isinstance(named, Count):
                reason = reason_fact(change, data, named, indicators, settling)
                facts[reason.name] = reason
        for split in data.line.splits:
            key = f"{data.line.title}.{split.name}"
            for name, measure in split.measures.items():
                fact = named_fact(f"{key}.{name}", data, measure, indicators)
                facts[fact.name] = fact
            rows[key] = [] if data.is_off else _split_rows(key, data, split)
        for extra in data.extras:
            fact = _extra_fact(data, extra)
            facts.setdefault(fact.name, fact)
    columns = {
        f"{data.line.title}.{split.name}": (split.by, *split.measures)
        for data in filled.lines.values()
        for split in data.line.splits
    }
    return FactBook(facts, rows, columns)


def named_fact(name: str, data: LineData, named: Named, indicators: Indicators) -> Fact:
    """The fact of one figure, rate or measure."""
    state = indicators.state(named)
    unit, approx = indicators.unit(named), indicators.approx(named)
    value: Decimal | None = None
    if state is State.KNOWN:
        exact = indicators.value(named)
        assert exact is not None
        value = indicators.printed(named) if isinstance(named, Rate) else _decimal(exact)
    return Fact(
        name=name,
        line=data.line.title,
        value=value,
        unit=unit,
        approx=approx,
        text="" if value is None else figure_text(value, unit, approx),
        cells=indicators.cells(named),
        state=state,
    )


def _decimal(value: Fraction) -> Decimal:
    """Exact: typed values are decimals, and so are their sums and products."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _split_rows(key: str, data: LineData, split: Split) -> list[dict[str, Fact]]:
    rows = []
    for row in data.splits.get(split.code, []):
        if not row.name or row.is_blank:
            continue  # both are findings; a part without a name or number cannot be written about
        part = Fact(
            name=f"{key}.{row.name}",
            line=data.line.title,
            value=None,
            text=row.name,
            cells=(str(row.place),),
        )
        amounts = {
            name: _amount_fact(f"{key}.{row.name}.{name}", data.line.title, amount, measure.admits)
            for name, measure in split.measures.items()
            for amount in (row.amounts[name],)
        }
        rows.append({split.by: part, **amounts})
    return rows


def _extra_fact(data: LineData, extra: ExtraFigure) -> Fact:
    name = f"{data.line.title}.{extra.name}"
    return _amount_fact(name, data.line.title, extra.now, lambda value: value >= 0)


def _amount_fact(name: str, line: str, amount: Amount, can_be: Callable[[Fraction], bool]) -> Fact:
    is_possible = amount.value is None or can_be(Fraction(amount.value))
    value = amount.value if is_possible else None
    return Fact(
        name=name,
        line=line,
        value=value,
        unit=amount.unit,
        approx=amount.approx,
        text="" if value is None else figure_text(value, amount.unit, amount.approx),
        cells=(str(amount.place),),
        state=amount.state if is_possible else State.PENDING,
    )


def _home_facts(settings: Settings) -> list[Fact]:
    period = settings.period
    cutoff = settings.cutoff
    span = ("@year", "@period")
    return [
        _home("本局", settings.unit_short, settings, "@unit_short"),
        _home("单位全称", settings.unit_full, settings, "@unit_full"),
        _home("区划", settings.region_word, settings, "@region_word"),
        _home("全域", f"全{settings.region_word}", settings, "@region_word"),
        _home("领导机关", settings.leaders, settings, "@leaders"),
        _home("指导机关", settings.guides, settings, "@guides"),
        _home("中心工作", settings.focus, settings, "@focus"),
        _home("期间", period.short if period else "", settings, *span),
        _home("期间全称", period.title if period else "", settings, *span),
        _home("以来", period.since if period else "", settings, *span),
        _home("下一期", period.next_words if period else "", settings, *span),
        _home("截至", f"截至{day_text(cutoff)}" if cutoff else "截至目前", settings, "@cutoff"),
        _home(
            "成文日期", date_text(settings.signed) if settings.signed else "", settings, "@signed"
        ),
    ]


def _home(name: str, text: str, settings: Settings, *codes: str) -> Fact:
    places: list[Place] = [settings.places[code] for code in codes if code in settings.places]
    return Fact(
        name=f"{HOME}.{name}",
        line=HOME,
        value=None,
        text=text,
        cells=tuple(str(place) for place in places),
        state=State.KNOWN if text else State.BLANK,
    )
