"""Run as a child: prints the median seconds of what one process does over and over.

``in_process.py WORKBOOK ours|naive|check|reader|calamine|word|plain|docxtpl|proofread|bare``;
the first turn is not counted.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

TURNS = 7
LONG_TEXT = 6_000  # characters


def _work(name: str, workbook: Path) -> Callable[[], object]:
    """Only what the turn needs is imported: what else lies in memory slows the collector down."""
    text = Path(f"{name}.txt")
    if name == "ours":
        from sifa_xl import cli

        return lambda: cli.run(["summarize", str(workbook), "--text", str(text)])
    if name == "naive":
        import naive

        return lambda: naive.job(workbook, text, text.with_suffix(".docx"))
    if name == "check":
        from sifa_xl import jobs

        return lambda: jobs.open_workbook(workbook).findings
    if name == "reader":
        from sifa_xl.book import reader

        return lambda: reader.read(workbook)
    if name in ("word", "plain", "docxtpl"):
        return _word(name, workbook, text.with_suffix(".docx"))
    if name in ("proofread", "bare"):
        return _reading(name, workbook)
    import floor

    return lambda: floor.read(str(workbook))


def _word(name: str, workbook: Path, target: Path) -> Callable[[], object]:
    """One Word file of a summary that is there already."""
    import plain_word

    from sifa_xl import jobs, papers

    job = jobs.open_workbook(workbook)
    summary = job.summary()
    if name == "plain":
        return lambda: plain_word.write(summary, target)
    if name == "docxtpl":
        import template_word

        template = Path("模板.docx")
        template_word.make_template(template)
        return lambda: template_word.write(summary, template, target)
    return lambda: target.write_bytes(papers.word_file(job, summary, is_draft=True))


def _reading(name: str, workbook: Path) -> Callable[[], object]:
    """A text of some 6,000 characters, proofread, or no more than read."""
    import docx

    from sifa_xl import jobs, proofreading

    path, document = Path("稿子.docx"), docx.Document()
    size = 0
    while size < LONG_TEXT:
        for paragraph in jobs.open_workbook(workbook).summary().paragraphs:
            document.add_paragraph(paragraph.text)
            size += len(paragraph.text)
    document.save(str(path))
    if name == "bare":
        return lambda: "\n".join(each.text for each in docx.Document(str(path)).paragraphs)
    return lambda: proofreading.proofread_file(path)


def main() -> None:
    """Measure; stdout is kept for the result."""
    workbook, name = Path(sys.argv[1]), sys.argv[2]
    work = _work(name, workbook)
    seconds = []
    for _ in range(TURNS + 1):
        for old in Path().glob(f"{name}.*"):
            old.unlink()  # else ours would keep a backup of each
        started = perf_counter()
        work()
        seconds.append(perf_counter() - started)
    print(median(seconds[1:]))


if __name__ == "__main__":
    main()
