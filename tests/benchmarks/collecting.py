"""``python -m tests.benchmarks.collecting --files 200``: what reading returns costs, as ratios.

The issue's numbers are those of ``--files 2000``; ``--growth`` also measures 500, 1,000, 2,000
and 4,000 files.  Nothing fails for being slow.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.__main__ import _at_least, _at_most, _print_table, _yes
from tests.benchmarks.processes import Bench, Child, bench

SCRIPT = str(Path(__file__).parent / "returns.py")
GROWTH = (500, 1_000, 2_000, 4_000)


def _child(folder: Path, *arguments: str) -> Child:
    return Child((sys.executable, SCRIPT, str(folder), *arguments))


def _seconds(on: Bench, folder: Path, *arguments: str) -> tuple[float, float]:
    """Seconds a file, on the clock and of processors; ``ours`` starts with nothing kept."""
    if arguments[0] == "ours":
        shutil.rmtree(folder.parent / f"state-{folder.name}", ignore_errors=True)
    on_the_clock, busy = on.run(_child(folder, *arguments)).split()
    return float(on_the_clock), float(busy)


def _rows(on: Bench, files: int) -> Iterator[tuple[str, ...]]:
    folder = on.folder / "returns" / str(files)
    on.run(_child(folder, "make", str(files)))
    bare, slow = _seconds(on, folder, "calamine"), _seconds(on, folder, "pandas")
    one = _seconds(on, folder, "ours", "1")
    yield _at_most(f"{files} returns, a file: one worker, calamine", (one[1], bare[1]), 3.5)
    yield _at_least("a file: one worker, pandas with openpyxl", (one[1], slow[1]), 8)
    two = _seconds(on, folder, "ours", "2")
    yield _at_least("a file: two workers, one", (two[0], one[0]), 1.5)
    yield _at_least("a file: two workers, pandas with openpyxl", (two[0], slow[0]), 8)
    again = _seconds(on, folder, "again")
    yield _at_least("a file: second run, first", (again[1], two[1]), 20)


def _growth_rows(on: Bench) -> Iterator[tuple[str, ...]]:
    first = 0.0
    for files in GROWTH:
        folder = on.folder / "growth" / str(files)
        on.run(_child(folder, "make", str(files)))
        shutil.rmtree(folder.parent / f"state-{folder.name}", ignore_errors=True)
        seconds = _seconds(on, folder, "ours", "2")[1]
        first = first or seconds
        yield _at_most(f"growth: a file of {files}, of {GROWTH[0]}", (seconds, first), 1.15)
        shutil.rmtree(folder.parent / f"state-{folder.name}", ignore_errors=True)
        peak = on.peak_mib(_child(folder, "ours", "2"))
        if peak is not None:
            told = f"{peak:.0f} MiB"
            yield (f"peak memory: {files} files", told, "", "", "≤ 300 MiB", _yes(peak <= 300))
        shutil.rmtree(folder)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.collecting")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--growth", action="store_true", help="500 to 4,000 files; takes long")
    asked = parser.parse_args()
    with bench() as on:
        _print_table([*_rows(on, asked.files), *(_growth_rows(on) if asked.growth else ())])
    print(f"\n{sys.platform}, Python {sys.version.split()[0]}, one run each; processor seconds,")
    print("on the clock for two workers.")


if __name__ == "__main__":
    main()
