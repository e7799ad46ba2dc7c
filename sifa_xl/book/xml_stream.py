"""One pass of expat over one part: local names, bounded depth, no DOCTYPE."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from sifa_xl.book.limits import Budget, refuse_over
from sifa_xl.errors import FileProblem

Attributes = dict[str, str]
StartHandler = Callable[[Attributes], None]
EndHandler = Callable[[], None]

_OLDEST_EXPAT = (2, 4, 1)  # the first that bounds the growth of entities


class PartReader:
    """Base of the readers of one part; a subclass says which elements it wants.

    ``starts`` and ``ends`` are keyed by local name.  Only elements in the namespace of the root
    count, whatever that is (transitional, strict or none); ``depth`` of the root is 1.
    """

    root = ""
    label = "内部数据"

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.depth = 0
        self._deepest = budget.limits.depth
        self.pieces: list[str] = []
        self._start_handlers: dict[str, StartHandler] = {}
        self._end_handlers: dict[str, EndHandler] = {}
        self._parser = _make_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def starts(self) -> dict[str, StartHandler]:
        """What to call at the start of which element."""
        return {}

    def ends(self) -> dict[str, EndHandler]:
        """What to call at the end of which element."""
        return {}

    def feed(self, steps: Iterable[bytes]) -> None:
        """Read the whole part.

        Raises:
            FileProblem: broken XML, a DOCTYPE, another root than expected, or a limit.
        """
        try:
            for step in steps:
                self._parser.Parse(step, False)
                self.budget.check_time()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self.broken(f"第 {error.lineno} 行读不通") from None
        except (LookupError, ValueError):  # an encoding that expat does not know
            raise self.broken("文字编码读不了") from None
        finally:
            self._let_go()

    def broken(self, what: str) -> FileProblem:
        """The problem to raise for contents that Excel would not have written."""
        return FileProblem(
            f"的{self.label}{what}，文件可能已损坏。"
            "请在 Excel 或 WPS 中打开（按提示修复），另存为 .xlsx 再用。"
        )

    @property
    def byte_index(self) -> int:
        """Where in the bytes fed the tag begins that is being read."""
        return self._parser.CurrentByteIndex

    def listen(self) -> None:
        """Collect text from here on."""
        self.pieces.clear()
        self._parser.CharacterDataHandler = self.pieces.append

    def hear(self) -> str:
        """The text since ``listen``; stop collecting."""
        self._parser.CharacterDataHandler = None
        return "".join(self.pieces)

    def _let_go(self) -> None:
        # the parser and the tables hold methods of ours: a ring that only the collector would open
        self._parser.StartElementHandler = None
        self._parser.EndElementHandler = None
        self._parser.StartDoctypeDeclHandler = None
        self._parser.CharacterDataHandler = None
        self._start_handlers, self._end_handlers = {}, {}

    def _start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > self._deepest:
            refuse_over("标签嵌套", self.depth, self._deepest, "层")
        handler = self._start_handlers.get(name)
        if handler:
            handler(attributes)
        elif self.depth == 1:
            self._open_root(name)

    def _end(self, name: str) -> None:
        handler = self._end_handlers.get(name)
        if handler:
            handler()
        self.depth -= 1

    def _open_root(self, name: str) -> None:
        namespace, blank, local = name.rpartition(" ")
        if local != self.root:
            raise self.broken("不是应有的内容")
        prefix = namespace + blank
        self._start_handlers = {prefix + key: value for key, value in self.starts().items()}
        self._end_handlers = {prefix + key: value for key, value in self.ends().items()}

    def _refuse_doctype(self, *_: Any) -> None:
        raise FileProblem(
            "里含有 DOCTYPE 声明，正常的工作簿没有，为安全起见没有打开。"
            "请在 Excel 或 WPS 中打开后另存为 .xlsx 再用。"
        )


def attribute(attributes: Attributes, local_name: str) -> str | None:
    """The attribute by local name, with or without a namespace (``id``, ``r:id``)."""
    value = attributes.get(local_name)
    if value is not None:
        return value
    ending = " " + local_name
    return next((text for name, text in attributes.items() if name.endswith(ending)), None)


def is_on(text: str | None) -> bool:
    """An XML truth: ``1`` or ``true``."""
    return text in ("1", "true")


def _make_parser() -> expat.XMLParserType:
    if expat.version_info < _OLDEST_EXPAT:
        raise FileProblem("无法安全打开：本机 Python 所带的 expat 太旧。请更新 Python。")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    return parser
