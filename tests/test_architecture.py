"""The floor plan of the house: a module imports only from strictly lower floors (design 6)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "sifa_xl"
SAMPLE = ROOT.parent / "workbooks" / "麻阳县2022年上半年.xlsx"
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 40

# Bottom first: what the floor is for, and its rooms.  From ``book.limits`` upwards three stairs
# run side by side: a file's way in (… reader), a workbook's way out (… master), and results into a
# file (… file_book).
FLOORS = (
    (
        "nouns, errors, the words on the sheets",
        "domain errors headers shipped actions cell_functions general_rules run_notes "
        "file_names documents written_lines adoption collecting collecting.naming",
    ),
    (
        "characters: numerals, stops, refusals, texts of cells",
        "counts punctuation refusals template_refusals cell_texts targets explanations "
        "bounds title_lines personal_numbers text_findings material_words changed_lines "
        "ledger_columns many_findings",
    ),
    (
        "how a number is written, how a sheet is coded; a clerk's machine, what macros load there",
        "written_numbers forms machine surroundings macro_library public_terms mark_checks "
        "archive ledger_conditions",
    ),
    ("where a 台账 leaves a count open; what its rows have to keep", "ledger_gaps row_rules"),
    (
        "the wheels of a bundle, its installer; the vocabulary of a 台账",
        "wheels installing ledgers",
    ),
    ("the bundle", "bundling ledger_tables"),
    (
        "one cell, one number in words, one phrase, one fact",
        "cells wording phrases factbook spans editions tables ledger_analysis "
        "private_values export_log",
    ),
    (
        "expression trees; clauses and numbers of a text",
        "trees settings clauses prose_numbers wordlists term_checks proofs ledger_sheets "
        "period_words",
    ),
    (
        "what a tree may say; blanks as zero; a sentence of the clerk's; how the page looks",
        "expressions blanks prose numbering said_numbers privacy_checks page_style "
        "kept_tables period_steps",
    ),
    (
        "relations; what a template may hold; which fact a number speaks of; pasted words",
        "rules template_words template_sandbox number_ties number_shapes public_checks "
        "pasted_text stated_numbers",
    ),
    (
        "kinds of figures; numbers of edited words; numbers, dates and wording of foreign texts",
        "figures edited_numbers date_proofs percentages repeat_proofs said_spots stock_proofs",
    ),
    (
        "the vocabulary of a work line; the guard of templates",
        "declarations template_guard change_proofs rate_proofs share_proofs",
    ),
    ("the work lines that ship: declarations and nothing else", "lines lines.*"),
    (
        "a workbook as it was typed; 提纲; compiled templates; what a foreign text may speak of; "
        "rows a 台账 does not sort",
        "filled outline template_cache material_placing balances part_families named_numbers "
        "ledger_divisions",
    ),
    (
        "adopted values; one row of a sheet, one answer to a finding; a rendered block",
        "indicators rows answers templating part_proofs declared_proofs",
    ),
    (
        "this year against last; a line's sheet, units; a content; which answers hold",
        "comparison line_sheets passages settling unit_sheets wanted_sheets ledger_reading "
        "period_checks",
    ),
    (
        "general rules, those of a book carried on; formulas typed over; why a figure "
        "changed; which cell would mend all",
        "relations overwritten reasons repairs unit_lists disagreements ledger_checks carried",
    ),
    (
        "the verbs: read, check, gather facts",
        "sheets checking facts prose_checks withholding number_sources rolling carried_ledgers",
    ),
    (
        "版式; the twin of the live formulas; texts to units and to a successor",
        "layouts live unit_texts handover",
    ),
    ("how long a draft is", "lengths"),
    ("the summary", "narrative"),
    ("the clerk's own wording of it", "revisions"),
    (
        "what leaves the program: JSON, rows of results, tables behind the text | marks in it",
        "shapes results telling revision_checks attachments marks claims drafts_compared",
    ),
    (
        "what a review copy adds: notes beside paragraphs, a page to sign; what a file remembers",
        "paragraph_notes sign_off imprints collecting.origins collecting.returns collecting.walk",
    ),
    (
        "a Word file: its styles",
        "word_styles line_targets renewed_numbers collecting.cache collecting.sent_files "
        "collecting.below",
    ),
    (
        "a Word file: page, text, memory",
        "word_page word_text changed_numbers word_memory returned_lines collecting.adding "
        "collecting.versions",
    ),
    ("a Word file: tables", "word_tables collecting.putting collecting.sorting"),
    ("a whole Word file", "word collecting.reporting"),
    (
        "a whole review copy; a summary as plain files",
        "word_review outputs word_material collecting.tables",
    ),
    (
        "book: limits, kinds, shapes of XML, saving, port | a sheet on paper, styles and "
        "fillings | a compound file, compression, the ribbon",
        "book.limits book.recognition book.canonical_xml book.saving book.locking book.port "
        "book.plan book.styles book.fill book.compound_file book.vba_compression "
        "book.ribbon collecting.shapes",
    ),
    (
        "book: the zip, its XML as events | parts swapped in it | addresses, whose formula "
        "it is | sheets for macros, a project of macros",
        "book.xml_stream book.package book.swapping book.addresses book.formula_keys "
        "book.macro_plan book.vba_project collecting.other_kinds",
    ),
    (
        "book: styles and tabs | where elements lie | formulas, sheets of prose | texts of macros",
        "book.styles_xml book.workbook_xml book.xml_places book.formulas book.prose_plan "
        "book.private_scan book.explanation_formulas book.rulebook_plan book.vba_source "
        "book.ledger_formulas book.split_rows",
    ),
    (
        "book: values of cells, comments | a line's tables, 首页 and 提纲, the result sheets | "
        "guards of macros",
        "book.cell_values book.attachments book.line_tables book.front_plan "
        "book.result_plan book.macro_guards book.units_plan book.ledger_plan "
        "book.carried_plan book.earlier_columns book.analysis_names",
    ),
    (
        "book: one sheet | the sheet of a line, a sheet in XlsxWriter | the macros",
        "book.sheet_xml book.sheet_maker book.macros book.unit_table_plan book.collect_plan "
        "book.analysis_formulas book.analysis_counts",
    ),
    (
        "book: shared texts, the fast way | rows to the XML of a sheet | the sheet of a line",
        "book.strings_xml book.sheet_fast book.writing book.table_parts book.line_plan "
        "book.analysis_plan book.emptying",
    ),
    (
        "book: file to grids | paper to file | cached values, tabs | a unit's return on paper",
        "book.reader book.master book.refreshing book.tabs document_parts book.cell_writing "
        "book.return_plan",
    ),
    (
        "book: the new file checked against the old; where results stand",
        "book.verifying book.placing document_reader document_blocks marked_document",
    ),
    (
        "a closed file that takes results; the sheets that take them; forms, returns",
        "book.file_book book.return_book result_sheets material_reader",
    ),
    ("the jobs: build, check, compute, summarize; a copy without persons", "jobs redaction"),
    (
        "results back into the workbook; numbers that go out",
        "write_back sent_numbers word_context word_package collecting.taking",
    ),
    ("what was run: a line each", "run_log renewed_file collecting.ledger_rows"),
    (
        "papers made of a job: Word files; what a 股室 is asked",
        "papers material_orders renewal_report word_edits word_renewal collecting.worker "
        "collecting.ledger_merging collecting.merging collecting.row_merging",
    ),
    (
        "where every fault ends; how commands are used; files opened; 公开检查, 核稿",
        "boundary usage opening publishing runs proofreading word_refresh last_year "
        "handover_places collecting.workers",
    ),
    (
        "a collection into the master; values of ranges as grids; what xlwings may load",
        "excel.ranges excel.startup collecting.collect",
    ),
    (
        "what works on this machine; what clicks are made of; xlwings | Excel's cells",
        "doctor clicking excel.light_xlwings excel.live_cells excel.live_looks",
    ),
    (
        "what one click does; rows into an open sheet; the job over one sheet",
        "one_click paper_clicks handing_out excel.live_writing excel.sheet_job archiving "
        "material_imports word_clicks next_period collecting.runs",
    ),
    ("single cells of an open sheet", "excel.live_putting"),
    (
        "which click an action is; the open book; functions in cells",
        "clicks excel.live_book excel.udfs",
    ),
    ("自检 in the clerk's own Excel", "excel.self_test"),
    ("what a command says", "screen"),
    ("the commands", "commands commands.*"),
    ("the entrances", "cli excel excel.*"),
)
OUTSIDE = {  # third-party packages and the only rooms that may use them
    "pydantic": {"domain"},
    "jinja2": {
        "template_cache",
        "template_guard",
        "template_refusals",
        "template_sandbox",
        "templating",
    },
    "docx": {
        "changed_lines",
        "word",
        "word_memory",
        "word_package",
        "word_page",
        "word_review",
        "word_styles",
        "word_tables",
        "word_text",
        "written_lines",
    },
    "xlsxwriter": {"book.master", "book.sheet_maker"},
    "openpyxl": {"book.verifying"},
    "filelock": {"book.locking"},
    "xlwings": {"excel.light_xlwings"},
    "typer": {
        "cli",
        "commands.collecting",
        "commands.machine",
        "commands.papers",
        "commands.privacy",
        "commands.renewals",
        "usage",
    },
    "packaging": {"wheels"},
    "pandas": {"tables"},
    "rich": {"commands.collecting"},
    "rapidfuzz": {"collecting.naming"},
    "python_calamine": {"collecting.other_kinds"},
}
HEAVY = ("pandas", "openpyxl", "xlwings", "xlsxwriter", "docx", "python_calamine")


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


FILES = {module_name(path): path for path in sorted(ROOT.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
ROOMS = [name for name in FILES if name not in ("__init__", "book")]


def floor_of(module: str) -> int:
    for number, (_, rooms) in enumerate(FLOORS):
        names = rooms.split()
        if module in names or f"{module.rpartition('.')[0]}.*" in names:
            return number
    raise AssertionError(f"{module} stands on no floor of the plan")


def imports(module: str) -> set[str]:
    """Every module it imports, wherever in the file: ours without ``sifa_xl.``."""
    found: set[str] = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            name = (node.module or "").removeprefix("sifa_xl").removeprefix(".")
            inner = {f"{name}.{alias.name}".removeprefix(".") for alias in node.names}
            is_ours = (node.module or "").startswith("sifa_xl")
            found |= (inner & set(FILES) or {name or "__init__"}) if is_ours else {name}
    return found


def functions(module: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(TREES[module]) if isinstance(node, kinds)]


@pytest.mark.parametrize("module", ROOMS)
def test_a_module_looks_only_downstairs(module):
    ours = imports(module) & set(FILES) - {"__init__", "book"}
    upstairs = {other for other in ours if floor_of(other) >= floor_of(module)}
    assert not upstairs, f"{module} (floor {floor_of(module)}) looks up to {upstairs}"


def test_every_room_of_the_plan_is_there_and_stands_on_one_floor():
    planned = [room for _, rooms in FLOORS for room in rooms.split() if "*" not in room]
    assert sorted(set(planned)) == sorted(planned)
    assert set(planned) <= set(FILES)


@pytest.mark.parametrize("module", ROOMS)
def test_a_package_from_outside_is_used_only_in_its_room(module):
    tops = {name.partition(".")[0] for name in imports(module) - set(FILES)}
    strange = tops - set(sys.stdlib_module_names) - {"sifa_xl"}
    assert strange <= {package for package, rooms in OUTSIDE.items() if module in rooms}


@pytest.mark.parametrize("module", ROOMS)
def test_a_module_is_short_and_so_are_its_functions(module):
    assert len(FILES[module].read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    long = [
        node.name
        for node in functions(module)
        if node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize("module", ROOMS)
def test_no_dodges_no_prints_and_a_first_line_that_says_what_the_room_holds(module):
    nodes = list(ast.walk(TREES[module]))
    assert not [node for node in nodes if isinstance(node, ast.ImportFrom) and node.level]
    assert not [
        n for n in nodes if isinstance(n, ast.Name | ast.alias) and "TYPE_CHECKING" in _id(n)
    ]
    prints = [n for n in nodes if isinstance(n, ast.Name) and n.id == "print"]
    assert not prints or module == "screen"
    assert "utils" not in module
    assert ast.get_docstring(TREES[module]) or not TREES[module].body


@pytest.mark.parametrize("module", ROOMS)
def test_every_public_function_says_what_it_gives(module):
    documented = {node.name for node in functions(module) if ast.get_docstring(node)}
    public = {
        node.name
        for node in TREES[module].body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert public <= documented


@pytest.mark.parametrize("command", [["--help"], ["summarize", str(SAMPLE), "--text", "总结.txt"]])
def test_help_and_text_load_no_heavy_package(command, tmp_path):
    program = (
        "import sys, sifa_xl.cli as cli\n"
        f"sys.argv = ['sifa-xl', *{command!r}]\n"
        "try:\n    cli.main()\n"
        "except SystemExit as end:\n    assert end.code in (0, 1, None), end.code\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    run = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def _id(node: ast.Name | ast.alias) -> str:
    return node.id if isinstance(node, ast.Name) else node.name
