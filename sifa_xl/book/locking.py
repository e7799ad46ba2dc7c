"""One run at a time on one workbook: a lock beside it that a killed run does not leave locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sifa_xl.errors import FileProblem

WAIT_SECONDS = 30.0


@contextmanager
def held(path: Path, seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """While inside, no other run holds the workbook at ``path``; waits ``seconds`` for one.

    Raises:
        FileProblem: there is no such folder, no file may be made in it, or another run goes on.
    """
    from filelock import FileLock, Timeout

    if not path.parent.is_dir():  # the lock would make the folder
        raise FileProblem(f"找不到文件“{path.name}”。请核对文件名与所在文件夹。")
    lock = FileLock(lock_file(path), timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise FileProblem(
            f"另一个 sifa-xl 正在写“{path.name}”，没有写任何文件。请等它做完再试。"
        ) from None
    except (OSError, NotImplementedError):
        raise FileProblem(
            f"“{path.parent}”里不能建文件，没有写“{path.name}”。"
            "请检查文件夹是否存在、有没有写权限，或把工作簿复制到本机再用。"
        ) from None
    try:
        yield
    finally:
        with suppress(OSError):
            Path(lock.lock_file).unlink(missing_ok=True)  # Windows lets nobody do it while held
        lock.release()


def lock_file(path: Path) -> Path:
    """The lock of the workbook at ``path``: a hidden file that no list of workbooks shows."""
    return path.with_name(f".{path.name}.lock")
