"""The command ``sifa-xl``: the jobs, for a shell, a launcher or a test.  All words Chinese."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from sifa_xl import __version__, jobs
from sifa_xl.boundary import CANNOT_RUN, CLEAN, OPEN, guarded
from sifa_xl.domain import Finding
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.narrative import Summary
from sifa_xl.shapes import facts_shape, findings_shape, indicators_shape, summary_shape

app = typer.Typer(
    help="县司法局工作总结：填表、查错、成文，每个数字都知道自己的单元格。",
    add_completion=False,
    rich_markup_mode=None,
)

Workbook = Annotated[Path, typer.Argument(metavar="工作簿", help="填好的 .xlsx 或 .xlsm")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]
OwnTemplates = Annotated[
    Path | None, typer.Option("--templates", metavar="文件夹", help="本单位的模板，逐个文件替换")
]
DRAFT_MARK = "【草稿·未经审核】"


def main() -> None:
    """Entry point: every fault ends as one Chinese sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")  # a Chinese Windows console is GBK
    sys.exit(guarded(_run, _tell))


@app.command()
def new(
    out: Annotated[Path, typer.Argument(metavar="新工作簿", help="要写的 .xlsx")],
    fill: Annotated[
        Path | None, typer.Option("--fill", metavar="TOML", help="用这个文件的内容填表")
    ] = None,
) -> None:
    """生成空白母版（加 --fill 时填好内容）。"""
    if out.suffix.lower() != ".xlsx":
        raise FileProblem(f"“{out.name}”的扩展名不对。请写成 .xlsx。")
    from sifa_xl.book.saving import save

    backup = save(out, jobs.build_workbook(fill))
    print(f"已生成“{out}”。")
    _tell_backup(backup)


@app.command()
def check(workbook: Workbook, as_json: AsJson = False, templates: OwnTemplates = None) -> None:
    """列出全部问题。没有未处理的返回 0，有必须改或请核实的返回 1。"""
    job = jobs.open_workbook(workbook, templates)
    findings = job.findings
    if as_json:
        _print_json(findings_shape(findings))
    else:
        _print_findings(findings)
    raise typer.Exit(OPEN if jobs.open_findings(findings) else CLEAN)


@app.command()
def indicators(workbook: Workbook, as_json: AsJson = False) -> None:
    """列出自动计算的指标。"""
    job = jobs.open_workbook(workbook)
    shape = indicators_shape(job.filled, job.indicators)
    if as_json:
        _print_json(shape)
        return
    for row in shape["indicators"]:
        value = "—" if row["value"] is None else f"{row['value']}{row['unit']}"
        print(f"{row['name']}：{value}（{row['formula']}）")


@app.command()
def facts(workbook: Workbook, as_json: AsJson = False) -> None:
    """列出每个事实：名称、数值、单位、概数、文字、单元格。"""
    found = jobs.all_facts(jobs.open_workbook(workbook))
    if as_json:
        _print_json(facts_shape(found))
        return
    for fact in found:
        print(f"{fact.name}：{fact.text or '（空）'}　{'、'.join(fact.cells)}")


@app.command()
def summarize(
    workbook: Workbook,
    draft: Annotated[str, typer.Option(metavar="稿种", help="市局稿、政法委稿或简报")] = "市局稿",
    text: Annotated[Path | None, typer.Option(metavar="文件", help="写成文本")] = None,
    word: Annotated[Path | None, typer.Option(metavar="文件", help="写成 Word")] = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", metavar="文件", help="写成 JSON，含每个数字的出处")
    ] = None,
    final: Annotated[bool, typer.Option("--final", help="定稿：还有未处理的问题就不写")] = False,
    templates: OwnTemplates = None,
) -> None:
    """生成总结。没有未处理的问题返回 0；有则按草稿写出并返回 1。"""
    targets = [target for target in (text, word, json_out) if target is not None]
    _refuse_targets(targets, workbook)
    job = jobs.open_workbook(workbook, templates)
    summary, findings = job.summary(draft), job.findings
    is_draft = jobs.blocks_final(findings)
    if final and is_draft:
        raise SifaError(
            f"还不能定稿：{_count(findings)}没有处理，没有写任何文件。"
            "请先用 sifa-xl check 查看并逐项处理，待定的补上数字。"
        )
    _write_outputs(summary, is_draft, text, word, json_out)
    _print_lists(summary, findings)
    raise typer.Exit(OPEN if is_draft else CLEAN)


