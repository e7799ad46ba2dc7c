"""公开检查.toml: fixed expressions, retired terms, secrecy words, each with the years it holds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sifa_xl.errors import TemplateProblem

TERMS_FILE = "公开检查.toml"
_YEARS = re.compile(r"((?:19|20)[0-9]{2})?\s*[—–-]\s*((?:19|20)[0-9]{2})?|")
_LISTS = {
    "本来就对": ("说法",),
    "先后次序": ("指导思想",),
    "密级": ("标志", "不算", "内部", "内部不算"),
    "小数": ("人群", "不是地名", "工作人员"),
}


@dataclass(frozen=True)
class Years:
    """From and to which year something holds; None is open."""

    first: int | None = None
    last: int | None = None

    def hold_in(self, year: int | None) -> bool:
        """True inside, and where no year is asked for."""
        return year is None or (self.first or year) <= year <= (self.last or year)

    def __str__(self) -> str:
        if self.first is None:
            return f"到{self.last}年为止"
        return f"{self.first}年起" if self.last is None else f"{self.first}至{self.last}年"


@dataclass(frozen=True)
class Retired:
    """A word that is to be another one; ``#`` in it is any digit."""

    word: str
    better: str
    years: Years
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicTerms:
    """The word lists of the check before publishing."""

    fixed: dict[str, Years]
    slips: dict[str, str]
    retired: tuple[Retired, ...]
    lists: dict[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path) -> PublicTerms:
        """The lists of a file.

        Raises:
            TemplateProblem: it cannot be read; the text names the line or the entry.
        """
        tables = _tables(path)
        fixed = {
            word: _years(word, years, path.name)
            for word, years in _table(tables, "固定表述", path.name).items()
        }
        retired = tuple(_retired(_table(tables, "改称", path.name), path.name))
        lists = {
            name: _words(_table(tables, table, path.name), name, path.name)
            for table, names in _LISTS.items()
            for name in names
        }
        slips = {
            word: _words({word: [right]}, word, path.name)[0]
            for word, right in _table(tables, "易错写法", path.name).items()
        }
        return cls(fixed, slips, retired, lists)


def _tables(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"第{found[1]}行" if found else "末尾"
        raise TemplateProblem(
            f"“{path.name}”{where}写法有误。处理：对照程序自带的同名文件改正。"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise TemplateProblem(
            f"读不到“{path.name}”。处理：核对它是否在模板文件夹里，并另存为 UTF-8 编码。"
        ) from None


def _table(tables: dict[str, object], name: str, file: str) -> dict[str, object]:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise TemplateProblem(f"“{file}”里缺少“{name}”。处理：对照程序自带的同名文件补上。")
    return table


def _retired(table: dict[str, object], file: str) -> Iterator[Retired]:
    for word, entry in table.items():
        better = entry.get("改为") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(better, str):
            raise TemplateProblem(f"“{file}”里“{word}”没有写“改为”。处理：补上改成什么。")
        exceptions = _words({"除外": entry.get("除外", [])}, "除外", file)
        yield Retired(word, better, _years(word, entry.get("年份", ""), file), exceptions)


def _words(table: dict[str, object], name: str, file: str) -> tuple[str, ...]:
    words = table.get(name, [])
    if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
        raise TemplateProblem(f'“{file}”里“{name}”的写法不对。处理：写成 ["甲", "乙"] 的样子。')
    return tuple(words)


def _years(word: str, years: object, file: str) -> Years:
    found = _YEARS.fullmatch(years.strip()) if isinstance(years, str) else None
    if not found:
        raise TemplateProblem(
            f"“{file}”中“{word}”的年份读不懂。处理：写成“2021—2025”“2022—”，不限年份留空。"
        )
    first, last = (int(year) if year else None for year in found.groups())
    return Years(first, last)
