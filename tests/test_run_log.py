"""The run log: what was run, over what, with what outcome; nothing personal, never too long."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sifa_xl import __version__, run_log, run_notes
from sifa_xl.boundary import KEPT_LOGS, guarded

PERSON = "张三431226199001011234"


def lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / run_log.FILE).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_check_leaves_one_line_with_hash_version_and_counts(book, run, state):
    path = book(受理纠纷="{ '本期' = '待定' }")
    code = run("check", path).code
    (line,) = lines(state)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", line["started"])
    assert (line["run"], line["code"], line["version"]) == ("check", code, __version__)
    assert line["sources"] == [hashlib.sha256(path.read_bytes()).hexdigest()]
    assert line["findings"]["X-06"] == 1
    assert line["outputs"] == []


def test_what_is_written_is_told_by_kind_size_and_hash(book, run, state, tmp_path):
    run("summarize", book(), "--text", "总结.txt", "--write")
    outputs = {output["kind"]: output for output in lines(state)[0]["outputs"]}
    data = (tmp_path / "总结.txt").read_bytes()
    assert outputs[".txt"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert outputs[".txt"]["bytes"] == len(data)
    assert set(outputs) == {".txt", ".xlsx"}
    run("new", "新.xlsx")
    assert [o["kind"] for o in lines(state)[1]["outputs"]] == [".xlsx"]


def test_a_refused_file_is_logged_too_and_a_page_of_help_is_not(run, state, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    assert run("check", "坏.xlsx").code == 2
    assert [line["code"] for line in lines(state)] == [2]
    run("--help")
    run("check", "没有.xlsx")
    assert len(lines(state)) == 1


def test_no_name_no_cell_and_no_argument_stands_in_it(book, run, state, tmp_path):
    path = book(受理纠纷=f"{{ '本期' = '{PERSON}', '说明' = '{PERSON}' }}")
    named = path.with_name(f"{PERSON}.xlsx")
    path.rename(named)
    run("summarize", named, "--text", f"{PERSON}.txt")
    run("check", named)
    run(PERSON, named)
    text = (state / run_log.FILE).read_text(encoding="utf-8")
    assert "张三" not in text
    assert "431226" not in text
    assert str(tmp_path) not in text
    assert "青山县" not in text


def test_the_log_stays_within_its_bounds_and_keeps_the_newest(tmp_path, monkeypatch):
    monkeypatch.setattr(run_log, "MOST_BYTES", 4_000)
    for code in range(100):
        with run_notes.following() as run:
            run_log.write(tmp_path, "check", code, run)
        assert (tmp_path / run_log.FILE).stat().st_size <= 4_000
    kept = [line["code"] for line in lines(tmp_path)]
    assert kept == list(range(100 - len(kept), 100))
    assert len(kept) >= 8
    assert [path.name for path in tmp_path.iterdir()] == [run_log.FILE]


def test_a_log_that_cannot_be_written_stops_nobody(book, run, state):
    state.parent.mkdir(exist_ok=True)
    state.write_bytes(b"a file stands where the folder should be")
    assert run("check", book()).code in (0, 1)


def test_what_is_noted_outside_a_run_goes_nowhere():
    run_notes.note_source("x")
    run_notes.note_output(".txt", b"")
    run_notes.note_findings(["V-01"])
    with run_notes.following() as run:
        assert (run.sources, run.outputs, run.findings) == ([], [], None)
        assert not run.has_done_something


def test_many_files_of_one_run_are_not_all_told():
    with run_notes.following() as run:
        for number in range(200):
            run_notes.note_source(str(number))
            run_notes.note_output(".txt", b"")
    assert (len(run.sources), len(run.outputs)) == (50, 50)


def test_old_error_logs_are_dropped(state):
    def fail() -> int:
        raise ValueError(PERSON)

    state.mkdir()
    for number in range(30):
        (state / f"错误日志-20200101-000000-{number:06}.txt").write_bytes(b"")
    (state / "别的.txt").write_bytes(b"")
    told: list[str] = []
    guarded(fail, told.append)
    logs = sorted(path.name for path in state.glob("错误日志-*"))
    assert len(logs) == KEPT_LOGS
    assert logs[-1] in told[0]
    assert (state / "别的.txt").exists()


@pytest.mark.parametrize("name", ["check", "summarize", "new"])
def test_a_command_is_known_by_its_own_name_only(name):
    from sifa_xl.cli import app
    from sifa_xl.usage import name_of

    assert name_of(app, [name, "甲.xlsx"]) == name
    assert name_of(app, ["甲.xlsx", name]) == ""
    assert name_of(app, []) == ""
