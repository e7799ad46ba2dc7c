"""The command ``sifa-xl``: the jobs, for a shell, a launcher or a test.  All words Chinese."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sifa_xl import __version__, jobs, usage
from sifa_xl.book.saving import Revision
from sifa_xl.boundary import CANNOT_RUN, CLEAN, OPEN, guarded
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.narrative import Summary
from sifa_xl.outputs import json_text, marked, plain_files
from sifa_xl.runs import held_while, opened
from sifa_xl.shapes import facts_shape, findings_shape, indicators_shape
from sifa_xl.targets import refuse_endings, refuse_targets
from sifa_xl.telling import told_findings, told_lists, told_unfinished
from sifa_xl.write_back import write_back

app = typer.Typer(
    cls=usage.Group,
    help="县司法局工作总结：填表、查错、成文，每个数字都知道自己的单元格。",
    add_completion=False,
)

Workbook = Annotated[Path, typer.Argument(metavar="工作簿", help="填好的 .xlsx 或 .xlsm")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]
OwnTemplates = Annotated[
    Path | None, typer.Option("--templates", metavar="文件夹", help="本单位的模板，逐个文件替换")
]
Outputs = dict[Path, bytes | Revision]
_UNFINISHED = (
    "还不能定稿：{}，没有写任何文件。请先用 sifa-xl check 查看并逐项处理，待定的补上数字。"
)


def main() -> None:
    """Entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")  # a Chinese Windows console is GBK
    gc.disable()  # a command is over before there is garbage worth looking for
    try:
        code = run(sys.argv[1:])
    finally:
        gc.enable()
    _forget_unprinted()
    gc.freeze()  # nor need the interpreter, as it ends, look through all there is once more
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a fault ends as one Chinese line and 2."""
    return guarded(lambda: usage.run(app, arguments), _tell, usage.name_of(app, arguments))


@app.command(cls=usage.Command)
def new(
    out: Annotated[Path, typer.Argument(metavar="新工作簿", help="要写的 .xlsm（带按钮）或 .xlsx")],
    fill: Annotated[
        Path | None, typer.Option("--fill", metavar="TOML", help="用这个文件的内容填表")
    ] = None,
) -> None:
    """生成空白母版（加 --fill 时填好内容）。"""
    kind = out.suffix.lower()
    if kind not in (".xlsx", ".xlsm"):
        raise FileProblem(f"“{out.name}”的扩展名不对。请写成 .xlsm（带按钮）或 .xlsx。")
    from sifa_xl.book.saving import save

    backup = save(out, jobs.build_workbook(fill, has_macros=kind == ".xlsm"))
    _say(f"已生成“{out}”。")
    _tell_backup(backup)


@app.command(cls=usage.Command)
def check(workbook: Workbook, as_json: AsJson = False, templates: OwnTemplates = None) -> None:
    """列出全部问题。没有未处理的返回 0，有必须改或请核实的返回 1。"""
    job = jobs.open_workbook(workbook, templates)
    findings = job.findings
    _say(json_text(findings_shape(findings)) if as_json else "\n".join(told_findings(findings)))
    raise typer.Exit(OPEN if jobs.open_findings(findings) else CLEAN)


@app.command(cls=usage.Command)
def indicators(workbook: Workbook, as_json: AsJson = False) -> None:
    """列出自动计算的指标。"""
    job = jobs.open_workbook(workbook)
    shape = indicators_shape(job.filled, job.indicators)
    if as_json:
        _say(json_text(shape))
        return
    for row in shape["indicators"]:
        value = "—" if row["value"] is None else f"{row['value']}{row['unit']}"
        _say(f"{row['name']}：{value}（{row['formula']}）")


@app.command(cls=usage.Command)
def facts(workbook: Workbook, as_json: AsJson = False) -> None:
    """列出每个事实：名称、数值、单位、概数、文字、单元格。"""
    found = jobs.all_facts(jobs.open_workbook(workbook))
    if as_json:
        _say(json_text(facts_shape(found)))
        return
    for fact in found:
        _say(f"{fact.name}：{fact.text or '（空）'}　{'、'.join(fact.cells)}")


@app.command(cls=usage.Command)
def summarize(
    workbook: Workbook,
    draft: Annotated[str, typer.Option(metavar="稿种", help="市局稿、政法委稿或简报")] = "市局稿",
    text: Annotated[Path | None, typer.Option(metavar="文件", help="写成文本")] = None,
    word: Annotated[Path | None, typer.Option(metavar="文件", help="写成 Word")] = None,
    review: usage.ReviewCopy = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", metavar="文件", help="写成 JSON，含每个数字的出处")
    ] = None,
    final: Annotated[bool, typer.Option("--final", help="定稿：还有未处理的问题就不写")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="结果写回工作簿自己的表，其余内容不动")
    ] = False,
    public: usage.ForThePublic = False,
    templates: OwnTemplates = None,
) -> None:
    """生成总结。没有未处理的问题返回 0；有则按草稿写出并返回 1。"""
    papers = [paper for paper in (word, review) if paper]
    refuse_targets([target for target in (text, *papers, json_out) if target], workbook)
    refuse_endings(papers, [plain for plain in (text, json_out) if plain])
    with held_while(workbook, write):
        job, book = opened(workbook, templates, write)
        summary, findings = job.summary(draft), job.findings
        is_draft = jobs.blocks_final(findings)
        if final and (is_draft or summary.unsourced):
            raise SifaError(_UNFINISHED.format(told_unfinished(findings, summary)))
        outputs: Outputs = {**plain_files(summary, text, json_out, is_draft=is_draft)}
        outputs |= _papers(job, summary, word, review) if papers else {}
        if public:
            _check_before_publishing(job, summary, outputs.get(word) if word else None)
        if book is not None:
            outputs[workbook] = write_back(job, summary, book)
        if outputs:
            _write_all(outputs, is_draft)
        else:
            _say(marked(summary, is_draft=is_draft), end="")
    for line in told_lists(summary, findings):
        _tell(line)
    raise typer.Exit(OPEN if is_draft else CLEAN)


@app.command(name="run", cls=usage.Command)
def run_file(
    workbook: Workbook,
    action: Annotated[
        str, typer.Option(metavar="动作", help="summarize（生成总结）或 check（检查）")
    ] = "summarize",
    is_opened: Annotated[bool, typer.Option("--open", help="做完打开 Word 文件")] = False,
) -> None:
    """不用宏，做按钮做的事：结果写回工作簿，Word 放进旁边的“输出”文件夹。"""
    from sifa_xl.clicks import run_file as run_by_file
    from sifa_xl.opening import open_file

    outcome = run_by_file(workbook, action)
    _say(outcome.message)
    if is_opened and outcome.word is not None and not open_file(outcome.word):
        _tell(f"没有能打开它的程序，请自己打开：{outcome.word}")
    raise typer.Exit(OPEN if outcome.is_open else CLEAN)


@app.command(cls=usage.Command)
def public(
    document: usage.FinishedText, as_json: AsJson = False, templates: OwnTemplates = None
) -> None:
    """公开前检查写好的稿子（.docx、.txt）。有不能公开的返回 1。"""
    from sifa_xl import publishing

    found = publishing.check_file(document, templates)
    shape = publishing.public_shape(found)
    _say(json_text(shape) if as_json else "\n".join(publishing.told_public(found)))
    raise typer.Exit(OPEN if publishing.blocks_publication(found) else CLEAN)


@app.command(cls=usage.Command)
def doctor() -> None:
    """看看这台机器上什么能用。"""
    from sifa_xl.doctor import report

    for line in report():
        _say(line)


@app.command(cls=usage.Command)
def bundle(
    out: usage.NewBundle,
    python_version: usage.PythonVersions = None,
    python: usage.EmbeddablePython = None,
    wheel: usage.GivenWheel = None,
    linux: usage.ForLinux = False,
) -> None:
    """做离线安装包（要联网取组件）。不写版本时为 3.11。"""
    from sifa_xl import bundling

    bundling.bundle(out, bundling.Order(python_version or (), python, wheel, linux))
    _say(f"已做好安装包“{out}”。")


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    if version:
        _say(f"sifa-xl {__version__}")
        raise typer.Exit()
    if context.invoked_subcommand is None:
        _say(context.get_help())
        _tell("没有写命令，什么也没有做。请从上面的命令里选一个。")
        raise typer.Exit(CANNOT_RUN)


def _papers(
    job: jobs.Job, summary: Summary, word: Path | None, review: Path | None
) -> dict[Path, bytes]:
    from sifa_xl.papers import word_files  # loaded only where one is wanted

    return word_files(job, summary, word, review)


def _check_before_publishing(
    job: jobs.Job, summary: Summary, word: bytes | Revision | None
) -> None:
    """Tell all there is to look at; what blocks ends the run before anything is written."""
    from sifa_xl import publishing

    found = publishing.check_summary(summary, job, word if isinstance(word, bytes) else None)
    for line in publishing.told_public(found):
        _tell(line)
    if publishing.blocks_publication(found):
        _tell("没有写任何文件。")
        raise typer.Exit(OPEN)


def _write_all(outputs: Outputs, is_draft: bool) -> None:
    from sifa_xl.book.saving import save_all

    for path, backup in save_all(outputs).items():
        _tell(f"已写“{path}”{'（草稿）' if is_draft else ''}。")
        _tell_backup(backup)


def _say(words: str, end: str = "\n") -> None:
    """Print a result; what else a clerk is told goes through ``_tell``."""
    try:
        print(words, end=end, flush=True)  # else it fails at the very end, in English
    except OSError:
        raise SifaError(usage.UNPRINTED) from None


def _forget_unprinted() -> None:
    """Else the interpreter tries once more at its end, in English and with a code of its own."""
    try:
        print(end="", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(words: str) -> None:
    print(words, file=sys.stderr)


def _tell_backup(backup: Path | None) -> None:
    if backup is not None:
        _tell(f"原来的文件备份为“{backup}”。")


if __name__ == "__main__":
    main()
