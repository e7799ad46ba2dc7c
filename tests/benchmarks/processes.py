"""Child processes on a clock: two commands in turn, medians of time, the peak of one's memory."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

_BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


@dataclass(frozen=True)
class Child:
    """A command to run, and the exit codes that mean it did its work."""

    command: Sequence[str]
    good_codes: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Bench:
    """A folder of its own for outputs, byte code and compiled templates, warm after one run."""

    folder: Path

    def seconds(self, one: Child, other: Child, rounds: int) -> tuple[float, float]:
        """Median wall times of two children run A B A B …, after one run of each unmeasured."""
        times: dict[Child, list[float]] = {one: [], other: []}
        for number in range(rounds + 1):
            for child, taken in times.items():
                started = perf_counter()
                self.run(child)
                if number:
                    taken.append(perf_counter() - started)
        return median(times[one]), median(times[other])

    def told(self, one: Child, other: Child, rounds: int) -> tuple[float, float]:
        """Medians of the seconds that two children measure themselves and print, run A B A B …"""
        told: dict[Child, list[float]] = {one: [], other: []}
        for _ in range(rounds):
            for child, taken in told.items():
                taken.append(float(self.run(child)))
        return median(told[one]), median(told[other])

    def peak_mib(self, child: Child) -> float | None:
        """The child's peak resident memory; None on Windows, which does not keep it for us.

        A child starts out as a copy of its parent, so the parent has to be small: this package
        therefore imports nothing heavy.
        """
        if not hasattr(os, "wait4"):
            return None
        with (self.folder / "told").open("wb") as told:
            process = subprocess.Popen(
                child.command, cwd=self.folder, env=self._environment, stdout=told, stderr=told
            )
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in child.good_codes, child.command
        return usage.ru_maxrss * _BYTES_PER_UNIT / 2**20

    def run(self, child: Child) -> str:
        """What the child prints; a child that fails ends the benchmark."""
        for output in self.folder.glob("*.*"):
            output.unlink()  # else ours would keep a backup of each
        done = subprocess.run(
            child.command,
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in child.good_codes, f"{child.command}\n{done.stderr}"
        return done.stdout

    @property
    def _environment(self) -> dict[str, str]:
        """As after an installation: byte code is kept, whatever the caller does with his own."""
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        cache = str(self.folder / "cache")
        return kept | {
            "PYTHONPYCACHEPREFIX": str(self.folder / "byte code"),
            "XDG_CACHE_HOME": cache,
            "LOCALAPPDATA": cache,
            "PYTHONUTF8": "1",
        }


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Bench(Path(folder))
