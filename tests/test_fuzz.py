"""The sample damaged by seed, byte by byte: read as other programs read it, or refused in a line.

``--fuzz 5000`` damages as many in process, ``--fuzz-apart 200`` as many more as whole processes;
an ordinary run takes a few of each.  A number names its damage: ``mutant(sample, 1234)``.
"""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sifa_xl.book.reader import read_bytes
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.jobs import Job
from tests.test_reader import pack, parts, sheet
from tests.test_reader_oracles import compare_with_oracles

ROOT = Path(__file__).parents[1]
SECONDS, MEGABYTES = 20, 512
KINDS = ("zip", "flip", "value", "cut", "double", "drop", "swap")
VALUES = (
    *(b"", b"-1", b"0", b"1e309", b"NaN", b"99999999999", b"A1:XFD1048576", b"#REF!"),
    *("中".encode(), b"true", b"&#0;", b"&x;", b"../../x", b"=1+1", b"<f/>"),
)


def mutant(data: bytes, seed: int) -> bytes:
    """The workbook with one damage, or a few of one kind, that ``seed`` chooses."""
    chance = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    if kind == "zip":
        return _flipped(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(name for name in members if members[name]))
    part = members[name]
    if kind == "flip":
        members[name] = _flipped(part, chance)
    elif kind == "value":
        members[name] = _with_other_values(part, chance)
    elif kind == "cut":
        members[name] = part[: chance.randrange(len(part))]
    elif kind == "double":
        start = chance.randrange(len(part))
        piece = part[start : start + chance.randrange(1, 400)]
        members[name] = part[:start] + piece * chance.randrange(2, 30) + part[start:]
    elif kind == "drop":
        del members[name]
    else:
        other = chance.choice(sorted(members))
        members[name], members[other] = members[other], part
    return _packed(members)


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _with_other_values(part: bytes, chance: random.Random) -> bytes:
    """An attribute or the text of an element replaced: no flip would find them often enough."""
    for _ in range(chance.choice((1, 1, 3))):
        starts = [place for place, byte in enumerate(part) if byte in b'">'][:-1]
        if not starts:
            return part
        start = chance.choice(starts) + 1
        end = re.compile(b'["<]').search(part, start)
        part = part[:start] + chance.choice(VALUES) + part[end.start() if end else start :]
    return part


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def work_through(data: bytes, seed: int) -> str | None:
    """Read, check and summarize as the command does; returns the sentence that refuses, if any."""
    try:
        job = Job(read_bytes(data, "样例.xlsx").grids)
        _ = [str(finding) for finding in job.findings]
        _ = job.summary().text
    except SifaError as problem:
        return " ".join(str(problem).splitlines())
    except Exception as fault:
        raise AssertionError(f"seed {seed}") from fault
    return None


def seeds(request: pytest.FixtureRequest, option: str) -> Iterator[int]:
    yield from range(request.config.getoption(option))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_damaged_workbook_is_read_or_refused_in_a_sentence(request, sample_bytes, tmp_path):
    path = tmp_path / "样例.xlsx"
    outcomes = {"read": 0, "refused": 0}
    for seed in seeds(request, "--fuzz"):
        data = mutant(sample_bytes, seed)
        before = time.perf_counter()
        refusal = work_through(data, seed)
        assert time.perf_counter() - before < SECONDS, seed
        outcomes["refused" if refusal else "read"] += 1
        if refusal:
            assert refusal.endswith("。"), (seed, refusal)
            assert len(refusal) < 400, (seed, refusal)
        elif KINDS[seed % len(KINDS)] == "value" and seed % 2:
            # the figures are those that other programs see
            path.write_bytes(data)
            _agree(path, seed)
    print(outcomes)
    assert min(outcomes.values()) > 0


def _agree(path: Path, seed: int) -> None:
    """Where the two other programs open the file and agree, our figures are theirs."""
    try:
        compare_with_oracles(path)
    except AssertionError as problem:
        raise AssertionError(f"seed {seed}: {problem}") from None
    except BaseException as problem:
        if isinstance(problem, KeyboardInterrupt | FileProblem):
            raise


RUNNER = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
sys.argv = ["sifa-xl", "check", sys.argv[1]]
from sifa_xl.cli import main
main()
""".format(limit=MEGABYTES << 20)


@pytest.mark.skipif(os.name == "nt", reason="memory limits hold on Linux")
def test_a_damaged_workbook_ends_as_code_and_sentence(request, sample_bytes, tmp_path):
    path = tmp_path / "样例.xlsx"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "XDG_STATE_HOME": str(tmp_path / "状态"),
    }
    for seed in seeds(request, "--fuzz-apart"):
        path.write_bytes(mutant(sample_bytes, 1_000_000 + seed))
        done = subprocess.run(
            [sys.executable, "-c", RUNNER, str(path)],
            capture_output=True,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
        told = done.stderr.decode("utf-8")
        assert done.returncode in (0, 1, 2), (seed, done.returncode, told)
        assert "Traceback" not in told, (seed, told)
        assert "程序自身" not in told, (seed, told)
        if done.returncode == 2:
            assert told.count("\n") == 1, (seed, told)
            assert told.endswith("。\n"), (seed, told)
    assert not (tmp_path / "状态" / "sifa-xl").exists() or not list(
        (tmp_path / "状态" / "sifa-xl").glob("错误日志-*")
    )


# pieces of a sheet, put together anyhow
PIECES = st.sampled_from(
    [
        *('<row r="1">', '<row r="2" hidden="1">', "<row>", "</row>", '<c r="A1">', "<c>", "</c>"),
        *('<c r="B2" t="s">', '<c r="C3" s="1" t="str">', '<c t="inlineStr"><is><t>', "</t></is>"),
        *("<v>1</v>", "<v>1e5</v>", "<v>", "</v>", "<f>A1</f>", "<f/>", "<v/>", "<!-- x -->"),
        *("</sheetData>", "<sheetData>", "<x:c/>", "&amp;", "&#x41;", "<![CDATA[1]]>", "９"),
    ]
)


@given(st.lists(PIECES, max_size=30))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_of_xml_in_any_order_are_read_or_refused(pieces):
    assert refusal_of(pack(parts({"人民调解": sheet("".join(pieces))}))).endswith("。")


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_refused_in_a_sentence(data, start):
    assert refusal_of(start + data).startswith("“样例.xlsx”")


def refusal_of(data: bytes) -> str:
    """The sentence that refuses; a mere stop where the workbook is read."""
    try:
        read_bytes(data, "样例.xlsx")
    except FileProblem as problem:
        return str(problem)
    return "。"
