"""Texts to proofread, drawn inside a test."""

from functools import cache

from sifa_xl.documents import Document
from sifa_xl.phrases import Phrases
from sifa_xl.proofreading import Proofreading, proofread
from sifa_xl.proofs import Outcome
from sifa_xl.public_terms import PublicTerms
from sifa_xl.wordlists import load_phrases, load_public_terms


@cache
def lists() -> tuple[Phrases, PublicTerms]:
    """The shipped word lists."""
    return load_phrases(), load_public_terms()


def read(text: str) -> Proofreading:
    """What is found in a text of one paragraph a line."""
    return proofread(Document.of_lines(text), *lists())


def told(text: str, *outcomes: Outcome) -> list[str]:
    """The relations with one of the outcomes (all where none is named), as they are spelt."""
    wanted = outcomes or tuple(Outcome)
    return [proof.relation for proof in read(text).proofs if proof.outcome in wanted]


def wrong(text: str) -> list[str]:
    """What does not hold."""
    return told(text, Outcome.FAILS)


def held(text: str) -> list[str]:
    """What holds."""
    return told(text, Outcome.HOLDS)


def open_ones(text: str) -> list[str]:
    """What fails or is doubtful."""
    return told(text, Outcome.FAILS, Outcome.DOUBTFUL)


def codes(text: str) -> list[str]:
    """The codes of the findings in its words and marks."""
    return [finding.code for finding in read(text).findings]
