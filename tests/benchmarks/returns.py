"""Run as a child: reads a folder of returns one way and prints the seconds, or makes the folder.

``returns.py FOLDER make N | ours WORKERS | again | calamine | pandas``; ``again`` finds what
``ours`` has kept.  Two numbers: seconds a file on the clock, and of the processors, children
counted, which other work on the machine disturbs less.
"""

import io
import os
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from time import perf_counter

_LIBRARIES = {"calamine": ("python_calamine",), "pandas": ("pandas", "openpyxl")}
MOST_FOR_PANDAS = 20  # files; it takes its time


def make(folder: Path, count: int) -> None:
    """So many returns of twelve sheets, each with a number and a unit of its own."""
    from sifa_xl import shipped
    from sifa_xl.book.fill import Fill
    from sifa_xl.book.master import plan_book, write_book
    from sifa_xl.indicators import Indicators
    from sifa_xl.lines import shipped as shipped_lines
    from sifa_xl.live import Live
    from sifa_xl.sheets import read_sheets

    filling = shipped.folder("workbooks") / "麻阳县2022年上半年.toml"
    lines = [line for line in shipped_lines() if line.figures][:10]
    plans = plan_book(lines, Fill.load(filling), shipped.folder("templates"), [])
    codes = {"HOME", "DEFINITION", *(line.code for line in lines)}
    plans = [plan for plan in plans if plan.code in codes]
    assert len(plans) == 12, len(plans)
    filled = read_sheets([plan.grid() for plan in plans], lines)
    data = write_book(plans, Live(Indicators(filled)))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {info.filename: book.read(info) for info in book.infolist()}
    strings = parts["xl/sharedStrings.xml"]
    old = "麻阳苗族自治县司法局".encode()
    assert old in strings
    for number in range(count):
        parts["xl/sharedStrings.xml"] = strings.replace(old, f"第{number}县司法局".encode())
        path = folder / f"{number % 50}" / f"{number}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
            for name, part in parts.items():
                book.writestr(name, part)


def ours(folder: Path, workers: int) -> int:
    """The whole reading stage: hashes, cache, workers, checks."""
    from sifa_xl.collecting.collect import read_folder

    state = folder.parent / f"state-{folder.name}"
    found, _ = read_folder(folder, folder / "全县.xlsx", lambda *_: None, state, workers)
    return sum(reading.kind == "return" for _, reading in found)


def calamine(folder: Path) -> int:
    """Bare python-calamine over every sheet of the same files."""
    import python_calamine

    paths = list(folder.rglob("*.xlsx"))
    for path in paths:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    return len(paths)


def pandas(folder: Path) -> int:
    """``pandas.read_excel`` with openpyxl over every sheet of some of them."""
    import pandas as pd

    paths = sorted(folder.rglob("*.xlsx"))[:MOST_FOR_PANDAS]
    for path in paths:
        pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
    return len(paths)


def main() -> None:
    """Do it; stdout is kept for the seconds a file."""
    folder, name, *more = Path(sys.argv[1]), *sys.argv[2:]
    if name == "make":
        make(folder, int(more[0]))
        return
    for library in _LIBRARIES.get(name, ("sifa_xl.collecting.collect",)):
        import_module(library)  # before the clock starts
    started, before = perf_counter(), _busy_seconds()
    if name in ("ours", "again"):
        count = ours(folder, int(more[0]) if more else 1)
    else:
        count = {"calamine": calamine, "pandas": pandas}[name](folder)
    print((perf_counter() - started) / count, (_busy_seconds() - before) / count)


def _busy_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
