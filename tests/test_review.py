"""The review copy: every number accounted for, and a page that says what a leader asks."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from sifa_xl import headers as h
from sifa_xl import papers, shipped
from sifa_xl.domain import CellKind, GridCell, Span
from sifa_xl.jobs import Job, open_workbook
from sifa_xl.layouts import Paragraph
from sifa_xl.marks import marked_spans
from tests.books import job_of, opened, position_of, sample_plans, setting_cell, type_in
from tests.office.server import Office
from tests.rechecked import answer, released
from tests.test_word import bookmarks, pdf_pages
from tests.written import write_back

YEAR_BOOK = shipped.folder("workbooks") / "江州市临浦区2024年全年.xlsx"
PAGE_TITLE = "领导审签页（内部）"


def review_of(job: Job, draft: str = "市局稿") -> Any:
    return Document(BytesIO(papers.review_file(job, draft)))


def type_into(job: Job, cell: str, value: int | str | None) -> None:
    """Change a cell of an opened workbook before anything is worked out."""
    sheet, _, address = cell.partition("!")
    grid = next(grid for grid in job.grids if grid.sheet == sheet)
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
    grid.cells[position_of(address)] = GridCell(value, kind)


def lines_of(doc: Any) -> list[str]:
    return [paragraph.text for paragraph in doc.paragraphs]


def page_to_sign(doc: Any) -> list[str]:
    lines = lines_of(doc)
    return lines[: next(n for n, p in enumerate(doc.paragraphs) if p.style.name == "Title")]


@pytest.fixture(scope="module")
def year_job() -> Job:
    return open_workbook(YEAR_BOOK)


@pytest.fixture(scope="module")
def year_review(year_job) -> Any:
    return review_of(year_job)


@pytest.fixture
def written(sample, tmp_path) -> Path:
    """The sample with its summary written into sheet 总结."""
    path = tmp_path / "麻阳县.xlsx"
    shutil.copy(sample, path)
    write_back(path)
    return path


def test_the_text_is_that_of_the_document_with_comparisons(year_job, year_review):
    text = year_job.summary().text  # this bureau writes 同比 anyway
    written = "".join(f"{line}\n" for line in lines_of(year_review))
    assert text in written.replace("司法局\n2024", "司法局2024")


def test_comparisons_are_written_even_where_the_bureau_does_not_write_them():
    plans = sample_plans()
    type_in(plans, "人民调解!E7", 700)  # 上年同期
    job = job_of(plans)
    assert "同比" not in job.summary().text
    (line,) = [line for line in lines_of(review_of(job)) if "共受理矛盾纠纷" in line]
    assert "同比" in line


def test_every_number_leads_to_cells_that_explain_it(year_job, year_review):
    shown = {
        f"{grid.sheet}!{address(place)}": cell.value
        for grid in year_job.grids
        for place, cell in grid.cells.items()
    }
    comments = "\n".join(comment.text for comment in year_review.comments)
    facts = year_job.facts.facts
    walked = 0
    for paragraph in year_job.summary().paragraphs:
        for span in marked_spans(paragraph):
            words = paragraph.text[span.start : span.end]
            assert span.cells, words
            assert all(cell in shown for cell in span.cells), (words, span)
            assert f"{words}：" in comments
            assert "、".join(span.cells) in comments
            walked += explains(words, span, shown, facts)
    assert walked > 150


def explains(words: str, span: Span, shown: dict[str, Any], facts: dict[str, Any]) -> bool:
    """A typed number is its cell's value; a computed one has a formula over its cells."""
    fact = facts.get(span.fact or "")
    if fact is None or fact.value is None:
        return False
    assert fact.cells == span.cells
    assert words == fact.text or (words == "未发生" and fact.is_zero)
    values = [Decimal(str(shown[cell])) for cell in span.cells if is_number(shown[cell])]
    assert values
    assert len(values) > 1 or values[0] == fact.value or fact.unit == "%"
    return True


def is_number(value: object) -> bool:
    return re.fullmatch(r"-?[0-9.]+", str(value)) is not None


