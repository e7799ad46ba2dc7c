"""Checked and compiled templates, kept between runs: loading takes a thirtieth of the time."""

import hashlib
import marshal
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType

import jinja2

from sifa_xl import clauses, counts, phrases, template_guard, template_refusals, template_words
from sifa_xl.phrases import Phrases
from sifa_xl.template_guard import Block, Mentioned, Use

_CHECKERS = (clauses, counts, phrases, template_guard, template_refusals, template_words)
_DIGEST_BYTES = 32


def cache_folder() -> Path | None:
    """The user's folder for compiled templates, whether it exists or not; None without a home."""
    local, xdg = os.environ.get("LOCALAPPDATA"), os.environ.get("XDG_CACHE_HOME")
    if base := (local if sys.platform == "win32" else xdg):
        return Path(base) / "sifa-xl" / "templates"
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "sifa-xl" / "templates"
    return None


class TemplateCache:
    """One file a template, good for one text of it, one list of phrases and one checker.

    Without a folder, or with one that cannot be made, nothing is kept; no error comes of it.
    """

    def __init__(self, folder: Path | None, phrases: Phrases) -> None:
        self._folder = folder
        self._base = hashlib.sha256(repr(phrases.entries).encode("utf-8"))
        self._base.update(f"{jinja2.__version__} {sys.version}".encode())
        try:
            for module in _CHECKERS:
                self._base.update(Path(str(module.__file__)).read_bytes())
        except OSError:  # a changed checker could not be told from the old one
            self._folder = None

    def load(self, path: Path, source: str) -> tuple[CodeType, tuple[Block, ...]] | None:
        """The code and blocks stored for exactly this text, or None."""
        if self._folder is None:
            return None
        try:
            raw = self._file(path).read_bytes()
        except OSError:
            return None
        payload = raw[_DIGEST_BYTES:]
        if raw[:_DIGEST_BYTES] != self._digest(path, source, payload):
            return None
        code, blocks = marshal.loads(payload)
        return code, tuple(
            Block(
                name,
                length,
                tuple(Mentioned(n, line, Use(use), split) for n, line, use, split in m),
            )
            for name, length, m in blocks
        )

    def store(self, path: Path, source: str, code: CodeType, blocks: Sequence[Block]) -> None:
        """Keep ``code`` and ``blocks``, which the guard has passed, for the next run."""
        if self._folder is None:
            return
        plain = [
            (b.name, b.length, [(m.name, m.line, m.use.value, m.split) for m in b.mentions])
            for b in blocks
        ]
        payload = marshal.dumps((code, plain))
        target = self._file(path)
        half_written = target.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            half_written.write_bytes(self._digest(path, source, payload) + payload)
            half_written.replace(target)

    def _file(self, path: Path) -> Path:
        name = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        return (self._folder or Path()) / f"{name[:20]}.bin"

    def _digest(self, path: Path, source: str, payload: bytes) -> bytes:
        digest = self._base.copy()
        for part in (path.name.encode("utf-8", "surrogateescape"), source.encode("utf-8"), payload):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.digest()
