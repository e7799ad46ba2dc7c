"""How a command is written: help pages and complaints in Chinese, options that take many words.

Alone knows typer's insides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from sifa_xl.errors import SifaError

PROGRAM = "sifa-xl"
UNPRINTED = "结果没有输出完：接收的程序已关闭，或磁盘满了。请重新运行。"
# click lives beside typer or, in newer versions, inside it; this finds the class in either
_USAGE_PROBLEM: type[Exception] = next(
    base for base in typer.BadParameter.__mro__ if base.__name__ == "UsageError"
)
NewBundle = Annotated[Path, typer.Argument(metavar="安装包", help="要写的新文件夹，或 .zip")]
PythonVersions = Annotated[
    list[str] | None,
    typer.Option("--python-version", metavar="版本", help="电脑上已有的 Python，可写几次"),
]
EmbeddablePython = Annotated[
    Path | None, typer.Option("--python", metavar="ZIP", help="带上 Windows 嵌入式 Python")
]
GivenWheel = Annotated[
    Path | None, typer.Option("--wheel", metavar="文件", help="用这个 sifa-xl 的 wheel")
]
ReviewCopy = Annotated[
    Path | None,
    typer.Option(
        "--review", metavar="文件", help="写成送审稿：批注出处，附指标表、审核说明、审签页"
    ),
]
ForThePublic = Annotated[
    bool, typer.Option("--public", help="公开前检查：有不能公开的就不写，返回 1")
]
NextPeriod = Annotated[str, typer.Option("--period", metavar="期", help="如 2022年全年")]
NextBook = Annotated[Path, typer.Argument(metavar="新工作簿", help="要写的 .xlsm 或 .xlsx")]
LastYear = Annotated[
    Path | None,
    typer.Option("--last-year", metavar="文件", help="上年同期的工作簿；不写就看旁边有没有"),
]
FinishedText = Annotated[Path, typer.Argument(metavar="稿子", help="写好的 .docx、.txt 或 .md")]
Workbook = Annotated[Path, typer.Argument(metavar="工作簿", help="填好的 .xlsx 或 .xlsm")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]
OwnTemplates = Annotated[
    Path | None, typer.Option("--templates", metavar="文件夹", help="本单位的模板，逐个文件替换")
]
ForUnit = Annotated[
    str | None, typer.Option("--unit", metavar="单位", help="生成这个单位填的表（.xlsx）")
]
UnitList = Annotated[
    Path | None,
    typer.Option("--list", metavar="清单", help="每个单位一份，清单是汇总工作簿或 CSV"),
]
ForCounty = Annotated[str, typer.Option("--county", metavar="全称", help="如 某某县司法局")]
ForPeriod = Annotated[str, typer.Option("--period", metavar="期别", help="如 2022年上半年")]
MaterialOf = Annotated[
    str | None,
    typer.Option("--material", metavar="股室名", help="生成这个股室的素材表（.docx）"),
]
FromMaster = Annotated[
    Path | None,
    typer.Option("--from", metavar="工作簿", help="单位、期别、业务线、期限取自这个汇总工作簿"),
]
ForLines = Annotated[
    list[str] | None,
    typer.Option("--lines", "--line", metavar="业务线", help="哪几条业务线，用逗号隔开或写几次"),
]
ArchivedThing = Annotated[
    Path, typer.Argument(metavar="工作簿", help="发出的工作簿；核对时也可以是归档文件夹")
]
SentWord = Annotated[
    Path | None,
    typer.Option("--word", metavar="文件", help="发出的 Word；不写时取“输出”里最新的定稿"),
]
SignedBy = Annotated[
    str, typer.Option("--signed", metavar="签发人", help="还有事没处理，但领导已照这个 Word 签发")
]
ToVerify = Annotated[bool, typer.Option("--verify", help="核对已归档的是不是还和发出时一样")]
ArchivedDraft = Annotated[
    str, typer.Option("--draft", metavar="稿种", help="不写时看 Word 的文件名")
]
FilledForms = Annotated[list[Path], typer.Argument(metavar="素材表", help="填好的 .docx，可写几个")]
IntoWorkbook = Annotated[Path, typer.Option("--into", metavar="工作簿", help="写进这个工作簿")]
OfficeOfForms = Annotated[
    str, typer.Option("--office", metavar="股室名", help="表里没写填报股室时用")
]
ForLinux = Annotated[bool, typer.Option("--linux", help="做本机这样的 Linux 用的")]


class Command(typer.core.TyperCommand):
    """A command whose help page and complaints are Chinese."""

    allow_extra_args = True  # to refuse them here, in our own words

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises:
            SifaError: they are not written as they should be.
        """
        with _complaining(ctx):
            rest: list[str] = super().parse_args(ctx, args)
        if rest:
            raise SifaError(_sentence(f"多出了“{rest[0]}”", ctx))
        return rest

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _page(self, ctx)


