"""What the clerk and the director wrote beside the findings of the last check, by finding."""

from __future__ import annotations

from sifa_xl import headers as h
from sifa_xl.domain import Finding, GridCell
from sifa_xl.explanations import QUOTES, REFERENCE_WORDS, REFERRED, referred_name
from sifa_xl.filled import Answer, Entry, Filled, LineData
from sifa_xl.forms import Record, Table

REMEDY = "处理："  # behind it a message says what to do; before it, what is the matter


class Answers:
    """The answers of one workbook, found again by what a finding is, wherever its row went."""

    def __init__(self, filled: Filled) -> None:
        self._sheets = {data.sheet: data.line.code for data in filled.lines.values()}
        self._codes = _row_codes(filled)
        self._by_key: dict[str, list[Answer]] = {}
        for answer in filled.answers:
            self._by_key.setdefault(answer.key, []).append(answer)
        self._all = filled.answers

    def key(self, finding: Finding) -> str:
        """Rule, sheet, row and figure; the row by its code, so that moved rows do not matter."""
        sheet = self._sheets.get(finding.sheet, finding.sheet)
        place = self._codes.get((finding.sheet, row_number(finding)), finding.cell)
        return "|".join((finding.code, sheet, place, finding.figure))

    def find(self, finding: Finding) -> Answer | None:
        """The answer to the finding, or None.

        Of several under one key, and for a row without a code that has moved, only the one that
        was given for the very same values.
        """
        key = self.key(finding)
        under_key = self._by_key.get(key, [])
        if len(under_key) == 1:
            return under_key[0]
        code, sheet, _, figure = key.split("|", 3)
        alike = [
            answer
            for answer in under_key or self._all
            if answer.key.startswith(f"{code}|{sheet}|")
            and answer.key.endswith(f"|{figure}")
            and basis_of(finding) in (answer.basis, answer.release_basis)
        ]
        return alike[0] if len(alike) == 1 else None


def read_answers(table: Table | None) -> list[Answer]:
    """The rows of 校验结果 as they stand; none where there is no such sheet yet."""
    if table is None:
        return []
    answers = [_answer(record) for record in table.filled()]
    return [answer for answer in answers if answer.key or answer.has_words]


def basis_of(finding: Finding) -> str:
    """The values a finding rests on, in words; for one of words alone, what it says."""
    return finding.basis or finding.message.partition(REMEDY)[0].rstrip("。；")


def explanation_of(data: LineData, entry: Entry) -> str:
    """The 说明 that stands for the figure's row; one that only refers on explains nothing."""
    words = said_for(data, entry)
    is_chain = words != entry.explanation and words.startswith(REFERENCE_WORDS)
    return "" if is_chain else words.rstrip()


def said_for(data: LineData, entry: Entry) -> str:
    """The row's own 说明, or that of the figure it names, marked by a space behind it."""
    name = referred_name(entry.explanation)
    for figure in data.line.figures if name else ():
        if figure.label == name and figure.code in data.entries:
            return f"{data.entries[figure.code].explanation}{REFERRED}"
    return "" if name and entry.explanation[1] == QUOTES[0] else entry.explanation


def row_number(finding: Finding) -> int:
    """The row of the finding's cell."""
    return int("".join(sign for sign in finding.cell if sign.isdigit()) or 0)


def _row_codes(filled: Filled) -> dict[tuple[str, int], str]:
    codes = {(place.sheet, place.row): code for code, place in filled.settings.places.items()}
    for data in filled.lines.values():
        for entry in data.entries.values():
            codes[data.sheet, entry.now.place.row] = entry.code
    return codes


def _answer(record: Record) -> Answer:
    def text(header: str) -> str:
        return _text(record.cells.get(header))

    return Answer(
        key=text(h.KEY),
        level=text(h.LEVEL),
        where=text(h.WHERE),
        figure=text(h.FIGURE),
        code=text(h.CODE),
        message=text(h.MESSAGE),
        explanation=text(h.EXPLANATION),
        handling=text(h.HANDLING),
        by=text(h.RELEASED_BY),
        reason=text(h.REASON),
        basis=text(h.FINGERPRINT),
        said=text(h.SAID),
        release_basis=text(h.RELEASE_FINGERPRINT),
        release_said=text(h.RELEASE_SAID),
    )


def _text(cell: GridCell | None) -> str:
    return "" if cell is None or cell.value is None else str(cell.value).strip()
