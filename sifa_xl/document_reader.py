"""A file -> a document: .docx with all it carries along, or plain text.  A stranger's file."""

from __future__ import annotations

from pathlib import Path

from sifa_xl.book.limits import Budget, Limits
from sifa_xl.book.package import Package
from sifa_xl.document_parts import (
    CountReader,
    HiddenStyles,
    PropertyReader,
    RelationReader,
    TextReader,
)
from sifa_xl.documents import FOOTER, HEADER, Carried, Document, DocumentParagraph, Trace
from sifa_xl.errors import FileProblem

_ZIP, _COMPOUND, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_LIMITS = Limits(depth=256)
_TEXT_SUFFIXES = (".txt", ".md")
_MAIN = "word/document.xml"
_STORIES = (  # parts with text: how their names begin, and what the clerk calls them
    ("word/header", HEADER),
    ("word/footer", FOOTER),
    ("word/footnotes", "脚注"),
    ("word/endnotes", "尾注"),
    ("word/comments.xml", "批注"),
)
_PERSONS = {"creator": "作者", "lastmodifiedby": "最后修改人", "manager": "主管"}
_NOT_PERSONS = frozenset({"", "python-docx"})


def read_document(path: Path) -> Document:
    """The document in a .docx, .txt or .md file.

    Raises:
        FileProblem: it is missing, broken or of another kind.
    """
    return document_from(_loaded(path), path.name)


def package_of(path: Path) -> Package:
    """The .docx at ``path`` as its parts, for those who read more of it than its text.

    Raises:
        FileProblem: as ``read_document``; or it is no .docx.
    """
    data = _loaded(path)
    if not data.startswith(_ZIP):
        if path.suffix.lower() not in _TEXT_SUFFIXES:
            document_from(data, path.name)  # says what it is instead
        raise FileProblem(f"“{path.name}”不是 .docx 文档。请另存为 .docx 再用。")
    try:
        return Package(data, Budget(_LIMITS))
    except FileProblem as problem:
        raise FileProblem(_of_document(path.name, problem)) from None


def document_from(data: bytes, name: str) -> Document:
    """The document in the bytes of a file; raises as ``read_document``."""
    if data.startswith(_ZIP):
        try:
            return _from_package(Package(data, Budget(_LIMITS)))
        except FileProblem as problem:
            raise FileProblem(_of_document(name, problem)) from None
    if data.startswith(_COMPOUND):
        raise FileProblem(
            f"“{name}”是旧版 Word 或 WPS 文档，或设了打开密码。请去掉密码，另存为 .docx 再查。"
        )
    if data.startswith(_PDF):
        raise FileProblem(f"“{name}”是 PDF。请用原来的 Word 文件来查。")
    if Path(name).suffix.lower() not in _TEXT_SUFFIXES:
        raise FileProblem(f"“{name}”不是 .docx 或 .txt 文件。请另存为这两种之一再查。")
    return Document.of_lines(_decoded(data, name))


def _loaded(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileProblem(f"找不到文件“{path}”。请核对文件名与所在文件夹。") from None
    except OSError:
        raise FileProblem(f"读不了文件“{path}”。请核对它是不是文件、有没有权限。") from None


def _of_document(name: str, problem: FileProblem) -> str:
    # those rooms speak of workbooks, for which they were built
    words = str(problem).replace(".xlsx", ".docx").replace("Excel", "Word")
    return f"“{name}”{words.replace('工作簿', '文档')}"


def _decoded(data: bytes, name: str) -> str:
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if is_wide else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileProblem(f"“{name}”的文字编码认不出。请在记事本里另存为 UTF-8 再查。")


def _from_package(package: Package) -> Document:
    if _MAIN not in package:
        raise FileProblem("里没有 Word 正文，不是 .docx 文档。请另存为 .docx 再用。")
    budget = package.budget
    styles = HiddenStyles(budget)
    if "word/styles.xml" in package:
        styles.feed(package.steps("word/styles.xml"))
    paragraphs: list[DocumentParagraph] = []
    revisions = hidden = 0
    for part, label in _stories(package):
        reader = TextReader(budget, label, frozenset(styles.hidden))
        reader.feed(package.steps(part))
        # odd, even and first pages have headers of their own, which say the same
        paragraphs += [each for each in reader.paragraphs if not label or each not in paragraphs]
        revisions, hidden = revisions + reader.revisions, hidden + reader.hidden
    counted = (
        Trace(Carried.REVISION, "没有接受的修订", revisions),
        Trace(Carried.HIDDEN, "隐藏的文字", hidden),
        Trace(Carried.COMMENT, "批注", _count(package, "word/comments.xml", "comment")),
    )
    traces = [trace for trace in counted if trace.count]
    traces += [*_properties(package), *_relations(package), *_files(package)]
    return Document(tuple(paragraphs), tuple(traces))


def _stories(package: Package) -> list[tuple[str, str]]:
    found = [(_MAIN, "")]
    for start, label in _STORIES:
        parts = [name for name in package.names if name.startswith(start)]
        found += [(part, label) for part in parts if part.endswith(".xml")]
    return found


def _count(package: Package, part: str, element: str) -> int:
    if part not in package:
        return 0
    reader = CountReader(package.budget, element)
    reader.feed(package.steps(part))
    return reader.count


def _properties(package: Package) -> list[Trace]:
    reader = PropertyReader(package.budget)
    for part in ("docprops/core.xml", "docprops/app.xml"):
        if part in package:
            reader.feed_part(package.steps(part))
    found = [
        Trace(Carried.PERSON, f"文档属性里的{label}（{reader.texts[key].strip()[:1]}**）")
        for key, label in _PERSONS.items()
        if reader.texts.get(key, "").strip() not in _NOT_PERSONS
    ]
    if reader.texts.get("company", "").strip():
        found.append(Trace(Carried.UNIT, "文档属性里的单位名称"))
    if _count(package, "docprops/custom.xml", "property"):
        found.append(Trace(Carried.PROPERTY, "自定义的文档属性"))
    if people := _count(package, "word/people.xml", "person"):
        found.append(Trace(Carried.PERSON, "审阅人的姓名", people))
    return found


def _relations(package: Package) -> list[Trace]:
    links = 0
    for part in package.names:
        if part.startswith("word/") and part.endswith(".rels"):
            reader = RelationReader(package.budget)
            reader.feed(package.steps(part))
            links += reader.external
    return [Trace(Carried.LINK, "指向文件外的链接", links)] if links else []


def _files(package: Package) -> list[Trace]:
    images = [name for name in package.names if name.startswith("word/media/")]
    objects = [name for name in package.names if name.startswith("word/embeddings/")]
    found = []
    if images:
        exif = any(b"Exif\0\0" in package.read(name)[: 1 << 16] for name in images)
        detail = "图片（含拍摄信息）" if exif else "图片"
        found.append(Trace(Carried.IMAGE, detail, len(images)))
    if objects:
        found.append(Trace(Carried.OBJECT, "嵌入的文件", len(objects)))
    if "word/vbaproject.bin" in package:
        found.append(Trace(Carried.MACRO, "宏"))
    return found
