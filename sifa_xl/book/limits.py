"""How much a workbook may hold, and what one reading has spent so far."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from sifa_xl.errors import FileProblem

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Upper bounds of one reading: far above an honest return, far below a machine's end."""

    file_bytes: int = 50 * MEGABYTE
    members: int = 5_000
    total_bytes: int = 256 * MEGABYTE
    part_bytes: int = 128 * MEGABYTE
    ratio: int = 250
    ratio_free_bytes: int = 4 * MEGABYTE
    sheets: int = 300
    cells: int = 2_500_000
    strings: int = 1_000_000
    text_characters: int = 64_000_000
    cell_characters: int = 4 * 32_767
    merges: int = 200_000
    styles: int = 70_000
    depth: int = 64
    seconds: float = 40.0


LIMITS = Limits()


@dataclass
class Budget:
    """What one reading has spent; every method refuses the file when a limit is passed.

    Raises:
        FileProblem: the limit passed, by name.
    """

    limits: Limits = LIMITS
    unpacked_bytes: int = 0
    cells: int = 0
    text_characters: int = 0
    merges: int = 0
    started: float = field(default_factory=time.monotonic)

    def mark(self) -> tuple[int, int, int]:
        """What is spent on contents so far; for ``rewind``."""
        return self.cells, self.text_characters, self.merges

    def rewind(self, mark: tuple[int, int, int]) -> None:
        """Forget the contents counted since ``mark``: they will be read another way."""
        self.cells, self.text_characters, self.merges = mark

    def spend_bytes(self, amount: int) -> None:
        """Count ``amount`` unpacked bytes."""
        self.unpacked_bytes += amount
        refuse_bytes_over("展开后的大小", self.unpacked_bytes, self.limits.total_bytes)

    def spend_cells(self, amount: int) -> None:
        """Count ``amount`` filled cells, and look at the clock."""
        self.cells += amount
        refuse_over("有内容的单元格", self.cells, self.limits.cells, "个")
        self.check_time()

    def spend_text(self, amount: int) -> None:
        """Count one text of ``amount`` characters."""
        refuse_over("一个单元格的文字", amount, self.limits.cell_characters, "字")
        self.text_characters += amount
        refuse_over("全部文字", self.text_characters, self.limits.text_characters, "字")

    def spend_merge(self) -> None:
        """Count one merged range."""
        self.merges += 1
        refuse_over("合并单元格", self.merges, self.limits.merges, "处")

    def check_time(self) -> None:
        """Refuse the file when its reading takes too long."""
        seconds = self.limits.seconds
        if time.monotonic() - self.started > seconds:
            raise FileProblem(f"读了 {seconds:g} 秒还没有读完。请删去用不到的工作表后另存再用。")


def refuse_over(what: str, amount: float, limit: int, unit: str) -> None:
    """Pass while ``amount`` is within ``limit``.

    Raises:
        FileProblem: ``what`` is over its limit.
    """
    if amount > limit:
        raise FileProblem(
            f"内容太多：{what}超过上限 {limit:,} {unit}。"
            "请删去用不到的工作表、图片或空白格式，另存为 .xlsx 再用。"
        )


def refuse_bytes_over(what: str, amount: int, limit: int) -> None:
    """As ``refuse_over``, for bytes; the limit is named in MB."""
    refuse_over(what, amount / MEGABYTE, limit // MEGABYTE, "MB")