def address(place: tuple[int, int]) -> str:
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def test_a_comment_gives_fact_cells_formula_base_last_year_and_change(year_job, year_review):
    (note,) = [each.text for each in year_review.comments if "受理纠纷；" in each.text]
    rate = next(line for line in note.splitlines() if "·调解成功率；" in line)
    for sign in ("%：人民调解·调解成功率；单元格人民调解!", "；算法：", "；上年同期", "；增减"):
        assert sign in rate
    assert "个百分点" in rate
    assert all(comment.author == "数字出处" for comment in year_review.comments)


def test_a_number_in_prose_is_told_apart(sample):
    notes = [comment.text for comment in review_of(open_workbook(sample)).comments]
    assert any(re.search("文字里的数；单元格.+；已核。", note) for note in notes)


def test_every_number_stands_in_a_bookmark_that_names_its_figure(year_job, year_review):
    marks: dict[str, str] = {}
    for paragraph in year_review.paragraphs:
        marks |= bookmarks(paragraph)
    assert marks["数_人民调解_受理纠纷_1"] == year_job.facts.facts["人民调解.受理纠纷"].text
    wanted = sum(len(list(marked_spans(one))) for one in year_job.summary().paragraphs)
    assert len([name for name in marks if not name.startswith("段")]) == wanted


def test_a_comment_ends_before_the_last_stop(year_review):
    """Behind a stop that hangs over the edge it would bring an empty line."""
    for paragraph in year_review.paragraphs:
        tags = [child.tag.rpartition("}")[2] for child in paragraph._element]
        if "commentRangeEnd" in tags and paragraph.text.endswith("。"):
            reference = tags.index("commentRangeEnd") + 1
            assert "r" in tags[reference + 1 :]


def test_both_tables_stand_behind_the_text(year_job, year_review):
    lines = lines_of(year_review)
    assert [line for line in lines if line.startswith("附件")] == ["附件1", "附件2（内部，不公开）"]
    main, findings = year_review.tables[2:4]
    heads = [cell.text for cell in main.rows[0].cells]
    assert heads == ["指标", "单位", "本期", "上年同期", "增减", "口径", "来源"]
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in main.rows}
    accepted = rows["受理纠纷"]
    assert accepted[1] == "件"
    assert re.fullmatch(r"[+－]\d+（[+－][\d.]+%）", accepted[4])
    assert accepted[6].startswith("人民调解!")
    sources = [row[6].partition("（")[0] for row in rows.values() if "!" in row[6]]
    assert any(" " in source for source in sources)
    assert not [source for source in sources if "、" in source]  # ties addresses into one word
    stars = [f.label for d in year_job.filled.lines.values() for f in d.line.figures if f.star]
    used = [d for d in year_job.filled.lines.values() if not d.is_off and d.has_figures]
    wanted = {figure.label for data in used for figure in data.line.figures if figure.star}
    assert wanted <= set(rows)
    assert len(wanted) <= len(stars)
    assert [row.cells[4].text for row in findings.rows][1:] == [
        "两年的接收名册已逐人核对，确为同数",
        "网格员上报渠道年初并入排查登记簿，发现数增多",
    ]


def test_the_documents_own_figures_table_is_not_made_twice():
    plans = sample_plans()
    type_in(plans, setting_cell(plans, "附件名称"), "主要指标情况表；典型案例")
    lines = lines_of(review_of(job_of(plans)))
    assert [line for line in lines if line.startswith("附件")] == [
        "附件：1.主要指标情况表",
        "附件1",
        "附件2",
        "附件3（内部，不公开）",
    ]


def test_the_page_says_whether_it_can_be_signed(sample, year_review):
    page = page_to_sign(year_review)
    assert page[0] == PAGE_TITLE
    assert page[2:4] == [
        "可以签发：没有未处理的问题。",
        "必须改0项，未说明0项，待定0处，已说明2项，放行0项。",
    ]
    open_page = page_to_sign(review_of(open_workbook(sample)))
    assert open_page[2].startswith("暂不能签发")
    assert open_page[3] == "必须改0项，未说明9项，待定0处，已说明0项，放行0项。"
    assert open_page[4] == "“填报单位”表没有填，应报、未报没有统计。"


