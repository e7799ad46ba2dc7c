"""A pool of worker processes: each file is read within limits, and a death is a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Timer

from sifa_xl.collecting.ledger_rows import SentLedgers
from sifa_xl.collecting.returns import Reading, Refusal, from_json
from sifa_xl.collecting.worker import RETURN, ROWS

SECONDS_PER_FILE = 40.0  # the reader itself gives up after 15; checks and a slow disk come on top
MOST_WORKERS = 4
COMMAND = (sys.executable, "-m", "sifa_xl.collecting.worker")
# What one file frees the next one takes: glibc would give it back to the system and have every page
# faulted in again, a twentieth of the time.  Other systems do not look at these.
_KEEP_FREED_MEMORY = {
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
}
_DIED = (
    "读到一半读取程序意外退出了，可能是文件内部已损坏或被做过手脚，没有汇总。"
    "请在 Excel 或 WPS 中打开核对，另存为 .xlsx 再报。"
)
_SLOW = "读了{:g}秒还没有读完，没有汇总。请删去用不到的工作表和空白行，另存为 .xlsx 再报。"


def read_rows(paths: Sequence[Path]) -> Iterator[tuple[Path, SentLedgers | Refusal]]:
    """Each path with the rows of its ledgers, as they come."""
    for path, answer in _read_all(paths, ROWS, SECONDS_PER_FILE, 0):
        if isinstance(answer, Refusal):
            yield path, answer
        else:
            yield path, SentLedgers.model_validate_json(answer)


def read_files(
    paths: Sequence[Path], seconds: float = SECONDS_PER_FILE, workers: int = 0
) -> Iterator[tuple[Path, Reading]]:
    """Each path with what it says, as they come; workers end with the iteration.

    ``workers`` 0 takes as many as there are processors, and no more than ``MOST_WORKERS``.
    """
    for path, answer in _read_all(paths, RETURN, seconds, workers):
        yield path, answer if isinstance(answer, Refusal) else from_json(answer)


def _read_all(
    paths: Sequence[Path], what: str, seconds: float, workers: int
) -> Iterator[tuple[Path, bytes | Refusal]]:
    count = min(workers or _processors(), MOST_WORKERS, len(paths))
    if not count:
        return
    free: SimpleQueue[_Worker] = SimpleQueue()
    crew = [_Worker(what, seconds) for _ in range(count)]
    for worker in crew:
        free.put(worker)
    pool = ThreadPoolExecutor(count)
    done: SimpleQueue[Future[tuple[Path, bytes | Refusal]]] = SimpleQueue()  # keeps no answer
    try:
        for path in paths:
            pool.submit(_read_one, path, free).add_done_callback(done.put)
        for _ in paths:
            yield done.get().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in crew:
            worker.end()
        pool.shutdown()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _read_one(path: Path, free: SimpleQueue[_Worker]) -> tuple[Path, bytes | Refusal]:
    worker = free.get()
    try:
        return path, worker.read(path)
    finally:
        free.put(worker)


def _give_up(process: subprocess.Popen[bytes], is_late: Event) -> None:
    is_late.set()
    process.kill()


class _Worker:
    """One worker process, started when it is first wanted and again after a death."""

    def __init__(self, what: str, seconds: float) -> None:
        self._what = what
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._has_ended = False
        self._lock = Lock()

    def read(self, path: Path) -> bytes | Refusal:
        """What the file says; a process that dies of it gets a second try with another one."""
        for _ in range(2):
            answer, is_late = self._ask(path)
            if answer.startswith(b'{"kind":"refusal"'):
                return Refusal.model_validate_json(answer)
            if answer:
                return answer
            if is_late:
                return Refusal(reason=_SLOW.format(self._seconds), is_lasting=False)
        return Refusal(reason=_DIED, is_lasting=False)

    def end(self) -> None:
        """Stop the process, whatever it is doing; no other is started."""
        with self._lock:
            self._has_ended = True
            self._stop()

    def _ask(self, path: Path) -> tuple[bytes, bool]:
        process = self._start()
        if process is None or process.stdin is None or process.stdout is None:
            return b"", False
        is_late = Event()
        timer = Timer(self._seconds, _give_up, (process, is_late))
        timer.daemon = True
        timer.start()
        answer = b""
        try:
            process.stdin.write(
                json.dumps({"path": str(path), "what": self._what}).encode() + b"\n"
            )
            process.stdin.flush()
            answer = process.stdout.readline()
        except (OSError, ValueError):
            pass  # it died before it was asked, or was stopped: there is no answer
        finally:
            timer.cancel()
        if not answer.endswith(b"\n"):
            with self._lock:
                self._stop()
            return b"", is_late.is_set()
        return answer, False

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._has_ended:
                return None
            if self._process is None:
                self._process = subprocess.Popen(
                    COMMAND,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=os.environ | _KEEP_FREED_MEMORY,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                    start_new_session=os.name != "nt",  # Ctrl+C is the parent's to handle
                )
            return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
