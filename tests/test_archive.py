"""定稿归档: what was sent is frozen with its hashes, and every number knows its cell."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sifa_xl import cli, jobs
from sifa_xl.archive import SentDraft, archives_of, faults_of, sent_drafts
from sifa_xl.archiving import archive, archive_files, newest_final
from sifa_xl.book.file_book import FileBook
from sifa_xl.errors import FileProblem, SifaError
from sifa_xl.excel.live_book import LiveBook
from sifa_xl.forms import read_form
from sifa_xl.papers import word_file
from tests.engine import start
from tests.written import loaded

NAME = "青山县司法局2022年上半年工作总结（市局稿）20220701-0905.docx"
BOOK = "青山县.xlsx"


@pytest.fixture
def bureau(book: Callable[..., Path]) -> Path:
    """A workbook with nothing open, and beside it the final Word file in 输出."""
    path = book()
    file = FileBook(path)
    form = read_form(file.grid("人民调解"))
    assert form is not None
    table = form.tables["举措"]
    words = {"正文": "走访群众56户。", "数字已核": "是"}
    row = table.header_row + 1
    file.put_cells("人民调解", {(row, table.columns[head]): text for head, text in words.items()})
    file.save()
    job = jobs.open_workbook(path)
    assert not jobs.blocks_final(job.findings)
    assert not job.summary().unsourced
    (path.parent / "输出").mkdir()
    word_of(path).write_bytes(word_file(job, job.summary(), is_draft=False))
    return path


def word_of(book: Path) -> Path:
    return book.parent / "输出" / NAME


def sent(book: Path, **more: Any) -> SentDraft:
    return archive_files(FileBook(book), book.parent, word_of(book), lambda words: None, **more)


def edit_word(path: Path, old: str, new: str) -> None:
    """Retype words, wherever the runs are cut."""
    doc = Document(str(path))
    for paragraph in doc.paragraphs:
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new)
                doc.save(str(path))
                return
    raise AssertionError(old)


def test_the_archive_holds_read_only_copies_their_hashes_and_every_number(bureau):
    record = sent(bureau)
    folder = record.folder
    assert folder.parent == bureau.parent / "归档"
    assert (folder / BOOK).read_bytes() == bureau.read_bytes()
    assert (folder / NAME).read_bytes() == word_of(bureau).read_bytes()
    for name in (BOOK, NAME, "归档.json", "归档说明.txt"):
        assert not (folder / name).stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert sent_drafts(bureau.parent) == [record]
    by_fact = {number.fact: number for number in record.numbers}
    accepted = by_fact["人民调解.受理纠纷"]
    assert (accepted.text, accepted.cells) == ("200件", ("人民调解!C7",))
    paragraphs = [p.text for p in Document(str(folder / NAME)).paragraphs if p.text.strip()]
    assert all(number.text in paragraphs[number.paragraph - 1] for number in record.numbers)
    assert all(number.cells for number in record.numbers)
    assert (record.draft, record.signed_by, record.unfinished) == ("市局稿", "", ())
    note = (folder / "归档说明.txt").read_text(encoding="utf-8-sig")
    assert "青山县司法局2022年上半年工作总结（市局稿）定稿归档" in note
    assert record.files[0].sha256 in note


def test_what_is_open_keeps_it_out_and_who_signed_it_anyway_is_noted(bureau):
    file = loaded(bureau)
    file["人民调解"]["C8"] = 800
    file.save(bureau)
    with pytest.raises(SifaError) as refused:
        sent(bureau)
    assert "必须改" in str(refused.value)
    assert "--signed 签发人" in str(refused.value)
    assert not (bureau.parent / "归档").exists()
    record = sent(bureau, signed_by="王局长")
    assert record.signed_by == "王局长"
    assert record.unfinished
    note = (record.folder / "归档说明.txt").read_text(encoding="utf-8-sig")
    assert "签发人：王局长" in note


def test_a_number_changed_in_word_is_told_with_both_sides(bureau):
    edit_word(word_of(bureau), "200件", "210件")
    with pytest.raises(SifaError, match=r"“210件”，表里人民调解.受理纠纷是200件"):
        sent(bureau)


def test_a_number_changed_in_the_workbook_afterwards_is_told(bureau):
    file = loaded(bureau)
    file["人民调解"]["C7"] = 201
    file.save(bureau)
    with pytest.raises(SifaError, match=r"“200件”，表里人民调解.受理纠纷是201件"):
        sent(bureau)


def test_words_edited_in_word_may_go_and_their_numbers_keep_their_cells(bureau):
    edit_word(word_of(bureau), "纠纷", "各类纠纷")
    numbers = {number.fact: number for number in sent(bureau).numbers}
    assert numbers["人民调解.受理纠纷"].cells == ("人民调解!C7",)


def test_a_number_nobody_knows_is_told(bureau):
    doc = Document(str(word_of(bureau)))
    doc.add_paragraph("另外走访慰问困难群众4321户。")
    doc.save(str(word_of(bureau)))
    with pytest.raises(SifaError, match="“4321户”在表里找不到来源"):
        sent(bureau)


def test_comments_revisions_and_a_draft_header_keep_it_out(bureau):
    doc = Document(str(word_of(bureau)))
    inserted = OxmlElement("w:ins")
    doc.paragraphs[5]._p.append(inserted)
    doc.sections[0].header.paragraphs[0].text = "草稿·未经审核"
    doc.save(str(word_of(bureau)))
    with pytest.raises(SifaError, match="页眉还有“草稿·未经审核”；Word 里有1处没有接受的修订"):
        sent(bureau)


def test_the_same_files_are_archived_once_and_nothing_is_written_over(bureau):
    first = sent(bureau)
    with pytest.raises(FileProblem, match="已经归档在“归档/"):
        sent(bureau)
    edit_word(word_of(bureau), "纠纷", "矛盾纠纷")
    second = sent(bureau)
    assert second.folder != first.folder
    assert faults_of(first.folder) == []
    assert [each.folder for each in sent_drafts(bureau.parent)] == [first.folder, second.folder]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (NAME, f"Word“{NAME}”和发出时不一样了"),
        (BOOK, "工作簿“青山县.xlsx”和发出时不一样了"),
        ("归档.json", "归档.json和“归档说明.txt”里记的对不上，其中一个改过"),
    ],
)
def test_a_copy_that_was_touched_is_found(bureau, name, words):
    path = sent(bureau).folder / name
    path.chmod(0o644)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"200", b"201") if name.endswith("json") else data + b" ")
    assert words in faults_of(path.parent)


def test_a_copy_that_is_gone_and_a_spoilt_record_are_told(bureau):
    folder = sent(bureau).folder
    (folder / NAME).chmod(0o644)
    (folder / NAME).unlink()
    assert f"Word“{NAME}”没有了或读不了" in faults_of(folder)
    (folder / "归档.json").chmod(0o644)
    (folder / "归档.json").write_text("{", encoding="utf-8")
    assert faults_of(folder) == ["归档.json没有了或读不通，不能核对"]
    assert sent_drafts(bureau.parent) == []


def test_a_record_that_leads_elsewhere_is_none_of_ours(bureau):
    folder = sent(bureau).folder
    path = folder / "归档.json"
    path.chmod(0o644)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["files"][0]["name"] = "../青山县.xlsx"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert sent_drafts(bureau.parent) == []


def test_the_newest_final_is_taken_and_never_a_draft(bureau):
    output = bureau.parent / "输出"
    older = Path(shutil.copy(word_of(bureau), output / "早先（市局稿）.docx"))
    os.utime(older, (1, 1))
    shutil.copy(word_of(bureau), output / "总结（市局稿）（草稿）.docx")
    assert newest_final(output).name == NAME
    word_of(bureau).unlink()
    older.unlink()
    with pytest.raises(FileProblem, match="只有草稿或送审稿，没有归档"):
        newest_final(output)


def test_a_word_file_that_is_open_is_not_archived(bureau):
    (bureau.parent / "输出" / f"~${NAME[2:]}").write_bytes(b"")
    with pytest.raises(FileProblem, match="正在 Word 或 WPS 中打开，没有归档"):
        sent(bureau)


def test_a_full_disk_leaves_nothing_behind(bureau, monkeypatch):
    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "no space")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(FileProblem, match="写不进去，没有归档"):
        sent(bureau)
    assert list((bureau.parent / "归档").iterdir()) == []


def test_a_click_archives_by_file_and_in_excel_only_what_is_saved(bureau):
    live = LiveBook(start().open(bureau))
    live.put_cells("人民调解", {(7, 3): 200})
    live.save()
    with pytest.raises(FileProblem, match="有改动还没有保存，没有归档"):
        archive(live, bureau.parent, lambda words: None)
    live._book.impl.is_saved = True
    outcome = archive(live, bureau.parent, lambda words: None)
    assert outcome.message.startswith("已归档到“归档/")
    with pytest.raises(FileProblem, match="已经归档在"):
        archive(FileBook(bureau), bureau.parent, lambda words: None)


def test_the_command_archives_and_verifies(bureau, capsys):
    assert cli.run(["archive", str(bureau)]) == 0
    assert "个数的出处都记下了" in capsys.readouterr().out
    assert cli.run(["archive", str(bureau), "--verify"]) == 0
    assert "和发出时一样" in capsys.readouterr().out
    (folder,) = archives_of(bureau)
    (folder / NAME).chmod(0o644)
    (folder / NAME).write_bytes(b"x")
    assert cli.run(["archive", str(folder), "--verify"]) == 1
    assert "和发出时不一样了" in capsys.readouterr().out
    assert cli.run(["archive", str(bureau.parent / "没有" / "簿.xlsx"), "--verify"]) == 2


def without_bookmarks(path: Path) -> None:
    """As some programs save it."""
    doc = Document(str(path))
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        for mark in list(doc.element.body.iter(qn(tag))):
            mark.getparent().remove(mark)
    doc.save(str(path))


def test_without_bookmarks_numbers_are_tied_by_the_words_around_them(bureau):
    edit_word(word_of(bureau), "纠纷", "各类纠纷")
    without_bookmarks(word_of(bureau))
    numbers = {number.fact: number for number in sent(bureau).numbers}
    assert numbers["人民调解.受理纠纷"].cells == ("人民调解!C7",)
    edit_word(word_of(bureau), "200件", "210件")
    with pytest.raises(SifaError, match="“210件”"):
        sent(bureau)


def test_attachments_and_their_tables_are_no_text(bureau):
    file = FileBook(bureau)
    form = read_form(file.grid("首页"))
    assert form is not None
    record = next(r for r in form.tables["设置"].records if r.code == "@attachments")
    file.put_cells("首页", {record.place("内容")[1:]: "主要指标表；2022年工作要点"})
    file.save()
    job = jobs.open_workbook(bureau)
    word_of(bureau).write_bytes(word_file(job, job.summary(), is_draft=False))
    assert "附件：" in "".join(p.text for p in Document(str(word_of(bureau))).paragraphs)
    assert all(number.cells for number in sent(bureau).numbers)


def test_a_coarser_number_may_go_and_a_cut_off_one_not(bureau):
    edit_word(word_of(bureau), "99.5%", "99%")
    with pytest.raises(SifaError, match=r"“99%”，表里人民调解.调解成功率是99.5%"):
        sent(bureau)
    file = FileBook(bureau)
    file.put_cells("人民调解", {(7, 3): 210, (8, 3): 206})
    file.save()
    job = jobs.open_workbook(bureau)
    word_of(bureau).write_bytes(word_file(job, job.summary(), is_draft=False))
    edit_word(word_of(bureau), "98.1%", "98%")
    numbers = [number for number in sent(bureau).numbers if number.text == "98%"]
    assert [number.fact for number in numbers] == ["人民调解.调解成功率"]
