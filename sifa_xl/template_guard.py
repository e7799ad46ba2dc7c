"""What a template may hold: an allow-list over Jinja's own syntax tree, checked at load."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from operator import itemgetter

from jinja2 import Environment, TemplateSyntaxError, nodes

from sifa_xl import template_refusals as refusals
from sifa_xl.clauses import CLAUSE_END, CLAUSE_MARK, LOOP_MARK
from sifa_xl.errors import TemplateProblem
from sifa_xl.phrases import Phrases
from sifa_xl.spans import without_private_use
from sifa_xl.template_words import line_finder, squeezed, with_clause_marks, word_problems

LENGTHS = ("详", "简", "一句")
MAX_DEPTH = 20
_MOST_PROBLEMS = 10  # more do not fit a message box


class Use(Enum):
    """What a template does with a name."""

    PRINT = auto()
    TEST = auto()
    IS_FILLED = auto()  # may be asked of a split too
    LOOP = auto()


@dataclass(frozen=True)
class Mentioned:
    """A name in a template.  ``split`` is filled for a column of a loop's rows."""

    name: str
    line: int
    use: Use
    split: str = ""


@dataclass(frozen=True)
class Block:
    """A named block in one length, and the names it mentions."""

    name: str
    length: str
    mentions: tuple[Mentioned, ...]

    @property
    def full_name(self) -> str:
        """As it stands in the file: ``排查化解·详``."""
        return f"{self.name}·{self.length}"


@dataclass(frozen=True)
class Guarded:
    """A template that passed: its tree, with clauses and loop turns marked, and its blocks."""

    tree: nodes.Template
    blocks: tuple[Block, ...]


def guard(source: str, file: str, phrases: Phrases, environment: Environment) -> Guarded:
    """Check the text of a template.

    Raises:
        TemplateProblem: one sentence for each thing refused, with file, line and what to write.
    """
    watch = _Watch(phrases, environment)
    if without_private_use(source) != source:
        lines = source.split("\n")
        number = next(n for n, line in enumerate(lines, 1) if without_private_use(line) != line)
        raise TemplateProblem(located(file, number, refusals.PRIVATE_USE))
    try:
        tree = environment.parse(source)
        watch.raw_blocks(source)
    except TemplateSyntaxError as error:
        raise TemplateProblem(located(file, error.lineno, refusals.syntax_message(error))) from None
    except RecursionError:
        raise TemplateProblem(f"模板“{file}”{refusals.TOO_DEEP}") from None
    blocks = watch.template(tree)
    if watch.problems:
        listed = sorted(dict.fromkeys(watch.problems), key=itemgetter(0))[:_MOST_PROBLEMS]
        raise TemplateProblem("\n".join(located(file, line, text) for line, text in listed))
    return Guarded(tree, blocks)


def located(file: str, line: int, message: str) -> str:
    """``message`` with the file and line in front."""
    return f"模板“{file}”第{line}行：{message}"