class Group(typer.core.TyperGroup):
    """The whole program: its help page, and the command asked for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what stands before the command; raises as a command does."""
        with _complaining(ctx):
            return list(super().parse_args(ctx, args))

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order of their declaration; older versions sort them."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of that name.

        Raises:
            SifaError: there is none.
        """
        names = self.list_commands(ctx)
        if args[0] not in names:
            raise SifaError(_sentence(f"没有“{args[0]}”这个命令{_guess(args[0], names)}", ctx))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """The help page, with every command in a line."""
        return _page(self, ctx)


def run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name; returns its exit code, 0 if it says none.

    Raises:
        SifaError: the command is not written as it should be, or cannot do its work.
    """
    command = typer.main.get_command(app)
    try:
        # not command.main(): it answers Ctrl-C and a closed pipe by itself, and in English
        with command.make_context(PROGRAM, list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    return 0


def name_of(app: typer.Typer, arguments: Sequence[str]) -> str:
    """The command that ``arguments`` name, or ``""``; never any other word of theirs."""
    group = typer.main.get_command(app)
    names = group.list_commands(None) if isinstance(group, Group) else []
    return next((word for word in arguments[:1] if word in names), "")


@contextmanager
def _complaining(ctx: Any) -> Iterator[None]:
    try:
        yield
    except _USAGE_PROBLEM as problem:
        raise SifaError(_sentence(_what(problem, ctx), ctx)) from None
    except OSError:  # --help prints its page while the arguments are read
        raise SifaError(UNPRINTED) from None


def _sentence(what: str, ctx: Any) -> str:
    return f"命令写法不对：{what}。请用 {ctx.command_path} --help 查看写法。"


def _what(problem: Exception, ctx: Any) -> str:
    """What is wrong, by the kind of problem: its own text is English."""
    option: str = getattr(problem, "option_name", "")
    parameters = ctx.command.get_params(ctx)
    match type(problem).__name__:
        case "MissingParameter":
            return f"缺少“{_shown_name(getattr(problem, 'param', None))}”"
        case "NoSuchOption":
            known = [name for parameter in parameters for name in _names(parameter)]
            return f"没有“{option}”这个选项{_guess(option, known)}"
        case "BadOptionUsage":
            flags = [name for one in parameters if _is_flag(one) for name in _names(one)]
            return f"“{option}”后面{'不用写内容' if option in flags else '缺少内容'}"
    return "有一项内容不合要求"


def _guess(typed: str, known: Iterable[str]) -> str:
    close = get_close_matches(typed, list(known), n=1)
    return f"，是不是“{close[0]}”" if close else ""


def _page(command: Any, ctx: Any) -> str:
    parameters = command.get_params(ctx)
    arguments = [parameter for parameter in parameters if not _names(parameter)]
    options = [parameter for parameter in parameters if _names(parameter)]
    names = command.list_commands(ctx) if isinstance(command, Group) else []
    usage = [ctx.command_path, *map(_shown_name, arguments), "[选项]"]
    commands = [(name, command.get_command(ctx, name).help or "") for name in names]
    parts = [
        "用法：" + " ".join([*usage, "命令 …"] if names else usage),
        (command.help or "").strip(),
        _table("参数", [(_shown_name(argument), argument.help) for argument in arguments]),
        _table("命令", commands),
        _table("选项", [(_shown_name(option), _explained(option)) for option in options]),
    ]
    return "\n\n".join(part for part in parts if part)


def _table(title: str, rows: Sequence[tuple[str, str]]) -> str:
    if not rows:
        return ""
    width = max(_columns(name) for name, _ in rows) + 2
    lines = [f"  {name}{' ' * (width - _columns(name))}{help_text}" for name, help_text in rows]
    return "\n".join([f"{title}：", *lines])


def _columns(text: str) -> int:
    """How many columns of a screen the text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _names(parameter: Any) -> list[str]:
    """``--text``; empty for an argument, which has its place and no name."""
    return [name for name in parameter.opts if name.startswith("-")]


def _shown_name(parameter: Any) -> str:
    """``--text 文件``, or the words that stand for an argument."""
    words = [*_names(parameter)[:1], getattr(parameter, "metavar", None) or ""]
    return " ".join(word for word in words if word)


def _is_flag(parameter: Any) -> bool:
    return bool(getattr(parameter, "is_flag", False))


def _explained(option: Any) -> str:
    if "--help" in _names(option):
        return "显示这份说明"
    default = option.default if isinstance(option.default, str) else ""
    return f"{option.help}{f'（不写时为{default}）' if default else ''}"
