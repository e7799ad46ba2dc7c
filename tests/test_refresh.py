"""sifa-xl refresh: the Word file, the workbook and the list beside them, as a clerk finds them."""

import io
import json
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import docx
import pytest

from sifa_xl import clicks, jobs, shipped
from sifa_xl.excel.live_book import LiveBook
from sifa_xl.jobs import Job
from sifa_xl.word_clicks import refresh_words
from sifa_xl.word_refresh import refresh_file
from tests.engine import start
from tests.returned import (
    added,
    edited,
    paragraph,
    say,
    texts_of,
    without_bookmarks,
    without_memory,
)
from tests.test_open_xml import problems

MEDIATION = "共受理矛盾纠纷"
OWN = "局党组书记带队走访，帮助解决困难。"


@pytest.fixture
def folder(sample, run, tmp_path):
    """The sample with its Word file, and one cell changed since."""
    book = tmp_path / "总结.xlsx"
    book.write_bytes(sample.read_bytes())
    run("summarize", book, "--word", tmp_path / "总结.docx", "--write")
    type_in(book, {(8, 3): 718})
    return tmp_path


def type_in(book: Path, cells: dict[tuple[int, int], object], sheet: str = "人民调解") -> None:
    _, opened = jobs.open_for_writing(book)
    opened.put_cells(sheet, cells)
    opened.save()


def edit(word: Path, change) -> None:
    word.write_bytes(edited(change, word.read_bytes()))


def reword(all_) -> None:
    say(paragraph(all_, MEDIATION), "全县各类", "（重写）我县")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_numbers_follow_and_are_listed_with_where_they_stand(folder, run):
    done = run("refresh", "总结.docx", "总结.xlsx")
    assert done.code == 0
    assert "第25段“调解成功719起”→“718起”；人民调解.调解成功，人民调解!C8" in done.out
    assert "由人民调解.调解成功算出" in done.out
    grids = {grid.sheet: grid for grid in jobs.open_workbook(folder / "总结.xlsx").grids}
    assert not grids["改数清单"].is_hidden
    listed = {str(cell.value) for cell in grids["改数清单"].cells.values()}
    assert {"719起", "718起", "99.4%", "99.3%", "人民调解.调解成功"} <= listed
    assert "在市局稿第25段、政法委稿第18段、简报第2段" in done.out
    assert (
        "更正：《麻阳苗族自治县司法局2022年上半年工作总结》第25段“调解成功719起”应为“718起”"
        in done.out
    )
    assert (folder / "改数清单-总结.txt").read_text(encoding="utf-8").strip() == done.out.strip()
    assert "调解成功718起，成功率99.3%" in "".join(texts_of((folder / "总结.docx").read_bytes()))


def test_the_second_time_nothing_changes(folder, run):
    edit(folder / "总结.docx", reword)
    edit(folder / "总结.docx", lambda all_: paragraph(all_, MEDIATION).addnext(added(OWN)))
    assert run("refresh", "总结.docx", "总结.xlsx").code == 0
    before = contents(folder)
    assert run("refresh", "总结.docx", "总结.xlsx").code == 0
    assert contents(folder) == before


def test_edits_found_in_word_are_said_by_the_next_summary(folder, run):
    word = folder / "总结.docx"
    edit(word, reword)
    edit(word, lambda all_: all_[-3].addprevious(added(OWN)))
    run("refresh", "总结.docx", "总结.xlsx")
    old = next(each for each in jobs.open_workbook(folder / "总结.xlsx").revisions if each.words)
    assert (old.id, old.state) == ("MD.排查化解", "已修订")
    assert "（重写）我县人民调解组织" in old.words
    assert "调解成功718起" in old.words
    run("summarize", "总结.xlsx", "--text", "新.txt", "--write")
    text = (folder / "新.txt").read_text(encoding="utf-8")
    assert "（重写）我县人民调解组织" in text
    assert OWN in text


def test_a_new_paragraph_behind_an_edited_one_is_said_too(folder, run):
    def change(all_):
        reword(all_)
        paragraph(all_, MEDIATION).addnext(added(OWN))

    edit(folder / "总结.docx", change)
    run("refresh", "总结.docx", "总结.xlsx")
    run("summarize", "总结.xlsx", "--text", "新.txt")
    text = (folder / "新.txt").read_text(encoding="utf-8")
    assert text.count(OWN) == 1


def test_json_has_numbers_doubts_and_paragraphs(folder, run):
    edit(folder / "总结.docx", lambda all_: say(paragraph(all_, MEDIATION), "723件", "800件"))
    done = run("refresh", "总结.docx", "总结.xlsx", "--json")
    assert done.code == 1
    shape = json.loads(done.out)
    assert [each["new"] for each in shape["numbers"]] == ["718起", "99.3%"]
    assert shape["numbers"][1]["comes_from"] == ["人民调解.调解成功"]
    (doubt,) = shape["doubts"]
    assert (doubt["kind"], doubt["said"], doubt["actual"]) == ("与表不符", "800件", "723件")
    assert shape["corrections"][0].startswith("更正：《")


