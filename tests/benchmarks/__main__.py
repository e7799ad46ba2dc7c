"""``python -m tests.benchmarks``: what the summary costs, as ratios measured side by side.

Nothing here fails for being slow; the last column is for people.  ``--rounds N`` for calmer or
quicker medians.
"""

import argparse
import sys
import sysconfig
import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from tests.benchmarks.processes import Bench, Child, bench

HERE = Path(__file__).parent
WORKBOOK = HERE.parents[1] / "workbooks" / "麻阳县2022年上半年.xlsx"
HEADERS = ("what", "ours", "other", "ratio", "aim", "ok?")
LIGHT = "from sifa_xl.excel.light_xlwings import load; load()"
OPEN = 1  # the sample has open questions, so our command answers 1


def _ours(*targets: str) -> Child:
    program = which("sifa-xl", path=sysconfig.get_path("scripts"))
    start = [program] if program else [sys.executable, "-m", "sifa_xl.cli"]
    return Child((*start, "summarize", str(WORKBOOK), *targets), (0, OPEN))


def _script(name: str, *arguments: str) -> Child:
    return Child((sys.executable, str(HERE / name), str(WORKBOOK), *arguments))


def _python(program: str) -> Child:
    return Child((sys.executable, "-c", program))


def _rows(on: Bench, rounds: int) -> Iterator[tuple[str, ...]]:
    text = _ours("--text", "ours.txt")
    naive = _script("naive.py", "naive.txt", "naive.docx")
    yield _at_most("cold: --text, floor", on.seconds(text, _script("floor.py"), rounds), 2.5)
    yield _at_least("cold: --text, naive text + Word", on.seconds(text, naive, rounds), 4)
    both = _ours("--text", "ours.txt", "--word", "ours.docx")
    yield _at_least("cold: --text --word, naive text + Word", on.seconds(both, naive, rounds), 4)
    names = ("ours", "naive"), ("reader", "calamine")
    warm, reading = (tuple(_script("in_process.py", name) for name in pair) for pair in names)
    turns = max(1, rounds // 3)
    yield _at_least("warm: second job, naive", on.told(*warm, turns), 40)
    yield _at_most("warm: reader, python-calamine", on.told(*reading, turns), 3)
    checking = _script("in_process.py", "check")
    yield _at_most("warm: read and check, read", on.told(checking, reading[0], turns), 4)
    word_files = tuple(_script("in_process.py", name) for name in ("word", "plain"))
    yield _at_most("warm: Word file, plain python-docx", on.told(*word_files, turns), 1.5)
    if find_spec("docxtpl"):  # not among our dependencies
        pair = word_files[0], _script("in_process.py", "docxtpl")
        yield (*_at_most("warm: Word file, docxtpl", on.told(*pair, turns), 0)[:4], "", "")
    texts = tuple(_script("in_process.py", name) for name in ("proofread", "bare"))
    yield _at_most("warm: 核稿, bare python-docx reading", on.told(*texts, turns), 10)
    light, plain = _python(LIGHT), _python("import xlwings")
    seconds = on.seconds(light, plain, rounds)
    yield _at_least("cold: our xlwings, plain import xlwings", seconds, 3)
    yield _ledger(on, turns)
    peak = on.peak_mib(text)
    if peak is not None:
        ok = _yes(peak <= 90)
        yield ("peak memory: --text", f"{peak:.0f} MiB", "", "", "≤ 90 MiB", ok)


def _ledger(on: Bench, turns: int) -> tuple[str, ...]:
    with TemporaryDirectory() as folder:
        book = str(Path(folder) / "ledger.xlsx")
        script = [sys.executable, str(HERE / "ledger.py"), book]
        on.run(Child((*script, "make")))
        both = Child((*script, "ours")), Child((*script, "pandas"))
        return _at_most("warm: 100,000 rows checked, pandas", on.told(*both, turns), 2.5)


def _at_most(what: str, seconds: tuple[float, float], aim: float) -> tuple[str, ...]:
    ratio = seconds[0] / seconds[1]
    return (what, *map(_milliseconds, seconds), f"{ratio:.2f}", f"≤ {aim:g}", _yes(ratio <= aim))


def _at_least(what: str, seconds: tuple[float, float], aim: float) -> tuple[str, ...]:
    ratio = seconds[1] / seconds[0]
    faster, wanted = f"{ratio:.1f} × faster", f"≥ {aim:g} × faster"
    return (what, *map(_milliseconds, seconds), faster, wanted, _yes(ratio >= aim))


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _yes(is_reached: bool) -> str:
    return "yes" if is_reached else "no"


def _print_table(rows: list[tuple[str, ...]]) -> None:
    table = [HEADERS, *rows]
    widths = [max(_columns(row[place]) for row in table) for place in range(len(HEADERS))]
    for row in table:
        cells = (cell + " " * (w - _columns(cell)) for cell, w in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with bench() as on:
        rows = list(_rows(on, rounds))
    _print_table(rows)
    way = "docxtpl" if find_spec("docxtpl") else "python-docx paragraphs from Jinja strings"
    print(f"\n{sys.platform}, Python {sys.version.split()[0]}, medians of {rounds} rounds A B A B.")
    print(f"floor: start + import pydantic, jinja2, typer + calamine; the naive Word file: {way}.")


if __name__ == "__main__":
    main()
