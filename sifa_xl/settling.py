"""说明 and 放行: which findings are settled, by which words, and when these have lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sifa_xl import headers as h
from sifa_xl.answers import REMEDY, Answers, basis_of, explanation_of, row_number
from sifa_xl.domain import Finding, Level, Release
from sifa_xl.explanations import is_explanation
from sifa_xl.filled import Answer, Filled

NO_ANSWER = Answer(key="")


class Kept(NamedTuple):
    """What 校验结果 keeps of an answer: the words, and the values they were accepted for."""

    basis: str = ""
    said: str = ""
    release_basis: str = ""
    release_said: str = ""


class Settling:
    """Judges the answers to the findings of one workbook."""

    def __init__(self, filled: Filled) -> None:
        self.answers = Answers(filled)
        self._filled = filled
        self._lines = {data.sheet: data for data in filled.lines.values()}
        self._withholdable = _withholdable(filled)

    def settle(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings with what is explained and released, and with what does not hold."""
        return [self._settled(finding) for finding in findings]

    def kept(self, finding: Finding) -> Kept:
        """What has to be kept of the answer to a finding until the next check."""
        answer, basis = self.answers.find(finding) or NO_ANSWER, basis_of(finding)
        said = self._words(finding, answer) if finding.level is Level.VERIFY else ""
        release = _release_words(answer)
        return Kept(
            _accepted_for(answer.basis, answer.said, basis, said),
            said,
            _accepted_for(answer.release_basis, answer.release_said, basis, release),
            release,
        )

    def said(self, finding: Finding) -> str:
        """The 说明 that explains the finding; ``""`` for none."""
        return self._words(finding, self.answers.find(finding) or NO_ANSWER)

    def lapsed(self, finding: Finding) -> bool:
        """True where the 说明 was accepted for other values."""
        answer = self.answers.find(finding) or NO_ANSWER
        said = self._words(finding, answer)
        return _has_lapsed(answer.basis, answer.said, basis_of(finding), said)

    def _settled(self, finding: Finding) -> Finding:
        if finding.level is Level.HINT:
            return finding
        answer = self.answers.find(finding) or NO_ANSWER
        release, trouble = self._release(finding, answer)
        explained = finding.explained
        if finding.level is Level.VERIFY and not explained:
            said, basis = self._words(finding, answer), basis_of(finding)
            explained = bool(said)
            if said and _has_lapsed(answer.basis, answer.said, basis, said):
                explained = False
                trouble = f"说明是针对“{answer.basis}”写的，现在是“{basis}”，已经失效，请重新写说明"
        if explained == finding.explained and release is None and not trouble:
            return finding
        message = _with_trouble(finding.message, trouble) if trouble else finding.message
        # the fingerprint must not change with what is told about it
        update = {"explained": explained, "released": release, "message": message}
        return finding.model_copy(update=update | {"basis": basis_of(finding)})

    def _words(self, finding: Finding, answer: Answer) -> str:
        """What explains the finding, in its row and in 校验结果; ``""`` for none.

        Both together: a change of either is a new 说明, and a stale one cannot come back alone.
        """
        found = [self._words_in_sheet(finding), answer.explanation]
        return "／".join(words for words in found if is_explanation(words))

    def _words_in_sheet(self, finding: Finding) -> str:
        if finding.code == "X-01" and finding.sheet not in self._lines:
            return self._filled.settings.dates_note
        data = self._lines.get(finding.sheet)
        for entry in data.entries.values() if data else ():
            if entry.now.place.row == row_number(finding):
                assert data is not None
                return explanation_of(data, entry)
        return ""

    def _release(self, finding: Finding, answer: Answer) -> tuple[Release | None, str]:
        """The release that holds, or why the one that was written does not."""
        if not _release_words(answer):
            return None, ""
        trouble = self._release_trouble(finding, answer)
        if trouble:
            return None, trouble
        return Release(how=answer.handling, by=answer.by, reason=answer.reason), ""

    def _release_trouble(self, finding: Finding, answer: Answer) -> str:
        how, basis = answer.handling, basis_of(finding)
        if how not in (h.RELEASE, h.WITHHOLD):
            return f"{h.HANDLING}一栏没有选“{h.RELEASE}”或“{h.WITHHOLD}”，没有生效"
        pairs = ((h.RELEASED_BY, answer.by), (h.REASON, answer.reason))
        missing = [name for name, words in pairs if not words]
        if missing:
            return f"{how}没有生效：请填写{'和'.join(missing)}"
        if how == h.RELEASE and finding.level is Level.ERROR:
            return f"必须改的问题不能放行，只能改正，或选“{h.WITHHOLD}”"
        if how == h.WITHHOLD and f"{finding.sheet}!{finding.cell}" not in self._withholdable:
            return f"这里不是一个可以单独不写的数，不能选“{h.WITHHOLD}”"
        words = _release_words(answer)
        if _has_lapsed(answer.release_basis, answer.release_said, basis, words):
            return f"{how}是针对“{answer.release_basis}”的，现在是“{basis}”，已经失效，请重新审定"
        return ""


def orphans(answers: Sequence[Answer], used: Iterable[Answer]) -> list[Answer]:
    """Answers with words of somebody's whose finding is gone: nothing written gets lost."""
    ids = {id(answer) for answer in used}
    return [answer for answer in answers if answer.has_words and id(answer) not in ids]


def _has_lapsed(old_basis: str, old_words: str, basis: str, words: str) -> bool:
    """The same words for other values; changed words are accepted anew."""
    return bool(words and old_basis) and old_words == words and old_basis != basis


def _accepted_for(old_basis: str, old_words: str, basis: str, words: str) -> str:
    """The values the words stand for: the old ones as long as nobody changed the words."""
    if not words:
        return ""
    return old_basis if _has_lapsed(old_basis, old_words, basis, words) else basis


def _release_words(answer: Answer) -> str:
    words = (answer.handling, answer.by, answer.reason)
    return "／".join(words) if any(words) else ""


def _with_trouble(message: str, trouble: str) -> str:
    """Told before the remedy, so that it is read."""
    matter, sign, remedy = message.partition(REMEDY)
    return f"{matter.rstrip('。')}。{trouble}。{sign}{remedy}" if sign else f"{matter}。{trouble}"


def _withholdable(filled: Filled) -> set[str]:
    """The cells of single figures: only these can be left out of the text by themselves."""
    return {str(amount.place) for data in filled.lines.values() for amount in data.amounts()}
