"""What a file really is, told by its bytes and never by its name."""

from __future__ import annotations

from collections.abc import Collection

from sifa_xl.errors import FileProblem

SAVE_AS = "请在 Excel 或 WPS 中打开后另存为 .xlsx 再用"
BROKEN = "损坏或没有传完。请重新取一份；若 Excel 或 WPS 还能打开，另存为 .xlsx 再用。"
TAKE_ANOTHER = "请换成填报用的 .xlsx 文件"

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF_STARTS = (b"\t\x00\x04\x00", b"\t\x02\x06\x00", b"\t\x04\x06\x00", b"\t\x08")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TABLE_BEGINNINGS = {
    b"<html": "网页（HTML）",
    b"<!doctype html": "网页（HTML）",
    b"<table": "网页（HTML）",
    b"<head": "网页（HTML）",
    b"<meta": "网页（HTML）",
    b"mime-version": "网页（MHT）",
    b"<?xml": " XML 文件",
}
_OTHER_BEGINNINGS = {
    b"%pdf": " PDF 文件",
    b"{\\rtf": " RTF 文档",
    b"\x89png": "图片",
    b"\xff\xd8\xff": "图片",
    b"gif8": "图片",
    b"rar!": "压缩包（RAR）",
    b"7z\xbc\xaf": "压缩包（7z）",
    b"\x1f\x8b": "压缩包（gzip）",
    b"mz": "程序文件",
}
_COMPOUND_STREAMS = {
    "EncryptedPackage": "有打开密码。请在 Excel 或 WPS 中去掉打开密码，保存后再用。",
    "WordDocument": f"其实是 Word 文档（.doc 或 .wps），不是表格。{TAKE_ANOTHER}。",
    "PowerPoint Document": f"其实是演示文稿，不是表格。{TAKE_ANOTHER}。",
    "Workbook": f"是旧版 .xls 格式（或 WPS 的 .et）。{SAVE_AS}。",
    "Book": f"是旧版 .xls 格式。{SAVE_AS}。",
}
_LONGEST_LOCK_BYTES = 200
_SAMPLE_BYTES = 4096


def refuse_unless_zip(data: bytes, name: str) -> None:
    """Pass when ``data`` begins like an .xlsx; ``name`` only helps to tell a lock file.

    Raises:
        FileProblem: what the file is instead, and how to mend it.
    """
    if not data:
        raise FileProblem("是空的（0 字节），可能没有传完。请重新取一份再用。")
    if data.startswith(_ZIP_STARTS):
        return
    if data.startswith(_COMPOUND_START):
        raise FileProblem(_describe_compound(data))
    if _is_lock(data, name):
        raise FileProblem("是临时锁文件，不是工作簿。请关闭 Excel 或 WPS，改用同名的正式文件。")
    if data.startswith(_OLD_BIFF_STARTS):
        raise FileProblem(f"是旧版 .xls 格式。{SAVE_AS}。")
    raise FileProblem(_describe_beginning(data[:_SAMPLE_BYTES]))


def refuse_other_packages(names: Collection[str], mimetype: bytes) -> None:
    """Pass when the lower-case part ``names`` are those of an .xlsx or .xlsm.

    Raises:
        FileProblem: a package of another kind, or one without a workbook.
    """
    if "xl/workbook.bin" in names:
        raise FileProblem(f"是 .xlsb 二进制格式。{SAVE_AS}。")
    if any(name.startswith("xl/") for name in names):
        return
    if "word/document.xml" in names:
        raise FileProblem(f"其实是 Word 文档，不是表格。{TAKE_ANOTHER}。")
    if any(name.startswith("ppt/") for name in names):
        raise FileProblem(f"其实是演示文稿，不是表格。{TAKE_ANOTHER}。")
    if b"opendocument" in mimetype:
        raise FileProblem(f"是 .ods（OpenDocument）格式。{SAVE_AS}。")
    raise FileProblem("其实是一个压缩包，不是工作簿。请解压后选用里面的 .xlsx 文件。")


def _describe_compound(data: bytes) -> str:
    for stream, sentence in _COMPOUND_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return sentence
    return f"是旧版 Office 或 WPS 格式（.xls、.et 等）。{SAVE_AS}。"


def _is_lock(data: bytes, name: str) -> bool:
    if name.startswith(("~$", ".~")):
        return True
    padding = data.count(b" ") + data.count(b"\0")
    # Excel's owner file: a length byte, the name padded with spaces, the same in UTF-16
    return len(data) <= _LONGEST_LOCK_BYTES and data[0] < 0x37 and padding > 2 * len(data) // 3


def _describe_beginning(sample: bytes) -> str:
    beginning = sample.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").lower()
    for start, kind in _OTHER_BEGINNINGS.items():
        if beginning.startswith(start):
            return f"其实是{kind}，不是工作簿。{TAKE_ANOTHER}。"
    for start, kind in _TABLE_BEGINNINGS.items():
        if beginning.startswith(start):
            return f"其实是{kind}，不是 .xlsx 工作簿。{SAVE_AS}。"
    if sample.startswith(_BYTE_ORDER_MARKS) or _is_text(sample):
        return f"其实是 CSV 之类的文本，不是 .xlsx 工作簿。{SAVE_AS}。"
    return BROKEN


def _is_text(sample: bytes) -> bool:
    has_control_bytes = any(byte < 32 and byte not in b"\t\r\n\f" for byte in sample)
    return len(sample) >= len(_COMPOUND_START) and not has_control_bytes
