"""The command ``sifa-xl``: the jobs, for a shell, a launcher or a test.  All words Chinese."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from sifa_xl import __version__, jobs, usage
from sifa_xl.book.saving import Revision
from sifa_xl.boundary import CANNOT_RUN, CLEAN, OPEN, guarded
from sifa_xl.commands import collecting, machine, papers, periods, privacy, renewals, units
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.narrative import Summary
from sifa_xl.outputs import json_text, marked, plain_files
from sifa_xl.runs import held_while, opened
from sifa_xl.screen import Outputs, forget_unprinted, say, tell, tell_backup, write_all
from sifa_xl.shapes import facts_shape, findings_shape, indicators_shape
from sifa_xl.targets import refuse_endings, refuse_targets
from sifa_xl.telling import told_findings, told_lists, told_unfinished
from sifa_xl.write_back import write_back

app = typer.Typer(
    cls=usage.Group,
    help="县司法局工作总结：填表、查错、成文，每个数字都知道自己的单元格。",
    add_completion=False,
)

_NEW = "要写的 .xlsm（带按钮）或 .xlsx；用 --list 时是文件夹"
_UNFINISHED = (
    "还不能定稿：{}，没有写任何文件。请先用 sifa-xl check 查看并逐项处理，待定的补上数字。"
)
_INTERNAL = "送审稿是内部材料，不能和 --public 一起写，没有写任何文件。请分两次生成。"


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
    forget_unprinted()
    gc.freeze()  # nor need the interpreter, as it ends, look through all there is once more
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a fault ends as one Chinese line and 2."""
    return guarded(lambda: usage.run(app, arguments), tell, usage.name_of(app, arguments))


@app.command(cls=usage.Command)
def new(
    out: Annotated[Path, typer.Argument(metavar="新工作簿", help=_NEW)],
    fill: Annotated[
        Path | None, typer.Option("--fill", metavar="TOML", help="用这个文件的内容填表")
    ] = None,
    unit: usage.ForUnit = None,
    roll: usage.UnitList = None,
    material: usage.MaterialOf = None,
    master: usage.FromMaster = None,
    lines: usage.ForLines = None,
    county: usage.ForCounty = "",
    period: usage.ForPeriod = "",
) -> None:
    """生成空白母版（加 --fill 时填好），下发的表（--unit、--list）或素材表（--material）。"""
    wanted = units.Wanted(unit, roll, material, master, units.separated(lines), county, period)
    if material is not None:
        wanted.refuse_beside_material(fill)
        papers.new_material(out, material, master, wanted.lines)
        return
    if wanted.is_wanted:
        units.new_returns(out, wanted, fill)
        return
    kind = out.suffix.lower()
    if kind not in (".xlsx", ".xlsm"):
        raise FileProblem(f"“{out.name}”的扩展名不对。请写成 .xlsm（带按钮）或 .xlsx。")
    from sifa_xl.book.saving import save

    backup = save(out, jobs.build_workbook(fill, has_macros=kind == ".xlsm"))
    say(f"已生成“{out}”。")
    tell_backup(backup)


@app.command(cls=usage.Command)
def check(
    workbook: usage.Workbook, as_json: usage.AsJson = False, templates: usage.OwnTemplates = None
) -> None:
    """列出全部问题。没有未处理的返回 0，有必须改或请核实的返回 1。"""
    job = jobs.open_workbook(workbook, templates)
    findings = job.findings
    say(json_text(findings_shape(findings)) if as_json else "\n".join(told_findings(findings)))
    raise typer.Exit(OPEN if jobs.open_findings(findings) else CLEAN)


@app.command(cls=usage.Command)
def indicators(workbook: usage.Workbook, as_json: usage.AsJson = False) -> None:
    """列出自动计算的指标。"""
    job = jobs.open_workbook(workbook)
    shape = indicators_shape(job.filled, job.indicators)
    if as_json:
        say(json_text(shape))
        return
    for row in shape["indicators"]:
        value = "—" if row["value"] is None else f"{row['value']}{row['unit']}"
        say(f"{row['name']}：{value}（{row['formula']}）")


@app.command(cls=usage.Command)
def facts(workbook: usage.Workbook, as_json: usage.AsJson = False) -> None:
    """列出每个事实：名称、数值、单位、概数、文字、单元格。"""
    found = jobs.all_facts(jobs.open_workbook(workbook))
    if as_json:
        say(json_text(facts_shape(found)))
        return
    for fact in found:
        say(f"{fact.name}：{fact.text or '（空）'}　{'、'.join(fact.cells)}")


@app.command(cls=usage.Command)
def summarize(
    workbook: usage.Workbook,
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
    templates: usage.OwnTemplates = None,
) -> None:
    """生成总结。没有未处理的问题返回 0；有则按草稿写出并返回 1。"""
    _refuse_outputs(workbook, text, word, review, json_out, public)
    with held_while(workbook, write):
        job, book = opened(workbook, templates, write)
        summary, findings = job.summary(draft), job.findings
        is_draft = jobs.blocks_final(findings)
        if final and (is_draft or summary.unsourced):
            raise SifaError(_UNFINISHED.format(told_unfinished(findings, summary)))
        outputs: Outputs = {**plain_files(summary, text, json_out, is_draft=is_draft)}
        outputs |= _papers(job, summary, word, review) if word or review else {}
        if public:
            _check_before_publishing(job, summary, outputs.get(word) if word else None)
        if book is not None:
            outputs[workbook] = write_back(job, summary, book)
        if outputs:
            write_all(outputs, is_draft)
        else:
            say(marked(summary, is_draft=is_draft), end="")
    tell(*told_lists(summary, findings))
    raise typer.Exit(OPEN if is_draft else CLEAN)


# in the order of the help page, after those declared here
_NAMED: dict[str, Callable[..., None]] = {
    "collect": collecting.collect,
    "run": papers.run_file,
    "material": papers.material,
    "archive": papers.archive,
    "next": periods.next_book,
    "refresh": renewals.refresh,
    "public": papers.public,
    "proofread": papers.proofread,
    "units": units.units,
    "redact": privacy.redact,
    "doctor": machine.doctor,
    "bundle": machine.bundle,
}
for _name, _function in _NAMED.items():
    app.command(name=_name, cls=usage.Command)(_function)


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    if version:
        say(f"sifa-xl {__version__}")
        raise typer.Exit()
    if context.invoked_subcommand is None:
        say(context.get_help())
        tell("没有写命令，什么也没有做。请从上面的命令里选一个。")
        raise typer.Exit(CANNOT_RUN)


def _refuse_outputs(
    workbook: Path,
    text: Path | None,
    word: Path | None,
    review: Path | None,
    json_out: Path | None,
    public: bool,
) -> None:
    """Say what is wrong with the files to be written, before any work is done."""
    if public and review:
        raise SifaError(_INTERNAL)
    documents = [path for path in (word, review) if path]
    refuse_targets([target for target in (text, *documents, json_out) if target], workbook)
    refuse_endings(documents, [plain for plain in (text, json_out) if plain])


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
        tell(line)
    if publishing.blocks_publication(found):
        tell("没有写任何文件。")
        raise typer.Exit(OPEN)


if __name__ == "__main__":
    main()
