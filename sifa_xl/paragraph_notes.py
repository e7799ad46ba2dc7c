"""What stands beside each paragraph of a review copy: where every figure in it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sifa_xl.attachments import NOTHING, Account, account
from sifa_xl.comparison import CHANGE
from sifa_xl.domain import Span
from sifa_xl.filled import Filled
from sifa_xl.indicators import Indicators
from sifa_xl.layouts import Paragraph
from sifa_xl.marks import marked_spans


@dataclass
class Notes:
    """Accounts of all figures by the name their fact goes by."""

    filled: Filled
    indicators: Indicators
    _accounts: Mapping[str, Account] = field(init=False)

    def __post_init__(self) -> None:
        self._accounts = dict(self._all())

    def of(self, paragraph: Paragraph) -> str:
        """A line a figure, each said once; ``""`` for a paragraph without any."""
        lines = [
            self._line(paragraph.text[span.start : span.end], span)
            for span in marked_spans(paragraph)
        ]
        return "\n".join(dict.fromkeys(lines))

    def _all(self) -> list[tuple[str, Account]]:
        found = []
        for data in self.filled.lines.values():
            title = data.line.title
            for named in (*data.line.figures, *data.line.rates):
                found.append((f"{title}.{named.name}", account(data, named, self.indicators)))
            for split in data.line.splits:
                for name, measure in split.measures.items():
                    told = account(data, measure, self.indicators)
                    found.append((f"{title}.{split.name}.{name}", told))
        return found

    def _line(self, words: str, span: Span) -> str:
        cells = f"单元格{'、'.join(span.cells)}" if span.cells else "没有单元格"
        if span.fact is None:
            tally = "已核" if span.checked else "未核"
            return f"{words}：文字里的数；{cells}；{tally}。"
        name = span.fact.removesuffix(f".{CHANGE}")
        told = self._accounts.get(name)
        parts = [f"{words}：{span.fact.replace('.', '·')}", cells]
        if told is not None:
            parts += [f"算法：{told.formula}"] if told.formula else []
            parts += [f"口径：{told.basis}"] if told.basis not in (NOTHING, told.formula) else []
            parts.append(f"上年同期{told.before}")
            parts += [f"增减{told.change}"] if told.change != NOTHING else []
        return "；".join(parts) + "。"
