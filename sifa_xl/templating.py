"""Template blocks and facts -> prose in which every figure is a span that knows its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from unicodedata import normalize

from jinja2 import Template

from sifa_xl import template_refusals as refusals
from sifa_xl.bounds import BLOCK_CHARACTERS as MAX_CHARACTERS
from sifa_xl.bounds import TEMPLATE_BYTES as MAX_FILE_BYTES
from sifa_xl.clauses import settle
from sifa_xl.errors import TemplateProblem
from sifa_xl.factbook import FactBook, Known, nearest
from sifa_xl.phrases import Phrases
from sifa_xl.spans import Omission, Prose
from sifa_xl.template_cache import TemplateCache
from sifa_xl.template_guard import Block, Mentioned, Use, guard, located
from sifa_xl.template_sandbox import Mention, Record, Sandbox

_SUFFIX = ".jinja"
_SHORTER_FIRST = {"一句": ("一句", "简", "详"), "简": ("简", "详"), "详": ("详",)}


@dataclass(frozen=True)
class Rendered:
    """A block's prose, what was left out of it, and the facts that it prints or asks for."""

    prose: Prose
    omissions: tuple[Omission, ...]
    used: frozenset[str]


class Templates:
    """The templates of some folders, one ``<业务线>.jinja`` a line; read and checked when used.

    A later folder's file replaces an earlier one's.  A folder that does not exist holds none.
    """

    def __init__(
        self, folders: Sequence[Path], phrases: Phrases, cache: Path | None = None
    ) -> None:
        """``cache``: where compiled templates are kept, as ``template_cache.cache_folder()``."""
        self._files = {
            normalize("NFC", path.stem): path
            for folder in folders
            if folder.is_dir()
            for path in sorted(folder.glob(f"*{_SUFFIX}"))
        }
        self._phrases = phrases
        self._cache = TemplateCache(cache, phrases)
        self._environment = Sandbox()
        self._loaded: dict[str, _Loaded] = {}
        self._passed: dict[str, Known] = {}

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that have a template."""
        return tuple(self._files)

    def blocks(self, line: str) -> tuple[str, ...]:
        """The names of the line's blocks without their lengths, in the order of the file.

        Raises:
            TemplateProblem: the line has no template, or the template holds what it may not.
        """
        return tuple(dict.fromkeys(block.name for block in self._load(line).blocks.values()))

    def has(self, line: str, block: str, length: str) -> bool:
        """True where the line's template has the block in exactly this length."""
        return line in self._files and f"{block}·{length}" in self._load(line).blocks

    def check(self, line: str, known: Known) -> None:
        """Look up every name in the line's template.

        Raises:
            TemplateProblem: a sentence for each missing name, with file, line and nearest name.
        """
        loaded = self._load(line)
        mentions = [mention for block in loaded.blocks.values() for mention in block.mentions]
        _check_names(mentions, known, line, loaded.file)
        self._passed[line] = known

    def render(self, line: str, block: str, length: str, facts: FactBook) -> Rendered:
        """The block's prose.  A missing 一句 is taken from 简, a missing 简 from 详.

        Raises:
            TemplateProblem: no such template, block or name; or the text grows beyond all bounds.
        """
        loaded = self._load(line)
        found = _block_in(loaded, block, length)
        if self._passed.get(line) is not facts:
            _check_names(found.mentions, facts, line, loaded.file)
        record = Record(facts, line, loaded.file)
        marked = _rendered(loaded, found, record)
        settled = settle(marked, record.printed, f"{line}·{found.full_name}")
        used = settled.shown | record.asked
        return Rendered(settled.prose, settled.omissions, used)

    def _load(self, line: str) -> "_Loaded":
        if line not in self._files:
            raise TemplateProblem(
                f"找不到业务线“{line}”的模板。{_did_you_mean(nearest(line, self._files))}"
                f"处理：在模板文件夹里放一个“{line}{_SUFFIX}”。"
            )
        if line not in self._loaded:
            self._loaded[line] = self._read(self._files[line])
        return self._loaded[line]

    def _read(self, path: Path) -> "_Loaded":
        source = _source(path)
        code, blocks = self._cache.load(path, source) or self._compiled(path, source)
        by_name = {block.full_name: block for block in blocks}
        return _Loaded(path.name, by_name, Template.from_code(self._environment, code, {}))

    def _compiled(self, path: Path, source: str) -> tuple[CodeType, tuple[Block, ...]]:
        guarded = guard(source, path.name, self._phrases, self._environment)
        try:
            code = self._environment.compile(guarded.tree, path.name, path.name)
        except (RecursionError, SyntaxError):
            raise TemplateProblem(f"模板“{path.name}”{refusals.TOO_DEEP}") from None
        self._cache.store(path, source, code, guarded.blocks)
        return code, guarded.blocks


