"""Fixed phrases with numbers in them, and the years they hold.  Read from 固定用语.toml."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from unicodedata import normalize

from sifa_xl.errors import TemplateProblem

KINDS = ("政治表述", "规划", "专有名称", "平台号码", "法规", "节日")
_OWN = "本单位"  # the workbook's own rows
_QUOTES = frozenset("“”‘’\"'「」『』")
_YEARS = re.compile(r"((?:19|20)[0-9]{2})?\s*[—–-]\s*((?:19|20)[0-9]{2})?|")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]")
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Phrase:
    """One fixed phrase; a bound that is None is open.  Quotation marks make no difference."""

    text: str
    kind: str
    year_from: int | None = None
    year_to: int | None = None

    def holds_in(self, year: int | None) -> bool:
        """True inside its years, and where no year is asked for."""
        if year is None:
            return True
        return (self.year_from or year) <= year <= (self.year_to or year)


@dataclass(frozen=True)
class Phrases:
    """The phrases in which a typed number is allowed."""

    entries: tuple[Phrase, ...] = ()

    @classmethod
    def load(cls, path: Path) -> "Phrases":
        """The phrases of a file: one table a kind, in it ``"phrase" = "2021—2025"`` or ``""``.

        Raises:
            TemplateProblem: the file cannot be read; the text names the phrase or the line.
        """
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            where = f"第{found[1]}行" if found else "末尾"
            raise TemplateProblem(
                f"“{path.name}”{where}写法有误。"
                '处理：每行写成 "用语" = "起年—止年"，不限年份写 ""。'
            ) from None
        except (OSError, UnicodeDecodeError):
            raise TemplateProblem(
                f"读不到“{path.name}”。处理：核对它是否在模板文件夹里，并另存为 UTF-8 编码。"
            ) from None
        return cls(tuple(_entries(tables, path.name)))

    def with_extra(self, rows: Sequence[tuple[str, int | None, int | None]]) -> "Phrases":
        """These and the workbook's own rows of 固定用语: text, first and last year or None."""
        own = (Phrase(text.strip(), _OWN, first, last) for text, first, last in rows)
        return replace(self, entries=(*self.entries, *(p for p in own if _folded(p.text)[0])))

    def covers(self, text: str, start: int, end: int, year: int | None = None) -> bool:
        """True where ``text[start:end]`` lies inside a phrase that holds in ``year``."""
        return any(first <= start and end <= last for first, last in self.places(text, year))

    def places(self, text: str, year: int | None = None) -> list[tuple[int, int]]:
        """Where in ``text`` phrases stand that hold in ``year`` (any year: None)."""
        return [place for phrase, place in self._standing_in(text) if phrase.holds_in(year)]

    def misplaced(self, text: str, year: int) -> list[Phrase]:
        """The phrases that stand in ``text`` but do not hold in ``year``."""
        return [phrase for phrase, _ in self._standing_in(text) if not phrase.holds_in(year)]

    def _standing_in(self, text: str) -> "list[tuple[Phrase, tuple[int, int]]]":
        # a sentence is read for its findings, and again for each draft it is printed in
        if text not in self._standing:
            self._standing[text] = list(_stand_in(text, self._folded_entries))
        return self._standing[text]

    @cached_property
    def _standing(self) -> "dict[str, list[tuple[Phrase, tuple[int, int]]]]":
        return {}

    @cached_property
    def _folded_entries(self) -> "list[tuple[Phrase, str]]":
        return [(phrase, _folded(phrase.text)[0]) for phrase in self.entries]


def _entries(tables: dict[str, object], file: str) -> Iterator[Phrase]:
    for kind, table in tables.items():
        if kind not in KINDS or not isinstance(table, dict):
            raise TemplateProblem(
                f"“{file}”里没有“{kind}”这一类。处理：归入{'、'.join(KINDS)}中的一类。"
            )
        for text, years in table.items():
            found = _YEARS.fullmatch(years.strip()) if isinstance(years, str) else None
            if not found or not _folded(text)[0]:
                raise TemplateProblem(
                    f"“{file}”中“{text}”的年份读不懂。处理：写成“2021—2025”“2022—”，不限年份留空。"
                )
            first, last = (int(year) if year else None for year in found.groups())
            yield Phrase(text, kind, first, last)


def _stand_in(
    text: str, phrases: Sequence[tuple[Phrase, str]]
) -> Iterator[tuple[Phrase, tuple[int, int]]]:
    folded, offsets = _folded(text)
    for phrase, wanted in phrases:
        start = folded.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            if not _is_cut_from_number(folded, start, end):
                yield phrase, (offsets[start], offsets[end - 1] + 1)
            start = folded.find(wanted, start + 1)


def _is_cut_from_number(text: str, start: int, end: int) -> bool:
    """True for 五级 in 十五级 and for 12348 in 123480: part of a longer number."""
    pairs = ((text[start - 1 : start], text[start]), (text[end - 1], text[end : end + 1]))
    return any(
        numeral.match(left) and numeral.match(right)
        for left, right in pairs
        for numeral in (_NUMERAL, _DIGIT)
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """``text`` half-width and without quotation marks, and where each character stood."""
    kept = [
        (folded if len(folded := normalize("NFKC", character)) == 1 else character, place)
        for place, character in enumerate(text)
        if character not in _QUOTES
    ]
    return "".join(character for character, _ in kept), [place for _, place in kept]
