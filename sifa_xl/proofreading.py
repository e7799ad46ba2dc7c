"""核稿: the arithmetic and the language of a text that was not made here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sifa_xl.change_proofs import change_proofs
from sifa_xl.date_proofs import date_proofs, subject_of_text
from sifa_xl.declared_proofs import declared_proofs
from sifa_xl.document_reader import read_document
from sifa_xl.documents import Document, DocumentParagraph
from sifa_xl.domain import Level
from sifa_xl.errors import FileProblem
from sifa_xl.jobs import templates_beside
from sifa_xl.mark_checks import mark_spots
from sifa_xl.named_numbers import odd_units
from sifa_xl.part_proofs import part_proofs
from sifa_xl.phrases import Phrases
from sifa_xl.proofs import Outcome, Proof
from sifa_xl.public_terms import PublicTerms
from sifa_xl.rate_proofs import rate_proofs
from sifa_xl.repeat_proofs import repeat_proofs
from sifa_xl.said_spots import laws_in_titles, said_spots
from sifa_xl.shapes import Shape
from sifa_xl.share_proofs import share_proofs
from sifa_xl.stated_numbers import Passage, Stated, read_passages
from sifa_xl.stock_proofs import stock_proofs
from sifa_xl.term_checks import term_spots
from sifa_xl.text_findings import Spot, TextFinding, words_around
from sifa_xl.wordlists import load_phrases, load_public_terms

_LONGEST = 60  # characters of a sentence, enough to find it by
_BODY = "第"  # 页眉, 批注 and their like are no text of the summary
_EVERYWHERE = frozenset({"P-02", "P-04", "P-05", "N-07"})
_ORDER = (Outcome.FAILS, Outcome.DOUBTFUL, Outcome.COARSER, Outcome.HOLDS)


@dataclass(frozen=True)
class Proofreading:
    """All that was found; ``stated`` is how many numbers the text states."""

    stated: int
    proofs: tuple[Proof, ...]
    findings: tuple[TextFinding, ...]

    @property
    def is_open(self) -> bool:
        """True while there is something to mend; 较粗 and hints are none."""
        wrong = any(finding.level is not Level.HINT for finding in self.findings)
        return wrong or any(proof.is_open for proof in self.proofs)

    def with_outcome(self, outcome: Outcome) -> list[Proof]:
        """The relations of one outcome, in the order of the text."""
        return [proof for proof in self.proofs if proof.outcome is outcome]


def proofread_file(path: Path, templates: Path | None = None) -> Proofreading:
    """Proofread a .docx, .txt or .md file.

    Raises:
        FileProblem: it is of another kind, cannot be read, or holds no text.
    """
    document = read_document(path)
    if not any(paragraph.text.strip() for paragraph in document.paragraphs):
        raise FileProblem(f"“{path.name}”里没有文字。请核对是不是这个文件。")
    folders = [templates or templates_beside(path)]
    return proofread(document, load_phrases(folders), load_public_terms(folders))


def proofread(document: Document, phrases: Phrases, terms: PublicTerms) -> Proofreading:
    """Proofread the visible text of a document."""
    body = [p for p in document.paragraphs if _is_body(p)]
    passages = read_passages(body, phrases, None)
    subject = subject_of_text(passages)
    proofs = [*_proofs(passages), *date_proofs(passages, subject)]
    ordered = sorted(proofs, key=lambda proof: _place(proof, passages))
    year = subject.year if subject else None
    findings = _once(list(_findings(passages, terms, phrases, year)))
    count = sum(len(s.stated) for passage in passages for s in passage.sentences)
    return Proofreading(count, tuple(ordered), tuple(findings))


def told_proofreading(found: Proofreading) -> Iterator[str]:
    """What to mend first, then what is less precise, then what holds; the sums at the end."""
    titles = {
        Outcome.FAILS: "算不拢的",
        Outcome.DOUBTFUL: "请核对的（差得很少，也可能是没有列全）",
        Outcome.COARSER: "较粗的（不算错）",
        Outcome.HOLDS: "算得拢的",
    }
    for outcome in _ORDER:
        proofs = found.with_outcome(outcome)
        if proofs:
            yield f"{titles[outcome]}（{len(proofs)}）："
            yield from (f"　{_told(proof)}" for proof in proofs)
            yield ""
    if found.findings:
        yield f"文字和标点（{len(found.findings)}）："
        yield from (f"　{finding}" for finding in found.findings)
        yield ""
    yield _summed_up(found)


def proofreading_shape(found: Proofreading) -> Shape:
    """What ``proofread --json`` prints; see the README."""
    return {
        "numbers": found.stated,
        "checked": len(found.proofs),
        "relations": [
            {
                "code": proof.code,
                "kind": proof.kind,
                "verdict": proof.outcome.value,
                "place": proof.place,
                "sentence": proof.sentence,
                "relation": proof.relation,
                "left": proof.left,
                "right": proof.right,
                "difference": proof.difference,
                "message": proof.message,
            }
            for proof in found.proofs
        ],
        "findings": [
            {
                "code": finding.code,
                "level": finding.level.value,
                "place": finding.place,
                "words": finding.words,
                "message": finding.message,
            }
            for finding in found.findings
        ],
    }


def _proofs(passages: Sequence[Passage]) -> Iterator[Proof]:
    for passage in passages:
        before: tuple[Stated, ...] = ()
        last: tuple[Stated, ...] = ()
        for sentence in passage.sentences:
            yield from part_proofs(sentence, last)
            yield from rate_proofs(sentence)
            yield from share_proofs(sentence, before)
            yield from change_proofs(sentence)
            yield from stock_proofs(sentence)
            before, last = (*before, *sentence.stated), sentence.stated
        yield from declared_proofs(passage.sentences, passage.text)
    yield from repeat_proofs(passages)


def _findings(
    passages: Sequence[Passage], terms: PublicTerms, phrases: Phrases, year: int | None
) -> Iterator[TextFinding]:
    titles = laws_in_titles("\n".join(passage.text for passage in passages))
    for passage in passages:
        spots: list[Spot] = [
            *term_spots(passage.source, terms, phrases, year),
            *mark_spots(passage.source),
            *said_spots(passage, titles),
            *odd_units(passage),
        ]
        for spot in sorted(spots):
            words = words_around(passage.source, spot.start, spot.end)
            yield TextFinding(spot.code, spot.level, passage.place, words, spot.message)


def _once(findings: Sequence[TextFinding]) -> Iterator[TextFinding]:
    """Half-width stops of a web page are told once, not in every paragraph."""
    counts = Counter(finding.code for finding in findings)
    seen = set[str]()
    for finding in findings:
        code = finding.code
        if code not in _EVERYWHERE or counts[code] == 1:
            yield finding
        elif code not in seen:
            seen.add(code)
            message = f"{finding.message}。全文有{counts[code]}段是这样，只列第一处"
            yield finding._replace(message=message)


def _is_body(paragraph: DocumentParagraph) -> bool:
    return paragraph.place.startswith(_BODY) and "的" not in paragraph.place


def _place(proof: Proof, passages: Sequence[Passage]) -> tuple[int, int]:
    places = [passage.place for passage in passages]
    return places.index(proof.place), proof.start


def _told(proof: Proof) -> str:
    words = proof.sentence if len(proof.sentence) <= _LONGEST else f"{proof.sentence[:_LONGEST]}…"
    return f"{proof.place} {proof.message or proof.relation}（{proof.code}）：{words}"


def _summed_up(found: Proofreading) -> str:
    counts = {outcome: len(found.with_outcome(outcome)) for outcome in _ORDER}
    words = "、".join(f"{outcome.value}{counts[outcome]}处" for outcome in _ORDER)
    return (
        f"全文{found.stated}个数，能核对的关系{len(found.proofs)}处：{words}。"
        f"文字和标点{len(found.findings)}处。其余的数在文中没有可以对的依据，请对照台账。"
    )
