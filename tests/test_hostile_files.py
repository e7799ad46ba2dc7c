"""Files made to harm, at full size: refused by the name of the limit, in time and in memory."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sifa_xl.bounds import WORKBOOK_ROWS
from tests.test_reader import HEAD, LINKS, MAIN, PACKAGE_LINKS, pack, parts, sheet

ROOT = Path(__file__).parents[1]
SECONDS, MEGABYTES = 20, 512
# the limit lies on addresses, of which a quarter may be libraries: stricter than on memory used
RUNNER = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES << 20}, {MEGABYTES << 20}))
from sifa_xl.cli import main
main()
"""

Files = dict[str, str | bytes]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits on memory hold on Linux")


def streamed(files: Files, name: str, pieces: Iterator[bytes]) -> bytes:
    """The package with one part written piece by piece: it need not fit in memory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, content in files.items():
            if other != name:
                archive.writestr(other, content)
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
    return stream.getvalue()


def book(**around: str) -> Files:
    return dict(parts({"人民调解": sheet('<row r="1"><c r="A1"><v>1</v></c></row>', **around)}))


def with_part(name: str, content: str | bytes) -> bytes:
    return pack(book() | {name: content})


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def zeros(amount: int) -> Iterator[bytes]:
    yield HEAD.encode() + f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    for _ in range(amount):
        yield bytes(1 << 20)


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def flagged() -> bytes:
    data = bytearray(pack(book()))
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    return bytes(data)


def claimed() -> bytes:
    """A directory that claims gigabytes for every part."""
    data = bytearray(pack(book()))
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        struct.pack_into("<I", data, found.start() + 24, 4_000_000_000)
    return bytes(data)


def merges(amount: int) -> bytes:
    cells = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, amount + 1))
    return pack(book(after=f"<mergeCells>{cells}</mergeCells>"))


def strings(amount: int) -> str:
    return f'{HEAD}<sst xmlns="{MAIN}">{"<si><t>a</t></si>" * amount}</sst>'


def many_sheets(amount: int) -> Files:
    return dict(parts({f"表{number}": sheet("") for number in range(amount)}))


def dde() -> bytes:
    rows = '<row r="1"><c r="A1"><f>cmd|\'/c calc\'!A0</f><v>0</v></c></row>'
    files = dict(parts({"甲": sheet(rows)}))
    files["xl/externalLinks/e.xml"] = (
        f'{HEAD}<externalLink xmlns="{MAIN}">'
        '<ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    )
    return pack(files)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a gigabyte of zeros": (
        lambda: streamed(book(), SHEET, zeros(1024)),
        "一个部件展开后的大小超过上限 128 MB",
    ),
    "a hundred megabytes of zeros": (
        lambda: streamed(book(), SHEET, zeros(100)),
        "压缩比超过上限 250 倍",
    ),
    "gigabytes claimed": (claimed, "一个部件展开后的大小超过上限"),
    "six thousand parts": (
        lambda: pack(book() | {f"xl/x{n}.xml": "" for n in range(6_000)}),
        "压缩包里的部件超过上限 5,000 个",
    ),
    "billion laughs": (
        lambda: with_part("xl/sharedStrings.xml", f"{HEAD}{LAUGHS}<sst/>"),
        "DOCTYPE",
    ),
    "an entity that reads a file": (
        lambda: with_part(SHEET, f"{HEAD}{EXTERNAL}<worksheet>&a;</worksheet>"),
        "DOCTYPE",
    ),
    "a million merges": (lambda: merges(1_000_000), "合并单元格超过上限 200,000 处"),
    "300,000 shared strings": (
        lambda: with_part("xl/sharedStrings.xml", strings(300_000)),
        "压缩比|没有一张业务表",
    ),
    "two million shared strings": (
        lambda: with_part("xl/sharedStrings.xml", strings(2_000_000)),
        "压缩比|共享文字超过上限",
    ),
    "tags nested 200,000 deep": (
        lambda: with_part(SHEET, sheet("<row>" + "<a>" * 200_000)),
        "标签嵌套超过上限 64 层",
    ),
    "a giant dimension": (
        lambda: pack(book(before='<dimension ref="A1:XFD1048576"/>')),
        "没有一张业务表",
    ),
    "the first cell and the last": (
        lambda: with_part(
            SHEET,
            sheet('<row r="1"/><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ),
        "没有一张业务表",
    ),
    "a row beyond the end": (lambda: with_part(SHEET, sheet('<row r="1000000000000"/>')), "行号"),
    "four hundred sheets": (lambda: pack(many_sheets(400)), "工作表超过上限 300 张"),
    "a name that climbs out": (
        lambda: pack(book(), [("../../../../tmp/PWNED", b"x")]),
        "部件名越出文件",
    ),
    "a name on a drive": (lambda: pack(book(), [("C:\\PWNED", b"x")]), "部件名越出文件"),
    "a sheet that is a file of the machine": (
        lambda: pack(
            book()
            | {
                "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_LINKS}">'
                f'<Relationship Id="rId1" Type="{LINKS}/worksheet" '
                'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
            }
        ),
        "找不到它的内容",
    ),
    "DDE": (dde, "没有一张业务表"),
    "a password": (encrypted, "有打开密码"),
    "a password on the zip": (flagged, "有打开密码"),
    "truncated": (lambda: pack(book())[:-200], "损坏或没有传完"),
    "zero bytes": (lambda: b"", "0 字节"),
    "nuls": (lambda: bytes(4096), "损坏或没有传完"),
    "a number of five million digits": (
        lambda: with_part(SHEET, sheet(f'<row r="1"><c r="A1"><v>{"9" * 5_000_000}</v></c></row>')),
        "压缩比|文字超过上限",
    ),
    "a million attributes": (
        lambda: with_part(
            SHEET, sheet("<row " + " ".join(f'a{n}="1"' for n in range(300_000)) + "/>")
        ),
        "没有一张业务表|读不通",
    ),
}


def checked(path: Path, command: str = "check") -> tuple[int, str, float]:
    """Code, complaint and seconds of the whole process, its memory limited."""
    before = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, command, str(path)],
        capture_output=True,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "XDG_STATE_HOME": str(path.parent / "状态")},
        timeout=3 * SECONDS,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert not list((path.parent / "状态").rglob("错误日志-*"))
    return done.returncode, done.stderr.decode("utf-8"), time.monotonic() - before


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_in_time_and_in_memory(name, tmp_path):
    make, told = HOSTILE[name]
    path = tmp_path / "来件.xlsx"
    path.write_bytes(make())
    code, complaint, seconds = checked(path)
    assert code == 2
    assert re.search(told, complaint), complaint
    assert complaint.count("\n") == 1
    assert complaint.endswith("。\n")
    assert seconds < SECONDS
    assert sorted(each.name for each in tmp_path.iterdir()) == ["来件.xlsx", "状态"]


# --- hostile contents in a workbook that is ours ---------------------------------------------


def with_measures(sample_bytes: bytes, bodies: list[str]) -> bytes:
    """The sample, the rows of 举措 on its sheet 人民调解 replaced by these."""
    with zipfile.ZipFile(io.BytesIO(sample_bytes)) as archive:
        files: Files = {name: archive.read(name) for name in archive.namelist()}
    workbook, shared = (files[f"xl/{name}.xml"].decode() for name in ("workbook", "sharedStrings"))
    names = re.findall(r'<sheet [^>]*name="([^"]+)"', workbook)
    part = f"xl/worksheets/sheet{names.index('人民调解') + 1}.xml"
    texts = [re.sub("<[^>]+>", "", text) for text in re.findall("<si>(.*?)</si>", shared, re.S)]
    xml = files[part].decode()
    head = re.search(
        rf'<row r="(\d+)"[^>]*><c r="A\d+"[^>]*><v>{texts.index("#表:举措")}</v>.*?</row>', xml
    )
    body = re.search(rf'<c r="([A-Z]+)\d+"[^>]*><v>{texts.index("正文")}</v>', head[0])
    rows = "".join(
        f'<row r="{number}"><c r="{body[1]}{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for number, text in enumerate(bodies, int(head[1]) + 1)
    )
    xml = re.sub(r"<mergeCells.*?</mergeCells>|<hyperlinks>.*?</hyperlinks>", "", xml)
    files[part] = xml[: head.end()] + rows + xml[xml.index("</sheetData>") :]
    return pack(files)


LONG = (
    "十",
    "1",
    "一1",
    "1.",
    "（1）",
    "12件、",
    "2022年",
    "{{",
    "【",
    "{{受理纠纷}}",
    "，",
    "约",
    "“",
)


@pytest.mark.parametrize("text", LONG)
def test_a_cell_filled_with_one_thing_to_excels_limit_ends_in_time(text, sample_bytes, tmp_path):
    path = tmp_path / "来件.xlsx"
    path.write_bytes(with_measures(sample_bytes, [text * (32_767 // len(text))]))
    code, complaint, seconds = checked(path, "summarize")
    assert code == 1
    assert "超过一格的上限5,000个字" in complaint
    assert seconds < SECONDS


def test_as_many_long_cells_as_a_workbook_may_hold_end_in_time(sample_bytes, tmp_path):
    path = tmp_path / "来件.xlsx"
    bodies = [(text * 5_000)[:4_990] for text in LONG if "{" not in text] * 5
    path.write_bytes(with_measures(sample_bytes, bodies))
    code, _, seconds = checked(path, "summarize")
    assert code in (1, 2)
    assert seconds < SECONDS


def test_as_many_rows_as_a_workbook_may_hold_end_in_time(sample_bytes, tmp_path):
    path = tmp_path / "来件.xlsx"
    path.write_bytes(
        with_measures(sample_bytes, [f"走访{n}户。" for n in range(WORKBOOK_ROWS - 1_200)])
    )
    code, _, seconds = checked(path, "summarize")
    assert code == 1
    assert seconds < SECONDS


@pytest.mark.parametrize(
    ("bodies", "told"),
    [
        (["走访农户。"] * (WORKBOOK_ROWS + 1), "内容太多：各表的行数超过上限 8,000。"),
        (["走" * 5_000] * 61, "内容太多：各表的总字数超过上限 300,000。"),
        (["【单位全称】" * 830] * 50, "内容太多：总结的字数超过上限 300,000。"),
    ],
    ids=["rows", "characters", "names filled in"],
)
def test_a_workbook_over_a_bound_is_refused_by_its_name(bodies, told, sample_bytes, tmp_path):
    path = tmp_path / "来件.xlsx"
    path.write_bytes(with_measures(sample_bytes, bodies))
    code, complaint, seconds = checked(path, "summarize")
    assert (code, complaint[: len(told)]) == (2, told)
    assert seconds < SECONDS