def test_a_release_stands_in_the_review_copy_with_name_and_reason():
    plans = sample_plans()
    doubt = next(f for f in job_of(plans).findings if f.level.on_screen == "请核实")
    answer(plans, doubt.code, f"{doubt.sheet}!{doubt.cell}", **released())
    review = review_of(job_of(plans))
    assert page_to_sign(review)[3] == "必须改0项，未说明8项，待定0处，已说明0项，放行1项。"
    told = [cell.text for table in review.tables for row in table.rows for cell in row.cells]
    assert "放行（王主任）：已现场核对登记簿" in told


def test_a_figure_still_pending_is_counted(book):
    job = opened(book(受理纠纷='{ "本期" = "待定" }'))
    assert "待定1处" in page_to_sign(review_of(job))[3]


def test_returns_that_are_not_in_are_named():
    plans = sample_plans()
    for row, name, state in ((5, "城关司法所", "已报"), (6, "高村司法所", "未报")):
        type_in(plans, f"{h.UNITS}!B{row}", name)
        type_in(plans, f"{h.UNITS}!H{row}", state)
    type_in(plans, f"{h.UNITS}!B7", "锦和司法所")
    page = page_to_sign(review_of(job_of(plans)))
    assert page[4] == "应报3个单位，已报1个，未报2个：高村司法所、锦和司法所"


def test_the_biggest_changes_stand_first_with_what_the_clerk_says(year_review):
    asked = year_review.tables[0]
    rows = [[cell.text for cell in row.cells] for row in asked.rows]
    assert rows[0] == ["变化最大的指标", "本期", "上年同期", "增减", "说明"]
    assert len(rows) == 11
    (found,) = [row for row in rows if row[0] == "排查发现纠纷"]
    assert found == ["排查发现纠纷", "1310", "980", "+330（+33.7%）", "网格员上报渠道年…"]


def test_what_leaders_fear_is_said_even_where_it_is_blank(sample):
    page = page_to_sign(review_of(open_workbook(sample)))
    assert "脱管方面：脱管0人，漏管0人。" in page
    assert "败诉方面：数字还没有填。" in page
    assert "信访方面：表里没有这项指标，会被问到的请另外备好数字。" in page


def test_what_leaders_fear_of_a_line_that_is_off_is_said_to_be_none(sample):
    job = open_workbook(sample)
    type_into(job, "行政应诉!C4", "本期无此工作")
    assert "败诉方面：本期没有这项工作。" in page_to_sign(review_of(job))


def test_both_tables_behind_the_audit_have_their_captions(written):
    job = opened(written)
    (accepted,) = job.facts.facts["人民调解.受理纠纷"].cells
    job = opened(written)
    type_into(job, accepted, 725)
    lines = lines_of(review_of(job))
    assert lines.index("问题和处理情况") < lines.index("与上一稿相比的变化")


def test_what_cannot_be_is_no_number_in_the_table_of_figures(book):
    table = review_of(opened(book(受理纠纷=-5))).tables[2]
    (row,) = [row for row in table.rows if row.cells[0].text == "受理纠纷"]
    assert row.cells[2].text == "待定"


def test_numbers_that_changed_since_the_last_draft_are_told(written):
    job = opened(written)
    (accepted,) = job.facts.facts["人民调解.受理纠纷"].cells
    job = opened(written)
    type_into(job, accepted, 725)
    doc = review_of(job)
    page = page_to_sign(doc)
    assert "数字：共受理矛盾纠纷723件→725件" in page
    assert any(line.startswith("数字：成功率99.4%→") for line in page)
    rows = [[cell.text for cell in row.cells] for row in doc.tables[-1].rows]
    assert ["1", "数字", "人民调解·排查化解", "共受理矛盾纠纷723件→725件"] in rows


def test_nothing_is_said_to_have_changed_where_nothing_has(written):
    page = page_to_sign(review_of(opened(written)))
    assert not [line for line in page if line.startswith(("数字", "新写", "不再写"))]


def test_words_kept_of_a_paragraph_that_is_gone_are_no_news(written):
    job = opened(written)
    grid = next(grid for grid in job.grids if grid.sheet == "总结")
    last = max(row for row, _ in grid.cells) - 1
    for column, words in ((2, "MD.旧段"), (3, "旧句。"), (4, "旧话。"), (5, "段落已不存在")):
        grid.cells[last, column] = GridCell(words, CellKind.TEXT)
    assert not [line for line in page_to_sign(review_of(job)) if line.startswith("不再写：旧")]


