"""A command killed by SIGKILL at random moments, and what it left each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sifa_xl import shipped
from sifa_xl.book.fill import Fill
from sifa_xl.book.master import build
from sifa_xl.lines import shipped as shipped_lines
from tests.levels import GREEN, home

ROOT = Path(__file__).parents[1]
LINES = ("党的建设", "扫黑除恶")  # few rows: a run is over in a moment, and so are fifty

SCRIPT = """
import contextlib, gc, io, json, os, random, shutil, signal, sys
from pathlib import Path
from sifa_xl import cli
from sifa_xl.book.saving import BACKUPS
from sifa_xl.boundary import log_folder

gc.disable()
asked = json.loads(sys.argv[1])
master, command = Path(asked["master"]), asked["command"]
outputs = [Path(name) for name in asked["outputs"]]
by_line, by_call = set(asked["by_line"]), set(asked["by_call"])
home, old = master.parent, master.read_bytes()
given = {each.name for each in home.iterdir()}
lines, calls, aim = [], [0], {}  # lines passed of the rooms that write, moments of all rooms

def trace(frame, event, argument):
    file = frame.f_code.co_filename
    if file not in by_line and file not in by_call:
        return None
    calls[0] += 1
    if file in by_line and event == "line":
        lines.append((file, frame.f_lineno))
    if aim and (calls[0] == aim.get("call") or len(lines) == aim.get("line")):
        os.kill(os.getpid(), signal.SIGKILL)
    return trace if file in by_line else None

def run(is_traced):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        lines.clear()
        calls[0] = 0
        sys.settrace(trace if is_traced else None)
        code = cli.run(command)
        sys.settrace(None)
    return code

is_cold = lambda number: number % 5 == 1

def reset(number):
    for each in home.iterdir():
        if each.name not in given:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    if is_cold(number):
        shutil.rmtree(log_folder(), ignore_errors=True)
    master.write_bytes(old)

moments = {}  # with what an earlier run kept, and without
for number in (1, 1, 0):  # the first one loads what the others find loaded
    reset(number)
    code = run(True)
    moments[is_cold(number)] = list(lines), calls[0]
new = master.read_bytes()
said = [output.read_bytes() for output in outputs]
assert new != old
seen, states, died = {"old": 0, "new": 0}, set(), 0
chance = random.Random(50)

def next_moment(number):
    lines, calls = moments[is_cold(number)]
    if number % 5 == 0:  # the last lines of all come first: the master is new there
        return "call", chance.randint(1, calls - 10) if number else calls - 10
    if not waiting:
        waiting.extend(sorted(set(lines)))
        chance.shuffle(waiting)
    line = waiting.pop()
    return "line", chance.choice([n for n, each in enumerate(lines, 1) if each == line] or [1])

waiting = []  # each line of the rooms that write has its turn before one comes again
for number in range(asked["kills"]):
    reset(number)
    moment = next_moment(number)
    child = os.fork()
    if not child:
        aim.update([moment])
        run(True)
        os._exit(0)
    died += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    data = master.read_bytes()
    assert data in (old, new), moment
    for output, words in zip(outputs, said):
        assert not output.exists() or output.read_bytes() == words, moment
    backups = [each for each in (home / BACKUPS).glob("*") if each.name[:1] != "."]
    assert all(backup.read_bytes() == old for backup in backups), moment
    assert data == old or backups, moment
    seen["new" if data == new else "old"] += 1
    remains = [each.parent.name for each in home.rglob(".*") if each.is_file()]
    state = (data == new, len(backups), *sorted(remains))
    if state not in states or number % 10 == 0:
        states.add(state)
        assert run(False) == code, moment  # the next run completes
        assert master.read_bytes() == new, moment
print(json.dumps([moments[False][1], seen["old"], seen["new"], died, len(states)]))
"""


@dataclass(frozen=True)
class Killed:
    """How many moments there were, what the kills left, how many hit, in how many states."""

    moments: int
    old: int
    new: int
    died: int
    states: int


def small_book(filling: dict[str, Any]) -> bytes:
    """A bureau's workbook with two short lines."""
    lines = [line for line in shipped_lines() if line.title in LINES]
    whole = {"首页": home(GREEN), **filling}
    return build(lines, Fill(whole), shipped.folder("templates"), [])


def killed(
    master: Path,
    command: Sequence[str],
    kills: int,
    by_line: Sequence[ModuleType],
    by_call: Sequence[ModuleType],
    outputs: Sequence[Path] = (),
) -> Killed:
    """The command run and killed so often; a moment is a line or a call of these rooms.

    Four of five kills fall on a line of ``by_line``, the rooms that write: another one each time.

    Every time the master equals its old or its new state, and the next run completes: that is
    tried from every state of the folder that a kill left, and from every tenth.
    """
    asked = {
        "master": str(master),
        "command": list(command),
        "kills": kills,
        "by_line": [room.__file__ for room in by_line],
        "by_call": [room.__file__ for room in by_call],
        "outputs": [str(output) for output in outputs],
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(asked)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Killed(*json.loads(done.stdout))