def test_what_the_director_wrote_is_accepted_in_the_sheet(folder, run):
    edit(folder / "总结.docx", lambda all_: say(paragraph(all_, MEDIATION), "723件", "800件"))
    assert run("refresh", "总结.docx", "总结.xlsx").code == 1
    row = next(e for e in jobs.open_workbook(folder / "总结.xlsx").revisions if e.words)
    state = int("".join(filter(str.isdigit, row.place)))
    type_in(folder / "总结.xlsx", {(state, 5): "领导改，已核"}, "总结")
    assert run("refresh", "总结.docx", "总结.xlsx").code == 0
    opened = docx.Document(folder / "总结.docx")
    assert not list(opened.comments)


def test_an_open_word_file_is_left_alone(folder, run):
    (folder / "~$总结.docx").touch()
    before = contents(folder)
    assert "正在 Excel、WPS 或 Word 中打开" in run("refresh", "总结.docx", "总结.xlsx").complaint
    assert contents(folder) == before


def test_where_the_workbook_is_open_word_is_renewed_and_that_is_told(folder, run):
    edit(folder / "总结.docx", reword)
    (folder / "~$总结.xlsx").touch()
    done = run("refresh", "总结.docx", "总结.xlsx")
    assert done.code == 0
    assert "工作簿没有写" in done.out
    assert "718起" in "".join(texts_of((folder / "总结.docx").read_bytes()))


def test_a_file_of_another_hand_is_refused(folder, run):
    docx.Document().save(folder / "别的.docx")
    (folder / "说明.docx").write_bytes(b"not a zip")
    assert "没有一段认得出" in run("refresh", "别的.docx", "总结.xlsx").complaint
    assert run("refresh", "说明.docx", "总结.xlsx").complaint
    assert "找不到文件" in run("refresh", "没有.docx", "总结.xlsx").complaint


def test_another_name_and_another_place(folder, run):
    word = folder / "书记改 0701（最终）.docx"
    (folder / "总结.docx").rename(word)
    before = word.read_bytes()
    assert run("refresh", word.name, "总结.xlsx", "--out", "新.docx").code == 0
    assert word.read_bytes() == before
    assert "718起" in "".join(texts_of((folder / "新.docx").read_bytes()))


def test_a_click_takes_the_newest_file_of_the_chosen_draft(folder):
    output = folder / "输出"
    output.mkdir()
    (folder / "总结.docx").rename(output / "改了名.docx")
    docx.Document().save(output / "别的.docx")
    outcome = clicks.run_file(folder / "总结.xlsx", "refresh_words")
    assert outcome.word == output / "改了名.docx"
    assert not outcome.is_open
    assert "更新了2个数" in outcome.message
    assert "718起" in "".join(texts_of(outcome.word.read_bytes()))


def test_a_click_in_excel_puts_the_edits_into_the_open_workbook(folder):
    output = folder / "输出"
    output.mkdir()
    edit(folder / "总结.docx", reword)
    edit(folder / "总结.docx", lambda all_: all_[-3].addprevious(added(OWN)))
    word = (folder / "总结.docx").rename(output / "总结.docx")
    opened = start().open(folder / "总结.xlsx")
    outcome = refresh_words(LiveBook(opened), folder, lambda words: None)
    assert (outcome.word, outcome.is_open) == (word, False)
    after = Job([LiveBook(opened).grid(name) for name in LiveBook(opened).sheets()])
    assert "（重写）我县" in next(each.words for each in after.revisions if each.words)
    assert OWN in after.summary().text
    assert "718起" in "".join(texts_of(word.read_bytes()))


@dataclass(frozen=True)
class SentNumber:
    fact: str | None
    cells: tuple[str, ...]
    text: str
    paragraph: int


@dataclass(frozen=True)
class SentDraft:
    when: datetime
    title: str
    numbers: tuple[SentNumber, ...]


def test_a_draft_that_was_sent_with_the_old_number_is_named(folder):
    number = SentNumber("人民调解.调解成功", ("人民调解!C8",), "719起", 18)
    sent = SentDraft(datetime(2022, 7, 1), "上半年工作总结", (number,))
    done = refresh_file(folder / "总结.docx", folder / "总结.xlsx", sent=[sent])
    told = "\n".join(done.told)
    assert "已报出：《上半年工作总结》（2022-07-01）第18段“719起”" in told
    assert "更正：《上半年工作总结》第18段调解成功“719起”应为“718起”。" in told


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_file_that_went_through_libreoffice_is_renewed_and_opens_there(folder, run, tmp_path):
    edit(folder / "总结.docx", reword)
    saved = through_office(folder / "总结.docx", tmp_path / "存过", "docx")
    done = run("refresh", saved, "总结.xlsx")
    assert done.code == 0, done
    assert "更新了2个数，1段改过的话照原样保留" in done.out
    pdf = through_office(saved, tmp_path / "pdf", "pdf")
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
    assert "718" in text


