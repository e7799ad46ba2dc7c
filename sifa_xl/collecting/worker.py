"""The process that reads strangers' files: a line of JSON in, a line of JSON out.

It may die of a file: the parent sees the pipe close, tells it and starts another.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from sifa_xl.errors import SifaError

MEMORY_BYTES = 1 << 30  # of address space; holds on Linux
RETURN, ROWS = "return", "rows"  # what may be asked of a file
_COLLECT_AFTER = 50_000  # new objects: a return is read and forgotten as a whole


def main() -> None:
    """Answer until the parent closes the pipe."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    _limit_memory()
    requests = sys.stdin.buffer
    answer_all(requests, answers)


def answer_all(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request line; an empty answer says that ours is at fault."""
    from sifa_xl.collecting.ledger_rows import take_rows
    from sifa_xl.collecting.returns import Refusal, to_json
    from sifa_xl.collecting.taking import take
    from sifa_xl.lines import shipped

    lines = shipped()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    for request in requests:
        asked = json.loads(request)
        path = Path(asked["path"])
        try:
            wants_rows = asked["what"] == ROWS
            answer = (
                take_rows(path, lines).model_dump_json()
                if wants_rows
                else to_json(take(path, lines))
            )
        except SifaError as problem:  # only where rows are asked for: it could be read before
            answer = to_json(Refusal(reason=str(problem), is_lasting=False))
        except MemoryError:
            answer = to_json(Refusal(reason=TOO_LARGE))
        answers.write(answer.encode() + b"\n")
        answers.flush()


TOO_LARGE = "太大，读它要用的内存超过上限。请删去用不到的工作表和内容，另存为 .xlsx 再报。"


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    main()
