"""Run as a child: a ledger of a hundred thousand rows, read, checked and counted, or only read.

``ledger.py WORKBOOK make|ours|pandas``; prints the median seconds of what one process does over
and over, the first turn not counted.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

ROWS, TURNS = 100_000, 3
SHEET, HEADER = "人民调解台账", 2  # the header's row from zero


def make(workbook: Path) -> None:
    """The workbook, once; case numbers are all different, a cell in two thousand is a slip."""
    from sifa_xl.lines.mediation import Mediation
    from tests.books import saved
    from tests.ledger_books import plans_with, random_rows

    rows = random_rows(Mediation.ledger, ROWS, Random(1), mischief=0.0005)
    rows = [row | {"案号": f"案{number}"} for number, row in enumerate(rows)]
    saved(plans_with({Mediation.ledger.name: rows}), workbook)


def ours(workbook: Path) -> None:
    """From the file to every finding and every count."""
    from sifa_xl import jobs

    job = jobs.open_workbook(workbook)
    assert job.rule_findings
    assert job.facts.facts["人民调解.受理纠纷"].value


def bare(workbook: Path) -> None:
    """What everybody would write."""
    import pandas as pd

    frame = pd.read_excel(workbook, sheet_name=SHEET, header=HEADER, engine="calamine")
    assert len(frame) == ROWS


def main() -> None:
    """Make, or measure; stdout is kept for the result."""
    workbook, name = Path(sys.argv[1]), sys.argv[2]
    if name == "make":
        make(workbook)
        return
    work: Callable[[Path], None] = ours if name == "ours" else bare
    seconds = []
    for _ in range(TURNS + 1):
        started = perf_counter()
        work(workbook)
        seconds.append(perf_counter() - started)
    print(median(seconds[1:]))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
