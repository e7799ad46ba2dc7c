"""Whatever stops the work says what is wrong and how to mend it, in whole sentences, in Chinese."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator

import pytest

from tests.test_architecture import TREES

PROBLEMS = {"FileProblem", "SifaError", "NothingToSay"}
MENDS = re.compile("请|处理：|只能")  # “只能” names all that is allowed
UNKNOWN = "…"  # what is filled in when the program runs


def raised() -> Iterator[tuple[str, int, str]]:
    """Every text given to a problem, with its room and line."""
    for room, tree in TREES.items():
        names = constants(room)
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and node.args
                and getattr(node.func, "id", "") in PROBLEMS
            ):
                yield room, node.lineno, words(node.args[0], names)


def constants(room: str) -> dict[str, str]:
    """The texts that have a name in the room."""
    named = vars(importlib.import_module(f"sifa_xl.{room}".removesuffix(".__init__")))
    return {name: text for name, text in named.items() if isinstance(text, str)}


def words(expression: ast.expr, names: dict[str, str]) -> str:
    """The text as far as it stands in the source."""
    if isinstance(expression, ast.Constant):
        return str(expression.value)
    if isinstance(expression, ast.Name):
        return names.get(expression.id, UNKNOWN)
    if isinstance(expression, ast.JoinedStr):
        return "".join(words(part, names) for part in expression.values)
    if isinstance(expression, ast.FormattedValue):
        return words(expression.value, names)
    if isinstance(expression, ast.BinOp):
        return words(expression.left, names)
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
        return words(expression.func.value, names)
    return UNKNOWN


RAISED = [each for each in raised() if not re.search(f"{UNKNOWN}。?$", each[2])]


def test_most_texts_of_problems_stand_in_the_source():
    assert len(RAISED) > 60


@pytest.mark.parametrize(("room", "line", "text"), RAISED, ids=lambda value: str(value)[:40])
def test_what_stops_the_work_ends_as_a_sentence_and_says_how_to_mend_it(room, line, text):
    assert text.endswith("。"), f"{room}:{line} {text}"
    assert MENDS.search(text), f"{room}:{line} {text}"
    assert not re.search(r"[\u4e00-\u9fff][,;:!?]", text), f"{room}:{line}: half-width stop"


@pytest.mark.parametrize("room", ["book.saving", "book.recognition", "errors"])
def test_sentences_kept_in_tables_say_how_to_mend(room):
    named = vars(importlib.import_module(f"sifa_xl.{room}"))
    tables = [table for table in named.values() if isinstance(table, dict)]
    texts = [text for table in tables for text in table.values() if isinstance(text, str)]
    texts += constants(room).values()
    sentences = [text for text in texts if text.endswith("。")]
    assert sentences
    assert all(MENDS.search(text) for text in sentences)
