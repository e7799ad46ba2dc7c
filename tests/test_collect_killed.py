"""``collect`` killed at any moment, or run twice at once: the master is old or new, never mixed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sifa_xl import jobs
from sifa_xl.book import cell_writing, file_book, locking, saving, swapping, verifying
from sifa_xl.book.reader import read_bytes
from sifa_xl.collecting import cache, collect, merging, putting, row_merging, workers
from tests import townships as t
from tests.killing import LINES, killed, small_book
from tests.levels import GREEN, home

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
TOWNS = 3
MERGING = (merging, putting, row_merging)


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


def test_a_collection_killed_at_any_moment_leaves_the_old_master_or_the_new(
    request, tmp_path, state
):
    """A moment is a line of the rooms that hold the lock and write, or a call of those besides."""
    unit, master = "高村镇司法所", tmp_path / "县.xlsx"
    units = [{"单位名称": unit, "类别": "司法所", "业务线": "、".join(LINES)}]
    master.write_bytes(small_book({"填报单位": {"填报单位": units}}))
    filling = {
        "首页": home(GREEN) | {"填报单位": unit},
        "扫黑除恶": {"数据": {"摸排线索": {"本期": 5}}},
        "党的建设": {"数据": {}, "表彰级别": [{"级别": "市级", "次数": 2}]},
    }
    (tmp_path / "上报").mkdir()
    (tmp_path / "上报" / "高村.xlsx").write_bytes(t.return_book(filling))
    kills = request.config.getoption("--kills")
    done = killed(
        master,
        ["collect", str(tmp_path / "上报"), "--into", str(master)],
        kills,
        by_line=(locking, saving),
        by_call=(file_book, cell_writing, swapping, verifying, cache, collect, *MERGING, workers),
    )
    assert done.moments > 1000
    assert done.died == done.old + done.new == kills
    assert min(done.old, done.new) > 0
    assert done.states > 2


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