class _Watch:
    """One walk over one template's tree, collecting problems and mentioned names."""

    def __init__(self, phrases: Phrases, environment: Environment) -> None:
        self.problems: list[tuple[int, str]] = []
        self._phrases = phrases
        self._environment = environment
        self._mentions: list[Mentioned] = []
        self._splits: dict[str, str] = {}  # loop variable -> the split it runs over

    def raw_blocks(self, source: str) -> None:
        """Jinja's tree does not show ``raw``; its lexer does."""
        if "raw" in source:
            tokens = self._environment.lex(source)
            self.problems += [
                (line, refusals.RAW) for line, kind, _ in tokens if kind == "raw_begin"
            ]

    def template(self, tree: nodes.Template) -> tuple[Block, ...]:
        blocks: dict[str, Block] = {}
        for node in tree.body:
            if not isinstance(node, nodes.Block):
                self._outside(node)
                continue
            block = self._block(node)
            if block and block.full_name in blocks:
                self._refuse(node, refusals.TWICE.format(name=node.name))
            elif block:
                blocks[block.full_name] = block
        return tuple(blocks.values())

    def _refuse(self, node: nodes.Node, message: str) -> None:
        self.problems.append((_line(node), message))

    def _outside(self, node: nodes.Node) -> None:
        if not isinstance(node, nodes.Output):
            self._refuse(node, refusals.OUTSIDE_TAG)
            return
        for part in node.nodes:
            words = part.data.strip() if isinstance(part, nodes.TemplateData) else "{{ }}"
            if words:
                line = part.lineno + line_finder(getattr(part, "data", ""))(0)
                self.problems.append((line, refusals.OUTSIDE.format(words=words[:10])))

    def _block(self, node: nodes.Block) -> Block | None:
        if node.scoped or node.required:
            self._refuse(node, refusals.PLAIN_BLOCK)
        name, _, length = node.name.rpartition("·")
        self._mentions = []
        node.body = self._body(node.body, 0)
        if not name or length not in LENGTHS:
            self._refuse(node, refusals.BLOCK_NAME.format(name=node.name))
            return None
        return Block(name, length, tuple(self._mentions))

    def _body(self, body: Sequence[nodes.Node], depth: int) -> list[nodes.Node]:
        """The checked nodes, loops put between marks; clauses open and close inside one body."""
        opened: list[int] = []
        checked: list[nodes.Node] = []
        for node in body:
            inner = depth + len(opened) + 1
            if inner > MAX_DEPTH:
                self._refuse(node, refusals.TOO_DEEP)
                return checked
            if isinstance(node, nodes.Output):
                self._output(node, opened, depth)
            elif isinstance(node, nodes.If):
                self._if(node, inner)
            elif isinstance(node, nodes.For):
                self._for(node, inner)
            else:
                is_block = isinstance(node, nodes.Block)
                self._refuse(node, refusals.NESTED_BLOCK if is_block else refusals.refusal(node))
            is_loop = isinstance(node, nodes.For)
            checked += self._between(LOOP_MARK, [node]) if is_loop else [node]
        self.problems += [(line, refusals.UNCLOSED) for line in opened]
        return checked

    def _between(self, mark: str, body: Sequence[nodes.Node]) -> list[nodes.Node]:
        first, last = (
            nodes.Output([nodes.TemplateData(text)], lineno=1).set_environment(self._environment)
            for text in (mark, CLAUSE_END)
        )
        return [first, *body, last]

    def _output(self, node: nodes.Output, opened: list[int], depth: int) -> None:
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self._words(part, opened, depth)
            else:
                self._printed(part)

    def _words(self, part: nodes.TemplateData, opened: list[int], depth: int) -> None:
        words = with_clause_marks(squeezed(part.data))
        line_at = line_finder(part.data)
        for offset, message in islice(word_problems(words, self._phrases), _MOST_PROBLEMS):
            self.problems.append((part.lineno + line_at(offset), message))
        for offset, mark in enumerate(words):
            if mark == CLAUSE_MARK:
                opened.append(part.lineno + line_at(offset))
                if depth + len(opened) > MAX_DEPTH:
                    self.problems.append((opened.pop(), refusals.TOO_DEEP))
            elif mark == CLAUSE_END and opened:
                opened.pop()
            elif mark == CLAUSE_END:
                self.problems.append((part.lineno + line_at(offset), refusals.UNOPENED))
        part.data = words

    def _printed(self, expression: nodes.Node) -> None:
        while isinstance(expression, nodes.Filter) and expression.node is not None:
            if expression.name not in refusals.PRINTS or _has_arguments(expression):
                message = refusals.UNKNOWN_FILTER.format(name=expression.name)
                self._refuse(expression, message)
            expression = expression.node
        self._mention(expression, Use.PRINT)

    def _if(self, node: nodes.If, depth: int) -> None:
        for branch in (node, *node.elif_):
            self._test(branch.test, 0)
            branch.body = self._body(branch.body, depth)
        node.else_ = self._body(node.else_, depth)

    def _test(self, test: nodes.Node, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._refuse(test, refusals.TOO_DEEP)
        elif isinstance(test, nodes.And | nodes.Or):
            self._test(test.left, depth + 1)
            self._test(test.right, depth + 1)
        elif isinstance(test, nodes.Not):
            self._test(test.node, depth + 1)
        elif isinstance(test, nodes.Test):
            if test.name not in refusals.TESTS or _has_arguments(test):
                self._refuse(test, refusals.UNKNOWN_TEST.format(name=test.name))
            self._mention(test.node, Use.IS_FILLED if test.name == "已填" else Use.TEST)
        elif name := _dotted(test):
            self._refuse(test, refusals.BARE_FACT.format(name=name))
        else:
            self._refuse(test, refusals.refusal(test))

    def _for(self, node: nodes.For, depth: int) -> None:
        if node.recursive or node.test or node.else_ or not isinstance(node.target, nodes.Name):
            self._refuse(node, refusals.PLAIN_FOR)
            return
        self._mention(node.iter, Use.LOOP)
        outer = dict(self._splits)
        self._splits[node.target.name] = _dotted(node.iter)
        node.body = self._between(CLAUSE_MARK, self._body(node.body, depth))
        self._splits = outer

    def _mention(self, expression: nodes.Node, use: Use) -> None:
        name = _dotted(expression)
        root, _, column = name.partition(".")
        if not name:
            self._refuse(expression, refusals.refusal(expression))
        elif any(part.startswith("_") for part in name.split(".")):
            self._refuse(expression, refusals.HIDDEN_NAME.format(name=name))
        elif root == "loop":
            self._refuse(expression, refusals.LOOP_NAME)
        elif root in self._splits and not column:
            self._refuse(expression, refusals.WHOLE_ROW.format(name=name))
        elif root in self._splits:
            split = self._splits[root]
            self._mentions.append(Mentioned(column, expression.lineno, use, split))
        else:
            self._mentions.append(Mentioned(name, expression.lineno, use))


def _line(node: nodes.Node) -> int:
    """Jinja gives a few nodes no line; their parts have one."""
    lines = (each.lineno for each in (node, *node.find_all(nodes.Node)))
    return next((line for line in lines if line), 1)


def _has_arguments(node: nodes.Filter | nodes.Test) -> bool:
    return bool(node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)


def _dotted(expression: nodes.Node) -> str:
    """``人民调解.受理纠纷``; empty for anything but a name and its parts."""
    parts: list[str] = []
    while isinstance(expression, nodes.Getattr):
        parts.append(expression.attr)
        expression = expression.node
    return (
        ".".join(reversed([*parts, expression.name])) if isinstance(expression, nodes.Name) else ""
    )
