"""Whatever happens, a clerk reads one Chinese line, and a log keeps no cell's content."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sifa_xl.boundary import CANNOT_RUN, CLEAN, OPEN, answered, guarded, log_folder
from sifa_xl.errors import FileProblem, NothingToSay, SifaError

SECRET = "张三 431226199001010011"


def refuse(problem: BaseException) -> Callable[[], int]:
    def action() -> int:
        raise problem

    return action


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "状态"))
    return tmp_path / "状态" / "sifa-xl"


def test_the_three_codes_are_those_of_the_design():
    assert (CLEAN, OPEN, CANNOT_RUN) == (0, 1, 2)


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_code_of_the_action_is_handed_on(code):
    told: list[str] = []
    assert guarded(lambda: code, told.append) == code
    assert told == []


@pytest.mark.parametrize("kind", [SifaError, FileProblem, NothingToSay])
def test_what_stops_the_work_is_told_in_its_own_words(kind, state):
    told: list[str] = []
    assert guarded(refuse(kind("找不到文件。")), told.append) == 2
    assert told == ["找不到文件。"]
    assert not state.exists()


def test_a_line_break_in_a_file_name_does_not_make_two_lines():
    told: list[str] = []
    guarded(refuse(FileProblem("找不到文件“一\n二”。")), told.append)
    assert told == ["找不到文件“一 二”。"]


def test_ctrl_c_is_told():
    told: list[str] = []
    assert guarded(refuse(KeyboardInterrupt()), told.append) == 2
    assert told == ["已停止，没有写任何文件。"]


def test_a_fault_of_ours_says_where_its_log_lies(state):
    told: list[str] = []
    assert guarded(refuse(ValueError(SECRET)), told.append) == 2
    (log,) = state.iterdir()
    assert told == [
        f"程序自身出了问题，没有做完。请把日志“{log}”发给维护人员，日志里没有表格内容。"
    ]


def test_the_log_names_kinds_and_places_of_all_causes_and_quotes_no_cell(state):
    def action() -> int:
        cell = SECRET
        try:
            int(cell)
        except ValueError as cause:
            raise KeyError(f"line {cell}") from cause
        return 0

    guarded(action, lambda _: None)
    (log,) = state.iterdir()
    text = log.read_text(encoding="utf-8")
    assert SECRET not in text
    assert "431226" not in text
    assert re.search(r"sifa-xl \d.*Python 3", text)
    assert text.index("builtins.ValueError") < text.index("builtins.KeyError")
    assert text.count("test_boundary.py") == 2
    assert "int(cell)" in text


def test_two_faults_in_one_second_leave_two_logs(state):
    for _ in range(3):
        guarded(refuse(ValueError()), lambda _: None)
    assert len(list(state.iterdir())) == 3


def test_a_log_that_cannot_be_written_is_told_too(state):
    state.parent.mkdir()
    state.write_bytes(b"a file stands where the folder should be")
    told: list[str] = []
    assert guarded(refuse(ValueError(SECRET)), told.append) == 2
    assert told == ["程序自身出了问题，没有做完。日志也写不进去，请检查磁盘空间和写权限后再试。"]


@pytest.mark.parametrize("error", [SystemExit(3), GeneratorExit()])
def test_the_end_of_the_program_is_not_held_up(error):
    with pytest.raises(type(error)):
        guarded(refuse(error), lambda _: None)


def test_logs_go_to_the_users_own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert log_folder() == tmp_path / "Local" / "sifa-xl"
    monkeypatch.delenv("LOCALAPPDATA")
    assert log_folder() == tmp_path / "state" / "sifa-xl"
    monkeypatch.delenv("XDG_STATE_HOME")
    assert log_folder() == Path.home() / ".local" / "state" / "sifa-xl"


def test_without_a_home_logs_go_to_the_temporary_folder(monkeypatch):
    for name in ("LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert log_folder().name == "sifa-xl"


# --- answers in cells ----------------------------------------------------------------------------


def test_an_answer_for_a_cell_is_what_the_action_gives_or_why_it_cannot():
    assert answered(lambda: 99.4) == 99.4
    assert answered(refuse(SifaError("没有这条\n业务线。"))) == "没有这条 业务线。"


def test_the_same_fault_in_many_cells_is_logged_once_without_their_content(state):
    answers = {answered(refuse(ValueError(SECRET))) for _ in range(5)}
    (answer,) = answers
    assert answer.startswith("函数出错。请把日志“")
    (log,) = state.glob("*.txt")
    assert log.name in answer
    assert SECRET not in log.read_text(encoding="utf-8")
