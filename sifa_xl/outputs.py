"""A summary as the bytes of the files asked for, all in memory: a fault in one writes none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sifa_xl.narrative import Summary
from sifa_xl.shapes import summary_shape

DRAFT_MARK = "【草稿·未经审核】"


def marked(summary: Summary, *, is_draft: bool) -> str:
    """The text; that of a draft says so in its first line."""
    return f"{DRAFT_MARK}\n{summary.text}" if is_draft else summary.text


def json_text(shape: dict[str, Any]) -> str:
    """A shape as it is printed and written."""
    return json.dumps(shape, ensure_ascii=False, indent=1)


def plain_files(
    summary: Summary, text: Path | None, json_out: Path | None, *, is_draft: bool
) -> dict[Path, bytes]:
    """Text and JSON, those of the two that have a name."""
    files: dict[Path, bytes] = {}
    if text:
        files[text] = marked(summary, is_draft=is_draft).encode("utf-8")
    if json_out:
        files[json_out] = f"{json_text(summary_shape(summary, is_draft=is_draft))}\n".encode()
    return files