@app.command()
def doctor() -> None:
    """看看这台机器上什么能用。"""
    from sifa_xl.doctor import report

    for line in report():
        print(line)


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    if version:
        print(f"sifa-xl {__version__}")
        raise typer.Exit()
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(CANNOT_RUN)


def _run() -> int:
    try:
        result = app(standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except _USAGE_PROBLEM as problem:
        raise SifaError(
            f"命令写法不对：{_usage(problem)}。请用 sifa-xl --help 查看写法。"
        ) from None
    return result if isinstance(result, int) else CLEAN


# typer has click as a package or inside itself, by its version; this finds the class in either
_USAGE_PROBLEM: type[Exception] = next(
    base for base in typer.BadParameter.__mro__ if base.__name__ == "UsageError"
)


def _usage(problem: Exception) -> str:
    kind = type(problem).__name__
    parameter = getattr(problem, "param", None)
    name = getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or ""
    if kind == "MissingParameter":
        return f"缺少“{name}”"
    if kind == "NoSuchOption":
        return f"没有“{getattr(problem, 'option_name', '')}”这个选项"
    if kind == "BadParameter":
        return f"“{name}”的值不对"
    return "没有这个命令，或参数多了少了"


def _refuse_targets(targets: list[Path], workbook: Path) -> None:
    resolved = [target.resolve() for target in targets]
    if workbook.resolve() in resolved:
        raise FileProblem(f"不能把总结写到工作簿“{workbook.name}”自己身上。请换一个文件名。")
    if len(set(resolved)) < len(resolved):
        raise FileProblem("几个输出写成了同一个文件名。请分别取名。")


def _write_outputs(
    summary: Summary, is_draft: bool, text: Path | None, word: Path | None, json_out: Path | None
) -> None:
    """All outputs are made before the first is written, so that a fault writes none."""
    words = f"{DRAFT_MARK}\n{summary.text}" if is_draft else summary.text
    if text is None and word is None and json_out is None:
        print(words, end="")
        return
    outputs: list[tuple[Path, bytes]] = []
    if text is not None:
        outputs.append((text, words.encode("utf-8")))
    if json_out is not None:
        shape = summary_shape(summary, is_draft=is_draft)
        outputs.append((json_out, json.dumps(shape, ensure_ascii=False, indent=1).encode("utf-8")))
    if word is not None:
        from sifa_xl.word import document

        outputs.append((word, document(summary, is_draft=is_draft)))
    from sifa_xl.book.saving import save

    for path, data in outputs:
        backup = save(path, data)
        _tell(f"已写“{path}”{'（草稿）' if is_draft else ''}。")
        _tell_backup(backup)


def _print_lists(summary: Summary, findings: list[Finding]) -> None:
    """What a clerk should know besides the text; on the error stream, so a pipe stays clean."""
    lists: list[tuple[str, list[str]]] = [
        ("还有问题没有处理", [str(f) for f in jobs.open_findings(findings)]),
        (
            "因为没有填数而省去的句子",
            [f"{o.where}：{o.text}" for o in summary.omissions],
        ),
        ("填了数但正文没有用到的指标", [f"{place} {label}" for label, place in summary.unused]),
        (
            "文字里的数字，请核对后在“数字已核”选“是”",
            [
                f"{n.cell} {n.text}{f'（{n.section}）' if n.section else ''}"
                for n in summary.unsourced
            ],
        ),
    ]
    for title, lines in lists:
        if lines:
            _tell(f"\n{title}（{len(lines)}）：")
            for line in lines:
                _tell(f"　{line}")


def _print_findings(findings: list[Finding]) -> None:
    if not findings:
        print("没有发现问题。")
        return
    for finding in findings:
        print(f"{finding}{'（已说明）' if finding.explained else ''}")
    print(f"\n{_count(findings)}未处理。")


def _count(findings: list[Finding]) -> str:
    waiting = jobs.open_findings(findings)
    errors = sum(jobs.has_errors([finding]) for finding in waiting)
    return f"必须改{errors}项、请核实{len(waiting) - errors}项"


def _print_json(shape: dict[str, Any]) -> None:
    print(json.dumps(shape, ensure_ascii=False, indent=1))


def _tell(words: str) -> None:
    print(words, file=sys.stderr)


def _tell_backup(backup: Path | None) -> None:
    if backup is not None:
        _tell(f"原来的文件备份为“{backup}”。")


if __name__ == "__main__":
    main()
