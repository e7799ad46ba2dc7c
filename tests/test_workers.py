"""Strangers' files are read in processes that may die of them."""

import os
import sys
import time

import pytest

from sifa_xl.collecting import workers
from sifa_xl.collecting.cache import FILE, Cache
from sifa_xl.collecting.other_kinds import is_old_workbook, read_text_table
from sifa_xl.collecting.returns import Refusal, Return, from_json, to_json
from sifa_xl.collecting.taking import take
from sifa_xl.collecting.walk import walk
from sifa_xl.collecting.workers import read_files
from sifa_xl.errors import FileProblem
from sifa_xl.lines import shipped
from tests.unit_returns import returned

# answers like the real one, but dies of some files and is slow over others
STAND_IN = """
import json, os, sys, time
for line in sys.stdin.buffer:
    name = os.path.basename(json.loads(line)["path"])
    if name.startswith("die"):
        os.kill(os.getpid(), 9)
    if name.startswith("once") and not os.path.exists(name + ".seen"):
        open(name + ".seen", "w").close()
        os.kill(os.getpid(), 9)
    if name.startswith("slow"):
        time.sleep(60)
    answer = {"kind": "refusal", "sha256": name, "reason": "没有字。"}
    print(json.dumps(answer, separators=(",", ":")), flush=True)
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN, encoding="utf-8")
    monkeypatch.setattr(workers, "COMMAND", (sys.executable, str(script)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _read(folder, *names, seconds=20.0):
    paths = [folder / name for name in names]
    return {path.name: reading for path, reading in read_files(paths, seconds)}


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_the_death_of_a_worker_is_one_sentence_and_the_others_are_read(stand_in):
    found = _read(stand_in, "a.xlsx", "die.xlsx", "b.xlsx", "once.xlsx", "c.xlsx")
    assert "意外退出" in found["die.xlsx"].reason
    assert not found["die.xlsx"].is_lasting
    good = ("a.xlsx", "b.xlsx", "c.xlsx", "once.xlsx")
    assert {found[name].sha256 for name in good} == set(good)


def test_a_file_that_takes_too_long_is_given_up_and_told(stand_in):
    started = time.monotonic()
    found = _read(stand_in, "slow.xlsx", "a.xlsx", seconds=1.0)
    assert "读了1秒还没有读完" in found["slow.xlsx"].reason
    assert found["a.xlsx"].sha256 == "a.xlsx"
    assert time.monotonic() - started < 20


def test_workers_end_when_nobody_wants_more(stand_in):
    reading = read_files([stand_in / f"{n}.xlsx" for n in range(50)])
    next(reading)
    reading.close()


def test_the_real_worker_reads_what_the_program_reads(tmp_path, sample_bytes):
    path = tmp_path / "样例.xlsx"
    path.write_bytes(sample_bytes)
    ((_, reading),) = read_files([path])
    assert isinstance(reading, Return)
    assert reading == take(path, shipped())
    assert reading.bureau == "麻阳苗族自治县司法局"
    values = {figure.code: figure.value for figure in reading.figures}
    assert values["MD.accepted"] == 723
    assert {part.name for part in reading.parts} >= {"高村镇", "锦和镇"}
    assert from_json(to_json(reading)) == reading


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.xlsx", b"", "是空的"),
        ("半.xlsx", b"PK\x03\x04 half", "损坏或没有传完"),
        ("网页.xls", b"<html><table>", "网页"),
        ("表.csv", "单位,件数\n城关镇,3\n".encode("gb18030"), "没有填报表的编码"),
    ],
)
def test_what_is_no_return_says_what_it_is(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    reading = take(tmp_path / name, shipped())
    assert isinstance(reading, Refusal)
    assert words in reading.reason
    assert name not in reading.reason


def test_a_sheet_of_ours_saved_as_text_is_read_by_its_codes():
    grids = read_text_table("#sifa-xl:MD,人民调解\n,甲,3\n".encode("gb18030"), "表")
    assert grids[0].cells[1, 1].value == "#sifa-xl:MD"
    assert not is_old_workbook(b"PK\x03\x04")


# --- what is kept ----------------------------------------------------------------------------


def test_what_was_read_is_kept_by_its_hash_and_found_by_the_next_run(tmp_path):
    sent = returned()
    cache = Cache(tmp_path)
    cache.keep(sent)
    cache.keep(Refusal(sha256="x", reason="慢。", is_lasting=False))
    cache.close()
    again = Cache(tmp_path)
    assert again.find([sent.sha256, "x", "unknown"]) == {sent.sha256: sent}
    again.close()


def test_a_cache_that_is_broken_is_made_anew_and_one_that_cannot_be_is_done_without(tmp_path):
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    cache = Cache(tmp_path)
    cache.keep(returned())
    assert cache.find([returned().sha256])
    cache.close()
    (tmp_path / "a file").write_bytes(b"")
    cache = Cache(tmp_path / "a file")
    cache.keep(returned())
    assert cache.find([returned().sha256])


# --- the walk --------------------------------------------------------------------------------


def test_a_walk_finds_tables_in_subfolders_and_passes_what_is_ours_or_half_written(tmp_path):
    for name in (
        *("城关.xlsx", "甲/河口.XLS", "甲/乙/大桥.et", "表.csv", "带宏.xlsm"),
        *("~$城关.xlsx", ".~城关.xlsx", "备份/旧.xlsx", "甲/输出/旧.xlsx", "归档/旧.xlsx"),
        *("说明.docx", "包.zip", "全县.xlsx"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    found = walk(tmp_path, tmp_path / "全县.xlsx")
    names = {"城关.xlsx", "甲/河口.XLS", "甲/乙/大桥.et", "表.csv", "带宏.xlsm"}
    assert {file.name for file in found.files} == names
    assert found.others == ["包.zip", "说明.docx"]
    with pytest.raises(FileProblem, match="找不到文件夹"):
        walk(tmp_path / "没有", tmp_path)
