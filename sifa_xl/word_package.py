"""A Word file in parts: text, settings and comments to be changed, all others as they are."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from sifa_xl.book.limits import Budget, Limits
from sifa_xl.book.package import Package
from sifa_xl.changed_lines import boundary, free_id
from sifa_xl.document_reader import document_from
from sifa_xl.errors import FileProblem
from sifa_xl.imprints import Base
from sifa_xl.word_memory import remember, remembered
from sifa_xl.written_lines import Line

AUTHOR, INITIALS = "更新Word数字", "更新"
STALE, DIFFERS = "数据已变", "与表不符"
_OURS = re.compile(rf"(?:{STALE}|{DIFFERS})：这里写“.*。", re.DOTALL)
_HEADER, _TAG, _DRAFT_SIGN = re.compile(r"word/header\d*\.xml"), re.compile(rb"<[^>]*>"), "草稿"
_TEXT, _SETTINGS, _COMMENTS = "word/document.xml", "word/settings.xml", "word/comments.xml"
_RELATIONS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ANCHORS = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))


class WordFile:
    """A .docx read into memory.

    Raises:
        FileProblem: it is broken, hostile or of another kind.
    """

    def __init__(self, data: bytes, name: str) -> None:
        if not data.startswith(b"PK"):
            if name.lower().endswith(".docx"):
                document_from(data, name)  # an old .doc or a PDF by another name is told as such
            raise FileProblem(f"“{name}”不是 .docx 文件。请另存为 .docx 再用。")
        document_from(data, name)  # all that a hostile file may try is refused there
        self._data, self._package = data, Package(data, Budget(Limits(depth=256)))
        self._roots: dict[str, Any] = {}
        self._before: dict[str, bytes] = {}
        for part in (_TEXT, _SETTINGS, _COMMENTS, _RELATIONS, _TYPES):
            if part in self._package:
                self._open(part, self._package.read(part), name)
        self.body = self._roots[_TEXT].find(qn("w:body"))
        if self.body is None:
            raise FileProblem(f"“{name}”不是常见的 .docx（可能是 Strict 格式）。请另存为 .docx。")

    @property
    def base(self) -> Base:
        """The fingerprints kept in the file; none where they were lost."""
        return remembered(self._roots[_SETTINGS]) if _SETTINGS in self._roots else Base()

    def keep(self, base: Base) -> None:
        """Keep other fingerprints; a file without settings keeps those in its bookmarks only."""
        if _SETTINGS in self._roots:
            remember(self._roots[_SETTINGS], base)

    @property
    def is_tracking(self) -> bool:
        """Whether Word tracks changes in it."""
        settings = self._roots.get(_SETTINGS)
        found = settings.find(qn("w:trackRevisions")) if settings is not None else None
        return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")

    @property
    def is_draft(self) -> bool:
        """Whether a header of it says 草稿."""
        headers = [part for part in self._package.names if _HEADER.fullmatch(part)]
        return any(
            _DRAFT_SIGN in _TAG.sub(b"", self._package.read(part)).decode(errors="ignore")
            for part in headers
        )

    def comment(self, line: Line, start: int, end: int, words: str) -> None:
        """A comment at the letters ``start:end``, one that is easy to delete."""
        comments = self._comments()
        number = free_id(comments, [qn("w:comment")])
        comments.append(_comment(number, words))
        boundary(line, end)
        first, _ = boundary(line, start)
        last = boundary(line, end)[0] if end >= len(line.letters) else None
        opened, closed = (OxmlElement(f"w:commentRange{side}") for side in ("Start", "End"))
        first.addprevious(opened)
        if last is None:
            boundary(line, end)[0].addprevious(closed)
        else:
            last.addnext(closed)
        sign, reference = OxmlElement("w:r"), OxmlElement("w:commentReference")
        sign.append(reference)
        closed.addnext(sign)
        for each in (opened, closed, reference):
            each.set(qn("w:id"), str(number))
        line.read()

    def own_comments(self) -> dict[str, str]:
        """The words of our comments by their id, those a clerk has not changed."""
        found = {}
        for each in self._roots.get(_COMMENTS, ()):
            words = "".join(text.text or "" for text in each.iter(qn("w:t")))
            if each.get(qn("w:author")) == AUTHOR and _OURS.fullmatch(words):
                found[each.get(qn("w:id"))] = words
        return found

    def drop_comment(self, identity: str) -> None:
        """Take a comment out, and its anchors."""
        for each in list(self._roots[_COMMENTS]):
            if each.get(qn("w:id")) == identity:
                self._roots[_COMMENTS].remove(each)
        for each in list(self._roots[_TEXT].iter(*_ANCHORS)):
            if each.get(qn("w:id")) == identity:
                parent = each.getparent()
                parent.remove(each)
                if parent.tag == qn("w:r") and not len(parent):
                    parent.getparent().remove(parent)

    def data(self) -> bytes:
        """The file: where nothing changed, the very bytes that were read."""
        parts = {}
        for part, root in self._roots.items():
            data = serialize_part_xml(root)
            if data != self._before.get(part):
                parts[part] = data
        return _packed(self._data, parts) if parts else self._data

    def _open(self, part: str, data: bytes, name: str) -> None:
        try:
            self._roots[part] = parse_xml(data)
        except (SyntaxError, ValueError):  # what lxml raises is a SyntaxError
            raise FileProblem(f"“{name}”的内容读不通，文件可能已损坏。请另存一份再用。") from None
        self._before[part] = serialize_part_xml(self._roots[part])

    def _comments(self) -> Any:
        if _COMMENTS not in self._roots:
            self._roots[_COMMENTS] = parse_xml(f"<w:comments {nsdecls('w')}/>".encode())
            relations, types = self._roots[_RELATIONS], self._roots[_TYPES]
            used = {each.get("Id") for each in relations}
            number = next(n for n in range(1, len(used) + 2) if f"rId{n}" not in used)
            link = relations.makeelement(f"{{{_PACKAGE}/relationships}}Relationship")
            link.set("Id", f"rId{number}")
            link.set("Type", f"{_OFFICE}/comments")
            link.set("Target", "comments.xml")
            relations.append(link)
            kind = types.makeelement(f"{{{_PACKAGE}/content-types}}Override")
            kind.set("PartName", f"/{_COMMENTS}")
            kind.set("ContentType", _KIND)
            types.append(kind)
        return self._roots[_COMMENTS]


def read_word_file(path: Path) -> tuple[WordFile, bytes]:
    """The Word file at ``path``, and its bytes.

    Raises:
        FileProblem: it is missing, cannot be read, or is none.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem(f"找不到文件“{path}”。请核对文件名与所在文件夹。") from None
    except OSError:
        raise FileProblem(f"读不了文件“{path}”。请核对它是不是文件、有没有权限。") from None
    return WordFile(data, path.name), data


def _comment(number: int, words: str) -> Any:
    comment, paragraph = OxmlElement("w:comment"), OxmlElement("w:p")
    for key, value in (("id", str(number)), ("author", AUTHOR), ("initials", INITIALS)):
        comment.set(qn(f"w:{key}"), value)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    run.append(text)
    paragraph.append(run)
    comment.append(paragraph)
    return comment


def _packed(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The package with these parts new, the others as they were and in their order."""
    target = io.BytesIO()
    left = dict(parts)
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            name = next((n for n in left if n.lower() == info.filename.lower()), "")
            new.writestr(info, left.pop(name) if name else old.read(info))
        for name, content in left.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return target.getvalue()
