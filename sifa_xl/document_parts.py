"""The parts of a .docx, each read in one bounded pass: text, styles, properties, relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sifa_xl.book.limits import Budget, refuse_over
from sifa_xl.book.xml_stream import Attributes, PartReader, attribute
from sifa_xl.documents import DocumentParagraph

_OFF = frozenset({"0", "false", "off"})
_REVISIONS = (
    *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange"),
    *("tblPrChange", "trPrChange", "tcPrChange", "cellIns", "cellDel", "numberingChange"),
)
_TWICE = "Fallback"  # mc:Fallback says again what mc:Choice has said
_WHITE = "FFFFFF"
_SMALLEST_HALF_POINTS = 4


class AnyPart(PartReader):
    """Elements by local name whatever their namespace; what is said twice is read once."""

    label = "文档内容"

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self._wanted, self._closing = self.starts(), self.ends()
        self._skipped = 0

    def _start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        limit = self.budget.limits.depth
        if self.depth > limit:
            refuse_over("标签嵌套", self.depth, limit, "层")
        local = name.rpartition(" ")[2]
        self._skipped += local == _TWICE or self._skipped > 0
        handler = self._wanted.get(local)
        if handler and not self._skipped:
            handler(attributes)

    def _end(self, name: str) -> None:
        handler = self._closing.get(name.rpartition(" ")[2])
        if handler and not self._skipped:
            handler()
        self._skipped -= self._skipped > 0
        self.depth -= 1


class TextReader(AnyPart):
    """Body, header, notes or comments: paragraphs with their places, hidden and deleted ones too.

    ``label`` is 页眉 … or empty for the body, whose paragraphs are numbered.
    """

    def __init__(self, budget: Budget, story: str, hidden_styles: frozenset[str]) -> None:
        super().__init__(budget)
        self.story, self.hidden_styles = story, hidden_styles
        self.paragraphs: list[DocumentParagraph] = []
        self.revisions = self.hidden = 0
        self._open: list[dict[str, list[str]]] = []  # a text box is a paragraph in a paragraph
        self._deleted = self._number = 0
        self._in_run = self._is_hidden = self._is_hidden_paragraph = False

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        """What is text, what hides it, what revises it."""
        return {
            "p": lambda _: self._open_paragraph(),
            "r": lambda _: self._open_run(),
            "t": lambda _: self.listen(),
            "delText": lambda _: self.listen(),
            "tab": lambda _: self._put("\u3000") if self._in_run else None,
            "br": lambda _: self._put("\n"),
            "cr": lambda _: self._put("\n"),
            "noBreakHyphen": lambda _: self._put("-"),
            "vanish": self._hide,
            "color": self._whiten,
            "sz": self._shrink,
            "rStyle": self._style,
            "pStyle": self._style_paragraph,
            **dict.fromkeys(_REVISIONS, self._revise),
            "del": self._delete,
            "moveFrom": self._delete,
        }

    def ends(self) -> dict[str, Callable[[], None]]:
        """Where texts, runs, deletions and paragraphs are over."""
        return {
            "t": self._put_heard,
            "delText": self._put_heard,
            "r": self._close_run,
            "del": self._undelete,
            "moveFrom": self._undelete,
            "p": self._close_paragraph,
        }

    def _open_paragraph(self) -> None:
        self._open.append({"shown": [], "hidden": [], "deleted": []})
        self._is_hidden_paragraph = False

    def _open_run(self) -> None:
        self._in_run, self._is_hidden = True, self._is_hidden_paragraph

    def _close_run(self) -> None:
        self._in_run = False

    def _put_heard(self) -> None:
        self._put(self.hear())

    def _put(self, text: str) -> None:
        if self._open and text:
            self.budget.spend_text(len(text))
            hidden = "hidden" if self._is_hidden else "shown"
            self._open[-1]["deleted" if self._deleted else hidden].append(text)

    def _hide(self, attributes: Attributes) -> None:
        self._is_hidden |= self._in_run and attribute(attributes, "val") not in _OFF

    def _whiten(self, attributes: Attributes) -> None:
        value = (attribute(attributes, "val") or "").upper()
        self._is_hidden |= self._in_run and value == _WHITE

    def _shrink(self, attributes: Attributes) -> None:
        value = attribute(attributes, "val") or ""
        is_tiny = value.isdigit() and int(value) <= _SMALLEST_HALF_POINTS
        self._is_hidden |= self._in_run and is_tiny

    def _style(self, attributes: Attributes) -> None:
        self._is_hidden |= self._in_run and attribute(attributes, "val") in self.hidden_styles

    def _style_paragraph(self, attributes: Attributes) -> None:
        self._is_hidden_paragraph |= attribute(attributes, "val") in self.hidden_styles

    def _revise(self, _: Attributes) -> None:
        self.revisions += 1

    def _delete(self, _: Attributes) -> None:
        self.revisions += 1
        self._deleted += 1

    def _undelete(self) -> None:
        self._deleted -= 1

    def _close_paragraph(self) -> None:
        if not self._open:
            return
        words = {kind: "".join(parts) for kind, parts in self._open.pop().items()}
        if not any(text.strip() for text in words.values()):
            return
        self._number += 1
        place = f"第{self._number}段"
        if self.story:
            place = f"{self.story}{self._number}" if self.story == "批注" else self.story
        self.hidden += bool(words["hidden"].strip())
        places = {"shown": place, "hidden": f"{place}的隐藏文字", "deleted": f"{place}已删去的修订"}
        for kind, text in words.items():
            if text.strip():
                self.paragraphs.append(DocumentParagraph(text, places[kind]))


class HiddenStyles(AnyPart):
    """The ids of styles that hide their text."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.hidden: set[str] = set()
        self._style = ""

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        """Styles, and what hides."""
        return {"style": self._open_style, "vanish": self._hide}

    def _open_style(self, attributes: Attributes) -> None:
        self._style = attribute(attributes, "styleId") or ""

    def _hide(self, attributes: Attributes) -> None:
        if self._style and attribute(attributes, "val") not in _OFF:
            self.hidden.add(self._style)


class CountReader(AnyPart):
    """How often an element stands in a part."""

    def __init__(self, budget: Budget, element: str) -> None:
        self._element = element
        self.count = 0
        super().__init__(budget)

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        """The element asked for."""
        return {self._element: self._add}

    def _add(self, _: Attributes) -> None:
        self.count += 1


class PropertyReader:
    """The texts of document properties by lower-case local name, of several parts."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.texts: dict[str, str] = {}

    def feed_part(self, steps: Iterable[bytes]) -> None:
        """Read one part; raises as ``PartReader.feed``."""
        part = _Properties(self.budget)
        part.feed(steps)
        self.texts |= part.texts


class _Properties(AnyPart):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.texts: dict[str, str] = {}

    def _start(self, name: str, attributes: Attributes) -> None:
        super()._start(name, attributes)
        self.listen()

    def _end(self, name: str) -> None:
        self.texts[name.rpartition(" ")[2].lower()] = self.hear()
        super()._end(name)


class RelationReader(AnyPart):
    """How many relations lead out of the file."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.external = 0

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        """Relations."""
        return {"Relationship": self._add}

    def _add(self, attributes: Attributes) -> None:
        self.external += (attributes.get("TargetMode") or "").lower() == "external"
