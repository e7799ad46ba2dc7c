"""Marked text -> prose: clauses and sentences that hold a blank drop out and are listed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sifa_xl.domain import Span
from sifa_xl.spans import Omission, Prose

# Marks stand in the text from template to prose; private use, so that no words can hold them.
FACT_MARK, FACT_END, CLAUSE_MARK, CLAUSE_END, LOOP_MARK = "\ue000\ue001\ue002\ue003\ue004"
_MARKS = re.compile(f"{FACT_MARK}([0-9]+){FACT_END}|([{CLAUSE_MARK}{CLAUSE_END}{LOOP_MARK}])")
_TERMINATORS = "。！？"
_SENTENCE_ENDS = _TERMINATORS + "；"
_JOINTS = "、，；："
_OPENING, _CLOSING = "（“‘《〈【〔", "）”’》〉】〕"


@dataclass(frozen=True)
class Printed:
    """One printed fact.  ``text`` is what stands for it, also in the list of omissions.

    ``is_shown`` False: its clause drops out, and is listed where ``is_blank``.
    """

    name: str
    text: str
    cells: tuple[str, ...]
    is_shown: bool = True
    is_blank: bool = False


@dataclass(frozen=True)
class Settled:
    """The prose left, what was left out, and the names of the facts that stand in the prose."""

    prose: Prose
    omissions: tuple[Omission, ...]
    shown: frozenset[str]


def fact_mark(place: int) -> str:
    """The mark for the fact at ``place`` in the list that ``settle`` gets."""
    return f"{FACT_MARK}{place}{FACT_END}"


def settle(marked: str, printed: Sequence[Printed], where: str) -> Settled:
    """The prose of a marked text; ``where`` names the block in the omissions.

    A fact that is not shown drops the innermost clause that holds it, else its sentence (which
    ends with 。！？ or ；).  A clause whose inner clauses have all dropped, and which shows no fact
    of its own, drops too; so does a sentence with an empty loop and no other fact.
    """
    pieces, _, _ = _flattened(_parsed(marked, printed).children)
    kept = [piece for sentence in _sentences(pieces) for piece in _settled_sentence(sentence)]
    omissions = tuple(
        Omission(where, _listed(piece.words), tuple(dict.fromkeys(piece.blanks)))
        for piece in kept
        if isinstance(piece, _Dropped) and piece.blanks
    )
    shown = frozenset(piece.name for piece in kept if isinstance(piece, Printed))
    return Settled(_joined(kept), omissions, shown)


def _listed(words: str) -> str:
    """Dropped words for the list, without the joints that silent clauses left behind."""
    return Prose(words.strip(_JOINTS)).mended().text


@dataclass(frozen=True)
class _Dropped:
    """What is left of a dropped run: words and blanks for the list, and how it ended."""

    words: str
    blanks: tuple[str, ...]
    ending: str
    is_loop: bool = False


_Piece = str | Printed | _Dropped


@dataclass
class _Clause:
    children: "list[str | Printed | _Clause]" = field(default_factory=list)
    is_loop: bool = False


def _parsed(marked: str, printed: Sequence[Printed]) -> _Clause:
    open_clauses = [_Clause()]
    done = 0
    for found in _MARKS.finditer(marked):
        if words := marked[done : found.start()]:
            open_clauses[-1].children.append(words)
        done = found.end()
        if found[1]:
            open_clauses[-1].children.append(printed[int(found[1])])
        elif found[2] == CLAUSE_END:
            open_clauses.pop()
        else:
            clause = _Clause(is_loop=found[2] == LOOP_MARK)
            open_clauses[-1].children.append(clause)
            open_clauses.append(clause)
    if words := marked[done:]:
        open_clauses[0].children.append(words)
    return open_clauses[0]


def _flattened(children: "Sequence[str | Printed | _Clause]") -> tuple[list[_Piece], int, int]:
    """The children with their clauses settled, and how many clauses were kept and dropped."""
    pieces: list[_Piece] = []
    kept = dropped = 0
    for child in children:
        if not isinstance(child, _Clause):
            pieces.append(child)
            continue
        settled = _settled_clause(child)
        is_kept = not isinstance(settled, _Dropped)
        kept, dropped = kept + is_kept, dropped + (not is_kept)
        pieces += [settled] if isinstance(settled, _Dropped) else settled
    return pieces, kept, dropped


def _settled_clause(clause: _Clause) -> list[_Piece] | _Dropped:
    pieces, kept, dropped = _flattened(clause.children)
    is_empty = all(isinstance(piece, _Dropped) for piece in pieces)
    is_hollow = dropped and not kept and not _shows_a_fact(pieces)
    if is_empty or is_hollow or _lacks_a_fact(pieces):
        return _drop(pieces, clause.is_loop)
    return pieces


def _settled_sentence(sentence: Sequence[_Piece]) -> Sequence[_Piece]:
    has_empty_loop = any(isinstance(piece, _Dropped) and piece.is_loop for piece in sentence)
    is_hollow = has_empty_loop and not _shows_a_fact(sentence)
    has_words = any(
        isinstance(piece, Printed) or (isinstance(piece, str) and piece.strip(_JOINTS + "。！？"))
        for piece in sentence
    )
    if is_hollow or not has_words or _lacks_a_fact(sentence):
        return [_drop(sentence)]
    return sentence


def _shows_a_fact(pieces: Sequence[_Piece]) -> bool:
    return any(isinstance(piece, Printed) and piece.is_shown for piece in pieces)


def _lacks_a_fact(pieces: Sequence[_Piece]) -> bool:
    return any(isinstance(piece, Printed) and not piece.is_shown for piece in pieces)


def _drop(pieces: Sequence[_Piece], is_loop: bool = False) -> _Dropped:
    """Silent where a fact does not apply: filling in the blanks would not bring it back."""
    facts = [piece for piece in pieces if isinstance(piece, Printed)]
    is_silent = any(not fact.is_shown and not fact.is_blank for fact in facts)
    blanks = [name for piece in pieces for name in _blanks(piece)]
    words = "".join(_words(piece) for piece in pieces)
    return _Dropped(
        "" if is_silent else words,
        () if is_silent else tuple(blanks),
        _ending(pieces[-1]) if pieces else "",
        is_loop,
    )


def _ending(piece: _Piece) -> str:
    if isinstance(piece, _Dropped):
        return piece.ending
    return piece[-1] if isinstance(piece, str) and piece[-1] in _TERMINATORS else ""


def _blanks(piece: _Piece) -> Sequence[str]:
    if isinstance(piece, Printed):
        return [piece.name] if piece.is_blank else []
    return piece.blanks if isinstance(piece, _Dropped) else ()


def _words(piece: _Piece) -> str:
    if isinstance(piece, _Dropped):
        return piece.words if piece.blanks else ""
    return piece.text if isinstance(piece, Printed) else piece


def _sentences(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """The pieces by sentence; a 。 inside brackets or quotation marks ends none."""
    sentence: list[_Piece] = []
    depth = 0
    for piece in pieces:
        if not isinstance(piece, str):
            sentence.append(piece)
            continue
        start = 0
        for place, character in enumerate(piece):
            depth = max(0, depth + (character in _OPENING) - (character in _CLOSING))
            if depth == 0 and character in _SENTENCE_ENDS:
                yield [*sentence, piece[start : place + 1]]
                sentence, start = [], place + 1
        if start < len(piece):
            sentence.append(piece[start:])
    if sentence:
        yield sentence


def _joined(pieces: Sequence[_Piece]) -> Prose:
    text, spans = "", list[Span]()
    for piece in pieces:
        if isinstance(piece, _Dropped):
            text = _closed(text, piece.ending, spans[-1].end if spans else 0)
        elif isinstance(piece, str):
            text += piece
        else:
            end = len(text) + len(piece.text)
            spans.append(Span(start=len(text), end=end, fact=piece.name, cells=piece.cells))
            text += piece.text
    return Prose(text, tuple(spans)).mended().strip()


def _closed(text: str, ending: str, last_fact_end: int) -> str:
    """``text`` with the full stop that a dropped run took away: “甲；” + “乙。” gives “甲。”."""
    words = text[last_fact_end:].rstrip(_JOINTS)
    text = text[:last_fact_end] + words if ending else text
    return text + ending if text and text[-1] not in _TERMINATORS else text
