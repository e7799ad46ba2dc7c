"""归档: what was sent, frozen beside the workbook: read-only copies, their hashes, every number."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sifa_xl.errors import AWAY, AWAY_SENTENCE, FileProblem
from sifa_xl.file_names import harmless_name
from sifa_xl.run_notes import note_output

ARCHIVE = "归档"  # the folder beside the workbook
RECORD, NOTE = "归档.json", "归档说明.txt"
WORKBOOK, WORD = "工作簿", "Word"
_HASH_LINE = "归档.json 的 SHA-256："
_EDITION = 1


@dataclass(frozen=True)
class SentNumber:
    """A number of a text that was sent: its fact (None: the clerk's prose), cells and words.

    ``paragraph`` counts the paragraphs of the Word file that hold something, from 1.
    """

    fact: str | None
    cells: tuple[str, ...]
    text: str
    paragraph: int


@dataclass(frozen=True)
class SentFile:
    """A copy in the archive: 工作簿 or Word, under the name it was sent with."""

    kind: str
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class SentDraft:
    """A draft as it was sent, and the folder that holds it.

    ``signed_by`` is who signed it though something was open; that stands in ``unfinished``.
    """

    draft: str
    when: datetime
    title: str
    folder: Path
    numbers: tuple[SentNumber, ...]
    files: tuple[SentFile, ...] = ()
    signed_by: str = ""
    unfinished: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sending:
    """What is to be archived: the files by kind as (name, contents), and what is known of them."""

    draft: str
    title: str
    files: Mapping[str, tuple[str, bytes]]
    numbers: tuple[SentNumber, ...]
    signed_by: str = ""
    unfinished: tuple[str, ...] = ()


def sent_drafts(folder: Path) -> list[SentDraft]:
    """The drafts archived beside the workbooks of ``folder``, the earliest first.

    A record that cannot be read is passed over; ``faults_of`` tells of it.
    """
    records = (_record(path.parent) for path in (folder / ARCHIVE).glob(f"*/{RECORD}"))
    found = [record for record in records if record is not None]
    return sorted(found, key=lambda sent: (sent.when, sent.folder.name))


def store(home: Path, sending: Sending, when: datetime) -> SentDraft:
    """Write the archive as a new folder in 归档 of ``home``: all of it, or nothing.

    Raises:
        FileProblem: the very same files lie there already, or nothing can be written.
    """
    files = tuple(
        SentFile(kind, name, hashlib.sha256(data).hexdigest(), len(data))
        for kind, (name, data) in sending.files.items()
    )
    for other in sent_drafts(home):
        if {file.sha256 for file in other.files} == {file.sha256 for file in files}:
            raise FileProblem(
                f"这个工作簿和 Word 已经归档在“{ARCHIVE}/{other.folder.name}”，没有再归档一次。"
                "要归档改过的，请先保存再来。"
            )
    try:
        folder = _new_folder(home / ARCHIVE, f"{when:%Y%m%d-%H%M}{sending.draft}")
        sent = SentDraft(
            *(sending.draft, when.replace(microsecond=0), sending.title, folder),
            *(sending.numbers, files, sending.signed_by, sending.unfinished),
        )
        _write(sent, sending)
    except OSError as problem:
        why = AWAY_SENTENCE if problem.errno in AWAY else "请检查磁盘空间和写权限，再试一次。"
        raise FileProblem(f"“{home / ARCHIVE}”里写不进去，没有归档：{why}") from None
    return sent


def archives_of(path: Path) -> list[Path]:
    """The archives that ``path`` names: one folder or its record, or all beside a workbook."""
    if path.is_dir():
        return [path]
    if path.name == RECORD:
        return [path.parent]
    folder = path.parent / ARCHIVE
    return sorted(each for each in folder.glob("*") if each.is_dir() and each.name[0] != ".")


def faults_of(folder: Path) -> list[str]:
    """Why the archive is not what was sent, in sentences; nothing when it still is."""
    sent = _record(folder)
    if sent is None:
        return [f"{RECORD}没有了或读不通，不能核对"]
    faults = []
    for file in sent.files:
        data = _bytes(folder / file.name)
        if data is None:
            faults.append(f"{file.kind}“{file.name}”没有了或读不了")
        elif hashlib.sha256(data).hexdigest() != file.sha256:
            faults.append(f"{file.kind}“{file.name}”和发出时不一样了")
    note = (_bytes(folder / NOTE) or b"").decode("utf-8-sig", "replace")
    record = hashlib.sha256(_bytes(folder / RECORD) or b"").hexdigest()
    if f"{_HASH_LINE}{record}" not in note:
        faults.append(f"{RECORD}和“{NOTE}”里记的对不上，其中一个改过")
    return faults


def _new_folder(archive: Path, name: str) -> Path:
    plain = harmless_name(name)
    names = (f"{plain}{f'-{number}' if number > 1 else ''}" for number in count(1))
    return next(archive / each for each in names if not (archive / each).exists())


def _write(sent: SentDraft, sending: Sending) -> None:
    """Everything goes into a folder of another name first, so that no archive is half there."""
    record = json.dumps(_shape(sent), ensure_ascii=False, indent=1).encode("utf-8")
    contents = {file.name: sending.files[file.kind][1] for file in sent.files}
    contents[RECORD] = record
    words = "\r\n".join([*_note(sent), f"{_HASH_LINE}{hashlib.sha256(record).hexdigest()}", ""])
    contents[NOTE] = words.encode("utf-8-sig")
    temporary = sent.folder.with_name(f".{sent.folder.name}.{os.getpid()}.tmp")
    with ExitStack() as undo:
        temporary.mkdir(parents=True)
        undo.callback(shutil.rmtree, temporary, ignore_errors=True)
        for name, data in contents.items():
            with (temporary / name).open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        temporary.rename(sent.folder)
        undo.pop_all()
    for name, data in contents.items():
        (sent.folder / name).chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        note_output((sent.folder / name).suffix, data)


def _shape(sent: SentDraft) -> dict[str, Any]:
    return {
        "edition": _EDITION,
        "draft": sent.draft,
        "when": sent.when.isoformat(),
        "title": sent.title,
        "signed_by": sent.signed_by,
        "unfinished": list(sent.unfinished),
        "files": [asdict(file) for file in sent.files],
        "numbers": [asdict(number) for number in sent.numbers],
    }


def _note(sent: SentDraft) -> Iterator[str]:
    when = sent.when
    yield f"{sent.title}（{sent.draft}）定稿归档"
    yield f"归档时间：{when.year}年{when.month}月{when.day}日{when:%H:%M}"
    if sent.signed_by:
        yield f"签发人：{sent.signed_by}。归档时还有下面的事没有处理，按签发的 Word 归档："
        yield from (f"　{each}" for each in sent.unfinished)
    yield "这里的工作簿和 Word 是发出时的样子，只读，请不要改；要改的，改原来的文件，再归档一次。"
    yield f"正文里有{len(sent.numbers)}个数，每个数的指标、单元格和所在段落记在{RECORD}里。"
    yield "核对有没有被改动：sifa-xl archive 归档文件夹 --verify"
    for file in sent.files:
        yield f"{file.kind}：{file.name}（{file.bytes}字节）"
        yield f"　SHA-256：{file.sha256}"


def _record(folder: Path) -> SentDraft | None:
    """What the record says, or None where it is missing or not as we write it."""
    data = _bytes(folder / RECORD)
    try:
        content = json.loads(data or b"")
        return SentDraft(
            str(content["draft"]),
            datetime.fromisoformat(content["when"]),
            str(content["title"]),
            folder,
            tuple(_number(each) for each in content["numbers"]),
            tuple(_file(each) for each in content["files"]),
            str(content.get("signed_by", "")),
            tuple(map(str, content.get("unfinished", ()))),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _number(content: Mapping[str, Any]) -> SentNumber:
    cells: Sequence[Any] = content["cells"]
    fact = content["fact"]
    return SentNumber(
        str(fact) if fact is not None else None,
        tuple(map(str, cells)),
        str(content["text"]),
        int(content["paragraph"]),
    )


def _file(content: Mapping[str, Any]) -> SentFile:
    name = str(content["name"])
    if Path(name).name != name:
        raise ValueError(name)  # a record that leads elsewhere is none of ours
    return SentFile(str(content["kind"]), name, str(content["sha256"]), int(content["bytes"]))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
