"""``collect`` killed at any moment, or run twice at once: the master is old or new, never mixed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sifa_xl import jobs
from sifa_xl.book.reader import read_bytes
from tests import townships as t

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
TOWNS = 3

# a moment is a line of the rooms that read, merge, hold the lock, or write
KILLER = """
import contextlib, io, os, random, shutil, signal, sys
from pathlib import Path
from sifa_xl import cli
from sifa_xl.book import cell_writing, file_book, locking, saving, swapping, verifying
from sifa_xl.boundary import log_folder
from sifa_xl.collecting import cache, collect, merging, putting, row_merging, workers
master, returns, kills = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
rooms = (cell_writing, file_book, locking, saving, swapping, verifying, cache, collect, merging,
         putting, row_merging, workers)
files = {room.__file__ for room in rooms}
old, command = master.read_bytes(), ["collect", returns, "--into", str(master)]
left = 0

def trace(frame, event, argument):
    global left
    if frame.f_code.co_filename not in files:
        return None
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return trace

def reset():
    for each in master.parent.iterdir():
        if each.name != "上报":
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    shutil.rmtree(log_folder(), ignore_errors=True)
    master.write_bytes(old)

def command_here():
    sys.settrace(trace)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = cli.run(command)
    sys.settrace(None)
    return code

left = 10 ** 9
assert command_here() == 1
moments, new = 10 ** 9 - left, master.read_bytes()
assert new != old
seen = {"old": 0, "new": 0}
chance = random.Random(50)
for number in range(kills):
    reset()
    moment = chance.randint(1, moments) if number else moments - 20
    child = os.fork()
    if not child:
        left = moment
        command_here()
        os._exit(0)
    os.waitpid(child, 0)
    data = master.read_bytes()
    assert data in (old, new), moment
    backups = [b for b in (master.parent / saving.BACKUPS).glob("*") if b.name[:1] != "."]
    assert all(backup.read_bytes() == old for backup in backups), moment
    assert data == old or backups, moment
    seen["new" if data == new else "old"] += 1
    left = 10 ** 9
    assert command_here() == 1, moment  # the next run completes, from what was kept
    assert master.read_bytes() == new, moment
print(moments, seen["old"], seen["new"])
"""


@pytest.fixture
def county(tmp_path, state) -> Path:
    """A county of which only three townships have sent their returns."""
    folder = tmp_path / "县"
    (folder / "上报").mkdir(parents=True)
    (folder / t.MASTER).write_bytes(t.master_book())
    for number in range(TOWNS):
        (folder / "上报" / f"{number}.xlsx").write_bytes(t.town_book(number))
    return folder


def _environment(state: Path) -> dict[str, str]:
    folder = str(state.parent)
    own = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "XDG_STATE_HOME": folder}
    return os.environ | own | {"LOCALAPPDATA": folder}


def test_a_collection_killed_at_any_moment_leaves_the_old_master_or_the_new(request, county, state):
    kills = max(3, request.config.getoption("--kills") // 4)
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(county / t.MASTER), str(county / "上报"), str(kills)],
        cwd=ROOT,
        env=_environment(state),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    moments, old, new = (int(number) for number in done.stdout.split())
    assert moments > 1000
    assert old
    assert new
    assert old + new == kills


def test_two_collections_at_once_give_what_one_gives(county, state):
    command = [sys.executable, "-m", "sifa_xl.cli", "collect", str(county / "上报"), "--into"]
    runs = [
        subprocess.Popen(
            [*command, str(county / t.MASTER)],
            env=_environment(state),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    told = [run.communicate()[1].decode("utf-8") for run in runs]
    assert {run.returncode for run in runs} <= {1, 2}
    assert sum("已写" in words for words in told) == 1
    others = ("没有变化", "另一个 sifa-xl 正在写")
    assert sum(any(other in words for other in others) for words in told) == 1
    job = jobs.open_workbook(county / t.MASTER)
    total = job.filled.unit_total("MD.accepted")
    assert total is not None
    towns = [t.town_filling(n)["人民调解"]["数据"]["受理纠纷"]["本期"] for n in range(TOWNS)]
    assert total.value == sum(towns)
    (backup,) = (county / "备份").iterdir()
    assert read_bytes(backup.read_bytes(), backup.name).sha256