@dataclass(frozen=True)
class _Loaded:
    file: str
    blocks: Mapping[str, Block]
    template: Template


def _source(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_FILE_BYTES:
            raise TemplateProblem(
                f"模板“{path.name}”超过{MAX_FILE_BYTES // 1000}KB。处理：恢复原来的模板。"
            )
        return raw.decode("utf-8-sig")
    except OSError:
        raise TemplateProblem(
            f"读不到模板“{path.name}”。处理：核对文件是否还在、能否打开。"
        ) from None
    except UnicodeDecodeError:
        raise TemplateProblem(f"模板“{path.name}”不是 UTF-8 编码。处理：另存为 UTF-8。") from None


def _block_in(loaded: _Loaded, block: str, length: str) -> Block:
    for wanted in _SHORTER_FIRST.get(length, ()):
        if found := loaded.blocks.get(f"{block}·{wanted}"):
            return found
    name = f"{block}·{length}"
    other_lengths = [each.full_name for each in loaded.blocks.values() if each.name == block]
    guess = _did_you_mean(nearest(name, other_lengths or loaded.blocks))
    raise TemplateProblem(
        f"模板“{loaded.file}”里没有块“{name}”。{guess}"
        "处理：改正提纲里的名称，或在模板里补上这个块。"
    )


def _rendered(loaded: _Loaded, block: Block, record: Record) -> str:
    roots = {(mention.split or mention.name).partition(".")[0] for mention in block.mentions}
    names = {root: Mention(record, root) for root in roots}
    context = loaded.template.new_context(names)
    pieces, length = [], 0
    for piece in loaded.template.blocks[block.full_name](context):
        pieces.append(piece)
        length += len(piece)
        if length > MAX_CHARACTERS:
            record.fail(f"的块“{block.full_name}”印出来超过{MAX_CHARACTERS}字。处理：拆成几块。")
    return "".join(pieces)


def _check_names(mentions: Sequence[Mentioned], known: Known, home: str, file: str) -> None:
    problems = [
        located(file, mention.line, message)
        for mention in mentions
        for message in _name_problems(mention, known, home)
    ]
    if problems:
        raise TemplateProblem("\n".join(dict.fromkeys(problems)))


def _name_problems(mention: Mentioned, known: Known, home: str) -> Iterator[str]:
    name = mention.name
    if mention.split:
        yield from _column_problems(mention, known.columns(mention.split, home))
        return
    is_fact = known.find(name, home) is not None
    is_split = known.columns(name, home) is not None
    if not is_fact and not is_split:
        guess = _did_you_mean(known.nearest(name, home))
        yield f"没有“{name}”这个名称。{guess}处理：改成表里有的名称。"
    elif mention.use is Use.LOOP and not is_split:
        yield f"“{name}”不是分项，不能逐行列出。处理：for 后面写分项的名称。"
    elif mention.use in (Use.PRINT, Use.TEST) and not is_fact:
        yield f"“{name}”是分项，不是一个数。处理：用 for 逐行列出，或只问 {name} is 已填。"


def _column_problems(mention: Mentioned, columns: tuple[str, ...] | None) -> Iterator[str]:
    if mention.use is Use.LOOP:
        yield f"“{mention.split}”的栏目不能再逐行列出。处理：直接写 {{{{ 行.栏目 }}}}。"
    elif columns and mention.name not in columns:
        guess = _did_you_mean(nearest(mention.name, columns))
        yield f"分项“{mention.split}”没有“{mention.name}”这一栏。{guess}处理：改成分项里有的栏目。"


def _did_you_mean(name: str) -> str:
    return f"最接近的是“{name}”。" if name else ""
