"""How long a check takes, every rule and the search for repairs included."""

from statistics import median
from time import perf_counter

from sifa_xl.book import reader
from sifa_xl.jobs import Job
from tests.books import SAMPLE_FILL
from tests.mutants import changed, targets

MOST = 3  # times the reading of the file
ROUNDS = 5


def _seconds(work):
    took = []
    for _ in range(ROUNDS + 1):
        started = perf_counter()
        work()
        took.append(perf_counter() - started)
    return median(took[1:])


def test_checking_takes_at_most_three_times_the_reading():
    path = SAMPLE_FILL.with_suffix(".xlsx")
    grids = reader.read(path).grids
    assert _seconds(lambda: Job(grids).findings) <= MOST * _seconds(lambda: reader.read(path))


def test_a_search_for_repairs_is_a_small_part_of_it():
    target = next(t for t in targets() if t.line.title == "社区矫正" and t.value > 100)
    path = SAMPLE_FILL.with_suffix(".xlsx")
    wrong = int(target.value) + 9
    searching = _seconds(lambda: changed(target, target.place, wrong))
    assert searching <= MOST * _seconds(lambda: reader.read(path))
