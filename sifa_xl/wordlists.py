"""The word lists beside the templates; a bureau's own file replaces the shipped one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sifa_xl import shipped
from sifa_xl.phrases import Phrases
from sifa_xl.public_terms import TERMS_FILE, PublicTerms

PHRASES_FILE = "固定用语.toml"


def load_phrases(folders: Sequence[Path] = ()) -> Phrases:
    """固定用语, of the last of ``folders`` that has it, else as shipped.

    Raises:
        TemplateProblem: the file cannot be read.
    """
    return Phrases.load(_last(PHRASES_FILE, folders))


def load_public_terms(folders: Sequence[Path] = ()) -> PublicTerms:
    """公开检查, found and refused as 固定用语 is."""
    return PublicTerms.load(_last(TERMS_FILE, folders))


def _last(name: str, folders: Sequence[Path]) -> Path:
    own = [folder / name for folder in folders if (folder / name).is_file()]
    return own[-1] if own else shipped.folder("templates") / name