def through_office(path: Path, target: Path, kind: str) -> Path:
    profile = f"-env:UserInstallation=file://{target}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", target, path]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return target / f"{path.stem}.{kind}"


@pytest.mark.skipif(shutil.which("ooxml-validator") is None, reason="no validator")
def test_a_renewed_file_is_valid(folder, run):
    def change(all_):
        reword(all_)
        say(paragraph(all_, MEDIATION), "723件", "800件")
        paragraph(all_, MEDIATION).addnext(added(OWN))
        without_bookmarks(all_[:9])

    word = folder / "总结.docx"
    word.write_bytes(without_memory(edited(change, word.read_bytes())))
    run("refresh", "总结.docx", "总结.xlsx")
    assert problems("ooxml-validator", word) == []
    assert problems("ooxml-validator", folder / "总结.xlsx") == []
    assert len(list(docx.Document(io.BytesIO(word.read_bytes())).comments)) >= 1


def test_a_deleted_paragraph_is_called_by_its_heading(folder, run):
    def delete(all_):
        found = paragraph(all_, MEDIATION)
        found.getparent().remove(found)

    edit(folder / "总结.docx", delete)
    done = run("refresh", "总结.docx", "总结.xlsx")
    assert "“加强人民调解工作”（它的数据变了）" in done.out
    assert "MD." not in done.out


def test_paragraphs_of_a_review_copy_are_counted_from_the_title(folder, run):
    type_in(folder / "总结.xlsx", {(8, 3): 719})
    run("summarize", "总结.xlsx", "--review", "送审.docx")
    type_in(folder / "总结.xlsx", {(8, 3): 718})
    done = run("refresh", "送审.docx", "总结.xlsx")
    assert "第25段“调解成功719起”→“718起”" in done.out
    assert "第25段“调解成功719起”应为“718起”" in done.out


def year_folder(tmp_path, run):
    """The other sample, which has nothing open, with its Word file; then one cell is changed."""
    book = tmp_path / "总结.xlsx"
    book.write_bytes((shipped.folder("workbooks") / "江州市临浦区2024年全年.xlsx").read_bytes())
    assert run("summarize", book, "--word", tmp_path / "总结.docx", "--final").code == 0
    type_in(book, {(8, 3): 1500})


def test_a_file_that_reads_as_final_and_is_not_is_told(tmp_path, run):
    year_folder(tmp_path, run)
    done = run("refresh", "总结.docx", "总结.xlsx")
    assert done.code == 1
    assert "没有处理，这个 Word 却没有草稿标记" in done.out
    assert "调解成功1500件" in "".join(texts_of((tmp_path / "总结.docx").read_bytes()))


def test_a_draft_whose_matters_are_settled_says_how_to_make_it_final(tmp_path, run):
    year_folder(tmp_path, run)
    run("summarize", "总结.xlsx", "--word", "草.docx")
    type_in(tmp_path / "总结.xlsx", {(8, 3): 2139})
    done = run("refresh", "草.docx", "总结.xlsx")
    assert done.code == 0
    assert "表里的问题都处理完了，页眉里的草稿字样还在。" in done.out


def test_the_paper_that_was_sent_is_corrected_once_in_its_own_words(folder):
    title = "麻阳苗族自治县司法局2022年上半年工作总结"
    number = SentNumber("人民调解.调解成功", ("人民调解!C8",), "719起", 25)
    rate = SentNumber(
        "人民调解.调解成功率", ("人民调解!C8", "人民调解!C7", "人民调解!G27"), "99.4%", 25
    )
    sent = SentDraft(datetime(2022, 7, 1), title, (number, rate))
    done = refresh_file(folder / "总结.docx", folder / "总结.xlsx", sent=[sent])
    assert len(done.report.corrections) == 1
    assert "第25段“成功率99.4%”应为“99.3%”" in done.report.corrections[0]


def test_what_is_no_word_file_is_told_to_be_saved_as_docx(folder, run):
    (folder / "说明.toml").write_text("a = 1", encoding="utf-8")
    complaint = run("refresh", "说明.toml", "总结.xlsx").complaint
    assert "“说明.toml”不是 .docx 文件。请另存为 .docx 再用。" in complaint
    assert ".txt" not in complaint