def test_what_the_clerk_rewrote_is_told_and_what_he_claims(written):
    job = opened(written)
    form = next(grid for grid in job.grids if grid.sheet == "总结")
    row = next(r for (r, c), cell in form.cells.items() if c == 3 and "共受理" in str(cell.value))
    type_into(job, f"总结!D{row}", "调解工作在全市率先做到全覆盖。")
    page = page_to_sign(review_of(job))
    assert "改写：调解工作在全市率先做到全覆盖。" in page
    claims = [line for line in page if line.startswith("没有数字支持的提法“率先”")]
    assert len(claims) == 1  # it stands in the text by now, and is told once all the same


def test_without_an_earlier_draft_the_page_says_so(sample):
    page = page_to_sign(review_of(open_workbook(sample)))
    assert "“总结”表里没有上一稿，数字和文字没有比较。" in page


def test_the_page_has_a_row_to_sign_in(year_review):
    signed = year_review.tables[1]
    assert [cell.text for cell in signed.rows[0].cells] == [
        *("填报人", "股室负责人", "办公室", "分管领导", "主要负责人", "日期")
    ]
    assert {cell.text for cell in signed.rows[1].cells} == {""}


def test_the_command_writes_it_and_says_that_it_is_a_draft(run, sample, tmp_path):
    done = run("summarize", sample, "--review", "送审.docx")
    assert done.code == 1
    assert done.out == ""
    assert "已写“送审.docx”（草稿）。" in done.err
    doc = Document(str(tmp_path / "送审.docx"))
    assert doc.sections[0].header.paragraphs[0].text == "送审稿·草稿·未经审核"
    assert doc.core_properties.author == ""


def test_the_command_takes_no_other_ending_and_not_the_workbook(run, sample):
    assert "扩展名" in run("summarize", sample, "--review", "送审.doc").complaint
    both = run("summarize", sample, "--review", "a.docx", "--word", "a.docx")
    assert "有两个输出" in both.complaint


@pytest.mark.office
def test_the_page_to_sign_is_one_page_however_much_there_is_to_say(
    office: Office, written, tmp_path
):
    job = opened(written)
    for grid in job.grids:
        if grid.sheet == "总结":
            for row, column in list(grid.cells):
                if column == 3 and row > 6:
                    grid.cells[row, 4] = GridCell("在全市率先取得第一的成绩，" * 9, CellKind.TEXT)
        if grid.sheet in {data.sheet for data in opened(written).filled.lines.values()}:
            for (row, column), cell in list(grid.cells.items()):
                if column == 3 and cell.kind is CellKind.NUMBER and not cell.is_formula:
                    grid.cells[row, 5] = GridCell(123456, CellKind.NUMBER)
                    grid.cells[row, 11] = GridCell("说明" * 40, CellKind.TEXT)
    path = tmp_path / "送审.docx"
    path.write_bytes(papers.review_file(job))
    with office.open(path) as book:
        book.save_as(tmp_path / "送审.pdf", "writer_pdf_Export")
    first, second, *_ = (page.replace(" ", "") for page in pdf_pages(tmp_path / "送审.pdf"))
    assert PAGE_TITLE in first
    assert "主要负责人" in first
    assert "2022年上半年工作总结" in second
    assert "123456" in first
    assert "另有" in first


def test_paragraphs_without_figures_have_no_comment(year_review):
    with_figures = [p for p in year_review.paragraphs if has_figures(p)]
    assert len(list(year_review.comments)) == len(with_figures)


def has_figures(paragraph: Any) -> bool:
    return any(not name.startswith("段") for name in bookmarks(paragraph))


def test_a_brief_has_a_review_copy_too(year_job):
    doc = review_of(year_job, "简报")
    assert page_to_sign(doc)[0] == PAGE_TITLE
    assert isinstance(year_job.summary("简报").paragraphs[0], Paragraph)


def test_what_leaders_fear_is_said_beside_the_year_before():
    job = open_workbook(YEAR_BOOK)
    type_into(job, "行政应诉!C14", 4)
    type_into(job, "行政应诉!E14", 2)
    assert "败诉方面：败诉4件（上年同期2件）。" in page_to_sign(review_of(job))
